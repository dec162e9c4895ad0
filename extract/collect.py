"""Collect: from a source to batches in landing. `python -m extract.collect FOLDER`

What the source has and landing has not is fetched, read, and landed in batches. Killed at any moment, the next run goes
on where this one stopped: a batch is in landing whole or not at all.
"""

import argparse
import hashlib
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from extract.errors import IljariError
from extract.landing import BATCHES, Known, SeenItem, put, rows, stable_id
from extract.paths import paths
from extract.reading import READER_VERSION, Article, Reading, Reject, read_page
from extract.sources import FetchFailed, Item, Page, Source, open_source
from extract.tables import ARTICLES, FETCHES, PAGES, REJECTS

log = logging.getLogger(__name__)

#: So many pages a batch: a batch is read in seconds, and a kill loses no more than that.
BATCH_PAGES = 500
#: And so many bytes, so that memory does not grow with the size of pages.
BATCH_BYTES = 64 * 1024 * 1024
#: A file changed within this time of its fetch may have changed again without a new time stamp: it is read again.
STAMP_TRUST = timedelta(seconds=2)


@dataclass(frozen=True)
class CollectReport:
    """What one run of `collect` found and landed."""

    source: str
    batches: tuple[str, ...]  # names of the batches that this run put into landing
    n_found: int  # items that the source has
    n_unchanged: int  # known in landing: not fetched, no row
    n_fetched: int
    n_articles: int  # new article versions
    n_duplicates: int  # articles whose content is in landing already
    n_revisions: int  # of n_articles: new versions of a known article
    n_rejected: int  # rows in raw.rejects
    rejected: dict[str, int] = field(default_factory=dict)  # reason → rows
    warnings: dict[str, int] = field(default_factory=dict)  # what was seen and not understood → how often


@dataclass(frozen=True)
class _Attempt:
    """One item, fetched or not."""

    item: Item
    at: datetime
    page: Page | None
    failure: FetchFailed | None


def collect(source: str, location: str | Path, clock: Callable[[], datetime] | None = None) -> CollectReport:
    """Lands what is new at a location, under the name of a source. See CollectReport.

    Raises IljariError where there is no source at the location, or not one article in all that it has (what was
    rejected is landed before that).
    """
    run = _Run(source, clock or (lambda: datetime.now(UTC)))
    pending: list[_Attempt] = []
    for attempt in run.new_items(open_source(location)):
        pending.append(attempt)
        if len(pending) >= BATCH_PAGES or sum(map(_size, pending)) >= BATCH_BYTES:
            run.land(pending)
            pending = []
    if pending:
        run.land(pending)
    if not run.has_any_article():
        raise IljariError(
            f"{location} yields no article: {run.counts['found']} files, none readable "
            f"({_listed(run.rejected) or 'all rejected before'}). "
            "See raw.rejects for each; articles are .txt, .html, .json or .jsonl files."
        )
    return run.report()


class _Run:
    """One call of `collect`: what it knows, and what it counts."""

    def __init__(self, source: str, clock: Callable[[], datetime]) -> None:
        self.source = source
        self.clock = clock
        self.known = Known(source)
        self.batches: list[str] = []
        self.counts: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self.unchanged_pages: set[str] = set()

    def new_items(self, source: Source) -> Iterator[_Attempt]:
        """The items of a source that landing does not have as they are now, fetched."""
        for item in source.discover():
            self.counts["found"] += 1
            seen = self.known.item(item.url, item.etag)
            if seen and seen.page_sha256 and _may_trust(item, seen):
                self._unchanged(seen.page_sha256)
                continue
            at = self.clock()
            try:
                page = source.fetch(item)
            except FetchFailed as failure:
                if seen:
                    self._unchanged(None)
                else:
                    yield _Attempt(item, at, None, failure)
                continue
            if self.known.has_page(item.url, page.sha256):
                self._unchanged(page.sha256)
            else:
                self.counts["fetched"] += 1
                yield _Attempt(item, at, page, None)

    def land(self, attempts: list[_Attempt]) -> None:
        """Reads the fetched pages and puts them into landing as one batch."""
        batch = _batch_id(self.source, attempts)
        place = f"{BATCHES}/{batch}"
        articles: list[dict[str, Any]] = []
        rejects: list[dict[str, Any]] = []
        pages: dict[str, dict[str, Any]] = {}
        for attempt in attempts:
            if attempt.page is None:
                rejects.append(self._fetch_reject(attempt))
                continue
            page = attempt.page
            pages.setdefault(page.sha256, {"page_sha256": page.sha256, "url": page.url, "content": page.content})
            reading = read_page(page, attempt.at)
            self.warnings.update(reading.warnings)
            articles += self._new_articles(reading, page, attempt.at, place)
            rejects += [self._read_reject(reject, page, attempt.at, place) for reject in reading.rejects]
        self.rejected.update(reject["reason"] for reject in rejects)
        tables = {
            "fetches": rows(FETCHES, [self._fetch(attempt) for attempt in attempts]),
            "pages": rows(PAGES, list(pages.values())),
            "articles": rows(ARTICLES, articles),
            "rejects": rows(REJECTS, rejects),
        }
        if put(paths().landing / place, tables):
            self.batches.append(batch)

    def has_any_article(self) -> bool:
        """Whether the source has an article at all, new or known."""
        if self.counts["articles"] or self.counts["duplicates"]:
            return True
        return any(map(self.known.has_article_of_page, self.unchanged_pages))

    def report(self) -> CollectReport:
        return CollectReport(
            source=self.source,
            batches=tuple(self.batches),
            n_found=self.counts["found"],
            n_unchanged=self.counts["unchanged"],
            n_fetched=self.counts["fetched"],
            n_articles=self.counts["articles"],
            n_duplicates=self.counts["duplicates"],
            n_revisions=self.counts["revisions"],
            n_rejected=self.rejected.total(),
            rejected=dict(sorted(self.rejected.items())),
            warnings=dict(sorted(self.warnings.items())),
        )

    def _unchanged(self, page_sha256: str | None) -> None:
        self.counts["unchanged"] += 1
        if page_sha256:
            self.unchanged_pages.add(page_sha256)

    def _fetch(self, attempt: _Attempt) -> dict[str, Any]:
        page, failure = attempt.page, attempt.failure
        sha256 = page.sha256 if page else None
        return {
            "fetch_id": stable_id(self.source, attempt.item.url, sha256 or attempt.at.isoformat()),
            "source": self.source,
            "url": attempt.item.url,
            "at": attempt.at,
            "outcome": "fetched" if page else "unreadable",
            "status": page.status if page else None,
            "bytes": len(page.content) if page else None,
            "page_sha256": sha256,
            "etag": attempt.item.etag,
            "error": _storable(str(failure)) if failure else None,
        }

    def _fetch_reject(self, attempt: _Attempt) -> dict[str, Any]:
        assert attempt.failure is not None
        return self._reject("fetch", attempt.item.url, attempt.at, attempt.failure.reason, attempt.failure.detail)

    def _read_reject(self, reject: Reject, page: Page, at: datetime, place: str) -> dict[str, Any]:
        url = page.url + (f"#{reject.part}" if reject.part else "")
        kept = {"page_sha256": page.sha256, "kept_at": f"{place}/pages.parquet"}
        return self._reject("read", url, at, reject.reason, reject.detail) | kept

    def _reject(self, stage: str, url: str, at: datetime, reason: str, detail: str) -> dict[str, Any]:
        log.warning("%s: %s: %s", url, reason, detail)
        return {
            "reject_id": stable_id(self.source, url, stage, reason, detail),
            "source": self.source,
            "url": url,
            "at": at,
            "stage": stage,
            "reason": reason,
            "detail": _storable(detail),
        }

    def _new_articles(self, reading: Reading, page: Page, at: datetime, place: str) -> list[dict[str, Any]]:
        found = []
        for article in reading.articles:
            row = self._article(article, page, at, place)
            if self.known.has_article(row["article_id"]):
                self.counts["duplicates"] += 1
                continue
            self.known.add_article(row)
            self.counts["articles"] += 1
            self.counts["revisions"] += row["revision_of"] is not None
            found.append(row)
        return found

    def _article(self, article: Article, page: Page, at: datetime, place: str) -> dict[str, Any]:
        url = article.own_url or page.url + (f"#{article.part}" if article.part else "")
        content_sha256 = hashlib.sha256(article.text.encode()).hexdigest()
        # A file's name is no lasting address: the same text under another name is the same article.
        key = (content_sha256, article.own_url) if article.own_url else (content_sha256,)
        return {
            "article_id": stable_id(*key),
            "url": url,
            "source": self.source,
            "title": article.title,
            "body": article.body,
            "text": article.text,
            "published_at": article.published_at,
            "published_precision": article.published_precision,
            "fetched_at": at,
            "content_sha256": content_sha256,
            "revision_of": self.known.latest_at(url) if article.has_lasting_address else None,
            "page_sha256": page.sha256,
            "landing_file": place,
        }


def _may_trust(item: Item, seen: SeenItem) -> bool:
    return item.changed_at is None or item.changed_at + STAMP_TRUST < seen.at


def _size(attempt: _Attempt) -> int:
    return len(attempt.page.content) if attempt.page else 0


def _batch_id(source: str, attempts: list[_Attempt]) -> str:
    """The same pages of the same source, read by the same reader, are the same batch."""
    contents = sorted((a.item.url, a.page.sha256 if a.page else f"unreadable {a.item.etag}") for a in attempts)
    return stable_id(source, READER_VERSION, *(part for pair in contents for part in pair))


def _storable(text: str) -> str:
    """Text that UTF-8 can hold, of a length that a person reads."""
    return text.encode("utf-8", "replace").decode()[:500]


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m extract.collect", description="Lands the new articles of a folder."
    )
    parser.add_argument("folder", help="folder of .txt, .html, .htm, .json and .jsonl files; subfolders are included")
    parser.add_argument("--source", default="folder", help="name of the source in the tables (default: folder)")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        report = collect(options.source, options.folder)
    except IljariError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"{report.n_found} found, {report.n_unchanged} unchanged, {report.n_fetched} fetched: "
        f"{report.n_articles} new articles ({report.n_revisions} revisions), {report.n_duplicates} known already, "
        f"{report.n_rejected} rejected{_in_brackets(report.rejected)}{_in_brackets(report.warnings, 'warnings: ')}\n"
    )
    return 0


def _in_brackets(counts: dict[str, int], name: str = "") -> str:
    return f" ({name}{_listed(Counter(counts))})" if counts else ""


if __name__ == "__main__":
    sys.exit(main())
