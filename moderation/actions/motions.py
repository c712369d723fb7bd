"""Acts that take two people: one asks, another agrees or does not."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Person
from moderation.actions import affiliations, deciding, decisions, queue, things
from moderation.models import Decision, Motion, Text, Thing, about, consultation_of
from moderation.permissions import can_decide, can_note_affiliations, can_second, office_of
from rounds.actions import rounds
from rounds.models import Round, Status
from rounds.permissions import can_arrange
from rounds.rules import words
from web.refusals import Conflict, Refusal, Refused, require

State = Motion.State


@transaction.atomic(savepoint=False)
def ask_to_hide(
    *, by: Person, thing: Thing, rule: int, reason: str, language: str, token: str | None = None, now: datetime
) -> Motion:
    """Ask a second moderator to agree that a text in a body's name is hidden. It stays shown until they do."""
    require(can_decide(by, thing))
    return _ask(by, thing, Motion.Verb.HIDE, rule, reason, language, token, now)


@transaction.atomic(savepoint=False)
def ask_to_erase(
    *, by: Person, thing: Text, reason: str, language: str, token: str | None = None, now: datetime
) -> Motion:
    """Ask a second person to agree that the words of a text are destroyed for good."""
    require(can_decide(by, thing))
    return _ask(by, thing, Motion.Verb.ERASE, None, reason, language, token, now)


@transaction.atomic(savepoint=False)
def ask_for_more_time(*, by: Person, round: Round, closes_at: datetime, reason: str, now: datetime) -> Motion:
    """Ask a second person to agree that a round closes later, within 48 hours of its close."""
    require(can_arrange(by, round.consultation))
    rounds.check_extension(round=round, closes_at=closes_at, now=now)
    return _move(
        by,
        Motion(
            verb=Motion.Verb.EXTEND,
            round=round,
            consultation=round.consultation,
            closes_at=closes_at,
            reason=words.checked(reason, limit=deciding.REASON_LIMIT, field="reason"),
            language=round.consultation.language,
        ),
        now,
    )


@transaction.atomic(savepoint=False)
def ask_to_revoke(*, by: Person, affiliation: Affiliation, reason: str, language: str, now: datetime) -> Motion:
    """Ask a second person to agree that somebody does not speak for a body any more."""
    require(can_note_affiliations(by))
    if affiliation.ended_at is not None:
        raise Conflict(Refusal("ended_already", _("This was ended already.")))
    reason = words.checked(reason, limit=deciding.REASON_LIMIT, field="reason")
    return _move(by, Motion(verb=Motion.Verb.REVOKE, affiliation=affiliation, reason=reason, language=language), now)


@transaction.atomic(savepoint=False)
def agree(*, by: Person, motion: Motion, now: datetime) -> Motion:
    """A second person agrees: what was asked is done, as both of them said."""
    require(can_second(by, motion))
    present = _lock(motion)
    _carry_out(by, present, now)
    return _answer(present, State.AGREED, by, now)


@transaction.atomic(savepoint=False)
def refuse(*, by: Person, motion: Motion, answer: str, now: datetime) -> Motion:
    """A second person does not agree, and says why to who asked. What was held meanwhile is shown again."""
    require(can_second(by, motion))
    answer = words.checked(answer, limit=deciding.REASON_LIMIT, field="answer")
    present = _lock(motion)
    present.answer = answer
    _answer(present, State.REFUSED, by, now)
    if present.hold is not None:
        decisions.restore(by=by, thing=present.thing, reason=answer, language=present.language, now=now)
    return present


@transaction.atomic(savepoint=False)
def take_back(*, by: Person, motion: Motion, now: datetime) -> Motion:
    """Who asked does not ask any more. What they held meanwhile is shown again."""
    if motion.asked_by_id != by.pk:
        raise Refused(Refusal("not_yours", _("Only who asked can take this back.")))
    present = _lock(motion)
    _answer(present, State.TAKEN_BACK, by, now)
    if present.hold is not None:
        decisions.restore(
            by=by, thing=present.thing, reason=str(_("Who held this text has taken that back.")), language="en", now=now
        )
    return present


def lapse(*, now: datetime) -> int:
    """A sweep: what was held for 72 hours without a second person is shown again. Returns how many texts."""
    due = Motion.objects.filter(state=State.WAITING, lapses_at__lte=now).values_list("pk", flat=True)
    return sum(_lapse(pk, now) for pk in due)


def end_overtaken(*, now: datetime) -> int:
    """A sweep: nobody agrees any more to more time for a round that has closed, or to end what has ended.

    Returns how many motions it ended.
    """
    closed = Q(round__closes_at__lte=now) | Q(round__sealed_at__isnull=False)
    ended = Q(affiliation__ended_at__isnull=False)
    over = Motion.objects.filter(closed | ended, state=State.WAITING).values_list("pk", flat=True)
    return sum(_end_overtaken(pk, now) for pk in over)


@transaction.atomic
def _end_overtaken(pk: UUID, now: datetime) -> bool:
    try:
        motion = _lock(Motion.objects.get(pk=pk))
    except Conflict:
        # Somebody answered while the sweep came by.
        return False
    _answer(motion, State.LAPSED, None, now)
    return True


@transaction.atomic
def _lapse(pk: UUID, now: datetime) -> bool:
    try:
        motion = _lock(Motion.objects.get(pk=pk))
    except Conflict:
        # Somebody answered while the sweep came by.
        return False
    _answer(motion, State.LAPSED, None, now)
    if motion.thing.status != Status.HIDDEN:
        # Nothing to show again; what waits after this one does not wait for it.
        return False
    decisions.lapse(thing=motion.thing, now=now)
    return True


def _ask(
    by: Person,
    thing: Thing,
    verb: Motion.Verb,
    rule: int | None,
    reason: str,
    language: str,
    token: str | None,
    now: datetime,
) -> Motion:
    said = deciding.Said(
        Decision.Verb.HIDE if verb == Motion.Verb.HIDE else Decision.Verb.ERASE, rule, reason, language
    )
    present, reason = deciding.could(thing=thing, said=said, token=token, now=now)
    motion = Motion(
        verb=verb,
        consultation=consultation_of(present),
        rule_number=rule,
        reason=reason,
        language=language,
        token=things.token(present),
        **about(present),
    )
    return _move(by, motion, now)


def _move(by: Person, motion: Motion, now: datetime) -> Motion:
    motion.id, motion.asked_by, motion.asked_at = uuid4(), by, now
    motion.asked_office = office_of(by, motion.consultation)
    of = {name: getattr(motion, f"{name}_id") for name in Motion.ABOUT}
    if Motion.objects.filter(state=State.WAITING, **of).exists():
        raise Conflict(Refusal("asked_already", _("A second person is asked about this already.")))
    motion.save(force_insert=True)
    queue.seconded(motion=motion, now=now)
    return motion


def _carry_out(by: Person, motion: Motion, now: datetime) -> None:
    asked = motion.asked_by
    match motion.verb:
        case Motion.Verb.HIDE:
            decisions.hide(
                by=asked,
                seconded_by=by,
                thing=motion.thing,
                rule=motion.rule_number or 0,
                reason=motion.reason,
                language=motion.language,
                token=motion.token,
                now=now,
            )
        case Motion.Verb.ERASE:
            text = motion.comment or motion.contribution
            if text is None:
                raise RuntimeError("only filed texts are erased")
            decisions.erase(
                by=asked,
                seconded_by=by,
                thing=text,
                reason=motion.reason,
                language=motion.language,
                token=motion.token,
                now=now,
            )
        case Motion.Verb.EXTEND if motion.round is not None and motion.closes_at is not None:
            rounds.extend(
                by=asked, seconded_by=by, round=motion.round, closes_at=motion.closes_at, reason=motion.reason
            )
            queue.closed(motion=motion, now=now)
        case Motion.Verb.REVOKE if motion.affiliation is not None:
            affiliations.end(by=asked, seconded_by=by, affiliation=motion.affiliation, now=now)
            queue.closed(motion=motion, now=now)


def _lock(motion: Motion) -> Motion:
    # The thing before what is asked about it, as every decision does: two people at once do not stop each other.
    if motion.kind:
        things.lock([motion.thing])
    present = Motion.objects.select_for_update(of=("self",)).get(pk=motion.pk)
    if present.state != State.WAITING:
        raise Conflict(
            Refusal(
                "decided_meanwhile",
                _("This is answered already: “%(state)s”."),
                {"state": State(present.state).label},
            )
        )
    return present


def _answer(motion: Motion, state: Motion.State, by: Person | None, now: datetime) -> Motion:
    motion.state, motion.answered_by, motion.answered_at = state, by, now
    motion.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    if not motion.kind:
        queue.closed(motion=motion, now=now)
    return motion
