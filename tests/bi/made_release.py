"""A small release, made from dbt's contracts and a few invented facts: the real columns without a build."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

FIRST, SECOND = "20261126T123130589Z-2bffb91a", "20261127T000000000Z-00c0ffee"
_FILL = {"varchar": "-", "integer": 0, "bigint": 0, "double": 0.0, "boolean": False, "date": "2024-01-01"}

SUWON = {"municipality_id": "m41110", "municipality_code": "41110", "municipality": "경기 수원시"}
JEONNAM = {"municipality_id": "m46000", "municipality_code": "46000", "municipality": "전남"}
#: renamed in the year between its two facts; one series
MICHUHOL = {"municipality_id": "m28170", "municipality_code": "28170"}

Rows = dict[str, list[dict[str, Any]]]


def made_up() -> Rows:
    """Rows by mart, with the columns that a test or a chart looks at."""
    awards = [
        (SUWON, 2022, "최우수상", "disclosure", "agreed"),
        (SUWON, 2023, "우수상", "project", "single"),
        (SUWON, 2023, "unspecified", "unspecified", "disputed"),
        (JEONNAM, 2023, "종합대상", "disclosure", "agreed"),
        ({**MICHUHOL, "municipality": "인천 남구"}, 2017, "특별상", "disclosure", "single"),
        ({**MICHUHOL, "municipality": "인천 미추홀구"}, 2019, "대상", "disclosure", "corrected"),
    ]
    rows: Rows = {"fct_job_awards": [], "fct_fact_evidence": [], "municipality_year": []}
    for n, (place, year, grade, category, status) in enumerate(awards):
        fact = {"fact_id": f"a{n}", **place, "award_year": year, "grade": grade, "category": category, "status": status}
        rows["fct_job_awards"].append(
            {**fact, "programme": "national_jobs_award", "incentive_krw": 70_000_000, "n_articles": 2}
        )
        rows["fct_fact_evidence"].append(
            {"fact_evidence_id": f"e{n}", "fact_table": "fct_job_awards", "fact_id": f"a{n}", "agrees": n != 2,
             "stated": f"grade {grade}, incentive_krw 70000000", "evidence_text": "<b>우수상</b>을 받았다",
             "title": "<script>alert(1)</script>", "url": "https://news.example/1", "source": "folder"}
        )  # fmt: skip
    rows["fct_job_awards"].append(
        {
            "fact_id": "other",
            **SUWON,
            "award_year": 2023,
            "grade": "대상",
            "category": "unspecified",
            "programme": "other",
            "status": "single",
        }
    )
    target = {**SUWON, "scope": "total", "period_end": None, "status": "single", "n_articles": 1}
    rows["fct_job_targets"] = [
        {**target, "fact_id": "t0", "year": 2022, "target_jobs": 30_000, "actual_jobs": 33_000, "achievement_pct_computed": 110.0},
        {**target, "fact_id": "t1", "year": 2023, "target_jobs": 10_000, "actual_jobs": 15_000, "achievement_pct_computed": 150.0},
        # None of these counts: a result that is not known, a plan of several years, a programme.
        {**target, "fact_id": "t2", "year": 2024, "target_jobs": 50_000, "actual_jobs": None, "achievement_pct_computed": None},
        {**target, "fact_id": "t3", "year": 2022, "period_end": 2026, "target_jobs": 9, "actual_jobs": 1, "achievement_pct_computed": 11.1},
        {**target, "fact_id": "t4", "year": 2022, "scope": "청년", "target_jobs": 9, "actual_jobs": 1, "achievement_pct_computed": 11.1},
    ]  # fmt: skip
    rows["fct_employment_indicators"] = [
        {
            "fact_id": f"i{year}",
            **SUWON,
            "year": year,
            "indicator": "employment_rate",
            "value_pct": value,
            "status": "single",
        }
        for year, value in ((2022, 61.2), (2023, 62.4))
    ]
    rows["fct_award_streaks"] = [
        {"award_streak_id": "s1", **SUWON, "first_award_year": 2022, "last_award_year": 2023, "n_editions": 2, "best_grade": "최우수상", "is_running": True},
        {"award_streak_id": "s2", **JEONNAM, "first_award_year": 2023, "last_award_year": 2023, "n_editions": 1, "best_grade": "종합대상", "is_running": False},
    ]  # fmt: skip
    rows["award_editions"] = [
        {"award_year": 2022, "n_governments_announced": 65, "n_governments_found": 1},
        {"award_year": 2023, "n_governments_announced": None, "n_governments_found": 2},
    ]
    years = [(SUWON, "경기", "수원시", "basic", year, 4) for year in (2022, 2023)] + [
        (JEONNAM, "전남", "전라남도", "metropolitan", 2023, 1)
    ]
    for (year, name), n in zip(((2017, "남구"), (2019, "미추홀구")), (1, 1), strict=True):
        years.append(({**MICHUHOL, "municipality": f"인천 {name}"}, "인천", name, "basic", year, n))
    rows["municipality_year"] = [
        {**place, "sido": sido, "name_ko": name, "level": level, "year": year, "n_facts": n, "n_disputed_facts": 0, "n_compiled_facts": 1}
        for place, sido, name, level, year, n in years
    ]  # fmt: skip
    rows["dim_municipality"] = [
        {"municipality_version_id": f"{place['municipality_id']}-{start}", "municipality_id": place["municipality_id"], "code": "0", "municipality": label,
         "valid_from": start, "change": change}
        for place, label, start, change in (
            (SUWON, "경기 수원시", "1995-01-01", "existing"), (JEONNAM, "전남", "1995-01-01", "existing"),
            (MICHUHOL, "인천 남구", "1995-01-01", "existing"), (MICHUHOL, "인천 미추홀구", "2018-07-01", "renamed"),
        )
    ]  # fmt: skip
    return rows


def write(folder: Path, manifest: Mapping[str, Any], rows: Rows, release_id: str = FIRST) -> Path:
    """A release folder `folder/release_id` with the database alone, and `folder/current` leading to it."""
    file = folder / release_id / "iljari.duckdb"
    file.parent.mkdir(parents=True)
    marts = [n for n in manifest["nodes"].values() if n["resource_type"] == "model" and n["fqn"][1] == "marts"]
    with duckdb.connect(str(file)) as connection:
        for mart in marts:
            columns = {column["name"]: column["data_type"] for column in mart["columns"].values()}
            connection.execute(
                f"create table {mart['name']} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
            )
            for row in rows.get(mart["name"], []):
                assert set(row) <= set(columns), (mart["name"], set(row) - set(columns))
                optional = {"period_end", "valid_to", "incentive_krw"}
                values = [
                    row[name] if name in row else None if name in optional else _FILL.get(kind)
                    for name, kind in columns.items()
                ]
                connection.execute(f"insert into {mart['name']} values ({', '.join('?' * len(values))})", values)
    point_current_to(folder, release_id)
    return file


def next_release(folder: Path, sql: str, release_id: str = SECOND) -> None:
    """A second release, the current one changed by `sql`, put in place as `publish.release` does it: a new folder, then
    the link replaced."""
    new = folder / release_id
    new.mkdir()
    shutil.copy(folder / "current" / "iljari.duckdb", new / "iljari.duckdb")
    with duckdb.connect(str(new / "iljari.duckdb")) as connection:
        connection.execute(sql)
    point_current_to(folder, release_id)


def point_current_to(folder: Path, release_id: str) -> None:
    """Replace the link in one step."""
    link = folder / ".building-current"
    link.symlink_to(release_id)
    link.replace(folder / "current")
