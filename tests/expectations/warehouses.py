"""Small warehouses for the gates: one invented article, its claims and facts, all of them right."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml

from extract.paths import PROJECT
from extract.tables import RAW_TABLES

TITLE = "가람시, 일자리대상 우수상"
BODY = (
    "충북 가람시는 2023 전국 지방자치단체 일자리대상에서 우수상을 받았다고 1일 밝혔다. "
    "시는 지난해 목표 5만 개보다 많은 6만 개(120%)의 일자리를 만들었고 고용률은 67.1%였다. "
    "시 관계자는 내년에도 시민이 바라는 일자리를 더 많이 만들겠다고 말했다."
)
TEXT = f"{TITLE}\n\n{BODY}"
URL = "https://news.example/1"
SEEN = datetime(2023, 9, 2, 1, 0, tzinfo=UTC)
MART_FILES = sorted((PROJECT / "dbt_project" / "models" / "marts").glob("*.yml"))


def evidence(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {
        "evidence_start": start,
        "evidence_end": start + len(words),
        "evidence_text": words,
        "rule": "r1",
        "confidence": 0.9,
    }


PLACE = {"municipality_id": "m99990", "municipality_code": "99990", "municipality": "충북 가람시"}
CLAIM = {
    "article_id": "a1",
    "extractor_version": "0.10.0",
    "municipality_written": "충북 가람시",
    "is_optional": False,
    **PLACE,
}
AWARD = {
    "programme": "national_jobs_award",
    "award_year": 2023,
    "category": "disclosure",
    "grade": "우수상",
    "incentive_krw": None,
}
TARGET = {
    "year": 2022, "period_end": None, "scope": "total", "target_jobs": 50_000, "actual_jobs": 60_000, "achievement_pct_reported": 120.0,
}  # fmt: skip
LEVEL = {"year": 2022, "indicator": "employment_rate", "value_pct": 67.1}

RAW_ROWS: dict[str, dict[str, Any]] = {
    "fetches": {"fetch_id": "f1", "source": "folder", "url": URL, "at": SEEN, "outcome": "fetched", "bytes": 900, "page_sha256": "p1"},
    "runs": {"run_id": "n1", "source": "folder", "kind": "feed", "started_at": SEEN, "ended_at": SEEN, "outcome": "done", "n_found": 1, "n_articles": 1},
    "articles": {
        "article_id": "a1", "url": URL, "source": "folder", "title": TITLE, "body": BODY, "text": TEXT,
        "published_at": datetime(2023, 9, 1, 1, 0, tzinfo=UTC), "published_precision": "minute", "fetched_at": SEEN,
        "content_sha256": "c1", "page_sha256": "p1", "landing_file": "b1",
    },
    "rejects": {
        "reject_id": "r1", "source": "folder", "url": "https://news.example/2", "at": SEEN, "stage": "read", "reason": "empty",
        "page_sha256": "p2",
    },
    "award_claims": {"claim_id": "k1", **CLAIM, **AWARD, **evidence("2023 전국 지방자치단체 일자리대상에서 우수상을 받았다")},
    "target_claims": {"claim_id": "k2", **CLAIM, **TARGET, **evidence("지난해 목표 5만 개보다 많은 6만 개(120%)의 일자리")},
    "indicator_claims": {"claim_id": "k3", **CLAIM, **LEVEL, **evidence("고용률은 67.1%")},
    "extractions": {
        "extraction_id": "x1", "article_id": "a1", "extractor_version": "0.10.0", "n_award_claims": 1, "n_target_claims": 1,
        "n_indicator_claims": 1,
    },
    "signatures": {
        "signature_id": "s1", "article_id": "a1", "signature_version": "1", "text_key": "t1", "n_shingles": 90, "minhash": [1] * 128,
    },
    "review_answers": {
        "review_answer_id": "w1", "run_id": "run1", "fact_table": "fct_job_awards", "fact_id": "f1", "subject": "충북 가람시 2023",
        "candidates_hash": "h1", "answer": "accept", "answered_by": "보람", "answered_at": SEEN,
    },
}  # fmt: skip

COUNTS = {
    "n_articles": 1,
    "n_independent": 1,
    "n_disagreeing": 0,
    "first_reported_on": date(2023, 9, 1),
    "status": "single",
}


def _evidence_row(number: int, fact_table: str) -> dict[str, Any]:
    kind = ("award_claims", "target_claims", "indicator_claims")[number - 1]
    claim = {
        name: RAW_ROWS[kind][name] for name in (*evidence("우수상"), "claim_id", "article_id", "extractor_version")
    }
    return {
        "fact_evidence_id": f"e{number}", "fact_table": fact_table, "fact_id": f"f{number}", "voice_id": "a1", "source": "folder",
        "url": URL, "title": TITLE, "published_on": date(2023, 9, 1), "agrees": True, "is_best": True, "is_compiled": False, **claim,
    }  # fmt: skip


def _log_row(number: int, fact_table: str) -> dict[str, Any]:
    return {
        "fact_log_id": f"l{number}", "fact_table": fact_table, "fact_id": f"f{number}", "change_number": 1, "held_from": SEEN,
        "change": "appeared", "changed_by": "new_articles", **PLACE, "year": 2022, "about": "{}", "held": "{}", "status": "single",
        "best_claim_id": f"k{number}", "best_article_id": "a1", "extractor_version": "0.10.0", "sources_left_out": "",
    }  # fmt: skip


MART_ROWS: dict[str, list[dict[str, Any]]] = {
    "award_editions": [
        {
            "award_year": 2023, "edition_number": 12, "n_governments_announced": 65, "n_governments_found": 1,
            "n_prizes_announced": 73, "n_prizes_found": 1, "source_url": URL,
        }
    ],
    "award_edition_grades": [
        {"award_year": 2023, "category": "disclosure", "grade": "우수상", "n_announced": 33, "n_found": 1}
    ],
    # as many versions as there are local governments, each a municipality of its own
    "dim_municipality": [
        {
            "municipality_version_id": f"m{code}@2010", "municipality_id": f"m{code}", "code": str(code),
            "municipality": "충북 가람시" if code == 99990 else f"충북 {code}군", "level": "basic",
            "valid_from": date(2010, 1, 1), "is_current": True,
        }
        for code in range(99990, 99990 - 243, -1)
    ],
    "fct_job_awards": [{"fact_id": "f1", **PLACE, **AWARD, **COUNTS, "n_compiled": 0, "best_claim_id": "k1"}],
    "fct_job_targets": [
        {"fact_id": "f2", **PLACE, **TARGET, "achievement_pct_computed": 120.0, "has_pct_gap": False, **COUNTS, "best_claim_id": "k2"}
    ],
    "fct_employment_indicators": [{"fact_id": "f3", **PLACE, **LEVEL, **COUNTS, "best_claim_id": "k3"}],
    "fct_fact_evidence": [
        _evidence_row(1, "fct_job_awards"), _evidence_row(2, "fct_job_targets"), _evidence_row(3, "fct_employment_indicators"),
    ],
    "fct_fact_log": [
        _log_row(1, "fct_job_awards"), _log_row(2, "fct_job_targets"), _log_row(3, "fct_employment_indicators"),
    ],
    "fct_job_target_versions": [
        {
            "target_version_id": "v1", "fact_id": "f2", **PLACE, "year": 2022, "scope": "total", "target_jobs": 50_000,
            "plan": "yearly", "version_number": 1, "is_amendment": False, "first_reported_on": date(2023, 9, 1),
            "last_reported_on": date(2023, 9, 1), "n_articles": 1, "n_independent": 1, "is_held": True, "outcome": "chosen",
        }
    ],
    "fct_award_streaks": [
        {
            "award_streak_id": "s1", **PLACE, "first_award_year": 2023, "last_award_year": 2023, "n_editions": 1,
            "best_grade": "우수상", "n_disputed_editions": 0, "is_running": True,
        }
    ],
    "fct_unplaced_claims": [],
    "fct_fact_candidates": [
        {
            "fact_candidate_id": "g1", "fact_table": "fct_job_awards", "fact_id": "f1", **PLACE, "year": 2023, "field": "grade",
            "value": "우수상", "rank": 1, "is_chosen": True, "is_agreeing": True, "outcome": "chosen", "why": "1 independent voice",
        }
    ],
    "fct_rejected_facts": [],
    "fct_review_answers": [],
    "review_queue": [
        {"fact_id": "f1", "fact_table": "fct_job_awards", "priority": 1, "reasons": "low_confidence", **PLACE, "evidence_text": "우수상"}
    ],
    "municipality_year": [
        {**PLACE, "year": 2022, "n_facts": 2, "n_disputed_facts": 0, "n_compiled_facts": 0},
        {**PLACE, "year": 2023, "n_facts": 1, "n_disputed_facts": 0, "n_compiled_facts": 0},
    ],
}  # fmt: skip


def build_raw(file: Path, is_empty: bool = False) -> None:
    """The raw tables with the columns that `extract` writes, with one good row each or with none."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema if not exists raw")
        for name, (schema, _) in RAW_TABLES.items():
            connection.register("columns", schema.empty_table())
            connection.execute(f"create table raw.{name} as from columns")
            connection.unregister("columns")
            if not is_empty:
                _insert(connection, f"raw.{name}", [RAW_ROWS[name]])


def build_marts(file: Path, is_empty: bool = False) -> None:
    """The marts with the columns of dbt's contracts, so that a gate that asks for another column fails here."""
    models = [
        model for file in MART_FILES for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
    ]
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema if not exists marts")
        for model in models:
            columns = ", ".join(f'"{column["name"]}" {column["data_type"]}' for column in model["columns"])
            connection.execute(f"create table marts.{model['name']} ({columns})")
            if not is_empty:
                _insert(connection, f"marts.{model['name']}", MART_ROWS[model["name"]])


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
        connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))
