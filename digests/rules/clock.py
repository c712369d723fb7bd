"""When a daily digest is due: once on every day of its reader's calendar, at one local hour."""

import zoneinfo
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = 7


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC where the name says nothing to this machine."""
    try:
        return ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def next_due(after: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """The first moment after `after` at which it is `hour` o'clock there, in UTC.

    An hour that the clocks skip falls on the moment at which they would have shown it; of an hour that they show
    twice the first counts. So no day is left out and none comes twice.
    """
    today = after.astimezone(zone).date()
    moments = (
        datetime.combine(today + timedelta(days=step), time(hour), tzinfo=zone).astimezone(UTC)
        for step in (-1, 0, 1, 2)
    )
    return min(moment for moment in moments if moment > after)


def is_due_moment(moment: datetime, hour: int, zone: ZoneInfo) -> bool:
    """Whether a digest of this hour and zone is due at exactly this moment; no longer so once either was changed."""
    return next_due(moment - timedelta(microseconds=1), hour, zone) == moment


def period(due: datetime, zone: ZoneInfo) -> str:
    """The name of the day that a digest belongs to: its date in the reader's calendar."""
    return due.astimezone(zone).date().isoformat()
