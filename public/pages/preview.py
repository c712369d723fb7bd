"""A consultation in preparation as it will be seen, for whoever holds its secret link. Nothing can be done here."""

from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from public import reading
from public.pages import consultations, rounds
from public.pages import document as documents
from public.templatetags.previews import Addresses
from rounds.models import Consultation, PreviewLink, Round
from rounds.rules import previews


class View(Protocol):
    def __call__(self, request: HttpRequest, secret: str, *args: Any, **kwargs: Any) -> HttpResponse: ...


def unseen(view: View) -> View:
    """No search engine lists it, no cache keeps it, no other site learns its address, and it is only read."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, secret: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, secret, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@unseen
def preview(request: HttpRequest, secret: str) -> HttpResponse:
    link, consultation = open_or_404(secret)
    if consultation.is_published:
        return redirect("consultation", consultation.slug)
    context = consultations.about(link.made_by, consultation, timezone.now())
    return _shown(request, "previews/consultation.html", link, secret, context, [])


@unseen
def preview_round(request: HttpRequest, secret: str, number: int) -> HttpResponse:
    link, consultation = open_or_404(secret)
    if consultation.is_published:
        return redirect("round", consultation.slug, number)
    found = rounds.visible_or_404(link.made_by, consultation.slug, number)
    context = rounds.about(link.made_by, found, timezone.now(), reading.wanted(request))
    return _shown(request, "previews/round.html", link, secret, context, [_to_the_room(consultation, secret)])


@unseen
def preview_text(request: HttpRequest, secret: str, id: UUID) -> HttpResponse:
    link, consultation = open_or_404(secret)
    if consultation.is_published:
        return redirect("proposal", id)
    now = timezone.now()
    document = documents.load(id, link.made_by, now, reading.wanted(request))
    if document.proposal.consultation_id != consultation.pk:
        raise Http404
    context = documents.context(document, link.made_by, now)
    return _shown(request, "previews/text.html", link, secret, context, [_to_the_room(consultation, secret)])


def open_or_404(secret: str) -> tuple[PreviewLink, Consultation]:
    """The link of this secret, and what it shows: what its maker may read, as long as they may.

    An unknown link, one that is over and one whose maker left the office all lead nowhere.
    """
    links = PreviewLink.objects.open_at(timezone.now()).select_related("made_by")
    link = get_object_or_404(links, digest=previews.digest(secret))
    readable = Consultation.objects.visible_to(link.made_by).select_related("hosting_body", "charter", "entry")
    return link, get_object_or_404(readable.prefetch_related("translations"), pk=link.consultation_id)


def _shown(
    request: HttpRequest,
    template: str,
    link: PreviewLink,
    secret: str,
    context: dict[str, Any],
    crumbs: list[tuple[str, str]],
) -> HttpResponse:
    """The page as it will be, for a stranger; its links lead to other pages of the preview or nowhere."""
    as_stranger = {"following": False, "refusal": None, "may_arrange": False, "crumbs": crumbs}
    about = {"link": link, "addresses": _addresses(context["consultation"], link, secret)}
    return render(request, template, context | as_stranger | about)


def _addresses(consultation: Consultation, link: PreviewLink, secret: str) -> Addresses:
    """Where each page of the consultation is previewed."""
    slug = consultation.slug
    found = {reverse("consultation", args=[slug]): reverse("preview", args=[secret])}
    up_in = list(Round.objects.visible_to(link.made_by).filter(consultation=consultation))
    for round in up_in:
        found[reverse("round", args=[slug, round.number])] = reverse("preview_round", args=[secret, round.number])
    for lines in consultations.texts_of(up_in, link.made_by).values():
        for line in lines:
            found[reverse("proposal", args=[line.proposal.pk])] = reverse(
                "preview_text", args=[secret, line.proposal.pk]
            )
    return found


def _to_the_room(consultation: Consultation, secret: str) -> tuple[str, str]:
    return _("Preview: %(title)s") % {"title": consultation.title}, reverse("preview", args=[secret])


urlpatterns = [
    path("preview/<str:secret>/", preview, name="preview"),
    path("preview/<str:secret>/rounds/<int:number>/", preview_round, name="preview_round"),
    path("preview/<str:secret>/texts/<uuid:id>/", preview_text, name="preview_text"),
]
