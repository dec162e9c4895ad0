"""A web site on loopback, on real sockets, that behaves as each of its paths is told: well, badly, or with malice.

    with WebSite() as site:
        site.at("/feed.xml", page(FEED, etag='"1"'))
        site.at("/busy", answer(429, retry_after=7), page(b"now"))   # one after the other, the last again and again
        Client(POLITE, allowed_networks=[LOOPBACK], …).get(site.url("/feed.xml"))
        assert site.paths() == ["/robots.txt", "/feed.xml"]

A behaviour is a function of the open connection and the request; whoever needs another one writes it as such.
"""

import contextlib
import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import TracebackType

LOOPBACK = "127.0.0.0/8"


@dataclass(frozen=True)
class Request:
    """A request as it came: header names in lower case."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)


Behaviour = Callable[[socket.socket, Request], None]


class FakeTime:
    """A clock that only sleeping moves, and what was slept."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self.start = self.at = start
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self.at += timedelta(seconds=seconds)

    def passes(self, **parts: float) -> None:
        self.at += timedelta(**parts)


class WebSite:
    """The site. Paths that were not told anything answer 404; so does robots.txt, which allows everything."""

    def __init__(self, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.requests: list[Request] = []
        self.host = host
        self._behaviours: dict[str, list[Behaviour]] = {}
        self._tls = tls
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._socket = socket.create_server((host, 0))
        self.port: int = self._socket.getsockname()[1]
        self.n_connections = 0
        self.most_at_once = 0
        self._now = 0

    def __enter__(self) -> "WebSite":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A thread in accept does not notice that its socket was closed, only that it was shut down.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        with self._lock:
            for connection in self._open:  # ends what drips for ever
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def at(self, path: str, *behaviours: Behaviour) -> None:
        """What a path does at its first request, its second, …; the last behaviour stays."""
        self._behaviours[path] = list(behaviours)

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"{'https' if self._tls else 'http'}://{host or self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [request.path for request in self.requests]

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.n_connections += 1
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            # A client that has had enough hangs up in the middle of all this.
            with contextlib.suppress(OSError):
                wrapped = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
                with wrapped:
                    if request := _read_request(wrapped):
                        self._behaviour(request)(wrapped, request)
        finally:
            with self._lock:
                self._open.discard(connection)
                self._now -= 1
            connection.close()

    def _behaviour(self, request: Request) -> Behaviour:
        with self._lock:
            self.requests.append(request)
            behaviours = self._behaviours.get(request.path) or [answer(404)]
            return behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]


def _read_request(connection: socket.socket) -> Request | None:
    head = b""
    while b"\r\n\r\n" not in head:
        if not (data := connection.recv(65536)):
            return None
        head += data
    first, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in lines)
    return Request(first.split(" ")[1], {name.lower(): value.strip() for name, _, value in fields})


# --- well-behaved -----------------------------------------------------------------------------------------------------


def answer(
    status: int, body: bytes = b"", *, retry_after: int | datetime | str | None = None, **fields: str
) -> Behaviour:
    """One answer. Fields are given with underscores: content_type="text/html"."""

    def behave(connection: socket.socket, request: Request) -> None:
        connection.sendall(
            _head(status, {**_fields(fields), **_retry(retry_after), "Content-Length": str(len(body))}) + body
        )

    return behave


def page(
    body: bytes = b"<p>page", *, etag: str | None = None, last_modified: str | None = None, **fields: str
) -> Behaviour:
    """A page that answers 304 to who has it already."""
    marks = {name: value for name, value in (("ETag", etag), ("Last-Modified", last_modified)) if value}
    fields.setdefault("content_type", "text/html; charset=utf-8")

    def behave(connection: socket.socket, request: Request) -> None:
        known = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        if (etag and known[0] == etag) or (last_modified and known[1] == last_modified):
            connection.sendall(_head(304, marks))
        else:
            connection.sendall(_head(200, {**_fields(fields), **marks, "Content-Length": str(len(body))}) + body)

    return behave


def redirect(location: str, status: int = 302, **fields: str) -> Behaviour:
    return answer(status, location=location, **fields)


def robots(*lines: str) -> Behaviour:
    return answer(200, "\n".join(lines).encode(), content_type="text/plain")


def packed(body: bytes, coding: str = "gzip", content_type: str = "text/html") -> Behaviour:
    """An answer whose body is packed already."""
    return answer(200, body, content_encoding=coding, content_type=content_type)


# --- broken -----------------------------------------------------------------------------------------------------------


def raw(*parts: bytes) -> Behaviour:
    """Bytes as they are, then the end of the connection."""

    def behave(connection: socket.socket, request: Request) -> None:
        for part in parts:
            connection.sendall(part)

    return behave


def wrong_length(body: bytes, length: object) -> Behaviour:
    """A body that is longer or shorter than its Content-Length."""
    return raw(_head(200, {"Content-Length": str(length)}), body)


def dies(body: bytes, length: int = 10_000) -> Behaviour:
    """A connection that is reset in the middle of a body."""

    def behave(connection: socket.socket, request: Request) -> None:
        connection.sendall(_head(200, {"Content-Length": str(length)}) + body)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        time.sleep(0.02)  # so that the body is there before the reset is
        connection.close()

    return behave


def silent() -> Behaviour:
    """Nothing, until the client has had enough."""
    return lambda connection, request: _wait(connection)


def truncated_gzip(body: bytes) -> Behaviour:
    """Whole as HTTP, half as gzip."""
    whole = gzip.compress(body, mtime=0)
    return packed(whole[: len(whole) // 2])


# --- malicious --------------------------------------------------------------------------------------------------------


def drip(*heads: bytes, every: float = 0.01) -> Behaviour:
    """One byte at a time, for ever, behind what is sent at once."""

    def behave(connection: socket.socket, request: Request) -> None:
        for head in heads:
            connection.sendall(head)
        while True:
            connection.sendall(b"a")
            time.sleep(every)

    return behave


def endless(head: bytes, part: bytes) -> Behaviour:
    """A part again and again, as fast as it goes."""

    def behave(connection: socket.socket, request: Request) -> None:
        connection.sendall(head)
        many = part * max(1, 65536 // len(part))
        while True:
            connection.sendall(many)

    return behave


def endless_body(chunked: bool = False) -> Behaviour:
    if chunked:
        return endless(_head(200, {"Transfer-Encoding": "chunked"}), b"1000\r\n" + b"x" * 0x1000 + b"\r\n")
    return endless(_head(200, {}), b"x" * 4096)


def header_flood() -> Behaviour:
    return endless(b"HTTP/1.1 200 OK\r\n", b"X-Flood: " + b"y" * 200 + b"\r\n")


def interim_flood() -> Behaviour:
    """`103 Early Hints` for ever, and never an answer."""
    return endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")


def gzip_bomb(n_bytes: int = 1 << 30) -> Behaviour:
    """Zeros: a thousand of them in a byte. Blocks that do not refer to each other, so that one can be repeated."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return packed(gzip.compress(b"")[:10] + block * (n_bytes >> 20) + packer.flush())


def _head(status: int, fields: dict[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode("latin-1")


def _fields(fields: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in fields.items()}


def _retry(after: int | datetime | str | None) -> dict[str, str]:
    if after is None:
        return {}
    return {"Retry-After": format_datetime(after, usegmt=True) if isinstance(after, datetime) else str(after)}


def _wait(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass
