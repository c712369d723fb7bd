"""What receipts and My response need beside `pages`."""

from datetime import UTC, datetime

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from contributions.rules import words
from proposals.actions.responses import counts_of
from public.templatetags.pages import city, iso, reads_utc
from rounds.models import Round

register = template.Library()


@register.simple_tag
def received(at: datetime) -> SafeString:
    """To the second: Sunday 18 April 2027, 23:52:07 UTC = Monday 19 April 2027, 02:52:07 in Nairobi (your time)."""
    utc = at.astimezone(UTC)
    moment = format_html('<time datetime="{}">{} UTC</time>', iso(at), date_format(utc, "l j F Y, H:i:s"))
    if reads_utc():
        return moment
    here = date_format(timezone.localtime(at), "l j F Y, H:i:s")
    return format_html("{} = {}", moment, _("%(moment)s in %(city)s (your time)") % {"moment": here, "city": city()})


@register.filter
def own_title(title: str, text: str) -> str:
    """A title that somebody gave; nothing where the first words of the text stand for one, which follow anyway."""
    return "" if title == words.first_words(text) else title


@register.simple_tag(takes_context=True)
def my_response(context: Context, round: Round) -> SafeString:
    """`{% my_response round %}`: “My response, 5 drafts”, a link; nothing for a reader without drafts there."""
    person = context.get("user")
    if not isinstance(person, Person):
        return SafeString("")
    count = counts_of(person, [round.pk, round.asked_by])
    drafts = sum(count.values())
    if not drafts:
        return SafeString("")
    return _link(round, drafts)


def _link(round: Round, drafts: int) -> SafeString:
    said = ngettext("My response, %(n)s draft", "My response, %(n)s drafts", drafts) % {"n": drafts}
    return format_html('<a href="/c/{}/rounds/{}/my-response/">{}</a>', round.consultation.slug, round.number, said)


@register.simple_tag(takes_context=True)
def my_responses(context: Context) -> list[tuple[Round, SafeString]]:
    """Each round in which the reader has drafts, with its link, the one that closes last first."""
    person = context.get("user")
    if not isinstance(person, Person):
        return []
    count = counts_of(person)
    rounds = Round.objects.visible_to(person).filter(pk__in=count).select_related("consultation")
    return [(round, _link(round, count[round.pk])) for round in rounds.order_by("-closes_at", "pk")]
