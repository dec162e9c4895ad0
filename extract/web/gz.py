"""Gzip files (sitemaps as `.xml.gz`), unpacked up to a cap."""

from extract.web.attempts import FetchFailed
from extract.web.decoding import Decoding

#: A sitemap has at most 50 MB unpacked (sitemaps.org).
MAX_BYTES = 52_428_800


def is_gzip(content: bytes) -> bool:
    """Whether bytes begin as a gzip file does."""
    return content.startswith(b"\x1f\x8b")


def gunzip(content: bytes, max_bytes: int = MAX_BYTES) -> bytes:
    """The content of a gzip file, all members of it; bytes behind the last one are left out.

    Raises FetchFailed: too_large, truncated (never a part), bad_encoding.
    """
    if not is_gzip(content):
        raise FetchFailed("bad_encoding", "not a gzip file")
    decoding = Decoding("gzip", max_bytes)
    unpacked = decoding.feed(content)
    decoding.finish()
    return unpacked
