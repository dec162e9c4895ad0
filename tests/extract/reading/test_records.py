import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.article import Unreadable
from extract.reading.records import read_json, read_jsonl

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
BODY = "가람시는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다."
RECORD = {
    "title": "가람시, 일자리 사업",
    "text": BODY,
    "url": "https://Example.org:443/a?id=1&utm_source=x#top",
    "published": "2024-08-08",
}


def one(record: object):
    (article,) = read_json(json.dumps(record, ensure_ascii=False).encode(), FETCHED).articles
    return article


def test_a_record() -> None:
    article = one(RECORD)
    assert article.title == "가람시, 일자리 사업"
    assert article.text == f"가람시, 일자리 사업\n\n{BODY}"
    assert article.own_url == "https://example.org/a?id=1"
    assert (article.published_at.isoformat(), article.published_precision) == ("2024-08-08T00:00:00+09:00", "day")


def test_a_text_that_holds_its_title_is_not_given_it_twice() -> None:
    assert one(RECORD | {"text": f"가람시,  일자리 사업\n\n{BODY}"}).text == f"가람시, 일자리 사업\n\n{BODY}"


@pytest.mark.parametrize("published", [None, "", "어제", True, ["2024"], {}])
def test_without_a_date_the_text_is_asked(published: object) -> None:
    text = f"가람시, 일자리 사업\n승인 2024.08.08 14:52\n{BODY}"
    assert one({"text": text, "published": published}).published_at.isoformat() == "2024-08-08T14:52:00+09:00"


def test_a_given_date_wins_over_the_text() -> None:
    text = f"가람시, 일자리 사업\n승인 2024.08.08 14:52\n{BODY}"
    assert (
        one({"text": text, "published": "2023-01-02T03:04:00Z"}).published_at.isoformat() == "2023-01-02T12:04:00+09:00"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b'{"title": "a", "text": "b', "truncated"),
        (b'[{"text": "abc"}, {"te', "truncated"),
        (b'{"title": "a",, "text": 1}', "bad_json"),
        (b'{"title": "a"}', "no_body"),
        (b'{"text": "  "}', "no_body"),
        (b'{"text": 3}', "no_body"),
        (b"[]", "no_body"),
        (b'"text"', "bad_json"),
        (b"3", "bad_json"),
        (b"[" * 100000, "truncated"),
        (b"[" * 100000 + b"]", "bad_json"),
        (b'{"text": "abc", "n": ' + b"9" * 10000 + b"}", "bad_json"),
    ],
)
def test_what_is_no_article(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_json(content, FETCHED)
    assert caught.value.reason == reason


def test_a_list_is_many_articles_and_a_bad_one_costs_itself() -> None:
    reading = read_json(json.dumps([RECORD, {"title": "x"}, {"text": BODY, "id": 7}]).encode(), FETCHED)
    assert [article.part for article in reading.articles] == ["item-1", "7"]
    assert [(reject.reason, reject.part) for reject in reading.rejects] == [("no_body", "item-2")]


def test_one_bad_line_costs_that_line_only() -> None:
    lines = [
        b"\xef\xbb\xbf" + json.dumps({"text": BODY, "id": "a"}).encode(),
        b"",
        b"{bad}",
        b'{"text": "\xff\xff\xff"}',
        json.dumps({"text": BODY + " 둘째."}, ensure_ascii=False).encode("cp949"),
        b'{"text": "cut',
    ]
    reading = read_jsonl(b"\r\n".join(lines), FETCHED)
    assert [(article.part, article.part_is_lasting) for article in reading.articles] == [("a", True), ("line-5", False)]
    assert [(reject.part, reject.reason) for reject in reading.rejects] == [
        ("line-3", "bad_json"),
        ("line-4", "undecodable"),
        ("line-6", "truncated"),
    ]


def test_an_article_of_an_unnamed_line_has_no_lasting_address() -> None:
    (article,) = read_jsonl(json.dumps({"text": BODY}).encode(), FETCHED).articles
    assert not article.has_lasting_address
    assert one({"text": BODY}).has_lasting_address


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "title", "url", "published", "id", "x"]), inner)
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_articles_or_rejects(value: object) -> None:
    try:
        reading = read_json(json.dumps(value).encode(), FETCHED)
    except Unreadable as error:
        assert error.reason in ("bad_json", "no_body")
        return
    assert reading.articles or reading.rejects
    for article in reading.articles:
        article.text.encode()
        assert article.text.strip()
        (article.own_url or "").encode()
        (article.part or "").encode()
