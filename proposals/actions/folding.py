"""The same text once: which shown texts have the same words, kept up to date by reading the record.

Comments are the same within their paragraph (or on the whole text), contributions within their round; replies never.
Each keeps its row, number and voice: the columns say which was first, and of the first how many there are.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

# What stands in braces below are names of our tables and columns, never a value.
FOLD = """
with mine as (
  select id, {place}, words_digest, same_text_as_id from {table} where id = any(%(things)s)
), keys as (
  select {place}, words_digest from mine where words_digest is not null
  union
  select {place}, words_digest from {table}
  where same_text_as_id = any(%(things)s) and words_digest is not null
  union
  select {place_of_first}, f.words_digest from mine m join {table} f on f.id = m.same_text_as_id
  where f.words_digest is not null
), folded as (
  select c.id, first_value(c.id) over same as first_id,
    count(*) over (partition by {place_of_c}, c.words_digest) as how_many
  from {table} c join keys k on {same_place} and c.words_digest = k.words_digest
  where {countable}
  window same as (partition by {place_of_c}, c.words_digest order by c.posted_at, c.id)
)
update {table} c set
  same_text_as_id = nullif(f.first_id, c.id), same_text_count = case when f.first_id = c.id then f.how_many else 1 end
from folded f
where f.id = c.id and (
  c.same_text_as_id is distinct from nullif(f.first_id, c.id)
  or c.same_text_count <> case when f.first_id = c.id then f.how_many else 1 end
)
"""
UNFOLD = """
update {table} set same_text_as_id = null, same_text_count = 1
where id = any(%(things)s) and words_digest is null and (same_text_as_id is not null or same_text_count <> 1)
"""
COMMENTS = {
    "table": "proposals_comment",
    "place": "proposal_id, paragraph_id",
    "place_of_first": "f.proposal_id, f.paragraph_id",
    "place_of_c": "c.proposal_id, c.paragraph_id",
    "same_place": "c.proposal_id = k.proposal_id and c.paragraph_id is not distinct from k.paragraph_id",
    "countable": "c.reply_to_id is null",
}
CONTRIBUTIONS = {
    "table": "contributions_contribution",
    "place": "round_id",
    "place_of_first": "f.round_id",
    "place_of_c": "c.round_id",
    "same_place": "c.round_id = k.round_id",
    "countable": "not c.is_late",
}


def fold(things: Sequence[UUID]) -> None:
    """Compare the texts that changed with all others of their place; as many statements whatever their number."""
    with connection.cursor() as cursor:
        for names in (COMMENTS, CONTRIBUTIONS):
            cursor.execute(FOLD.format(**names), {"things": list(things)})
            cursor.execute(UNFOLD.format(**names), {"things": list(things)})
