"""Whom names mean in an article, and whose a sentence is that names nobody."""

import datetime as dt

import pytest

from extract.claims.document import Document
from extract.claims.reader import prepare

DAY = dt.date(2023, 8, 3)


def carried(document: Document, words: str) -> str | None:
    """The subject that the sentence with these words continues."""
    line = next(x for x in document.lines if words in document.text[x.source.start : x.source.end])
    who = document.scene.carried(line.index)
    return document.scene.label(who, 2023)[2] if who else None


def meant(document: Document, word: str) -> str | None:
    """Who the last 시는, 군은 … of the text is."""
    found = [
        (line.index, m)
        for line in document.lines
        for m in line.source.mentions
        if document.text[m.start : m.end].startswith(word) and m.kind == "subject"
    ]
    who = document.scene.meant(*found[-1])
    return document.scene.label(who, 2023)[2] if who else None


def test_a_byline_of_the_capitals_names_no_subject() -> None:
    for place, label in (("세종", None), ("서울", None), ("부산", "부산")):
        text = f"지난달 고용률 62.2%\n2023.04.12 10:02 {place}=편집부\n\n지난달 고용률은 62.2%로 가장 높았다."
        main = prepare(text, DAY, None).scene.main
        assert (main and main.municipality.version(2023, DAY).label) == label, place


@pytest.mark.parametrize(
    "item",
    [
        "◇괴산군=3년 연속 최우수상을 받았다. 지난해 일자리는 목표 대비 131.2%를 기록했다.",
        "▲괴산군= 3년 연속 최우수상을 받았다. 지난해 일자리는 목표 대비 131.2%를 기록했다.",
        "▷괴산군 : 3년 연속 최우수상을 받았다. 지난해 일자리는 목표 대비 131.2%를 기록했다.",
        "<괴산군> 3년 연속 최우수상을 받았다. 지난해 일자리는 목표 대비 131.2%를 기록했다.",
        "■ 괴산군\n지난해 일자리는 목표 대비 131.2%를 기록했다.",
    ],
)
def test_the_head_of_an_item_is_its_subject(item: str) -> None:
    text = f"충북도와 도내 시·군이 상을 받았다.\n\n충북도는 특별상을 수상했다고 3일 밝혔다.\n\n{item}"
    assert carried(prepare(text, DAY, None), "131.2%") == "충북 괴산군"


def test_a_dateline_is_no_head() -> None:
    text = "김해시가 상을 받았다.\n\n김해시는 3일 밝혔다.\n\n(부산=편집부) 지난해 일자리는 목표 대비 131.2%를 기록했다. 올해는 1천 개다."
    assert carried(prepare(text, DAY, None), "올해는") == "경남 김해시"


def test_a_neighbour_is_meant_in_its_own_paragraph_only() -> None:
    text = "시흥시 고용률 64.4%\n\n시흥시는 3일 밝혔다. 안산시는 3.3%포인트 올랐다. 시는 올해 목표를 2만9천개로 세웠다고 설명했다."
    assert meant(prepare(text, DAY, None), "시는") == "경기 안산시"
    text = "시흥시 고용률 64.4%\n\n시흥시는 3일 밝혔다. 안산시는 3.3%포인트 올랐다.\n\n시는 올해 목표를 2만9천개로 세웠다고 설명했다."
    assert meant(prepare(text, DAY, None), "시는") == "경기 시흥시"


def test_a_word_is_no_name_where_it_stands_for_none() -> None:
    for words in ("장수를 비롯한 어르신 복지", "기장을 비롯한 승무원", "행사는 공주 등 3시간 이어진다"):
        document = prepare(f"우수상은 {words}.", DAY, None)
        assert not document.scene.groups(0, document.lines[0].source), words


@pytest.mark.parametrize("words", ["체감 경기는 여전히 어렵다", "경기 침체가 이어졌다", "경기가 나빠졌다"])
def test_the_state_of_the_economy_is_no_province(words: str) -> None:
    document = prepare(f"광주시가 일자리 목표를 세웠다.\n\n광주시는 3일 밝혔다. {words}.", DAY, None)
    assert document.scene.main is not None
    assert document.scene.label(document.scene.main, 2023)[2] == "광주"


def test_beside_the_province_it_is_its_town() -> None:
    document = prepare("광주시가 일자리 목표를 세웠다.\n\n경기 광주시는 3일 밝혔다.", DAY, None)
    assert document.scene.main is not None
    assert document.scene.label(document.scene.main, 2023)[2] == "경기 광주시"


@pytest.mark.parametrize("dateline", ["(경기광주=편집부)", "(경기 광주=편집부)"])
def test_a_dateline_may_name_the_province_and_its_town(dateline: str) -> None:
    document = prepare(f"광주시, 일자리 목표 공시\n\n{dateline} 광주시가 일자리 목표를 공시했다.", DAY, None)
    assert document.scene.main is not None
    assert document.scene.label(document.scene.main, 2023)[2] == "경기 광주시"


def roles(text: str) -> dict[str, str]:
    """The role of the last name of each group of names."""
    document = prepare(text, DAY, None)
    groups = [g for line in document.lines for g in document.scene.groups(line.index, line.source)]
    return {g.members[-1].written: g.role for g in groups}


@pytest.mark.parametrize(
    ("venue", "name"),
    [
        ("서울 여의도 중소기업중앙회관에서 ‘일자리정책 한마당’을", "서울"),
        ("충북 청주 오스코에서 ‘일자리대상’ 시상식을", "충북 청주"),
        ("서울 영등포구 중소기업회관에서 열린 시상식을", "서울 영등포구"),
        ("서울 강남의 한 호텔에서 시상식을", "서울 강남"),
    ],
)
def test_a_name_before_a_venue_is_where_it_takes_place(venue: str, name: str) -> None:
    assert roles(f"고용노동부가 지방자치단체 일자리 시상식을 연다.\n\n고용노동부는 30일 {venue} 열었다.")[name] == "loc"


@pytest.mark.parametrize("words", ["울산 상반기 심사에서", "울산 전체에서", "전남 군부에서"])
def test_a_contest_or_a_region_is_no_venue(words: str) -> None:
    assert roles(f"일자리대상 시상식이 열렸다.\n\n지난해 {words} 두 곳이 상을 받았다.")[words.split()[0]] != "loc"


def test_a_speech_is_by_the_government_whose_people_it_addresses() -> None:
    text = "한 해를 보내며\n\n존경하는 담양군민 여러분, 한 해가 저뭅니다. 우리 군은 일자리 3,412개를 만들었습니다. 전라남도의 도움이 컸습니다."
    document = prepare(text, DAY, None)
    assert document.scene.main is not None
    assert document.scene.label(document.scene.main, 2023)[2] == "전남 담양군"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("부산 중·동구가 우수상을 받았다.", ["중구", "동구"]),
        ("부산 금정·남·영도구가 우수상을 받았다.", ["부산 금정", "남구", "영도구"]),
        ("부산 남·해운대구가 우수상을 받았다.", ["남구", "해운대구"]),
        ("부산 경남·해운대구가 우수상을 받았다.", ["경남", "해운대구"]),
    ],
)
def test_districts_of_a_row_without_their_ending(text: str, written: list[str]) -> None:
    document = prepare(text, dt.date(2017, 7, 25), None)
    groups = document.scene.groups(0, document.lines[0].source)
    assert [w.written for w in groups[-1].members] == written


@pytest.mark.parametrize("words", ["대구를 포함한 광역시 3곳이", "대구 등 3개 시가", "대구를 비롯해 세 곳이"])
def test_a_name_that_is_a_word_too_is_one_where_it_stands_for_several(words: str) -> None:
    document = prepare(f"우수 자치단체로는 {words} 뽑혔다. 대구 요리를 먹었다.", DAY, None)
    found = [[w.written for g in document.scene.groups(x.index, x.source) for w in g.members] for x in document.lines]
    assert found == [["대구"], []]


def named(text: str) -> list[str]:
    """Every municipality that the sentences of a text name."""
    document = prepare(text, DAY, None)
    groups = [g for line in document.lines for g in document.scene.groups(line.index, line.source)]
    return [document.scene.label(who, 2023)[2] for group in groups for who in group.members]


def test_a_name_that_is_a_word_too_is_settled_where_it_is_joined() -> None:
    text = "대구와 경북의 고용 지표가 나빠졌다. 경북의 고용률은 61.0%다. {}"
    assert named(text.format("대구도 사정이 비슷하다."))[-1] == "대구"
    assert named("경북의 고용 지표가 나빠졌다. 대구도 사정이 비슷하다.") == ["경북"]
    assert "충남 예산군" not in named("예산과 충남 홍성군의 지원으로 만든다. 예산도 넉넉하다.")


def test_a_district_told_by_what_it_does_is_no_name() -> None:
    text = "수영구는 특별상을 받았다. 문화·관광에서 일거리를 찾은 구로, 목표 대비 111.9%의 실적을 냈다."
    assert named(text) == ["부산 수영구"]
    assert named("수영구는 특별상을 받았다. 구로, 금천이 뒤를 이었다.")[-2:] == ["서울 구로구", "서울 금천구"]
    assert named("우수상은 구로, 강남이 받았다.") == ["서울 구로구", "서울 강남구"]
