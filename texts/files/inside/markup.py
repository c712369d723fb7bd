"""A document as a tree of HTML's plainest elements, written as Markdown (CommonMark with tables).

Elements: h1 to h6, p, ul, ol (start), li, table, tr, td (span), blockquote; strong, em, a (href), br, sup.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "table", "blockquote", "div"})
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>]+\Z", re.IGNORECASE)


@dataclass
class Node:
    """An element: its tag, attributes and children, which are elements or words."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def words(self) -> str:
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)

    def all(self, *tags: str) -> Iterator["Node"]:
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)


@dataclass(frozen=True)
class Run:
    """Words in one manner."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""


def to_markdown(root: Node, notes: Counter[str]) -> str:
    """The Markdown of a tree; counts into `notes` the tables that lost something."""
    return "\n\n".join(_blocks(root, notes))


def _blocks(node: Node, notes: Counter[str]) -> list[str]:
    """Each block's Markdown; inline children between blocks make paragraphs of their own."""
    written: list[str] = []
    loose = Node("p")
    before = ""
    for child in [*node.children, Node("end")]:
        if isinstance(child, str) or child.tag not in _BLOCKS | {"end"}:
            loose.children.append(child)
            continue
        if loose.children:
            written += _block(loose, "", notes)
            loose = Node("p")
        if child.tag != "end":
            blocks = _block(child, before, notes)
            written += blocks
            before = _marker_of(child, before) if blocks else before
    return written


def _marker_of(node: Node, before: str) -> str:
    """The marker of a list, another than that of a list directly before it: else both would be one."""
    if node.tag == "ul":
        return "*" if before == "-" else "-"
    if node.tag == "ol":
        return ")" if before == "." else "."
    return ""


def _block(node: Node, before: str, notes: Counter[str]) -> list[str]:
    match node.tag:
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            words = " ".join(_inline(node).split())
            return [f"{'#' * int(node.tag[1])} {words}"] if words else []
        case "p":
            words = _paragraph(node)
            return [words] if words else []
        case "ul" | "ol":
            return _list(node, _marker_of(node, before), notes)
        case "table":
            return _table(node, notes)
        case "blockquote":
            return ["\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(node, notes)).split("\n"))]
        case _:
            return _blocks(node, notes)


def _list(node: Node, marker: str, notes: Counter[str]) -> list[str]:
    items = []
    number = int(node.attributes.get("start", "1"))
    for item in node.children:
        if isinstance(item, str):
            continue
        begin = f"{number}{marker} " if node.tag == "ol" else f"{marker} "
        # A nested list stands directly below its item's words.
        lines: list[str] = []
        for part in _blocks(item, notes) if item.tag == "li" else _block(item, "", notes):
            nested = re.match(r"[-*] |\d+[.)] ", part)
            lines += [*([] if nested or not lines else [""]), *part.split("\n")]
        if not lines:
            continue
        indented = [lines[0], *(" " * len(begin) + line if line else "" for line in lines[1:])]
        items.append(begin + "\n".join(indented))
        number += 1
    loose = any("\n\n" in item for item in items)
    return [("\n\n" if loose else "\n").join(items)] if items else []


def _table(node: Node, notes: Counter[str]) -> list[str]:
    rows = [row for row in (list(row.all("td", "th")) for row in node.all("tr")) if row]
    # A frame round a text is no table.
    if sum(len(row) for row in rows) == 1:
        return _blocks(rows[0][0], notes)
    if any(True for _ in node.all("table")):
        notes["tables"] += 1
        return [block for row in rows for cell in row for block in _blocks(cell, notes)]
    lines = [[_cell(cell) for cell in row] for row in rows]
    width = max((len(line) for line in lines), default=0)
    lines = [[*line, *[""] * (width - len(line))] for line in lines if any(line)]
    if not lines:
        return []
    spans = any(cell.attributes.get("span") for row in rows for cell in row)
    parts = any(len([part for part in cell.children if isinstance(part, Node)]) > 1 for row in rows for cell in row)
    if spans or parts:
        notes["tables"] += 1
    head, *body = ["| " + " | ".join(line) + " |" for line in lines]
    return ["\n".join([head, "|" + " --- |" * width, *body])]


def _cell(cell: Node) -> str:
    pieces = [" ".join(_inline(part).split()) for part in _leaves(cell)]
    return " ".join(piece for piece in pieces if piece).replace("|", "\\|")


def _leaves(node: Node) -> Iterator[Node]:
    """The parts of a cell that hold words and no blocks."""
    if not any(isinstance(child, Node) and child.tag in _BLOCKS for child in node.children):
        yield node
        return
    for child in node.children:
        if isinstance(child, Node):
            yield from _leaves(child)


def _paragraph(node: Node) -> str:
    lines = [line.strip(" \t") for line in _inline(node).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    # Two spaces break the line; an empty line would end the paragraph.
    return "  \n".join(_not_a_mark(line) for line in lines if line)


def _not_a_mark(line: str) -> str:
    """A line whose beginning would make a heading, a list, a quote or a rule of it, with that sign escaped."""
    line = re.sub(r"^(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+\s*$|-{2,}\s*$)", r"\\\1", line)
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", line)


def _inline(node: Node) -> str:
    out = ""
    runs = _merged(_runs(node, Run("")))
    for position, run in enumerate(runs):
        after = runs[position + 1].text[:1] if position + 1 < len(runs) else ""
        out += _written(run, out[-1:], after)
    return out


def _runs(node: Node, manner: Run) -> Iterator[Run]:
    for child in node.children:
        if isinstance(child, str):
            yield replace(manner, text=re.sub(r"[^\S\xa0]+", " ", child))
        elif child.tag == "br":
            yield Run("\n")
        elif child.tag in {"strong", "b"}:
            yield from _runs(child, replace(manner, strong=True))
        elif child.tag in {"em", "i"}:
            yield from _runs(child, replace(manner, em=True))
        elif child.tag == "a" and _LINK.match(child.attributes.get("href", "")):
            yield from _runs(child, Run("", href=child.attributes["href"]))
        elif child.tag in _BLOCKS:
            yield Run("\n")
            yield from _runs(child, manner)
            yield Run("\n")
        else:
            strong, em = manner.strong or "strong" in child.attributes, manner.em or "em" in child.attributes
            yield from _runs(child, replace(manner, strong=strong, em=em))


def _merged(runs: Iterator[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        if merged and replace(merged[-1], text=run.text) == run:
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    return merged


def _written(run: Run, before: str, after: str) -> str:
    core = run.text.strip()
    if not core:
        return run.text
    lead, trail = run.text[: run.text.index(core)], run.text[run.text.index(core) + len(core) :]
    if run.href:
        address = run.href.replace("(", "%28").replace(")", "%29")
        return f"{lead}[{_escaped(core).replace('[', '\\[').replace(']', '\\]')}]({address}){trail}"
    marks = "**" * run.strong + "*" * run.em
    # Marks count only at the edge of a word; where they would stand as stars, the words go without.
    clings = (not lead and (before == "*" or _clings(before, core[0]))) or (not trail and _clings(after, core[-1]))
    if not marks or clings or "\n" in core:
        return lead + _escaped(core) + trail
    return f"{lead}{marks}{_escaped(core)}{marks}{trail}"


def _clings(outside: str, edge: str) -> bool:
    return not edge.isalnum() and bool(outside.strip()) and unicodedata.category(outside)[0] != "P"


def _escaped(text: str) -> str:
    text = re.sub(r"([\\`*])", r"\\\1", text)
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)
    text = re.sub(r"~(?=~)", r"\\~", text)
    text = re.sub(r"\](?=[(:\[])", r"\\]", text)
    return re.sub(r"&(?=#?\w+;)", r"\\&", text)
