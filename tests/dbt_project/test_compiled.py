"""The compiled list of winners beside articles, the editions, and series across mergers: one build that takes it all in."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from publish.dbt import run_dbt
from tests.dbt_project.raw_rows import RawRows
from tests.dbt_project.rows import rows

pytestmark = pytest.mark.dbt

#: An address of the list, at which a text has been read too.
READ_TOO = "http://ksmnews.co.kr/news/view.php?idx=10043"
LEFT_OUT = ["sample"]


def made_up() -> RawRows:
    """Articles that each show one thing; the municipalities are real, what is said of them is not."""
    raw = RawRows()
    # A text against nine pages of the list, seven of which name another grade.
    a = raw.article("영덕군 특별상", "영덕군이 2015년 공시제 특별상을 받았다.", "2015-05-21T10:00:00+09:00")
    raw.award(a, "경북 영덕군", 2015, "특별상", "2015년 공시제 특별상", category="disclosure")
    b = raw.article("칠곡군 최우수상", "칠곡군이 2012년 최우수상을 받았다.", "2012-03-13T10:00:00+09:00", url=READ_TOO)
    raw.award(b, "경북 칠곡군", 2012, "최우수상", "2012년 최우수상")
    # One year before and after each break, and a promotion that is none.
    c = raw.article("고용률", "고용률 60.0%", None)
    for who, year in (
        ("충북 청주시", 2012), ("충북 청원군", 2012), ("충북 청원군", 2014), ("충북 청주시", 2014), ("충북 청주시", 2016),
        ("경남 마산시", 2010), ("경남 창원시", 2011), ("경기 여주군", 2012), ("경기 여주시", 2014),
        ("충남 연기군", 2011), ("충남 연기군", 2012), ("세종", 2012),
        ("광주", 2025), ("광주", 2026), ("전남", 2026), ("전남광주", 2026),
    ):  # fmt: skip
        raw.indicator(c, who, year, "employment_rate", 60.0, "60.0%")
    return raw


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, target: Path) -> Path:
    """Built with the project's own tests. The generic and the unit tests run with another build, and the generic ones on
    the list itself in the end-to-end run."""
    file = tmp_path_factory.mktemp("built") / "warehouse.duckdb"
    made_up().write(file)
    run = run_dbt(
        *("build", "--exclude-resource-type", "unit_test", "--exclude", "test_type:generic"),
        sources_left_out=LEFT_OUT,
        warehouse=file,
        target=target,
    )
    assert run.returncode == 0, run.stdout[-6000:]
    return file


def test_every_row_of_the_list_stands_behind_a_fact_or_says_why_not(marts: duckdb.DuckDBPyConnection) -> None:
    assert rows(marts, "select count(*) from fct_fact_evidence where is_compiled") == [(1108,)]
    found = rows(
        marts,
        "select municipality_written, year, reason, certainty from fct_unplaced_claims where is_compiled order by year",
    )
    assert found == [
        ("전남 구례군", 2017, "optional", "stated"),
        ("전남 여수시", 2024, "optional", "derived"),
    ]


def test_the_list_makes_a_panel_of_fourteen_editions(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select award_year, count(distinct municipality_id) from fct_job_awards where n_compiled > 0
        group by all order by all
        """,
    )
    assert [year for year, _ in found] == list(range(2012, 2026))
    assert sum(n for _, n in found) == 452


def test_a_compiled_claim_has_a_link_and_a_certainty_in_place_of_a_span(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select distinct url like 'http%', evidence_start, evidence_end, evidence_text, extractor_version, confidence, rule,
            source
        from fct_fact_evidence where is_compiled
        """,
    )
    assert found == [(True, None, None, None, None, None, "compiled", "compiled")]
    assert rows(marts, "select distinct certainty from fct_fact_evidence where is_compiled order by all") == [
        ("derived",),
        ("stated",),
    ]
    assert rows(marts, "select count(*) from fct_fact_evidence where not is_compiled and certainty is not null") == [
        (0,)
    ]


def test_seven_pages_do_not_outvote_a_text(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select facts.grade, facts.status, facts.n_articles, facts.n_compiled, facts.n_disagreeing, evidence.is_compiled
        from fct_job_awards as facts
        inner join fct_fact_evidence as evidence on facts.best_claim_id = evidence.claim_id
        where facts.municipality = '경북 영덕군' and facts.award_year = 2015
        """,
    )
    assert found == [("특별상", "disputed", 10, 9, 7, False)]


def test_a_page_whose_text_was_read_is_the_same_voice(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select grade, n_articles - n_compiled, n_articles - n_independent from fct_job_awards
        where municipality = '경북 칠곡군' and award_year = 2012
        """,
    )
    assert found == [("최우수상", 1, 1)]


def test_facts_of_the_list_alone_are_counted_apart(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select municipality, year, n_facts, n_compiled_facts from municipality_year
        where (municipality, year) in (('경북 영덕군', 2015), ('경북 경주시', 2015), ('세종', 2012)) order by all
        """,
    )
    assert found == [("경북 경주시", 2015, 1, 1), ("경북 영덕군", 2015, 1, 0), ("세종", 2012, 1, 0)]


def test_editions_say_how_complete_they_are(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select award_year, top_winner, n_governments_announced, n_governments_found, n_governments_from_texts,
            n_governments_from_compiled, governments_found_pct, n_contradicting_facts
        from award_editions where award_year in (2012, 2015, 2021) order by all
        """,
    )
    assert found == [
        (2012, None, 36, 15, 1, 15, 41.7, 0),
        (2015, "경기", 58, 36, 1, 36, 62.1, 0),
        (2021, None, None, 36, 0, 36, None, 0),
    ]
    found = rows(
        marts,
        """
        select grade, n_announced, n_found, n_from_texts, n_from_compiled, found_pct from award_edition_grades
        where award_year = 2015 and category = 'disclosure' and grade in ('종합대상', '대상', '특별상') order by n_announced
        """,
    )
    assert found == [
        ("종합대상", 1, 1, 0, 1, 100.0),
        ("대상", 2, 2, 0, 2, 100.0),
        ("특별상", 11, 7, 1, 7, 63.6),
    ]


@pytest.mark.parametrize(
    ("municipality", "year", "predecessors", "successors", "note"),
    [
        ("충북 청주시", 2012, None, None, None),
        ("충북 청원군", 2012, None, None, None),
        ("충북 청원군", 2014, None, "m43110_2014", "ends on 2014-06-30, goes on in 충북 청주시"),
        ("충북 청주시", 2014, "m43110|m43710", None, "begins on 2014-07-01, came out of 충북 청주시, 충북 청원군"),
        ("충북 청주시", 2016, "m43110|m43710", None, "begins on 2014-07-01, came out of 충북 청주시, 충북 청원군"),
        ("경남 마산시", 2010, None, "m48120", "ends on 2010-06-30, goes on in 경남 창원시"),
        ("경남 창원시", 2011, "m48110|m48160|m48190", None, "begins on 2010-07-01, came out of 경남 창원시, 경남 마산시, 경남 진해시"),
        ("경기 여주군", 2012, None, None, None),
        ("경기 여주시", 2014, None, None, None),
        ("충남 연기군", 2011, None, None, None),
        ("충남 연기군", 2012, None, "m36000", "ends on 2012-06-30, goes on in 세종"),
        ("세종", 2012, "m44730", None, "begins on 2012-07-01, came out of 충남 연기군"),
        ("광주", 2025, None, None, None),
        ("광주", 2026, None, "m12000", "ends on 2026-06-30, goes on in 전남광주"),
        ("전남", 2026, None, "m12000", "ends on 2026-06-30, goes on in 전남광주"),
        ("전남광주", 2026, "m29000|m46000", None, "begins on 2026-07-01, came out of 광주, 전남"),
    ],
)  # fmt: skip
def test_a_series_says_where_a_merger_breaks_it(
    marts: duckdb.DuckDBPyConnection,
    municipality: str,
    year: int,
    predecessors: str | None,
    successors: str | None,
    note: str | None,
) -> None:
    found = rows(
        marts,
        "select predecessor_ids, successor_ids, series_note from municipality_year where municipality = ? and year = ?",
        municipality,
        year,
    )
    assert found == [(predecessors, successors, note)]


def test_a_promotion_is_one_series(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select count(distinct municipality_id) from municipality_year where municipality in ('경기 여주군', '경기 여주시')",
    )
    assert found == [(1,)]


LADDER = ["종합대상", "대상", "최우수상", "우수상", "특별상", "장려상", "unspecified"]


def test_the_ladder_says_which_grade_is_the_best(marts: duckdb.DuckDBPyConnection) -> None:
    won: dict[str, list[tuple[int, str, str]]] = {}
    for municipality, *award in rows(
        marts,
        "select municipality_id, award_year, category, grade from fct_job_awards where programme = 'national_jobs_award'",
    ):
        won.setdefault(municipality, []).append(tuple(award))
    streaks = rows(
        marts, "select municipality_id, first_award_year, last_award_year, best_grade from fct_award_streaks"
    )
    several = 0
    for municipality, first, last, best in streaks:
        grades = {grade for year, _, grade in won[municipality] if first <= year <= last}
        several += len(grades) > 1
        assert best == min(grades, key=LADDER.index)
    assert several > 50
    columns = "award_disclosure_grade, award_project_grade, award_unspecified_grade"
    for municipality, year, *grades in rows(marts, f"select municipality_id, year, {columns} from municipality_year"):
        for section, grade in zip(("disclosure", "project", "unspecified"), grades, strict=True):
            told = [g for y, s, g in won.get(municipality, []) if (y, s) == (year, section)]
            assert grade == min(told, key=LADDER.index, default=None)
    # It does not say who is right: one page says 대상, three say 종합대상, and one says 종합대상 of nobody else.
    assert (
        max(
            n
            for (n,) in rows(marts, "select count(*) from fct_job_awards where grade = '종합대상' group by award_year")
        )
        == 1
    )


def test_guards_see_what_contradicts_an_edition(warehouse: Path, tmp_path: Path) -> None:
    broken = tmp_path / "warehouse.duckdb"
    shutil.copy(warehouse, broken)
    with duckdb.connect(broken) as connection:
        for statement in (
            # A text gives the grand prize to another than the known winner; so does a page of the list.
            "update marts.fct_job_awards set grade = '종합대상' where municipality = '경북 영덕군' and award_year = 2015",
            "update marts.fct_job_awards set grade = '종합대상' where municipality = '경북 경주시' and award_year = 2015",
            "delete from intermediate.int_municipality_labels where label = '경북 포항시'",
            "update intermediate.int_edition_winners_unpivoted set municipality_id = null where award_year = 2025",
            "update marts.award_editions set n_governments_from_texts = 99",
        ):
            connection.execute(statement)
    guards = {
        "assert_texts_fit_known_editions": "fail",
        "warn_awards_fit_known_editions": "warn",
        "assert_compiled_claims_are_resolved": "fail",
        "assert_known_winners_are_resolved": "fail",
        "award_editions_parts_fit_the_whole": "fail",
    }
    built = run_dbt(
        "run",
        "--select",
        "int_award_facts_contradicted",
        sources_left_out=LEFT_OUT,
        warehouse=broken,
        target=tmp_path / "run",
    )
    assert built.returncode == 0, built.stdout[-6000:]
    run_dbt(
        "test", "--select", *sorted(guards), sources_left_out=LEFT_OUT, warehouse=broken, target=tmp_path / "target"
    )
    results = json.loads((tmp_path / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert {result["unique_id"].split(".")[2]: result["status"] for result in results} == guards
