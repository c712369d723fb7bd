"""Comments as a reader sees them: with their replies, with what was decided, with what the reader may do."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, When, Window
from django.db.models.functions import Coalesce, RowNumber

from accounts.models import Person
from moderation.models import Decision
from proposals.models import Comment, CommentVersion
from public.decided import standing
from public.endorsed import Endorsed, counts
from rounds.models import Capacity, Consultation, Round, Status
from rounds.permissions import can_moderate

# A page of a thread, and how many replies each of its comments shows there.
LIMIT = 50
REPLIES = 20


@dataclass(frozen=True)
class Reader:
    """Who reads a thread, and what they may do about every comment in it."""

    person: Person | None
    moderates: bool
    now: datetime
    # What is up in an open round, or in one that supplements a closed round: by the round that put it up.
    open: frozenset[UUID]

    def may_reply(self, comment: Comment) -> bool:
        return comment.status == Status.PUBLISHED and comment.round.asked_by in self.open

    def may_endorse(self, comment: Comment) -> bool:
        return comment.status == Status.PUBLISHED and self._is_open(comment) and not self._is_author(comment)

    def may_change(self, comment: Comment) -> bool:
        return (
            self._is_author(comment)
            and comment.status in (Status.PUBLISHED, Status.RECEIVED)
            and self._is_open(comment)
        )

    def may_decide(self, comment: Comment) -> bool:
        decidable = comment.status in (Status.PUBLISHED, Status.HIDDEN, Status.RECEIVED)
        return self.moderates and decidable and not self._is_author(comment)

    def _is_author(self, comment: Comment) -> bool:
        return self.person is not None and comment.author_id == self.person.pk

    def _is_open(self, comment: Comment) -> bool:
        return comment.round.status(self.now) == Round.Status.OPEN


@dataclass(frozen=True)
class Said:
    """One comment for one reader. `words`: as filed, where the row's own text may not be shown to everybody."""

    comment: Comment
    words: str | None
    decision: Decision | None
    may_reply: bool
    may_change: bool
    may_decide: bool
    may_endorse: bool
    endorsed: Endorsed | None
    replies: list["Said"] = field(default_factory=list)
    has_more_replies: bool = False

    @property
    def thread(self) -> UUID:
        """The comment that a reply goes to: replies are one level deep."""
        return self.comment.reply_to_id or self.comment.pk


def reader_of(person: Person | None, consultation: Consultation, now: datetime) -> Reader:
    moderates = person is not None and can_moderate(person, consultation) is None
    rounds = Round.objects.filter(consultation=consultation).open_at(now)
    return Reader(person, moderates, now, frozenset(round.asked_by for round in rounds))


def with_replies(comments: Sequence[Comment], reader: Reader, *, replies: int = REPLIES) -> list[Said]:
    """Top-level comments with the first of their replies, the secretariat's on top. At most four queries."""
    of = _replies([comment.pk for comment in comments], reader, replies)
    every = [*comments, *(reply for group in of.values() for reply in group)]
    made = {said.comment.pk: said for said in flat(every, reader)}
    threads = []
    for comment in comments:
        said, group = made[comment.pk], of.get(comment.pk, [])
        threads.append(
            dataclasses.replace(
                said, replies=[made[reply.pk] for reply in group[:replies]], has_more_replies=len(group) > replies
            )
        )
    return threads


def flat(comments: Sequence[Comment], reader: Reader) -> list[Said]:
    """The same without replies, for lists in which each comment stands alone. Three queries at most."""
    decisions = standing(comments, reader.person)
    filed = _filed(comments)
    endorsed = counts("comment", [comment.pk for comment in comments], reader.person)
    return [
        Said(
            comment,
            filed.get(comment.pk),
            decisions.get(comment.pk),
            reader.may_reply(comment),
            reader.may_change(comment),
            reader.may_decide(comment),
            reader.may_endorse(comment),
            endorsed.get(comment.pk),
        )
        for comment in comments
    ]


def secretariat_first() -> Case:
    return Case(When(capacity=Capacity.SECRETARIAT, then=0), default=1, output_field=IntegerField())


def _replies(parents: list[UUID], reader: Reader, limit: int) -> dict[UUID, list[Comment]]:
    """Of each parent one reply more than the limit, so that the page knows whether there are more."""
    # A reply to one of the same texts stands under the first of them, where that text is told.
    rows = (
        Comment.objects.visible_to(reader.person)
        .with_people()
        .filter(Q(reply_to__in=parents) | Q(reply_to__same_text_as__in=parents))
        .annotate(under=Coalesce("reply_to__same_text_as", "reply_to"))
        .annotate(
            place=Window(RowNumber(), partition_by="under", order_by=[secretariat_first().asc(), "posted_at", "id"])
        )
        .filter(place__lte=limit + 1)
    )
    groups: dict[UUID, list[Comment]] = defaultdict(list)
    for reply in rows.order_by("place"):
        groups[reply.under].append(reply)  # annotated above
    return groups


def _filed(comments: Sequence[Comment]) -> dict[UUID, str]:
    """The words of what is received and not shown yet: who sees such a row is its author or decides about it."""
    waiting = [comment.pk for comment in comments if comment.status == Status.RECEIVED]
    if not waiting:
        return {}
    rows = CommentVersion.objects.filter(comment__in=waiting).order_by("comment", "-number").distinct("comment")
    return dict(rows.values_list("comment_id", "text"))
