"""Patterns that pass over letters at once find what they would find without that."""

import re

import pytest

from extract.claims import awards, numbers, rates, times
from tests.gold.corpus import labelled_articles

_FIRST_LETTERS = re.compile(r"\(\?=\[[^]]+\]\)")


@pytest.mark.parametrize(
    "pattern", [times._TIME, numbers._START, awards._SECTION], ids=["years", "numbers", "sections"]
)
def test_no_name_begins_with_a_letter_that_is_passed_over(pattern: re.Pattern[str]) -> None:
    first = _FIRST_LETTERS.match(pattern.pattern)
    assert first is not None
    whole = re.compile(pattern.pattern[first.end() :])
    found = 0
    for article in labelled_articles()[::20]:
        spans = [m.span() for m in whole.finditer(article["text"])]
        assert [m.span() for m in pattern.finditer(article["text"])] == spans
        found += len(spans)
    assert found > 100


@pytest.mark.parametrize(
    "text",
    ["만 떼어 놓으면", "만 추려", "으로 좁혀도", "로만 한정하면", "에서는", "의 경우", "의 사정은", "에게"],
)
def test_what_narrows_a_view_is_looked_for(text: str) -> None:
    assert rates._NARROWED.match(text) is not None
    assert rates._NARROWS.search(text) is not None
