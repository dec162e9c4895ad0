"""The evidence: who says what in which words, bounded, with the rest counted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.page import evidence as module
from publish.page.evidence import (
    AROUND,
    LONGEST_SPAN,
    MOST_AGAINST,
    MOST_OTHERS,
    MOST_SIDE_AGAINST,
    MOST_SIDE_VOICES,
    MOST_VOICES,
    excerpt,
)
from tests.publish.page.conftest import CHEONGJU, TEXT, Read, insert, said

Page = Callable[..., Read]


@pytest.fixture
def facts(first_page: Read) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in first_page[1][CHEONGJU]}


def add(warehouse: Path, table: str, rows: list[dict[str, Any]]) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        insert(connection, f"marts.{table}", rows)


class TestFacts:
    def test_every_fact_has_a_lasting_key_and_the_newest_come_first(self, facts: dict[str, dict[str, Any]]) -> None:
        assert list(facts) == [
            "award/2023/disclosure", "award/2022/disclosure", "award/2022/unspecified/other/대상", "indicator/2022/employment_rate",
            "target/2022", "target/2022-2026/청년 일자리",
        ]  # fmt: skip
        assert [one["is_main"] for one in facts.values()] == [True, True, False, True, True, False]

    def test_values_are_numbers_and_what_is_not_known_is_left_out(self, facts: dict[str, dict[str, Any]]) -> None:
        assert facts["target/2022"]["values"] == {
            "target_jobs": 50_000,
            "actual_jobs": 60_000,
            "achievement_pct_computed": 120.0,
        }
        assert facts["target/2022"]["value"] == {
            "ko": "목표 50,000개 · 실적 60,000개 · 달성률 120% (계산)",
            "en": "target 50,000 jobs · result 60,000 jobs · 120% (computed)",
        }
        assert facts["award/2022/disclosure"]["values"] == {"grade": "최우수상"}

    def test_a_sentence_is_quoted_with_its_span_and_not_the_article(self, facts: dict[str, dict[str, Any]]) -> None:
        (say,) = facts["target/2022"]["says"]
        assert (say["before"], say["span"], say["after"]) == (
            "시는 ", "2022년 목표 5만 개보다 많은 6만 개", "의 일자리를 만들었다.",
        )  # fmt: skip
        assert (say["title"], say["outlet"], say["url"]) == (
            "청주시 </script><b>",
            "news.example",
            "https://www.news.example/1",
        )
        assert (say["published_on"], say["confidence"]) == ("2023-09-01", 0.99)

    def test_who_does_not_agree_is_heard_and_why_it_lost(self, facts: dict[str, dict[str, Any]]) -> None:
        agreeing, against = facts["award/2023/disclosure"]["says"]
        assert agreeing["agrees"] and agreeing["why_lost"] is None
        assert (against["agrees"], against["states"], against["is_compiled"], against["span"]) == (
            False,
            {"grade": "대상"},
            True,
            "",
        )
        assert against["why_lost"] == {
            "ko": "훈격 대상: 독립 출처가 더 적음",
            "en": "grade 대상: 1 independent voice, against 2 for 우수상",
        }
        assert against["url"] is None, "a javascript: address is no link"

    def test_a_fact_that_nobody_speaks_for_says_so(self, facts: dict[str, dict[str, Any]]) -> None:
        assert facts["award/2022/unspecified/other/대상"]["says"] == []


class TestBounds:
    def test_voices_are_bounded_and_those_against_keep_their_place(self, page: Page, warehouse: Path) -> None:
        many = [said(f"x{n}", "fct_job_awards", "f1", "우수상", stated="grade 우수상") for n in range(40)]
        against = [
            said(f"y{n}", "fct_job_awards", "f1", "우수상", stated="grade 대상", agrees=False, disagrees_on="grade")
            for n in range(20)
        ]
        add(warehouse, "fct_fact_evidence", [*many, *against])
        fact = page(warehouse)[1][CHEONGJU][0]
        shown = [say["agrees"] for say in fact["says"]]
        assert (shown.count(True), shown.count(False)) == (MOST_VOICES - MOST_AGAINST, MOST_AGAINST)
        assert fact["more"] == {"agrees": 41 - shown.count(True), "disagrees": 21 - shown.count(False)}
        assert fact["says"][0]["span"] == "우수상을 받았다", "the best comes first"

    def test_facts_beside_the_main_ones_have_fewer_voices(self, page: Page, warehouse: Path) -> None:
        many = [
            said(f"{agrees}{n}", "fct_job_targets", "f5", "6만 개", agrees=agrees)
            for agrees, most in ((True, 20), (False, 9))
            for n in range(most)
        ]
        add(warehouse, "fct_fact_evidence", many)
        fact = next(one for one in page(warehouse)[1][CHEONGJU] if one["fact"] == "f5")
        shown = [say["agrees"] for say in fact["says"]]
        assert (shown.count(True), shown.count(False)) == (MOST_SIDE_VOICES - MOST_SIDE_AGAINST, MOST_SIDE_AGAINST)
        assert fact["more"] == {"agrees": 20 - shown.count(True), "disagrees": 9 - shown.count(False)}

    def test_copies_of_one_text_are_one(self, page: Page, warehouse: Path) -> None:
        add(
            warehouse,
            "fct_fact_evidence",
            [said(f"x{n}", "fct_job_awards", "f1", "우수상", voice_id="v1") for n in range(9)],
        )
        says = page(warehouse)[1][CHEONGJU][0]["says"]
        assert [say["n_copies"] for say in says] == [10, 1]
        assert says[0]["span"] == "우수상을 받았다"

    def test_side_facts_are_bounded_and_counted(self, page: Page, warehouse: Path) -> None:
        row = {
            "municipality_id": CHEONGJU,
            "scope": "부문",
            "status": "single",
            "n_articles": 1,
            "n_independent": 1,
            "n_disagreeing": 0,
        }
        with duckdb.connect(str(warehouse)) as connection:
            names = ", ".join(row)
            connection.execute(
                f"insert into marts.fct_job_targets (fact_id, year, target_jobs, {names}) "
                f"select 'z' || i, 2000 + i // 100, 1, {', '.join('?' for _ in row)} from range(?) as n (i)",
                [*row.values(), MOST_OTHERS + 100],
            )
        core, evidence = page(warehouse)
        told = [one for one in evidence[CHEONGJU] if not one["is_main"]]
        assert len(told) == MOST_OTHERS
        assert min(one["year"] for one in told) > 2000, "the newest are told"
        assert {one["id"]: one["left_out"] for one in core["municipalities"] if one["left_out"]} == {CHEONGJU: 102}
        assert len([one for one in evidence[CHEONGJU] if one["is_main"]]) == 4


def cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The excerpt of a span as the query hands it over."""
    return excerpt(
        {
            "before": text[max(0, start - AROUND) : start], "is_cut_before": start > AROUND, "span": text[start:end],
            "after": text[end : end + AROUND], "is_cut_after": len(text) > end + AROUND,
        }
    )  # fmt: skip


class TestExcerpts:
    @pytest.mark.parametrize(("span", "quoted"), [
        ("우수상을 받았다", ("충북 청주시는 </script> 2023년 전국 지방자치단체 일자리대상에서 ", "우수상을 받았다", "고 1일 밝혔다.")),
        ("고용률은 67.1%", ("", "고용률은 67.1%", "였다.")),
        ("청주시, 일자리대상", ("", "청주시, 일자리대상", " 우수상")),
        ("만들었다.", ("시는 2022년 목표 5만 개보다 많은 6만 개의 일자리를 ", "만들었다.", "")),
        ("만들었다", ("시는 2022년 목표 5만 개보다 많은 6만 개의 일자리를 ", "만들었다", ".")),
    ])  # fmt: skip
    def test_the_sentence_around_a_span(self, span: str, quoted: tuple[str, str, str]) -> None:
        start = TEXT.index(span)
        assert cut(TEXT, start, start + len(span)) == quoted

    def test_a_date_ends_no_sentence_and_a_long_one_is_cut(self) -> None:
        text = "가" * 300 + " 2020. 1. 7. 상을 받았다 " + "나" * 300
        before, _, after = cut(text, 313, 317)
        assert before.startswith("…가") and "2020. 1. 7." in before
        assert after.endswith("나…")
        assert len(before) + len(after) <= 2 * AROUND + 2
        assert len(cut("다" * 900, 0, 900)[1]) <= LONGEST_SPAN + 3

    def test_no_span_no_words(self) -> None:
        assert excerpt({"before": None, "is_cut_before": None, "span": None, "after": None, "is_cut_after": None}) == (
            "",
            "",
            "",
        )

    def test_what_cannot_be_seen_is_gone(self) -> None:
        assert cut("가\u202e나\u0000 다\u200b라\u2066마", 0, 10)[1] == "가 나 다 라 마"
        assert module._plain("a\u202eb\nc") == "a b c"

    @given(st.text(alphabet="가나다라 .,!?)”\n0", max_size=400), st.data())
    def test_the_span_is_whole_and_the_rest_stands_beside_it(self, text: str, choice: st.DataObject) -> None:
        start = choice.draw(st.integers(0, max(0, len(text) - 1)))
        end = choice.draw(st.integers(start, len(text)))
        before, span, after = cut(text, start, end)
        if start == end:
            assert (before, span, after) == ("", "", "")
            return
        plain = module._plain(text[start:end])
        assert span == plain or len(plain) > LONGEST_SPAN
        assert module._plain(text[:start]).endswith(before.removeprefix("…")) or before.strip() == ""
        assert module._plain(text[end:]).startswith(after.removesuffix("…"))
        assert len(before) <= AROUND + 1 and len(after) <= AROUND + 1


def test_offsets_are_characters_and_not_bytes(page: Page, warehouse: Path) -> None:
    text = "👨‍👩‍👧 가족 🎉은 é 시는 우수상을 받았다. 끝"
    start = text.index("우수상")
    with duckdb.connect(str(warehouse)) as connection:
        insert(connection, "raw.articles", [{"article_id": "a2", "text": text}])
        insert(connection, "marts.fct_fact_evidence", [
            {**said("z", "fct_job_awards", "f3", "우수상"), "article_id": "a2", "evidence_start": start, "evidence_end": start + 3},
        ])  # fmt: skip
    (say,) = next(one for one in page(warehouse)[1][CHEONGJU] if one["fact"] == "f3")["says"]
    assert (say["before"], say["span"], say["after"]) == (module._plain(text[:start]), "우수상", "을 받았다.")
