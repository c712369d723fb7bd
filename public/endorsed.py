"""How many organizations and how many people agree with each of some texts: two numbers, never one sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import Person
from proposals.models import Endorsement


@dataclass(frozen=True)
class Endorsed:
    organizations: int = 0
    people: int = 0

    def __bool__(self) -> bool:
        return bool(self.organizations or self.people)


def counts(name: str, things: Sequence[UUID], viewer: Person | None) -> dict[UUID, Endorsed]:
    """Of comments, contributions or proposals (`name` says which), by id. One statement, none for no things."""
    if not things:
        return {}
    rows = (
        Endorsement.objects.visible_to(viewer)
        .filter(**{f"{name}__in": things})
        .order_by()
        .values_list(name)
        .annotate(
            organizations=Count("pk", filter=Q(organization__isnull=False)),
            people=Count("pk", filter=Q(organization__isnull=True)),
        )
    )
    return {thing: Endorsed(organizations, people) for thing, organizations, people in rows}
