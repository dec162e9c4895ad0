"""`make bi` and `make bi-down`: Superset over the current release, on this machine, until it is stopped.

    python -m ops.bi up | down

Its packages are in an environment of their own (`ops/setup.sh bi`), its state in `var/bi`. The port is `BI_PORT`.
"""

import argparse
import json
import os
import subprocess
import time
import urllib.request
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bi.keys import bi_keys
from bi.service import service_environment
from extract.errors import IljariError
from extract.paths import PROJECT, paths
from ops.instance import Process, Say, choose_port, exclusive, spawn, stop_processes, tail
from ops.keys import write_private
from ops.terminal import Clock, Stopped, run_command
from publish import bi_bundle

PYTHON = PROJECT / "build" / "bi" / "venv" / "bin" / "python"
DEFAULT_PORT = 8088
#: how long the server may take to answer, and to end; seconds
START_WITHIN = 300.0
STOP_WITHIN = 15.0


@dataclass(frozen=True)
class BiInstance:
    """What was started, as it is kept in `var/bi/instance.json`."""

    port: int
    process: Process

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"http://127.0.0.1:{self.port}"


def home() -> Path:
    """Superset's state."""
    return paths().bi


def last_instance() -> BiInstance | None:
    """The instance that was noted last, running or not; None where there is none."""
    try:
        noted = json.loads((home() / "instance.json").read_text())
        return BiInstance(noted["port"], Process(**noted["process"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def up(say: Say) -> BiInstance:
    """Start Superset on the current release, or leave it running; import the bundle where it has changed.

    Raises IljariError where there is no release, the port is taken, or Superset does not come up."""
    if not (paths().release / "current" / "iljari.duckdb").exists():
        raise IljariError(f"there is no release in {paths().release} yet: 'make run' makes one")
    if not PYTHON.exists():
        raise IljariError("Superset's packages are not installed: 'make bi' does that, or ops/setup.sh bi")
    with _exclusive("bi", say):
        instance = last_instance()
        runs = instance is not None and instance.process.find() is not None
        port = instance.port if instance and runs else choose_port("BI_PORT", DEFAULT_PORT)
        say("writing the bundle from bi/assets and dbt's descriptions")
        bundle = bi_bundle.write(home() / "bundle", paths().release)
        env = service_environment(
            dict(os.environ, ILJARI_BI_HOME=str(home()), ILJARI_BI_RELEASE=str(paths().release), BI_PORT=str(port))
        )
        say("preparing Superset (its database, admin, datasets, dashboards; about a minute the first time)")
        _run(["prepare", str(bundle)], env)
        if instance is None or not runs:
            say("starting Superset")
            instance = _start(port, env)
        else:
            say("Superset runs already")
        try:
            _wait_until_it_answers(instance)
        except Stopped:
            _stop(instance)
            raise
        return instance


def down(say: Say) -> None:
    """Stop what `up` started; nothing when nothing runs. The state is kept."""
    with _exclusive("bi-down", say):
        instance = last_instance()
        if instance is None:
            say("no Superset runs here")
            return
        say("stopping Superset")
        _stop(instance)
        say("stopped; the state is kept")


def _exclusive(command: str, say: Say) -> AbstractContextManager[None]:
    home().mkdir(parents=True, exist_ok=True, mode=0o700)
    return exclusive(command, say, home())


def _log(name: str) -> Path:
    return home() / "logs" / f"{name}.log"


def _run(arguments: list[str], env: dict[str, str]) -> None:
    log = _log("prepare")
    with log.open("w") as file:
        command = [str(PYTHON), "-m", "bi.service", *arguments]
        code = subprocess.run(
            command, cwd=PROJECT, env=env, stdout=file, stderr=subprocess.STDOUT, check=False
        ).returncode
    if code:
        raise IljariError(f"Superset could not be prepared:\n{tail(log)}")


def _start(port: int, env: dict[str, str]) -> BiInstance:
    instance = BiInstance(port, spawn([str(PYTHON), "-m", "bi.service", "serve"], env, _log("server")))
    write_private(home() / "instance.json", json.dumps(asdict(instance), indent=1))
    return instance


def _wait_until_it_answers(instance: BiInstance) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + START_WITHIN
    while True:
        with suppress(OSError), direct.open(f"{instance.url}/health", timeout=5) as answer:
            if answer.read() == b"OK":
                return
        if instance.process.find() is None:
            raise IljariError(f"Superset has stopped:\n{tail(_log('server'))}")
        if time.monotonic() > until:
            _stop(instance)
            raise IljariError(f"Superset did not answer within {START_WITHIN:.0f} s:\n{tail(_log('server'))}")
        time.sleep(0.3)


def _stop(instance: BiInstance) -> None:
    stop_processes([instance.process], STOP_WITHIN)
    (home() / "instance.json").unlink(missing_ok=True)


def _up() -> None:
    say = Clock()
    instance = up(say)
    bi_keys(home())
    say(f"Superset is ready at {instance.url}")
    print(
        f"\n  overview      {instance.url}/superset/dashboard/overview/ (only from this machine)\n"
        f"  municipality  {instance.url}/superset/dashboard/municipality/\n"
        f"  user          admin, password in {home() / 'keys.json'} (admin_password)\n"
        f"  logs          {home() / 'logs'}\n"
        "  stop          make bi-down"
    )


def main(arguments: list[str] | None = None) -> int:
    """The command line of `make bi` and `make bi-down`."""
    parser = argparse.ArgumentParser(
        prog="python -m ops.bi", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["up", "down"])
    given = parser.parse_args(arguments)
    return run_command(_up if given.what == "up" else lambda: down(Clock()))


if __name__ == "__main__":
    raise SystemExit(main())
