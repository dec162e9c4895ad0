"""The fast way through an archive: it sees what FastWARC sees, and takes nothing that is not whole."""

import gzip
import io
import random
import re
import zlib
from collections import Counter
from itertools import pairwise

import deflate
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from extract.sources import warc, whole_records
from extract.sources.warc import Answer, Damage, Part, answer_of, raw_answers
from ops.bench_archive import http, record
from tests.extract.warcs import AT, archive, in_one_member, page, response, url

RECORDS = archive("가평군", "나주시", every=2)
LIMIT = 32 * 1024 * 1024


def fast(content: bytes, at: int = 0, largest: int = LIMIT) -> list[whole_records.WholeRecord]:
    return list(whole_records.whole_records(io.BytesIO(content), at, largest))


def seen(content: bytes, part: Part, is_fast: bool) -> tuple[list[object], Counter[str]]:
    """All that is said of a part: every block as it is, every answer, every damage."""
    counts: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        if not is_fast:
            patch.setattr(warc, "whole_records", lambda *_: iter(()))
        found: list[object] = []
        for one in raw_answers(io.BytesIO(content), part, counts):
            if isinstance(one, Damage):
                found.append(one)
            else:
                found.append((one.offset, bytes(one.data[one.begin : one.end]), answer_of(one)))
    return found, counts


def assert_same(content: bytes, start: int = 0, end: int | None = None) -> None:
    part = Part("x", start, end)
    assert seen(content, part, is_fast=True) == seen(content, part, is_fast=False)


def noise(size: int, number: int = 0) -> bytes:
    return random.Random(number).randbytes(size)


def packed(text: bytes) -> bytes:
    return gzip.compress(text, mtime=0)


def stored(member: bytes) -> bytes:
    """Unpacked inside: all bytes of the record stand there as they are."""
    return gzip.compress(gzip.decompress(member), 0, mtime=0)


def with_extra_field(member: bytes) -> bytes:
    """As wget writes it: sizes in a field of the member's head."""
    return member[:3] + b"\x04" + member[4:10] + b"\x0c\x00sl\x08\x00" + bytes(8) + member[10:]


def odd(kind: str, number: int) -> bytes:
    """Records that are right, but not as all write them; and what is none."""
    good = response(url(f"{kind}{number}"), page("다산시"), packs=False)
    head, block = good.split(b"\r\n\r\n", 1)
    return {
        "two in one member": lambda: packed(good + good),
        "small letters": lambda: packed(head[:10] + head[10:].lower() + b"\r\n\r\n" + block),
        "all small letters": lambda: packed(head.lower() + b"\r\n\r\n" + block),
        "folded": lambda: packed(head + b"\r\nX-Note: one\r\n two\r\n\r\n" + block),
        "folded length": lambda: packed(head + b"\r\n 5\r\n\r\n" + block),
        "length twice": lambda: packed(head + b"\r\nContent-Length: 5\r\n\r\n" + block),
        "no length": lambda: packed(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + block),
        "a length too large": lambda: packed(
            head.replace(b"Content-Length: ", b"Content-Length: 9") + b"\r\n\r\n" + block
        ),
        "bare line ends": lambda: packed(head.replace(b"\r\n", b"\n") + b"\n\n" + block),
        "a head that ends twice": lambda: packed(head + b"\r\nX-Note: a\n\nb\r\n\r\n" + block),
        "more behind it": lambda: packed(good + b"\r\n\r\n"),
        "nothing behind it": lambda: packed(good[:-4]),
        "no WARC": lambda: packed(b"hello"),
        "empty member": lambda: packed(b""),
        "extra field": lambda: with_extra_field(packed(good)),
        "name in its head": lambda: b"\x1f\x8b\x08\x08" + packed(good)[4:10] + b"a.warc\x00" + packed(good)[10:],
        "two members": lambda: packed(good[:200]) + packed(good[200:]),
        "another version": lambda: packed(good.replace(b"WARC/1.0", b"WARC/0.18")),
        "plain": lambda: good,
        "zeros": lambda: b"\0" * 100,
    }[kind]()


KINDS = (
    *(
        "two in one member",
        "small letters",
        "all small letters",
        "folded",
        "folded length",
        "length twice",
        "no length",
    ),
    *(
        "a length too large",
        "bare line ends",
        "a head that ends twice",
        "more behind it",
        "nothing behind it",
        "no WARC",
        "empty member",
    ),
    *("extra field", "name in its head", "two members", "another version", "plain", "zeros"),
)


def test_all_of_an_ordinary_archive_is_read_the_fast_way() -> None:
    content = b"".join(RECORDS)
    found = fast(content)
    assert [one.offset for one in found] == [sum(map(len, RECORDS[:at])) for at in range(len(RECORDS))]
    assert found[-1].next_offset == len(content)
    assert [one.kind for one in found] == ["warcinfo", *["response"] * (len(RECORDS) - 1)]
    for one, packed_record in zip(found, RECORDS, strict=True):
        assert bytes(one.data) == gzip.decompress(packed_record)
        assert bytes(one.data[one.begin : one.end]) == gzip.decompress(packed_record).split(b"\r\n\r\n", 1)[1][:-4]
    assert_same(content)


def test_members_of_any_size_are_found_behind_the_borders_of_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = (0, 1, 300_000, 90_000, 5, 700_000, 262_144)
    records = [response(url(str(at)), noise(size, at)) for at, size in enumerate(sizes)]
    for read_bytes in (len(records[0]), 1000, 256 * 1024):
        monkeypatch.setattr(whole_records, "_READ_BYTES", read_bytes)
        assert len(fast(b"".join(records))) == len(sizes)
    assert_same(b"".join(records))


def test_the_mark_of_a_member_inside_another_ends_it_not() -> None:
    inner = gzip.compress(noise(5000), 0)
    records = [stored(response(url("1"), inner * 3, encoding="gzip")), response(url("2"), page("가평군"))]
    assert b"".join(records).count(whole_records.MEMBER) > 2
    assert len(fast(b"".join(records))) == 2
    assert_same(b"".join(records))


def test_so_many_marks_that_it_is_no_accident_are_left_to_the_other_way() -> None:
    content = stored(response(url("1"), noise(50) + whole_records.MEMBER * 5000 + noise(50))) + RECORDS[1]
    assert fast(content) == []
    assert_same(content)


def test_a_member_that_hides_the_damaged_one_behind_it_is_not_whole() -> None:
    """libdeflate ends where the packed bytes do, and two records may be of one size."""
    one, two = response(url("1"), page("가평군")), response(url("2"), page("나주시"))
    assert gzip.decompress(one)[-4:] == gzip.decompress(two)[-4:]
    content = one + b"junk" + two[4:] + RECORDS[1]
    assert two[-4:] == one[-4:]
    assert fast(content) == []
    assert_same(content)


def test_a_size_that_lies_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    unpack = deflate.deflate_decompress
    monkeypatch.setattr(deflate, "deflate_decompress", lambda data, size: asked.append(size) or unpack(data, size))
    for said in (0, 1, 2**31, 2**32 - 1):
        content = RECORDS[1][:-4] + said.to_bytes(4, "little")
        assert fast(content) == []
        assert_same(content + RECORDS[2])
    assert max(asked) < 2 * LIMIT


def test_a_wrong_checksum_is_no_whole_member() -> None:
    content = RECORDS[1][:-8] + bytes(4) + RECORDS[1][-4:]
    assert fast(content) == []
    assert_same(content + RECORDS[2])


def test_a_record_over_the_limit_is_passed_over_and_never_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_records, "_LONGEST_HEAD", 400)
    monkeypatch.setattr(whole_records, "_READ_BYTES", 4096)
    records = [
        response(url("1"), b"x"),
        response(url("2"), b"a" * 3_000_000),
        response(url("3"), noise(60_000)),
        RECORDS[1],
    ]
    found = fast(b"".join(records), largest=9000)
    assert [one.offset for one in found] == [0, *(sum(map(len, records[:at])) for at in (1, 2, 3))]
    assert [one.length > 9000 for one in found] == [False, True, True, False]
    assert max(len(one.data) for one in found) < 9000
    monkeypatch.setattr(warc, "MAX_RECORD_BYTES", 9000)
    said, _ = seen(b"".join(records), Part("x"), is_fast=True)
    assert [one.url if isinstance(one, Damage) else one[2].url for one in said] == [url(n) for n in "123"] + [
        url("other-가평군-0")
    ]
    assert_same(b"".join(records))
    assert fast(records[0] + records[2][:-30], largest=9000)[-1].offset == 0  # its end is gone
    assert_same(records[0] + records[2][:-30])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_odd_is_read_as_fastwarc_reads_it(kind: str) -> None:
    content = RECORDS[1] + odd(kind, 1) + RECORDS[2] + odd(kind, 2)
    assert_same(content)


def test_files_of_one_member_and_plain_ones_are_read_as_before() -> None:
    assert fast(in_one_member(RECORDS)) == []
    for content in (in_one_member(RECORDS), b"".join(map(gzip.decompress, RECORDS))):
        assert_same(content)
        assert sum(not isinstance(one, Damage) for one in seen(content, Part("x"), is_fast=True)[0]) == len(RECORDS) - 1


def test_a_word_in_the_head_of_a_record_is_not_looked_for_in_its_answer() -> None:
    block = http(b"x", "text/html")
    content = record("response", block, "application/http; msgtype=response", "https://x.example/일자리", AT)
    ((_, read, answer),) = seen(content, Part("x"), is_fast=True)[0]
    assert read == block
    assert isinstance(answer, Answer)
    assert answer.url == "https://x.example/일자리"


def is_exact(member: bytes) -> bool:
    """Whether these bytes are one gzip member and nothing else, as zlib reads it."""
    unpacker = zlib.decompressobj(31)
    try:
        unpacker.decompress(member)
    except zlib.error:
        return False
    return unpacker.eof and not unpacker.unused_data


def has_more_before_a_tail(content: bytes) -> bool:
    """Whether a member that is taken as whole has bytes between what it unpacks to and its checksum."""
    places = [found.start() for found in re.finditer(re.escape(whole_records.MEMBER), content)]
    return not all(is_exact(content[one.offset : one.next_offset]) for at in places for one in fast(content, at))


def test_a_byte_too_many_before_a_tail_costs_no_record() -> None:
    whole = response(url("1"), noise(300))
    content = RECORDS[1] + whole[:-8] + b"\0" + whole[-8:] + RECORDS[2]
    assert has_more_before_a_tail(content)
    # FastWARC takes the checksum from the wrong place and calls it damage. By the right one the record is as it was written.
    assert [one.data for one in fast(content)] == [gzip.decompress(one) for one in (RECORDS[1], whole, RECORDS[2])]
    assert any(isinstance(one, Damage) for one in seen(content, Part("x"), is_fast=False)[0])


members = st.one_of(
    st.sampled_from(RECORDS[1:]),
    st.builds(odd, st.sampled_from(KINDS), st.integers(0, 3)),
    st.builds(lambda size, at: response(url(str(at)), noise(size, at)), st.integers(0, 9000), st.integers(0, 9)),
    st.builds(lambda size, at: response(url(str(at)), b"ab" * size), st.integers(0, 40_000), st.integers(0, 9)),
    st.builds(
        lambda at: record("revisit", http(b"", "text/html"), "application/http", url(str(at)), AT), st.integers(0, 9)
    ),
)
damage = st.tuples(st.floats(0, 1), st.binary(max_size=60), st.integers(0, 80))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(members, min_size=1, max_size=8, unique=True),
    st.lists(damage, max_size=2),
    st.floats(0, 1),
    st.integers(20, 4000),
)
@example([RECORDS[1], RECORDS[2]], [(1.0, b"\r\n", 0)], 0.0, 1000)
def test_both_ways_see_the_same_whatever_a_file_holds(
    records: list[bytes], damages: list[tuple[float, bytes, int]], border: float, read_bytes: int
) -> None:
    content = b"".join(records)
    for place, junk, gone in damages:
        at = int(place * len(content))
        content = content[:at] + junk + content[at + gone :]
    assume(not has_more_before_a_tail(content))  # read where FastWARC sees damage: see the test of that
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole_records, "_READ_BYTES", read_bytes)
        edges = [0, int(border * len(content)) or 1, None]
        for start, end in pairwise(edges):
            assert_same(content, start or 0, end)
