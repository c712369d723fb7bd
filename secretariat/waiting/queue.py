"""The queue as a page shows it: what waits for somebody, the nearest deadline first, each item a sentence."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import Person
from moderation.models import Item, ItemQuerySet
from moderation.permissions import items_before
from secretariat.waiting import clock, told
from secretariat.waiting.fetched import described
from web.paging import Page, keyset


@dataclass(frozen=True)
class Row:
    """An item in words."""

    id: UUID
    reason: str
    badge: str
    title: str
    facts: list[str]
    by: str
    words: str
    language: str
    group: str | None
    place: str
    place_language: str
    round: int | None
    due_at: datetime
    time: str
    is_soon: bool
    # Why somebody else decides about it; who has taken it now and until when; to whom it was given.
    kept: str
    taken_by: str
    taken_until: datetime | None
    is_taken_by_me: bool
    given_to: str
    is_given_to_me: bool


@dataclass
class Counts:
    """How many items wait, are late, are due soon, were given to the person; by reason those that match the filters."""

    all: int = 0
    overdue: int = 0
    hour: int = 0
    day: int = 0
    given: int = 0
    matching: Counter[str] = field(default_factory=Counter)
    reasons: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)


def waiting(person: Person) -> ItemQuerySet:
    return items_before(person).open()


def count(person: Person, now: datetime, matching: Q | None = None) -> Counts:
    """One query, which reads each item that waits once."""
    found = Counts()
    for row in waiting(person).counted(person, now, matching or Q()):
        for name in ("all", "overdue", "hour", "day", "given"):
            setattr(found, name, getattr(found, name) + row[name])
        found.matching[row["reason"]] += row["matching"]
        found.reasons.add(row["reason"])
        found.languages.add(row["language"])
    return found


def page(person: Person, now: datetime, *, matching: Q | None = None, after: str | None, limit: int) -> Page[Row]:
    """One query, at any depth. Raises `Invalid` for a cursor that is none."""
    items = described(waiting(person).filter(matching or Q()), person)
    found = keyset(items, after=after, limit=limit, fields=("due_at", "id"))
    return Page([_row(each, person, now) for each in found.items], found.next, found.previous)


def _row(each: dict[str, Any], person: Person, now: datetime) -> Row:
    time, is_soon = clock.words(each["due_at"], now)
    words, language = told.said(each)
    is_taken = each["claimed_until"] is not None and now < each["claimed_until"]
    return Row(
        id=each["id"],
        reason=each["reason"],
        badge=str(Item.Reason(each["reason"]).label),
        title=told.title(each),
        facts=told.facts(each, now),
        by=told.by(each),
        words=words,
        language=language,
        group=each["stakeholder_group"],
        place=each["consultation__title"] or "",
        place_language=each["consultation__language"] or "",
        round=each["round__number"],
        due_at=each["due_at"],
        time=time,
        is_soon=is_soon,
        kept=told.kept(each["kept_from"]),
        taken_by=each["claimed_by__name"] if is_taken else "",
        taken_until=each["claimed_until"] if is_taken else None,
        is_taken_by_me=is_taken and each["claimed_by"] == person.pk,
        given_to=each["assigned_to__name"] or "",
        is_given_to_me=each["assigned_to"] == person.pk,
    )
