"""What is new to a reader: the record above a number, gathered by consultation, text and paragraph, newest first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from contributions.models import Contribution
from ledger.models import Entry, EntryQuerySet
from proposals.models import Comment, Endorsement, Proposal
from proposals.permissions import readable_entries
from public import record
from public.record import Told
from public.since import SHOWN, Since
from public.templatetags.pages import fact, number
from public.wording import numbers_of
from rounds.models import Capacity, Consultation, Round, Status
from texts.rules import languages

# What gathers acts into one line: of which kind they are, about which text or consultation, and where in it.
Key = tuple[str, UUID | None, UUID | None]
PAGE = 100
# What an author does with their own text.
OWN = ("received", "corrected", "withdrawn", "replaced", "attached", "detached")


@dataclass
class Line:
    """What is new in one place: one act as it is `told`, or so many texts or endorsements in their own `words`."""

    newest: int
    at: datetime
    told: Told | None = None
    count: int = 0
    # Of endorsements: two numbers, never one sum.
    organizations: int = 0
    people: int = 0
    words: SafeString = field(default_factory=SafeString)


@dataclass
class Part:
    """What is new about one text, or about the consultation itself; `title` is empty then."""

    title: str = ""
    language: str = ""
    address: str = ""
    lines: list[Line] = field(default_factory=list)


@dataclass
class Group:
    """What is new in one consultation; None is what belongs to none."""

    consultation: Consultation | None
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class News:
    """One page: `older` is the number below which it goes on, None on the last."""

    groups: Sequence[Group]
    older: int | None


@dataclass(frozen=True)
class Names:
    """What the lines of a page are called, by id."""

    texts: Mapping[UUID, Proposal]
    rounds: Mapping[UUID, Round]
    # Shown texts, each with its paragraph or round; of the same texts only the first.
    comments: Mapping[UUID, UUID | None]
    contributions: Mapping[UUID, UUID]
    paragraphs: Mapping[UUID, tuple[str, str]]
    # The number under which something that was endorsed was received.
    numbers: Mapping[UUID, int | None]


Teller = Callable[[Line, UUID | None, UUID | None, Names], SafeString]


def newest(viewer: Person | None) -> int:
    """The last number that the viewer may read; 0 where the record is empty."""
    return readable_entries(viewer).order_by("-seq").values_list("seq", flat=True).first() or 0


def entries(since: Since) -> EntryQuerySet:
    """The acts above the reader's number that they may read, without their own."""
    found = readable_entries(since.reader).filter(seq__gt=since.number).exclude(kind__in=record.NOT_NEWS)
    if since.reader is None:
        return found
    mine = {"author": since.reader}
    own = Q(kind__in=[f"comment.{act}" for act in OWN], thing__in=Comment.objects.filter(**mine).values("pk"))
    own |= Q(
        kind__in=[f"contribution.{act}" for act in OWN], thing__in=Contribution.objects.filter(**mine).values("pk")
    )
    own |= Q(
        kind__in=["endorsement.given", "endorsement.withdrawn"],
        thing__in=Endorsement.objects.filter(person=since.reader).values("pk"),
    )
    return found.exclude(own)


def page_of(since: Since, before: int | None) -> News:
    """The same few queries whatever the number of acts."""
    found = entries(since).order_by("-seq")
    if before is not None:
        found = found.filter(seq__lt=before)
    rows = list(found[: PAGE + 1])
    older = rows[PAGE - 1].seq if len(rows) > PAGE else None
    return News(_gathered(rows[:PAGE], since.reader), older)


def _gathered(acts: Sequence[Entry], viewer: Person | None) -> list[Group]:
    names = _names(acts, viewer)
    groups: dict[UUID | None, Group] = {}
    parts: dict[tuple[UUID | None, UUID | None], Part] = {}
    lines: dict[Key, Line] = {}
    for told in record.tell(acts, viewer):
        entry = told.entry
        key: Key | None = None
        if entry.kind == "endorsement.given":
            key = ("endorsements", entry.proposal, _endorsed(entry))
        elif entry.kind in SHOWN:
            if entry.thing in names.comments:
                key = ("comments", entry.proposal, names.comments[entry.thing])
            elif entry.thing in names.contributions:
                key = ("contributions", entry.consultation, names.contributions[entry.thing])
            else:
                # Not shown any more, or the same text as one that was there: what happened to it is told by itself.
                continue
        if key is not None and key in lines:
            _count(lines[key], entry)
            continue
        line = Line(entry.seq or 0, entry.at, None if key else told)
        if key is not None:
            _count(line, entry)
            lines[key] = line
        group = groups.setdefault(entry.consultation, Group(told.consultation))
        place = (entry.consultation, entry.proposal if entry.proposal in names.texts else None)
        if place not in parts:
            parts[place] = _part(names.texts.get(place[1]) if place[1] else None)
            group.parts.append(parts[place])
        parts[place].lines.append(line)
    for (kind, of, where), line in lines.items():
        line.words = TELLERS[kind](line, of, where, names)
    return list(groups.values())


def _count(line: Line, entry: Entry) -> None:
    line.count += 1
    if entry.kind == "endorsement.given" and fact(entry, "capacity") == Capacity.ORGANIZATION:
        line.organizations += 1
    elif entry.kind == "endorsement.given":
        line.people += 1


def _endorsed(entry: Entry) -> UUID | None:
    """The comment or contribution that was endorsed; None where it was the text itself."""
    about = fact(entry, "comment") or fact(entry, "contribution")
    return UUID(about) if about else None


def _part(text: Proposal | None) -> Part:
    if text is None:
        return Part()
    return Part(text.title, text.language, reverse("proposal", args=[text.pk]))


def _on_text(line: Line, text: UUID | None, paragraph: UUID | None, names: Names) -> SafeString:
    """“Paragraph 7: 2 comments, the newest No. 194”."""
    found = names.paragraphs.get(paragraph) if paragraph else None
    if found is None:
        place, address = _("The whole text"), reverse("proposal_whole", args=[text])
    else:
        anchor, shown = found
        place, address = _("Paragraph %(number)s") % {"number": shown}, reverse("paragraph", args=[text, anchor])
    link = format_html('<a href="{}#discussion">{}</a>', address, place)
    words = ngettext("{place}: {count} comment", "{place}: {count} comments, the newest No. {number}", line.count)
    return format_html(words, place=link, count=line.count, number=line.newest)


def _in_round(line: Line, of: UUID | None, round: UUID | None, names: Names) -> SafeString:
    """“Round 1: Call for inputs: 3 contributions, the newest No. 12”."""
    found = names.rounds.get(round) if round else None
    place: SafeString | str = _("A round")
    if found is not None:
        address = f"{reverse('contributions', args=[found.consultation.slug])}?round={found.number}"
        language = found.consultation.language
        place = format_html(
            '<a href="{}" lang="{}" dir="{}">{}</a>', address, language, languages.direction(language), found
        )
    words = ngettext(
        "{place}: {count} contribution", "{place}: {count} contributions, the newest No. {number}", line.count
    )
    return format_html(words, place=place, count=line.count, number=line.newest)


def _agreed(line: Line, of: UUID | None, thing: UUID | None, names: Names) -> SafeString:
    """“No. 104: endorsed by 3 organizations, and by 9 people”."""
    bodies = ngettext("{n} organization", "{n} organizations", line.organizations).format(n=line.organizations)
    people = ngettext("{n} person", "{n} people", line.people).format(n=line.people)
    if line.organizations and line.people:
        words = _("{thing}: endorsed by {organizations}, and by {people}")
    else:
        words = _("{thing}: endorsed by {organizations}") if line.organizations else _("{thing}: endorsed by {people}")
    what: SafeString | str = _("The text")
    if thing is not None:
        what = number(names.numbers.get(thing), _("A text"))
    elif of is not None:
        what = format_html('<a href="{}">{}</a>', reverse("proposal_endorsements", args=[of]), what)
    return format_html(words, thing=what, organizations=bodies, people=people)


TELLERS: Mapping[str, Teller] = {"comments": _on_text, "contributions": _in_round, "endorsements": _agreed}


def _names(acts: Sequence[Entry], viewer: Person | None) -> Names:
    things = {entry.thing for entry in acts if entry.kind in SHOWN}
    shown = {"pk__in": things, "status": Status.PUBLISHED}
    comments = Comment.objects.visible_to(viewer).told_once().filter(**shown)
    contributions = Contribution.objects.visible_to(viewer).told_once().in_time().filter(**shown)
    on = dict(comments.order_by().values_list("pk", "paragraph"))
    sent = dict(contributions.order_by().values_list("pk", "round"))
    texts = Proposal.objects.visible_to(viewer).in_bulk({entry.proposal for entry in acts if entry.proposal})
    rounds = Round.objects.visible_to(viewer).select_related("consultation").in_bulk(set(sent.values()))
    endorsed = {thing for entry in acts if entry.kind == "endorsement.given" and (thing := _endorsed(entry))}
    numbers = Entry.objects.filter(thing__in=endorsed, kind__in=record.RECEIVED).values_list("thing", "seq")
    worded = numbers_of([paragraph for paragraph in set(on.values()) if paragraph])
    return Names(
        texts=texts,
        rounds=rounds,
        comments=on,
        contributions=sent,
        paragraphs={paragraph: (text.paragraph.anchor, text.number) for paragraph, text in worded.items()},
        numbers=dict(numbers),
    )
