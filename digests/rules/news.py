"""What a digest says, as plain values: consultation, then text, then paragraph; the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from digests.rules.lines import WIDTH, wrap

# Of a text this many characters stand in the mail; then it says how many are left and where.
WORDS = 1_200
# More of either than this is counted and linked, never left out without a word.
MOST_COMMENTS = 40
MOST_LINES = 40


@dataclass(frozen=True)
class Comment:
    number: int
    url: str
    kind: str
    answers: int | None
    group: str
    slot: int | None
    author: str
    capacity: str
    at: datetime
    corrected: bool
    language: str
    lines: Sequence[str]
    html: SafeString
    left: int
    # How many others filed the same text in the same time, and where they are listed.
    others: int = 0
    others_url: str = ""

    @property
    def byline(self) -> str:
        """Group, who, for whom: in the order in which a reader weighs them."""
        return ", ".join(part for part in (self.group, self.author, self.capacity) if part)


@dataclass(frozen=True)
class Line:
    """One act in one line; `quoted` are words of somebody in `language`, a title or a reason."""

    number: int
    url: str
    words: str
    quoted: str = ""
    language: str = ""

    @property
    def quote(self) -> str:
        return " ".join(self.quoted.split())

    @property
    def lines(self) -> list[str]:
        """For the text part: the words, and below them the quotation."""
        return wrap(self.words) + (wrap(f"“{self.quote}”") if self.quote else [])


@dataclass(frozen=True)
class Part:
    """One paragraph of a text, or the whole text."""

    name: str
    url: str
    comments: Sequence[Comment]


@dataclass(frozen=True)
class Text:
    title: str
    language: str
    url: str
    parts: Sequence[Part]
    more: int
    more_url: str

    @property
    def underline(self) -> str:
        return "-" * min(len(self.title), WIDTH)

    @property
    def count(self) -> int:
        return sum(len(part.comments) for part in self.parts) + self.more


@dataclass(frozen=True)
class Deadline:
    """A round that is open now: when it closes, in the reader's zone and UTC."""

    words: str
    url: str

    @property
    def lines(self) -> list[str]:
        return wrap(self.words)


@dataclass(frozen=True)
class Chapter:
    """What is new in one consultation."""

    title: str
    language: str
    url: str
    deadlines: Sequence[Deadline]
    lines: Sequence[Line]
    more: int
    more_url: str
    texts: Sequence[Text]

    @property
    def underline(self) -> str:
        return "=" * min(len(self.title), WIDTH)


@dataclass(frozen=True)
class News:
    chapters: Sequence[Chapter]

    @property
    def comments(self) -> int:
        return sum(text.count for chapter in self.chapters for text in chapter.texts)

    @property
    def acts(self) -> int:
        return sum(len(chapter.lines) + chapter.more for chapter in self.chapters)

    def __bool__(self) -> bool:
        return bool(self.comments or self.acts)


def cut(text: str, limit: int = WORDS) -> tuple[str, int]:
    """The beginning of a text, between two words where it has any, and how many characters are left."""
    if len(text) <= limit:
        return text, 0
    # Scripts without spaces would be cut back to almost nothing by a space far away.
    end = max(text.rfind(" ", limit * 4 // 5, limit), text.rfind("\n", limit * 4 // 5, limit))
    shown = text[: end if end > 0 else limit].rstrip()
    return shown, len(text) - len(shown)
