"""The workbook, the wide CSV and the dictionary's page: what a reader finds in them is what the marts hold."""

import csv
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from expectations.marts import tables
from publish import dictionary_page, exports, terms, workbook
from publish.dictionary import Column, Dictionary, Table
from publish.workbook import About, write_workbook

AT = datetime(2026, 11, 26, 7, 21, 33, 554000, UTC)
ABOUT = About("20261126T072133554Z-c453ad9b", AT, ["compiled", "sample"], [("검사", "2개 가운데 2개 통과.")])
FORMULA = '=HYPERLINK("http://example.org","상금")'

MARTS = """
create schema marts;
create table marts.facts (
    fact_id varchar, year integer, municipality varchar, target_jobs bigint, rate_pct double, is_held boolean,
    reported_on date, held_from timestamptz, grades varchar[], exact decimal(10, 2), big hugeint, evidence_text varchar);
insert into marts.facts values
    ('f1', 2023, '충북 청주시', 50652, 121.8, true, '2024-08-08', '2024-08-07 23:30:00+00', ['대상', null], 1.25, 12, $formula),
    ('f2', 2024, '대전', null, null, null, null, null, null, null, null, null),
    ('f3', 2025, '서울', -3, 'nan', false, '1895-05-26', '1899-12-31 00:00:00+00', [], -0.5, 12345678901234567890, '  두 줄,\n"따옴표" _x0041_ ');
create table marts.notes (note_id varchar, note varchar);
create table marts.inner_things (x integer);
"""


def column(name: str, type_: str, label: str, **values: str) -> Column:
    return Column(name, type_, label, f"{label}의 뜻.", f"What {name} means.", values)


WORDS = Dictionary(
    (
        Table("mart", "facts", "사실", "사실마다 한 행. 더 긴 설명.", "One row a fact.", 1, (
            column("fact_id", "varchar", "사실 ID"), column("year", "integer", "연도"), column("municipality", "varchar", "지자체"),
            column("target_jobs", "bigint", "일자리 목표(개)"), column("rate_pct", "double", "달성률(%)"),
            column("is_held", "boolean", "채택 여부"), column("reported_on", "date", "보도일"),
            column("held_from", "timestamp with time zone", "시작 시각"), column("grades", "varchar[]", "훈격", unspecified="미상"),
            column("exact", "decimal", "값"), column("big", "hugeint", "큰 수"), column("evidence_text", "varchar", "근거 문장"))),
        Table("mart", "notes", "비고 모음", "비고마다 한 행.", "One row a note.", 2, (column("note_id", "varchar", "비고 ID"), column("note", "varchar", "비고"))),
        Table("mart", "inner_things", "안", "안에 있다.", "One row a thing.", None, (column("x", "integer", "엑스"),)),
    )
)  # fmt: skip


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(MARTS.replace("$formula", f"'{FORMULA}'"))
        yield connection


def written(connection: duckdb.DuckDBPyConnection, file: Path, about: About = ABOUT) -> dict[str, int]:
    return write_workbook(connection, tables(connection), WORDS, about, file)


def sheet_rows(file: Path, sheet: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(file)[sheet].iter_rows(values_only=True))


@pytest.fixture
def file(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    written(connection, tmp_path / "iljari.xlsx")
    return tmp_path / "iljari.xlsx"


class TestSheets:
    def test_what_this_is_then_the_words_then_the_marts_that_have_a_place(self, file: Path) -> None:
        assert openpyxl.load_workbook(file).sheetnames == ["안내", "단어와 단위", "사실", "비고 모음"]

    def test_headers_are_korean_and_keys_stand_at_the_end(self, file: Path) -> None:
        assert sheet_rows(file, "사실")[0] == (
            "연도", "지자체", "일자리 목표(개)", "달성률(%)", "채택 여부", "보도일", "시작 시각(한국 시각)", "훈격", "값", "큰 수", "근거 문장", "사실 ID",
        )  # fmt: skip

    def test_cells_are_typed_and_hold_what_the_mart_holds(self, file: Path) -> None:
        first, second, third = sheet_rows(file, "사실")[1:]
        assert first == (
            2023, "충북 청주시", 50652, 121.8, True, datetime(2024, 8, 8), datetime(2024, 8, 8, 8, 30), '["대상",null]', 1.25, 12, FORMULA, "f1",
        )  # fmt: skip
        assert second == (2024, "대전", *[None] * 9, "f2")
        # What Excel would change is text: no number, a day before its calendar, more digits than it keeps.
        assert third[2:10] == (
            -3,
            "nan",
            False,
            "1895-05-26",
            "1899-12-31T08:27:52",
            "[]",
            -0.5,
            "12345678901234567890",
        )
        assert unescaped(third[10]) == '  두 줄,\n"따옴표" _x0041_ '

    def test_another_reader_finds_the_same(self, file: Path) -> None:
        frame = pandas.read_excel(file, sheet_name="사실")
        assert list(frame["연도"]) == [2023, 2024, 2025]
        assert frame["일자리 목표(개)"].dropna().tolist() == [50652, -3]
        assert str(frame["연도"].dtype) == "int64"

    def test_the_header_stays_in_sight_and_filters(self, file: Path) -> None:
        page = openpyxl.load_workbook(file)["사실"]
        assert (page.freeze_panes, page.auto_filter.ref) == ("C2", "A1:L4")
        widths = [page.column_dimensions[letter].width for letter in "ABCDEFGHIJKL"]
        assert all(workbook._NARROW <= width <= workbook._WIDE + 1 for width in widths)
        assert page["C2"].number_format == "#,##0"
        assert page["A2"].number_format == "0"
        assert page["F2"].number_format == "yyyy-mm-dd"

    def test_an_empty_mart_is_a_header(self, file: Path) -> None:
        assert sheet_rows(file, "비고 모음") == [("비고", "비고 ID")]

    def test_words_and_units_tell_every_column_and_coded_value(self, file: Path) -> None:
        rows = sheet_rows(file, "단어와 단위")
        assert rows[0] == ("시트", "이름", "값", "단위", "형식", "뜻", "열 이름", "English")
        assert ("사실", "달성률(%)", None, "%", "실수", "달성률(%)의 뜻.", "rate_pct", "What rate_pct means.") in rows
        assert ("사실", "훈격", "unspecified", None, None, "미상", "grades", None) in rows
        assert {row[6] for row in rows[1:] if row[0] == "사실"} == {c.name for c in WORDS.mart("facts").columns}

    def test_the_first_sheet_says_release_licence_sources_and_how_to_cite(self, file: Path) -> None:
        told = dict(row[:2] for row in sheet_rows(file, "안내") if row[0])
        assert told["릴리스"] == ABOUT.release_id
        assert told["만든 때"] == "2026-11-26 16:21 (한국 시각)"
        assert told["검사"] == "2개 가운데 2개 통과."
        assert told["이용 조건"] == terms.TERMS["ko"]
        assert ABOUT.release_id in told["인용"]
        assert {"출처: compiled", "출처: sample"} <= told.keys()
        assert told["사실"] == "사실마다 한 행. 3행, 표 이름 facts."


class TestNoFormula:
    def test_a_formula_is_a_text_that_stays_one(self, file: Path) -> None:
        cell = openpyxl.load_workbook(file)["사실"]["K2"]
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", FORMULA, True)

    # A workbook an example: shrinking one that fails would take minutes.
    @settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(lambda t: t[:40]),
            max_size=30,
        )
    )
    def test_any_text_comes_back_as_it_was_and_none_runs(self, texts: list[str]) -> None:
        with duckdb.connect() as connection:
            connection.execute("create schema marts; create table marts.notes (note_id varchar, note varchar)")
            odd = [
                "=1+1",
                "+1",
                "-1",
                "@a",
                "\t=1",
                "\r=1",
                "<r>=1</r>",
                "{=1}",
                "http://a.kr",
                "123",
                "TRUE",
                "_x000D_",
            ]
            rows = [(f"{n:05}", text) for n, text in enumerate([*odd, *texts])]
            connection.executemany("insert into marts.notes values (?, ?)", rows)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "x.xlsx"
                written(connection, file)
                xml = zipfile.ZipFile(file).read("xl/worksheets/sheet3.xml").decode()
                cells = [cell for (cell, _) in openpyxl.load_workbook(file)["비고 모음"].iter_rows(min_row=2)]
        assert "<f>" not in xml
        assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}
        assert [unescaped(cell.value or "") for cell in cells] == [text for _, text in rows]


def unescaped(text: str) -> str:
    """XML has no control characters: Excel writes and reads them as _x0007_."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


class TestLimits:
    def test_a_mart_longer_than_a_sheet_is_cut_and_says_so(
        self, connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbook, "MAX_ROWS", 100)
        connection.execute("insert into marts.notes select lpad(i::varchar, 4, '0'), 'n' || i from range(100) t(i)")
        assert written(connection, tmp_path / "x.xlsx") == {"facts": 3, "notes": 98}
        rows = sheet_rows(tmp_path / "x.xlsx", "비고 모음")
        assert len(rows) == 100
        assert rows[98] == ("n97", "0097")
        assert rows[99][0] == "이하 2행 생략(한 시트에 100행까지). 전체: parquet/notes.parquet, csv/notes.csv"
        told = dict(row[:2] for row in sheet_rows(tmp_path / "x.xlsx", "안내") if row[0])
        assert "2행을 뺐다" in told["비고 모음"]
        assert openpyxl.load_workbook(tmp_path / "x.xlsx")["비고 모음"].auto_filter.ref == "A1:B99"

    def test_a_mart_that_just_fits_is_whole(
        self, connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbook, "MAX_ROWS", 100)
        connection.execute("insert into marts.notes select lpad(i::varchar, 4, '0'), 'n' || i from range(99) t(i)")
        assert written(connection, tmp_path / "x.xlsx")["notes"] == 99
        assert sheet_rows(tmp_path / "x.xlsx", "비고 모음")[-1] == ("n98", "0098")

    @settings(max_examples=50)
    @given(st.text(min_size=0, max_size=60), st.integers(1, 60))
    def test_a_text_is_cut_to_what_a_cell_takes(self, text: str, times: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(workbook, "MAX_TEXT", 100)
            text = text.encode("utf-8", "ignore").decode() * times
            short, units = workbook.cut(text), len(text.encode("utf-16-le")) // 2
        assert len(short.encode("utf-16-le")) // 2 <= 100
        assert (
            short == text
            if units <= 100
            else short.endswith(workbook._CUT) and text.startswith(short[: -len(workbook._CUT)])
        )

    def test_the_longest_text_that_excel_takes_is_written(
        self, connection: duckdb.DuckDBPyConnection, tmp_path: Path
    ) -> None:
        connection.execute("insert into marts.notes values ('a', repeat('가', 32767)), ('b', repeat('가', 40000))")
        written(connection, tmp_path / "x.xlsx")
        whole, cut = (row[0] for row in sheet_rows(tmp_path / "x.xlsx", "비고 모음")[1:])
        assert whole == "가" * 32767
        assert len(cut) == 32767
        assert cut.endswith("…(이하 생략)")


class TestSameBytes:
    def test_the_same_rows_and_release_are_the_same_bytes(
        self, connection: duckdb.DuckDBPyConnection, file: Path, tmp_path: Path
    ) -> None:
        connection.execute("create or replace table marts.facts as from marts.facts order by fact_id desc")
        written(connection, tmp_path / "again.xlsx")
        assert (tmp_path / "again.xlsx").read_bytes() == file.read_bytes()

    def test_time_and_id_are_those_of_the_release(
        self, connection: duckdb.DuckDBPyConnection, file: Path, tmp_path: Path
    ) -> None:
        assert openpyxl.load_workbook(file).properties.created == AT.replace(tzinfo=None, microsecond=0)
        assert {entry.date_time[0] for entry in zipfile.ZipFile(file).infolist()} == {1980}
        written(connection, tmp_path / "later.xlsx", replace(ABOUT, created_at=AT.replace(year=2027)))
        assert (tmp_path / "later.xlsx").read_bytes() != file.read_bytes()

    def test_nothing_else_is_left_in_the_folder(self, file: Path) -> None:
        assert list(file.parent.iterdir()) == [file]


class TestWideCsv:
    def test_korean_headers_and_no_formula(self, connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
        mart = next(mart for mart in tables(connection) if mart.name == "facts")
        assert exports.write_csv(connection, mart, tmp_path / "wide.csv", WORDS.mart("facts")) == 3
        content = (tmp_path / "wide.csv").read_bytes()
        assert content.startswith("\ufeff연도,지자체,".encode())
        with (tmp_path / "wide.csv").open(encoding="utf-8-sig", newline="") as source:
            first, second, _ = csv.DictReader(source)
        assert first["근거 문장"] == "'" + FORMULA
        assert (first["일자리 목표(개)"], first["달성률(%)"], first["사실 ID"]) == ("50652", "121.8", "f1")
        assert (second["일자리 목표(개)"], second["달성률(%)"]) == ("", "")


class TestPage:
    def test_both_languages_and_no_script(self) -> None:
        page = dictionary_page.render(WORDS)
        assert "사실마다 한 행." in page
        assert "What rate_pct means." in page
        assert "<dt><code>unspecified</code></dt><dd>미상</dd>" in page
        assert "<script" not in page
        assert re.findall(r"""(?:src|href)=["'](?!#)""", page) == []
        assert re.findall(r" style=| on\w+=", page) == []

    def test_its_policy_allows_its_own_style_alone(self) -> None:
        import base64
        import hashlib

        page = dictionary_page.render(WORDS)
        style = re.findall(r"<style>(.*?)</style>", page, flags=re.S)
        digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
        assert len(style) == 1
        assert (
            f"content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\"" in page
        )

    def test_a_description_is_text(self) -> None:
        table = replace(WORDS.mart("notes"), description="<img src=x> & `a<b`", label_ko="<b>비고</b>")
        page = dictionary_page.render(Dictionary((table,)))
        assert "&lt;img src=x&gt; &amp; <code>a&lt;b</code>" in page
        assert "&lt;b&gt;비고&lt;/b&gt;" in page
        assert "<img" not in page
