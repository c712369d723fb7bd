"""Until when somebody is confirmed, as it is chosen on a form."""

from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YEAR = timedelta(days=365)
USUAL = "1"
CHOICES: tuple[tuple[str, str | Promise], ...] = (
    ("1", _("for one year")),
    ("2", _("for two years")),
    ("none", _("until somebody ends it")),
)


def end(chosen: str, now: datetime) -> datetime | None:
    """The moment at which it ends, or None."""
    return None if chosen == "none" else now + int(chosen) * YEAR
