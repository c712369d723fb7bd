"""What a receipt says about texts that were filed: when, where, in whose name, what becomes of them, their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contributions.models import Contribution, ContributionVersion
from proposals.models import Comment, CommentVersion, ParagraphText, Response
from public.wording import numbers_of
from rounds.models import Question, Round, Status
from rounds.rules import receipts

Thing = Comment | Contribution
Version = CommentVersion | ContributionVersion


@dataclass(frozen=True)
class Receipt:
    """One text with its words as filed. `part`: the paragraph it is about; `answers`: beside their questions."""

    thing: Thing
    version: Version
    part: ParagraphText | None
    answers: list[tuple[Question, str]]
    what_now: str
    changes: str

    @property
    def is_comment(self) -> bool:
        return isinstance(self.thing, Comment)

    @property
    def title(self) -> str:
        return self.version.title if isinstance(self.version, ContributionVersion) else ""

    @property
    def format(self) -> str:
        return self.thing.format if isinstance(self.thing, Contribution) else "markdown"

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.version)


def fingerprint_of(version: Version) -> str:
    if isinstance(version, ContributionVersion):
        answers = [version.answers[number] for number in sorted(version.answers, key=int)]
        return receipts.fingerprint(version.title, version.text, *answers)
    return receipts.fingerprint(version.text)


def receipts_of(things: Sequence[Thing], now: datetime, wanted: Sequence[str] = ()) -> list[Receipt]:
    """Their receipts, in the order given; as many queries for forty as for one."""
    comments = [thing for thing in things if isinstance(thing, Comment)]
    sent = [thing for thing in things if isinstance(thing, Contribution)]
    versions: dict[UUID, Version] = {}
    for said in CommentVersion.objects.filter(comment__in=[one.pk for one in comments], number=1) if comments else ():
        versions[said.comment_id] = said
    for first in (
        ContributionVersion.objects.filter(contribution__in=[one.pk for one in sent], number=1) if sent else ()
    ):
        versions[first.contribution_id] = first
    parts = numbers_of([comment.paragraph_id for comment in comments if comment.paragraph_id], wanted)
    asked: dict[UUID, list[Question]] = {}
    if any(version.answers for version in versions.values() if isinstance(version, ContributionVersion)):
        rounds = {thing.round.asked_by for thing in sent}
        for question in Question.objects.filter(round__in=rounds).with_translations():
            asked.setdefault(question.round_id, []).append(question)
    return [_receipt(thing, versions[thing.pk], parts, asked.get(thing.round.asked_by, []), now) for thing in things]


def filed_together(response: Response) -> list[Thing]:
    """The texts of a response, in the order in which they were filed."""
    of = {"author": response.person, "response": response.pk}
    sent = Contribution.objects.visible_to(response.person).filter(**of).with_people()
    said = Comment.objects.visible_to(response.person).filter(**of).with_people().select_related("reply_to__entry")
    said = said.prefetch_related("proposal__translations")
    return sorted([*sent, *said], key=lambda thing: thing.entry_id)


def _receipt(
    thing: Thing, version: Version, parts: dict[UUID, ParagraphText], asked: list[Question], now: datetime
) -> Receipt:
    given = version.answers if isinstance(version, ContributionVersion) else {}
    changeable = thing.status in (Status.PUBLISHED, Status.RECEIVED) and thing.round.status(now) == Round.Status.OPEN
    paragraph = thing.paragraph_id if isinstance(thing, Comment) else None
    return Receipt(
        thing,
        version,
        parts.get(paragraph) if paragraph else None,
        [(question, given[str(question.number)]) for question in asked if str(question.number) in given],
        receipts.what_now(
            status=thing.status,
            waiting_for=thing.waiting_for,
            body=thing.organization.name if thing.organization else "",
            is_named=thing.is_named,
            confirmed_until=thing.round.confirmed_until,
        ),
        receipts.changes(closes_at=thing.round.closes_at) if changeable else "",
    )
