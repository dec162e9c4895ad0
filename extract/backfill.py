"""Backfill: from archives to batches in landing. `python -m extract.backfill FILES…`

Two steps. `plan` finds the WARC files, cuts the large ones into parts and leaves out what was read before. `read_parts`
reads parts: the gate turns most records away by their bytes, what passes is parsed, and an article is landed where its
text is about the topic. A part is read by any worker of Airflow on any machine, needs nothing from another part, and
writes files only.

Killed at any moment, a part that is read again lands the same batches under the same names. When all of them are in
landing a receipt goes to `landing/archives/`, with what was counted: by it a part is known to be done.
"""

import argparse
import hashlib
import json
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa

from extract.article_rows import article_row, is_twin
from extract.errors import IljariError
from extract.landing import ARCHIVES, BATCHES, address_key, folders, is_whole, put, rows, stable_id, storable
from extract.paths import paths
from extract.reading import READER_VERSION, Article, Reading, Reject, join_parts, read_page
from extract.reading.attachments import is_attachment
from extract.reading.urls import own_url
from extract.relevance import gate, is_relevant
from extract.sources import Page
from extract.sources.archive_files import (
    SUFFIXES,
    identity,
    may_be_from,
    named_time,
    opened,
    parts_of,
    shown,
    warc_files,
)
from extract.sources.warc import Answer, Damage, Part, Raw, answer_of, begin_of_body, is_encoded, raw_answers
from extract.tables import ARTICLES, FETCHES, PAGES, REJECTS

log = logging.getLogger(__name__)

#: What the batches of a part depend on besides the file and the reader of pages. Raise it with the gate or this file.
ARCHIVE_VERSION = "3"
#: A part of this size is read in about a minute on one core (docs/archives.md).
PART_BYTES = 256 * 1024 * 1024
#: Airflow maps over at most 1,024 elements; an element here is a list of parts.
MOST_TASKS = 1000
#: A batch is read in seconds, and memory does not grow with an archive: pages stand in it twice when it is written.
BATCH_PAGES = 500
BATCH_BYTES = 16 * 1024 * 1024
#: Pages of articles in parts that wait for their other parts; then those that are there are joined.
MOST_WAITING = 200
#: One row a part that was read.
RECEIPTS = pa.schema(
    [
        ("part_id", pa.string()),
        ("source", pa.string()),
        ("file", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("reader_version", pa.string()),
        ("batches", pa.list_(pa.string())),
        ("counts", pa.string()),  # JSON: what was counted → how often
    ]
)


@dataclass(frozen=True)
class PlanReport:
    """What there is to read: `tasks` is a list of lists of parts, each part as plain values."""

    source: str
    n_files: int
    n_parts: int
    n_done: int  # parts that were read before
    tasks: list[list[dict[str, Any]]]


@dataclass(frozen=True)
class PartsReport:
    """What reading some parts gave."""

    n_parts: int
    n_done: int  # of these, read before
    batches: tuple[str, ...]
    n_articles: int
    counts: dict[str, int] = field(default_factory=dict)  # what was seen, and where records stayed


def plan(
    files: str | Sequence[str],
    source: str = "archive",
    since: str | date | None = None,
    until: str | date | None = None,
    base: str | None = None,
    part_bytes: int = PART_BYTES,
    most_tasks: int = MOST_TASKS,
) -> PlanReport:
    """The parts that are still to be read of some WARC files. See PlanReport.

    `files`: one or several of: a WARC file, a folder of them, a pattern, an address (http, https, or one of fsspec), or
    a list of any of these, one a line (`warc.paths`, also gzipped), whose lines `base` completes.
    `since` and `until`: days (in UTC) whose captures are wanted, both included. A file with a time in its name, as
    CC-NEWS has, is read whole or not at all; of others the captures outside are left out.
    Raises IljariError where there is no such file, or none in the range.
    """
    first, last = _day(since, "since"), _day(until, "until")
    if first and last and first > last:
        raise IljariError(f"The range ends ({last}) before it begins ({first}).")
    found = dict.fromkeys(
        file for name in ([files] if isinstance(files, str) else files) for file in warc_files(name, base)
    )
    if not found:
        raise IljariError(f"No WARC file in {files}: names end in {', '.join(SUFFIXES)}.")
    wanted = [file for file in found if may_be_from(file, first, last)]
    if not wanted:
        raise IljariError(f"None of {len(found)} WARC files is from {first or 'the beginning'} to {last or 'today'}.")
    done = {folder.name for folder in folders(paths().landing / ARCHIVES)}
    parts = [_job(part, source, first, last) for file in wanted for part in parts_of(file, part_bytes)]
    todo = [part for part in parts if part["part_id"] not in done]
    size = max(1, -(-len(todo) // most_tasks))
    tasks = [todo[at : at + size] for at in range(0, len(todo), size)]
    return PlanReport(source, len(wanted), len(parts), len(parts) - len(todo), tasks)


def read_parts(parts: Sequence[dict[str, Any]]) -> PartsReport:
    """Reads parts, as `plan` gave them, into landing; those that have a receipt are left out. See PartsReport.

    Damage in a file costs rows in raw.rejects, not the part. Raises IljariError where a file is gone.
    """
    counts: Counter[str] = Counter()
    batches: list[str] = []
    n_done = 0
    for number, part in enumerate(parts, 1):
        receipt = paths().landing / ARCHIVES / part["part_id"]
        if is_whole(receipt):
            n_done += 1
            continue
        run = _PartRun(part)
        with opened(part["file"]) as stream:
            run.read(stream)
        put(receipt, {"receipts": rows(RECEIPTS, [run.receipt()])})
        log.info("%d of %d: %s from byte %d: %s", number, len(parts), part["file"], part["start"], dict(run.counts))
        counts.update(run.counts)
        batches += run.batches
    return PartsReport(len(parts), n_done, tuple(batches), counts["articles"], dict(sorted(counts.items())))


class _Read(NamedTuple):
    page: Page
    answer: Answer
    reading: Reading


class _PartRun:
    """One part on its way to landing. What it lands follows from the file and the versions: no clock, no state."""

    def __init__(self, part: dict[str, Any]) -> None:
        self.part_id: str = part["part_id"]
        self.source: str = part["source"]
        self.part = Part(part["file"], part["start"], part["end"])
        self.name = shown(part["file"])
        self.first, self.last = _day(part["since"], "since"), _day(part["until"], "until")
        self.gate = gate()
        self.counts: Counter[str] = Counter()
        self.batches: list[str] = []
        self.seen_articles: set[str] = set()
        self.newest: dict[str, str] = {}  # address → article_id of its last version in this part
        self.in_parts: dict[str, _Read] = {}  # url → page of an article in parts, which waits for the others
        self.at = datetime.fromtimestamp(0, UTC)  # of the last capture: the time of damage, which has none
        self._start_batch()

    def read(self, stream: BinaryIO) -> None:
        for found in raw_answers(stream, self.part, self.counts):
            if isinstance(found, Damage):
                self._damaged(found)
            elif self._may_be_relevant(found):
                self._look_at(found)
        self._land_parts()
        self._land()

    def receipt(self) -> dict[str, Any]:
        return {
            "part_id": self.part_id,
            "source": self.source,
            "file": self.name,
            "start": self.part.start,
            "end": self.part.end,
            "reader_version": READER_VERSION,
            "batches": self.batches,
            "counts": json.dumps(self.counts, sort_keys=True),
        }

    def _may_be_relevant(self, raw: Raw) -> bool:
        """The gate: by bytes alone, before anything is parsed. An attachment is packed, so its bytes say nothing."""
        data, body = raw.data, begin_of_body(raw.data, raw.begin, raw.end)
        if is_encoded(data, raw.begin, body) or is_attachment(bytes(data[body : body + 8])):
            return True
        # All of what was unpacked is looked at where it is; few have a word there, and it may be in the record's head.
        if self.gate.passes(data) and self.gate.passes(memoryview(data)[raw.begin : raw.end]):
            return True
        self.counts["gate: turned away"] += 1
        return False

    def _look_at(self, raw: Raw) -> None:
        answer = answer_of(raw)
        if isinstance(answer, Damage):
            self._damaged(answer)
        elif answer.status != 200:
            self.counts["not status 200"] += 1
        elif not self._is_in_range(answer):
            self.counts["out of range"] += 1
        elif not (self.gate.passes(answer.content) or is_attachment(answer.content[:8])):
            self.counts["gate: turned away"] += 1  # packed, or a word in the HTTP head alone
        else:
            self.counts["gate: passed"] += 1
            self._land_articles(answer)

    def _is_in_range(self, answer: Answer) -> bool:
        day = answer.at.date()
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    def _land_articles(self, answer: Answer) -> None:
        content = answer.content
        page = Page(
            url=own_url(answer.url) or answer.url,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            status=answer.status,
            content_type=answer.content_type,
        )
        reading = read_page(page, answer.at)
        self.at = max(self.at, answer.at)
        if reading.next_part or reading.previous_part:
            self.in_parts.setdefault(page.url, _Read(page, answer, reading))
            if len(self.in_parts) >= MOST_WAITING:
                self._land_parts()
            return
        self._land_reading(page, answer, reading)

    def _land_parts(self) -> None:
        """Joins the pages of articles in parts that this part of the archive has. They were captured together."""
        waiting, self.in_parts = self.in_parts, {}
        for url, reading in join_parts({url: read.reading for url, read in waiting.items()}).items():
            self._land_reading(waiting[url].page, waiting[url].answer, reading)

    def _land_reading(self, page: Page, answer: Answer, reading: Reading) -> None:
        self.counts.update({f"warning: {code}": count for code, count in reading.warnings.items()})
        for reject in reading.rejects:
            self._reject(page.url + (f"#{reject.part}" if reject.part else ""), answer, reject, page.sha256)
        relevant = [article for article in reading.articles if is_relevant(article.text)]
        self.counts["read: not on the topic"] += len(reading.articles) - len(relevant)
        if not relevant:
            return
        if not self._add_articles(relevant, page, answer.at):
            return
        self.fetches.append(self._fetch(page, answer.at))
        self.pages.append({"page_sha256": page.sha256, "url": page.url, "content": page.content})
        self.n_bytes += len(page.content)
        if len(self.pages) >= BATCH_PAGES or self.n_bytes >= BATCH_BYTES:
            self._land()

    def _add_articles(self, articles: list[Article], page: Page, at: datetime) -> bool:
        """Whether any of them is new in this part."""
        is_new = False
        for article in articles:
            row = article_row(article, page, at, self.source, self.place)
            known = self.newest.get(address_key(row["url"]))
            if row["article_id"] in self.seen_articles or (known and is_twin(article, page)):
                self.counts["duplicates"] += 1
                continue
            is_new = True
            self.seen_articles.add(row["article_id"])
            self.newest[address_key(row["url"])] = row["article_id"]
            self.articles.append(row | {"revision_of": known if row["address"] else None})
            self.counts["articles"] += 1
        return is_new

    def _fetch(self, page: Page, at: datetime) -> dict[str, Any]:
        return {
            "fetch_id": stable_id(self.source, page.url, page.sha256),
            "source": self.source,
            "url": page.url,
            "at": at,
            "outcome": "fetched",
            "status": page.status,
            "bytes": len(page.content),
            "page_sha256": page.sha256,
        }

    def _damaged(self, damage: Damage) -> None:
        self.counts[f"rejected: {damage.reason}"] += 1
        where = f"bytes {damage.start} to {damage.end or 'the end'}: " if damage.reason == "broken_archive" else ""
        url = damage.url or f"{self.name}#{damage.start}"
        self._add_reject("fetch", url, self.at, damage.reason, where + damage.detail, None, damage.start)

    def _reject(self, url: str, answer: Answer, reject: Reject, sha256: str) -> None:
        self.counts[f"rejected: {reject.reason}"] += 1
        self._add_reject("read", url, answer.at, reject.reason, reject.detail, sha256, answer.offset)

    def _add_reject(
        self, stage: str, url: str, at: datetime, reason: str, detail: str, sha256: str | None, offset: int
    ) -> None:
        detail = storable(detail)
        self.rejects.append(
            {
                "reject_id": stable_id(self.source, url, stage, reason, detail, self.name, offset),
                "source": self.source,
                "url": url,
                "at": at,
                "stage": stage,
                "reason": reason,
                "detail": detail,
                "page_sha256": sha256,
                "kept_at": f"{self.name}#{offset}",  # the archive keeps the bytes
            }
        )
        if len(self.rejects) >= BATCH_PAGES * 10:
            self._land()

    def _start_batch(self) -> None:
        self.fetches: list[dict[str, Any]] = []
        self.pages: list[dict[str, Any]] = []
        self.articles: list[dict[str, Any]] = []
        self.rejects: list[dict[str, Any]] = []
        self.n_bytes = 0
        self.batch = stable_id(self.part_id, len(self.batches))
        self.place = f"{BATCHES}/{self.batch}"

    def _land(self) -> None:
        if self.articles or self.rejects:
            tables = {
                "fetches": rows(FETCHES, self.fetches),
                "pages": rows(PAGES, self.pages),
                "articles": rows(ARTICLES, self.articles),
                "rejects": rows(REJECTS, self.rejects),
            }
            put(paths().landing / self.place, tables)
            self.batches.append(self.batch)
        self._start_batch()


def _job(part: Part, source: str, first: date | None, last: date | None) -> dict[str, Any]:
    """A part as plain values. Its id says what it is: the file, by name and content, where in it, and who reads it."""
    if named_time(part.file):
        first = last = None  # the file was chosen by its name: the range leaves nothing of it out
    since, until = (str(day) if day else None for day in (first, last))
    part_id = stable_id(
        identity(part.file), part.start, part.end, source, since, until, READER_VERSION, ARCHIVE_VERSION
    )
    return {"part_id": part_id, "source": source, **asdict(part), "since": since, "until": until}


def _day(value: str | date | None, name: str) -> date | None:
    if not value:
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise IljariError(f"{name}: '{value}' is no day; write it like 2024-01-31.") from error


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m extract.backfill", description="Lands the articles of archives.")
    parser.add_argument("files", nargs="+", help="WARC files, folders, patterns, addresses, or lists of them (.paths)")
    parser.add_argument("--source", default="archive", help="name of the source in the tables (default: archive)")
    parser.add_argument("--since", help="first day of the captures that are wanted, like 2024-01-01 (UTC)")
    parser.add_argument("--until", help="last day")
    parser.add_argument("--base", help="folder or address that the lines of a list begin from")
    parser.add_argument("--part-mb", type=int, default=PART_BYTES >> 20, help="size of a part (default: %(default)s)")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        files = [name if "://" in name else str(Path(name).absolute()) for name in options.files]
        todo = plan(files, options.source, options.since, options.until, options.base, options.part_mb << 20)
        report = read_parts([part for parts in todo.tasks for part in parts])
    except IljariError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    counts = ", ".join(f"{name} {count}" for name, count in report.counts.items())
    sys.stdout.write(
        f"{todo.n_files} files in {todo.n_parts} parts, {todo.n_done} read before; "
        f"{report.n_articles} articles in {len(report.batches)} batches ({counts})\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
