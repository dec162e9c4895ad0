import gzip
import tracemalloc
import zlib

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from extract.web.attempts import FetchFailed
from extract.web.decoding import Decoding
from extract.web.gz import gunzip


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": lambda body: brotli.compress(body, quality=4),
    "zstd": zstd.compress,
}


def unpack(coding: str, packed: bytes, max_bytes: int = 1 << 20, step: int = 1 << 30) -> bytes:
    decoding = Decoding(coding, max_bytes)
    found = b"".join(decoding.feed(packed[at : at + step]) for at in range(0, len(packed), step))
    decoding.finish()
    return found


@given(
    st.sampled_from(sorted(PACKERS)),
    st.binary(max_size=3000) | st.binary(max_size=3).map(lambda part: part * 2000),
    st.integers(1, 500),
)
def test_what_was_packed_comes_back_however_it_is_cut(coding: str, body: bytes, step: int) -> None:
    assert unpack(coding, PACKERS[coding](body), step=step) == body


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=300), st.integers(1, 50))
def test_bytes_that_are_damaged_end_in_a_reason(coding: str, noise: bytes, step: int) -> None:
    try:
        unpack(coding, noise, step=step)
    except FetchFailed as failure:
        assert failure.reason in ("bad_encoding", "truncated")


@pytest.mark.parametrize("coding", sorted(PACKERS))
@pytest.mark.parametrize("step", [1, 7, 1 << 30])
def test_a_packed_body_that_ends_early_is_truncated(coding: str, step: int) -> None:
    packed = PACKERS[coding](bytes(range(256)) * 40)
    for cut in (1, len(packed) // 2, len(packed) - 1):
        with pytest.raises(FetchFailed, match="truncated"):
            unpack(coding, packed[:cut], step=step)


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_a_body_may_have_as_many_bytes_as_the_cap_and_no_more(coding: str) -> None:
    packed = PACKERS[coding](b"a" * 1000)
    assert len(unpack(coding, packed, max_bytes=1000)) == 1000
    for step in (1, 1 << 30):
        with pytest.raises(FetchFailed, match="too_large: the body unpacks to more than 999 bytes"):
            unpack(coding, packed, max_bytes=999, step=step)


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_a_bomb_costs_the_cap(coding: str) -> None:
    packed = PACKERS[coding](bytes(32 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(FetchFailed, match="too_large"):
            unpack(coding, packed, max_bytes=1 << 20)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6 << 20


def test_a_bomb_in_a_bomb_costs_the_cap() -> None:
    inner = gzip.compress(bytes(32 << 20))
    with pytest.raises(FetchFailed, match="too_large"):
        unpack("gzip, gzip", gzip.compress(inner), max_bytes=1 << 20)
    assert unpack("gzip, br", brotli.compress(gzip.compress(b"body"))) == b"body"
    assert unpack(" , identity,GZIP ", gzip.compress(b"body")) == b"body"


@pytest.mark.parametrize("coding", ["gzip, gzip, gzip", "compress", "rot13", "gzip;q=1"])
def test_other_codings_and_stacks_of_them_are_refused(coding: str) -> None:
    with pytest.raises(FetchFailed, match="bad_encoding"):
        Decoding(coding, 100)


@pytest.mark.parametrize("coding", ["", "identity"])
def test_plain_bytes_have_the_same_cap(coding: str) -> None:
    assert unpack(coding, b"a" * 100, max_bytes=100) == b"a" * 100
    with pytest.raises(FetchFailed, match="too_large"):
        unpack(coding, b"a" * 101, max_bytes=100)


def test_a_packed_body_of_no_bytes_is_empty() -> None:
    assert unpack("gzip", b"") == b""


def test_members_and_frames_are_one_body_and_padding_none() -> None:
    for step in (1, 3, 1 << 30):
        assert (
            unpack("gzip", gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two"), step=step) == b"one two"
        )
        assert unpack("gzip", gzip.compress(b"one") + bytes(100), step=step) == b"one"
        assert unpack("zstd", zstd.compress(b"one ") + zstd.compress(b"two"), step=step) == b"one two"
    with pytest.raises(FetchFailed, match="bad_encoding: more than 10000 gzip members"):
        unpack("gzip", gzip.compress(b"") * 10_001)
    with pytest.raises(FetchFailed, match="bad_encoding: more than 10000 zstd frames"):
        unpack("zstd", zstd.compress(b"") * 10_001)


def test_a_window_that_no_content_coding_needs_is_refused() -> None:
    options = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.enable_long_distance_matching: 1}
    packer = zstd.ZstdCompressor(options=options)
    packed = packer.compress(b"a" * 1000) + packer.flush()
    with pytest.raises(FetchFailed, match="bad_encoding"):
        unpack("zstd", packed)


def test_gunzip_reads_whole_files_only() -> None:
    packed = gzip.compress(b"<urlset/>") + gzip.compress(b"\n")
    assert gunzip(packed) == b"<urlset/>\n"
    with pytest.raises(FetchFailed, match="truncated"):
        gunzip(packed[:-4])
    with pytest.raises(FetchFailed, match="bad_encoding"):
        gunzip(b"<urlset/>")
    with pytest.raises(FetchFailed, match="bad_encoding"):
        gunzip(packed[:10] + b"\xff" * 20)
    with pytest.raises(FetchFailed, match="too_large"):
        gunzip(gzip.compress(bytes(1001)), max_bytes=1000)
