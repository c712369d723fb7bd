import base64
import json

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.models import Person
from proposals.api.comments import CommentFilters
from proposals.models import Comment, Proposal
from rounds.models import Round
from tests import factories
from web.paging import keyset
from web.refusals import Invalid

MANY = 20_000
ENTRIES = """
insert into ledger_entry (kind, thing, at, record, consultation, round, proposal)
select 'comment.received', gen_random_uuid(), %(at)s + n * interval '1 ms', '{}',
  %(consultation)s, %(round)s, %(proposal)s
from generate_series(1, %(many)s) n
"""
COMMENTS = """
insert into proposals_comment (id, consultation_id, round_id, proposal_id, revision_id, author_id, capacity, country,
  region, is_named, standing, language, text, words_digest, same_text_count, status, channel, posted_at, entry_id,
  source_ref)
select e.thing, e.consultation, e.round, e.proposal, %(revision)s, %(author)s, 'personal', '', '', true, '', 'en',
  'One thing.', sha256('one thing'), 1, 'published', 'web', e.at, e.id, '' from ledger_entry e where e.record = '{}'
"""


@pytest.fixture
def many(member: Person, draft: Proposal, round: Round) -> int:
    """Twenty thousand comments, put in by the database itself."""
    values = {
        "many": MANY,
        "at": factories.PAST,
        "consultation": draft.consultation_id,
        "round": round.pk,
        "proposal": draft.pk,
        "revision": draft.revisions.get().pk,
        "author": member.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, values)
        cursor.execute(COMMENTS, values)
        cursor.execute("analyze proposals_comment, ledger_entry, rounds_consultation")
    return MANY


def walk(limit: int, **options: bool) -> list[list[Comment]]:
    pages, after = [], None
    while True:
        page = keyset(Comment.objects.all(), after=after, limit=limit, **options)
        pages.append(page.items)
        if page.next is None:
            return pages
        after = page.next


def test_pages_meet_without_gap_or_overlap(member: Person, round: Round, draft: Proposal) -> None:
    made = [factories.make_comment(member, round, draft) for _ in range(7)]

    pages = walk(3)

    assert [[c.pk for c in page] for page in pages] == [[c.pk for c in made[n : n + 3]] for n in (0, 3, 6)]


def test_equal_moments_are_told_apart_by_id(member: Person, round: Round, draft: Proposal) -> None:
    for _ in range(5):
        factories.make_comment(member, round, draft)
    Comment.objects.update(posted_at=factories.PAST)

    pages = walk(2)

    assert [c.pk for page in pages for c in page] == sorted(Comment.objects.values_list("pk", flat=True))


def test_newest_first_runs_the_other_way(member: Person, round: Round, draft: Proposal) -> None:
    made = [factories.make_comment(member, round, draft) for _ in range(5)]

    pages = walk(2, newest_first=True)

    assert [c.pk for page in pages for c in page] == [c.pk for c in reversed(made)]


@pytest.mark.parametrize("newest_first", [False, True])
def test_previous_leads_back_to_the_first_page(
    member: Person, round: Round, draft: Proposal, newest_first: bool
) -> None:
    for _ in range(5):
        factories.make_comment(member, round, draft)
    first = keyset(Comment.objects.all(), after=None, limit=2, newest_first=newest_first)
    second = keyset(Comment.objects.all(), after=first.next, limit=2, newest_first=newest_first)

    back = keyset(Comment.objects.all(), after=second.previous, limit=2, newest_first=newest_first)

    assert (back.items, back.next, back.previous) == (first.items, first.next, None)


def test_rows_that_arrive_meanwhile_shift_nothing(member: Person, round: Round, draft: Proposal) -> None:
    made = [factories.make_comment(member, round, draft) for _ in range(4)]
    first = keyset(Comment.objects.all(), after=None, limit=2)

    Comment.objects.filter(pk=factories.make_comment(member, round, draft).pk).update(posted_at=factories.PAST)
    second = keyset(Comment.objects.all(), after=first.next, limit=2)

    assert second.items == made[2:]


@pytest.mark.parametrize(
    "position",
    [
        [],
        {},
        "f",
        ["f"],
        ["x", "2026-01-05T12:00:00+00:00", "8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f"],
        ["f", "2026-01-05T12:00:00", "8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f"],
        ["f", "yesterday", "8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f"],
        ["f", "2026-01-05T12:00:00+00:00", "1"],
        ["f", None, None],
        ["f", 1, 1],
        ["f", True, {}],
        ["f", "2026-01-05T12:00:00+00:00", "8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f", "more"],
    ],
)
def test_forged_position_is_refused(db: None, position: object) -> None:
    forged = base64.urlsafe_b64encode(json.dumps(position).encode()).decode()

    with pytest.raises(Invalid) as caught:
        keyset(Comment.objects.all(), after=forged, limit=2)

    assert (caught.value.refusal.code, caught.value.refusal.field) == ("cursor_invalid", "cursor")


@pytest.mark.parametrize("cursor", ["x", "é", "%%%", "A" * 2_000, "W1tbW1tbW1tbW1tbW1tbW1tb", "\x00"])
def test_noise_is_no_cursor(db: None, cursor: str) -> None:
    with pytest.raises(Invalid) as caught:
        keyset(Comment.objects.all(), after=cursor, limit=2)

    assert caught.value.refusal.code == "cursor_invalid"


def cost(cursor_text: str | None, rows: QuerySet[Comment]) -> int:
    """Buffers that PostgreSQL touched for one page."""
    seen: list[str] = []

    def listen(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        seen.append(context["cursor"].mogrify(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        keyset(rows, after=cursor_text, limit=20)
    with connection.cursor() as cursor:
        cursor.execute("explain (analyze, buffers, format json) " + seen[-1])
        plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


DESCENT = 8


@pytest.mark.slow
def test_thousandth_page_costs_what_the_first_costs(many: int, member: Person, round: Round) -> None:
    at, id = Comment.objects.order_by("posted_at", "id").values_list("posted_at", "id")[19_979]
    thousandth = base64.urlsafe_b64encode(json.dumps(["f", str(at), str(id)]).encode()).decode()
    queries = [{}, {"consultation": "who-acts"}, {"imported": "false"}, {"round": str(round.pk)}]
    lists = [CommentFilters(query, Comment.objects.visible_to(who)).qs for who in (None, member) for query in queries]

    costs = [(cost(None, rows), cost(thousandth, rows)) for rows in lists]

    # Finding a place inside an index takes a few blocks more than its beginning; an offset would read them all.
    assert [pair for pair in costs if not pair[1] <= 2 * pair[0] + DESCENT < 800] == []
