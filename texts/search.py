"""How words are sought in people's texts: the column, the condition, the order, the words marked.

Each table whose texts are found has a column `search` that PostgreSQL itself computes from what the row shows
(`texts_search`, in this app's first migration). Django does not know the column, so that no query loads it; `added`
writes the statements of a migration. A condition asks each row in the language of its text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVectorField
from django.db import models
from django.db.models import BooleanField, Case, Expression, F, Func, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Cast, Floor
from django.db.models.lookups import In
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from texts.rules import languages

# Stand around a marked word until the text is made safe; no text has them.
START, STOP, APART = "\x01", "\x02", "\x1f"
_UNSPACED = re.compile(r"[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_PARTS = re.compile(r'-?"[^"]*"?|\S+')
SIMPLE = "texts_simple"
# `short_word`: a sign that is a word is short, and would be cut from both ends of a passage.
MARKING: dict[str, Any] = {
    "short_word": 0,
    "start_sel": START,
    "stop_sel": STOP,
    "max_words": 36,
    "min_words": 18,
    "max_fragments": 2,
}


def added(table: str, *, title: str, words: str, language: str = "language") -> tuple[str, str]:
    """SQL that gives a table its column and index, and the SQL that takes them away.

    Arguments are SQL expressions over the row's own columns. PostgreSQL writes the table anew under a lock, about 20 s
    per 100,000 comments.
    """
    vector = f"texts_search({language}, {title}, {words})"
    return (
        f"alter table {table} add column search tsvector generated always as ({vector}) stored;"
        f"create index {table}_search on {table} using gin (search);",
        f"drop index {table}_search; alter table {table} drop column search;",
    )


@dataclass(frozen=True)
class Sought:
    """What somebody looks for: words that must be there, "words in this order", -words that must not."""

    words: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left that a text could have: only spaces, signs, or words to leave out."""
        parts = _PARTS.findall(self.words)
        return not any(re.search(r"\w", part) and not part.startswith("-") for part in parts)

    @property
    def apart(self) -> str:
        """As PostgreSQL reads it: signs of scripts without spaces one by one, and each run of them as a phrase."""
        return " ".join(_apart(part) for part in _PARTS.findall(self.words))

    @property
    def condition(self) -> Q:
        """Which rows of the queried table have the words, each in the language of its text."""
        found = Q()
        for config, of_language in _branches():
            found |= of_language & Q(Has(Column(), self._query(config)))
        return found

    @property
    def simply(self) -> Q:
        """The same for tables whose rows have no language: names of people."""
        return Q(Has(Column(), self._query(SIMPLE)))

    def weight(self) -> Expression:
        """How well a row answers, as a whole number from 0 up: what stands in a title counts more."""
        return Cast(Floor(Rank(Column(), self._by_language()) * Value(1_000_000)), IntegerField())

    def marked(self, field: str) -> Expression:
        """The passages of a text where the words stand, for `html`."""
        apart = Func(F(field), function="texts_apart", output_field=TextField())
        cases = [
            When(of_language, then=SearchHeadline(apart, self._query(config), config=config, **MARKING))
            for config, of_language in _branches()
        ]
        return Case(*cases, output_field=TextField())

    def _query(self, config: str) -> SearchQuery:
        return SearchQuery(self.apart, config=config, search_type="websearch")

    def _by_language(self) -> Expression:
        return Case(*(When(of_language, then=self._query(config)) for config, of_language in _branches()))


def html(marked: str | None) -> SafeString:
    """A marked passage as safe HTML: everything escaped, the words found in <mark>."""
    plain = escape((marked or "").replace(APART, ""))
    # A run of signs is one find and not many.
    joined = plain.replace(f"{STOP}{START}", "")
    return mark_safe(joined.replace(START, "<mark>").replace(STOP, "</mark>"))  # noqa: S308  escaped above


def _apart(part: str) -> str:
    sign, words = ("-", part[1:]) if part.startswith("-") else ("", part)
    inside = words.strip('"')
    if not _UNSPACED.search(inside):
        return part
    spaced = " ".join(filter(None, _UNSPACED.sub(lambda run: f" {' '.join(run[0])} ", inside).split(" ")))
    return f'{sign}"{spaced}"'


def _branches() -> list[tuple[str, Q]]:
    """Each search configuration with the texts it reads. Together they are all texts, and none is in two."""
    subtag = Func(F("language"), Value("-"), Value(1), function="split_part", output_field=TextField())
    stemmed = [(languages.search_config(key), Q(models.lookups.Exact(subtag, Value(key)))) for key in languages.STEMMED]
    return [*stemmed, (SIMPLE, ~Q(In(subtag, list(languages.STEMMED))))]


class Column(Expression):
    """The column `search` of the table that is queried."""

    output_field = SearchVectorField()

    def __init__(self, alias: str = "") -> None:
        super().__init__()
        self.alias = alias

    def resolve_expression(self, query: Any = None, *_args: Any, **_kwargs: Any) -> "Column":
        return Column(query.get_initial_alias())

    def relabeled_clone(self, change_map: Mapping[str, str]) -> "Column":
        return Column(change_map.get(self.alias, self.alias))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[()]]:
        return f"{compiler.quote_name(self.alias)}.search", ()


class Has(Func):
    """Whether a search column answers a query."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()
    conditional = True


class Rank(Func):
    function = "ts_rank"
    output_field = models.FloatField()
