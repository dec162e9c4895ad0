"""One request and its answer, on one connection of its own to an address that was checked.

httpcore speaks HTTP/1.1 and TLS; below it is a network backend of ours, which asks the guard where to connect and holds
every read to the clock and to the caps. A connection is used once: what a server sends behind a body can then never
be taken for the next answer, and every request is checked anew.
"""

import contextlib
import logging
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import certifi
import httpcore

from extract.web.addresses import Guard, is_public
from extract.web.attempts import FetchFailed
from extract.web.decoding import Decoding
from extract.web.politeness import Politeness
from extract.web.urls import Target

# At level DEBUG httpcore writes every header field of every answer, cookies among them.
logging.getLogger("httpcore").setLevel(logging.INFO)

#: Bytes asked for at a time while the head is read: what is read beyond its cap stays small.
_HEAD_READ_BYTES = 4096
#: What may come beside the body itself: what was read ahead, and frames of chunks, as many bytes as the body and this.
#: A chunk of one byte has five more of frame, and takes as long to read as one of 64 KiB.
_FRAME_BYTES = 256 * 1024
_MAX_ADDRESSES = 4


@dataclass(frozen=True)
class Answer:
    """Status, header fields with names in lower case, and the body where one was wanted."""

    status: int
    fields: tuple[tuple[str, str], ...]
    content: bytes = b""

    def field(self, name: str) -> str | None:
        """The first value of a field, None where there is none."""
        return next((value for key, value in self.fields if key == name and value), None)

    def all(self, name: str) -> str:
        return ", ".join(value for key, value in self.fields if key == name)


@dataclass
class Progress:
    """How far a request came, for its row, also when it failed."""

    status: int | None = None
    n_bytes: int | None = None
    is_public: bool = False  # the address that it is connected to


def exchange(
    target: Target,
    fields: Sequence[tuple[str, str]],
    *,
    guard: Guard,
    limits: Politeness,
    tls: ssl.SSLContext | None,
    progress: Progress,
    max_bytes: int,
    cuts: bool = False,
    into: Callable[[bytes], object] | None = None,
) -> Answer:
    """Sends a GET and reads the answer; the body only of a status 200 to 205.

    With `cuts` a longer body ends at `max_bytes` instead of failing. With `into` the body goes there piece by piece
    while it arrives, and the answer has none. Raises FetchFailed; see REASONS.
    """
    wire = _Wire(limits, max_bytes)
    timeouts = {"connect": limits.connect_seconds, "read": limits.read_seconds, "write": limits.read_seconds}
    url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path.encode("ascii"))
    # As bytes: httpcore takes only ASCII as text, and a server's mark that is sent back may be more.
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in (("Host", target.authority), *fields)]
    request = httpcore.Request("GET", url, headers=headers, extensions={"timeout": timeouts})
    backend = _Backend(guard, wire, progress)
    with _named_failures(wire), httpcore.HTTPConnection(url.origin, tls, network_backend=backend) as connection:
        response = connection.handle_request(request)
        try:
            wire.is_in_head = False
            progress.status = response.status
            answer = _head(response, limits)
            if not 200 <= answer.status <= 205:
                return answer
            return Answer(answer.status, answer.fields, _body(response, answer, wire, progress, max_bytes, cuts, into))
        finally:
            response.close()


def tls_context() -> ssl.SSLContext:
    """Certificates that the system trusts (SSL_CERT_FILE and SSL_CERT_DIR count), and those of Mozilla's list."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def _head(response: httpcore.Response, limits: Politeness) -> Answer:
    if len(response.headers) > limits.max_fields:
        raise FetchFailed("too_large", f"more than {limits.max_fields} header fields")
    fields = ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers)
    return Answer(response.status, tuple(fields))


def _body(
    response: httpcore.Response,
    answer: Answer,
    wire: "_Wire",
    progress: Progress,
    max_bytes: int,
    cuts: bool,
    into: Callable[[bytes], object] | None,
) -> bytes:
    declared = answer.field("content-length") or ""
    if not cuts and declared.isdecimal() and int(declared) > max_bytes:
        raise FetchFailed("too_large", f"{declared} bytes are announced, the limit is {max_bytes}")
    decoding = Decoding(answer.all("content-encoding"), max_bytes, cuts)
    content = bytearray()
    n_packed = progress.n_bytes = 0
    for chunk in response.iter_stream():
        n_packed += len(chunk)
        if n_packed > max_bytes and not cuts:
            raise FetchFailed("too_large", f"the body has more than {max_bytes} bytes")
        if wire.n_bytes > 2 * n_packed + _FRAME_BYTES:
            raise FetchFailed("too_large", "the body comes in chunks that are mostly frame")
        piece = decoding.feed(chunk)
        progress.n_bytes += len(piece)
        if into:
            into(piece)
            continue
        content += piece
        if cuts and len(content) == max_bytes:
            return bytes(content)
    decoding.finish()
    return bytes(content)


class _Wire:
    """What one exchange may still take: time and bytes."""

    def __init__(self, limits: Politeness, max_bytes: int) -> None:
        self.until = time.monotonic() + limits.total_seconds
        self.total_seconds = limits.total_seconds
        self.max_head_bytes = limits.max_head_bytes
        self.max_bytes = 2 * max_bytes + _FRAME_BYTES
        self.is_in_head = True
        self.n_bytes = 0

    def seconds(self, wanted: float | None) -> float:
        """How long the next step may take. Raises FetchFailed too_slow where the time for the whole is over."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise self.too_slow()
        return left if wanted is None else min(wanted, left)

    def is_over(self) -> bool:
        return time.monotonic() >= self.until

    def too_slow(self) -> FetchFailed:
        return FetchFailed("too_slow", f"not whole after {self.total_seconds:g} s, {self.n_bytes} bytes came")

    def count(self, n_bytes: int) -> None:
        self.n_bytes += n_bytes
        if self.is_in_head and self.n_bytes > self.max_head_bytes:
            raise FetchFailed("too_large", f"the head has more than {self.max_head_bytes} bytes")
        if self.n_bytes > self.max_bytes:
            raise FetchFailed("too_large", f"more than {self.max_bytes} bytes came for the body")


class _Backend(httpcore.NetworkBackend):
    """Connects to checked addresses and nowhere else."""

    def __init__(self, guard: Guard, wire: _Wire, progress: Progress) -> None:
        self._guard = guard
        self._progress = progress
        self._wire = wire
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._guard.addresses(host, port)[:_MAX_ADDRESSES]
        for address in addresses[:-1]:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connect(address, port, timeout)
        return self._connect(addresses[-1], port, timeout)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise FetchFailed("forbidden_address", "a socket in the file system")

    def _connect(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        stream = self._sockets.connect_tcp(address, port, self._wire.seconds(timeout))
        self._progress.is_public = is_public(ip_address(address))
        return _Stream(stream, self._wire)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step is held to what the exchange may still take."""

    def __init__(self, inner: httpcore.NetworkStream, wire: _Wire) -> None:
        self._inner = inner
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        wanted = min(max_bytes, _HEAD_READ_BYTES) if self._wire.is_in_head else max_bytes
        data = self._inner.read(wanted, self._wire.seconds(timeout))
        self._wire.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._wire.seconds(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._wire.seconds(timeout)), self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


@contextlib.contextmanager
def _named_failures(wire: _Wire) -> Iterator[None]:
    """httpcore's errors as FetchFailed. Their texts quote what the server or we sent, so none of them goes on."""
    try:
        yield
    except FetchFailed:
        raise
    except httpcore.TimeoutException:
        raise (wire.too_slow() if wire.is_over() else FetchFailed("timeout", "no answer in time")) from None
    except httpcore.ConnectError as error:
        raise _connect_failure(error) from None
    except httpcore.RemoteProtocolError as error:
        raise _protocol_failure(str(error), wire) from None
    except httpcore.NetworkError:
        raise _lost(wire) from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol):
        raise FetchFailed("bad_response", "the exchange does not follow HTTP/1.1") from None


def _connect_failure(error: httpcore.ConnectError) -> FetchFailed:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return FetchFailed("tls", f"the certificate does not hold: {cause.verify_message}")
    if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
        return FetchFailed("tls", f"no secure connection: {cause.reason or 'handshake failed'}")
    return FetchFailed("connection", getattr(cause, "strerror", None) or "no connection")


def _protocol_failure(text: str, wire: _Wire) -> FetchFailed:
    if "without sending a response" in text or "peer closed connection" in text:
        return _lost(wire)
    if "buffer too long" in text:  # a line of the chunked coding, or its trailer
        return FetchFailed("too_large", "a line between the chunks of the body never ends")
    return FetchFailed("bad_response", "the answer does not follow HTTP/1.1")


def _lost(wire: _Wire) -> FetchFailed:
    if wire.n_bytes == 0:
        return FetchFailed("connection", "closed without an answer")
    return FetchFailed("truncated", f"the connection ended after {wire.n_bytes} bytes, before the answer did")
