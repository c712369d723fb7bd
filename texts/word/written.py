"""What people wrote, as paragraphs of a Word document: Markdown by its meaning, plain text as it was typed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from markdown_it.token import Token

from texts.rules import markdown
from texts.rules.render import MARKDOWN
from texts.word.runs import Run, clean

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_DEEPEST_LIST = 8


class Page(Protocol):
    """As much of a document as a text needs."""

    def line(
        self, *parts: Run, style: str = ..., language: str = ..., level: int = ..., number: int = ..., rule: bool = ...
    ) -> None: ...

    def listed(self, start: int | None) -> int: ...

    def table(self, rows: Sequence[Sequence[Sequence[Run]]], language: str) -> None: ...


def write(page: Page, text: str, *, format: str, language: str, heading: int, style: str) -> None:
    """`heading`: the level of the text's own first headings; `style`: of its ordinary paragraphs."""
    tokens = markdown.parsed(text) if format == MARKDOWN else None
    if tokens is None:
        for block in _BLANK_LINES.split(clean(text).strip("\n")):
            if block.strip():
                page.line(Run(block), style=style, language=language)
        return
    _Writer(page, tokens, language, heading, style).write()


@dataclass
class _List:
    """An open list: its number in the document, and whether its present item has begun."""

    id: int
    fresh: bool = False


class _Writer:
    def __init__(self, page: Page, tokens: Sequence[Token], language: str, heading: int, style: str) -> None:
        self.page, self.tokens, self.language, self.style = page, tokens, language, style
        tags = [token.tag for token in tokens if token.type == "heading_open"]
        self.headings = iter([min(heading + depth, 6) for depth in markdown.depths(tags)])
        self.lists: list[_List] = []
        self.quotes = 0
        self.in_heading = 0
        self.rows: list[list[list[Run]]] | None = None

    def write(self) -> None:
        for token in self.tokens:
            match token.type:
                case "heading_open":
                    self.in_heading = next(self.headings)
                case "heading_close":
                    self.in_heading = 0
                case "ordered_list_open":
                    self.lists.append(_List(self.page.listed(int(token.attrs.get("start", 1)))))
                case "bullet_list_open":
                    self.lists.append(_List(self.page.listed(None)))
                case "ordered_list_close" | "bullet_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self.lists[-1].fresh = True
                case "blockquote_open":
                    self.quotes += 1
                case "blockquote_close":
                    self.quotes -= 1
                case "hr":
                    self.page.line(style=self.style, language=self.language, rule=True)
                case "fence" | "code_block":
                    self._line([Run(token.content.rstrip("\n"))], style="CodeBlock")
                case "table_open":
                    self.rows = []
                case "table_close":
                    self.page.table(self.rows or [], self.language)
                    self.rows = None
                case "tr_open" if self.rows is not None:
                    self.rows.append([])
                case "inline":
                    self._inline(list(_runs(token.children or [])))

    def _inline(self, parts: list[Run]) -> None:
        if self.rows is not None:
            self.rows[-1].append([replace(part, bold=True) for part in parts] if len(self.rows) == 1 else parts)
        elif self.in_heading:
            self.page.line(*parts, style=f"Heading{self.in_heading}", language=self.language)
        else:
            self._line(parts, style="Quote" if self.quotes else self.style)

    def _line(self, parts: list[Run], *, style: str) -> None:
        level = min(len(self.lists), _DEEPEST_LIST)
        number = 0
        if self.lists and self.lists[-1].fresh:
            number, self.lists[-1].fresh = self.lists[-1].id, False
        self.page.line(*parts, style=style, language=self.language, level=level, number=number)


def _runs(children: Sequence[Token]) -> Iterator[Run]:
    marks, address = Run(""), ""
    for child in children:
        match child.type:
            case "text":
                yield replace(marks, text=child.content, address=address)
            case "code_inline":
                yield replace(marks, text=child.content, address=address, code=True)
            case "softbreak" | "hardbreak":
                # As on the page: a line end within a paragraph is a space.
                yield replace(marks, text="\n" if child.type == "hardbreak" else " ")
            case "strong_open" | "strong_close":
                marks = replace(marks, bold=child.nesting == 1)
            case "em_open" | "em_close":
                marks = replace(marks, italic=child.nesting == 1)
            case "s_open" | "s_close":
                marks = replace(marks, struck=child.nesting == 1)
            case "link_open":
                address = str(child.attrs.get("href", ""))
            case "link_close":
                address = ""
