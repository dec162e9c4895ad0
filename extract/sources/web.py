"""How a kind reaches the web: lists and pages through the polite client, each asked with what is remembered of it.

Every request that is made for a list is noted here until `collect` takes the notes; those for a page come with it.
"""

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit

from extract.errors import IljariError
from extract.reading.dates import EARLIEST, Moment, attempt, parse_moment
from extract.sources import Attempt, FetchFailed, Item, Memory, NotModified, Page
from extract.sources.entries import WebEntry
from extract.web.xml import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extract.web.client import Response

log = logging.getLogger(__name__)


class Asks(Protocol):
    """The part of `extract.web.client.Client` that sources use."""

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        respects_robots: bool = True,
    ) -> "Response": ...


@dataclass(frozen=True)
class ListFetch:
    """One list that was asked for: an address, the requests, and what the server gave to ask with next time."""

    url: str
    attempts: tuple[Attempt, ...]
    is_modified: bool | None  # None where it could not be fetched
    content_type: str | None = None


class Web:
    """The web as one source sees it."""

    def __init__(self, entry: WebEntry, client: Asks, memory: Memory) -> None:
        self.entry = entry
        self.memory = memory
        self.is_complete = True  # until a list behind the first one cannot be had
        self.n_lists = 0  # that came and were not the ones from last time
        self._client = client
        self._lists: list[ListFetch] = []
        self._left_out: list[tuple[str, FetchFailed]] = []
        self._lock = Lock()

    def read_list(
        self, url: str, *, headers: Mapping[str, str] | None = None, is_api: bool = False, is_conditional: bool = True
    ) -> "Response | None":
        """A list of what there is, None where it is the one from last time. Raises FetchFailed.

        An API that one has a key to is asked whatever its host's robots.txt says to crawlers.
        """
        known = self.memory.list_validators(url) if is_conditional else None
        try:
            response = self._client.get(
                url,
                etag=known.etag if known else None,
                last_modified=known.last_modified if known else None,
                headers=headers,
                respects_robots=not is_api,
            )
        except FetchFailed as failure:
            self._note(ListFetch(url, failure.attempts, None))
            raise
        self._note(ListFetch(url, response.attempts, not response.not_modified, response.content_type))
        if response.not_modified:
            return None
        self.n_lists += 1
        return response

    def further_list(
        self, url: str, *, headers: Mapping[str, str] | None = None, is_api: bool = False
    ) -> "Response | None":
        """A list behind the first one, None also where it cannot be had: the run goes on with what it has, and the next
        one, which learns that this one was not complete, goes through all lists again."""
        try:
            return self.read_list(url, headers=headers, is_api=is_api, is_conditional=not is_api)
        except FetchFailed as failure:
            self.leave_out(url, failure)
            return None

    def leave_out(self, url: str, failure: FetchFailed) -> None:
        """Notes a list that could not be had or read, behind the first one."""
        log.warning("%s: list left out: %s", url, failure)
        self.is_complete = False
        with self._lock:
            self._left_out.append((url, failure))

    def page(self, item: Item) -> Page:
        """The page of an item. Raises FetchFailed, NotModified."""
        known = self.memory.page_validators(item.url)
        response = self._client.get(item.handle, etag=known.etag, last_modified=known.last_modified)
        if response.not_modified:
            raise NotModified(response.attempts)
        return self._page(item.url, response)

    def belonging(self, url: str) -> Page:
        """What belongs to a page: a further part, an attachment. Raises FetchFailed."""
        return self._page(url, self._client.get(url))

    def _page(self, url: str, response: "Response") -> Page:
        return Page(
            url=url,
            content=response.content,
            sha256=hashlib.sha256(response.content).hexdigest(),
            etag=response.etag,
            status=response.status,
            last_modified=response.last_modified,
            content_type=response.content_type,
            final_url=response.final_url if response.final_url != url else None,
            reading_rule=self.entry.reading_rule,
            attempts=response.attempts,
        )

    def take_lists(self) -> list[ListFetch]:
        """The lists that were asked for since the last call."""
        with self._lock:
            taken, self._lists = self._lists, []
        return taken

    def take_left_out(self) -> list[tuple[str, FetchFailed]]:
        """The lists that were left out since the last call."""
        with self._lock:
            taken, self._left_out = self._left_out, []
        return taken

    def wants(self, url: str) -> bool:
        """Whether an address may be an article's by the patterns of the entry."""
        entry = self.entry
        if entry.only and not re.search(entry.only, url):
            return False
        return not (entry.never and re.search(entry.never, url))

    def _note(self, fetch: ListFetch) -> None:
        with self._lock:
            self._lists.append(fetch)


def absolute(base: str, link: str) -> str | None:
    """The web address that a link on a page leads to, without its fragment; None where it leads to no page."""
    try:
        url = urljoin(base, link.strip())
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    return parts._replace(fragment="").geturl()


def not_a_list(entry: WebEntry, url: str, what: str) -> IljariError:
    """The error of a source whose list is none."""
    return IljariError(
        f"source '{entry.name}': {url} {what}. Open it in a browser: has the site moved its {entry.kind}, does it ask "
        "for a login, does it show another page to programs? Then mend 'address' in sources.yml, or switch it off."
    )


#: An ampersand that begins no character reference. One in a CDATA section is as it should be.
_BARE = re.compile(rb"<!\[CDATA\[.*?\]\]>|&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)", re.S)


def parse_list(content: bytes) -> "_Element":
    """The root of a feed or sitemap, read as far as it goes. Raises FetchFailed: bad_xml, forbidden_xml.

    Addresses are often written with bare ampersands; a parser that goes on without them would change the address.
    """
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):  # in UTF-16 no byte is a character
        content = _BARE.sub(lambda found: b"&amp;" if found[0] == b"&" else found[0], content)
    return parse_xml(content, recovers=True)


def changed_at(text: str | None) -> datetime | None:
    """When a list says that something last changed; None where it says nothing that can be a time."""
    if not text:
        return None
    found = attempt(parse_moment, text)
    return found.at if isinstance(found, Moment) and found.at > EARLIEST else None
