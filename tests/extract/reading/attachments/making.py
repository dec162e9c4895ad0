"""Attachments made for the tests: the smallest files that a reader of their kind takes for whole."""

import io
import itertools
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

TITLE = "가평군, 전국 지방자치단체 일자리대상 최우수상 수상"
FIRST = "가평군은 8일 고용노동부가 주최한 전국 지방자치단체 일자리대상에서 최우수상을 받았다고 밝혔다."
SECOND = "군은 지난해 일자리 목표 2,400개를 넘어 2,688개를 만들어 목표의 112%를 이뤘다."
ROWS = [["구분", "목표", "실적"], ["2023년", "2,400개", "2,688개"]]

# -- PDF


def pdf(pages: Sequence[Sequence[str]], says_letters: bool = True) -> bytes:
    """A PDF with a Korean font of the viewer's (not embedded), one line of text a line, a gap where a tab is; or numbers
    of glyphs of which the file does not say what letters they are."""
    encoding, ordering = ("UniKS-UCS2-H", "Korea1") if says_letters else ("Identity-H", "Identity")
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HYSMyeongJo-Medium /Encoding /%s "
        b"/DescendantFonts [4 0 R] >>" % encoding.encode(),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HYSMyeongJo-Medium /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (%s) /Supplement 1 >> "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /HYSMyeongJo-Medium /Flags 6 /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 /FontBBox [0 -148 1001 880] >> >>" % ordering.encode(),
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(f"[{_shown(line)}] TJ T*" for line in lines)
        content = f"BT /F1 10 Tf 14 TL 40 800 Td\n{shown}\nET".encode() if lines else b""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 842] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _pdf_of(objects)


def _shown(line: str) -> str:
    return " -300 ".join(f"<{part.encode('utf-16-be').hex()}>" for part in line.split("\t"))


def _pdf_of(objects: Sequence[bytes], trailer: str = "") -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def pdf_with_password() -> bytes:
    """A PDF that says that it is encrypted, with values that no password fits."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32),
    ]
    return _pdf_of(objects, f"/Encrypt 3 0 R /ID [<{'33' * 16}> <{'33' * 16}>] ")


# -- HWPX

_HP = "http://www.hancom.co.kr/hwpml/2011/paragraph"
_HS = "http://www.hancom.co.kr/hwpml/2011/section"


def hwpx(*sections: str, more: dict[str, bytes] | None = None) -> bytes:
    """An HWPX file of sections, given as the XML of their paragraphs (`paragraph`, `table`)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/hwp+zip", zipfile.ZIP_STORED)
        for number, inner in enumerate(sections):
            root = f'<?xml version="1.0" encoding="UTF-8"?><hs:sec xmlns:hs="{_HS}" xmlns:hp="{_HP}">{inner}</hs:sec>'
            archive.writestr(f"Contents/section{number}.xml", root)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str, inner: str = "") -> str:
    return f"<hp:p><hp:run><hp:t>{text}</hp:t></hp:run><hp:run>{inner}</hp:run></hp:p>"


def table(rows: Sequence[Sequence[str]], inside: str = "") -> str:
    """A table; `inside` hangs on the paragraph of its last cell."""
    last = rows[-1][-1]
    cells = "".join(
        "<hp:tr>"
        + "".join(
            f"<hp:tc><hp:subList>{paragraph(cell, inside if cell == last else '')}</hp:subList></hp:tc>" for cell in row
        )
        + "</hp:tr>"
        for row in rows
    )
    return f"<hp:tbl>{cells}</hp:tbl>"


# -- HWP 5


def hwp(*sections: bytes, flags: int = 1, name: bytes = b"HWP Document File") -> bytes:
    """An HWP 5 file of sections, each the bytes of its records; deflated where the flags say so."""
    head = name.ljust(32, b"\0") + struct.pack("<II", 0x05010000, flags)
    streams: dict[tuple[str, ...], bytes] = {("FileHeader",): head.ljust(256, b"\0")}
    for number, section in enumerate(sections):
        streams["BodyText", f"Section{number}"] = deflated(section) if flags & 1 else section
    return ole(streams)


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def hwp_record(tag: int, level: int, data: bytes) -> bytes:
    if len(data) < 0xFFF:
        return struct.pack("<I", tag | level << 10 | len(data) << 20) + data
    return struct.pack("<II", tag | level << 10 | 0xFFF << 20, len(data)) + data


def hwp_paragraph(text: str, level: int = 0) -> bytes:
    written = (text + "\r").encode("utf-16-le", "surrogatepass")
    return hwp_record(66, level, b"\0" * 22) + hwp_record(67, level + 1, written)


def hwp_control(character: int, name: bytes) -> str:
    """A control of eight characters in a paragraph's text."""
    units = struct.pack("<H4s8xH", character, name, character)
    return units.decode("utf-16-le", "surrogatepass")


def hwp_table(rows: Sequence[Sequence[str]], level: int = 1, inside: bytes = b"", caption: str = "") -> bytes:
    """The control of a table that hangs on a paragraph; `inside` comes at the end of its last cell."""
    out = hwp_record(71, level, b" lbt" + b"\0" * 40)
    if caption:
        out += hwp_record(72, level + 1, struct.pack("<IIIII", 1, 0, 3, 8504, 850)) + hwp_paragraph(caption, level + 1)
    out += hwp_record(77, level + 1, b"\0" * 20)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            out += hwp_record(72, level + 1, struct.pack("<IIHHHH", 1, 0, column, number, 1, 1) + b"\0" * 18)
            out += hwp_paragraph(cell, level + 1)
    return out + inside


# -- OLE (compound files, [MS-CFB] 2.2 to 2.6)

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(streams: dict[tuple[str, ...], bytes]) -> bytes:
    """A compound file of version 3 with these streams, by path of at most two names."""
    sectors: list[bytes] = []
    fat: list[int] = []
    mini = bytearray()
    mini_fat: list[int] = []

    def put(content: bytes) -> int:
        """A chain of sectors; returns the first."""
        first = len(sectors)
        pieces = [content[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(content), _SECTOR)]
        sectors.extend(pieces)
        fat.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    def put_mini(content: bytes) -> int:
        first, n = len(mini) // _MINI, -(-len(content) // _MINI)
        mini.extend(content.ljust(n * _MINI, b"\0"))
        mini_fat.extend([*range(first + 1, first + n), _END])
        return first

    # name, kind, child, first sector, size
    entries: list[list] = [["Root Entry", 5, _FREE, _END, 0]]
    places: dict[tuple[str, ...], list[int]] = {(): []}
    for path, content in streams.items():
        start = put(content) if len(content) >= _CUTOFF else put_mini(content) if content else _END
        places.setdefault(path[:-1], []).append(len(entries))
        entries.append([path[-1], 2, _FREE, start, len(content)])
    for path in [path for path in places if path]:
        places[()].append(len(entries))
        entries.append([path[0], 1, places[path][0], 0, 0])
    right: dict[int, int] = {}
    for path, numbers in places.items():  # a tree that only ever goes right
        ordered = _ordered(entries, numbers)
        right |= dict(itertools.pairwise(ordered))
        owner = next((at for at, entry in enumerate(entries) if entry[1] == 1 and (entry[0],) == path), 0)
        entries[owner][2] = ordered[0]
    mini_fat_at = _END
    if mini:
        entries[0][3], entries[0][4] = put(bytes(mini)), len(mini)
        packed = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
        mini_fat_at = put(packed + b"\xff" * (-len(packed) % _SECTOR))
    directory_at = put(b"".join(_entry(*entry, right.get(at, _FREE)) for at, entry in enumerate(entries)))
    n_fat = -(-(len(fat) + 1) // 127)
    fat_at = len(sectors)
    fat.extend([_FAT] * n_fat)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(n_fat * _SECTOR, b"\xff")
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    n_mini_fat = -(-4 * len(mini_fat) // _SECTOR)
    head += struct.pack("<IIIIIIIII", 0, n_fat, directory_at, 0, _CUTOFF, mini_fat_at, n_mini_fat, _END, 0)
    head += struct.pack("<109I", *range(fat_at, fat_at + n_fat), *[_FREE] * (109 - n_fat))
    return head + b"".join(sectors) + table


def _ordered(entries: list[list], numbers: Iterable[int]) -> list[int]:
    return sorted(numbers, key=lambda number: (len(entries[number][0]), entries[number][0].upper()))


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int) -> bytes:
    written = name.encode("utf-16-le")
    out = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    return out + struct.pack("<III16xI16xIQ", _FREE, right, child, 0, start, size)
