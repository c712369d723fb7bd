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
    fields: tuple[str, ...],
    limit: int,
    newest_first: bool = False,
) -> Page[Any]:
    """The page of a list that `?after=` names. A cursor that is not ours leads nowhere: 404."""
    after = request.GET.get("after")
    try:
        return keyset(queryset, after=after, limit=limit, fields=fields, newest_first=newest_first)
    except Invalid:
        raise Http404(_("This address leads to no page of the list.")) from None


def around(request: HttpRequest, page: Page[Any], query: dict[str, str] | None = None) -> dict[str, str]:
    """The addresses of the pages beside this one, with the search in `query` kept; empty where there is none."""

    def address(cursor: str | None) -> str:
        return f"{request.path}?{urlencode({**(query or {}), 'after': cursor})}" if cursor else ""

    return {"previous": address(page.previous), "next": address(page.next)}
