"""What became of a request: one Attempt for each, and FetchFailed where all of them brought nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

#: What an attempt can end with besides the reasons below.
FETCHED, NOT_MODIFIED, REDIRECTED = "fetched", "not_modified", "redirected"

#: Why a request over the web brings nothing, and whether that lasts: False where a later run may well succeed, True
#: where somebody has to change the address, the site or a limit first.
REASONS: dict[str, bool] = {
    # refused before anything was sent
    "bad_url": True,  # no address that can be asked
    "forbidden_scheme": True,  # neither http nor https
    "forbidden_address": True,  # loopback, private, link-local, metadata, tunnels into IPv4, odd forms
    "forbidden_downgrade": True,  # a redirect from https to http
    "forbidden_by_robots": True,  # robots.txt says no
    "robots_unreachable": False,  # robots.txt cannot be had now, which RFC 9309 takes for a no
    "rate_limited": False,  # the host asked for more patience (429, Retry-After, crawl delay) than this run has
    # the way there
    "dns": False,
    "connection": False,
    "tls": True,
    "timeout": False,  # nothing came for too long
    "too_slow": False,  # something came, not all of it within the time for the whole
    # the answer
    "too_large": True,  # head or body over the cap, as sent or as unpacked
    "too_many_redirects": True,
    "truncated": False,  # ended before its end
    "bad_encoding": True,  # Content-Encoding unknown, damaged or stacked
    "bad_xml": True,  # a feed or sitemap that cannot be read
    "forbidden_xml": True,  # one that declares entities
    "bad_response": True,  # no HTTP/1.1
    "http_401": True,
    "http_403": True,
    "http_404": True,
    "http_410": True,
    "http_4xx": True,  # every other one; the number is in `status`
    "http_5xx": False,
    "http_other": True,  # 1xx, 206, 3xx without an address to go to, 304 to an unconditional request, 6xx and above
}


@dataclass(frozen=True)
class Attempt:
    """One HTTP request, or the refusal to make it."""

    url: str  # without credentials, as `urls.shown` writes it
    at: datetime  # UTC, when it began
    outcome: str  # fetched | not_modified | redirected | a key of REASONS
    status: int | None = None
    bytes: int | None = None  # of the body, unpacked, as far as it was read
    error: str | None = None
    number: int = 1  # 1 for the first try of an address, 2 for the first retry, …
    seconds: float = 0.0  # from the connection to the last byte
    purpose: str = "page"  # page | robots
    etag: str | None = None
    last_modified: str | None = None


class FetchFailed(Exception):
    """One item could not be fetched; the others go on. `reason` is the code that `raw.rejects` shows.

    `status` is the last HTTP status, `attempts` what was tried (empty for what is no web address). `is_lasting` says
    that a later run will meet the same, so that there is no use in trying again until something is changed.
    No secret is in the text.
    """

    def __init__(
        self,
        reason: str,
        detail: str,
        status: int | None = None,
        attempts: Sequence[Attempt] = (),
        is_lasting: bool | None = None,
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.status = status
        self.attempts = tuple(attempts)
        self.is_lasting = REASONS.get(reason, False) if is_lasting is None else is_lasting
