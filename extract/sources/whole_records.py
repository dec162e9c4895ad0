"""The fast way through a `.warc.gz`: gzip members that hold one whole record each, unpacked at once.

A member's last four bytes say how much it unpacks to. So libdeflate (package `deflate`) can unpack it in one call, its
checksum with it, and the page is looked at where it was unpacked to; nothing is made of a record but where it begins
and ends. Only what every crawler writes is read here. Where a member is anything else (damage, several records, odd
heads, no gzip), this way ends, and FastWARC goes on from there: it says what is wrong, or reads it.
"""

import zlib
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, NamedTuple

import deflate
import hyperscan

MEMBER = b"\x1f\x8b\x08"
#: A member has a head of 10 bytes, a body, and a tail of 8: checksum and size.
_SMALLEST_MEMBER = 20
#: Small, so that what is read and what is unpacked stay in the processor's cache.
_READ_BYTES = 128 * 1024
_LONGEST_HEAD = 64 * 1024
#: The mark of a member stands in 16 MB of packed bytes once by chance, and wherever somebody puts it.
_MOST_MARKS = 16

_BEGINNINGS = (b"WARC/1.0\r\n", b"WARC/1.1\r\n")
_BETWEEN = b"\r\n\r\n"


class WholeRecord(NamedTuple):
    """A record: its block is `data[begin:end]`. Where that is over the limit, `data` is the head alone."""

    offset: int  # of its member in the file
    next_offset: int
    kind: str  # as in WARC-Type, in small letters
    length: int  # of the block, in bytes
    begin: int
    data: bytes | bytearray

    @property
    def end(self) -> int:
        return self.begin + self.length


def whole_records(stream: BinaryIO, at: int, largest: int) -> Iterator[WholeRecord]:
    """The records from byte `at` of a file on, as long as each of them is a whole gzip member.

    `largest`: of a block, in bytes; a larger one is passed over. Ends before the first member that is anything else,
    and at the end of the file.
    """
    window = _Window(stream, at)
    while True:
        if member := window.member(largest + _LONGEST_HEAD):
            record = _record(at, *member)
        elif record := _large_record(stream, at, largest):
            window = _Window(stream, record.next_offset)
        if record is None:
            return
        yield record
        at = record.next_offset


class _Window:
    """A file, read on as members need it."""

    def __init__(self, stream: BinaryIO, at: int) -> None:
        stream.seek(at)
        self.stream = stream
        self.at = at  # of the next member in the file
        self.buffer = b""
        self.offset = at  # of the buffer's first byte in the file
        self.marks: list[int] = []  # where in the file members may begin
        self.is_all = False

    def member(self, largest: int) -> tuple[bytearray, int] | None:
        """What the next member unpacks to, and where it ends in the file; None where that is not seen at once."""
        tried = 0
        while True:
            for mark in self.marks[tried:_MOST_MARKS]:
                tried += 1
                if data := self._unpacked(mark, largest):
                    del self.marks[:tried]
                    return data, mark
            read_until = self.offset + len(self.buffer)
            if self.is_all or tried == _MOST_MARKS or read_until - self.at > largest:
                data = self._unpacked(read_until, largest) if self.is_all else None
                return (data, read_until) if data else None
            self._read_on()

    def _read_on(self) -> None:
        kept = self.buffer[self.at - self.offset :]
        more = self.stream.read(max(_READ_BYTES, len(kept)))  # doubled, or a large member would be copied for ever
        self.is_all = not more
        self.buffer, self.offset = kept + more, self.at
        searched = max(0, len(kept) - len(MEMBER) + 1)
        self.marks += [self.offset + searched + mark for mark in _marks(memoryview(self.buffer)[searched:])]

    def _unpacked(self, end: int, largest: int) -> bytearray | None:
        data = unpacked(memoryview(self.buffer)[self.at - self.offset : end - self.offset], largest)
        if data:
            self.at = end
        return data


def unpacked(member: memoryview, largest: int) -> bytearray | None:
    """What a gzip member unpacks to; None where these bytes are not one member, whole and alone."""
    if len(member) < _SMALLEST_MEMBER or member[:3] != MEMBER:
        return None
    size, begin = int.from_bytes(member[-4:], "little"), _head_bytes(member)
    if not begin or not 0 < size <= largest:
        return None
    try:
        data: bytearray = deflate.deflate_decompress(member[begin:-8], size)
    except deflate.DeflateError:
        return None
    # libdeflate ends where the packed bytes do, whatever is behind them: the member's tail must be that of these. Where
    # a record stands twice, the second without its first bytes, the two are one here, and nothing is lost.
    is_whole = len(data) == size and deflate.crc32(data) == int.from_bytes(member[-8:-4], "little")
    return data if is_whole else None


def _head_bytes(member: memoryview) -> int:
    """The length of a member's head: with no field, or with an extra one, as wget writes; 0 where it has others."""
    if member[3] == 0:
        return 10
    return 12 + int.from_bytes(member[10:12], "little") if member[3] == 4 else 0


def _record(offset: int, data: bytearray, next_offset: int) -> WholeRecord | None:
    """The record that a member holds; None where it is not alone there, or written in another way than all are."""
    if (head := _head(data)) is None:
        return None
    record = WholeRecord(offset, next_offset, *head, data)
    return record if record.end + len(_BETWEEN) == len(data) and data.endswith(_BETWEEN) else None


def _head(data: bytes | bytearray) -> tuple[str, int, int] | None:
    """Of the head of a record its kind, the length of its block, and where that begins."""
    begin = data.find(_BETWEEN, 0, _LONGEST_HEAD) + len(_BETWEEN)
    head = bytes(data[:begin])
    if not head.startswith(_BEGINNINGS) or head.count(b"\n") != head.count(b"\r\n"):
        return None
    kind, length = _field(head, b"\r\nWARC-Type:"), _field(head, b"\r\nContent-Length:")
    names = head.lower()
    is_odd = names.count(b"\r\nwarc-type:") != 1 or names.count(b"\r\ncontent-length:") != 1
    if is_odd or not kind or not length.isdigit() or b"\r\n " in head or b"\r\n\t" in head:  # lines that go on
        return None
    return kind.decode("latin-1").lower(), int(length), begin


def _field(head: bytes, name: bytes) -> bytes:
    """The value of a field whose name is written as in the standard; empty where it is not there."""
    return head.partition(name)[2].partition(b"\r\n")[0].strip(b" \t")


def _large_record(stream: BinaryIO, at: int, largest: int) -> WholeRecord | None:
    """A record whose head says that its block is too large; its member is unpacked bit by bit to find its end."""
    stream.seek(at)
    unpacker = zlib.decompressobj(31)
    packed, read, size = b"", at, 0
    head, begun = None, b""
    try:
        while not unpacker.eof:
            if not packed:
                packed = stream.read(_READ_BYTES)
                read += len(packed)
            if not packed:
                return None
            piece = unpacker.decompress(packed, _READ_BYTES)
            packed, size = unpacker.unconsumed_tail, size + len(piece)
            if head is None:
                begun, head = piece, _head(piece)
                if head is None or head[1] <= largest:
                    return None
    except zlib.error:
        return None
    record = WholeRecord(at, read - len(unpacker.unused_data), *head, begun[: head[2]]) if head else None
    return record if record and record.end + len(_BETWEEN) == size else None


def _marks(data: memoryview) -> list[int]:
    """Where members may begin. Hyperscan takes a fifth of the time of `bytes.find`."""
    found: list[int] = []
    _searcher().scan(data, match_event_handler=lambda number, begin, end, *_: found.append(end - len(MEMBER)))
    return found


@cache
def _searcher() -> hyperscan.Database:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=["".join(f"\\x{byte:02x}" for byte in MEMBER).encode()], ids=[0], elements=1)
    database.scratch = hyperscan.Scratch(database)
    return database
