"""The release: the checked marts as files that nobody writes to again, put in place whole.

    var/release/current -> <release_id>/    iljari.duckdb, parquet/, csv/, iljari.xlsx, iljari_wide.csv, page/,
                                            docs/index.html, docs/dictionary.html, docs/dictionary.json, manifest.json

    python -m publish.release

A release is built under a temporary name, made durable, renamed, and only then does the link `current` move. Whoever
holds a file of the old one goes on reading it; whoever opens `current` sees one whole release or the other. Killed at
any moment, `current` is as it was or as it will be.
"""

import argparse
import dataclasses
import fcntl
import hashlib
import importlib.metadata
import json
import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations import outcomes
from expectations.marts import Mart, content_sha256, reading, tables
from extract.errors import IljariError
from extract.paths import paths
from publish import dictionary, dictionary_page, docs_page, terms
from publish.dictionary import Dictionary
from publish.exports import EXPORT_VERSION, write_csv, write_duckdb, write_parquet
from publish.page import site
from publish.page.data import About as PageAbout
from publish.page.data import downloads as page_downloads
from publish.workbook import About, write_workbook

log = logging.getLogger(__name__)

#: Releases kept, the current one among them: a day of hourly runs is looked back on by its content, not by its copies.
KEPT = 5
DATABASE = "iljari.duckdb"
#: For people with a spreadsheet: one wide row a municipality and year, and the marts as sheets.
WIDE, WIDE_CSV, WORKBOOK = "municipality_year", "iljari_wide.csv", "iljari.xlsx"
PAGE_SIZES = tuple(field.name for field in dataclasses.fields(site.Written))

#: Tables without which there is no candidate (docs/architecture.md); others of the schema are released with them.
REQUIRED = (
    "award_edition_grades",
    "award_editions",
    "dim_municipality",
    "fct_award_streaks",
    "fct_employment_indicators",
    "fct_fact_candidates",
    "fct_fact_evidence",
    "fct_fact_log",
    "fct_job_awards",
    "fct_job_targets",
    "municipality_year",
)
_RELEASE_ID = re.compile(r"\d{8}T\d{9}Z-[0-9a-f]{8}")
_BUILDING, _REMOVING = ".building-", ".removing-"


@dataclass(frozen=True)
class ReleaseReport:
    """The release that stands after the call, with rows by table. `is_new`: it did not hold these facts before.

    `page` tells the page's sizes in bytes: `n_files`, `n_bytes`, `core_bytes`, `largest_evidence_bytes`.
    """

    release_id: str
    path: str
    is_new: bool
    tables: dict[str, int]
    content_sha256: str
    page: dict[str, int]


def release() -> ReleaseReport:
    """Releases the candidate in the warehouse, or keeps the current release if it already is that.

    Raises `IljariError` if marts are missing, if this candidate did not pass the gate `candidate`, or if the page's
    view was not built. A second call at the same time waits for the first.
    """
    folder = paths().release
    folder.mkdir(parents=True, exist_ok=True)
    with _only_one(folder), reading(paths().warehouse) as warehouse:
        marts = _candidate(warehouse)
        content = content_sha256(warehouse, marts)
        checks = _checks(content)
        words = docs_page.words()
        page_from = site.made_from()
        _sweep(folder)
        current = _manifest(folder / "current")
        if current and _is_same(current, content, marts, words, page_from):
            log.info("release %s holds these facts already", current["release_id"])
            return _report(folder, current, is_new=False)
        manifest = _build(folder, warehouse, marts, content, checks, words, page_from)
        _point_current_to(folder, manifest["release_id"])
        _retire(folder)
    log.info(
        "release %s: %s", manifest["release_id"], {name: table["n_rows"] for name, table in manifest["tables"].items()}
    )
    return _report(folder, manifest, is_new=True)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Lets one process in at a time. The lock goes with its process, however that ends."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _candidate(warehouse: duckdb.DuckDBPyConnection) -> list[Mart]:
    marts = tables(warehouse)
    missing = [name for name in REQUIRED if name not in {mart.name for mart in marts}]
    if missing:
        raise IljariError(
            f"The warehouse has no {', '.join('marts.' + name for name in missing)}. Build the marts first: dbt build."
        )
    return marts


def _checks(content: str) -> dict[str, Any]:
    """What the gates said of this very candidate, for the manifest. A release is what passed, so it raises if not."""
    outcome = outcomes.last("candidate")
    check_it = "Run the gate: python -m expectations.gates candidate"
    if outcome is None:
        raise IljariError(f"The candidate has not been checked. {check_it}")
    if outcome["content_sha256"] != content:
        raise IljariError(
            f"The marts have changed since the gate 'candidate' saw them at {outcome['checked_at']}. {check_it}"
        )
    if not outcome["is_passed"]:
        raise IljariError(
            f"The gate 'candidate' stopped these marts at {outcome['checked_at']}; see {outcome['docs_path']}."
        )
    seen = {"landed": outcomes.last("landed"), "candidate": outcome}
    return {gate: _told(one) for gate, one in seen.items() if one and one["is_passed"]}


def _told(outcome: dict[str, Any]) -> dict[str, Any]:
    """An outcome for the manifest. Of a warning only its first line: the rows below may be of articles."""
    told = {word: outcome[word] for word in ("checked_at", "n_expectations", "n_passed", "n_warned")}
    return {**told, "warnings": [warning.splitlines()[0] for warning in outcome["warnings"]]}


def _is_same(manifest: dict[str, Any], content: str, marts: list[Mart], words: Dictionary, page_from: str) -> bool:
    described = {mart.name: _described(mart) for mart in marts}
    released = {
        name: {word: table[word] for word in ("description", "columns")} for name, table in manifest["tables"].items()
    }
    # A release from before there was a page has none.
    made = (manifest["content_sha256"], manifest["export_version"], manifest.get("page", {}).get("made_from"), released)
    if made != (content, EXPORT_VERSION, page_from, described):
        return False
    # Korean names are in no table of the warehouse.
    dictionary_sha256 = hashlib.sha256(dictionary.dump(words).encode()).hexdigest()
    return bool(manifest["dictionary"]["json"]["sha256"] == dictionary_sha256)


def _described(mart: Mart) -> dict[str, Any]:
    return {"description": mart.description, "columns": [dataclasses.asdict(column) for column in mart.columns]}


def _build(
    folder: Path,
    warehouse: duckdb.DuckDBPyConnection,
    marts: list[Mart],
    content: str,
    checks: dict[str, Any],
    words: Dictionary,
    page_from: str,
) -> dict[str, Any]:
    """Writes a whole release beside the others and returns its manifest. `current` does not know of it yet."""
    now = datetime.now(UTC)
    # To the millisecond: a run that follows one that was killed before `current` moved meets its folder otherwise.
    release_id = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z-{content[:8]}"
    building = folder / (_BUILDING + release_id)
    for part in (building, building / "parquet", building / "csv", building / "docs"):
        part.mkdir()
    docs_page.write(building / "docs" / "index.html")
    write_duckdb(paths().warehouse, marts, building / DATABASE, words)
    entries = {}
    for mart in marts:
        parquet, text = building / "parquet" / f"{mart.name}.parquet", building / "csv" / f"{mart.name}.csv"
        write_parquet(warehouse, mart, parquet)
        n_rows = write_csv(warehouse, mart, text)
        files = {"parquet": _file(building, parquet), "csv": _file(building, text)}
        entries[mart.name] = {"n_rows": n_rows, **_described(mart), "files": files}
    sources, versions = _distinct(warehouse, "source"), _versions(warehouse)
    about = About(release_id, now, sources, _about_lines(content, versions, checks))
    manifest = {
        "release_id": release_id,
        "created_at": now.isoformat(),
        "content_sha256": content,
        "export_version": EXPORT_VERSION,
        "versions": versions,
        "sources": sources,
        "citation": terms.citation(release_id, now),
        "terms": terms.TERMS,
        "checks": checks,
        "database": _file(building, building / DATABASE),
        "docs": _file(building, building / "docs" / "index.html"),
        "dictionary": _write_dictionary(building, words),
        "downloads": _write_downloads(building, warehouse, marts, words, about),
        "tables": entries,
    }
    manifest["page"] = {"made_from": page_from, **_page(folder, building, warehouse, manifest, words)}
    (building / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _make_durable(building)
    building.rename(folder / release_id)
    _sync(folder)
    return manifest


def _about_lines(content: str, versions: dict[str, Any], checks: dict[str, Any]) -> list[tuple[str, str]]:
    """What the first sheet of the workbook says of how the release came about."""
    n_passed, n_all = (sum(check[word] for check in checks.values()) for word in ("n_passed", "n_expectations"))
    return [
        ("내용 해시", content),
        ("추출기 버전", ", ".join(versions["extractor"]) or "없음"),
        ("검사", f"{n_all:,}개 가운데 {n_passed:,}개 통과. 자세한 내용은 manifest.json에 있다."),
    ]


def _write_dictionary(building: Path, words: Dictionary) -> dict[str, Any]:
    page, data = building / "docs" / "dictionary.html", building / "docs" / "dictionary.json"
    page.write_text(dictionary_page.render(words), encoding="utf-8")
    data.write_text(dictionary.dump(words), encoding="utf-8")
    return {"html": _file(building, page), "json": _file(building, data)}


def _write_downloads(
    building: Path, warehouse: duckdb.DuckDBPyConnection, marts: list[Mart], words: Dictionary, about: About
) -> dict[str, Any]:
    """The files for people with a spreadsheet, with Korean headers."""
    wide = next(mart for mart in marts if mart.name == WIDE)
    n_rows = write_csv(warehouse, wide, building / WIDE_CSV, words.mart(WIDE))
    sheets = write_workbook(warehouse, marts, words, about, building / WORKBOOK)
    return {
        "wide_csv": {**_file(building, building / WIDE_CSV), "n_rows": n_rows},
        "workbook": {**_file(building, building / WORKBOOK), "n_rows": sheets},
    }


def _page(
    folder: Path, building: Path, warehouse: duckdb.DuckDBPyConnection, manifest: dict[str, Any], words: Dictionary
) -> dict[str, Any]:
    """Writes the page of the release that is being built: its sizes and files, for the manifest."""
    last = _manifest(folder / "current")
    about = PageAbout(
        release_id=manifest["release_id"],
        created_at=datetime.fromisoformat(manifest["created_at"]),
        sources=manifest["sources"],
        checks=manifest["checks"],
        last=folder / "current" / DATABASE if last else None,
        last_created_at=datetime.fromisoformat(last["created_at"]) if last else None,
        files=page_downloads(manifest, words),
    )
    written = site.write(building / "page", warehouse, about)
    files = sorted(item for item in (building / "page").rglob("*") if item.is_file())
    return {**dataclasses.asdict(written), "files": [_file(building, file) for file in files]}


def _file(building: Path, file: Path) -> dict[str, Any]:
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return {"path": str(file.relative_to(building)), "bytes": file.stat().st_size, "sha256": sha256}


def _versions(warehouse: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    tools = {name: importlib.metadata.version(name) for name in ("duckdb", "dbt-core", "great-expectations")}
    return {"extractor": _distinct(warehouse, "extractor_version"), **tools}


def _distinct(warehouse: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    """What stands behind the facts: the sources, or the extractor versions (compiled claims were read by none)."""
    rows = warehouse.execute(
        f"select distinct {column} from marts.fct_fact_evidence where {column} is not null order by 1"
    )
    return [value for (value,) in rows.fetchall()]


def _make_durable(folder: Path) -> None:
    """Nothing is renamed into place that a power cut could still take away."""
    for item in sorted(folder.rglob("*")):
        _sync(item)
    _sync(folder)


def _sync(item: Path) -> None:
    handle = os.open(item, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _point_current_to(folder: Path, release_id: str) -> None:
    link = folder / (_BUILDING + "current")
    link.symlink_to(release_id)
    link.replace(folder / "current")
    _sync(folder)


def _manifest(release_folder: Path) -> dict[str, Any] | None:
    """A release's manifest; None if there is no such release or it is not one that this version understands."""
    try:
        manifest = json.loads((release_folder / "manifest.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return (
        manifest
        if {"release_id", "created_at", "content_sha256", "export_version", "tables"} <= manifest.keys()
        else None
    )


def _sweep(folder: Path) -> None:
    """Removes what runs that died left behind. The lock is held, so nobody alive is building."""
    for leftover in (item for item in folder.iterdir() if item.name.startswith((_BUILDING, _REMOVING))):
        log.info("removing %s, left by a run that did not end", leftover.name)
        if leftover.is_symlink():
            leftover.unlink()
        else:
            shutil.rmtree(leftover)


def _retire(folder: Path) -> None:
    """Removes all but the last releases. Renamed first, so that none is ever seen half removed."""
    current = (folder / "current").resolve().name
    others = [item for item in folder.iterdir() if _RELEASE_ID.fullmatch(item.name) and item.name != current]
    for release_folder in sorted(others, key=_created_at, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(release_folder.rename(folder / (_REMOVING + release_folder.name)))


def _created_at(release_folder: Path) -> tuple[str, str]:
    manifest = _manifest(release_folder)
    return (manifest["created_at"] if manifest else "", release_folder.name)


def _report(folder: Path, manifest: dict[str, Any], is_new: bool) -> ReleaseReport:
    page = manifest.get("page", {})
    return ReleaseReport(
        release_id=manifest["release_id"],
        path=str(folder / manifest["release_id"]),
        is_new=is_new,
        tables={name: table["n_rows"] for name, table in manifest["tables"].items()},
        content_sha256=manifest["content_sha256"],
        page={name: page[name] for name in PAGE_SIZES if name in page},
    )


def main(arguments: list[str] | None = None) -> int:
    """The command line: 0 if a release stands, 1 if there is none to make, with the reason on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m publish.release",
        description="Release the checked marts as DuckDB, Parquet, CSV, a workbook and a page: var/release/current, "
        "or where ILJARI_VAR says.",
    )
    parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        report = release()
    except (IljariError, duckdb.Error) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    rows = ", ".join(f"{name} {n_rows}" for name, n_rows in report.tables.items())
    sys.stdout.write(
        f"Release {report.release_id} ({'new' if report.is_new else 'unchanged'}): {rows}\n{report.path}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
