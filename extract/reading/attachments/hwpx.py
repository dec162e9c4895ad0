"""HWPX (OWPML, KS X 6101): a ZIP of XML. Nothing of it is written to disk, so no name in it leads anywhere."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from extract.reading.article import Unreadable

MAX_ENTRIES = 10_000
#: Of the sections of one file together, unpacked.
MAX_XML_BYTES = 64 * 1024 * 1024
#: Tables in tables in tables: nobody writes more.
MAX_DEPTH = 200

_SECTION = re.compile(r"Contents/section(\d{1,4})\.xml")
_ENCRYPTED = 0x1


def lines(content: bytes) -> list[str]:
    """The lines of all sections, see the package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [line for section in _sections(archive) for line in _lines_of(section)]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, ValueError, OSError) as error:
        raise Unreadable("bad_archive", f"ZIP: {error}"[:200]) from error


def _sections(archive: zipfile.ZipFile) -> Iterator[bytes]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Unreadable("too_large", f"{len(entries)} entries in a ZIP, the limit is {MAX_ENTRIES}")
    found = {int(match[1]): entry for entry in entries if (match := _SECTION.fullmatch(entry.filename))}
    if not found:
        raise Unreadable("unknown_format", "a ZIP that is no HWPX: it has no Contents/section0.xml")
    if _is_encrypted(archive, found.values()):
        raise Unreadable("encrypted", "an HWPX file with a password")
    left = MAX_XML_BYTES
    for _, entry in sorted(found.items()):
        section = _read(archive, entry, left)
        left -= len(section)
        yield section


def _is_encrypted(archive: zipfile.ZipFile, sections: object) -> bool:
    if any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist()):
        return True
    try:
        manifest = _read(archive, archive.getinfo("META-INF/manifest.xml"), 1024 * 1024)
    except KeyError:
        return False
    return b"encryption-data" in manifest


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """An entry, never more than the limit of it: the size in its head may lie."""
    with archive.open(entry) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise Unreadable("too_large", f"its XML unpacks to more than {MAX_XML_BYTES} bytes")
    return content


def _lines_of(section: bytes) -> list[str]:
    # Entities could name files and addresses, or each other a million times: none is resolved, no DTD is read.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(section, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("bad_archive", f"XML: {error}"[:200]) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("bad_archive", "XML with a DTD, which no HWPX has")
    found: list[str] = []
    for paragraph in _children(root, "p"):
        _add_paragraph(paragraph, found, 0)
    return found


def _add_paragraph(paragraph: etree._Element, found: list[str], depth: int) -> None:
    """The text of a paragraph, then what hangs on it: tables, and the text of boxes and notes."""
    if depth > MAX_DEPTH:
        raise Unreadable("bad_archive", f"nested deeper than {MAX_DEPTH}")
    text: list[str] = []
    hanging: list[etree._Element] = []
    for run in _children(paragraph, "run"):
        for part in run:
            if _name(part) == "t":
                text.append(_text(part))
            else:
                hanging.append(part)
    found.append("".join(text))
    for part in hanging:
        _add_object(part, found, depth + 1)


def _add_object(part: etree._Element, found: list[str], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Unreadable("bad_archive", f"nested deeper than {MAX_DEPTH}")
    if _name(part) == "tbl":
        for row in _children(part, "tr"):
            cells = [_cell(cell, depth) for cell in _children(row, "tc")]
            # One cell over the whole width is a frame: notices put whole pages, with their tables, into one.
            found += cells[0] if len(cells) == 1 else [" ".join(line for cell in cells for line in cell)]
    elif _name(part) == "p":
        _add_paragraph(part, found, depth + 1)
    elif _name(part) not in ("secPr", "header", "footer"):  # page furniture
        for child in part:
            _add_object(child, found, depth + 1)


def _cell(cell: etree._Element, depth: int) -> list[str]:
    """The lines in a cell that are not empty."""
    inside: list[str] = []
    for child in cell:
        _add_object(child, inside, depth + 1)
    return [line.strip() for line in inside if line.strip()]


def _text(part: etree._Element) -> str:
    """The text of a run; breaks and tabs are elements in it."""
    pieces = [part.text or ""]
    for child in part:
        pieces.append({"lineBreak": "\n", "tab": " ", "nbSpace": " ", "fwSpace": " "}.get(_name(child), ""))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _name(child) == name)


def _name(element: etree._Element) -> str:
    """The name without its namespace: those of OWPML changed with its versions."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
