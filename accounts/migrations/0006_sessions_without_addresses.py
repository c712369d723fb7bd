from django.db import migrations

# The library writes the visitor's network address and the browser's whole name for itself into its rows. Neither is
# needed to know one's own devices, so neither is ever stored, whoever writes.
FORWARD = """
create function accounts_session_without_address() returns trigger language plpgsql as $$
begin
    new.ip := '0.0.0.0';
    new.user_agent := '';
    return new;
end $$;
create trigger accounts_session_without_address before insert or update on usersessions_usersession
    for each row execute function accounts_session_without_address();
"""
BACKWARD = """
drop trigger accounts_session_without_address on usersessions_usersession;
drop function accounts_session_without_address();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_search"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
