"""Items to pages: one after the other, or several hosts beside each other with each host in turns."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from extract.reading import Reading
from extract.sources import Attempt, FetchFailed, Item, NotModified, Page

#: So many hosts are asked beside each other. They mostly wait.
MOST_THREADS = 16
#: So many items are taken from the lists ahead of what is fetched.
MOST_WAITING = 100

Fetch = Callable[[Item], Page]
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Outcome:
    """One item, and what became of it: a page, a failure, or neither where it is as it was."""

    item: Item
    at: datetime  # when it was asked for
    page: Page | None = None
    failure: FetchFailed | None = None
    attempts: tuple[Attempt, ...] = ()
    purpose: str = "page"  # page | part | attachment
    reading: Reading | None = None  # of the page and its further parts; None where nobody has read it yet
    more: tuple["Outcome", ...] = ()  # what was fetched because it belongs to the page (extract.completing)


def fetch_one(fetch: Fetch, item: Item, clock: Clock) -> Outcome:
    """The outcome of one item. Only what is no FetchFailed goes through."""
    at = clock()
    try:
        page = fetch(item)
    except FetchFailed as failure:
        return Outcome(item, at, failure=failure, attempts=failure.attempts)
    except NotModified as same:
        return Outcome(item, at, attempts=same.attempts)
    return Outcome(item, at, page, attempts=page.attempts)


def fetch_all(fetch: Callable[[Item], Outcome], items: Iterator[Item], per_host: int) -> Iterator[Outcome]:
    """The outcome of every item, as they come: `per_host` of one host at a time, hosts beside each other.

    Where `items` raises, what was found until then is fetched first, and the error raised after it.
    """
    waiting: dict[str, deque[Item]] = {}
    busy: Counter[str] = Counter()
    running: dict[Future[Outcome], str] = {}
    failure: Exception | None = None
    is_open = True
    with ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="fetch") as pool:
        try:
            while is_open or running or waiting:
                if is_open and sum(map(len, waiting.values())) < MOST_WAITING:
                    try:
                        item = next(items)
                        waiting.setdefault(urlsplit(item.handle).netloc.lower(), deque()).append(item)
                    except StopIteration:
                        is_open = False
                    except Exception as error:
                        is_open, failure = False, error
                for host in [host for host in waiting if busy[host] < per_host and len(running) < MOST_THREADS]:
                    item = waiting[host].popleft()
                    if not waiting[host]:
                        del waiting[host]
                    busy[host] += 1
                    running[pool.submit(fetch, item)] = host
                wants_more = is_open and sum(map(len, waiting.values())) < MOST_WAITING
                done, _ = wait(running, timeout=0 if wants_more else None, return_when=FIRST_COMPLETED)
                # In the order in which they began: two that end together are not told apart by chance.
                for future in [future for future in running if future in done]:
                    busy[running.pop(future)] -= 1
                    yield future.result()
        except BaseException:
            for future in running:
                with suppress(Exception):
                    future.cancel()
            raise
    if failure:
        raise failure
