"""Lists page by keyset: the thousandth page costs what the first costs, and nothing is skipped while others write."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Expression, F, Field, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from web.refusals import Invalid, Refusal

FORWARD, BACKWARD = "f", "b"
CURSOR_LIMIT = 1_000
DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200


@dataclass(frozen=True)
class Page[T]:
    """Some items of a list in its order, and the cursors of the pages beside it (None at the ends)."""

    items: list[T]
    next: str | None
    previous: str | None


def keyset[T: Model](
    queryset: "QuerySet[T, Any]",
    *,
    after: str | None,
    limit: int,
    newest_first: bool = False,
    fields: tuple[str, ...] = ("posted_at", "id"),
) -> Page[Any]:
    """One page of at most `limit` items, ordered by `fields`: columns of the model, never NULL, together unique.

    `after` is a cursor from an earlier page's `next` or `previous`; None or "" is the first page. Raises `Invalid` for
    anything else. The queryset may give models or dictionaries; its own order is replaced.
    """
    way, position = _read(queryset, after, fields) if after else (FORWARD, None)
    descending = newest_first == (way == FORWARD)
    rows = queryset.order_by(*(f"-{field}" if descending else field for field in fields))
    if position is not None:
        lookup = LessThan if descending else GreaterThan
        rows = rows.filter(lookup(_row([F(field) for field in fields]), _row(position)))
    found = list(rows[: limit + 1])
    items, more = found[:limit], len(found) > limit
    if way == BACKWARD:
        items.reverse()
    has_next = more if way == FORWARD else bool(items)
    has_previous = more if way == BACKWARD else bool(items) and position is not None
    return Page(
        items,
        next=_write(FORWARD, items[-1], fields) if has_next else None,
        previous=_write(BACKWARD, items[0], fields) if has_previous else None,
    )


def _row(columns: list[Any]) -> Func:
    # PostgreSQL compares rows column by column and finds the place in an index over the same columns.
    return Func(*columns, function="ROW", output_field=BooleanField())


def _write(way: str, item: Any, fields: tuple[str, ...]) -> str:
    values = [item[field] if isinstance(item, dict) else getattr(item, field) for field in fields]
    words = json.dumps([way, *(value if isinstance(value, int) else str(value) for value in values)])
    return base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")


def _read(queryset: "QuerySet[Any, Any]", cursor: str, fields: tuple[str, ...]) -> tuple[str, list[Expression]]:
    columns: list[Field[Any, Any]] = [queryset.model._meta.get_field(field) for field in fields]
    try:
        if len(cursor) > CURSOR_LIMIT:
            raise ValueError("too long")
        words = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        way, *values = words
        if way not in (FORWARD, BACKWARD):
            raise ValueError("no direction")
        position: list[Expression] = [
            Value(column.get_prep_value(_clean(column, value)), output_field=column)
            for column, value in zip(columns, values, strict=True)
        ]
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        raise Invalid(
            Refusal(
                "cursor_invalid",
                _("This is not a cursor of ours. Begin at the first page and follow its links."),
                field="cursor",
            )
        ) from None
    return way, position


def _clean(column: "Field[Any, Any]", value: Any) -> Any:
    if not isinstance(value, str | int) or isinstance(value, bool) or "\x00" in str(value):
        raise ValueError("not a place in a list")
    found = column.to_python(value)
    if isinstance(found, datetime) and found.tzinfo is None:
        raise ValueError("a moment without its zone")
    # Checks the range of numbers too: one that PostgreSQL cannot hold is no place in a list.
    column.run_validators(found)
    return found


class Keyset(BasePagination):
    """`{results, next, previous}` for the API; next and previous are whole addresses, made from SITE_URL alone.

    A view may set `order` (columns, together unique), `default_limit` and `largest_limit`.
    """

    def paginate_queryset(  # type: ignore[override]  # a bare list has no order in the database
        self, queryset: "QuerySet[Any, Any]", request: Request, view: Any = None
    ) -> list[Any]:
        self.request = request
        self.page = keyset(
            queryset,
            after=request.query_params.get("cursor"),
            limit=self._limit(request, view),
            fields=getattr(view, "order", ("posted_at", "id")),
        )
        return self.page.items

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {"results": data, "next": self._address(self.page.next), "previous": self._address(self.page.previous)}
        )

    def _limit(self, request: Request, view: Any) -> int:
        given = request.query_params.get("limit")
        if given is None:
            return int(getattr(view, "default_limit", DEFAULT_LIMIT))
        largest = getattr(view, "largest_limit", LARGEST_LIMIT)
        if not (given.isascii() and given.isdigit() and len(given) < 10 and 1 <= int(given) <= largest):
            raise Invalid(
                Refusal(
                    "limit_invalid",
                    _("The limit is a whole number from 1 to %(largest)s."),
                    {"largest": largest},
                    field="limit",
                )
            )
        return int(given)

    def _address(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        query = {key: value for key, value in self.request.query_params.items() if key != "cursor"}
        return f"{settings.SITE_URL}{self.request.path}?{urlencode({**query, 'cursor': cursor})}"

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        largest = getattr(view, "largest_limit", LARGEST_LIMIT)
        default = getattr(view, "default_limit", DEFAULT_LIMIT)
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "A place in the list, as found in `next` and `previous`. Opaque.",
                "schema": {"type": "string"},
            },
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": "How many results a page holds.",
                "schema": {"type": "integer", "minimum": 1, "maximum": largest, "default": default},
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": {
                    **link,
                    "description": "The page after this one; null on the last.",
                    "example": f"{settings.SITE_URL}/api/v1/…/?cursor=WyJmIiwg…",
                },
                "previous": {
                    **link,
                    "description": "The page before this one; null on the first.",
                    "example": None,
                },
            },
        }
