"""My response as a file that goes round for clearance: a Word document, or plain text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from texts.rules.render import PLAIN
from texts.word import Paper, Run

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
    at: datetime


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
    """A .docx: headings, the paragraphs' own words as quotations, all texts as they were typed."""
    paper = Paper(title=clearance.title, language=get_language() or "en", at=clearance.at)
    paper.heading(0, Run(clearance.title))
    for line in clearance.about:
        paper.line(Run(line))
    for group in clearance.groups:
        paper.heading(1, Run(group.heading), language=group.language)
        for part in group.parts:
            paper.heading(2, Run(part.heading))
            for note in part.notes:
                paper.line(Run(note), style="Note")
            if part.quoted is not None:
                paper.written(part.quoted.text, format=PLAIN, language=part.quoted.language, style="Quote")
            for words in part.words:
                paper.written(words.text, format=PLAIN, language=words.language)
                paper.line(Run(counted(words)), style="Caption")
    return paper.content()
