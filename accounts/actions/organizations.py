"""Bodies that a source names and nobody has vouched for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from accounts.models import Organization
from accounts.rules import names
from ledger.actions import entries
from texts.rules.fold import fold


@dataclass(frozen=True)
class Named:
    """A body as a source names it; without a group it goes to Other."""

    name: str
    stakeholder_group: str | None
    country: str
    language: str


@transaction.atomic(savepoint=False)
def noted_by_import(*, bodies: Iterable[Named], now: datetime) -> dict[str, Organization]:
    """The bodies by folded name: those that are known, and the others noted as not confirmed.

    Who may import is asked by the action that reads the source. The first of several names of one body is kept.
    """
    first: dict[str, Named] = {}
    for body in bodies:
        first.setdefault(fold(body.name), body)
    known = _known(first)
    missing = [
        Organization(
            id=uuid4(),
            name=body.name,
            name_folded=folded,
            name_skeleton=names.skeleton(body.name),
            stakeholder_group_id=body.stakeholder_group or "other",
            country=body.country,
            language=body.language,
            made_at=now,
        )
        for folded, body in first.items()
        if folded not in known
    ]
    # Somebody may note the same body at this moment: then theirs counts.
    Organization.objects.bulk_create(missing, ignore_conflicts=True)
    noted = known | _known(organization.name_folded for organization in missing)
    made = [organization for organization in missing if noted[organization.name_folded].pk == organization.pk]
    entries.append_all(
        [
            entries.compose(
                kind="organization.noted",
                thing=organization.pk,
                at=now,
                type=organization.type,
                stakeholder_group=organization.stakeholder_group_id,
                verified="no",
            )
            for organization in made
        ]
    )
    return noted


def _known(names: Iterable[str]) -> dict[str, Organization]:
    wanted = list(names)
    if not wanted:
        return {}
    found = Organization.objects.filter(name_folded__in=wanted).select_related("merged_into")
    # A body that is one with another is named by the name that goes on.
    return {body.name_folded: body.merged_into or body for body in found}
