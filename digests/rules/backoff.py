"""When a message that could not be delivered is tried again, and when that has no more sense."""

from datetime import datetime, timedelta

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=4)
# Where the server itself is away nothing is learned about the address, so the wait stays short.
AWAY = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(hours=48)
# A message that was claimed and not marked within this time is taken up by somebody else.
LEASE = timedelta(minutes=5)


def next_try(attempts: int, *, now: datetime, planned_at: datetime, at_most: timedelta = LONGEST) -> datetime | None:
    """The moment of the next attempt after `attempts` failed ones; None when the message has waited for 48 hours."""
    moment = now + min(FIRST * 2 ** min(max(attempts, 1) - 1, 20), at_most)
    return moment if moment < planned_at + GIVEN_UP_AFTER else None
