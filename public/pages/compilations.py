"""What all said in one round, in order, to read, to print and as a Word document. Everybody gets the same."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from public import carrying
from public.pages.rounds import crumbs_of, visible_or_404
from public.pages.visitors import signed_in
from reports.compose import as_docx, compilation
from reports.compose.parts import Compilation
from rounds.models import Round, Site

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A new number wherever the same words come out otherwise: what people have in their browsers is made again.
FORM = "1"


@dataclass(frozen=True)
class Order:
    """One of the ways in which it can be arranged."""

    by: str
    words: str | Promise
    address: str


@require_safe
@carrying.patiently
def compilation_page(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """To read and to print. Nothing on it is of its reader: not their zone, their language, their name."""
    return _made(request, slug, number, "html")


@require_safe
@carrying.patiently
def compilation_docx(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    return _made(request, slug, number, "docx")


def _made(request: HttpRequest, slug: str, number: int, ending: str) -> HttpResponseBase:
    viewer = signed_in(request)
    asked = visible_or_404(viewer, slug, number)
    if not asked.consultation.is_published:
        # Its offices still change its words, which is no act of the record.
        raise Http404
    with carrying.at_rest(asked.consultation, cursors=()) as stamp:
        # Once more: what was read before the snapshot may be older than it.
        round = visible_or_404(viewer, slug, number)
        offered = compilation.offered(round)
        by = request.GET.get("by") or offered[0]
        if by not in offered:
            raise Http404
        etag = carrying.tag(stamp, FORM, ending, str(round.pk), by)
        if (unchanged := carrying.had_already(request, etag)) is not None:
            return unchanged
        if compilation.size(round) > compilation.LIMIT:
            return _too_large(request, round)
        carrying.take_slot()
        made = compilation.make(round, viewer, by=by, stamp=stamp)
        response = (
            HttpResponse(as_docx.write(made), content_type=DOCX) if ending == "docx" else _page(made, round, offered)
        )
        if ending == "docx":
            name = f"{slug}-round-{number}-by-{by}-no-{stamp.number}.docx"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = etag
    return response


def _page(made: Compilation, round: Round, offered: list[str]) -> HttpResponse:
    with timezone.override("UTC"):
        return HttpResponse(render_to_string("compilations/compilation.html", _context(made, round, offered)))


def _context(made: Compilation, round: Round, offered: list[str]) -> dict[str, Any]:
    place = [round.consultation.slug, round.number]
    page, file = reverse("compilation", args=place), reverse("compilation_docx", args=place)
    return {
        # No request stands behind this page: what others take from it is said here.
        "site_name": str(Site.objects.described()),
        "site_url": settings.SITE_URL,
        "made": made,
        "round": round,
        "orders": [Order(by, compilation.ARRANGEMENTS[by], f"{page}?by={by}") for by in offered],
        "file": f"{file}?by={made.by}",
        "crumbs": [*crumbs_of(round), (str(round), reverse("round", args=place))],
    }


def _too_large(request: HttpRequest, round: Round) -> HttpResponse:
    context = {
        "round": round,
        "limit": compilation.LIMIT // 1_000_000,
        "crumbs": [*crumbs_of(round), (str(round), reverse("round", args=[round.consultation.slug, round.number]))],
    }
    return render(request, "compilations/too_large.html", context, status=422)


urlpatterns = [
    path("c/<slug:slug>/rounds/<int:number>/compilation/", compilation_page, name="compilation"),
    path("c/<slug:slug>/rounds/<int:number>/compilation.docx", compilation_docx, name="compilation_docx"),
]
