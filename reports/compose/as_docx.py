"""A compilation as a Word document: a title page's lines, contents that lead, headings, numbers that link, the sums."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from accounts.models.stakeholder_group import LABELS
from reports.compose.parts import Compilation, Item, Note, Section
from texts.word import Paper, Run

# With a mark behind it, so that numbers behind a name in Arabic keep their place.
_GAP = "  ·  \N{LEFT-TO-RIGHT MARK}"
# Replies stand one level below what they reply to, and no deeper.
_DEEPEST = 5


def write(made: Compilation) -> bytes:
    """Runs in the language that is active, which is the stamp's."""
    paper = Paper(title=f"{made.title}, {made.arranged}", language=made.stamp.language, at=made.stamp.at)
    paper.footer(_GAP.join([_("No. %(number)s") % {"number": made.stamp.number}, made.stamp.licence]))
    _front(paper, made)
    for section in made.sections:
        _section(paper, section)
    _end(paper, made)
    return paper.content()


def _front(paper: Paper, made: Compilation) -> None:
    paper.line(Run(made.consultation, language=made.consultation_language), style="Subtitle")
    paper.heading(0, Run(made.title))
    paper.line(Run(_("Arranged %(how)s") % {"how": made.arranged}), style="Subtitle")
    paper.line(Run(made.stamp.state))
    paper.line(Run(made.stamp.terms, address=made.stamp.licence_address))
    paper.line(Run(_("Source: ")), Run(made.round, address=made.round))
    paper.heading(1, Run(_("Contents")))
    for section in made.sections:
        count = [Run(f" ({len(section.items)})", quiet=True)] if section.items else []
        name = [replace(run, anchor=section.anchor) for run in _name(section)]
        paper.line(*name, *count, style=f"TOC{section.level}")
    paper.line(Run(_("Sums"), anchor="sums"), style="TOC1")


def _name(section: Section) -> Iterator[Run]:
    if section.heading:
        yield Run(f"{section.heading}: " if section.title else section.heading)
    if section.title:
        yield Run(section.title, language=section.language)


def _section(paper: Paper, section: Section) -> None:
    own = "" if section.heading else section.language
    paper.heading(section.level, *_name(section), language=own, anchor=section.anchor)
    for words in section.about:
        paper.written(
            words.text, format=words.format, language=words.language, heading=section.level + 1, style="Quote"
        )
    if section.empty:
        paper.line(Run(section.empty), style="Note")
    for item in section.items:
        _item(paper, item, section.level + 1)


def _item(paper: Paper, item: Item, level: int) -> None:
    number = Run(_("No. %(number)s") % {"number": item.number}, address=item.address)
    if item.fate:
        paper.line(number, Run(f"{_GAP}{item.moment}"), style="Byline")
        paper.line(Run(item.fate), style="Fate")
        if item.reason is not None:
            paper.written(item.reason.text, format=item.reason.format, language=item.reason.language, style="Quote")
    else:
        _heading(paper, item, level)
        by = [Run(item.who, bold=True)] if item.title else []
        group = str(LABELS[item.group]) if item.group in LABELS else ""
        facts = _GAP.join(part for part in (group, *item.facts, item.moment) if part)
        paper.line(number, *(Run(_GAP), *by) if by else (), Run(f"{_GAP}{facts}"), style="Byline")
        _notes(paper, item.notes)
        for words in item.words:
            if words.label:
                paper.line(Run(words.label), style="Label")
            paper.written(words.text, format=words.format, language=words.language, heading=level + 1)
    for reply in item.replies:
        # What is not shown has no heading.
        _item(paper, reply, level if item.fate else min(level + 1, _DEEPEST))


def _heading(paper: Paper, item: Item, level: int) -> None:
    paper.heading(level, Run(item.heading), language=item.language if item.title else "")


def _notes(paper: Paper, notes: tuple[Note, ...]) -> None:
    for note in notes:
        paper.line(Run(note.words, address=note.address), style="Note")


def _end(paper: Paper, made: Compilation) -> None:
    paper.heading(1, Run(_("Sums")), anchor="sums")
    for told in made.sums:
        paper.line(Run(told.sentence), style="Total")
    _notes(paper, made.notes)
    paper.line(Run(made.stamp.state), style="Note")
    paper.line(Run(_("The consultation: ")), Run(made.stamp.address, address=made.stamp.address), style="Note")
