from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from ledger.actions import entries
from rounds.models import Consultation, Office
from rounds.permissions import can_appoint
from web.refusals import Conflict, Refusal, require


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
        require(can_appoint(by, consultation, hosting_body))
    # Two colleagues who give it at once give it once; a decision about their account waits, or is seen here.
    present_person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if present_person.restriction:
        raise Conflict(
            Refusal(
                "account_restricted",
                _("The account of %(name)s is limited or suspended. It holds no office before that ends."),
                {"name": person.name},
            )
        )
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
        organization=hosting_body.pk if hosting_body else None,
        role=role.value,
    )
    return office


@transaction.atomic(savepoint=False)
def end(*, by: Person, office: Office, now: datetime) -> Office:
    """Take an office back; what was done in it stays. Taken back already: nothing happens."""
    require(can_appoint(by, office.consultation, office.hosting_body))
    others = Office.objects.filter(
        role=Office.Role.SECRETARIAT, consultation__isnull=True, hosting_body__isnull=True, ended_at__isnull=True
    )
    # Whoever comes second waits, so that two of them cannot end each other.
    held = list(others.order_by("pk").select_for_update().values_list("pk", flat=True))
    office = Office.objects.select_for_update().get(pk=office.pk)
    if office.ended_at is not None:
        return office
    if held == [office.pk]:
        sentence = _("Somebody must hold the secretariat of the whole site. Give it to somebody else first.")
        raise Conflict(Refusal("last_secretariat", sentence))
    office.ended_at = now
    office.save(update_fields=["ended_at"])
    entries.append(
        kind="role.ended",
        thing=office.pk,
        at=now,
        consultation=office.consultation_id,
        organization=office.hosting_body_id,
        role=office.role,
    )
    return office
