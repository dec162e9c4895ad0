"""What the scorer is told of a percentage that may be a level: aim or outcome, whose, of which year and of whom."""

import datetime as dt

import pytest

from extract.claims import levels
from extract.claims.document import Document, Item, Line
from extract.claims.rates import read_rates
from extract.claims.reader import claims_of, prepare
from extract.claims.scorer import scorer
from extract.claims.when import side_of_change, year_candidates
from extract.claims.whose import who_candidates

DAY = dt.date(2024, 3, 5)


def percents(text: str) -> tuple[Document, list[tuple[Line, Item]]]:
    document = prepare(text, DAY, None)
    return document, [(line, item) for line in document.lines for item in line.percents]


def aims(text: str) -> list[str]:
    """For each percentage: R reached, A aimed at, - neither told."""
    document, found = percents(text)
    return [next(f[2] for f in levels.percent_features(document, *x) if f[:2] == "ao") for x in found]


def test_an_aim_is_told_from_what_was_reached() -> None:
    assert aims("청주시의 고용률은 69.4%로 목표보다 1.7%p 높았다.") == ["R"]
    assert aims("군은 고용률을 74.8%까지 끌어올리겠다고 했는데 뚜껑을 여니 76.8%가 나왔다.") == ["A", "R"]
    assert aims("청주시의 고용률은 목표보다 1%p 높은 65.2%였다.") == ["R"]
    assert aims("시가 공시한 고용률 목표는 64.2%였는데 실제로는 64.8%를 찍었다.") == ["A", "R"]
    assert aims("청주시는 올해 고용률을 68.9%까지 끌어올리기로 했다.") == ["A"]
    assert aims("고용률은 지난해 64.6%에서 올해 64.8%로 0.2%p 올리는 것이 목표다.")[1] == "A"
    assert aims("고용률을 지난해 64.6%에서 64.8%로 0.2%포인트 끌어올린 데 이어 취업자도 늘렸다.")[1] == "R"
    assert aims("올해 고용률을 65.1%까지 끌어올린 뒤 사업을 더 넓히기로 했다.") == ["A"]
    assert aims("임기 끝에 이루겠다고 한 고용률은 70%다.") == ["A"]
    assert aims("시가 높이겠다던 고용률은 61.2%다.") == ["-"]
    table = "구분 | 2023년 실적 | 2024년 목표\n고용률 | 62.7% | 62.9%\n취업자 수 | - | 6만4,750명\n"
    assert aims(f"여주시가 일자리 목표를 공시했다고 5일 밝혔다.\n\n{table}") == ["R", "A"]


def test_an_average_of_many_is_nobodys() -> None:
    for text in (
        "전남 5개 시 실업률은 1.6%로 낮아졌다.",
        "77개 시를 평균하면 고용률이 61.1%다.",
        "북부 전체로는 고용률이 56.6%에 그쳤다.",
    ):
        document, [(line, item)] = percents(text)
        told = levels.percent_features(document, line, item)
        assert {"owregions0", "owaverage0"} & set(told), text


def test_the_year_of_a_survey_stands_before_its_name() -> None:
    document, found = percents(
        "지난해까지 1위였던 장수군이 밀렸다. 통계청의 2023년 하반기 지역별고용조사 결과다. 무주군 고용률은 76.2%였다."
    )
    assert [year for _, year in document.survey_editions] == [2023]
    assert [c.year for c in year_candidates(document, *found[0]) if "svn" in c.features] == [2023]


def test_two_halves_of_one_year_are_no_change_of_years() -> None:
    document, found = percents("청주시 고용률은 61.7% → 63.9%로 올랐다.")
    assert [side_of_change(document, *x) for x in found] == ["old", "new"]
    document, found = percents("청주시 고용률은 상반기 61.7% → 하반기 63.9%로 올랐다.")
    assert [side_of_change(document, *x) for x in found] == ["", ""]
    document, found = percents("청주시 실업률은 4.3%에서 0.3%p 나빠졌다.")
    assert side_of_change(document, *found[0]) == "old"


def test_the_old_value_of_a_change_is_of_the_year_before_the_levels_before_it() -> None:
    document, found = percents("청주시의 2022년 고용률은 66.2%다.\n\n○ 여성 고용률: 47.2% → 52.7%\n")
    years = levels.level_years_of(document, *found[1], (*found[0], 2022))
    assert [year for year, features, _ in years if "clold-1" in features] == [2021]


def test_the_old_value_of_a_change_is_of_the_year_that_all_is_compared_with() -> None:
    document, found = percents("고용지표도 2021년보다 나아졌다. 2024년 고용률은 57.1%에서 59.6%로 올랐다.")
    told = [[c.year for c in year_candidates(document, *x) if "chgoldthan" in c.features] for x in found]
    assert told == [[2021], []]


def test_the_year_that_a_level_was_told_of_may_stand_behind_it() -> None:
    document, [first, second] = percents("지난해 고용률은 70%로 67.6%였던 2021년보다 올랐다.")
    assert [c.year for c in year_candidates(document, *second) if "was_in" in c.features] == [2021]
    assert not any("was_in" in c.features for c in year_candidates(document, *first))


def test_the_sentence_before_speaks_of_a_bare_name() -> None:
    document, found = percents("강원도가 발표했다.\n\n춘천의 고용률은 60.9%다. 지난해의 58.4%보다 올랐다.")
    topics = [c.who.written for c in who_candidates(document, *found[1]) if c.who and "tp" in c.features]
    assert topics == ["춘천"]


def test_a_sentence_without_a_figure_narrows_the_next_to_a_group() -> None:
    document, found = percents("부산 중구의 고용률이 낮다. 15~29세만 떼어 놓으면 다르다. 중구가 60.3%로 높다.")
    assert "youth_employment_rate" in [name for name, _ in levels.kind_candidates(document, *found[0])]
    document, found = percents("경북의 15~29세 고용률은 41.9%다. 같은 나이대 실업률은 9.6%다.")
    assert any("Kana1" in f for _, f in levels.kind_candidates(document, *found[1]))


def test_a_share_of_workers_is_another_measure() -> None:
    document, found = percents("▲ 임금근로자 비중 = 경북 구미시(78.0%)가 높았다.")
    assert any(x.value.word == "" for x in found[0][0].rates)
    document, found = percents("대전의 실업률은 차이가 작다. 중구가 3.5%로 높다.")
    assert [x.value.word for x in document.lines[0].rates] == ["실업"]


def test_the_head_of_a_list_names_whose_its_rates_are() -> None:
    text = "울릉군 고용률\n\n전남 신안군의 고용률은 78.7%였다.\n\n□ 경북 울릉군 고용률 추이\n▲ 2021년 83.7%\n▲ 2022년 85.0%"
    document, rates = percents(text)
    for line, item in rates[1:]:
        assert [c.who.municipality.name for c in who_candidates(document, line, item) if c.who] == ["울릉군"]


def test_the_rate_of_two_that_are_no_governments_is_nobodys() -> None:
    text = "제주 고용률\n\n서귀포시 고용률은 70.9%, 제주시는 68.6%였다. 실업률은 두 곳 모두 2.0%였다."
    document, rates = percents(text)
    assert [c.who for c in who_candidates(document, *rates[-1])] == [None]


def test_the_decade_of_a_rate_is_no_level() -> None:
    for text in (
        "구례군의 고용률은 60%대를 기록했고 실업률은 2.1%다.",
        "구례군의 고용률은 60% 이상을 유지했고 실업률은 2.1%다.",
        "구례군의 고용률은 60% 후반을 기록했고 실업률은 2.1%다.",
        "구례군의 고용률은 목표(58.2%)보다 높은 59.2%다.",
    ):
        document, [(line, item), other] = percents(text)
        assert levels.read_level(document, scorer(), line, item, 0.9, []) is None
        assert levels.read_level(document, scorer(), *other, 0.9, []) is not None


def test_since_when_a_town_belongs_to_a_city_is_no_year_of_its_rate() -> None:
    document, [(line, item)] = percents("고용률은 2023년 대구로 편입된 군위군(73.6%)이 높았다.")
    assert 2023 not in [c.year for c in year_candidates(document, line, item) if "h" in c.features]


@pytest.mark.parametrize(("day", "year"), [(dt.date(2024, 11, 13), 2024), (dt.date(2024, 1, 10), 2023)])
def test_last_month_tells_the_year_of_the_next_sentence_too(day: dt.date, year: int) -> None:
    document = prepare(
        "지난달 제주의 취업자는 40만 명으로 1년 전 같은 달보다 8천 명 줄었다. 고용률은 69.3%였다.", day, None
    )
    line = document.lines[-1]
    [found] = [c for c in year_candidates(document, line, line.percents[0]) if "mon1" in c.features]
    assert found.year == year


def test_a_survey_told_last_month_is_of_another_month() -> None:
    document, [_, (line, item)] = percents("지난달 발표된 조사에서 고용률은 61.3%였다. 실업률은 5.1%였다.")
    assert not any("mon1" in c.features for c in year_candidates(document, line, item))


def test_at_most_and_at_least_are_no_record() -> None:
    document, [(line, item)] = percents("시는 2018년 이후 최대 10개 사업으로 고용률 61.3%를 지켰다.")
    assert 2018 in [c.year for c in year_candidates(document, line, item)]


def test_since_when_a_rate_is_the_highest_is_no_year_of_it() -> None:
    document, found = percents("지난해 청년고용률은 44.4%로 2010년 이후 최고치를 찍었고 청년 실업률은 3.9%였다.")
    assert 2010 not in [c.year for c in year_candidates(document, *found[1])]


def test_of_all_the_towns_of_a_province_one_is_spoken_of() -> None:
    document, found = percents(
        "구로구의 고용률은 71.4%로 서울 25개 자치구 가운데 두 번째로 높았고, 여성 고용률도 66.1%다. 서울의 고용률은 60.3%다."
    )
    whos = [{c.who.written for c in who_candidates(document, *x) if c.who and "h" in c.features} for x in found]
    assert whos == [{"구로구"}, {"구로구"}, {"서울"}]


def test_some_of_the_towns_of_a_province_leave_its_rate_its_own() -> None:
    document, [(line, item)] = percents(
        "전남 22개 시군 중 열여덟 곳에서 고용률이 올라 도 전체 고용률은 66.2%를 기록했다."
    )
    assert "전남" in [c.who.written for c in who_candidates(document, line, item) if c.who]


def test_last_year_of_an_undated_article_is_counted_from_its_edition() -> None:
    document = prepare(
        "칠곡군이 ‘2014 전국 지방자치단체 일자리대상’을 받았다.\n\n군은 지난해 일자리 1,054개를 만들었다.\n", None, None
    )
    line = document.lines[-1]
    assert 2013 in [c.year for c in year_candidates(document, line, line.jobs[0])]


def test_this_year_of_an_undated_article_is_that_of_its_plan() -> None:
    text = "은평구가 ‘2023년 일자리대책 세부계획’을 세웠다.\n\n구는 올해 일자리 1만 2,515개를 만든다.\n"
    document = prepare(text, None, None)
    line = document.lines[-1]
    assert 2023 in [c.year for c in year_candidates(document, line, line.jobs[0])]


def test_our_town_is_that_of_the_article() -> None:
    document = prepare("안성시의 고용 사정이다. 이천시는 실업률이 2.3%였는데 우리 시는 3.4%다.", DAY, "안성시 고용")
    line = document.lines[-1]
    assert document.scene.label(document.scene.meant(line.index, line.subjects[-1]), 2024)[2] == "경기 안성시"


def test_a_headline_that_leaves_out_of_whom_adds_no_level() -> None:
    document = prepare(
        "충북 고용률 73.7%\n\n충북도의 15~64세 고용률은 73.7%다. 도는 일자리를 늘린다.\n", DAY, "충북 고용률 73.7%"
    )
    found = [(line, item) for line in document.lines for item in line.percents]
    who = document.scene.main
    assert who is not None
    told = [
        levels.Level(*x, who, 2023, None, name, 73.7, 0.9, [])
        for x, name in zip(found, ("employment_rate", "employment_rate_15_64"), strict=True)
    ]
    assert [x.indicator for x in levels.without_repeats(told)] == ["employment_rate_15_64"]
    assert [x.indicator for x in levels.without_repeats(told[:1])] == ["employment_rate"]


@pytest.mark.parametrize("upper", ["이하", "미만"])
def test_an_age_told_by_two_bounds(upper: str) -> None:
    text = f"15세 이상 64세 {upper} 고용률이 65.5%다."
    assert [r.kinds for r in read_rates(text, 0, len(text), True)] == [("15_64",)]


def test_another_measure_is_named_where_its_figures_come_in_the_next_sentence() -> None:
    text = "경제활동참가율 역시 순서가 같았다."
    assert [(text[r.start : r.end], r.word) for r in read_rates(text, 0, len(text), False)] == [
        ("경제활동참가율 역시", "")
    ]


def test_what_a_rate_was_before_it_is_to_change() -> None:
    document, found = percents("진안군은 지난해 75%였던 고용률을 2026년 79%까지 높인다.")
    told = [{f[:3] for f in levels.percent_features(document, *x)} for x in found]
    assert ["was" in f for f in told] == [True, False]


def test_a_rate_of_a_kind_that_is_not_kept_is_no_level() -> None:
    document, [(line, item)] = percents("지난해 제주의 유사실업률은 8.6%로 높았다.")
    assert levels.read_level(document, scorer(), line, item, 0.9, []) is None


def test_what_no_such_rate_can_be_is_how_far_it_moved() -> None:
    document, told = percents("지난해 삼척의 청년고용률은 6.1%, 여성고용률은 2.2% 상승했고 실업률은 36.4% 줄었다.")
    assert [levels.read_level(document, scorer(), line, item, 0.9, []) for line, item in told] == [None, None, None]
    document, [(line, item)] = percents("지난해 삼척의 청년고용률은 36.1%다.")
    assert levels.read_level(document, scorer(), line, item, 0.9, []) is not None


def test_a_step_in_people_is_a_step_of_a_year() -> None:
    document, [(line, item)] = percents("칠곡군의 취업자는 한 해 전보다 3,300명 늘었고 고용률은 63.2%다.")
    assert any("steps1" in c.features for c in year_candidates(document, line, item))


def test_the_words_around_a_percentage_and_its_size_say_together_what_it_is() -> None:
    def told(text: str) -> list[set[str]]:
        document, found = percents(text)
        return [set(levels.percent_features(document, *x)) for x in found]

    assert "rr11>j0" in told("시는 지난해 일자리 목표를 103.7% 초과 달성했다.")[0]
    assert "rx01<" in told("시가 만든 일자리는 목표인 7만1473개보다 21% 많다.")[0]
    assert "rr11>x0" in told("고용보험 피보험자 수도 목표의 105%를 채웠다.")[0]


def test_of_two_rates_held_against_each_other_one_is_aimed_at() -> None:
    assert aims("지난해 고용률은 65%로 애초 목표인 64%를 1%p 웃돌았다.") == ["R", "A"]
    assert aims("고용률도 애초 내건 64.2%보다 높은 65.2%를 기록했다.")[1] == "R"
    assert aims("군은 고용률을 71.2%로 끌어올렸다.") == ["R"]
    assert aims("군은 고용률을 71.2%로 끌어올린다는 계획이다.") == ["A"]
    document, found = percents("지난해 고용률은 65%로 애초 목표인 64%를 1%p 웃돌았다.")
    told = [set(levels.percent_features(document, *x)) for x in found]
    assert "atRA" in told[0]
    assert "asRA" in told[1]


def test_a_rate_told_right_beside_a_percentage_is_its_own() -> None:
    def own(text: str) -> list[str | None]:
        document, found = percents(text)
        told = [levels.own_rate(document, *x) for x in found]
        return [document.text[x.start : x.end] if x else None for x in told]

    assert own("군산시는 지난해 28.6%와 45.9%에 머문 청년고용률과 여성고용률을 높인다.") == ["청년고용률", "여성고용률"]
    assert own("2017년 33.2%에 그친 청년고용률을 높인다.") == ["청년고용률"]
    text = "남성 74.2%와 52.1%에 머문 여성고용률이 나아졌고 청년고용률은 43.0%다."
    assert own(text)[:2] == ["남성", "여성고용률"]
    assert own("52.1%에 머문 여성고용률의 격차가 줄었고 청년고용률은 43.0%다.")[0] is None
    assert own("여성 고용률은 62.8%로 올랐고 남성은 73.7%로 떨어졌다.") == [None, "남성"]
    document, found = percents("제주 고용률은 남자 75.5%, 여자 62.0%다.")
    assert [[name for name, _ in levels.kinds_of(document, *x, None)] for x in found] == [
        [],
        ["female_employment_rate"],
    ]


def test_an_aim_in_brackets_is_no_level() -> None:
    document, found = percents("광명시의 지난해 고용률은 68.9%(목표 68.0%)다.")
    assert levels.read_level(document, scorer(), *found[1], 0.9, []) is None
    assert levels.read_level(document, scorer(), *found[0], 0.9, []) is not None


def test_changes_told_in_one_breath_are_of_the_same_years() -> None:
    document, found = percents("이천시의 청년고용률(43.0%→47.7%)과 여성고용률(52.7%→54.2%)이 올랐다.")
    who = next(w for w, _ in who_candidates(document, *found[0]) if w is not None)
    sure, open_ = [(2017, 0.9, None), (2018, 0.1, None)], [(2018, 0.5, None), (2019, 0.4, None), (2017, 0.1, None)]
    late = [(2018, 0.8, None), (2019, 0.2, None)]
    made = [
        levels.Level(*x, who, years[0][0], None, name, 50.0, 0.9, years)
        for x, name, years in zip(
            found,
            ["youth_employment_rate"] * 2 + ["female_employment_rate"] * 2,
            (open_, late, sure, late),
            strict=True,
        )
    ]
    levels.settle_changes(document, made)
    assert [x.year for x in made] == [2017, 2018, 2017, 2018]


def test_a_year_that_is_sure_gives_way_to_no_other_change() -> None:
    document, found = percents("순천시 고용률은 2021년 61.2%에서 62.5%로, 여수시 고용률은 59.0%에서 60.1%로 올랐다.")
    who = next(w for w, _ in who_candidates(document, *found[0]) if w is not None)
    sure, open_ = [(2021, 0.99, None), (2020, 0.01, None)], [(2020, 1.0, None)]
    late, now = [(2022, 0.9, None), (2021, 0.1, None)], [(2021, 1.0, None)]
    made = [
        levels.Level(*x, who, years[0][0], None, "employment_rate", 50.0, 0.9, years)
        for x, years in zip(found, (sure, late, open_, now), strict=True)
    ]
    levels.settle_changes(document, made)
    assert [x.year for x in made] == [2021, 2022, 2020, 2021]


def test_the_steps_of_a_chain_are_of_three_years() -> None:
    document, found = percents("순천시의 고용률은 61.2%→62.5%→63.9%로 올랐다.")
    who = next(w for w, _ in who_candidates(document, *found[0]) if w is not None)
    told = [(2022, 0.5, None), (2021, 0.3, None), (2020, 0.2, None)]
    made = [levels.Level(*x, who, 2022, None, "employment_rate", 50.0, 0.9, list(told)) for x in found]
    levels.settle_changes(document, made)
    assert made[1].year != made[2].year
    assert made[0].confidence < 0.9  # of another year than was likeliest


def read(text: str) -> list[tuple[str, float]]:
    """The levels that are read with the committed weights."""
    return [(x.indicator, x.value_pct) for x in claims_of(prepare(text, DAY, None), scorer()).indicators]


def test_a_bound_is_no_level() -> None:
    told = "당진시의 지난해 하반기 고용률은 69.4%로 {}."
    level = [("employment_rate", 69.4)]
    for bound in ("70%를 눈앞에 뒀다", "70%에 바짝 다가섰다", "69%를 넘어섰다", "70%에 못 미쳤다"):
        document, found = percents(told.format(bound))
        assert [levels._is_bound(document, *x) for x in found] == [False, True], bound
        assert read(told.format(bound)) == level, bound
    document, found = percents("당진시의 고용률은 69.4%를 넘어섰고 실업률은 1%대…청년은 5%를 기록했다.")
    assert [levels._is_bound(document, *x) for x in found] == [False, True, False]


def test_a_value_that_another_is_held_against_is_no_bound() -> None:
    for text in (
        "안동시의 지난해 고용률은 66.1%로 2022년 67.3%를 밑돌았다.",
        "안동시의 지난해 고용률은 70.2%로 2022년 70.0%를 넘어섰다.",
    ):
        document, found = percents(text)
        assert [levels._is_bound(document, *x) for x in found] == [False, False], text


def test_shares_are_no_levels() -> None:
    text = "경북의 지난해 고용률은 62.3%다. 55세 이상 취업자의 비중은 의성군 66.1%, 군위군 62.7%였다. 봉화군 61.4%, 청도군 61.3%도 높았다."
    document, found = percents(text)
    assert [levels._is_share(document, *x) for x in found] == [False, True, True, True, True]
    document, found = percents("55세 이상 비중은 의성군 66.1%다. 고용률은 봉화군이 61.4%다.")
    assert [levels._is_share(document, *x) for x in found] == [True, False]
    document, found = percents("안동시의 고용률은 62.1%이고 비경제활동인구 비율은 낮았다. 영주시는 60.3%를 기록했다.")
    assert [levels._is_share(document, *x) for x in found] == [False, False]


def test_rates_told_in_their_order() -> None:
    def rates(text: str) -> list[str]:
        document, found = percents(text)
        told = [levels.respective_rate(document, *x) for x in found]
        return [document.text[x.start : x.end] if x else "-" for x in told]

    assert rates("지난해 청년고용률과 여성고용률이 각각 28.6%와 45.9%에 머물렀다.") == ["청년고용률", "여성고용률"]
    assert rates("고용률, 실업률, 청년고용률은 지난해 각각 62.1%, 2.4%, 40.2%였다.") == [
        "고용률",
        "실업률",
        "청년고용률",
    ]
    assert rates("청년고용률은 각각 28.6%와 45.9%였다.") == ["-", "-"]
    assert rates("청년고용률과 여성고용률이 28.6%와 45.9%였다.") == ["-", "-"]


def test_the_head_of_a_list_in_one_line_is_told() -> None:
    document, found = percents("익산시가 목표를 지난해와 견주면 △일자리 1만8500개→1만8700개 △고용률 62.8%→63.4%다.")
    assert all("chgoal" in levels.percent_features(document, *x) for x in found)
