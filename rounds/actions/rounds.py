from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from rounds.actions import gate
from rounds.models import Consultation, Extension, Round
from rounds.permissions import can_arrange, can_second_more_time
from rounds.rules import corrections, days, outages, words
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

# So near to its close, one person alone does not change a round's deadline.
NEAR = timedelta(hours=48)


@transaction.atomic(savepoint=False)
def create(
    *,
    by: Person,
    consultation: Consultation,
    purpose: Round.Purpose,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    title: str = "",
    summary: str = "",
) -> Round:
    """Plan the next round; it opens and closes by the clock. `closes_at` is the first moment that is too late."""
    require(can_arrange(by, consultation))
    if closes_at <= opens_at:
        raise Invalid(Refusal("closes_before_opening", _("The round must close after it opens."), field="closes_at"))
    own = {"title": spaces.line(title), "summary": spaces.clean(summary)}
    for name, said in own.items():
        words.check_length(said, limit=corrections.LIMITS["round"][name], field=name)
    # Two colleagues who plan at once get two numbers.
    Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    number = _next_number(consultation.pk)
    key = uuid4()
    entry = entries.append(
        kind="round.planned",
        thing=key,
        at=now,
        consultation=consultation.pk,
        round=key,
        number=number,
        purpose=purpose,
        opens_at=opens_at,
        closes_at=closes_at,
    )
    return Round.objects.create(
        id=key,
        consultation=consultation,
        number=number,
        purpose=purpose,
        **own,
        opens_at=opens_at,
        closes_at=closes_at,
        entry=entry,
    )


@transaction.atomic(savepoint=False)
def extend(
    *, by: Person, round: Round, closes_at: datetime, reason: str, seconded_by: Person | None = None
) -> Extension:
    """Give a round more time, before its close and with a reason; never after.

    Within 48 hours of its close that takes two people.
    """
    require(can_arrange(by, round.consultation))
    if seconded_by is not None:
        require(can_second_more_time(seconded_by, by, round.consultation))
    if spaces.is_blank(reason):
        raise Invalid(Refusal("reason_missing", _("Say why: everybody reads the reason."), field="reason"))
    reason = words.checked(reason, limit=2_000, field="reason").strip()
    now = gate.lock_alone(round)
    present = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if present.sealed_at is not None or now >= present.closes_at:
        raise Conflict(
            Refusal(
                "round_closed",
                _("This round closed %(moment)s UTC. A closed round is not extended."),
                {"moment": days.closing_words(present.closes_at)},
            )
        )
    if seconded_by is None and takes_two(present, now):
        raise Conflict(
            Refusal(
                "second_person_needed", _("Within 48 hours of the close, more time takes two people. Ask a second one.")
            )
        )
    return _record_extension(present, closes_at=closes_at, reason=reason, at=now, by_two=seconded_by is not None)


def takes_two(round: Round, now: datetime) -> bool:
    """Whether its deadline is so near that one person alone does not change it."""
    return now >= round.closes_at - NEAR


def check_extension(*, round: Round, closes_at: datetime, now: datetime) -> None:
    """Refuse what could not be an extension of the round, before anybody is asked to agree to it."""
    if round.sealed_at is not None or now >= round.closes_at:
        raise Conflict(Refusal("round_closed", _("A closed round is not extended.")))
    if closes_at <= round.closes_at:
        raise Invalid(_not_longer())


@transaction.atomic(savepoint=False)
def supplement(
    *,
    by: Person,
    round: Round,
    closes_at: datetime,
    outage_from: datetime,
    outage_until: datetime,
    reason: str,
    now: datetime,
    opens_at: datetime | None = None,
) -> Round:
    """Give back the time that an outage took from a round's last hours, in a round of its own.

    The round itself stays closed. The new one takes the next number, asks what the old one asked, and takes comments
    on the same texts. Without `opens_at` it opens at once.
    """
    require(can_arrange(by, round.consultation))
    if spaces.is_blank(reason):
        raise Invalid(Refusal("reason_missing", _("Say why: everybody reads the reason."), field="reason"))
    opens_at = now if opens_at is None else opens_at
    # Two colleagues who plan at once get two numbers.
    Consultation.objects.select_for_update(of=("self",)).get(pk=round.consultation_id)
    present = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if now < present.closes_at:
        raise Conflict(
            Refusal("round_not_closed", _("This round is not over. Give it more time by extending it instead."))
        )
    _check_outage(present, outage_from, outage_until, now)
    if opens_at < now:
        raise Invalid(
            Refusal("opens_in_the_past", _("This moment is over. Let the round open later."), field="opens_at")
        )
    if closes_at <= opens_at:
        raise Invalid(Refusal("closes_before_opening", _("The round must close after it opens."), field="closes_at"))
    key = uuid4()
    number = _next_number(present.consultation_id)
    entry = entries.append(
        kind="round.supplemented",
        thing=key,
        at=now,
        consultation=present.consultation_id,
        round=key,
        supplements=present.pk,
        number=number,
        purpose=present.purpose,
        opens_at=opens_at,
        closes_at=closes_at,
        outage_from=outage_from,
        outage_until=outage_until,
    )
    return Round.objects.create(
        id=key,
        consultation=round.consultation,
        number=number,
        purpose=present.purpose,
        title=present.title,
        summary=present.summary,
        opens_at=opens_at,
        closes_at=closes_at,
        # More time for a supplementary round is more time for what that one is about.
        supplements_id=present.asked_by,
        reason=words.checked(reason, limit=2_000, field="reason"),
        entry=entry,
    )


def _check_outage(round: Round, outage_from: datetime, outage_until: datetime, now: datetime) -> None:
    if outage_until <= outage_from:
        raise Invalid(
            Refusal("outage_backwards", _("The outage must end after it began."), field="outage_until"),
        )
    if outage_until > now:
        raise Invalid(Refusal("outage_not_over", _("This moment has not come yet."), field="outage_until"))
    if not outages.is_mended(outage_from, outage_until, round.closes_at):
        raise Conflict(
            Refusal(
                "outage_too_short",
                _(
                    "A supplementary round follows an outage of more than 15 minutes in the last 6 hours of a round. "
                    "This round closed %(moment)s UTC."
                ),
                {"moment": days.closing_words(round.closes_at)},
                field="outage_until",
            )
        )


def _next_number(consultation: UUID) -> int:
    last = Round.objects.filter(consultation=consultation).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic(savepoint=False)
def record_past_extension(*, by: Person, round: Round, closes_at: datetime, reason: str, at: datetime) -> Extension:
    """An extension that was decided at a past moment, before the close of that time; for records of earlier rounds."""
    require(can_arrange(by, round.consultation))
    gate.lock_alone(round)
    present = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if present.sealed_at is not None or not at < present.closes_at:
        raise Conflict(Refusal("round_closed", _("A closed round is not extended.")))
    return _record_extension(present, closes_at=closes_at, reason=reason, at=at)


def _record_extension(
    round: Round, *, closes_at: datetime, reason: str, at: datetime, by_two: bool = False
) -> Extension:
    if closes_at <= round.closes_at:
        raise Invalid(_not_longer())
    key = uuid4()
    entry = entries.append(
        kind="round.extended",
        thing=key,
        at=at,
        consultation=round.consultation_id,
        round=round.pk,
        from_closes_at=round.closes_at,
        closes_at=closes_at,
        by_two="yes" if by_two else None,
    )
    extension = Extension.objects.create(
        id=key, round=round, from_closes_at=round.closes_at, closes_at=closes_at, reason=reason, at=at, entry=entry
    )
    round.closes_at = closes_at
    round.save(update_fields=["closes_at"])
    return extension


def _not_longer() -> Refusal:
    return Refusal(
        "not_longer", _("An extension ends later than the round does now; it is never shortened."), field="closes_at"
    )
