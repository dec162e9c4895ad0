"""In what a missed row and the one read in its place differ."""

from typing import Any

from tests.gold.accuracy import report
from tests.gold.reasons import UNREAD, UNSAID, UNSURE, mistakes
from tests.gold.scoring import score_article


def target(year: int | None, **columns: Any) -> dict[str, Any]:
    row = {"municipality": "전북 김제시", "year": year, "period_end": None, "scope": "total", "target": 7520}
    return row | {"actual": None, "pct": None, "optional": False, "confidence": 0.9} | columns


def award(who: str, **columns: Any) -> dict[str, Any]:
    row = {"municipality": who, "programme": "national_jobs_award", "award_year": 2021, "category": "unspecified"}
    return row | {"grade": "우수상", "incentive_krw": None, "optional": False, "confidence": 0.9} | columns


def reasons(labelled: dict[str, list[Any]], read: dict[str, list[Any]]) -> list[str]:
    none: dict[str, list[Any]] = {"awards": [], "targets": [], "indicators": []}
    score = score_article({"id": "x", "labels": none | labelled}, none | read)
    found = mistakes(score)
    assert sum((m.missed is not None) + (m.wrong is not None) for m in found) == score.errors
    shown = report([{"round": "x"}], [score], 0)  # type: ignore[typeddict-item]
    assert all(m.reason in shown for m in found)
    return [m.reason for m in found]


def test_a_row_read_in_place_of_another_is_one_mistake() -> None:
    assert reasons({"targets": [target(2023)]}, {"targets": [target(2024)]}) == ["year"]
    assert reasons({"targets": [target(2023, scope="청년")]}, {"targets": [target(2023)]}) == ["whole or part"]
    assert reasons({"awards": [award("전북 김제시")]}, {"awards": [award("전북", grade="대상")]}) == ["whose, grade"]


def test_the_nearest_rows_go_together() -> None:
    missed = [target(2023), target(2022, target=9000)]
    read = [target(2022, target=9100), target(2024)]
    assert reasons({"targets": missed}, {"targets": read}) == ["year", "numbers"]


def test_rows_that_have_little_in_common_are_two_mistakes() -> None:
    other = target(2020, target=100, scope="청년")
    assert reasons({"targets": [target(2023)]}, {"targets": [other]}) == [UNREAD, UNSAID]


def test_what_was_read_and_not_believed() -> None:
    assert reasons({"targets": [target(2023)]}, {"targets": [target(2023, optional=True)]}) == [UNSURE]


def test_what_the_label_leaves_open_is_no_difference() -> None:
    read = award("전북 김제시", category="project", grade="대상")
    assert reasons({"awards": [award("전북 김제시")]}, {"awards": [read]}) == ["grade"]
