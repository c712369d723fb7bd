"""The columns of contributions and comments, and of the answers to the questions of a call."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.compose.columns.common import (
    ADDRESS,
    CHANNEL,
    CONSULTATION,
    ENDORSED,
    LANGUAGE,
    MOMENT,
    NUMBER,
    ROUND,
    SAME,
    STATUS,
    TEXT,
    WHO,
)
from reports.compose.columns.kinds import Column, Kind
from rounds.models import Question

CONTRIBUTIONS = (
    NUMBER,
    ADDRESS,
    Column(
        "kind",
        gettext_lazy("What it is"),
        gettext_lazy("A contribution, or one that arrived after the close."),
        gettext_lazy("Contribution"),
    ),
    CONSULTATION,
    ROUND,
    Column(
        "replaces",
        gettext_lazy("Replaces No."),
        gettext_lazy("The contribution in whose place its author put this one."),
        "57",
        Kind.NUMBER,
        10,
    ),
    Column(
        "replaced_by",
        gettext_lazy("Replaced by No."),
        gettext_lazy("The contribution that its author put in the place of this one."),
        "64",
        Kind.NUMBER,
        10,
    ),
    *WHO,
    *LANGUAGE,
    MOMENT,
    CHANNEL,
    Column(
        "arrived_at",
        gettext_lazy("Had arrived (UTC)"),
        gettext_lazy("Of what the secretariat recorded: when it had reached the secretariat."),
        "2027-02-03T16:05:00Z",
        Kind.MOMENT,
        19,
    ),
    *STATUS,
    *SAME,
    Column(
        "cited_in",
        gettext_lazy("Cited in paragraphs"),
        gettext_lazy("The paragraphs that say they draw on it, under their present numbers."),
        "Zero draft: 4, 7",
        width=20,
    ),
    *ENDORSED,
    Column(
        "title",
        gettext_lazy("Title"),
        gettext_lazy("Its title. Empty where it is not shown."),
        "What nobody takes",
        Kind.WORDS,
        32,
    ),
    TEXT,
)

COMMENTS = (
    NUMBER,
    ADDRESS,
    Column(
        "kind",
        gettext_lazy("What it is"),
        gettext_lazy("Support, concern, question, suggestion, missing issue, or simply a comment."),
        gettext_lazy("Concern"),
        width=14,
    ),
    CONSULTATION,
    ROUND,
    Column("proposal", gettext_lazy("On the text"), gettext_lazy("The title of the text it is about."), "Zero draft"),
    Column(
        "paragraph",
        gettext_lazy("Paragraph"),
        gettext_lazy("The present number of the paragraph it is about. Empty for the whole text."),
        "7",
        width=10,
    ),
    Column(
        "reply_to",
        gettext_lazy("Reply to No."),
        gettext_lazy("The comment that it answers. Empty for one that answers no other."),
        "1030",
        Kind.NUMBER,
        10,
    ),
    *WHO,
    *LANGUAGE,
    MOMENT,
    CHANNEL,
    *STATUS,
    *SAME,
    *ENDORSED,
    TEXT,
)


def answers(questions: Sequence[Question]) -> tuple[Column, ...]:
    """A column for each question: the answer in the place where the question stands in its round."""
    several = len({question.round_id for question in questions}) > 1
    return tuple(_answer(question, several=several) for question in questions)


def answer_key(question: Question) -> str:
    return f"answer {question.round_id} {question.number}"


def _answer(question: Question, *, several: bool) -> Column:
    values = {"number": question.number, "round": question.round.number}
    heading = _("Answer to question %(number)s of round %(round)s") if several else _("Answer to question %(number)s")
    return Column(answer_key(question), heading % values, question.text, "", Kind.WORDS, 40)


def with_answers(questions: Sequence[Question]) -> tuple[Column, ...]:
    """The columns of contributions, with the answers between title and text."""
    return (*CONTRIBUTIONS[:-1], *answers(questions), CONTRIBUTIONS[-1])
