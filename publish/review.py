"""Review: questions out of the released queue, put to a person, and the answers into landing.

    python -m publish.review [--most 5]        # what would be asked

The DAG `review` stands between the two halves: `questions` gives it what to ask, `land_answers` takes what came back.
Answers are data like everything that comes in: a file in landing, loaded into `raw.review_answers`, applied by dbt.
"""

import argparse
import csv
import logging
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from expectations.marts import reading
from extract.errors import IljariError
from extract.landing import REVIEWS, put, rows, stable_id
from extract.paths import PROJECT, paths
from extract.tables import REVIEW_ANSWERS

log = logging.getLogger(__name__)

#: What a person can answer, as it stands on the buttons, and what is kept of it. 'Skip' is kept nowhere: it is also
#: what stands when nobody answered in time.
ANSWERS = {"Accept": "accept", "Reject": "reject", "Correct": "correct"}
SKIP = "Skip"
OPTIONS = [*ANSWERS, SKIP]
NOTE = "note"

#: The fields that a person can correct, by fact table, with the bounds within which dbt takes a number for possible
#: (dbt_project/macros/corrections.sql). Grades are words.
FIELDS: dict[str, dict[str, tuple[float, float] | None]] = {
    "fct_job_awards": {"grade": None, "incentive_krw": (1_000_000, 10_000_000_000)},
    "fct_job_targets": {
        "target_jobs": (1, 3_000_000),
        "actual_jobs": (0, 3_000_000),
        "achievement_pct_reported": (0, 2000),
    },
    "fct_employment_indicators": {"value_pct": (0, 100)},
}

#: What a person reads beside the name of a field, a fact table, or the reason why a fact is in the queue.
KOREAN = {
    "grade": "훈격",
    "incentive_krw": "인센티브(원)",
    "target_jobs": "목표 일자리 수",
    "actual_jobs": "실적 일자리 수",
    "achievement_pct_reported": "보도된 달성률(%)",
    "value_pct": "값(%)",
    "fct_job_awards": "수상",
    "fct_job_targets": "일자리 목표",
    "fct_employment_indicators": "고용 지표",
}
_REASONS = {
    "disputed": "articles disagree · 기사마다 값이 다름",
    "pct_gap": "the reported rate does not fit the numbers · 달성률이 수치와 맞지 않음",
    "low_confidence": "read with little confidence · 판독 확신이 낮음",
}

#: How many articles a question quotes: more does not fit on a page, and the candidates name every value.
QUOTED = 6

_EVIDENCE = """
select fact_id, stated, agrees, is_best, evidence_text, title, url, published_on, confidence
from fct_fact_evidence
where fact_id in (select unnest($fact_ids))
-- One of the copies of a text speaks for all.
qualify row_number() over (
    partition by fact_id, voice_id, stated order by is_best desc, published_on nulls last, claim_id
) = 1
order by fact_id, is_best desc, agrees, confidence desc, claim_id
"""

_CANDIDATES = """
select fact_id, field, value, is_chosen, why
from fct_fact_candidates
where fact_id in (select unnest($fact_ids))
-- What is in question first.
order by fact_id, count(*) over (partition by fact_id, field) desc, field, rank
"""


@dataclass(frozen=True)
class ReviewReport:
    """What came back of the questions of one run."""

    n_questions: int
    n_answers: int
    n_unanswered: int
    #: folder below `landing/`; None where nobody answered
    landed: str | None
    #: subjects of the questions whose answer says two things: 'Accept' beside a changed value, 'Correct' without one.
    #: They count as unanswered.
    unclear: tuple[str, ...] = ()


def questions(most: int, hours: float = 24) -> list[dict[str, Any]]:
    """The first `most` facts of the released review queue as questions of plain values (JSON): `subject` and `body`
    (Markdown) to show, `form` (by field what `airflow.sdk.Param` takes), `values` by field as they hold now, `hours` to
    answer, and what identifies the question.

    Raises IljariError where there is no release, or one from before there was a queue."""
    file = paths().release / "current" / "iljari.duckdb"
    if not file.exists():
        raise IljariError(f"There is no release at {file}: run the DAG 'collect' first (make run).")
    with reading(file) as connection:
        try:
            queue = _dicts(connection, "select * from review_queue order by priority limit $most", {"most": most})
            asked = {"fact_ids": [fact["fact_id"] for fact in queue]}
            evidence, candidates = _dicts(connection, _EVIDENCE, asked), _dicts(connection, _CANDIDATES, asked)
        except duckdb.CatalogException as error:
            raise IljariError(f"The release at {file} has no review queue: run the DAG 'warehouse' first.") from error
    return [_question(fact, _of(fact, evidence), _of(fact, candidates), hours) for fact in queue]


def _of(fact: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["fact_id"] == fact["fact_id"]]


def land_answers(
    asked: Sequence[Mapping[str, Any]], responses: Sequence[Mapping[str, Any] | None], run_id: str
) -> ReviewReport:
    """Writes the answers of one run to `landing/reviews/<id>/`, whole or not at all; the same answers again change
    nothing. `responses` has an element a question, in the same order: what Airflow's human-in-the-loop step returned
    (`chosen_options`, `params_input`, `responded_by_user`, `responded_at`), None where it returned nothing.

    A 'Correct' that changes no value and an 'Accept' beside a changed one say two things: they count as unanswered, so
    that the fact is asked again. Raises ValueError where the numbers of questions and responses differ."""
    answers = [
        _answer_rows(question, response, run_id) if response else []
        for question, response in zip(asked, responses, strict=True)
    ]
    found = [row for answer in answers for row in answer]
    n_answers = sum(bool(answer) for answer in answers)
    landed = None
    if found:
        place = paths().landing / REVIEWS / stable_id(*(row["review_answer_id"] for row in found))
        put(place, {"review_answers": rows(REVIEW_ANSWERS, found)})
        landed = f"{REVIEWS}/{place.name}"
    unclear = tuple(
        question["subject"]
        for question, response in zip(asked, responses, strict=True)
        if response and _is_unclear(question, response)
    )
    for subject in unclear:
        log.warning("%s: the answer and the form say two things; not taken, it will be asked again", subject)
    return ReviewReport(len(asked), n_answers, len(asked) - n_answers, landed, unclear)


def _is_unclear(question: Mapping[str, Any], response: Mapping[str, Any]) -> bool:
    answer = ANSWERS.get(response["chosen_options"][0])
    changed = _changed(question["values"], response.get("params_input") or {})
    return bool(changed) if answer == "accept" else answer == "correct" and not changed


def _answer_rows(question: Mapping[str, Any], response: Mapping[str, Any], run_id: str) -> list[dict[str, Any]]:
    answer = ANSWERS.get(response["chosen_options"][0])
    if answer is None or _is_unclear(question, response):
        return []
    given = response.get("params_input") or {}
    changed: Mapping[str, str | None] = {"": None}
    if answer == "correct":
        changed = _changed(question["values"], given)
    at = response["responded_at"]
    by = response.get("responded_by_user") or {}
    return [
        {
            "review_answer_id": stable_id(run_id, question["fact_id"], answer, field, new_value),
            "run_id": run_id,
            "fact_table": question["fact_table"],
            "fact_id": question["fact_id"],
            "subject": question["subject"],
            "candidates_hash": question["candidates_hash"],
            "answer": answer,
            "field": field or None,
            "old_value": _written(question["values"].get(field)),
            "new_value": new_value,
            "note": _written(given.get(NOTE)),
            "answered_by": by.get("name") or by.get("id"),
            "answered_at": (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(UTC),
        }
        for field, new_value in changed.items()
    ]


def _changed(values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    """The fields that the person left with another value than was shown. An emptied one is not taken for a correction:
    it is more often a slip, and a fact may have to have it; `seeds/corrections.csv` can take a value away."""
    written = {field: _written(given.get(field)) for field in values}
    return {field: new for field, new in written.items() if new is not None and new != _written(values[field])}


def _written(value: object) -> str | None:
    """A form's value as text; None where it is empty. A number without fraction has none: 120 and 120.0 are one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return (str(value).strip() or None) if value is not None else None


def _question(
    fact: Mapping[str, Any],
    evidence: Sequence[Mapping[str, Any]],
    candidates: Sequence[Mapping[str, Any]],
    hours: float,
) -> dict[str, Any]:
    fields = dict(FIELDS[fact["fact_table"]])
    if fact["fact_table"] == "fct_job_awards" and not fact["what"].startswith("national_jobs_award"):
        del fields["grade"]  # it tells awards of other bodies apart: with another grade it would be another award
    return {
        "fact_table": fact["fact_table"],
        "fact_id": fact["fact_id"],
        "candidates_hash": fact["candidates_hash"],
        "subject": _plain(f"{fact['municipality']} {fact['year']} {KOREAN[fact['fact_table']]}: {fact['what']}"),
        "body": _body(fact, evidence, candidates),
        "values": {field: fact[field] for field in fields},
        "form": {field: _form_field(field, fact[field], bounds) for field, bounds in fields.items()}
        | {NOTE: _NOTE_FIELD},
        "hours": hours,
    }


_NOTE_FIELD = {
    "default": None,
    "type": ["null", "string"],
    "format": "multiline",
    "title": "note · 메모",
    "description": "Why, and the source; with a rejection or a correction it is published as the reason. · "
    "이유와 출처(공개됩니다)",
    "maxLength": 1000,
}


def _form_field(field: str, value: object, bounds: tuple[float, float] | None) -> dict[str, Any]:
    """One input of the form, filled with the value that holds now."""
    form: dict[str, Any] = {
        "default": value,
        "title": f"{field} · {KOREAN[field]}",
        "description": "With 'Correct': change it to the value that holds. Left as it is, it is not corrected. · "
        "'Correct'를 누를 때만 반영됩니다",
    }
    if bounds is None:
        return form | {"type": ["null", "string"], "enum": [*_grades(), None]}
    kind = "number" if "_pct" in field else "integer"
    return form | {"type": ["null", kind], "minimum": bounds[0], "maximum": bounds[1]}


def _grades() -> list[str]:
    with (PROJECT / "seeds" / "grades.csv").open(encoding="utf-8", newline="") as file:
        return [row["grade"] for row in csv.DictReader(file)]


def _body(
    fact: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]], candidates: Sequence[Mapping[str, Any]]
) -> str:
    """The question in Markdown. Whatever comes from an article goes through `escaped`."""
    names = [name for fields in FIELDS.values() for name in fields]
    held = [f"{_named(name)} **{_number(fact[name])}**" for name in names if fact[name] is not None]
    reasons = [_REASONS.get(reason, reason) for reason in fact["reasons"].split(", ")]
    parts = [
        f"Held true now · 현재 값: {', '.join(held) or 'that there was this award · 수상 사실'}.",
        f"Asked because · 묻는 이유: **{', '.join(reasons)}**. Articles: {fact['n_articles']}, independent voices: "
        f"{fact['n_independent']}, disagreeing articles: {fact['n_disagreeing']}; read with confidence "
        f"{_confidence(fact['confidence'])}.",
    ]
    if candidates:
        parts += ["### Candidates · 후보 값", _listed(candidates)]
    parts += [
        "### The claim to quote · 대표 근거",
        f"> {escaped(fact['evidence_before'])}{_marked(fact['evidence_text'])}{escaped(fact['evidence_after'])}",
        _source(fact),
    ]
    others = [row for row in evidence if not row["is_best"]]
    if others:
        parts.append("### Other claims · 다른 근거")
    for row in others[: QUOTED - 1]:
        verdict = "agrees · 일치" if row["agrees"] else "**disagrees · 불일치**"
        parts += [
            f"{verdict}: {escaped(row['stated'] or 'no value')} (confidence {_confidence(row['confidence'])})",
            # A compiled page has no text to quote, only its address.
            f"> {_marked(row['evidence_text'])}" if row["evidence_text"] else "",
            _source(row),
        ]
    if len(others) > QUOTED - 1:
        parts.append(f"… and {len(others) - QUOTED + 1} more in `fct_fact_evidence`.")
    return "\n\n".join([*filter(None, parts), _ANSWERS])


_ANSWERS = """### Your answer · 답

- **Accept**: the fact stands as it is · 현재 값을 인정합니다
- **Reject**: it is no fact; say why in the note · 사실이 아닙니다. 메모에 이유를 적으십시오
- **Correct**: change what is wrong in the form below · 아래 칸에 옳은 값을 적습니다
- **Skip**: no answer, it stays in the queue · 보류합니다. 다음에 다시 묻습니다"""


def _listed(candidates: Sequence[Mapping[str, Any]]) -> str:
    """The candidates as a list in a list: field, then its values, the one that holds in bold."""
    lines: list[str] = []
    for number, row in enumerate(candidates):
        if number == 0 or candidates[number - 1]["field"] != row["field"]:
            lines.append(f"- {_named(row['field'])}")
        value = _number(row["value"])
        lines.append(f"  - {f'**{value}**' if row['is_chosen'] else value}: {escaped(row['why'])}")
    return "\n".join(lines)


def _named(field: str) -> str:
    return f"{escaped(field)} · {KOREAN[field]}" if field in KOREAN else escaped(field)


def _number(value: object) -> str:
    """A value as the articles write it: whole numbers from 1,000 on with commas."""
    text = _written(value) or ""
    return escaped(f"{int(text):,}" if text.isascii() and text.isdigit() else text)


def _source(row: Mapping[str, Any]) -> str:
    published = row["published_on"] or "date unknown"
    return f"{escaped(row['title'] or 'without title')} · {published} · {escaped(row['url'] or 'without address')}"


def _confidence(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"


#: Bold needs a space or punctuation outside: Korean particles follow a word without one. A thin space serves.
def _marked(text: str) -> str:
    return f"\u2009**【{escaped(text)}】**\u2009"


#: CommonMark (2.4, 2.5) lets any ASCII punctuation be escaped by a backslash and any character be written by number.
#: What HTML or a template would see goes by number, so that no renderer in between can take it for its own.
_NUMBERED = re.compile(r"[<>&\"'{}]")
_ESCAPED = re.compile(r"[\\`*_\[\]()#+\-.!|~$^=:/@]")


def escaped(text: object) -> str:
    """A text as data for Markdown: one line that shows just these characters, whatever they are.

    Nothing in it becomes markup, HTML, a template's expression or a link: after `//`, `www` and `@` a word joiner keeps
    a renderer from linking a bare address."""
    line = re.sub(r"\s+", " ", _visible(str(text)))
    line = _ESCAPED.sub(r"\\\g<0>", _NUMBERED.sub(lambda found: f"\0{ord(found.group())};", line))
    line = line.replace("\\/\\/", "\\/\\/\u2060").replace("\\@", "\\@\u2060")
    line = re.sub(r"(?i)(www)(?=\\\.)", "\\1\u2060", line)
    return line.replace("\0", "&#")


def _plain(text: str) -> str:
    """A text for the subject, which is shown as it is but goes through a template engine first."""
    return " ".join(_visible(text).replace("{", "｛").replace("}", "｝").split())


def _visible(text: str) -> str:
    """Without control characters and marks that turn the direction of the text around."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", " ", text)


def _dicts(connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    found = connection.execute(query, parameters)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def main(arguments: list[str] | None = None) -> int:
    """The command line: shows what the DAG `review` would ask; 1 where there is no release."""
    parser = argparse.ArgumentParser(prog="python -m publish.review", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--most", type=int, default=5, help="how many questions at most (default: 5)")
    given = parser.parse_args(arguments)
    try:
        found = questions(given.most)
    except IljariError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for question in found:
        sys.stdout.write(f"## {question['subject']}\n\n{question['body']}\n\n")
    sys.stdout.write(f"{len(found)} questions\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
