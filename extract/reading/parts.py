"""Articles in parts: which address is the next part of a page, and how the readings of the parts become one.

A reading names its neighbours (`Reading.next_part`, `Reading.previous_part`). Whoever has several pages at hand gives
their readings to `join_parts`; whoever fetches gets the next part first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from extract.reading.article import Reading, Reject
from extract.reading.cleaning import once
from extract.reading.urls import own_url

if TYPE_CHECKING:
    from extract.reading.markup import Element

_PART_NAMES = frozenset(("page", "p", "pn", "pg", "pageno", "page_no", "part", "npage"))
#: No article has more parts; a chain that is longer goes in a circle.
MOST_PARTS = 50


def without_part(url: str | None) -> str | None:
    """The address of an article in parts: that of its first part."""
    return _split(url)[0] if url else None


def neighbours(links: "Iterable[Element]", url: str | None) -> tuple[str | None, str | None]:
    """The addresses of the previous and of the next part. Links to other articles have other addresses."""
    if not url or not url.startswith(("http:", "https:")):
        return None, None
    here, number = _split(url)
    parts: dict[int, str] = {}
    for link in links:
        try:
            address = own_url(urljoin(url, link.get("href", "").strip()))
        except ValueError:
            continue
        base, other = _split(address) if address else (None, 0)
        if address and base == here and abs(other - number) == 1:
            parts.setdefault(other, address)
    return parts.get(number - 1), parts.get(number + 1)


def _split(url: str) -> tuple[str, int]:
    """An address without the number of its part, and that number; 1 where it has none."""
    parts = urlsplit(own_url(url) or url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    numbers = [value for name, value in pairs if name.lower() in _PART_NAMES and value.isdecimal() and len(value) <= 3]
    if not numbers:
        return urlunsplit(parts), 1
    kept = [(name, value) for name, value in pairs if name.lower() not in _PART_NAMES]
    return urlunsplit(parts._replace(query=urlencode(kept))), int(numbers[0])


def join_parts(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Readings by the address of their page; those of one article become that of its first part.

    A part whose first part is not among them is a reject `part_without_first`: half an article is none.
    An article whose next part is not among them stays, with the warning `part_missing`.
    """
    by_address = {own_url(url) or url: url for url in readings}
    joined: dict[str, Reading] = {}
    for url, reading in readings.items():
        if not reading.previous_part or not reading.articles:
            joined[url] = _joined(reading, readings, by_address)
        elif not _has_first(reading, readings, by_address):
            joined[url] = Reading(
                rejects=[
                    Reject("part_without_first", f"the part before it is {reading.previous_part}"),
                    *reading.rejects,
                ],
                warnings=dict(reading.warnings),
            )
    return joined


def _has_first(reading: Reading, readings: Mapping[str, Reading], by_address: Mapping[str, str]) -> bool:
    for _ in range(MOST_PARTS):
        if not reading.previous_part:
            return bool(reading.articles)
        url = by_address.get(reading.previous_part)
        if url is None or not readings[url].articles:
            return False
        reading = readings[url]
    return False


def _joined(first: Reading, readings: Mapping[str, Reading], by_address: Mapping[str, str]) -> Reading:
    if not first.next_part or not first.articles:
        return first
    bodies, last = [first.articles[0].body], first
    warnings = dict(first.warnings)
    for _ in range(MOST_PARTS):
        if not last.next_part:
            break
        url = by_address.get(last.next_part)
        if url is None or not readings[url].articles:
            warnings["part_missing"] = 1
            break
        last = readings[url]
        bodies.append(last.articles[0].body)
        for code, count in last.warnings.items():
            warnings[code] = warnings.get(code, 0) + count
    article = replace(first.articles[0], body=once("\n\n".join(bodies)))
    return Reading([article], list(first.rejects), warnings, next_part=last.next_part)
