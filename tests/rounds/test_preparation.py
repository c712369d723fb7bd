"""Before a consultation is published: the preview link, a trial of the form."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db.models import Model
from django.utils import timezone

from accounts.models import Organization, Person
from ledger.models import Entry
from rounds.actions import consultations, preparation
from rounds.models import Consultation, PreviewLink, Question, Round, Trial
from rounds.rules import previews
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def prepared(secretary: Person, host: Organization) -> Consultation:
    return consultations.create(
        by=secretary, hosting_body=host, slug="soon", title="Soon", summary="What?", now=timezone.now()
    )


@pytest.fixture
def coming(secretary: Person, prepared: Consultation) -> Round:
    return factories.make_round(secretary, prepared, purpose="call_for_inputs", opens_in=timedelta(days=3))


def test_of_a_preview_link_only_the_fingerprint_is_kept(secretary: Person, prepared: Consultation) -> None:
    now = timezone.now()
    secret = preparation.make_preview(by=secretary, consultation=prepared, days=7, now=now)

    link = PreviewLink.objects.get()
    assert bytes(link.digest) == previews.digest(secret)
    assert len(secret) == 32
    assert link.expires_at == now + timedelta(days=7)
    assert secret not in str([getattr(link, field.attname) for field in link._meta.concrete_fields])


def test_new_preview_link_ends_the_one_before(secretary: Person, prepared: Consultation) -> None:
    now = timezone.now()
    first = preparation.make_preview(by=secretary, consultation=prepared, days=30, now=now)
    second = preparation.make_preview(by=secretary, consultation=prepared, days=30, now=now)

    live = [bytes(link.digest) for link in PreviewLink.objects.open_at(now)]
    assert live == [previews.digest(second)]
    assert first != second


def test_preview_link_that_is_ended_is_over(secretary: Person, prepared: Consultation) -> None:
    now = timezone.now()
    preparation.make_preview(by=secretary, consultation=prepared, days=1, now=now)

    preparation.end_preview(by=secretary, consultation=prepared, now=now)

    assert list(PreviewLink.objects.open_at(now)) == []


@pytest.mark.parametrize("days", [0, 31])
def test_preview_link_lasts_one_to_thirty_days(
    days: int, secretary: Person, prepared: Consultation, refused: Refused
) -> None:
    with refused("preview_days"):
        preparation.make_preview(by=secretary, consultation=prepared, days=days, now=timezone.now())


def test_published_consultation_needs_no_preview(
    secretary: Person, consultation: Consultation, refused: Refused
) -> None:
    with refused("published_already"):
        preparation.make_preview(by=secretary, consultation=consultation, days=7, now=timezone.now())


def test_nothing_of_a_trial_is_kept_but_who_made_it(secretary: Person, coming: Round) -> None:
    entries = Entry.objects.count()

    trial = preparation.try_form(
        by=secretary, round=coming, text="Words of a trial", language="en", limit=100, now=timezone.now()
    )

    kept = {field.attname for field in trial._meta.concrete_fields}
    assert kept == {"id", "round_id", "person_id", "at"}
    assert (trial.round, trial.person) == (coming, secretary)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": "  "}, "text_missing"),
        ({"text": "x" * 11}, "text_too_long"),
        ({"language": "tlh"}, "language_unknown"),
        ({"answers": {"2": "To another question"}}, "question_unknown"),
        ({"answers": {"1": "y" * 11}, "text": ""}, "text_too_long"),
        ({"answers": {"1": "y" * 6}, "text": "x" * 6}, "text_too_long"),
    ],
)
def test_trial_is_checked_like_a_filing(
    changed: dict[str, object], code: str, secretary: Person, coming: Round, refused: Refused
) -> None:
    Question.objects.create(round=coming, number=1, text="Who?")
    said = {"text": "Short", "language": "en", "answers": {}, **changed}

    with refused(code):
        preparation.try_form(by=secretary, round=coming, limit=10, now=timezone.now(), **said)  # type: ignore[arg-type]

    assert Trial.objects.count() == 0


def test_answer_alone_is_a_trial(secretary: Person, coming: Round) -> None:
    Question.objects.create(round=coming, number=1, text="Who?")

    preparation.try_form(
        by=secretary, round=coming, text=" ", answers={"1": "All."}, language="en", limit=10, now=timezone.now()
    )

    assert Trial.objects.count() == 1


def test_open_round_takes_no_trial(secretary: Person, call: Round, refused: Refused) -> None:
    with refused("round_open_already"):
        preparation.try_form(by=secretary, round=call, text="A trial", language="en", limit=99, now=timezone.now())


def test_round_of_a_consultation_in_preparation_takes_a_trial_after_its_opening_too(
    secretary: Person, prepared: Consultation
) -> None:
    """Its clock has not begun: nobody else can send anything."""
    round: Round = factories.make_round(secretary, prepared)

    trial: Model = preparation.try_form(
        by=secretary, round=round, text="A trial", language="en", limit=99, now=timezone.now()
    )

    assert Trial.objects.get() == trial
