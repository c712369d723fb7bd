"""The text part of a mail: lines that every mail program shows as they are."""

import textwrap

WIDTH = 68


def wrap(words: str, width: int = WIDTH) -> list[str]:
    """The lines of a text, long ones broken between words; an address is never broken, an empty line stays empty."""
    lines: list[str] = []
    for line in words.splitlines():
        lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    return lines
