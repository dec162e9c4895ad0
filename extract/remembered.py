"""What earlier runs did on the web, from the fetch and run rows in landing: what is known, what to ask with, what to
try again and when.

A page is known by the identity of its address, whichever source fetched it. A list is known to its source alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from extract.landing import scan
from extract.reading.urls import identity
from extract.sources import Item, Validators
from extract.web.urls import HIDDEN, shown

#: How long an item that failed is left alone after its first, second, … failure; after the last it is given up. One set
#: for what may pass (an overloaded server), one for what mostly lasts (404, robots.txt, a forbidden address).
PAUSES = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=16), timedelta(days=3))
LASTING_PAUSES = (timedelta(days=1), timedelta(days=7))
#: A list that calls an article changed is believed, but not more often than this.
TRUST_A_CHANGE = timedelta(hours=6)
#: An article that is looked after for corrections is asked for so often.
RECHECK = timedelta(hours=20)

_FETCH_COLUMNS = [
    "source", "url", "at", "outcome", "etag", "last_modified", "page_sha256", "purpose", "is_last", "is_lasting",
]  # fmt: skip
_RUN_COLUMNS = ["source", "started_at", "ended_at", "outcome", "n_found", "n_articles"]


@dataclass(slots=True)
class _Tried:
    """One address: what became of it so far."""

    url: str
    source: str  # that asked last
    fetched_at: datetime | None = None  # last, also where nothing had changed
    first_at: datetime | None = None
    validators: Validators = field(default_factory=Validators)
    n_failed: int = 0  # since it was last fetched
    failed_at: datetime | None = None
    is_lasting: bool = False

    def note(self, row: dict[str, Any]) -> None:
        """Takes in the next row, in order of time."""
        self.source = row["source"]
        if row["outcome"] in ("fetched", "not_modified"):
            self.fetched_at = row["at"]
            self.first_at = self.first_at or row["at"]
            self.n_failed, self.failed_at = 0, None
            if row["outcome"] == "fetched" or row["etag"] or row["last_modified"]:
                self.validators = Validators(row["etag"], row["last_modified"])
        else:
            self.n_failed += 1
            self.failed_at = row["at"]
            self.is_lasting = bool(row["is_lasting"])

    def may_try_again(self, now: datetime) -> bool:
        """Of an address that failed: whether its pause is over and it is not given up."""
        pauses = LASTING_PAUSES if self.is_lasting else PAUSES
        if self.failed_at is None or self.n_failed > len(pauses):
            return False
        return now >= self.failed_at + pauses[self.n_failed - 1]


class Remembered:
    """What one source may ask of the runs before (`extract.sources.Memory`), and what `collect` decides with it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._pages: dict[str, _Tried] = {}
        self._lists: dict[str, _Tried] = {}
        last_list_at = self._read_fetches()
        self.runs = sorted(_rows("runs", _RUN_COLUMNS, source), key=lambda row: row["started_at"])
        #: See `extract.sources.Memory`. A run that was killed has left rows later than the end of the last whole one.
        self.was_complete = bool(
            self.runs
            and self.runs[-1]["outcome"] == "done"
            and (last_list_at is None or last_list_at <= self.runs[-1]["ended_at"])
        )

    def has_item(self, url: str) -> bool:
        return identity(shown(url)) in self._pages

    def lists(self) -> frozenset[str]:
        return frozenset(url for url in self._lists if HIDDEN not in url)

    def list_validators(self, url: str) -> Validators:
        known = self._lists.get(shown(url)) if self.was_complete else None
        return known.validators if known else Validators()

    def page_validators(self, url: str) -> Validators:
        known = self._pages.get(identity(shown(url)))
        # What the server gave for one address says nothing of its twin on the mobile host.
        return known.validators if known and known.url == shown(url) else Validators()

    def is_due(self, item: Item, now: datetime) -> bool:
        """Whether an item that a list offers is to be fetched: new, changed, or failed and worth another try."""
        known = self._pages.get(identity(shown(item.url)))
        if known is None:
            return True
        if known.n_failed:
            return known.may_try_again(now)
        if known.fetched_at is None or item.changed_at is None:
            return False
        return known.fetched_at < min(item.changed_at, now) and now - known.fetched_at >= TRUST_A_CHANGE

    def is_last_try(self, url: str) -> bool:
        """Whether an item that fails once more is given up."""
        known = self._pages.get(identity(shown(url)))
        return bool(known and known.n_failed >= len(LASTING_PAUSES if known.is_lasting else PAUSES))

    def due(self, now: datetime, recheck_days: int) -> Iterator[Item]:
        """What this source is to ask for although no list offers it now: failed and worth another try, or so young
        that it may still be corrected. In order of addresses."""
        for known in sorted(self._pages.values(), key=lambda one: one.url):
            if known.source != self.source or HIDDEN in known.url:
                continue
            is_young = bool(
                recheck_days
                and not known.n_failed
                and known.first_at
                and known.fetched_at
                and now - known.first_at < timedelta(days=recheck_days)
                and now - known.fetched_at >= RECHECK
            )
            if is_young or (known.n_failed and known.may_try_again(now)):
                yield Item(url=known.url, handle=known.url)

    def last_yield(self) -> str | None:
        """When a run last brought something, for a message; None where none ever did."""
        for run in reversed(self.runs):
            if run["n_found"]:
                return (
                    f"{run['started_at']:%Y-%m-%d %H:%M} UTC: {run['n_found']} found, {run['n_articles']} new articles"
                )
        return None

    def has_yielded(self) -> bool:
        """Whether an earlier run brought an article."""
        return any(run["n_articles"] for run in self.runs)

    def _read_fetches(self) -> datetime | None:
        """Takes in all rows that decided something; returns the time of this source's last list."""
        last_list_at = None
        for row in sorted(_rows("fetches", _FETCH_COLUMNS), key=lambda row: row["at"]):
            if row["is_last"] is False or not row["url"].startswith(("http://", "https://")):
                continue
            if row["purpose"] == "list":
                if row["source"] == self.source:
                    last_list_at = row["at"]
                    self._lists.setdefault(row["url"], _Tried(row["url"], row["source"])).note(row)
            elif row["purpose"] in ("page", None):
                known = self._pages.setdefault(identity(row["url"]), _Tried(row["url"], row["source"]))
                known.url = row["url"]
                known.note(row)
        return last_list_at


def _rows(name: str, columns: list[str], source: str | None = None) -> Iterator[dict[str, Any]]:
    for table in scan(name, columns, source):
        yield from table.to_pylist()
