"""The words of a file as Markdown, and counts of what could not be kept. One function per kind of file.

The readers are imported where they are needed: what is imported is most of what a child costs.
"""

from collections import Counter
from typing import Any

from texts.files.inside import markup, sniffing
from texts.files.inside.bad import Bad
from texts.files.inside.markup import Node


def docx(content: bytes, limit: str) -> tuple[dict[str, Any], bytes]:
    from texts.files.inside import worddoc

    return _answered(*worddoc.read(content), int(limit))


def odt(content: bytes, limit: str) -> tuple[dict[str, Any], bytes]:
    from texts.files.inside import writer

    return _answered(*writer.read(content), int(limit))


def txt(content: bytes, limit: str) -> tuple[dict[str, Any], bytes]:
    text = sniffing.decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    return _bounded(text, Counter(), int(limit))


def md(content: bytes, limit: str) -> tuple[dict[str, Any], bytes]:
    return txt(content, limit)


def _answered(tree: Node, notes: Counter[str], limit: int) -> tuple[dict[str, Any], bytes]:
    return _bounded(markup.to_markdown(tree, notes), notes, limit)


def _bounded(text: str, notes: Counter[str], limit: int) -> tuple[dict[str, Any], bytes]:
    if not text.strip():
        raise Bad("no_words")
    if len(text) > limit:
        raise Bad("too_long", count=len(text), limit=limit)
    return {"notes": {name: count for name, count in notes.items() if count}}, text.encode()
