"""The release: whole or not at all, the same for the same facts, and never in a reader's way."""

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations import marts as marts_module
from expectations import outcomes
from extract.errors import IljariError
from extract.paths import PROJECT, paths
from publish import dictionary, docs_page, exports
from publish import release as release_module
from publish.page import site
from publish.release import ReleaseReport as Report
from publish.release import main, release

#: Two state folders to be copied, marts that nobody checked and the same marts released, and the report of that release.
Templates = tuple[Path, Path, Report]

MARTS = """
create schema if not exists raw;
create schema if not exists marts;
create or replace table raw.articles (article_id varchar, body varchar, text varchar, published_at timestamptz);
create or replace table marts.dim_municipality (
    municipality_id varchar, code varchar, municipality varchar, sido varchar, sido_name_ko varchar, name_ko varchar,
    name_en varchar, level varchar, valid_from date, valid_to date, change varchar, predecessor_ids varchar,
    successor_ids varchar);
insert into marts.dim_municipality values
    ('m43110_2014', '43110', '충북 청주시', '충북', '충청북도', '청주시', 'Cheongju-si', 'basic', '2014-07-01', null, 'merged', null, null),
    ('m45210', '45210', '전북 김제시', '전북', '전라북도', '김제시', 'Gimje-si', 'basic', '1995-01-01', null, 'existing', null, null);
create or replace table marts.fct_job_awards (
    fact_id varchar, municipality_id varchar, municipality_code varchar, municipality varchar, award_year integer,
    programme varchar, category varchar, section varchar, status varchar, n_articles integer, n_independent integer, n_disagreeing integer,
    n_compiled integer, first_reported_on date, grade varchar, incentive_krw bigint);
insert into marts.fct_job_awards
    select
        fact_id, 'm' || code, left(code, 5), municipality, award_year, 'national_jobs_award', 'disclosure', 'disclosure', 'single', 1, 1, 0, 0,
        null,
        grade, incentive_krw
    from (values
        ('f3', '45210', '전북 김제시', 2021, '우수상', 70000000),
        ('f2', '43110_2014', '충북 청주시', 2021, '최우수상', null),
        ('f1', '43110_2014', '충북 청주시', 2020, '특별상', null)
    ) as awards (fact_id, code, municipality, award_year, grade, incentive_krw);
create or replace table marts.fct_job_targets (
    fact_id varchar, year integer, municipality_id varchar, period_end integer, scope varchar, target_jobs bigint,
    actual_jobs bigint, achievement_pct_reported double, achievement_pct_computed double, status varchar,
    n_articles integer, n_independent integer, n_disagreeing integer, first_reported_on date);
insert into marts.fct_job_targets values
    ('t1', 2023, 'm43110_2014', null, 'total', 50652, 61692, null, 121.8, 'single', 1, 1, 0, null);
create or replace table marts.fct_employment_indicators (
    fact_id varchar, year integer, municipality_id varchar, indicator varchar, value_pct double, status varchar,
    n_articles integer, n_independent integer, n_disagreeing integer, first_reported_on date);
create or replace table marts.fct_fact_evidence (
    fact_evidence_id varchar, fact_table varchar, fact_id varchar, claim_id varchar, article_id varchar, voice_id varchar,
    source varchar, url varchar, title varchar, published_on date, stated varchar, agrees boolean, disagrees_on varchar,
    is_compiled boolean, certainty varchar, evidence_start integer, evidence_end integer, evidence_text varchar,
    confidence double, is_best boolean, extractor_version varchar);
insert into marts.fct_fact_evidence by name
    select
        evidence_id as fact_evidence_id, 'fct_job_awards' as fact_table, 'f1' as fact_id, 'folder' as source,
        evidence_id as claim_id, evidence_id as article_id, evidence_id as voice_id, true as agrees,
        false as is_compiled, evidence_text, confidence, is_best, extractor_version
    from (values
        ('e1', '=HYPERLINK("http://example.org","상금")', -0.5, true, '0.9.0'),
        ('e2', e'두 줄,\n"따옴표"', 1.0, false, '0.10.0')
    ) as evidence (evidence_id, evidence_text, confidence, is_best, extractor_version);
create or replace table marts.fct_fact_candidates (
    fact_id varchar, field varchar, value varchar, rank integer, is_agreeing boolean, outcome varchar, why varchar);
create or replace table marts.fct_fact_log (
    fact_log_id varchar, fact_table varchar, fact_id varchar, change_number integer, held_from timestamptz, change varchar,
    changed_by varchar, municipality_id varchar, municipality_code varchar, municipality varchar, year integer,
    about varchar, held varchar, status varchar);
create or replace table marts.fct_award_streaks (municipality_id varchar, first_award_year integer, last_award_year integer);
create or replace table marts.award_editions (
    award_year integer, edition_number integer, held_on date, n_governments_announced integer, n_governments_found integer,
    n_prizes_announced integer, n_prizes_found integer, n_disclosure_prizes_announced integer,
    n_disclosure_prizes_found integer, n_project_prizes_announced integer, n_project_prizes_found integer,
    n_unspecified_prizes_found integer, source_url varchar);
create or replace table marts.award_edition_grades (
    award_year integer, category varchar, grade varchar, n_announced integer, n_found integer);
create or replace table marts.municipality_year (
    municipality_id varchar, year integer, target_jobs bigint, actual_jobs bigint, achievement_pct_reported double,
    achievement_pct_computed double, employment_rate_pct double, n_national_awards integer, n_facts integer);
insert into marts.municipality_year (municipality_id, year, n_facts) values ('m43110_2014', 2020, 1);
comment on table marts.fct_job_awards is 'One row an award; it''s 상.';
comment on column marts.fct_job_awards.incentive_krw is 'Money in won.';
"""


WORDS = dictionary.Dictionary(
    (
        dictionary.Table("mart", "municipality_year", "지자체·연도", "한 행.", "One row.", 1, (
            dictionary.Column("year", "integer", "연도", "기준 연도.", "Year.", {}),)),
        dictionary.Table("mart", "fct_job_awards", "일자리 수상", "상마다 한 행.", "One row an award.", 2, (
            dictionary.Column("grade", "varchar", "훈격", "상의 등급.", "Grade.", {"unspecified": "미상"}),)),
    )
)  # fmt: skip


def know(words: dictionary.Dictionary) -> None:
    """The dictionary as if dbt had told it."""
    docs_page.kept_words().write_text(dictionary.dump(words), encoding="utf-8")


def change(sql: str) -> None:
    """Something other than the release writes the warehouse."""
    with duckdb.connect(str(paths().warehouse)) as connection:
        connection.execute(sql)


def pass_gate(is_passed: bool = True) -> str:
    """What the gate leaves when it has seen the marts as they are now. Returns the hash of their content."""
    with marts_module.reading(paths().warehouse) as connection:
        content = marts_module.content_sha256(connection, marts_module.tables(connection))
    report = {"n_expectations": 9, "n_passed": 8, "n_warned": 1, "docs_path": "docs", "content_sha256": content}
    warnings = ["marts.fct_job_awards: a warning\n  row: title=제목"]
    outcomes.record(
        "candidate", {**report, "gate": "candidate", "warnings": warnings}, [] if is_passed else ["it failed"]
    )
    return content


def released(sql: str = "") -> Report:
    """The report of a release after a change of the marts that passed the gate."""
    if sql:
        change(sql)
    pass_gate()
    return release()


def use(var: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("ILJARI_VAR", str(var))
    patch.setenv("ILJARI_PAGE_VIEW", str(var / "view"))


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    unchecked, done = (tmp_path_factory.mktemp(name) / "var" for name in ("unchecked", "done"))
    with pytest.MonkeyPatch.context() as patch:
        use(unchecked, patch)
        unchecked.mkdir()
        change(MARTS)
        # Its own test makes the page, which takes dbt seconds; here it is as if it had been made before.
        page = docs_page.kept_page()
        page.parent.mkdir(parents=True)
        page.write_text("<!doctype html>", encoding="utf-8")
        know(WORDS)
        (unchecked / "view").mkdir()
        for name in site.NEEDED:
            (unchecked / "view" / name).write_text(name, encoding="utf-8")
        shutil.copytree(unchecked, done)
        use(done, patch)
        return unchecked, done, released()


@pytest.fixture(autouse=True)
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, templates: Templates) -> Path:
    """Marts of the test's own, which nobody checked."""
    use(shutil.copytree(templates[0], tmp_path / "var"), monkeypatch)
    return paths().warehouse


@pytest.fixture
def first(warehouse: Path, templates: Templates) -> Report:
    """The marts of the test's own are released; the report of it."""
    _, done, report = templates
    shutil.copytree(done, paths().var, symlinks=True, dirs_exist_ok=True)
    return replace(report, path=str((paths().release / "current").resolve()))


@pytest.fixture
def current() -> Path:
    return paths().release / "current"


def query(file: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many releases stay, here: fewer than else, so that fewer must be made."""
    monkeypatch.setattr(release_module, "KEPT", 2)
    return 2


def python(code: str, **kwargs: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT, env=os.environ.copy(), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **kwargs
    )  # fmt: skip


class TestWhatIsReleased:
    def test_only_marts_in_the_main_schema(self, current: Path, first: Report) -> None:
        tables = query(
            current / "iljari.duckdb", "select schema_name || '.' || table_name from duckdb_tables() order by 1"
        )
        assert [name for (name,) in tables] == [f"main.{name}" for name in sorted(release_module.REQUIRED)]
        assert first.tables == {
            "award_edition_grades": 0, "award_editions": 0, "dim_municipality": 2, "fct_award_streaks": 0,
            "fct_employment_indicators": 0, "fct_fact_candidates": 0, "fct_fact_evidence": 2, "fct_fact_log": 0,
            "fct_job_awards": 3, "fct_job_targets": 1, "municipality_year": 1,
        }  # fmt: skip
        assert first.is_new
        assert Path(first.path) == current.resolve()

    def test_descriptions_travel_with_the_tables(self, current: Path, first: Report) -> None:
        file = current / "iljari.duckdb"
        table = query(file, "select comment from duckdb_tables() where table_name = 'fct_job_awards'")
        column = query(file, "select comment from duckdb_columns() where column_name = 'incentive_krw'")
        assert table == [("일자리 수상: 상마다 한 행. / One row an award; it's 상.",)]
        assert column == [("Money in won.",)]
        known = query(
            file, "select comment from duckdb_columns() where (table_name, column_name) = ('fct_job_awards', 'grade')"
        )
        assert known == [("훈격: 상의 등급. `unspecified` 미상",)]

    def test_rows_stand_in_reading_order_in_every_format(self, current: Path, first: Report) -> None:
        by_year_and_code = ["f1", "f2", "f3"]
        assert [row[0] for row in query(current / "iljari.duckdb", "from fct_job_awards")] == by_year_and_code
        parquet = duckdb.read_parquet(str(current / "parquet" / "fct_job_awards.parquet")).fetchall()
        assert [row[0] for row in parquet] == by_year_and_code
        assert [row["fact_id"] for row in read_csv(current / "csv" / "fct_job_awards.csv")] == by_year_and_code

    def test_parquet_is_compressed_and_holds_the_text_as_it_is(self, current: Path, first: Report) -> None:
        file = str(current / "parquet" / "fct_fact_evidence.parquet")
        codecs = duckdb.execute("select distinct compression from parquet_metadata($file)", {"file": file}).fetchall()
        texts = duckdb.execute("select evidence_text from read_parquet($file) order by all", {"file": file}).fetchall()
        assert codecs == [("ZSTD",)]
        assert ('=HYPERLINK("http://example.org","상금")',) in texts

    def test_manifest_counts_and_checksums_are_those_of_the_files(self, current: Path, first: Report) -> None:
        manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["release_id"] == first.release_id == current.resolve().name
        assert manifest["content_sha256"] == first.content_sha256
        assert manifest["versions"]["extractor"] == ["0.10.0", "0.9.0"]
        assert manifest["versions"]["duckdb"] == duckdb.__version__
        assert manifest["sources"] == ["folder"]
        assert manifest["checks"]["candidate"]["n_passed"] == 8
        assert manifest["checks"]["candidate"]["warnings"] == ["marts.fct_job_awards: a warning"]
        described = [manifest["database"], manifest["docs"], *manifest["page"]["files"]]
        for name, table in manifest["tables"].items():
            assert table["n_rows"] == first.tables[name]
            described += table["files"].values()
        described += [*manifest["dictionary"].values(), *manifest["downloads"].values()]
        written = [file for file in current.resolve().rglob("*") if file.is_file() and file.name != "manifest.json"]
        assert len(described) == len(written)
        for file in described:
            content = (current / file["path"]).read_bytes()
            assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
        assert manifest["tables"]["fct_job_awards"]["columns"][-1] == {
            "name": "incentive_krw", "type": "BIGINT", "description": "Money in won.",
        }  # fmt: skip

    def test_a_spreadsheet_user_finds_korean_files(self, current: Path, first: Report) -> None:
        manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["downloads"]["workbook"]["n_rows"] == {"municipality_year": 1, "fct_job_awards": 3}
        assert manifest["downloads"]["wide_csv"]["n_rows"] == 1
        # A column that the models do not know keeps its name.
        (wide,) = read_csv(current / "iljari_wide.csv")
        assert wide["연도"] == "2020"
        assert (wide["n_facts"], wide["target_jobs"], wide["municipality_id"]) == ("1", "", "m43110_2014")
        assert first.release_id in manifest["citation"]["ko"]
        book = openpyxl.load_workbook(current / "iljari.xlsx")
        assert book.sheetnames == ["안내", "단어와 단위", "지자체·연도", "일자리 수상"]
        told = dict(row[:2] for row in book["안내"].iter_rows(values_only=True) if row[0])
        assert told["릴리스"] == first.release_id
        assert told["검사"] == "9개 가운데 8개 통과. 자세한 내용은 manifest.json에 있다."
        assert "상의 등급." in (current / "docs" / "dictionary.html").read_text(encoding="utf-8")
        assert dictionary.load((current / "docs" / "dictionary.json").read_text(encoding="utf-8")) == WORDS

    def test_the_page_stands_in_the_release_with_its_sizes(self, current: Path, first: Report) -> None:
        page = {file.relative_to(current / "page").as_posix(): file for file in (current / "page").rglob("*.*")}
        assert set(page) == {
            "index.html", "app.js", "app.css", "data/core.js", "data/evidence/m43110_2014.js", "data/evidence/m45210.js",
        }  # fmt: skip
        assert first.page["n_files"] == len(page)
        assert first.page["n_bytes"] == sum(file.stat().st_size for file in page.values())
        assert first.release_id in page["data/core.js"].read_text(encoding="utf-8")

    def test_a_candidate_without_facts_is_released_too(self, current: Path) -> None:
        tables = ("fct_job_awards", "fct_job_targets", "fct_fact_evidence", "municipality_year")
        report = released("".join(f"delete from marts.{table};" for table in tables))
        assert report.tables["fct_job_awards"] == 0
        assert read_csv(current / "csv" / "fct_job_awards.csv") == []


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


class TestCsv:
    def test_a_spreadsheet_reads_it_as_utf8(self, current: Path, first: Report) -> None:
        content = (current / "csv" / "fct_job_awards.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbffact_id,")
        assert content.count(b"\r\n") == content.count(b"\n") == 4
        assert read_csv(current / "csv" / "fct_job_awards.csv")[0]["municipality"] == "충북 청주시"

    def test_values_stay_what_they_are(self, current: Path, first: Report) -> None:
        award = read_csv(current / "csv" / "fct_job_awards.csv")
        assert [row["incentive_krw"] for row in award] == ["", "", "70000000"]
        assert read_csv(current / "csv" / "fct_job_targets.csv")[0]["achievement_pct_computed"] == "121.8"
        assert read_csv(current / "csv" / "dim_municipality.csv")[0]["valid_from"] == "2014-07-01"

    def test_a_text_never_runs_as_a_formula_and_a_number_below_zero_stays_a_number(
        self, current: Path, first: Report
    ) -> None:
        first, second = read_csv(current / "csv" / "fct_fact_evidence.csv")
        assert first["evidence_text"] == '\'=HYPERLINK("http://example.org","상금")'
        assert first["confidence"] == "-0.5"
        assert second["evidence_text"] == '두 줄,\n"따옴표"'

    def test_lists_are_json(self, current: Path) -> None:
        released(
            "alter table marts.municipality_year add column grades varchar[]; update marts.municipality_year set grades = ['대상', null]"
        )
        assert read_csv(current / "csv" / "municipality_year.csv")[0]["grades"] == '["대상",null]'

    @given(st.text())
    def test_only_a_formula_is_changed(self, text: str) -> None:
        cell = exports._not_a_formula(text)
        assert cell in (text, "'" + text)
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert cell == text or text[0] in "=+-@\t\r\n＝＋－＠"


HASH = """
import duckdb
from expectations import marts
from extract.paths import paths
print(duckdb.execute("select current_setting('TimeZone')").fetchone()[0])
with marts.reading(paths().warehouse) as connection:
    print(marts.content_sha256(connection, marts.tables(connection)))
"""


class TestSameFacts:
    def test_a_second_call_keeps_the_release(self, current: Path, first: Report) -> None:
        files = {file: file.stat().st_mtime_ns for file in current.resolve().rglob("*")}
        second = release()
        assert not second.is_new
        assert second.release_id == first.release_id
        assert second.tables == first.tables
        assert {file: file.stat().st_mtime_ns for file in current.resolve().rglob("*")} == files

    def test_the_order_of_rows_in_the_warehouse_does_not_count(self, first: Report) -> None:
        again = released("create or replace table marts.fct_job_awards as from marts.fct_job_awards order by fact_id;"
                         "comment on table marts.fct_job_awards is 'One row an award; it''s 상.';"
                         "comment on column marts.fct_job_awards.incentive_krw is 'Money in won.'")  # fmt: skip
        assert (again.is_new, again.release_id) == (False, first.release_id)

    @pytest.mark.parametrize("sql", [
        "update marts.fct_job_awards set grade = '대상' where fact_id = 'f1'",
        "insert into marts.fct_job_awards from marts.fct_job_awards where fact_id = 'f1'",
        "update marts.fct_job_awards set incentive_krw = 0 where fact_id = 'f1'",
        "alter table marts.fct_job_awards rename column municipality to place",
        "alter table marts.fct_job_awards alter incentive_krw type double",
        "create table marts.fct_more as select 1 as x",
    ])  # fmt: skip
    def test_any_change_of_the_facts_is_a_new_release(self, sql: str, first: Report) -> None:
        second = released(sql)
        assert second.is_new
        assert second.content_sha256 != first.content_sha256

    def test_the_hash_is_the_same_on_a_machine_in_another_time_zone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        add, fill = "alter table marts.fct_job_awards add column seen_at timestamptz", "'2024-08-08 09:00:00+09'"
        change(f"{add}; update marts.fct_job_awards set seen_at = {fill}")
        here = pass_gate()
        monkeypatch.setenv("TZ", "America/New_York")
        with python(HASH) as process:
            elsewhere, errors = process.communicate(timeout=60)
        assert elsewhere.split() == ["America/New_York", here], errors

    def test_a_new_description_is_a_new_release_of_the_same_facts(self, first: Report) -> None:
        second = released("comment on column marts.fct_job_awards.grade is 'The grade.'")
        assert second.is_new
        assert second.content_sha256 == first.content_sha256

    def test_a_new_korean_name_is_a_new_release_of_the_same_facts(self, first: Report) -> None:
        know(dictionary.Dictionary(WORDS.tables[:1]))
        second = release()
        assert second.is_new
        assert second.content_sha256 == first.content_sha256

    def test_a_new_way_to_export_is_a_new_release(self, monkeypatch: pytest.MonkeyPatch, first: Report) -> None:
        monkeypatch.setattr(release_module, "EXPORT_VERSION", exports.EXPORT_VERSION + 1)
        assert release().is_new

    def test_a_new_view_is_a_new_release_of_the_same_facts(self, first: Report) -> None:
        (site.view() / "app.js").write_text("better", encoding="utf-8")
        second = release()
        assert (second.is_new, second.content_sha256) == (True, first.content_sha256)

    def test_a_release_from_before_there_was_a_page_is_made_anew(self, current: Path, first: Report) -> None:
        manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
        del manifest["page"]
        (current / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert release().is_new


class TestOnlyWhatPassed:
    def test_a_candidate_that_nobody_checked(self) -> None:
        with pytest.raises(IljariError, match=r"not been checked.*python -m expectations\.gates candidate"):
            release()

    def test_a_candidate_that_was_stopped(self, current: Path, first: Report) -> None:
        change("delete from marts.fct_job_awards")
        pass_gate(is_passed=False)
        with pytest.raises(IljariError, match="stopped these marts"):
            release()
        assert current.resolve().name == first.release_id

    def test_a_candidate_that_changed_after_its_check(self, current: Path, first: Report) -> None:
        change("delete from marts.fct_job_awards")
        with pytest.raises(IljariError, match="changed since the gate"):
            release()
        assert current.resolve().name == first.release_id

    def test_missing_marts_are_named(self) -> None:
        change("drop table marts.fct_job_targets")
        with pytest.raises(IljariError, match=r"marts\.fct_job_targets.*dbt build"):
            release()

    def test_without_the_built_view_nothing_is_released(self) -> None:
        (site.view() / "app.js").unlink()
        with pytest.raises(IljariError, match=r"view is not built.*no app\.js.*make page-view"):
            released()
        assert [item.name for item in paths().release.iterdir()] == [".lock"]

    def test_no_warehouse(self, warehouse: Path) -> None:
        warehouse.unlink()
        with pytest.raises(IljariError, match="no warehouse at"):
            release()


READER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
count = lambda: connection.execute("select count(*) from fct_job_awards where grade = '대상'").fetchone()[0]
print(count(), flush=True)
sys.stdin.readline()
print(count(), connection.execute("select count(*) from fct_fact_evidence").fetchone()[0], flush=True)
"""


class TestReaders:
    def test_who_holds_the_old_file_goes_on_and_who_comes_sees_the_new(
        self, current: Path, first: Report, kept: int
    ) -> None:
        command = [sys.executable, "-c", READER, str(current / "iljari.duckdb")]
        with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
            assert reader.stdin and reader.stdout
            assert reader.stdout.readline() == "0\n"
            # more releases than are kept, so that the reader's own is taken away, too
            for year in range(2000, 2000 + kept + 1):
                released(f"update marts.fct_job_awards set grade = '대상', award_year = {year}")
            assert query(current / "iljari.duckdb", "select count(*) from fct_job_awards where grade = '대상'") == [
                (3,)
            ]
            reader.stdin.write("go on\n")
            reader.stdin.flush()
            assert reader.stdout.readline() == "0 2\n"
        assert reader.returncode == 0

    def test_current_is_replaced_and_never_away(
        self, current: Path, monkeypatch: pytest.MonkeyPatch, first: Report
    ) -> None:
        seen = []
        rename = Path.replace

        def watched(self: Path, target: Path) -> Path:
            seen.append(current.resolve().name)
            moved = rename(self, target)
            seen.append(current.resolve().name)
            return moved

        change("delete from marts.municipality_year")
        pass_gate()
        monkeypatch.setattr(Path, "replace", watched)
        second = release()
        assert seen == [first.release_id, second.release_id]
        assert str(current.readlink()) == second.release_id


DIES = """
import os, signal
import publish.release as r
def die(*arguments, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
{patch}
r.release()
"""


WAITS = """
import sys
import publish.release as r
write = r.write_duckdb
def waits(*arguments):
    print("building", flush=True)
    sys.stdin.readline()
    write(*arguments)
r.write_duckdb = waits
print(r.release().is_new)
"""


class TestKilled:
    @pytest.mark.parametrize(("patch", "is_released"), [
        ("r.write_duckdb = die", False),
        ("r.write_csv = die", False),
        ("r._make_durable = die", False),
        ("r._point_current_to = die", False),
        ("r.Path.replace = die", False),
        ("r._retire = die", True),
    ])  # fmt: skip
    def test_current_is_whole_and_the_next_run_mends(
        self, patch: str, is_released: bool, current: Path, first: Report
    ) -> None:
        change("delete from marts.fct_job_targets")
        content = pass_gate()
        with python(DIES.format(patch=patch)) as process:
            process.wait(timeout=60)
        assert process.returncode == -signal.SIGKILL
        assert (current.resolve().name != first.release_id) is is_released
        assert_whole(current)

        second = release()
        assert second.content_sha256 == content
        assert query(current / "iljari.duckdb", "select count(*) from fct_job_targets") == [(0,)]
        assert_whole(current)
        assert [
            item.name for item in paths().release.iterdir() if item.name.startswith((".building", ".removing"))
        ] == []

    def test_two_at_once_make_one_release(self, current: Path) -> None:
        pass_gate()
        with python(WAITS, stdin=subprocess.PIPE) as first:
            assert first.stdin and first.stdout
            assert first.stdout.readline() == "building\n"
            with python("import publish.release as r; print(r.release().is_new)") as second:
                with pytest.raises(subprocess.TimeoutExpired):
                    second.wait(timeout=3)  # it waits for the first
                first.stdin.write("go on\n")
                first.stdin.flush()
                assert second.communicate(timeout=60)[0] == "False\n"
            assert first.communicate(timeout=60)[0] == "True\n"
        assert (first.returncode, second.returncode) == (0, 0)
        assert_whole(current)


def assert_whole(release_folder: Path) -> None:
    """Every file that the manifest names is there, byte for byte."""
    manifest = json.loads((release_folder / "manifest.json").read_text(encoding="utf-8"))
    files = [
        manifest["database"],
        manifest["docs"],
        *manifest["page"]["files"],
        *(file for table in manifest["tables"].values() for file in table["files"].values()),
    ]
    for file in files:
        assert hashlib.sha256((release_folder / file["path"]).read_bytes()).hexdigest() == file["sha256"]


class TestKept:
    def test_the_last_releases_stay_and_older_ones_go_and_what_else_lies_there_stays(
        self, current: Path, kept: int
    ) -> None:
        notes = paths().release / "notes"
        notes.mkdir(parents=True)
        made = [released(f"update marts.municipality_year set n_facts = {n}").release_id for n in range(kept + 3)]
        there = {
            item.name for item in paths().release.iterdir() if not item.name.startswith(".") and item.name != "current"
        }
        assert there == {*made[-kept:], "notes"}
        assert current.resolve().name == made[-1]

    def test_the_current_one_stays_also_when_the_clock_went_back(self, current: Path, kept: int) -> None:
        for n in range(kept + 1):
            report = released(f"update marts.municipality_year set n_facts = {n}")
            manifest = Path(report.path) / "manifest.json"
            content = json.loads(manifest.read_text(encoding="utf-8"))
            manifest.write_text(json.dumps({**content, "created_at": "2999-01-01"}), encoding="utf-8")
        last = released("update marts.municipality_year set n_facts = 100")
        assert current.resolve().name == last.release_id
        assert_whole(current)


class TestCommandLine:
    def test_it_says_what_it_released(self, capsys: pytest.CaptureFixture[str]) -> None:
        pass_gate()
        assert main([]) == 0
        assert "dim_municipality 2, fct_award_streaks 0" in capsys.readouterr().out

    def test_what_is_wrong_goes_to_stderr(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 1
        captured = capsys.readouterr()
        assert "has not been checked" in captured.err
        assert captured.out == ""

    def test_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as exit_info:
            main(["--help"])
        assert exit_info.value.code == 0
        assert "var/release/current" in capsys.readouterr().out
