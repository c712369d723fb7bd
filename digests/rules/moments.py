from datetime import UTC, datetime

from django.utils.translation import gettext as _

from rounds.rules import days


def closing(at: datetime) -> str:
    """“at the end of Sunday 18 April, 24:00 UTC”, or “on Sunday 18 April, 12:30 UTC” where it closes within a day."""
    last = days.last_day(at)
    if last is not None:
        return _("at the end of %(day)s, 24:00 UTC") % {"day": days.day_words(last)}
    return _("on %(moment)s") % {"moment": opening(at)}


def opening(at: datetime) -> str:
    """“Sunday 18 April, 12:30 UTC”."""
    moment = at.astimezone(UTC)
    return f"{days.day_words(moment.date())}, {moment:%H:%M} UTC"
