"""The SQL in docs/history.md and docs/questions.md, run on a release of two loads with new articles between them."""

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations import marts as marts_module
from expectations import outcomes
from extract.errors import IljariError
from extract.paths import PROJECT, paths
from publish import candidate, docs_page
from publish.dbt import run_dbt
from publish.page import site
from publish.release import release
from tests.dbt_project.raw_rows import RawRows
from tests.publish.reading_back import differences

# Two builds before the first test: longer than the others where the machine is busy.
pytestmark = [pytest.mark.dbt, pytest.mark.timeout(900)]

FIRST, SECOND = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), dt.datetime(2026, 2, 5, 9, tzinfo=dt.UTC)
DISCLOSURE = "disclosure"
WITHOUT_TESTS = ("build", "--exclude-resource-types", "unit_test", "test")
LOG_TESTS = (
    "test",
    "--select",
    "fct_fact_log",
    "fct_job_target_versions",
    "fct_award_streaks",
    "--exclude",
    "test_type:unit",
)


def first_load() -> RawRows:
    raw = RawRows(loaded_at={"b1": FIRST, "b2": SECOND, ("1.1.0", "b1"): SECOND})

    # Five editions running, across a rename; the sixth comes with the second load.
    a = raw.article(
        "여주, 5년 연속", "2011년 특별상 2012년 2013년 2014년 2015년 2016년 수상", "2016-06-01T10:00:00+09:00"
    )
    for year, name in ((2012, "여주군"), (2013, "여주시"), (2014, "여주시"), (2015, "여주시"), (2016, "여주시")):
        raw.award(a, f"경기 {name}", year, "우수상" if year < 2016 else "최우수상", f"{year}년", category=DISCLOSURE)
    # Four are not five.
    a = raw.article("광양, 4년 연속", "2012년 2013년 2014년 2015년 수상", "2015-06-01T10:00:00+09:00")
    for year in range(2012, 2016):
        raw.award(a, "전남 광양시", year, "우수상", f"{year}년", category=DISCLOSURE)

    # Targets of two years, a metropolitan one, a rate that does not fit.
    a = raw.article("청주 일자리", "2022년 목표 4만. 2023년 목표 5만 실적 6만1692개 130%", "2023-03-01T10:00:00+09:00")
    raw.target(a, "충북 청주시", 2022, "2022년 목표 4만", target_jobs=40_000)
    jobs = {"target_jobs": 50_000, "actual_jobs": 61_692, "achievement_pct_reported": 130.0}
    raw.target(a, "충북 청주시", 2023, "2023년 목표 5만 실적 6만1692개 130%", **jobs)
    raw.target(raw.article("충북 일자리", "목표 9만9천 개", None), "충북", 2023, "9만9천 개", target_jobs=99_000)

    # A target as it was announced, a level on which two papers differ, a reading that a newer extractor takes back.
    for n, says in enumerate(("목표 5천101개", "목표 5101개")):
        a = raw.article(f"김제 {n}", f"김제시 {says}", f"2023-02-0{n + 1}T10:00:00+09:00")
        raw.target(a, "전북 김제시", 2023, says, target_jobs=5_101)
    for n, rate in enumerate((61.5, 63.1)):
        a = raw.article(f"고용률 {n}", f"고용률 {rate}%", f"2023-05-0{n + 1}T10:00:00+09:00")
        raw.indicator(a, "전남 광양시", 2022, "employment_rate", rate, f"{rate}%")
    a = raw.article("오독", "진도군 최우수상 후보", None)
    raw.award(a, "전남 진도군", 2020, "최우수상", "최우수상 후보")
    return raw


def second_load() -> RawRows:
    raw = first_load()
    b2 = {"landing_file": "batches/b2"}
    # The target is amended, a single fact finds a second voice, another fact appears.
    for n, says in enumerate(("목표 6천213개", "목표 6213개")):
        a = raw.article(f"김제 수정 {n}", f"김제시 {says}", f"2023-08-0{n + 1}T10:00:00+09:00", **b2)
        raw.target(a, "전북 김제시", 2023, says, target_jobs=6_213)
    a = raw.article("충북도 일자리", "도는 9만9천 개를 목표로", "2023-04-01T10:00:00+09:00", **b2)
    raw.target(a, "충북", 2023, "9만9천 개", target_jobs=99_000)
    a = raw.article("여주 또", "2017년 최우수상", "2017-07-24T10:00:00+09:00", **b2)
    raw.award(a, "경기 여주시", 2017, "최우수상", "2017년 최우수상", category=DISCLOSURE)
    misread = next(row for row in raw.tables["articles"] if row["title"] == "오독")
    raw.reading(misread["article_id"], "1.1.0")
    return raw


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a release made after two loads with a build after each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ILJARI_VAR", str(tmp_path_factory.mktemp("questions") / "var"))
        for raw in (first_load(), first_load()):
            raw.write(paths().warehouse)
            # The data tests see all of it in the last build.
            run = run_dbt(
                *WITHOUT_TESTS,
                sources_left_out=["compiled"],
                warehouse=paths().warehouse,
                target=paths().dbt / "target",
            )
            assert run.returncode == 0, run.stdout[-6000:]
        second_load().write(paths().warehouse)
        candidate.build(["compiled"])
        with marts_module.reading(paths().warehouse) as connection:
            content = marts_module.content_sha256(connection, marts_module.tables(connection))
        report = {"n_expectations": 1, "n_passed": 1, "n_warned": 0, "docs_path": "", "content_sha256": content}
        outcomes.record("candidate", {**report, "gate": "candidate", "warnings": []}, [])
        view = paths().var / "view"
        view.mkdir()
        for name in site.NEEDED:
            (view / name).write_text("its own test builds the view", encoding="utf-8")
        patch.setenv("ILJARI_PAGE_VIEW", str(view))
        release()
        yield paths().release / "current"


def blocks(page: str) -> dict[str, str]:
    """The SQL of a page of docs/ by the heading that it stands under."""
    text = (PROJECT / "docs" / page).read_text(encoding="utf-8")
    found = re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, flags=re.M | re.S)
    return {
        heading: sql for heading, body in found for sql in re.findall(r"^```sql\n(.*?)^```", body, flags=re.M | re.S)
    }


QUESTIONS, HISTORY = blocks("questions.md"), blocks("history.md")


def answer(released: Path, sql: str) -> list[dict[str, Any]]:
    with duckdb.connect(released / "iljari.duckdb", read_only=True) as connection:
        connection.execute("set TimeZone = 'Asia/Seoul'")
        result = connection.execute(sql)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def values(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_no_question_is_left_untried() -> None:
    assert set(QUESTIONS) == {
        "Who won in five editions running?",
        "Who set the highest target?",
        "Whose reported rate does not fit its own numbers?",
        "Where do articles disagree?",
        "Which target was amended?",
        "Which edition is least complete?",
        "How did one municipality do over time, across its rename?",
    }
    assert set(HISTORY) == {"The query", "What changed it"}


def test_who_won_in_five_editions_running(released: Path) -> None:
    rows = answer(released, QUESTIONS["Who won in five editions running?"])
    assert [tuple(row.values()) for row in rows] == [("경기 여주시", 2012, 2017, 6, "최우수상", True, 0)]


def test_who_set_the_highest_target(released: Path) -> None:
    rows = answer(released, QUESTIONS["Who set the highest target?"])
    assert [tuple(row.values()) for row in rows] == [
        (2023, 1, "basic", "충북 청주시", 50_000, 40_000, 25.0, "single"),
        (2023, 2, "basic", "전북 김제시", 6_213, None, None, "disputed"),
        (2023, 1, "metropolitan", "충북", 99_000, None, None, "agreed"),
        (2022, 1, "basic", "충북 청주시", 40_000, None, None, "single"),
    ]


def test_whose_rate_does_not_fit(released: Path) -> None:
    (row,) = answer(released, QUESTIONS["Whose reported rate does not fit its own numbers?"])
    assert (row["municipality"], row["achievement_pct_reported"], row["achievement_pct_computed"]) == (
        "충북 청주시",
        130.0,
        123.4,
    )
    assert (row["gap_pct_points"], row["evidence_text"]) == (6.6, "2023년 목표 5만 실적 6만1692개 130%")


def test_where_articles_disagree(released: Path) -> None:
    rows = answer(released, QUESTIONS["Where do articles disagree?"])
    assert values(rows, "municipality", "stated", "agrees", "disagrees_on", "n_articles", "n_voices") == [
        ("전남 광양시", "value_pct 61.5", True, None, 1, 1),
        ("전남 광양시", "value_pct 63.1", False, "value_pct", 1, 1),
        ("전북 김제시", "target_jobs 6213", True, None, 2, 2),
        ("전북 김제시", "target_jobs 5101", False, "target_jobs", 2, 2),
    ]


def test_which_target_was_amended(released: Path) -> None:
    rows = answer(released, QUESTIONS["Which target was amended?"])
    assert values(rows, "municipality", "plan", "version_number", "target_jobs", "first_reported_on", "is_held", "outcome") == [
        ("전북 김제시", "yearly", 1, 5_101, dt.date(2023, 2, 1), False, "superseded"),
        ("전북 김제시", "yearly", 2, 6_213, dt.date(2023, 8, 1), True, "chosen"),
    ]  # fmt: skip


def test_which_edition_is_least_complete(released: Path) -> None:
    rows = answer(released, QUESTIONS["Which edition is least complete?"])
    found = values(rows, "award_year", "n_governments_announced", "n_governments_found", "governments_found_pct")
    assert found[:3] == [(2018, 65, 0, 0.0), (2019, 65, 0, 0.0), (2020, 68, 0, 0.0)]
    # By prizes where only these were announced; last where nothing was.
    assert [row["award_year"] for row in rows[7:]] == [2017, 2016, 2015, 2014, 2013, 2012, 2021]
    assert found[-2:] == [(2012, 36, 2, 5.6), (2021, None, 0, None)]


def test_one_municipality_across_its_rename(released: Path) -> None:
    rows = answer(released, QUESTIONS["How did one municipality do over time, across its rename?"])
    assert values(rows, "year", "municipality", "award_disclosure_grade")[:2] == [
        (2012, "경기 여주군", "우수상"),
        (2013, "경기 여주시", "우수상"),
    ]
    assert len(rows) == 6


def held_on(released: Path, day: str) -> dict[tuple[str, int], tuple[str, str, str]]:
    sql = re.sub(r"timestamptz '\S+", f"timestamptz '{day}", HISTORY["The query"], count=1)
    rows = answer(released, sql)
    return {(row["municipality"], row["year"]): (row["held"], row["status"], row["changed_by"]) for row in rows}


def test_what_was_held_on_a_past_day(released: Path) -> None:
    assert held_on(released, "2026-01-04") == {}
    january, february = held_on(released, "2026-02-04"), held_on(released, "2026-02-05")
    changed = [("전북 김제시", 2023), ("충북", 2023), ("경기 여주시", 2017), ("전남 진도군", 2020)]
    assert [january.get(fact) for fact in changed] == [
        ('{"target_jobs":5101}', "agreed", "new_articles"),
        ('{"target_jobs":99000}', "single", "new_articles"),
        None,
        ('{"grade":"최우수상"}', "single", "new_articles"),
    ]
    assert [february.get(fact) for fact in changed] == [
        ('{"target_jobs":6213}', "disputed", "new_articles"),
        ('{"target_jobs":99000}', "agreed", "new_articles"),
        ('{"grade":"최우수상"}', "single", "new_articles"),
        None,
    ]
    unchanged = set(january) - set(changed)
    assert len(unchanged) == 12
    assert {fact: january[fact] for fact in unchanged} == {fact: february[fact] for fact in unchanged}


def test_what_changed_it(released: Path) -> None:
    rows = answer(released, HISTORY["What changed it"])
    assert values(rows, "municipality", "change_number", "held_from", "change", "changed_by") == [
        ("전남 진도군", 1, FIRST, "appeared", "new_articles"),
        ("전남 진도군", 2, SECOND, "gone", "newer_extractor"),
        ("충북", 1, FIRST, "appeared", "new_articles"),
        ("충북", 2, SECOND, "status_changed", "new_articles"),
        ("전북 김제시", 1, FIRST, "appeared", "new_articles"),
        ("전북 김제시", 2, SECOND, "value_changed", "new_articles"),
    ]


@pytest.fixture
def without_log(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The warehouse rebuilt from landing beside the release: all is there but the log."""
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "var"))
    paths().release.mkdir(parents=True)
    shutil.copy(released.parent.parent / "warehouse.duckdb", paths().warehouse)
    with duckdb.connect(paths().warehouse) as connection:
        connection.execute("drop table marts.fct_fact_log")
    (paths().release / "current").symlink_to(released.resolve())
    return paths().warehouse


def test_a_lost_warehouse_and_a_full_refresh_keep_the_log(released: Path, without_log: Path) -> None:
    before = answer(released, "from fct_fact_log order by all")
    candidate.bring_back_log()
    run = run_dbt(
        "run", "--full-refresh", "--select", "fct_fact_log", warehouse=without_log, target=paths().dbt / "target"
    )
    assert run.returncode == 0, run.stdout[-3000:]
    with duckdb.connect(without_log, read_only=True) as connection:
        connection.execute("set TimeZone = 'Asia/Seoul'")
        rows = connection.execute("from marts.fct_fact_log order by all").fetchall()
    assert rows == [tuple(row.values()) for row in before]
    run = run_dbt(*LOG_TESTS, warehouse=without_log, target=paths().dbt / "target")
    assert run.returncode == 0, run.stdout[-3000:]


def test_the_files_for_spreadsheets_hold_what_the_marts_hold(released: Path) -> None:
    assert differences(released) == []


def test_the_documentation_is_the_same_whether_a_build_left_it_or_dbt_was_asked(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in it tells of the rows, of sources left out, or of what an earlier build had made."""
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "var"))
    docs_page.write(tmp_path / "index.html")
    assert (tmp_path / "index.html").read_bytes() == (released / "docs" / "index.html").read_bytes()


def test_every_table_and_column_of_the_release_says_in_both_languages_what_it_is(released: Path) -> None:
    with duckdb.connect(released / "iljari.duckdb", read_only=True) as connection:
        comments = connection.execute(
            "select table_name, null, comment from duckdb_tables() union all "
            "select table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
    assert len(comments) > 250
    assert [
        one for one in comments if not re.fullmatch(r".*[가-힣].*: .*[가-힣].* / .*[a-z].*", one[2] or "", re.S)
    ] == []


def test_the_log_of_a_warehouse_is_not_replaced(without_log: Path) -> None:
    with duckdb.connect(without_log) as connection:
        connection.execute("create table marts.fct_fact_log (fact_log_id varchar)")
    candidate.bring_back_log()
    with duckdb.connect(without_log, read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_fact_log").fetchone() == (0,)


def test_a_release_that_cannot_be_read_stops_the_build(without_log: Path) -> None:
    (paths().release / "current").unlink()
    (paths().release / "current").mkdir()
    (paths().release / "current" / "iljari.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(IljariError, match="log of what was held cannot be read"):
        candidate.bring_back_log()


def test_the_age_of_the_sources_is_told_and_stops_nothing(released: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    shutil.copy(released.parent.parent / "warehouse.duckdb", warehouse)
    run = run_dbt("source", "freshness", warehouse=warehouse, target=tmp_path / "target")
    assert run.returncode == 0, run.stdout[-3000:]
    results = json.loads((tmp_path / "target" / "sources.json").read_text(encoding="utf-8"))["results"]
    assert {result["unique_id"].split(".")[-1]: result["status"] for result in results} == {
        "articles": "warn",
        "fetches": "warn",
    }


def test_the_page_of_the_release_tells_all_its_facts(released: Path) -> None:
    """The page on marts as dbt builds them; tests/publish/page has the rest."""

    def read(script: Path) -> Any:
        return json.loads(script.read_text(encoding="utf-8").splitlines()[0].split("=", 1)[1].removesuffix(";"))

    core = read(released / "page" / "data" / "core.js")
    told = {file.stem: read(file) for file in (released / "page" / "data" / "evidence").iterdir()}
    tables = ("fct_job_awards", "fct_job_targets", "fct_employment_indicators")
    facts = answer(released, " union all ".join(f"select municipality_id, fact_id from {name}" for name in tables))
    assert {(m, fact["fact"]) for m, of in told.items() for fact in of} == set(
        values(facts, "municipality_id", "fact_id")
    )
    assert all(fact["says"] for of in told.values() for fact in of)
    assert len({(m, fact["key"]) for m, of in told.items() for fact in of}) == len(facts) == core["release"]["n_facts"]
    years = answer(released, "select sum(target_jobs) as target, count(*) as n from municipality_year")
    assert values(years, "target", "n") == [(sum(filter(None, core["cells"]["target"])), len(core["cells"]["m"]))]
    changes = answer(released, "select change, count(*) as n from fct_fact_log group by 1")
    assert core["release"]["changes"]["appeared"] == dict(values(changes, "change", "n"))["appeared"]
