"""One address for one article: what differs between links to the same page without meaning another page goes."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

#: What no address holds as it is: spaces and control characters of any script.
_SPACE = re.compile(r"[\s\x00-\x20\x7f-\xa0]")

#: Parameters that only say where a reader came from.
_TRACKING = ("utm_", "fbclid", "gclid", "igshid", "mc_cid", "mc_eid")
_DEFAULT_PORTS = {"http": 80, "https": 443}


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
