"""Numbers that are told in one breath are of one kind."""

import datetime as dt

import pytest

from extract.claims.reader import prepare
from extract.claims.series import Told, read_series, settle
from extract.claims.targets import Seen

DAY = dt.date(2022, 7, 25)
_LIST = (
    "충남 시군 일자리 목표\n\n충남의 시군이 올해 일자리 목표를 공시했다. 시군별 목표는 다음과 같다.\n\n{}\n\n"
    "도 관계자는 “시군이 목표를 채우도록 돕겠다”고 말했다."
)


def _series(text: str) -> list[list[str]]:
    return [[text[x.start : x.end] for x in members] for members in read_series(prepare(text, DAY, None))[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "시·군별 올해 목표는 고양시 3만4천개, 이천시 1만4천200개, 군포시 9천860개 등이다.",
            [["3만4천개", "1만4천200개", "9천860개"]],
        ),
        (
            "수원시가 9천200개로 가장 많고 이천시 7천400개, 군포시는 6천100개 순이다.",
            [["9천200개", "7천400개", "6천100개"]],
        ),
        (
            "연도별 목표는 2023년 6만5000여 개, 2024년 6만9000여 개, 2025년에는 7만5000여 개다.",
            [["6만5000여 개", "6만9000여 개", "7만5000여 개"]],
        ),
        (
            "청년고용률(46.4%)과 여성고용률(58.1%)이 가장 높고 고용률(67.4%)은 두 번째다.",
            [["46.4%", "58.1%", "67.4%"]],
        ),
        ("남성고용률(75.2%)과 여성고용률(58.1%)이 모두 높았다.", []),
        ("고용률 67.4%, 경제활동참가율 69.1%로 집계됐다.", []),
        (
            "고용률 1위는 제주 서귀포시(71.6%), 3위는 전북 남원시(67.2%)다.",
            [["71.6%", "67.2%"]],
        ),
        (
            "실적(목표)은 ▷직접일자리 7450명(7931명) ▷직업능력개발훈련 251명(394명) ▷고용서비스 967건(1610건)이다.",
            [["7450명", "251명", "967건"], ["7931명", "394명", "1610건"]],
        ),
        ("고용률은 이천시(70.1%)와 여주시(69.4%)가 높았다.", [["70.1%", "69.4%"]]),
        (
            "부문별 목표는 직접일자리 2천462명, 직업능력개발훈련 103명, 일자리센터를 통한 고용서비스 1천555명, 창업 지원 70명 등이다.",
            [["2천462명", "103명", "1천555명", "70명"]],
        ),
        (
            "지역특성 고용이 4202개(73.8%), 복지 증대가 2만937개(71.8%)로 빠른 반면 도시기반 개발은 3092개(47.2%)에 머물렀다.",
            [["4202개", "2만937개", "3092개"], ["73.8%", "71.8%", "47.2%"]],
        ),
        (
            "고용서비스는 1천610건 가운데 967건, 고용장려금은 314건 가운데 170건의 실적을 냈다.",
            [["1천610건", "314건"], ["967건", "170건"]],
        ),
        (
            "목표는 5천407명 가운데 직접일자리 2천462명, 창업 지원 70명이다.",
            [["2천462명", "70명"]],
        ),
        ("직접일자리 2천462명, 창업 지원 실적 70명", []),
        (
            "고용률은 68.9%(목표 68.0%), 여성고용률은 59.2%(목표 58.2%)로 집계됐다.",
            [["68.9%", "59.2%"], ["68.0%", "58.2%"]],
        ),
        # Another word, another number or no place between: not in one breath.
        ("고양시의 목표는 3만4천개이고 실적은 이천시 1만4천200개다.", []),
        ("고양시 목표 3만4천개, 실적 3만5천개", []),
        ("고양시 3만4천개, 이천시 달성률 111.6%", []),
    ],
)
def test_numbers_with_nothing_but_the_next_place_between(text: str, expected: list[list[str]]) -> None:
    assert _series("경기도 시군 일자리\n\n" + text) == expected


def test_columns_of_list_lines_of_one_shape() -> None:
    text = _LIST.format("▲보령시 7,650개(8,012개)\n▲홍성군 3,420개(3,395개)\n▲부여군 4,105개")
    assert _series(text) == [["7,650개", "3,420개"], ["8,012개", "3,395개"]]


def test_rates_of_some_of_the_lines() -> None:
    text = _LIST.format("▷직접일자리 7,931개→7,450개(94%)\n▷고용서비스 1,610개→967개\n▷창업지원 240개→151개(62.9%)")
    assert _series(text) == [["7,931개", "1,610개", "240개"], ["7,450개", "967개", "151개"], ["94%", "62.9%"]]


def _seen(text: str, *probabilities: dict[str, float]) -> tuple[list[str], list[Told | None]]:
    """The texts of the numbers, and what they are told to be together where each alone has these probabilities."""
    document = prepare(text, DAY, None)
    items = [(line, item) for line in document.lines for item in line.jobs]
    seen = [Seen(line, item, p, None) for (line, item), p in zip(items, probabilities, strict=True)]
    told = settle(document, seen)
    return [text[item.start : item.end] for _, item in items], [told.get(item.start) for _, item in items]


def test_the_kind_that_is_most_probable_for_all() -> None:
    sure = {"none": 0.02, "target": 0.96, "actual": 0.02}
    doubtful = {"none": 0.1, "target": 0.3, "actual": 0.6}
    _, told = _seen("경기도 시군 일자리\n\n올해 목표는 고양시 3만4천개, 이천시 1만4천200개다.", sure, doubtful)
    assert [x and x.role for x in told] == ["target", "target"]
    assert told[0] is not None
    assert 0.6 < told[0].p < 0.96


def test_numbers_that_agree_need_not_be_told() -> None:
    sure = {"none": 0.02, "target": 0.96, "actual": 0.02}
    _, told = _seen("경기도 시군 일자리\n\n올해 목표는 고양시 3만4천개, 이천시 1만4천200개다.", sure, sure)
    assert told == [None, None]


def test_a_legend_is_stronger_than_what_numbers_look_like() -> None:
    wrong = {"none": 0.1, "target": 0.8, "actual": 0.1}
    text = _LIST.format("■ 2021년 목표(실적)\n▲보령시 7,650개(8,012개)\n▲홍성군 3,420개(3,395개)")
    _, told = _seen(text, wrong, wrong, wrong, wrong)
    assert [x and x.role for x in told] == ["target", "actual", "target", "actual"]


def _cells(text: str) -> list[list[str]]:
    document = prepare(text, DAY, None)
    found: dict[int, list[str]] = {}
    for start, cell in sorted(read_series(document)[1].items()):
        item = next(x for line in document.lines for x in line.counting if x.start == start)
        found.setdefault(cell.start, []).append(document.text[start : item.end])
    return list(found.values())


def test_the_cells_of_lists_in_one_line() -> None:
    text = "경기도 시군 일자리\n\n고용서비스는 1천610건 가운데 967건, 고용장려금은 314건 가운데 170건의 실적을 냈다."
    assert _cells(text) == [["1천610건", "967건"], ["314건", "170건"]]
    text = "익산시 일자리\n\n목표를 지난해와 견주면 △일자리 1만8500개→1만8700개 △고용률 62.8%→63.4%다."
    assert _cells(text) == [["1만8500개", "1만8700개"], ["62.8%", "63.4%"]]
    assert _cells("안동시 일자리\n\n일자리는 ▲목표 5000개 ▲실적 5120개로 집계됐다.") == []
