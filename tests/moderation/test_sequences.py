"""Any row of acts about a text, in any order: readers see only what was shown, and nothing stays stuck."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import Organization, Person
from moderation.actions import decisions, motions, queue
from moderation.models import Decision, Item, Motion
from proposals.actions import comments
from proposals.models import Comment, Proposal
from proposals.permissions import readable_versions
from rounds.models import Capacity, Consultation, Round
from tests import factories
from web.refusals import NotDone

pytestmark = pytest.mark.django_db

ACTS = (
    "correct",
    "withdraw",
    "publish",
    "decline",
    "keep",
    "hide",
    "hold",
    "restore",
    "ask",
    "redact",
    "ask to hide",
    "agree",
    "refuse",
    "take back",
    "undo",
    "lapse",
)


class Text:
    """A text in a body’s name where texts are read first, and which of its versions somebody let everybody read."""

    def __init__(self, comment: Comment, people: tuple[Person, Person]) -> None:
        self.comment, (self.one, self.other) = comment, people
        self.now = timezone.now()
        self.let: set[int] = set()
        self.words = 0
        self.is_withdrawn = False

    def do(self, act: str) -> None:
        self.now += timedelta(minutes=1)
        with suppress(NotDone), transaction.atomic():
            self._do(act)
        self.comment.refresh_from_db()
        queue.bring_up_to_date(now=self.now)

    def _do(self, act: str) -> None:
        said: dict[str, Any] = {"thing": self.comment, "reason": "R", "language": "en", "now": self.now}
        motion = Motion.objects.filter(state="waiting").first()
        match act:
            case "correct":
                assert self.comment.author is not None
                self.words += 1
                comments.correct(by=self.comment.author, comment=self.comment, text=f"Call Ana. {self.words}")
            case "withdraw":
                assert self.comment.author is not None
                comments.withdraw(by=self.comment.author, comment=self.comment)
                self.is_withdrawn = True
            case "publish":
                decisions.publish(by=self.one, thing=self.comment, now=self.now)
            case "keep" | "restore":
                getattr(decisions, act)(by=self.one, **said)
            case "decline" | "hold":
                getattr(decisions, act)(by=self.one, rule=1, **said)
            case "hide":
                decisions.hide(by=self.one, seconded_by=self.other, rule=1, **said)
            case "ask":
                del said["reason"]
                decisions.ask(by=self.one, question="Whose?", **said)
            case "redact":
                decisions.redact(by=self.one, passages=["Ana"], rule=2, **said)
            case "ask to hide":
                motions.ask_to_hide(by=self.one, rule=1, **said)
            case "agree" if motion is not None:
                motions.agree(by=self.other, motion=motion, now=self.now)
            case "refuse" if motion is not None:
                motions.refuse(by=self.other, motion=motion, answer="No.", now=self.now)
            case "take back" if motion is not None:
                motions.take_back(by=self.one, motion=motion, now=self.now)
            case "undo":
                last = Decision.objects.exclude(verb="undo").order_by("step").last()
                if last is not None:
                    decisions.undo(by=self.one, decision=last, now=self.now)
            case "lapse":
                self.now += timedelta(hours=72)
                motions.lapse(now=self.now)

    def check(self) -> None:
        present = Comment.objects.get(pk=self.comment.pk)
        filed = list(present.versions.order_by("number"))
        open_to = [version for version in filed if not version.is_sealed]
        last = Decision.objects.order_by("step").last()
        if last is not None and last.verb == "redact":
            # A moderator read what is left, and left it.
            self.let.add(open_to[-1].number)
        if last is not None and last.verb in ("publish", "restore") and present.status == "published":
            self.let.add(open_to[-1].number if present.waiting_version is None else 0)
        assert (present.text is None) == (present.status != "published")
        assert {version.number for version in readable_versions(None, present)} <= self.let
        assert (present.status == "withdrawn") == self.is_withdrawn
        if present.status == "published":
            shown = [v for v in open_to if present.waiting_version is None or v.number < present.waiting_version]
            assert present.text == shown[-1].text
        waits = present.status == "received" or present.waiting_version is not None
        motion = Motion.objects.filter(state="waiting").exists()
        asked = Item.objects.open().filter(comment=present).exists()
        assert asked or not (waits or motion)
        if present.status == "hidden" and not Motion.objects.filter(state="waiting", hold__isnull=False).exists():
            # Somebody let it be hidden for good: two people did.
            undone = Decision.objects.filter(verb="undo").values("undoes")
            hid = Decision.objects.filter(verb__in=["hide", "hold", "lapse", "restore"]).exclude(pk__in=undone)
            latest = hid.order_by("step").last()
            assert latest is not None
            assert (latest.verb, latest.seconded_by) == ("hide", self.other)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ACTS), max_size=14))
@example(["hold", "take back", "undo"])
@example(["hold", "agree", "undo"])
@example(["hold", "refuse", "undo"])
@example(["keep", "correct", "undo"])
@example(["keep", "withdraw", "undo"])
@example(["correct", "hold", "lapse"])
@example(["correct", "hold", "redact", "lapse"])
def test_readers_see_only_what_was_let_and_nothing_is_stuck(
    secretary: Person,
    moderator: Person,
    member: Person,
    organization: Organization,
    round: Round,
    draft: Proposal,
    acts: list[str],
) -> None:
    Consultation.objects.update(moderation="before")
    round.consultation.refresh_from_db()
    with transaction.atomic():
        comment = factories.make_comment(
            member, round, draft, text="Call Ana.", capacity=Capacity.ORGANIZATION, organization=organization
        )
        text = Text(comment, (moderator, secretary))
        for act in ["publish", *acts]:
            text.do(act)
            text.check()
        transaction.set_rollback(True)
