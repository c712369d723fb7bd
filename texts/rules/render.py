"""One door from stored words to what a page shows, whatever their format."""

import unicodedata

from django.utils.safestring import SafeString

from texts.rules import markdown, plain

MARKDOWN = "markdown"
PLAIN = "plain"
FORMATS = (MARKDOWN, PLAIN)

_ELLIPSIS = "…"


def render(text: str, format: str) -> SafeString:
    """Return the HTML of a text in format "markdown" or "plain". Raises ValueError for another format."""
    match format:
        case "markdown":
            html = markdown.to_html(text)
        case "plain":
            html = plain.to_html(text)
        case _:
            raise ValueError(f"Unknown text format {format!r}")
    # The only place where participants' words become safe HTML. Both sources keep that promise: `plain` escapes every
    # character, `markdown` ends in an allow-list sanitiser, and nothing is added to either after this line.
    return SafeString(html)


def excerpt(text: str, format: str, limit: int) -> str:
    """Return the first words on one line, at most `limit` characters, cut between words and then ending in "…".

    Plain text, not escaped. Raises ValueError for an unknown format.
    """
    if format not in FORMATS:
        raise ValueError(f"Unknown text format {format!r}")
    beginning = _beginning(text, 4 * limit + 1000)
    words = " ".join((markdown.to_plain(beginning) if format == MARKDOWN else beginning).split())
    if len(words) <= limit and len(beginning) == len(text):
        return words
    return _cut(words, limit)


def _beginning(text: str, length: int) -> str:
    """Return about the first `length` characters, ending with a block: a list must not parse long texts whole."""
    if len(text) <= length:
        return text
    end = text.rfind("\n\n", length // 2, length)
    return text[: end if end > 0 else length]


def _cut(words: str, limit: int) -> str:
    if len(words) < limit:
        return words + _ELLIPSIS
    end = limit - len(_ELLIPSIS)
    # Chinese, Japanese and Thai have no spaces; a cut at a space far back would leave almost nothing.
    space = words.rfind(" ", end * 2 // 3, end + 1)
    if space > 0:
        end = space
    while end > 0 and unicodedata.category(words[end])[0] == "M":
        end -= 1
    return words[:end].rstrip(" ,;:.-") + _ELLIPSIS
