"""Bytes to text: strict UTF-8, else strict CP949, and no guess after that.

What a page declares is not asked: pages that say `euc-kr` hold CP949, and many that say nothing or the wrong thing are
one of the two. On Korean pages the two strict tries were right where detectors gave mojibake.
"""

import re
import unicodedata

from extract.reading.article import Unreadable

_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_BYTES = bytes([*range(0x00, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff\uf900-\ufaff]")
#: What no text keeps as it is: one class of few ranges, because a page is searched for it letter by letter.
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff\ud800-\udfff]"
)
#: Others of these are dropped: they are invisible, or no character at all.
_BECOMES = dict.fromkeys("\x0c\x85\u2028\u2029", "\n") | dict.fromkeys(
    "\x0b\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)


def decode(content: bytes) -> str:
    """The text of a page. Raises Unreadable: empty, truncated (ends inside a character), binary or undecodable."""
    if not content.strip():
        raise Unreadable("empty", f"{len(content)} bytes")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_strictly(content, encoding)
    # Most pages have none: leaving them out and counting takes a fifth of the time of the search.
    is_text = len(content.translate(None, _BINARY_BYTES)) == len(content)
    if not is_text and (found := _BINARY.search(content)):
        raise Unreadable("binary", f"byte 0x{found[0][0]:02x} at {found.start()} is in no text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end == len(content) and error.reason == "unexpected end of data" and error.start > 0:
            head = content[: error.start]
            if not head.isascii():
                raise Unreadable("truncated", "ends in the middle of a UTF-8 character") from error
    text = _decode_strictly(content, "cp949")
    if _looks_misread(text, len(content)):
        raise Unreadable("undecodable", "neither UTF-8 nor CP949: read as CP949 it is mostly rare Chinese characters")
    return text


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "cp949":
            reason = "truncated" if error.reason == "incomplete multibyte sequence" else "undecodable"
            where = f"byte 0x{content[error.start]:02x} at {error.start}"
            raise Unreadable(reason, f"neither UTF-8 nor CP949: {where}") from error
        raise Unreadable("undecodable", f"{encoding}: {error.reason} at {error.start}") from error


def _looks_misread(text: str, n_bytes: int) -> bool:
    """Whether a text that was so many bytes of CP949 was something else. Letters outside ASCII have two bytes there.

    UTF-8 with one broken byte often passes as CP949: a third of its characters are then Chinese ones.

    In Korean text of this century it is a few in a hundred; a fifth stands between the two.
    """
    return 5 * len(_IDEOGRAPH.findall(text)) > n_bytes - len(text)


def clean(text: str) -> str:
    """Text with one kind of line end, plain spaces, composed Hangul (NFC) and no invisible or control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return unicodedata.normalize("NFC", _ODD.sub(lambda found: _BECOMES.get(found[0], ""), text))


#: UTF-8 that was read as Latin-1 or Windows-1252 somewhere and written again: three of these letters in a row are no
#: word of any language; "í•œ" and "ê°€" are what Korean syllables become.
_MISREAD = re.compile(r"[\u00c0-\u00ff][\u0080-\u00bf\u0152-\u0178\u2018-\u203a\u20ac\u2122]{1,2}[\u00c0-\u00ff]")


def mojibake(text: str) -> str | None:
    """What shows that a text is broken: a character that stands for a lost one, or one encoding read as another."""
    if "\ufffd" in text:
        return f"{text.count(chr(0xFFFD))} characters were lost before the page was sent"
    found = _MISREAD.findall(text)
    return f"UTF-8 that was read as Latin-1: {found[0]!r}" if len(found) >= 3 else None
