"""Articles in the data of pages that a script draws: Next.js, Nuxt, Fusion and the like put their state into a script.

Two states are no plain JSON. Next.js' App Router streams rows of React's Flight format in pieces
(`self.__next_f.push([1, "…"])`): a row is `id:value` up to a line end or, with a length, `id:T2ce,text`, and a string
`$id` in a value means another row. Nuxt 3 writes one list in devalue's format: every value in it is the place of the
value in that list.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

from extract.reading.lines import is_sentence

#: A state has some ten thousand values; a page made to be walked for ever is left after so many.
_MOST_VALUES = 300_000
#: A script assigns its state a few times; each try that fails costs as much as what it read.
_MOST_ROOTS = 100
_BEGIN = re.compile(r"(?:=\s*|JSON\.parse\(\s*(?=\"))")
_TITLES = ("title", "headline", "articletitle", "newstitle", "subject", "tit", "headlines")
_BODIES = (
    "content", "contents", "body", "articlebody", "article_body", "text", "html", "newscontent", "newscontents",
    "contenthtml", "bodyhtml", "content_elements", "paragraphs", "articlecontent", "contentbody",
)  # fmt: skip
#: Names of a publication time, the surest first. Times of change are other names.
_PUBLISHED = (
    "publishedat", "published_at", "datepublished", "first_publish_date", "firstpublishdate", "firstpublishedat",
    "display_date", "publish_date", "publishdate", "published", "pubdate", "servicedate", "service_date", "servicetime",
    "inputdate", "inputdatetime", "articledate", "regdate", "reg_date", "regdt", "reg_dt", "registeredat", "createdat",
    "created_at",
)  # fmt: skip
_DEEPEST = 60
_FLIGHT = re.compile(r"__next_f\s*(?:=[^;]*\))?\.push\(\s*(?=\[)")
_ROW = re.compile(rb"\s*([0-9a-f]+):")
#: A row of text or bytes says its length in bytes, hexadecimal.
_SIZED = re.compile(rb"([TAOoUSsLlGgMmV])([0-9a-f]+),")
_REFERENCE = re.compile(r"\$[L@]?([0-9a-f]+)")
#: What devalue writes around a value of Nuxt's: a name and the value's place.
_WRAPPERS = ("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "NuxtError", "Island")
_MOST_WRAPPERS = 5


class Embedded(NamedTuple):
    """An article as the data says it; `body` may be markup."""

    title: str
    body: str
    published: str | int | None


def best_embedded(scripts: Iterable[str], titles: list[str]) -> Embedded | None:
    """The record that has the page's title, or whose title is in it; None where no record has one and a body.

    A state holds related articles as well, so a record of another title is never the article.
    """
    wanted = ["".join(title.split()) for title in titles]
    scripts = list(scripts)
    roots = [*(root for script in scripts for root in _roots(script)), *_flight_roots(scripts)]
    seen: set[int] = set()  # of values that `roots` holds: none of them goes while it is asked
    found = [
        record
        for record in (_as_article(value) for root in roots for value in _objects(root, seen))
        if record and any("".join(record.title.split()) in title for title in wanted)
    ]
    return max(found, key=lambda record: len(record.body), default=None)


def _objects(root: Any, seen: set[int]) -> Iterator[dict[str, Any]]:
    """The objects in a value that were not `seen`: what references mean twice is walked once."""
    todo: list[tuple[Any, int]] = [(root, 0)]
    for _ in range(_MOST_VALUES):
        if not todo:
            break
        value, depth = todo.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, dict):
            yield value
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if depth < _DEEPEST:
            todo += [(item, depth + 1) for item in inner if isinstance(item, dict | list)]


def _roots(script: str) -> Iterator[Any]:
    """The JSON values of a script: all of it, or what is assigned to a name."""
    text = script.strip()
    if text.startswith(("{", "[")):
        with suppress(ValueError, RecursionError):
            value = json.loads(text, strict=False)
            yield _unpacked(value) if _is_indexed(value) else value
        return
    decoder = json.JSONDecoder(strict=False)
    begins = (begin for begin in _BEGIN.finditer(text) if text[begin.end() : begin.end() + 1] in ("{", "[", '"'))
    for begin in islice(begins, _MOST_ROOTS):
        try:
            value, _ = decoder.raw_decode(text, begin.end())
            yield json.loads(value, strict=False) if isinstance(value, str) and value.startswith(("{", "[")) else value
        except (ValueError, RecursionError):
            continue


def _is_indexed(value: Any) -> bool:
    """Whether a list is a state in devalue's format: all that its objects hold are places in it."""
    if not isinstance(value, list):
        return False
    objects = [item for item in value if isinstance(item, dict)]
    return any(objects) and all(type(place) is int for item in objects for place in item.values())


def _unpacked(values: list[Any]) -> Any:
    """The state whose values a list holds. Objects that are meant twice are there once: it may be no tree."""

    def at(place: Any) -> Any:
        for _ in range(_MOST_WRAPPERS):
            if type(place) is not int or not 0 <= place < len(values):
                return None
            value = values[place]
            if not _is_wrapped(value):
                return value
            place = value[1]
            if value[0] == "Date":
                return place
        return None

    for value in values:
        if isinstance(value, dict):
            value.update({key: at(place) for key, place in value.items()})
        elif isinstance(value, list) and not _is_wrapped(value):
            value[:] = [at(place) for place in value]
    return at(0)


def _is_wrapped(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and value[0] in (*_WRAPPERS, "Date")


def _flight_roots(scripts: list[str]) -> Iterator[Any]:
    """The rows of a page that Next.js streams, as values whose references are the values that they mean."""
    rows = _flight_rows("".join(_flight_pieces(scripts)).encode("utf-8", "replace"))

    def meant(value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith("$"):
            return value
        if value.startswith(("$$", "$D")):
            return value[1 if value.startswith("$$") else 2 :]
        found = _REFERENCE.fullmatch(value)
        return rows.get(found[1], value) if found else value

    todo, seen = list(rows.values()), 0
    while todo and seen < _MOST_VALUES:
        value = todo.pop()
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in list(inner):
            seen += 1
            if isinstance(item, dict | list):
                todo.append(item)
            else:
                value[key] = meant(item)
    yield from (value for value in rows.values() if isinstance(value, dict | list))


def _flight_pieces(scripts: list[str]) -> Iterator[str]:
    decoder = json.JSONDecoder(strict=False)
    for script in scripts:
        for begin in _FLIGHT.finditer(script):
            with suppress(ValueError, RecursionError):
                value, _ = decoder.raw_decode(script, begin.end())
                if len(value) == 2 and value[0] == 1 and isinstance(value[1], str):
                    yield value[1]


def _flight_rows(stream: bytes) -> dict[str, Any]:
    """The rows of a stream by their id: text, or what their JSON says. Rows of code, hints and errors are left out."""
    rows: dict[str, Any] = {}
    at = 0
    while row := _ROW.match(stream, at):
        if sized := _SIZED.match(stream, row.end()):
            at = min(sized.end() + int(sized[2], 16), len(stream))
            value: Any = stream[sized.end() : at].decode("utf-8", "replace") if sized[1] == b"T" else None
        else:
            end = stream.find(b"\n", row.end())
            at = len(stream) if end < 0 else end + 1
            value = None
            with suppress(ValueError, RecursionError):
                value = json.loads(stream[row.end() : at], strict=False)
        if value is not None:
            rows[row[1].decode()] = value
    return rows


def _as_article(record: dict[str, Any]) -> Embedded | None:
    keys = {key.lower(): value for key, value in record.items() if isinstance(key, str)}
    title = next((text for name in _TITLES if (text := _title(keys.get(name)))), None)
    if not title:
        return None
    bodies = [_body(keys.get(name)) for name in _BODIES]
    body = max(bodies, key=len)
    if not any(is_sentence(line) for line in re.split(r"<[^>]*>|\n", body)):
        return None
    dates = (keys.get(name) for name in _PUBLISHED)
    return Embedded(title, body, next((date for date in dates if isinstance(date, str | int) and date), None))


def _title(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("basic") or value.get("rendered")
    return value if isinstance(value, str) and value.strip() else None


def _body(value: Any, depth: int = 0) -> str:
    """Text or markup; lists of paragraphs become paragraphs."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and depth < _DEEPEST:
        return _body(value.get("rendered") or value.get("html") or value.get("content") or "", depth + 1)
    if isinstance(value, list):
        parts = [part if isinstance(part, str) else _part(part) for part in value]
        return "".join(f"<p>{part}</p>" for part in parts if part)
    return ""


def _part(part: Any) -> str:
    """A piece of a body; pictures, lists of links and the like have a type of their own."""
    if not isinstance(part, dict) or part.get("type", "text") not in (
        "text",
        "paragraph",
        "p",
        "header",
        "html",
        "raw_html",
    ):
        return ""
    text = part.get("content") or part.get("text") or part.get("value") or ""
    return text if isinstance(text, str) else ""
