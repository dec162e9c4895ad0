"""A release's files for spreadsheets, read by another library and compared with its DuckDB file cell by cell."""

import csv
import json
import math
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import openpyxl

from publish import dictionary


def differences(release: Path) -> list[str]:
    """One line for each cell of the workbook or the wide CSV that is not what the release's marts hold."""
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    words = dictionary.load((release / "docs" / "dictionary.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(release / "iljari.xlsx", read_only=True)
    found = []
    with duckdb.connect(release / "iljari.duckdb", read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name in manifest["downloads"]["workbook"]["n_rows"]:
            table = words.mart(name)
            header, *rows = book[table.label_ko].iter_rows(values_only=True)
            found += _differences(f"{name} in the workbook", table, connection, header, rows, _is_cell)
        with (release / "iljari_wide.csv").open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        table = words.mart("municipality_year")
        found += _differences("the wide CSV", table, connection, header, rows, _is_text)
    return found


def _differences(
    where: str, table: dictionary.Table, connection: Any, header: Any, rows: Any, is_same: Any
) -> list[str]:
    names = {label.removesuffix("(한국 시각)"): number for number, label in enumerate(header)}
    columns = [column for column, *_ in connection.execute(f"describe {table.name}").fetchall()]
    if set(names) != {table.column(column).label_ko for column in columns}:
        return [f"{where}: other columns: {sorted(names)}"]
    expected = connection.execute(f"from {table.name}").fetchall()
    if len(expected) != len(rows):
        return [f"{where}: {len(rows)} rows of {len(expected)}"]
    places = [names[table.column(column).label_ko] for column in columns]
    return [
        f"{where}, row {number}, {column}: {row[place]!r} is not {value!r}"
        for number, (values, row) in enumerate(zip(expected, rows, strict=True), start=2)
        for column, place, value in zip(columns, places, values, strict=True)
        if not is_same(row[place], value)
    ]


def _is_cell(cell: Any, value: Any) -> bool:
    if isinstance(value, str):
        return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), cell or "") == value
    if isinstance(value, bool) or value is None:
        return cell is value
    if isinstance(value, datetime):  # an instant, in Korean time and to the millisecond
        return bool(
            abs(cell - value.astimezone(ZoneInfo("Asia/Seoul")).replace(tzinfo=None)) < timedelta(milliseconds=1)
        )
    if isinstance(value, date):
        return bool(cell == datetime(value.year, value.month, value.day) or cell == value.isoformat())
    return isinstance(cell, int | float) and math.isclose(cell, value, rel_tol=1e-14)


def _is_text(cell: str, value: Any) -> bool:
    if value is None:
        return cell == ""
    if isinstance(value, str):
        return cell in (value, "'" + value)
    return float(cell) == value
