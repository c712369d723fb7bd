"""Texts in a body's name: released by its focal point, shown by the author as their own, said in another name."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Affiliation, Organization, Person
from contributions.models import Contribution
from proposals.actions import confirmations
from proposals.models import Comment
from public.forms_bodies import CapacityForm
from public.forms_filing import KeyForm
from public.pages import filing
from public.pages.visitors import signed_in
from rounds.models import FOR_A_BODY, Capacity, Office, Status
from rounds.permissions import can_correct_capacity, can_release, can_speak_for_oneself, held
from web.refusals import Refusal

Thing = Comment | Contribution


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, id: UUID, kind: str) -> HttpResponse:
    """A focal point reads a member's text and releases it in the body's name, or says that it is not the body's."""
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    thing = _load(kind, id, person)
    context = _about(kind, thing, now)
    refusal = can_release(person, thing)
    if refusal is not None:
        return _refused(request, context, refusal)
    form = KeyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        is_ours = request.POST.get("act") != "not_ours"
        read = request.POST.get("version", "")
        version = int(read) if read.isdecimal() and len(read) < 6 else None
        act = partial(confirmations.release, by=person, thing=thing, version=version, now=now)
        if not is_ours:
            act = partial(confirmations.correct_capacity, by=person, thing=thing, capacity=Capacity.PERSONAL, now=now)
        answer = filing.answer(request, form, act)
        if answer.thing is not None:
            messages.success(request, _released(thing, is_ours=is_ours))
            return filing.see(context["address"])
        status = answer.status
    return render(request, "organizations/release.html", context | {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: HttpRequest, id: UUID, kind: str) -> HttpResponse:
    """The author of a text that waits for a body shows it as their own."""
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    thing = _load(kind, id, person)
    context = _about(kind, thing, now)
    refusal = can_speak_for_oneself(person, thing)
    if refusal is not None:
        return _refused(request, context, refusal)
    form = KeyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        answer = filing.answer(request, form, partial(confirmations.speak_for_oneself, by=person, thing=thing, now=now))
        if answer.thing is not None:
            messages.success(request, _("Your text is in your own name now. The moment at which it came stays."))
            return filing.see(context["address"])
        status = answer.status
    return render(request, "organizations/speak.html", context | {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request: HttpRequest, id: UUID, kind: str) -> HttpResponse:
    """In whose name a text is: put right by the body's focal points and the secretariat."""
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    thing = _load(kind, id, person)
    context = _about(kind, thing, now)
    refusal = can_correct_capacity(person, thing)
    if refusal is not None:
        return _refused(request, context, refusal)
    form = CapacityForm(request.POST if request.method == "POST" else None, bodies=_bodies(person, thing))
    if not form.is_bound:
        form.fields["voice"].initial = str(thing.organization_id or Capacity.PERSONAL.value)
    status = 200
    if request.method == "POST":
        answer = filing.answer(request, form, partial(_correct, person, thing, form, now))
        if answer.thing is not None:
            messages.success(
                request, _("It is said in the public record in whose name this text is. Its author is told.")
            )
            return filing.see(context["address"])
        status = answer.status
    return render(request, "organizations/capacity.html", context | {"form": form}, status=status)


def _correct(person: Person, thing: Thing, form: CapacityForm, now: datetime) -> Thing:
    body = form.organization
    chosen = Capacity.ORGANIZATION if body else Capacity.PERSONAL
    return confirmations.correct_capacity(by=person, thing=thing, capacity=chosen, organization=body, now=now)


def _bodies(person: Person, thing: Thing) -> list[Organization]:
    """Those that may be chosen: for the secretariat the author's, for a focal point their own; the present one too."""
    whose = thing.author_id if held(person, thing.consultation, Office.Role.SECRETARIAT) else person.pk
    places = Affiliation.objects.current().filter(person=whose).select_related("organization")
    if whose == person.pk:
        places = places.filter(role=Affiliation.Role.FOCAL_POINT)
    bodies = {place.organization_id: place.organization for place in places}
    if thing.organization is not None:
        bodies.setdefault(thing.organization.pk, thing.organization)
    return sorted(bodies.values(), key=lambda body: body.name)


def _load(kind: str, id: UUID, person: Person) -> Thing:
    if kind == "comment":
        return get_object_or_404(Comment.objects.visible_to(person).with_people(), pk=id)
    return get_object_or_404(Contribution.objects.visible_to(person).with_people(), pk=id)


def _about(kind: str, thing: Thing, now: datetime) -> dict[str, Any]:
    waits = thing.status == Status.RECEIVED and thing.waiting_for in FOR_A_BODY
    filed = thing.versions.order_by("-number").first() if thing.status == Status.RECEIVED else None
    address = reverse(kind, args=[thing.pk])
    number = thing.number
    name = _("No. %(number)s") % {"number": number} if number else _("The text")
    return {
        "now": now,
        "kind": kind,
        "thing": thing,
        "filed": filed,
        "title": getattr(filed or thing, "title", None) or "",
        "text": filed.text if filed else thing.text,
        "answers": getattr(filed or thing, "answers", None) or {},
        "format": thing.format if isinstance(thing, Contribution) else "markdown",
        "waits": waits,
        "is_late": now >= thing.round.confirmed_until,
        "until": thing.round.confirmed_until,
        "address": address,
        "crumbs": [(_("My organizations"), reverse("my_organizations")), (name, address)],
    }


def _refused(request: HttpRequest, context: dict[str, Any], refusal: Refusal) -> HttpResponse:
    return render(request, "organizations/refused.html", context | {"refusal": refusal}, status=403)


def _released(thing: Thing, *, is_ours: bool) -> str:
    values = {"body": thing.organization.name if thing.organization else ""}
    if is_ours:
        return _("The text is released in the name of %(body)s. Its author is told.") % values
    return _("The text is not in the name of %(body)s any more; it is its author’s own. They are told.") % values


def _routes(kind: str) -> list[URLPattern]:
    at = f"{kind}s/<uuid:id>"
    return [
        path(f"{at}/release/", release, {"kind": kind}, name=f"{kind}_release"),
        path(f"{at}/speak-for-yourself/", speak, {"kind": kind}, name=f"{kind}_speak"),
        path(f"{at}/capacity/", capacity, {"kind": kind}, name=f"{kind}_capacity"),
    ]


urlpatterns = [*_routes("contribution"), *_routes("comment")]
