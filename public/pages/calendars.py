"""The dates of a consultation or of one round, as a file for one's own calendar."""

import hashlib
import io

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from public.pages import consultations, rounds
from public.pages.visitors import signed_in
from reports.compose import dates
from rounds.models import Consultation
from web.downloads import download

MEDIA_TYPE = "text/calendar; charset=utf-8"


@require_safe
def consultation_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = consultations.visible_or_404(request, slug)
    return _answer(request, found, dates.of_consultation(signed_in(request), found), f"{slug}.ics")


@require_safe
def round_calendar(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    found = rounds.round_or_404(request, slug, number)
    content = dates.of_round(signed_in(request), found)
    return _answer(request, found.consultation, content, f"{slug}-round-{number}.ics")


def _answer(request: HttpRequest, consultation: Consultation, content: bytes, name: str) -> HttpResponseBase:
    """The file; a program that asks every hour whether a date moved is told 304 while none did."""
    is_public = Consultation.objects.visible_to(None).filter(pk=consultation.pk).exists()
    response = download(io.BytesIO(content), name=name, media_type=MEDIA_TYPE, is_public=is_public)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    # Nothing is streamed yet, so that the answer may still be another one.
    return get_conditional_response(request, etag, None, response) or response  # type: ignore[arg-type]


urlpatterns = [
    path("c/<slug:slug>/calendar.ics", consultation_calendar, name="consultation_calendar"),
    path("c/<slug:slug>/rounds/<int:number>/calendar.ics", round_calendar, name="round_calendar"),
]
