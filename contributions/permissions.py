from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.models import Contribution, ContributionVersion
from ledger.models import Entry
from rounds.models import Capacity, Consultation, Office, Round
from rounds.permissions import can_moderate, can_speak, held, reads_to_release
from rounds.permissions import can_take_part as can_take_part_in
from rounds.rules import versions
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


def reads_all_versions(person: Person | None, contribution: Contribution) -> bool:
    """Its author and the moderators read everything that was filed."""
    if person is None:
        return False
    return contribution.author_id == person.pk or can_moderate(person, contribution.consultation) is None


def readable_versions(person: Person | None, contribution: Contribution) -> list[ContributionVersion]:
    """What somebody may read of a contribution's words, oldest first; the last one is the present one.

    Readers are kept from what was put right within 15 minutes, and from all words of what is not shown.
    """
    if reads_all_versions(person, contribution):
        return list(contribution.versions.select_related("entry"))
    if reads_to_release(person, contribution):
        return list(contribution.versions.filter(is_sealed=False).select_related("entry").order_by("-number")[:1])
    if not contribution.is_shown:
        return []
    filed = list(contribution.versions.select_related("entry"))
    # Nobody answers a contribution, so the time alone counts.
    return versions.readable(
        filed,
        waiting_from=contribution.waiting_version,
        answered_at=None,
        acts=lambda: Entry.objects.said_of(contribution.pk),
    )
