"""The marts as they stand in the warehouse: the tables, what they hold, and one hash that names their content."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extract.connection import SETTINGS
from extract.errors import IljariError

SCHEMA = "marts"

#: The order in which a reader wants rows: time, then place, then what is said. Columns that a table lacks are skipped,
#: and all others follow, so that the order is total.
READING_ORDER = (
    "fact_table", "award_year", "year", "municipality_code", "code", "valid_from", "period_end",
    "programme", "category", "scope", "indicator",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of a mart, as DuckDB describes it."""

    name: str
    type: str
    description: str | None


@dataclass(frozen=True)
class Mart:
    """One table of the marts with its columns in their order."""

    schema: str
    name: str
    description: str | None
    columns: tuple[Column, ...]

    @property
    def qualified(self) -> str:
        """The name for SQL."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"

    @property
    def order_by(self) -> str:
        """A total order over the rows, first by what a reader looks for: the body of an ORDER BY."""
        names = [column.name for column in self.columns]
        first = [name for name in READING_ORDER if name in names]
        return ", ".join(
            f"{quoted(name)} nulls last" for name in (*first, *(name for name in names if name not in first))
        )


def quoted(name: str) -> str:
    """An identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def reading(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a DuckDB file, closed at the end, in UTC and without reaching for the network.

    Raises `IljariError` if there is no such file. A file that another process is writing raises DuckDB's own
    `IOException`: trying again later can mend that.
    """
    if not file.exists():
        raise IljariError(f"There is no warehouse at {file}. Land articles and build the marts first: make run.")
    with duckdb.connect(str(file), read_only=True, config=SETTINGS) as connection:
        connection.execute("set TimeZone = 'UTC'")  # instants are written and hashed the same on every machine
        yield connection


def tables(connection: duckdb.DuckDBPyConnection, schema: str = SCHEMA) -> list[Mart]:
    """The tables and views of a schema by name, with the descriptions that dbt left on them. Empty if it has none."""
    relations = connection.execute(
        """
        select table_name, comment from duckdb_tables()
        where database_name = current_database() and schema_name = $schema
        union all
        select view_name, comment from duckdb_views()
        where database_name = current_database() and schema_name = $schema
        order by 1
        """,
        {"schema": schema},
    ).fetchall()
    return [Mart(schema, name, comment, _columns(connection, schema, name)) for name, comment in relations]


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> tuple[Column, ...]:
    rows = connection.execute(
        """
        select column_name, data_type, comment from duckdb_columns()
        where database_name = current_database() and schema_name = ? and table_name = ? order by column_index
        """,
        [schema, table],
    ).fetchall()
    return tuple(Column(*row) for row in rows)


@dataclass(frozen=True)
class RowsHash:
    """What a table's rows are, in whatever order: their number, and the sums of both halves of their `row_hash`."""

    n_rows: int
    upper: int | None
    lower: int | None


def row_hash(mart: Mart) -> str:
    """Two columns for a select of a mart's rows, `upper` and `lower`: the halves of the MD5 of all values as text."""
    # A value cannot pass for two, or for none: neither character stands in a text that was read.
    values = ", ".join(f"coalesce({quoted(column.name)}::varchar, chr(0))" for column in mart.columns)
    row = f"concat_ws(chr(31), {values})"
    return f"md5_number_upper({row}) as upper, md5_number_lower({row}) as lower"


def content_sha256(
    connection: duckdb.DuckDBPyConnection, marts: list[Mart], known: Mapping[str, RowsHash] | None = None
) -> str:
    """One hash of names, types and rows of these tables: the same facts give the same hash on any machine.

    It is taken from the data and not from a file's bytes. Each row is hashed by itself (MD5 of its values as text, in
    the order of the columns), and the hashes are counted and added up: the order in which a table keeps its rows does
    not count, how often a row is there does, and a table of a million rows is neither sorted nor read into Python.
    A table whose rows are `known` by its name is not read at all.
    """
    digest = hashlib.sha256()
    for mart in sorted(marts, key=lambda mart: mart.name):
        rows = (known or {}).get(mart.name) or _rows_hash(connection, mart)
        heading = [mart.name, *(f"{column.name} {column.type}" for column in mart.columns)]
        told = map(str, (rows.n_rows, rows.upper, rows.lower))
        digest.update("\x1f".join((*heading, *told)).encode() + b"\n")
    return digest.hexdigest()


def _rows_hash(connection: duckdb.DuckDBPyConnection, mart: Mart) -> RowsHash:
    found = connection.execute(
        f"select count(*), sum(upper), sum(lower) from (select {row_hash(mart)} from {mart.qualified})"
    ).fetchall()
    return RowsHash(*found[0])
