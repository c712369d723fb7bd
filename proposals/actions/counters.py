"""Counts of shown comments, the same text once; brought up to date behind a cursor, never touched by a request."""

from uuid import UUID

from django.db import connection, transaction

from ledger.models import Cursor, Entry
from proposals.actions import folding

CURSOR = "proposals.counters"
BATCH = 5_000

COUNT_PARAGRAPHS = """
update proposals_paragraph p set comment_count = coalesce(c.shown, 0)
from proposals_paragraph q left join (
  select paragraph_id, count(*) as shown from proposals_comment
  where proposal_id = any(%s) and paragraph_id is not null and status = 'published' and same_text_as_id is null
  group by paragraph_id
) c on c.paragraph_id = q.id
where q.id = p.id and p.proposal_id = any(%s) and p.comment_count <> coalesce(c.shown, 0)
"""
COUNT_PROPOSALS = """
update proposals_proposal p set comment_count = coalesce(c.shown, 0)
from proposals_proposal q left join (
  select proposal_id, count(*) as shown from proposals_comment
  where proposal_id = any(%s) and status = 'published' and same_text_as_id is null group by proposal_id
) c on c.proposal_id = q.id
where q.id = p.id and p.id = any(%s) and p.comment_count <> coalesce(c.shown, 0)
"""


@transaction.atomic
def bring_up_to_date() -> int:
    """Count again wherever the record says that something changed; returns the number it is exact at."""
    Cursor.objects.get_or_create(name=CURSOR)
    cursor = Cursor.objects.select_for_update().get(name=CURSOR)
    news = Entry.objects.filter(seq__gt=cursor.seq).order_by("seq").values_list("seq", "thing", "proposal")[:BATCH]
    rows = list(news)
    if not rows:
        return cursor.seq
    folding.fold(sorted({thing for _seq, thing, _proposal in rows}))
    touched: list[UUID] = sorted({proposal for _seq, _thing, proposal in rows if proposal is not None})
    if touched:
        with connection.cursor() as statement:
            statement.execute(COUNT_PARAGRAPHS, [touched, touched])
            statement.execute(COUNT_PROPOSALS, [touched, touched])
    cursor.seq = rows[-1][0] or cursor.seq
    cursor.save(update_fields=["seq"])
    return cursor.seq
