"""Content-Encoding undone while it arrives, never further than a cap.

Every decoder is asked for at most one byte more than there is room for, so a bomb of any ratio costs the cap, no more.
"""

import zlib
from collections.abc import Callable
from typing import Protocol

import brotli
from backports import zstd

from extract.web.attempts import FetchFailed

#: What is told to servers, and understood.
ACCEPTED = "gzip, deflate, br, zstd"

#: Servers and the proxy before them each add one at most; more are stacked to multiply.
MAX_CODINGS = 2
#: RFC 9659: no content coding needs a larger window.
_ZSTD_WINDOW_LOG = 23
#: An empty gzip member has 20 bytes: a body of nothing else would keep the decoder busy for long.
_MAX_MEMBERS = 10_000


class _Decoder(Protocol):
    def feed(self, data: bytes, room: int) -> bytes:
        """What comes of the data, up to room + 1 bytes."""
        ...

    def is_whole(self) -> bool: ...


class Decoding:
    """A body on its way through its codings."""

    def __init__(self, content_encoding: str, max_bytes: int, cuts: bool = False) -> None:
        """With `cuts` a longer body ends at the cap. Raises FetchFailed: bad_encoding (unknown, or too many)."""
        names = [name.strip().lower() for name in content_encoding.split(",")]
        names = [name for name in names if name and name != "identity"]
        if len(names) > MAX_CODINGS or not all(name in _CODINGS for name in names):
            raise FetchFailed("bad_encoding", f"the body is packed as {content_encoding[:60]!r}; known: {ACCEPTED}")
        self._decoders = [_CODINGS[name]() for name in reversed(names)]
        self._has_data = False
        self.max_bytes = max_bytes
        self.cuts = cuts
        self.n_bytes = 0

    def feed(self, data: bytes) -> bytes:
        """The next bytes of the body. Raises FetchFailed: too_large, bad_encoding."""
        self._has_data = self._has_data or bool(data)
        for decoder in self._decoders:
            try:
                data = decoder.feed(data, self.max_bytes - self.n_bytes)
            except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
                raise FetchFailed("bad_encoding", "the packed body is damaged") from error
        if self.cuts:
            data = data[: self.max_bytes - self.n_bytes]
        self.n_bytes += len(data)
        if self.n_bytes > self.max_bytes:
            raise FetchFailed("too_large", f"the body unpacks to more than {self.max_bytes} bytes")
        return data

    def finish(self) -> None:
        """Raises FetchFailed: truncated, where a packed body ended before its end."""
        if self._has_data and not all(decoder.is_whole() for decoder in self._decoders):
            raise FetchFailed("truncated", "the packed body ended before its end")


class Gzip:
    """Gzip, one member or several. What follows the last one and is none (padding) is left out, as gunzip does."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._n_members = 1
        self._between = b""  # the first bytes behind a member: whether another begins shows in two

    def feed(self, data: bytes, room: int) -> bytes:
        found = bytearray()
        while data:
            if self._member.eof:
                self._between += data
                if len(self._between) < 2:
                    break
                data, self._between = self._between, b""
                if not data.startswith(b"\x1f\x8b"):
                    break
                self._next_member()
            found += self._member.decompress(data, room + 1 - len(found))
            if len(found) > room:
                break
            data = self._member.unused_data
        return bytes(found)

    def is_whole(self) -> bool:
        return self._member.eof

    def _next_member(self) -> None:
        self._n_members += 1
        if self._n_members > _MAX_MEMBERS:
            raise FetchFailed("bad_encoding", f"more than {_MAX_MEMBERS} gzip members")
        self._member = zlib.decompressobj(wbits=31)


class _Deflate:
    """zlib as the standard says, or raw deflate as many servers send."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj()
        self._head: bytes | None = b""

    def feed(self, data: bytes, room: int) -> bytes:
        if self._head is not None:
            self._head += data
            if len(self._head) < 2:
                return b""
            data, self._head = self._head, None
            if data[0] & 0x0F != 8 or int.from_bytes(data[:2], "big") % 31:
                self._inner = zlib.decompressobj(wbits=-15)
        return b"" if self._inner.eof else self._inner.decompress(data, room + 1)

    def is_whole(self) -> bool:
        return self._inner.eof


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        if self._inner.is_finished():
            return b""
        found = bytearray(self._inner.process(data, output_buffer_limit=room + 1))
        while len(found) <= room and not self._inner.can_accept_more_data():
            found += self._inner.process(b"", output_buffer_limit=room + 1 - len(found))
        return bytes(found)

    def is_whole(self) -> bool:
        return bool(self._inner.is_finished())


class _Zstd:
    """Zstandard, one frame or several."""

    def __init__(self) -> None:
        self._inner = self._frame()
        self._n_frames = 1

    def feed(self, data: bytes, room: int) -> bytes:
        found = bytearray()
        while len(found) <= room:
            if self._inner.eof:
                if not data:
                    break
                self._n_frames += 1
                if self._n_frames > _MAX_MEMBERS:
                    raise FetchFailed("bad_encoding", f"more than {_MAX_MEMBERS} zstd frames")
                self._inner = self._frame()
            found += self._inner.decompress(data, room + 1 - len(found))
            if self._inner.eof:
                data = self._inner.unused_data
            elif self._inner.needs_input:
                break
            else:
                data = b""
        return bytes(found)

    def is_whole(self) -> bool:
        return self._inner.eof

    @staticmethod
    def _frame() -> zstd.ZstdDecompressor:
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG})


_CODINGS: dict[str, Callable[[], _Decoder]] = {
    "gzip": Gzip,
    "x-gzip": Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}
