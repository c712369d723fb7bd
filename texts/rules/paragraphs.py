"""A pasted text cut into its paragraphs."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from texts.rules import markdown, spaces

# 7, 7a, 1.2, 7 bis. Three digits at most, so that a year does not begin a paragraph.
_NUMBER = (
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*(?:[a-z]\b)?"
    r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies)\b)?)"
)
# A converter from Word writes "1\." where the number was typed and is no list.
_POINT = r"\\?[.)]"

_HEADING = re.compile(rf"#{{1,6}}\s+\**{_NUMBER}(?:{_POINT}|(?=[\s*]|$))\**(?P<rest>.*)", re.IGNORECASE)
_BOLD = re.compile(
    rf"\*\*{_NUMBER}(?:{_POINT}(?P<only>\s[^*]+)\*\*\s*$|(?:{_POINT}\*\*|\*\*{_POINT})(?P<rest>(?:\s.*)?)$)",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"{_NUMBER}{_POINT}(?P<rest>(?:\s.*)?)$", re.IGNORECASE)

_ANY_HEADING = re.compile(r"#{1,6}(?:\s+|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BELONGS_TO_THE_BLOCK_ABOVE = re.compile(r"\s|[-*+•]\s")
_RULE = re.compile(r"[-*_](?:\s*[-*_]){2,}\s*$")


@dataclass(frozen=True)
class Paragraph:
    """Number as shown ("7 bis"), heading in plain words or "", text in Markdown."""

    number: str
    heading: str
    text: str


class DuplicateNumber(ValueError):
    """Two paragraphs have one number, or two that would share an address."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number)

    def __str__(self) -> str:
        return gettext(
            "Paragraph %(number)s stands in the text twice. Give each paragraph a number of its own, "
            "and indent a numbered list that belongs to a paragraph by four spaces."
        ) % {"number": self.number}


class NothingToSplit(ValueError):
    """There are no words."""

    def __str__(self) -> str:
        return gettext("There is no text to put up. Paste the text with its paragraphs parted by blank lines.")


@dataclass(frozen=True)
class _Opener:
    """A line that begins a paragraph: its number, its own heading, the text behind the number, the mark's width."""

    number: str
    heading: str
    rest: str
    width: int


def split(text: str) -> list[Paragraph]:
    """Cut Markdown into paragraphs. Raises `DuplicateNumber`, and `NothingToSplit` where there are no words.

    A number opens a paragraph at the margin only, in one of three ways: in a heading ("## 3 Who takes part"), in bold
    ("**3.** Every group", or a whole line "**3. Who takes part**" as a heading), or plain ("3. Every group", "3) Every
    group"). One text uses one way: the first of the three that it uses twice, else the first that it uses at all. So a
    list "1. 2. 3." under numbered headings is a list. Within a block a plain or bold number opens only when it follows
    on from the paragraph before (7 then 8, or 7 bis).

    All that follows an opener is its paragraph's, lists included. A heading without number is the heading of the next
    paragraph, before that one's own. Words before the first number are paragraph 0.

    Where nothing is numbered each block between blank lines is a paragraph, from 1. A list or an indented block belongs
    to the block above it; a line of dashes or stars is left out.
    """
    lines = textwrap.dedent(spaces.clean(text).expandtabs(4)).split("\n")
    if spaces.is_blank("".join(lines)):
        raise NothingToSplit
    openers = _openers(lines)
    paragraphs = _numbered(lines, openers) if openers else _unnumbered(lines)
    _refuse_duplicates(paragraphs)
    return paragraphs


def anchor(number: str) -> str:
    """Return the number as it stands in an address: "7 bis" gives "7-bis", "1.2" gives "1-2"; only a-z, 0-9 and "-"."""
    digits = "".join(str(unicodedata.digit(character, character)) for character in number.lower())
    return re.sub(r"[^a-z0-9]+", "-", digits).strip("-")


def _openers(lines: list[str]) -> dict[int, _Opener]:
    """Return the lines that begin a paragraph, by position."""
    ways = [_found(lines, pattern) for pattern in (_HEADING, _BOLD, _PLAIN)]
    for enough in (2, 1):
        for way in ways:
            if len(way) >= enough:
                return way
    return {}


def _found(lines: list[str], pattern: re.Pattern[str]) -> dict[int, _Opener]:
    openers: dict[int, _Opener] = {}
    above, last = "", ""
    for position, line, in_code in _with_code(lines):
        found = None if in_code else pattern.match(line)
        if found is not None:
            number = _as_shown(found["number"])
            begins_block = pattern is _HEADING or not above.strip() or _ANY_HEADING.match(above) is not None
            if begins_block or _follows_on(last, number):
                openers[position] = _opener(found, number, pattern)
                last = number
        above = line
    return openers


def _opener(found: re.Match[str], number: str, pattern: re.Pattern[str]) -> _Opener:
    rest = found["rest"] or ""
    if pattern is _HEADING:
        return _Opener(number, _heading_words(rest), "", 0)
    if pattern is _BOLD:
        return _Opener(number, _heading_words(found["only"] or ""), rest.strip(), 0)
    return _Opener(number, "", rest.strip(), found.start("rest") + len(rest) - len(rest.lstrip()))


def _as_shown(number: str) -> str:
    """Write a number one way: "7bis" and "7  BIS" as "7 bis", "07" as "7"."""
    number = " ".join(re.sub(r"(\d)\s?([a-z]{3,})$", r"\1 \2", number.lower()).split())
    return re.sub(r"^0+(?=\d)", "", number)


def _follows_on(last: str, number: str) -> bool:
    before, after = re.match(r"\d+", last), re.match(r"\d+", number)
    if before is None or after is None:
        return False
    step = int(after[0]) - int(before[0])
    return step == 1 or (step == 0 and number != last)


def _numbered(lines: list[str], openers: dict[int, _Opener]) -> list[Paragraph]:
    positions = sorted(openers)
    before, pending = _without_last_headings(lines[: positions[0]])
    # Headings and nothing else in front belong to the first paragraph; words in front keep the headings above them.
    paragraphs = _preamble(before)
    for position, end in zip(positions, [*positions[1:], len(lines)], strict=True):
        opener = openers[position]
        body = [_outdented(line, opener.width) for line in lines[position + 1 : end]]
        headings = [*pending, opener.heading]
        pending = []
        if end < len(lines):
            body, pending = _without_last_headings(body)
        paragraphs.append(Paragraph(opener.number, _joined(headings), "\n".join([opener.rest, *body]).strip()))
    return paragraphs


def _preamble(lines: list[str]) -> list[Paragraph]:
    rest = list(lines)
    headings = []
    while rest and (not rest[0].strip() or _ANY_HEADING.match(rest[0])):
        headings.append(_heading_words(rest.pop(0)))
    return [Paragraph("0", _joined(headings), "\n".join(rest).strip())] if rest else []


def _without_last_headings(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines without the headings they end in, and the words of those headings in order."""
    end = len(lines)
    in_code = {position for position, _, inside in _with_code(lines) if inside}
    while end and end - 1 not in in_code and (not lines[end - 1].strip() or _ANY_HEADING.match(lines[end - 1])):
        end -= 1
    return lines[:end], [_heading_words(line) for line in lines[end:] if line.strip()]


def _unnumbered(lines: list[str]) -> list[Paragraph]:
    blocks: list[tuple[str, str]] = []
    headings: list[str] = []
    for block in _blocks(lines):
        if len(block) == 1 and _ANY_HEADING.match(block[0]):
            headings.append(_heading_words(block[0]))
        elif len(block) == 1 and _RULE.match(block[0]):
            continue
        elif blocks and not headings and _BELONGS_TO_THE_BLOCK_ABOVE.match(block[0]):
            heading, text = blocks[-1]
            blocks[-1] = (heading, text + "\n\n" + "\n".join(block))
        else:
            blocks.append((_joined(headings), "\n".join(block)))
            headings = []
    if headings or not blocks:
        blocks.append((_joined(headings), ""))
    return [Paragraph(str(number), heading, text) for number, (heading, text) in enumerate(blocks, start=1)]


def _blocks(lines: list[str]) -> Iterable[list[str]]:
    """Yield the runs of lines between blank lines; a heading is a run of its own, code is never cut."""
    block: list[str] = []
    for _, line, in_code in _with_code(lines):
        is_heading = not in_code and _ANY_HEADING.match(line) is not None
        if block and (is_heading or (not in_code and not line.strip())):
            yield block
            block = []
        if is_heading:
            yield [line]
        elif line.strip() or in_code:
            block.append(line)
    if block:
        yield block


def _with_code(lines: list[str]) -> Iterable[tuple[int, str, bool]]:
    """Yield each line with its position and whether it stands in fenced code, the fences included."""
    fence = ""
    for position, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            yield position, line, True
            if found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif found:
            fence = found[1]
            yield position, line, True
        else:
            yield position, line, False


def _outdented(line: str, width: int) -> str:
    """Take off the indentation that the number's width asked for: "       - a" below "7 bis. " is a list again."""
    indentation = len(line) - len(line.lstrip(" "))
    return line[min(indentation, width) :]


def _heading_words(line: str) -> str:
    words = _ANY_HEADING.sub("", line.strip()).strip()
    # A number was taken from inside the stars: "**3. Who takes part**" leaves two at the end.
    if words.count("**") % 2:
        words = words.removesuffix("**")
    return " ".join(markdown.to_plain("# " + words).split()) if words else ""


def _joined(headings: list[str]) -> str:
    return " – ".join(heading for heading in headings if heading)


def _refuse_duplicates(paragraphs: list[Paragraph]) -> None:
    seen = set()
    for paragraph in paragraphs:
        if anchor(paragraph.number) in seen:
            raise DuplicateNumber(paragraph.number)
        seen.add(anchor(paragraph.number))
