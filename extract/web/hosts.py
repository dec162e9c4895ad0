"""Whose turn it is at a host: between the threads of a process and between the processes of a machine.

Two things lie in `var/web/hosts` for each host: locks, one for each request that it may have at a time, held for as
long as the request lasts (the system frees them when a process dies), and a file with the time of the last turn and the
time until which the host asked to be left alone.
"""

import contextlib
import fcntl
import hashlib
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from extract.web.attempts import FetchFailed

#: Nothing is held longer, whatever a host asks: tomorrow it is asked again. Later times in the file are a clock's.
MAX_HOLD_SECONDS = 86_400.0


_LOOK_AGAIN_SECONDS = 0.02


@dataclass
class _Turns:
    host: str
    last_at: float = 0.0  # seconds since 1970, may lie ahead while somebody waits for it
    held_until: float = 0.0


class Hosts:
    """The turns at all hosts. `sleep` takes seconds; both are given so that tests need not wait."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
        self._folder = folder
        self._clock = clock
        self._sleep = sleep

    @contextlib.contextmanager
    def turn(self, host: str, delay_seconds: float, concurrency: int, max_wait_seconds: float) -> Iterator[None]:
        """Waits for a turn at a host and keeps it while the block runs.

        Raises FetchFailed rate_limited, without waiting, where the turn would come later than `max_wait_seconds`.
        """
        with self._place(host, concurrency):
            self._sleep_until_turn(host, delay_seconds, max_wait_seconds)
            yield

    def hold(self, host: str, seconds: float) -> None:
        """Leaves a host alone for some seconds, at most a day, for everybody on this machine."""
        with self._turns(host) as turns:
            until = self._now() + min(max(seconds, 0.0), MAX_HOLD_SECONDS)
            turns.held_until = max(turns.held_until, until)

    def _sleep_until_turn(self, host: str, delay_seconds: float, max_wait_seconds: float) -> None:
        with self._turns(host) as turns:
            now = self._now()
            start = max(now, turns.held_until, turns.last_at + delay_seconds if turns.last_at else now)
            wait = start - now
            if wait > max_wait_seconds:
                why = "it asked to be left alone" if turns.held_until >= start else "by the delay that it asks for"
                raise FetchFailed("rate_limited", f"the next turn at {host} comes in {_duration(wait)}: {why}")
            turns.last_at = start
        if wait > 0:
            self._sleep(wait)

    def _now(self) -> float:
        return self._clock().timestamp()

    @contextlib.contextmanager
    def _place(self, host: str, concurrency: int) -> Iterator[None]:
        """One of the places at a host, the first that is or becomes free."""
        files = [self._file(host, f"{number}.lock") for number in range(concurrency)]
        with contextlib.ExitStack() as stack:
            handles = [stack.enter_context(file.open("a")) for file in files]
            if concurrency == 1:
                fcntl.flock(handles[0], fcntl.LOCK_EX)
            else:  # nothing waits for several locks at a time
                while not any(map(_is_locked_now, handles)):
                    time.sleep(_LOOK_AGAIN_SECONDS)
            yield

    @contextlib.contextmanager
    def _turns(self, host: str) -> Iterator[_Turns]:
        """The turns of a host, locked, and written back when the block ends well."""
        with self._file(host, "json").open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            turns = _read(file.read(), host, self._now() + MAX_HOLD_SECONDS)
            yield turns
            file.seek(0)
            file.truncate()
            file.write(json.dumps(asdict(turns)))

    def _file(self, host: str, ending: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{hashlib.sha256(host.encode()).hexdigest()[:32]}.{ending}"


def _is_locked_now(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(text: str, host: str, latest: float) -> _Turns:
    """What the file says; a file that a dying process left half-written says nothing, nor do impossible times."""
    turns = _Turns(host)
    try:
        found = json.loads(text)
        for name in ("last_at", "held_until"):
            if isinstance(value := found[name], int | float) and value <= latest:
                setattr(turns, name, float(value))
    except (ValueError, TypeError, KeyError):
        return _Turns(host)
    return turns


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if math.isfinite(seconds) and seconds < 1e9 else "more than 30 years"
