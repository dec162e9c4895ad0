import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import reading
from extract.reading import read_page
from extract.reading.article import article_text
from extract.sources import Page

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "가람시, 일자리 사업\n\n가람시는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다.\n"


def reasons(url: str, content: bytes) -> list[str]:
    return [reject.reason for reject in read_page(Page(url, content, "0"), FETCHED).rejects]


@pytest.mark.parametrize("url", ["file:a.pdf", "file:a", "file:a.txt.bak", "file:///a/b.hwp", "file:a.html.gz"])
def test_other_formats_are_rejects(url: str) -> None:
    assert reasons(url, TEXT.encode()) == ["unknown_format"]


@pytest.mark.parametrize("url", ["file:a.txt", "file:A.TXT", "file:가/나.Txt", "file:a%20b.txt"])
def test_the_ending_tells_the_format(url: str) -> None:
    assert reasons(url, TEXT.encode()) == []


def test_gzip_under_the_pages_name_is_unpacked() -> None:
    packed = gzip.compress(TEXT.encode(), mtime=0)
    assert reasons("file:a.txt", packed) == []
    assert reasons("file:a.txt", packed[:-9]) == ["truncated"]
    assert reasons("file:a.txt", packed[:3]) == ["truncated"]
    assert reasons("file:a.txt", packed[:12] + b"\xff\xff\xff\xff" + packed[16:]) == ["undecodable"]


def test_a_bomb_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", 1000)
    assert reasons("file:a.txt", gzip.compress(b"a" * 1_000_000)) == ["too_large"]


def test_a_reader_that_breaks_costs_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(content: bytes, fetched_at: datetime) -> None:
        raise ZeroDivisionError("broken")

    monkeypatch.setattr("extract.reading.dump.read_dump", broken)
    (reject,) = read_page(Page("file:a.txt", TEXT.encode(), "0"), FETCHED).rejects
    assert (reject.reason, reject.detail) == ("reader_failed", "ZeroDivisionError: broken")


@given(st.sampled_from([".txt", ".html", ".json", ".jsonl"]), st.binary(max_size=300))
def test_no_bytes_break_a_reader(ending: str, content: bytes) -> None:
    found = read_page(Page(f"file:a{ending}", content, "0"), FETCHED)
    assert found.articles or found.rejects
    assert "reader_failed" not in [reject.reason for reject in found.rejects]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("제목", "본문", "제목\n\n본문"),
        ("제목", "제목\n\n본문", "제목\n\n본문"),
        ("긴 제목", "머리\n긴  제목 \n본문", "머리\n긴  제목 \n본문"),
        ("제목", "이 제목은 다르다", "제목\n\n이 제목은 다르다"),
        (None, "본문", "본문"),
        ("", "본문", "본문"),
    ],
)
def test_the_text_has_the_title_once(title: str | None, body: str, expected: str) -> None:
    assert article_text(title, body) == expected
