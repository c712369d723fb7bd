"""What is new to a reader, as a word."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.simple_tag(takes_context=True)
def newness(context: Context, filing: Any) -> SafeString:
    """`{% newness comment %}`: the word “new” beside a text that is; nothing where the page does not ask."""
    since = context.get("since")
    if not since or not since.is_new(filing):
        return SafeString("")
    return format_html('<span class="badge on">{}</span>', _("new"))


@register.simple_tag(takes_context=True)
def new_on(context: Context, paragraph: Any) -> str:
    """`{% new_on part.paragraph_id %}`: “, 2 new” after a count of comments; None is the whole text."""
    found: Mapping[Any, int] = context.get("new_comments") or {}
    count = found.get(paragraph, 0)
    return ngettext(", %(count)s new", ", %(count)s new", count) % {"count": count} if count else ""
