"""Days and moments of a round, and how they are said."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def end_of_day(day: date) -> datetime:
    """The first moment that is too late when the last day counts in full: 24:00:00 UTC of that day."""
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=1)


def after_working_days(closes_at: datetime, count: int) -> datetime:
    """The first moment after so many working days (Monday to Friday, in UTC) that follow the day of a close."""
    day = last_day(closes_at) or closes_at.astimezone(UTC).date()
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return end_of_day(day)


def last_day(closes_at: datetime) -> date | None:
    """The day at whose end a round closes, in UTC; None where it closes within a day."""
    moment = closes_at.astimezone(UTC)
    if moment.time() != time():
        return None
    return (moment - timedelta(days=1)).date()


def day_words(day: date, *, year: bool = False) -> str:
    """Sunday 18 April, or Sunday 18 April 2027."""
    return date_format(day, "l j F Y" if year else "l j F")


def moment_words(moment: datetime) -> str:
    """Sunday 18 April, 12:30:00, in UTC; the sentence around it says UTC."""
    utc = moment.astimezone(UTC)
    return f"{day_words(utc.date())}, {utc:%H:%M:%S}"


def closing_words(closes_at: datetime) -> str:
    """“at the end of Sunday 18 April, 24:00:00”, or “on Sunday 18 April, 12:30:00” where it closes within a day."""
    day = last_day(closes_at)
    if day is None:
        return _("on %(moment)s") % {"moment": moment_words(closes_at)}
    return _("at the end of %(day)s, 24:00:00") % {"day": day_words(day)}


def span_words(span: timedelta, *, parts: int = 1) -> str:
    """A span in its largest units: “4 seconds”, “2 days 4 hours” with parts=2. Never less than one second."""
    left = max(int(span.total_seconds()), 1)
    words: list[str] = []
    for seconds, name in ((86_400, _days), (3600, _hours), (60, _minutes), (1, _seconds)):
        count, rest = divmod(left, seconds)
        if count and len(words) < parts:
            words.append(name(count))
            left = rest
        elif words:
            break
    return " ".join(words)


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def _hours(n: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}


def _minutes(n: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


def _seconds(n: int) -> str:
    return ngettext("%(n)s second", "%(n)s seconds", n) % {"n": n}
