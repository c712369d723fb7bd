"""The shapes of the demonstration's data: frozen, without Django, every reference a key of the same story."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True)
class Moment:
    """A moment told from the day D on which the demonstration is started, so that the story never ages.

    Either `days` from D with `hour` and `minute` in UTC, or `hours_ago` before the start itself.
    """

    days: int = 0
    hour: int = 0
    minute: int = 0
    hours_ago: float | None = None

    def at(self, start: datetime) -> datetime:
        """The moment itself; `start` is an aware datetime in UTC."""
        if self.hours_ago is not None:
            return start - timedelta(hours=self.hours_ago)
        midnight = datetime.combine(start.date(), time(), tzinfo=start.tzinfo)
        return midnight + timedelta(days=self.days, hours=self.hour, minutes=self.minute)


@dataclass(frozen=True)
class Person:
    """`country` is ISO 3166 alpha-2, or None for a country that is invented; `group` is a stakeholder group's key."""

    key: str
    name: str
    email: str
    country: str | None
    group: str
    language: str
    time_zone: str


@dataclass(frozen=True)
class Organization:
    """`type` is organization or coalition; focal points may speak for it, members have their texts released."""

    key: str
    name: str
    type: str
    group: str
    country: str | None
    language: str
    domain: str
    focal_points: tuple[str, ...]
    members: tuple[str, ...] = ()
    verified: bool = True
    latin_name: str = ""


@dataclass(frozen=True)
class Charter:
    """The rules of the consultation, one answer to each question a newcomer asks."""

    purpose: str
    taking_part: str
    what_happens: str
    who_decides: str
    moderation: str
    names: str
    contact: str


@dataclass(frozen=True)
class Consultation:
    slug: str
    title: str
    summary: str
    level: str
    hosting_body: str
    language: str
    time_zone: str
    charter: Charter
    created: Moment


@dataclass(frozen=True)
class Extension:
    """More time, given before the close: `closes_from` was the close until `moment`."""

    moment: Moment
    closes_from: Moment
    closes_to: Moment
    reason: str


@dataclass(frozen=True)
class Round:
    """`closes` is the first moment that is too late."""

    number: int
    purpose: str
    title: str
    summary: str
    opens: Moment
    closes: Moment
    extension: Extension | None = None


@dataclass(frozen=True)
class Milestone:
    """One of the five steps of the timeline; `round` where the step is a round."""

    title: str
    starts: Moment
    round: int | None = None


@dataclass(frozen=True)
class Question:
    number: int
    text: str
    help: str = ""
    word_limit: int | None = None


@dataclass(frozen=True)
class Document:
    """Beside the consultation: a link, or a file that is made from these paragraphs, as .docx or as .txt."""

    type: str
    title: str
    language: str
    dated: Moment
    link: str = ""
    file: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contribution:
    """Sent to the call. `sent` is when a recorded one reached the secretariat; a late one came after the close.

    `answers`: number of a question and what is answered to it, beside the free text.
    """

    key: str
    by: str
    organization: str | None
    language: str
    title: str
    text: str
    moment: Moment
    channel: str = "web"
    recorded_by: str | None = None
    source_ref: str = ""
    sent: Moment | None = None
    late: bool = False
    answers: tuple[tuple[int, str], ...] = ()

    @property
    def capacity(self) -> str:
        return "organization" if self.organization else "personal"

    @property
    def whole(self) -> str:
        """Text and answers, as one reads them."""
        return "\n\n".join([self.text, *(answer for _number, answer in self.answers)])


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph in Markdown; `drawn_from` holds keys of contributions."""

    number: int
    heading: str
    text: str
    drawn_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text of the secretariat put up for comment in a round; `type` is paper or draft."""

    key: str
    type: str
    title: str
    subtitle: str
    language: str
    round: int
    published: Moment
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Option:
    """One of several ways to go, with the organizations that champion it."""

    key: str
    letter: str
    title: str
    summary: str
    champions: tuple[str, ...]
    next_step: str
    body: str
    language: str
    round: int
    published: Moment
    is_status_quo: bool = False

    @property
    def type(self) -> str:
        return "option"


@dataclass(frozen=True)
class Relation:
    """`kind` is part_of, conflicts_with or overlaps_with; `paragraph` of the zero draft where they meet."""

    option: str
    kind: str
    other: str
    paragraph: int | None = None


@dataclass(frozen=True)
class Comment:
    """A remark on a paragraph or, where that is None, on the whole text; a reply names a top-level comment."""

    key: str
    by: str
    organization: str | None
    paragraph: int | None
    kind: str | None
    language: str
    moment: Moment
    text: str
    reply_to: str | None = None
    proposal: str = "zero-draft"
    as_secretariat: bool = False
    status: str = "published"
    waiting_for: str = ""
    corrected_from: str = ""
    corrected: Moment | None = None
    withdrawn: Moment | None = None

    @property
    def capacity(self) -> str:
        if self.as_secretariat:
            return "secretariat"
        return "organization" if self.organization else "personal"


@dataclass(frozen=True)
class Hiding:
    """A moderator's decision on one comment, under a numbered rule."""

    comment: str
    by: str
    rule: int
    reason: str
    moment: Moment


@dataclass(frozen=True)
class Copies:
    """The same text filed by `count` people, the first of whom wrote the comment `first`."""

    first: str
    paragraph: int
    text: str
    count: int


@dataclass(frozen=True)
class Endorsement:
    comment: str
    organizations: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """Written and not filed."""

    by: str
    proposal: str
    paragraph: int | None
    kind: str | None
    language: str
    text: str


def prose(text: str) -> str:
    """Markdown from wrapped lines: blank lines part paragraphs, lines that begin a list item stay lines."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines()]
        joined = lines[0]
        for line in lines[1:]:
            joined += ("\n" if re.match(r"(-|\d+\.) ", line) else " ") + line
        blocks.append(joined)
    return "\n\n".join(blocks)


def french(text: str) -> str:
    """Prose whose high punctuation stays with its word, as French typography asks."""
    return re.sub(r"(?<=«) | (?=[;:!?»])", "\N{NO-BREAK SPACE}", prose(text))
