"""From a page to its articles. What kind of page it is, its name says: .txt, .html, .htm, .json or .jsonl."""

import logging
import zlib
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from extract.reading.article import Article, Reading, Reject, Unreadable, article_text
from extract.reading.attachments import is_attachment, read_attachment
from extract.sources import Page

__all__ = ["READER_VERSION", "Article", "Reading", "Reject", "Unreadable", "article_text", "read_page"]

log = logging.getLogger(__name__)

#: Part of every batch's name: what another version of the reader lands has other names.
READER_VERSION = "1"

#: ending of the name → module and function. Modules are imported when a page needs them: lxml alone costs 0.1 s.
READERS = {
    ".txt": ("extract.reading.dump", "read_dump"),
    ".html": ("extract.reading.html", "read_html"),
    ".htm": ("extract.reading.html", "read_html"),
    ".json": ("extract.reading.records", "read_json"),
    ".jsonl": ("extract.reading.records", "read_jsonl"),
}
#: what a server says a page is → ending
CONTENT_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
}
#: A small file that unpacks to more than this is an attack or an accident.
MAX_UNPACKED_BYTES = 64 * 1024 * 1024


def read_page(page: Page, fetched_at: datetime) -> Reading:
    """The articles of a page, and what in it could not be read. Never raises for what a page holds.

    `fetched_at` bounds the publication time: nothing is published after it was fetched.
    """
    try:
        content = _unpacked(page.content)
        if is_attachment(content):
            return read_attachment(content, fetched_at)
        ending = _ending(page)
        if ending not in READERS:
            return Reading(rejects=[Reject("unknown_format", f"'{ending}' is none of {', '.join(READERS)}")])
        return _reader(ending)(content, fetched_at)
    except Unreadable as error:
        return Reading(rejects=[Reject(error.reason, error.detail)])
    except Exception as error:  # a page that breaks the reader costs a row, not the run
        log.exception("%s: the reader failed", page.url)
        return Reading(rejects=[Reject("reader_failed", f"{type(error).__name__}: {error}"[:300])])


def _ending(page: Page) -> str:
    """What decides on the reader: of a file the ending of its name, of a page from the web what its server says it is.
    A server that says nothing, or 'bytes', mostly sends a page."""
    if page.content_type is None and not page.url.startswith(("http://", "https://")):
        return PurePosixPath(unquote(urlsplit(page.url).path)).suffix.lower()
    said = (page.content_type or "").partition(";")[0].strip().lower()
    if said in ("", "application/octet-stream") and page.content.lstrip()[:1] == b"<":
        return ".html"
    return CONTENT_TYPES.get(said, said)


def _reader(ending: str) -> Callable[[bytes, datetime], Reading]:
    module, function = READERS[ending]
    return getattr(import_module(module), function)


def _unpacked(content: bytes) -> bytes:
    """The content, unpacked where it was saved as it was sent: gzip under the page's own name."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(content, MAX_UNPACKED_BYTES + 1)
    except zlib.error as error:
        raise Unreadable("undecodable", f"gzip: {error}") from error
    if len(unpacked) > MAX_UNPACKED_BYTES:
        raise Unreadable("too_large", f"unpacks to more than {MAX_UNPACKED_BYTES} bytes")
    if not unpacker.eof:
        raise Unreadable("truncated", "gzip that ends too soon")
    return unpacked
