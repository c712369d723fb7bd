"""The public record as rows of a table, newest first like its page."""

from collections.abc import Iterator
from html import unescape
from itertools import batched

from django.utils.html import strip_tags

from accounts.models import Person
from accounts.models.stakeholder_group import LABELS
from contributions.models import Contribution
from digests.rules import links
from ledger.models import EntryQuerySet
from proposals.models import Comment
from public import record
from reports.compose.tables import BATCH, Row
from rounds.models import Status


def told(entries: EntryQuerySet) -> EntryQuerySet:
    """Without the acts about texts that wait to be shown, whoever asks: the same file for everybody who may read."""
    comments = Comment.objects.filter(status=Status.RECEIVED)
    contributions = Contribution.objects.filter(status=Status.RECEIVED)
    entries = entries.exclude(thing__in=comments.order_by().values("pk"))
    return entries.exclude(thing__in=contributions.order_by().values("pk")).order_by("-seq")


def rows(entries: EntryQuerySet, viewer: Person | None) -> Iterator[list[Row]]:
    """The sentences of the page, without their links. As many statements a batch whatever is in it."""
    for batch in batched(entries.iterator(chunk_size=BATCH), BATCH):
        yield [
            {
                "number": one.entry.seq,
                "address": links.entry(one.entry.seq or 0),
                "at": one.entry.at,
                "what": str(one.title),
                "sentence": unescape(strip_tags(one.words)),
                "stakeholder_group": str(LABELS.get(one.group or "", "")),
                "consultation": one.consultation.title if one.consultation else "",
            }
            for one in record.tell(batch, viewer)
        ]
