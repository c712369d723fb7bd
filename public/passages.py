"""The passage of a text in which the words found are marked: one line, without the signs of Markdown, safe."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString

from texts import search

_ON, _OFF = search.START, search.STOP
# A word that is marked may stand anywhere among these signs.
# What a passage cut off of a link's address goes too.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)?")
_HALF_LINK = re.compile(r"\]\([^()\s]*\)?")
_BEGINS = re.compile(rf"(?m)^[ \t]*(?:#{{1,6}}|>+|[-*+]|\d{{1,3}}[.)])[ \t]+(?=\S|{_ON})")
_SIGNS = re.compile(r"\*{1,3}|_{2,3}|~~|`+|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|\\(?=[^\w\s])")
_LETTERS = re.compile(r"[\W_]+")
_MARKED = re.compile(rf"{_ON}([^{_ON}{_OFF}]*){_OFF}")


def passage(marked: str | None, *, is_markdown: bool = True) -> SafeString:
    """What `Sought.marked` gave, as HTML. Where the words stand in a part that is left out, nothing is marked."""
    words = marked or ""
    if is_markdown:
        words = _SIGNS.sub("", _HALF_LINK.sub("", _LINK.sub(r"\1", _BEGINS.sub("", words))))
    return search.html(_paired(words))


def whole_or_cut(passage: SafeString, marked: str | None, begins: str | None, ends: str | None) -> SafeString:
    """The passage with “…” where the text goes on: `begins` and `ends` are its first and last few characters."""
    said, first, last = (_LETTERS.sub("", words or "") for words in (marked, begins, ends))
    before = "" if not said or said.startswith(first) else "… "
    after = "" if not said or said.endswith(last) else " …"
    return format_html("{}{}{}", before, passage, after)


def title(words: str, marked: str | None) -> SafeString:
    """A title whole, with the words marked where none of it was left out for them."""
    given = marked or ""
    bare = given.replace(_ON, "").replace(_OFF, "").replace(search.APART, "")
    return search.html(_paired(given if bare == words else words))


def _paired(words: str) -> str:
    """Only marks that begin and end: a sign that was taken away may have had the other half."""
    kept = _MARKED.sub(lambda found: f"\x00{found[1]}\x03", words)
    kept = kept.replace(_ON, "").replace(_OFF, "")
    return kept.replace("\x00", _ON).replace("\x03", _OFF)
