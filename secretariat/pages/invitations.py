"""Inviting people to bodies."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Affiliation, Organization, Person
from moderation.actions import invitations
from moderation.models import Invitation
from moderation.permissions import can_note_affiliations
from secretariat import answers
from secretariat.forms.bodies import InviteForm
from secretariat.forms.people import KeyForm
from secretariat.gate import officer
from secretariat.pages import organizations
from web.refusals import require


@require_POST
def desk_invite(request: HttpRequest, id: UUID) -> HttpResponse:
    """Invite an address to speak for a body or to belong to it."""
    person = officer(request)
    require(can_note_affiliations(person))
    organization = get_object_or_404(Organization.objects.select_related("stakeholder_group"), pk=id)
    form = InviteForm(request.POST, organization=organization)
    answer = answers.answer(request, form, partial(_invite, person, organization, form))
    if answer.thing is None:
        return organizations.show(request, organization, answer, invite=form)
    address = form.cleaned_data["address"]
    messages.success(request, _("%(address)s is invited, and is sent a link.") % {"address": address})
    return answers.see(reverse("desk_organization", args=[id]))


@require_POST
def desk_invitation_take_back(request: HttpRequest, id: UUID) -> HttpResponse:
    person = officer(request)
    require(can_note_affiliations(person))
    invitation = get_object_or_404(Invitation.objects.select_related("organization"), pk=id)
    act = partial(invitations.take_back, by=person, invitation=invitation, now=timezone.now())
    answer = answers.answer(request, KeyForm(request.POST), act, tell=False)
    if answer.refusal is None:
        messages.success(request, _("The invitation is taken back. Its link opens nothing any more."))
    else:
        messages.error(request, str(answer.refusal))
    return answers.see(reverse("desk_organization", args=[invitation.organization_id]))


def _invite(person: Person, organization: Organization, form: InviteForm) -> Invitation:
    said = form.cleaned_data
    return invitations.invite(
        by=person,
        organization=organization,
        address=said["address"],
        role=Affiliation.Role(said["role"]),
        language=said["language"],
        now=timezone.now(),
    )


urlpatterns = [
    path("organizations/<uuid:id>/invite/", desk_invite, name="desk_invite"),
    path("invitations/<uuid:id>/take-back/", desk_invitation_take_back, name="desk_invitation_take_back"),
]
