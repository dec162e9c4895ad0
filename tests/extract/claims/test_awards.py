"""Awards before anything is weighed: which grades, winners, years and sections a text offers."""

import datetime as dt
from typing import Any

import pytest

from extract.claims import awards as awards_module
from extract.claims.awards import (
    Award,
    Won,
    _dated,
    _each_its_own,
    _merged,
    _tell_grades_of_streaks,
    _told_section,
    _wins_both,
    award_years_of,
    grade_features,
    groups_of,
    is_of_another,
    section_features,
    sections_of,
)
from extract.claims.document import Document, Item, Line
from extract.claims.explain import explain
from extract.claims.frames import FOREIGN, NATIONAL, OTHER, SAME, read_frames
from extract.claims.incentives import Winner, candidates_of, purses_of
from extract.claims.reader import claims_of, prepare
from extract.claims.scorer import Scorer, scorer
from extract.claims.targets import best
from extract.claims.when import years_before
from extract.claims.who import Who

DAY = dt.date(2021, 7, 8)


def grades(document: Document, word: str) -> list[tuple[Line, Item]]:
    return [(line, g) for line in document.lines for g in line.grades if g.value == word]


def winners(document: Document, word: str) -> list[set[str]]:
    line, item = grades(document, word)[-1]
    return [{w.written for w in whos} for whos, _ in groups_of(document, line, item, None, {})]


def years(document: Document, word: str) -> list[tuple[int | None, ...]]:
    line, item = grades(document, word)[-1]
    return [y for y, _, _ in award_years_of(document, line, item, None, (), None)]


def test_a_prize_that_was_not_let_go_was_won() -> None:
    document = prepare("전남 강진군은 일자리대상 최우수상을 놓치지 않았다. 우수상은 놓쳤다.", DAY, None)
    assert [g.value for line in document.lines for g in line.grades] == ["최우수상"]


def test_the_prize_of_a_year_beside_another() -> None:
    text = "도는 2016년 종합대상, 2019년 대상을 포함해 2015년부터 7년 연속 이 행사에서 상을 놓치지 않았다."
    document = prepare(text, DAY, None)
    assert [g.value for line in document.lines for g in line.grades] == ["종합대상", "대상", "unspecified"]


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("수상 명단에 들지 못했다", 0),
        ("수상자 명단에서 빠졌다", 0),
        ("수상권에 들지 못했다", 0),
        ("수상 명단에 이름을 올리지 못했다", 0),
        ("수상 명단에 들었다", 1),
    ],
)
def test_who_is_not_among_the_winners_won_nothing(words: str, n: int) -> None:
    document = prepare(f"강진군은 올해 전국 지방자치단체 일자리대상에서 {words}.", DAY, None)
    assert sum(len(line.grades) for line in document.lines) == n


def test_what_each_grade_is_paid_is_no_award() -> None:
    text = "최우수기관은 경북이며 전남과 경남은 우수기관이 됐다. "
    document = prepare(text + "상사업비는 최우수기관에 2억 원, 우수기관에 1억 원씩 돌아간다.", DAY, None)
    assert winners(document, "최우수상") == [set()]
    assert winners(document, "unspecified") == [set()]
    # a sentence that leaves its subject out tells what was won
    document = prepare(text + "일자리대상에서는 최우수상과 2억 원을, 공모에서는 우수상과 1억 원을 받았다.", DAY, None)
    assert len(winners(document, "최우수상")) > 1


def test_a_grade_in_brackets_is_of_the_name_before_it() -> None:
    document = prepare("상을 받은 곳은 강진군(최우수상), 나주시(우수상)와 해남군뿐이다.", DAY, None)
    assert winners(document, "우수상") == [{"나주시"}]


def test_the_years_of_a_streak_stand_together() -> None:
    document = prepare("전남 강진군은 일자리대상 최우수상을 2018년부터 2021년까지 4년 연속 받았다.", DAY, None)
    assert years(document, "최우수상") == [(2018, 2019, 2020, 2021)]
    document = prepare("전남 강진군은 2019년 일자리대상 최우수상을 처음 받은 뒤 한 해도 거르지 않았다.", DAY, None)
    assert years(document, "최우수상") == [(2019, 2020, 2021)]


def test_the_told_count_proves_winners_of_two_sentences() -> None:
    text = "일자리대상 최우수상은 경남 통영시를 포함해 세 곳이 받았다. 나머지 두 곳은 광주 북구·전북 장수군이다."
    found = winners(prepare(text, DAY, None), "최우수상")
    assert {"경남 통영시", "광주 북구", "전북 장수군"} in found
    assert {"경남 통영시"} not in found


def test_a_grade_that_heads_a_list_is_that_of_the_list() -> None:
    text = "경기도가 일자리대상 종합대상을 받았다. 명단이다.\n\n○ 최우수상(장관상)\n- 경기 수원시, 충남 서천군\n- 전남 해남군\n\n경기도는 일자리를 더 만들기로 했다고 밝혔다.\n"
    found = winners(prepare(text, DAY, None), "최우수상")
    assert found[0] == {"경기 수원시", "충남 서천군"}
    assert {"경기도"} not in found


def test_several_districts_are_not_the_one_of_the_article() -> None:
    text = "서울 동작구는 일자리대상 최우수상이다. 우수상은 세 구가 나눠 가졌다. 강동구와 구로구, 성동구다."
    assert {"강동구", "구로구", "성동구"} in winners(prepare(text, DAY, None), "우수상")


def test_a_paragraph_announces_its_section() -> None:
    text = "일자리대상 공시제 부문 최우수상은 전남 강진군이다.\n\n우수사업 부문에서도 낭보가 왔다. 전남 나주시가 우수상을 받았다."
    document = prepare(text, DAY, None)
    line, item = grades(document, "우수상")[-1]
    last = (*grades(document, "최우수상")[0], "disclosure")
    assert "annp1" in section_features(document, sections_of(document), line, item, last, 2021)


def test_a_province_gives_its_own_evaluation() -> None:
    for text in (
        "경북도 하반기 일자리 평가에서 우수상",
        "전북도 일자리시책 평가에서 최우수",
        "도 단위 일자리 창출 평가에서 우수상",
        "이번 도 평가에서 우수상",
        "도의 통합평가에서 최우수",
        "한빛군, 충남 시군 일자리 경진서 대상",
        "도가 13개 시·군의 지난 한 해 살림을 다섯 분야로 나눠 채점했다",
        "전남도는 도청에서 행사를 열고 세 분야에서 앞선 시군을 표창했다",
    ):
        assert {f.kind for f in read_frames(text, 0, len(text))} <= {OTHER, FOREIGN}, text
        assert read_frames(text, 0, len(text)), text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("정부 평가에서는 우수상", [NATIONAL]),
        ("고용부 심사에서 우수상", [NATIONAL]),
        ("우수사업 경진대회에서도 최우수상", [NATIONAL]),
        ("지역브랜드 일자리사업 전국 경진대회 우수상", [NATIONAL]),
        # a part of the award that was named before, or no more than the word
        ("지역브랜드 일자리 경진대회에서는 사회적기업 부문 우수기관", [NATIONAL]),
        ("일자리대책 평가에서 우수기관", [SAME]),
        # in a list, what was named before a mark gives nothing behind it
        ("△2015년 경북 일자리 평가 최우수상 △2016년 목표 공시제 특별상", [OTHER, NATIONAL]),
    ],
)
def test_what_the_names_in_a_sentence_stand_for(text: str, kinds: list[str]) -> None:
    assert [f.kind for f in read_frames(text, 0, len(text))] == kinds


def test_a_year_since_which_is_judged_is_no_edition() -> None:
    text = "고용노동부가 2010년부터 자치단체의 일자리 대책을 평가해 왔다."
    assert [(f.kind, f.edition) for f in read_frames(text, 0, len(text))] == [(NATIONAL, None)]


def test_the_head_of_a_list_tells_whose_prizes_it_holds() -> None:
    text = (
        "경남 시군 일자리 결산\n\n경남도가 13일 한 해 동안 시군이 받은 일자리 상을 모아 알렸다.\n\n◆ 경남도 일자리 시책 평가\n"
        "대상: 남해군\n최우수상: 진주시, 김해시\n우수상: 밀양시\n\n도 관계자는 “새해에도 시군과 함께하겠다”고 말했다."
    )
    document = prepare(text, DAY, None)
    line, item = grades(document, "우수상")[0]
    assert "ovother" in grade_features(document, line, item)


def test_a_venue_lends_no_district_its_name() -> None:
    text = "인천 자치구 두 곳이 3일 서울 중소기업중앙회에서 상을 받았다. 중구가 최우수상이다."
    document = prepare(text, DAY, None)
    line, item = grades(document, "최우수상")[0]
    whos = next(g for g, f in groups_of(document, line, item, None, {}) if "h" in f)
    assert document.scene.label(whos[0], 2021)[2] == "인천 중구"


def test_a_sum_knows_the_section_told_before_it() -> None:
    text = "울산시는 일자리대상 공시제 부문에서 최우수상 1억 원, 우수사업 부문에서 우수상 500만 원을 받았다."
    document = prepare(text, DAY, None)
    ids = frozenset(("m31000",))
    won = [
        Winner(ids, "울산", 2021, "최우수상", tuple(grades(document, "최우수상")), "disclosure"),
        Winner(ids, "울산", 2021, "우수상", tuple(grades(document, "우수상")), "project"),
    ]
    found = candidates_of(document, purses_of(document), won)
    assert ["sec1" in features for _, features in found[1]] == [False, False, True]


def test_the_name_of_the_award_tells_its_section() -> None:
    def told(text: str) -> list[str]:
        document = prepare(text, DAY, None)
        line, item = grades(document, "최우수상")[0]
        return [x for x in section_features(document, sections_of(document), line, item, None, 2021) if x[:2] == "fs"]

    assert told("부산시가 최우수상을 받았다.\n\n고용노동부는 ‘2021 전국 지자체 일자리 경진대회’에서 9곳을 뽑았다.") == [
        "fsp"
    ]
    assert told(
        "부산시가 최우수상을 받았다.\n\n고용노동부는 ‘2021 전국 지방자치단체 일자리대상’에서 9곳을 뽑았다."
    ) == ["fs"]


def test_a_year_alone_in_brackets_is_that_of_its_grade() -> None:
    document = prepare("전남도는 일자리대상 우수상(2015년), 대상(2016년), 종합대상(2017년)을 받았다.", DAY, None)
    assert [years(document, x) for x in ("우수상", "대상", "종합대상")] == [[(2015,)], [(2016,)], [(2017,)]]


def test_a_streak_of_so_many_years() -> None:
    document = prepare("강진군은 2016년부터 2년 연속 일자리대상 우수상을 받은 데 이어 상을 탔다.", DAY, None)
    assert years(document, "우수상") == [(2016, 2017)]


def test_the_year_in_which_the_scheme_began_is_no_edition() -> None:
    document = prepare("2012년 시행된 일자리 공시제에서 강진군이 우수상을 받은 것은 처음이다.", DAY, None)
    assert (2012,) not in years(document, "우수상")


def test_an_article_before_the_ceremonies_says_so() -> None:
    def told(day: dt.date) -> bool:
        document = prepare("강진군은 일자리대상 우수상을 받았다.", day, None)
        line, item = grades(document, "우수상")[0]
        return any("earlypub0" in f for _, f, _ in award_years_of(document, line, item, None, (), None))

    assert told(dt.date(2021, 2, 26))
    assert not told(dt.date(2021, 3, 2))


def test_a_judged_year_may_also_be_the_edition() -> None:
    document = prepare("강진군은 ‘2020년 지역 일자리 목표 공시제 평가’에서 우수상을 받은 바 있다.", DAY, None)
    found = {y: f for y, f, _ in award_years_of(document, *grades(document, "우수상")[0], None, (), None)}
    assert "unjudged001" in found[(2020,)]
    assert "judged001" in found[(2021,)]


def test_an_undated_article_is_of_the_edition_that_it_names() -> None:
    text = "상은 ‘2018 전국 지방자치단체 일자리대상’에서 건네졌다. 시는 ‘2017년 지역일자리 목표 공시제 추진실적’ 평가에서 우수상을 받았다."
    found = {y: f for y, f, _ in award_years_of(*_one(text, "우수상"), None, (), None)}
    assert "judged011" in found[(2018,)]


def _one(text: str, word: str) -> tuple[Document, Line, Item]:
    document = prepare(text, None, None)
    return document, *grades(document, word)[0]


def test_a_prize_follows_on_the_year_in_which_it_was_first_won() -> None:
    document = prepare("공시제 최우수상은 2018년에 처음 받은 뒤 3년 만이며, 전체로는 4년 연속이다.", DAY, None)
    line, item = grades(document, "최우수상")[0]
    assert [year for year, _ in years_before(document, line, item)] == [2018]
    assert (2018,) not in years(document, "최우수상")


def test_a_prize_is_of_the_year_in_which_it_is_said_to_have_been_won() -> None:
    document = prepare("우수상을 탔다. 구가 상을 타기는 특별상을 받았던 2015년 이후 처음이다.", DAY, None)
    assert years(document, "특별상") == [(2015,)]
    document = prepare("구는 특별상을 받은 2015년에 이어 올해 일자리대상 우수상을 받았다.", DAY, None)
    assert years(document, "특별상") == [(2015,)]


def test_the_word_for_winning_behind_a_grade_is_no_second_prize() -> None:
    def told(text: str) -> list[str]:
        return [x.value for line in prepare(text, DAY, None).lines for x in line.grades]

    assert told("일자리대상 최우수상 수상 기관은 서울 구로구, 부산 남구다.") == ["최우수상"]
    assert told("‘우수상’ 수상 소식이 전해졌다.") == ["우수상"]
    assert told("군은 수상 소식을 알렸다.") == ["unspecified"]


def test_the_districts_among_which_one_is_the_first_have_won_nothing() -> None:
    document = prepare("여섯 해를 내리 수상한 자치구는 서울 25개 구 가운데 성동구가 처음이다.", DAY, None)
    assert {"서울"} not in winners(document, "unspecified")


def test_a_grade_right_behind_the_name_of_its_section() -> None:
    def told(text: str) -> list[str]:
        document = prepare(text, DAY, None)
        line, item = grades(document, "우수상")[0]
        found = section_features(document, sections_of(document), line, item, None, 2021)
        return [x for x in found if x[:3] == "Lat"]

    assert told("안양시는 일자리대상에서 ‘지역산업맞춤형 일자리 창출 우수사업 부문’ 우수상을 받았다.") == [
        "Latp",
        "Latp1",
    ]
    assert told("공시제를 지킨 안양시는 우수사업 부문에서 ‘우수상’을 받았다.") == ["Latp", "Latp2"]
    assert told("지난해에는 우수사업 부문에서만 우수상을 받았다.") == ["Latp", "Latp1"]
    assert told("우수사업 부문에서 안양시가 우수상을 받았다.") == []


def test_last_year_may_be_the_year_that_is_judged() -> None:
    document = prepare("고용노동부가 지난해 계획과 집행, 성과를 평가한 결과 한빛시가 최우수상에 뽑혔다.", DAY, None)
    line, item = grades(document, "최우수상")[0]
    found = {y: f for y, f, _ in award_years_of(document, line, item, None, (), None)}
    assert any(x.startswith("judged") for x in found[(2021,)])


def test_a_repeated_grade_is_of_those_who_had_it() -> None:
    text = "최우수상은 강진군과 나주시, 우수상은 해남군이다. 상금은 최우수상 두 곳이 1억 원씩이다."
    document = prepare(text, DAY, None)
    first = next(g for g, _ in groups_of(document, *grades(document, "최우수상")[0], None, {}) if len(g) == 2)
    line, item = grades(document, "최우수상")[1]
    [(again, _)] = groups_of(document, line, item, None, {"최우수상": first})
    assert [w.written for w in again] == ["강진군", "나주시"]
    assert len(groups_of(document, line, item, None, {"최우수상": first[:1]})) > 1


def test_whom_a_dateline_names_has_won_nothing() -> None:
    text = "[춘천=김기자] 강원도와 인제군이 일자리대상에서 우수상을 받았다."
    document = prepare(text, DAY, None)
    assert [[w.written for w in g.members] for g in document.scene.groups(0, document.lines[0].source)] == [
        ["강원도", "인제군"]
    ]


def test_a_headline_adds_no_award_of_another_section() -> None:
    text = "강진군 창업 사업 ‘최우수상’\n\n강진군이 일자리대상 우수사업 부문 최우수상을 받았다. 군은 창업을 도왔다.\n"
    document = prepare(text, DAY, "강진군 창업 사업 ‘최우수상’")
    told = grades(document, "최우수상")
    who = next(g for g, _ in groups_of(document, *told[1], None, {}) if g)[0]
    both = [
        Award(*x, who, 2021, None, section, "최우수상", 0.9, (x,), (0.5, 0.5, 0.0))
        for x, section in zip(told, ("disclosure", "project"), strict=True)
    ]
    assert [a.section for a in _merged(both)] == ["project"]


def money(text: str, *won: tuple[str, str, str]) -> list[set[str]]:
    """For each winner (id, label, grade) all that speaks for the first sum as its."""
    document = prepare(text, DAY, None)
    whos = [Winner(frozenset((i,)), label, 2021, grade, tuple(grades(document, grade))) for i, label, grade in won]
    return [set(found[1][1]) for found in candidates_of(document, purses_of(document), whos)]


def test_sums_in_the_order_of_the_grades() -> None:
    text = "강진군은 두 부문에서 각각 우수상과 최우수상을 받았다. 인센티브는 각각 7천만 원과 1억 원이다."
    first, second = money(text, ("m1", "전남 강진군", "우수상"), ("m1", "전남 강진군", "최우수상"))
    assert "io1e1" in first
    assert "io0e1" in second


def test_the_sum_of_the_prize_at_hand() -> None:
    [found] = money(
        "강진군은 우수상을 받았다. 이번 수상으로 사업비 8000만 원을 얻는다.", ("m1", "전남 강진군", "우수상")
    )
    assert {"now1old0", "now이번old0"} <= found


def test_who_took_a_sum_is_named_behind_it() -> None:
    text = "최우수상은 나주시, 우수상은 강진군이다. 상사업비 8000만 원을 받은 강진군은 창업을 도왔다."
    document = prepare(text, DAY, None)
    who = document.scene.groups(0, document.lines[0].source)[1].members[0].municipality.id
    first, second = money(text, ("m1", "전남 나주시", "최우수상"), (who, "전남 강진군", "우수상"))
    assert "took0" in first
    assert "took1" in second


def test_what_a_prize_is_to_be_spent_on_is_no_section() -> None:
    for words, kinds in (
        ("지역맞춤형 상사업비 1억원을", []),
        ("지역맞춤형 일자리 창출 사업비로", []),
        ("지역맞춤형 일자리사업으로", ["p"]),
    ):
        document = prepare(f"강진군은 일자리대상 최우수상을 받고 {words} 확보했다.", DAY, None)
        assert [s.kind for s in sections_of(document)] == kinds, words


def test_the_head_of_a_paragraph_names_its_section() -> None:
    text = "○ 공시제 부문\n대상은 강진군이 받았다.\n\n○ 일자리 창출 우수사업 부문\n나주시가 최우수상을 받았다. 해남군은 특별상이다."
    document = prepare(text, DAY, None)

    def headed(word: str) -> set[str]:
        line, item = grades(document, word)[0]
        found = section_features(document, sections_of(document), line, item, None, 2021)
        return {f for f in found if f.startswith("hd")}

    assert headed("최우수상") == headed("특별상") == {"hdp", "hdp0"}


def test_two_sections_in_figures() -> None:
    text = "강진군은 일자리 공시제와 우수사업 등 2개 부문 우수상을 받았다."
    document = prepare(text, DAY, None)
    assert _wins_both(document, sections_of(document), *grades(document, "우수상")[0])


def test_one_prize_of_two_sections_that_was_received() -> None:
    document = prepare("강진군은 공시제와 우수사업 부문에서 모두 최우수상을 수상했다.", DAY, None)
    assert _wins_both(document, sections_of(document), *grades(document, "최우수상")[0])
    document = prepare("강진군은 공시제와 우수사업 부문에서 모두 최우수상, 우수상을 받았다.", DAY, None)
    assert not _wins_both(document, sections_of(document), *grades(document, "최우수상")[0])


def test_a_sum_by_its_size_and_what_stands_beside_it() -> None:
    text = "강진군은 특별상을 받았다. 인센티브 5천500만원을 받는다."
    document = prepare(text, DAY, None)
    won = [Winner(frozenset(("m1",)), "전남 강진군", 2021, "특별상", tuple(grades(document, "특별상")), "disclosure")]
    found = set(candidates_of(document, purses_of(document), won)[0][1][1])
    assert {"am3특별상", "am3특별상0", "am3disclosure", "lmoney", "llmoney", "b>을 받"} <= found


def test_a_sum_of_the_year_that_is_told_for_it() -> None:
    document = prepare(
        "강진군은 올해 우수상을 받았다. 앞서 2018·2019년에는 각 7천만 원을, 2020년에는 5천만 원을 받았다.", DAY, None
    )
    told = ((document.lines[0], document.lines[0].grades[0]),)
    purses = purses_of(document)
    winners = [Winner(frozenset(("m1",)), "전남 강진군", year, "우수상", told) for year in (2021, 2020, 2019, 2018)]
    found = [
        [(k, f) for k, features in of for f in features if f.startswith("of")]
        for of in candidates_of(document, purses, winners)
    ]
    assert found == [[], [(1, "of10")], [(0, "of11")], [(0, "of11")]]
    # the newest may come without money, the others' is told
    assert [None in [k for k, _ in of] for of in candidates_of(document, purses, winners)] == [
        True,
        False,
        False,
        False,
    ]


def test_years_and_grades_in_their_order() -> None:
    text = "한빛시는 2016년과 2017년에 각각 일자리대상 특별상과 우수상을, 2018년에는 특별상을 받았다."
    document = prepare(text, DAY, None)
    assert years(document, "우수상") == [(2017,)]
    line, item = grades(document, "특별상")[0]
    assert [y for y, _, _ in award_years_of(document, line, item, None, (), None)] == [(2016,)]


def test_a_prize_may_follow_on_several_years() -> None:
    document = prepare("한빛시가 일자리대상 우수상을 받은 것은 2019년과 2020년에 이어 세 번째다.", DAY, None)
    line, item = grades(document, "우수상")[0]
    assert [year for year, _ in years_before(document, line, item)] == [2019, 2020]


def test_both_sections_in_a_short_sentence() -> None:
    text = "한빛시는 공시제 부문과 우수사업 부문에서 최우수상을 받았다. 지난해에는 두 부문 모두 우수상이었다."
    document = prepare(text, DAY, None)
    assert _wins_both(document, sections_of(document), *grades(document, "우수상")[0])


def test_a_doubtful_award_makes_no_other_an_older_one() -> None:
    document = prepare("강진군은 일자리대상 우수상과 사업비 7천만원을 받았다. 내년에는 장관상이 목표다.", DAY, None)
    ids = frozenset(("m1",))
    prize = Winner(ids, "전남 강진군", 2021, "우수상", tuple(grades(document, "우수상")))
    hoped = Winner(ids, "전남 강진군", 2022, "unspecified", (), is_sure=False)

    def told(*won: Winner) -> set[str]:
        return set(candidates_of(document, purses_of(document), won)[0][1][1])

    assert {"old0", "later0"} <= told(prize, hoped)
    assert {"old1", "later1"} <= told(prize, hoped._replace(is_sure=True))


def test_the_giver_right_before_a_grade() -> None:
    document = prepare(
        "경남도는 일자리대상 우수상에 이어 기획재정부 장관상을 받았다. 당시 거창군도 우수상이다.", DAY, None
    )
    found = [set(grade_features(document, line, x)) for line in document.lines for x in line.grades]
    assert "adjnational_jobs_award" in found[0]
    assert "adjforeigng" in found[1]
    assert any(x.startswith("then") for x in found[2])


@pytest.mark.parametrize(
    ("name", "is_ministry", "kind"),
    [
        ("일자리 대상", False, OTHER),  # the first prize for jobs, of whoever gives it
        ("일자리 대상", True, NATIONAL),
        ("일자리대상", False, NATIONAL),
    ],
)
def test_a_bare_name_with_a_blank_is_the_ministrys_where_the_article_names_it(
    name: str, is_ministry: bool, kind: str
) -> None:
    text = f"도내 시군 표창…한빛시 {name}"
    assert [f.kind for f in read_frames(text, 0, len(text), is_ministry)] == [kind]


def test_a_province_holds_no_ceremony_of_the_ministry() -> None:
    text = "경북도가 10일 도청에서 상반기 일자리창출 추진실적 평가 시상식을 열었다."
    assert [f.kind for f in read_frames(text, 0, len(text))] == [OTHER]
    text = "고용노동부가 10일 서울에서 열린 일자리창출 추진실적 평가 시상식을 마련했다."
    assert [f.kind for f in read_frames(text, 0, len(text))] != [OTHER]


def test_a_headline_goes_before_the_body_makes_more_of_it() -> None:
    text = "강진군 우수기관…창업 사업 ‘최우수상’\n\n강진군이 일자리대상 우수사업 부문 최우수상을 받았다. 우수기관에 든 것은 처음이다.\n"
    document = prepare(text, DAY, "강진군 우수기관…창업 사업 ‘최우수상’")
    told = grades(document, "최우수상")
    who = next(g for g, _ in groups_of(document, *told[1], None, {}) if g)[0]
    bare = grades(document, "unspecified")[-1]
    assert not bare[0].is_title
    made = [
        Award(*x, who, 2021, None, section, str(x[1].value), 0.9, (x,), (0.5, 0.5, 0.0))
        for x, section in ((told[0], "disclosure"), (told[1], "project"), (bare, "disclosure"))
    ]
    assert [(a.section, a.grade) for a in _merged(made)] == [("project", "최우수상")]


def test_a_province_named_for_its_town_wins_nothing_with_it() -> None:
    document = prepare(
        "일자리대상 시상식\n\n이번 일자리대상에서 충북은 청주시가 대상을, 대전시는 최우수상을 차지했다. 도와 대전시가 우수상을 나눴다.",
        DAY,
        None,
    )
    assert {"충북", "청주시"} not in winners(document, "대상")
    assert {"청주시"} in winners(document, "대상")


def test_a_grade_behind_the_name_of_another_award_alone_is_not_the_ministrys() -> None:
    def of_another(text: str) -> list[bool]:
        document = prepare(text, DAY, None)
        return [is_of_another(line, x) for line in document.lines for x in line.grades]

    assert of_another("전라북도의 시·군 일자리정책 평가에서는 2019년 우수상, 2020년 최우수상을 받았다.") == [True, True]
    assert of_another("전국 지방자치단체 일자리대상에서 우수상을, 도 일자리 평가에서 최우수상을 받았다.") == [
        False,
        False,
    ]
    assert of_another("사회적기업 부문에서는 경북도가 대상을 받았다.") == [False]
    assert of_another("전남도 일자리 평가에서도 1위를 한 시는 같은 대회에서 우수상을 받았다.")[-1] is False


def _chosen(document: Document, line: Line, item: Item, words: str) -> tuple[Who, ...]:
    """The winners of a grade that are written so, of all that it may have."""
    groups = [g for g, _ in groups_of(document, line, item, None, {})]
    return next(g for g in groups if " ".join(w.written for w in g) == words)


def test_a_list_gives_each_grade_its_own_winners() -> None:
    document = prepare("일자리대상 최우수상은 대구시와 김천시가 안았고, 우수상은 포항시와 상주시가 받았다.", DAY, None)
    (line, first), (_, second) = [(line, x) for line in document.lines for x in line.grades]
    won = [Won(line, first, _chosen(document, line, first, "대구시 김천시"), 0.9)]
    groups = groups_of(document, line, second, won[0][:3], {})
    names = [" ".join(w.written for w in g) for g, _ in groups]
    p = [
        0.6 if name == "대구시 김천시" else 0.3 if name == "포항시 상주시" else 0.1 / (len(names) - 2) for name in names
    ]
    weighed = _each_its_own(document, line, second, groups, p, won)
    assert names[best(weighed)] == "포항시 상주시"
    assert abs(sum(weighed) - 1) < 1e-9
    assert _each_its_own(document, line, second, groups, p, []) == p


def test_a_grade_of_another_year_or_section_is_of_no_list() -> None:
    for words in ("2019년 우수상 이후 2년 만이며, 여수시는", "우수사업 부문 우수상은"):
        text = f"순천시가 일자리대상에서 최우수상을 받았다. {words} 여수시는 이번에 특별상을 받았다."
        document = prepare(text, DAY, None)
        (first_line, first), (line, second) = [(line, x) for line in document.lines for x in line.grades][:2]
        won = [Won(first_line, first, _chosen(document, first_line, first, "순천시"), 0.9)]
        groups = groups_of(document, line, second, won[0][:3], {})
        p = [1 / len(groups)] * len(groups)
        assert _each_its_own(document, line, second, groups, p, won) == p


def test_two_winners_share_no_sections_by_their_order() -> None:
    text = "일자리대상은 공시제 부문과 우수사업 부문으로 나뉜다. 순천시와 여수시는 각각 최우수상과 우수상을 받았다."
    document = prepare(text, DAY, None)
    sections = sections_of(document)
    told = [section_features(document, sections, line, x, None, 2021) for line in document.lines for x in line.grades]
    assert not any(x.startswith("resp") for found in told for x in found)


def test_grades_in_the_line_behind_take_the_sections_in_their_order() -> None:
    text = "경북도가 일자리대상에서 공시제 부문과 우수사업 부문에 함께 뽑혔다. 등급은 각각 우수상과 최우수상이다."
    document = prepare(text, DAY, None)
    sections = sections_of(document)
    told = [
        section_features(document, sections, line, x, None, 2025)
        for line in document.lines
        for x in line.grades
        if x.value != "unspecified"
    ]
    assert told == [["respd2"], ["respp2"]]


def test_the_section_of_a_title_is_a_guess_beside_the_body() -> None:
    text = "동작구 ‘최우수상’\n\n동작구가 일자리대상 우수사업 부문 최우수상을 받았다. 최우수상을 안긴 것은 셀러 사업이다.\n"
    document = prepare(text, DAY, "동작구 ‘최우수상’")
    told = grades(document, "최우수상")
    who = next(g for g, _ in groups_of(document, *told[1], None, {}) if g)
    made = [
        Award(*x, who[0], 2021, None, section, "최우수상", 0.9, (x,), (0.5, 0.5, 0.0))
        for x, section in ((told[0], "disclosure"), (told[1], "project"))
    ]
    assert _told_section(made, who, 2021, told[2][1], ["new-"]) == "project"


class _Years(Scorer):
    """A scorer that finds the first grade's year open, and each next one as likely by the year before as told."""

    def choose(self, decision: str, candidates: Any) -> list[float]:
        told = [set(c) for c in candidates]
        if not any("same" in x[:4] for c in told for x in c):
            return [0.55, 0.45, *[0.0] * (len(told) - 2)]
        return [0.9 if "alike" in c else 0.1 / len(told) for c in told]


def test_the_years_of_grades_are_the_likeliest_together(monkeypatch: pytest.MonkeyPatch) -> None:
    document = prepare("강릉시가 일자리대상 우수상을 받았다. 동해시도 우수상을 받았다.", DAY, None)
    found = [(line, x) for line in document.lines for x in line.grades]
    won = [Won(*x, (), 0.9) for x in found]

    def years_of(document: Document, line: Line, item: Item, last: Any, *_: Any) -> Any:
        if last is None:
            return [((2020,), {"open"}, None), ((2021,), {"open"}, None)]
        of_2020, of_2021 = ({"same"}, {"same"}) if last[2] == (2020,) else ({"same"}, {"same", "alike"})
        return [((2020,), of_2020, None), ((2021,), of_2021, None)]

    monkeypatch.setattr(awards_module, "award_years_of", years_of)
    assert [x.years for x in _dated(document, _Years({}, {}), won)] == [(2021,), (2021,)]


def test_what_each_winner_of_a_grade_is_paid_is_of_its_winners() -> None:
    text = "우수상은 포항시와 상주시에 돌아갔다. 우수상 수상 기관은 내년 사업비로 9천만원씩을 받는다."
    document = prepare(f"일자리대상 시상식\n\n{text}", DAY, None)
    (line, first), (_, second) = grades(document, "우수상")
    whos = _chosen(document, line, first, "포항시 상주시")
    line, second = grades(document, "우수상")[1]
    [(winners_, features)] = groups_of(document, line, second, None, {"우수상": whos})
    assert [w.written for w in winners_] == ["포항시", "상주시"]
    assert features == {"again"}


def _made(document: Document, told: list[tuple[Line, Item]], rows: list[tuple[int, int, str]]) -> list[Award]:
    """Awards of the article's only winner: which of the grades tells each, its year and section."""
    who = next(g for g, _ in groups_of(document, *told[-1], None, {}) if g)[0]
    return [
        Award(*told[k], who, year, None, section, str(told[k][1].value), 0.9, (told[k],), (0.5, 0.5, 0.0))
        for k, year, section in rows
    ]


def test_what_a_title_counts_from_is_the_bodys_prize_of_that_year() -> None:
    text = "천안시 특별상…2017년 이후 4년 만\n\n천안시가 일자리대상에서 특별상을 받았다. 2017년 우수상 뒤로 처음이다.\n"
    document = prepare(text, DAY, "천안시 특별상…2017년 이후 4년 만")
    told = [(line, x) for line in document.lines for x in line.grades]
    made = _made(document, told, [(0, 2017, "disclosure"), (1, 2021, "disclosure"), (2, 2017, "unspecified")])
    assert [(a.year, a.grade) for a in _merged(made)] == [(2021, "특별상"), (2017, "우수상")]


def test_what_the_body_says_without_a_grade_is_of_the_grade_that_it_tells() -> None:
    text = "충남도 일자리대상 2년 연속…천안은 최우수상\n\n충남도가 우수상을 받았다. 2년 연속 수상으로, 기관 표창도 받았다.\n"
    document = prepare(text, DAY, "충남도 일자리대상 2년 연속…천안은 최우수상")
    told = [(line, x) for line in document.lines for x in line.grades if x.value != "unspecified" or not line.is_title]
    made = _made(document, told, [(k, 2021, "disclosure") for k in range(len(told))])
    assert len(made) > 3
    assert {a.grade: len(a.told) for a in _merged(made)} == {"최우수상": 1, "우수상": len(made) - 1}


def test_the_second_prize_in_a_row_tells_the_grade_of_the_first() -> None:
    text = "청송군은 지난해에 이어 올해도 일자리대상 장관상을 받았다. 공시제 부문 우수상은 2년 연속이다."
    document = prepare(text, DAY, None)
    told = [(line, x) for line in document.lines for x in line.grades]
    made = _made(document, told, [(0, 2020, "disclosure"), (1, 2021, "disclosure")])
    _tell_grades_of_streaks(document, made)
    assert [a.grade for a in made] == ["우수상", "우수상"]
    assert made[0].item is told[1][1]  # what says it
    made = _made(document, told, [(0, 2018, "disclosure"), (1, 2021, "disclosure")])
    _tell_grades_of_streaks(document, made)
    assert [a.grade for a in made] == ["unspecified", "우수상"]


def test_a_streak_is_of_the_grade_and_winner_beside_it() -> None:
    text = "일자리대상에서 순천시가 지난해 장관상을 받았다. 올해는 순천시가 최우수상, 광양은 2년 연속 우수상을 받았다."
    document = prepare(text, DAY, None)
    told = [(line, x) for line in document.lines for x in line.grades]
    made = _made(document, told[:2], [(0, 2020, "disclosure"), (1, 2021, "disclosure")])
    _tell_grades_of_streaks(document, made)
    assert [a.grade for a in made] == ["unspecified", "최우수상"]


def test_a_prize_follows_on_the_years_of_its_own_clause() -> None:
    text = "일자리대상에서 영덕은 지난해에 이어 최우수상이고, 안동은 2018년 이후 3년 만에 다시 우수상을 받았다."
    document = prepare(text, DAY, None)
    told = {x.value: [y for y, _ in years_before(document, line, x)] for line in document.lines for x in line.grades}
    assert told == {"최우수상": [2020], "우수상": [2018]}


def test_what_was_decided_on_a_grade_is_explained_beside_it() -> None:
    text = "강릉시는 전국 지방자치단체 일자리대상에서 2019년 특별상, 2020년 우수상을 받았다."
    shown = explain(prepare(text, DAY, None), scorer())
    places = [k for k, line in enumerate(shown) if line.startswith("   grade ")]
    assert len(places) == 2
    for k in places:
        told = [line.split()[0] for line in shown[k + 1 : k + 6] if line.startswith("      ")]
        assert told[:2] == ["grade", "award_who"]
        assert "award_year" in told
        assert told[-1] == "section"


def test_no_grade_looks_back_at_all_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Item] = []
    one_list = awards_module._is_one_list

    def counted(document: Document, x: Won, line: Line, item: Item) -> bool:
        looked.append(item)
        return one_list(document, x, line, item)

    monkeypatch.setattr(awards_module, "_is_one_list", counted)
    awards_module.read_awards(prepare("청주시가 일자리대상에서 " + "최우수상과 " * 80 + "받았다.", DAY, None), scorer())
    assert looked
    assert max(looked.count(item) for item in looked) <= 12


def test_prizes_that_are_counted_with_their_years() -> None:
    text = "인천시는 그동안 일자리대상 최우수상을 2회(2012년, 2014년), 우수상을 7회(2013년, 2015∼2020년) 받았다."
    document = prepare(text, DAY, None)
    assert years(document, "최우수상") == [(2012, 2014)]
    assert years(document, "우수상") == [(2013, *range(2015, 2021))]
    document = prepare("인천시는 지금까지 최우수상을 3회(2012년, 2014년) 받았다.", DAY, None)
    assert years(document, "최우수상") == [(2012, 2014)]
    document = prepare("인천시는 지금까지 최우수상이 2회(1위), 우수상이 7회다.", DAY, None)
    assert not grades(document, "최우수상")


def test_a_prize_that_is_hoped_for_is_none() -> None:
    for text in (
        "나주시를 일자리대상에서 대통령상을 받는 도시로 만들겠다고 했다.",
        "나주시는 전국 지방자치단체 일자리대상 최우수상에 도전한다.",
        "나주시는 내년 전국 지방자치단체 일자리대상 최우수상을 받겠다고 했다.",
    ):
        assert not claims_of(prepare(f"나주시 일자리대상\n\n{text}", DAY, None), scorer()).awards, text


def test_a_prize_that_was_won_after_a_try_was_won() -> None:
    for text in (
        "안동시는 2020년 전국 지방자치단체 일자리대상에서 최우수상에 도전해 3년 만에 받았다.",
        "김 시장은 안동시를 2020년 전국 지방자치단체 일자리대상에서 3년 연속 최우수상을 받는 도시로 만들었다.",
    ):
        assert claims_of(prepare(f"안동시 일자리대상\n\n{text}", DAY, None), scorer()).awards, text


def test_a_municipality_that_won_by_its_kind() -> None:
    document = prepare(
        "안동시가 고용노동부의 2014 전국 지방자치단체 일자리대상에서 우수 시로 뽑혔다. 우수 시책으로 선정됐다.",
        DAY,
        None,
    )
    assert [
        (document.text[g.start : g.end], g.value) for line in document.lines for g in line.grades if g.start > 30
    ] == [("우수 시", "unspecified")]


def test_the_money_beside_a_name_that_only_says_where_others_lie() -> None:
    text = "동작구가 2021 전국 지방자치단체 일자리대상 공시제 부문에서 최우수상에 올랐다. 서울 자치구로는 으뜸 성적이며, 재정 인센티브는 1억원이다."
    document = prepare(f"동작구 일자리대상\n\n{text}", DAY, None)
    assert [a.incentive_krw for a in claims_of(document, scorer()).awards] == [100_000_000]


def test_one_prize_in_each_section_told_in_the_sentence_behind() -> None:
    text = "북구가 2025년 전국 지방자치단체 일자리 대상에서 장관상 두 개를 한꺼번에 안았다. {}."
    for told, is_both in (
        ("하나는 목표 공시제에서, 다른 하나는 우수사업 분야에서 받은 것이다", True),
        ("하나는 목표 공시제 최우수상, 다른 하나는 우수사업 우수상이다", False),
        ("목표 공시제에서 잘했고 우수사업에 도전한다", False),
    ):
        document = prepare(text.format(told), DAY, None)
        line, item = grades(document, "unspecified")[0]
        assert _wins_both(document, sections_of(document), line, item) == is_both, told


def test_the_awards_own_name_is_no_evaluation_of_a_province_itself() -> None:
    text = "경상북도가 ‘2015 전국 지자체 일자리대상’ 최우수상을 받았다."
    names = [(text[x.start : x.end], x.kind) for x in read_frames(text, 0, len(text))]
    assert names == [("전국 지자체 일자리대상", NATIONAL)]
    assert [x.kind for x in read_frames("경북도가 자체 평가에서 칠곡군을 뽑았다.", 0, 22)] == [FOREIGN]
