"""Things whose own words a secretariat writes, corrects and translates, and where each belongs."""

from uuid import UUID

from rounds.models.consultation import Consultation
from rounds.models.document import Document
from rounds.models.question import Question
from rounds.models.round import Round

Worded = Consultation | Round | Question | Document


def consultation_of(thing: Worded) -> Consultation:
    if isinstance(thing, Consultation):
        return thing
    return thing.round.consultation if isinstance(thing, Question) else thing.consultation


def round_of(thing: Worded) -> UUID | None:
    if isinstance(thing, Round):
        return thing.pk
    return thing.round_id if isinstance(thing, Question) else None


def name_of(thing: Worded) -> str:
    return type(thing).__name__.lower()
