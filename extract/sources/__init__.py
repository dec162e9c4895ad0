"""Where articles come from. Every kind is one module here, behind the same three steps: discover → fetch → page.

`discover` says what there is now (cheap: no page is opened), `fetch` brings one page as the bytes that it is. What the
bytes mean is not a source's business: that is `extract.reading`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from extract.web.attempts import Attempt, FetchFailed

if TYPE_CHECKING:
    from extract.sources.entries import Entry
    from extract.sources.web import Web

__all__ = [
    "Attempt",
    "FetchFailed",
    "Item",
    "Memory",
    "NotModified",
    "Nothing",
    "Page",
    "Secrets",
    "Source",
    "Validators",
    "open_folder",
    "open_source",
]


@dataclass(frozen=True)
class Item:
    """Something that a source offers: its url, and what is known of it before it is fetched."""

    url: str
    handle: str  # what `fetch` needs: for a folder the path, for the web the address
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
    last_modified: str | None = None
    content_type: str | None = None  # as the server says it, with its charset; None for files
    final_url: str | None = None  # where redirects led, if anywhere else
    reading_rule: str | None = None  # the publisher rule that the source's entry names
    attempts: tuple[Attempt, ...] = ()  # the requests that brought it; none for files


class NotModified(Exception):
    """The item is as it was when it was last fetched: there is nothing to read."""

    def __init__(self, attempts: Sequence[Attempt] = ()) -> None:
        super().__init__("not modified")
        self.attempts = tuple(attempts)


@dataclass(frozen=True)
class Validators:
    """What a server gave to ask it with next time (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


class Memory(Protocol):
    """What a source may ask of the runs before: see `extract.landing.Known`."""

    #: Whether the last run of this source went through its lists to their end, so that all behind what is known is
    #: known too.
    was_complete: bool

    def has_item(self, url: str) -> bool:
        """Whether the page of an address was fetched, or given up, before."""
        ...

    def lists(self) -> frozenset[str]:
        """The lists of this source that were fetched before."""
        ...

    def list_validators(self, url: str) -> Validators:
        """For a list of this source, where all that it led to has landed; else empty."""
        ...

    def page_validators(self, url: str) -> Validators:
        """For a page that was fetched before."""
        ...


class Nothing:
    """The memory of whoever has none."""

    was_complete = False

    def has_item(self, url: str) -> bool:
        return False

    def lists(self) -> frozenset[str]:
        return frozenset()

    def list_validators(self, url: str) -> Validators:
        return Validators()

    def page_validators(self, url: str) -> Validators:
        return Validators()


class Source(Protocol):
    """One source of articles."""

    def discover(self) -> Iterator[Item]:
        """Every item that the source has now, each once, in an order that depends on nothing but the source.

        Raises IljariError where the source itself is not there, FetchFailed where it cannot be reached.
        """
        ...

    def fetch(self, item: Item) -> Page:
        """The page of an item. Raises FetchFailed when there is none, NotModified where it is the one from before.

        Of a source on the web several are fetched at a time, each in a thread."""
        ...


#: kind → module and class. Modules are imported when an entry needs them.
_KINDS = {
    "feed": ("extract.sources.feed", "Feed"),
    "sitemap": ("extract.sources.sitemap", "Sitemap"),
    "board": ("extract.sources.board", "Board"),
    "naver_news": ("extract.sources.naver_news", "NaverNews"),
}
#: Name of a connection → id and secret; None where there is no such connection.
Secrets = Callable[[str], tuple[str, str] | None]


def open_source(entry: "Entry", web: "Web | None" = None, secrets: Secrets | None = None) -> Source:
    """The source of an entry of `sources.yml`. `web` is needed by kinds that fetch from the web, `secrets` by those
    that log in."""
    from extract.sources.entries import FolderEntry
    from extract.sources.secrets import from_environment

    if isinstance(entry, FolderEntry):
        return open_folder(entry.address)
    if web is None:
        raise ValueError(f"the kind {entry.kind} needs the web")
    module, name = _KINDS[entry.kind]
    source: Source = getattr(import_module(module), name)(entry, web, secrets or from_environment)
    return source


def open_folder(location: str | Path) -> Source:
    """The folder at a path; a relative one starts at the project's folder."""
    from extract.paths import PROJECT
    from extract.sources.folder import Folder

    return Folder(PROJECT / Path(location).expanduser())
