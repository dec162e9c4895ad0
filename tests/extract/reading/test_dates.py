from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.dates import (
    KST,
    ImpossibleDate,
    Moment,
    first_possible,
    is_dateline,
    parse_moment,
    published_in_lines,
)

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCE = "가람시는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다."


def published(lines: list[str], title_at: int | None) -> tuple[str, str] | None:
    moment = first_possible(published_in_lines(lines, title_at), FETCHED, lambda code: None)
    return (moment.at.strftime("%Y-%m-%d %H:%M"), moment.precision) if moment else None


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("2024-08-08T14:52:30+09:00", "2024-08-08 14:52", "minute"),
        ("2024-08-08T05:52:00Z", "2024-08-08 14:52", "minute"),
        ("2024-08-08T14:52:00+0900", "2024-08-08 14:52", "minute"),
        ("2024-08-08 14:52:00", "2024-08-08 14:52", "minute"),
        ("2024-08-08T14:52:00.123456", "2024-08-08 14:52", "minute"),
        ("2024-08-07T16:00:00Z", "2024-08-08 01:00", "minute"),
        ("2024-08-08", "2024-08-08 00:00", "day"),
        ("2024-08-08T00:00:00+09:00", "2024-08-08 00:00", "day"),
        ("20240808", "2024-08-08 00:00", "day"),
        ("20240808145200", "2024-08-08 14:52", "minute"),
        ("202408081452", "2024-08-08 14:52", "minute"),
        ("2024.08.08. 오후 2:52", "2024-08-08 14:52", "minute"),
        ("2024.8.8 오전 12:05", "2024-08-08 00:05", "minute"),
        ("2024년 8월 8일 14시 52분", "2024-08-08 14:52", "minute"),
        ("2024. 08.08(목) 14:52", "2024-08-08 14:52", "minute"),
        ("2024/08/08 [14:52]", "2024-08-08 14:52", "minute"),
        ("Thu, 08 Aug 2024 05:52:00 GMT", "2024-08-08 14:52", "minute"),
        ("Thu, 08 Aug 2024 14:52:00 +0900", "2024-08-08 14:52", "minute"),
        (1723096320, "2024-08-08 14:52", "minute"),
        (1723096320000, "2024-08-08 14:52", "minute"),
    ],
)
def test_machine_values(value: str | int, at: str, precision: str) -> None:
    moment = parse_moment(value)
    assert moment is not None
    assert (moment.at.astimezone(KST).strftime("%Y-%m-%d %H:%M"), moment.precision) == (at, precision)
    assert moment.at.tzinfo is not None


@pytest.mark.parametrize("value", ["", "  ", "어제", "3시간 전", "12", "일자리 2024개", "2024"])
def test_no_date_is_none(value: str) -> None:
    assert parse_moment(value) is None


@pytest.mark.parametrize("value", ["2024-13-01", "2024.02.30", "20241301", "2024-08-08 25:00", "2024년 0월 3일"])
def test_impossible_dates_say_so(value: str) -> None:
    with pytest.raises(ImpossibleDate):
        parse_moment(value)


MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2025, 12, 30)).map(lambda at: at.replace(second=0, microsecond=0))
FORMS = [
    lambda at: at.strftime("%Y-%m-%d %H:%M"),
    lambda at: at.strftime("%Y.%m.%d %H:%M"),
    lambda at: at.strftime("%Y/%m/%d [%H:%M]"),
    lambda at: f"{at.year}년 {at.month}월 {at.day}일 {at.hour}시 {at.minute:02}분",
    lambda at: f"{at.year}. {at.month}. {at.day}. {at.hour:02}:{at.minute:02}",
    lambda at: f"{at:%Y.%m.%d}. {'오전' if at.hour < 12 else '오후'} {(at.hour - 1) % 12 + 1}:{at.minute:02}",
    lambda at: f"{at:%Y.%m.%d}({'월화수목금토일'[at.weekday()]}) {at:%H:%M}",
]


@given(
    at=MOMENTS,
    form=st.sampled_from(FORMS),
    label=st.sampled_from(["승인 ", "입력 : ", "기사입력 ", "등록 ", "기사승인 ", "송고시간 "]),
)
def test_a_labelled_time_is_read_to_the_minute_in_every_form(at: datetime, form, label: str) -> None:
    lines = ["가람시, 일자리 사업 새로 짠다", f"• {label}{form(at)}", SENTENCE]
    precision = "day" if (at.hour, at.minute) == (0, 0) else "minute"
    assert published(lines, 0) == (at.strftime("%Y-%m-%d %H:%M"), precision)


@given(
    at=MOMENTS, form=st.sampled_from(FORMS), byline=st.sampled_from(["", " 편집부", " | 홍길동 기자", " 전북취재본부"])
)
def test_a_bare_time_below_the_headline_counts(at: datetime, form, byline: str) -> None:
    lines = ["가람시, 일자리 사업 새로 짠다", form(at) + byline, SENTENCE]
    assert published(lines, 0)[0] == at.strftime("%Y-%m-%d %H:%M")


@given(st.text(max_size=200))
def test_any_text_is_a_moment_none_or_impossible(text: str) -> None:
    try:
        moment = parse_moment(text)
    except ImpossibleDate:
        return
    assert moment is None or (moment.at.tzinfo is not None and moment.precision in ("minute", "day"))


TITLE = "가람시, 일자리 사업 새로 짠다"


@pytest.mark.parametrize(
    ("lines", "title_at"),
    [
        pytest.param(
            ["2025.11.20 (목)", "• 맑음서울 3.1℃", "기상청 제공", TITLE, SENTENCE], 3, id="date above the weather"
        ),
        pytest.param(
            ["2025.11.28(금) 15:10  로그인 | 회원가입 | 전체기사보기", TITLE, SENTENCE], 1, id="date beside log-in"
        ),
        pytest.param(
            [TITLE, "2025.11.28 (금)", "맑음서울 3.1℃", SENTENCE], 0, id="below the page title, above the weather"
        ),
        pytest.param(["2025-11-28 10:20", TITLE, SENTENCE], 1, id="a clock above the headline"),
        pytest.param([TITLE, "UPDATED. 2025-11-28 10:20 (금)", SENTENCE], 0, id="site updated"),
        pytest.param(["최종편집 2025-11-28 10:20", TITLE, SENTENCE], 1, id="last edited, of the site"),
        pytest.param([TITLE, "수정 2024.08.08 18:00", SENTENCE], 0, id="last edited, of the article"),
        pytest.param([TITLE, "시상식 모습. (제공: 가람시) 2019.6.4", SENTENCE], 0, id="caption"),
        pytest.param([TITLE, SENTENCE, "2019.6.4", SENTENCE], 0, id="bare day below the first sentence"),
        pytest.param(
            [TITLE, "지난 2024-08-08 시작한 사업에 대하여 시민의 문의가 이어지고 있다.", SENTENCE], 0, id="sentence"
        ),
        pytest.param(
            [TITLE, SENTENCE, "등록번호 : 가00000 | 등록일 : 2010-05-11 | 발행일 2010-06-01"], 0, id="imprint"
        ),
        pytest.param(
            ["제호 : 한빛신문 | 발행일 : 2010-06-01 | 등록번호 가00000", TITLE, SENTENCE], 1, id="imprint on top"
        ),
        pytest.param([TITLE, SENTENCE, "댓글 1", "홍길동 입력 2025.01.01 10:00"], 0, id="comment"),
        pytest.param([TITLE, SENTENCE, "홍길동 등록 2025.01.01 10:00"], 0, id="comment without a mark"),
        pytest.param(["2024-08-08 14:52", SENTENCE], None, id="no headline"),
        pytest.param([TITLE, "접수기간 2024-08-08 ~ 2024-08-30", SENTENCE], 0, id="some other date"),
    ],
)
def test_page_noise_is_no_publication_date(lines: list[str], title_at: int | None) -> None:
    assert published(lines, title_at) is None


@pytest.mark.parametrize(
    ("lines", "title_at", "expected"),
    [
        (["2025.11.28 (금) 15:10 로그인 | 회원가입", TITLE, "승인 2018.06.21 15:02", SENTENCE], 1, "2018-06-21 15:02"),
        ([TITLE, "입력 2024-08-08 17:20 | 수정 2024-08-09 18:00", SENTENCE], 0, "2024-08-08 17:20"),
        ([TITLE, "승인 2024-08-08 14:52", "신문게재 2024-08-09 3면", SENTENCE], 0, "2024-08-08 14:52"),
        ([TITLE, "신문게재 2024-08-09 3면", SENTENCE], 0, "2024-08-09 00:00"),
        ([SENTENCE, "편집부", "2016-10-20 24면", "많이 본 뉴스"], None, "2016-10-20 00:00"),
        ([TITLE, SENTENCE, "기사입력 : 2014-03-13 10:30"], 0, "2014-03-13 10:30"),
        ([TITLE, "2021-03-09 16:05", "add remove print link", SENTENCE], 0, "2021-03-09 16:05"),
        (["가람시 보도자료", "보도일시: 2024. 8. 8.(목) 조간", TITLE, SENTENCE], 2, "2024-08-08 00:00"),
        ([TITLE, "입력 24.08.08 14:52", SENTENCE], 0, "2024-08-08 14:52"),
        ([TITLE, "작성일 2024-08-08 조회 31", SENTENCE], 0, "2024-08-08 00:00"),
    ],
)
def test_where_the_publication_time_stands(lines: list[str], title_at: int | None, expected: str) -> None:
    assert published(lines, title_at)[0] == expected


def test_what_cannot_be_is_counted_and_the_next_one_taken() -> None:
    warnings: list[str] = []
    good = Moment(datetime(2024, 8, 8, tzinfo=KST), "day")
    values = [
        Moment(datetime(2082, 1, 1, tzinfo=KST), "day"),
        None,
        Moment(datetime(1970, 1, 1, tzinfo=KST), "day"),
        ImpossibleDate("2024-13-01"),
        good,
    ]
    assert first_possible(values, FETCHED, warnings.append) is good
    assert warnings == ["impossible_publication_date"] * 3


def test_a_clock_a_little_ahead_is_no_impossible_date() -> None:
    assert first_possible([Moment(FETCHED + timedelta(hours=12), "minute")], FETCHED, lambda code: None)


@pytest.mark.parametrize(
    "line", ["승인 2024-08-08 14:52", "2024.08.08", "영주=편집부 2020.12.24", "(청주=편집부) 2023-12-27 14:10"]
)
def test_datelines(line: str) -> None:
    assert is_dateline(line)


@pytest.mark.parametrize("line", ["가람시 2024년 8월 8일 축제 연다", "", "일자리 2024개"])
def test_lines_that_are_no_datelines(line: str) -> None:
    assert not is_dateline(line)
