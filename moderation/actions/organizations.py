from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person, StakeholderGroup
from accounts.rules import domains, names
from ledger.actions import entries
from moderation.permissions import can_note_affiliations
from rounds.rules import words
from texts.rules import fold, spaces
from web.refusals import Invalid, Refusal, require


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
        present.save(update_fields=["domain"])
        entries.append(kind="organization.described", thing=present.pk, at=now, changed="domain")
    return present
