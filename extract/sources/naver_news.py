"""The news search API of Naver: terms to the addresses of articles. Its snippets are cut and marked up: no articles.

The API answers with at most 100 results a request and 1,000 a query (`start` to 1000), newest first with `sort=date`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from extract.errors import IljariError
from extract.sources import FetchFailed, Item, Page, Secrets
from extract.sources.entries import NaverNewsEntry
from extract.sources.secrets import how_to_give
from extract.sources.web import Web, absolute, changed_at, not_a_list

PER_REQUEST = 100
LAST_START = 1000


class NaverNews:
    """What each query of the entry finds, newest first, until a whole answer is known."""

    def __init__(self, entry: NaverNewsEntry, web: Web, secrets: Secrets) -> None:
        self.entry = entry
        self.web = web
        self.secrets = secrets

    def discover(self) -> Iterator[Item]:
        """Raises FetchFailed, and IljariError where id and secret are missing or refused."""
        headers = self._headers()
        seen: set[str] = set()
        for number, query in enumerate(self.entry.queries):
            for start in range(1, min(self.entry.max_results, LAST_START) + 1, PER_REQUEST):
                n_asked = min(PER_REQUEST, self.entry.max_results - start + 1)
                results = self._results(query, start, n_asked, headers, is_first=number == 0 and start == 1)
                items = [item for result in results if (item := self._item(result))]
                for item in items:
                    if item.url not in seen:
                        seen.add(item.url)
                        yield item
                is_known = self.web.memory.was_complete and all(self.web.memory.has_item(item.url) for item in items)
                if len(results) < n_asked or is_known:
                    break

    def fetch(self, item: Item) -> Page:
        """Raises FetchFailed, NotModified."""
        return self.web.page(item)

    def _headers(self) -> dict[str, str]:
        found = self.secrets(self.entry.connection)
        if found is None:
            raise IljariError(f"source '{self.entry.name}' has no id and secret. {how_to_give(self.entry)}")
        return {self.entry.id_header: found[0], self.entry.secret_header: found[1]}

    def _results(
        self, query: str, start: int, n_asked: int, headers: Mapping[str, str], is_first: bool
    ) -> list[dict[str, Any]]:
        asked = urlencode({"query": query, "display": n_asked, "start": start, "sort": "date"})
        url = f"{self.entry.address}{'&' if '?' in self.entry.address else '?'}{asked}"
        try:
            if is_first:
                response = self.web.read_list(url, headers=headers, is_api=True, is_conditional=False)
            else:
                response = self.web.further_list(url, headers=headers, is_api=True)
        except FetchFailed as failure:
            if failure.status in (401, 403):
                raise IljariError(
                    f"source '{self.entry.name}': the API refuses id and secret (HTTP {failure.status}). "
                    f"Check that they are still valid and allowed to search. {how_to_give(self.entry)}"
                ) from failure
            raise
        if response is None:
            return []
        try:
            results = json.loads(response.content)["items"]
            return [result for result in results if isinstance(result, dict)]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise not_a_list(self.entry, self.entry.address, "answers with something else than results") from error

    def _item(self, result: dict[str, Any]) -> Item | None:
        """The publisher's own page, else the portal's."""
        for name in ("originallink", "link"):
            link = result.get(name)
            url = absolute(self.entry.address, link) if isinstance(link, str) and link.startswith("http") else None
            if url and self.web.wants(url):
                said = result.get("pubDate")
                return Item(url=url, handle=url, changed_at=changed_at(said if isinstance(said, str) else None))
        return None
