"""Receipts: what an author keeps of what they filed. Nobody else sees them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from contributions.models import Contribution
from proposals.models import Comment, Response
from public import reading
from public.pages.visitors import signed_in
from public.receipts import Thing, filed_together, receipts_of


@require_safe
def contribution_receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    person = signed_in(request)
    sent = Contribution.objects.visible_to(person).with_people()
    return _one(request, person, sent.filter(pk=id).first())


@require_safe
def comment_receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    person = signed_in(request)
    said = Comment.objects.visible_to(person).with_people().select_related("reply_to__entry")
    return _one(request, person, said.filter(pk=id).first())


@require_safe
def response(request: HttpRequest, id: UUID) -> HttpResponse:
    """One receipt for texts that were filed together."""
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.path)
    found = get_object_or_404(
        Response.objects.visible_to(person).select_related("person", "organization", "round__consultation"), pk=id
    )
    things = filed_together(found)
    # Who may not read the consultation any more reads no receipt of it here either; the mail has it.
    if not things:
        raise Http404
    return _show(request, things, now, {"response": found})


def _one(request: HttpRequest, person: Person | None, thing: Thing | None) -> HttpResponse:
    if thing is None:
        raise Http404
    if person is None:
        return redirect_to_login(request.path)
    if thing.author_id != person.pk:
        raise Http404
    return _show(request, [thing], timezone.now(), {"thing": thing})


def _show(request: HttpRequest, things: list[Thing], now: datetime, more: dict[str, Any]) -> HttpResponse:
    round, consultation = things[0].round, things[0].consultation
    context = {
        "receipts": receipts_of(things, now, reading.wanted(request)),
        "first": things[0],
        "round": round,
        "consultation": consultation,
        "is_numbered": all(thing.number for thing in things),
        "now": now,
        "crumbs": [
            (_("My page"), reverse("me")),
            (consultation.title, reverse("consultation", args=[consultation.slug])),
            (str(round), reverse("round", args=[consultation.slug, round.number])),
        ],
    }
    return render(request, "receipts/receipt.html", context | more)


urlpatterns = [
    path("contributions/<uuid:id>/receipt/", contribution_receipt, name="contribution_receipt"),
    path("comments/<uuid:id>/receipt/", comment_receipt, name="comment_receipt"),
    path("me/responses/<uuid:id>/", response, name="response"),
]
