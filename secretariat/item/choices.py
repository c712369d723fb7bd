"""What can be decided about a thing in the state it is in, and until when the last decision can be taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.actions import whether
from moderation.actions.said import Said
from moderation.actions.things import State
from moderation.models import Decision, Motion, Thing, kind_of
from rounds.models import Filing, Status

Verb = Decision.Verb
# Acts of this page that are no decision yet: another person is asked.
ASK_TO_HIDE, ASK_TO_ERASE = "ask_to_hide", "ask_to_erase"


@dataclass(frozen=True)
class Choice:
    act: str
    label: str | Promise
    hint: str | Promise


CHOICES = {
    one.act: one
    for one in (
        Choice("publish", _("Publish it"), _("Readers see it from now on; its moment stays that of its receipt.")),
        Choice("decline", _("Keep the earlier words"), _("The newer words are never shown, the earlier ones stay.")),
        Choice("keep", _("Leave it as it is"), _("It breaks no rule. Whoever told the moderators is answered.")),
        Choice(
            "ask",
            _("Ask the author"),
            _("A question between the moderators and its author. The answer comes to the queue."),
        ),
        Choice("redact", _("Take personal data out"), _("“[…]” stands in its place. You see the result first.")),
        Choice("hide", _("Hide it"), _("Readers see the rule and the reason in its place. Replies stay.")),
        Choice(
            ASK_TO_HIDE,
            _("Ask a second person to hide it"),
            _("It was written in the name of an organization, so it takes two. It stays as it is until they agree."),
        ),
        Choice(
            "hold",
            _("Hold it now"),
            _(
                "For danger to a person, personal data or plain unlawfulness. A second person is asked; without one it "
                "is shown again after 72 hours."
            ),
        ),
        Choice("restore", _("Show it again"), _("Readers see its words again. Both decisions stay on the record.")),
        Choice(
            ASK_TO_ERASE,
            _("Ask a second person to erase it"),
            _("Its words are destroyed for good, so it takes two. Its number and the replies stay."),
        ),
    )
}
# Of names, titles and texts put up, another thing is said: nobody filed them, and nobody replies to them.
_NAMES = {
    "person": Choice("hide", _("Hide the name"), _("“Name hidden” stands in its place until they give another one.")),
    "organization": Choice("hide", _("Hide the name"), _("“Name hidden” stands in its place, wherever it stood.")),
}
_HIDE_WORDS = Choice("hide", _("Hide it"), _("Readers see in its place that it is hidden, and under which rule."))
_SHOW_WORDS = Choice("restore", _("Show it again"), _("Readers see it again. Both decisions stay on the record."))
_LEAVE_HIDDEN = Choice("keep", _("Leave it hidden"), _("Nothing changes. Whoever told the moderators is answered."))
# What an act of this page asks for.
NEEDS_A_RULE = ("decline", "redact", "hide", ASK_TO_HIDE, "hold")
NEEDS_NO_REASON = ("publish",)
# The decision for which the second person is asked.
_ASKED_FOR = {ASK_TO_HIDE: Verb.HIDE, ASK_TO_ERASE: Verb.ERASE}


def possible(thing: Thing, state: State, motion: Motion | None, *, is_waiting: bool, now: datetime) -> Sequence[Choice]:
    """In the order of the page. `is_waiting`: whether somebody asked for a decision, so that leaving it is one."""
    # Where a second person was asked, leaving it as it is means not to agree.
    keeps = is_waiting and motion is None
    return [
        _in_words_for(thing, choice)
        for choice in CHOICES.values()
        if _can_be(choice.act, thing, state, motion, now) and (choice.act != "keep" or keeps)
    ]


def _in_words_for(thing: Thing, choice: Choice) -> Choice:
    if isinstance(thing, Filing):
        return _LEAVE_HIDDEN if choice.act == "keep" and thing.status == Status.HIDDEN else choice
    if choice.act == "hide":
        return _NAMES.get(kind_of(thing), _HIDE_WORDS)
    return _SHOW_WORDS if choice.act == "restore" else choice


def _can_be(act: str, thing: Thing, state: State, motion: Motion | None, now: datetime) -> bool:
    if act in _ASKED_FOR:
        verb = _ASKED_FOR[act]
        if motion is not None or not isinstance(thing, Filing) or not whether.takes_two(verb, thing):
            return False
        return whether.fits(Said(verb), thing, None)
    if act == "ask" and getattr(thing, "author_id", None) is None:
        return False
    return whether.impossible(Said(Verb(act)), thing, state, motion, (), now) is None


def undoable_until(decisions: Iterable[Decision], states: Mapping[UUID, State], now: datetime) -> dict[UUID, datetime]:
    """Of the last decisions about things those that can be taken back, and until when; the same few queries for all."""
    last = {one.thing_id: one for one in decisions if one.step == states[one.thing_id].step}
    answered = whether.answered(last)
    said = Said(Verb.UNDO, undone=last)
    return {
        decision.pk: decision.at + whether.UNDONE_WITHIN
        for key, decision in last.items()
        if whether.impossible(said, decision.thing, states[key], None, answered, now) is None
    }
