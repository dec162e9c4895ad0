"""What of a page's text is the article: menus, weather, boxes and copies stay outside."""

from extract.claims.segments import split

BODY = "경기 OO시가 일자리 대책을 새로 세웠다고 9일 밝혔다.\n\n시는 올해 일자리 1만 개를 만든다."


def kept(text: str, title: str | None = None) -> tuple[list[str], list[str]]:
    found = split(text, title)
    return [text[s.start : s.end] for s in found.titles], [text[s.start : s.end] for s in found.body]


def test_plain_article() -> None:
    assert kept(f"OO시, 일자리 대책 세웠다\n\n{BODY}") == (["OO시, 일자리 대책 세웠다"], BODY.split("\n\n"))


def test_menu_weather_and_dates_above_the_title() -> None:
    text = f"로그인 | 회원가입 | 전체기사\n2025.11.19 (수)\n• 맑음서울 7.5℃ • 흐림광주 7.6℃\n홈 > 지역 > 경기\n\nOO시, 일자리 대책 세웠다\n승인 2024-08-09 10:00\n\n{BODY}"
    assert kept(text)[0] == ["OO시, 일자리 대책 세웠다"]
    assert kept(text)[1] == BODY.split("\n\n")


def test_related_headlines_rankings_and_copyright_below() -> None:
    for tail in (
        "[함께 읽는 기사]\n다른 시, 일자리대상 최우수상\n또 다른 군, 고용률 70.1%",
        "많이 본 뉴스\n1 다른 시, 일자리대상 최우수상\n2 또 다른 군, 고용률 70.1%",
        "[자치구 소식]\n· 다른 구, 전국 일자리대상 최우수상\n· 또 다른 구 실업률 4.4%",
        "<저작권자 © 무단 전재·재배포 금지>\n다른 시가 일자리대상에서 최우수상을 받았다.",
        "댓글쓰기 비밀번호\n▶ 다른 시, 일자리대상 최우수상",
        "- 다른 시, 일자리대상 최우수상\n- 또 다른 군 축제 10만명 다녀가",
    ):
        assert kept(f"OO시, 일자리 대책 세웠다\n\n{BODY}\n\n{tail}")[1] == BODY.split("\n\n"), tail


def test_a_body_printed_twice_is_read_once() -> None:
    assert kept(f"OO시, 일자리 대책 세웠다\n\n{BODY}\n\n{BODY}")[1] == BODY.split("\n\n")


def test_captions_are_no_body() -> None:
    caption = "경기 OO시 직원들이 8일 상패를 들고 있다. (사진=OO시)"
    assert caption not in kept(f"OO시, 일자리 대책 세웠다\n\n{caption}\n{caption}\n\n{BODY}")[1]


def test_lists_between_sentences_are_body() -> None:
    text = "OO시 고용률\n\nOO시의 고용률은 다음과 같다.\n△2020년 73.3% △2021년 76.5%\n시는 목표를 높였다."
    assert "△2020년 73.3% △2021년 76.5%" in kept(text)[1]


def test_a_press_release_without_sentences() -> None:
    text = "[보도자료] OO시, 일자리대상 우수상\n\n□ 2024년 실적\n ○ 일자리 : 목표 100개, 실적 110개\n ○ 고용률 : 57.1%\n\n붙임 사진 2매. 끝."
    assert "○ 일자리 : 목표 100개, 실적 110개" in kept(text)[1]


def test_a_broadcast_script_is_no_box() -> None:
    text = "OO시 최우수상\n\n[앵커]\nOO시가 상을 받았습니다.\n\n[리포트]\n어제 세종에서 열린 시상식.\n시는 올해 처음입니다."
    assert len(kept(text)[1]) == 3


def test_the_given_title_wins_over_what_stands_above() -> None:
    text = f"다른 시, 일자리대상 최우수상\n\nOO시, 일자리 대책 세웠다\n{BODY}"
    assert kept(text, "OO시, 일자리 대책 세웠다")[0] == ["OO시, 일자리 대책 세웠다"]


def test_nothing_in_nothing_out() -> None:
    assert kept("") == ([], [])
    assert kept("\n \n\t\n") == ([], [])


def test_a_table_under_a_head_of_its_own_is_body() -> None:
    for table in (
        "<15~64세 고용률(지난해 같은 때와 견준 변화)>\n북구 65.0%(1.4%p↑)\n동구 64.6%(1.2%p↑)",
        "<공시제 부문 수상 현황>\n------\n등급      기관\n최우수상  가나시, 다라군\n특별상    마바시",
        "[시·군 고용률 상위]\n1 가나군 72.0\n2 다라군 71.1",
    ):
        rows = [x for x in table.split("\n") if x.strip("-")]
        assert kept(f"OO시, 일자리 대책 세웠다\n\n{BODY}\n\n{table}\n\n시는 올해도 일자리를 늘린다.")[1][2:-1] == rows
        assert [x for x in kept(f"OO시, 일자리 대책 세웠다\n\n{BODY}\n\n{table}")[1][2:] if "  기관" not in x] == [
            x for x in rows if "  기관" not in x
        ]


def test_headlines_strung_together_are_no_body() -> None:
    for digest in (
        "가나군 일자리대상 특별상 | 다라군 고용률 71.5% | 마바군, 도 일자리 평가 대상",
        "▶ 가나시 일자리 4천8백개 목표, 반년 만에 61% / 다라시 실업률 4.9% / 마바시, 사회적경제 우수상",
    ):
        assert kept(f"OO시, 일자리 대책 세웠다\n\n{BODY}\n\n{digest}")[1] == BODY.split("\n\n")
    row = "가나군 82.7 / 다라군 75.0 / 마바군 73.1"
    assert row in kept(f"OO시, 일자리 대책 세웠다\n\n{BODY}\n\n{row}")[1]


def test_winners_with_slashes_between_are_no_digest() -> None:
    row = "- 우수상: 인천광역시 / 서울 중랑구·강서구 / 경기 김포·구리"
    text = f"OO시, 일자리 대책 세웠다\n\n{BODY}\n\n■ 공시제 부문 수상 자치단체\n- 최우수상: 안성시\n{row}"
    assert row in kept(text)[1]


def test_a_drawn_table_is_body_and_the_article_goes_on_below() -> None:
    body = [
        "OO도가 고용률을 9일 밝혔다.",
        "[그래픽] 2019년 하반기 시·군 고용률(%)",
        "상위  가나 77.4  다라 73.6  마바 71.8",
        "1년 전보다 가장 많이 오른 곳은 사아군이다.",
    ]
    assert kept("OO도 시·군 고용률\n\n" + "\n".join([*body[:3], "자료: 통계청", "", body[3]]))[1] == body
    # with no figures in its head it is one more headline of the page
    assert (
        kept("OO도 시·군 고용률\n\n" + "\n".join([body[0], "[그래픽] 오늘의 코로나", "다른 시, 최우수상"]))[1]
        == body[:1]
    )


def test_a_title_printed_below_the_article_hides_nothing_above_it() -> None:
    assert kept(f"{BODY}\n\nOO시, 일자리 대책 세웠다\n송고 2024-08-09 10:00", "OO시, 일자리 대책 세웠다") == (
        ["OO시, 일자리 대책 세웠다"],
        BODY.split("\n\n"),
    )


def test_the_caption_of_a_photo_is_a_sentence_with_its_owner() -> None:
    caption = "OO시 관계자들이 지난 6일 시상식을 마치고 기념사진을 찍고 있다. ⓒ경기도"
    assert kept(f"{caption}\n{caption}\n\n{BODY}", "OO시, 일자리 대책 세웠다") == ([], BODY.split("\n\n"))
    told = "경기 OO시가 일자리 1만 개를 만들었다고 9일 밝혔다. 시장은 공장의 생산 모습을 살폈다. ⓒ경기일보"
    assert kept(told)[1] == [told]
