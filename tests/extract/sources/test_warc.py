"""WARC files, whole and broken: what is read, what is said of the rest, and that a file in parts is the same file."""

import base64
import gzip
import io
import zlib
from collections import Counter
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.sources import warc
from extract.sources.warc import Answer, Damage, Part, Raw, answer_of, begin_of_body, can_be_split, raw_answers
from ops.bench_archive import http, record
from tests.extract.warcs import AT, archive, in_one_member, page, response, url

NAMES = ("가평군", "나주시", "다산시", "라온군")
RECORDS = archive(*NAMES)
OFFSETS = [sum(map(len, RECORDS[:at])) for at in range(len(RECORDS) + 1)]
#: "<html>일자리 대상</html>" three times, as brotli packs it
BROTLI = base64.b64decode("G1YA6C0OeBNzZSTCGrRPX4PwrLNzygFrLQ0C6Xg64OsFLeiyjc0nvgqWg939J+2RsajOAA==")


def read(content: bytes, start: int = 0, end: int | None = None) -> tuple[list[Raw | Damage], Counter[str]]:
    counts: Counter[str] = Counter()
    return list(raw_answers(io.BytesIO(content), Part("x", start, end), counts)), counts


def answers(content: bytes, start: int = 0, end: int | None = None) -> list[Answer | Damage]:
    return [found if isinstance(found, Damage) else answer_of(found) for found in read(content, start, end)[0]]


def one(content: bytes) -> Answer | Damage:
    (found,) = answers(content)
    return found


def test_an_answer_has_its_address_its_fetch_time_and_its_body() -> None:
    content = page("가평군")
    found = one(response(url("1"), content, "Text/HTML; charset=EUC-KR"))
    assert found == Answer(url("1"), AT, 200, "Text/HTML; charset=EUC-KR", content, 0)


def test_only_responses_are_read_and_the_rest_is_counted() -> None:
    revisit = record("revisit", http(b"", "text/html", "304 Not Modified"), "application/http", url("2"), AT)
    request = record("request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request", url("1"), AT)
    found, counts = read(request + response(url("1"), b"x") + revisit + revisit)
    assert len(found) == 1
    assert (counts["records"], counts["responses"], counts["revisits"]) == (4, 1, 2)


#: The same bytes whenever it is called: they stand in the names of tests, which every worker must know by the same name.
packed = partial(gzip.compress, mtime=0)


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_where_a_head_ends_whatever_its_lines_end_with(line_end: bytes) -> None:
    head = line_end.join((b"HTTP/1.1 200 OK", b"Content-Type: application/pdf", b"", b""))
    body = b"%PDF-1.7\r\n\r\n\n\n"
    assert begin_of_body(head + body) == len(head)
    found = one(record("response", head + body, "application/http; msgtype=response", url("1"), AT))
    assert isinstance(found, Answer)
    assert (found.content_type, found.content) == ("application/pdf", body)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", packed(page("가평군"))),
        ("x-gzip", packed(page("가평군"))),
        ("deflate", zlib.compress(page("가평군"))),
        ("deflate", zlib.compress(page("가평군"), wbits=-15)),
        ("gzip", page("가평군")),  # unpacked by the crawler, which kept the header
        ("br", page("가평군")),
        ("identity", page("가평군")),
        ("", page("가평군")),
    ],
)
def test_a_body_is_unpacked_as_its_head_says(encoding: str, packed: bytes) -> None:
    found = one(response(url("1"), packed, encoding=encoding))
    assert isinstance(found, Answer)
    assert found.content == page("가평군")


def test_brotli_and_chunks_are_undone() -> None:
    found = one(response(url("1"), BROTLI, encoding="br"))
    assert isinstance(found, Answer)
    assert found.content == "<html>일자리 대상</html>".encode() * 3
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    block = head + b"5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n"
    found = one(record("response", block, "application/http", url("1"), AT))
    assert isinstance(found, Answer)
    assert found.content == b"<html>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (response(url("1"), packed(b"a" * (warc.MAX_UNPACKED_BYTES + 1)), encoding="gzip"), "too_large"),
        (response(url("1"), packed(page("가"))[:-20], encoding="gzip"), "truncated"),
        (response(url("1"), b"\xff\x00\x01\x02", encoding="br"), "bad_encoding"),
        (response(url("1"), b"\x01\x02", encoding="rot13"), "bad_encoding"),
        (response(url("1"), b"\x01\x02", encoding="gzip, gzip, gzip, gzip"), "bad_encoding"),
        (record("response", b"no http", "application/http", url("1"), AT), "bad_record"),
        (record("response", b"HTTP/1.1 200 OK\r\nX: y", "application/http", url("1"), AT), "bad_record"),
        (packed(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n"), "bad_record"),
    ],
)
def test_a_record_that_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    found = one(content)
    assert isinstance(found, Damage)
    assert found.reason == reason


def test_a_record_over_the_limit_is_not_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_RECORD_BYTES", 5000)
    found, counts = read(response(url("1"), b"x" * 9000) + response(url("2"), b"y"))
    assert isinstance(found[0], Damage)
    assert (found[0].reason, found[0].url) == ("too_large", url("1"))
    assert isinstance(found[1], Raw)
    assert counts["bytes"] < 1000


def test_damage_costs_its_record_and_no_other() -> None:
    content = bytearray(b"".join(RECORDS))
    content[OFFSETS[3] + 200 : OFFSETS[3] + 240] = b"\0" * 40  # inside a member
    content[OFFSETS[7] : OFFSETS[7] + 4] = b"junk"  # where a member begins
    found, _ = read(bytes(content))
    whole = [one.offset for one in found if isinstance(one, Raw)]
    assert whole == [at for at in OFFSETS[1:-1] if at not in (OFFSETS[3], OFFSETS[7])]
    damages = [one for one in found if isinstance(one, Damage)]
    assert [(one.start, one.end, one.reason) for one in damages] == [
        (OFFSETS[2], OFFSETS[4], "broken_archive"),
        (OFFSETS[6], OFFSETS[8], "broken_archive"),
    ]


def test_a_file_that_ends_inside_a_record_says_so() -> None:
    content = b"".join(RECORDS)[: OFFSETS[4] + 300]
    found, _ = read(content)
    assert [one.offset for one in found if isinstance(one, Raw)] == OFFSETS[1:4]
    assert isinstance(found[-1], Damage)
    assert found[-1].reason in ("truncated", "broken_archive")


def test_a_file_whose_rest_cannot_be_read_names_it() -> None:
    content = in_one_member(RECORDS)
    broken = content[: len(content) // 2] + b"\0" * 2000
    found, _ = read(broken)
    assert isinstance(found[-1], Damage)
    assert (found[-1].reason, found[-1].end) == ("broken_archive", None)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b\x08", packed(b"hello"), b"WARC/1.0\r\n"])
def test_what_is_no_archive_ends_without_a_record(content: bytes) -> None:
    found, _ = read(content)
    assert not [one for one in found if isinstance(one, Raw)]


def test_plain_files_are_read_and_go_on_behind_damage() -> None:
    plain = [gzip.decompress(one) for one in RECORDS]
    assert len(read(b"".join(plain))[0]) == len(RECORDS) - 1
    plain[5] = b"XXXX" + plain[5][4:]
    found, _ = read(b"".join(plain))
    assert sum(isinstance(one, Raw) for one in found) == len(RECORDS) - 2
    assert sum(isinstance(one, Damage) for one in found) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, OFFSETS[-1] - 1), max_size=6))
def test_the_parts_of_a_file_are_the_file(borders: list[int]) -> None:
    content = b"".join(RECORDS)
    edges = [0, *sorted(set(borders)), None]
    found = [raw.offset for start, end in pairwise(edges) for raw in read(content, start or 0, end)[0]]
    assert found == OFFSETS[1:-1]


def test_a_record_behind_the_border_of_a_search_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_SEARCH_BYTES", warc._PEEK_BYTES + 7)
    for start, after in ((1, OFFSETS[1]), (OFFSETS[1] + 1, OFFSETS[2]), (OFFSETS[4] + 1, OFFSETS[5])):
        assert read(b"".join(RECORDS), start)[0][0].offset == after


def test_the_mark_of_gzip_inside_a_page_begins_no_record() -> None:
    inner = response(url("inner"), b"never read")
    content = response(url("1"), b"x") + gzip.compress(b"WARC/1.0\r\n", 0)[:8] + response(url("2"), inner)
    found = [one for one in answers(content, 1) if isinstance(one, Answer)]
    assert [one.url for one in found] == [url("2")]


def test_only_files_of_many_members_can_be_split() -> None:
    whole = b"".join(RECORDS)
    assert can_be_split(io.BytesIO(whole))
    for content in (in_one_member(RECORDS), gzip.decompress(whole), b"", RECORDS[0], gzip.compress(b"x") * 3):
        assert not can_be_split(io.BytesIO(content))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200), st.integers(0, OFFSETS[-1]), st.booleans())
def test_no_damage_breaks_the_reader(junk: bytes, at: int, replaces: bool) -> None:
    whole = b"".join(RECORDS)
    content = whole[:at] + junk + whole[at + (len(junk) if replaces else 0) :]
    for found in answers(content):
        assert isinstance(found, Answer | Damage)
