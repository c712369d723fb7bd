from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from rounds.actions import gate
from rounds.models import Consultation, Extension, Round
from rounds.permissions import can_arrange
from rounds.rules import days
from web.refusals import Conflict, Invalid, Refusal, require


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
    # Two colleagues who plan at once get two numbers.
    Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    last = Round.objects.filter(consultation=consultation).aggregate(last=Max("number"))["last"] or 0
    key = uuid4()
    entry = entries.append(
        kind="round.planned",
        thing=key,
        at=now,
        consultation=consultation.pk,
        round=key,
        number=last + 1,
        purpose=purpose,
        opens_at=opens_at,
        closes_at=closes_at,
    )
    return Round.objects.create(
        id=key,
        consultation=consultation,
        number=last + 1,
        purpose=purpose,
        title=title.strip(),
        summary=summary.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        entry=entry,
    )


@transaction.atomic(savepoint=False)
def extend(*, by: Person, round: Round, closes_at: datetime, reason: str) -> Extension:
    """Give a round more time, before its close and with a reason; never after."""
    require(can_arrange(by, round.consultation))
    if not reason.strip():
        raise Invalid(Refusal("reason_missing", _("Say why: everybody reads the reason."), field="reason"))
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
    return _record_extension(present, closes_at=closes_at, reason=reason.strip(), at=now)


@transaction.atomic(savepoint=False)
def record_past_extension(*, by: Person, round: Round, closes_at: datetime, reason: str, at: datetime) -> Extension:
    """An extension that was decided at a past moment, before the close of that time; for records of earlier rounds."""
    require(can_arrange(by, round.consultation))
    gate.lock_alone(round)
    present = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if present.sealed_at is not None or not at < present.closes_at:
        raise Conflict(Refusal("round_closed", _("A closed round is not extended.")))
    return _record_extension(present, closes_at=closes_at, reason=reason, at=at)


def _record_extension(round: Round, *, closes_at: datetime, reason: str, at: datetime) -> Extension:
    if closes_at <= round.closes_at:
        raise Invalid(
            Refusal(
                "not_longer",
                _("An extension ends later than the round does now; it is never shortened."),
                field="closes_at",
            )
        )
    key = uuid4()
    entry = entries.append(
        kind="round.extended",
        thing=key,
        at=at,
        consultation=round.consultation_id,
        round=round.pk,
        from_closes_at=round.closes_at,
        closes_at=closes_at,
    )
    extension = Extension.objects.create(
        id=key, round=round, from_closes_at=round.closes_at, closes_at=closes_at, reason=reason, at=at, entry=entry
    )
    round.closes_at = closes_at
    round.save(update_fields=["closes_at"])
    return extension
