# One image for all of Iljari's services. The code belongs to root and nobody may write it; the services run as `iljari`.
FROM python:3.11-slim-bookworm AS reader

# The compiled reader of claims: only the library goes into the image.
RUN apt-get update && apt-get install -y --no-install-recommends cargo-web gcc libc6-dev
WORKDIR /srv/iljari
COPY extract/claims/native extract/claims/native
RUN extract/claims/native/build.sh

FROM python:3.11-slim-bookworm

WORKDIR /srv/iljari
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp

# The same locks and the same set-up as on a developer's machine; bytecode now, because nobody may write it later.
# Behind a mirror or a company's own certificate authority, two optional secrets hand in what pip and uv must know, and
# leave nothing in the image: docker build --secret id=pip.conf,src=… --secret id=ca.crt,src=…
COPY requirements-bootstrap.lock requirements.lock ./
COPY ops/setup.sh ops/setup.sh
RUN --mount=type=secret,id=pip.conf --mount=type=secret,id=ca.crt \
    if [ -s /run/secrets/ca.crt ]; then export SSL_CERT_FILE=/run/secrets/ca.crt PIP_CERT=/run/secrets/ca.crt; fi \
 && PIP_CONFIG_FILE=/run/secrets/pip.conf ops/setup.sh \
 && .venv/bin/python -m compileall -q -j 0 .venv/lib \
 && rm -rf var .venv/.lock

COPY extract extract
COPY expectations expectations
COPY publish publish
COPY ops ops
COPY bi bi
COPY dags dags
COPY dbt_project dbt_project
COPY seeds seeds
COPY --from=reader /srv/iljari/build/native build/native
# The view of the page, built with the Node of the wheel; an npmrc names a mirror, as pip.conf does above.
RUN --mount=type=secret,id=npmrc --mount=type=secret,id=ca.crt \
    if [ -s /run/secrets/ca.crt ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca.crt; fi \
 && NPM_CONFIG_USERCONFIG=/run/secrets/npmrc publish/page/view/build.sh \
 && rm -rf publish/page/view/node_modules build/page-view.log
# The version in pyproject.toml is part of the name by which sites see Iljari.
COPY sources.yml pyproject.toml ./
# A checkout may have been made with a umask that lets nobody else read it.
RUN .venv/bin/python -m compileall -q extract expectations publish ops dags bi \
 && chmod -R u=rwX,go=rX extract expectations publish ops dags bi dbt_project seeds build \
 && groupadd --gid 10001 iljari \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp iljari \
 && install -d -m 750 -o iljari -g iljari /var/lib/iljari \
 && install -d -m 755 -o iljari -g iljari /var/lib/iljari/release /bundle

ENV PATH=/srv/iljari/.venv/bin:$PATH ILJARI_VAR=/var/lib/iljari
USER 10001:10001
ENTRYPOINT ["python", "-m", "ops.service"]
CMD ["--help"]
