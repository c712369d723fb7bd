"""Who has been heard so far: voices of each stakeholder group, apart for contributions and for comments.

A voice is an organization, or a person who speaks personally, counted once however much it writes. The columns are
never added up: whoever sent a contribution and then commented is one voice and not two. What the secretariat recorded
is counted apart too; what arrived late, and what its author replaced by something else, is not counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.functional import Promise

from accounts.models import Person
from accounts.models.stakeholder_group import GROUPS
from contributions.models import Contribution
from proposals.models import Comment
from rounds.models import Status

# The longest bar, in the units of the drawing.
FULL = 100


@dataclass(frozen=True)
class Row:
    """One group: its voices, those that the secretariat recorded apart, and the lengths of its two bars out of 100."""

    key: str
    name: str | Promise
    slot: int
    contributions: int
    comments: int
    recorded: int
    contributions_bar: float
    comments_bar: float

    @property
    def is_silent(self) -> bool:
        return not (self.contributions or self.comments or self.recorded)


@dataclass(frozen=True)
class Heard:
    rows: tuple[Row, ...]

    @property
    def silent(self) -> list[Row]:
        """The groups that nobody has heard yet. Other is no group that one could miss."""
        return [row for row in self.rows if row.is_silent and row.key != "other"]

    @property
    def is_empty(self) -> bool:
        return all(row.is_silent for row in self.rows)

    @property
    def recorded(self) -> list[Row]:
        """The groups of which the secretariat recorded what came by another way."""
        return [row for row in self.rows if row.recorded]


def in_consultations(viewer: Person | None, consultations: Iterable[UUID]) -> dict[UUID, Heard]:
    """Of each consultation who has been heard in it, in one query. Only what is shown counts, the same text once."""
    wanted = list(consultations)
    if not wanted:
        return {}
    filed = Contribution.objects.visible_to(viewer).filter(consultation__in=wanted).in_time()
    counted = filed.told_once().filter(replaced_by__isnull=True)
    sent = _voices(counted.filter(recording__isnull=True), "contributions", imported=True)
    recorded = _voices(counted.filter(recording__isnull=False), "recorded", imported=True)
    talk = Comment.objects.visible_to(viewer).told_once().filter(consultation__in=wanted)
    said = _voices(talk, "comments", imported=False)
    counts: dict[UUID, dict[tuple[str, str], int]] = {consultation: {} for consultation in wanted}
    for row in sent.union(said, recorded, all=True):
        counts[row["consultation_id"]][row["stakeholder_group_id"], row["what"]] = row["voices"]
    return {consultation: Heard(_rows(found)) for consultation, found in counts.items()}


def _voices(texts: QuerySet[Any], what: str, *, imported: bool) -> QuerySet[Any, dict[str, Any]]:
    names: list[Any] = [Cast("organization", CharField()), Cast("author", CharField())]
    if imported:
        names.append(NullIf("author_name", Value("")))
    return (
        texts.filter(status=Status.PUBLISHED, stakeholder_group__isnull=False)
        .annotate(voice=Coalesce(*names, Cast("pk", CharField())), what=Value(what))
        .order_by()
        .values("consultation_id", "stakeholder_group_id", "what")
        .annotate(voices=Count("voice", distinct=True))
    )


def _rows(counts: dict[tuple[str, str], int]) -> tuple[Row, ...]:
    most = max((count for (_group, what), count in counts.items() if what != "recorded"), default=0) or 1
    rows = []
    for key, name, slot in GROUPS:
        sent, said, recorded = (counts.get((key, what), 0) for what in ("contributions", "comments", "recorded"))
        rows.append(
            Row(key, name, slot, sent, said, recorded, round(FULL * sent / most, 1), round(FULL * said / most, 1))
        )
    return tuple(rows)
