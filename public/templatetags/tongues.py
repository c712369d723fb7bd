"""Words in the reader's language, and the line that says in which others there are."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from texts.rules import languages

register = template.Library()


@register.filter
def told(thing: Any, wanted: Iterable[str] | str) -> Any:
    """`{{ consultation|told:wanted }}`: a thing in the language that suits its reader; needs its `translations`."""
    return thing.told(() if isinstance(wanted, str) else wanted)


@register.filter
def round_in(round: Any, wanted: Iterable[str] | str) -> SafeString | str:
    """`{{ round|round_in:wanted }}`: “Round 2: …”, its title marked where it is in another language than the page."""
    words = told(round, wanted)
    if not words.title or words.language == get_language():
        return str(words)
    title = format_html(
        '<bdi lang="{}" dir="{}">{}</bdi>', words.language, languages.direction(words.language), words.title
    )
    return format_html(_("Round {number}: {title}"), number=round.number, title=title)


@register.filter
def language_in_words(tag: str) -> str:
    """A language as one speaks of it: “French”."""
    try:
        return str(get_language_info(tag)["name_translated"])
    except KeyError:
        return languages.english_name(tag)


@register.inclusion_tag("_parts/read_in.html", takes_context=True)
def read_in(context: Context, offered: Sequence[str], place: str = "") -> dict[str, Any]:
    """`{% read_in tongues %}`: the languages of a thing, the authentic one first; nothing where there is one only.

    `place`: the anchor to which the links lead.
    """
    shown = languages.best(offered, context.get("wanted") or ()) if offered else ""
    return {"offered": offered, "authentic": offered[0] if offered else "", "shown": shown, "place": place}
