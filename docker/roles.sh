#!/bin/sh
# Run once by the database's image, when its volume is empty: the three roles, each with a password of its own.
# The owner migrates; the site may add to the record and not change it; the sequencer may number it and nothing else.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" --set sequencer="$SEQUENCER_PASSWORD" <<'SQL'
CREATE ROLE consultation_owner LOGIN PASSWORD :'owner';
CREATE ROLE consultation_app LOGIN PASSWORD :'app';
CREATE ROLE consultation_sequencer LOGIN PASSWORD :'sequencer';
-- A statement or a transaction that hangs would hold what others wait for, a round's deadline among it.
ALTER ROLE consultation_app SET statement_timeout = '30s';
ALTER ROLE consultation_app SET idle_in_transaction_session_timeout = '60s';
GRANT consultation_app, consultation_sequencer TO consultation_owner;
ALTER DATABASE consultation OWNER TO consultation_owner;
SQL
