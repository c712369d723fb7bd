"""The answers of a contribution beside the questions of its call."""

from collections.abc import Mapping

from contributions.models import Contribution
from rounds.models import Question


def answered(contribution: Contribution, answers: Mapping[str, str] | None) -> list[tuple[Question, str]]:
    """What was answered, in the order of the questions; nothing is asked of the database where nothing was."""
    if not answers:
        return []
    asked = Question.objects.filter(round=contribution.round.asked_by).with_translations()
    return [(question, answers[str(question.number)]) for question in asked if str(question.number) in answers]
