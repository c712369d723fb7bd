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
    _require_transaction()
    entry = compose(kind=kind, thing=thing, at=at, consultation=consultation, round=round, proposal=proposal, **facts)
    entry.save(force_insert=True)
    return entry


def append_all(acts: list[Entry]) -> list[Entry]:
    """Append many composed acts at once, in the order in which they shall be numbered."""
    _require_transaction()
    return Entry.objects.bulk_create(acts, batch_size=1_000)


def compose(
    *,
    kind: str,
    thing: UUID,
    at: datetime,
    consultation: UUID | None = None,
    round: UUID | None = None,
    proposal: UUID | None = None,
    **facts: Fact,
) -> Entry:
    """An act as it will stand in the record, not yet appended."""
    columns: dict[str, Fact] = {
        "kind": kind,
        "thing": thing,
        "at": at,
        "consultation": consultation,
        "round": round,
        "proposal": proposal,
    }
    return Entry(**columns, record=records.canonical({"v": 1, **columns, **facts}))


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("an entry belongs to the transaction of its act")
