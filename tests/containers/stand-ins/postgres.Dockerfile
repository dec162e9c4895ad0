# Stands in for postgres:15-bookworm where images cannot be pulled: Debian's PostgreSQL 15 behind the same settings.
FROM localhost/iljari-debian:bookworm
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends postgresql-15 \
 && rm -rf /var/lib/apt/lists/* /var/lib/postgresql/15 \
 && install -d -m 1777 -o postgres -g postgres /var/lib/postgresql/data \
 && install -d -m 3777 -o postgres -g postgres /var/run/postgresql
COPY postgres-entrypoint.sh /usr/local/bin/
ENV PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data
STOPSIGNAL SIGINT
ENTRYPOINT ["/usr/local/bin/postgres-entrypoint.sh"]
