"""The dates of a consultation as a calendar file (RFC 5545): when its rounds open and close, and what is due on a day.

Its words are in the consultation's language and its moments come from the record alone, never from now: for everybody
and made twice in the same state it is the same, byte for byte.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import Person
from digests.rules import links
from reports.compose.stamp import language_of
from rounds.models import Consultation, Correction, Milestone, Round, RoundQuerySet
from rounds.rules import days

PRODUCT = "-//Consultation//Dates of rounds//EN"


def of_consultation(viewer: Person | None, consultation: Consultation) -> bytes:
    """All its rounds, and the days on which something is due."""
    milestones = Milestone.objects.visible_to(viewer).filter(consultation=consultation).select_related("entry")
    rounds = Round.objects.visible_to(viewer).filter(consultation=consultation)
    return _written(viewer, consultation, _loaded(rounds.order_by("number")), list(milestones))


def of_round(viewer: Person | None, round: Round) -> bytes:
    """One round alone. It has its consultation with it."""
    return _written(viewer, round.consultation, _loaded(Round.objects.visible_to(viewer).filter(pk=round.pk)), [])


def _loaded(rounds: RoundQuerySet) -> list[Round]:
    return list(rounds.select_related("entry", "supplements").prefetch_related("extensions"))


def _written(
    viewer: Person | None, consultation: Consultation, rounds: Sequence[Round], milestones: Sequence[Milestone]
) -> bytes:
    changed = _changed(viewer, consultation)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    with translation.override(language_of(consultation.language)):
        calendar.add("name", consultation.title)
        # What programs read that do not know `name` yet.
        calendar.add("x-wr-calname", consultation.title)
        calendar.add("url", links.consultation(consultation.slug))
        for round in rounds:
            for event in _of_round(consultation, round, changed):
                calendar.add_component(event)
        for milestone in milestones:
            calendar.add_component(_of_milestone(consultation, milestone, changed))
    return bytes(calendar.to_ical())


def _changed(viewer: Person | None, consultation: Consultation) -> dict[UUID | None, datetime]:
    """When the words of each round were put right last, and those of the consultation itself under None."""
    made = Correction.objects.visible_to(viewer).filter(
        consultation=consultation, question__isnull=True, document__isnull=True
    )
    return dict(made.order_by().values_list("round").annotate(last=Max("at")))


def _of_round(consultation: Consultation, round: Round, changed: dict[UUID | None, datetime]) -> list[Event]:
    extensions = sorted(round.extensions.all(), key=lambda extension: extension.at)
    known = [round.entry.at, *(changed[key] for key in (None, round.pk) if key in changed)]
    values = {"number": round.number, "name": round.name, "title": consultation.title}
    zone = _zone(consultation)
    address = links.round(consultation.slug, round.number)
    why = (
        [_("It gives back the time that an outage took: %(reason)s") % {"reason": round.reason}] if round.reason else []
    )
    opening = _event(
        f"round-{round.pk}-opens",
        _("Round %(number)s opens: %(name)s (%(title)s)") % values,
        [_("Opens %(moment)s.") % {"moment": _moment(round.opens_at, zone)}, *why, round.summary, address],
        at=max(known),
        sequence=0,
        address=address,
    )
    opening.add("dtstart", round.opens_at.astimezone(UTC))
    longer = [
        _("Extended on %(day)s; until then it was to close %(before)s. The reason: %(reason)s")
        % {
            "day": date_format(extension.at.astimezone(UTC), "j F Y"),
            "before": _moment(extension.from_closes_at, zone, closes=True),
            "reason": extension.reason,
        }
        for extension in extensions
    ]
    closing = _event(
        f"round-{round.pk}-closes",
        _("Round %(number)s closes: %(name)s (%(title)s)") % values,
        [_("Closes %(moment)s.") % {"moment": _moment(round.closes_at, zone, closes=True)}, *longer, *why, address],
        at=max([*known, *(extension.at for extension in extensions)]),
        sequence=len(extensions),
        address=address,
    )
    closing.add("dtstart", round.closes_at.astimezone(UTC))
    return [opening, closing]


def _of_milestone(consultation: Consultation, milestone: Milestone, changed: dict[UUID | None, datetime]) -> Event:
    """A whole day, wherever one is."""
    address = links.consultation(consultation.slug)
    words = _("%(what)s (%(title)s)") % {"what": milestone.title, "title": consultation.title}
    at = max([milestone.entry.at, *(changed[key] for key in (None,) if key in changed)])
    event = _event(f"day-{milestone.pk}", words, [_("Due on this day."), address], at=at, sequence=0, address=address)
    event.add("dtstart", milestone.day)
    return event


def _event(id: str, words: str, lines: Sequence[str], *, at: datetime, sequence: int, address: str) -> Event:
    """`sequence` rises when the moment moves, so that calendars move it too."""
    event = Event()
    event.add("uid", f"{id}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("last-modified", at.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("summary", words)
    event.add("description", "\n\n".join(line for line in lines if line))
    event.add("url", address)
    # It takes nobody's time: whoever has it in their calendar is still free.
    event.add("transp", "TRANSPARENT")
    return event


def _moment(at: datetime, zone: ZoneInfo | None, *, closes: bool = False) -> str:
    """“at the end of Sunday 18 April 2027, 24:00 UTC = Monday 19 April 2027, 03:00 in Nairobi”."""
    utc = at.astimezone(UTC)
    last = days.last_day(at) if closes else None
    if last is not None:
        words = _("at the end of %(day)s, 24:00 UTC") % {"day": days.day_words(last, year=True)}
    else:
        words = _("on %(day)s, %(time)s UTC") % {"day": days.day_words(utc.date(), year=True), "time": f"{utc:%H:%M}"}
    if zone is None:
        return words
    local = at.astimezone(zone)
    here = _("%(day)s, %(time)s in %(city)s") % {
        "day": days.day_words(local.date(), year=True),
        "time": f"{local:%H:%M}",
        "city": zone.key.rsplit("/", 1)[-1].replace("_", " "),
    }
    return f"{words} = {here}"


def _zone(consultation: Consultation) -> ZoneInfo | None:
    """The zone in which the consultation lives; None where that is UTC or is not known any more."""
    if consultation.time_zone in ("UTC", "Etc/UTC"):
        return None
    try:
        return ZoneInfo(consultation.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
