"""One row of a sheet as a contribution: what can be taken of it, and why it cannot be taken."""

import hashlib
import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models.stakeholder_group import LABELS
from contributions.models import Contribution
from integrations.rules.columns import Columns
from texts.rules import languages, places, spaces
from texts.rules.fold import fold

NAME_LIMIT = 300
NUMBER_LIMIT = 60

# What stands where an organization would, and names none.
NO_BODY = frozenset(
    fold(words)
    for words in (
        *("none", "no", "nil", "n/a", "na", "not applicable", "no organization", "no organisation", "no affiliation"),
        *("individual", "an individual", "independent", "independent researcher", "unaffiliated", "self", "myself"),
        *("personal", "personal submission", "personal capacity", "in my personal capacity", "private person"),
    )
)
# Our names in English, and what forms elsewhere write for the same group.
_GROUPS = {fold(key.replace("_", " ")): key for key in LABELS} | {
    fold(words): key
    for words, key in (
        *(("governments", "government"), ("intergovernmental organizations", "intergovernmental_organization")),
        *(("intergovernmental organisation", "intergovernmental_organization"), ("academics", "academia")),
        *(("intergovernmental organisations", "intergovernmental_organization"), ("others", "other")),
        *(("technical communities", "technical_community"), ("academic community", "academia")),
    )
}
_LANGUAGES = {fold(name): language.tag for language in languages.LANGUAGES for name in (language.english, language.own)}


class Untaken(ValueError):
    """Why a row cannot be taken, as a sentence."""


@dataclass(frozen=True)
class Row:
    """A row that can be taken. `ref` is the same whenever the same row comes again; group is a key or None."""

    line: int
    ref: str
    number: str
    title: str
    text: str
    author: str
    organization: str
    group: str | None
    country: str
    language: str
    extra: dict[str, str] = field(default_factory=dict)


def read(line: int, cells: list[str], columns: Columns, *, language: str) -> Row:
    """Read the row that begins on `line`; `language` is that of texts whose row names none. Raises `Untaken`."""
    if len(cells) != len(columns.names):
        raise Untaken(
            _("It has %(found)s values, and the first line names %(expected)s columns.")
            % {"found": len(cells), "expected": len(columns.names)}
        )
    cells = [spaces.unharmed(cell) for cell in cells]
    values = {name: cells[place] for name, place in columns.places.items()}
    # The text is its author's to the last space; what describes it stands on one line.
    short = {name: " ".join(value.split()) for name, value in values.items() if name != "text"}
    extra = {columns.names[place]: cells[place] for place in columns.others if cells[place].strip()}
    number = _number(short.get("number", ""))
    text = _text(values["text"])
    author = _cut(short.get("author", ""), NAME_LIMIT, columns, "author", extra)
    country = places.code_for(short.get("country", "")) or ""
    if short.get("country") and not country:
        extra[columns.name_of("country")] = short["country"]
    return Row(
        line=line,
        ref=number or _hash(values),
        number=number,
        title=_title(short.get("title", ""), columns, extra),
        text=text,
        author=author,
        organization=_organization(short.get("organization", ""), author, columns, extra),
        group=_group(short.get("stakeholder_group", "")),
        country=country,
        language=_language(short.get("language", ""), language),
        extra=extra,
    )


def _number(number: str) -> str:
    if len(number) > NUMBER_LIMIT:
        raise Untaken(_("Its number has more than %(limit)s characters.") % {"limit": NUMBER_LIMIT})
    return number


def _text(text: str) -> str:
    if spaces.is_blank(text):
        raise Untaken(_("It has no text."))
    if len(text) > Contribution.TEXT_LIMIT:
        raise Untaken(
            _("Its text has %(length)s characters; at most %(limit)s fit.")
            % {"length": f"{len(text):,}", "limit": f"{Contribution.TEXT_LIMIT:,}"}
        )
    return text


def _title(title: str, columns: Columns, extra: dict[str, str]) -> str:
    if spaces.is_blank(title):
        raise Untaken(_("It has no title. Give it one in the file."))
    return _cut(title, Contribution.TITLE_LIMIT, columns, "title", extra)


def _cut(words: str, limit: int, columns: Columns, name: str, extra: dict[str, str]) -> str:
    """What is too long for a line keeps its beginning there and the whole among what is kept beside the text."""
    if len(words) <= limit:
        return words
    extra[columns.name_of(name)] = words
    return words[: limit - 1].rstrip() + "…"


def _organization(name: str, author: str, columns: Columns, extra: dict[str, str]) -> str:
    """The body in whose name the row speaks; empty where it is the author's own."""
    folded = fold(name)
    if not folded or folded in NO_BODY or folded == fold(author):
        return ""
    if "@" in name and " " not in name:
        # Somebody wrote a mail address into the field. It names no body, and an address is not shown to the public.
        extra[columns.name_of("organization")] = name
        return ""
    if max(len(name), len(folded)) > NAME_LIMIT:
        raise Untaken(_("The name of its organization has more than %(limit)s characters.") % {"limit": NAME_LIMIT})
    return name


def _group(name: str) -> str | None:
    if not fold(name):
        return None
    key = _GROUPS.get(fold(name))
    if key is None:
        raise Untaken(
            _("“%(name)s” is not one of the stakeholder groups: %(groups)s.")
            % {"name": name[:80], "groups": ", ".join(str(label) for label in LABELS.values())}
        )
    return key


def _language(tag: str, default: str) -> str:
    if not tag:
        return default
    known = languages.canonical(tag) or _LANGUAGES.get(fold(tag))
    if known is None:
        raise Untaken(
            _("“%(tag)s” is not a language we know. Use a tag such as en, fr or zh-Hant.") % {"tag": tag[:35]}
        )
    return known


def _hash(values: dict[str, str]) -> str:
    """What a row without a number is known by: SHA-256 over what it says and who says it."""
    said = [values.get(name, "") for name in ("title", "text", "author", "organization")]
    return "row " + hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
