from datetime import UTC, datetime

import pytest

from extract.reading.article import Unreadable
from extract.reading.dump import read_dump

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
BODY = "가람시는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다.\n\n시 관계자는 “더 많은 시민이 참여하게 하겠다”고 말했다."


def read(text: str):
    reading = read_dump(text.encode(), FETCHED)
    (article,) = reading.articles
    return article


@pytest.mark.parametrize(
    "head",
    [
        "",
        "2025.11.20 (목)\n\n  • 맑음서울 3.1℃\n  • 흐림광주 5.2℃\n기상청 제공\n\n대구/경북\n\n",
        "2018.06.21(목) 15:10  로그인 | 회원가입 | 전체기사보기\n정치 | 경제 | 사회\n\n홈 > 지역 > 인천\n기사공유 | 인쇄\n\n",
        "시정소식 | 온라인시정신문 | 카드뉴스\n인기검색어 #코로나 #브리핑\n\n",
        "기사입력 2024/08/09 [10:12]\n\n",
        "· 맑음속초19.8℃ · 맑음철원14.2℃ · 구름조금북강릉18.0℃ · 맑음서울17.7℃ · 맑음인천16.0℃ · 맑음수원16.1℃ · 맑음청주18.9℃ · 맑음대전18.0℃ · 맑음추풍령16.7℃\n",
    ],
)
def test_the_headline_is_found_below_the_pages_head(head: str) -> None:
    article = read(f"{head}고성·함안군, 일자리 사업 새로 짠다\n\n{BODY}\n")
    assert article.title == "고성·함안군, 일자리 사업 새로 짠다"


def test_a_dump_that_begins_with_running_text_has_no_headline() -> None:
    article = read(BODY)
    assert article.title is None
    assert article.text == BODY


def test_the_sites_name_is_no_part_of_the_headline() -> None:
    article = read(f"가람시, 일자리 사업 새로 짠다 - 한빛신문\n\n가람시, 일자리 사업 새로 짠다\n{BODY}")
    assert article.title == "가람시, 일자리 사업 새로 짠다"


def test_what_stands_around_the_text_is_left_out() -> None:
    head = "홈 > 지역\n가람시, 일자리 사업 새로 짠다\n기사공유 | 인쇄\n가람시청 전경. (사진=가람시)"
    tail = "한빛신문 편집부\n\n많이 본 뉴스\n1 어느 군, 일자리대상 최우수상\n등록번호 : 아00000"
    article = read(f"{head}\n\n{BODY}\n\n{tail}")
    assert article.text == f"가람시, 일자리 사업 새로 짠다\n\n{BODY}"


def test_related_headlines_between_paragraphs_are_left_out() -> None:
    first, second = BODY.split("\n\n")
    related = "관련기사\n· 어느 군, 일자리대상 최우수상\n· 다른 시, 일자리 9천개"
    assert read(f"가람시, 일자리 사업 새로 짠다\n\n{first}\n\n{related}\n\n{second}").body == BODY
    signed = read(
        f"가람시, 일자리 사업 새로 짠다\n\n{BODY}\n\n나기자 기자\n\n{related}\n\n{first[:30]}고 시가 이어서 밝혔다."
    )
    assert signed.body == BODY


def test_a_body_printed_twice_is_there_once() -> None:
    assert read(f"가람시, 일자리 사업 새로 짠다\n\n{BODY}\n\n{BODY}").body == BODY


def test_a_press_release_in_a_mail() -> None:
    header = "보낸사람: 공보실 <press@garam.example>\n받는사람: 기자단\n제목: Fwd: [가람시 보도자료] 가람시, 일자리 사업 새로 짠다\n날짜: 2024-08-08 오후 2:52"
    greeting = "기자님 안녕하세요.\n많은 보도 부탁드립니다."
    article = read(f"{header}\n\n{greeting}\n\n{BODY}\n\n붙임 사진 1장. 끝.\n본 메일은 발신 전용입니다.")
    assert article.title == "가람시, 일자리 사업 새로 짠다"
    assert article.body == BODY
    assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"


def test_lines_that_end_like_paragraphs_are_paragraphs() -> None:
    first, second = BODY.split("\n\n")
    assert read(f"가람시, 일자리 사업 새로 짠다\n{first}\n{second}").body == BODY
    cut = f"{first[:20]}\n{first[20:]}\n{second}"
    assert read(f"가람시, 일자리 사업 새로 짠다\n\n{cut}").body.count("\n\n") == 0


def test_a_dump_of_lost_characters_is_no_article() -> None:
    with pytest.raises(Unreadable) as caught:
        read(f"가람시, 일자리 사업 새로 짠다\n\n{BODY}\n\n가람\ufffd\ufffd는 밝혔다.")
    assert caught.value.reason == "mojibake"


def test_spaces_are_tidied_and_paragraphs_stay_apart() -> None:
    article = read("제목이 되는 한 줄입니다\r\n\u00a0\r\n\r\n  " + BODY.replace("\n\n", "\r\n\r\n\r\n\r\n"))
    assert article.text == "제목이 되는 한 줄입니다\n\n" + BODY


def test_the_time_is_korean() -> None:
    article = read(f"가람시, 일자리 사업 새로 짠다\n승인 2024-08-08 14:52\n{BODY}")
    assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"
    assert article.published_precision == "minute"


def test_a_date_in_the_future_is_none_and_counted() -> None:
    reading = read_dump(f"가람시, 일자리 사업 새로 짠다\n승인 2082-08-08 14:52\n{BODY}".encode(), FETCHED)
    assert reading.articles[0].published_at is None
    assert reading.articles[0].published_precision is None
    assert reading.warnings == {"impossible_publication_date": 1}


@pytest.mark.parametrize("text", ["제목만 있는 파일", "홈 > 지역 > 인천\n정치 | 경제 | 사회\n맑음서울 3.1℃"])
def test_no_running_text_is_no_article(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_dump(text.encode(), FETCHED)
    assert caught.value.reason == "no_body"


HEADER = (
    "From: press@garam.example\nTo: list@press.example\nDate: Thu, 8 Aug 2024 05:52:00 +0000\n"
    "Subject: [보도자료] 가람시, 일자리 사업 새로 짠다\n\n가람시, 일자리 사업 새로 짠다\n\n"
)
WRAPPED = (
    "가람시는 올해 일자리 사업을 새로 짜고 다음 달부터\n신청을 받는다고\n밝혔다.\n\n"
    "시 관계자는 “더 많은 시민이 참여하게 하겠다”고\n말했다."
)


@pytest.mark.parametrize(
    "end",
    [
        "",
        " 끝.",
        "\n\n※ 첨부 : 보도자료 1부, 사진 2매. 끝.",
        "\n\n[사진설명] 가람시청에서 열린 행사 (사진 2매)",
        "\n\n--\n가람시 홍보팀\n전화 000-000-1111 / 팩스 000-000-1112",
    ],
)
def test_a_mail_whose_lines_are_cut_to_a_width(end: str) -> None:
    wide = WRAPPED.replace("받는다고\n밝", "받는다고 밝")
    article = read(HEADER + wide + end)
    assert article.body == BODY
    assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"


def test_lists_in_a_mail_keep_their_lines() -> None:
    items = "○ 신청 기간은 다음 달 1일부터 30일까지 한 달 동안\n○ 신청하는 곳은 시청 누리집과 행정복지센터 열두 곳이다."
    article = read(f"{HEADER}{BODY}\n\n{items}")
    assert article.body == f"{BODY}\n\n{items}"
