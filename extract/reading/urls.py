"""One address for one article: what differs between links to the same page without meaning another page goes.

`own_url` is an address that works, in one form; `identity` is what tells whether two addresses lead to one article, and
is never fetched.
"""

import re
from ipaddress import ip_address
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

#: What no address holds as it is: spaces and control characters of any script.
_SPACE = re.compile(r"[\s\x00-\x20\x7f-\xa0]")

#: Parameters that only say where a reader came from.
_TRACKING = ("utm_", "fbclid", "gclid", "igshid", "mc_cid", "mc_eid")
_DEFAULT_PORTS = {"http": 80, "https": 443}

#: More of these, which a link that one follows may keep: session marks, and forms of the same page.
_NO_IDENTITY = re.compile(
    rf"(?:(?:{'|'.join(_TRACKING)}).*|dclid|gbraid|wbraid|msclkid|yclid|ref|refer|referer|referrer|from|sfrom|"
    r"cmpid|ito|ncid|jsessionid|phpsessid|amp|outputtype|is_mobile|ispc|device)",
    re.I,
)
#: Labels before a host's own name that stand for a form of its pages.
_FORMS = ("www", "m", "mobile", "amp")
#: Publishers and systems that serve one article under several paths: host (all where empty), path, and the one path.
_TWINS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("news.naver.com", re.compile(r"/(?:mnews/)?(?:ranking/)?article/(\d+)/(\d+)"), r"/article/\1/\2"),
    ("n.news.naver.com", re.compile(r"/(?:mnews/)?(?:ranking/)?article/(\d+)/(\d+)"), r"/article/\1/\2"),
    ("", re.compile(r"(.*)/articleViewAmp\.html"), r"\1/articleView.html"),
    ("", re.compile(r"/amp(/.+)"), r"\1"),
    ("", re.compile(r"(.+)/amp/?"), r"\1"),
)
#: Of these the path alone says which article it is; older addresses of the portal say it in the query.
_PORTALS = {"news.naver.com": re.compile(r"/article/\d+/\d+"), "v.daum.net": re.compile(r"/v/\w+")}
_OLD_NAVER = re.compile(r"(?=.*(?:^|&)oid=(\d+))(?=.*(?:^|&)aid=(\d+))")
#: The same for whole hosts.
_HOSTS = {"n.news.naver.com": "news.naver.com", "news.v.daum.net": "v.daum.net", "v.media.daum.net": "v.daum.net"}
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")


def own_url(value: object) -> str | None:
    """The address that a page gives for itself, in one form; None where it is not the web address of one page.

    An address without path and query is the site's, put on every page by a careless template: no page's own.
    """
    if not isinstance(value, str):
        return None
    try:
        value.encode()  # half a character is no address
        parts = urlsplit(_SPACE.sub(lambda found: quote(found[0]), value.strip()))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = parts.hostname.lower() + (f":{port}" if port not in (None, _DEFAULT_PORTS[parts.scheme]) else "")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, item) for key, item in pairs if not key.lower().startswith(_TRACKING)]
    # A query that loses nothing stays as it is written: sites differ in how they escape Korean letters.
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    if parts.path in ("", "/") and not query:
        return None
    return urlunsplit((parts.scheme, host, parts.path, query, ""))


def identity(url: str) -> str:
    """What is the same for two addresses of one article, and only for those; the address itself where it is none of
    the web.

    The scheme, `www.`, `m.` and the like before the host, the default port, the fragment, parameters that say where
    a reader came from or in which form, the order of parameters, the escaping of letters and the paths of AMP pages
    make no difference. A page's own `rel=canonical` says more (see `extract.collect`).
    """
    try:
        parts = urlsplit(_SPACE.sub(lambda found: quote(found[0], errors="replace"), url.strip()))
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return url
    host = _HOSTS.get(bare := _bare(host), bare)
    path = _escaped(re.sub(r";jsessionid=[^/?;]*", "", parts.path, flags=re.I), "/:@!$&'()*+,;=") or "/"
    path = _one_path(bare, path)
    query = _one_query(parts.query)
    if host == "news.naver.com" and path.endswith(("/read.naver", "/read.nhn")) and (old := _OLD_NAVER.match(query)):
        path = f"/article/{old[1]}/{old[2]}"
    if host in _PORTALS and _PORTALS[host].fullmatch(path):
        query = ""
    place = host if port in (None, *_DEFAULT_PORTS.values()) else f"{host}:{port}"
    return urlunsplit(("https", place, path, query, ""))


def is_same_site(one: str, other: str) -> bool:
    """Whether the hosts of two addresses are one publisher's: the same name without the label of a form of its pages,
    or one below the other."""
    try:
        hosts = [_bare(urlsplit(url).hostname or "") for url in (one, other)]
    except ValueError:
        return False
    if not all(hosts):
        return False
    short, long = sorted(hosts, key=len)
    # A name of one label (an intranet's host) is above nothing.
    return short == long or ("." in short and not _is_address(short) and long.endswith("." + short))


def _bare(host: str) -> str:
    host = host.lower().rstrip(".")
    if _is_address(host):
        return host
    while True:
        label, _, rest = host.partition(".")
        if label not in _FORMS or "." not in rest:
            return host
        host = rest


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _one_path(host: str, path: str) -> str:
    while True:
        for of, pattern, one in _TWINS:
            if (not of or of == host) and (found := pattern.fullmatch(path)):
                shorter = found.expand(one)
                if shorter != path:
                    path = shorter
                    break
        else:
            return path


def _one_query(query: str) -> str:
    """The pairs by name, those of one name in their order; without what makes no difference. Nothing is decoded:
    sites differ in the character set of their escapes."""
    pairs = [piece.partition("=") for piece in query.split("&") if piece]
    kept = [
        (_escaped(name, "!$'()*,;:@/?+"), _escaped(value, "!$'()*,;:@/?+="))
        for name, _, value in pairs
        if not _NO_IDENTITY.fullmatch(name)
    ]
    return "&".join(f"{name}={value}" for name, value in sorted(kept, key=lambda pair: pair[0]))


def _escaped(text: str, safe: str) -> str:
    """Percent-encoding in one form (RFC 3986, 6.2.2): what needs none has none, hexadecimal digits are capitals."""
    text = _ESCAPE.sub(lambda found: _plain(int(found[1], 16)), text)
    return "".join(char if char in safe or char == "%" else quote(char, safe="", errors="replace") for char in text)


def _plain(code: int) -> str:
    return chr(code) if _UNRESERVED.fullmatch(chr(code)) else f"%{code:02X}"


#: Parameters that choose a part, an order or a section, not an article.
_NO_ENTRY = re.compile(
    r"(?i)^(?:page|p|pn|pg|pageno|page_?index|sort|order|sec\w*|section\w*|sid\d*|cat\w*|mid|menu\w*)$"
)


def lost_its_entry(fetched: str, canonical: str) -> bool:
    """Whether a canonical address is that of a whole board: the page's own without the number of the entry.

    Templates write the address of the page that shows a board into every entry; taken at its word, all entries would be
    versions of one article.
    """
    try:
        here, said = urlsplit(fetched), urlsplit(canonical)
    except ValueError:
        return False
    if here.path.rstrip("/") != said.path.rstrip("/"):
        return False
    pairs = [pair for pair in parse_qsl(here.query) if not pair[0].lower().startswith(_TRACKING)]
    numbers = [value for name, value in pairs if re.search(r"\d", value) and not _NO_ENTRY.match(name)]
    values = [value for _, value in parse_qsl(said.query)]
    return bool(numbers) and not set(numbers) & set(values)
