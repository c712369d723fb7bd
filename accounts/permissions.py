from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Organization, Person
from web.refusals import Refusal


def can_take_part(person: Person | None) -> Refusal | None:
    """Whoever files something has an account whose address is confirmed."""
    if person is None or not person.is_authenticated:
        return Refusal("sign_in_required", _("Sign in first, or create an account."))
    if not person.is_active:
        return Refusal("account_closed", _("This account is closed."))
    if person.confirmed_at is None:
        return Refusal("address_not_confirmed", _("Confirm your address first: open the link in the mail we sent you."))
    return None


def can_speak_for(person: Person, organization: Organization) -> Refusal | None:
    """A body's focal points speak for it, and nobody else."""
    if getattr(organization, "spoken_for_by", None) == person.pk:
        return None
    if Affiliation.objects.focal_points().filter(person=person, organization=organization).exists():
        return None
    return Refusal(
        "capacity_not_held",
        _("You are not confirmed to speak for %(organization)s. The secretariat can confirm you as its focal point."),
        {"organization": organization.name},
        field="capacity",
    )
