"""What waits at the desk: texts that were received and are not shown yet, the oldest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Count, Min, Q
from django.db.models.functions import Left
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import AffiliationRequest, Person
from contributions.models import Contribution, ContributionVersion
from proposals.models import Comment, CommentVersion, ParagraphText
from rounds.models import FOR_A_BODY, Office, Status
from rounds.rules import days
from texts.rules.render import excerpt

EXCERPT = 280
# As much of a text as an excerpt can need; a queue must not carry texts of 200,000 characters.
BEGINNING = 2_000


@dataclass(frozen=True)
class Item:
    """A text that waits: its last words as filed, how long, and whether this person may decide about it."""

    kind: str
    thing: Comment | Contribution
    name: str
    version: int
    words: str
    waited: str
    is_own: bool
    # Who wrote asks to be confirmed for the body that the text waits for.
    request: UUID | None = None

    @property
    def for_a_body(self) -> bool:
        """Whether it waits for its organization, and not for a moderator."""
        return self.thing.waiting_for in FOR_A_BODY

    @property
    def key(self) -> str:
        return str(uuid4())


@dataclass(frozen=True)
class Waiting:
    """How many texts wait for this person, and how long the oldest one has."""

    count: int
    oldest: str


def waiting(person: Person, now: datetime) -> Waiting:
    found = [
        model.objects.filter(_received(person)).aggregate(count=Count("pk"), oldest=Min("posted_at"))
        for model in (Comment, Contribution)
    ]
    oldest = min((one["oldest"] for one in found if one["oldest"]), default=None)
    words = days.span_words(now - oldest) if oldest else ""
    return Waiting(sum(one["count"] for one in found), words)


def items(person: Person, now: datetime, *, limit: int) -> list[Item]:
    """The `limit` oldest. Names and beginnings come with a fixed number of statements."""
    received = _received(person)
    things: list[Comment | Contribution] = [
        *Comment.objects.filter(received).with_people().order_by("posted_at", "id")[:limit],
        *Contribution.objects.filter(received).with_people().order_by("posted_at", "id")[:limit],
    ]
    things.sort(key=lambda thing: (thing.posted_at, thing.pk))
    del things[limit:]
    words = _filed(things)
    numbers = paragraph_numbers([thing for thing in things if isinstance(thing, Comment)])
    requests = _requests(things)
    found = []
    for thing in things:
        version, title, beginning = words[thing.pk]
        is_comment = isinstance(thing, Comment)
        found.append(
            Item(
                kind="comment" if is_comment else "contribution",
                thing=thing,
                name=name_of(thing, numbers) if isinstance(thing, Comment) else title,
                version=version,
                words=excerpt(beginning, "markdown" if isinstance(thing, Comment) else thing.format, EXCERPT),
                waited=days.span_words(now - thing.posted_at),
                is_own=thing.author_id == person.pk,
                request=requests.get((thing.author_id, thing.organization_id)),
            )
        )
    return found


def paragraph_numbers(comments: list[Comment]) -> dict[tuple[UUID, UUID], str]:
    """The numbers of the paragraphs that comments speak of, as shown in the revision on which they were filed."""
    revisions = {comment.revision_id for comment in comments if comment.paragraph_id}
    paragraphs = {comment.paragraph_id for comment in comments if comment.paragraph_id}
    if not paragraphs:
        return {}
    rows = ParagraphText.objects.filter(revision__in=revisions, paragraph__in=paragraphs)
    return {
        (revision, paragraph): number
        for revision, paragraph, number in rows.values_list("revision", "paragraph", "number")
    }


def name_of(comment: Comment, numbers: dict[tuple[UUID, UUID], str]) -> str:
    """What a comment speaks of: “On paragraph 7 of Zero draft”."""
    title = comment.proposal.title
    if comment.paragraph_id is None:
        return _("On the whole of %(title)s") % {"title": title}
    number = numbers.get((comment.revision_id, comment.paragraph_id), "")
    return _("On paragraph %(number)s of %(title)s") % {"number": number, "title": title}


def kind_name(thing: Comment | Contribution) -> str | Promise:
    if isinstance(thing, Contribution):
        return _("Contribution")
    return _("Reply") if thing.reply_to_id else _("Comment")


def _received(person: Person) -> Q:
    return Q(status=Status.RECEIVED, consultation__in=Office.objects.moderated_by(person))


def _requests(things: list[Comment | Contribution]) -> dict[tuple[UUID | None, UUID | None], UUID]:
    """The waiting requests of those whose texts wait for a body, by person and body."""
    authors = [thing.author_id for thing in things if thing.waiting_for in FOR_A_BODY]
    if not authors:
        return {}
    rows = AffiliationRequest.objects.waiting().filter(person__in=authors)
    return {(person, body): pk for person, body, pk in rows.values_list("person", "organization", "pk")}


def _filed(things: list[Comment | Contribution]) -> dict[UUID, tuple[int, str, str]]:
    """Of each thing the last version as filed: its number, its title, the beginning of its text."""
    comments = [thing.pk for thing in things if isinstance(thing, Comment)]
    contributions = [thing.pk for thing in things if isinstance(thing, Contribution)]
    found: dict[UUID, tuple[int, str, str]] = {}
    # In the order of their numbers, so that the last one stays.
    said = CommentVersion.objects.filter(comment__in=comments).annotate(beginning=Left("text", BEGINNING))
    for key, number, text in said.order_by("number").values_list("comment", "number", "beginning"):
        found[key] = (number, "", text)
    sent = ContributionVersion.objects.filter(contribution__in=contributions).annotate(
        beginning=Left("text", BEGINNING)
    )
    for key, number, title, text in sent.order_by("number").values_list("contribution", "number", "title", "beginning"):
        found[key] = (number, title, text)
    return found
