"""Until when something is decided."""

from datetime import datetime, timedelta


def due(since: datetime, within: int) -> datetime:
    """`within`: hours, as the rules of the consultation say."""
    return since + timedelta(hours=within)
