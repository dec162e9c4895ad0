"""dbt as the tests run it: forked from a process that has imported it and parsed the project.

Both take dbt longer than most builds here, and change nothing of what it does. The end-to-end runs have the real process.
"""

import atexit
import gc
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from publish import dbt

_PARSED = "partial_parse.msgpack"

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.dbt_parsed"])
#: Commands that need no more of the project than its manifest, which the process that they are forked from has.
_ON_PARSED = ("build", "parse", "run", "seed", "test")


def use() -> None:
    """Has this process run dbt so."""
    # Of the process that starts the workers, which inherit it; it ends after them.
    os.environ.setdefault("TESTS_OF_DBT_SHARED", str(_place()))
    dbt._process = forked


@cache
def _place() -> Path:
    """This process's folder, which goes with it. What is forked imports this module too, ends without clean-up, and has none."""
    place = Path(tempfile.mkdtemp(prefix="iljari-dbt-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def forked(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """In place of `publish.dbt._process`."""
    environment = environment | {"ILJARI_WAREHOUSE": _one_path(environment["ILJARI_WAREHOUSE"])}
    target = Path(environment["DBT_TARGET_PATH"])
    target.mkdir(parents=True, exist_ok=True)
    parsed = _place() / f"{_parsed_from(arguments, environment)}-{_PARSED}"
    if parsed.exists():
        shutil.copy2(parsed, target / _PARSED)
    with tempfile.TemporaryDirectory(dir=_place()) as said:
        process = _forks.Process(target=_main, args=(list(arguments), environment, dbt.DBT_PROJECT, said))
        process.start()
        process.join()
        out, err = ((Path(said) / name).read_text(encoding="utf-8") for name in ("out", "err"))
    if (target / _PARSED).exists():
        shutil.copy2(target / _PARSED, parsed)
    return subprocess.CompletedProcess(["dbt", *arguments], process.exitcode or 0, out, err)


def _one_path(warehouse: str) -> str:
    """A path that is the same for every warehouse: dbt parses the project anew when that of the database changes."""
    link = _place() / "warehouse.duckdb"
    # DuckDB names the database after the file that the link leads to: one of another name keeps its own path.
    if Path(warehouse).name != link.name:
        return warehouse
    link.unlink(missing_ok=True)
    link.symlink_to(Path(warehouse).resolve())
    return str(link)


def _parsed_from(arguments: Sequence[str], environment: dict[str, str]) -> str:
    variables = arguments[arguments.index("--vars") + 1] if "--vars" in arguments else ""
    key = "\n".join((str(dbt.DBT_PROJECT), environment["ILJARI_WAREHOUSE"], variables))
    return sha256(key.encode()).hexdigest()[:8]


def _manifest(arguments: list[str], environment: dict[str, str], project: Path) -> Any:
    """The manifest that this process was forked with, where it is this run's too."""
    parsed = sys.modules.get("tests.dbt_parsed")
    if not parsed or project != parsed.DBT_PROJECT or Path(environment["ILJARI_WAREHOUSE"]).name != parsed.WAREHOUSE:
        return None
    return parsed.MANIFEST if set(arguments) & set(_ON_PARSED) and "--vars" not in arguments else None


def _make_no_debug_events() -> None:
    """dbt makes each of its debug events, dozens a model, and a line of it for every log before it looks whether the log wants it."""
    from dbt_common.events.base_types import BaseEvent, DebugLevel, EventLevel, TestLevel
    from dbt_common.events.event_manager import EventManager

    make, fire = BaseEvent.__init__, EventManager.fire_event

    def make_later(self: BaseEvent, *arguments: Any, **more: Any) -> None:
        vars(self)["made_of"] = arguments, more

    def fire_others(self: EventManager, event: BaseEvent, level: EventLevel | None = None, **more: Any) -> None:
        if (level or event.level_tag()) in (EventLevel.DEBUG, EventLevel.TEST):
            return
        if isinstance(event, DebugLevel | TestLevel):  # told at a higher level than its own
            make(event, *event.made_of[0], **event.made_of[1])
        fire(self, event, level=level, **more)

    DebugLevel.__init__ = TestLevel.__init__ = make_later
    EventManager.fire_event = fire_others


def _main(arguments: list[str], environment: dict[str, str], project: Path, said: str) -> None:
    """In the forked process: its output to files, the rest as on a command line."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import cli
    from dbt.parser.manifest import write_manifest

    for name, stream in (("out", 1), ("err", 2)):
        file = os.open(f"{said}/{name}", os.O_WRONLY | os.O_CREAT)
        os.dup2(file, stream)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(project)
    _make_no_debug_events()
    # What a run leaves behind goes with the process, and looking for it among all of dbt's takes a fifth of the run.
    gc.disable()
    manifest = _manifest(arguments, environment, project)
    if manifest and "parse" in arguments:
        write_manifest(manifest, environment["DBT_TARGET_PATH"])
        return
    try:
        cli.main(arguments, prog_name="dbt", obj={"manifest": manifest})
    finally:
        # A fork ends without the clean-up at which DuckDB would write its log into the file.
        if DuckDBConnectionManager._ENV is not None:
            DuckDBConnectionManager._ENV.close()
