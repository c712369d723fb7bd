"""Streams and their links. A link is written once and by one planner at a time; the database refuses the rest."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from accounts.models import Person
from digests.models import Digest, Rhythm, Stream
from digests.models.digest import START
from digests.rules import clock
from ledger.models import Entry

# Another plan for the same period finds the link there; every other conflict would tear the chain and is an error.
PLAN = """
insert into digests_digest (stream_id, period, from_seq, to_seq, state, attempts, next_try_at, planned_at, released)
values (%s, %s, %s, %s, 'planned', 0, %s, %s, false)
on conflict (stream_id, period) do nothing returning id
"""


def head() -> int:
    """The last number of the record."""
    return Entry.objects.aggregate(head=Max("seq"))["head"] or 0


@transaction.atomic(savepoint=False)
def stream_of(*, by: Person, now: datetime) -> Stream:
    """The person's daily stream, begun at the head of the record where there was none."""
    due = clock.next_due(now, clock.HOUR, clock.zone_of(by.time_zone))
    stream, is_new = Stream.objects.get_or_create(
        person=by, rhythm=Rhythm.DAILY, defaults={"hour": clock.HOUR, "next_due_at": due}
    )
    if is_new:
        place = head()
        Digest.objects.create(
            stream=stream,
            period=START,
            from_seq=place,
            to_seq=place,
            state=Digest.State.EMPTY,
            next_try_at=now,
            planned_at=now,
        )
    return stream


def last_link(stream: Stream) -> Digest:
    return Digest.objects.filter(stream=stream).order_by("-to_seq")[0]


def add_link(stream: Stream, *, period: str, to_seq: int, now: datetime) -> Digest | None:
    """Append the window from the chain's end to `to_seq`; None where this period has its link already.

    The caller holds the stream's row locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(PLAN, [stream.pk, period, last_link(stream).to_seq, to_seq, now, now])
        row = cursor.fetchone()
    return Digest.objects.get(pk=row[0]) if row else None
