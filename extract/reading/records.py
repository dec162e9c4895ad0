"""Articles as data: `.json` (one object, or a list of them) and `.jsonl` (one object a line).

Fields: `text` (needed), `title`, `url`, `published`, `id`; others are left alone.
"""

import codecs
import json
from datetime import datetime
from typing import Any

from extract.reading.article import Article, Reading, Reject, Unreadable
from extract.reading.cleaning import tidy
from extract.reading.dates import attempt, first_possible, parse_moment
from extract.reading.dump import dated
from extract.reading.encodings import clean, decode, mojibake
from extract.reading.urls import own_url


def read_json(content: bytes, fetched_at: datetime) -> Reading:
    """The articles of a JSON file. Raises Unreadable for the whole file (bad_json, truncated, no_body …)."""
    text = decode(content)
    try:
        value = _parsed(text)
    except Unreadable as error:
        raise Unreadable("truncated" if _is_cut(text) else error.reason, error.detail) from error
    reading = Reading()
    if not isinstance(value, list):
        reading.articles.append(_article(reading, value, None, fetched_at))
        return reading
    for number, record in enumerate(value, 1):
        _add(reading, record, f"item-{number}", fetched_at)
    if not value:
        raise Unreadable("no_body", "an empty list")
    return reading


def read_jsonl(content: bytes, fetched_at: datetime) -> Reading:
    """The articles of a JSON Lines file; a line that is none is a reject. Raises Unreadable: empty."""
    reading = Reading()
    # Lines are cut before they are decoded: one broken character costs its line, not the file.
    content = content.removeprefix(codecs.BOM_UTF8)
    if not content.strip():
        raise Unreadable("empty", f"{len(content)} bytes")
    lines = content.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = _parsed(decode(line))
        except Unreadable as error:
            cut = number == len(lines) and error.reason == "bad_json"
            reading.rejects.append(Reject("truncated" if cut else error.reason, error.detail, f"line-{number}"))
            continue
        _add(reading, record, f"line-{number}", fetched_at)
    return reading


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise Unreadable("bad_json", "nested too deep") from error
    except ValueError as error:
        raise Unreadable("bad_json", str(error)) from error


def _is_cut(text: str) -> bool:
    """Whether more opens than closes: the usual sign of a file whose end is missing."""
    return text.rstrip()[-1:] not in ("}", "]") and text.lstrip()[:1] in ("{", "[")


def _add(reading: Reading, record: Any, part: str, fetched_at: datetime) -> None:
    try:
        reading.articles.append(_article(reading, record, part, fetched_at))
    except Unreadable as error:
        reading.rejects.append(Reject(error.reason, error.detail, part))


def _article(reading: Reading, record: Any, part: str | None, fetched_at: datetime) -> Article:
    if not isinstance(record, dict):
        raise Unreadable("bad_json", f"a {type(record).__name__}, not an object with 'title', 'text', 'published'")
    text = record.get("text")
    if not isinstance(text, str):
        raise Unreadable("no_body", "no 'text' in " + ", ".join(sorted(map(str, record))[:10]))
    body = tidy(clean(text))
    if not body:
        raise Unreadable("no_body", "'text' is blank")
    if broken := mojibake(body):
        raise Unreadable("mojibake", broken)
    title = record.get("title")
    title = tidy(clean(title)).replace("\n", " ") if isinstance(title, str) else None
    found = dated(reading, body, title or None, fetched_at)
    given = first_possible([attempt(lambda: _moment(record.get("published")))], fetched_at, reading.warn)
    if not found.body:
        raise Unreadable("no_body", "'text' holds nothing but what surrounds articles")
    lasting = isinstance(record.get("id"), str | int) and part is not None
    return Article(
        title=found.title,
        body=found.body,
        byline_region=found.byline_region,
        published_at=given.at if given else found.published_at,
        published_precision=given.precision if given else found.published_precision,
        own_url=own_url(record.get("url")),
        part=clean(str(record["id"])) if lasting else part,
        part_is_lasting=lasting,
    )


def _moment(value: Any) -> Any:
    return parse_moment(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
