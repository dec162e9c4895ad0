"""What `make run` says at its end: what came of the articles, where it is, and where the time went."""

from pathlib import Path
from typing import Any

from extract.paths import Paths
from ops.follow import TaskResult

CLAIMS = {"award_claims": "awards", "target_claims": "targets", "indicator_claims": "indicators"}
FACTS = {"fct_job_awards": "awards", "fct_job_targets": "targets", "fct_employment_indicators": "indicators"}
#: Warnings are for reading in the Data Docs; the terminal names the first of them.
WARNINGS_SHOWN = 5


def summary(results: list[TaskResult], seconds: float, place: Paths) -> str:
    """The lines for the results of all tasks and a wall time of `seconds`."""
    reports = {result.task: result.report for result in results}
    sections = [
        _outcome(reports),
        _places(reports["warehouse.release"], place),
        _warnings(reports),
        _times(results, seconds),
    ]
    return "\n".join("\n" + "\n".join(lines) for lines in sections if lines)


def _outcome(reports: dict[str, dict[str, Any]]) -> list[str]:
    collect, extract, load = (reports[f"collect.{task}"] for task in ("collect", "extract", "load"))
    landed, dbt, candidate = (
        reports[f"warehouse.{task}"] for task in ("check_landed", "build_candidate", "check_candidate")
    )
    released = reports["warehouse.release"]
    rejected = f"{collect['n_rejected'] + extract['n_rejected']} rejected" + _in_brackets(
        collect["rejected"] | extract["rejected"]
    )
    claims = _kinds({table: load["rows"].get(table, 0) for table in CLAIMS}, CLAIMS)
    in_all = _kinds({table: load["totals"].get(table, 0) for table in CLAIMS}, CLAIMS)
    n_checks = landed["n_expectations"] + dbt["n_tests_passed"] + dbt["n_tests_warned"] + candidate["n_expectations"]
    n_passed = landed["n_passed"] + dbt["n_tests_passed"] + candidate["n_passed"]
    return [
        f"articles   {collect['n_articles']} new from {collect['n_found']} items ({collect['n_unchanged']} unchanged), "
        f"{rejected}; {load['totals'].get('articles', 0)} in all",
        f"claims     {claims} new; {in_all} in all",
        f"facts      {_kinds(released['tables'], FACTS)}, for "
        f"{released['tables'].get('municipality_year', 0)} municipality-years",
        f"checks     {n_passed} of {n_checks} passed, {n_checks - n_passed} with a warning",
        f"release    {released['release_id']}" + ("" if released["is_new"] else " (as before: the same content)"),
    ]


def _places(released: dict[str, Any], place: Paths) -> list[str]:
    current = place.release / "current"
    # In containers the release is made at another path than the one that is seen from here.
    current = current if current.exists() else Path(released["path"])
    return [
        f"file       {current / 'iljari.duckdb'}",
        f"exports    {current / 'parquet'}  {current / 'csv'}",
        f"page       {current / 'page' / 'index.html'}",
        f"data docs  {place.data_docs / 'landed' / 'index.html'}",
        f"           {place.data_docs / 'candidate' / 'index.html'}",
    ]


def _warnings(reports: dict[str, dict[str, Any]]) -> list[str]:
    seen = [f"{what} ({count} times)" for what, count in reports["collect.collect"]["warnings"].items()]
    for task in ("check_landed", "build_candidate", "check_candidate"):
        seen += [warning.splitlines()[0] for warning in reports[f"warehouse.{task}"]["warnings"]]
    shown = [f"warning    {warning}" for warning in seen[:WARNINGS_SHOWN]]
    return shown + ([f"           and {len(seen) - WARNINGS_SHOWN} more"] if len(seen) > WARNINGS_SHOWN else [])


def _times(results: list[TaskResult], seconds: float) -> list[str]:
    lines = [f"{result.task:<26} {result.step_seconds:5.1f} s" for result in results]
    own = seconds - sum(result.step_seconds for result in results)
    return [*lines, f"{'Airflow itself':<26} {own:5.1f} s", f"{'in all':<26} {seconds:5.1f} s"]


def _kinds(counts: dict[str, int], names: dict[str, str]) -> str:
    return ", ".join(f"{counts.get(table, 0)} {name}" for table, name in names.items())


def _in_brackets(counts: dict[str, int]) -> str:
    return f" ({', '.join(f'{count} {what}' for what, count in counts.items())})" if counts else ""
