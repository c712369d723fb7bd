"""Which entries a person is owed: those that their follows match and none of them has told."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from accounts.models import Person
from digests.models import Follow
from ledger.models import Entry
from moderation.models import Decision
from rounds.models import Status

COMMENTS = ("comment.received", "comment.published")
CONTRIBUTIONS = ("contribution.received", "contribution.imported", "contribution.published")
CHANGES = ("comment.corrected", "comment.withdrawn", "contribution.corrected", "contribution.withdrawn")
REPLACED = "contribution.replaced"
SHOWN = ("comment.published", "contribution.published")
# Not what was asked of an author, nor that a text was left as it is.
DECISIONS = (
    "moderation.hidden",
    "moderation.held",
    "moderation.lapsed",
    "moderation.restored",
    "moderation.redacted",
    "moderation.undone",
    "content.erased",
)
ROUNDS = ("round.planned", "round.extended", "round.supplemented", "round.closed")
OPENED = (
    "consultation.opened",
    "consultation.corrected",
    "consultation.rules_changed",
    "consultation.document_added",
    "proposal.put_up",
)
PLANNED = ("consultation.milestone_announced",)
TOLD = (*COMMENTS, *CONTRIBUTIONS, *CHANGES, REPLACED, *DECISIONS, *ROUNDS, *OPENED, *PLANNED)
# A text that waits to be shown is told when it is: its entry says so, and another one follows.
WAITS = '"status":"received"'
# What arrived after the close stands on a page of its own, and is told nowhere else.
LATE = '"late":"yes"'


def edits(entries: Iterable[Entry]) -> set[int]:
    """Of entries that show a text those that show newer words of one that was shown before: told as a correction."""
    shown = [entry.pk for entry in entries if entry.kind in SHOWN]
    if not shown:
        return set()
    decided = Decision.objects.filter(entry__in=shown, before__status=Status.PUBLISHED)
    return set(decided.order_by().values_list("entry", flat=True))


def _about(follow: Follow) -> Q:
    if follow.consultation_id is not None:
        return Q(consultation=follow.consultation_id)
    return Q(proposal=follow.proposal_id)


def owed(person: Person, follows: Sequence[Follow], to_seq: int) -> QuerySet[Entry]:
    """The entries up to `to_seq` that these follows of the person have not told, nor any other follow of theirs."""
    wanted, told = Q(pk__in=[]), Q(pk__in=[])
    for follow in follows:
        wanted |= _about(follow) & Q(seq__gt=follow.told_seq)
    if follows:
        oldest = min(follow.told_seq for follow in follows)
        for other in Follow.objects.filter(person=person, told_seq__gt=oldest):
            told |= _about(other) & Q(seq__gt=other.since_seq, seq__lte=other.told_seq)
    return (
        Entry.objects.filter(wanted, seq__lte=to_seq, kind__in=TOLD)
        .exclude(told)
        .exclude(kind__in=(*COMMENTS, *CONTRIBUTIONS, *CHANGES), record__contains=WAITS)
        .exclude(kind__in=CONTRIBUTIONS, record__contains=LATE)
        .order_by("-seq")
    )
