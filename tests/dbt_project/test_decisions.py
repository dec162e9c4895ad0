"""What people decide: lines of the file of corrections and answers to the review queue, in the marts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from publish.dbt import run_dbt
from tests.dbt_project.raw_rows import RawRows, municipality_of
from tests.dbt_project.rows import rows

pytestmark = pytest.mark.dbt

NO_UNIT_TESTS = ("--exclude-resource-types", "unit_test", "seed")
#: the compiled list would dispute what is made up here
LEFT_OUT = ["compiled"]


def made_up() -> RawRows:
    raw = RawRows()
    for n, (says, jobs) in enumerate({"목표 1천 개": 1000, "목표는 1천 개": 1000, "목표 1234개": 1234}.items()):
        a = raw.article(f"청주시 목표 {n}", f"청주시는 지난해 {says}를 세웠다.", f"2024-02-0{n + 1}T09:00:00+09:00")
        raw.target(a, "충북 청주시", 2023, says, target_jobs=jobs)
    b = raw.article(
        "불확실한 것", "경주시 2015 우수상, 김제시 2020년 71.0%, 남원시 2021 대상, 완도군 2020 목표 500개", None
    )
    raw.award(b, "경북 경주시", 2015, "우수상", "경주시 2015 우수상", category="disclosure", confidence=0.3)
    raw.award(b, "전북 남원시", 2021, "대상", "남원시 2021 대상", category="disclosure", confidence=0.4)
    raw.indicator(b, "전북 김제시", 2020, "employment_rate", 71.0, "김제시 2020년 71.0%")
    raw.tables["indicator_claims"][-1]["confidence"] = 0.5
    raw.target(b, "전남 완도군", 2020, "목표 500개", target_jobs=500)
    return raw


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, target: Path) -> tuple[Path, dict[str, tuple[Any, ...]]]:
    """A warehouse before anybody was asked, and its queue: municipality → priority, reasons, fact and candidates."""
    file = tmp_path_factory.mktemp("decided") / "warehouse.duckdb"
    made_up().write(file)
    without_tests = ("build", "--exclude-resource-types", "unit_test", "test")
    run = run_dbt(*without_tests, sources_left_out=LEFT_OUT, warehouse=file, target=target)
    assert run.returncode == 0, run.stdout[-4000:]
    with duckdb.connect(file) as connection:
        queue = connection.execute(
            "select municipality, priority, reasons, fact_table, fact_id, candidates_hash, candidates, evidence_before from marts.review_queue"
        ).fetchall()
    return file, {row[0]: row[1:] for row in queue}


@pytest.fixture(scope="module")
def marts(asked: tuple[Path, dict[str, tuple[Any, ...]]], target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts after the answers and a line of the file."""
    file, queue = asked
    answers = [
        ("충북 청주시", "correct", "target_jobs", "1,234", None),
        ("경북 경주시", "reject", None, None, "장려상을 잘못 읽음"),
        ("전북 김제시", "accept", None, None, None),
        ("전북 남원시", "reject", None, None, "다른 후보를 봄"),
    ]
    wando, _ = municipality_of("전남 완도군", 2020)
    with duckdb.connect(file) as connection:
        for number, (municipality, answer, field, value, note) in enumerate(answers):
            _, _, fact_table, fact_id, candidates_hash, *_ = queue[municipality]
            if municipality == "전북 남원시":
                candidates_hash = "as it was before"
            connection.execute(
                "insert into raw.review_answers values (?, 'run', ?, ?, ?, ?, ?, ?, null, ?, ?, '은하', '2026-03-01 20:00:00+00')",
                [f"answer{number}", fact_table, fact_id, municipality, candidates_hash, answer, field, value, note],
            )
        connection.execute(
            "insert into seeds.corrections values ('fct_job_targets', ?, 2020, null, null, null, null, 'total', null, 'target_jobs', '500', '550', '오타', 'https://source.example', '보람', '2026-02-01', null)",
            [wando],
        )
    run = run_dbt("build", *NO_UNIT_TESTS, sources_left_out=LEFT_OUT, warehouse=file, target=target)
    assert run.returncode == 0, run.stdout[-4000:]
    with duckdb.connect(file, read_only=True) as connection:
        connection.execute("set schema = 'marts'")
        yield connection


def test_the_queue_asks_for_disputes_first_and_says_why(asked: tuple[Path, dict[str, tuple[Any, ...]]]) -> None:
    _, queue = asked
    assert {name: row[:2] for name, row in queue.items()} == {
        "충북 청주시": (1, "disputed"),
        "경북 경주시": (2, "low_confidence"),
        "전북 남원시": (3, "low_confidence"),
        "전북 김제시": (4, "low_confidence"),
    }
    assert queue["충북 청주시"][5:] == (
        "target_jobs 1000: 2 independent voices\ntarget_jobs 1234: 1 independent voice, against 2 for 1000",
        "청주시는 지난해 ",
    )


def test_a_correcting_answer_holds_and_the_beaten_value_stays(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select target_jobs, status, review, reviewed_on::varchar from fct_job_targets where municipality = '충북 청주시'",
    )
    assert found == [(1234, "corrected", "correct", "2026-03-02")]
    found = rows(
        marts,
        "select value, rank, is_chosen, outcome, why from fct_fact_candidates where municipality = '충북 청주시' order by rank",
    )
    assert found == [
        ("1234", 1, True, "chosen", "set by 은하 on 2026-03-02"),
        ("1000", 2, False, "corrected", "replaced by 1234 by 은하 on 2026-03-02"),
    ]


def test_a_line_of_the_file_holds_though_no_article_says_so(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select target_jobs, status, n_articles, n_disagreeing, review from fct_job_targets where municipality = '전남 완도군'",
    )
    assert found == [(550, "corrected", 1, 1, None)]
    found = rows(
        marts, "select value, outcome, why from fct_fact_candidates where municipality = '전남 완도군' order by rank"
    )
    why = "보람 on 2026-02-01: 오타 (https://source.example)"
    assert found == [("550", "chosen", f"set by {why}"), ("500", "corrected", f"replaced by 550 by {why}")]


def test_a_rejected_fact_leaves_its_table_and_its_claims_say_so(marts: duckdb.DuckDBPyConnection) -> None:
    assert rows(marts, "from fct_job_awards where municipality = '경북 경주시'") == []
    found = rows(
        marts, "select municipality, what, stated, reason, rejected_by, rejected_on::varchar from fct_rejected_facts"
    )
    assert found == [
        (
            "경북 경주시",
            "national_jobs_award, disclosure",
            "grade 우수상",
            "장려상을 잘못 읽음",
            "은하",
            "2026-03-02",
        )
    ]
    assert rows(marts, "select reason, evidence_text from fct_unplaced_claims") == [("rejected", "경주시 2015 우수상")]
    assert rows(marts, "select outcome, why from fct_fact_candidates where municipality = '경북 경주시'") == [
        ("rejected", "the fact was rejected by 은하: 장려상을 잘못 읽음")
    ]


def test_an_accepted_fact_is_reviewed_and_a_stale_answer_asks_again(marts: duckdb.DuckDBPyConnection) -> None:
    assert rows(marts, "select review, status from fct_employment_indicators") == [("accept", "single")]
    assert rows(marts, "select municipality from review_queue") == [("전북 남원시",)]
    found = rows(marts, "select subject, outcome from fct_review_answers order by review_answer_id")
    assert found == [
        ("충북 청주시", "applied"),
        ("경북 경주시", "applied"),
        ("전북 김제시", "applied"),
        ("전북 남원시", "stale"),
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("old_value = '501'", "the articles carry another value than the old one"),
        ("old_value = '501', new_value = '500'", "the articles carry the corrected value: remove the line"),
        ("year = 2019", "there is no such fact"),
        ("new_value = '55O'", "the new value cannot stand in that field"),
    ],
)
def test_the_guard_sees_a_line_that_corrects_nothing_any_more(
    marts: duckdb.DuckDBPyConnection, target: Path, tmp_path: Path, change: str, problem: str
) -> None:
    """By the guard's own query, as dbt compiled it: a run of dbt for each would cost half a minute."""
    (compiled,) = target.rglob("compiled/**/assert_corrections_still_correct.sql")
    copy = tmp_path / "warehouse.duckdb"
    file = marts.execute("select path from duckdb_databases() where database_name = current_database()").fetchone()
    assert file
    copy.write_bytes(Path(file[0]).read_bytes())
    with duckdb.connect(copy) as connection:
        query = compiled.read_text(encoding="utf-8")
        assert connection.execute(query).fetchall() == []
        connection.execute(f"update seeds.corrections set {change}")
        found = connection.execute(f"select problem from ({query})").fetchall()
    assert found == [(problem,)]
