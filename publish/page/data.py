"""What the page's first view shows, as plain values: the core of a release.

Everything comes from the marts of the candidate and the seeds. Null is what is not known and never stands as zero. The
same marts give the same values in the same order. The shapes are those of docs/page.md; columns instead of rows where
there are thousands of them.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb

from extract.paths import PROJECT
from publish import terms
from publish.dictionary import Dictionary
from publish.exports import literal
from publish.page import boundaries
from publish.page.evidence import FACTS, MOST_OTHERS
from publish.page.words import SEEDS, day, grades, link, rows, words

KST = timezone(timedelta(hours=9))
#: What the readers scored on articles that nobody had seen before, round by round (docs/claims.md).
ROUNDS = PROJECT / "tests" / "gold" / "rounds.csv"
#: Rounds that the figure is of: the last ones, 60 articles.
N_ROUNDS = 3

#: Changes told in the core.
MOST_CHANGES = 50

#: The seeds that a page is made from.
SEEDS_READ = ("administrative_districts", "categories", "grades", "indicators", "municipality_names", "programmes")
_TABLES = {"fct_job_awards": "award", "fct_job_targets": "target", "fct_employment_indicators": "indicator"}


@dataclass(frozen=True)
class About:
    """The release that the page is of: `checks` as the manifest has them, `last` the database of the release before.

    `files` are those of the release beside the page, see `downloads`.
    """

    release_id: str
    created_at: datetime
    sources: list[str]
    checks: dict[str, Any]
    last: Path | None
    last_created_at: datetime | None
    files: list[dict[str, Any]]


def downloads(manifest: dict[str, Any], words: Dictionary) -> list[dict[str, Any]]:
    """The files of a release that its page links to: `path` in the release and `bytes`.

    Those of a mart have its name as `table`, what the dictionary calls it as `label_ko`, and `n_rows`. A manifest from
    before a file was made does not name it.
    """
    whole = (
        manifest.get("downloads", {}).get("workbook"),
        manifest.get("downloads", {}).get("wide_csv"),
        manifest.get("database"),
        manifest.get("dictionary", {}).get("html"),
        manifest.get("docs"),
    )
    of_marts = [
        {
            **{word: table["files"][form][word] for word in ("path", "bytes")},
            "table": name,
            "label_ko": words.mart(name).label_ko,
            "n_rows": table["n_rows"],
        }
        for name, table in manifest.get("tables", {}).items()
        for form in ("csv", "parquet")
    ]
    return [{"path": one["path"], "bytes": one["bytes"]} for one in whole if one] + of_marts


def core(warehouse: duckdb.DuckDBPyConnection, about: About) -> dict[str, Any]:
    """All that the first view and every list needs: municipalities, years, cells, awards, editions, words, maps."""
    municipalities = _municipalities(warehouse)
    index = {one["id"]: number for number, one in enumerate(municipalities)}
    cells = _cells(warehouse, index)
    years = {*cells["y"], *(year for (year,) in _rows(warehouse, _YEARS))}
    return {
        "release": _release(warehouse, about),
        # A year of which nothing is known stands between the others, too.
        "years": list(range(min(years), max(years) + 1)) if years else [],
        **boundaries.maps(_versions(warehouse)),
        "municipalities": municipalities,
        "cells": cells,
        "awards": _awards(warehouse, index),
        "editions": _editions(warehouse),
        "words": words(),
    }


_YEARS = "select distinct award_year from marts.award_editions"


def _rows(warehouse: duckdb.DuckDBPyConnection, sql: str, given: object = None) -> list[tuple[Any, ...]]:
    return warehouse.execute(sql, given).fetchall()


def _dicts(warehouse: duckdb.DuckDBPyConnection, sql: str, given: object = None) -> list[dict[str, Any]]:
    found = warehouse.execute(sql, given)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _columns(table: Iterable[dict[str, Any]], names: Iterable[str]) -> dict[str, list[Any]]:
    found = list(table)
    return {name: [row[name] for row in found] for name in names}


# --- the release ---


def _release(warehouse: duckdb.DuckDBPyConnection, about: About) -> dict[str, Any]:
    ((n_articles, newest),) = _rows(
        warehouse,
        """
        select count(*), max(published_at) from raw.articles
        where article_id in (select article_id from marts.fct_fact_evidence)
        """,
    )
    ((n_compiled_pages,),) = _rows(
        warehouse, "select count(distinct url) from marts.fct_fact_evidence where is_compiled"
    )
    ((n_facts,),) = _rows(warehouse, f"select count(*) from ({FACTS})")
    released_at = about.created_at.astimezone(KST).isoformat(timespec="seconds")
    return {
        "id": about.release_id,
        "released_at": released_at,
        "newest_article_at": newest.astimezone(KST).isoformat(timespec="seconds") if newest else None,
        "sources": about.sources,
        "n_articles": n_articles,
        "n_compiled_pages": n_compiled_pages,
        "n_facts": n_facts,
        "checks": {
            "passed": sum(gate["n_passed"] for gate in about.checks.values()),
            "warned": sum(gate["n_warned"] for gate in about.checks.values()),
            "names": [warning for gate in about.checks.values() for warning in gate["warnings"]],
            "gates": [{"gate": name, **gate} for name, gate in about.checks.items()],
        },
        "accuracy": accuracy(),
        "changes": _changes(warehouse, about),
        # With the maps' own source: only the page has maps.
        "licence": {language: f"{terms.TERMS[language]} {terms.BOUNDARIES[language]}" for language in ("ko", "en")},
        "cite": terms.citation(about.release_id, about.created_at),
        "files": about.files,
    }


def accuracy(file: Path = ROUNDS) -> dict[str, Any] | None:
    """How well claims of articles that nobody had seen before were read: the last rounds of `tests/gold/rounds.csv`.

    The mean over the rounds of F1, precision and recall, and F1 by kind; None where the file is not there (an image
    holds no tests). Held-out figures are friendlier and not what a new article is to expect (docs/claims.md).
    """
    if not file.exists():
        return None
    last = rows(file)[-N_ROUNDS:]
    if not last:
        return None

    def mean(column: str) -> float:
        return round(sum(float(row[column]) for row in last) / len(last), 3)

    n_articles, first, final = sum(int(row["articles"]) for row in last), last[0]["round"], last[-1]["round"]
    return {
        "f1": mean("all_f1"),
        "precision": mean("all_precision"),
        "recall": mean("all_recall"),
        "measured_on": last[-1]["scored_on"],
        "n_articles": n_articles,
        "by_kind": {"award": mean("awards_f1"), "target": mean("targets_f1"), "indicator": mean("indicators_f1")},
        "how": {
            "ko": f"아무도 본 적 없는 기사 {n_articles}건을 처음 읽은 결과 (평가 {first}~{final}회 평균)",
            "en": f"first reading of {n_articles} articles that nobody had seen (mean of rounds {first} to {final})",
        },
    }


def _changes(warehouse: duckdb.DuckDBPyConnection, about: About) -> dict[str, Any]:
    """What the log of facts has gained since the last release; all of it where there is none."""
    since = about.last_created_at
    with _last_log(warehouse, about.last) as known:
        by_change = dict(_rows(warehouse, f"select change, count(*) from ({_LOG.format(known=known)}) group by change"))
        told = _dicts(warehouse, f"{_LOG.format(known=known)} limit $most", {"most": MOST_CHANGES})
    return {
        "appeared": by_change.pop("appeared", 0),
        "removed": by_change.pop("gone", 0),
        "changed": sum(by_change.values()),
        "since": since.astimezone(KST).isoformat(timespec="seconds") if since else None,
        "rows": [_change(row) for row in told],
    }


@contextmanager
def _last_log(warehouse: duckdb.DuckDBPyConnection, last: Path | None) -> Iterator[str]:
    """The ids of the log's rows in the last release, as SQL. None in a release from before there was a log."""
    nothing = "select null::varchar where false"
    if last is None or not last.exists():
        yield nothing
        return
    warehouse.execute(f"attach {literal(str(last))} as last_release (read_only)")
    try:
        has_log = _rows(
            warehouse,
            "select 1 from duckdb_tables() where database_name = 'last_release' and table_name = 'fct_fact_log'",
        )
        yield "select fact_log_id from last_release.main.fct_fact_log" if has_log else nothing
    finally:
        warehouse.execute("detach last_release")


_LOG = """
    select
        fact_log_id as id, fact_table, municipality_id as m, municipality as label, year, change, changed_by, about,
        held, status, held_from,
        lag(held) over (partition by fact_table, fact_id order by change_number) as held_before
    from marts.fct_fact_log
    qualify fact_log_id not in ({known})
    order by held_from desc, year desc, municipality_code, fact_table, fact_log_id
"""


def _change(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": row["held_from"].astimezone(KST).isoformat(timespec="seconds"),
        "change": row["change"],
        "by": (row["changed_by"] or "").split(","),
        "m": row["m"],
        "label": row["label"],
        "year": row["year"],
        "kind": _TABLES[row["fact_table"]],
        "about": json.loads(row["about"]) if row["about"] else {},
        "before": json.loads(row["held_before"]) if row["held_before"] else None,
        "held": json.loads(row["held"]) if row["held"] else None,
        "status": row["status"],
    }


# --- municipalities ---


def _versions(warehouse: duckdb.DuckDBPyConnection) -> list[boundaries.Version]:
    found = _rows(
        warehouse,
        "select municipality_id, level, sido, valid_from, valid_to from marts.dim_municipality order by all",
    )
    return [boundaries.Version(*row) for row in found]


def _municipalities(warehouse: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One entry a municipality, by its newest version, with all of them, and every name that a search should find."""
    found = _dicts(warehouse, "select * from marts.dim_municipality order by municipality_id, valid_from, code")
    english = {row["sido"]: row["name_en"] for row in found if row["level"] == "metropolitan"}
    left_out = dict(_rows(warehouse, _LEFT_OUT, {"others": MOST_OTHERS}))
    return [
        {**_municipality([*versions], english), "left_out": left_out.get(identity, 0)}
        for identity, versions in groupby(found, key=itemgetter("municipality_id"))
    ]


#: Facts of each municipality that its evidence file does not tell.
_LEFT_OUT = f"""
    select municipality_id, count(*) - $others from ({FACTS}) where not is_main group by 1 having count(*) > $others
"""


def _municipality(versions: list[dict[str, Any]], english: dict[str, str | None]) -> dict[str, Any]:
    last = versions[-1]
    is_metropolitan = last["level"] == "metropolitan"
    sido_en = english.get(last["sido"])
    return {
        "id": last["municipality_id"],
        "ko": last["sido"] if is_metropolitan else last["name_ko"],
        "label": last["municipality"],
        "en": last["name_en"],
        "label_en": last["name_en"] if is_metropolitan or not sido_en else f"{last['name_en']}, {sido_en}",
        "sido": last["sido"],
        "level": last["level"],
        "names": sorted(_names(versions)),
        "versions": [
            {
                "code": one["code"],
                "label": one["municipality"],
                "name": one["name_ko"],
                "en": one["name_en"],
                "from": day(one["valid_from"]),
                "to": day(one["valid_to"]),
                "change": one["change"],
            }
            for one in versions
        ],
        "predecessors": _split(one["predecessor_ids"] for one in versions),
        "successors": _split(one["successor_ids"] for one in versions),
    }


def _split(lists: Iterable[str | None]) -> list[str]:
    return sorted({identity for one in lists for identity in (one or "").split("|") if identity})


def _names(versions: list[dict[str, Any]]) -> set[str]:
    """Old and new names, in full and short ('청주' for '청주시'), titles and everyday forms, and districts within."""
    aliases, found = _aliases(), set[str]()
    for one in versions:
        name = one["name_ko"]
        found |= {name, one["name_en"], one["municipality"]}
        if one["level"] == "metropolitan":
            found |= {one["sido"], one["sido_name_ko"]} | aliases.get((one["sido"], ""), set())
        else:
            # '중' is no name of 중구.
            found |= {name[:-1]} if name and len(name) > 2 else set()
            found |= aliases.get((one["sido"], name), set())
        found |= aliases.get(("", one["municipality_id"]), set())
    return {name for name in found if name}


@cache
def _aliases() -> dict[tuple[str, str], set[str]]:
    """Other names by (sido, name), of a metropolitan government by (sido, ''); districts by ('', municipality_id)."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows(SEEDS / "municipality_names.csv"):
        if row["kind"] in ("short", "alias", "title"):
            found.setdefault((row["sido"], row["name_ko"]), set()).add(row["written"])
    for row in rows(SEEDS / "administrative_districts.csv"):
        found.setdefault(("", row["government_id"]), set()).add(row["name_ko"])
    return found


# --- cells, awards, editions ---


def _cells(warehouse: duckdb.DuckDBPyConnection, index: dict[str, int]) -> dict[str, list[Any]]:
    """One entry a municipality and year with any fact; see `_CELLS` for what a status is of."""
    found = _dicts(warehouse, _CELLS, {"grades": list(grades())})
    names = (
        "m", "y", "target", "actual", "pct", "pct_kind", "grade", "streak", "employment_rate", "status",
        "target_status", "rate_status", "compiled", "n_facts", "n_awards",
    )  # fmt: skip
    return _columns(({**row, "m": index[row["municipality_id"]]} for row in found), names)


#: `status` is the least sure one of the facts that the cell shows: national awards, the overall target, the rate.
#: `target_status` and `rate_status` are those of the two facts of which a year has one each; an award has its own.
_CELLS = """
    with shown as (
        select
            'award' as kind, municipality_id, award_year as year, status, grade, n_compiled = n_articles as is_compiled
        from marts.fct_job_awards where programme = 'national_jobs_award'
        union all
        select 'target', municipality_id, year, status, null, null from marts.fct_job_targets
        where scope = 'total' and period_end is null
        union all
        select 'rate', municipality_id, year, status, null, null from marts.fct_employment_indicators
        where indicator = 'employment_rate'
    ),
    summed as (
        select
            municipality_id, year,
            arg_min(status, list_position(['disputed', 'corrected', 'single', 'agreed'], status)) as status,
            any_value(status) filter (kind = 'target') as target_status,
            any_value(status) filter (kind = 'rate') as rate_status,
            arg_min(grade, list_position($grades, grade)) as grade,
            coalesce(bool_and(is_compiled), false) as is_compiled
        from shown group by municipality_id, year
    )
    select
        cells.municipality_id, cells.year as y, cells.target_jobs as target, cells.actual_jobs as actual,
        coalesce(cells.achievement_pct_reported, cells.achievement_pct_computed) as pct,
        case
            when cells.achievement_pct_reported is not null then 'reported'
            when cells.achievement_pct_computed is not null then 'computed'
        end as pct_kind,
        summed.grade, cells.year - streaks.first_award_year + 1 as streak, cells.employment_rate_pct as employment_rate,
        summed.status, summed.target_status, summed.rate_status, coalesce(summed.is_compiled, false) as compiled,
        cells.n_facts, cells.n_national_awards as n_awards
    from marts.municipality_year as cells
    left join summed on cells.municipality_id = summed.municipality_id and cells.year = summed.year
    left join marts.fct_award_streaks as streaks
        on cells.municipality_id = streaks.municipality_id
        and cells.year between streaks.first_award_year and streaks.last_award_year
    order by cells.year, cells.municipality_id
"""


def _awards(warehouse: duckdb.DuckDBPyConnection, index: dict[str, int]) -> dict[str, list[Any]]:
    """The national awards. Which evidence is theirs is told by `key`, see `evidence`."""
    found = _dicts(
        warehouse,
        """
        select
            municipality_id, award_year as y, category, section, grade, status, n_compiled = n_articles as compiled,
            incentive_krw
        from marts.fct_job_awards
        where programme = 'national_jobs_award'
        order by award_year, municipality_id, category
        """,
    )
    names = ("m", "y", "category", "section", "grade", "status", "compiled", "incentive_krw")
    return _columns(({**row, "m": index[row["municipality_id"]]} for row in found), names)


def _editions(warehouse: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    by_year: dict[int, list[dict[str, Any]]] = {}
    for row in _dicts(warehouse, "select * from marts.award_edition_grades"):
        by_year.setdefault(row["award_year"], []).append(row)
    ranks = {word: rank for rank, word in enumerate(grades())}
    return [
        {
            "year": row["award_year"],
            "number": row["edition_number"],
            "held_on": day(row["held_on"]),
            "announced": row["n_prizes_announced"],
            "found": row["n_prizes_found"],
            "governments": {"announced": row["n_governments_announced"], "found": row["n_governments_found"]},
            "sections": {
                "disclosure": {
                    "announced": row["n_disclosure_prizes_announced"],
                    "found": row["n_disclosure_prizes_found"],
                },
                "project": {"announced": row["n_project_prizes_announced"], "found": row["n_project_prizes_found"]},
                "unspecified": {"announced": None, "found": row["n_unspecified_prizes_found"]},
            },
            "grades": [
                {
                    "category": one["category"],
                    "grade": one["grade"],
                    "announced": one["n_announced"],
                    "found": one["n_found"],
                }
                for one in sorted(
                    by_year.get(row["award_year"], []),
                    key=lambda one: (one["category"], ranks.get(one["grade"], len(ranks))),
                )
            ],
            "source": link(row["source_url"]),
        }
        for row in _dicts(warehouse, "select * from marts.award_editions order by award_year")
    ]
