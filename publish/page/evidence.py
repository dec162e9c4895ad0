"""The facts of each municipality with who says them in which words, as plain values.

They come from the marts of the candidate and the articles' texts (`raw.articles`), of which a sentence is quoted and no
more. How much one municipality's file can hold is bounded, and what is not told is counted.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from publish.page.words import day, link, outlet, words

#: Voices shown for a fact; the others are counted. Those against it have a place kept, so that a dispute can be seen.
MOST_VOICES = 8
MOST_AGAINST = 4
#: The same for the facts beside the main ones, which are many and seldom opened.
MOST_SIDE_VOICES = 3
MOST_SIDE_AGAINST = 1
#: Facts of one municipality beside the main ones (targets of single programmes, plans, awards of other bodies).
MOST_OTHERS = 400
#: Characters of an article around the span, each side, and of the span itself: a quotation, not the article.
AROUND = 160
LONGEST_SPAN = 420


def evidence(warehouse: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The facts of each municipality that has any, by identity; its newest facts first, each with who says it.

    `key` names a fact within its municipality for as long as it is about the same: `award/2021/disclosure`,
    `target/2023`, `indicator/2022/employment_rate`. Main facts are all told; of the others the newest `MOST_OTHERS`.
    `says` holds at most `MOST_VOICES` entries (`MOST_SIDE_VOICES` for the others), copies of one text as one
    (`n_copies`); `more` counts what is not told.
    """
    given = {
        "voices": MOST_VOICES, "against": MOST_AGAINST, "side_voices": MOST_SIDE_VOICES,
        "side_against": MOST_SIDE_AGAINST, "around": AROUND, "others": MOST_OTHERS,
    }  # fmt: skip
    found = warehouse.execute(_EVIDENCE, given)
    names = [column[0] for column in found.description or ()]

    def rows() -> Iterator[dict[str, Any]]:
        while batch := found.fetchmany(1_000):
            yield from (dict(zip(names, row, strict=True)) for row in batch)

    for municipality_id, facts in groupby(rows(), key=itemgetter("municipality_id")):
        yield municipality_id, [_fact(row) for row in facts]


#: All facts in one shape; `is_main` are those that the page's own views show.
FACTS = """
    select
        'award' as kind, fact_id, municipality_id, award_year as year, programme, category, grade, incentive_krw,
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
    from ({FACTS})
    qualify is_main or place <= $others
"""

#: Texts are cut here, so that no whole article leaves the database.
_EVIDENCE = f"""
    with told as ({_TOLD}),
    -- Only what decides who is told goes through the sorting: texts are joined to those that are.
    heard as (
        select
            fact_evidence_id, evidence.fact_id, agrees, is_best, is_compiled, confidence, published_on, claim_id,
            if(is_main, $voices, $side_voices) as most,
            if(is_main, $against, $side_against) as most_against,
            count(*) over (partition by evidence.fact_id, voice_id, agrees) as n_copies,
            row_number() over (
                partition by evidence.fact_id, voice_id, agrees
                order by is_best desc, is_compiled, confidence desc nulls last, published_on nulls last, claim_id
            ) as place_in_voice
        from marts.fct_fact_evidence as evidence
        inner join told on evidence.fact_id = told.fact_id
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
        select evidence.*, place, n_copies
        from voices
        inner join marts.fct_fact_evidence as evidence on voices.fact_evidence_id = evidence.fact_evidence_id
        where place <= if(voices.agrees, most - least(n_against, most_against), most_against)
    ),
    says as (
        select
            shown.fact_id,
            sum(n_copies) filter (agrees) as n_agreeing_told,
            sum(n_copies) filter (not agrees) as n_disagreeing_told,
            list({{
                'agrees': agrees,
                'before': right(substr(articles.text, 1, evidence_start), $around),
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
        select
            fact_id,
            list({{'field': field, 'value': value, 'outcome': outcome, 'why': why}} order by field, rank) as lost
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
    order by
        municipality_id, year desc, kind, is_main desc, programme, category, scope, period_end, indicator, told.fact_id
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
        "first_reported_on": day(row["first_reported_on"]),
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
    names = words()
    if row["kind"] == "award":
        programme, section = names[row["programme"]], names[row["category"]]
        section = {"ko": "부문 미상", "en": "section not stated"} if row["category"] == "unspecified" else section
        return {language: f"{programme[language]}, {section[language]}" for language in ("ko", "en")}
    if row["kind"] == "target":
        total = {"ko": "일자리 목표와 실적", "en": "jobs target and result"}
        about = total if row["scope"] == "total" else {"ko": row["scope"], "en": row["scope"]}
        years = f" ({row['year']}–{row['period_end']})" if row["period_end"] is not None else ""
        return {language: about[language] + years for language in ("ko", "en")}
    return names[row["indicator"]]


def _value(row: dict[str, Any]) -> dict[str, str]:
    """The values that hold, in words of both languages; what no article states is left out."""
    names, parts = words(), []
    if row["grade"] is not None:
        grade = names.get(row["grade"], {"ko": row["grade"], "en": row["grade"]})
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
        "outlet": outlet(one["url"]),
        "source": one["source"],
        "published_on": day(one["published_on"]),
        "url": link(one["url"]),
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
    names = words()
    whys = [
        (one["field"], one["value"], one["outcome"], one["why"])
        for one in lost
        if one["field"] in re.split(r",\s*", disagrees_on) and stated.get(one["field"]) == one["value"]
    ]
    if not whys:
        return None
    return {
        "ko": ", ".join(
            f"{names.get(field, {'ko': field})['ko']} {_grouped(value)}: {names.get(outcome, {'ko': outcome})['ko']}"
            for field, value, outcome, _ in whys
        ),
        "en": ", ".join(
            f"{names.get(field, {'en': field})['en']} {_grouped(value)}: {why}" for field, value, _, why in whys
        ),
    }


def _grouped(value: str) -> str:
    """'5,000,000' of '5000000'; a grade or a rate as it is."""
    return f"{int(value):,}" if value.isdecimal() else value


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
