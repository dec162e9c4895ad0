"""From a document to claims: which places they have, and what is left out."""

import datetime as dt

from extract.claims import read_claims
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


def test_what_is_more_likely_wrong_than_right_makes_no_fact() -> None:
    claims = [
        claim
        for article in labelled_articles()[::25]
        for found in (read_claims(article["text"], day_of(article), article.get("title")),)
        for claim in (*found.awards, *found.targets, *found.indicators)
    ]
    doubtful = [c for c in claims if c.confidence < 0.5]
    assert doubtful
    assert all(c.is_optional for c in doubtful)
    assert any(not c.is_optional for c in claims)
