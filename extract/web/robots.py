"""robots.txt, as RFC 9309 has it: what a site lets us read, and how fast.

Protego reads the rules. Here is the rest of the RFC: what each answer means (2.3.1), the cap on the size (2.5), and the
cache of a day (2.4), one file for each origin in `var/web/robots`, so that a run of many tasks asks once.

- 2xx: the rules. 4xx: there are none. More than five redirects: as 4xx (2.3.1.2).
- 5xx, 429, no answer, an answer that cannot be read: all is forbidden (2.3.1.4) for ten minutes, then it is asked
  again; where an older copy is there, up to 30 days old, that copy holds meanwhile.
"""

import contextlib
import fcntl
import hashlib
import json
import math
import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from protego import Protego

from extract.web.attempts import FetchFailed
from extract.web.politeness import PRODUCT
from extract.web.urls import Target

#: RFC 9309, 2.5: at least 500 kibibytes are read; what follows is not.
MAX_BYTES = 500 * 1024
MAX_REDIRECTS = 5
_MOST_IN_MEMORY = 500  # sites; their rules have some kilobytes each, half a mebibyte at most
_AGAIN_SECONDS = 600.0
#: RFC 9309, 2.3.1.4 speaks of 30 days.
_OLDEST_SECONDS = 30 * 86_400.0

#: Every way to write `User-agent:` that Protego reads.
_AGENT_LINE = re.compile(r"user(?:-|\s*)agent(?:\s*:|\s)(.*)", re.I | re.S)

#: Failures that say nothing about robots.txt: the host itself cannot be had, and so the page's row says.
_HOST_FAILURES = ("dns", "connection", "tls", "timeout")

#: Brings robots.txt of an origin: its text, None where the site has none. Raises FetchFailed.
Fetch = Callable[[Target], str | None]


@dataclass(frozen=True)
class _Copy:
    """What is known of the robots.txt of an origin."""

    origin: str
    asked_at: float  # seconds since 1970
    text: str | None = None  # None: there is none, all is allowed
    read_at: float = 0.0  # when `text` came, or that there is none
    reason: str | None = None  # why the last try failed
    detail: str = ""


class Robots:
    """The rules of all origins."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], max_age_hours: float = 24.0) -> None:
        self._folder = folder
        self._clock = clock
        self._max_age = max_age_hours * 3600.0
        self._parsed: dict[str, tuple[float, Protego]] = {}
        self._lock = threading.Lock()

    def check(self, target: Target, fetch: Fetch) -> float:
        """Seconds between two requests that the site asks for, 0 where it asks for none.

        Raises FetchFailed: forbidden_by_robots; robots_unreachable or the reason why the host cannot be had.
        """
        copy = self._copy(target, fetch)
        if copy.reason and not self._still_holds(copy):
            raise FetchFailed(copy.reason, copy.detail)
        rules = self._rules(copy)
        if not rules.can_fetch(target.url, PRODUCT):
            raise FetchFailed("forbidden_by_robots", f"robots.txt of {target.authority} does not allow it to {PRODUCT}")
        return _delay(rules)

    def _copy(self, target: Target, fetch: Fetch) -> _Copy:
        origin = f"{target.scheme}://{target.authority}"
        if (copy := self._kept(origin)) and self._is_fresh(copy):
            return copy
        with self._locked(origin):
            # Another thread or process may have brought it meanwhile.
            if (copy := self._kept(origin)) and self._is_fresh(copy):
                return copy
            copy = self._asked(origin, target, fetch, copy)
            self._keep(copy)
            return copy

    def _asked(self, origin: str, target: Target, fetch: Fetch, old: _Copy | None) -> _Copy:
        now = self._now()
        try:
            text = fetch(Target(target.scheme, target.host, target.port, "/robots.txt"))
        except FetchFailed as failure:
            if failure.reason in ("rate_limited", "forbidden_address") and failure.status is None:
                raise  # nothing was asked
            reason = failure.reason if failure.reason in _HOST_FAILURES else "robots_unreachable"
            known = (old.text, old.read_at) if old else (None, 0.0)
            return _Copy(origin, now, *known, reason=reason, detail=f"robots.txt: {failure.detail}")
        return _Copy(origin, now, text, now)

    def _is_fresh(self, copy: _Copy) -> bool:
        age = self._now() - copy.asked_at
        return 0 <= age < (_AGAIN_SECONDS if copy.reason else self._max_age)

    def _still_holds(self, copy: _Copy) -> bool:
        return copy.read_at > 0 and self._now() - copy.read_at < _OLDEST_SECONDS

    def _rules(self, copy: _Copy) -> Protego:
        with self._lock:
            if (found := self._parsed.get(copy.origin)) and found[0] == copy.read_at:
                return found[1]
        rules = Protego.parse(copy.text or "")
        with self._lock:
            if len(self._parsed) >= _MOST_IN_MEMORY:
                self._parsed.clear()
            self._parsed[copy.origin] = (copy.read_at, rules)
        return rules

    def _now(self) -> float:
        return self._clock().timestamp()

    def _kept(self, origin: str) -> _Copy | None:
        try:
            found: dict[str, Any] = json.loads(self._file(origin, "json").read_text(encoding="utf-8"))
            return _Copy(**found)
        except (OSError, ValueError, TypeError):
            return None

    def _keep(self, copy: _Copy) -> None:
        file = self._file(copy.origin, "json")
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(asdict(copy)), encoding="utf-8")
        part.replace(file)

    @contextlib.contextmanager
    def _locked(self, origin: str) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._file(origin, "lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _file(self, origin: str, ending: str) -> Path:
        return self._folder / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.{ending}"


def decode(content: bytes) -> str:
    """The text of a robots.txt: UTF-8 (RFC 9309, 2.3), where it is not, whatever of it can be read."""
    return "\n".join(map(_one_of_few_groups, content[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines()))


def _one_of_few_groups(line: str) -> str:
    """A line of robots.txt, where it names another crawler under one name for all of those.

    Protego keeps every rule once for each crawler of its group: half of the file crawlers and half of it rules would be
    hundreds of millions. The groups stay as they are. Names that Protego takes for ours are the beginnings of it.
    """
    if not (found := _AGENT_LINE.match(line.partition("#")[0].strip())):
        return line
    value = found[1].strip().lower()
    if value in ("", "*"):  # a line without a name ends the group before it and begins none
        return line
    name = value.replace("*", "")
    return f"User-agent: {name if name and PRODUCT.lower().startswith(name) else 'another'}"


def _delay(rules: Protego) -> float:
    """The longer of Crawl-delay and Request-rate; neither is in the RFC, both are common and meant."""
    found = [rules.crawl_delay(PRODUCT) or 0.0]
    if rate := rules.request_rate(PRODUCT):
        found.append(rate.seconds / rate.requests if rate.requests > 0 else 0.0)
    return max((seconds for seconds in found if seconds > 0 and not math.isnan(seconds)), default=0.0)
