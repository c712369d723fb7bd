from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.permissions import can_take_part
from texts.rules import spaces
from web.refusals import Invalid, Refusal, require


@transaction.atomic(savepoint=False)
def confirm_address(*, by: Person, now: datetime) -> Person:
    """The link in the mail was answered: the address is this person's."""
    if by.confirmed_at is None:
        by.confirmed_at = now
        by.save(update_fields=["confirmed_at"])
    return by


@transaction.atomic(savepoint=False)
def describe(*, by: Person, name: str, stakeholder_group: str, country: str, language: str, time_zone: str) -> Person:
    """A person says who they are. Texts filed before keep what they said then."""
    require(can_take_part(by))
    # A name stands in lists, mails and headers: one line, in the order of its letters, and not invisible.
    name = spaces.line(name)
    if spaces.is_blank(name):
        raise Invalid(Refusal("name_missing", _("Write the name under which you take part."), field="name"))
    by.name, by.country, by.language, by.time_zone = name, country, language, time_zone
    by.stakeholder_group_id = stakeholder_group or None
    by.save(update_fields=["name", "stakeholder_group", "country", "language", "time_zone"])
    return by
