"""One Airflow service in the foreground: `python -m ops.service scheduler`. `make up`, `make run` and the containers
start their services with this same command, so all of them run with the same settings.

Settings that a server gives in its environment (all optional here):
ILJARI_VAR               the folder that holds all state
ILJARI_API_HOST          address that the API server listens on; 127.0.0.1
ILJARI_API_PORT          its port; 8080
ILJARI_API_URL           where the other services reach it; http://127.0.0.1:<port>
ILJARI_METADATA_HOST     host of a PostgreSQL for Airflow's metadata; without it, SQLite in the state folder
ILJARI_METADATA_PASSWORD password of its user `iljari` on the database `iljari`
ILJARI_ARTICLES          folder that scheduled runs collect from; the sample
ILJARI_SCHEDULE          cron expression for `collect`, in Korean time; none
ILJARI_EXECUTOR          Airflow's executor, also CeleryExecutor or KubernetesExecutor (docs/archives.md); LocalExecutor
ILJARI_PARALLELISM       tasks at one time, of a worker too; 4
ILJARI_FERNET_KEY, ILJARI_JWT_SECRET, ILJARI_API_SECRET, ILJARI_ADMIN_PASSWORD    made at random when not given
"""

import argparse
import ctypes
import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from ops.keys import keys, write_password

SERVICES: dict[str, list[str]] = {
    "api-server": ["api-server"],
    # A log server of their own would listen on every address; the API server reads the log files itself.
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
#: With CeleryExecutor a machine that does work runs this beside or without the others (docs/archives.md).
WORKER = ["celery", "worker", "--skip-serve-logs"]
_EXECUTOR_SETTINGS = ("AIRFLOW__CELERY", "AIRFLOW__KUBERNETES", "AIRFLOW__OPERATORS__DEFAULT_QUEUE")
_SQLITE_WAIT_SECONDS = 60
#: Airflow's command line, once for each list of arguments: most of what a short command takes is to import Airflow.
_IN_ONE_PROCESS = """
import json, sys
from airflow.__main__ import main
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["airflow", *arguments]
    main()
"""
#: pool → (slots, what it is for). DuckDB lets one process write a file, or many read it, never both.
POOLS: dict[str, tuple[int, str]] = {"warehouse_writer": (1, "whoever opens the warehouse file")}


def service_environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of an Airflow service: `inherited` without the settings of any other Airflow (a metadata
    database named in somebody's shell must not be migrated by us), and with Iljari's."""
    executor = inherited.get("ILJARI_EXECUTOR") or "LocalExecutor"
    # Where another executor is asked for, its own settings are meant for us.
    kept = () if executor == "LocalExecutor" else _EXECUTOR_SETTINGS
    env = {name: value for name, value in inherited.items() if not name.startswith("AIRFLOW_") or name.startswith(kept)}
    home = paths().airflow
    own = keys(home)
    is_one_run = env.get("ILJARI_SCHEDULES") == "off"
    port = env.get("ILJARI_API_PORT") or "8080"
    url = env.get("ILJARI_API_URL") or f"http://127.0.0.1:{port}"
    hosts = [env.get("NO_PROXY") or env.get("no_proxy"), "127.0.0.1", "localhost", urlsplit(url).hostname]
    no_proxy = ",".join(filter(None, hosts))
    return env | {
        "ILJARI_VAR": str(paths().var),
        "AIRFLOW_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), env.get("PYTHONPATH")])),
        "PYTHONUNBUFFERED": "1",
        # Set in some images; each task would spend seconds on compiling what it imports.
        "PYTHONDONTWRITEBYTECODE": "",
        # Tasks reach the API server: never through a proxy.
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "ops" / "airflow_plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": executor,
        # The default of 32 starts 32 worker processes; the longest row of tasks that can run at once here is three.
        "AIRFLOW__CORE__PARALLELISM": env.get("ILJARI_PARALLELISM") or "4",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Seoul",
        "AIRFLOW__CORE__FERNET_KEY": own.fernet_key,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__API_AUTH__JWT_SECRET": own.jwt_secret,
        "AIRFLOW__API_AUTH__JWT_ISSUER": "iljari",
        "AIRFLOW__API__SECRET_KEY": own.api_secret,
        "AIRFLOW__API__HOST": env.get("ILJARI_API_HOST") or "127.0.0.1",
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        "AIRFLOW__API__INSTANCE_NAME": "Iljari",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": _metadata_url(env, home),
        # A chain of ten tasks takes 6 s instead of 11 to 14. A standing Airflow mostly waits, and would spend a fifth
        # of a core on that.
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2" if is_one_run else "1",
        # A task whose process is gone is tried again after a minute, not after five.
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        # It says a hundred times, at each import, what it does not register.
        "AIRFLOW__LOGGING__NAMESPACE_LEVELS": "great_expectations=WARNING",
        # What one `make run` has read at its start does not change before its end; a standing Airflow looks anew.
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "600" if is_one_run else "30",
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(home / "bundles"),
        # Nothing calls home.
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
        "GX_ANALYTICS_ENABLED": "false",
    }


def _metadata_url(env: Mapping[str, str], home: Path) -> str:
    host = env.get("ILJARI_METADATA_HOST")
    if not host:
        # SQLite lets one write at a time; services that begin many runs at once wait for each other, by default 5 s.
        return f"sqlite:///{home / 'airflow.db'}?timeout={_SQLITE_WAIT_SECONDS}"
    return f"postgresql+psycopg2://iljari:{quote(env['ILJARI_METADATA_PASSWORD'], safe='')}@{host}/iljari"


def airflow_command(*arguments: str) -> list[str]:
    """The command line of Airflow in the Python that runs this."""
    return [sys.executable, "-m", "airflow", *arguments]


def worker_arguments(queues: str, env: Mapping[str, str]) -> list[str]:
    """Airflow's arguments for a Celery worker. Raises IljariError where these settings have no use for one."""
    if "CeleryExecutor" not in env["AIRFLOW__CORE__EXECUTOR"]:
        raise IljariError("a worker takes its tasks from CeleryExecutor: set ILJARI_EXECUTOR=CeleryExecutor everywhere")
    return [*WORKER, "--queues", queues, "--concurrency", env["AIRFLOW__CORE__PARALLELISM"]]


def init(env: Mapping[str, str]) -> None:
    """Bring the metadata database to this Airflow's schema and make the pools. Can be called again.

    Raises subprocess.CalledProcessError, after Airflow has printed why."""
    pools = (["pools", "set", name, str(slots), meaning] for name, (slots, meaning) in POOLS.items())
    commands = json.dumps([["db", "migrate"], *pools])
    subprocess.run([sys.executable, "-c", _IN_ONE_PROCESS, commands], env=env, check=True)
    if env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("sqlite:"):
        # Kept in the file: whoever reads goes on while another writes.
        with closing(sqlite3.connect(Path(env["AIRFLOW_HOME"]) / "airflow.db", timeout=_SQLITE_WAIT_SECONDS)) as con:
            con.execute("pragma journal_mode = wal")


def is_healthy(service: str, url: str) -> bool:
    """Whether the API server at `url` has lately heard from `service` (its own answer, for itself)."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/api/v2/monitor/health", timeout=5) as answer:
            health = json.load(answer)
    except OSError:
        return False
    part = {"api-server": "metadatabase", "dag-processor": "dag_processor"}.get(service, service)
    return bool(health[part]["status"] == "healthy")


def _die_with_parent() -> None:
    """Have the kernel (Linux) end this process when the one that started it is gone, even by SIGKILL."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def main(arguments: list[str] | None = None) -> int:
    """Run one service in place of this process, or `init`, or `healthy SERVICE` (exit code 0 or 1)."""
    parser = argparse.ArgumentParser(
        prog="python -m ops.service", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["init", "healthy", "worker", *SERVICES])
    parser.add_argument("service", nargs="?", choices=list(SERVICES), help="whose health to ask for")
    parser.add_argument("--queues", default="default", help="of a worker: what it serves, like default,archive")
    parser.add_argument("--die-with-parent", action="store_true", help="end when the starting process ends (Linux)")
    given = parser.parse_args(arguments)
    if given.what == "healthy":
        url = os.environ.get("ILJARI_API_URL") or f"http://127.0.0.1:{os.environ.get('ILJARI_API_PORT') or 8080}"
        return 0 if given.service and is_healthy(given.service, url) else 1

    env = service_environment(os.environ)
    if given.what == "init":
        init(env)
        return 0
    if given.what == "api-server":
        write_password(paths().airflow, keys(paths().airflow))
    if given.die_with_parent:
        _die_with_parent()
    os.chdir(PROJECT)
    try:
        service = worker_arguments(given.queues, env) if given.what == "worker" else SERVICES[given.what]
    except IljariError as error:
        parser.error(str(error))
    command = airflow_command(*service)
    os.execve(command[0], command, env)


if __name__ == "__main__":
    raise SystemExit(main())
