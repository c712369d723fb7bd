"""The whole demonstration in one place: what the seeding reads, and what the tests check."""

from consultation.demo.calls import CONSULTATION, MILESTONES, QUESTIONS, ROUNDS
from consultation.demo.cast import ACCOUNTS, OFFICES, ORGANIZATIONS, PEOPLE
from consultation.demo.contributions import CONTRIBUTIONS
from consultation.demo.draft import ZERO_DRAFT
from consultation.demo.options import OPTIONS, RELATIONS
from consultation.demo.paper import ISSUES_PAPER
from consultation.demo.paper_talk import PAPER_COMMENTS
from consultation.demo.shapes import Draft, Moment
from consultation.demo.talk import OPTION_COMMENTS, ZERO_DRAFT_COMMENTS
from consultation.demo.talk_last import COPIES
from consultation.demo.talk_seven import ENDORSEMENT, HIDING

TEXTS = (ISSUES_PAPER, ZERO_DRAFT)
COMMENTS = PAPER_COMMENTS + ZERO_DRAFT_COMMENTS + OPTION_COMMENTS

DRAFTS = (
    Draft(
        "teodor",
        "zero-draft",
        4,
        "suggestion",
        "en",
        "Could the list be read by what happened to somebody? I do not know whether mine is a tariff question or a consumer "
        "question. I know that the bill was for a house I had sold.",
    ),
    Draft(
        "teodor",
        "option-c",
        None,
        "question",
        "en",
        "Five people without opinions: where do you mean to find them, and would they stay so?",
    ),
)

__all__ = [
    "ACCOUNTS",
    "COMMENTS",
    "CONSULTATION",
    "CONTRIBUTIONS",
    "COPIES",
    "DRAFTS",
    "ENDORSEMENT",
    "HIDING",
    "ISSUES_PAPER",
    "MILESTONES",
    "OFFICES",
    "OPTIONS",
    "OPTION_COMMENTS",
    "ORGANIZATIONS",
    "PAPER_COMMENTS",
    "PEOPLE",
    "QUESTIONS",
    "RELATIONS",
    "ROUNDS",
    "TEXTS",
    "ZERO_DRAFT",
    "ZERO_DRAFT_COMMENTS",
    "Moment",
]
