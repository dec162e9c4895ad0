"""Any string in, claims out; every claim shows its evidence; time grows with the text and no faster."""

import datetime as dt
import random
import time
from itertools import groupby

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.claims import Claims, read_claims
from extract.claims.reader import read
from ops import fuzz_claims
from tests.gold.corpus import ARTICLES, Article, day_of, labelled_articles

DAY = dt.date(2024, 8, 9)
_WORDS = [
    "일자리",
    "일자리대상",
    "전국 지방자치단체 일자리대상",
    "공시제",
    "목표",
    "실적",
    "고용률",
    "실업률",
    "최우수상",
    "우수상",
    "대상",
    "특별상",
    "청주시",
    "충북",
    "중구",
    "광주",
    "예산",
    "시는",
    "군은",
    "도는",
    "지난해",
    "올해",
    "2024년",
    "2019~2021년",
    "5만652개",
    "122%",
    "1.2%p",
    "7천만원",
    "을",
    "를",
    "은",
    "는",
    "에서",
    "받았다.",
    "만들었다.",
    "만들 계획이다.",
    "\n",
    "\n\n",
    ", ",
    "·",
    "(",
    ")",
    "‘",
    "’",
    "…",
    " ",
    "각각",
    "와",
    "3년 연속",
    "이어",
    "보다",
    "넘는",
    "대비",
    "□",
    "○",
    "|",
    "표",
    "[관련기사]",
    "Q.",
    "A.",
]


def claims_of(claims: Claims) -> list:
    return [*claims.awards, *claims.targets, *claims.indicators]


def check_evidence(text: str, claims: Claims, of: str = "") -> None:
    for claim in claims_of(claims):
        assert 0 <= claim.evidence_start < claim.evidence_end <= len(text), of
        assert text[claim.evidence_start : claim.evidence_end] == claim.evidence_text, of
        assert 0 < claim.confidence <= 1, of
        for part in claim.parts:
            assert 0 <= part.start < part.end <= len(text), of


@given(
    st.lists(st.sampled_from(_WORDS), max_size=60).map("".join),
    st.sampled_from([DAY, None]),
    st.sampled_from([None, "청주시, 일자리대상 최우수상"]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_words_of_the_trade_in_any_order(text: str, published: dt.date | None, title: str | None) -> None:
    check_evidence(text, read_claims(text, published, title))


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_string(text: str) -> None:
    check_evidence(text, read_claims(text, DAY))


@pytest.mark.parametrize("run", ["9", "1만", "0", "9,999"])
def test_a_run_of_digits_takes_no_claim_away(run: str) -> None:
    """More digits than a float holds: the run is no number, and the article around it is read."""
    text = f"강원 홍천군은 2023년 일자리 목표 1989개를 웃도는 2490개를 만들었다.\n\n문서번호 {run * 400}."
    assert [(t.target_jobs, t.actual_jobs) for t in read(text, DAY, None).claims.targets] == [(1989, 2490)]


def test_fuzzing_finds_nothing_in_its_first_texts() -> None:
    chance = random.Random(7)
    fuzzer = fuzz_claims.Fuzzer(keep_going=False)
    for _ in range(60):
        fuzzer.run(chance.randbytes(chance.randint(4, 120)))
    assert fuzzer.n == 60


@pytest.fixture(scope="module")
def labelled() -> dict[str, list[Article]]:
    """The labelled articles by folder."""
    return {folder: list(them) for folder, them in groupby(labelled_articles(), lambda article: article["round"])}


# By folder and not by article: there are thousands, and to pytest a test costs as much as reading an article.
@pytest.mark.parametrize("folder", sorted(folder.name for folder in ARTICLES.iterdir()))
def test_evidence_of_labelled_articles(
    labelled: dict[str, list[Article]], folder: str, caplog: pytest.LogCaptureFixture
) -> None:
    for article in labelled[folder]:
        name, text, title = article["id"], article["text"], article["title"]
        published = day_of(article)
        claims = read_claims(text, published, title)
        check_evidence(text, claims, of=name)
        for target in claims.targets:
            # The numbers of a row stand in its evidence, and the title is not dragged along: from the first paragraph,
            # which tells a target, to the fifth, which tells the result, is as far as any goes.
            assert target.evidence_text.count("\n\n") <= 4, name
        assert claims == read_claims(text, published, title), name
        # Nothing raised inside either, also where the text breaks off: a caught exception would be logged as an error.
        read_claims(text[: len(text) // 2], DAY)
        assert not [r for r in caplog.records if r.levelname == "ERROR"], name


def test_a_judged_range_of_one_year_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    text = "공시제 우수상\n\n청주시는 2012~2012년도 일자리 공시제 실적 평가에서 우수상을 받았다."
    assert read(text, dt.date(2013, 8, 1), None).claims.awards
    assert [a.grade for a in read_claims(text, dt.date(2013, 8, 1)).awards] == ["우수상"]
    assert not caplog.records


def test_the_evidence_is_the_shortest_run_that_holds_the_numbers() -> None:
    text = (
        "홍천군, 일자리 2490개 ‘목표 초과’\n\n강원 홍천군은 지난해 공시 목표 1989개를 웃도는 2490개의 일자리를 만들었다.\n\n"
        "군은 일자리센터를 두 곳 더 연다."
    )
    found = {(t.target_jobs, t.actual_jobs): t for t in read_claims(text, DAY).targets}
    target = found[1989, 2490]
    assert target.evidence_text == "강원 홍천군은 지난해 공시 목표 1989개를 웃도는 2490개"


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1,",
        "1만",
        "천",
        "(",
        ")",
        "가",
        "일자리 ",
        "일자리 1만개, ",
        "최우수상·",
        "청주시·",
        "2019년 ",
        "고용률 ",
        "61.8%, ",
        "중구 ",
        "목표 ",
        "시는 ",
        "‘",
        "다. ",
        "다.\n",
        "○ 일자리 : 1개\n",
        " ",
        "\n",
        "|",
        "-",
        "우수 ",
        "전국 지방자치단체 일자리대상 ",
        "경남도가 ",
        "도 시상 ",
        "도가 시군을 시상 ",
        "보다 ",
        "2019년부터 ",
        "[가]\n",
    ],
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    """Sixteen times the text may take about sixteen times as long; the bound leaves room for noise, none for a square."""

    def cost(n: int) -> float:
        text = "청주시 일자리 최우수상 고용률\n청주시가 일자리대상을 받았다. " + unit * (n // len(unit))
        begin = time.process_time()
        read_claims(text, DAY)
        return time.process_time() - begin

    small = min(cost(2_000), cost(2_000))
    large = cost(32_000)
    if large >= (bound := 0.02 + small * 16 * 5):  # something else may have taken the time
        large = cost(32_000)
    assert large < bound, f"{small:.4f} s for 2,000 characters, {large:.4f} s for 32,000"
