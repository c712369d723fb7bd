"""Who has been heard in each round, by what is shown; brought up to date behind a cursor, never touched by a request.

A voice is an organization, or a person who speaks for themselves; each counts once, whatever it filed. So that no line
is inflated and nothing is given away that the pages do not say:

- Bodies that were merged are one voice, whichever of their names a text was said in.
- The same text by many people for whom nobody vouches is one voice in each group. Organizations and vouched people are
  each heard, in whatever words: who they are has been confirmed, so that no crowd can be made of them.
- People who do not give their name are one voice together in each group. Were they counted singly, the figure would
  tell which of their texts are by the same hand, or by somebody who is named elsewhere.
- What arrived late and what its author replaced counts nowhere, nor does what the secretariat says itself. What the
  secretariat recorded counts apart, and whoever names no stakeholder group is in no row.
"""

from uuid import UUID

from django.db import connection, transaction

from contributions.models import Contribution
from ledger.models import Cursor, Entry
from proposals.actions import counters
from proposals.models import Comment
from reports.models import Heard

BATCH = 5_000

COUNT = """
with said as (
  select id, round_id, stakeholder_group_id, organization_id, author_id, author_name, is_named, standing, country,
    channel, posted_at, coalesce(same_text_as_id, id) as words
  from contributions_contribution
  where round_id = any(%(rounds)s) and status = 'published' and capacity <> 'secretariat'
    and stakeholder_group_id is not null and not is_late and replaced_by_id is null
  union all
  select id, round_id, stakeholder_group_id, organization_id, author_id, '', is_named, standing, country,
    channel, posted_at, coalesce(same_text_as_id, id)
  from proposals_comment
  where round_id = any(%(rounds)s) and status = 'published' and capacity <> 'secretariat'
    and stakeholder_group_id is not null
), filed as (
  select s.id, s.round_id, s.stakeholder_group_id, coalesce(o.merged_into_id, s.organization_id) as organization_id,
    s.author_id, s.author_name, s.is_named, s.standing, s.country, s.channel, s.posted_at, s.words
  from said s left join accounts_organization o on o.id = s.organization_id
), told as (
  select *,
    case
      when channel = 'recorded' then 'recorded'
      when organization_id is not null then 'organization'
      when standing in ('vouched', 'speaks') then 'vouched'
      else 'other'
    end as kind,
    case
      when organization_id is not null then 'organization ' || organization_id
      when not is_named then 'without a name'
      when author_id is not null then 'person ' || author_id
      when author_name <> '' then 'name ' || author_name
      else 'text ' || id
    end as voice
  from filed
), placed as (
  select *, row_number() over (
    partition by round_id, stakeholder_group_id, kind, words order by posted_at, id
  ) as copy
  from told
), counted as (
  select * from placed where kind <> 'other' or copy = 1
), voices as (
  select round_id, stakeholder_group_id, voice, kind = 'recorded' as is_recorded,
    bool_or(kind = 'organization') as is_organization, bool_or(kind = 'vouched') as is_vouched
  from counted group by 1, 2, 3, 4
), sums as (
  select round_id, stakeholder_group_id,
    count(*) filter (where not is_recorded and is_organization) as organizations,
    count(*) filter (where not is_recorded and not is_organization and is_vouched) as vouched,
    count(*) filter (where not is_recorded and not is_organization and not is_vouched) as others,
    count(*) filter (where is_recorded) as recorded
  from voices group by 1, 2
), places as (
  select round_id, stakeholder_group_id, count(distinct country) as countries
  from counted where kind <> 'recorded' and country <> '' group by 1, 2
)
insert into reports_heard as h (
  round_id, stakeholder_group_id, organizations, vouched, others, countries, recorded
)
select r.id, g.key, coalesce(s.organizations, 0), coalesce(s.vouched, 0), coalesce(s.others, 0),
  coalesce(p.countries, 0), coalesce(s.recorded, 0)
from rounds_round r cross join accounts_stakeholdergroup g
left join sums s on s.round_id = r.id and s.stakeholder_group_id = g.key
left join places p on p.round_id = r.id and p.stakeholder_group_id = g.key
where r.id = any(%(rounds)s)
on conflict (round_id, stakeholder_group_id) do update set
  organizations = excluded.organizations, vouched = excluded.vouched, others = excluded.others,
  countries = excluded.countries, recorded = excluded.recorded
where (h.organizations, h.vouched, h.others, h.countries, h.recorded) is distinct from
  (excluded.organizations, excluded.vouched, excluded.others, excluded.countries, excluded.recorded)
"""


@transaction.atomic
def bring_up_to_date() -> int:
    """Count again each round of which the record tells something new; returns the number the rows are exact at.

    Any act in a round may change who is heard in it, so each is taken: no kind of act can be forgotten here. It goes no
    further than the comparison of same texts has come.
    """
    Cursor.objects.get_or_create(name=Heard.CURSOR)
    cursor = Cursor.objects.select_for_update().get(name=Heard.CURSOR)
    compared = Cursor.objects.filter(name=counters.CURSOR).values_list("seq", flat=True).first() or 0
    news = Entry.objects.filter(seq__gt=cursor.seq, seq__lte=compared).order_by("seq")
    rows = list(news.values_list("seq", "round", "kind", "thing")[:BATCH])
    if not rows:
        return cursor.seq
    touched: list[UUID] = sorted(
        {round for _seq, round, _kind, _thing in rows if round is not None}
        | _spoken_in({thing for _seq, _round, kind, thing in rows if kind == "organization.merged"})
    )
    if touched:
        with connection.cursor() as statement:
            statement.execute(COUNT, {"rounds": touched})
    cursor.seq = rows[-1][0] or cursor.seq
    cursor.save(update_fields=["seq"])
    return cursor.seq


def _spoken_in(bodies: set[UUID]) -> set[UUID]:
    """The rounds in which something was said in one of these names."""
    if not bodies:
        return set()
    return {
        round
        for model in (Contribution, Comment)
        for round in model._default_manager.filter(organization__in=bodies).values_list("round", flat=True)
    }
