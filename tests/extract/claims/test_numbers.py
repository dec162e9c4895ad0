"""Numbers as papers print them come back as the number that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims.numbers import BARE, CASES, COUNTED, JOBS, PERCENT, PERSONS, POINT, TIMES, WON, read_numbers


def values(text: str) -> list[tuple[float, str]]:
    return [(m.value.value, m.value.unit) for m in read_numbers(text)]


def mixed(n: int) -> str:
    """5만652, 15만8천64: 만 and 천 written, zeros left out."""
    man, rest = divmod(n, 10_000)
    thousand, small = divmod(rest, 1000)
    said = (f"{man}만" if man else "") + (f"{thousand}천" if thousand else "") + (f"{small}" if small else "")
    return said or "0"


def man_and_digits(n: int) -> str:
    """1만2487"""
    man, rest = divmod(n, 10_000)
    return (f"{man}만" if man else "") + (f"{rest}" if rest or not man else "")


@given(
    st.integers(10, 9_999_999),
    st.sampled_from([str, lambda n: f"{n:,}", mixed, man_and_digits]),
    st.sampled_from(["", " "]),
)
def test_jobs_round_trip(n: int, write: object, space: str) -> None:
    text = f"일자리 {write(n)}{space}개를 만들었다."  # type: ignore[operator]
    assert values(text) == [(n, JOBS)]


@given(st.integers(1, 9999), st.sampled_from(["억", "천만", "백만", "만"]))
def test_money_round_trip(n: int, scale: str) -> None:
    worth = {"억": 10**8, "천만": 10**7, "백만": 10**6, "만": 10**4}[scale]
    assert values(f"인센티브 {n}{scale}원을 받았다") == [(n * worth, WON)]


@given(st.integers(0, 9999), st.integers(0, 9))
def test_percent_and_point(whole: int, tenth: int) -> None:
    assert values(f"{whole}.{tenth}%")[0] == (whole + tenth / 10, PERCENT)
    assert values(f"{whole}.{tenth}%p")[0] == (whole + tenth / 10, POINT)
    assert values(f"{whole}.{tenth}%포인트")[0] == (whole + tenth / 10, POINT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5만652개", (50652, JOBS)),
        ("1만 2천여 개", (12000, JOBS)),
        ("12,487개", (12487, JOBS)),
        ("만5천 명", (15000, PERSONS)),
        ("24천개", (24000, JOBS)),
        ("만여 개", (10000, JOBS)),
        ("1.2만 개", (12000, JOBS)),
        ("1억 35백만 원", (135_000_000, WON)),
        ("1억 3천5백만 원", (135_000_000, WON)),
        ("471백만원", (471_000_000, WON)),
        ("7천만원", (70_000_000, WON)),
        ("2억8000여만 원", (280_000_000, WON)),
        ("8,000만 원도", (80_000_000, WON)),
        ("28525개", (28525, JOBS)),
        ("4천2백개", (4200, JOBS)),
        ("45개 기업", (45, COUNTED)),
        ("2490개의 지역 일자리", (2490, JOBS)),
        ("74.5 등이", (74.5, BARE)),
        ("60.0 등이", (60.0, BARE)),
        ("60등을", (60, COUNTED)),
        ("3.5만 곳이", (35000, COUNTED)),
        ("1백8%", (108, PERCENT)),
        ("1백20%", (120, PERCENT)),
        ("68.8 차례로", (68.8, BARE)),
        ("3차례", (3, TIMES)),
        ("2500부를 찍어", (2500, COUNTED)),
        ("357건의 실적을", (357, CASES)),
    ],
)
def test_printed_forms(text: str, expected: tuple[float, str]) -> None:
    assert values(text) == [expected]


def test_a_year_behind_a_number_stays_a_year() -> None:
    assert [v for v, _ in values("1만 2023년")] == [10000, 2023]


def test_rounded_numbers_say_so() -> None:
    assert [m.value.is_rounded for m in read_numbers("1만 2천여 개와 약 3천 개, 4천 개")] == [True, True, False]


@given(st.text(alphabet="0123456789,.만천백억조여 개명원%년", max_size=60))
def test_spans_hold_the_digits(text: str) -> None:
    end = 0
    for m in read_numbers(text):
        assert end <= m.start < m.end <= len(text)
        end = m.end


@pytest.mark.parametrize(
    "text",
    ["92.3.16", "2026-12-31", "1.0.2", "제116조", "§104", "2023-법규-3010", "2013서1231", "$2000", "00291호", "3.5GB", "75.5㎡", "39.5초 만에", "가액×3/100", "9" * 400],
)  # fmt: skip
def test_what_names_or_measures_is_no_count_of_jobs_and_no_rate(text: str) -> None:
    units = {unit for value, unit in values(text) if value >= 10 or value != int(value)}
    assert units <= {COUNTED}


def test_the_age_in_full_years_is_no_ten_thousand() -> None:
    assert 10_000 not in {int(value) for value, _ in values("만 1년, 만 3년, 만15세, 만 18~34세")}
    assert values("만5천 명") == [(15_000, PERSONS)]
    assert values("만여 개") == [(10_000, JOBS)]


@pytest.mark.parametrize("word", ["개정", "개발", "개최", "개통", "개편"])
def test_a_word_that_begins_with_the_counter_is_no_unit(word: str) -> None:
    assert [unit for _, unit in values(f"2016 {word}")] == [BARE]
