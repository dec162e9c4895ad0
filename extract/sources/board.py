"""The list pages of a notice board, as Korean municipal sites have them: a table of rows, newest first, in pages."""

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from extract.errors import IljariError
from extract.reading.article import Unreadable
from extract.reading.encodings import decode
from extract.sources import Item, Page, Secrets
from extract.sources.entries import BoardEntry
from extract.sources.web import Web, absolute, changed_at, not_a_list

log = logging.getLogger(__name__)


class Board:
    """The notices that a board lists, page by page: until a page has nothing new, at most `max_pages`.

    A page whose notices are all known ends the walk only where the last run went through to its end; else what lies
    behind may never have been fetched.
    """

    def __init__(self, entry: BoardEntry, web: Web, secrets: Secrets | None = None) -> None:
        self.entry = entry
        self.rule = entry.list
        self.web = web

    def discover(self) -> Iterator[Item]:
        """Raises FetchFailed, and IljariError where the first page has no rows or no links in them."""
        url: str | None = self.entry.address
        seen: set[str] = set()
        read: set[str] = set()
        for number in range(self.rule.max_pages):
            if url is None or url in read:
                return
            read.add(url)
            response = self.web.read_list(url) if number == 0 else self.web.further_list(url)
            if response is None:
                # A first page that is as it was has nothing new, and what is behind it was gone through.
                return
            soup = self._soup(response.content, url)
            items = self._items(soup, response.final_url, is_first=number == 0)
            new = [item for item in items if item.url not in seen]
            seen.update(item.url for item in new)
            yield from new
            if not new:  # a site that shows its last page again for every number behind it
                return
            if self.web.memory.was_complete and all(self.web.memory.has_item(item.url) for item in new):
                return
            url = self._next(soup, response.final_url, number)
        if url and url not in read:
            log.info("%s: stopped after max_pages, %d", self.entry.name, self.rule.max_pages)

    def fetch(self, item: Item) -> Page:
        """Raises FetchFailed, NotModified."""
        return self.web.page(item)

    def _soup(self, content: bytes, url: str) -> BeautifulSoup:
        try:
            return BeautifulSoup(decode(content), "lxml")
        except Unreadable as error:
            raise not_a_list(self.entry, url, f"cannot be read: {error}") from error

    def _items(self, soup: BeautifulSoup, base: str, is_first: bool) -> list[Item]:
        rows = self._select(soup, self.rule.rows)
        items = [item for row in rows if (item := self._item(row, base))]
        if is_first and not items:
            found = f"has {len(rows)} rows ('{self.rule.rows}') and no link in them" if rows else "has no row that fits"
            raise not_a_list(self.entry, base, f"{found} ('{self.rule.link}', {self.rule.link_from})")
        if len(items) < len(rows):
            log.info("%s: %d of %d rows have no link to an article", base, len(rows) - len(items), len(rows))
        return items

    def _item(self, row: Tag, base: str) -> Item | None:
        for link in self._select(row, self.rule.link):
            url = self._address(str(link.get(self.rule.link_from) or ""), base)
            if url and self.web.wants(url):
                return Item(url=url, handle=url, changed_at=self._date(row))
        return None

    def _address(self, link: str, base: str) -> str | None:
        if self.rule.link_pattern and self.rule.link_template:
            found = re.search(self.rule.link_pattern, link)
            if not found:
                return None
            # Quoted, so that what a page writes into its script is a value in the address and nothing more.
            link = re.sub(
                r"\{(\d+)\}", lambda place: quote(found[int(place[1])] or "", safe=""), self.rule.link_template
            )
        return absolute(base, link) if link.strip() and not link.strip().startswith("#") else None

    def _date(self, row: Tag) -> datetime | None:
        if not self.rule.date:
            return None
        dates = (changed_at(cell.get_text(" ", strip=True)) for cell in self._select(row, self.rule.date))
        return next(filter(None, dates), None)

    def _next(self, soup: BeautifulSoup, base: str, number: int) -> str | None:
        if self.rule.page_parameter:
            value = self.rule.first_page + (number + 1) * self.rule.page_step
            return _with_parameter(self.entry.address, self.rule.page_parameter, str(value))
        if self.rule.next:
            links = (absolute(base, str(link.get("href") or "")) for link in self._select(soup, self.rule.next))
            return next(filter(None, links), None)
        return None

    def _select(self, within: Tag, selector: str) -> list[Tag]:
        try:
            return list(within.select(selector))
        except SelectorSyntaxError as error:
            first = str(error).splitlines()[0]
            raise IljariError(f"source '{self.entry.name}': '{selector}' is no CSS selector: {first}") from error


def _with_parameter(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    pairs = [(key, kept) for key, kept in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return parts._replace(query=urlencode([*pairs, (name, value)])).geturl()
