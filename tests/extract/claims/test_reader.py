"""From a document to claims: which places they have, and what is left out."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from extract.claims import read_claims
from extract.claims.checks import SURE_ENOUGH, doubted
from tests.gold.corpus import day_of, labelled_articles

DAY = dt.date(2023, 8, 2)
TITLE = "나주시, 2023 전국 지방자치단체 일자리대상 공시제 최우수상"
BODY = "시는 청년 일자리와 산업단지를 이어 준 점을 인정받았다.\n\n시 관계자는 “일자리를 더 만들겠다”고 말했다."


def test_what_only_a_title_outside_the_text_tells_is_no_claim() -> None:
    assert [a.grade for a in read_claims(f"{TITLE}\n\n{BODY}", DAY, TITLE).awards] == ["최우수상"]
    assert not read_claims(BODY, DAY, TITLE)


def test_places_are_those_in_the_text_that_was_given() -> None:
    text = f"시는 고용노동부가 준 전국 지방자치단체 일자리대상에서 공시제 부문 최우수상을 받았다.\n\n{BODY}"
    inside, outside = read_claims(f"{TITLE}\n\n{text}", DAY, TITLE).awards, read_claims(text, DAY, TITLE).awards
    assert (
        [(a.municipality, a.grade) for a in inside]
        == [(a.municipality, a.grade) for a in outside]
        == [("전남 나주시", "최우수상")]
    )
    [award] = outside
    assert text[award.evidence_start : award.evidence_end] == award.evidence_text
    assert "최우수상" in award.evidence_text
    assert all(award.evidence_start <= p.start < p.end <= award.evidence_end for p in award.parts)


def test_a_prize_keeps_its_money_where_the_title_tells_it_too() -> None:
    title = "완도군, 일자리대상 우수상…사업비 9000만원"
    text = "이번에 받은 사업비 9000만원은 일자리를 만드는 데 쓴다.\n\n완도군은 3일 전국 지방자치단체 일자리대상 공시제 부문에서 우수상을 받았다."
    [award] = read_claims(text, DAY, title).awards
    assert (award.grade, award.incentive_krw) == ("우수상", 90_000_000)
    assert "9000만원" in award.evidence_text
    [award] = read_claims(text.split("\n\n")[1], DAY, title).awards
    assert (award.grade, award.incentive_krw) == ("우수상", None)


def test_what_is_not_sure_enough_makes_no_fact() -> None:
    claims = [
        claim
        for article in labelled_articles()[::25]
        for found in (read_claims(article["text"], day_of(article), article.get("title")),)
        for claim in (*found.awards, *found.targets, *found.indicators)
    ]
    doubtful = [c for c in claims if c.confidence < SURE_ENOUGH]
    assert doubtful
    assert all(c.is_optional for c in doubtful)
    assert any(not c.is_optional for c in claims)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_claim_is_surer_than_the_product_of_its_links(p: float, q: float) -> None:
    low, high = sorted((p, q))
    assert doubted(low, []) <= doubted(high, [])
    assert round(p, 3) <= doubted(p, []) <= 1
    assert (doubted(0.0, []), doubted(1.0, [])) == (0.0, 1.0)
    assert doubted(p, ["a year still to come"]) < SURE_ENOUGH


def test_numbers_that_do_not_fit_are_a_fact_for_a_person() -> None:
    for reason in ("the rate does not fit target and result", "result far from the target"):
        assert SURE_ENOUGH <= doubted(0.95, [reason]) < 0.8  # the variable review_below_confidence of dbt
