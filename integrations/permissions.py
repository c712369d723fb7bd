from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.permissions import can_take_part
from integrations.models import AccessToken
from web.refusals import Refusal


def can_make_token(person: Person | None) -> Refusal | None:
    """Whoever has a confirmed address lets programs act for them."""
    return can_take_part(person)


def can_revoke(person: Person, token: AccessToken) -> Refusal | None:
    """A token is ended by whom it acts for."""
    if token.person_id == person.pk:
        return None
    return Refusal("not_yours", _("Only whose token it is can revoke it."))
