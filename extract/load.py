"""Load: from landing to the warehouse's schema `raw`. `python -m extract.load`

Whole files, each once, in one transaction; a row whose key is there already is left out. So a load can be stopped and
run again, and a warehouse that is gone comes back from landing.
"""

import argparse
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from extract.connection import SETTINGS
from extract.errors import IljariError
from extract.landing import (
    OPTIONAL_FILES,
    WHOLE,
    batch_folders,
    claim_folders,
    read,
    review_folders,
    signature_folders,
    stable_id,
)
from extract.paths import Place, paths
from extract.tables import LOADED_FILES, RAW_TABLES

log = logging.getLogger(__name__)

#: What each kind of folder in landing holds.
BATCH_FILES = ("fetches", "articles", "rejects", *OPTIONAL_FILES)
CLAIM_FILES = ("award_claims", "target_claims", "indicator_claims", "extractions", "rejects")
REVIEW_FILES = ("review_answers",)
SIGNATURE_FILES = ("signatures",)

#: How long to wait for another process that has the warehouse open: dbt's longest step here takes a few seconds.
WAIT_SECONDS = 60.0
_PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class LoadReport:
    """What one run of `load_new` took into the warehouse."""

    n_files: int
    n_damaged: int  # files that could not be taken; a row in raw.rejects for each
    rows: dict[str, int] = field(default_factory=dict)  # table → rows added by this run
    totals: dict[str, int] = field(default_factory=dict)  # table → rows now


class _File(NamedTuple):
    name: str  # below landing/
    path: Place
    table: str


class _Damaged(Exception):
    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def load_new(wait_seconds: float = WAIT_SECONDS) -> LoadReport:
    """Takes every file of landing that was not taken before into schema `raw`. See LoadReport.

    A file that cannot be read is left for the next time and noted in raw.rejects. Raises IljariError where the
    warehouse stays in use longer than `wait_seconds`, or is no DuckDB file.
    """
    added: Counter[str] = Counter()
    damaged = 0
    with _warehouse(wait_seconds) as con, _transaction(con):
        _make_tables(con)
        taken = {name for (name,) in con.execute("select landing_file from raw.loaded_files").fetchall()}
        n_files = 0
        for file in _files():
            if file.name in taken:
                continue
            try:
                content = _checked(file)
            except _Damaged as error:
                damaged += 1
                log.warning("%s: not loaded: %s: %s", file.name, error.reason, error.detail)
                added["rejects"] += _insert_note(con, file, error)
                continue
            added[file.table] += _insert(con, file, content)
            con.execute("insert into raw.loaded_files values (?, ?, now())", [file.name, content.num_rows])
            n_files += 1
        totals = {name: _count(con, name) for name in RAW_TABLES}
    return LoadReport(
        n_files=n_files, n_damaged=damaged, rows={name: added[name] for name in RAW_TABLES}, totals=totals
    )


def _files() -> Iterator[_File]:
    """The files that landing should hold: batches, claims, signatures, answers of people, each in order of names."""
    landing = paths().landing
    kinds = (
        (batch_folders(), BATCH_FILES),
        (claim_folders(), CLAIM_FILES),
        (signature_folders(), SIGNATURE_FILES),
        (review_folders(), REVIEW_FILES),
    )
    for folders, names in kinds:
        for folder in folders:
            for name in names:
                path = folder / f"{name}.parquet"
                if name in OPTIONAL_FILES and not path.exists():
                    continue
                yield _File(str(path).removeprefix(str(landing)).lstrip("/"), path, name)


def _checked(file: _File) -> pa.Table:
    """The rows of a file, every one read. Raises _Damaged: missing_file, damaged_file, wrong_columns."""
    schema, key = RAW_TABLES[file.table]
    try:
        content = read(file.path)
    except FileNotFoundError as error:
        raise _Damaged("missing_file", "its folder is in landing without it") from error
    except (OSError, pa.ArrowException) as error:
        raise _Damaged("damaged_file", str(error)) from error
    if key not in content.column_names:
        raise _Damaged("wrong_columns", f"no {key}; its columns: {', '.join(content.column_names)}")
    if content[key].null_count:
        raise _Damaged("wrong_columns", f"a row without {key}")
    for name in set(schema.names) & set(content.column_names):
        if content.schema.field(name).type != schema.field(name).type:
            raise _Damaged(
                "wrong_columns", f"{name} is {content.schema.field(name).type}, not {schema.field(name).type}"
            )
    return content


def _insert(con: duckdb.DuckDBPyConnection, file: _File, content: pa.Table) -> int:
    """Adds the rows of a file whose key is not in the table yet; of two with the same key one. Returns how many.

    A column that the file is too old to have is null.
    """
    schema, _ = RAW_TABLES[file.table]
    present = content.column_names
    columns = ", ".join(f'"{name}"' if name in present else f'null as "{name}"' for name in schema.names)
    con.register("landed_file", content)
    try:
        return _insert_new(con, file.table, f"select {columns} from landed_file", [])
    finally:
        con.unregister("landed_file")


def _insert_note(con: duckdb.DuckDBPyConnection, file: _File, error: _Damaged) -> int:
    """Adds the reject of a file: the same row at every load, so it is there once."""
    note = {
        "reject_id": stable_id("load", file.name, error.reason, error.detail),
        "source": "landing",
        "url": f"landing:{file.name}",
        "at": _changed_at(file.path),
        "stage": "load",
        "reason": error.reason,
        "detail": error.detail[:500],
        "page_sha256": None,
        "kept_at": file.name,
    }
    values = ", ".join(f'? as "{name}"' for name in note)
    return _insert_new(con, "rejects", f"select {values}", list(note.values()))


def _insert_new(con: duckdb.DuckDBPyConnection, name: str, select: str, parameters: list[Any]) -> int:
    schema, key = RAW_TABLES[name]
    columns = ", ".join(f'"{column}"' for column in schema.names)
    # Joined from the new rows' side: the keys of the whole history are only read past, not gathered.
    con.execute(f"create or replace temp table incoming as select {columns} from ({select})", parameters)
    done = con.execute(
        f"insert into raw.{name} ({columns}) select {columns} from incoming "
        f"where {key} not in (select {key} from raw.{name} semi join incoming using ({key})) "
        f"qualify row_number() over (partition by {key} order by {columns}) = 1 order by {key}"
    ).fetchone()
    con.execute("drop table incoming")
    return int(done[0]) if done else 0


def _changed_at(file: Place) -> datetime:
    """When a file last changed, or its folder where there is no such file: the same at every load."""
    place = file if file.exists() else file.parent if isinstance(file, Path) else file.parent / WHOLE
    return datetime.fromtimestamp(int(place.stat().st_mtime), UTC)


def _count(con: duckdb.DuckDBPyConnection, name: str) -> int:
    found = con.execute(f"select count(*) from raw.{name}").fetchone()
    return int(found[0]) if found else 0


def _make_tables(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create schema if not exists raw")
    schemas = {name: schema for name, (schema, _) in RAW_TABLES.items()} | {"loaded_files": LOADED_FILES}
    for name, schema in schemas.items():
        columns = ", ".join(f'"{column.name}" {_sql_type(column.type)}' for column in schema)
        con.execute(f"create table if not exists raw.{name} ({columns})")
        for column in schema:  # a column that came after the table was made
            con.execute(f'alter table raw.{name} add column if not exists "{column.name}" {_sql_type(column.type)}')


def _sql_type(kind: pa.DataType) -> str:
    names = {
        pa.string(): "varchar",
        pa.int32(): "integer",
        pa.int64(): "bigint",
        pa.float64(): "double",
        pa.bool_(): "boolean",
        pa.list_(pa.uint16()): "usmallint[]",
    }
    return "timestamptz" if pa.types.is_timestamp(kind) else names[kind]


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    con.execute("begin transaction")
    try:
        yield
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


@contextmanager
def _warehouse(wait_seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
    con = _connect(paths().warehouse, wait_seconds)
    try:
        yield con
    finally:
        con.close()


def _connect(file: Path, wait_seconds: float) -> duckdb.DuckDBPyConnection:
    """The warehouse, open for writing; waits while another process has it open."""
    file.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait_seconds
    while True:
        try:
            return duckdb.connect(str(file), config=SETTINGS)
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise IljariError(
                    f"{file} cannot be opened as a DuckDB file: {error}. "
                    "Move it away and load again: everything in it comes back from landing."
                ) from error
            if time.monotonic() >= until:
                raise IljariError(
                    f"{file} was in use by another program for {wait_seconds:.0f} s: {error}. "
                    "Close that program and run it again; to look at data, open the release, not the warehouse."
                ) from error
            time.sleep(_PAUSE_SECONDS)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m extract.load", description="Takes new files of landing into the warehouse."
    )
    parser.add_argument(
        "--wait", type=float, default=WAIT_SECONDS, help="seconds to wait for the warehouse (default: 60)"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        report = load_new(options.wait)
    except IljariError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    added = ", ".join(f"{name} +{count} ({report.totals[name]})" for name, count in report.rows.items())
    sys.stdout.write(f"{report.n_files} files, {report.n_damaged} damaged: {added}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
