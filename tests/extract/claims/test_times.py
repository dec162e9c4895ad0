"""Years as the text says them, relative ones counted from the publication."""

import datetime as dt

import pytest

from extract.claims.times import read_times

DAY = dt.date(2024, 8, 9)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019년부터 2021년까지", [(2019, 2020, 2021)]),
        ("2015∼2017년", [(2015, 2016, 2017)]),
        ("2012년과 2013년에는", [(2012, 2013)]),
        ("2019·2020년", [(2019, 2020)]),
        ("2018, 2019년", [(2018, 2019)]),
        ("2013년, 2015∼2017년", [(2013, 2015, 2016, 2017)]),
        ("2010년과 2013년~2015년", [(2010, 2013, 2014, 2015)]),
        ("민선 8기(2022~2026년)", [(), (2022, 2023, 2024, 2025, 2026)]),
        ("(2014~18년)", [(2014, 2015, 2016, 2017, 2018)]),
        ("’22~’26년", [(2022, 2023, 2024, 2025, 2026)]),
        ("올해부터 2026년까지", [(2024, 2025, 2026)]),
        ("2023년부터 올해 9월까지", [(2023, 2024)]),
        ("2021년 7월부터 오는 9월까지", [(2021, 2022, 2023, 2024)]),
        ("2021년 7월부터 오는 6월까지", [(2021, 2022, 2023, 2024, 2025)]),  # this year's June is over
        ("지난해", [(2023,)]),
        ("내년까지", [(2025,)]),
        ("2017년 종합대상을 탔고 이듬해", [(2017,), (2018,)]),
        ("‘2024 전국 지방자치단체 일자리대상’", [(2024,)]),
        ("12,024년", []),
        ("3년 연속", []),
    ],
)
def test_years(text: str, years: list[tuple[int, ...]]) -> None:
    assert [m.value.years for m in read_times(text, DAY)] == years


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("전년 대비", "compare"),
        ("1년 전", "ago"),
        ("2010년 이래", "since"),
        ("2010년 들어", "since"),
        ("올해 들어서는", "year"),
        ("2023년 대구로 편입된", "since"),
        ("지난해 상반기보다", "compare"),
        ("지난해 하반기 고용률", "year"),
        ("지난해 실적보다", "compare"),
        ("지난해 실적은", "year"),
        ("지난해 목표보다", "year"),
        ("민선 7기", "term"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert read_times(text, DAY)[0].value.role == role


def test_years_that_are_one_time_together() -> None:
    def ranges(text: str) -> list[bool]:
        return [m.value.is_range for m in read_times(text, DAY)]

    assert ranges("2014년과 2015년 두 해 동안 일자리 2만2천여 개를 만들었다.") == [True]
    assert ranges("2014년과 2016년 두 해 동안, 2014년과 2015년에 각각 만들었다.") == [False, False]


def test_relative_years_without_a_publication_day_stay_unknown() -> None:
    (time,) = read_times("지난해", None)
    assert (time.value.years, time.value.offset) == ((), -1)
