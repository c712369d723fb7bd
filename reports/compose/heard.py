"""Who has been heard so far, as it is shown: seven rows in their fixed order, and never one sum of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from accounts.models import Person
from accounts.models.stakeholder_group import GROUPS
from ledger.models import Cursor
from reports.models import Heard
from reports.rules.groups import TOGETHER
from rounds.models import Round

# The longest bar, in the units of the drawing.
FULL = 100
NOTHING = (0, 0, 0, 0, 0)
COUNTS = ("organizations", "vouched", "others", "countries", "recorded")


@dataclass(frozen=True)
class Row:
    """One stakeholder group: its voices by kind, their countries, and apart those that the secretariat recorded.

    `bars` are the lengths of its three bars out of 100: 100 is the largest number in the same column.
    """

    key: str
    name: str | Promise
    together: str | Promise
    slot: int
    organizations: int
    vouched: int
    others: int
    countries: int
    recorded: int
    bars: tuple[float, float, float] = (0, 0, 0)

    @property
    def is_silent(self) -> bool:
        return not (self.organizations or self.vouched or self.others or self.recorded)

    @property
    def cells(self) -> list[tuple[int, float]]:
        """Number and bar of each kind of voices, in the order of the columns."""
        return list(zip((self.organizations, self.vouched, self.others), self.bars, strict=True))


@dataclass(frozen=True)
class Table:
    """One round. `number`: up to which number of the public record it is exact; None before the first."""

    round: Round
    rows: tuple[Row, ...]
    number: int | None

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


def in_round(viewer: Person | None, round: Round) -> Table:
    """Who has been heard in a round, in two queries whatever was said."""
    return in_rounds(viewer, [round])[0]


def in_rounds(viewer: Person | None, rounds: Iterable[Round]) -> list[Table]:
    """The same for several rounds, in as many queries."""
    wanted = list(rounds)
    kept = Heard.objects.visible_to(viewer).filter(round__in=wanted)
    counts: dict[tuple[UUID, str], tuple[int, ...]] = {
        (round, group): tuple(found) for round, group, *found in kept.values_list("round", "stakeholder_group", *COUNTS)
    }
    number = Cursor.objects.filter(name=Heard.CURSOR).values_list("seq", flat=True).first()
    return [Table(round, _rows(round.pk, counts), number or None) for round in wanted]


def of_group(viewer: Person | None, key: str, rounds: Iterable[Round]) -> list[tuple[Round, Row]]:
    """Who of one group has been heard in each of these rounds."""
    return [(table.round, row) for table in in_rounds(viewer, rounds) for row in table.rows if row.key == key]


def begun(rounds: Iterable[Round], now: datetime) -> list[Round]:
    """The rounds in which somebody may have been heard, in the order in which a page tells of them.

    First the open ones, the most urgent on top; then what is over, the last one on top.
    """
    known = [round for round in rounds if round.status(now) != Round.Status.UPCOMING]
    over = {round.pk: round.status(now) == Round.Status.CLOSED for round in known}
    opened = sorted((round for round in known if not over[round.pk]), key=lambda round: (round.closes_at, round.number))
    closed = sorted((round for round in known if over[round.pk]), key=lambda round: (round.closes_at, round.number))
    return [*opened, *reversed(closed)]


def _rows(round: UUID, counts: dict[tuple[UUID, str], tuple[int, ...]]) -> tuple[Row, ...]:
    found = {key: counts.get((round, key), NOTHING) for key, _name, _slot in GROUPS}
    most = [max(column) or 1 for column in zip(*found.values(), strict=True)]
    return tuple(
        Row(key, name, TOGETHER[key], slot, **dict(zip(COUNTS, found[key], strict=True)), bars=_bars(found[key], most))
        for key, name, slot in GROUPS
    )


def _bars(found: tuple[int, ...], most: list[int]) -> tuple[float, float, float]:
    organizations, vouched, others = (round(FULL * found[column] / most[column], 1) for column in range(3))
    return organizations, vouched, others
