"""Attachments of notices: PDF, HWP (5) and HWPX. What kind of file one is, its first bytes say, not its name.

Each kind is a module with `lines(content) -> list[str]`: the paragraphs in their order, a row of a table as one line.
It raises Unreadable: encrypted, scan_only, truncated, too_large, bad_archive, unknown_format, no_body.
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from extract.reading.article import Article, Reading, Unreadable
from extract.reading.dump import dated, has_body, tidy
from extract.reading.encodings import clean

#: A press release with its pictures has some megabytes, a yearly plan with maps some tens.
MAX_ATTACHMENT_BYTES = 64 * 1024 * 1024
#: The text of the longest yearly plans; twenty times that is an attack or an accident.
MAX_TEXT_CHARS = 5_000_000

#: first bytes → module. OLE holds old Word and Excel files too, a ZIP everything: the module looks further.
_KINDS = {
    b"%PDF-": "extract.reading.attachments.pdf",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "extract.reading.attachments.hwp",
    b"PK\x03\x04": "extract.reading.attachments.hwpx",
}
_MARKS = tuple(_KINDS)


def is_attachment(head: bytes) -> bool:
    """Whether the first eight bytes of a page are those of a kind of attachment."""
    return head.startswith(_MARKS)


def read_attachment(content: bytes, fetched_at: datetime, title: str | None = None) -> Reading:
    """The one article of an attachment. `title`: the notice's, where there is one; else the headline in the text.

    Raises Unreadable, see above.
    """
    if len(content) > MAX_ATTACHMENT_BYTES:
        raise Unreadable("too_large", f"{len(content)} bytes, the limit is {MAX_ATTACHMENT_BYTES}")
    body = tidy(clean("\n\n".join(_lines_of(content)(content))))
    if len(body) > MAX_TEXT_CHARS:
        raise Unreadable("too_large", f"a text of {len(body)} characters, the limit is {MAX_TEXT_CHARS}")
    lines = [line for line in body.split("\n") if line]
    if not has_body(lines):
        raise Unreadable("no_body", f"no sentence in {len(lines)} lines")
    reading = Reading()
    found = dated(reading, body, None, fetched_at)
    reading.articles.append(
        Article(title or found.title, body, found.published_at, found.published_precision) if title else found
    )
    return reading


def _lines_of(content: bytes) -> Callable[[bytes], list[str]]:
    for mark, module in _KINDS.items():
        if content.startswith(mark):
            return getattr(import_module(module), "lines")  # noqa: B009
    raise Unreadable("unknown_format", "neither PDF nor HWP nor HWPX")
