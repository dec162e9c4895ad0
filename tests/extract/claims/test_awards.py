"""Awards before anything is weighed: which grades, winners, years and sections a text offers."""

import datetime as dt

from extract.claims.awards import award_years_of, groups_of, section_features, sections_of
from extract.claims.document import Document, Item, Line
from extract.claims.frames import OTHER, read_frames
from extract.claims.incentives import Winner, candidates_of, purses_of
from extract.claims.reader import prepare

DAY = dt.date(2021, 7, 8)


def grades(document: Document, word: str) -> list[tuple[Line, Item]]:
    return [(line, g) for line in document.lines for g in line.grades if g.value == word]


def winners(document: Document, word: str) -> list[set[str]]:
    line, item = grades(document, word)[-1]
    return [{w.written for w in whos} for whos, _ in groups_of(document, line, item, None)]


def years(document: Document, word: str) -> list[tuple[int | None, ...]]:
    line, item = grades(document, word)[-1]
    return [y for y, _, _ in award_years_of(document, line, item, None, (), None)]


def test_a_prize_that_was_not_let_go_was_won() -> None:
    document = prepare("전남 강진군은 일자리대상 최우수상을 놓치지 않았다. 우수상은 놓쳤다.", DAY, None)
    assert [g.value for line in document.lines for g in line.grades] == ["최우수상"]


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
    for text in ("경북도 하반기 일자리 평가에서 우수상", "전북도 일자리시책 평가에서 최우수"):
        assert [f.kind for f in read_frames(text, 0, len(text))] == [OTHER]


def test_a_venue_lends_no_district_its_name() -> None:
    text = "인천 자치구 두 곳이 3일 서울 중소기업중앙회에서 상을 받았다. 중구가 최우수상이다."
    document = prepare(text, DAY, None)
    line, item = grades(document, "최우수상")[0]
    whos = next(g for g, f in groups_of(document, line, item, None) if "h" in f)
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
