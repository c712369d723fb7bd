"""What a call asks, and until when that may change."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from accounts.models import Organization, Person
from ledger.models import Entry
from rounds.actions import consultations, questions
from rounds.models import Consultation, Question, Round
from tests import factories

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def planned(secretary: Person, consultation: Consultation) -> Round:
    """A call of a published consultation that opens tomorrow."""
    return factories.make_round(
        secretary, consultation, purpose="call_for_inputs", opens_in=timedelta(days=1), closes_in=timedelta(days=9)
    )


@pytest.fixture
def asked(secretary: Person, planned: Round) -> list[Question]:
    return [questions.add(by=secretary, round=planned, text=text) for text in ("One?", "Two?", "Three?", "Four?")]


def order(round: Round) -> list[tuple[int, str]]:
    return list(Question.objects.filter(round=round).order_by("number").values_list("number", "text"))


def told(round: Round) -> list[Entry]:
    return list(Entry.objects.filter(kind="round.questions_changed", round=round.pk).order_by("at"))


def test_question_is_asked_behind_the_others_with_help_and_word_limit(
    secretary: Person, planned: Round, asked: list[Question]
) -> None:
    last = questions.add(by=secretary, round=planned, text=" Five? ", help="In short.\r\n", word_limit=300)

    last.refresh_from_db()
    assert (last.number, last.text, last.help, last.word_limit) == (5, "Five?", "In short.", 300)


def test_question_is_changed(secretary: Person, planned: Round, asked: list[Question]) -> None:
    questions.change(by=secretary, question=asked[1], text="Which two?", help="Name both.", word_limit=50)

    asked[1].refresh_from_db()
    assert (asked[1].number, asked[1].text, asked[1].help, asked[1].word_limit) == (2, "Which two?", "Name both.", 50)


def test_question_that_is_removed_gives_its_number_to_the_next(
    secretary: Person, planned: Round, asked: list[Question]
) -> None:
    questions.remove(by=secretary, question=asked[1])

    assert order(planned) == [(1, "One?"), (2, "Three?"), (3, "Four?")]


@pytest.mark.parametrize(
    ("which", "to", "expected"),
    [
        (2, 1, ["Three?", "One?", "Two?", "Four?"]),
        (0, 2, ["Two?", "One?", "Three?", "Four?"]),
        (0, 4, ["Two?", "Three?", "Four?", "One?"]),
        (3, 1, ["Four?", "One?", "Two?", "Three?"]),
        (3, 99, ["One?", "Two?", "Three?", "Four?"]),
        (0, 0, ["One?", "Two?", "Three?", "Four?"]),
    ],
)
def test_question_moves_and_keeps_its_id(
    secretary: Person, planned: Round, asked: list[Question], which: int, to: int, expected: list[str]
) -> None:
    moved = asked[which]
    key, words = moved.pk, moved.text

    questions.move(by=secretary, question=Question.objects.get(pk=key), to=to)

    assert order(planned) == list(enumerate(expected, start=1))
    assert Question.objects.get(pk=key).text == words


def test_twenty_questions_are_asked_moved_and_not_one_more(secretary: Person, planned: Round, refused: Refuses) -> None:
    made = [questions.add(by=secretary, round=planned, text=f"No. {number}?") for number in range(1, 21)]

    questions.move(by=secretary, question=made[19], to=1)
    with refused("too_many_questions"):
        questions.add(by=secretary, round=planned, text="And?")

    assert order(planned) == [(1, "No. 20?"), *((number + 1, f"No. {number}?") for number in range(1, 20))]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"text": "  "}, "text_missing"),
        ({"text": "x" * 1_001}, "text_too_long"),
        ({"text": "Why?", "help": "x" * 2_001}, "text_too_long"),
        ({"text": "Why?", "word_limit": 0}, "word_limit_invalid"),
        ({"text": "Why?", "word_limit": 50_001}, "word_limit_invalid"),
    ],
)
def test_question_that_cannot_be_asked(
    secretary: Person, planned: Round, refused: Refuses, words: dict[str, object], code: str
) -> None:
    with refused(code):
        questions.add(by=secretary, round=planned, **words)

    assert order(planned) == []


def test_questions_of_a_round_that_has_opened_stay(secretary: Person, call: Round, refused: Refuses) -> None:
    question = factories.make_question(call, "Why?")

    with refused("questions_fixed"):
        questions.add(by=secretary, round=call, text="What else?")
    with refused("questions_fixed"):
        questions.change(by=secretary, question=question, text="What?")
    with refused("questions_fixed"):
        questions.move(by=secretary, question=question, to=2)
    with refused("questions_fixed"):
        questions.remove(by=secretary, question=question)

    assert order(call) == [(1, "Why?")]


def test_questions_of_a_consultation_in_preparation_change_whatever_its_days_say(
    secretary: Person, host: Organization, consultation: Consultation
) -> None:
    prepared = factories.make_consultation(secretary, host)
    Consultation.objects.filter(pk=prepared.pk).update(published_at=None)
    call = factories.make_round(secretary, prepared, purpose="call_for_inputs")

    questions.add(by=secretary, round=call, text="Why?")

    assert order(call) == [(1, "Why?")]
    # Nobody but its offices reads it yet, so nothing is said of it.
    assert told(call) == []


def test_round_that_is_no_call_asks_nothing(secretary: Person, round: Round, refused: Refuses) -> None:
    with refused("round_asks_nothing"):
        questions.add(by=secretary, round=round, text="Why?")


def test_supplementary_round_asks_what_the_first_asked(
    secretary: Person, planned: Round, call: Round, refused: Refuses
) -> None:
    Round.objects.filter(pk=planned.pk).update(supplements=call, reason="An outage.")
    planned.refresh_from_db()

    with refused("round_asks_nothing"):
        questions.add(by=secretary, round=planned, text="Why?")


def test_question_that_a_colleague_deleted_meanwhile(
    secretary: Person, planned: Round, asked: list[Question], refused: Refuses
) -> None:
    gone = Question.objects.get(pk=asked[0].pk)
    questions.remove(by=secretary, question=asked[0])

    with refused("question_gone"):
        questions.change(by=secretary, question=gone, text="What?")


def test_change_that_everybody_could_read_is_an_entry(secretary: Person, planned: Round, asked: list[Question]) -> None:
    before = len(told(planned))

    questions.change(by=secretary, question=asked[0], text="One?")
    questions.change(by=secretary, question=asked[0], text="Which one?")

    entries = told(planned)
    assert (before, len(entries)) == (4, 5)
    assert '"count":4' in entries[-1].record
    assert "Which" not in entries[-1].record


def test_publishing_makes_the_first_questions_public_without_a_second_entry(
    secretary: Person, host: Organization
) -> None:
    prepared = factories.make_consultation(secretary, host)
    Consultation.objects.filter(pk=prepared.pk).update(published_at=None)
    prepared.refresh_from_db()
    call = factories.make_round(
        secretary, prepared, purpose="call_for_inputs", opens_in=timedelta(days=1), closes_in=timedelta(days=9)
    )
    questions.add(by=secretary, round=call, text="Why?")

    consultations.publish(by=secretary, consultation=prepared, now=prepared.made_at)

    assert told(call) == []
