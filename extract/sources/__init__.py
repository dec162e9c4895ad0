"""Where articles come from. Every kind is one module here, behind the same three steps: discover → fetch → page.

`discover` says what there is now (cheap: no page is opened), `fetch` brings one page as the bytes that it is. What the
bytes mean is not a source's business: that is `extract.reading`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from extract.web.attempts import FetchFailed

__all__ = ["FetchFailed", "Item", "Page", "Source", "open_source"]


@dataclass(frozen=True)
class Item:
    """Something that a source offers: its url, and what is known of it before it is fetched."""

    url: str
    handle: str  # what `fetch` needs, for a folder the path
    etag: str | None = None  # changes when the content may have changed
    changed_at: datetime | None = None  # when it last did, where the source says so


@dataclass(frozen=True)
class Page:
    """The bytes of one item, as they came."""

    url: str
    content: bytes
    sha256: str
    etag: str | None = None
    status: int | None = None  # HTTP status, None for files


class Source(Protocol):
    """One source of articles."""

    def discover(self) -> Iterator[Item]:
        """Every item that the source has now, sorted by url, each once.

        Raises IljariError where the source itself is not there.
        """
        ...

    def fetch(self, item: Item) -> Page:
        """The page of an item. Raises FetchFailed when there is none."""
        ...


def open_source(location: str | Path) -> Source:
    """The source at a location. Today every location is a folder."""
    from extract.sources.folder import Folder

    return Folder(Path(location))
