"""The sentences of what the secretariat plans: steps that are no rounds, how options stand to each other."""

from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from proposals.models import Relation
from public.acts import Act
from public.templatetags.pages import a_day


def announced(act: Act) -> SafeString:
    words = _("A step of {consultation} was announced for {day}.")
    return format_html(words, consultation=act.consultation, day=_day(act))


def taken_away(act: Act) -> SafeString:
    words = _("A step of {consultation}, announced for {day}, was taken away.")
    return format_html(words, consultation=act.consultation, day=_day(act))


def related(act: Act) -> SafeString:
    return format_html(_("The secretariat says: {option} {stands} {other}."), **_both(act))


def unrelated(act: Act) -> SafeString:
    return format_html(_("The secretariat no longer says: {option} {stands} {other}."), **_both(act))


def _both(act: Act) -> dict[str, object]:
    stands = Relation.Kind(str(act.facts["relation"])).label
    return {"option": act.text, "stands": stands, "other": act.other_text}


def _day(act: Act) -> SafeString:
    return a_day(date.fromisoformat(str(act.facts["day"])))
