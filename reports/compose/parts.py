"""What a compilation is made of, whatever it is shown as: sections, texts that people filed, the sums at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from reports.compose.stamp import Stamp
from texts.rules.render import MARKDOWN


def moment(at: datetime) -> str:
    """“14 Apr 2027, 09:30 UTC”: in UTC and with the year, whoever reads it and when."""
    return f"{date_format(at.astimezone(UTC), 'j M Y, H:i')} UTC"


@dataclass(frozen=True)
class Words:
    """What somebody wrote, in its language; `label` says which part of their text it is."""

    text: str
    language: str
    format: str = MARKDOWN
    label: str = ""


@dataclass(frozen=True)
class Note:
    """A line beside a text. `address`: where it leads."""

    words: str
    address: str = ""


@dataclass(frozen=True)
class Item:
    """One text that somebody filed, or what stands in its place. `also`: numbers of the same text, filed again.

    `group` is the key of a stakeholder group, SECRETARIAT or nothing. `fate` is empty for what is shown; else it says
    what happened, and there are no words, no name and no group.
    """

    id: UUID
    number: int
    is_contribution: bool
    status: str
    address: str
    language: str
    at: datetime
    title: str = ""
    kind: str = ""
    who: str = ""
    group: str = ""
    facts: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    words: tuple[Words, ...] = ()
    also: tuple[int, ...] = ()
    fate: str = ""
    reason: Words | None = None
    replies: tuple["Item", ...] = ()

    @property
    def heading(self) -> str:
        """A contribution is called by its title, a comment by who wrote it."""
        return self.title or ", ".join(part for part in (self.kind, self.who) if part)

    @property
    def label(self) -> str:
        """What names it for those who hear the page: “No. 1042, Concern, Ministry of Posts”."""
        number = _("No. %(number)s") % {"number": self.number}
        return ", ".join(part for part in (number, self.kind, self.who) if part)

    @property
    def moment(self) -> str:
        return moment(self.at)

    def noted(self, *notes: Note) -> "Item":
        return replace(self, notes=(*notes, *self.notes))


@dataclass(frozen=True)
class Section:
    """`level` 1 or 2; `about`: the question or paragraph that its texts are about; `empty`: said where nothing is.

    It is called by `heading`, in the words of the house, and by `title`, in words of `language`, or by one of both.
    """

    anchor: str
    heading: str
    level: int = 1
    title: str = ""
    language: str = ""
    about: tuple[Words, ...] = ()
    items: tuple[Item, ...] = ()
    empty: str = ""


@dataclass(frozen=True)
class Sum:
    """What became of all that was received: `received` is counted in the database, the others in the document."""

    name: str
    received: int
    shown: int
    hidden: int
    withdrawn: int
    erased: int
    waiting: int

    @property
    def is_equal(self) -> bool:
        return self.received == self.shown + self.hidden + self.withdrawn + self.erased + self.waiting

    @property
    def sentence(self) -> str:
        words = _(
            "%(name)s: received %(received)s = shown %(shown)s + hidden %(hidden)s + withdrawn %(withdrawn)s + "
            "erased %(erased)s + waiting %(waiting)s"
        )
        return words % {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Compilation:
    title: str
    # How it is arranged, as a key and in words.
    by: str
    arranged: str
    consultation: str
    consultation_language: str
    round: str
    stamp: Stamp
    sections: tuple[Section, ...]
    sums: tuple[Sum, ...]
    notes: tuple[Note, ...] = field(default=())

    def items(self) -> Iterator[Item]:
        """Every text in the document, replies too, in its order."""
        for section in self.sections:
            for item in section.items:
                yield from within(item)


def within(item: Item) -> Iterator[Item]:
    yield item
    for reply in item.replies:
        yield from within(reply)
