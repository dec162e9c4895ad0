"""What the page shows, as plain values: the core of a release, and the evidence of each municipality.

Everything comes from the marts of the candidate, the articles' texts (`raw.articles`) and the seeds. Null is what is not
known and never stands as zero. The same marts give the same values in the same order. The shapes are those of
docs/page.md; columns instead of rows where there are thousands of them.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb

from extract.paths import PROJECT
from publish.page import boundaries

KST = timezone(timedelta(hours=9))
SEEDS = PROJECT / "seeds"
WORDS = Path(__file__).with_name("words.csv")
#: What the readers scored on articles that nobody had seen before, round by round (docs/claims.md).
ROUNDS = PROJECT / "tests" / "gold" / "rounds.csv"
#: Rounds that the figure is of: the last ones, 60 articles.
N_ROUNDS = 3

#: Voices shown for a fact; the others are counted. Those against it have a place kept, so that a dispute can be seen.
MOST_VOICES = 8
MOST_AGAINST = 4
#: Facts of one municipality beside the main ones (targets of single programmes, plans, awards of other bodies).
MOST_OTHERS = 400
#: Changes told in the core.
MOST_CHANGES = 50
#: Characters of an article around the span, each side, and of the span itself: a quotation, not the article.
AROUND = 160
LONGEST_SPAN = 420

#: No licence is given for the code or the data yet; what can be said is where the parts come from.
LICENCE = (
    "Facts compiled from public news and press releases, each with its source. Quotations belong to their publishers. "
    "Boundaries: Statistics Korea (SGIS)."
)

NATIONAL = "national_jobs_award"
_TABLES = {"fct_job_awards": "award", "fct_job_targets": "target", "fct_employment_indicators": "indicator"}


@dataclass(frozen=True)
class About:
    """The release that the page is of: `checks` as the manifest has them, `last` the database of the release before."""

    release_id: str
    created_at: datetime
    sources: list[str]
    checks: dict[str, Any]
    last: Path | None
    last_created_at: datetime | None


def core(warehouse: duckdb.DuckDBPyConnection, about: About) -> dict[str, Any]:
    """All that the first view and every list needs: municipalities, years, cells, awards, editions, words, maps."""
    municipalities = _municipalities(warehouse)
    index = {one["id"]: number for number, one in enumerate(municipalities)}
    cells = _cells(warehouse, index)
    return {
        "release": _release(warehouse, about),
        "years": sorted({*cells["y"], *(year for (year,) in _rows(warehouse, _YEARS))}),
        **boundaries.maps(_versions(warehouse)),
        "municipalities": municipalities,
        "cells": cells,
        "awards": _awards(warehouse, index),
        "editions": _editions(warehouse),
        "words": _words(),
    }


_YEARS = "select distinct award_year from marts.award_editions"


def _rows(warehouse: duckdb.DuckDBPyConnection, sql: str, given: object = None) -> list[tuple[Any, ...]]:
    return warehouse.execute(sql, given).fetchall()


def _dicts(warehouse: duckdb.DuckDBPyConnection, sql: str, given: object = None) -> list[dict[str, Any]]:
    found = warehouse.execute(sql, given)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _columns(rows: Iterable[dict[str, Any]], names: Iterable[str]) -> dict[str, list[Any]]:
    rows = list(rows)
    return {name: [row[name] for row in rows] for name in names}


# --- the release ---


def _release(warehouse: duckdb.DuckDBPyConnection, about: About) -> dict[str, Any]:
    ((n_articles, newest),) = _rows(
        warehouse,
        """
        select count(*), max(published_at) from raw.articles
        where article_id in (select article_id from marts.fct_fact_evidence)
        """,
    )
    ((n_facts,),) = _rows(warehouse, "select count(*) from (" + _ALL_FACTS + ")")
    released_at = about.created_at.astimezone(KST).isoformat(timespec="seconds")
    day = released_at[:10]
    return {
        "id": about.release_id,
        "released_at": released_at,
        "newest_article_at": newest.astimezone(KST).isoformat(timespec="seconds") if newest else None,
        "sources": about.sources,
        "n_articles": n_articles,
        "n_facts": n_facts,
        "checks": {
            "passed": sum(gate["n_passed"] for gate in about.checks.values()),
            "warned": sum(gate["n_warned"] for gate in about.checks.values()),
            "names": [warning for gate in about.checks.values() for warning in gate["warnings"]],
            "gates": [{"gate": name, **gate} for name, gate in about.checks.items()],
        },
        "accuracy": accuracy(),
        "changes": _changes(warehouse, about),
        "licence": LICENCE,
        "cite": {
            "ko": f"일자리(Iljari), 지역일자리 목표·수상 자료, 릴리스 {about.release_id} ({day}).",
            "en": f"Iljari: local job targets and awards in Korea, release {about.release_id} ({day}).",
        },
    }


_ALL_FACTS = """
    select fact_id from marts.fct_job_awards
    union all select fact_id from marts.fct_job_targets
    union all select fact_id from marts.fct_employment_indicators
"""


def accuracy(rounds: Path = ROUNDS) -> dict[str, Any] | None:
    """How well claims of articles that nobody had seen before were read: the last rounds of `tests/gold/rounds.csv`.

    The mean over the rounds of F1, precision and recall, and F1 by kind; None where the file is not there (an image
    holds no tests). Held-out figures are friendlier and not what a new article is to expect (docs/claims.md).
    """
    if not rounds.exists():
        return None
    last = list(csv.DictReader(rounds.open(encoding="utf-8")))[-N_ROUNDS:]
    if not last:
        return None

    def mean(column: str) -> float:
        return round(sum(float(row[column]) for row in last) / len(last), 3)

    n_articles = sum(int(row["articles"]) for row in last)
    return {
        "f1": mean("all_f1"),
        "precision": mean("all_precision"),
        "recall": mean("all_recall"),
        "measured_on": last[-1]["scored_on"],
        "n_articles": n_articles,
        "by_kind": {"award": mean("awards_f1"), "target": mean("targets_f1"), "indicator": mean("indicators_f1")},
        "how": {
            "ko": f"아무도 본 적 없는 기사 {n_articles}건을 처음 읽은 결과 (평가 {last[0]['round']}~{last[-1]['round']}회 평균)",
            "en": f"first reading of {n_articles} articles that nobody had seen (mean of rounds {last[0]['round']} to {last[-1]['round']})",
        },
    }


def _changes(warehouse: duckdb.DuckDBPyConnection, about: About) -> dict[str, Any]:
    """What the log of facts has gained since the last release; all of it where there is none."""
    known: set[str] = set()
    if about.last is not None and about.last.exists():
        with duckdb.connect(str(about.last), read_only=True) as last:
            known = {name for (name,) in _rows(last, "select fact_log_id from main.fct_fact_log")}
    told = [row for row in _dicts(warehouse, _LOG) if row["id"] not in known]
    counts = {"appeared": 0, "changed": 0, "removed": 0}
    for row in told:
        counts[{"appeared": "appeared", "gone": "removed"}.get(row["change"], "changed")] += 1
    return {
        **counts,
        "since": about.last_created_at.astimezone(KST).isoformat(timespec="seconds") if about.last_created_at else None,
        "rows": [_change(row) for row in told[:MOST_CHANGES]],
    }


_LOG = """
    select
        fact_log_id as id, fact_table, municipality_id as m, municipality as label, year, change, changed_by, about,
        held, status, held_from,
        lag(held) over (partition by fact_table, fact_id order by change_number) as held_before
    from marts.fct_fact_log
    order by held_from desc, fact_log_id
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
    rows = _rows(
        warehouse,
        "select municipality_id, level, sido, valid_from, valid_to from marts.dim_municipality order by all",
    )
    return [boundaries.Version(*row) for row in rows]


def _municipalities(warehouse: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One entry a municipality, by its newest version, with all of them, and every name that a search should find."""
    rows = _dicts(warehouse, "select * from marts.dim_municipality order by municipality_id, valid_from, code")
    english = {}
    for row in rows:
        if row["level"] == "metropolitan":
            english[row["sido"]] = row["name_en"]
    aliases = _aliases()
    return [
        _municipality([*versions], english, aliases) for _, versions in groupby(rows, key=itemgetter("municipality_id"))
    ]


def _municipality(
    versions: list[dict[str, Any]], english: dict[str, str | None], aliases: dict[tuple[str, str], set[str]]
) -> dict[str, Any]:
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
        "names": sorted(_names(versions, aliases)),
        "versions": [
            {
                "code": one["code"],
                "label": one["municipality"],
                "name": one["name_ko"],
                "en": one["name_en"],
                "from": one["valid_from"].isoformat() if one["valid_from"] else None,
                "to": one["valid_to"].isoformat() if one["valid_to"] else None,
                "change": one["change"],
            }
            for one in versions
        ],
        "predecessors": _split(one["predecessor_ids"] for one in versions),
        "successors": _split(one["successor_ids"] for one in versions),
    }


def _split(lists: Iterable[str | None]) -> list[str]:
    return sorted({identity for one in lists for identity in (one or "").split("|") if identity})


def _names(versions: list[dict[str, Any]], aliases: dict[tuple[str, str], set[str]]) -> set[str]:
    """Old and new names, in full and short ('청주' for '청주시'), titles and everyday forms, and districts within."""
    found: set[str] = set()
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
    for row in csv.DictReader((SEEDS / "municipality_names.csv").open(encoding="utf-8")):
        if row["kind"] in ("short", "alias", "title"):
            found.setdefault((row["sido"], row["name_ko"]), set()).add(row["written"])
    for row in csv.DictReader((SEEDS / "administrative_districts.csv").open(encoding="utf-8")):
        found.setdefault(("", row["government_id"]), set()).add(row["name_ko"])
    return found


# --- cells, awards, editions ---


def _cells(warehouse: duckdb.DuckDBPyConnection, index: dict[str, int]) -> dict[str, list[Any]]:
    """One entry a municipality and year with any fact; see `_CELLS` for what a status is of."""
    rows = _dicts(warehouse, _CELLS, {"grades": list(_grades())})
    names = (
        "m", "y", "target", "actual", "pct", "pct_kind", "grade", "streak", "employment_rate", "status", "compiled",
        "n_facts", "n_awards",
    )  # fmt: skip
    return _columns(({**row, "m": index[row["municipality_id"]]} for row in rows), names)


#: The status is the least sure one of the facts that the cell shows: national awards, the year's overall target, the rate.
_CELLS = """
    with shown as (
        select municipality_id, award_year as year, status, grade, n_compiled = n_articles as is_compiled
        from marts.fct_job_awards where programme = 'national_jobs_award'
        union all
        select municipality_id, year, status, null, null from marts.fct_job_targets
        where scope = 'total' and period_end is null
        union all
        select municipality_id, year, status, null, null from marts.fct_employment_indicators
        where indicator = 'employment_rate'
    ),
    summed as (
        select
            municipality_id, year,
            arg_min(status, list_position(['disputed', 'corrected', 'single', 'agreed'], status)) as status,
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
        summed.status, coalesce(summed.is_compiled, false) as compiled, cells.n_facts, cells.n_national_awards as n_awards
    from marts.municipality_year as cells
    left join summed on cells.municipality_id = summed.municipality_id and cells.year = summed.year
    left join marts.fct_award_streaks as streaks
        on cells.municipality_id = streaks.municipality_id
        and cells.year between streaks.first_award_year and streaks.last_award_year
    order by cells.year, cells.municipality_id
"""


def _awards(warehouse: duckdb.DuckDBPyConnection, index: dict[str, int]) -> dict[str, list[Any]]:
    """The national awards. Which evidence is theirs is told by `key`, see `evidence`."""
    rows = _dicts(
        warehouse,
        """
        select
            municipality_id, award_year as y, category, grade, status, n_compiled = n_articles as compiled,
            incentive_krw
        from marts.fct_job_awards where programme = 'national_jobs_award'
        order by award_year, municipality_id, category
        """,
    )
    names = ("m", "y", "category", "grade", "status", "compiled", "incentive_krw")
    return _columns(({**row, "m": index[row["municipality_id"]]} for row in rows), names)


def _editions(warehouse: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    grades: dict[int, list[dict[str, Any]]] = {}
    for row in _dicts(warehouse, "select * from marts.award_edition_grades"):
        grades.setdefault(row["award_year"], []).append(row)
    ranks = {word: rank for rank, word in enumerate(_grades())}
    return [
        {
            "year": row["award_year"],
            "number": row["edition_number"],
            "held_on": row["held_on"].isoformat() if row["held_on"] else None,
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
                    grades.get(row["award_year"], []),
                    key=lambda one: (one["category"], ranks.get(one["grade"], len(ranks))),
                )
            ],
            "source": _link(row["source_url"]),
        }
        for row in _dicts(warehouse, "select * from marts.award_editions order by award_year")
    ]


@cache
def _grades() -> tuple[str, ...]:
    rows = csv.DictReader((SEEDS / "grades.csv").open(encoding="utf-8"))
    return tuple(row["grade"] for row in sorted(rows, key=lambda row: int(row["grade_rank"])))


@cache
def _words() -> dict[str, dict[str, str]]:
    """Names in both languages: of grades, sections, programmes and indicators from the seeds, all others from words.csv."""
    found = {}
    for row in csv.DictReader(WORDS.open(encoding="utf-8")):
        found[row["word"]] = {"ko": row["ko"], "en": row["en"]}
    for file, key in (("programmes", "programme"), ("categories", "category"), ("indicators", "indicator")):
        for row in csv.DictReader((SEEDS / f"{file}.csv").open(encoding="utf-8")):
            found[row[key]] = {"ko": row["name_ko"], "en": row["name_en"]}
    for row in csv.DictReader((SEEDS / "grades.csv").open(encoding="utf-8")):
        if row["grade"] != "unspecified":
            found[row["grade"]] = {"ko": row["grade"], "en": row["name_en"]}
    found["unspecified"] = {"ko": "미상", "en": "not stated"}
    return found


# --- evidence ---


def evidence(warehouse: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The facts of each municipality that has any, by identity; its newest facts first, each with who says it.

    `key` names a fact within its municipality for as long as it is about the same: `award/2021/disclosure`,
    `target/2023`, `indicator/2022/employment_rate`. Main facts are all told; of the others the newest `MOST_OTHERS`.
    `says` holds at most `MOST_VOICES` entries, copies of one text as one (`n_copies`); `more` counts what is not told.
    """
    given = {"voices": MOST_VOICES, "against": MOST_AGAINST, "around": AROUND, "others": MOST_OTHERS}
    found = warehouse.execute(_EVIDENCE, given)
    names = [column[0] for column in found.description or ()]

    def rows() -> Iterator[dict[str, Any]]:
        while batch := found.fetchmany(1_000):
            yield from (dict(zip(names, row, strict=True)) for row in batch)

    for municipality_id, facts in groupby(rows(), key=itemgetter("municipality_id")):
        yield municipality_id, [_fact(row) for row in facts]


#: All facts in one shape; `is_main` are those that the page's own views show.
_FACTS = """
    select
        'award' as kind, fact_id, municipality_id, award_year as year, programme, category, null::integer as period_end,
        null as scope, null as indicator, grade, incentive_krw, null::bigint as target_jobs, null::bigint as actual_jobs,
        null::double as achievement_pct_reported, null::double as achievement_pct_computed, null::double as value_pct,
        status, n_articles, n_independent, n_disagreeing, first_reported_on,
        programme = 'national_jobs_award' as is_main
    from marts.fct_job_awards
    union all by name
    select
        'target' as kind, fact_id, municipality_id, year, period_end, scope, target_jobs, actual_jobs,
        achievement_pct_reported, achievement_pct_computed,
        status, n_articles, n_independent, n_disagreeing, first_reported_on,
        scope = 'total' and period_end is null as is_main
    from marts.fct_job_targets
    union all by name
    select
        'indicator' as kind, fact_id, municipality_id, year, indicator, value_pct,
        status, n_articles, n_independent, n_disagreeing, first_reported_on, true as is_main
    from marts.fct_employment_indicators
"""

#: The facts that are told, and how many of each municipality are not.
_TOLD = f"""
    select *, row_number() over (
        partition by municipality_id, is_main order by year desc, n_independent desc, fact_id
    ) as place
    from ({_FACTS})
    qualify is_main or place <= $others
"""

#: Texts are cut here, so that no whole article leaves the database.
_EVIDENCE = f"""
    with told as ({_TOLD}),
    heard as (
        select
            evidence.*,
            count(*) over (partition by evidence.fact_id, voice_id, agrees) as n_copies,
            row_number() over (
                partition by evidence.fact_id, voice_id, agrees
                order by is_best desc, is_compiled, confidence desc nulls last, published_on nulls last, claim_id
            ) as place_in_voice
        from marts.fct_fact_evidence as evidence
        semi join told on evidence.fact_id = told.fact_id
    ),
    voices as (
        select
            *,
            row_number() over (
                partition by fact_id, agrees
                order by
                    is_best desc, is_compiled, confidence desc nulls last, n_copies desc, published_on nulls last,
                    claim_id
            ) as place,
            count(*) filter (not agrees) over (partition by fact_id) as n_against
        from heard where place_in_voice = 1
    ),
    shown as (
        select * from voices
        where place <= case when agrees then $voices - least(n_against, $against) else $against end
    ),
    says as (
        select
            shown.fact_id,
            sum(n_copies) filter (agrees) as n_agreeing_told,
            sum(n_copies) filter (not agrees) as n_disagreeing_told,
            list({{
                'agrees': agrees,
                'before': substr(articles.text, greatest(1, evidence_start + 1 - $around), least(evidence_start, $around)),
                'is_cut_before': evidence_start > $around,
                'span': evidence_text,
                'after': substr(articles.text, evidence_end + 1, $around),
                'is_cut_after': length(articles.text) > evidence_end + $around,
                'title': shown.title, 'url': shown.url, 'source': shown.source, 'published_on': published_on,
                'is_compiled': is_compiled, 'certainty': certainty, 'confidence': confidence, 'n_copies': n_copies,
                'stated': stated, 'disagrees_on': disagrees_on
            }} order by agrees desc, place) as says
        from shown
        left join raw.articles as articles on shown.article_id = articles.article_id
        group by shown.fact_id
    ),
    lost as (
        select fact_id, list({{'field': field, 'value': value, 'outcome': outcome, 'why': why}} order by field, rank) as lost
        from marts.fct_fact_candidates
        where not is_agreeing and fact_id in (select fact_id from told)
        group by fact_id
    ),
    counted as (
        select fact_id, count(*) filter (agrees) as n_agreeing_rows, count(*) filter (not agrees) as n_disagreeing_rows
        from heard group by fact_id
    )
    select
        told.*, says.says, lost.lost,
        n_agreeing_rows - coalesce(n_agreeing_told, 0) as n_more_agreeing,
        n_disagreeing_rows - coalesce(n_disagreeing_told, 0) as n_more_disagreeing
    from told
    left join says on told.fact_id = says.fact_id
    left join lost on told.fact_id = lost.fact_id
    left join counted on told.fact_id = counted.fact_id
    order by municipality_id, year desc, kind, is_main desc, programme, category, scope, period_end, indicator, told.fact_id
"""

_ABOUT = ("programme", "category", "scope", "period_end", "indicator")
_VALUES = (
    "grade", "incentive_krw", "target_jobs", "actual_jobs", "achievement_pct_reported", "achievement_pct_computed",
    "value_pct",
)  # fmt: skip


def _fact(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": _key(row),
        "fact": row["fact_id"],
        "kind": row["kind"],
        "is_main": row["is_main"],
        "year": row["year"],
        **{name: row[name] for name in _ABOUT if row[name] is not None},
        "label": _label(row),
        "value": _value(row),
        "values": {name: row[name] for name in _VALUES if row[name] is not None},
        "status": row["status"],
        "n_articles": row["n_articles"],
        "n_independent": row["n_independent"],
        "n_disagreeing": row["n_disagreeing"],
        "first_reported_on": _day(row["first_reported_on"]),
        "says": [_say(one, row["lost"] or []) for one in row["says"] or []],
        "more": {"agrees": int(row["n_more_agreeing"] or 0), "disagrees": int(row["n_more_disagreeing"] or 0)},
    }


def _key(row: dict[str, Any]) -> str:
    """What the fact is about, in words that last: the values may change, and with them who says what, but not this."""
    if row["kind"] == "award":
        parts = ["award", row["year"], row["category"]]
        # Awards of other bodies differ by grade too: who gives them is not read.
        return "/".join(map(str, parts if row["is_main"] else [*parts, row["programme"], row["grade"]]))
    if row["kind"] == "target":
        years = row["year"] if row["period_end"] is None else f"{row['year']}-{row['period_end']}"
        return f"target/{years}" if row["scope"] == "total" else f"target/{years}/{row['scope']}"
    return f"indicator/{row['year']}/{row['indicator']}"


def _label(row: dict[str, Any]) -> dict[str, str]:
    words = _words()
    if row["kind"] == "award":
        programme, section = words[row["programme"]], words[row["category"]]
        section = {"ko": "부문 미상", "en": "section not stated"} if row["category"] == "unspecified" else section
        return {language: f"{programme[language]}, {section[language]}" for language in ("ko", "en")}
    if row["kind"] == "target":
        total = {"ko": "일자리 목표와 실적", "en": "jobs target and result"}
        about = total if row["scope"] == "total" else {"ko": row["scope"], "en": row["scope"]}
        years = f" ({row['year']}–{row['period_end']})" if row["period_end"] is not None else ""
        return {language: about[language] + years for language in ("ko", "en")}
    return words[row["indicator"]]


def _value(row: dict[str, Any]) -> dict[str, str]:
    """The values that hold, in words of both languages; what no article states is left out."""
    words, parts = _words(), []
    if row["grade"] is not None:
        grade = words.get(row["grade"], {"ko": row["grade"], "en": row["grade"]})
        unstated = {"ko": "등급 미상", "en": "grade not stated"}
        parts.append(unstated if row["grade"] == "unspecified" else grade)
    if row["incentive_krw"] is not None:
        parts.append({"ko": f"인센티브 {row['incentive_krw']:,}원", "en": f"incentive ₩{row['incentive_krw']:,}"})
    for name in ("target_jobs", "actual_jobs"):
        if row[name] is not None:
            ko, en = {"target_jobs": ("목표", "target"), "actual_jobs": ("실적", "result")}[name]
            parts.append({"ko": f"{ko} {row[name]:,}개", "en": f"{en} {row[name]:,} jobs"})
    if row["achievement_pct_reported"] is not None:
        parts.append(
            {"ko": f"달성률 {row['achievement_pct_reported']:g}%", "en": f"{row['achievement_pct_reported']:g}%"}
        )
    elif row["achievement_pct_computed"] is not None:
        pct = f"{row['achievement_pct_computed']:g}%"
        parts.append({"ko": f"달성률 {pct} (계산)", "en": f"{pct} (computed)"})
    if row["value_pct"] is not None:
        parts.append({"ko": f"{row['value_pct']:g}%", "en": f"{row['value_pct']:g}%"})
    return {language: " · ".join(part[language] for part in parts) for language in ("ko", "en")}


def _say(one: dict[str, Any], lost: list[dict[str, Any]]) -> dict[str, Any]:
    before, span, after = excerpt(one)
    stated = _stated(one["stated"])
    return {
        "agrees": one["agrees"],
        "before": before,
        "span": span,
        "after": after,
        "title": _plain(one["title"]) if one["title"] else None,
        "outlet": _outlet(one["url"]),
        "source": one["source"],
        "published_on": _day(one["published_on"]),
        "url": _link(one["url"]),
        "is_compiled": one["is_compiled"],
        "certainty": one["certainty"],
        "confidence": round(one["confidence"], 2) if one["confidence"] is not None else None,
        "n_copies": one["n_copies"],
        "states": stated,
        "why_lost": None if one["agrees"] else _why_lost(stated, one["disagrees_on"] or "", lost),
    }


def _stated(text: str | None) -> dict[str, str]:
    """{'grade': '우수상', 'incentive_krw': '5000000'} of 'grade 우수상, incentive_krw 5000000'."""
    pairs = (part.split(" ", 1) for part in (text or "").split(", ") if " " in part)
    return {field: value for field, value in pairs}


def _why_lost(stated: dict[str, str], disagrees_on: str, lost: list[dict[str, Any]]) -> dict[str, str] | None:
    words = _words()
    whys = [
        (one["field"], one["value"], one["outcome"], one["why"])
        for one in lost
        if one["field"] in re.split(r",\s*", disagrees_on) and stated.get(one["field"]) == one["value"]
    ]
    if not whys:
        return None
    return {
        "ko": ", ".join(
            f"{words.get(field, {'ko': field})['ko']} {value}: {words.get(outcome, {'ko': outcome})['ko']}"
            for field, value, outcome, _ in whys
        ),
        "en": ", ".join(f"{words.get(field, {'en': field})['en']} {value}: {why}" for field, value, _, why in whys),
    }


# --- excerpts ---

#: As in `extract.claims.sentences`: a full stop ends a sentence after Hangul, a bracket or a quote, not after a digit.
_END = re.compile(r"(?<=[가-힣)\]”’\"'%」』])[.!?]+[”\"’'」』)]*(?=\s|$)")
#: What cannot be seen in a text and can make it look like another: controls, and marks that turn the direction round.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\s]+")


def _plain(text: str) -> str:
    return _UNSEEN.sub(" ", text)


def excerpt(one: dict[str, Any]) -> tuple[str, str, str]:
    """The sentence around a span as (before, span, after), with '…' where it is cut; ('', '', '') without a span."""
    span = one["span"]
    if not span:
        return "", "", ""
    before, after = one["before"] or "", one["after"] or ""
    starts = [end.end() for end in _END.finditer(before)] + [before.rfind("\n") + 1]
    start = max(starts)
    is_cut = start == 0 and one["is_cut_before"]
    before = ("…" if is_cut else "") + before[start:].lstrip()
    line = after.split("\n", 1)[0]
    # The span's last character tells whether what follows ends the sentence, and whether the span itself does.
    ended = _END.search(span[-2:] + line, pos=1) if not _is_whole(span, line) else None
    if _is_whole(span, line):
        after = ""
    elif ended:
        after = line[: ended.end() - len(span[-2:])]
    else:
        after = line + ("…" if len(line) == len(after) and one["is_cut_after"] else "")
    if len(span) > LONGEST_SPAN:
        span = span[: LONGEST_SPAN * 2 // 3] + " … " + span[-LONGEST_SPAN // 3 :]
    return _plain(before), _plain(span), _plain(after).rstrip()


def _is_whole(span: str, line: str) -> bool:
    """Whether the span ends where its sentence does."""
    ends = list(_END.finditer(span))
    return bool(ends) and ends[-1].end() == len(span) and not line[:1].strip()


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _link(url: str | None) -> str | None:
    """An address that may stand in a link: none but http and https, so that nothing runs when it is followed."""
    try:
        parts = urlsplit(url or "")
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _outlet(url: str | None) -> str | None:
    """The site of the article, as its host says; the article's own name for its paper is not read."""
    link = _link(url)
    host = urlsplit(link).hostname if link else None
    return host.removeprefix("www.").removeprefix("m.") if host else None
