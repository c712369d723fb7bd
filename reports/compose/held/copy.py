"""The copy itself: a ZIP with JSON for each part, the files that came with texts, and a page to read it by."""

import json
import zipfile
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from accounts.models import Person
from contributions.models import Attachment
from reports.compose.held import PARTS
from reports.compose.held.keys import KEYS
from reports.compose.held.texts import file_name

# Files beyond this stay out; their rows say so, and they lie beside their contributions as before.
FILES_LIMIT = 200 * 1024 * 1024
CHUNK = 1024 * 1024

STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-inline-size: 50rem; margin: 2rem auto; padding-inline: 1rem }
body { overflow-wrap: anywhere }
h1, h2 { line-height: 1.25 } h2 { border-block-end: 2px solid; padding-block-start: 1.5rem }
li { margin-block-end: 1rem }
dl { display: grid; grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr); gap: .2rem 1rem }
dt { opacity: .75 } dd { margin: 0; white-space: pre-wrap } dd dl, dd ol { white-space: normal }
:is(dd, li) { min-inline-size: 0 } nav li { margin-block-end: .2rem }
section > ol { padding-inline-start: 1.5rem } dd ol { padding-inline-start: 1.2rem }
@media (width < 40rem) { dl { display: block } dt { margin-block-start: .4rem } }
"""


def write(person: Person, *, now: datetime, to: IO[bytes]) -> None:
    """Pack everything that is held on somebody."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as whole:
        packed = _files(person, whole)
        read = []
        for part in PARTS:
            rows = list(part.rows(person))
            if part.name == "contributions":
                _without_missing(rows, packed)
            whole.writestr(f"{part.name}.json", json.dumps(rows, default=_plain, ensure_ascii=False, indent=1))
            read.append((part.name, str(part.title), rows))
        whole.writestr("keys.json", json.dumps({key: str(words) for key, words in KEYS.items()}, indent=1))
        whole.writestr("index.html", _page(person, read, now))


def _files(person: Person, whole: zipfile.ZipFile) -> set[str]:
    """Pack the files that came with one's texts, as far as they fit; returns their names in the copy."""
    packed, room = set(), FILES_LIMIT
    mine = Attachment.objects.filter(contribution__author=person).exclude(file="")
    for attachment in mine.order_by("added_at", "pk"):
        if attachment.size > room:
            continue
        name = file_name(attachment)
        try:
            with attachment.file.open() as source, whole.open(name, "w", force_zip64=True) as place:
                while chunk := source.read(CHUNK):
                    place.write(chunk)
        except FileNotFoundError:
            # Away from the disk: the row says that the copy has none.
            continue
        packed.add(name)
        room -= attachment.size
    return packed


def _without_missing(rows: list[dict[str, Any]], packed: set[str]) -> None:
    for row in rows:
        for file in row["files"]:
            file["file"] = file["file"] if file["file"] in packed else None


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value)} has no plain form")


def _page(person: Person, read: list[tuple[str, str, list[dict[str, Any]]]], now: datetime) -> str:
    sections = format_html_join(
        "\n",
        '<section id="{}"><h2>{}</h2>{}</section>',
        ((name, title, _list(rows) or format_html("<p>{}</p>", _("Nothing."))) for name, title, rows in read),
    )
    contents = format_html_join("", '<li><a href="#{}">{}</a> ({})</li>', ((n, t, len(rows)) for n, t, rows in read))
    keys = format_html_join("", "<dt>{}</dt><dd>{}</dd>", KEYS.items())
    return format_html(
        '<!doctype html>\n<html lang="{}" dir="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title><style>{}</style></head>'
        "<body><main><h1>{}</h1><p>{}</p><nav><ul>{}</ul></nav>{}<section><h2>{}</h2><dl>{}</dl></section></main>"
        "</body></html>\n",
        get_language() or "en",
        "rtl" if get_language_bidi() else "ltr",
        _("Everything held on you"),
        STYLE,
        _("Everything held on %(name)s") % {"name": person.name},
        _("Made on %(moment)s. The same stands in the files beside this page, for programs. Times are in UTC.")
        % {"moment": f"{now:%Y-%m-%d %H:%M} UTC"},
        contents,
        sections,
        _("What the keys mean"),
        keys,
    )


def _list(rows: list[Any]) -> SafeString:
    if not rows:
        return SafeString("")
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((_value(row),) for row in rows)))


def _link(name: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', name, name)


def _value(value: Any) -> SafeString:
    """A value as a reader sees it; what is empty is left out above."""
    if isinstance(value, dict):
        said = (
            (key, _link(inner) if key == "file" else _value(inner))
            for key, inner in value.items()
            if inner not in (None, "", [], {})
        )
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", said))
    if isinstance(value, list):
        return _list(value)
    if isinstance(value, bool):
        return format_html("{}", _("yes") if value else _("no"))
    if isinstance(value, datetime):
        return format_html("{}", f"{value:%Y-%m-%d %H:%M:%S}")
    return format_html('<bdi dir="auto">{}</bdi>', value)
