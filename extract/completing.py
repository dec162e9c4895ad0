"""What belongs to a page besides itself: the later parts of its article, and the files attached to a notice.

They are fetched right after their page, in its thread, each as politely as any page. Half an article is worse than one
that comes later: where a part or a file cannot be had now, the whole item counts as failed and is tried again; where
it cannot be had at all, or at the last try, what is there is taken.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import unquote, urlsplit

from extract.fetching import Clock, Outcome
from extract.reading import Article, Reading, Reject, join_parts, read_attachment, read_head, read_page
from extract.reading.article import Unreadable
from extract.reading.encodings import decode
from extract.reading.markup import Markup, strings_of
from extract.reading.parts import MOST_PARTS
from extract.reading.urls import is_same_site
from extract.sources import FetchFailed, Item, Page
from extract.sources.web import absolute

#: A notice has its text once or twice (HWPX and PDF) and some tables.
MOST_ATTACHMENTS = 10
#: '2026년 일자리대책.hwpx', in the text of a link or in its address.
_FILE_NAME = re.compile(r"\.(?:pdf|hwpx?)(?![a-z0-9])", re.I)


@dataclass(frozen=True)
class Completing:
    """How the items of one source are completed."""

    get: Callable[[str], Page]  # raises FetchFailed
    clock: Clock
    has_attachments: bool = False
    is_last_try: Callable[[str], bool] = lambda url: False

    def whole(self, outcome: Outcome) -> Outcome:
        """The outcome of an item with the reading of its page, and what else was fetched for it. Where something is
        missing that may come later, a failure."""
        page = outcome.page
        if page is None:
            return outcome
        reading = read_page(page, outcome.at)
        more: list[Outcome] = []
        if reading.next_part or reading.previous_part:
            reading, parts = self._joined(page, reading, outcome.at)
            more += parts
        if self.has_attachments:
            reading, files = self._with_attachments(page, reading, outcome.at)
            more += files
        if not self.is_last_try(outcome.item.url):
            for one in more:
                if one.failure and not one.failure.is_lasting:
                    return _failed(outcome, one, more)
        return replace(outcome, reading=reading, more=tuple(more))

    def _joined(self, page: Page, first: Reading, at: datetime) -> tuple[Reading, list[Outcome]]:
        readings = {page.url: first}
        parts: list[Outcome] = []
        url = first.next_part if not first.previous_part else None
        while (
            url and url not in readings and len(readings) < MOST_PARTS and is_same_site(page.final_url or page.url, url)
        ):
            part = self._fetched(url, "part")
            parts.append(part)
            if part.page is None:
                break
            readings[url] = read_page(replace(part.page, url=url, reading_rule=page.reading_rule), at)
            url = readings[url].next_part
        joined = join_parts(readings).get(page.url, Reading())
        # A part that is no article by itself says why.
        rejects = [reject for part, read in readings.items() if part != page.url for reject in read.rejects]
        return replace(joined, rejects=[*joined.rejects, *rejects]), parts

    def _with_attachments(self, page: Page, reading: Reading, at: datetime) -> tuple[Reading, list[Outcome]]:
        if not reading.articles and any(reject.reason != "no_body" for reject in reading.rejects):
            return reading, []
        urls = attachments_of(page)
        if not urls:
            return reading, []
        notice = reading.articles[0] if reading.articles else read_head(page, at)
        files = []
        for url in urls[:MOST_ATTACHMENTS]:
            file = self._fetched(url, "attachment")
            files.append(replace(file, reading=_attached(file.page, notice, at)) if file.page else file)
        if any(file.reading and file.reading.articles for file in files):
            # The notice has no text of its own because its file has it.
            reading = replace(reading, rejects=[one for one in reading.rejects if one.reason != "no_body"])
        if len(urls) > MOST_ATTACHMENTS:
            reading.warn("more_attachments")
        return reading, files

    def _fetched(self, url: str, purpose: Literal["part", "attachment"]) -> Outcome:
        item, at = Item(url=url, handle=url), self.clock()
        try:
            page = self.get(url)
        except FetchFailed as failure:
            return Outcome(item, at, failure=failure, attempts=failure.attempts, purpose=purpose)
        # What a part has to say is in the reading of the first.
        return Outcome(item, at, page, attempts=page.attempts, purpose=purpose, reading=Reading())


def attachments_of(page: Page) -> list[str]:
    """The addresses of PDF, HWP and HWPX files that a page links to on its own site, in its order, each once."""
    try:
        links = Markup(decode(page.content)).all("a")
    except Unreadable:
        return []
    base = page.final_url or page.url
    found: dict[str, None] = {}
    for link in links:
        url = absolute(base, link.get("href")) if link.get("href") is not None else None
        named = (" ".join(map(str.strip, strings_of(link))), link.get("title") or "", _names(url or ""))
        if url and any(map(_FILE_NAME.search, named)) and is_same_site(base, url):
            found.setdefault(url)
    return list(found)


def _names(url: str) -> str:
    parts = urlsplit(url)
    return unquote(f"{parts.path}?{parts.query}", errors="replace")


def _attached(page: Page, notice: Article, at: datetime) -> Reading:
    """The article of a file: title and time are the notice's, where that says them."""
    try:
        reading = read_attachment(page.content, at, title=notice.title)
    except Unreadable as error:
        return Reading(rejects=[Reject(error.reason, error.detail)])
    if notice.published_at:
        when = {"published_at": notice.published_at, "published_precision": notice.published_precision}
        reading.articles = [replace(article, **when) for article in reading.articles]  # type: ignore[arg-type]
        reading.warnings.pop("no_publication_date", None)
    return reading


def _failed(outcome: Outcome, missing: Outcome, more: Iterable[Outcome]) -> Outcome:
    """An item as failed, with all requests that were made for it, those of what is missing last."""
    assert missing.failure
    attempts = [*outcome.attempts, *(attempt for one in more if one is not missing for attempt in one.attempts)]
    failure = FetchFailed(
        missing.failure.reason,
        f"its {missing.purpose} {missing.item.url}: {missing.failure.detail}",
        missing.failure.status,
        [*attempts, *missing.attempts],
        is_lasting=False,
    )
    return Outcome(outcome.item, outcome.at, failure=failure, attempts=failure.attempts)
