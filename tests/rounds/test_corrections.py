"""Correct with a notice: the old words, the new ones and the reason stay on record."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Organization, Person
from rounds.actions import consultations, corrections
from rounds.models import Consultation, Correction, Question, Round
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def later(secretary: Person, consultation: Consultation) -> Round:
    return factories.make_round(
        secretary, consultation, purpose="call_for_inputs", opens_in=timedelta(days=3), title="A cal for inputs"
    )


def test_corrected_words_stand_and_the_old_ones_are_kept(secretary: Person, consultation: Consultation) -> None:
    now = timezone.now()
    made = corrections.correct(
        by=secretary, thing=consultation, field="summary", text="Who acts?", reason="A slip.", now=now
    )

    consultation.refresh_from_db()
    assert consultation.summary == "Who acts?"
    assert (made.before, made.after, made.reason, made.by) == ("What is asked.", "Who acts?", "A slip.", secretary)
    assert (made.round, made.question, made.document) == (None, None, None)
    record = json.loads(made.entry.record)
    assert (record["kind"], record["of"], record["field"]) == ("consultation.corrected", "consultation", "summary")
    assert [word for word in ("Who acts?", "A slip.", "What is asked.") if word in made.entry.record] == []


def test_rules_in_sentences_are_corrected(secretary: Person, consultation: Consultation) -> None:
    corrections.correct(
        by=secretary,
        thing=consultation,
        field="decides",
        text="The Assembly.",
        reason="It was left out.",
        now=timezone.now(),
    )

    consultation.charter.refresh_from_db()
    assert consultation.charter.decides == "The Assembly."


def test_round_and_question_are_corrected(secretary: Person, later: Round) -> None:
    now = timezone.now()
    question = Question.objects.create(round=later, number=1, text="Hwo acts?")

    of_round = corrections.correct(
        by=secretary, thing=later, field="title", text=" A call\nfor inputs ", reason="A slip.", now=now
    )
    of_question = corrections.correct(
        by=secretary, thing=question, field="text", text="Who acts?", reason="A slip.", now=now
    )

    later.refresh_from_db()
    question.refresh_from_db()
    assert (later.title, question.text) == ("A call for inputs", "Who acts?")
    assert (of_round.round, of_round.question) == (later, None)
    assert (of_question.round, of_question.question) == (None, question)
    assert (of_round.entry.round, of_question.entry.round) == (later.pk, later.pk)


@pytest.mark.parametrize("field", ["opens_at", "closes_at", "slug", "number", "purpose"])
def test_what_is_not_words_is_not_corrected(field: str, secretary: Person, later: Round, refused: Refused) -> None:
    for thing in (later, later.consultation):
        with refused("not_of_words"):
            corrections.correct(
                by=secretary, thing=thing, field=field, text="other", reason="A slip.", now=timezone.now()
            )

    assert Correction.objects.count() == 0


@pytest.mark.parametrize(("field", "text"), [("licence", "CC0-1.0"), ("names", "Nobody is named.")])
def test_how_texts_are_used_is_frozen_when_the_first_round_opens(
    field: str, text: str, secretary: Person, later: Round, refused: Refused
) -> None:
    consultation, now = later.consultation, timezone.now()

    with refused("frozen_at_opening"):
        corrections.correct(by=secretary, thing=consultation, field=field, text=text, reason="Why.", now=later.opens_at)
    corrections.correct(by=secretary, thing=consultation, field=field, text=text, reason="Before.", now=now)

    consultation.charter.refresh_from_db()
    assert getattr(consultation.charter, field) == text
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "text", "reason", "code"),
    [
        ("summary", "What is asked.", "A slip.", "nothing_corrected"),
        ("summary", "Other words", "  ", "reason_missing"),
        ("summary", "  ", "A slip.", "text_missing"),
        ("title", "x" * 201, "A slip.", "text_too_long"),
        ("licence", "all mine", "A slip.", "licence_unknown"),
    ],
)
def test_correction_that_cannot_be_taken(
    field: str, text: str, reason: str, code: str, secretary: Person, consultation: Consultation, refused: Refused
) -> None:
    with refused(code):
        corrections.correct(by=secretary, thing=consultation, field=field, text=text, reason=reason, now=timezone.now())


def test_words_that_may_be_blank_are_taken_away(secretary: Person, consultation: Consultation) -> None:
    now = timezone.now()
    corrections.correct(by=secretary, thing=consultation, field="contact", text="Room 5", reason="Moved.", now=now)
    consultation.refresh_from_db()
    corrections.correct(by=secretary, thing=consultation, field="contact", text=" ", reason="Closed.", now=now)

    consultation.refresh_from_db()
    assert consultation.contact == ""
    assert sorted(Correction.objects.values_list("before", "after")) == [("", "Room 5"), ("Room 5", "")]


def test_consultation_in_preparation_needs_no_notice(secretary: Person, host: Organization, refused: Refused) -> None:
    now = timezone.now()
    prepared = consultations.create(
        by=secretary, hosting_body=host, slug="soon", title="Soon", summary="What?", now=now
    )

    with refused("consultation_not_published"):
        corrections.correct(by=secretary, thing=prepared, field="summary", text="Who?", reason="A slip.", now=now)
