"""A round's record becomes final: the moment first, then, once everything admitted has its number, the list."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from ledger.models import Entry
from rounds.actions import gate
from rounds.models import Round
from rounds.permissions import can_arrange
from rounds.rules import numbers
from web.refusals import Conflict, Refusal, require

RECEIVED = ("contribution.received", "comment.received")
# What arrived after the close says so in its entry.
LATE = '"late":"yes"'
SEAL = """
update rounds_round set sealed_at = clock_timestamp()
where id = %s and sealed_at is null and clock_timestamp() >= closes_at returning sealed_at
"""


@transaction.atomic(savepoint=False)
def seal(*, round: Round) -> datetime | None:
    """Close the door for good. None while the round is not over, or when it was sealed before."""
    gate.lock_alone(round)
    with connection.cursor() as cursor:
        cursor.execute(SEAL, [round.pk])
        row = cursor.fetchone()
    return row[0] if row else None


@transaction.atomic(savepoint=False)
def record_past(*, by: Person, round: Round, at: datetime) -> datetime:
    """Close the door of a round that was over long ago; for the record of earlier rounds."""
    require(can_arrange(by, round.consultation))
    now = gate.lock_alone(round)
    if not round.closes_at <= at <= now:
        raise Conflict(Refusal("not_in_the_past", _("A round’s record is final after its close and before now.")))
    Round.objects.filter(pk=round.pk, sealed_at__isnull=True).update(sealed_at=at)
    return at


@transaction.atomic(savepoint=False)
def close_record(*, round: Round) -> Entry | None:
    """Append the closing record: the numbers of all that was admitted, with their count.

    None while something admitted has no number yet; the next sweep tries again.
    """
    locked = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if locked.sealed_at is None or locked.closing_entry_id is not None:
        return None
    # What was received in time and confirmed later stands in the record's second part.
    admitted = Entry.objects.filter(round=round.pk, kind__in=RECEIVED, at__lt=locked.sealed_at)
    admitted = admitted.exclude(record__contains=LATE)
    if admitted.filter(seq__isnull=True).exists():
        return None
    received = [seq for seq in admitted.order_by("seq").values_list("seq", flat=True) if seq is not None]
    locked.closing_entry = entries.append(
        kind="round.closed",
        thing=round.pk,
        at=locked.sealed_at,
        consultation=round.consultation_id,
        round=round.pk,
        closes_at=locked.closes_at,
        count=len(received),
        numbers=numbers.ranges(received),
    )
    locked.save(update_fields=["closing_entry"])
    return locked.closing_entry


def seal_due(*, now: datetime) -> int:
    """Seal what is over and write the closing records that are owed; returns how many records were written."""
    written = 0
    for round in Round.objects.filter(closing_entry__isnull=True, closes_at__lte=now):
        seal(round=round)
        written += close_record(round=round) is not None
    return written
