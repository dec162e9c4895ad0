"""Before and behind the human-in-the-loop step: what a person is shown, and what becomes of the answer."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import IljariError
from extract.landing import read
from extract.load import load_new
from extract.paths import paths
from publish.review import OPTIONS, SKIP, escaped, land_answers, main, questions

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BAD = "<script>alert(1)</script> {{ var.value.secret }} **굵게** [여기](http://bad.example) `x` 1. # www.bad.example"


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path))
    return tmp_path


def release(*facts: dict[str, Any]) -> None:
    """A released file with this queue; two claims on the first fact."""
    folder = paths().release / "current"
    folder.mkdir(parents=True)
    queue = [
        {
            "fact_id": "f1", "fact_table": "fct_job_targets", "priority": number, "reasons": "disputed", "municipality": "충북 가람시",
            "year": 2023, "what": "total", "grade": None, "incentive_krw": None, "target_jobs": 17000, "actual_jobs": None,
            "achievement_pct_reported": 120.0, "value_pct": None, "n_articles": 2, "n_independent": 2, "n_disagreeing": 1,
            "confidence": 0.5, "candidates": "target_jobs 17000: 1 independent voice\ntarget_jobs 1700: reported later",
            "candidates_hash": "h1", "evidence_before": "시는 ", "evidence_text": "목표 1만7천 개", "evidence_after": "를 세웠다",
            "title": "가람시", "source": "folder", "url": "https://news.example/1", "published_on": None,
        } | fact
        for number, fact in enumerate(facts, start=1)
    ]  # fmt: skip
    evidence = [
        {"fact_id": "f1", "claim_id": "k1", "voice_id": "v1", "stated": "target_jobs 17000", "agrees": True, "is_best": True, "evidence_text": "목표 1만7천 개", "title": "가람시", "url": "https://news.example/1", "published_on": None, "confidence": 0.5},
        {"fact_id": "f1", "claim_id": "k2", "voice_id": "v2", "stated": "target_jobs 1700", "agrees": False, "is_best": False, "evidence_text": BAD, "title": BAD, "url": "https://news.example/2", "published_on": None, "confidence": None},
        {"fact_id": "f1", "claim_id": "k3", "voice_id": "v2", "stated": "target_jobs 1700", "agrees": False, "is_best": False, "evidence_text": BAD, "title": "사본", "url": "https://news.example/3", "published_on": None, "confidence": 0.1},
    ]  # fmt: skip
    types = {"published_on": "date", "target_jobs": "bigint", "actual_jobs": "bigint", "confidence": "double"}
    candidates = [
        {"fact_id": "f1", "field": "achievement_pct_reported", "value": "120", "rank": 1, "is_chosen": True, "why": "1 independent voice"},
        {"fact_id": "f1", "field": "target_jobs", "value": "17000", "rank": 1, "is_chosen": True, "why": "1 independent voice"},
        {"fact_id": "f1", "field": "target_jobs", "value": "1700", "rank": 2, "is_chosen": False, "why": f"reported later {BAD}"},
    ]  # fmt: skip
    tables = {"review_queue": queue, "fct_fact_evidence": evidence, "fct_fact_candidates": candidates}
    with duckdb.connect(str(folder / "iljari.duckdb")) as connection:
        for table, rows in tables.items():
            columns = rows[0]
            described = ", ".join(f'"{name}" {types.get(name, _type(value))}' for name, value in columns.items())
            connection.execute(f"create table {table} ({described})")
            for row in rows:
                connection.execute(f"insert into {table} values ({', '.join('?' * len(row))})", list(row.values()))


def _type(value: object) -> str:
    return {bool: "boolean", int: "integer", float: "double"}.get(type(value), "varchar")


def response(option: str, **given: Any) -> dict[str, Any]:
    """What the step returns."""
    user = {"id": "7", "name": "은하"}
    return {"chosen_options": [option], "params_input": given, "responded_by_user": user, "responded_at": AT}


def landed() -> list[dict[str, Any]]:
    return [row for file in sorted(paths().landing.glob("reviews/*/*.parquet")) for row in read(file).to_pylist()]


class TestQuestions:
    def test_the_first_of_the_queue_with_evidence_and_form(self) -> None:
        release({}, {"fact_id": "f2"}, {"fact_id": "f3"})
        asked = questions(2, hours=3)
        assert [question["fact_id"] for question in asked] == ["f1", "f2"]
        assert asked[0]["subject"] == "충북 가람시 2023 일자리 목표: total"
        assert asked[0]["values"] == {"target_jobs": 17000, "actual_jobs": None, "achievement_pct_reported": 120.0}
        assert list(asked[0]["form"]) == ["target_jobs", "actual_jobs", "achievement_pct_reported", "note"]
        assert asked[0]["form"]["target_jobs"]["default"] == 17000
        assert asked[0]["hours"] == 3
        assert json.loads(json.dumps(asked)) == asked

    def test_the_evidence_is_marked_in_its_sentence(self) -> None:
        release({})
        (question,) = questions(1)
        assert "> 시는 \u2009**【목표 1만7천 개】**\u2009를 세웠다" in question["body"]

    def test_each_voice_is_quoted_once_with_its_verdict(self) -> None:
        release({})
        body = questions(1)[0]["body"]
        assert body.count("**disagrees · 불일치**") == 1
        assert "사본" not in body

    def test_the_field_in_question_comes_first_with_the_value_that_holds_marked(self) -> None:
        release({})
        body = questions(1)[0]["body"]
        listed = body[body.index("### Candidates") : body.index("### The claim to quote")].splitlines()[2:-1]
        assert [line.split(": ")[0] for line in listed] == [
            "- target\\_jobs · 목표 일자리 수",
            "  - **17,000**",
            "  - 1,700",
            "- achievement\\_pct\\_reported · 보도된 달성률(%)",
            "  - **120**",
        ]

    def test_a_page_without_a_text_is_shown_by_its_address(self) -> None:
        release({})
        with duckdb.connect(str(paths().release / "current" / "iljari.duckdb")) as connection:
            connection.execute("update fct_fact_evidence set evidence_text = null where not is_best")
        body = questions(1)[0]["body"]
        assert "None" not in body
        assert "news\\.example\\/2" in body

    def test_the_grade_of_another_bodys_award_cannot_be_corrected(self) -> None:
        award = {"fact_table": "fct_job_awards", "grade": "대상"}
        release(award | {"what": "national_jobs_award, disclosure"}, award | {"what": "other, unspecified, 대상"})
        national, other = questions(2)
        assert national["form"]["grade"]["enum"][:2] == ["종합대상", "대상"]
        assert list(other["form"]) == ["incentive_krw", "note"]

    def test_text_of_articles_stays_data(self) -> None:
        release({"what": "{{ 7 * 7 }}\u202e", "title": BAD})
        (question,) = questions(1)
        assert "{" not in question["subject"] + question["body"]
        assert "\u202e" not in question["subject"]
        assert "<" not in question["body"]
        assert "](" not in question["body"]
        assert "**굵게**" not in question["body"]

    def test_without_a_release_or_a_queue_it_says_what_to_do(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 1
        assert "collect" in capsys.readouterr().err
        (paths().release / "current").mkdir(parents=True)
        duckdb.connect(str(paths().release / "current" / "iljari.duckdb")).close()
        with pytest.raises(IljariError, match="has no review queue"):
            questions(1)


@given(st.text())
def test_escaped_text_holds_no_markup(text: str) -> None:
    found = escaped(text)
    assert not set("<>{}\"'\n\r\t") & set(found)
    bare = found.replace("\\\\", "")
    for mark in "`*_[]#|~$":
        assert bare.count(mark) == bare.count("\\" + mark) + (bare.count("&#") if mark == "#" else 0)


class TestAnswers:
    @pytest.fixture
    def asked(self) -> list[dict[str, Any]]:
        release({}, {"fact_id": "f2"}, {"fact_id": "f3"}, {"fact_id": "f4"}, {"fact_id": "f5"})
        return questions(5)

    def test_each_answer_is_kept_and_silence_is_not(self, asked: list[dict[str, Any]]) -> None:
        correct = response(
            "Correct", target_jobs="17,412", actual_jobs=None, achievement_pct_reported=120, note=" 표 참조 "
        )
        responses = [response("Accept"), response("Reject", note="다른 시"), correct, response(SKIP), None]
        report = land_answers(asked, responses, "run1")
        assert (report.n_questions, report.n_answers, report.n_unanswered) == (5, 3, 2)
        keys = ("fact_id", "answer", "field", "old_value", "new_value", "note", "answered_by", "candidates_hash")
        assert sorted(tuple(row[key] for key in keys) for row in landed()) == [
            ("f1", "accept", None, None, None, None, "은하", "h1"),
            ("f2", "reject", None, None, None, "다른 시", "은하", "h1"),
            ("f3", "correct", "target_jobs", "17000", "17,412", "표 참조", "은하", "h1"),
        ]
        assert {row["answered_at"] for row in landed()} == {AT}

    def test_a_correction_of_nothing_is_no_answer(self, asked: list[dict[str, Any]]) -> None:
        same = response("Correct", target_jobs=17000.0, actual_jobs="", achievement_pct_reported=120)
        report = land_answers(asked[:1], [same], "run1")
        assert (report.landed, len(report.unclear)) == (None, 1)
        assert landed() == []

    def test_an_acceptance_of_a_changed_value_is_no_answer(self, asked: list[dict[str, Any]]) -> None:
        changed = response("Accept", target_jobs=17412, achievement_pct_reported=120)
        report = land_answers(asked[:2], [changed, response("Accept")], "run1")
        assert (report.n_answers, report.unclear) == (1, ("충북 가람시 2023 일자리 목표: total",))
        assert [row["fact_id"] for row in landed()] == ["f2"]

    def test_the_same_answers_again_change_nothing(self, asked: list[dict[str, Any]]) -> None:
        for _ in range(2):
            assert land_answers(asked[:1], [response("Accept")], "run1").n_answers == 1
        assert len(landed()) == 1

    def test_answers_come_back_after_the_warehouse_is_lost(self, asked: list[dict[str, Any]]) -> None:
        land_answers(asked[:1], [response("Accept")], "run1")
        assert load_new().rows["review_answers"] == 1
        assert load_new().rows["review_answers"] == 0
        paths().warehouse.unlink()
        assert load_new().totals["review_answers"] == 1

    def test_instants_may_come_as_text(self, asked: list[dict[str, Any]]) -> None:
        land_answers(asked[:1], [response("Accept") | {"responded_at": "2026-03-01T18:30:00+09:00"}], "run1")
        assert landed()[0]["answered_at"] == AT

    def test_answers_without_their_question_are_refused(self, asked: list[dict[str, Any]]) -> None:
        with pytest.raises(ValueError, match="argument 2"):
            land_answers(asked, [response("Accept")], "run1")


def test_the_dag_offers_these_options() -> None:
    from extract.paths import PROJECT

    assert f"OPTIONS, SKIP = {json.dumps(OPTIONS)}, {json.dumps(SKIP)}" in (PROJECT / "dags/review.py").read_text()
