"""Which column of a sheet holds what."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from texts.rules.fold import fold

# What a row can say, and the headings by which it is known without being told; the first that is there counts.
FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("number", "no", "nr", "contribution number", "submission number", "id"),
    "title": ("title", "subject"),
    "text": ("text", "full text", "contribution", "submission", "body", "content"),
    "author": ("author", "author name", "authors", "submitted by"),
    "organization": ("organization", "organisation", "organization name", "organisation name"),
    "stakeholder_group": ("stakeholder group", "stakeholder", "group"),
    "country": ("country", "region"),
    "language": ("language", "lang"),
}


class BadColumns(ValueError):
    """The columns cannot be used as they are; a sentence that says what to do."""


@dataclass(frozen=True)
class Columns:
    """Headings as they stand, the place of each field that has a column, and the places of all others."""

    names: tuple[str, ...]
    places: dict[str, int]
    others: tuple[int, ...]

    def name_of(self, field: str) -> str:
        return self.names[self.places[field]]


def parse_map(pairs: list[str]) -> dict[str, str]:
    """Read "Organisation name=organization" pairs into {column: field}. Raises `BadColumns`."""
    chosen: dict[str, str] = {}
    for pair in pairs:
        column, sign, field = pair.rpartition("=")
        if not sign or not column.strip():
            raise BadColumns(_("“%(pair)s” is not of the form column=field.") % {"pair": pair[:120]})
        field = field.strip().lower().replace("-", "_")
        if field not in FIELDS:
            raise BadColumns(
                _("“%(field)s” is not a field. The fields are: %(fields)s.")
                % {"field": field[:60], "fields": ", ".join(FIELDS)}
            )
        if column.strip() in chosen:
            raise BadColumns(_("The column “%(column)s” is mapped twice.") % {"column": column.strip()[:60]})
        if field in chosen.values():
            raise BadColumns(_("Two columns are mapped to “%(field)s”. Choose one.") % {"field": field})
        chosen[column.strip()] = field
    return chosen


def find(names: list[str], chosen: Mapping[str, str]) -> Columns:
    """Find the fields among the headings, `chosen` before those we know. Raises `BadColumns`."""
    headings = [name.strip() or _("Column %(place)s") % {"place": place} for place, name in enumerate(names, start=1)]
    folded = [fold(heading) for heading in headings]
    for place, name in enumerate(folded):
        if name and name in folded[:place]:
            raise BadColumns(_("Two columns are called “%(name)s”. Rename one.") % {"name": headings[place][:60]})
    places: dict[str, int] = {}
    for column, field in chosen.items():
        if fold(column) not in folded:
            raise BadColumns(
                _("There is no column “%(column)s”. The columns are: %(columns)s.")
                % {"column": column[:60], "columns": _listed(headings)}
            )
        places[field] = folded.index(fold(column))
    taken = set(places.values())
    for field, known in FIELDS.items():
        free = [folded.index(name) for name in known if name in folded and folded.index(name) not in taken]
        if field not in places and free:
            places[field] = free[0]
            taken.add(free[0])
    for field in ("text", "title"):
        if field not in places:
            raise BadColumns(
                _("No column is called “%(field)s”, and none is mapped to it. The first line reads: %(columns)s.")
                % {"field": field, "columns": _listed(headings)}
            )
    others = tuple(place for place in range(len(headings)) if place not in taken)
    return Columns(tuple(headings), places, others)


def _listed(headings: list[str]) -> str:
    words = ", ".join(heading[:40] for heading in headings[:12])
    return words + (", …" if len(headings) > 12 else "")
