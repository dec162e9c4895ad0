"""The candidate: dbt builds seeds, staging, intermediate and marts in the warehouse, and tests them.

    python -m publish.candidate [--leave-out SOURCE ...] [--full-refresh]

dbt runs as a process of its own and writes nothing beside the code: what it compiles and logs goes to `var/dbt`.
"""

import argparse
import dataclasses
import hashlib
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from extract.connection import SETTINGS
from extract.errors import IljariError
from extract.paths import PROJECT, paths
from extract.tables import RAW_TABLES
from publish import docs_page
from publish.dbt import DBT_PROJECT, run_dbt
from publish.exports import literal
from publish.release import DATABASE

log = logging.getLogger(__name__)

#: The one table that the models add to and do not make anew.
LOG = "fct_fact_log"
SEEDS = PROJECT / "seeds"
#: A build makes only touched cells anew, and its tests by claim see only these. This often all are made and seen.
DAYS_BETWEEN_FULL_BUILDS = 7
#: How many of the slowest nodes a report names, and how many failing rows of a test an error shows.
SLOWEST, SAMPLE = 10, 5
_FAILED = ("error", "fail", "partial success")


@dataclass(frozen=True)
class BuildReport:
    """What dbt built: numbers of nodes, what its tests warn of, and the seconds of the slowest nodes, slowest first."""

    n_models: int
    n_seeds: int
    n_tests_passed: int
    n_tests_warned: int
    warnings: tuple[str, ...]
    seconds: float
    seconds_by_node: dict[str, float]
    full_because: str  # why all of it was built from the raw rows; empty where only touched cells were made anew


def build(sources_left_out: Sequence[str] = (), full_refresh: bool = False) -> BuildReport:
    """Build and test the marts in the warehouse of `ILJARI_VAR`; articles of the sources left out make no fact.

    Only cells of which something else is said than before are made anew and tested by claim (docs/scale.md). All are
    where the models or seeds have changed since all were, a week after all were, and with `full_refresh`.

    Raises IljariError where there is nothing to build from, and where a node fails: with dbt's own message and, for a
    test, the first failing rows. Raises OSError where another process holds the warehouse, which passes.
    """
    place = paths()
    _require_raw_tables(place.warehouse)
    bring_back_log()
    code = code_sha256()
    full_because = "it was asked for" if full_refresh else _why_full(place.warehouse, code)
    if full_because:
        log.info("every cell is built: %s", full_because)
    target = place.dbt / "target"
    target.mkdir(parents=True, exist_ok=True)
    results_file = target / "run_results.json"
    results_file.unlink(missing_ok=True)  # an old one must not pass for this run's
    documented = docs_page.code_version()
    docs_page.note_code(target, "")  # nor an old manifest for this code's

    started = time.monotonic()
    process = run_dbt(
        "build",
        *(["--full-refresh"] if full_because else []),
        # Unit tests try the SQL on made-up rows: they guard changes of the code (CI), not the data of a run.
        "--exclude-resource-type",
        "unit_test",
        warehouse=place.warehouse,
        target=target,
        logs=place.dbt / "logs",
        sources_left_out=sources_left_out,
    )
    seconds = time.monotonic() - started
    if "Conflicting lock is held" in process.stdout:
        raise OSError(
            f"another process holds {place.warehouse}; dbt gave up after its retries\n{_tail(process.stdout)}"
        )
    if not results_file.exists():
        raise IljariError(f"dbt stopped before it built anything:\n{_tail(process.stdout + process.stderr)}")
    docs_page.note_code(target, documented)
    results = json.loads(results_file.read_text(encoding="utf-8"))["results"]
    if process.returncode != 0:
        raise IljariError(
            _failure(results, place.warehouse) or f"dbt failed:\n{_tail(process.stdout + process.stderr)}"
        )
    if full_because:
        _note_full_build(place.warehouse, code)
    return _report(results, seconds, full_because)


def code_sha256() -> str:
    """One hash of all that decides what the models make of the raw rows: models, macros, seeds, variables.

    Facts that were made by other rules must not stand beside new ones. Tests are not part of it.
    """
    files = [DBT_PROJECT / "dbt_project.yml", *SEEDS.glob("*.csv")]
    files += [file for room in ("models", "macros") for file in (DBT_PROJECT / room).rglob("*.sql")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _why_full(warehouse: Path, code: str) -> str:
    """Why this build must make every cell from the raw rows; empty where the touched ones are enough."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        if not connection.execute(
            "select 1 from duckdb_tables() where schema_name = 'builds' and table_name = 'full_builds'"
        ).fetchone():
            return "no build of all is known"
        last = connection.execute(
            f"select code_sha256, built_at < now() - interval {DAYS_BETWEEN_FULL_BUILDS} day from builds.full_builds"
        ).fetchone()
    if last is None:
        return "no build of all is known"
    if last[0] != code:
        return "the models, seeds or variables have changed"
    return f"the last build of all is {DAYS_BETWEEN_FULL_BUILDS} days old" if last[1] else ""


def _note_full_build(warehouse: Path, code: str) -> None:
    with duckdb.connect(warehouse, config=SETTINGS) as connection:
        connection.execute("create schema if not exists builds")
        connection.execute(
            "create or replace table builds.full_builds as select now() as built_at, ? as code_sha256", [code]
        )


def _require_raw_tables(warehouse: Path) -> None:
    what_to_do = "collect, extract and load articles first (`make run`)"
    if not warehouse.exists():
        raise IljariError(f"there is no warehouse at {warehouse}: {what_to_do}")
    try:
        with duckdb.connect(warehouse, read_only=True) as connection:
            rows = connection.execute("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall()
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise OSError(f"another process holds {warehouse}: {error}") from error
        raise IljariError(f"{warehouse} cannot be opened: {error}") from error
    missing = sorted(set(RAW_TABLES) - {name for (name,) in rows})
    if missing:
        raise IljariError(f"{warehouse} lacks {', '.join(f'raw.{name}' for name in missing)}: {what_to_do}")


def bring_back_log() -> None:
    """Takes the log of what was held from the last release where the warehouse has none, as after a rebuild.

    All else in a warehouse comes back from landing; what was held before stands in no article. Raises IljariError where
    the release cannot be read: a new log would begin today and nobody would see that the old one is gone.
    """
    warehouse, released = paths().warehouse, paths().release / "current" / DATABASE
    if not released.exists():
        return
    try:
        # A release from before there was a log has none to give.
        if _has_log(warehouse, "marts") or not _has_log(released, "main"):
            return
        with duckdb.connect(warehouse, config=SETTINGS) as connection:
            connection.execute(f"attach {literal(str(released))} as released (read_only)")
            connection.execute("create schema if not exists marts")
            connection.execute(f"create table marts.{LOG} as from released.main.{LOG} order by held_from, fact_log_id")
    except duckdb.Error as error:
        if "lock" in str(error):
            raise OSError(f"another process holds {warehouse}: {error}") from error
        raise IljariError(
            f"the log of what was held cannot be read from {released}: {error}. Point var/release/current to an older "
            "release, or move it away to begin a new log."
        ) from error
    log.info("%s brought back from the last release", LOG)


def _has_log(file: Path, schema: str) -> bool:
    with duckdb.connect(file, read_only=True) as connection:
        found = connection.execute(
            "select 1 from duckdb_tables() where schema_name = ? and table_name = ?", [schema, LOG]
        ).fetchone()
    return found is not None


def _failure(results: Iterable[dict[str, Any]], warehouse: Path) -> str:
    """One paragraph for each node that failed, and how many were skipped for it."""
    results = list(results)
    failed = [result for result in results if result["status"] in _FAILED]
    if not failed:
        return ""
    paragraphs = [f"dbt: {_count(len(failed), 'node')} failed"]
    with duckdb.connect(warehouse, read_only=True) as connection:
        paragraphs += [_paragraph(result, connection) for result in failed]
    n_skipped = sum(result["status"] == "skipped" for result in results)
    if n_skipped:
        paragraphs.append(f"{_count(n_skipped, 'node')} after {'them' if len(failed) > 1 else 'it'} skipped")
    return "\n\n".join(paragraphs)


def _paragraph(result: dict[str, Any], connection: duckdb.DuckDBPyConnection) -> str:
    lines = [f"{_name(result)}: {(result.get('message') or result['status']).strip()}"]
    if result["status"] == "fail" and result.get("compiled_code"):
        if result.get("relation_name"):
            lines.append(f"all failing rows: {result['relation_name']}")
        # A test's compiled query gives its failing rows, whether dbt stored them or not.
        sample = connection.execute(f"select * from ({result['compiled_code']}) limit {SAMPLE}")
        names = [column[0] for column in sample.description or ()]
        for row in sample.fetchall():
            lines.append("  " + ", ".join(f"{name}={_short(value)}" for name, value in zip(names, row, strict=True)))
    return "\n".join(lines)


def _report(results: Iterable[dict[str, Any]], seconds: float, full_because: str) -> BuildReport:
    results = list(results)
    built = Counter(_kind(result) for result in results if result["status"] in ("success", "pass"))
    warned = [result for result in results if result["status"] == "warn"]
    for result in warned:
        log.warning("dbt test %s warns: %s", _name(result), result["message"])
    slowest = sorted(results, key=lambda result: -result["execution_time"])[:SLOWEST]
    return BuildReport(
        n_models=built["model"],
        n_seeds=built["seed"],
        n_tests_passed=built["test"],
        n_tests_warned=len(warned),
        warnings=tuple(f"{_name(result)}: {result['message']}" for result in warned),
        seconds=round(seconds, 1),
        seconds_by_node={_name(result): round(result["execution_time"], 2) for result in slowest},
        full_because=full_because,
    )


def _kind(result: dict[str, Any]) -> str:
    return str(result["unique_id"].split(".")[0])


def _name(result: dict[str, Any]) -> str:
    """'fct_job_awards' for 'model.iljari.fct_job_awards', without the hash that ends the id of a generic test."""
    return str(result["unique_id"].split(".")[2])


def _short(value: object, width: int = 80) -> str:
    text = str(value)
    return text if len(text) <= width else text[: width - 1] + "…"


def _tail(output: str, n_lines: int = 25) -> str:
    return "\n".join(output.strip().splitlines()[-n_lines:])


def _count(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def main() -> None:
    """Build from the command line and print the report as JSON."""
    parser = argparse.ArgumentParser(prog="python -m publish.candidate", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--leave-out", nargs="+", default=[], metavar="SOURCE", help="sources that make no fact, e.g. sample compiled"
    )
    parser.add_argument("--full-refresh", action="store_true", help="build and test every cell from the raw rows")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        report = build(arguments.leave_out, arguments.full_refresh)
    except IljariError as error:
        sys.exit(str(error))
    sys.stdout.write(json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
