"""The release's files: a serving DuckDB file, Parquet and CSV of every mart."""

import csv
from pathlib import Path

import duckdb

from expectations.marts import OFFLINE, Column, Mart, quoted

#: Belongs to the content of a release: raise it when the files of the same facts come out differently.
EXPORT_VERSION = 2

#: A spreadsheet takes a cell that begins like this for a formula and runs it. The wide forms count too: Korean and
#: Japanese editions read them as their narrow ones (OWASP, 'CSV Injection').
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_duckdb(warehouse: Path, marts: list[Mart], file: Path) -> None:
    """Copies the marts into a new DuckDB file, schema `main`, with their descriptions and in reading order."""
    with duckdb.connect(str(file), config=OFFLINE) as connection:
        connection.execute(f"attach {literal(str(warehouse))} as warehouse (read_only)")
        for mart in marts:
            rows = f"select * from warehouse.{mart.qualified} order by {mart.order_by}"
            connection.execute(f"create table main.{quoted(mart.name)} as {rows}")
            _describe(connection, f"table main.{quoted(mart.name)}", mart.description)
            for column in mart.columns:
                _describe(connection, f"column main.{quoted(mart.name)}.{quoted(column.name)}", column.description)
        connection.execute("detach warehouse")


def _describe(connection: duckdb.DuckDBPyConnection, what: str, description: str | None) -> None:
    if description:
        connection.execute(f"comment on {what} is {literal(description)}")


def write_parquet(connection: duckdb.DuckDBPyConnection, mart: Mart, file: Path) -> None:
    """Writes a mart of the open warehouse as one Parquet file (zstd), in reading order."""
    rows = f"select * from {mart.qualified} order by {mart.order_by}"
    connection.execute(f"copy ({rows}) to {literal(str(file))} (format parquet, compression zstd)")


def write_csv(connection: duckdb.DuckDBPyConnection, mart: Mart, file: Path) -> int:
    """Writes a mart of the open warehouse as CSV, in reading order, and returns the number of rows.

    UTF-8 with a byte order mark, without which a Korean spreadsheet reads CP949; else RFC 4180: commas, CRLF, quotes
    doubled. Null is an empty cell, dates are ISO 8601, lists are JSON. A text that a spreadsheet would run as a formula
    gets an apostrophe before it, here and nowhere else: the DuckDB and Parquet files hold the text as it is.
    """
    cells = ", ".join(_cell(column) for column in mart.columns)
    rows = connection.execute(f"select {cells} from {mart.qualified} order by {mart.order_by}")
    is_text = [column.type == "VARCHAR" for column in mart.columns]
    n_rows = 0
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)  # its default dialect is the RFC's
        writer.writerow([column.name for column in mart.columns])
        while batch := rows.fetchmany(10_000):
            writer.writerows(
                [_not_a_formula(value) if text else value for value, text in zip(row, is_text, strict=True)]
                for row in batch
            )
            n_rows += len(batch)
    return n_rows


def _cell(column: Column) -> str:
    """A column as text, for SQL."""
    is_nested = column.type.endswith("]") or column.type.startswith(("STRUCT", "MAP"))
    name = quoted(column.name)
    return f"to_json({name})::varchar" if is_nested else f"{name}::varchar"


def _not_a_formula(text: str | None) -> str | None:
    return "'" + text if text and text.startswith(_FORMULA_STARTS) else text


def literal(text: str) -> str:
    """A text for SQL that takes no parameters (ATTACH, COPY, COMMENT)."""
    return "'" + text.replace("'", "''") + "'"
