"""The queue with 50,000 items: milliseconds and queries of a page, of taking the next one, of the sweep that fills it.

Comments that wait and flags that were raised are made set by set. A page is asked for as a moderator of the whole site
asks for it, signed in with a second factor: the first, one 49,000 items deep, narrowed ones, one that finds nothing.
The bars: 8 queries, 200 ms.
"""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402  settings first
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from ledger.actions import sequence  # noqa: E402
from moderation.actions import queue  # noqa: E402
from moderation.models import Item  # noqa: E402
from proposals.models import Comment  # noqa: E402
from secretariat.waiting import queue as pages  # noqa: E402
from tests import factories  # noqa: E402

COUNT = 50_000
CONSULTATIONS = 3
TIMES = 7
QUERIES, MILLISECONDS = 8, 200

# As many comments as there shall be, each a copy of one that was filed, with an author, language and moment of its own.
PEOPLE = """
insert into accounts_person (id, email, password, name, name_skeleton, kind, stakeholder_group_id, country, language,
    time_zone, is_active, restriction, status, joined_at, confirmed_at)
select gen_random_uuid(), 'crowd' || n || '@example.org', '', 'Person ' || n, '', 'person',
    (array['government', 'private_sector', 'civil_society', 'technical_community', 'academia', 'other'])[1 + n %% 6],
    'KE', 'en', 'UTC', true, '', 'published', now(), now()
from generate_series(1, %(people)s) n
"""
ENTRIES = """
insert into ledger_entry (kind, consultation, round, proposal, thing, at, record)
select kind, consultation, round, proposal, gen_random_uuid(), at, record
from ledger_entry, generate_series(1, %(count)s) n
where thing = %(comment)s and kind = 'comment.received'
"""
COPIES = """
with numbered as (
    select id, thing, row_number() over (order by id) as n from ledger_entry where id > %(before)s),
crowd as (
    select id, stakeholder_group_id, row_number() over (order by id) as n from accounts_person
    where email like 'crowd%%'),
filed as (
    insert into proposals_comment ({columns})
    select {taken} from proposals_comment comment
    cross join numbered
    join crowd on crowd.n = 1 + numbered.n %% (select count(*) from crowd)
    where comment.id = %(comment)s)
insert into proposals_commentversion (comment_id, number, text, salt, is_sealed, at, entry_id)
select numbered.thing, 1, repeat(version.text || ' ', 20) || numbered.n, version.salt, false, version.at, numbered.id
from numbered join proposals_commentversion version on version.comment_id = %(comment)s
"""


def fill(comment: Comment, count: int) -> None:
    """Copies of a comment that waits for a moderator, with versions and entries of their own."""
    columns = [field.column for field in Comment._meta.concrete_fields]
    own = {
        "id": "numbered.thing",
        "entry_id": "numbered.id",
        "author_id": "crowd.id",
        "stakeholder_group_id": "crowd.stakeholder_group_id",
        "language": "(array['en', 'fr', 'es', 'ru', 'ar'])[1 + numbered.n %% 5]",
        "posted_at": "comment.posted_at - make_interval(secs => numbered.n * 3)",
    }
    taken = ", ".join(own.get(column, f"comment.{column}") for column in columns)
    with connection.cursor() as cursor:
        before = _last(cursor)
        cursor.execute(ENTRIES, {"count": count, "comment": comment.pk})
        cursor.execute(
            COPIES.format(columns=", ".join(columns), taken=taken), {"before": before, "comment": comment.pk}
        )


def _last(cursor: Any) -> int:
    cursor.execute("select max(id) from ledger_entry")
    return int(cursor.fetchone()[0])


def milliseconds(act: Callable[[], object], times: int = TIMES) -> float:
    taken = []
    for _each in range(times):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken)


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"people": 5_000})
    for _each in range(CONSULTATIONS):
        consultation = factories.make_consultation(secretary, host, moderation="before")
        round = factories.make_round(secretary, consultation)
        comment = factories.make_comment(factories.make_person(), round, factories.make_proposal(secretary, round))
        fill(comment, COUNT // CONSULTATIONS)
    while sequence.number_batch():
        pass
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    now = timezone.now()
    entering = milliseconds(lambda: queue.bring_up_to_date(now=now), 1)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    print(f"{Item.objects.open().count():,} items wait; the sweep that entered them: {entering:,.0f} ms")
    sweeping = milliseconds(lambda: queue.bring_up_to_date(now=timezone.now()), 3)
    print(f"a sweep that finds nothing new: {sweeping:.0f} ms")
    passed = pages_of(secretary)
    taking = milliseconds(lambda: queue.claim_next(by=secretary, now=timezone.now()))
    print(f"taking the next one: {taking:.0f} ms")
    connection.close()
    return 0 if passed else 1


def pages_of(person: Any) -> bool:
    client = Client()
    factories.sign_in(client, person)
    now, slug = timezone.now(), "consultation-1"
    deep = _cursor(person, now, 49_000)
    passed = True
    for name, address in (
        ("first page", ""),
        ("49,000 items deep", f"?after={deep}"),
        ("of a consultation and its round", f"?consultation={slug}&round=1"),
        ("of a group, in a language", "?stakeholder_group=academia&language=fr"),
        ("deep, of a language", f"?language=fr&after={deep}"),
        ("one number", "?number=40000"),
        ("nothing matches", "?language=de&reason=flagged"),
    ):
        ask = partial(client.get, f"/desk/queue/{address}")
        ask()
        inside: list[float] = []
        with connection.execute_wrapper(partial(_timed, inside)):
            page = ask()
        taken = milliseconds(ask)
        reached = page.status_code == 200 and len(inside) <= QUERIES and taken <= MILLISECONDS
        passed = passed and reached
        rows = page.content.count(b'class="tick"')
        print(f"{name}: {taken:.0f} ms, {len(inside)} queries ({sum(inside) * 1000:.0f} ms of it), {rows} rows")
    return passed


def _timed(taken: list[float], execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        taken.append(time.perf_counter() - begun)


def _cursor(person: Any, now: Any, depth: int) -> str:
    """The place in the list behind so many items."""
    last = pages.waiting(person).order_by("due_at", "id")[depth - 1]
    before = pages.waiting(person).filter(due_at__gte=last.due_at - timedelta(seconds=1)).order_by("due_at", "id")
    found = pages.keyset(before.filter(due_at__lte=last.due_at), after=None, limit=1, fields=("due_at", "id"))
    return found.next or ""


if __name__ == "__main__":
    sys.exit(main())
