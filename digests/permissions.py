from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.permissions import can_take_part
from digests.models import Follow, Thing
from rounds.models import Consultation
from web.refusals import Refusal


def can_follow(person: Person | None, thing: Thing) -> Refusal | None:
    """Whoever has a confirmed address follows what they may read."""
    refusal = can_take_part(person)
    if refusal is not None:
        return refusal
    consultation = thing.pk if isinstance(thing, Consultation) else thing.consultation_id
    if Consultation.objects.visible_to(person).filter(pk=consultation).exists():
        return None
    return Refusal("not_readable", _("You cannot follow what you may not read."))


def can_change(person: Person, follow: Follow) -> Refusal | None:
    """A follow is changed and ended by who follows."""
    if follow.person_id == person.pk:
        return None
    return Refusal("not_yours", _("Only who follows can change this."))


def can_be_written_to(person: Person) -> Refusal | None:
    """Nothing but the mails about the account itself goes to an address that is not confirmed."""
    return can_take_part(person)
