"""What a call asks."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count

from rounds.models import Question, Round


def questions_of(round: Round) -> list[Question]:
    """The questions of a call in their order; more time for a call asks what the call asked."""
    if "contributions" not in round.accepts:
        return []
    return list(Question.objects.filter(round=round.asked_by).with_translations())


def counts_of(rounds: Sequence[Round]) -> dict[UUID, int]:
    """How many questions each of these rounds asks itself."""
    asked = Question.objects.filter(round__in={round.asked_by for round in rounds}).order_by()
    return dict(asked.values_list("round").annotate(count=Count("pk")))
