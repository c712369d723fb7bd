"""A page that can only be read."""

import re
from collections.abc import Mapping
from html import unescape

from django import template
from django.utils.html import escape

register = template.Library()

Addresses = Mapping[str, str]
# Our own templates write lower case names and double quotes, and what people wrote is sanitised into the same form.
_PRESSED = re.compile(r"<form\b.*?</form>|<button\b.*?</button>|<a\b([^>]*)>|</a>", re.DOTALL)
_HREF = re.compile(r'\bhref="([^"]*)"')
_LANGUAGE = re.compile(r"\?language=[A-Za-z0-9-]+(?:#.*)?")
_WHOLE = re.compile(r"([^?#]*)((?:\?language=[A-Za-z0-9-]+)?(?:#.*)?)")
_KEPT = re.compile(r'\s(?:class|lang|dir)="[^"]*"')
# What leads out of the preview to something that everybody may see anyway.
_ELSEWHERE = ("https://", "http://", "mailto:", "#")


@register.filter
def as_preview(page: str, addresses: Addresses) -> str:
    """`{% filter as_preview:addresses %}`: without forms and buttons; links lead to the preview's pages or nowhere.

    `addresses`: for the address of each page that can be previewed, where that is.
    """
    is_open: list[bool] = []

    def put(found: re.Match[str]) -> str:
        whole = found[0]
        if whole == "</a>":
            return "</a>" if is_open and is_open.pop() else "</span>"
        if not whole.startswith("<a"):
            return ""
        attributes = found[1] or ""
        href = _HREF.search(attributes)
        to = _to(unescape(href[1]), addresses) if href else ""
        is_open.append(bool(to))
        if to and href:
            return f"<a{attributes.replace(href[0], f'href="{escape(to)}"')}>"
        return f"<span{''.join(_KEPT.findall(attributes))}>"

    # What stands between the tags was escaped when it was rendered, and the block's filter escapes nothing again.
    return _PRESSED.sub(put, page)


def _to(href: str, addresses: Addresses) -> str:
    """Where a link of the page leads in the preview; nothing where it leads to what is not shown yet."""
    if href.startswith(_ELSEWHERE):
        return href
    # Another language of the same page, or of the page that it leads to.
    if _LANGUAGE.fullmatch(href):
        return href
    found = _WHOLE.fullmatch(href)
    place, rest = (found[1], found[2]) if found is not None else (href, "")
    return addresses[place] + rest if place in addresses else ""
