"""Web addresses, read once and strictly: what is checked here is what the request is built from, with no second reader
in between that could see another host."""

import re
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

import idna

from extract.web.attempts import FetchFailed

PORTS = {"http": 80, "https": 443}
MAX_URL_CHARS = 8192

_NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\\\s\ufeff\u200b-\u200f\u202a-\u202e\u2060\ud800-\udfff]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
#: How browsers tell a name that they would read as an IPv4 address (WHATWG URL, "ends in a number").
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.I)
#: What a request target may hold as it is (RFC 3986); everything else is percent-encoded as UTF-8.
_SAFE = "!$%&'()*+,-./:;=?@_~[]|"

#: Parameters whose values are keys to something. Session marks and signed links are among them.
_SECRETS = re.compile(
    r"(?:^|[_.-])(?:(?:api|access|app|auth|service|secret|private|client|crtfc)[_-]?key|(?:client[_-]?)?secret|"
    r"(?:access[_-]?|refresh[_-]?|id[_-]?|auth[_-]?)?token|pass(?:word|wd|phrase)?|pwd|credential|signature|sig|"
    r"j?sessionid|phpsessid|auth(?:orization)?)$",
    re.I,
)
#: A parameter of the query, or of the path (`;jsessionid=`), which ends where the query begins.
_PAIR = re.compile(r"([?&])([^=&;#?]*)=([^&;#]*)|(;)([^=&;#?]*)=([^?&;#]*)")
_USERINFO = re.compile(r"//[^/?#]*@")
HIDDEN = "***"


@dataclass(frozen=True)
class Target:
    """An address that may be asked, in one form."""

    scheme: str  # http | https
    host: str  # lower case, ASCII; an IPv6 address without brackets
    port: int
    path: str  # path and query as they are sent
    credentials: str | None = None  # `user:password` of the address as asked; never in a redirect

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """Host, and port where it is not the scheme's own: what the field Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address without credentials. May hold secrets in its query: see `shown`."""
        return f"{self.scheme}://{self.authority}{self.path}"


def parse(url: str) -> Target:
    """The target of a URL. Raises FetchFailed: bad_url, forbidden_scheme, forbidden_address (odd forms of one)."""
    if not isinstance(url, str) or len(url) > MAX_URL_CHARS:
        raise FetchFailed("bad_url", f"longer than {MAX_URL_CHARS} characters")
    url = url.strip(" \t\r\n")
    if _NOT_IN_AN_ADDRESS.search(url.split("?", 1)[0].split("#", 1)[0].partition("//")[2].split("/", 1)[0]):
        raise FetchFailed("bad_url", "a character in the host that no address holds")
    if "\\" in url or re.search(r"[\x00-\x1f\x7f]", url):
        raise FetchFailed("bad_url", "a backslash or a control character")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchFailed("bad_url", "host or port cannot be read") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise FetchFailed("forbidden_scheme", f"{scheme or 'no scheme'}: only http and https are asked")
    if not parts.hostname or port == 0:
        raise FetchFailed("bad_url", "no host, or port 0")
    userinfo = parts.netloc.rpartition("@")[0] or None
    if userinfo and re.search(r"[^\x21-\x7e]", userinfo):
        raise FetchFailed("bad_url", "credentials with characters that must be percent-encoded")
    target = quote(_without_dots(parts.path), safe=_SAFE) + (
        f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    )
    if not target.startswith("/"):
        raise FetchFailed("bad_url", "the path does not begin with a slash")
    return Target(scheme, _host(parts.hostname), port or PORTS[scheme], target, userinfo)


def join(base: Target, location: str) -> Target:
    """Where a redirect leads. Credentials in it are dropped. Raises FetchFailed as `parse` does."""
    try:
        return replace(parse(urljoin(base.url, location.strip(" \t\r\n"))), credentials=None)
    except ValueError as error:
        raise FetchFailed("bad_url", "the redirect's address cannot be read") from error


def shown(url: str) -> str:
    """A URL as it may stand in logs, rows and messages: no credentials, no values of parameters that look secret.

    The result is the URL itself where it holds none.
    """
    url = _USERINFO.sub("//", str(url)[:MAX_URL_CHARS], count=1)
    head, mark, fragment = url.partition("#")
    head = _PAIR.sub(_hidden, head)
    return head + mark + fragment


def credential_bytes(target: Target) -> bytes | None:
    """`user:password` of the address, decoded."""
    return unquote_to_bytes(target.credentials) if target.credentials else None


def _without_dots(path: str) -> str:
    """A path without `.` and `..` (RFC 3986, 5.2.4), escaped or not: rules for a folder hold for every way into it."""
    segments: list[str] = []
    for segment in (path or "/").split("/"):
        plain = segment.lower().replace("%2e", ".")
        if plain == ".." and len(segments) > 1:
            segments.pop()
        elif plain not in (".", ".."):
            segments.append(segment)
    if path.rpartition("/")[2].lower().replace("%2e", ".") in (".", ".."):
        segments.append("")
    return "/".join(segments)


def _hidden(pair: re.Match[str]) -> str:
    mark, name, value = (part for part in pair.groups() if part is not None)
    return f"{mark}{name}={HIDDEN if value and _SECRETS.search(name) else value}"


def _host(name: str) -> str:
    if ":" in name:
        return _ipv6(name)
    try:
        # Mapped first (full-width digits, ideographic stops), because a resolver would see the mapped form.
        host = idna.uts46_remap(name, std3_rules=False, transitional=False).lower().removesuffix(".")
        if not host.isascii():
            host = idna.encode(host).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise FetchFailed("bad_url", "the host is no domain name") from error
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(host)
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise FetchFailed("bad_url", "the host is no domain name")
    return host


def _ipv4(host: str) -> str:
    """Four decimal numbers and nothing else: integers, octal and hexadecimal forms are only ever written to deceive."""
    try:
        return str(IPv4Address(host))
    except ValueError as error:
        raise FetchFailed("forbidden_address", f"{host}: an IPv4 address in an odd form") from error


def _ipv6(host: str) -> str:
    try:
        address = IPv6Address(host)
    except ValueError as error:
        raise FetchFailed("bad_url", "no IPv6 address") from error
    if address.scope_id:
        raise FetchFailed("forbidden_address", f"{address}: an address with a zone")
    return str(address)
