from datetime import datetime
from uuid import uuid4

from django.db import transaction

from accounts.actions.affiliations import answered
from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from ledger.actions import entries
from moderation.actions import organizations
from moderation.permissions import can_answer, can_note_affiliations, can_second_revoking, is_answered_by_secretariat
from proposals.actions import confirmations
from rounds.rules import words
from texts.rules import spaces
from web.refusals import Conflict, require

REASON_LIMIT = 2_000


@transaction.atomic(savepoint=False)
def note(
    *, by: Person, person: Person, organization: Organization, role: Affiliation.Role, now: datetime
) -> Affiliation:
    """Note that a person belongs to a body, as a member or as the focal point who may speak for it."""
    require(can_note_affiliations(by))
    # The request before the person, as who answers it does: two colleagues at once do not stop each other.
    waiting = AffiliationRequest.objects.waiting().select_for_update(of=("self",))
    asked = list(waiting.filter(person=person, organization=organization))
    affiliation = _note(person, organization, role, now)
    for request in asked:
        _answer(request, AffiliationRequest.Status.CONFIRMED, by, now)
    return affiliation


@transaction.atomic(savepoint=False)
def end(*, by: Person, seconded_by: Person, affiliation: Affiliation, now: datetime) -> Affiliation:
    """The person does not belong to the body any more; what they filed in its name stays as it was.

    It takes two people: `motions.ask_to_revoke` asks the second one.
    """
    require(can_note_affiliations(by))
    require(can_second_revoking(seconded_by, by))
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    if affiliation.ended_at is not None:
        return affiliation
    return _end(affiliation, now)


@transaction.atomic(savepoint=False)
def confirm(*, by: Person, request: AffiliationRequest, role: Affiliation.Role, now: datetime) -> AffiliationRequest:
    """Somebody belongs to the body, as they say. Their waiting texts are shown, or wait for its release.

    The secretariat's word confirms a body of which nobody has said yet that it is what it says.
    """
    require(can_answer(by, request, role))
    present = _waiting(request)
    if is_answered_by_secretariat(by, present):
        organizations.confirm_step(organization=present.organization, now=now)
    _answer(present, AffiliationRequest.Status.CONFIRMED, by, now)
    _note(present.person, present.organization, role, now)
    return present


@transaction.atomic(savepoint=False)
def refuse(*, by: Person, request: AffiliationRequest, reason: str, now: datetime) -> AffiliationRequest:
    """Somebody is not confirmed, with a reason that only they read. Their texts go on waiting."""
    require(can_answer(by, request))
    reason = "" if spaces.is_blank(reason) else words.checked(reason, limit=REASON_LIMIT, field="reason")
    present = _waiting(request)
    _answer(present, AffiliationRequest.Status.REFUSED, by, now, reason)
    return present


def _waiting(request: AffiliationRequest) -> AffiliationRequest:
    """The request as it is now; `Conflict` where somebody else answered meanwhile."""
    present = (
        AffiliationRequest.objects.select_for_update(of=("self",))
        .select_related("person", "organization")
        .get(pk=request.pk)
    )
    if present.status != AffiliationRequest.Status.WAITING:
        raise Conflict(answered(present))
    return present


def _answer(
    request: AffiliationRequest, status: AffiliationRequest.Status, by: Person, now: datetime, reason: str = ""
) -> None:
    request.status, request.decided_by, request.decided_at, request.reason = status, by, now, reason
    request.save(update_fields=["status", "decided_by", "decided_at", "reason"])


def _note(person: Person, organization: Organization, role: Affiliation.Role, now: datetime) -> Affiliation:
    # Two colleagues who note it at once note it once.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    present = Affiliation.objects.current().select_for_update().filter(person=person, organization=organization).first()
    if present is not None:
        if present.role == role:
            return present
        _end(present, now)
    affiliation = Affiliation.objects.create(
        id=uuid4(), person=person, organization=organization, role=role, confirmed_at=now
    )
    entries.append(kind="affiliation.noted", thing=affiliation.pk, at=now, organization=organization.pk, role=role)
    confirmations.answered(
        person=person, organization=organization, is_focal_point=role == Affiliation.Role.FOCAL_POINT, now=now
    )
    return affiliation


def _end(affiliation: Affiliation, now: datetime) -> Affiliation:
    affiliation.ended_at = now
    affiliation.save(update_fields=["ended_at"])
    entries.append(kind="affiliation.ended", thing=affiliation.pk, at=now, organization=affiliation.organization_id)
    return affiliation
