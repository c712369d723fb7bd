"""Mails about one's own texts, made from numbered entries only, each once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from contributions.models import Contribution, ContributionVersion
from digests import emails
from digests.actions import decisions, mails, recordings
from digests.models import Mail
from digests.permissions import can_be_written_to
from ledger.models import Cursor, Entry
from moderation.actions import deciding
from moderation.models import Thing
from proposals.models import Comment, CommentVersion, ParagraphText
from rounds.models import Channel

CURSOR = "digests.notices"
BATCH = 200
# What came by these ways was not sent by its author to us, so there is nothing to confirm to them.
NOT_SENT_HERE = (Channel.RECORDED, Channel.IMPORTED)

# What a mail needs of a text.
PEOPLE = ("author", "organization", "entry", "consultation", "round")

RECEIVED = ("comment.received", "contribution.received")
DECIDED = (*deciding.ENTRY_KINDS.values(), "comment.published", "contribution.published")


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
            decision = decisions.tell(entry, now=now)
            if decision is not None and decision.verb in decisions.TAKES_WORDS:
                _without_words(decision.thing, now)
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
    """The receipt of one text, or of all that were filed with it once the last of them has its number."""
    model: type[Comment] | type[Contribution] = Comment if entry.kind == "comment.received" else Contribution
    thing = model._default_manager.filter(entry=entry).select_related(*PEOPLE).first()
    if thing is None or thing.author is None or thing.channel in NOT_SENT_HERE:
        return
    if can_be_written_to(thing.author) is not None:
        return
    filed = _filed_together(thing) if thing.response else [thing]
    if filed[-1].pk != thing.pk or any(each.number is None for each in filed):
        return
    mails.write(
        kind=Mail.Kind.RECEIPT,
        event_key=_key(thing),
        person=thing.author,
        address=thing.author.email,
        entry=entry,
        letter=emails.receipt(thing.author, _with_words(filed), thing.response, now),
        now=now,
    )


def _key(thing: Comment | Contribution) -> str:
    return f"receipt:response:{thing.response}" if thing.response else f"receipt:{thing.number}"


def _without_words(thing: Thing, now: datetime) -> None:
    """Words of a text were taken out: a receipt that has not left yet is made without them."""
    if isinstance(thing, Contribution):
        recordings.tell_anew(thing)
    if not isinstance(thing, Comment | Contribution) or thing.author is None:
        return
    for mail in Mail.objects.owed().filter(person=thing.author, event_key=_key(thing)):
        filed = _filed_together(thing) if thing.response else [thing]
        mails.word_anew(mail, emails.receipt(thing.author, _with_words(filed), thing.response, now))


def _filed_together(thing: Comment | Contribution) -> list[Comment | Contribution]:
    """All texts of a response, in the order in which they are numbered."""
    of = {"response": thing.response, "author": thing.author}
    sent = Contribution.objects.filter(**of).select_related(*PEOPLE)
    said = Comment.objects.filter(**of).select_related(*PEOPLE, "proposal").prefetch_related("proposal__translations")
    return sorted([*sent, *said], key=lambda each: each.entry_id)


def _with_words(
    filed: list[Comment | Contribution],
) -> list[tuple[Comment | Contribution, CommentVersion | ContributionVersion | None, str]]:
    """Each with its words as first filed, unless they were taken out since, and the number of its paragraph."""
    versions: dict[UUID, CommentVersion | ContributionVersion] = {}
    keys = [thing.pk for thing in filed]
    for said in CommentVersion.objects.filter(comment__in=keys, number=1, is_sealed=False):
        versions[said.comment_id] = said
    for sent in ContributionVersion.objects.filter(contribution__in=keys, number=1, is_sealed=False):
        versions[sent.contribution_id] = sent
    paragraphs = {thing.pk: thing.paragraph_id for thing in filed if isinstance(thing, Comment) and thing.paragraph_id}
    texts = ParagraphText.objects.filter(paragraph__in=set(paragraphs.values())).order_by("revision__number")
    numbers = dict(texts.values_list("paragraph", "number"))
    return [
        (thing, versions.get(thing.pk), numbers.get(paragraphs[thing.pk], "") if thing.pk in paragraphs else "")
        for thing in filed
    ]
