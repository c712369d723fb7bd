"""Bodies: noted, confirmed, described, and one with another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, AffiliationRequest, Organization, Person, StakeholderGroup
from accounts.rules import domains, names
from contributions.models import Contribution
from ledger.actions import entries
from moderation.models import Invitation
from moderation.permissions import can_note_affiliations
from proposals.actions import confirmations
from proposals.models import Comment
from rounds.models import FOR_A_BODY, Consultation, Office, Status
from rounds.rules import words
from texts.rules import fold, spaces
from web.refusals import Conflict, Invalid, Refusal, require


@dataclass(frozen=True)
class Moves:
    """What merging a body would move to the other, and what stays under its name."""

    people: int
    # Of those people so many belong to both.
    doubles: int
    requests: int
    invitations: int
    texts: int


@transaction.atomic(savepoint=False)
def note(
    *,
    by: Person,
    name: str,
    type: Organization.Type,
    stakeholder_group: StakeholderGroup,
    now: datetime,
    country: str = "",
    language: str = "en",
    verified: bool = True,
) -> Organization:
    """Note a body, so that people can speak for it. `verified`: the secretariat knows that it is what it says."""
    require(can_note_affiliations(by))
    name = spaces.line(words.checked(name, limit=300, field="name"))
    folded = fold.fold(name)
    noted = Refusal("organization_exists", _("An organization of this name is noted already."), field="name")
    if Organization.objects.filter(name_folded=folded).exists():
        raise Invalid(noted)
    try:
        organization = Organization.objects.create(
            id=uuid4(),
            name=name,
            name_folded=folded,
            name_skeleton=names.skeleton(name),
            type=type,
            stakeholder_group=stakeholder_group,
            country=country,
            language=language,
            verified_at=now if verified else None,
            made_at=now,
        )
    except IntegrityError:
        # A colleague noted it in the same moment.
        raise Invalid(noted) from None
    entries.append(
        kind="organization.noted",
        thing=organization.pk,
        at=now,
        type=type,
        stakeholder_group=stakeholder_group.pk,
        verified="yes" if verified else "no",
    )
    return organization


@transaction.atomic(savepoint=False)
def confirm_body(*, by: Person, organization: Organization, now: datetime) -> Organization:
    """The secretariat knows that a body is what it says; an import or a participant had noted it."""
    require(can_note_affiliations(by))
    return confirm_step(organization=organization, now=now)


def confirm_step(*, organization: Organization, now: datetime) -> Organization:
    """A step of confirming a body or somebody of it; who may was asked."""
    present = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    if present.verified_at is None:
        present.verified_at = now
        present.save(update_fields=["verified_at"])
        entries.append(kind="organization.confirmed", thing=present.pk, at=now)
    organization.verified_at = present.verified_at
    return present


@transaction.atomic(savepoint=False)
def set_domain(*, by: Person, organization: Organization, domain: str, now: datetime) -> Organization:
    """Note the domain of a body's mail addresses; an address counts when it is at exactly this one. Blank: none."""
    require(can_note_affiliations(by))
    canonical = domains.canonical(domain) if domain.strip() else ""
    if canonical is None:
        raise Invalid(
            Refusal("domain_unknown", _("Write a domain such as ministry.example, without @."), field="domain")
        )
    present = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    if present.domain != canonical:
        present.domain = canonical
        # What was proved was the other domain.
        present.domain_proved_at = present.domain_asked_at = None
        present.save(update_fields=["domain", "domain_proved_at", "domain_asked_at"])
        entries.append(kind="organization.described", thing=present.pk, at=now, changed="domain")
    return present


@transaction.atomic(savepoint=False)
def merge(*, by: Person, organization: Organization, into: Organization, now: datetime) -> Organization:
    """Two names are one body: `into` goes on, and whoever belongs to `organization` or asks for it moves there.

    Texts keep the name in which they were said; nothing more is said in it. It cannot be undone.
    """
    require(can_note_affiliations(by))
    locked = Organization.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([organization.pk, into.pk])
    organization, into = locked[organization.pk], locked[into.pk]
    refusal = cannot_merge(organization, into)
    if refusal is not None:
        raise Conflict(refusal)
    organization.merged_into = into
    organization.save(update_fields=["merged_into"])
    # Bodies that were merged before lead straight to the one that goes on.
    Organization.objects.filter(merged_into=organization).update(merged_into=into)
    entries.append(kind="organization.merged", thing=organization.pk, at=now, into=into.pk)
    _move_people(organization, into, now)
    _move_requests(organization, into, by, now)
    _move_invitations(organization, into, now)
    _go_on(into, now)
    return organization


def cannot_merge(organization: Organization, into: Organization) -> Refusal | None:
    """What stands in the way of it, whoever asks."""
    if organization == into:
        return Refusal("merged_with_itself", _("Choose another organization than this one."), field="into")
    for body in (organization, into):
        if body.merged_into_id is not None:
            sentence = _("%(organization)s is one with another organization already.")
            return Refusal("merged_already", sentence, {"organization": body.name}, field="into")
    if (
        Consultation.objects.filter(hosting_body=organization).exists()
        or Office.objects.filter(hosting_body=organization).exists()
    ):
        sentence = _("%(organization)s hosts consultations, so its name has to stay. Merge the other one into it.")
        return Refusal("hosts_consultations", sentence, {"organization": organization.name}, field="into")
    return None


def moves(organization: Organization, into: Organization) -> Moves:
    """What would move; it writes nothing."""
    people = Affiliation.objects.current().filter(organization=organization)
    there = Affiliation.objects.current().filter(organization=into).values("person")
    texts = {"organization": organization, "status": Status.PUBLISHED}
    open_ones = Invitation.objects.filter(organization=organization, accepted_at=None, taken_back_at=None)
    return Moves(
        people=people.count(),
        doubles=people.filter(person__in=there).count(),
        requests=AffiliationRequest.objects.waiting().filter(organization=organization).count(),
        invitations=open_ones.count(),
        texts=Contribution.objects.filter(**texts).count() + Comment.objects.filter(**texts).count(),
    )


def _move_people(organization: Organization, into: Organization, now: datetime) -> None:
    """Whoever belongs to both belongs once, as what they may do most."""
    current = Affiliation.objects.current().select_for_update(of=("self",)).order_by("pk")
    there = {place.person_id: place for place in current.filter(organization=into)}
    for place in current.filter(organization=organization):
        other = there.get(place.person_id)
        if other is not None:
            speaks = place.role == Affiliation.Role.FOCAL_POINT and other.role != place.role
            gone = other if speaks else place
            gone.ended_at = now
            gone.save(update_fields=["ended_at"])
            entries.append(kind="affiliation.ended", thing=gone.pk, at=now, organization=gone.organization_id)
            if gone is place:
                continue
        place.organization = into
        place.save(update_fields=["organization"])


def _move_requests(organization: Organization, into: Organization, by: Person, now: datetime) -> None:
    """Whoever asks for both asks once; whoever belongs to the other as they ask is confirmed by this."""
    waiting = AffiliationRequest.objects.waiting().select_for_update(of=("self",)).order_by("pk")
    there = set(waiting.filter(organization=into).values_list("person", flat=True))
    places = dict(Affiliation.objects.current().filter(organization=into).values_list("person", "role"))
    for request in waiting.filter(organization=organization):
        role = places.get(request.person_id)
        status = None
        if role in (Affiliation.Role.FOCAL_POINT, request.role):
            status = AffiliationRequest.Status.CONFIRMED
        elif request.person_id in there:
            status = AffiliationRequest.Status.TAKEN_BACK
        if status is None:
            request.organization = into
        else:
            request.status, request.decided_at, request.decided_by = status, now, by
        request.save(update_fields=["organization", "status", "decided_at", "decided_by"])


def _move_invitations(organization: Organization, into: Organization, now: datetime) -> None:
    open_ones = Invitation.objects.filter(accepted_at=None, taken_back_at=None)
    there = {address.lower() for address in open_ones.filter(organization=into).values_list("address", flat=True)}
    for invitation in open_ones.select_for_update(of=("self",)).filter(organization=organization):
        if invitation.address.lower() in there:
            invitation.taken_back_at = now
        else:
            invitation.organization = into
        invitation.save(update_fields=["organization", "taken_back_at"])


def _go_on(into: Organization, now: datetime) -> None:
    """What people of the one sent in the name of the other waits for nobody else."""
    names = [into, *Organization.objects.filter(merged_into=into)]
    authors = _who_wait(names)
    places = Affiliation.objects.current().filter(organization=into, person__in=authors).select_related("person")
    for place in places.order_by("pk"):
        for body in names:
            is_focal_point = place.role == Affiliation.Role.FOCAL_POINT
            confirmations.answered(person=place.person, organization=body, is_focal_point=is_focal_point, now=now)


def _who_wait(bodies: Iterable[Organization]) -> set[UUID]:
    waits = {"organization__in": list(bodies), "status": Status.RECEIVED, "waiting_for__in": FOR_A_BODY}
    return {
        author
        for model in (Contribution, Comment)
        for author in model._default_manager.filter(**waits).values_list("author", flat=True)
        if author is not None
    }
