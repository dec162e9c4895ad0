"""From a page to its articles. What kind of page it is, its name says: .txt, .html, .htm, .json or .jsonl."""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from extract.reading.article import Article, Reading, Reject, Unreadable, article_text
from extract.reading.attachments import is_attachment, read_attachment
from extract.reading.parts import join_parts
from extract.sources import Page
from extract.web.attempts import FetchFailed
from extract.web.gz import gunzip, is_gzip

__all__ = [
    "READER_VERSION",
    "Article",
    "Reading",
    "Reject",
    "Unreadable",
    "article_text",
    "join_parts",
    "read_attachment",
    "read_head",
    "read_page",
]

log = logging.getLogger(__name__)

#: Part of every batch's name: what another version of the reader lands has other names.
READER_VERSION = "3"

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
#: What a page of markup has at its beginning, whatever its address ends with.
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|article)[\s>]", re.IGNORECASE)
#: A small file that unpacks to more than this is an attack or an accident.
MAX_UNPACKED_BYTES = 64 * 1024 * 1024


def read_page(page: Page, fetched_at: datetime, rule: str | None = None, with_rules: bool = True) -> Reading:
    """The articles of a page, and what in it could not be read. Never raises for what a page holds.

    `fetched_at` bounds the publication time: nothing is published after it was fetched. `rule` names the rule of
    `extract.reading.rules` to read HTML by, where a source knows its own; `with_rules` False reads without any.
    """
    try:
        content = _unpacked(page.content)
        if is_attachment(content):
            return read_attachment(content, fetched_at)
        ending = _ending(page, content)
        if ending not in READERS:
            return Reading(rejects=[Reject("unknown_format", f"'{ending}' is none of {', '.join(READERS)}")])
        reader = _reader(ending)
        if ending in (".html", ".htm"):
            return reader(content, fetched_at, url=page.url, rule=rule or page.reading_rule, with_rules=with_rules)
        return reader(content, fetched_at)
    except Unreadable as error:
        return Reading(rejects=[Reject(error.reason, error.detail)])
    except Exception as error:  # a page that breaks the reader costs a row, not the run
        log.exception("%s: the reader failed", page.url)
        return Reading(rejects=[Reject("reader_failed", f"{type(error).__name__}: {error}"[:300])])


def read_head(page: Page, fetched_at: datetime) -> Article:
    """Title and publication time of a page that has no body: a notice whose text is in its attachment."""
    from extract.reading.html import read_head as of_html

    try:
        return of_html(page.content, fetched_at, page.url, page.reading_rule)
    except Unreadable:
        return Article(None, "")


def _ending(page: Page, content: bytes) -> str:
    """What decides on the reader: what its server says of a page, else the ending of its name. An address on the web
    need not say what it leads to: there the bytes are asked."""
    said = (page.content_type or "").partition(";")[0].strip().lower()
    if said in CONTENT_TYPES:
        return CONTENT_TYPES[said]
    ending = PurePosixPath(unquote(urlsplit(page.url).path)).suffix.lower()
    is_web = page.url.startswith(("http:", "https:"))
    if not said and (not is_web or ending in (".txt", ".json", ".jsonl")):
        return ending
    if said in ("", "application/octet-stream") and _MARKUP.search(_as_ascii(content[:4096])):
        return ".html"
    return said or ending or "no ending"


def _as_ascii(head: bytes) -> bytes:
    return head.replace(b"\x00", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head


def _reader(ending: str) -> Callable[..., Reading]:
    module, function = READERS[ending]
    return getattr(import_module(module), function)


def _unpacked(content: bytes) -> bytes:
    """The content, unpacked where it was saved as it was sent: gzip under the page's own name."""
    if not is_gzip(content):
        return content
    try:
        return gunzip(content, MAX_UNPACKED_BYTES)
    except FetchFailed as failure:
        reason = "undecodable" if failure.reason == "bad_encoding" else failure.reason
        raise Unreadable(reason, failure.detail) from failure
