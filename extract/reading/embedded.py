"""Articles in the data of pages that a script draws: Next.js, Fusion and the like put their state into a script."""

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
    found = [
        record
        for record in (_as_article(value) for script in scripts for value in _objects(script))
        if record and any("".join(record.title.split()) in title for title in wanted)
    ]
    return max(found, key=lambda record: len(record.body), default=None)


def _objects(script: str) -> Iterator[dict[str, Any]]:
    for root in _roots(script):
        todo: list[tuple[Any, int]] = [(root, 0)]
        for _ in range(_MOST_VALUES):
            if not todo:
                break
            value, depth = todo.pop()
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
            yield json.loads(text, strict=False)
        return
    decoder = json.JSONDecoder(strict=False)
    begins = (begin for begin in _BEGIN.finditer(text) if text[begin.end() : begin.end() + 1] in ("{", "[", '"'))
    for begin in islice(begins, _MOST_ROOTS):
        try:
            value, _ = decoder.raw_decode(text, begin.end())
            yield json.loads(value, strict=False) if isinstance(value, str) and value.startswith(("{", "[")) else value
        except (ValueError, RecursionError):
            continue


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


def _body(value: Any) -> str:
    """Text or markup; lists of paragraphs become paragraphs."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _body(value.get("rendered") or value.get("html") or value.get("content") or "")
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
