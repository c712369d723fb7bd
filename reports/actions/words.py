"""The words that shown texts have, for whoever mistypes one; brought up to date behind a cursor, never by a request.

A new text adds its words. A text that is taken back, hidden or corrected puts its words to the question: those that no
other shown text of the consultation has are gone. Nothing is counted, so that a new comment costs its own words alone.
"""

# ruff: noqa: S608  the statements are put together from constants alone; every value is bound.
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from ledger.models import Cursor, Entry
from reports.rules.words import LONGEST, SHORTEST

CURSOR = "reports.words"
BATCH = 1_000
FILED = ("comment", "contribution", "moderation")
# After these a text has words that it had not before, and all that it had.
ADD = {
    "comment.received",
    "comment.published",
    "contribution.received",
    "contribution.imported",
    "contribution.published",
    "contribution.attached",
    "contribution.detached",
    "moderation.restored",
    "moderation.lapsed",
}
# After these something was said in other words, and what was said before is kept nowhere: the whole list is compared
# with all that is shown.
COMPARE = {
    "consultation.corrected",
    "consultation.document_removed",
    "consultation.translated",
    "consultation.translation_removed",
    "proposal.translated",
    "proposal.translation_removed",
    "content.erased",
    # The words before may be destroyed.
    "moderation.redacted",
}

# What PostgreSQL takes for a word when it reads a text for the search: letters alone, also between hyphens.
WORDS = f"""
  select distinct lower(token) as word from ts_parse('default', texts_apart({{text}}))
  where tokid in (1, 2, 10, 11) and char_length(token) between {SHORTEST} and {LONGEST}
"""
CONTRIBUTED = "concat_ws(E'\\n', c.title, c.text, texts_answers(c.answers))"
LATEST = "r.number = (select max(n.number) from proposals_revision n where n.proposal_id = r.proposal_id)"

# Each shown text: consultation, language, words.
SHOWN = f"""
  select c.consultation_id, c.language, c.text as said from proposals_comment c
  where {{things}} and c.status = 'published'
  union all
  select c.consultation_id, c.language, {CONTRIBUTED} from contributions_contribution c
  where {{things}} and c.status = 'published'
  union all
  select p.consultation_id, t.language, concat_ws(E'\\n', t.heading, t.text) from proposals_paragraphtext t
  join proposals_revision r on r.id = t.revision_id join proposals_proposal p on p.id = r.proposal_id
  where {{texts}} and {LATEST}
  union all
  select p.consultation_id, p.language, p.title from proposals_proposal p where {{texts}}
  union all
  select p.consultation_id, t.language, t.title from proposals_proposaltranslation t
  join proposals_proposal p on p.id = t.proposal_id where {{texts}}
  union all
  select c.id, c.language, concat_ws(E'\\n', c.title, c.summary) from rounds_consultation c
  where c.id = {{consultations}}
  union all
  select t.consultation_id, t.language, concat_ws(E'\\n', t.title, t.summary) from rounds_consultationtranslation t
  where t.consultation_id = {{consultations}}
  union all
  select d.consultation_id, d.language, d.title from rounds_document d
  where d.consultation_id = {{consultations}} and d.removed_at is null
"""
SHOWN_OF_THESE = SHOWN.format(
    things="c.id = any(%(things)s)", texts="p.id = any(%(texts)s)", consultations="any(%(consultations)s)"
)
SHOWN_HERE = SHOWN.format(
    things="c.consultation_id = %(consultation)s",
    texts="p.consultation_id = %(consultation)s",
    consultations="%(consultation)s",
)
# A word that is too common to be looked for leads nowhere: `texts_search` leaves it out.
ADDED = f"""
insert into reports_word (consultation_id, word)
select distinct said.consultation_id, said.word from (
  select distinct shown.consultation_id, shown.language, words.word
  from ({SHOWN_OF_THESE}) shown cross join lateral ({WORDS.format(text="shown.said")}) words
) said
where not exists (
  select from reports_word w where w.consultation_id = said.consultation_id and w.word = said.word
) and texts_search(said.language, '', said.word) <> ''::tsvector
on conflict (consultation_id, word) do nothing
"""

# The words that texts had which are shown no more, or in other words.
HAD = f"""
  select words.word from proposals_commentversion v cross join lateral ({WORDS.format(text="v.text")}) words
  where v.comment_id = any(%(taken)s)
  union
  select words.word from contributions_contributionversion c
  cross join lateral ({WORDS.format(text=CONTRIBUTED)}) words where c.contribution_id = any(%(taken)s)
  union
  select words.word from proposals_paragraphtext t join proposals_revision r on r.id = t.revision_id
  cross join lateral ({WORDS.format(text="concat_ws(E'\\n', t.heading, t.text)")}) words
  where r.proposal_id = any(%(texts)s) and not {LATEST}
"""
# Of the texts that answer a word as the search reads it, so many are asked whether they have it in this very form.
ASKED = 200
# Most words stand in one of the last so many comments: one reading of these spares a question for each word.
RECENT = 1_000


def _has(table: str, text: str, condition: str) -> str:
    """Whether a text that answers `asked.query` has `gone.word` itself."""
    return f"""not exists (
      select from (
        select {text} as said from {table} where {condition} and c.search @@ asked.query limit {ASKED}
      ) found cross join lateral ({WORDS.format(text="found.said")}) words where words.word = gone.word
    )"""


HERE = "c.consultation_id = %(consultation)s"
TEXT_HERE = "c.proposal_id in (select id from proposals_proposal where consultation_id = %(consultation)s)"
PARAGRAPH_HERE = f"""c.revision_id in (
  select r.id from proposals_revision r join proposals_proposal p on p.id = r.proposal_id
  where p.consultation_id = %(consultation)s and {LATEST}
)"""
GONE = " and ".join(
    (
        _has("proposals_comment c", "c.text", f"{HERE} and c.status = 'published'"),
        _has("contributions_contribution c", CONTRIBUTED, f"{HERE} and c.status = 'published'"),
        _has("proposals_paragraphtext c", "concat_ws(E'\\n', c.heading, c.text)", PARAGRAPH_HERE),
        _has("proposals_proposal c", "c.title", HERE),
        _has("proposals_proposaltranslation c", "c.title", TEXT_HERE),
        _has("rounds_consultation c", "concat_ws(E'\\n', c.title, c.summary)", "c.id = %(consultation)s"),
        _has("rounds_consultationtranslation c", "concat_ws(E'\\n', c.title, c.summary)", HERE),
        _has("rounds_document c", "c.title", f"{HERE} and c.removed_at is null"),
    )
)
ANY_LANGUAGE = " || ".join(
    f"plainto_tsquery('texts_{key}', gone.word)" for key in ("ar", "en", "es", "fr", "ru", "simple")
)
REMOVED = f"""
with recent as materialized (
  select distinct words.word from (
    select text from proposals_comment where consultation_id = %(consultation)s and status = 'published'
    order by posted_at desc, id desc limit {RECENT}
  ) c cross join lateral ({WORDS.format(text="c.text")}) words
), gone as materialized (
  select w.id, w.word from reports_word w
  where w.consultation_id = %(consultation)s and not exists (select from recent where recent.word = w.word)
  and w.word in ({HAD})
)
delete from reports_word using gone cross join lateral (select {ANY_LANGUAGE} as query) asked
where reports_word.id = gone.id and {GONE}
"""
# One reading of all that a consultation shows, however many words are in question.
COMPARED = f"""
with shown as materialized (
  select distinct words.word from ({SHOWN_HERE}) shown cross join lateral ({WORDS.format(text="shown.said")}) words
)
delete from reports_word w
where w.consultation_id = %(consultation)s and not exists (select from shown where shown.word = w.word)
"""


@transaction.atomic
def bring_up_to_date() -> bool:
    """Read the next acts of the record; tells whether there were any."""
    Cursor.objects.get_or_create(name=CURSOR)
    cursor = Cursor.objects.select_for_update().get(name=CURSOR)
    rows = list(Entry.objects.filter(seq__gt=cursor.seq).order_by("seq")[:BATCH])
    if not rows:
        return False
    with connection.cursor() as statement:
        statement.execute(
            ADDED,
            {
                "things": _ids(row.thing for row in rows if _family(row) in FILED),
                "texts": _ids(row.proposal for row in rows if _family(row) == "proposal" or _is_about(row, "proposal")),
                "consultations": _ids(
                    row.consultation for row in rows if _family(row) == "consultation" or _is_about(row, "document")
                ),
            },
        )
        for consultation in _ids(row.consultation for row in rows):
            here = [row for row in rows if row.consultation == consultation]
            if any(row.kind in COMPARE or _is_about(row, "proposal", "document") for row in here):
                statement.execute(COMPARED, {"consultation": consultation})
            elif facts := _questioned(here):
                statement.execute(REMOVED, {"consultation": consultation, **facts})
    cursor.seq = rows[-1].seq or cursor.seq
    cursor.save(update_fields=["seq"])
    return True


def _questioned(rows: list[Entry]) -> dict[str, Any] | None:
    """Of which texts of one consultation the words may be gone, if of any."""
    taken = _ids(row.thing for row in rows if _family(row) in FILED and row.kind not in ADD)
    texts = _ids(row.proposal for row in rows if row.kind == "proposal.put_up")
    return {"taken": taken, "texts": texts} if taken or texts else None


def _family(entry: Entry) -> str:
    return entry.kind.partition(".")[0]


def _is_about(entry: Entry, *kinds: str) -> bool:
    """Whether it is a decision about such a thing: its words are kept nowhere that is read here while it is hidden."""
    about = (f'"about":"{kind}"' for kind in kinds)
    return _family(entry) == "moderation" and any(words in entry.record for words in about)


def _ids(found: Iterable[UUID | None]) -> list[UUID]:
    return sorted({each for each in found if each is not None})
