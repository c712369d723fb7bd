"""Numbering. One process at a time, by advisory lock; independent of the queue."""

from django.db import connection, transaction

BATCH = 5_000

# Entries are numbered in the order of their ids among those that are committed: what commits later gets a later
# number, so nobody who reads behind a number can miss it.
NUMBER = """
with todo as (select id from ledger_entry where seq is null order by id limit %s),
     placed as (select id, row_number() over (order by id) as place from todo),
     head as (select coalesce(max(seq), 0) as seq from ledger_entry)
update ledger_entry e set seq = head.seq + placed.place from placed, head where e.id = placed.id
"""


def hold() -> bool:
    """Take the sequencer's lock for this connection; False where another process holds it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtextextended('sequencer', 0))")
        return bool(cursor.fetchone()[0])


def number_batch() -> int:
    """Number up to 5,000 entries in one transaction; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NUMBER, [BATCH])
        return cursor.rowcount
