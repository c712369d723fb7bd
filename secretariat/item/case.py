"""A thing before a moderator: everything its page says, read once with a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Person
from contributions.models import Contribution
from moderation.actions import things as states
from moderation.actions.things import State
from moderation.models import Decision, Flag, Item, Motion, Template, Thing, about, consultation_of
from moderation.permissions import can_second
from proposals.models import Comment
from rounds.models import Consultation, Rule
from rounds.rules import days
from secretariat import things
from secretariat.item import alike, around, choices, words

FLAGS, DECISIONS, MOTIONS = 50, 30, 5


@dataclass(frozen=True)
class Case:
    """A thing, the item that waits for it or waited, and what of its state every part of the page asks for."""

    person: Person
    kind: str
    thing: Thing
    item: Item | None
    state: State
    motion: Motion | None
    now: datetime

    @property
    def consultation(self) -> Consultation | None:
        return consultation_of(self.thing)

    @property
    def is_open(self) -> bool:
        return self.item is not None and self.item.closed_at is None

    @property
    def claimed_by_another(self) -> bool:
        item = self.item
        return item is not None and item.is_claimed(self.now) and item.claimed_by_id != self.person.pk


def case(person: Person, kind: str, thing: Thing, item: Item | None, now: datetime) -> Case:
    motions = Motion.objects.filter(**about(thing), state=Motion.State.WAITING).select_related("asked_by", "hold")
    return Case(person, kind, thing, item, states.states([thing])[thing.pk], motions.first(), now)


def context(found: Case) -> dict[str, Any]:
    """What the page shows of the thing; its forms are put beside it."""
    thing, person, now = found.thing, found.person, found.now
    written = words.read(thing, person)
    flags = Flag.objects.filter(**about(thing)).select_related("by", "decision__entry")
    told = list(flags.order_by("-answered_at", "-at", "id")[:FLAGS])
    decisions = Decision.objects.filter(**about(thing)).select_related(
        "entry", "by", "seconded_by", "inquiry", "undone_by"
    )
    decided = list(decisions.order_by("-step")[:DECISIONS])
    last = decided[0] if decided else None
    motions = Motion.objects.filter(**about(thing)).exclude(state=Motion.State.WAITING)
    alike_names = around.names_alike(thing, person)
    return {
        "now": now,
        "case": found,
        "kind": found.kind,
        "thing": thing,
        "item": found.item,
        "consultation": found.consultation,
        "kind_name": things.kind_name(thing),
        "public_address": things.as_readers_see_it(found.kind, thing),
        "words": written,
        "around": around.around(thing, person),
        "author": around.author(thing, person),
        "names_alike": alike_names,
        "other_letters": around.other_letters(written.title) if alike_names else "",
        "alike": alike.alike(thing, written.last, person),
        "flags": told,
        "decisions": decided,
        "last": last,
        "undo_until": choices.undoable_until(decided, {thing.pk: found.state}, now).get(last.pk) if last else None,
        "motion": found.motion,
        "motion_rule": _rule_of(found, found.motion),
        "cannot_second": can_second(person, found.motion) if found.motion else None,
        "motions": list(motions.select_related("asked_by", "answered_by").order_by("-asked_at")[:MOTIONS]),
        "is_text": isinstance(thing, Comment | Contribution),
        "mine_until": _mine_until(found),
        **due(found.item, now),
    }


def _rule_of(found: Case, motion: Motion | None) -> Rule | None:
    if motion is None or motion.rule_number is None:
        return None
    return next((rule for rule in rules(found) if rule.number == motion.rule_number), None)


def _mine_until(found: Case) -> datetime | None:
    item = found.item
    if item is None or not item.is_claimed(found.now) or item.claimed_by_id != found.person.pk:
        return None
    return item.claimed_until


def due(item: Item | None, now: datetime) -> dict[str, Any]:
    """How long an item may still wait, or for how long it should have been decided."""
    if item is None or item.closed_at is not None:
        return {}
    span = days.span_words(abs(item.due_at - now))
    return {"is_late": item.due_at <= now, "due_in": span}


def possible(found: Case) -> list[choices.Choice]:
    flagged = Flag.objects.open().filter(**about(found.thing)).exists()
    waiting = found.is_open or flagged
    return list(choices.possible(found.thing, found.state, found.motion, is_waiting=waiting, now=found.now))


def rules(found: Case) -> list[Rule]:
    return Rule.objects.of(found.consultation)


def templates(found: Case) -> list[Template]:
    """Wordings to start from: in the author's language, then the consultation's, then English."""
    language = getattr(found.thing, "language", "en")
    return Template.objects.templates_for(found.person, found.consultation, language)
