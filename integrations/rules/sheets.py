"""A CSV file as rows. What is wrong with the whole file stops it; what is wrong with a row is listed."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from integrations.rules import columns, rows
from integrations.rules.rows import Row

DELIMITERS = ",;\t"


class Unreadable(ValueError):
    """The file cannot be read as a whole: the line, None where it is no line's fault, and a sentence."""

    def __init__(self, line: int | None, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(_("Line %(line)s: %(reason)s") % {"line": line, "reason": reason} if line else reason)


@dataclass(frozen=True)
class Untaken:
    """A row that is left out: the line it begins on, and why."""

    line: int
    reason: str


@dataclass
class Sheet:
    """The rows that can be taken, in order, and those that cannot."""

    rows: list[Row] = field(default_factory=list)
    untaken: list[Untaken] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.rows) + len(self.untaken)


def read(content: bytes, *, chosen: Mapping[str, str], language: str) -> Sheet:
    """Read a CSV file in UTF-8, parted by commas, semicolons or tabs. Raises `Unreadable`."""
    text = _decoded(content)
    found = _columns(text, chosen)
    sheet = Sheet()
    begun_on: dict[str, int] = {}
    records = _records(text, found[1])
    next(records)
    for line, cells in records:
        try:
            row = rows.read(line, cells, found[0], language=language)
        except rows.Untaken as why:
            sheet.untaken.append(Untaken(line, str(why)))
            continue
        if row.ref in begun_on:
            sheet.untaken.append(Untaken(line, _twice(row, begun_on[row.ref])))
            continue
        begun_on[row.ref] = line
        sheet.rows.append(row)
    return sheet


def _twice(row: Row, first: int) -> str:
    if row.number:
        return _("Its number %(number)s stands on line %(line)s already.") % {"number": row.number, "line": first}
    return _("It says the same as the row on line %(line)s.") % {"line": first}


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, _("this is not UTF-8. Save the file as CSV in UTF-8 and try again.")) from None
    if not text.strip():
        raise Unreadable(None, _("The file is empty."))
    return text


def _columns(text: str, chosen: Mapping[str, str]) -> tuple[columns.Columns, str]:
    """The columns, and the sign that parts them: the first under which the headings make sense."""
    errors: list[Unreadable] = []
    for delimiter in DELIMITERS:
        try:
            line, names = next(_records(text, delimiter))
            return columns.find(names, chosen), delimiter
        except columns.BadColumns as error:
            errors.append(Unreadable(line, str(error)))
        except Unreadable as error:
            errors.append(error)
    raise errors[0]


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; lines without anything are passed over."""
    # The limit is of the whole process and stays at what the longest file needed: no field is longer than its file.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                begins,
                _("the row that begins here has a quotation mark that is not closed, or words behind a closed one."),
            ) from None
        if any(cell.strip() for cell in cells):
            yield begins, cells
