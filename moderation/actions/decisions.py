"""Decisions about public texts, an act each. How each is made stands in `deciding`, what it does in `effects`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.rules import records
from moderation.actions import deciding, effects, queue, things
from moderation.models import HELD_FOR, Decision, Inquiry, Item, Motion, Text, Thing, about
from moderation.permissions import can_decide
from moderation.rules import redaction
from rounds.rules import words
from web.refusals import Conflict, Invalid, Refusal, require

Verb = Decision.Verb


# --- one thing -------------------------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)
def publish(*, by: Person, thing: Text, token: str | None = None, now: datetime) -> Decision:
    """Show a text that waited for a moderator, or an author's newer words; its moment stays that of its receipt."""
    return deciding.one(by, thing, deciding.Said(Verb.PUBLISH, language=thing.language), token, now)


@transaction.atomic(savepoint=False)
def decline(
    *, by: Person, thing: Text, rule: int, reason: str, language: str, token: str | None = None, now: datetime
) -> Decision:
    """An author's newer words break a rule: the ones before stay shown."""
    return deciding.one(by, thing, deciding.Said(Verb.DECLINE, rule, reason, language), token, now)


@transaction.atomic(savepoint=False)
def keep(*, by: Person, thing: Thing, reason: str, language: str, token: str | None = None, now: datetime) -> Decision:
    """A flagged text breaks no rule: it stays as it is, and everybody who flagged it is answered."""
    return deciding.one(by, thing, deciding.Said(Verb.KEEP, None, reason, language), token, now)


@transaction.atomic(savepoint=False)
def hide(
    *,
    by: Person,
    thing: Thing,
    rule: int,
    reason: str,
    language: str,
    token: str | None = None,
    seconded_by: Person | None = None,
    now: datetime,
) -> Decision:
    """Hide a text under a numbered rule, with a reason that everybody reads. Replies stay.

    What was written in a body's name takes two people: `motions.ask` asks the second one.
    """
    return deciding.one(
        by, thing, deciding.Said(Verb.HIDE, rule, reason, language, seconded_by=seconded_by), token, now
    )


@transaction.atomic(savepoint=False)
def hold(
    *, by: Person, thing: Text, rule: int, reason: str, language: str, token: str | None = None, now: datetime
) -> Decision:
    """Hide, alone and for 72 hours, what it takes two people to hide: for danger, personal data, plain unlawfulness.

    A second person is asked at once. If nobody agrees in time, the text is shown again by itself.
    """
    decision = deciding.one(by, thing, deciding.Said(Verb.HOLD, rule, reason, language), token, now)
    # A colleague's motion to hide it goes on as this one; another question must be answered first.
    if Motion.objects.filter(**about(thing), state=Motion.State.WAITING).exclude(verb=Motion.Verb.HIDE).exists():
        raise Conflict(Refusal("asked_already", _("A second person is asked about this already.")))
    said = {"rule_number": rule, "reason": decision.reason, "language": language}
    motion, _is_new = Motion.objects.update_or_create(
        **about(thing),
        state=Motion.State.WAITING,
        defaults={
            "verb": Motion.Verb.HIDE,
            "consultation": decision.consultation,
            **said,
            "token": things.token(thing),
            "asked_by": by,
            "asked_office": decision.office,
            "asked_at": now,
            "hold": decision,
            "lapses_at": now + HELD_FOR,
        },
    )
    queue.seconded(motion=motion, now=now)
    return decision


@transaction.atomic(savepoint=False)
def restore(
    *, by: Person, thing: Thing, reason: str, language: str, token: str | None = None, now: datetime
) -> Decision:
    """Show a hidden text again, in the words its author filed last."""
    return deciding.one(by, thing, deciding.Said(Verb.RESTORE, None, reason, language), token, now)


@transaction.atomic(savepoint=False)
def lapse(*, thing: Thing, now: datetime) -> Decision:
    """A step of a sweep: nobody agreed in time that a held text is hidden, so it is shown again. Nobody decided."""
    held = Decision.objects.filter(**about(thing), verb=Verb.HOLD).order_by("-step")[0]
    return deciding.one(None, thing, deciding.Said(Verb.LAPSE, language=held.language), None, now)


@transaction.atomic(savepoint=False)
def ask(*, by: Person, thing: Text, question: str, language: str, token: str | None = None, now: datetime) -> Decision:
    """Ask an author about their text before anything is decided. The question is between them and the moderators."""
    question = words.checked(question, limit=deciding.REASON_LIMIT, field="reason")
    if thing.author_id is None:
        raise Conflict(Refusal("no_author", _("Nobody here wrote this text, so nobody can be asked.")))
    read = things.token(thing)
    decision = deciding.one(by, thing, deciding.Said(Verb.ASK, language=language), token, now)
    # A question changes nothing about the text: a second person who is asked about it can still agree.
    Motion.objects.filter(**about(thing), state=Motion.State.WAITING, token=read).update(token=things.token(thing))
    Inquiry.objects.create(decision=decision, text=question)
    Item.objects.open().filter(**about(thing)).update(asked_at=now, replied_at=None)
    return decision


@transaction.atomic(savepoint=False)
def redact(
    *,
    by: Person,
    thing: Text,
    passages: Sequence[str],
    rule: int,
    reason: str,
    language: str,
    token: str | None = None,
    now: datetime,
) -> Decision:
    """Take personal data out of a text: a marker stands in the place of each passage, wherever it occurs.

    `passages`: as they stand in the text. What becomes of the words before says the rule: sealed, or destroyed.
    """
    require(can_decide(by, thing))
    taken = [passage for passage in (passage.strip() for passage in passages) if passage]
    if not taken:
        raise Invalid(Refusal("passages_missing", _("Say which words are taken out."), field="passages"))
    things.lock([thing])
    last = things.last_words([thing]).get(thing.pk)
    if last is None:
        raise Conflict(Refusal("no_words", _("This text has no words any more.")))
    redacted = redaction.redact(effects.words_of(last), taken)
    if redacted is None:
        raise Invalid(
            Refusal(
                "passage_not_found",
                _("These words do not stand in the text as you wrote them. Copy them from it."),
                field="passages",
            )
        )
    salt = records.new_salt()
    said = deciding.Said(
        Verb.REDACT, rule, reason, language, commit=records.commit(salt, effects.committed(thing, redacted))
    )
    decision = deciding.one(by, thing, said, token, now)
    effects.put_in_place(thing, redacted, taken, salt, decision, deciding.rule_of(thing.consultation, rule).originals)
    return decision


@transaction.atomic(savepoint=False)
def erase(
    *, by: Person, thing: Text, reason: str, language: str, seconded_by: Person, token: str | None = None, now: datetime
) -> Decision:
    """Destroy the words of a text, for good. Its number and the replies stay. It takes two people."""
    return deciding.one(
        by, thing, deciding.Said(Verb.ERASE, None, reason, language, seconded_by=seconded_by), token, now
    )


@transaction.atomic(savepoint=False)
def undo(*, by: Person, decision: Decision, now: datetime) -> Decision:
    """Take a decision back within the hour: the thing is as it was before. A decision of its own."""
    return deciding.one(by, decision.thing, _taking_back([decision]), None, now)


# --- many things -----------------------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)
def decide_all(*, by: Person, texts: Sequence[Thing], said: deciding.Said, now: datetime) -> list[deciding.Result]:
    """The same about many texts: each with its result, in their order. Whether all or nothing, the caller says."""
    return deciding.carry_out(by, texts, said, now)


@transaction.atomic(savepoint=False)
def undo_all(
    *, by: Person, decisions: Sequence[Decision], asked_at: datetime | None = None, now: datetime
) -> list[deciding.Result]:
    """Take many decisions back; each with its result, in their order. The hour ends by when it was asked for."""
    found = things.of(decisions)
    wanted = [found[decision.thing_id] for decision in decisions]
    return deciding.carry_out(by, wanted, replace(_taking_back(decisions), asked_at=asked_at), now)


def _taking_back(decisions: Sequence[Decision]) -> deciding.Said:
    language = decisions[0].language if decisions else "en"
    return deciding.Said(Verb.UNDO, language=language, undone={decision.thing_id: decision for decision in decisions})
