"""A table as an Excel workbook: the rows on the first sheet, what the columns mean on the second."""

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.compose.columns import Column, Kind
from reports.compose.stamp import Stamp
from reports.compose.tables import Table, Value
from reports.rules import cells
from texts.rules import languages

# Nothing in a cell is taken for what it is not.
_AS_IT_IS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
# Lines of a row that are seen; what is longer is read in its cell.
_ROW_HEIGHT = 62
_HEAD_HEIGHT = 34
_MOMENT = "yyyy-mm-dd hh:mm:ss"
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = 1, 2


def write(table: Table, stamp: Stamp, out: IO[bytes]) -> None:
    """Rows pass through a file first: how many cells the longest text needs must be known before the head is."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
        count, parts = _keep(table, kept)
        kept.seek(0)
        with Workbook(out, _AS_IT_IS) as book:
            _describe(book, table, stamp)
            formats = _Formats(book)
            sheet = book.add_worksheet(table.sheet)
            explained = book.add_worksheet(_("Columns"))
            if get_language_bidi():
                sheet.right_to_left()
                explained.right_to_left()
            _fill(sheet, table, parts, count, kept, formats)
            _explain(explained, table, stamp, parts, formats)


class _Formats:
    """How cells look: wrapped on top, in the direction of their words; what looks like a formula is marked as text."""

    def __init__(self, book: Workbook) -> None:
        base = {"valign": "top", "text_wrap": True}
        self.head = book.add_format({**base, "bold": True, "bg_color": "#E8ECF1", "bottom": 1})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.plain = book.add_format({"valign": "top"})
        self.number = book.add_format({"valign": "top", "num_format": "0"})
        self.moment = book.add_format({"valign": "top", "num_format": _MOMENT, "align": "left"})
        self._texts = {
            (direction, quoted): book.add_format({**base, "reading_order": direction, "quote_prefix": quoted})
            for direction in (0, _LEFT_TO_RIGHT, _RIGHT_TO_LEFT)
            for quoted in (False, True)
        }

    def text(self, words: str, direction: int = 0) -> Format:
        return self._texts[direction, cells.is_formula(words)]


def _keep(table: Table, kept: IO[str]) -> tuple[int, dict[str, int]]:
    """Write the rows as lines of JSON; how many there are, and how many cells each column of words needs."""
    parts = {column.key: 1 for column in table.columns}
    wordy = [place for place, column in enumerate(table.columns) if column.kind is Kind.WORDS]
    count = 0
    for batch in table.rows:
        for row in batch:
            values = [_kept(row[column.key]) for column in table.columns]
            for place in wordy:
                words = values[place]
                if isinstance(words, str) and len(words) * 2 > cells.CELL_LIMIT:
                    key = table.columns[place].key
                    parts[key] = max(parts[key], len(cells.pieces(words)))
            kept.write(json.dumps([row.get("language_code", ""), *values]) + "\n")
            count += 1
    return count, parts


def _kept(value: Value) -> str | int | None:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _fill(sheet: Worksheet, table: Table, parts: dict[str, int], count: int, kept: IO[str], formats: _Formats) -> None:
    heads = list(_heads(table, parts))
    sheet.set_default_row(_ROW_HEIGHT)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(count, 1), len(heads) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for place, (_heading, column) in enumerate(heads):
        sheet.set_column(place, place, column.width)
    sheet.set_row(0, _HEAD_HEIGHT)
    for place, (heading, _column) in enumerate(heads):
        sheet.write_string(0, place, heading, formats.head)
    for number, line in enumerate(kept, start=1):
        language, *values = json.loads(line)
        _row(sheet, number, list(zip(table.columns, values, strict=True)), parts, language, formats)


def _row(
    sheet: Worksheet,
    number: int,
    row: list[tuple[Column, Any]],
    parts: dict[str, int],
    language: str,
    formats: _Formats,
) -> None:
    place = 0
    for column, value in row:
        width = parts[column.key]
        if value is not None and value != "":
            match column.kind:
                case Kind.NUMBER:
                    sheet.write_number(number, place, value, formats.number)
                case Kind.MOMENT:
                    moment = datetime.fromisoformat(value).replace(tzinfo=None, microsecond=0)
                    sheet.write_datetime(number, place, moment, formats.moment)
                case Kind.WORDS:
                    way = _RIGHT_TO_LEFT if languages.direction(language) == "rtl" else _LEFT_TO_RIGHT
                    for part, words in enumerate(cells.pieces(cells.storable(value))):
                        sheet.write_string(number, place + part, words, formats.text(words, way))
                case Kind.TEXT:
                    words = cells.storable(value)
                    sheet.write_string(number, place, words, formats.text(words))
        place += width


def _heads(table: Table, parts: dict[str, int]) -> Iterator[tuple[str, Column]]:
    for column in table.columns:
        yield str(column.heading), column
        for part in range(2, parts[column.key] + 1):
            yield _("%(heading)s, continued (%(part)s)") % {"heading": column.heading, "part": part}, column


def _describe(book: Workbook, table: Table, stamp: Stamp) -> None:
    """What the file says of itself; its moment is that of the record, so that it is the same when made again."""
    book.set_properties(
        {
            "title": table.title,
            "subject": stamp.title,
            "comments": f"{stamp.state} {stamp.terms}",
            "created": stamp.at.astimezone(UTC).replace(tzinfo=None, microsecond=0),
        }
    )
    book.set_custom_property(_("Number of the record"), stamp.number)
    book.set_custom_property(_("Licence"), stamp.licence_address or stamp.licence)


def _explain(sheet: Worksheet, table: Table, stamp: Stamp, parts: dict[str, int], formats: _Formats) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 80)
    sheet.set_column(2, 2, 36)
    sheet.write_string(0, 0, cells.storable(table.title), formats.title)
    row = 1
    for words in (stamp.title, *table.notes, stamp.state, stamp.terms, stamp.licence_address, stamp.address):
        if words:
            sheet.write_string(row, 0, cells.storable(words), formats.plain)
            row += 1
    row += 1
    for place, heading in enumerate((_("Column"), _("What it means"), _("Example"))):
        sheet.write_string(row, place, heading, formats.head)
    for column in table.columns:
        row = _meaning(sheet, row + 1, column, column.heading, column.meaning, formats)
        if parts[column.key] > 1:
            heading = _("%(heading)s, continued") % {"heading": column.heading}
            meaning = _("A cell holds at most 32,767 characters. What is longer goes on here, nothing is left out.")
            row = _meaning(sheet, row + 1, None, heading, meaning, formats)


def _meaning(sheet: Worksheet, row: int, column: Column | None, heading: Any, meaning: Any, formats: _Formats) -> int:
    for place, words in enumerate((heading, meaning, column.example if column else "")):
        said = cells.storable(str(words))[: cells.CELL_LIMIT // 2]
        if said:
            sheet.write_string(row, place, said, formats.text(said))
    return row
