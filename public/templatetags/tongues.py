"""Words in the reader's language, and the line that says in which others there are."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language_info

from texts.rules import languages

register = template.Library()


@register.filter
def told(thing: Any, wanted: Iterable[str] | str) -> Any:
    """`{{ consultation|told:wanted }}`: a thing in the language that suits its reader; needs its `translations`."""
    return thing.told(() if isinstance(wanted, str) else wanted)


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
