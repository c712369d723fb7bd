from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from contributions.models import Contribution
from proposals.models import Comment
from rounds.models import Office
from rounds.permissions import can_moderate, held
from web.refusals import Refusal


def can_decide(person: Person, thing: Comment | Contribution) -> Refusal | None:
    """Hiding, restoring and publishing texts; nobody decides about their own words."""
    refusal = can_moderate(person, thing.consultation)
    if refusal is None and thing.author_id == person.pk:
        return Refusal("own_text", _("You wrote this text, so somebody else decides about it."))
    return refusal


def can_note_affiliations(person: Person) -> Refusal | None:
    """What an office does to people and bodies: noting organizations and who speaks for them."""
    if held(person, None, Office.Role.SECRETARIAT):
        return None
    hosted = Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT, hosting_body__isnull=False)
    if hosted.exists():
        return None
    return Refusal("office_required", _("Only the secretariat notes organizations and who speaks for them."))
