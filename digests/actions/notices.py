"""Mails about one's own texts, made from numbered entries only, each once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from contributions.models import Contribution, ContributionVersion
from digests import emails
from digests.actions import mails, recordings
from digests.models import Mail
from digests.permissions import can_be_written_to
from ledger.models import Cursor, Entry
from moderation.models import Decision
from proposals.models import Comment, CommentVersion
from rounds.models import Channel

CURSOR = "digests.notices"
BATCH = 200
# What came by these ways was not sent by its author to us, so there is nothing to confirm to them.
NOT_SENT_HERE = (Channel.RECORDED, Channel.IMPORTED)

RECEIVED = ("comment.received", "contribution.received")
DECIDED = ("moderation.hidden", "moderation.restored", "comment.published", "contribution.published")


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Write the receipts and decision mails that the next entries owe; returns how many entries were read."""
    Cursor.objects.get_or_create(name=CURSOR)
    cursor = Cursor.objects.select_for_update().get(name=CURSOR)
    entries = list(Entry.objects.filter(seq__gt=cursor.seq).order_by("seq")[:BATCH])
    for entry in entries:
        if entry.kind in RECEIVED:
            _receipt(entry, now)
            recordings.tell(entry, now=now)
        elif entry.kind in DECIDED:
            _decision(entry, now)
    if entries:
        cursor.seq = entries[-1].seq or cursor.seq
        cursor.save(update_fields=["seq"])
    return len(entries)


@transaction.atomic
def skip_to_head() -> int:
    """Nobody is written to about what is in the record already: for a history that was brought along."""
    cursor, _is_new = Cursor.objects.get_or_create(name=CURSOR)
    cursor.seq = Entry.objects.aggregate(head=Max("seq"))["head"] or 0
    cursor.save(update_fields=["seq"])
    return cursor.seq


def _receipt(entry: Entry, now: datetime) -> None:
    version: CommentVersion | ContributionVersion | None
    thing: Comment | Contribution
    if entry.kind == "comment.received":
        version = (
            CommentVersion.objects.filter(entry=entry).select_related(*_with("comment"), "comment__proposal").first()
        )
        if version is None:
            return
        thing = version.comment
    else:
        version = ContributionVersion.objects.filter(entry=entry).select_related(*_with("contribution")).first()
        if version is None:
            return
        thing = version.contribution
    person = thing.author
    if person is None or thing.channel in NOT_SENT_HERE or can_be_written_to(person) is not None:
        return
    mails.write(
        kind=Mail.Kind.RECEIPT,
        event_key=f"receipt:{entry.seq}",
        person=person,
        address=person.email,
        entry=entry,
        letter=emails.receipt(person, entry, thing, version),
        now=now,
    )


def _decision(entry: Entry, now: datetime) -> None:
    decision = (
        Decision.objects.filter(entry=entry)
        .select_related("entry", *_with("comment"), *_with("contribution"), "comment__proposal")
        .first()
    )
    person = decision.thing.author if decision else None
    if decision is None or person is None or can_be_written_to(person) is not None:
        return
    mails.write(
        kind=Mail.Kind.DECISION,
        event_key=f"decision:{entry.seq}",
        person=person,
        address=person.email,
        entry=entry,
        letter=emails.decision(person, decision),
        now=now,
    )


def _with(thing: str) -> list[str]:
    return [f"{thing}__{field}" for field in ("author", "entry", "consultation", "round")]
