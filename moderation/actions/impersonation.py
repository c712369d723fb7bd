"""Names that imitate: people and unconfirmed bodies that read like somebody who holds an office, speaks for a confirmed
body, or is one. They come before a moderator once; what was decided comes back only under another name.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from accounts.models import Affiliation, Organization, Person
from accounts.models.moderated import Shown
from rounds.models import Office
from rounds.rules.moderation import DECIDES_WITHIN

# Who may be imitated, by the key of their names. Of two of them with one name neither imitates the other.
_KNOWN = """
known as (
    select person.id, person.name_skeleton as key from accounts_person person
    where person.name_skeleton <> '' and (
        exists (select from rounds_office office where office.person_id = person.id and office.ended_at is null)
        or exists (
            select from accounts_affiliation place
            join accounts_organization body on body.id = place.organization_id and body.verified_at is not null
            where place.person_id = person.id and place.role = 'focal_point' and place.ended_at is null))
    union all
    select body.id, body.name_skeleton from accounts_organization body
    where body.verified_at is not null and body.name_skeleton <> '' and body.status = 'published')
"""
# Whoever everybody reads of and is none of those.
_SUSPECTS = {
    "person": "thing.is_active and thing.confirmed_at is not null and thing.status = 'published'",
    "organization": "thing.verified_at is null and thing.merged_into_id is null and thing.status = 'published'",
}
_IMITATES = "thing.name_skeleton in (select key from known) and thing.id not in (select id from known) and {shown}"
_ENTER = """
with {known}
insert into moderation_item (id, {kind}_id, reason, stakeholder_group_id, language, flags, opened_at, due_at)
select gen_random_uuid(), thing.id, 'impersonation', thing.stakeholder_group_id, thing.language, 0, %(now)s,
    %(now)s::timestamptz + make_interval(hours => %(within)s)
from {table} thing
where {imitates}
and not exists (select from moderation_item item where item.{kind}_id = thing.id and item.closed_at is null)
and not exists (
    select from moderation_decision decision
    where decision.{kind}_id = thing.id and decision.verb in ('keep', 'hide', 'restore')
    and not exists (
        select from ledger_entry entry
        where entry.thing = thing.id and entry.kind = '{kind}.renamed' and entry.at > decision.at))
on conflict do nothing
"""
_LEAVE = """
with {known}
update moderation_item item set closed_at = %(now)s, claimed_by_id = null, claimed_until = null
from {table} thing
where item.closed_at is null and item.reason = 'impersonation' and item.{kind}_id = thing.id
and not ({imitates})
and not exists (select from moderation_flag flag where flag.{kind}_id = thing.id and flag.answered_at is null)
"""
_TABLES = {"person": "accounts_person", "organization": "accounts_organization"}


@transaction.atomic
def bring_up_to_date(*, now: datetime) -> int:
    """A sweep: put names that imitate into the queue, and close what does so no more. Returns how many rows changed."""
    written = 0
    values: dict[str, datetime | int] = {"now": now, "within": DECIDES_WITHIN}
    with connection.cursor() as cursor:
        for kind, table in _TABLES.items():
            for sql in (_LEAVE, _ENTER):
                imitates = _IMITATES.format(shown=_SUSPECTS[kind])
                cursor.execute(sql.format(known=_KNOWN, kind=kind, table=table, imitates=imitates), values)
                written += cursor.rowcount
    return written


def read_like(things: Iterable[Person | Organization]) -> dict[UUID, list[str]]:
    """By thing the names of those it may be taken for: three queries, whatever their number. Writes nothing."""
    wanted = {thing.pk: thing.name_skeleton for thing in things if thing.name_skeleton}
    keys = set(wanted.values())
    places = Affiliation.objects.focal_points().filter(organization__verified_at__isnull=False)
    known = Q(pk__in=Office.objects.filter(ended_at__isnull=True).values("person")) | Q(pk__in=places.values("person"))
    people = Person.objects.get_queryset().filter(known, name_skeleton__in=keys)
    bodies = Organization.objects.verified().filter(name_skeleton__in=keys, status=Shown.PUBLISHED)
    by_key: defaultdict[str, list[tuple[UUID, str]]] = defaultdict(list)
    for rows in (people, bodies):
        for pk, key, name in rows.order_by("name", "pk").values_list("pk", "name_skeleton", "name"):
            by_key[key].append((pk, name))
    return {pk: [name for other, name in by_key[key] if other != pk] for pk, key in wanted.items()}
