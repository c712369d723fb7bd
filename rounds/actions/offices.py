from datetime import datetime
from uuid import uuid4

from django.db import transaction

from accounts.models import Organization, Person
from ledger.actions import entries
from rounds.models import Consultation, Office
from rounds.permissions import can_appoint
from web.refusals import require


@transaction.atomic(savepoint=False)
def grant(
    *,
    by: Person | None,
    person: Person,
    role: Office.Role,
    consultation: Consultation | None = None,
    hosting_body: Organization | None = None,
    now: datetime,
) -> Office:
    """Give an office. `by` is None for whoever holds the machine: the command that makes the first secretariat."""
    if by is not None:
        require(can_appoint(by))
    scope = {"person": person, "role": role, "consultation": consultation, "hosting_body": hosting_body}
    present = Office.objects.filter(**scope, ended_at__isnull=True).first()
    if present is not None:
        return present
    office = Office.objects.create(id=uuid4(), **scope, granted_at=now)
    entries.append(
        kind="role.granted",
        thing=office.pk,
        at=now,
        consultation=consultation.pk if consultation else None,
        role=role.value,
    )
    return office


@transaction.atomic(savepoint=False)
def end(*, by: Person, office: Office, now: datetime) -> Office:
    """Take an office back; what was done in it stays."""
    require(can_appoint(by))
    office.ended_at = now
    office.save(update_fields=["ended_at"])
    entries.append(
        kind="role.ended", thing=office.pk, at=now, consultation=office.consultation_id, role=office.role
    )
    return office
