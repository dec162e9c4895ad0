"""What arithmetic makes of the numbers of an article."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from extract.claims.figures import arithmetic, fits
from extract.claims.reader import prepare

DAY = dt.date(2024, 8, 9)


def roles(text: str) -> dict[str, set[str]]:
    document = prepare(text, DAY, None)
    found = arithmetic(document).roles
    return {
        text[item.start : item.end]: found[item.start]
        for line in document.lines
        for item in line.items
        if item.start in found and item.kind == "number"
    }


def test_a_rate_proves_its_target_and_result() -> None:
    text = "충북 청주시는 지난해 일자리 목표 5만652개를 넘는 6만1692개를 만들어 달성률 122%를 기록했다."
    assert roles(text) == {"5만652개": {"T"}, "6만1692개": {"A"}, "122%": {"P"}}


def test_a_difference_is_seen() -> None:
    text = "부천시는 일자리 목표 1만4천461개보다 1천654개 많은 1만6천115개를 만들었다."
    assert roles(text) == {"1만4천461개": {"dl"}, "1천654개": {"dd"}, "1만6천115개": {"dh"}}


def test_numbers_that_do_not_fit_prove_nothing() -> None:
    assert roles("일자리 목표 5만652개를 넘는 6만1692개를 만들었다. 고용률은 67.1%다.") == {}


@given(st.integers(10, 10**6), st.integers(10, 10**6))
def test_a_printed_rate_fits_its_own_numbers(target: int, actual: int) -> None:
    ratio = actual / target * 100
    assert fits(ratio, round(ratio, 1), False) or round(ratio, 1) % 1 == 0
    assert fits(ratio, float(int(ratio)), False) or ratio < 1
    assert not fits(ratio, ratio + 2, False)


def test_numbers_that_belong_together_are_triples() -> None:
    text = "지난해 목표는 4천300개였다. 뚜껑을 열어 보니 4천912개가 나왔다. 달성률이 114.2%다."
    (found,) = arithmetic(prepare("일자리 " + text, DAY, None)).triples
    assert found.rate is not None
    assert (found.target.item.value.value, found.actual.item.value.value, found.rate.item.value.value) == (
        4300,
        4912,
        114.2,
    )


def test_rounded_numbers_prove_nothing_beside_exact_ones() -> None:
    text = "강릉시, 일자리 1만5천여 개\n\n일자리 목표는 올해 1만5,800개다. 시는 지난해 목표 1만5,200개의 105.5%인 1만6,036개를 만들었다."
    found = roles(text)
    assert (found["1만5,200개"], found["1만6,036개"]) == ({"T"}, {"A"})
    assert "1만5,800개" not in found  # 105.3 % of 1만5천여
