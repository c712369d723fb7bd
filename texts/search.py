"""How words are sought in people's texts: the column, the condition, the order, the words marked.

Each table whose texts are found has a column `search` that PostgreSQL itself computes from what the row shows
(`texts_search`, in this app's first migration). Django does not know the column, so that no query loads it; `added`
writes the statements of a migration. A condition asks each row in the language of its text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Expression, F, Field, IntegerField, Q, TextField
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from texts.rules import languages

# Stand around a marked word until the text is made safe; no text has them.
START, STOP, APART = "\x01", "\x02", "\x1f"
_UNSPACED = re.compile(r"[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_PARTS = re.compile(r'-?"[^"]*"?|\S+')
# Quotation marks as telephones and other languages set them stand for the plain one.
_QUOTED = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
SIMPLE = "texts_simple"
# ShortWord: a sign that is a word is short, and would be cut from both ends of a passage.
MARKS = f'StartSel="{START}", StopSel="{STOP}"'
PASSAGES = f"{MARKS}, ShortWord=0, MaxWords=36, MinWords=18, MaxFragments=2"
WHOLE = f"{MARKS}, HighlightAll=true"


def added(table: str, *, title: str, words: str, language: str = "language") -> tuple[str, str]:
    """SQL that gives a table its column and index, and the SQL that takes them away.

    Arguments are SQL expressions over the row's own columns. PostgreSQL writes the table anew under a lock: 10 s per
    100,000 comments of 80 words, measured by `./dev bench search` on two cores.
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

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", self.words.translate(_QUOTED))

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
        return Q(Asked(FOUND, self.apart, BooleanField()))

    @property
    def simply(self) -> Q:
        """The same for tables whose rows have no language: names of people."""
        return Q(Asked(FOUND_SIMPLY, self.apart, BooleanField()))

    def weight(self) -> Expression:
        """How well a row answers, as a whole number from 0 up: what stands in a title counts more."""
        return Asked(WEIGHT, self.apart, IntegerField())

    def marked(self, field: str, *, whole: bool = False) -> Expression:
        """The passages of a text where the words stand, or the `whole` of it, for `html`."""
        return Asked(MARKED_WHOLE if whole else MARKED, self.apart, TextField(), F(field))


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


# SQL over one row: {row} is its table, {field} one of its columns, each %s the words. Texts in a language that has a
# stemmer are asked by it, all others as they are written; together they are all texts, and none is asked twice.
LANGUAGE = "split_part({row}.language, '-', 1)"
CONFIGS = {key: languages.search_config(key) for key in languages.STEMMED}
OTHERS = ", ".join(f"'{key}'" for key in CONFIGS)
FOUND_SIMPLY = f"{{row}}.search @@ websearch_to_tsquery('{SIMPLE}', %s)"
FOUND = " or ".join(
    [f"{LANGUAGE} = '{key}' and {FOUND_SIMPLY.replace(SIMPLE, config)}" for key, config in CONFIGS.items()]
    + [f"{LANGUAGE} not in ({OTHERS}) and {FOUND_SIMPLY}"]
)
QUERY = f"""case {LANGUAGE} {
    " ".join(f"when '{key}' then websearch_to_tsquery('{config}', %s)" for key, config in CONFIGS.items())
} else websearch_to_tsquery('{SIMPLE}', %s) end"""
CONFIG = f"""case {LANGUAGE} {
    " ".join(f"when '{key}' then '{config}'::regconfig" for key, config in CONFIGS.items())
} else '{SIMPLE}'::regconfig end"""
WEIGHT = f"floor(ts_rank({{row}}.search, {QUERY}) * 1000000)::integer"
MARKED = f"ts_headline({CONFIG}, texts_apart({{field}}), {QUERY}, '{PASSAGES}')"
MARKED_WHOLE = MARKED.replace(PASSAGES, WHOLE)


class Asked(Expression):
    """One piece of the SQL above, asked of the table that is queried.

    Put together from Django's own expressions, these conditions cost a page more time than PostgreSQL needs for them.
    """

    def __init__(
        self, sql: str, words: str, output_field: "Field[Any, Any]", part: Any = None, alias: str = ""
    ) -> None:
        super().__init__(output_field=output_field)
        self.sql, self.words, self.part, self.alias = sql, words, part, alias

    def get_source_expressions(self) -> list[Any]:
        return [self.part] if self.part is not None else []

    def set_source_expressions(self, exprs: Any) -> None:
        self.part = exprs[0] if exprs else None

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> "Asked":
        part = self.part.resolve_expression(query, *args, **kwargs) if self.part is not None else None
        return Asked(self.sql, self.words, self.output_field, part, query.get_initial_alias())

    def relabeled_clone(self, change_map: Mapping[str, str]) -> "Asked":
        part = self.part.relabeled_clone(change_map) if self.part is not None else None
        return Asked(self.sql, self.words, self.output_field, part, change_map.get(self.alias, self.alias))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        field, values = compiler.compile(self.part) if self.part is not None else ("", ())
        before, _field, after = self.sql.partition("{field}")
        words = (self.words,)
        asked = (before + field + after).replace("{row}", compiler.quote_name(self.alias))
        return f"({asked})", (*words * before.count("%s"), *values, *words * after.count("%s"))
