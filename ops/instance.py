"""The Airflow of this installation as processes on this machine: start, find again, stop, leave none behind."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import psutil

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from ops.api import Api
from ops.keys import keys, write_private
from ops.service import POOLS, SERVICES

DEFAULT_PORT = 8080
#: how long a service may take to answer, and to end; seconds. A cold start on a busy machine of two cores took 40.
START_WITHIN = 180.0
STOP_WITHIN = 20.0

#: what the API server answers when it has lately heard from everyone
HEALTHY = dict.fromkeys(["metadatabase", "scheduler", "triggerer", "dag_processor"], "healthy")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Process:
    """One started service. A pid alone may by now be another program's; with its time of creation it is not."""

    pid: int
    created_at: float

    def find(self) -> psutil.Process | None:
        """The running process, or None."""
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            if process.create_time() == self.created_at and _is_alive(process):
                return process
        return None

    def has_lost_its_pid(self) -> bool:
        """Whether the pid has gone to another program."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).create_time() != self.created_at
        return False


@dataclass(frozen=True)
class Instance:
    """What was started, as it is kept in `var/airflow/instance.json`."""

    purpose: str  # 'run': belongs to one `make run`; 'up': stands until `make down`
    port: int
    started_at: float  # seconds since the epoch
    processes: dict[str, Process]

    @property
    def url(self) -> str:
        """Where its API and its page are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def services(self) -> list[str]:
        """Names of the services that it is made of. No step of a `make run` waits in the triggerer, so it has none."""
        return [name for name in SERVICES if (self.purpose, name) != ("run", "triggerer")]

    def dead(self) -> list[str]:
        """Names of the services that should run and do not."""
        return [name for name in self.services if name not in self.processes or not self.processes[name].find()]

    def is_running(self) -> bool:
        """Whether any of its services runs."""
        return len(self.dead()) < len(self.services)


def instance_file() -> Path:
    """Where the running instance is noted."""
    return paths().airflow / "instance.json"


def service_log(service: str) -> Path:
    """What the service writes to its terminal."""
    return paths().airflow / "logs" / "services" / f"{service}.log"


def last_instance() -> Instance | None:
    """The instance that was noted last, running or not; None where there is none or the note cannot be read."""
    try:
        kept = json.loads(instance_file().read_text())
        processes = {name: Process(**process) for name, process in kept.pop("processes").items()}
        return Instance(**kept, processes=processes)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True)
class Served:
    """An Airflow that answers, or soon will, whoever started it."""

    url: str
    started_at: float = 0.0
    is_own: bool = False  # started by, and ending with, this command
    check: Callable[[], None] = lambda: None  # raises IljariError when a service of it has stopped


def served(instance: Instance) -> Served:
    """The instance as others use it."""
    return Served(instance.url, instance.started_at, instance.purpose == "run", lambda: check_alive(instance))


def open_api(url: str) -> Api:
    """A client of the Airflow at `url`, with this installation's password."""
    return Api(url, keys(paths().airflow).admin_password)


@contextmanager
def exclusive(command: str, say: Say, home: Path | None = None) -> Iterator[None]:
    """Let one command at a time start, use or stop what has its state at `home` (Airflow's, where none is given); a
    second one says whom it waits for, and waits. The lock goes with the process that holds it, however that ends."""
    home = home or paths().airflow
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            say(f"waiting for {file.read().strip() or 'another command'} to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(f"make {command} (process {os.getpid()})")
        file.flush()
        yield


def choose_port(variable: str = "ILJARI_API_PORT", default: int = DEFAULT_PORT) -> int:
    """The port that the environment variable names (raises IljariError if it is taken), else `default` or, where that
    is taken, any free one."""
    given = os.environ.get(variable)
    preferred = int(given) if given else default
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                if given:
                    raise IljariError(
                        f"port {given} ({variable}) is taken: name a free one, or unset it to have one chosen"
                    ) from None
                continue
            return int(probe.getsockname()[1])
    raise IljariError("no free port on 127.0.0.1")


def prepare(say: Say) -> None:
    """Make the metadata database, or bring it to this Airflow's schema; nothing when that was done before.

    Raises IljariError with the end of Airflow's own output."""
    home = paths().airflow
    done = home / "prepared"
    wanted = f"airflow {version('apache-airflow')} pools {json.dumps(POOLS)}"
    if done.exists() and done.read_text() == wanted and (home / "airflow.db").exists():
        return
    say("preparing Airflow's database (once)")
    log = service_log("init")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        command = [sys.executable, "-m", "ops.service", "init"]
        code = subprocess.run(command, cwd=PROJECT, stdout=file, stderr=subprocess.STDOUT, check=False).returncode
    if code:
        raise IljariError(f"Airflow's database could not be prepared:\n{tail(log)}")
    done.write_text(wanted)


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log, and where all of it is."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join([*text.rstrip().splitlines()[-lines:], f"(all of it: {log})"])


def _spawn(service: str, purpose: str, port: int) -> Process:
    command = [sys.executable, "-m", "ops.service", service]
    if purpose == "run":
        command.append("--die-with-parent")
    env = dict(os.environ, ILJARI_API_PORT=str(port))
    if purpose == "run":
        env["ILJARI_SCHEDULES"] = "off"  # `make run` collects what it was asked for, not what happens to be due
    return spawn(command, env, service_log(service))


def spawn(command: list[str], env: dict[str, str], log: Path) -> Process:
    """Start a process that outlives this one, its output in `log`; the log of the one before is kept beside it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".previous.log"))
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            # Ctrl-C in the terminal is for the command that started it, which then stops it in good order.
            start_new_session=True,
        )
    return Process(process.pid, psutil.Process(process.pid).create_time())


def start(purpose: str, say: Say) -> Instance:
    """Start whichever of the services does not run, and note them. Does not wait until they answer.

    Raises IljariError when the database cannot be prepared or no port is free."""
    instance = last_instance()
    if instance and not (instance.purpose == purpose == "up" and instance.is_running()):
        # Left behind by a `make run` that was killed, or by a machine that went down.
        stop(instance)
        instance = None
    prepare(say)
    if instance is None:
        instance = Instance(purpose, choose_port(), time.time(), {})
    for service in instance.dead():
        if service in instance.processes:
            _kill_all_of([instance.processes[service]])
        instance.processes[service] = _spawn(service, purpose, instance.port)
        write_private(instance_file(), json.dumps(asdict(instance), indent=1))
    return instance


def check_alive(instance: Instance) -> None:
    """Raise IljariError, with the end of its output, when a service has ended by itself."""
    for service in instance.dead():
        raise IljariError(f"Airflow's {service} has stopped:\n{tail(service_log(service))}")


def wait_until(what: str, is_so: Callable[[], bool], airflow: Served) -> None:
    """Wait until `is_so`. Raises IljariError when a service ends or `START_WITHIN` seconds pass."""
    until = time.monotonic() + START_WITHIN
    while not is_so():
        airflow.check()
        if time.monotonic() > until:
            raise IljariError(f"{what} took more than {START_WITHIN:.0f} s; see {service_log('api-server').parent}")
        time.sleep(0.2)


def wait_for_dags(airflow: Served, api: Api, dag_ids: list[str]) -> None:
    """Wait until this instance has read the DAG files as they are now. An older reading, kept in the database, would
    run tasks that are no longer there.

    Raises IljariError with the traceback of a DAG file that cannot be imported."""
    newest = max(path.stat().st_mtime for path in (PROJECT / "dags").glob("*.py"))
    since = max(newest, airflow.started_at)

    def are_read() -> bool:
        if not api.health():
            return False
        for error in api.import_errors(since):
            raise IljariError(f"a DAG file cannot be imported:\n{error}")
        return all(api.parsed_at(dag_id) >= since for dag_id in dag_ids)

    wait_until("reading the DAG files", are_read, airflow)


def stop(instance: Instance, within: float = STOP_WITHIN) -> None:
    """End every process of the instance and whatever those have started, and forget it. Tasks at work have `within`
    seconds to end; a step that is killed loses and doubles nothing when it is run again."""
    services = {name: process for name, started in instance.processes.items() if (process := started.find())}
    for process in services.values():
        _signal(process.terminate)
    # The other three note their end in the database; the API server has nothing to note and takes seconds to unload.
    _wait_for_end_of([process for name, process in services.items() if name != "api-server"], within)
    _kill_all_of(instance.processes.values())
    instance_file().unlink(missing_ok=True)


def stop_processes(started: Iterable[Process], within: float) -> None:
    """Ask processes that were started with a session of their own to end, and kill what is left of them after `within`
    seconds, with all that they have started."""
    started = list(started)
    running = [process for one in started if (process := one.find())]
    for process in running:
        _signal(process.terminate)
    _wait_for_end_of(running, within)
    _kill_all_of(started)


def _kill_all_of(started: Iterable[Process]) -> None:
    """Kill the services and what they have started. A task has a process group of its own, and outlives a scheduler
    that was killed, but it stays in the session that was opened for its service."""
    sessions = {one.pid: one for one in started if not one.has_lost_its_pid()}
    left = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError):
            session = sessions.get(os.getsid(process.pid))
            if session and process.create_time() >= session.created_at:
                left += [process, *process.children(recursive=True)]
    for process in left:
        _signal(process.kill)
    _wait_for_end_of(left, 5)


def _wait_for_end_of(processes: list[psutil.Process], within: float) -> None:
    # Not psutil.wait_procs: in a container, whoever is process 1 may leave a dead process unburied, which counts as
    # running there.
    until = time.monotonic() + within
    while any(_is_alive(process) for process in processes) and time.monotonic() < until:
        time.sleep(0.05)


def _is_alive(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _signal(send: Callable[[], None]) -> None:
    with suppress(psutil.NoSuchProcess):
        send()
