"""Documents beside a consultation: what the page lists, and the files themselves."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from accounts.models import Person
from moderation.models import Decision
from public.decided import standing
from public.pages.visitors import signed_in
from rounds.models import Consultation, Document
from texts.files import names
from texts.files.kinds import Kind
from web.downloads import download


@dataclass(frozen=True)
class Line:
    """A document as one line: where it is, and, of a link, on whose site."""

    document: Document
    address: str
    host: str
    # Of a hidden one: what hid it.
    decision: Decision | None


def documents_of(consultation: Consultation, viewer: Person | None) -> list[Line]:
    """All documents of a consultation that its reader may read, the newest first."""
    documents = Document.objects.filter(consultation=consultation, removed_at__isnull=True)
    found = list(documents.select_related("entry", "status_entry"))
    decisions = standing(found, viewer)
    return [
        Line(
            document,
            document.link or reverse("document", args=[consultation.slug, document.pk]),
            host_of(document),
            decisions.get(document.pk),
        )
        for document in found
    ]


def host_of(document: Document) -> str:
    return (urlsplit(document.link).hostname or "") if document.link else ""


@require_safe
def document(request: HttpRequest, slug: str, id: UUID) -> HttpResponseBase:
    """The file of a document, to be saved. A link has none here."""
    documents = Document.objects.visible_to(signed_in(request)).filter(consultation__slug=slug).exclude(file="")
    found = get_object_or_404(documents.select_related("consultation"), pk=id)
    try:
        file = found.file.open()
    except FileNotFoundError:
        raise Http404 from None
    kind = next(kind for kind in Kind if kind.media_type == found.media_type)
    is_public = found.consultation.is_published and found.consultation.reading == Consultation.Reading.PUBLIC
    # A title is no path.
    name = names.kept(found.title.replace("/", "-").replace("\\", "-"), kind)
    return download(file, name=name, media_type=found.media_type, is_public=is_public)


urlpatterns = [path("c/<slug:slug>/documents/<uuid:id>/", document, name="document")]
