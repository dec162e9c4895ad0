"""`make bench-scale`: what a day costs when the history is long.

    python -m ops.bench_scale [--sizes 10k 100k 1m] [--keep]

For each size a history is made up (ops/scale_articles.sql: articles of realistic length, most without a claim, printed
by one to thirty papers; claims at the shape of the labelled articles, disputed and rounded ones among them) and written
into an empty warehouse as the load would have. Then every step runs as a pipeline runs it, each in a process of its
own: the check and build of all, and one more day of 1,000 articles that is landed as files, loaded, checked, built and
checked.
Seconds, processor seconds and peak memory are those of the process and of all that it started.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from extract.tables import LOADED_FILES, RAW_TABLES
from ops.terminal import Clock, run_command
from publish.exports import literal

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
ARTICLES_A_DAY = 1_000
#: As a run on a folder of one's own: neither the sample nor the compiled list makes a fact.
LEFT_OUT = ("sample", "compiled")
VERSION = "1.0.0"
_SQL = Path(__file__).with_suffix("").with_name("scale_articles.sql")
_SEEDS = ("municipalities", "editions", "edition_grades", "known_awards")
_CLAIMS = {"award_claims": "award", "target_claims": "target", "indicator_claims": "indicator"}
#: A history is made in pieces of this many articles, so that making it needs no more memory than what is measured.
_PIECE = 100_000


@dataclass(frozen=True)
class Cost:
    """What one step took: wall and processor seconds, and the most memory that any process of it held, in GB."""

    seconds: float
    cpu_seconds: float
    peak_gb: float


STEPS: dict[str, tuple[str, ...]] = {
    "load": ("extract.load",),
    "gate landed": ("expectations.gates", "landed"),
    "dbt build": ("publish.candidate", "--leave-out", *LEFT_OUT),
    "gate candidate": ("expectations.gates", "candidate"),
    "release": ("publish.release",),
}


def bench(sizes: Sequence[str], place: Path, keep: bool, with_release: bool = True) -> None:
    """Measure each size in a folder of its own below `place` and print one table of all, and the models that grow."""
    clock = Clock()
    results: dict[str, dict[str, Cost]] = {}
    nodes: dict[str, dict[str, dict[str, float]]] = {}
    for size in sizes:
        folder = place / size
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        os.environ["ILJARI_VAR"] = str(folder)
        clock(f"{size}: making {SIZES[size]:,} articles")
        _apart(make_history, folder / "warehouse.duckdb", SIZES[size])
        clock(f"{size}: {_told(folder / 'warehouse.duckdb')}")
        results[size] = {}
        # With the gate, because the day's sees only what this one has not let pass.
        for step in ("gate landed", "dbt build", "gate candidate", *(("release",) if with_release else ())):
            results[size][f"full: {step}"] = _timed(clock, size, f"full: {step}", STEPS[step])
        nodes[size] = {"full": _node_seconds()}
        _apart(make_day, folder / "landing", SIZES[size])
        for step, command in STEPS.items():
            if step != "release" or with_release:
                results[size][f"day: {step}"] = _timed(clock, size, f"day: {step}", command)
        nodes[size]["day"] = _node_seconds()
        if not keep:
            shutil.rmtree(folder)
    print("\n" + table(results))
    for run in ("full", "day"):
        print("\n" + node_table(run, {size: nodes[size][run] for size in sizes}))


def _apart(make: Callable[..., None], *arguments: object) -> None:
    """Runs it in a process of its own: Linux counts what this process once held into the peak of all that it starts."""
    process = multiprocessing.get_context("spawn").Process(target=make, args=arguments)
    process.start()
    process.join()
    if process.exitcode != 0:
        raise IljariError(f"{make.__name__} ended with {process.exitcode}")


def make_history(warehouse: Path, n_articles: int) -> None:
    """The raw tables of this many articles of 2012 to 2025, loaded a thousand at a time."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("create schema raw")
        schemas = {name: schema for name, (schema, _) in RAW_TABLES.items()} | {"loaded_files": LOADED_FILES}
        for name, schema in schemas.items():
            connection.register("empty", schema.empty_table())
            connection.execute(f"create table raw.{name} as from empty")
            connection.unregister("empty")
        for first in range(0, n_articles, _PIECE):
            n = min(_PIECE, n_articles - first)
            _make(
                connection,
                seed=f"history {first}",
                first=first,
                n=n,
                years=(first / n_articles, (first + n) / n_articles),
            )
            for name, rows in _raw_rows().items():
                connection.execute(f"insert into raw.{name} by name {rows}")
            connection.execute(
                """
                insert into raw.loaded_files
                select landing_file || '/articles.parquet', count(*), max(fetched_at) from made_articles group by all
                union all
                select
                    'claims/' || getvariable('version') || '/' || parse_filename(landing_file)
                    || '/extractions.parquet',
                    count(*),
                    max(fetched_at)
                from made_articles group by landing_file
                """
            )
        connection.execute("checkpoint")


def make_day(landing: Path, n_history: int) -> None:
    """One more day as the collector and the reader would have landed it: news of this year and the last, some articles
    on years long past, some copies of what was printed long ago."""
    with duckdb.connect() as connection:
        _make(connection, seed="day", first=n_history, n=ARTICLES_A_DAY, years=(0.985, 1.0), copied_from=n_history)
        batch = "day"
        connection.execute("update made_articles set landing_file = 'batches/day'")
        rows = _raw_rows()
        folders = {
            landing / "batches" / batch: ("fetches", "articles", "rejects"),
            landing / "claims" / VERSION / batch: (*_CLAIMS, "extractions", "rejects"),
            landing / "signatures" / "1" / batch: ("signatures",),
        }
        for folder, names in folders.items():
            folder.mkdir(parents=True)
            for name in names:
                connection.register("shape", RAW_TABLES[name][0].empty_table())
                select = f"from shape union all by name {rows[name]}" if name in rows else "from shape"
                connection.execute(f"copy ({select}) to {literal(str(folder / f'{name}.parquet'))} (format parquet)")


def _make(
    connection: duckdb.DuckDBPyConnection,
    seed: str,
    first: int,
    n: int,
    years: tuple[float, float],
    copied_from: int | None = None,
) -> None:
    """Runs ops/scale_articles.sql: afterwards the temporary tables made_articles, made_claims, made_signatures hold it.

    `years`: which part of 2012 to 2025 it is from, from 0 to 1.
    """
    days = (date(2025, 12, 31) - date(2012, 1, 1)).days
    for name in _SEEDS:
        file = PROJECT / "seeds" / f"{name}.csv"
        connection.execute(f"create or replace temp view {name} as from read_csv({literal(str(file))}, header = true)")
    variables: dict[str, Any] = {
        "seed": seed,
        "n_articles": n,
        "first_number": first,
        "copied_from": copied_from,
        "version": VERSION,
    }
    for name, value in variables.items():
        connection.execute(
            f"set variable {name} = {'null' if value is None else literal(value) if isinstance(value, str) else value}"
        )
    for name, share in zip(("first_on", "last_on"), years, strict=True):
        connection.execute(f"set variable {name} = date '2012-01-01' + {int(days * share)}")
    connection.execute(_SQL.read_text(encoding="utf-8"))


def _raw_rows() -> dict[str, str]:
    """The query for the rows of each raw table that is not left empty."""
    queries = {
        "articles": "select * exclude (release, number, share_kept, old_number) from made_articles",
        "fetches": """
            select md5('fetch ' || article_id) as fetch_id, source, url, fetched_at as "at", 'fetched' as outcome,
                page_sha256, 'etag ' || number as etag
            from made_articles""",
        "extractions": """
            select md5('reading ' || articles.article_id) as extraction_id, articles.article_id,
                getvariable('version') as extractor_version,
                (count(claim_id) filter (kind = 'award'))::int as n_award_claims,
                (count(claim_id) filter (kind = 'target'))::int as n_target_claims,
                (count(claim_id) filter (kind = 'indicator'))::int as n_indicator_claims
            from made_articles as articles left join made_claims using (article_id) group by articles.article_id""",
        "signatures": "from made_signatures",
    }
    for table, kind in _CLAIMS.items():
        names = [name for name in RAW_TABLES[table][0].names if name != "award_year"]
        year = ", year as award_year" if kind == "award" else ""
        queries[table] = f"select {', '.join(names)}{year} from made_claims where kind = '{kind}'"
    return queries


def _told(warehouse: Path) -> str:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        counts = {
            name: connection.execute(f"select count(*) from raw.{name}").fetchall()[0][0]
            for name in ("articles", *_CLAIMS)
        }
    return (
        ", ".join(f"{count:,} {name}" for name, count in counts.items()) + f", {warehouse.stat().st_size / 1e9:.1f} GB"
    )


def _timed(clock: Clock, size: str, step: str, command: Sequence[str]) -> Cost:
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    output = process.stdout.read()
    # The kernel counts what a process has started and waited for into its own figures.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise IljariError(f"{size}, {step}: `python -m {' '.join(command)}` failed:\n{output[-6000:]}")
    cost = Cost(time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss * _rss_unit() / 1e9)
    clock(f"{size}: {step}: {cost.seconds:.1f} s, {cost.cpu_seconds:.1f} s of processor, {cost.peak_gb:.2f} GB")
    return cost


def _rss_unit() -> int:
    return 1 if sys.platform == "darwin" else 1024


def _node_seconds() -> dict[str, float]:
    """Seconds by node of the last dbt build; tests in one sum, named as one node."""
    results = json.loads((paths().dbt / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    seconds: dict[str, float] = {}
    for result in results:
        kind, _, name = result["unique_id"].split(".")[:3]
        if kind == "exposure":
            continue
        name = {"test": "all data tests", "seed": "all seeds"}.get(kind, name)
        seconds[name] = seconds.get(name, 0.0) + result["execution_time"]
        if kind == "test":
            seconds[f"test {result['unique_id'].split('.')[2]}"] = result["execution_time"]
    return seconds


def table(results: dict[str, dict[str, Cost]]) -> str:
    """One row a step: for each size the seconds, the processor seconds and the peak memory."""
    sizes = list(results)
    steps = list(dict.fromkeys(step for costs in results.values() for step in costs))
    lines = [
        f"{'step':<22}" + "".join(f"{size:>24}" for size in sizes),
        f"{'':<22}" + f"{'s':>8}{'cpu s':>8}{'GB':>8}" * len(sizes),
    ]
    for step in steps:
        cells = (results[size][step] for size in sizes)
        lines.append(f"{step:<22}" + "".join(f"{c.seconds:8.1f}{c.cpu_seconds:8.1f}{c.peak_gb:8.2f}" for c in cells))
    # The release writes whole files, which grow with the facts: it stands in a row of its own and not in the sum.
    days = [
        [cost for step, cost in results[size].items() if step.startswith("day: ") and step != "day: release"]
        for size in sizes
    ]
    sums = [
        (sum(c.seconds for c in costs), sum(c.cpu_seconds for c in costs), max(c.peak_gb for c in costs))
        for costs in days
    ]
    lines.append(f"{'the day, no release':<22}" + "".join(f"{s:8.1f}{c:8.1f}{gb:8.2f}" for s, c, gb in sums))
    first = sums[0]
    lines.append(
        f"{'against the first':<22}" + "".join(f"{s / first[0]:8.2f}{c / first[1]:8.2f}{'':8}" for s, c, _ in sums)
    )
    return "\n".join(lines)


def node_table(run: str, nodes: dict[str, dict[str, float]], least: float = 0.3) -> str:
    """Seconds of every node of dbt that took longer than `least` at some size, slowest at the last size first."""
    last = list(nodes)[-1]
    names = [name for name in nodes[last] if max(seconds.get(name, 0.0) for seconds in nodes.values()) >= least]
    lines = [f"{run + ', seconds by node':<70}" + "".join(f"{size:>9}" for size in nodes)]
    for name in sorted(names, key=lambda name: -nodes[last][name]):
        lines.append(f"{name[:69]:<70}" + "".join(f"{seconds.get(name, 0.0):9.2f}" for seconds in nodes.values()))
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """The command line of `make bench-scale`."""
    parser = argparse.ArgumentParser(prog="make bench-scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--sizes", type=str.lower, nargs="+", choices=list(SIZES), default=list(SIZES), help="default: all of them"
    )
    parser.add_argument("--place", type=Path, help="where the warehouses are made (default: var/bench-scale)")
    parser.add_argument("--keep", action="store_true", help="keep the warehouses for a look")
    parser.add_argument("--no-release", action="store_true", help="leave out the release, which writes whole files")
    given = parser.parse_args(arguments)
    place = (given.place or paths().var / "bench-scale").resolve()
    return run_command(lambda: bench(given.sizes, place, given.keep, not given.no_release))


if __name__ == "__main__":
    raise SystemExit(main())
