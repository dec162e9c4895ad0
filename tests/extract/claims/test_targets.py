"""What the scorer is told of a number of jobs: by which rule it has its role, and what stands around it on both sides."""

import datetime as dt

from extract.claims.model import Span
from extract.claims.reader import prepare
from extract.claims.sentences import sentences
from extract.claims.targets import (
    Figure,
    after_the_figure,
    after_the_last,
    clashes,
    is_of_another,
    is_told_apart,
    link_features,
    number_features,
    years_of,
)

DAY = dt.date(2024, 3, 5)


def features(text: str) -> list[set[str]]:
    document = prepare(text, DAY, None)
    return [set(number_features(document, line, x)) for line in document.lines for x in line.jobs]


def rules(text: str) -> list[str]:
    return [next(f[2:-2] for f in sorted(found) if f[:2] == "rn" and f[-2:].isdigit()) for found in features(text)]


def test_the_rule_of_a_role_is_told() -> None:
    assert rules("안동시는 목표 7천520개를 웃도는 8천582개를 만들었다.") == ["goal_in_brackets", "over_goal"]
    assert rules("서구는 올해 지난해 목표보다 늘어난 3850개를 공시하고 추진한다.") == ["promised"]
    assert rules("도는 일자리 목표를 1만5천개(2023년)→3만1천개로 크게 올렸다.") == ["old_target", "set_anew"]
    assert rules("제주 일자리 30만8500개로 1년 새 1만1600개 늘어")[1] == "grown"
    assert rules("시는 1년 만에 1만2천개를 넘는 일자리를 만들었다.") == ["past"]


def test_the_cues_of_both_gaps_stand_together() -> None:
    [first, second] = features("안동시는 목표 7천520개를 웃도는 8천582개를 만들었다.")
    assert "qgoal>over" in first
    assert "qover>made" in second
    assert "onone" not in first


def test_the_topic_of_a_clause_is_told() -> None:
    [found] = features("안동시의 노인일자리는 모두 1,200개를 만들기로 했다.")
    assert "o자리" in found


def test_a_rounded_number_lets_no_two_exact_ones_into_its_row() -> None:
    document = prepare("광양시 일자리 1만2천여 개. 광양시는 1만2,696개를 만든다. 목표는 1만2,050개였다.", DAY, None)

    def figure(value: int) -> Figure:
        line, item = next((line, x) for line in document.lines for x in line.jobs if x.value.value == value)
        return Figure(line, item, "target", 1.0, 2024, {}, None, 1.0, "total", 1.0, False, False)

    assert not clashes([figure(12000)], figure(12696))
    assert clashes([figure(12000), figure(12696)], figure(12050))


def test_a_mark_inside_a_quoted_name_ends_no_sentence() -> None:
    text = "광주시가 ‘도약! 신산업 지원사업’으로 우수상을 받았다. 시는 기뻐했다."
    assert len(sentences(text, [], [Span(0, len(text))])) == 2
    text = "시민은 “좋다! 더 늘리자.” 하고 말했다."
    assert len(sentences(text, [], [Span(0, len(text))])) >= 2


def test_a_sentence_may_begin_with_a_decimal() -> None:
    text = "지난해 고용률은 70%로 집계됐다. 67.6%였던 2021년보다 올랐다. 1.5%p 차이다."
    assert len(sentences(text, [], [Span(0, len(text))])) == 3


def test_what_is_told_in_the_same_way_is_seen_beside_each_other() -> None:
    document = prepare("올해 울산 남구는 1만7천명, 북구는 8천200명을 목표로 공시했다.", DAY, None)
    line = document.lines[0]
    before, item = line.jobs
    assert "like11target" in after_the_last([], (line, before, "target"), line, item)


def test_people_at_work_and_other_measures_are_no_jobs_of_a_target() -> None:
    def other(text: str) -> list[bool]:
        document = prepare(text, DAY, None)
        return [is_of_another(document, line, x) for line in document.lines for x in line.jobs + line.percents]

    assert other("고용보험 피보험자 수도 목표의 105%를 채웠다.") == [True]
    assert other("구는 일자리 목표의 105%를 채웠다.") == [False]
    assert other("지역활동인구 비중은 110%였다.") == [True]
    assert other("▲일자리 수 1만4천120개→1만4천486개 ▲취업자 20만3천 명→20만4천 명") == [False, False, True, True]


def test_what_a_number_is_of_and_whether_it_is_a_part_of_another() -> None:
    [whole, part] = features("공시한 일자리 목표를 보면 고용서비스는 1천610개 가운데 967개를 기록했다.")
    assert {"of>", "of>1"} <= whole
    assert {"of<", "of<1"} <= part
    [insured] = features("지난해 말 고용보험 피보험자는 5만 6,096명이다.")
    assert "msx0" in insured


def test_a_number_that_was_heaped_up_over_years() -> None:
    heaped, plain = features("구는 지난해 12월 말까지 3만4238개를 쌓았다. 올해는 8,720개를 만든다.")
    assert "hp1" in heaped
    assert "hp0" in plain
    [of_a_year] = features("시는 5월 말까지 일자리 3만1865개를 만들었다.")
    assert "hp0" in of_a_year


def test_two_years_told_of_as_one_time_are_a_term() -> None:
    document = prepare("시는 2014년과 2015년 두 해에 일자리 2만2천개를 만들었다.", DAY, None)
    line = document.lines[0]
    assert (2014, 2015) in [year for year, _, _ in years_of(document, line, line.jobs[0], None, may_be_term=True)]


def test_the_last_target_is_told_past_other_numbers() -> None:
    document = prepare("시가 일자리 1만2천개를 공시했다. 예산은 30억원이다. 달성률은 101%다.", DAY, None)
    assert after_the_figure(None, document.lines[0]) == ["lf0"]
    assert after_the_figure((document.lines[0], "target"), document.lines[2]) == ["lftarget2", "lftarget2p"]


def test_the_same_number_of_another_year_is_told_apart() -> None:
    document = prepare("천안시는 지난해 3만 개를 만들었다. 천안시의 올해 목표는 3만 개다.", DAY, None)
    line, item = document.lines[1], document.lines[1].jobs[0]

    def figure(year: int) -> Figure:
        return Figure(line, item, "target", 1.0, year, {}, None, 1.0, "total", 1.0, False, False)

    assert "samey00" in link_features([figure(2025)], figure(2026), [], 0)
    assert "samey10" in link_features([figure(2026)], figure(2026), [], 0)


def test_the_list_of_a_number_and_its_head_are_told() -> None:
    found = features("동구 일자리\n\n부문별 목표는 직접일자리 2천462명, 직업능력개발훈련 103명, 창업 지원 70명 등이다.")
    assert all("slgoal" in told for told in found)
    for told in features(
        "익산시 일자리\n\n목표를 지난해와 견주면 △공공 1만8500개→1만8700개 △민간 4천200개→4천300개다."
    ):
        assert "chgoal" in told


def test_numbers_of_two_years_or_two_names_make_no_row() -> None:
    text = "천안시는 올해 일자리 3만개를 만든다. 지난해에는 목표 3만개를 넘겼다. 고용서비스는 1천610건 가운데 967건, 창업 지원은 314건 가운데 170건이다."
    document = prepare(text, DAY, None)
    told = [(line, x) for line in document.lines for x in line.jobs]

    def figure(k: int, year: int, role: str = "target", p: float = 1.0) -> Figure:
        return Figure(*told[k], role, 1.0, year, {year: p}, None, 1.0, "total", 1.0, False, False)

    assert is_told_apart(document, [figure(0, 2024)], figure(1, 2023))
    assert not is_told_apart(document, [figure(0, 2024)], figure(1, 2024))
    assert not is_told_apart(document, [figure(0, 2024, p=0.6)], figure(1, 2023))
    assert not is_told_apart(document, [figure(0, 2024)], figure(1, 2023, "actual"))
    assert is_told_apart(document, [figure(2, 2023)], figure(5, 2023, "actual"))
    assert not is_told_apart(document, [figure(2, 2023)], figure(3, 2023, "actual"))
