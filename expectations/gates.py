"""The two gates: what was landed, and the candidate marts. A gate runs its suites and lets pass or stops.

python -m expectations.gates landed|candidate
"""

import argparse
import dataclasses
import logging
import math
import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from expectations import data_docs, evidence, marts, new_evidence, new_rows, outcomes
from expectations.suites import FOLDER, GATES, Entry, SuiteError, TableSuite, load
from extract.errors import IljariError
from extract.paths import paths

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

#: Rows shown for an expectation that does not hold: enough to see the pattern, few enough for a task log.
SAMPLE_ROWS = 5
#: Longest value in a message; evidence and titles can be whole paragraphs.
LONGEST_VALUE = 120


class CheckFailed(IljariError):
    """At least one critical expectation does not hold. The message lists all of them with observed values and rows."""


@dataclass(frozen=True)
class EntryOutcome:
    """What was seen for one expectation. `state` is passed, warned or failed; `rows` are some that break it."""

    entry: Entry
    state: str
    observed: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class TableOutcome:
    """What was seen for one table: its expectations in the file's order, and Great Expectations' own result."""

    suite: TableSuite
    n_rows: int
    entries: tuple[EntryOutcome, ...]
    validation: dict[str, Any]

    def having(self, state: str) -> list[EntryOutcome]:
        """The expectations of one state."""
        return [entry for entry in self.entries if entry.state == state]


@dataclass(frozen=True)
class CheckReport:
    """What a gate saw: rows by table, warnings as text, and the hash of the candidate's content (null for `landed`)."""

    gate: str
    n_expectations: int
    n_passed: int
    n_warned: int
    warnings: tuple[str, ...]
    tables: dict[str, int]
    docs_path: str
    content_sha256: str | None
    # What `landed` has seen: see `expectations.new_rows.Seen`.
    n_checked: dict[str, int] | None
    first_loaded_at: str | None
    whole_at: str | None


def check(gate: str, folder: Path = FOLDER) -> CheckReport:
    """Runs a gate's suites against the warehouse and writes its Data Docs and its outcome.

    Of raw rows it sees those that came since it last let pass, and all of them once a week: `expectations.new_rows`;
    of evidence that which it has not let pass as it stands: `expectations.new_evidence`.
    Raises `CheckFailed` if a critical expectation does not hold, `SuiteError` if a suite is not written as it must be,
    and `IljariError` if the warehouse or a table of it is missing.
    """
    suites = load(gate, folder)
    with marts.reading(paths().warehouse) as connection:
        evidence.register(connection)
        if gate == "landed":
            seen = new_rows.show(connection, outcomes.last(gate))
        else:
            seen = new_rows.Seen()
            evidence_hash = new_evidence.show(connection)
        _require_columns(connection, suites)
        gx = _great_expectations()
        context = _context(gx)
        expectations = {suite.table: _expectations(gx, suite) for suite in suites}
        tables = [
            _validate(gx, context, suite, expectations[suite.table], _rows(connection, suite)) for suite in suites
        ]
        failures = [_told(table, entry) for table in tables for entry in table.having("failed")]
        content = None
        if gate == "candidate":
            known = {new_evidence.MART: evidence_hash} if evidence_hash else {}
            content = marts.content_sha256(connection, marts.tables(connection), known)
            if not failures:
                new_evidence.note(connection)
    report = _report(gate, tables, content, seen)
    data_docs.write(gate, tables, Path(report.docs_path).parent)
    outcomes.record(gate, dataclasses.asdict(report), failures)
    for warning in report.warnings:
        log.warning("gate %s: %s", gate, warning)
    if failures:
        raise CheckFailed(_failure_message(report, failures))
    log.info("gate %s: %d of %d expectations hold", gate, report.n_passed, report.n_expectations)
    return report


def _great_expectations() -> Any:
    """The library, quiet and offline. Imported when a gate runs and not before, because that takes seconds."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    # It logs one line for each of its functions at import: hundreds in an Airflow task, whose root logger is open.
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations as gx
        import great_expectations.expectations
    return gx


def _context(gx: Any) -> Any:
    """A context in memory. The library's own ephemeral one makes a folder below /tmp for a site that nobody builds."""
    from great_expectations.data_context.types import base

    stores = base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    quiet = base.ProgressBarsConfig(globally=False, metric_calculations=False)
    config = base.DataContextConfig(store_backend_defaults=stores, progress_bars=quiet, analytics_enabled=False)
    return gx.get_context(mode="ephemeral", project_config=config)


def _expectations(gx: Any, suite: TableSuite) -> list[Any]:
    """Great Expectations' own objects for a suite. Raises `SuiteError` for an unknown name or a wrong argument."""
    made, problems = [], []
    for entry in suite.entries:
        kind = getattr(gx.expectations, "".join(word.capitalize() for word in entry.expectation.split("_")), None)
        if kind is None or not entry.expectation.startswith("expect_"):
            problems.append(f"{suite.at(entry)}: Great Expectations has no expectation of this name")
            continue
        try:
            # The type that is raised belongs to a library inside the library: only its base is stable.
            made.append(kind(**entry.kwargs, severity=entry.severity, meta={"entry": entry.number, "why": entry.why}))
        except (ValueError, TypeError) as error:
            problems.append(f"{suite.at(entry)}: {' '.join(str(error).split())}")
    if problems:
        raise SuiteError("Mend these expectations:\n" + "\n".join(f"- {problem}" for problem in problems))
    return made


def _require_columns(connection: duckdb.DuckDBPyConnection, suites: list[TableSuite]) -> None:
    problems = []
    for suite in suites:
        try:
            there = [row[0] for row in connection.execute(f"describe {suite.query}").fetchall()]
        except duckdb.CatalogException as error:
            step = "load articles" if suite.file.parent.name == "landed" else "run dbt build"
            raise IljariError(
                f"Cannot check {suite.table}: {error}\nIt is not in the warehouse yet: {step} first."
            ) from error
        except duckdb.Error as error:
            raise SuiteError(f"{suite.file.parent.name}/{suite.file.name}: the query does not run: {error}") from error
        listed = f"{suite.table} has {', '.join(there)}"
        for entry in suite.entries:
            missing = [column for column in entry.columns if column not in there]
            problems += [f"{suite.at(entry)}: unknown column '{column}'; {listed}" for column in missing]
        for word, names in (("key", suite.key), ("show", suite.show)):
            missing = [column for column in names if column not in there]
            where = f"{suite.file.parent.name}/{suite.file.name}, '{word}'"
            problems += [f"{where}: unknown column '{column}'; {listed}" for column in missing]
    if problems:
        raise SuiteError("Mend these expectations:\n" + "\n".join(f"- {problem}" for problem in problems))


def _rows(connection: duckdb.DuckDBPyConnection, suite: TableSuite) -> "pd.DataFrame":
    """The rows to check, only the columns that are needed, in order of the key: the same rows are shown every time."""
    columns = ", ".join(marts.quoted(column) for column in suite.columns)
    return connection.execute(f"select {columns} from ({suite.query}) order by all").to_arrow_table().to_pandas()


def _validate(gx: Any, context: Any, suite: TableSuite, expectations: list[Any], rows: "pd.DataFrame") -> TableOutcome:
    asset = context.data_sources.add_or_update_pandas("warehouse").add_dataframe_asset(suite.table)
    run = gx.ValidationDefinition(
        name=suite.table,
        data=asset.add_batch_definition_whole_dataframe("all"),
        suite=context.suites.add(gx.ExpectationSuite(name=suite.table, expectations=expectations)),
    )
    wanted = {
        "result_format": "SUMMARY",
        "partial_unexpected_count": SAMPLE_ROWS,
        "unexpected_index_column_names": list(suite.columns),
    }
    result = run.run(batch_parameters={"dataframe": rows}, result_format=wanted)
    seen = {one.expectation_config.meta["entry"]: one for one in result.results}
    entries = tuple(_entry_outcome(suite, entry, seen[entry.number]) for entry in suite.entries)
    return TableOutcome(suite, len(rows), entries, result.to_json_dict())


def _entry_outcome(suite: TableSuite, entry: Entry, result: Any) -> EntryOutcome:
    error = _error(result.exception_info)
    if result.success:
        state = "passed"
    elif entry.severity == "warning" and not error:
        state = "warned"
    else:  # an expectation that could not be evaluated has not held, however mild it is
        state = "failed"
    found = result.result
    wanted = dict.fromkeys((*suite.key, *suite.show, *entry.columns))
    rows = tuple(
        {name: _value(row[name]) for name in wanted if name in row}
        for row in found.get("partial_unexpected_index_list") or ()
    )
    observed = f"could not be evaluated: {error}" if error else _observed(found)
    return EntryOutcome(entry, state, observed, rows)


def _error(exception_info: dict[str, Any]) -> str:
    """What went wrong inside an expectation, empty if nothing: it is given flat or by metric."""
    infos = [exception_info] if "raised_exception" in exception_info else list(exception_info.values())
    return "; ".join(sorted({str(info["exception_message"]) for info in infos if info.get("raised_exception")}))


def _observed(found: dict[str, Any]) -> str:
    if "unexpected_count" not in found:
        missing = found.get("partial_missing_list")
        return _value(found.get("observed_value")) + (
            f", missing: {', '.join(map(_value, missing))}" if missing else ""
        )
    share = found.get("unexpected_percent") or 0.0
    text = f"{found['unexpected_count']} of {found['element_count']} values unexpected ({share:.3g} %)"
    values = [f"{_value(one['value'])} ({one['count']}×)" for one in found.get("partial_unexpected_counts") or ()]
    return text + (f": {', '.join(values)}" if values else "")


def _value(value: object) -> str:
    """A value as a reader wants to see it: a year is 2024, also where pandas made it 2024.0; nothing is 'null'."""
    if value is None or value != value:  # NaN and NaT are not themselves
        return "null"
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        value = int(value)
    text = " ".join(str(value).split()) if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _report(gate: str, tables: list[TableOutcome], content_sha256: str | None, seen: new_rows.Seen) -> CheckReport:
    states = [entry.state for table in tables for entry in table.entries]
    return CheckReport(
        gate=gate,
        n_expectations=len(states),
        n_passed=states.count("passed"),
        n_warned=states.count("warned"),
        warnings=tuple(_told(table, entry) for table in tables for entry in table.having("warned")),
        tables={table.suite.table: table.n_rows for table in tables},
        docs_path=str(paths().data_docs / gate / "index.html"),
        content_sha256=content_sha256,
        **dataclasses.asdict(seen),
    )


def _told(table: TableOutcome, outcome: EntryOutcome) -> str:
    return "\n".join(_lines(table.suite, outcome))


def _lines(suite: TableSuite, outcome: EntryOutcome) -> Iterator[str]:
    yield f"{suite.table}: {outcome.entry}"
    yield f"  why: {outcome.entry.why}"
    yield f"  observed: {outcome.observed}"
    for row in outcome.rows:
        yield "  row: " + ", ".join(f"{name}={value}" for name, value in row.items())


def _failure_message(report: CheckReport, failures: list[str]) -> str:
    heading = f"Gate '{report.gate}' stops: {len(failures)} of {report.n_expectations} expectations do not hold."
    listed = "\n".join(f"{number}. {failure}" for number, failure in enumerate(failures, start=1))
    return f"{heading}\n{listed}\nAll results: {report.docs_path}"


def main(arguments: list[str] | None = None) -> int:
    """The command line: 0 if the gate lets pass, 1 if not, with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m expectations.gates", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gate", choices=GATES, help="landed: the raw tables; candidate: the marts that dbt built")
    gate = parser.parse_args(arguments).gate
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        report = check(gate)
    except (IljariError, duckdb.Error) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"Gate '{gate}': {report.n_passed} of {report.n_expectations} expectations hold, {report.n_warned} warnings.\n"
        f"All results: {report.docs_path}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
