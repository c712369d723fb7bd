"""Inviting people to a body for which one speaks, and accepting an invitation."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Affiliation, Organization, Person
from accounts.rules import proofs
from moderation.actions import invitations
from moderation.models import Invitation
from moderation.permissions import can_accept, can_invite, invitations_before
from moderation.rules import invitations as links
from public.forms_bodies import InviteForm
from public.forms_filing import KeyForm, new_key
from public.pages import filing
from public.pages.visitors import signed_in

LIMIT = 50


@require_http_methods(["GET", "HEAD", "POST"])
def my_organization(request: HttpRequest, id: UUID) -> HttpResponse:
    """A body for which one speaks: whom it invited, its domain. POST invites somebody as a member."""
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    body = _own(id, person)
    form = InviteForm(request.POST if request.method == "POST" else None, language=body.language)
    status = 200
    if request.method == "POST":
        answer = filing.answer(request, form, partial(_invite, person, body, form, now))
        if answer.thing is not None:
            address = form.cleaned_data["address"]
            messages.success(request, _("%(address)s is invited, and is sent a link.") % {"address": address})
            return filing.see(request.path)
        status = answer.status
    # Those for which this person could have sent the invitation themselves.
    mine = {role for role in Affiliation.Role if can_invite(person, body, role) is None}
    sent = invitations_before(person).filter(organization=body).order_by("-made_at", "pk")[:LIMIT]
    context = {
        "now": now,
        "body": body,
        "form": form,
        "invited": [(one, one.state(now), one.role in mine, new_key()) for one in sent],
        "record": proofs.record(body.pk, body.domain) if body.domain else "",
        "crumbs": [(_("My page"), reverse("me")), (_("My organizations"), reverse("my_organizations"))],
    }
    return render(request, "organizations/mine.html", context, status=status)


@require_POST
def invitation_take_back(request: HttpRequest, id: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(reverse("my_organizations"))
    mine = Affiliation.objects.focal_points().filter(person=person).values("organization")
    found = invitations_before(person).filter(organization__in=mine).select_related("organization")
    invitation = get_object_or_404(found, pk=id)
    act = partial(invitations.take_back, by=person, invitation=invitation, now=now)
    form = KeyForm(request.POST)
    if filing.answer(request, form, act).thing is not None:
        messages.success(request, _("The invitation is taken back. Its link opens nothing any more."))
    else:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    return filing.see(reverse("my_organization", args=[invitation.organization_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail. Whoever is signed in with the invited address accepts by one button."""
    person, now = signed_in(request), timezone.now()
    pk = links.read(token)
    if pk is None:
        raise Http404
    found = get_object_or_404(Invitation.objects.select_related("organization"), pk=pk)
    form = KeyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and person is not None:
        answer = filing.answer(request, form, partial(invitations.accept, by=person, invitation=found, now=now))
        if answer.thing is not None:
            messages.success(request, _("You belong to %(body)s now.") % {"body": found.organization.name})
            return filing.see(reverse("my_organizations"))
        status = answer.status
        found.refresh_from_db()
    context = {
        "now": now,
        "form": form,
        "invitation": found,
        "body": found.organization,
        "is_open": found.is_open(now),
        "is_mine": person is not None and found.accepted_by_id == person.pk,
        "elsewhere": can_accept(person, found) if person is not None else None,
        "stranger": person is None,
        "next": QueryDict.fromkeys(["next"], request.path).urlencode(safe="/"),
    }
    return render(request, "organizations/invitation.html", context, status=status)


def _own(id: UUID, person: Person) -> Organization:
    mine = Affiliation.objects.focal_points().filter(person=person).values("organization")
    return get_object_or_404(Organization.objects.filter(pk__in=mine), pk=id)


def _invite(person: Person, body: Organization, form: InviteForm, now: datetime) -> Invitation:
    said = form.cleaned_data
    return invitations.invite(
        by=person,
        organization=body,
        address=said["address"],
        role=Affiliation.Role.MEMBER,
        language=said["language"],
        now=now,
    )


urlpatterns = [
    path("me/organizations/<uuid:id>/", my_organization, name="my_organization"),
    path("me/organizations/invitations/<uuid:id>/take-back/", invitation_take_back, name="invitation_take_back"),
    path("invitations/<str:token>/", invitation, name="invitation"),
]
