"""WARC files (ISO 28500), as web archives and CC-NEWS publish them: the HTTP answers in a file, or in a part of one.

A large file is read in parts, each by bytes: a record belongs to the part in which it begins. That needs no index and
no look at the rest of the file, because in a `.warc.gz` every record is a gzip member of its own and a reader can
begin at any of them. A file that is not written like that is one part.

The time of a capture (`WARC-Date`) says when a page was fetched. It never says when an article was published.
"""

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

from fastwarc.stream_io import ChunkedReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from extract.sources.whole_records import MEMBER, WholeRecord, unpacked, whole_records
from extract.web.attempts import FetchFailed
from extract.web.decoding import Decoding

#: The largest article pages are near 2 MB, attachments of notices some 10; a film is neither.
MAX_RECORD_BYTES = 32 * 1024 * 1024
#: A small body that unpacks to more than this is an attack or an accident.
MAX_UNPACKED_BYTES = 32 * 1024 * 1024
MAX_HEAD_BYTES = 64 * 1024

_SEARCH_BYTES = 1024 * 1024
#: So much of a gzip member shows whether a WARC record begins in it.
_PEEK_BYTES = 512
_KINDS = ((WarcRecordType.response, "response"), (WarcRecordType.revisit, "revisit"))
_IS_ENCODED = re.compile(rb"\n(?:content|transfer)-encoding:(?!\s*identity)", re.IGNORECASE)
_PLAIN_RECORD = re.compile(rb"\r\n\r\n(?=WARC/1\.)")
_CHUNK = re.compile(rb"[0-9a-fA-F]{1,8}\s*[;\r\n]")
#: Archives often keep the page unpacked and its header as it was; no packed body begins like a page or like JSON.
_NOT_PACKED = (b"<", b"{", b"[")


@dataclass(frozen=True)
class Part:
    """The records of a file that begin at or after byte `start` and before byte `end` (None: to the file's end)."""

    file: str
    start: int = 0
    end: int | None = None


class Answer(NamedTuple):
    """One HTTP answer as it was captured: its body without transfer and content encoding."""

    url: str
    at: datetime
    status: int
    content_type: str | None  # as the server said it, with its charset
    content: bytes
    offset: int  # where its record begins in the file


class Damage(NamedTuple):
    """What of a file could not be read. `end` None: to the end of the file."""

    start: int
    end: int | None
    reason: str  # broken_archive | truncated | too_large | bad_record | bad_encoding
    detail: str
    url: str | None = None


class Raw(NamedTuple):
    """A response record before anything in it is looked at: its HTTP head and body are `data[begin:end]`."""

    data: bytes | bytearray
    begin: int
    end: int
    offset: int
    record: WarcRecord | None  # None: what is before `begin` is the record's own head


class _Record(NamedTuple):
    """A record that FastWARC reads."""

    offset: int
    kind: str
    length: int  # of its block, in bytes
    record: WarcRecord


def raw_answers(stream: BinaryIO, part: Part, counts: Counter[str]) -> Iterator[Raw | Damage]:
    """The response records of a part, in their order, and what is damaged; goes on behind the damage.

    Counts `records` (of every type), `responses`, `revisits` (pages that were the same as before: another record has
    them) and `bytes` (of the responses, unpacked). Raises OSError only where the stream itself cannot be read.
    """
    find = _Finder(stream)
    broken_at: int | None = None
    message = ""
    at = part.start if part.start == 0 else find(part.start, part.end)
    while at is not None and (part.end is None or at < part.end):
        last = at
        try:
            for found in _records(stream, at, find.is_gzip):
                if part.end is not None and found.offset >= part.end:
                    break
                if broken_at is not None:
                    yield Damage(broken_at, found.offset, "broken_archive", message)
                    broken_at = None
                last = found.offset
                counts["records"] += 1
                if found.kind == "response":
                    counts["responses"] += 1
                    yield _read(found, counts)
                elif found.kind == "revisit":
                    counts["revisits"] += 1
            break
        except OSError as error:  # FastWARC's word for bytes that are no WARC record
            if broken_at is None:
                broken_at, message = last, str(error)
            # The damage may lie in the record at `last` or behind it; a second try from `last` itself would not end.
            at = find(last + 1, part.end)
    if broken_at is not None:
        yield Damage(broken_at, part.end, "broken_archive", message)


def _records(stream: BinaryIO, at: int, is_gzip: bool) -> Iterator[WholeRecord | _Record]:
    """The records from byte `at` on: the fast way as far as it goes, then FastWARC's. Raises OSError: damage."""
    if is_gzip:
        for whole in whole_records(stream, at, MAX_RECORD_BYTES):
            yield whole
            at = whole.next_offset
    stream.seek(at)
    for record in ArchiveIterator(stream, parse_http=False):
        kind = next((name for kind, name in _KINDS if kind == record.record_type), "other")
        yield _Record(record.stream_pos, kind, record.content_length, record)


def can_be_split(stream: BinaryIO) -> bool:
    """Whether a reader can begin in the middle of a file: it is gzip, and its first record is a member of its own."""
    stream.seek(0)
    unpacker = zlib.decompressobj(31)
    n_unpacked = 0
    while chunk := stream.read(_SEARCH_BYTES // 16):
        while chunk and not unpacker.eof:
            try:
                n_unpacked += len(unpacker.decompress(chunk, _SEARCH_BYTES))
            except zlib.error:
                return False
            chunk = unpacker.unconsumed_tail
        if unpacker.eof:
            behind = unpacker.unused_data + stream.read(_PEEK_BYTES)
            return _begins_record(behind)
        if n_unpacked > MAX_RECORD_BYTES:
            return False
    return False


def answer_of(raw: Raw) -> Answer | Damage:
    """The HTTP answer in a record."""
    record = raw.record or _parsed(raw.data)
    url = _header(record, "WARC-Target-URI").strip("<> ")
    try:
        at = _moment(_header(record, "WARC-Date"))
    except ValueError:
        return Damage(raw.offset, None, "bad_record", "no WARC-Date that is a time", url)
    body = begin_of_body(raw.data, raw.begin, raw.end)
    if not raw.data.startswith(b"HTTP/", raw.begin) or not body:
        return Damage(raw.offset, None, "bad_record", "no HTTP head", url)
    lines = raw.data[raw.begin : body].decode("latin-1").splitlines()
    status = lines[0].split(None, 2)[1:2]
    headers = _headers(lines[1:])
    try:
        content = decoded(bytes(memoryview(raw.data)[body : raw.end]), headers)
    except FetchFailed as failure:
        return Damage(raw.offset, None, failure.reason, failure.detail, url)
    code = int(status[0]) if status and status[0].isdigit() else 0
    return Answer(url, at, code, headers.get("content-type"), content, raw.offset)


def begin_of_body(data: bytes | bytearray, begin: int = 0, end: int | None = None) -> int:
    """Where the HTTP head of a record has ended, 0 where it has none; `begin` and `end` of the record's block in the
    data. Servers end lines with or without `\\r`."""
    last = min(begin + MAX_HEAD_BYTES, len(data) if end is None else end)
    long = data.find(b"\n\r\n", begin, last)
    short = data.find(b"\n\n", begin, long if long >= 0 else last)
    if short >= 0:
        return short + 2
    return long + 3 if long >= 0 else 0


def is_encoded(data: bytes | bytearray, begin: int, body: int) -> bool:
    """Whether the HTTP head between a block's begin and its body's names an encoding: then the body does not show its
    words."""
    return _IS_ENCODED.search(data, begin, body) is not None


def decoded(body: bytes, headers: dict[str, str]) -> bytes:
    """A body without its transfer and content encodings. What an archive has unpacked and left named stays as it is.

    Raises FetchFailed: too_large, bad_encoding, truncated.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower() and _CHUNK.match(body):
        try:
            body = ChunkedReader(io.BytesIO(body)).read(MAX_RECORD_BYTES)
        except OSError as error:
            raise FetchFailed("truncated", "the chunks of the body end too soon") from error
    encoding = headers.get("content-encoding", "")
    if not encoding or body.lstrip()[:1] in _NOT_PACKED:
        return body
    if encoding.lower() in ("gzip", "x-gzip") and (whole := unpacked(memoryview(body), MAX_UNPACKED_BYTES)):
        return bytes(whole)  # in one call, in half the time
    decoding = Decoding(encoding, MAX_UNPACKED_BYTES)
    content = decoding.feed(body)
    decoding.finish()
    return content


def _read(found: WholeRecord | _Record, counts: Counter[str]) -> Raw | Damage:
    if found.length > MAX_RECORD_BYTES:
        detail = f"{found.length} bytes, the limit is {MAX_RECORD_BYTES}"
        record = found.record if isinstance(found, _Record) else _parsed(found.data)
        return Damage(found.offset, None, "too_large", detail, _header(record, "WARC-Target-URI"))
    if isinstance(found, WholeRecord):
        counts["bytes"] += found.length
        return Raw(found.data, found.begin, found.end, found.offset, None)
    data = found.record.reader.read(found.length)
    counts["bytes"] += len(data)
    if len(data) < found.length:  # FastWARC ends without a word where the file does
        detail = f"the file ends {found.length - len(data)} bytes before the record does"
        return Damage(found.offset, None, "truncated", detail, _header(found.record, "WARC-Target-URI"))
    return Raw(data, 0, len(data), found.offset, found.record)


def _parsed(data: bytes | bytearray) -> WarcRecord:
    """A record as FastWARC reads it."""
    return next(iter(ArchiveIterator(io.BytesIO(data), parse_http=False)))


def _header(record: WarcRecord, name: str) -> str:
    return record.headers.get(name) or ""


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _headers(lines: list[str]) -> dict[str, str]:
    """The headers by name in lower case; of those that come twice the last, as browsers take Content-Type."""
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, value in pairs}


class _Finder:
    """Finds the next place from which records can be read."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        head = stream.read(len(MEMBER))
        self.stream = stream
        self.is_gzip = head == MEMBER
        self.is_plain = head == b"WAR"

    def __call__(self, at: int, end: int | None) -> int | None:
        """The first place at or after `at`, and before `end`, where a record begins; None where there is none."""
        if not (self.is_gzip or self.is_plain):
            return None
        while end is None or at < end:
            self.stream.seek(at)
            chunk = self.stream.read(_SEARCH_BYTES)
            for found in self._candidates(chunk):
                if end is None or at + found < end:
                    return at + found
            if len(chunk) < _SEARCH_BYTES:
                return None
            at += len(chunk) - _PEEK_BYTES  # a record may begin across the border
        return None

    def _candidates(self, chunk: bytes) -> Iterator[int]:
        if self.is_plain:
            yield from (found.end() for found in _PLAIN_RECORD.finditer(chunk))
            return
        found = chunk.find(MEMBER)
        while found >= 0:
            if _begins_record(chunk[found : found + _PEEK_BYTES]):
                yield found
            found = chunk.find(MEMBER, found + 1)


def _begins_record(member: bytes) -> bool:
    # The three bytes of the mark stand by chance once in 16 million; the first words behind it do not.
    try:
        return zlib.decompressobj(31).decompress(member, 5) == b"WARC/"
    except zlib.error:
        return False
