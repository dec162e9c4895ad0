"""The one way out to the web.

    with Client(Politeness(contact="desk@example.org")) as client:
        page = client.get("https://www.example.go.kr/news/1", etag=known_etag)

Environment proxies are not used: a proxy would resolve names itself, behind the check of the address.
"""

import base64
import logging
import random
import re
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from types import TracebackType
from typing import BinaryIO

from extract.errors import IljariError
from extract.paths import paths
from extract.web import robots
from extract.web.addresses import Guard, Resolver, system_resolver
from extract.web.attempts import FETCHED, NOT_MODIFIED, REDIRECTED, Attempt, FetchFailed
from extract.web.decoding import ACCEPTED
from extract.web.exchange import Answer, Progress, exchange, tls_context
from extract.web.hosts import Hosts
from extract.web.politeness import Politeness
from extract.web.urls import Target, credential_bytes, join, parse, shown

__all__ = ["Attempt", "Client", "FetchFailed", "Politeness", "Response"]

log = logging.getLogger(__name__)

_REDIRECTS = (301, 302, 303, 307, 308)
#: Failures that a second try after a pause may mend. What dripped until its time was over gets no second minute.
_WORTH_A_RETRY = ("dns", "connection", "timeout", "truncated", "rate_limited", "http_5xx")
_NO_USE = (501, 505, 510, 511)
_OWN_REASONS = (401, 403, 404, 410)
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
_OURS = {"host", "connection", "content-length", "transfer-encoding", "user-agent", "accept-encoding", "te", "upgrade"}


@dataclass(frozen=True)
class Response:
    """What a site answered. Both addresses are written as `urls.shown` does: without credentials."""

    url: str  # as asked
    final_url: str  # after redirects
    status: int
    content: bytes  # decoded from Content-Encoding; b"" when not_modified
    content_type: str | None
    etag: str | None
    last_modified: str | None
    not_modified: bool
    attempts: tuple[Attempt, ...]  # one for each request, robots.txt, retries and redirects among them, in their order


class Client:
    """Asks sites for pages. Threads may share one; hosts are then asked beside each other, one host in turns."""

    def __init__(
        self,
        politeness: Politeness,
        *,
        allowed_networks: Sequence[str] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        resolve: Resolver = system_resolver,
    ) -> None:
        """`allowed_networks` (CIDR, for an intranet or a test) may be asked although they are not public; a redirect
        from a public address does not lead there. They belong to one source: give them to a client of its own, because
        the links in a stranger's feed are asked like any other address.

        Raises IljariError where politeness has no contact.
        """
        self.politeness = politeness
        self._agent = politeness.user_agent
        self._clock = clock
        self._sleep = sleep
        self._guard = Guard(allowed_networks, resolve)
        self._public_guard = Guard(resolve=resolve)
        self._hosts = Hosts(paths().web / "hosts", clock, sleep)
        self._robots = robots.Robots(paths().web / "robots", clock, politeness.robots_hours)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return tls_context()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing stays open between two requests; here for what may come."""

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        respects_robots: bool = True,
    ) -> Response:
        """The page at a URL, after at most `max_redirects` redirects, each checked like the first.

        With `etag` or `last_modified` of an earlier answer the site may say that nothing changed (`not_modified`).
        `headers` (an API key, say), these two and a password in the URL are sent to the host of the URL only. Without
        `respects_robots` robots.txt is not asked: for APIs that the user has a key for.
        Raises FetchFailed with every attempt; IljariError for headers that cannot be sent.
        """
        own = _own_fields(headers or {}) + _conditions(etag, last_modified)
        run = _Run(self, url, max_bytes or self.politeness.max_bytes, respects_robots)
        try:
            return run.page(own)
        except FetchFailed as failure:
            raise run.failed(failure) from None

    def download(self, url: str, file: BinaryIO, *, max_bytes: int, respects_robots: bool = True) -> Response:
        """The page at a URL, written to an open file while it arrives: for what is too large to hold in memory.

        The response has no content; of a failure the file may hold a part. `total_seconds` of the client's politeness
        must be long enough for it. Raises as `get`.
        """
        run = _Run(self, url, max_bytes, respects_robots, file)
        try:
            return run.page([])
        except FetchFailed as failure:
            raise run.failed(failure) from None


class _Run:
    """One call of `get`: where it is, what it tried, and how many retries are left."""

    def __init__(
        self, client: Client, url: str, max_bytes: int, respects_robots: bool, file: BinaryIO | None = None
    ) -> None:
        self.client = client
        self.politeness = client.politeness
        self.url = shown(url)
        self.at_url = self.url
        self._asked_url = url
        self.max_bytes = max_bytes
        self.respects_robots = respects_robots
        self.file = file
        self.attempts: list[Attempt] = []
        self.retries_left = client.politeness.retries
        self.guard = client._guard

    def page(self, own: list[tuple[str, str]]) -> Response:
        target = parse(self._asked_url)
        if (secret := credential_bytes(target)) and not any(name.lower() == "authorization" for name, _ in own):
            own = [*own, ("Authorization", f"Basic {base64.b64encode(secret).decode('ascii')}")]
        first = target
        for _ in range(self.politeness.max_redirects + 1):
            self.at_url = shown(target.url)
            delay = self._check_robots(target) if self.respects_robots else 0.0
            answer = self._ask_patiently(target, own, delay=delay)
            if (location := _location(answer)) is None:
                return self._response(answer, own)
            target = self._next(target, location)
            if not _may_know(first, target):
                own = []  # once it left the host, also on the way back
        raise FetchFailed("too_many_redirects", f"more than {self.politeness.max_redirects}")

    def failed(self, failure: FetchFailed) -> FetchFailed:
        """The failure with all attempts, the last of which says why."""
        last = self.attempts[-1] if self.attempts else None
        if last is None or (last.purpose, last.outcome) != ("page", failure.reason):
            refusal = Attempt(self.at_url, self.client._clock(), failure.reason, failure.status, error=failure.detail)
            self.attempts.append(refusal)
        log.warning("%s: %s: %s", self.at_url, failure.reason, failure.detail)
        return FetchFailed(failure.reason, failure.detail, failure.status, self.attempts, failure.is_lasting)

    def _response(self, answer: Answer, own: list[tuple[str, str]]) -> Response:
        asked = dict(own)
        return Response(
            url=self.url,
            final_url=self.at_url,
            status=answer.status,
            content=answer.content,
            content_type=_mark(answer, "content-type"),
            etag=_mark(answer, "etag") or (asked.get("If-None-Match") if answer.status == 304 else None),
            last_modified=_mark(answer, "last-modified")
            or (asked.get("If-Modified-Since") if answer.status == 304 else None),
            not_modified=answer.status == 304,
            attempts=tuple(self.attempts),
        )

    def _next(self, target: Target, location: str) -> Target:
        found = join(target, location)
        if target.scheme == "https" and found.scheme == "http":
            self.at_url = shown(found.url)
            raise FetchFailed("forbidden_downgrade", f"a redirect from https to http, at {found.authority}")
        return found

    def _check_robots(self, target: Target) -> float:
        return self.client._robots.check(target, self._robots_text)

    def _robots_text(self, target: Target) -> str | None:
        """robots.txt, None where the site says that there is none. Raises FetchFailed."""
        page_at, redirect = self.at_url, None
        try:
            for _ in range(robots.MAX_REDIRECTS + 1):
                self.at_url = shown(target.url)
                answer = self._ask_patiently(target, [], purpose="robots")
                if (location := _location(answer)) is None:
                    return robots.decode(answer.content)
                redirect = answer.status
                target = self._next(target, location)
        except FetchFailed as failure:
            if failure.status is None and redirect:  # not the page's own host: its failure is one of robots.txt
                raise FetchFailed("robots_unreachable", failure.detail, redirect) from None
            if failure.status is None or not 400 <= failure.status < 500 or failure.reason == "rate_limited":
                raise
        finally:
            self.at_url = page_at
        return None

    def _ask_patiently(
        self, target: Target, own: list[tuple[str, str]], delay: float = 0.0, purpose: str = "page"
    ) -> Answer:
        """The answer at an address, tried again after a pause while that may help."""
        number = 1
        while True:
            try:
                return self._ask(target, own, delay, purpose, number)
            except FetchFailed as failure:
                if not self._is_worth_a_retry(failure):
                    raise
            self.retries_left -= 1
            # Full jitter: tasks that failed together do not come back together.
            self.client._sleep(random.random() * self.politeness.backoff_seconds * 2 ** (number - 1))
            number += 1

    def _is_worth_a_retry(self, failure: FetchFailed) -> bool:
        if self.retries_left <= 0 or failure.status in _NO_USE:
            return False
        was_asked = failure.reason != "rate_limited" or failure.status is not None
        return was_asked and (failure.reason in _WORTH_A_RETRY or failure.status == 408)

    def _ask(self, target: Target, own: list[tuple[str, str]], delay: float, purpose: str, number: int) -> Answer:
        """One request in the host's turn, and its row."""
        polite, client = self.politeness, self.client
        is_page = purpose == "page"
        with client._hosts.turn(
            target.authority, max(polite.delay_seconds, delay), polite.concurrency, polite.max_wait_seconds
        ):
            at, begun, progress = client._clock(), time.monotonic(), Progress()
            try:
                answer = exchange(
                    target,
                    _fields(client._agent, own),
                    guard=self.guard,
                    limits=polite,
                    tls=client._tls if target.scheme == "https" else None,
                    progress=progress,
                    max_bytes=self.max_bytes if is_page else robots.MAX_BYTES,
                    cuts=not is_page,
                    into=self._emptied_file() if is_page else None,
                )
                outcome, error = _outcome(answer, own), None
            except FetchFailed as failure:
                answer, outcome, error = None, failure.reason, failure.detail
            seconds = time.monotonic() - begun
        if progress.is_public:  # what a stranger says leads nowhere inside
            self.guard = client._public_guard
        if answer and outcome not in (FETCHED, NOT_MODIFIED, REDIRECTED):
            error = self._said_no(target, answer)
        self.attempts.append(
            Attempt(
                url=shown(target.url),
                at=at,
                outcome=outcome,
                status=progress.status,
                bytes=progress.n_bytes,
                error=error,
                number=number,
                seconds=seconds,
                purpose=purpose,
                etag=_mark(answer, "etag") if answer else None,
                last_modified=_mark(answer, "last-modified") if answer else None,
            )
        )
        if answer is None or error is not None:
            raise FetchFailed(outcome, error or "", progress.status)
        return answer

    def _emptied_file(self) -> Callable[[bytes], object] | None:
        """Where the body goes; what an earlier try left there goes first."""
        if self.file is None:
            return None
        self.file.seek(0)
        self.file.truncate()
        return self.file.write

    def _said_no(self, target: Target, answer: Answer) -> str:
        """What a refusing answer says; the host is left alone for as long as it asks."""
        error = f"the site answered {answer.status}"
        if answer.status in (429, 503) and (seconds := self._retry_after(answer)):
            self.client._hosts.hold(target.authority, seconds)
            error += f", to be asked again in {seconds:.0f} s"
        return error

    def _retry_after(self, answer: Answer) -> float:
        """Seconds until the time in Retry-After (RFC 9110, 10.2.3: seconds or a date); 0 where it says none."""
        text = (answer.field("retry-after") or "").strip()
        if text.isascii() and text.isdecimal():
            return float(text[:12])
        try:
            then = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return 0.0
        if then.tzinfo is None:
            then = then.replace(tzinfo=UTC)
        return max((then - self.client._clock()).total_seconds(), 0.0)


def _fields(agent: str, own: list[tuple[str, str]]) -> list[tuple[str, str]]:
    given = {name.lower() for name, _ in own}
    ours = [("User-Agent", agent), ("Accept", _ACCEPT), ("Accept-Encoding", ACCEPTED), ("Connection", "close")]
    return [field for field in ours if field[0].lower() not in given] + own


def _own_fields(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    for name, value in headers.items():
        if not _TOKEN.fullmatch(name) or name.lower() in _OURS:
            raise IljariError(f"The header {name[:60]!r} cannot be set. Leave it out.")
        if not _VALUE.fullmatch(value):
            raise IljariError(f"The value of the header {name} is empty or has characters that no header holds.")
    return list(headers.items())


def _conditions(etag: str | None, last_modified: str | None) -> list[tuple[str, str]]:
    """Marks that cannot be sent are left out: the page then comes whole."""
    pairs = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    return [(name, value) for name, value in pairs if value and _VALUE.fullmatch(value)]


def _may_know(first: Target, target: Target) -> bool:
    """Whether what was said to the first host may be said here: the same origin, or its own step up to https."""
    if target.host != first.host:
        return False
    return target.origin == first.origin or (first.port, target.scheme, target.port) == (80, "https", 443)


def _location(answer: Answer) -> str | None:
    """Where a redirect points. Servers write Korean letters as they are, in UTF-8 mostly; other bytes are escaped."""
    location = answer.field("location") if answer.status in _REDIRECTS else None
    if location is None or location.isascii():
        return location
    sent = location.encode("latin-1")
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in sent)


def _outcome(answer: Answer, own: list[tuple[str, str]]) -> str:
    status = answer.status
    if 200 <= status <= 205:
        return FETCHED
    if status == 304 and any(name in ("If-None-Match", "If-Modified-Since") for name, _ in own):
        return NOT_MODIFIED
    if _location(answer) is not None:
        return REDIRECTED
    if status == 429:
        return "rate_limited"
    if status in _OWN_REASONS:
        return f"http_{status}"
    return {4: "http_4xx", 5: "http_5xx"}.get(status // 100, "http_other")


def _mark(answer: Answer, name: str) -> str | None:
    """A field that is kept and sent back later: of a sensible length, and nothing that no header holds."""
    value = (answer.field(name) or "").strip()
    return value if len(value) <= 1000 and _VALUE.fullmatch(value) else None
