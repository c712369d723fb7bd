"""Who belongs to which body: noted or confirmed until a day, renewed, ended by two people or by time."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.affiliations import answered
from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from accounts.permissions import can_use_name
from ledger.actions import entries
from moderation.actions import organizations
from moderation.permissions import can_answer, can_note_affiliations, can_second_revoking, is_answered_by_secretariat
from proposals.actions import confirmations
from rounds.rules import words
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

REASON_LIMIT = 2_000
# Nobody is confirmed for longer without being asked again.
AT_MOST = timedelta(days=5 * 366)
BATCH = 200


@transaction.atomic(savepoint=False)
def note(
    *,
    by: Person,
    person: Person,
    organization: Organization,
    role: Affiliation.Role,
    expires_at: datetime | None = None,
    now: datetime,
) -> Affiliation:
    """Note that a person belongs to a body, as a member or as the focal point who may speak for it.

    `expires_at`: when it ends unless it is renewed; None: not before somebody ends it.
    """
    require(can_note_affiliations(by))
    _check_end(expires_at, now)
    require(can_use_name(organization))
    # The request before the person, as who answers it does: two colleagues at once do not stop each other.
    waiting = AffiliationRequest.objects.waiting().select_for_update(of=("self",))
    asked = list(waiting.filter(person=person, organization=organization))
    affiliation = _note(person, organization, role, expires_at, now)
    for request in asked:
        _answer(request, AffiliationRequest.Status.CONFIRMED, by, now)
    return affiliation


@transaction.atomic(savepoint=False)
def accepted(
    *, by: Person, person: Person, organization: Organization, role: Affiliation.Role, now: datetime
) -> Affiliation:
    """A step of accepting an invitation, which asked who may: noted as who invited them (`by`) said."""
    waiting = AffiliationRequest.objects.waiting().select_for_update(of=("self",))
    asked = list(waiting.filter(person=person, organization=organization))
    affiliation = _note(person, organization, role, now + Affiliation.LASTS, now)
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
    return _end(affiliation, now, by_two=True)


def expire(*, now: datetime) -> int:
    """A sweep: end what was confirmed until a day that has come and was not renewed; returns how many."""
    due = list(Affiliation.objects.expired(now).order_by("expires_at", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(_expire(pk, now) for pk in due)


@transaction.atomic
def _expire(pk: UUID, now: datetime) -> bool:
    waits = Affiliation.objects.expired(now).select_for_update(skip_locked=True, of=("self",))
    affiliation = waits.filter(pk=pk).first()
    if affiliation is None:
        # Renewed or ended while the sweep came by.
        return False
    _end(affiliation, now, "affiliation.expired")
    return True


@transaction.atomic(savepoint=False)
def confirm(
    *,
    by: Person,
    request: AffiliationRequest,
    role: Affiliation.Role,
    expires_at: datetime | None = None,
    now: datetime,
) -> AffiliationRequest:
    """Somebody belongs to the body, as they say. Their waiting texts are shown, or wait for its release.

    Who belongs to it already goes on until `expires_at` (None: until somebody ends it). The secretariat's word
    confirms a body of which nobody has said yet that it is what it says.
    """
    require(can_answer(by, request, role))
    _check_end(expires_at, now)
    present = _waiting(request)
    if is_answered_by_secretariat(by, present):
        organizations.confirm_step(organization=present.organization, now=now)
    _answer(present, AffiliationRequest.Status.CONFIRMED, by, now)
    _note(present.person, present.organization, role, expires_at, now)
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


def _note(
    person: Person, organization: Organization, role: Affiliation.Role, expires_at: datetime | None, now: datetime
) -> Affiliation:
    # Two colleagues who note it at once note it once.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    present = Affiliation.objects.current().select_for_update().filter(person=person, organization=organization).first()
    if present is not None:
        if present.role == role:
            return _renew(present, expires_at, now)
        if present.role == Affiliation.Role.FOCAL_POINT:
            raise Conflict(
                Refusal(
                    "ending_takes_two",
                    _("%(name)s may speak for %(organization)s now. Ending that takes two people."),
                    {"name": person.name, "organization": organization.name},
                )
            )
        _end(present, now)
    affiliation = Affiliation.objects.create(
        id=uuid4(), person=person, organization=organization, role=role, confirmed_at=now, expires_at=expires_at
    )
    entries.append(
        kind="affiliation.noted",
        thing=affiliation.pk,
        at=now,
        organization=organization.pk,
        role=role,
        expires_at=expires_at,
    )
    # What was sent in the name of a body that is one with it waits for the same people.
    for body in (organization, *Organization.objects.filter(merged_into=organization)):
        confirmations.answered(
            person=person, organization=body, is_focal_point=role == Affiliation.Role.FOCAL_POINT, now=now
        )
    return affiliation


def _renew(affiliation: Affiliation, expires_at: datetime | None, now: datetime) -> Affiliation:
    if affiliation.expires_at == expires_at:
        return affiliation
    affiliation.expires_at = expires_at
    affiliation.save(update_fields=["expires_at"])
    entries.append(
        kind="affiliation.renewed",
        thing=affiliation.pk,
        at=now,
        organization=affiliation.organization_id,
        role=affiliation.role,
        expires_at=expires_at,
    )
    return affiliation


def _end(
    affiliation: Affiliation, now: datetime, kind: str = "affiliation.ended", *, by_two: bool = False
) -> Affiliation:
    affiliation.ended_at = now
    affiliation.save(update_fields=["ended_at"])
    entries.append(
        kind=kind,
        thing=affiliation.pk,
        at=now,
        organization=affiliation.organization_id,
        by_two="yes" if by_two else None,
    )
    return affiliation


def _check_end(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is not None and not now < expires_at <= now + AT_MOST:
        raise Invalid(
            Refusal("expiry_invalid", _("The end lies in the future, at most five years away."), field="expires_at")
        )
