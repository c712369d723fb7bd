"""Words, languages and places in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from texts.files.words import KINDS
from texts.rules import languages, places
from texts.rules.render import render

register = template.Library()


@register.filter
def words(text: str | None, format: str) -> SafeString:
    """Render `{{ comment.text|words:"markdown" }}`; words that are hidden or erased (None) give nothing."""
    return render(text, format) if text is not None else SafeString("")


@register.simple_tag
def lang_attrs(tag: str | None) -> SafeString:
    """Return ` lang="ar" dir="rtl"` for `<div{% lang_attrs comment.language %}>`; nothing without a language."""
    if not tag:
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', tag, languages.direction(tag))


@register.filter
def language_name(tag: str | None) -> str:
    """Return the language's own name ("Français")."""
    return languages.name(tag) if tag else ""


@register.filter
def place_name(code: str | None) -> str:
    """Return the name of a country or territory by its ISO 3166 alpha-2 code."""
    return places.name(code) if code else ""


@register.filter
def region_name(code: str | None) -> str:
    """Return the name of a subregion by its M49 code."""
    return str(places.REGIONS.get(code or "", ""))


@register.filter
def file_kind(media_type: str) -> str:
    """Return what a file is, in words; nothing for a kind that is not taken."""
    return next((str(words) for kind, words in KINDS.items() if kind.media_type == media_type), "")
