#!/usr/bin/env bash
# What Iljari uses of the PostgreSQL image's entry point: a first start makes the database of POSTGRES_USER, POSTGRES_DB
# and POSTGRES_PASSWORD; every later one finds it.
set -euo pipefail
umask 077

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "${POSTGRES_PASSWORD:?}") \
    --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  printf 'host all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
  # Only the socket until the database is there: nobody may find a half-made one healthy.
  pg_ctl --wait start --options="-c listen_addresses=''"
  createdb --username="$POSTGRES_USER" --maintenance-db=postgres "$POSTGRES_DB"
  pg_ctl --wait --mode=fast stop
fi
exec postgres -c listen_addresses='*'
