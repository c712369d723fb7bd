"""What threads and filed texts need beside `pages`."""

from datetime import UTC

from django import template
from django.template import Context
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from contributions.models import Recording
from public.templatetags.pages import iso, now_of

register = template.Library()


@register.filter
def is_foreign(tag: str | None) -> bool:
    """Whether a text is in another language than the page around it, so that its language is named."""
    return bool(tag) and _root(str(tag)) != _root(get_language() or "en")


def _root(tag: str) -> str:
    return tag.partition("-")[0].lower()


WAYS = {
    "mail": gettext_lazy("recorded by the secretariat from a mail that arrived on {at}"),
    "post": gettext_lazy("recorded by the secretariat from a letter that arrived on {at}"),
    "meeting": gettext_lazy("recorded by the secretariat from a meeting on {at}"),
    "portal": gettext_lazy("recorded by the secretariat from another portal, which received it on {at}"),
}


@register.simple_tag(takes_context=True)
def arrived(context: Context, recording: Recording) -> SafeString:
    """“recorded by the secretariat from a mail that arrived on 17 April, 21:14 UTC”; the year where it is another."""
    moment = recording.arrived_at.astimezone(UTC)
    pattern = "j F, H:i" if moment.year == now_of(context).year else "j F Y, H:i"
    at = format_html('<time datetime="{}">{} UTC</time>', iso(moment), date_format(moment, pattern))
    return format_html(str(WAYS[recording.way]), at=at)
