"""A text dump of a page: everything that the page showed, as lines, without markup.

The body is the whole dump, cleaned but not cut: what is noise in it is for the claim reader to know, which sees such
dumps from elsewhere too. Here only the headline and the publication time are found.
"""

import re
from datetime import datetime

from extract.reading.article import Article, Reading, Unreadable
from extract.reading.dates import first_possible, is_dateline, published_in_lines
from extract.reading.encodings import clean, decode
from extract.reading.lines import is_caption, is_footer, is_menu, is_section, is_sentence, is_weather

#: Heads of pages are long, but a headline after so many lines is one of another article.
_HEAD_LINES = 80
_LONGEST_HEADLINE = 120
_BULLET = re.compile(r"^[•·▶▷■□◆◇○●△▲▼*※-]\s*")


def read_dump(content: bytes, fetched_at: datetime) -> Reading:
    """The one article of a text dump. Raises Unreadable (see `decode`), or no_body where it holds no running text."""
    reading = Reading()
    body = tidy(clean(decode(content)))
    lines = [line for line in body.split("\n") if line]
    if not has_body(lines):
        raise Unreadable("no_body", f"no sentence in {len(lines)} lines")
    reading.articles.append(dated(reading, body, None, fetched_at))
    return reading


def dated(reading: Reading, body: str, title: str | None, fetched_at: datetime) -> Article:
    """An article from a cleaned text: its headline (unless given) and its publication time as the text itself shows."""
    lines = [line for line in body.split("\n") if line]
    title_at = headline_at(lines) if title is None else _place_of(title, lines)
    moment = first_possible(published_in_lines(lines, title_at), fetched_at, reading.warn)
    if title is None and title_at is not None:
        title = _whole_headline(lines, title_at)
    return Article(
        title=title,
        body=body,
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment else None,
    )


def tidy(text: str) -> str:
    """Lines without outer spaces, paragraphs apart by one blank line."""
    text = "\n".join(re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def has_body(lines: list[str]) -> bool:
    """Whether lines hold running text: a sentence, or at least a paragraph's worth of letters in one line."""
    return any(is_sentence(line) or (len(line) >= 60 and not is_menu(line) and not is_weather(line)) for line in lines)


def headline_at(lines: list[str]) -> int | None:
    """The line that is the headline; None where running text begins without one."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        if is_sentence(line):
            return None
        if not _is_above_headline(line):
            return at if len(line) <= _LONGEST_HEADLINE else None
    return None


def _is_above_headline(line: str) -> bool:
    return (
        is_section(line)
        or is_weather(line)
        or is_menu(line)
        or is_dateline(line)
        or is_footer(line)
        or is_caption(line)
        or bool(_BULLET.match(line))
        or len(line) < 5
    )


def _whole_headline(lines: list[str], at: int) -> str:
    """The headline without the site's name behind it, where the page shows it again without."""
    title = lines[at]
    again = [line for line in lines[at + 1 : at + 40] if len(line) >= 8 and title.startswith(line)]
    return max(again, key=len) if again else title


def _place_of(title: str, lines: list[str]) -> int | None:
    squeezed = "".join(title.split())
    return next((at for at, line in enumerate(lines) if "".join(line.split()) == squeezed), None)
