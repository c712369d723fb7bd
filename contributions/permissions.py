from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.models import Contribution
from rounds.models import Capacity, Consultation, Office, Round
from rounds.permissions import can_speak, held
from rounds.permissions import can_take_part as can_take_part_in
from web.refusals import Refusal


def can_send(
    person: Person, round: Round, capacity: Capacity, organization: Organization | None = None
) -> Refusal | None:
    """Answering a call, in one's own name or a body's."""
    return can_take_part_in(person, round.consultation) or can_speak(person, round.consultation, capacity, organization)


def can_change(person: Person, contribution: Contribution) -> Refusal | None:
    """Correcting, replacing and withdrawing are the author's."""
    if contribution.author_id == person.pk:
        return None
    return Refusal("not_the_author", _("Only its author can change a contribution."))


def can_import(person: Person | None, consultation: Consultation) -> Refusal | None:
    """Imports and records are the secretariat's."""
    if held(person, consultation, Office.Role.SECRETARIAT):
        return None
    return Refusal("office_required", _("Only the secretariat records and imports contributions."))
