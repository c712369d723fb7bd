"""A table as the file that leaves: .csv or .xlsx, made whole before its first byte goes out."""

import tempfile
from dataclasses import dataclass
from typing import IO, Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from public import carrying
from reports.compose import as_csv, as_xlsx
from reports.compose.stamp import Stamp
from reports.compose.tables import Table
from rounds.models import Consultation
from web.downloads import download
from web.refusals import Invalid, Refusal

# Changes with the way in which rows become a file, so that nobody keeps an older file of the same number.
FORM = "1"
# Rows that one file holds at most; a workbook takes longer to make than lines of text.
MOST = {"csv": 200_000, "xlsx": 100_000}
# A file of more rows takes one of the few places.
LARGE = 2_000
# Bytes of a file that are held in memory before it goes to the disk.
IN_MEMORY = 2_000_000
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Asked:
    """Who asks for which file. `ending`: csv or xlsx."""

    request: HttpRequest
    ending: str


def measure(ending: str, *lists: "QuerySet[Any, Any]") -> None:
    """Inside the snapshot, before anything is made. Raises `Invalid` for too long a list, `Later` where others work."""
    most = MOST[ending]
    count = sum(rows.order_by()[: most + 1].count() for rows in lists)
    if count > most:
        raise Invalid(
            Refusal(
                "table_too_long",
                _("A file of this kind holds at most %(most)s rows, and this list has more. Choose a part of it."),
                {"most": f"{most:,}"},
            )
        )
    if count > LARGE:
        carrying.take_slot()


def answer(
    asked: Asked,
    table: Table,
    stamp: Stamp,
    *,
    is_public: bool,
    lists: "tuple[QuerySet[Any, Any], ...]",
    whose: str = "",
) -> HttpResponseBase:
    """The file, or 304 for whoever has it.

    `lists`: what the rows are made from, to be measured first; `whose`: the reader, where each has a file of their own.
    """
    headings = [f"{column.heading}\n{column.meaning}" for column in table.columns]
    etag = carrying.tag(stamp, FORM, asked.ending, table.file, *table.notes, *headings, whose)
    if (unchanged := carrying.had_already(asked.request, etag)) is not None:
        return _marked(unchanged, etag, is_public)
    measure(asked.ending, *lists)
    # Closed with the response.
    out = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    write = as_xlsx.write if asked.ending == "xlsx" else as_csv.write
    write(table, stamp, out)
    out.seek(0)
    name = f"{table.file}-no-{stamp.number}.{asked.ending}"
    response = download(out, name=name, media_type=MEDIA_TYPES[asked.ending], is_public=is_public)
    return _marked(response, etag, is_public)


def _marked(response: HttpResponseBase, etag: str, is_public: bool) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    return response


def is_public(consultation: Consultation) -> bool:
    """Whether everybody reads it, so that nothing on the way need forget it."""
    return consultation.is_published and consultation.reading == Consultation.Reading.PUBLIC
