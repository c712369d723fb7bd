from datetime import datetime
from uuid import UUID

from django.db import connection

from ledger.models import Entry
from ledger.rules import records
from ledger.rules.records import Fact


def append(
    *,
    kind: str,
    thing: UUID,
    at: datetime,
    consultation: UUID | None = None,
    round: UUID | None = None,
    proposal: UUID | None = None,
    **facts: Fact,
) -> Entry:
    """Append one act to the record, in the transaction of the act itself. The number follows.

    `facts` are what the act's kind adds: strings, integers, ids, moments; never a name or an address.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry belongs to the transaction of its act")
    columns = {"kind": kind, "thing": thing, "at": at, "consultation": consultation, "round": round}
    columns["proposal"] = proposal
    record = records.canonical({"v": 1, **columns, **facts})
    return Entry.objects.create(**columns, record=record)
