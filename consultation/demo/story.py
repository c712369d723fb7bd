"""The whole demonstration in one place: what the seeding reads, and what the tests check."""

from consultation.demo.calls import CONSULTATION, MILESTONES, QUESTIONS, ROUNDS
from consultation.demo.cast import ACCOUNTS, OFFICES, ORGANIZATIONS, PEOPLE
from consultation.demo.contributions import CONTRIBUTIONS
from consultation.demo.documents import DOCUMENTS
from consultation.demo.draft import ZERO_DRAFT
from consultation.demo.options import OPTIONS, RELATIONS
from consultation.demo.paper import ISSUES_PAPER
from consultation.demo.paper_talk import PAPER_COMMENTS
from consultation.demo.shapes import Comment, Draft, Moment
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

# What a member wrote in the name of a body; its focal point releases it or says that it is not theirs.
MEMBERS_TEXT = Comment(
    "5-longshore-waits",
    "sigrid",
    "longshore",
    5,
    "suggestion",
    "en",
    Moment(hours_ago=6.3),
    "Ninety days is long for a question and short for a network. We would start the count when whoever runs the network "
    "has been told, and not when the secretariat has written it down.",
    status="received",
    waiting_for="release",
)

# Names of those who sent the text of the forty, put together.
FIRST_NAMES = ("Anke", "Bruno", "Chitra", "Dale", "Emeka", "Frania", "Gita", "Hugo")
LAST_NAMES = ("Abel", "Brandt", "Costa", "Dlamini", "Eriksen", "Fontaine", "Grabowski", "Hartono")

__all__ = [
    "ACCOUNTS",
    "COMMENTS",
    "CONSULTATION",
    "CONTRIBUTIONS",
    "COPIES",
    "DOCUMENTS",
    "DRAFTS",
    "ENDORSEMENT",
    "FIRST_NAMES",
    "HIDING",
    "ISSUES_PAPER",
    "LAST_NAMES",
    "MEMBERS_TEXT",
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
