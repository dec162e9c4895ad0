"""HWP 5: an OLE file whose streams `BodyText/Section<n>` are runs of records, most often deflated.

After the publisher's own description of the format ("한글 문서 파일 형식 5.0"): section 4.3 for records and their tags,
4.2.2 for the control characters in a paragraph's text, 3.2.1 for the flags of `FileHeader`.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import olefile

from extract.reading.article import Unreadable

#: Of the sections of one file together, inflated.
MAX_TEXT_BYTES = 64 * 1024 * 1024

_SIGNATURE = b"HWP Document File"
_COMPRESSED, _PASSWORD, _DISTRIBUTED = 0x1, 0x2, 0x4
_SECTION = re.compile(r"Section(\d{1,4})")

_PARA_HEADER, _PARA_TEXT, _CTRL_HEADER, _LIST_HEADER, _TABLE_BODY = 66, 67, 71, 72, 77
#: The id of a control stands back to front. Heads and feet of pages are furniture.
_TABLE, _FURNITURE = b" lbt", (b"daeh", b"toof")
#: Control characters that are one character; every other below 32 is eight, of which the first and last are it.
_SINGLE = {0, 10, 13, *range(24, 32)}
_SHOWN = {9: " ", 10: "\n", 24: "-", 30: " ", 31: " "}


#: A caption stands above the first row, wherever it is printed.
_CAPTION = -1


class _Record(NamedTuple):
    tag: int
    level: int
    data: bytes


def lines(content: bytes) -> list[str]:
    """The lines of all sections, see the package."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            return [line for section in _sections(ole) for line in _lines_of(_records(section))]
    except Unreadable:
        raise
    # olefile raises whatever a damaged sector table leads it to.
    except (
        OSError,
        ValueError,
        ArithmeticError,
        LookupError,
        struct.error,
        RecursionError,
        AttributeError,
        TypeError,
    ) as error:
        raise Unreadable("bad_archive", f"OLE: {type(error).__name__}: {error}"[:200]) from error


def _sections(ole: olefile.OleFileIO) -> Iterator[bytes]:
    if not ole.exists("FileHeader"):
        raise Unreadable("unknown_format", "an OLE file that is no HWP document")
    head = ole.openstream("FileHeader").read(256)
    if not head.startswith(_SIGNATURE) or len(head) < 40:
        raise Unreadable("unknown_format", "an OLE file whose FileHeader is not that of HWP 5")
    (flags,) = struct.unpack_from("<I", head, 36)
    if flags & _PASSWORD:
        raise Unreadable("encrypted", "an HWP file with a password")
    if flags & _DISTRIBUTED:
        raise Unreadable("encrypted", "an HWP file for distribution only: its text is kept from programs")
    names = {
        int(match[1]): path
        for path in ole.listdir(storages=False)
        if len(path) == 2 and path[0] == "BodyText" and (match := _SECTION.fullmatch(path[1]))
    }
    if not names:
        raise Unreadable("no_body", "an HWP file without sections")
    left = MAX_TEXT_BYTES
    for _, name in sorted(names.items()):
        data = ole.openstream(name).read()
        section = _inflated(data, left) if flags & _COMPRESSED else data
        left -= len(section)
        if left < 0:
            raise Unreadable("too_large", f"its text inflates to more than {MAX_TEXT_BYTES} bytes")
        yield section


def _inflated(data: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(-15)
    try:
        section = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise Unreadable("bad_archive", f"deflate: {error}") from error
    if len(section) <= limit and not unpacker.eof:
        raise Unreadable("truncated", "a section that ends too soon")
    return section


def _records(section: bytes) -> Iterator[_Record]:
    at = 0
    while at + 4 <= len(section):
        (head,) = struct.unpack_from("<I", section, at)
        at += 4
        size = head >> 20
        if size == 0xFFF:
            if at + 4 > len(section):
                raise Unreadable("truncated", "a record that ends in its head")
            (size,) = struct.unpack_from("<I", section, at)
            at += 4
        if at + size > len(section):
            raise Unreadable("truncated", f"a record of {size} bytes where {len(section) - at} are left")
        yield _Record(head & 0x3FF, head >> 10 & 0x3FF, section[at : at + size])
        at += size


@dataclass
class _Table:
    """A table that is being read: where it hangs, and by row its cells, each a list of lines."""

    level: int
    rows: dict[int, list[list[str]]] = field(default_factory=dict)
    row: int = _CAPTION  # of the cell that is being read
    has_begun: bool = False  # what comes before the record of the table itself is its caption

    def begin_cell(self, row: int) -> None:
        self.row = row
        self.rows.setdefault(row, []).append([])

    def add(self, line: str) -> None:
        if self.row not in self.rows:
            self.begin_cell(self.row)
        self.rows[self.row][-1].append(line)

    def lines(self) -> Iterator[str]:
        """One line a row. One cell over the whole width is a frame: notices put whole pages, with their tables, into
        one, so its lines stay as they are."""
        for _, cells in sorted(self.rows.items()):
            inside = [line for cell in cells for line in cell]
            yield from inside if len(cells) == 1 else [" ".join(" ".join(inside).split())]


def _lines_of(records: Iterator[_Record]) -> list[str]:
    """Paragraphs as lines, and the cells of a row as one; what a cell holds, tables too, is part of its row."""
    found: list[str] = []
    tables: list[_Table] = []
    furniture: int | None = None  # the level of a page's head or foot that is being passed over
    for record in records:
        if furniture is not None and record.level > furniture:
            continue
        furniture = None
        while tables and record.level <= tables[-1].level:
            _close(tables, found)
        if record.tag == _CTRL_HEADER:
            if record.data[:4] in _FURNITURE:
                furniture = record.level
            elif record.data[:4] == _TABLE:
                tables.append(_Table(record.level))
        elif record.tag == _PARA_TEXT:
            _put(_text(record.data), tables, found)
        elif tables and record.level == tables[-1].level + 1:
            if record.tag == _TABLE_BODY:
                tables[-1].has_begun = True
            elif record.tag == _LIST_HEADER and tables[-1].has_begun and len(record.data) >= 12:
                tables[-1].begin_cell(struct.unpack_from("<H", record.data, 10)[0])
    while tables:
        _close(tables, found)
    return found


def _put(text: str, tables: list[_Table], found: list[str]) -> None:
    if not tables:
        found.append(text)
    elif text.strip():
        tables[-1].add(text.strip())


def _close(tables: list[_Table], found: list[str]) -> None:
    """Ends the innermost table: its lines become part of the cell around it, or of the text."""
    for line in tables.pop().lines():
        _put(line, tables, found)


def _text(data: bytes) -> str:
    """The text of a paragraph without its controls."""
    units = struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])
    pieces: list[bytes] = []
    at = 0
    while at < len(units):
        unit = units[at]
        if unit >= 32:
            pieces.append(struct.pack("<H", unit))
            at += 1
            continue
        pieces.append(_SHOWN.get(unit, "").encode("utf-16-le"))
        at += 1 if unit in _SINGLE else 8
    return b"".join(pieces).decode("utf-16-le", "replace")
