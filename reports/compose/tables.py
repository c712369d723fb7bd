"""A table that is carried away: what it is called, its columns, and its rows in batches."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from reports.compose.columns import Column

Value = str | int | datetime | None
# By the keys of the columns.
Row = dict[str, Value]

# Rows that are read and written together.
BATCH = 500


@dataclass(frozen=True)
class Table:
    """`file`: its name without number and ending; `sheet`: of at most 31 letters; `notes`: what was chosen.

    `rows` is gone through once, inside the snapshot in which it was made.
    """

    file: str
    title: str
    sheet: str
    columns: tuple[Column, ...]
    rows: Iterable[list[Row]]
    notes: tuple[str, ...] = field(default=())
