"""What a call asks, and what a contribution says to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from rounds.models import Question, Round


@dataclass(frozen=True)
class Answered:
    """A question with the answer that stands under it."""

    question: Question
    answer: str


def questions_of(round: Round) -> list[Question]:
    """The questions of a call in their order; more time for a call asks what the call asked."""
    if "contributions" not in round.accepts:
        return []
    return list(Question.objects.filter(round=round.asked_by))


def counts_of(rounds: Sequence[Round]) -> dict[UUID, int]:
    """How many questions each of these rounds asks itself."""
    asked = Question.objects.filter(round__in={round.asked_by for round in rounds}).order_by()
    return dict(asked.values_list("round").annotate(count=Count("pk")))


def answered(round: Round, answers: Mapping[str, str] | None) -> list[Answered]:
    """The answers under their questions, in the order of these; nothing is asked where nothing is answered."""
    if not answers:
        return []
    asked = questions_of(round)
    return [Answered(one, answers[str(one.number)]) for one in asked if str(one.number) in answers]
