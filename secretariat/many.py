"""Many texts as the desk shows them: what would come of each, or what came of it, in groups that say so."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from moderation.actions.said import Foreseen
from moderation.models import Bulk, BulkItem, Decision, Item, Text, consultation_of, kind_of
from moderation.permissions import things_before
from rounds.models import Rule
from secretariat.waiting import told
from secretariat.waiting.fetched import described

Verb = Decision.Verb
# So many of those that are done are shown one by one.
SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One text: its kind and id, what it is and its beginning, where the queue knows it."""

    kind: str
    id: UUID
    title: str
    words: str
    language: str


@dataclass
class Groups:
    """Those that are done, the first of them in full; those that are not, by the reason why."""

    done: list[Line] = field(default_factory=list)
    count: int = 0
    refused: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def more(self) -> int:
        return self.count - len(self.done)

    @property
    def refusals(self) -> int:
        return sum(len(lines) for lines in self.refused.values())


def of_items(person: Person, items: Sequence[Item]) -> list[Text]:
    """The texts that items of the queue are about, in their order."""
    found: dict[UUID, Text] = {}
    for kind in ("comment", "contribution"):
        keys = [item.thing_id for item in items if item.kind == kind]
        if keys:
            found |= {text.pk: text for text in things_before(person, kind).filter(pk__in=keys)}
    return [found[item.thing_id] for item in items if item.kind and item.thing_id in found]


def of_read(person: Person, read: Iterable[tuple[str, UUID, str]]) -> list[tuple[Text, str]]:
    """The texts that a form names, with what was read of them. Those of others are left out."""
    named = list(read)
    found: dict[tuple[str, UUID], Text] = {}
    for kind in ("comment", "contribution"):
        keys = [key for of, key, _token in named if of == kind]
        if keys:
            found |= {(kind, text.pk): text for text in things_before(person, kind).filter(pk__in=keys)}
    return [(found[kind, key], token) for kind, key, token in named if (kind, key) in found]


def foreseen(person: Person, expected: Sequence[Foreseen]) -> Groups:
    """What would come of each."""
    outcomes = [(kind_of(one.thing), one.thing.pk, str(one.refused or "")) for one in expected]
    return _grouped(person, outcomes)


def happened(person: Person, items: Iterable[BulkItem]) -> Groups:
    """What came of each."""
    return _grouped(person, [(item.kind, item.thing_id, item.refusal) for item in items])


def _grouped(person: Person, outcomes: Sequence[tuple[str, UUID, str]]) -> Groups:
    done = [(kind, key) for kind, key, refusal in outcomes if not refusal]
    by_reason: defaultdict[str, list[tuple[str, UUID]]] = defaultdict(list)
    for kind, key, refusal in outcomes:
        if refusal:
            by_reason[refusal].append((kind, key))
    shown = done[:SHOWN]
    lines = _lines(person, [*shown, *(one for named in by_reason.values() for one in named)])
    return Groups(
        done=[lines[key] for _kind, key in shown],
        count=len(done),
        refused={reason: [lines[key] for _kind, key in named] for reason, named in by_reason.items()},
    )


def _lines(person: Person, named: Sequence[tuple[str, UUID]]) -> dict[UUID, Line]:
    """A title and the beginning of each, in one query."""
    comments = [key for kind, key in named if kind == "comment"]
    contributions = [key for kind, key in named if kind == "contribution"]
    items = Item.objects.filter(comment__in=comments) | Item.objects.filter(contribution__in=contributions)
    rows: dict[UUID, dict[str, Any]] = {}
    for told_of in described(items, person):
        rows[told_of["comment_id"] or told_of["contribution_id"]] = told_of
    found = {}
    for kind, key in named:
        row = rows.get(key)
        title = told.title(row) if row else _("A comment") if kind == "comment" else _("A contribution")
        words, language = told.said(row) if row else ("", "")
        found[key] = Line(kind, key, title, words, language)
    return found


def common_rules(texts: Iterable[Text]) -> list[Rule]:
    """The rules that read the same wherever these texts stand."""
    places = {consultation_of(text) for text in texts}
    of_each = [Rule.objects.of(place) for place in places]
    if not of_each:
        return []
    named = [{(rule.number, rule.name) for rule in rules} for rules in of_each]
    return [rule for rule in of_each[0] if all((rule.number, rule.name) in names for names in named)]


def heading(act: str, count: int) -> str:
    """“Hide 12 texts”."""
    words = {
        Verb.PUBLISH: ngettext("Publish %(n)s text", "Publish %(n)s texts", count),
        Verb.KEEP: ngettext("Leave %(n)s text as it is", "Leave %(n)s texts as they are", count),
        Verb.HIDE: ngettext("Hide %(n)s text", "Hide %(n)s texts", count),
        Verb.RESTORE: ngettext("Show %(n)s text again", "Show %(n)s texts again", count),
    }[Verb(act)]
    return words % {"n": count}


def outcome(bulk: Bulk) -> str:
    """“198 of 200 texts were hidden.” While it goes on: how far it is."""
    total = bulk.job.total or 0
    result = bulk.known_result
    if result is None:
        return _("%(done)s of %(total)s are decided") % {"done": bulk.job.done, "total": total}
    done = result["done"]
    values = {"done": done, "total": total}
    if done == total:
        words = {
            Verb.PUBLISH: ngettext("%(done)s text was published", "All %(done)s texts were published", done),
            Verb.KEEP: ngettext("%(done)s text was left as it is", "All %(done)s texts were left as they are", done),
            Verb.HIDE: ngettext("%(done)s text was hidden", "All %(done)s texts were hidden", done),
            Verb.RESTORE: ngettext("%(done)s text is shown again", "All %(done)s texts are shown again", done),
            Verb.UNDO: ngettext("%(done)s decision was taken back", "All %(done)s decisions were taken back", done),
        }[Verb(bulk.verb)]
        return words % values
    words = {
        Verb.PUBLISH: _("%(done)s of %(total)s texts were published"),
        Verb.KEEP: _("%(done)s of %(total)s texts were left as they are"),
        Verb.HIDE: _("%(done)s of %(total)s texts were hidden"),
        Verb.RESTORE: _("%(done)s of %(total)s texts are shown again"),
        Verb.UNDO: _("%(done)s of %(total)s decisions were taken back"),
    }[Verb(bulk.verb)]
    return words % values
