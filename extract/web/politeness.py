"""How a host is treated, and when enough is enough."""

import re
from dataclasses import dataclass
from functools import cache

from extract.errors import IljariError
from extract.paths import PROJECT

#: What robots.txt files call Iljari (RFC 9309, 2.2.1).
PRODUCT = "Iljari"

_MAIL = re.compile(r"[^\s@<>()\"]+@[^\s@<>()\"]+\.[^\s@<>()\"]+")
_PAGE = re.compile(r"https?://[^\s@<>()\"]+")


@dataclass(frozen=True)
class Politeness:
    """The manners towards one host. Seconds, bytes and counts; the defaults suit a small municipal server.

    `contact` is a mail address or a page of whoever runs this; without one nothing is sent (IljariError).
    """

    contact: str | None = None
    delay_seconds: float = 2.0  # between the beginnings of two requests to a host; robots.txt can make it longer
    concurrency: int = 1  # requests to a host at one time, on this machine
    connect_seconds: float = 10.0
    read_seconds: float = 20.0  # without a byte
    total_seconds: float = 60.0  # for one request, however it drips
    max_bytes: int = 16 * 1024 * 1024  # of a body, as sent and as unpacked
    max_head_bytes: int = 64 * 1024  # status line and fields, interim answers included
    max_fields: int = 200  # header fields
    max_redirects: int = 5
    retries: int = 2  # after the first try of a page, over all its redirects
    backoff_seconds: float = 1.0  # upper end of the first pause; doubles with each retry, a random part of it is waited
    max_wait_seconds: float = 120.0  # a host that asks for a longer pause is left for a later run
    robots_hours: float = 24.0  # RFC 9309, 2.4: not longer than a day

    def __post_init__(self) -> None:
        for name in ("delay_seconds", "retries", "backoff_seconds", "max_wait_seconds", "max_redirects"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise IljariError(f"politeness: {name} is {getattr(self, name)}; give a number from 0 up.")
        for name in ("connect_seconds", "read_seconds", "total_seconds", "max_bytes", "max_head_bytes", "max_fields"):
            if not 0 < getattr(self, name) < float("inf"):
                raise IljariError(f"politeness: {name} is {getattr(self, name)}; give a number above 0.")
        if self.max_head_bytes > 96 * 1024:
            raise IljariError(f"politeness: max_head_bytes is {self.max_head_bytes}; more than 98304 cannot be read.")
        if not 1 <= self.concurrency <= 16:
            raise IljariError(f"politeness: concurrency is {self.concurrency}; give 1 to 16.")
        if not 0 < self.robots_hours <= 24:
            raise IljariError(f"politeness: robots_hours is {self.robots_hours}; RFC 9309 allows up to 24.")

    @property
    def user_agent(self) -> str:
        """`Iljari/<version> (+contact)`. Raises IljariError where there is no contact."""
        contact = (self.contact or "").strip()
        if not (_MAIL.fullmatch(contact) or _PAGE.fullmatch(contact)) or not contact.isascii():
            raise IljariError(
                "politeness: contact is missing or is neither a mail address nor a web page. Sites must be able to "
                "reach whoever collects from them: set it to yours, for example contact: desk@example.org."
            )
        return f"{PRODUCT}/{version()} (+{contact})"


@cache
def version() -> str:
    """The version in pyproject.toml."""
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "([^"]+)"', text, re.M)
    return found[1] if found else "0"
