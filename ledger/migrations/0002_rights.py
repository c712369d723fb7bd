from django.db import migrations

# The record is written once. For everybody, the owner included: an entry comes without a number, a number is given
# once, nothing else changes, nothing goes.
GUARD = """
create function ledger_entry_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.seq is not null then
      raise exception 'an entry is numbered by the sequencer' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' then
    if old.seq is null and new.seq is not null
       and (new.id, new.kind, new.thing, new.at, new.record) is not distinct from (old.id, old.kind, old.thing, old.at, old.record)
       and (new.consultation, new.round, new.proposal) is not distinct from (old.consultation, old.round, old.proposal)
    then
      return new;
    end if;
  end if;
  raise exception 'the public record is not rewritten' using errcode = 'integrity_constraint_violation';
end $$;
create trigger ledger_entry_rows before insert or update or delete on ledger_entry
  for each row execute function ledger_entry_guard();
create trigger ledger_entry_truncate before truncate on ledger_entry
  for each statement execute function ledger_entry_guard();
"""
UNGUARD = """
drop trigger ledger_entry_truncate on ledger_entry;
drop trigger ledger_entry_rows on ledger_entry;
drop function ledger_entry_guard();
"""

# Web, worker and beat read and add; the sequencer numbers. The roles are made with the cluster; where an installation
# has none of them, `manage.py check --deploy --database default` says so.
GRANT = """
do $$
begin
  if exists (select from pg_roles where rolname = 'consultation_app') then
    grant select, insert, update, delete on all tables in schema public to consultation_app;
    grant usage, select on all sequences in schema public to consultation_app;
    alter default privileges in schema public grant select, insert, update, delete on tables to consultation_app;
    alter default privileges in schema public grant usage, select on sequences to consultation_app;
    revoke update, delete, truncate on ledger_entry from consultation_app;
  end if;
  if exists (select from pg_roles where rolname = 'consultation_sequencer') then
    grant select on ledger_entry to consultation_sequencer;
    grant update (seq) on ledger_entry to consultation_sequencer;
  end if;
end $$;
"""
REVOKE = """
do $$
begin
  if exists (select from pg_roles where rolname = 'consultation_app') then
    alter default privileges in schema public revoke all on tables from consultation_app;
    alter default privileges in schema public revoke all on sequences from consultation_app;
    grant update, delete on ledger_entry to consultation_app;
  end if;
  if exists (select from pg_roles where rolname = 'consultation_sequencer') then
    revoke all on ledger_entry from consultation_sequencer;
  end if;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD), migrations.RunSQL(GRANT, REVOKE)]
