"""What made-up articles become in the marts. One build serves most tests; it is never written to."""

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.paths import PROJECT
from publish.dbt import run_dbt
from tests.dbt_project.raw_rows import RawRows
from tests.dbt_project.rows import rows

pytestmark = pytest.mark.dbt

MARTS = (
    "award_edition_grades",
    "award_editions",
    "dim_municipality",
    "fct_award_streaks",
    "fct_employment_indicators",
    "fct_fact_candidates",
    "fct_fact_evidence",
    "fct_fact_log",
    "fct_job_awards",
    "fct_job_target_versions",
    "fct_job_targets",
    "fct_rejected_facts",
    "fct_review_answers",
    "fct_unplaced_claims",
    "municipality_year",
    "review_queue",
)
NATIONAL, DISCLOSURE, PROJECT_SECTION = "national_jobs_award", "disclosure", "project"


def made_up() -> RawRows:
    """Articles that each show one thing; the municipalities are real, what is said of them is not."""
    raw = RawRows()

    # One history told twice: once without sections, once with them.
    a = raw.article(
        "🏆 청주시, 3년 연속 수상",
        "청주시는 2021년 최우수상, 2022년 대상에 이어 2024년 최우수상을 받았다. 지난해 목표 5만652개를 웃도는 6만1692개(122%)를 만들었다.",
        "2024-08-08T23:30:00+09:00",
    )
    raw.award(a, "충북 청주시", 2021, "최우수상", "2021년 최우수상")
    raw.award(a, "충북 청주시", 2022, "대상", "2022년 대상")
    raw.award(a, "충북 청주시", 2024, "최우수상", "2024년 최우수상", category=DISCLOSURE)
    jobs = {"target_jobs": 50652, "actual_jobs": 61692, "achievement_pct_reported": 122.0}
    raw.target(a, "충북 청주시", 2023, "목표 5만652개를 웃도는 6만1692개(122%)", **jobs)
    b = raw.article("청주시 공시제 대상", "2022년 공시제 부문 대상과 1억3500만원", "2022-07-21T10:00:00+09:00")
    raw.award(b, "충북 청주시", 2022, "대상", "공시제 부문 대상", category=DISCLOSURE, incentive_krw=135_000_000)
    b = raw.article("청주시 또 수상", "청주시가 2022년에도 장관상을 받았다", "2023-07-21T10:00:00+09:00")
    raw.award(b, "충북 청주시", 2022, "unspecified", "2022년에도 장관상")

    # Papers that differ on a grade; the copies of one release do not outvote two of their own minds.
    for n in range(3):
        c = raw.article("경주시 우수상", "경주시가 2015년 우수상을 받았다.", f"2015-05-2{n}T10:00:00+09:00")
        raw.award(c, "경북 경주시", 2015, "우수상", "2015년 우수상", category=DISCLOSURE)
    for n in range(2):
        c = raw.article("경주시 최우수상", f"경주시가 2015년 최우수상을 받았다. 기자{n}", "2015-05-25T10:00:00+09:00")
        raw.award(c, "경북 경주시", 2015, "최우수상", "2015년 최우수상", category=DISCLOSURE)

    # Two sections and two awards of other bodies in one year are no dispute.
    d = raw.article(
        "인천 서구 2관왕", "공시제 우수상, 우수사업 최우수상. 인천시 평가 대상과 또 다른 평가 장려상도.", None
    )
    raw.award(d, "인천 서구", 2018, "우수상", "공시제 우수상", category=DISCLOSURE, incentive_krw=100_000_000)
    raw.award(d, "인천 서구", 2018, "최우수상", "우수사업 최우수상", category=PROJECT_SECTION)
    raw.award(d, "인천 서구", 2018, "대상", "평가 대상", programme="other")
    raw.award(d, "인천 서구", 2018, "장려상", "평가 장려상", programme="other")

    # Rounded in one paper, exact in another; only the rate in a third.
    for says, numbers in {
        "목표 1만7천여 개": {"target_jobs": 17000},
        "목표 1만7412개, 실적 1만8천 개": {"target_jobs": 17412, "actual_jobs": 18000},
        "목표 대비 110%": {"achievement_pct_reported": 110.0},
    }.items():
        e = raw.article("달서구 일자리", f"달서구는 {says}", "2019-03-02T09:00:00+09:00")
        raw.target(e, "대구 달서구", 2018, says, **numbers)

    # One government before and after a promotion, a move and a merger.
    f = raw.article(
        "이름이 바뀐 곳", "여주군 2012, 여주시 2014, 군위군 2022, 군위군 2024, 김제시 2020, 청원군 2014", None
    )
    for who, year in {
        "경기 여주군": 2012,
        "경기 여주시": 2014,
        "경북 군위군": 2022,
        "대구 군위군": 2024,
        "충북 청원군": 2014,
    }.items():
        raw.award(f, who, year, "우수상", f"{who.split()[1]} {year}", category=DISCLOSURE)
    raw.indicator(f, "전북 김제시", 2020, "employment_rate_15_64", 71.0, "김제시 2020")
    raw.indicator(f, "전북 김제시", 2020, "youth_employment_rate", 33.8, "김제시 2020")
    raw.target(f, "전북 김제시", 2020, "김제시 2020", target_jobs=438, scope=" 고용안정선제대응  패키지 ")
    raw.target(f, "전북 김제시", 2020, "김제시 2020", period_end=2020, target_jobs=3000, actual_jobs=6396)
    raw.target(f, "전북 김제시", 2020, "김제시 2020", period_end=2023, target_jobs=12000)

    # A corrected article, and an article that a better extractor read again and found nothing in.
    old = raw.article(
        "완도군 목표", "완도군 목표 1000개", "2020-01-01T09:00:00+09:00", url="https://news.example/wando"
    )
    raw.target(old, "전남 완도군", 2020, "목표 1000개", target_jobs=1000)
    new = raw.article(
        "완도군 목표",
        "완도군 목표 1234개",
        "2020-01-02T09:00:00+09:00",
        url="https://news.example/wando",
        revision_of=old,
    )
    raw.target(new, "전남 완도군", 2020, "목표 1234개", target_jobs=1234)
    g = raw.article("오독", "진도군 대상 후보", None)
    raw.reading(g, "1.10.0")
    raw.reading(g, "1.9.0")
    raw.award(g, "전남 진도군", 2020, "대상", "진도군 대상")
    raw.award(g, "전남 진도군", 2020, "대상", "진도군 대상", extractor_version="1.9.0")

    # Claims that make no fact.
    h = raw.article("누구의 언제", "어느 시가 언젠가 우수상, 장흥군이 2021년에도", None)
    raw.award(h, None, 2020, "우수상", "어느 시가 언젠가 우수상")
    raw.award(h, "전남 장흥군", None, "우수상", "언젠가 우수상")
    raw.award(h, "전남 장흥군", 2021, "unspecified", "2021년에도", is_optional=True)

    # The sample is left out, but a page of it that somebody's own folder brings too counts.
    only_sample = raw.article("견본", "강진군 2020년 특별상", None, source="sample")
    raw.award(only_sample, "전남 강진군", 2020, "특별상", "2020년 특별상")
    also_folder = raw.article("견본이자 폴더", "해남군 2020년 특별상", None, source="sample")
    raw.fetch("folder", also_folder)
    raw.award(also_folder, "전남 해남군", 2020, "특별상", "2020년 특별상")
    return raw


LEFT_OUT = ["sample", "compiled"]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, target: Path) -> Path:
    """Built by a plain `dbt build`, unit tests and all."""
    file = tmp_path_factory.mktemp("built") / "warehouse.duckdb"
    made_up().write(file)
    run = run_dbt("build", sources_left_out=LEFT_OUT, warehouse=file, target=target)
    assert run.returncode == 0, run.stdout[-6000:]
    return file


def awards(connection: duckdb.DuckDBPyConnection, municipality: str) -> list[tuple[Any, ...]]:
    return rows(
        connection,
        """
        select award_year, programme, category, grade, incentive_krw, status, n_articles, n_independent, n_disagreeing
        from fct_job_awards where municipality = ? order by all
        """,
        municipality,
    )


def test_history_without_sections_joins_the_named_awards(marts: duckdb.DuckDBPyConnection) -> None:
    assert awards(marts, "충북 청주시") == [
        (2021, NATIONAL, "unspecified", "최우수상", None, "single", 1, 1, 0),
        (2022, NATIONAL, "disclosure", "대상", 135_000_000, "agreed", 3, 3, 0),
        (2024, NATIONAL, "disclosure", "최우수상", None, "single", 1, 1, 0),
    ]


def test_first_report_and_best_claim_of_a_merged_award(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select facts.first_reported_on::varchar, evidence.evidence_text, evidence.stated
        from fct_job_awards as facts
        inner join fct_fact_evidence as evidence on facts.best_claim_id = evidence.claim_id and evidence.is_best
        where facts.municipality = '충북 청주시' and facts.award_year = 2022
        """,
    )
    assert found == [("2022-07-21", "공시제 부문 대상", "grade 대상, incentive_krw 135000000")]


def test_published_late_at_night_is_that_day_in_korea(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(marts, "select first_reported_on::varchar from fct_job_targets where municipality = '충북 청주시'")
    assert found == [("2024-08-08",)]


def test_target_with_reported_and_computed_rate(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select year, period_end, scope, target_jobs, actual_jobs, achievement_pct_reported, achievement_pct_computed,
            has_pct_gap, status
        from fct_job_targets where municipality = '충북 청주시'
        """,
    )
    assert found == [(2023, None, "total", 50652, 61692, 122.0, 121.8, False, "single")]


def test_copies_of_one_text_are_one_voice_and_lose(marts: duckdb.DuckDBPyConnection) -> None:
    assert awards(marts, "경북 경주시") == [(2015, NATIONAL, "disclosure", "최우수상", None, "disputed", 5, 3, 3)]
    found = rows(
        marts,
        """
        select stated, agrees, disagrees_on, count(*) from fct_fact_evidence
        where fact_id = (select fact_id from fct_job_awards where municipality = '경북 경주시') group by all order by all
        """,
    )
    assert found == [("grade 우수상", False, "grade", 3), ("grade 최우수상", True, None, 2)]


def test_two_sections_and_awards_of_other_bodies_are_no_dispute(marts: duckdb.DuckDBPyConnection) -> None:
    assert awards(marts, "인천 서구") == [
        (2018, NATIONAL, "disclosure", "우수상", 100_000_000, "single", 1, 1, 0),
        (2018, NATIONAL, "project", "최우수상", None, "single", 1, 1, 0),
        (2018, "other", "unspecified", "대상", None, "single", 1, 1, 0),
        (2018, "other", "unspecified", "장려상", None, "single", 1, 1, 0),
    ]


def test_rounded_exact_and_rate_only_make_one_target(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select target_jobs, actual_jobs, achievement_pct_reported, achievement_pct_computed, has_pct_gap, status,
            n_articles, n_disagreeing
        from fct_job_targets where municipality = '대구 달서구'
        """,
    )
    # 18,000 / 17,412 is 103.4 %: the 110 % of the third paper does not fit, and says so.
    assert found == [(17412, 18000, 110.0, 103.4, True, "agreed", 3, 0)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("경기 여주군", 2012, "41730"), ("경기 여주시", 2014, "41670")),
        (("경북 군위군", 2022, "47720"), ("대구 군위군", 2024, "27720")),
    ],
)
def test_a_series_goes_on_across_a_rename(
    marts: duckdb.DuckDBPyConnection, before: tuple[str, int, str], after: tuple[str, int, str]
) -> None:
    found = rows(
        marts,
        "select municipality, award_year, municipality_code, municipality_id from fct_job_awards where municipality in (?, ?) order by award_year",
        before[0],
        after[0],
    )
    assert [row[:3] for row in found] == [before, after]
    assert found[0][3] == found[1][3]


def test_a_merger_begins_another_series(marts: duckdb.DuckDBPyConnection) -> None:
    cheongwon = rows(marts, "select distinct municipality_id from fct_job_awards where municipality = '충북 청원군'")
    cheongju = rows(marts, "select distinct municipality_id from fct_job_awards where municipality = '충북 청주시'")
    ended = rows(marts, "select successor_ids from dim_municipality where municipality_id = ?", *cheongwon[0])
    assert ended == cheongju != cheongwon


def test_a_recoded_government_keeps_the_code_of_the_year(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select municipality_code, municipality, indicator, value_pct from fct_employment_indicators order by indicator",
    )
    assert found == [
        ("45210", "전북 김제시", "employment_rate_15_64", 71.0),
        ("45210", "전북 김제시", "youth_employment_rate", 33.8),
    ]


def test_scopes_and_periods_are_targets_of_their_own(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select scope, period_end, target_jobs from fct_job_targets where municipality = '전북 김제시' order by target_jobs",
    )
    assert found == [("고용안정선제대응 패키지", None, 438), ("total", None, 3000), ("total", 2023, 12000)]


def test_a_revision_takes_the_place_of_what_it_revised(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts, "select target_jobs, status, n_articles from fct_job_targets where municipality = '전남 완도군'"
    )
    assert found == [(1234, "single", 1)]


def test_a_newer_extractor_takes_back_what_an_older_one_claimed(marts: duckdb.DuckDBPyConnection) -> None:
    assert awards(marts, "전남 진도군") == []


def test_claims_without_place_or_year_are_kept_with_their_reason(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(marts, "select reason, evidence_text from fct_unplaced_claims order by all")
    assert found == [
        ("no_municipality", "어느 시가 언젠가 우수상"),
        ("no_year", "언젠가 우수상"),
        ("optional", "2021년에도"),
    ]
    assert awards(marts, "전남 장흥군") == []


def test_a_left_out_source_makes_no_fact_unless_another_brought_the_page(marts: duckdb.DuckDBPyConnection) -> None:
    assert awards(marts, "전남 강진군") == []
    assert [row[3] for row in awards(marts, "전남 해남군")] == ["특별상"]


def test_one_wide_row_a_municipality_and_year(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """
        select municipality_code, sido, name_ko, level, award_disclosure_grade, award_project_grade, award_incentive_krw,
            n_national_awards, n_other_awards, target_jobs, n_facts, n_disputed_facts
        from municipality_year where municipality = '인천 서구'
        """,
    )
    assert found == [("28260", "인천", "서구", "basic", "우수상", "최우수상", 100_000_000, 2, 2, None, 4, 0)]
    found = rows(
        marts,
        """
        select year, target_jobs, actual_jobs, achievement_pct_computed, employment_rate_15_64_pct,
            youth_employment_rate_pct, female_employment_rate_pct, n_facts
        from municipality_year where municipality = '전북 김제시'
        """,
    )
    assert found == [(2020, 3000, 6396, 213.2, 71.0, 33.8, None, 5)]


@pytest.mark.parametrize(
    ("day", "metropolitan", "basic"),
    [("2010-01-01", 16, 230), ("2012-12-31", 17, 227), ("2024-12-31", 17, 226), ("2026-07-01", 16, 227)],
)
def test_how_many_governments_there_were(
    marts: duckdb.DuckDBPyConnection, day: str, metropolitan: int, basic: int
) -> None:
    found = rows(
        marts,
        """
        select count(*) filter (level = 'metropolitan'), count(*) filter (level = 'basic') from dim_municipality
        where valid_from <= ?::date and coalesce(valid_to, date '9999-12-31') >= ?::date
        """,
        day,
        day,
    )
    assert found == [(metropolitan, basic)]


def test_every_column_of_the_marts_says_what_it_is(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select table_name || '.' || column_name from duckdb_columns() where schema_name = 'marts' and coalesce(comment, '') = ''",
    )
    assert found == []
    tables = rows(
        marts,
        "select table_name from duckdb_tables() where schema_name = 'marts' and comment like 'One %' order by all",
    )
    assert [name for (name,) in tables] == list(MARTS)


def test_every_model_column_is_described_and_every_intermediate_model_tried(warehouse: Path, target: Path) -> None:
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    with duckdb.connect(warehouse, read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where schema_name in ('seeds', 'staging', 'intermediate', 'marts')"
        ).fetchall()
    described = {
        (node["schema"], node["name"], column["name"])
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
        for column in node["columns"].values()
        if column["description"]
    }
    assert sorted(set(columns) - described) == []
    tried = {test["depends_on"]["nodes"][0] for test in manifest["unit_tests"].values()}
    intermediate = {
        id_
        for id_, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] == "intermediate"
    }
    assert intermediate - tried == set()


def test_the_marts_alone_are_for_others(warehouse: Path, target: Path) -> None:
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    assert {node["group"] for node in models} == {"facts"}
    assert {node["name"] for node in models if node["access"] == "public"} == set(MARTS)
    assert {node["access"] for node in models} == {"public", "private"}
    read = {name for exposure in manifest["exposures"].values() for name in exposure["depends_on"]["nodes"]}
    assert read == {f"model.iljari.{mart}" for mart in MARTS}


def test_what_a_contract_says_is_never_empty_the_database_refuses(
    warehouse: Path, target: Path, tmp_path: Path
) -> None:
    """In tables that are made anew and in those that are added to: no test need look for what cannot be there."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    promised = {
        (node["name"], column["name"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["contract"]["enforced"]
        for column in node["columns"].values()
        if "not_null" in {constraint["type"] for constraint in column["constraints"]}
    }
    copy = tmp_path / "warehouse.duckdb"
    shutil.copy(warehouse, copy)
    with duckdb.connect(copy) as connection:
        refused = rows(
            connection,
            "select table_name, column_name from information_schema.columns where table_schema = 'marts' and is_nullable = 'NO'",
        )
        assert set(refused) == promised >= {("fct_job_awards", "fact_id"), ("fct_fact_evidence", "fact_id")}
        for mart in ("fct_job_awards", "fct_fact_evidence"):
            with pytest.raises(duckdb.ConstraintException, match=f"NOT NULL.*{mart}.fact_id"):
                connection.execute(f"insert into marts.{mart} select * replace (null as fact_id) from marts.{mart}")


def test_the_measures_that_people_ask_are_metrics(warehouse: Path, target: Path) -> None:
    manifest = json.loads((target / "semantic_manifest.json").read_text(encoding="utf-8"))
    metrics = {metric["name"]: metric["type"] for metric in manifest["metrics"]}
    assert metrics.items() >= {"achievement_rate": "ratio", "awards_won": "simple", "streak_length": "simple"}.items()


def test_other_order_of_rows_and_four_threads_same_marts(warehouse: Path, target: Path, tmp_path: Path) -> None:
    shuffled = tmp_path / "warehouse.duckdb"
    made_up().write(shuffled, shuffle=20240808)
    build = ("build", "--threads", "4", "--exclude-resource-types", "unit_test", "test")
    run = run_dbt(*build, sources_left_out=LEFT_OUT, warehouse=shuffled, target=target)
    assert run.returncode == 0, run.stdout[-6000:]
    with duckdb.connect(warehouse, read_only=True) as one, duckdb.connect(shuffled, read_only=True) as other:
        for mart in MARTS:
            query = f"from marts.{mart} order by all"
            assert one.execute(query).fetchall() == other.execute(query).fetchall(), mart


def test_guards_see_what_is_broken(warehouse: Path, target: Path, tmp_path: Path) -> None:
    broken = tmp_path / "warehouse.duckdb"
    shutil.copy(warehouse, broken)
    with duckdb.connect(broken) as connection:
        for statement in (
            "update intermediate.int_claims_matched set evidence_start = evidence_start + 1 where kind = 'indicator'",
            "update intermediate.int_claims_matched set voice_id = 'another' where kind = 'target'",
            "delete from marts.fct_fact_evidence where stated like '%135000000%'",
            "insert into marts.fct_job_awards select * replace (fact_id || 'x' as fact_id) from marts.fct_job_awards limit 1",
            "update marts.fct_job_targets set municipality_code = '99999' where municipality = '전남 완도군'",
            "update marts.fct_employment_indicators set value_pct = 710",
            "update marts.dim_municipality set valid_to = date '2013-09-30' where code = '41730'",
            "update marts.dim_municipality set successor_ids = null where code = '43710'",
        ):
            connection.execute(statement)
    guards = {
        "assert_evidence_is_in_its_article",
        "assert_facts_have_evidence",
        "assert_claims_are_all_matched",
        "assert_claims_are_all_placed",
        "assert_award_grain",
        "assert_facts_fit_their_municipality",
        "assert_municipality_versions_adjoin",
        "assert_municipality_successions_match",
        "in_range_fct_employment_indicators_value_pct__100__0",
    }
    run = run_dbt(
        "test", "--select", *sorted(guards), sources_left_out=LEFT_OUT, warehouse=broken, target=tmp_path / "target"
    )
    results = json.loads((tmp_path / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    failed = {result["unique_id"].split(".")[2] for result in results if result["status"] == "fail"}
    assert run.returncode == 1
    assert failed == guards


def test_seeds_agree_with_each_other() -> None:
    """The columns that the claim reader and the models both know stand in this order in the municipalities' seed."""
    header = (PROJECT / "seeds" / "municipalities.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",")[:10] == [
        "municipality_id", "code", "sido", "sido_name_ko", "name_ko", "name_en", "level", "kind", "valid_from", "valid_to",
    ]  # fmt: skip


def test_the_ladder_of_grades_is_the_awards_own() -> None:
    with duckdb.connect() as connection:
        seed = str(PROJECT / "seeds" / "grades.csv")
        ladder = connection.execute("select grade from read_csv(?) order by grade_rank", [seed]).fetchall()
    assert [grade for (grade,) in ladder][:5] == ["종합대상", "대상", "최우수상", "우수상", "특별상"]
