"""Collect: from a source to batches in landing. `python -m extract.collect FOLDER`, or `--source NAME` of sources.yml

What the source has and landing has not is fetched, read, and landed in batches. Killed at any moment, the next run goes
on where this one stopped: a batch is in landing whole or not at all.
"""

import argparse
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from extract.article_rows import article_row, is_twin
from extract.completing import Completing
from extract.errors import IljariError, PassingError
from extract.fetching import Clock, Outcome, fetch_all, fetch_one
from extract.landing import BATCHES, Known, SeenItem, put, rows, stable_id, storable
from extract.paths import paths
from extract.reading import READER_VERSION, Article, Reading, Reject, read_page
from extract.reading.urls import identity
from extract.remembered import Remembered
from extract.sources import Attempt, FetchFailed, Item, Page, Secrets, Source, open_folder, open_source
from extract.sources.entries import BoardEntry, Entry, Sources, WebEntry, load_sources
from extract.sources.web import Asks, ListFetch, Web
from extract.tables import ARTICLES, FETCHES, PAGES, REJECTS, RUNS
from extract.web.urls import shown

log = logging.getLogger(__name__)

#: So many pages a batch: a batch is read in seconds, and a kill loses no more than that.
BATCH_PAGES = 500
#: And so many bytes, so that memory does not grow with the size of pages.
BATCH_BYTES = 64 * 1024 * 1024
#: Pages from the web come slowly, because they are asked for politely: a batch of them waits no longer than this.
BATCH_SECONDS = 60.0
#: A file changed within this time of its fetch may have changed again without a new time stamp: it is read again.
STAMP_TRUST = timedelta(seconds=2)
#: So many new items of a source that yielded before, none of them readable, are no accident.
FEW = 3


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
    n_not_modified: int = 0  # asked for, and as they were
    n_failed: int = 0  # could not be fetched; tried again by a later run, see extract.remembered
    outcomes: dict[str, int] = field(default_factory=dict)  # outcome of a request → how many
    is_complete: bool = True  # whether the source's lists were read to their end


def collect(source: str, location: str | Path, clock: Clock | None = None) -> CollectReport:
    """Lands what is new in a folder, under the name of a source. See CollectReport.

    Raises IljariError where there is no such folder, or not one article in all that it has (what was rejected is landed
    before that).
    """
    return _collect(_Run(source, clock or _now), location)


def collect_source(
    name: str, secrets: Secrets | None = None, sources: Sources | None = None, clock: Clock | None = None
) -> CollectReport:
    """Lands what is new at the source of a name in sources.yml, enabled or not. See CollectReport.

    `secrets` gives ids and secrets by the name of a connection; without it they are looked for in the environment.
    Raises SourcesError for the file; IljariError where the source yields nothing, cannot be read, or refuses for good;
    PassingError where it cannot be reached now. What was fetched until then is landed, with the run itself.
    """
    sources = sources or load_sources()
    entry = sources.entry(name)
    if not isinstance(entry, WebEntry):
        return _collect_folder(entry, clock or _now)
    from extract.web.client import Client, Politeness

    politeness = Politeness(
        contact=sources.contact,
        delay_seconds=entry.politeness.delay_seconds,
        concurrency=entry.politeness.concurrency,
        total_seconds=entry.politeness.timeout_seconds,
    )
    with Client(politeness, allowed_networks=sources.allowed_networks) as client:
        return collect_web(entry, client, secrets, clock)


def _collect(run: "_Run", location: str | Path) -> CollectReport:
    pending: list[Outcome] = []
    for outcome in run.new_items(open_folder(location)):
        pending.append(outcome)
        if _is_full(pending, BATCH_PAGES):
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


def _collect_folder(entry: Entry, clock: Clock) -> CollectReport:
    """A folder that is a source of sources.yml: its runs are noted as those of every other one."""
    run = _Run(entry.name, clock)
    try:
        report = _collect(run, entry.address)
    except IljariError as error:
        run.put_run(entry.kind, "failed", str(error))
        raise
    run.put_run(entry.kind, "done", None)
    return replace(report, batches=tuple(run.batches))


def collect_web(
    entry: WebEntry, client: Asks, secrets: Secrets | None = None, clock: Clock | None = None
) -> CollectReport:
    """`collect_source` with a client of one's own."""
    return _WebRun(entry, client, secrets, clock or _now).report_of_all()


class _Run:
    """One call of `collect`: what it knows, and what it counts."""

    def __init__(self, source: str, clock: Clock) -> None:
        self.source = source
        self.clock = clock
        self.known = Known(source)
        self.batches: list[str] = []
        self.counts: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self.unchanged_pages: set[str] = set()
        self.started_at = clock()

    def new_items(self, source: Source) -> Iterator[Outcome]:
        """The items of a folder that landing does not have as they are now, fetched."""
        for item in source.discover():
            self.counts["found"] += 1
            seen = self.known.item(item.url, item.etag)
            if seen and seen.page_sha256 and _may_trust(item, seen):
                self._unchanged(seen.page_sha256)
                continue
            outcome = fetch_one(source.fetch, item, self.clock)
            if outcome.page is None:
                self.counts["failed"] += not seen
                if seen:
                    self._unchanged(None)
                else:
                    yield outcome
            elif self.known.has_page(item.url, outcome.page.sha256):
                self._unchanged(outcome.page.sha256)
            else:
                self.counts["fetched"] += 1
                yield outcome

    def land(self, outcomes: list[Outcome]) -> None:
        """Reads the fetched pages and puts them into landing as one batch."""
        self._put(_batch_id(self.source, outcomes), outcomes, [self._fetch(outcome) for outcome in outcomes], [], {})

    def _put(
        self,
        batch: str,
        outcomes: list[Outcome],
        fetches: list[dict[str, Any]],
        rejects: list[dict[str, Any]],
        more: dict[str, pa.Table],
    ) -> None:
        place = f"{BATCHES}/{batch}"
        articles: list[dict[str, Any]] = []
        pages: dict[str, dict[str, Any]] = {}
        for outcome in (one for whole in outcomes for one in (whole, *whole.more)):
            if outcome.failure:
                rejects.append(self._fetch_reject(outcome.item.url, outcome.at, outcome.failure))
            if outcome.page is None:
                continue
            page = outcome.page
            pages.setdefault(page.sha256, {"page_sha256": page.sha256, "url": shown(page.url), "content": page.content})
            reading = outcome.reading or read_page(page, outcome.at)
            self.warnings.update(reading.warnings)
            articles += self._new_articles(reading, page, outcome.at, place)
            rejects += [self._read_reject(reject, page, outcome.at, place) for reject in reading.rejects]
        self.rejected.update(reject["reason"] for reject in rejects)
        tables = {
            "fetches": rows(FETCHES, fetches),
            "pages": rows(PAGES, list(pages.values())),
            "articles": rows(ARTICLES, articles),
            "rejects": rows(REJECTS, rejects),
        }
        if put(paths().landing / place, tables | more):
            self.batches.append(batch)

    def put_run(self, kind: str, outcome: str, error: str | None) -> None:
        """Lands the row of the run, when all else has landed."""
        run = self._run_row(kind, outcome, error, 0)
        self._put(stable_id(self.source, READER_VERSION, self.started_at.isoformat()), [], [], [], {"runs": run})

    def _run_row(self, kind: str, outcome: str, error: str | None, n_lists: int) -> pa.Table:
        run = {
            "run_id": stable_id(self.source, self.started_at.isoformat()),
            "source": self.source,
            "kind": kind,
            "started_at": self.started_at,
            "ended_at": self.clock(),
            "outcome": outcome,
            "error": storable(error) if error else None,
            "n_lists": n_lists,
            "n_rejected": self.rejected.total() - self.counts["failed"],
        }
        names = ("found", "unchanged", "not_modified", "fetched", "failed", "articles", "revisions", "duplicates")
        return rows(RUNS, [run | {f"n_{name}": self.counts[name] for name in names}])

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
            n_not_modified=self.counts["not_modified"],
            n_failed=self.counts["failed"],
        )

    def _unchanged(self, page_sha256: str | None) -> None:
        self.counts["unchanged"] += 1
        if page_sha256:
            self.unchanged_pages.add(page_sha256)

    def _fetch(self, outcome: Outcome) -> dict[str, Any]:
        page, failure = outcome.page, outcome.failure
        sha256 = page.sha256 if page else None
        return {
            "fetch_id": stable_id(self.source, outcome.item.url, sha256 or outcome.at.isoformat()),
            "source": self.source,
            "url": outcome.item.url,
            "at": outcome.at,
            "outcome": "fetched" if page else "unreadable",
            "status": page.status if page else None,
            "bytes": len(page.content) if page else None,
            "page_sha256": sha256,
            "etag": outcome.item.etag,
            "error": storable(str(failure)) if failure else None,
        }

    def _fetch_reject(self, url: str, at: datetime, failure: FetchFailed) -> dict[str, Any]:
        return self._reject("fetch", url, at, failure.reason, failure.detail)

    def _read_reject(self, reject: Reject, page: Page, at: datetime, place: str) -> dict[str, Any]:
        url = page.url + (f"#{reject.part}" if reject.part else "")
        kept = {"page_sha256": page.sha256, "kept_at": f"{place}/pages.parquet"}
        return self._reject("read", url, at, reject.reason, reject.detail) | kept

    def _reject(self, stage: str, url: str, at: datetime, reason: str, detail: str) -> dict[str, Any]:
        url = shown(url)
        log.warning("%s: %s: %s", url, reason, detail)
        return {
            "reject_id": stable_id(self.source, url, stage, reason, detail),
            "source": self.source,
            "url": url,
            "at": at,
            "stage": stage,
            "reason": reason,
            "detail": storable(detail),
        }

    def _new_articles(self, reading: Reading, page: Page, at: datetime, place: str) -> list[dict[str, Any]]:
        found = []
        for article in reading.articles:
            row = self._article(article, page, at, place)
            if self.known.has_article(row["article_id"]) or (
                is_twin(article, page) and self.known.latest_at(row["url"]) is not None
            ):
                self.counts["duplicates"] += 1
                continue
            self.known.add_article(row)
            self.counts["articles"] += 1
            self.counts["revisions"] += row["revision_of"] is not None
            found.append(row)
        return found

    def _article(self, article: Article, page: Page, at: datetime, place: str) -> dict[str, Any]:
        row = article_row(article, page, at, self.source, place)
        return row | {"revision_of": self.known.latest_at(row["url"]) if row["address"] else None}


class _WebRun(_Run):
    """One run over a source on the web."""

    def __init__(self, entry: WebEntry, client: Asks, secrets: Secrets | None, clock: Clock) -> None:
        super().__init__(entry.name, clock)
        self.entry = entry
        self.memory = Remembered(entry.name)
        self.web = Web(entry, client, self.memory)
        self.secrets = secrets
        self.outcomes: Counter[str] = Counter()
        self.is_cut = False  # by max_new
        self.has_ended = False
        self.has_known_article = False  # any item found now, whichever source brought it
        self._pending: list[Outcome] = []
        self._landed = time.monotonic()

    def report_of_all(self) -> CollectReport:
        """Goes through the source and lands what is new, batch by batch, and last the run itself."""
        try:
            source = open_source(self.entry, self.web, self.secrets)
            items = self._due_items(source)
            for outcome in fetch_all(self._fetching(source), items, self.entry.politeness.concurrency):
                self._count(outcome)
                self._pending.append(outcome)
                if _is_full(self._pending, BATCH_PAGES) or time.monotonic() - self._landed > BATCH_SECONDS:
                    self._land({})
            self.has_ended = True
            self._land_articles_first()
            self._check_yield()
        except FetchFailed as failure:
            error = self._unreachable(failure)
            self._end("failed", str(error))
            raise error from failure
        except IljariError as error:
            self._end("failed", str(error))
            raise
        self._end("done" if self.web.is_complete and not self.is_cut else "incomplete", None)
        return self.report()

    def report(self) -> CollectReport:
        return replace(
            super().report(),
            outcomes=dict(sorted(self.outcomes.items())),
            is_complete=self.web.is_complete and not self.is_cut and self.has_ended,
        )

    def _fetching(self, source: Source) -> Callable[[Item], Outcome]:
        """What brings one item whole; called in several threads."""
        completing = Completing(
            self.web.belonging,
            self.clock,
            has_attachments=isinstance(self.entry, BoardEntry) and self.entry.attachments,
            is_last_try=self.memory.is_last_try,
        )
        return lambda item: completing.whole(fetch_one(source.fetch, item, self.clock))

    def _due_items(self, source: Source) -> Iterator[Item]:
        """What the lists offer and is to be fetched now; then what no list offers any more and is to be tried again."""
        taken: set[str] = set()
        for item in source.discover():
            self.counts["found"] += 1
            self.has_known_article = self.has_known_article or self.known.latest_at(item.url) is not None
            key = identity(item.url)
            if key in taken or not self.memory.is_due(item, self.clock()):
                self.counts["unchanged"] += 1
                continue
            if len(taken) >= self.entry.max_new:
                self.is_cut = True
                log.warning("%s: stopped at max_new, %d; the next run goes on", self.source, self.entry.max_new)
                return
            taken.add(key)
            yield item
        for item in self.memory.due(self.clock(), self.entry.recheck_days):
            if identity(item.url) not in taken and len(taken) < self.entry.max_new:
                taken.add(identity(item.url))
                yield item

    def _count(self, outcome: Outcome) -> None:
        if outcome.page:
            self.counts["fetched"] += 1
        else:
            self.counts["failed" if outcome.failure else "not_modified"] += 1

    def _land(self, more: dict[str, pa.Table]) -> None:
        """Puts what is there into landing: fetched pages, and the row of every request that was made."""
        outcomes, self._pending, self._landed = self._pending, [], time.monotonic()
        fetches = [row for fetch in self.web.take_lists() for row in self._list_rows(fetch)]
        fetches += [row for one in outcomes for outcome in (one, *one.more) for row in self._page_rows(outcome)]
        left_out = [self._fetch_reject(url, self.clock(), failure) for url, failure in self.web.take_left_out()]
        if not fetches and not more:
            return
        self.outcomes.update(row["outcome"] for row in fetches)
        # Every request has its time, so no two runs have the same batch, also where all that came was 'not modified'.
        made_of = sorted({row["fetch_id"] for row in fetches}) or [self.started_at.isoformat()]
        self._put(stable_id(self.source, READER_VERSION, *made_of), outcomes, fetches, left_out, more)

    def _land_articles_first(self) -> None:
        """What the run brought is known only when its pages are read; lists alone wait for the run's own row."""
        if self._pending:
            self._land({})

    def _end(self, outcome: str, error: str | None) -> None:
        self._land({"runs": self._run_row(self.entry.kind, outcome, error, self.web.n_lists)})

    def _list_rows(self, fetch: ListFetch) -> list[dict[str, Any]]:
        return self._rows(fetch.url, fetch.attempts, "list", None, {"content_type": fetch.content_type})

    def _page_rows(self, outcome: Outcome) -> list[dict[str, Any]]:
        page, failure = outcome.page, outcome.failure
        last = {"page_sha256": page.sha256, "content_type": page.content_type} if page else {}
        return self._rows(outcome.item.url, outcome.attempts, outcome.purpose, failure, last)

    def _rows(
        self, url: str, attempts: tuple[Attempt, ...], purpose: str, failure: FetchFailed | None, last: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """A row for each request. The last one decided: what is known of the whole stands there."""
        url = shown(url)
        made = []
        for number, attempt in enumerate(attempts, 1):
            is_last = number == len(attempts)
            own = purpose if attempt.purpose == "page" or is_last else attempt.purpose
            at, hop = attempt.at.isoformat(), attempt.url if attempt.url != url else None
            row = {
                "fetch_id": stable_id(self.source, url, attempt.url, own, at, number),
                "source": self.source,
                "url": url,
                "at": attempt.at,
                "outcome": attempt.outcome,
                "status": attempt.status,
                "bytes": attempt.bytes,
                "etag": attempt.etag,
                "error": storable(attempt.error) if attempt.error else None,
                "purpose": own,
                "attempt": attempt.number,
                "is_last": is_last,
                "is_lasting": failure.is_lasting if failure and is_last else None,
                "final_url": hop,
                "last_modified": attempt.last_modified,
                "seconds": attempt.seconds,
            }
            made.append(row | (last if is_last else {}))
        return made

    def _check_yield(self) -> None:
        """Raises IljariError where a source brings nothing that brought something before, or never did."""
        if self.counts["articles"] or self.counts["duplicates"] or self.counts["not_modified"]:
            return
        before = self.memory.last_yield()
        if not self.counts["found"] and self.web.n_lists:
            raise IljariError(f"source '{self.source}' found nothing at {shown(self.entry.address)}. {_since(before)}")
        n_tried = self.counts["fetched"] + self.counts["failed"]
        has_yielded = self.memory.has_yielded() or self.has_known_article
        if n_tried >= FEW or (self.counts["found"] and not has_yielded):
            raise IljariError(
                f"source '{self.source}' yields no article: {self.counts['found']} found, {n_tried} asked for, "
                f"{_listed(self.rejected) or 'none readable'}. {_since(before)}"
            )

    def _unreachable(self, failure: FetchFailed) -> IljariError | PassingError:
        address = shown(self.entry.address)
        if failure.is_lasting:
            return IljariError(
                f"source '{self.source}' cannot be read: {address}: {failure}. Open the address in a browser, mend "
                f"the entry in sources.yml, or switch it off. {_since(self.memory.last_yield())}"
            )
        return PassingError(
            f"source '{self.source}' cannot be reached now: {address}: {failure}. It is tried again later."
        )


def _may_trust(item: Item, seen: SeenItem) -> bool:
    return item.changed_at is None or item.changed_at + STAMP_TRUST < seen.at


def _now() -> datetime:
    return datetime.now(UTC)


def _is_full(outcomes: list[Outcome], n_pages: int) -> bool:
    all_of_them = [one for outcome in outcomes for one in (outcome, *outcome.more)]
    return len(outcomes) >= n_pages or sum(len(one.page.content) for one in all_of_them if one.page) >= BATCH_BYTES


def _batch_id(source: str, outcomes: list[Outcome]) -> str:
    """The same pages of the same source, read by the same reader, are the same batch."""
    contents = sorted((a.item.url, a.page.sha256 if a.page else f"unreadable {a.item.etag}") for a in outcomes)
    return stable_id(source, READER_VERSION, *(part for pair in contents for part in pair))


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))


def _since(last_yield: str | None) -> str:
    check = (
        "Check in a browser that the address still shows new articles, then in sources.yml its address and rules "
        "(docs/sources.md), then raw.fetches and raw.rejects for what came instead."
    )
    return f"{f'Its last yield: {last_yield}.' if last_yield else 'It never yielded anything.'} {check}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m extract.collect",
        description="Lands the new articles of a folder, or of a source in sources.yml.",
    )
    parser.add_argument(
        "folder", nargs="?", help="folder of .txt, .html, .htm, .json and .jsonl files; subfolders are included"
    )
    parser.add_argument(
        "--source", help="with a folder: its name in the tables (default: folder); without one: a name in sources.yml"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        if options.folder:
            # Relative to where the caller stands, as every command line has it.
            report = collect(options.source or "folder", Path(options.folder).absolute())
        elif options.source:
            report = collect_source(options.source)
        else:
            parser.error("give a folder, or --source with a name in sources.yml")
    except (IljariError, PassingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"{report.n_found} found, {report.n_unchanged} unchanged, {report.n_fetched} fetched"
        f"{f', {report.n_not_modified} not modified' if report.n_not_modified else ''}"
        f"{f', {report.n_failed} failed' if report.n_failed else ''}: "
        f"{report.n_articles} new articles ({report.n_revisions} revisions), {report.n_duplicates} known already, "
        f"{report.n_rejected} rejected{_in_brackets(report.rejected)}{_in_brackets(report.warnings, 'warnings: ')}\n"
    )
    return 0


def _in_brackets(counts: dict[str, int], name: str = "") -> str:
    return f" ({name}{_listed(Counter(counts))})" if counts else ""


if __name__ == "__main__":
    sys.exit(main())
