"""Every decision by every role in every state of a text: who is refused, and why, and where it leads.

The tables say what the design says; each cell is tried. A verb that is in no table fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Organization, Person
from moderation.actions import decisions, flags
from moderation.models import Decision, Flag, Item
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from tests import factories
from web.refusals import NotDone

pytestmark = pytest.mark.django_db

Verb = Decision.Verb
# How a text stands, and the status and words that a reader finds.
STATES = ("published", "changed", "received", "for a body", "hidden", "held", "withdrawn", "erased")
# Where each decision leads from each state that it fits: the status it has then.
LEADS: dict[str, dict[str, str]] = {
    "publish": {"changed": "published", "received": "published"},
    "decline": {"changed": "published"},
    "keep": {"published": "published", "hidden": "hidden"},
    "ask": {
        "published": "published",
        "changed": "published",
        "received": "received",
        "for a body": "received",
        "hidden": "hidden",
        "held": "hidden",
    },
    "hide": {"published": "hidden", "changed": "hidden", "received": "hidden", "held": "hidden"},
    "hold": {"published": "hidden", "changed": "hidden"},
    "restore": {"hidden": "published", "held": "published"},
    "redact": {
        "published": "published",
        "received": "received",
        "for a body": "received",
        "hidden": "hidden",
        "held": "hidden",
    },
    "erase": {state: "erased" for state in STATES if state != "erased"},
}
# Decided by time, or about accounts, or about a decision: tests of their own.
ELSEWHERE = {"lapse", "undo", "limit", "suspend", "lift"}
# Who decides, and why the others do not.
ROLES = {
    "moderator": None,
    "secretary": None,
    "author": "own_text",
    "colleague": "recused",
    "flagger": "flagged_by_you",
    "moderator elsewhere": "office_required",
    "penholder": "office_required",
    "member": "office_required",
    "outsider": "office_required",
}


@dataclass
class Stage:
    people: dict[str, Person]
    comment: Comment
    second: Person

    def put(self, state: str) -> Comment:
        """The comment as it would be in this state."""
        secretary = self.people["secretary"]
        match state:
            case "changed":
                Consultation.objects.update(moderation="before")
                self.comment.consultation.refresh_from_db()
                assert self.comment.author is not None
                comments.correct(by=self.comment.author, comment=self.comment, text="Call Ana on 0123, at night.")
            case "received" | "for a body":
                waits = "moderator" if state == "received" else "organization"
                Comment.objects.filter(pk=self.comment.pk).update(
                    status="received", waiting_for=waits, text=None, words_digest=None
                )
            case "hidden":
                said = {"rule": 3, "reason": "It attacks.", "language": "en", "seconded_by": self.second}
                decisions.hide(by=secretary, thing=self.comment, now=timezone.now(), **said)  # type: ignore[arg-type]
            case "held":
                self._in_the_name_of_a_body()
                said = {"rule": 1, "reason": "It threatens.", "language": "en"}
                decisions.hold(by=secretary, thing=self.comment, now=timezone.now(), **said)  # type: ignore[arg-type]
            case "withdrawn":
                assert self.comment.author is not None
                comments.withdraw(by=self.comment.author, comment=self.comment)
            case "erased":
                decisions.erase(
                    by=secretary,
                    seconded_by=self.second,
                    thing=self.comment,
                    reason="The law.",
                    language="en",
                    now=timezone.now(),
                )
        self.comment.refresh_from_db()
        return self.comment

    def _in_the_name_of_a_body(self) -> None:
        Comment.objects.filter(pk=self.comment.pk).update(
            capacity="organization", organization=self.comment.consultation.hosting_body
        )
        self.comment.refresh_from_db()


@pytest.fixture
def stage(
    secretary: Person,
    other_secretary: Person,
    moderator: Person,
    member: Person,
    outsider: Person,
    host: Organization,
    consultation: Consultation,
    round: Round,
    draft: Proposal,
) -> Stage:
    def staff(role: str, place: Consultation = consultation) -> Person:
        person = factories.make_person()
        factories.make_office(person, role, consultation=place)
        return person

    author, colleague = staff("moderator"), staff("moderator")
    body = factories.make_organization(secretary, "A body of its own")
    for person in (author, colleague):
        factories.make_focal_point(secretary, person, body, role="member")
    comment = factories.make_comment(author, round, draft, text="Call Ana on 0123.")
    flagger = staff("moderator")
    flags.raise_(by=flagger, thing=comment, rule=3, sentence="It attacks.", language="en", now=timezone.now())
    elsewhere = factories.make_consultation(secretary, host, slug="elsewhere", title="Elsewhere")
    people = {
        "moderator": moderator,
        "secretary": secretary,
        "author": author,
        "colleague": colleague,
        "flagger": flagger,
        "moderator elsewhere": staff("moderator", elsewhere),
        "penholder": staff("penholder"),
        "member": member,
        "outsider": outsider,
    }
    return Stage(people, comment, other_secretary)


def decide(stage: Stage, verb: str, by: Person, comment: Comment) -> Decision:
    now = timezone.now()
    reasoned: dict[str, Any] = {"rule": 3, "reason": "It attacks.", "language": "en"}
    match verb:
        case "publish":
            return decisions.publish(by=by, thing=comment, now=now)
        case "decline":
            return decisions.decline(by=by, thing=comment, now=now, **reasoned)
        case "keep" | "restore":
            act: Callable[..., Decision] = getattr(decisions, verb)
            return act(by=by, thing=comment, reason="It is in order.", language="en", now=now)
        case "ask":
            return decisions.ask(by=by, thing=comment, question="Who?", language="en", now=now)
        case "hide":
            return decisions.hide(by=by, thing=comment, seconded_by=stage.second, now=now, **reasoned)
        case "hold":
            stage._in_the_name_of_a_body()
            return decisions.hold(by=by, thing=stage.comment, now=now, **{**reasoned, "rule": 1})
        case "redact":
            return decisions.redact(by=by, thing=comment, passages=["0123"], now=now, **{**reasoned, "rule": 2})
        case _:
            return decisions.erase(
                by=by, seconded_by=stage.second, thing=comment, reason="The law.", language="en", now=now
            )


def outcome(act: Callable[[], object]) -> str:
    """The code of the refusal; empty where the act is done. What it did is rolled back."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except NotDone as refused:
        return refused.refusal.code
    return ""


def test_every_verb_is_in_a_table() -> None:
    assert {*LEADS, *ELSEWHERE} == set(Verb.values)


@pytest.mark.parametrize("verb", LEADS)
def test_decision_by_every_role(stage: Stage, verb: str) -> None:
    state = next(iter(LEADS[verb]))
    found = {}
    with transaction.atomic():
        comment = stage.put(state)
        for role, person in stage.people.items():
            found[role] = outcome(lambda person=person: decide(stage, verb, person, comment)) or None
            stage.comment.refresh_from_db()

    assert found == ROLES


@pytest.mark.parametrize("verb", LEADS)
def test_decision_in_every_state(stage: Stage, verb: str) -> None:
    moderator = stage.people["moderator"]
    found: dict[str, str] = {}
    for state in STATES:
        with transaction.atomic():
            comment = stage.put(state)
            before = (Flag.objects.open().count(), Item.objects.open().count())
            try:
                with transaction.atomic():
                    decide(stage, verb, moderator, comment)
                    present = Comment.objects.get(pk=comment.pk)
                    found[state] = present.status
                    assert (present.text is not None) == (present.status == "published")
                    after = (Flag.objects.open().count(), Item.objects.open().count())
                    # A question leaves it waiting as it did; what is held waits until it is shown or hidden.
                    held = verb == "hold" or (verb == "redact" and state == "held")
                    assert after == (before if verb == "ask" else (0, int(held)))
            except NotDone:
                pass
            transaction.set_rollback(True)
        stage.comment.refresh_from_db()

    assert found == LEADS[verb]
