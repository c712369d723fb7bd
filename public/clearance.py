"""My response as a file that goes round for clearance: a Word document, or plain text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from texts.rules import languages

WIDTH = 72


@dataclass(frozen=True)
class Words:
    """A text in its language; `count`: how many words it has, `limit`: how many its question asks for at most."""

    text: str
    language: str
    count: int = 0
    limit: int | None = None


@dataclass(frozen=True)
class Part:
    """One draft: what it is called, the words it is about (a paragraph's, a question's), what it says."""

    heading: str
    notes: tuple[str, ...] = ()
    quoted: Words | None = None
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Group:
    """The parts on one text, or the contribution with its answers."""

    heading: str
    language: str
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Clearance:
    title: str
    about: Sequence[str]
    groups: Sequence[Group]


def counted(words: Words) -> str:
    """“213 words”, “120 of at most 500 words”."""
    if words.limit:
        return _("%(n)s of at most %(limit)s words") % {"n": words.count, "limit": words.limit}
    return ngettext("%(n)s word", "%(n)s words", words.count) % {"n": words.count}


def as_of(now: datetime) -> str:
    """That this is a draft, and of which moment."""
    moment = date_format(now.astimezone(UTC), "j F Y, H:i")
    return _("Drafts as of %(moment)s UTC. Nothing in this file is filed.") % {"moment": moment}


# --- plain text ------------------------------------------------------------------------------------------------------


def plain(clearance: Clearance) -> str:
    """The same as lines; texts stand as they were typed."""
    lines = [clearance.title, "=" * min(len(clearance.title), WIDTH), *clearance.about, ""]
    for group in clearance.groups:
        lines += ["", group.heading, "-" * min(len(group.heading), WIDTH)]
        for part in group.parts:
            lines += ["", part.heading, *part.notes]
            if part.quoted is not None:
                lines += ["", *(f"> {line}".rstrip() for line in part.quoted.text.splitlines())]
            for words in part.words:
                lines += ["", words.text, "", f"[{counted(words)}]"]
    return "\n".join(lines).strip() + "\n"


# --- Word ------------------------------------------------------------------------------------------------------------


def word(clearance: Clearance) -> bytes:
    """A .docx: headings, the paragraphs' own words as quotations, right-to-left texts as such."""
    document: Any = Document()
    document.core_properties.title = clearance.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_heading(clearance.title, 0)
    for line in clearance.about:
        document.add_paragraph(line)
    for group in clearance.groups:
        _heading(document, group.heading, 1, group.language)
        for part in group.parts:
            _heading(document, part.heading, 2, "")
            for note in part.notes:
                document.add_paragraph(note).runs[0].italic = True
            if part.quoted is not None:
                _written(document, part.quoted, style="Quote")
            for words in part.words:
                _written(document, words)
                document.add_paragraph(counted(words), style="Caption")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _heading(document: Any, text: str, level: int, language: str) -> None:
    heading = document.add_heading("", level)
    _run(heading, text, language)


def _written(document: Any, words: Words, style: str | None = None) -> None:
    """A text as typed: a blank line begins a paragraph, a line end stays one."""
    for block in words.text.split("\n\n"):
        if not block.strip():
            continue
        paragraph = document.add_paragraph(style=style)
        if languages.direction(words.language) == "rtl":
            # In its own place: the order of what describes a paragraph is fixed.
            paragraph.paragraph_format.element.get_or_add_pPr().insert_element_before(
                OxmlElement("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
            )
        for number, line in enumerate(block.strip("\n").split("\n")):
            if number:
                paragraph.add_run().add_break()
            _run(paragraph, line, words.language)


def _run(paragraph: Any, text: str, language: str) -> None:
    run = paragraph.add_run(text)
    if not language:
        return
    properties = run._r.get_or_add_rPr()
    is_rtl = languages.direction(language) == "rtl"
    if is_rtl:
        run.font.rtl = True
    tag = OxmlElement("w:lang")
    tag.set(qn("w:bidi" if is_rtl else "w:val"), language)
    properties.append(tag)
