"""XML from strangers: feeds and sitemaps, without entities, document types, networks or unlimited trees."""

import re
from html.entities import html5

from lxml import etree

from extract.web.attempts import FetchFailed

_DECLARATION = re.compile(r"<\?xml\s.*?\?>", re.S)
#: What may stand before a document type.
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.S)
#: A document type without declarations of its own, as RSS 0.91 and old XHTML have it. Behind it nothing can declare
#: an entity any more.
_PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[\]<>\"']|\"[^\"]*\"|'[^']*')*+>")
_NO_XML_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"&[A-Za-z][A-Za-z0-9]{1,31};")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def parse_xml(content: bytes, *, recovers: bool = False) -> etree._Element:
    """The root element of a document. Depth and size of its nodes are limited (256; 10 MB of text in one).

    Bytes are read as UTF-8, else as CP949, whatever the document declares (see extract.reading.encodings). With
    `recovers` characters that XML forbids are left out, HTML's entities become characters, and broken markup is read
    as far as it goes, as feed readers do; else all three raise. Raises FetchFailed: bad_xml, forbidden_xml (a document
    type with declarations).
    """
    text = _without_doctype(_without_declaration(_decoded(content).lstrip()))
    if recovers:
        text = _ENTITY.sub(_character, _NO_XML_CHARACTER.sub("", text))
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recovers,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise FetchFailed("bad_xml", (error.msg or "no XML")[:200]) from None
    except ValueError:
        raise FetchFailed("bad_xml", "a character that XML forbids") from None
    if root is None:
        raise FetchFailed("bad_xml", "no element in it")
    return root


def _character(entity: re.Match[str]) -> str:
    """HTML's `&nbsp;` and its like, which XML does not know, as characters; never as markup."""
    character = html5.get(entity[0][1:], "")
    return entity[0] if not character or set(character) & set("<>&\"'") else character


def _decoded(content: bytes) -> str:
    encodings = [name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)] or ["utf-8", "cp949"]
    for encoding in encodings:
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise FetchFailed("bad_xml", f"the bytes are no text in {' or '.join(encodings)}")


def _without_declaration(text: str) -> str:
    found = _DECLARATION.match(text)
    return text[found.end() :] if found else text


def _without_doctype(text: str) -> str:
    start = found.end() if (found := _PROLOG.match(text)) else 0
    if not text[start : start + 9].upper().startswith("<!DOCTYPE"):
        return text
    if doctype := _PLAIN_DOCTYPE.match(text, start):
        return text[:start] + text[doctype.end() :]
    raise FetchFailed("forbidden_xml", "a document type with declarations of its own (entities)")
