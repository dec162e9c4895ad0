"""A sitemap (sitemaps.org), a news sitemap, or an index of them; plain, gzip, or a text file of addresses."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from lxml.etree import QName, _Element

from extract.reading.dates import KST
from extract.reading.urls import is_same_site
from extract.sources import FetchFailed, Item, Page, Secrets
from extract.sources.entries import SitemapEntry
from extract.sources.web import Web, absolute, changed_at, not_a_list, parse_list
from extract.web.gz import gunzip, is_gzip

log = logging.getLogger(__name__)


class _Listed(NamedTuple):
    url: str
    at: datetime | None


class Sitemap:
    """The addresses that a site lists, index by index, the newest file first. An index may name no other site's
    files, and no file is read twice."""

    def __init__(self, entry: SitemapEntry, web: Web, secrets: Secrets | None = None) -> None:
        self.entry = entry
        self.web = web
        self._since = datetime.combine(entry.since, datetime.min.time(), KST) if entry.since else None
        self._read: set[str] = set()

    def discover(self) -> Iterator[Item]:
        """Raises FetchFailed, and IljariError where the address holds no sitemap."""
        seen: set[str] = set()
        for listed in self._pages(self.entry.address, 0):
            if listed.url in seen or not self.web.wants(listed.url):
                continue
            seen.add(listed.url)
            yield Item(url=listed.url, handle=listed.url, changed_at=listed.at)

    def fetch(self, item: Item) -> Page:
        """Raises FetchFailed, NotModified."""
        return self.web.page(item)

    def _pages(self, url: str, depth: int) -> Iterator[_Listed]:
        """The pages that a file lists, and those of the files that it lists."""
        self._read.add(url)
        response = self.web.read_list(url) if depth == 0 else self.web.further_list(url)
        if response is None:
            # An index that is as it was may lead to files that are not.
            if depth == 0:
                for known in sorted(self.web.memory.lists() - self._read):
                    yield from self._pages(known, 1)
            return
        try:
            kind, listed = _parsed(response.content, response.final_url)
        except FetchFailed as error:
            if depth == 0:
                raise not_a_list(self.entry, url, f"is no sitemap: {error}") from error
            self.web.leave_out(url, error)
            return
        own = [one for one in listed if is_same_site(self.entry.address, one.url) and self._is_wanted(one)]
        if len(own) < len(listed):
            log.info(
                "%s: %d of %d addresses left out: older, or of another site", url, len(listed) - len(own), len(listed)
            )
        if kind == "urlset":
            yield from own
            return
        newest = datetime.max.replace(tzinfo=KST)
        for one in sorted(own, key=lambda one: one.at or newest, reverse=True):
            if one.url in self._read:
                continue
            if depth >= self.entry.max_depth or self.web.n_lists >= self.entry.max_sitemaps:
                log.warning("%s: not read: more than max_depth or max_sitemaps of source %s", one.url, self.entry.name)
                continue
            yield from self._pages(one.url, depth + 1)

    def _is_wanted(self, listed: _Listed) -> bool:
        return self._since is None or listed.at is None or listed.at >= self._since


def _parsed(content: bytes, base: str) -> tuple[str, list[_Listed]]:
    """('urlset' or 'sitemapindex', what it lists). Raises FetchFailed: bad_xml, forbidden_xml, and as `gunzip` does."""
    if is_gzip(content):
        content = gunzip(content)
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:8]
    if start.startswith((b"http://", b"https://")):
        lines = content.decode("utf-8", "replace").split("\n")
        urls = (absolute(base, line.strip("\ufeff \t\r")) for line in lines if line.strip())
        return "urlset", [_Listed(url, None) for url in urls if url]
    root = parse_list(content)
    kind = QName(root).localname
    if kind not in ("urlset", "sitemapindex"):
        raise FetchFailed("bad_xml", f"<{kind}> is neither <urlset> nor <sitemapindex>")
    return kind, [found for child in root if (found := _listed(child, base))]


def _listed(element: _Element, base: str) -> _Listed | None:
    fields = {QName(child).localname: child for child in element.iter() if isinstance(child.tag, str)}
    if "loc" not in fields:
        return None
    url = absolute(base, (fields["loc"].text or "").strip())
    texts = [(fields[name].text or "").strip() for name in ("lastmod", "publication_date") if name in fields]
    return _Listed(url, changed_at(next(filter(None, texts), None))) if url else None
