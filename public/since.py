"""Up to which number somebody has read the public record: what is above it is new to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest

from accounts.models import Person
from ledger.models import Entry
from proposals.models import Comment, Proposal
from rounds.models import Filing, Status

# Of who has no account the browser keeps it, once they said so.
COOKIE = "read_up_to"
# What is new to somebody who never said how far they have read.
DAYS = 7
LARGEST = 2**63 - 1
# By which acts a text comes to stand where everybody reads it.
SHOWN = (
    "comment.received",
    "comment.published",
    "contribution.received",
    "contribution.published",
    "moderation.restored",
)


@dataclass(frozen=True)
class Since:
    """What has a number above `number` is new. `is_marked`: the reader said so; else it is a week ago."""

    number: int
    is_marked: bool
    reader: Person | None = None

    def is_new(self, filing: Filing) -> bool:
        """Whether a shown text is new to this reader. Needs its entries; one's own texts are not."""
        if not filing.is_shown or (self.reader is not None and filing.author_id == self.reader.pk):
            return False
        shown = filing.status_entry
        last = shown.seq if shown is not None and shown.kind in SHOWN else None
        return max(filing.number or 0, last or 0) > self.number


def marked(request: HttpRequest) -> int | None:
    """The number that the reader said last: on their account, or in their browser; anything may stand in a cookie."""
    person = _reader(request)
    if person is not None:
        return person.read_up_to
    return number(request.COOKIES.get(COOKIE, ""))


def number(words: str) -> int | None:
    """A number of the record as it stands in an address or a cookie."""
    if words.isascii() and words.isdecimal() and len(words) < 20 and int(words) <= LARGEST:
        return int(words)
    return None


def of(request: HttpRequest, now: datetime) -> Since:
    said = marked(request)
    person = _reader(request)
    if said is not None:
        return Since(said, is_marked=True, reader=person)
    before = Entry.objects.numbered().filter(at__lt=now - timedelta(days=DAYS))
    return Since(before.order_by("-seq").values_list("seq", flat=True).first() or 0, is_marked=False, reader=person)


def on_texts(request: HttpRequest) -> Since | None:
    """The same for pages of texts, on which nothing is new to a reader who never said how far they have read."""
    said = marked(request)
    return Since(said, is_marked=True, reader=_reader(request)) if said is not None else None


def on(proposal: Proposal, since: Since | None) -> Mapping[UUID | None, int]:
    """How many comments on each paragraph, and on the whole text (None), are new. One statement, or none."""
    if since is None:
        return {}
    acts = Entry.objects.filter(
        consultation=proposal.consultation_id, seq__gt=since.number, proposal=proposal.pk, kind__in=SHOWN
    )
    comments = Comment.objects.visible_to(since.reader).told_once().filter(proposal=proposal, status=Status.PUBLISHED)
    comments = comments.filter(pk__in=acts.order_by().values("thing"))
    if since.reader is not None:
        comments = comments.filter(~Q(author=since.reader) | Q(author__isnull=True))
    return dict(comments.order_by().values_list("paragraph").annotate(count=Count("pk")))


def _reader(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None
