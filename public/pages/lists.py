from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from web.paging import Page, keyset
from web.refusals import Invalid


def page_of(
    request: HttpRequest,
    queryset: "QuerySet[Any, Any]",
    *,
    limit: int,
    fields: tuple[str, ...] = ("posted_at", "id"),
    newest_first: bool = False,
) -> Page[Any]:
    """The page of a list that `?after=` names, the oldest first unless said. A cursor not ours leads nowhere: 404."""
    try:
        return keyset(queryset, after=request.GET.get("after"), limit=limit, fields=fields, newest_first=newest_first)
    except Invalid:
        raise Http404(_("This address leads to no page of the list.")) from None


def around(
    request: HttpRequest, page: Page[Any], query: Mapping[str, str] | None = None, fragment: str = ""
) -> dict[str, str]:
    """The addresses of the pages beside this one, with the filters in `query` kept; empty where there is none."""

    def address(cursor: str | None) -> str:
        return f"{request.path}?{urlencode({**(query or {}), 'after': cursor})}{fragment}" if cursor else ""

    return {"earlier": address(page.previous), "later": address(page.next)}
