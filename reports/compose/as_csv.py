"""A table as a CSV file: RFC 4180, in UTF-8 with the mark by which spreadsheets know it."""

import csv
import io
from datetime import UTC, datetime
from typing import IO

from reports.compose import columns
from reports.compose.stamp import Stamp
from reports.compose.tables import Table, Value
from reports.rules import cells

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(table: Table, stamp: Stamp, out: IO[bytes]) -> None:
    """One row a text, and at its end of which state it is. No more than a batch is held at a time."""
    keys = [column.key for column in table.columns]
    stamped = [_cell(stamp.number), _cell(stamp.at), _cell(stamp.licence)]
    out.write(BYTE_ORDER_MARK)
    out.write(_lines([[_cell(str(column.heading)) for column in (*table.columns, *columns.STAMP)]]))
    for batch in table.rows:
        out.write(_lines([[*(_cell(row[key]) for key in keys), *stamped] for row in batch]))


def _lines(rows: list[list[str]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue().encode()


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case int():
            return str(value)
        case _:
            return cells.defused(value)
