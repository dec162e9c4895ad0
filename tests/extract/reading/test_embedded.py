"""States of pages that a script draws and that are no plain JSON: Next.js' stream of rows, Nuxt's list of values."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading import read_page
from extract.reading.embedded import best_embedded
from extract.reading.html import read_html
from extract.sources import Page

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "가람시, 일자리 사업 새로 짠다"
FIRST = "가람시는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다."
SECOND = "시 관계자는 “더 많은 시민이 참여하게 하겠다”고 말했다."
MARKUP = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(*scripts: str) -> bytes:
    return f"<html><head><title>{TITLE} - 한빛신문</title></head><body>{''.join(scripts)}</body></html>".encode()


def push(*pieces: str) -> str:
    return "".join(
        f"<script>self.__next_f.push({json.dumps([1, piece], ensure_ascii=False).replace('<', chr(92) + 'u003c')})</script>"
        for piece in pieces
    )


def text_row(name: str, text: str) -> str:
    return f"{name}:T{len(text.encode()):x},{text}"


def article_of(content: bytes):
    (article,) = read_html(content, FETCHED).articles
    return article


def record(body: str) -> str:
    return json.dumps({"title": TITLE, "content": body, "createdAt": "2024-08-08T05:52:00.000Z"}, ensure_ascii=False)


@pytest.mark.parametrize(
    "stream",
    [
        f'1:I[7,[],"x"]\n4:["$","main",null,{{"article":{record("$a")}}}]\n{text_row("a", MARKUP)}',
        f'{text_row("a", MARKUP)}4:{{"data":"$L5"}}\n5:{record("$a")}\n',
        f"4:{record(MARKUP)}\n",
        f'4:["$","$L2",null,{{"a":"$$7","b":"$undefined","c":"$9:x"}}]\n5:{record("$a")}\n{text_row("a", MARKUP)}6:"x"\n',
    ],
)
def test_the_article_in_the_rows_that_next_streams(stream: str) -> None:
    middle = len(stream) // 2
    start = "<script>(self.__next_f=self.__next_f||[]).push([0])</script>"
    article = article_of(page(start, push(stream[:middle], stream[middle:])))
    assert article.body == f"{FIRST}\n\n{SECOND}"
    assert article.title == TITLE
    assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"


def test_a_teaser_in_the_stream_is_not_the_article() -> None:
    other = json.dumps({"title": "다른 기사 제목 하나", "content": FIRST}, ensure_ascii=False)
    assert best_embedded([push(f"1:{other}\n")], [TITLE]) is None


NUXT = [
    ["ShallowReactive", 1], {"data": 2, "path": 9}, ["Reactive", 3], {"a": 4}, {"title": 5, "content": 6, "regDt": 7, "tags": 8},
    TITLE, MARKUP, "2024-08-08 14:52:10", [9, 9], "/news/1",
]  # fmt: skip


@pytest.mark.parametrize("moment", ["2024-08-08 14:52:10", ["Date", "2024-08-08T05:52:10.000Z"]])
def test_the_article_in_the_list_that_nuxt_writes(moment: object) -> None:
    state = [*NUXT[:7], moment, *NUXT[8:]]
    written = json.dumps(state, ensure_ascii=False)
    article = article_of(page(f'<script type="application/json" id="__NUXT_DATA__">{written}</script>'))
    assert article.body == f"{FIRST}\n\n{SECOND}"
    assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"


@pytest.mark.parametrize(
    "script",
    [
        push(*(f"{number:x}:" + json.dumps([f"${number + 1:x}"] * 20) + "\n" for number in range(1, 200))),
        push('1:{"title":"' + TITLE + '","content":"$2"}\n2:{"content":"$1","html":"$2"}\n'),
        push("1:T" + "f" * 30 + ",x"),
        push("1:[" * 20_000),
        "<script>" + json.dumps([{"a": 0, "b": 1}, {"a": 0, "c": -7, "d": 99}] * 3) + "</script>",
        "<script>" + json.dumps([["Reactive", 0], {"a": 0}]) + "</script>",
        "<script>" + json.dumps([{"title": 1, "content": 0}, TITLE]) + "</script>",
    ],
)
def test_a_state_made_to_be_walked_for_ever_is_no_article(script: str) -> None:
    reading = read_page(Page("https://paper.example/7", page(script), "0"), FETCHED)
    assert [reject.reason for reject in reading.rejects] == ["no_body"]


@given(st.lists(st.text(st.sampled_from('0123af:T,$L[]{}"\n가'), max_size=40), max_size=6))
def test_any_stream_is_read_without_an_error(pieces: list[str]) -> None:
    assert best_embedded([push(*pieces).replace("<script>", "").replace("</script>", ";")], [TITLE]) is None
