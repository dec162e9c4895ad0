"""The release as one workbook for people with a spreadsheet: `iljari.xlsx`.

Sheets: what this is and how to cite it (안내), the words and units (단어와 단위), and one for each mart that has a
place in the workbook (`config.meta.sheet` in dbt). Headers are the Korean labels of the dictionary. Cells are typed;
a text is always a text, also where it begins like a formula. The same rows and the same release give the same bytes.
"""

import math
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from expectations.marts import Column, Mart, quoted
from publish import dictionary, terms
from publish.dictionary import Dictionary, Table
from publish.exports import FORMULA_STARTS, cell, for_readers, is_nested

#: Rows of a sheet, far below Excel's own limit of 1,048,576: what is longer is slow to open and to write (20,000 rows
#: of evidence take 8 seconds of processor), and whoever wants all of it has the CSV and Parquet beside.
MAX_ROWS = 100_000
#: Excel's limits: characters (UTF-16 units) of a cell, digits of a number.
MAX_TEXT, MAX_NUMBER = 32_767, 10**15
#: Excel counts days from 1900 and takes that year for a leap year: dates before March 1900 are written as text.
_FIRST_DAY = date(1900, 3, 1)
#: Rows that the widths of the columns are measured on, and the narrowest and widest column, in characters.
_MEASURED, _NARROW, _WIDE = 500, 9, 60
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_CUT = "…(이하 생략)"


class _PlainSheet(Worksheet):
    """A sheet without rich texts: XlsxWriter takes a text from '<r>' to '</r>' for one that it made itself and would
    write it unescaped, so that an article could put XML into the file."""

    def _xml_rich_inline_string(self, string: str, attributes: list[tuple[str, str]]) -> None:
        self._xml_inline_string(string, False, attributes)


@dataclass(frozen=True)
class About:
    """What the first sheet says of the release: its id and time, sources by name, and further lines (word, text)."""

    release_id: str
    created_at: datetime
    sources: Sequence[str]
    lines: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class _Sheet:
    """One mart in the workbook: `n_rows` it has, `n_written` of them that fit into a sheet."""

    mart: Mart
    table: Table
    n_rows: int

    @property
    def name(self) -> str:
        return self.table.label_ko

    @property
    def n_written(self) -> int:
        # A header, and where rows are left out a last row that says so.
        return self.n_rows if self.n_rows < MAX_ROWS else MAX_ROWS - 2


class _Formats:
    """The formats of cells, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def made(**properties: Any) -> Format:
            return book.add_format({"font_name": "맑은 고딕", "font_size": 10, "valign": "top", **properties})

        self.text = made(indent=1)
        self.quoted = made(indent=1, quote_prefix=True)  # stays a text also when somebody edits the cell
        self.wrapped = made(text_wrap=True)
        self.header = made(bold=True, text_wrap=True, valign="vcenter", bg_color="#E8EEF5", bottom=1)
        self.title = made(bold=True, font_size=16)
        self.word = made(bold=True)
        self.warning = made(bold=True, text_wrap=True, font_color="#B00020")
        self.link = made(font_color="#0B57A4", underline=1)
        self.number = made(num_format="#,##0")
        self.year = made(num_format="0", align="center")
        self.decimal = made(num_format="#,##0.0##")
        self.day = made(num_format="yyyy-mm-dd", align="center")
        self.instant = made(num_format="yyyy-mm-dd hh:mm:ss", align="center")


def write_workbook(
    connection: duckdb.DuckDBPyConnection, marts: Sequence[Mart], words: Dictionary, about: About, file: Path
) -> dict[str, int]:
    """Writes the workbook from the open warehouse and returns the rows written by mart.

    Memory stays the same however long the marts are. A mart with more rows than `MAX_ROWS` is cut, which its last row
    and the first sheet say. Dates before March 1900 and numbers of more than 15 digits are texts, because Excel would
    change them; a text longer than Excel takes ends with a mark. Instants are in Korean time.
    """
    sheets = _sheets(connection, marts, words)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        options = {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd"}
        book = xlsxwriter.Workbook(str(file), options)
        book.use_zip64()
        book.set_properties(
            {
                "title": f"Iljari {about.release_id}",
                "comments": terms.citation(about.release_id, about.created_at)["ko"],
                "created": about.created_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        formats = _Formats(book)
        _write_about(book.add_worksheet("안내", _PlainSheet), sheets, about, formats)
        _write_words(book.add_worksheet("단어와 단위", _PlainSheet), [sheet.table for sheet in sheets], formats)
        for sheet in sheets:
            _write_mart(connection, book.add_worksheet(sheet.name, _PlainSheet), sheet, formats)
        book.close()
    return {sheet.mart.name: sheet.n_written for sheet in sheets}


def _sheets(connection: duckdb.DuckDBPyConnection, marts: Sequence[Mart], words: Dictionary) -> list[_Sheet]:
    placed = sorted(
        ((table.sheet, mart.name, mart, table) for mart in marts if (table := words.mart(mart.name)).sheet is not None),
        key=lambda one: one[:2],
    )
    return [_Sheet(mart, table, _count(connection, mart)) for _, _, mart, table in placed]


def _count(connection: duckdb.DuckDBPyConnection, mart: Mart) -> int:
    row = connection.execute(f"select count(*) from {mart.qualified}").fetchone()
    assert row
    return int(row[0])


def _on_paper(page: Worksheet) -> None:
    """A4 across, all columns on the page, the header on each."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P / &N")


def _write_about(page: Worksheet, sheets: Sequence[_Sheet], about: About, formats: _Formats) -> None:
    page.set_column(0, 0, 20, formats.word)
    page.set_column(1, 1, 100, formats.wrapped)
    page.hide_gridlines(2)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, "일자리(Iljari): 지자체 일자리 목표와 수상", formats.title)
    at = about.created_at.astimezone(terms.SEOUL)
    lines: list[tuple[str, str]] = [
        ("내용", "어느 지자체가 어떤 일자리 목표를 세우고 얼마나 달성했으며 어떤 상을 받았는지, 그리고 그 근거 문장."),
        ("릴리스", about.release_id),
        ("만든 때", f"{at:%Y-%m-%d %H:%M} (한국 시각)"),
        *about.lines,
        ("인용", terms.citation(about.release_id, about.created_at)["ko"]),
        ("이용 조건", terms.TERMS["ko"]),
        *((f"출처: {name}", text) for name, text in terms.sources_terms(about.sources).items()),
        ("빈칸", "알려지지 않은 값이다. 0이 아니다."),
        ("부호 값", "agreed, disclosure처럼 로마자로 된 값의 뜻은 '단어와 단위' 시트에 있다."),
        (
            "표기",
            "시각은 한국 시각이다. 1900년 3월 이전 날짜와 15자리를 넘는 수는 엑셀이 바꾸므로 문자로 적었다. "
            f"{MAX_TEXT:,}자를 넘는 글은 줄이고 '{_CUT}'으로 끝냈다.",
        ),
    ]
    row = 2
    for word, text in lines:
        page.set_row(row, _height((text, 100)))
        page.write_string(row, 0, word, formats.word)
        page.write_string(row, 1, text, formats.wrapped)
        row += 1
    row += 1
    page.write_string(row, 0, "시트", formats.header)
    page.write_string(row, 1, "한 행이 나타내는 것", formats.header)
    for sheet in sheets:
        row += 1
        left_out = sheet.n_rows - sheet.n_written
        text = f"{_sentence(sheet.table.description_ko)} {sheet.n_rows:,}행, 표 이름 {sheet.mart.name}."
        if left_out:
            text += f" 엑셀의 행 제한으로 {left_out:,}행을 뺐다. 전체: {_elsewhere(sheet.mart)}"
        page.set_row(row, _height((text, 100)))
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", formats.link, sheet.name)
        page.write_string(row, 1, text, formats.warning if left_out else formats.wrapped)


def _sentence(text: str) -> str:
    """The first sentence, which says the grain."""
    return text.partition(". ")[0].rstrip(".") + "."


def _elsewhere(mart: Mart) -> str:
    return f"parquet/{mart.name}.parquet, csv/{mart.name}.csv"


def _write_words(page: Worksheet, tables: Sequence[Table], formats: _Formats) -> None:
    heads = (
        ("시트", 20),
        ("이름", 24),
        ("값", 24),
        ("단위", 8),
        ("형식", 10),
        ("뜻", 90),
        ("열 이름", 28),
        ("English", 90),
    )
    rows = [row for table in tables for row in _words_of(table)]
    page.set_row(0, 20)
    for column, (head, width) in enumerate(heads):
        page.set_column(column, column, width, formats.wrapped)
        page.write_string(0, column, head, formats.header)
    for number, row in enumerate(rows, start=1):
        page.set_row(number, _height(*zip(row, (width for _, width in heads), strict=True)))
        for column, text in enumerate(row):
            if text:
                page.write_string(number, column, text, formats.wrapped)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, len(rows), len(heads) - 1)
    _on_paper(page)


def _words_of(table: Table) -> Iterator[tuple[str, ...]]:
    """A row for each column, and one below it for each coded value that it may have."""
    for column in table.columns:
        head = header(column)
        yield (
            table.label_ko,
            head,
            "",
            column.unit,
            column.type_ko,
            column.description_ko,
            column.name,
            " ".join(column.description.split()),
        )
        for value, meaning in column.values_ko.items():
            yield table.label_ko, head, value, "", "", meaning, column.name, ""


def header(column: dictionary.Column) -> str:
    """The header of a column in the workbook: its Korean label; of an instant, in whose time it is."""
    return f"{column.label_ko}(한국 시각)" if column.type == "timestamp with time zone" else column.label_ko


def _write_mart(connection: duckdb.DuckDBPyConnection, page: Worksheet, sheet: _Sheet, formats: _Formats) -> None:
    mart, columns = sheet.mart, for_readers(sheet.mart.columns)
    heads = [header(sheet.table.column(column.name)) for column in columns]
    writers = [_writer(page, column, formats) for column in columns]
    rows = connection.execute(
        f"select {', '.join(_value(column) for column in columns)} from {mart.qualified} "
        f"order by {mart.order_by} limit {sheet.n_written}"
    )
    batch = rows.fetchmany(_MEASURED)
    for number, head in enumerate(heads):
        page.set_column(number, number, _width(head, [row[number] for row in batch]), formats.text)
    page.set_row(0, 32)
    for number, head in enumerate(heads):
        page.write_string(0, number, head, formats.header)
    n = 0
    while batch:
        for row in batch:
            n += 1
            for number, (write, value) in enumerate(zip(writers, row, strict=True)):
                if value is not None:
                    write(n, number, value)
        batch = rows.fetchmany(10_000)
    if sheet.n_written < sheet.n_rows:
        left_out = sheet.n_rows - sheet.n_written
        page.write_string(
            n + 1,
            0,
            f"이하 {left_out:,}행 생략(한 시트에 {MAX_ROWS:,}행까지). 전체: {_elsewhere(mart)}",
            formats.warning,
        )
        page.set_tab_color("#B00020")
    _on_paper(page)
    page.freeze_panes(1, _n_frozen(columns))
    if columns:
        page.autofilter(0, 0, n, len(columns) - 1)


def _n_frozen(columns: Sequence[Column]) -> int:
    """Columns that stay in sight: up to the name of the municipality where it stands near the beginning."""
    names = [column.name for column in columns[:5]]
    return names.index("municipality") + 1 if "municipality" in names else 1


def _value(column: Column) -> str:
    """A column for SQL, as the Python value that is written."""
    name = quoted(column.name)
    if column.type == "TIMESTAMP WITH TIME ZONE":
        return f"{name} at time zone 'Asia/Seoul'"
    if column.type in (*_INTEGERS, "VARCHAR", "BOOLEAN", "DATE", "TIMESTAMP", "DOUBLE", "FLOAT"):
        return name
    if column.type.startswith("DECIMAL"):
        return f"{name}::double"
    return cell(column) if is_nested(column) else f"{name}::varchar"


def _writer(page: Worksheet, column: Column, formats: _Formats) -> Callable[[int, int, Any], Any]:
    """How the values of a column are written."""

    def text(row: int, number: int, value: str) -> None:
        page.write_string(row, number, cut(value), formats.quoted if value.startswith(FORMULA_STARTS) else formats.text)

    def number(row: int, place: int, value: float) -> None:
        if abs(value) >= MAX_NUMBER or not math.isfinite(value):
            text(row, place, str(value))
        else:
            page.write_number(row, place, value, number_format)

    def day(row: int, place: int, value: date) -> None:
        if (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
            text(row, place, value.isoformat())
        else:
            page.write_datetime(row, place, value, day_format)

    def boolean(row: int, place: int, value: bool) -> None:
        page.write_boolean(row, place, value, formats.text)

    is_year = column.name == "year" or column.name.endswith("_year") or column.name == "period_end"
    is_whole = column.type in _INTEGERS
    number_format = formats.year if is_year else formats.number if is_whole else formats.decimal
    day_format = formats.day if column.type == "DATE" else formats.instant
    if column.type == "BOOLEAN":
        return boolean
    if column.type == "DATE" or column.type.startswith("TIMESTAMP"):
        return day
    if is_whole or column.type in ("DOUBLE", "FLOAT") or column.type.startswith("DECIMAL"):
        return number
    return text


def cut(text: str) -> str:
    """A text as long as a cell takes, with a mark where something was left out."""
    if len(text) * 2 <= MAX_TEXT:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= MAX_TEXT * 2:
        return text
    return units[: (MAX_TEXT - len(_CUT)) * 2].decode("utf-16-le", errors="ignore") + _CUT


def _width(head: str, values: Sequence[Any]) -> int:
    """The width of a column: its widest value, and its header in two lines beside the button of the filter."""
    widest = max((_wide(str(value).partition("\n")[0]) for value in values if value is not None), default=0)
    return min(max(_NARROW, widest + 2, math.ceil(_wide(head) / 2) + 4), _WIDE)


def _height(*cells: tuple[str, int]) -> float:
    """The height of a row of wrapped cells, from text and width of each: not every program measures it itself."""
    lines = max(math.ceil(_wide(text) / (width - 2)) for text, width in cells)
    return 16.0 * max(lines, 1) + 2


def _wide(text: str) -> int:
    """Width on the screen: a Korean letter is as wide as two Latin ones."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text[:1000])
