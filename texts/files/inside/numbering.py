"""The numbers that Word puts before paragraphs and headings: they stand in no text, so they are counted as Word does.

After ECMA-376, part 1, 17.9: a paragraph names a list (numId) and a level; lists that share an abstract one count on.
"""

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

from texts.files.inside.markup import Node

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading \d", re.IGNORECASE)
# A list deeper than this is no list that anybody writes.
_LEVELS = 9
# A number is written before each of its headings: what is longer is none, and would make a small file a large text.
_PATTERN_LIMIT = 40


@dataclass
class _Level:
    """How one level counts: its format, where it begins, and how its number is written ("%1.%2")."""

    format: str
    start: int
    text: str


@dataclass
class _Lists:
    """The lists of a document: the abstract one of each, and what begins anew."""

    abstract: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    anew: dict[tuple[str, int], int] = field(default_factory=dict)
    # A style may name its list and level itself.
    styled: dict[str, tuple[str, int]] = field(default_factory=dict)
    headings: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Numbered:
    is_heading: bool
    level: int
    is_ordered: bool
    value: int
    words: str


def carry_over(parts: dict[str, bytes], root: Node) -> bool:
    """Give each list of the tree the number it begins with, and each numbered heading its number.

    False where the tree and the document disagree on what is numbered; then the tree stays as it was.
    """
    lists = _lists(parts)
    found = _counted(parts.get("word/document.xml", b""), lists)
    items = [one for one in found if not one.is_heading]
    headings = [one for one in found if one.is_heading]
    listed = list(root.all("li"))
    titles = list(root.all("h1", "h2", "h3", "h4", "h5", "h6"))
    owner = {id(item): node for node in root.all("ol", "ul") for item in node.children if isinstance(item, Node)}
    if len(items) != len(listed):
        return False
    starts: dict[int, int] = {}
    last: dict[int, int] = {}
    for one, item in zip(items, listed, strict=True):
        node = owner.get(id(item))
        if node is None or (node.tag == "ol") != one.is_ordered:
            return False
        if one.is_ordered:
            expected = last.get(id(node), one.value - 1) + 1
            if expected != one.value:
                return False
            starts.setdefault(id(node), one.value)
            last[id(node)] = one.value
    named = [title for title in titles if title.words().strip()]
    if len(headings) == len(named):
        for one, title in zip(headings, named, strict=True):
            if one.words:
                title.children.insert(0, f"{one.words} ")
    for node in root.all("ol"):
        if id(node) in starts:
            node.attributes["start"] = str(starts[id(node)])
    return True


def _lists(parts: dict[str, bytes]) -> _Lists:
    lists = _Lists()
    if part := parts.get("word/numbering.xml"):
        tree = fromstring(part)
        for abstract in tree.iter(f"{_W}abstractNum"):
            for level in abstract.iter(f"{_W}lvl"):
                _take_level(lists, str(abstract.get(f"{_W}abstractNumId")), level)
        for number in tree.iter(f"{_W}num"):
            key = str(number.get(f"{_W}numId"))
            lists.abstract[key] = _value(number, "abstractNumId") or ""
            for override in number.iter(f"{_W}lvlOverride"):
                start = _value(override, "startOverride")
                if start is not None:
                    lists.anew[key, _int(override.get(f"{_W}ilvl"))] = _int(start)
    if part := parts.get("word/styles.xml"):
        for style in fromstring(part).iter(f"{_W}style"):
            key = str(style.get(f"{_W}styleId"))
            if _HEADING.match(_value(style, "name") or ""):
                lists.headings.add(key)
            properties = style.find(f"{_W}pPr/{_W}numPr")
            if properties is not None and (number := _value(properties, "numId")):
                lists.styled[key] = (number, _int(_value(properties, "ilvl")))
    return lists


def _take_level(lists: _Lists, abstract: str, level: ET.Element) -> None:
    at = _int(level.get(f"{_W}ilvl"))
    start, text = _value(level, "start"), _value(level, "lvlText") or ""
    made = _Level(_value(level, "numFmt") or "decimal", 1 if start is None else _int(start), text)
    lists.levels[abstract, at] = made


def _counted(document: bytes, lists: _Lists) -> list[_Numbered]:
    """Each list item and each heading in the order of the document; empty ones count and are not told."""
    counters: dict[tuple[str, int], int] = {}
    begun: set[tuple[str, int]] = set()
    found = []
    for paragraph in fromstring(document).iter(f"{_W}p") if document else ():
        style = _value(paragraph.find(f"{_W}pPr"), "pStyle") or ""
        is_heading = style in lists.headings
        number, at = _place(paragraph, style, lists)
        words = "".join(text.text or "" for text in paragraph.iter(f"{_W}t")).strip()
        level = lists.levels.get((lists.abstract.get(number, ""), at)) if number else None
        if level is None or at >= _LEVELS:
            if is_heading and words:
                found.append(_Numbered(True, 0, False, 0, ""))
            continue
        abstract = lists.abstract[number]
        if (number, at) in lists.anew and (number, at) not in begun:
            counters[abstract, at] = lists.anew[number, at] - 1
        begun.add((number, at))
        counters[abstract, at] = counters.get((abstract, at), level.start - 1) + 1
        for deeper in range(at + 1, _LEVELS):
            counters.pop((abstract, deeper), None)
        if words:
            shown = _shown(level, abstract, counters, lists) if is_heading else ""
            found.append(_Numbered(is_heading, at, level.format != "bullet", counters[abstract, at], shown))
    return found


def _place(paragraph: ET.Element, style: str, lists: _Lists) -> tuple[str, int]:
    """The list and the level that a paragraph stands in; an empty name where it stands in none."""
    properties = paragraph.find(f"{_W}pPr/{_W}numPr")
    if properties is None:
        return lists.styled.get(style, ("", 0))
    number, at = _value(properties, "numId"), _value(properties, "ilvl")
    styled = lists.styled.get(style, ("", 0))
    # Zero takes a paragraph out of the list of its style.
    key = styled[0] if number is None else "" if number == "0" else number
    return key, styled[1] if at is None else _int(at)


def _shown(level: _Level, abstract: str, counters: dict[tuple[str, int], int], lists: _Lists) -> str:
    """A heading's number as it is read, where it is made of plain digits: "2.1". Nothing for letters and roman ones."""
    above = [int(place) - 1 for place in re.findall(r"%(\d)", level.text)]
    formats = {found.format for place in above if (found := lists.levels.get((abstract, place)))}
    if formats != {"decimal"} or len(level.text) > _PATTERN_LIMIT:
        return ""
    written = re.sub(r"%(\d)", lambda place: str(counters.get((abstract, int(place[1]) - 1), 1)), level.text)
    return written.strip()


def _value(element: ET.Element | None, name: str) -> str | None:
    found = element.find(f"{_W}{name}") if element is not None else None
    return found.get(f"{_W}val") if found is not None else None


def _int(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdecimal() and len(words) < 10 else 0
