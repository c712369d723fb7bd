"""Who asks to be confirmed for a body, with how many texts wait for it and which names read alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import Count

from accounts.models import AffiliationRequest, AffiliationRequestQuerySet, Organization, Person
from contributions.models import Contribution
from moderation.permissions import requests_before_offices
from proposals.models import Comment
from rounds.models import Status, WaitingFor


@dataclass(frozen=True)
class Asked:
    """A request: how many texts wait for it, other bodies whose names read like the body's, whether it is one's own."""

    request: AffiliationRequest
    texts: int
    alike: list[Organization]
    is_own: bool

    @property
    def key(self) -> str:
        return str(uuid4())


def readable(person: Person) -> AffiliationRequestQuerySet:
    """All for the secretariat of the whole site; for that of some consultations, those whose texts wait in them."""
    return requests_before_offices(person).select_related("person", "organization__stakeholder_group")


def waiting(person: Person, *, limit: int) -> list[Asked]:
    """Those that wait for an answer, the oldest first."""
    return described(person, readable(person).waiting()[:limit])


def described(person: Person, requests: Iterable[AffiliationRequest]) -> list[Asked]:
    """The same few queries whatever their number."""
    shown = list(requests)
    texts, alike = _texts(shown), similar([request.organization for request in shown])
    return [
        Asked(
            request,
            texts[request.person_id, request.organization_id],
            alike.get(request.organization_id, []),
            request.person_id == person.pk,
        )
        for request in shown
    ]


def similar(bodies: Iterable[Organization]) -> dict[UUID, list[Organization]]:
    """Of each body the others whose names read like its own."""
    by_key: defaultdict[str, list[Organization]] = defaultdict(list)
    wanted = {body.pk: body.name_skeleton for body in bodies if body.name_skeleton}
    for other in Organization.objects.filter(name_skeleton__in=set(wanted.values())).order_by("name", "id"):
        by_key[other.name_skeleton].append(other)
    return {pk: [other for other in by_key[key] if other.pk != pk] for pk, key in wanted.items()}


def _texts(requests: list[AffiliationRequest]) -> defaultdict[tuple[UUID, UUID], int]:
    found: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    who = [request.person_id for request in requests]
    for model in (Contribution, Comment):
        rows = model.objects.filter(author__in=who, status=Status.RECEIVED, waiting_for=WaitingFor.ORGANIZATION)
        for author, body, count in rows.values_list("author", "organization").annotate(count=Count("pk")).order_by():
            found[author, body] += count
    return found
