"""A text dump of a page: everything that the page showed, as lines, without markup.

Headline and publication time are found first, on all of it; then the lines around the article go, as they do on a page
of markup (`extract.reading.cleaning`). A press release in a mailbox also has a header, a greeting and an imprint.
"""

import re
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from extract.reading.article import Article, Reading, Unreadable, byline_region
from extract.reading.cleaning import has_body, head_and_body, joined, lines_of_text, once, tidy
from extract.reading.dates import attempt, first_possible, is_dateline, parse_moment, published_in_lines
from extract.reading.encodings import clean, decode, mojibake
from extract.reading.lines import is_caption, is_footer, is_menu, is_section, is_sentence, is_weather

#: Heads of pages are long, but a headline after so many lines is one of another article.
_HEAD_LINES = 80
#: A text of one article; a whole newspaper's year is no dump of a page.
MAX_TEXT_BYTES = 4 * 1024 * 1024
_LONGEST_HEADLINE = 120
_BULLET = re.compile(r"^[•·▶▷■□◆◇○●△▲▼*※-]\s*")

_HEADER = re.compile(
    r"^(?P<name>보낸\s?사람|받는\s?사람|참조|숨은참조|제목|날짜|보낸\s?날짜|일시|첨부|From|To|Cc|Bcc|Subject|Date|Sent|Reply-To)\s?[:：]\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_SUBJECT_MARKS = re.compile(
    r"^(?:\s*(?:(?:Re|Fw|Fwd|회신|전달)\s?:|[\[(【][^\])】]{0,14}(?:보도|참고|해명|설명|자료|배포)[^\])】]{0,10}[\])】]))+\s*",
    re.IGNORECASE,
)
_GREETING = re.compile(r"기자님|보도\s?부탁|보도자료를?\s?(?:보내|송부|배포)|^안녕하(?:세요|십니까)|^[─━=_*-]{5,}$")
#: What stands below the text of a press release in a mail.
_MAIL_END = re.compile(
    r"^(?:(?:※\s?)?(?:붙임|첨부)|\[?사진\s?설명|사진\s?자료|--\s*$|끝\.|-{2,}\s*끝|본\s?메일은|수신\s?거부|수신을\s|※\s?본\s?메일|문의\s?[:：]|담당자?\s?[:：]).*",
    re.MULTILINE,
)
#: How a press release says that it ends, behind its last sentence.
_THE_END = re.compile(r"(?<=[.!?”\"])\s+끝\.?\s*$", re.MULTILINE)
#: A line cut to the width of a mail: it does not end like a sentence, and is nearly as wide as the widest.
_NOT_CUT = re.compile(r"[.!?:：][\"”’'」』)\]]*$|[\])】>〉-]$")
_NEARLY = 0.6
_SHORTEST_CUT = 20
_PARAGRAPHS_APART = 2


def read_dump(content: bytes, fetched_at: datetime) -> Reading:
    """The one article of a text dump. Raises Unreadable (see `decode`; no_body, mojibake, too_large)."""
    if len(content) > MAX_TEXT_BYTES:
        raise Unreadable("too_large", f"{len(content)} bytes of text, the limit is {MAX_TEXT_BYTES}")
    reading = Reading()
    body = tidy(clean(decode(content)))
    lines = [line for line in body.split("\n") if line]
    if not has_body(lines) and not any(is_sentence(" ".join(part.split("\n"))) for part in body.split("\n\n")):
        raise Unreadable("no_body", f"no sentence in {len(lines)} lines")
    if broken := mojibake(body):
        raise Unreadable("mojibake", broken)
    article = mailed(reading, lines, body, fetched_at) or dated(reading, body, None, fetched_at)
    if not has_body(article.body.split("\n")):
        raise Unreadable("no_body", "no running text that is an article's")
    reading.articles.append(article)
    return reading


def dated(reading: Reading, body: str, title: str | None, fetched_at: datetime) -> Article:
    """An article from a tidied text: its headline (unless given), its body, its publication time as shown."""
    lines = [line for line in body.split("\n") if line]
    title_at = headline_at(lines) if title is None else _place_of(title, lines)
    moment = first_possible(published_in_lines(lines, title_at), fetched_at, reading.warn)
    shown = lines[title_at] if title_at is not None else None
    if title is None and title_at is not None:
        title = _whole_headline(lines, title_at)
    head, kept = head_and_body(lines_of_text(body), shown, deep=_HEAD_LINES)
    return Article(
        title=title,
        body=_without_title(once(joined(kept)), title),
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment else None,
        byline_region=byline_region([*head, *(line.text for line in kept)]),
    )


def mailed(reading: Reading, lines: list[str], body: str, fetched_at: datetime) -> Article | None:
    """The press release in a mail; None where the text does not begin with a mail's header."""
    header = {
        found["name"].lower(): (at, found["value"].strip())
        for at, line in enumerate(lines[:12])
        if (found := _HEADER.match(line))
    }
    subject = next((header[name] for name in ("제목", "subject") if name in header), None)
    if len(header) < 3 or subject is None:
        return None
    title = _SUBJECT_MARKS.sub("", subject[1]).strip()
    below = max(at for at, _ in header.values()) + 1
    rest = body.split(lines[below - 1], 1)[1]
    own = [line for line in _MAIL_END.split(rest, maxsplit=1)[0].split("\n") if not _GREETING.search(line)]
    text = _THE_END.split(_unwrapped("\n".join(own)), maxsplit=1)[0]
    sent = next((header[name][1] for name in ("날짜", "보낸 날짜", "date", "일시", "보낸날짜") if name in header), "")
    moments = [attempt(parse_moment, sent), *published_in_lines(lines[below:], None)]
    moment = first_possible(moments, fetched_at, reading.warn)
    article = dated(Reading(), tidy(text), title, fetched_at)
    return replace(
        article,
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment else None,
    )


def _unwrapped(text: str) -> str:
    """A text whose paragraphs stand apart by blank lines, each as one line where a mailer cut it to a width."""
    paragraphs = [[line.strip() for line in part.split("\n")] for part in re.split(r"\n\s*\n", text)]
    widest = max((len(line) for lines in paragraphs for line in lines), default=0)
    least = max(_SHORTEST_CUT, _NEARLY * widest)

    def is_cut(lines: list[str]) -> bool:
        return any(len(line) >= least and not _NOT_CUT.search(line) for line in lines[:-1])

    def joined_up(lines: list[str]) -> str:
        whole = lines[0]
        for before, line in pairwise(lines):
            is_same = len(before) >= least and not _BULLET.match(line)
            whole += (" " if is_same else "\n") + line
        return whole

    if sum(is_sentence(" ".join(lines)) for lines in paragraphs) < _PARAGRAPHS_APART:
        return text
    return "\n\n".join(
        joined_up(lines) if is_cut(lines) and is_sentence(" ".join(lines)) else "\n".join(lines) for lines in paragraphs
    )


def _without_title(body: str, title: str | None) -> str:
    """A body whose headline is printed a second time above it has it once: in the title."""
    first, _, rest = body.partition("\n")
    return rest.strip("\n") if title and "".join(first.split()) == "".join(title.split()) else body


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
