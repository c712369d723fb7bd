"""The columns of all tables that are carried away, each with what it means: for files, pages and the manual."""

from django.utils.translation import gettext_lazy

from reports.compose.columns.acts import DECISIONS, ENDORSEMENTS, RECORD, STAMP
from reports.compose.columns.filed import COMMENTS, CONTRIBUTIONS, answer_key, with_answers
from reports.compose.columns.kinds import Column, Kind, Words

__all__ = [
    "COMMENTS",
    "CONTRIBUTIONS",
    "DECISIONS",
    "ENDORSEMENTS",
    "RECORD",
    "STAMP",
    "TABLES",
    "Column",
    "Kind",
    "answer_key",
    "with_answers",
]

# (what the rows are, columns), as the page and the manual show them.
TABLES: tuple[tuple[Words, tuple[Column, ...]], ...] = (
    (gettext_lazy("Contributions"), CONTRIBUTIONS),
    (gettext_lazy("Comments"), COMMENTS),
    (gettext_lazy("Endorsements"), ENDORSEMENTS),
    (gettext_lazy("Public record"), RECORD),
    (gettext_lazy("Decisions of moderators"), DECISIONS),
    (gettext_lazy("At the end of each row of a .csv"), STAMP),
)
