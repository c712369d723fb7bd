"""Texts that read like the one to be decided about, so that two alike are treated alike."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from accounts.models import Person
from contributions.models import Contribution, ContributionVersion
from moderation.actions.things import Version
from moderation.models import Text, Thing
from proposals.models import Comment
from rounds.rules import words
from texts.rules.render import excerpt

# Compared are the newest of the same text or round, by their beginnings: so it stays quick however many there are.
NEWEST = 300
BEGINNING = 600
AT_LEAST = 0.5
MOST = 5
EXCERPT = 200

_NEAR = """
with newest as (
    select id from {table} where {place}_id = %(place)s and id <> %(self)s
    and status in ('published', 'received', 'hidden')
    order by posted_at desc, id desc limit %(newest)s),
measured as (
    select newest.id, last.beginning, similarity(last.beginning, %(beginning)s) as near from newest cross join lateral (
        select left(text, %(length)s) as beginning from {versions} version
        where version.{kind}_id = newest.id and not version.is_sealed order by version.number desc limit 1) last)
select id, near, beginning from measured where near >= %(at_least)s order by near desc, id limit %(most)s
"""
_OF_COMMENTS = _NEAR.format(
    table="proposals_comment", place="proposal", versions="proposals_commentversion", kind="comment"
)
_OF_CONTRIBUTIONS = _NEAR.format(
    table="contributions_contribution",
    place="round",
    versions="contributions_contributionversion",
    kind="contribution",
)


@dataclass(frozen=True)
class Alike:
    """Another text, with its beginning; `percent` of it reads the same, or all its words are the same."""

    thing: Text
    kind: str
    is_same: bool
    percent: int
    beginning: str


def alike(thing: Thing, last: Version | None, viewer: Person) -> list[Alike]:
    """The same words first, then those that read alike, the nearest first."""
    if last is None or not isinstance(thing, Comment | Contribution):
        return []
    same = set(_same(thing, last))
    near = {key: (percent, beginning) for key, percent, beginning in _near(thing, last)}
    wanted = {*same, *near}
    texts: list[Text]
    if isinstance(thing, Comment):
        texts = list(Comment.objects.visible_to(viewer).with_people().filter(pk__in=wanted))
    else:
        texts = list(Contribution.objects.visible_to(viewer).with_people().filter(pk__in=wanted))
    found = []
    for text in texts:
        percent, beginning = near.get(text.pk, (100, ""))
        written = excerpt(text.text or beginning, getattr(text, "format", "markdown"), EXCERPT)
        kind = "comment" if isinstance(text, Comment) else "contribution"
        found.append(Alike(text, kind, text.pk in same, percent, written))
    found.sort(key=lambda one: (not one.is_same, -one.percent, one.thing.posted_at))
    return found[:MOST]


def _same(thing: Text, last: Version) -> list[UUID]:
    """Shown texts of exactly the same words."""
    rows: QuerySet[Any]
    if isinstance(thing, Comment):
        rows = Comment.objects.filter(proposal=thing.proposal_id, words_digest=words.digest(last.text))
    else:
        answers = last.answers.values() if isinstance(last, ContributionVersion) else []
        rows = Contribution.objects.filter(round=thing.round_id, words_digest=words.digest(last.text, *answers))
    return list(rows.exclude(pk=thing.pk).order_by("posted_at", "id").values_list("pk", flat=True)[:MOST])


def _near(thing: Text, last: Version) -> list[tuple[UUID, int, str]]:
    is_comment = isinstance(thing, Comment)
    place = thing.proposal_id if isinstance(thing, Comment) else thing.round_id
    with connection.cursor() as cursor:
        cursor.execute(
            _OF_COMMENTS if is_comment else _OF_CONTRIBUTIONS,
            {
                "place": place,
                "self": thing.pk,
                "newest": NEWEST,
                "length": BEGINNING,
                "beginning": last.text[:BEGINNING],
                "at_least": AT_LEAST,
                "most": MOST,
            },
        )
        return [(key, round(near * 100), beginning) for key, near, beginning in cursor.fetchall()]
