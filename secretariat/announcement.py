"""The announcement of a consultation, ready to paste into a mail or a page: plain text, made from its facts."""

import zoneinfo
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from rounds.models import Consultation, Licence, Round
from rounds.rules import days

# What people read and paste: the year, and no seconds.
MOMENT = "l j F Y, H:i"


def compose(consultation: Consultation) -> str:
    """Title, what is asked, each round until when and with its questions, where to answer, whom to ask, the licence."""
    rounds = Round.objects.filter(consultation=consultation, supplements__isnull=True).prefetch_related("questions")
    parts = [consultation.title, consultation.summary]
    parts += [_of_a_round(consultation, round) for round in rounds.order_by("number")]
    parts.append(_("Read it and take part: %(address)s") % {"address": f"{settings.SITE_URL}/c/{consultation.slug}/"})
    charter = consultation.charter
    if charter.decides:
        parts.append(_("Who decides: %(sentence)s") % {"sentence": charter.decides})
    if consultation.contact:
        parts.append(_("Contact: %(contact)s") % {"contact": consultation.contact})
    parts.append(_("Licence of contributions: %(licence)s") % {"licence": Licence(charter.licence).label})
    parts.append(_("Held by %(name)s") % {"name": consultation.hosting_body.name})
    return "\n\n".join(parts) + "\n"


def _of_a_round(consultation: Consultation, round: Round) -> str:
    lines = [str(round)]
    if round.summary:
        lines.append(round.summary)
    values = {
        "opens": date_format(round.opens_at.astimezone(UTC), MOMENT),
        "closing": _closing(round.closes_at),
        "there": _there(consultation, round),
    }
    lines.append(_("Open from %(opens)s UTC; closes %(closing)s UTC%(there)s.") % values)
    lines += [f"{question.number}. {question.text}" for question in round.questions.all()]
    return "\n".join(lines)


def _closing(closes_at: datetime) -> str:
    day = days.last_day(closes_at)
    if day is None:
        return _("on %(moment)s") % {"moment": date_format(closes_at.astimezone(UTC), MOMENT)}
    return _("at the end of %(day)s, 24:00") % {"day": date_format(day, "l j F Y")}


def _there(consultation: Consultation, round: Round) -> str:
    """The close on the clock of the consultation's own zone; nothing where that is UTC's."""
    try:
        zone = ZoneInfo(consultation.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return ""
    here = round.closes_at.astimezone(zone)
    if here.utcoffset() == round.closes_at.astimezone(UTC).utcoffset():
        return ""
    city = consultation.time_zone.rpartition("/")[2].replace("_", " ")
    return _(" = %(moment)s in %(city)s") % {"moment": date_format(here, MOMENT), "city": city}
