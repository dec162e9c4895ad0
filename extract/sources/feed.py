"""An RSS or Atom feed: its entries' links. What it says of an article's text is not read; the page is.

Read with lxml through `extract.web.xml`: three fields an entry are all that is needed, and a feed library would bring
a second XML parser that expands entities.
"""

from collections.abc import Iterator

from lxml.etree import QName, _Element

from extract.sources import FetchFailed, Item, Page, Secrets
from extract.sources.entries import FeedEntry
from extract.sources.web import Web, absolute, changed_at, not_a_list, parse_list

_ROOTS = ("rss", "feed", "RDF")
_CHANGED = ("updated", "modified", "published", "pubDate", "date", "issued")


class Feed:
    """The links of one feed, in its order."""

    def __init__(self, entry: FeedEntry, web: Web, secrets: Secrets | None = None) -> None:
        self.entry = entry
        self.web = web

    def discover(self) -> Iterator[Item]:
        """Raises FetchFailed, and IljariError where the address holds no feed."""
        response = self.web.read_list(self.entry.address)
        if response is None:
            return
        seen = set()
        for url, at in self._links(response.content, response.final_url):
            if url not in seen and self.web.wants(url):
                seen.add(url)
                yield Item(url=url, handle=url, changed_at=changed_at(at))

    def fetch(self, item: Item) -> Page:
        """Raises FetchFailed, NotModified."""
        return self.web.page(item)

    def _links(self, content: bytes, base: str) -> Iterator[tuple[str, str | None]]:
        try:
            root = parse_list(content)
        except FetchFailed as error:
            raise not_a_list(self.entry, base, f"is no feed: {error}") from error
        if _name(root) not in _ROOTS:
            raise not_a_list(self.entry, base, f"is no feed but <{_name(root)}>")
        for element in root.iter():
            if _name(element) in ("item", "entry"):
                fields = _fields(element)
                url = absolute(base, link) if (link := _link(fields)) else None
                if url:
                    texts = (_text(fields, name) for name in _CHANGED)
                    yield url, next(filter(None, texts), None)


def _name(element: _Element) -> str:
    """A tag without its namespace: feeds differ in which they declare. Comments have no name."""
    return QName(element).localname if isinstance(element.tag, str) else ""


def _fields(element: _Element) -> dict[str, list[_Element]]:
    fields: dict[str, list[_Element]] = {}
    for child in element:
        fields.setdefault(_name(child), []).append(child)
    return fields


def _link(fields: dict[str, list[_Element]]) -> str | None:
    """The address of the article itself, the surest first: before a counting service, Atom, RSS, a permanent id."""
    if original := _text(fields, "origLink"):
        return original
    for link in fields.get("link", []):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
    if plain := _text(fields, "link"):
        return plain
    for guid in fields.get("guid", []):
        text = (guid.text or "").strip()
        if guid.get("isPermaLink", "true").lower() == "true" and text.startswith(("http://", "https://")):
            return text
    return None


def _text(fields: dict[str, list[_Element]], name: str) -> str | None:
    texts = ("".join(element.itertext()).strip() for element in fields.get(name, []))
    return next(filter(None, texts), None)
