"""How much time is left until something is due, in the few words of a margin."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def words(due_at: datetime, now: datetime) -> tuple[str, bool]:
    """“25 min left”, “1 h 10 min left”, “2 days overdue”; and whether it is nearly late, or late."""
    left = due_at - now
    if left > timedelta():
        return _("%(span)s left") % {"span": _span(left)}, left <= HOUR
    return _("%(span)s overdue") % {"span": _span(-left)}, True


def _span(span: timedelta) -> str:
    """In one unit, rounded down; minutes beside hours only where there are few hours."""
    minutes = max(int(span.total_seconds() // 60), 1)
    hours, rest = divmod(minutes, 60)
    if span >= 2 * DAY:
        return ngettext("%(n)s day", "%(n)s days", span.days) % {"n": span.days}
    if hours >= 3 or (hours and not rest):
        return _("%(n)s h") % {"n": hours}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return _("%(n)s min") % {"n": minutes}
