"""How the end of a restriction is said."""

from datetime import UTC, datetime

from django.utils.dateformat import format as date_format


def words(moment: datetime) -> str:
    """18 April 2027, 12:30, in UTC; the sentence around it says UTC."""
    return date_format(moment.astimezone(UTC), "j F Y, H:i")
