"""The same text, filed by many: each filer with number, moment and voice. The text itself stands once, on top."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contributions.models import Contribution
from proposals.models import Comment
from public.pages import lists
from public.pages.visitors import signed_in

LIMIT = 100


@require_safe
def same_comments(request: HttpRequest, id: UUID) -> HttpResponse:
    return _page(request, Comment.objects.visible_to(signed_in(request)).with_people(), id, "comment")


@require_safe
def same_contributions(request: HttpRequest, id: UUID) -> HttpResponse:
    return _page(request, Contribution.objects.visible_to(signed_in(request)).with_people(), id, "contribution")


def _page(request: HttpRequest, texts: Any, id: UUID, name: str) -> HttpResponse:
    chosen = get_object_or_404(texts, pk=id)
    # Whichever of them the address names, the list is that of the first.
    first_id = chosen.same_text_as_id or chosen.pk
    first = chosen if chosen.pk == first_id else get_object_or_404(texts, pk=first_id)
    filers = texts.filter(Q(pk=first_id) | Q(same_text_as=first_id)).defer("text")
    page = lists.page_of(request, filers, limit=LIMIT)
    consultation = first.consultation
    context = {
        "first": first,
        "address": reverse(name, args=[first.pk]),
        "format": getattr(first, "format", "markdown"),
        "filers": page.items,
        "pages": lists.around(request, page),
        "crumbs": [
            (_("Consultations"), reverse("home")),
            (consultation.title, reverse("consultation", args=[consultation.slug])),
        ],
    }
    return render(request, "same/same.html", context)


urlpatterns = [
    path("comments/<uuid:id>/same/", same_comments, name="comment_same"),
    path("contributions/<uuid:id>/same/", same_contributions, name="contribution_same"),
]
