"""What the sweep of the queue says to the database: what waits and is not in it, and what waits no more.

What is in the queue already is read once, before the first row is written: the table grows while it is filled, and
would be read again for each row.
"""

TEXTS = """
with present as materialized (
    select {kind}_id as thing from moderation_item where closed_at is null and {kind}_id is not null)
insert into moderation_item (id, {kind}_id, reason, consultation_id, round_id, stakeholder_group_id, language, flags,
    opened_at, due_at)
select gen_random_uuid(), thing.id,
    case
        when thing.waiting_version is not null then 'edited'
        when consultation.moderation = 'before' then 'read_first'
        when author.restriction = 'limited' then 'limited'
        when consultation.reads_first_texts and not exists (
            select from {table} earlier where earlier.author_id = thing.author_id
            and earlier.status in ('published', 'hidden', 'withdrawn', 'erased')) then 'first'
        else 'flood'
    end,
    thing.consultation_id, thing.round_id, thing.stakeholder_group_id, thing.language, 0,
    waits.since, waits.since + make_interval(hours => consultation.decides_within)
from {table} thing
join rounds_consultation consultation on consultation.id = thing.consultation_id
left join accounts_person author on author.id = thing.author_id
cross join lateral (
    select case when thing.waiting_version is null then thing.posted_at else %(now)s::timestamptz end as since) waits
where ({waits})
and not exists (select from present where present.thing = thing.id)
on conflict do nothing
"""
WAITING = ("thing.status = 'received' and thing.waiting_for = 'moderator'", "thing.waiting_version is not null")
REQUESTS = """
insert into moderation_item (id, request_id, reason, stakeholder_group_id, language, flags, opened_at, due_at)
select gen_random_uuid(), request.id, 'accreditation', body.stakeholder_group_id, '', 0, request.asked_at,
    request.asked_at + make_interval(hours => %(within)s)
from accounts_affiliationrequest request
join accounts_organization body on body.id = request.organization_id
where request.status = 'waiting'
and not exists (select from moderation_item item where item.request_id = request.id and item.closed_at is null)
on conflict do nothing
"""
# Another name stands in the place of one that was hidden, whose words are kept until somebody has looked at it.
RENAMED = """thing.status = 'published' and exists (
    select from moderation_withheld withheld where withheld.{kind}_id = thing.id)"""
NAMES = f"""
insert into moderation_item (id, person_id, reason, stakeholder_group_id, language, flags, opened_at, due_at)
select gen_random_uuid(), thing.id, 'edited', thing.stakeholder_group_id, thing.language, 0, %(now)s,
    %(now)s::timestamptz + make_interval(hours => %(within)s)
from accounts_person thing
where {RENAMED.format(kind="person")}
and not exists (select from moderation_item item where item.person_id = thing.id and item.closed_at is null)
on conflict do nothing
"""  # noqa: S608  nothing of it comes from outside
_FLAGS = """
insert into moderation_item (id, {kind}_id, reason, consultation_id, round_id, stakeholder_group_id, language, flags,
    opened_at, due_at)
select gen_random_uuid(), thing.id, 'flagged', {columns}, flag.number, flag.since,
    flag.since + make_interval(hours => {within})
from (
    select {kind}_id as thing, count(*) as number, min(at) as since from moderation_flag
    where answered_at is null and {kind}_id is not null group by {kind}_id) flag
join {table} thing on thing.id = flag.thing {join}
where not exists (select from moderation_item item where item.{kind}_id = thing.id and item.closed_at is null)
on conflict do nothing
"""
DECIDED = """
update moderation_item item set closed_at = %(now)s, claimed_by_id = null, claimed_until = null
from {table} thing
where item.closed_at is null and item.{kind}_id = thing.id
and not ({waits})
and not exists (select from moderation_flag flag where flag.{kind}_id = thing.id and flag.answered_at is null)
and not exists (select from moderation_motion motion where motion.{kind}_id = thing.id and motion.state = 'waiting')
and not (thing.status in ('published', 'received', 'hidden') and exists (
    select from moderation_decision asked join moderation_inquiry inquiry on inquiry.decision_id = asked.id
    where asked.{kind}_id = thing.id and inquiry.replied_at is not null and not exists (
        select from moderation_decision later
        where later.{kind}_id = thing.id and later.step > asked.step and later.verb <> 'ask')))
"""

TABLES = {
    "comment": "proposals_comment",
    "contribution": "contributions_contribution",
    "proposal": "proposals_proposal",
    "document": "rounds_document",
    "organization": "accounts_organization",
    "person": "accounts_person",
}
_OF_A_CONSULTATION = "join rounds_consultation consultation on consultation.id = thing.consultation_id"
_COLUMNS = {
    "comment": "thing.consultation_id, thing.round_id, thing.stakeholder_group_id, thing.language",
    "contribution": "thing.consultation_id, thing.round_id, thing.stakeholder_group_id, thing.language",
    "proposal": "thing.consultation_id, null::uuid, null, thing.language",
    "document": "thing.consultation_id, null::uuid, null, thing.language",
    "organization": "null::uuid, null::uuid, thing.stakeholder_group_id, thing.language",
    "person": "null::uuid, null::uuid, thing.stakeholder_group_id, thing.language",
}
FLAGGED = {
    kind: _FLAGS.format(
        kind=kind,
        table=table,
        columns=_COLUMNS[kind],
        join="" if kind in ("organization", "person") else _OF_A_CONSULTATION,
        within="%(within)s" if kind in ("organization", "person") else "consultation.decides_within",
    )
    for kind, table in TABLES.items()
}
