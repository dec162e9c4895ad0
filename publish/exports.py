"""The release's files: a serving DuckDB file, Parquet and CSV of every mart."""

import csv
from collections.abc import Sequence
from pathlib import Path

import duckdb

from expectations.marts import Column, Mart, quoted
from extract.connection import SETTINGS
from publish.dictionary import Dictionary, Table, explained_ko

#: Belongs to the content of a release: raise it when the files of the same facts come out differently.
EXPORT_VERSION = 3

#: A spreadsheet takes a cell that begins like this for a formula and runs it. The wide forms count too: Korean and
#: Japanese editions read them as their narrow ones (OWASP, 'CSV Injection').
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_duckdb(warehouse: Path, marts: list[Mart], file: Path, words: Dictionary) -> None:
    """Copies the marts into a new DuckDB file, schema `main`, in reading order, with their descriptions as comments:
    Korean label, Korean description and the English one that dbt left in the warehouse."""
    with duckdb.connect(str(file), config=SETTINGS) as connection:
        connection.execute(f"attach {literal(str(warehouse))} as warehouse (read_only)")
        for mart in marts:
            rows = f"select * from warehouse.{mart.qualified} order by {mart.order_by}"
            connection.execute(f"create table main.{quoted(mart.name)} as {rows}")
            table = words.mart(mart.name)
            comment = _comment(table.label_ko, table.description_ko, mart.description)
            _describe(connection, f"table main.{quoted(mart.name)}", comment)
            for column in mart.columns:
                word = table.column(column.name)
                comment = _comment(word.label_ko, explained_ko(word), column.description)
                _describe(connection, f"column main.{quoted(mart.name)}.{quoted(column.name)}", comment)
        connection.execute("detach warehouse")


def _comment(label_ko: str, description_ko: str, description: str | None) -> str | None:
    """One line, as database tools show it: '훈격: 상의 등급. … / Grade of the award …'."""
    if not description_ko:
        return description
    return f"{label_ko}: {description_ko} / {description or ''}".removesuffix(" / ")


def _describe(connection: duckdb.DuckDBPyConnection, what: str, description: str | None) -> None:
    if description:
        connection.execute(f"comment on {what} is {literal(description)}")


def write_parquet(connection: duckdb.DuckDBPyConnection, mart: Mart, file: Path) -> None:
    """Writes a mart of the open warehouse as one Parquet file (zstd), in reading order."""
    rows = f"select * from {mart.qualified} order by {mart.order_by}"
    connection.execute(f"copy ({rows}) to {literal(str(file))} (format parquet, compression zstd)")


def write_csv(connection: duckdb.DuckDBPyConnection, mart: Mart, file: Path, words: Table | None = None) -> int:
    """Writes a mart of the open warehouse as CSV, in reading order, and returns the number of rows.

    UTF-8 with a byte order mark, without which a Korean spreadsheet reads CP949; else RFC 4180: commas, CRLF, quotes
    doubled. Null is an empty cell, dates are ISO 8601, lists are JSON. A text that a spreadsheet would run as a formula
    gets an apostrophe before it, here and nowhere else: the DuckDB and Parquet files hold the text as it is. With the
    words of the mart the header is its Korean labels and the keys stand at the end.
    """
    columns = for_readers(mart.columns) if words else mart.columns
    cells = ", ".join(cell(column) for column in columns)
    rows = connection.execute(f"select {cells} from {mart.qualified} order by {mart.order_by}")
    is_text = [column.type == "VARCHAR" for column in columns]
    n_rows = 0
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)  # its default dialect is the RFC's
        writer.writerow([words.column(column.name).label_ko if words else column.name for column in columns])
        while batch := rows.fetchmany(10_000):
            writer.writerows(
                [_not_a_formula(value) if text else value for value, text in zip(row, is_text, strict=True)]
                for row in batch
            )
            n_rows += len(batch)
    return n_rows


def for_readers(columns: Sequence[Column]) -> list[Column]:
    """The columns of a mart with the keys at the end: a person looks for the name and the year first."""
    return sorted(columns, key=lambda column: column.name.endswith(("_id", "_ids", "_hash")))


def cell(column: Column) -> str:
    """A column as text, for SQL."""
    name = quoted(column.name)
    return f"to_json({name})::varchar" if is_nested(column) else f"{name}::varchar"


def is_nested(column: Column) -> bool:
    """Whether a value of the column is a list, a struct or a map."""
    return column.type.endswith("]") or column.type.startswith(("STRUCT", "MAP"))


def _not_a_formula(text: str | None) -> str | None:
    return "'" + text if text and text.startswith(FORMULA_STARTS) else text


def literal(text: str) -> str:
    """A text for SQL that takes no parameters (ATTACH, COPY, COMMENT)."""
    return "'" + text.replace("'", "''") + "'"
