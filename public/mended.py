"""The sentences of what was mended: a supplementary round after an outage, a correction with a notice."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from public.acts import Act
from public.templatetags.pages import closing_moment
from rounds.models import Consultation
from rounds.rules import days


def supplemented(act: Act) -> SafeString:
    found = act.names.rounds.get(act.entry.round) if act.entry.round else None
    before = str(found.supplements.number) if found and found.supplements else ""
    return format_html(
        _("{round} gives back the time that an outage took from round {number}: from {opens}, closing {closes}. {why}"),
        round=act.round,
        number=before,
        opens=_("%(moment)s UTC") % {"moment": days.moment_words(_moment(act.facts["opens_at"]))},
        closes=closing_moment(_moment(act.facts["closes_at"])),
        why=format_html(_("Reason: {reason}"), reason=found.reason) if found else "",
    )


def put_right(act: Act) -> SafeString:
    found = act.names.corrections.get(act.entry.thing)
    if found is None:
        return format_html(_("The secretariat corrected words of {consultation}."), consultation=act.consultation)
    address = f"{reverse('corrections', args=[found.consultation.slug])}#correction-{found.pk}"
    return format_html(
        _("The secretariat corrected words of {consultation}: {words}. Reason: {reason}"),
        consultation=act.consultation,
        words=format_html('<a href="{}">{}</a>', address, found.name),
        reason=found.reason,
    )


def rules_changed(act: Act) -> SafeString:
    hours = int(act.facts["hours"])
    words = ngettext(
        "The rules of moderation in {consultation} were changed: {mode}; the secretariat decides within {hours} hour. "
        "{what}",
        "The rules of moderation in {consultation} were changed: {mode}; the secretariat decides within {hours} hours. "
        "{what}",
        hours,
    )
    reads_first = act.facts["moderation"] == Consultation.Moderation.BEFORE
    found = act.names.consultations.get(act.entry.thing)
    return format_html(
        words,
        consultation=act.consultation,
        mode=_("a moderator reads each text before it is shown") if reads_first else _("texts are shown at once"),
        hours=hours,
        what=format_html('<a href="{}#changes">{}</a>', reverse("rules", args=[found.slug]), _("What was changed"))
        if found
        else "",
    )


def _moment(words: Any) -> datetime:
    return datetime.fromisoformat(str(words))
