"""In which language somebody reads what has versions in several. The choice stands in the address, and nowhere else."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from accounts.models import Person
from texts.rules import languages


def by_hand(request: HttpRequest) -> str:
    """The language chosen in the address, `?language=fr`; nothing where none is, or none that we know."""
    return languages.canonical(request.GET.get("language", "")) or ""


def usual(request: HttpRequest) -> list[str]:
    """The reader's languages where none is chosen by hand: that of the account, else those of the browser, in order."""
    person = getattr(request, "user", None)
    if isinstance(person, Person):
        return _known([person.language])
    return _known(tag for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()))


def wanted(request: HttpRequest) -> list[str]:
    """The languages in which this reader would read, the best first; where none fits it is the authentic one."""
    return [*filter(None, [by_hand(request)]), *usual(request)]


def offered(authentic: str, things: Iterable[Any]) -> list[str]:
    """The languages in which any of these things can be read, the authentic one first. Needs their `translations`."""
    others = {row.language for thing in things for row in thing.translations.all()}
    return [authentic, *sorted(others - {authentic})]


def kept(request: HttpRequest) -> dict[str, str]:
    """The same for links that have more in their query."""
    chosen = by_hand(request)
    return {"language": chosen} if chosen else {}


def carry(request: HttpRequest) -> str:
    """What a link to a page of the same text takes along, so that a choice by hand holds there too."""
    chosen = by_hand(request)
    return f"?language={chosen}" if chosen else ""


def _known(tags: Iterable[str]) -> list[str]:
    return [known for tag in tags if (known := languages.canonical(tag))]
