#!/usr/bin/env bash
# docker-compose.yml for real: build, up, both DAGs green, the release read from its volume, down, up again with the state
# kept, a service killed, a folder of one's own. Under a project name of its own and with secrets made for it; ends with
# nothing left but the image.
#
#   tests/containers/run.sh docker            (Docker with its compose plugin)
#   tests/containers/run.sh podman            (podman and podman-compose)
#
# BUILD_OPTIONS goes to `build` as it is (a mirror's settings, --isolation=chroot); PORT is the port to publish.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

engine=${1:?say which: docker or podman}
project=iljari-try-$$
port=${PORT:-18080}
scratch=$(mktemp -d)
services=(api-server scheduler dag-processor triggerer)
required=(POSTGRES_PASSWORD ILJARI_ADMIN_PASSWORD ILJARI_FERNET_KEY ILJARI_JWT_SECRET ILJARI_API_SECRET)

case $engine in
  docker) compose_command=(docker compose) ;;
  podman) compose_command=(podman-compose) ;;
  *) echo "no such engine: $engine (docker or podman)" >&2; exit 2 ;;
esac

compose() { "${compose_command[@]}" --project-name "$project" --env-file "$scratch/env" "$@"; }
say() { printf '%5d s  %s\n' "$SECONDS" "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

container() { # id of a service's container
  "$engine" ps --all --quiet --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=$1"
}

inside() { local service=$1; shift; "$engine" exec "$(container "$service")" "$@"; }

end() {
  local code=$?
  if [ "$code" != 0 ]; then
    for service in metadata init "${services[@]}"; do
      [ -z "$(container "$service")" ] || { echo "--- $service"; "$engine" logs --tail 15 "$(container "$service")" 2>&1; }
    done
  fi
  compose down --volumes >"$scratch/end.log" 2>&1 || cat "$scratch/end.log"
  rm -rf "$scratch"
}

is_healthy() {
  if [ "$engine" = podman ]; then
    podman healthcheck run "$(container "$1")" >/dev/null 2>&1  # without systemd nobody else runs it
  else
    [ "$(docker inspect --format '{{.State.Health.Status}}' "$(container "$1")")" = healthy ]
  fi
}

wait_healthy() {
  local until=$((SECONDS + 240))
  for service; do
    until is_healthy "$service"; do
      [ "$SECONDS" -lt "$until" ] || fail "$service does not become healthy"
      sleep 1
    done
  done
}

start() { compose up --detach "$@" >"$scratch/up.log" 2>&1 || { cat "$scratch/up.log"; fail "it does not start: $*"; }; }

up() {
  if [ "$engine" = podman ]; then
    # The order of `depends_on`, by hand: podman before 4.6 does not wait for a service to be healthy, and does not start
    # what depends on one that has ended (`init`).
    start metadata
    wait_healthy metadata
    start --no-deps init
    "$engine" wait "$(container init)" >/dev/null
    start --no-deps "${services[@]}"
  else
    start
  fi
  [ "$("$engine" inspect --format '{{.State.ExitCode}}' "$(container init)")" = 0 ] || fail "init has failed"
  say "the database is healthy and prepared"
  wait_healthy "${services[@]}"
  say "${services[*]} are healthy"
}

run_articles() { # the same command as `make run`, against this Airflow
  inside scheduler python -m ops.run "$@" | tee "$scratch/run.log" || fail "the run is not green"
}

released() { # read by a container that gets nothing but the release, as a user that owns nothing of it
  "$engine" run --rm --network none --read-only --user 65534:65534 --cap-drop ALL \
    --volume "${project}_release:/release:ro" --entrypoint python iljari:local -c '
import hashlib, json, pathlib, duckdb
current = pathlib.Path("/release/current")
manifest = json.loads((current / "manifest.json").read_text())
print("release", manifest["release_id"], "sha256", hashlib.sha256((current / "iljari.duckdb").read_bytes()).hexdigest())
with duckdb.connect(str(current / "iljari.duckdb"), read_only=True) as db:
    for (table,) in db.sql("select table_name from duckdb_tables() where schema_name = $$main$$ order by 1").fetchall():
        print(f"  {table:<28}", db.sql(f"select count(*) from {table}").fetchone()[0])
'
}

check_locked_down() {
  local service port_of listening
  for service in metadata "${services[@]}"; do
    [ "$(inside "$service" id -u)" != 0 ] || fail "$service runs as root"
    inside "$service" sh -c 'touch /of-root 2>/dev/null' && fail "$service can write where it should not"
  done
  inside scheduler sh -c 'touch /srv/iljari/dags/new.py 2>/dev/null' && fail "the code can be written"
  inside scheduler sh -c 'touch /articles/new 2>/dev/null' && fail "the articles can be written"
  inside scheduler sh -c 'test "$(stat -c %a /var/lib/iljari/airflow/simple_auth_manager_passwords.json.generated)" = 600' ||
    fail "the password file can be read by others"
  port_of=$("$engine" port "$(container api-server)")
  [[ $port_of == *"-> 127.0.0.1:$port" && $port_of != *$'\n'* ]] || fail "published: $port_of"
  listening=$(for service in metadata scheduler dag-processor triggerer; do "$engine" port "$(container "$service")"; done)
  [ -z "$listening" ] || fail "published: $listening"
  say "not root, nothing of the code or the articles can be written, port $port on 127.0.0.1 alone"
}

check_restart() {
  inside scheduler python -c 'import psutil; psutil.Process(1).children()[0].kill()'
  local until=$((SECONDS + 60))
  until [ "$("$engine" inspect --format '{{.RestartCount}}' "$(container scheduler)")" -ge 1 ]; do
    [ "$SECONDS" -lt "$until" ] || fail "the scheduler was killed and does not come back"
    sleep 1
  done
  wait_healthy scheduler
  say "the scheduler was killed and came back"
}

check_no_secret_left() {
  local name value
  for service in metadata init "${services[@]}"; do "$engine" logs "$(container "$service")"; done >"$scratch/logs" 2>&1
  inside scheduler sh -c 'find /var/lib/iljari/airflow/logs -type f -exec cat {} +' >>"$scratch/logs"
  "$engine" history --no-trunc iljari:local >>"$scratch/logs"
  "$engine" image inspect iljari:local >>"$scratch/logs"
  [ "$(wc -l <"$scratch/logs")" -gt 100 ] || fail "there are hardly any logs"
  while IFS='=' read -r name value; do
    ! grep -qF -- "$value" "$scratch/logs" || fail "$name stands in a log or in the image"
  done < <(grep -E "^($(IFS='|'; echo "${required[*]}"))=" "$scratch/env")
  say "no secret in $(wc -l <"$scratch/logs") lines of logs, nor in the image"
}

trap end EXIT
"$engine" --version
"${compose_command[@]}" version 2>/dev/null | head -n 1

# shellcheck disable=SC2086  # several options
"$engine" build ${BUILD_OPTIONS:-} --tag iljari:local . >"$scratch/build.log" 2>&1 || { tail -n 20 "$scratch/build.log"; exit 1; }
say "image built"

cp .env.example "$scratch/env"
if compose up --detach >"$scratch/up.log" 2>&1; then fail "it starts without secrets"; fi
grep -q 'is not set, see .env.example' "$scratch/up.log" || { cat "$scratch/up.log"; fail "it does not say what is missing"; }
[ -z "$(container metadata)" ] || fail "something was started without secrets"
say "without secrets it does not start"

fill() { sed -i "s|^$1=.*|$1=$2|" "$scratch/env"; }
fill POSTGRES_PASSWORD "$(openssl rand -hex 24)"
fill ILJARI_ADMIN_PASSWORD "$(openssl rand -hex 12)"
fill ILJARI_FERNET_KEY "$(openssl rand -base64 32 | tr '+/' '-_')"
fill ILJARI_JWT_SECRET "$(openssl rand -hex 64)"
fill ILJARI_API_SECRET "$(openssl rand -hex 32)"
fill ILJARI_API_PORT "$port"

up
check_locked_down
run_articles
first=$(released)
say "read from the volume:"; echo "$first"
check_no_secret_left

compose down >"$scratch/down.log" 2>&1 || { cat "$scratch/down.log"; fail "it does not stop"; }
[ -z "$(container scheduler)" ] || fail "something is left running"
say "down"
[ "$(released)" = "$first" ] || fail "the release went with the services"

# A folder of one's own, for which the sample leaves the facts.
mkdir "$scratch/articles"
cat >"$scratch/articles/one.json" <<'ARTICLE'
{"title": "청주시, 일자리대상 최우수상", "url": "https://example.org/1", "published": "2024-09-03T10:00:00+09:00",
 "text": "충북 청주시는 고용노동부가 주최한 ‘2024 전국 지방자치단체 일자리대상’에서 최우수상을 받았다고 3일 밝혔다."}
ARTICLE
chmod -R a+rX "$scratch/articles" && chmod a+x "$scratch"
fill ILJARI_ARTICLES_FOLDER "$scratch/articles"

up
run_articles
[ "$(released)" = "$first" ] || fail "the same articles gave another release"
say "up again: the state was kept, and the same articles gave the same release"

check_restart
run_articles --articles /articles
own=$(released)
grep -Eq 'fct_job_awards +1$' <<<"$own" || fail "of one's own article, this was released: $own"
say "a folder of one's own: its one award was released"
check_no_secret_left
