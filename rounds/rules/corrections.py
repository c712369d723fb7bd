"""Which words of a published consultation may be put right with a notice, and what they are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# How many characters fit, by what the words belong to and the name of the field.
LIMITS: Mapping[str, Mapping[str, int]] = {
    "consultation": {
        "title": 200,
        "summary": 4_000,
        "decides": 2_000,
        "becomes": 2_000,
        "contact": 2_000,
        "names": 2_000,
        "licence": 20,
    },
    "round": {"title": 200, "summary": 4_000},
    "question": {"text": 2_000, "help": 2_000},
    "document": {"title": 300},
}
# What people call these words; the number is that of the round or the question.
NAMES: Mapping[tuple[str, str], str | Promise] = {
    ("consultation", "title"): _("Title"),
    ("consultation", "summary"): _("What is asked"),
    ("consultation", "decides"): _("Who decides at the end"),
    ("consultation", "becomes"): _("What becomes of the contributions and comments"),
    ("consultation", "contact"): _("Contact"),
    ("consultation", "names"): _("How names and texts are used"),
    ("consultation", "licence"): _("Licence of contributions"),
    ("round", "title"): _("Title of round %(number)s"),
    ("round", "summary"): _("What is asked in round %(number)s"),
    ("question", "text"): _("Question %(number)s"),
    ("question", "help"): _("Help for question %(number)s"),
    ("document", "title"): _("Title of a document"),
}
# Words that must not become blank.
NEEDED = frozenset(
    {("consultation", "title"), ("consultation", "summary"), ("question", "text"), ("document", "title")}
)
# Under which terms somebody wrote is not changed behind their back.
FROZEN = frozenset({"names", "licence"})
# On one line.
LINES = frozenset({"title"})


def name(what: str, field: str, number: int | None = None) -> str:
    """“Help for question 3”."""
    words = str(NAMES[what, field])
    return words % {"number": number} if number is not None else words
