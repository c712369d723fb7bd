from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, AffiliationRequest, Organization, Person, Restriction
from accounts.rules import moments
from web.refusals import Refusal


class Place(StrEnum):
    """How somebody stands to a body: its focal point, a member, or one who asked and is not answered yet."""

    FOCAL_POINT = "focal_point"
    MEMBER = "member"
    ASKED = "asked"


def can_take_part(person: Person | None) -> Refusal | None:
    """Whoever files something has an account whose address is confirmed."""
    if person is None or not person.is_authenticated:
        return Refusal("sign_in_required", _("Sign in first, or create an account."))
    if not person.is_active:
        return Refusal("account_closed", _("This account is closed."))
    if person.confirmed_at is None:
        return Refusal("address_not_confirmed", _("Confirm your address first: open the link in the mail we sent you."))
    return None


def is_suspended(person: Person) -> Refusal | None:
    """Whose account is suspended files, changes, endorses and asks for nothing; they read, and take back, as before."""
    if person.restriction != Restriction.SUSPENDED:
        return None
    return Refusal(
        "account_suspended",
        _("Your account is suspended until %(moment)s UTC. The decision and its reason stand on “My page”."),
        {"moment": _end_of(person)},
    )


def can_ask_for_a_body(person: Person | None) -> Refusal | None:
    """Asking to be confirmed for a body."""
    refusal = can_take_part(person)
    if refusal is not None or person is None:
        return refusal
    return is_suspended(person)


def can_rename(person: Person) -> Refusal | None:
    """A name is read by everybody and waits for nobody: it stays while moderators keep an eye on who bears it."""
    if not person.restriction:
        return None
    return Refusal(
        "name_kept",
        _("Your name stays as it is until %(moment)s UTC: until then your account is limited or suspended."),
        {"moment": _end_of(person)},
        field="name",
    )


def _end_of(person: Person) -> str:
    return moments.words(person.restricted_until) if person.restricted_until else ""


def place_in(person: Person, organization: Organization) -> Place | None:
    """How this person stands to the body; None is a stranger to it. One that is merged is spoken for by the other."""
    if getattr(organization, "spoken_for_by", None) == person.pk:
        return Place.FOCAL_POINT
    role = (
        Affiliation.objects.current()
        .filter(person=person, organization=organization.merged_into_id or organization.pk)
        .values_list("role", flat=True)
        .first()
    )
    if role is not None:
        return Place.FOCAL_POINT if role == Affiliation.Role.FOCAL_POINT else Place.MEMBER
    asked = AffiliationRequest.objects.waiting().filter(person=person)
    if asked.filter(organization=organization.merged_into_id or organization.pk).exists():
        return Place.ASKED
    return None


def can_speak_for(person: Person, organization: Organization) -> Refusal | None:
    """A body's focal points speak for it, and nobody else."""
    if place_in(person, organization) == Place.FOCAL_POINT:
        return None
    return not_confirmed(organization)


def can_use_name(organization: Organization) -> Refusal | None:
    """Nothing new is said in the name of a body that is one with another, and nobody new belongs to it."""
    if organization.merged_into is None:
        return None
    return Refusal(
        "merged",
        _("%(organization)s is one with %(into)s. Use that name."),
        {"organization": organization.name, "into": organization.merged_into.name},
        field="capacity",
    )


def can_take_back(person: Person, request: AffiliationRequest) -> Refusal | None:
    """A request is its asker's: taking it back, and answering the link that was sent for it."""
    if request.person_id == person.pk:
        return None
    return Refusal("not_yours", _("Only who asked can do this."))


def can_end_session(person: Person, owner: UUID) -> Refusal | None:
    """Whoever is signed in somewhere signs out there; nobody does it for others."""
    if person.pk == owner:
        return None
    return Refusal("not_yours", _("Only whose session it is can end it."))


def not_confirmed(organization: Organization) -> Refusal:
    return Refusal(
        "capacity_not_held",
        _(
            "You are not confirmed to speak for %(organization)s. Ask on “My page” to be confirmed: what you send then "
            "is received at once and shown once you are."
        ),
        {"organization": organization.name},
        field="capacity",
    )
