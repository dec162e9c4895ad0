"""A small warehouse for the page: the real municipalities, invented articles, facts of every kind."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from expectations.marts import reading
from extract.paths import PROJECT
from publish.page import site
from publish.page.data import About
from tests.expectations import warehouses

SEEN = datetime(2026, 1, 5, tzinfo=UTC)
CHEONGJU, GUNWI, JUNG = "m43110_2014", "m47720", "m11140"
TEXT = (
    "청주시, 일자리대상 우수상\n\n"
    "충북 청주시는 </script> 2023년 전국 지방자치단체 일자리대상에서 우수상을 받았다고 1일 밝혔다. "
    "시는 2022년 목표 5만 개보다 많은 6만 개의 일자리를 만들었다. 고용률은 67.1%였다."
)


def municipality_versions() -> list[dict[str, Any]]:
    """`dim_municipality` as dbt makes it of the seed."""
    with (PROJECT / "seeds" / "municipalities.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [
        {
            **{name: row[name] or None for name in (
                "municipality_id", "code", "sido", "sido_name_ko", "name_ko", "name_en", "level", "kind", "valid_from", "valid_to",
                "predecessor_ids", "successor_ids", "change",
            )},
            "municipality_version_id": f"{row['municipality_id']}@{row['valid_from']}",
            "municipality": row["sido"] if row["level"] == "metropolitan" else f"{row['sido']} {row['name_ko']}",
            "is_current": not row["valid_to"],
        }
        for row in rows
    ]  # fmt: skip


def counts(n: int = 1, against: int = 0, status: str = "single") -> dict[str, Any]:
    return {"n_articles": n, "n_independent": n, "n_disagreeing": against, "status": status}


def said(number: str, fact_table: str, fact_id: str, span: str | None, **columns: Any) -> dict[str, Any]:
    """A row of the evidence: the words of `TEXT`, or of the compiled list where there is no span."""
    start = TEXT.index(span) if span else None
    return {
        "fact_evidence_id": f"e{number}", "fact_table": fact_table, "fact_id": fact_id, "claim_id": f"k{number}",
        "article_id": "a1", "voice_id": f"v{number}", "source": "folder", "url": "https://www.news.example/1",
        "title": "청주시 </script><b>", "published_on": date(2023, 9, 1), "agrees": True, "is_best": False,
        "is_compiled": span is None, "evidence_text": span, "evidence_start": start,
        "evidence_end": start + len(span) if span and start is not None else None, "confidence": 0.987 if span else None,
        **columns,
    }  # fmt: skip


def rows() -> dict[str, list[dict[str, Any]]]:
    place = {"municipality_id": CHEONGJU, "municipality_code": "43110", "municipality": "충북 청주시"}
    award = {"programme": "national_jobs_award", "category": "disclosure", "section": "disclosure", "n_compiled": 0}
    sure, doubtful = counts(2, status="agreed"), counts(2, 1, "disputed")
    return {
        "dim_municipality": municipality_versions(),
        "fct_job_awards": [
            {"fact_id": "f1", **place, **award, "award_year": 2023, "grade": "우수상", "incentive_krw": 70_000_000, **doubtful},
            {"fact_id": "f2", **place, **award, "award_year": 2022, "grade": "최우수상", **sure, "n_compiled": 2},
            {"fact_id": "f3", **place, "programme": "other", "category": "unspecified", "award_year": 2022, "grade": "대상",
             "n_compiled": 0, **counts()},
        ],
        "fct_job_targets": [
            {"fact_id": "f4", **place, "year": 2022, "scope": "total", "target_jobs": 50_000, "actual_jobs": 60_000,
             "achievement_pct_computed": 120.0, **counts()},
            {"fact_id": "f5", **place, "year": 2022, "period_end": 2026, "scope": "청년 일자리", "target_jobs": 900, **counts()},
        ],
        "fct_employment_indicators": [
            {"fact_id": "f6", **place, "year": 2022, "indicator": "employment_rate", "value_pct": 67.1, **counts()},
        ],
        "fct_fact_evidence": [
            said("1", "fct_job_awards", "f1", "우수상을 받았다", stated="grade 우수상", is_best=True),
            said("2", "fct_job_awards", "f1", None, url="javascript:alert(1)", stated="grade 대상", agrees=False,
                 disagrees_on="grade", certainty="stated"),
            said("3", "fct_job_awards", "f2", None, url="http://paper.example/2", certainty="derived", published_on=None),
            said("4", "fct_job_targets", "f4", "2022년 목표 5만 개보다 많은 6만 개", stated="actual_jobs 60000, target_jobs 50000"),
            said("5", "fct_employment_indicators", "f6", "고용률은 67.1%"),
        ],
        "fct_fact_candidates": [
            {"fact_candidate_id": "c1", "fact_table": "fct_job_awards", "fact_id": "f1", "field": "grade", "value": "대상", "rank": 2,
             "is_agreeing": False, "outcome": "fewer_voices", "why": "1 independent voice, against 2 for 우수상"},
        ],
        "fct_fact_log": [
            {"fact_log_id": f"l{number}", "fact_table": "fct_job_awards", "fact_id": "f1", "change_number": number, "held_from": SEEN,
             "change": change, "changed_by": "new_articles", **place, "year": 2023, "about": '{"category":"disclosure"}',
             "held": held, "status": "disputed"}
            for number, change, held in ((1, "appeared", '{"grade":"대상"}'), (2, "value_changed", '{"grade":"우수상"}'), (3, "gone", None))
        ],
        "fct_award_streaks": [
            {"award_streak_id": "s1", **place, "first_award_year": 2022, "last_award_year": 2023, "n_editions": 2, "best_grade": "최우수상"},
        ],
        "award_editions": [
            {"award_year": 2023, "edition_number": 12, "n_governments_announced": 65, "n_governments_found": 1, "n_prizes_found": 1},
        ],
        "award_edition_grades": [
            {"award_year": 2023, "category": "disclosure", "grade": "우수상", "n_announced": None, "n_found": 1},
        ],
        "municipality_year": [
            {**place, "year": 2022, "award_disclosure_grade": "최우수상", "n_national_awards": 1, "n_other_awards": 1, "target_jobs": 50_000,
             "actual_jobs": 60_000, "achievement_pct_computed": 120.0, "employment_rate_pct": 67.1, "n_facts": 5},
            {**place, "year": 2023, "award_disclosure_grade": "우수상", "n_national_awards": 1, "n_other_awards": 0, "n_facts": 1},
        ],
    }  # fmt: skip


def insert(connection: duckdb.DuckDBPyConnection, table: str, made: list[dict[str, Any]]) -> None:
    """Adds rows, all at once: one by one is a transaction each."""
    columns = {name: [row.get(name) for row in made] for name in {name: None for row in made for name in row}}
    connection.register("made", pa.table(columns))
    connection.execute(f"insert into {table} by name from made")
    connection.unregister("made")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "warehouse.duckdb"
    warehouses.build_raw(file, is_empty=True)
    warehouses.build_marts(file, is_empty=True)
    with duckdb.connect(str(file)) as connection:
        article = {
            "article_id": "a1",
            "title": "청주시",
            "text": TEXT,
            "published_at": datetime(2023, 9, 1, 1, tzinfo=UTC),
        }
        insert(connection, "raw.articles", [article])
        for table, made in rows().items():
            insert(connection, f"marts.{table}", made)
    return file


@pytest.fixture
def warehouse(template: Path, tmp_path: Path) -> Path:
    """A warehouse of the test's own."""
    return Path(shutil.copy(template, tmp_path / "warehouse.duckdb"))


GATE = {
    "checked_at": "2026-01-05T00:00:00+00:00",
    "n_expectations": 9,
    "n_passed": 8,
    "n_warned": 1,
    "warnings": ["a warning"],
}
FILES = [{"path": "iljari.xlsx", "bytes": 9}]
FIRST = About("20260105T000000000Z-00000000", SEEN, ["folder"], {"candidate": GATE}, None, None, FILES)
#: The core, and the evidence by municipality.
Read = tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]


@pytest.fixture
def about() -> About:
    """A first release."""
    return FIRST


def read(script: Path) -> Any:
    """What a script of the page sets, read as the browser does: the JSON in its first line."""
    line = script.read_text(encoding="utf-8").splitlines()[0]
    return json.loads(line.split("=", 1)[1].removesuffix(";"))


def written(folder: Path, warehouse: Path, of: About) -> Read:
    """Writes the page's data into a new folder and reads them back."""
    with reading(warehouse) as connection:
        site.write_data(folder / "data", connection, of)
    core, evidence = folder / "data" / "core.js", (folder / "data" / "evidence").iterdir()
    return read(core), {file.stem: read(file) for file in evidence}


@pytest.fixture(scope="session")
def first_page(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The page of the warehouse as it is; no test changes it."""
    return written(tmp_path_factory.mktemp("first") / "page", template, FIRST)


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Read]:
    """Writes the page of a warehouse of the test's own and reads it back."""
    numbers = count()
    return lambda warehouse, of=FIRST: written(tmp_path / f"page{next(numbers)}", warehouse, of)
