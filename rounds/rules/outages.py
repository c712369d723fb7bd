"""When an outage of the site is mended by more time."""

from datetime import datetime, timedelta

LONGER_THAN = timedelta(minutes=15)
LAST_HOURS = timedelta(hours=6)


def is_mended(outage_from: datetime, outage_until: datetime, closes_at: datetime) -> bool:
    """Whether more than 15 minutes of an outage lay in the last 6 hours before a close."""
    begin = max(outage_from, closes_at - LAST_HOURS)
    return min(outage_until, closes_at) - begin > LONGER_THAN
