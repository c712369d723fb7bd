"""Inviting an address to speak for a body or to belong to it: once, for 14 days, and nobody else."""

from datetime import datetime, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Organization, Person
from accounts.permissions import can_use_name
from accounts.rules import domains
from moderation.actions import affiliations
from moderation.models import OPEN_FOR, Invitation
from moderation.permissions import can_accept, can_invite, can_take_back_invitation
from rounds.rules import words
from web.refusals import Conflict, Invalid, Refusal, require

# So many somebody sends within a day.
AT_MOST = 20


@transaction.atomic(savepoint=False)
def invite(
    *, by: Person, organization: Organization, address: str, role: Affiliation.Role, language: str, now: datetime
) -> Invitation:
    """Invite an address. It is sent a link that its account alone accepts."""
    require(can_invite(by, organization, role))
    require(can_use_name(organization))
    address, language = _checked(address), words.checked_language(language)
    # Two presses of the button invite once; nobody sends more than a few.
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Invitation.objects.filter(invited_by=by, made_at__gt=now - timedelta(days=1)).count() >= AT_MOST:
        raise Conflict(
            Refusal(
                "too_many_invitations",
                _("You have invited %(count)s people within a day. Go on tomorrow."),
                {"count": AT_MOST},
            )
        )
    if Affiliation.objects.current().filter(_at_least(role), organization=organization, **_whose(address)).exists():
        sentence = _("Whoever has this address belongs to %(organization)s already.")
        raise Conflict(Refusal("belongs_already", sentence, {"organization": organization.name}, field="address"))
    open_ones = Invitation.objects.select_for_update(of=("self",)).filter(
        organization=organization, address__iexact=address, accepted_at__isnull=True, taken_back_at__isnull=True
    )
    for earlier in open_ones:
        if earlier.expires_at > now:
            sentence = _("This address is invited already. Take that invitation back to send another one.")
            raise Conflict(Refusal("invited_already", sentence, field="address"))
        earlier.taken_back_at = now
        earlier.save(update_fields=["taken_back_at"])
    return Invitation.objects.create(
        id=uuid4(),
        organization=organization,
        address=address,
        role=role,
        language=language,
        invited_by=by,
        made_at=now,
        expires_at=now + OPEN_FOR,
    )


@transaction.atomic(savepoint=False)
def take_back(*, by: Person, invitation: Invitation, now: datetime) -> Invitation:
    """The link opens nothing any more."""
    require(can_take_back_invitation(by, invitation))
    present = _lock(invitation)
    if present.accepted_at is not None:
        raise Conflict(_state(present, now))
    if present.taken_back_at is None:
        present.taken_back_at = now
        present.save(update_fields=["taken_back_at"])
    return present


@transaction.atomic(savepoint=False)
def accept(*, by: Person, invitation: Invitation, now: datetime) -> Affiliation:
    """Whoever has the address belongs to the body from now on, as they were invited. Their waiting texts go on."""
    require(can_accept(by, invitation))
    present = _lock(invitation)
    if not present.is_open(now):
        raise Conflict(_state(present, now))
    role = Affiliation.Role(present.role)
    if can_invite(present.invited_by, present.organization, role) is not None:
        raise Conflict(
            Refusal(
                "inviter_gone", _("Who invited you may not do so any more. Ask the organization to invite you again.")
            )
        )
    if Affiliation.objects.current().filter(_at_least(role), organization=present.organization, person=by).exists():
        sentence = _("You belong to %(organization)s already.")
        raise Conflict(Refusal("belongs_already", sentence, {"organization": present.organization.name}))
    affiliation = affiliations.accepted(
        by=present.invited_by, person=by, organization=present.organization, role=role, now=now
    )
    present.accepted_by, present.accepted_at = by, now
    present.save(update_fields=["accepted_by", "accepted_at"])
    return affiliation


def _lock(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("organization", "invited_by")
    return found.get(pk=invitation.pk)


def _state(invitation: Invitation, now: datetime) -> Refusal:
    match invitation.state(now):
        case Invitation.State.ACCEPTED:
            sentence = _("This invitation was accepted already.")
        case Invitation.State.TAKEN_BACK:
            sentence = _("This invitation was taken back.")
        case _:
            sentence = _("This invitation is not open any more. Ask the organization to invite you again.")
    return Refusal("invitation_over", sentence)


def _checked(address: str) -> str:
    address = address.strip()
    domain = domains.of_address(address)
    known = f"{address.rpartition('@')[0]}@{domain}"
    try:
        validate_email(known)
    except ValidationError:
        domain = None
    if domain is None or len(known) > 254:
        raise Invalid(Refusal("address_unknown", _("This is no mail address."), field="address"))
    return known


def _whose(address: str) -> dict[str, object]:
    confirmed = EmailAddress.objects.filter(email__iexact=address, verified=True)
    return {"person__in": confirmed.values("user")}


def _at_least(role: Affiliation.Role) -> Q:
    """The roles that leave nothing to be invited for."""
    return Q(role=role) | Q(role=Affiliation.Role.FOCAL_POINT)
