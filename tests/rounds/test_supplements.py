"""After an outage in its last hours a round gets its time back in a round of its own; the closed one stays closed."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Person
from proposals.actions import proposals
from proposals.models import Proposal
from rounds.actions import rounds
from rounds.models import Consultation, Question, Round
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def over(secretary: Person, consultation: Consultation) -> Round:
    return factories.close(
        factories.make_round(secretary, consultation, purpose="call_for_inputs", title="A call", summary="Three things")
    )


def supplement(by: Person, round: Round, **changed: Any) -> Round:
    now = timezone.now()
    said: dict[str, Any] = {
        "closes_at": now + timedelta(hours=8),
        "outage_from": round.closes_at - timedelta(hours=2),
        "outage_until": round.closes_at - timedelta(hours=1),
        "reason": "The site could not be reached.",
        "now": now,
        **changed,
    }
    return rounds.supplement(by=by, round=round, **said)


def test_supplementary_round_asks_what_the_closed_one_asked(secretary: Person, over: Round, member: Person) -> None:
    Question.objects.create(round=over, number=1, text="Who?")
    draft = proposals.record_past(
        by=secretary,
        round=over,
        type=Proposal.Type.DRAFT,
        title="Draft",
        language="en",
        text="One thing.",
        at=over.opens_at,
    )
    closes_at = over.closes_at

    made = supplement(secretary, over)

    over.refresh_from_db()
    assert (made.number, made.purpose, made.title, made.summary) == (2, "call_for_inputs", "A call", "Three things")
    assert (made.supplements, made.asked_by, made.reason) == (over, over.pk, "The site could not be reached.")
    assert (over.closes_at, over.status(timezone.now())) == (closes_at, Round.Status.CLOSED)
    said = factories.make_comment(member, made, draft, text="In the time given back.")
    sent = factories.make_contribution(member, made, text="", answers={"1": "All of us."})
    assert (said.round, said.revision.round, sent.round, sent.answers) == (made, over, made, {"1": "All of us."})


def test_record_says_what_is_supplemented_and_when_the_outage_was(secretary: Person, over: Round) -> None:
    made = supplement(secretary, over)

    record = json.loads(made.entry.record)
    assert (made.entry.kind, made.entry.thing, made.entry.round) == ("round.supplemented", made.pk, made.pk)
    assert (record["supplements"], record["number"]) == (str(over.pk), 2)
    assert datetime.fromisoformat(record["outage_until"]) - datetime.fromisoformat(record["outage_from"]) == timedelta(
        hours=1
    )
    assert "could not be reached" not in made.entry.record


def test_more_time_for_a_supplementary_round_is_about_the_first_one(secretary: Person, over: Round) -> None:
    second = factories.close(supplement(secretary, over))

    third = supplement(secretary, second)

    assert (third.number, third.supplements, third.asked_by) == (3, over, over.pk)
    found = Round.objects.asking_as(over.pk)
    assert [round.number for round in found] == [1, 2, 3]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"closes_at": timezone.now() - timedelta(minutes=1)}, "closes_before_opening"),
        ({"opens_at": timezone.now() - timedelta(days=1)}, "opens_in_the_past"),
        ({"outage_until": timezone.now() + timedelta(days=1)}, "outage_not_over"),
        ({"outage_until": timezone.now() - timedelta(days=9)}, "outage_backwards"),
    ],
)
def test_supplement_that_cannot_be_taken(
    changed: dict[str, Any], code: str, secretary: Person, over: Round, refused: Refused
) -> None:
    with refused(code):
        supplement(secretary, over, **changed)

    assert Round.objects.count() == 1


def test_short_outage_and_an_early_one_are_not_mended(secretary: Person, over: Round, refused: Refused) -> None:
    begin = over.closes_at - timedelta(hours=1)
    with refused("outage_too_short"):
        supplement(secretary, over, outage_from=begin, outage_until=begin + timedelta(minutes=15))
    with refused("outage_too_short"):
        supplement(
            secretary,
            over,
            outage_from=over.closes_at - timedelta(hours=9),
            outage_until=over.closes_at - timedelta(hours=7),
        )


def test_round_that_is_not_over_is_extended_instead(secretary: Person, round: Round, refused: Refused) -> None:
    with refused("round_not_closed"):
        supplement(secretary, round, outage_until=timezone.now(), outage_from=timezone.now() - timedelta(hours=1))


def test_text_is_not_put_up_in_a_supplementary_round(secretary: Person, over: Round, refused: Refused) -> None:
    made = supplement(secretary, over)

    with refused("supplementary_round"):
        factories.make_proposal(secretary, made)
