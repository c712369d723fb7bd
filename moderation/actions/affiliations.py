from datetime import datetime
from uuid import uuid4

from django.db import transaction

from accounts.models import Affiliation, Organization, Person
from ledger.actions import entries
from moderation.permissions import can_note_affiliations
from web.refusals import require


@transaction.atomic(savepoint=False)
def note(
    *, by: Person, person: Person, organization: Organization, role: Affiliation.Role, now: datetime
) -> Affiliation:
    """Note that a person belongs to a body, as a member or as the focal point who may speak for it."""
    require(can_note_affiliations(by))
    # Two colleagues who note it at once note it once.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    present = Affiliation.objects.current().select_for_update().filter(person=person, organization=organization).first()
    if present is not None:
        if present.role == role:
            return present
        end(by=by, affiliation=present, now=now)
    affiliation = Affiliation.objects.create(
        id=uuid4(), person=person, organization=organization, role=role, confirmed_at=now
    )
    entries.append(kind="affiliation.noted", thing=affiliation.pk, at=now, organization=organization.pk, role=role)
    return affiliation


@transaction.atomic(savepoint=False)
def end(*, by: Person, affiliation: Affiliation, now: datetime) -> Affiliation:
    """The person does not belong to the body any more; what they filed in its name stays as it was."""
    require(can_note_affiliations(by))
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    if affiliation.ended_at is not None:
        return affiliation
    affiliation.ended_at = now
    affiliation.save(update_fields=["ended_at"])
    entries.append(kind="affiliation.ended", thing=affiliation.pk, at=now, organization=affiliation.organization_id)
    return affiliation
