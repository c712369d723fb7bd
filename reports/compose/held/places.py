"""Names of the places in which somebody took part: those alone that they may still read."""

from dataclasses import dataclass
from uuid import UUID

from accounts.models import Person
from proposals.models import Proposal
from rounds.models import Consultation, Round


@dataclass(frozen=True)
class Places:
    """Consultations, rounds and texts by id, as they are called."""

    consultations: dict[UUID, str]
    rounds: dict[UUID, str]
    texts: dict[UUID, str]


def places_of(person: Person) -> Places:
    rounds = Round.objects.visible_to(person).select_related("consultation")
    return Places(
        dict(Consultation.objects.visible_to(person).order_by().values_list("pk", "title")),
        {round.pk: str(round) for round in rounds},
        dict(Proposal.objects.visible_to(person).order_by().values_list("pk", "title")),
    )
