"""When an article was published, from what its page says: never from when the page was fetched.

Times without a zone are Korean time. A date without a time is that day's midnight in Korea, with precision `day`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

from extract.reading.lines import end_of_article, first_sentence, is_footer, is_menu, is_sentence, is_weather

KST = timezone(timedelta(hours=9), "KST")
#: Korean news on the web begins in the middle of the nineties; an earlier date is a default value of some software.
EARLIEST = datetime(1990, 1, 1, tzinfo=KST)
#: A site may write times in a zone ahead of ours, and clocks differ; more than a day ahead is no publication time.
AHEAD = timedelta(days=1)

_WEEKDAY = r"(?:\s*[(\[]?\s*[월화수목금토일](?:요일)?\s*[)\]](?!\w)|\s*[월화수목금토일]요일)?"
_DATE = (
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)\s*(?:년|[-./])\s*(?P<month>\d{1,2})\s*(?:월|[-./])\s*(?P<day>\d{1,2})(?!\d)"
    r"\s*(?:일|\.(?!\d))?"
)
_TIME = (
    r"(?:\s*T?\s*[\[(]?\s*(?P<half>오전|오후|AM|PM|am|pm)?\s*(?P<hour>\d{1,2})\s*(?::|시\s*)(?P<minute>\d{2})(?!\d)분?"
    r"(?::\d{2}(?:[.,]\d+)?|\s*\d{2}초)?\s*(?P<half_after>AM|PM|am|pm)?\s*(?P<zone>Z|KST|UTC|GMT|[+-]\d{2}:?\d{2})?[\])]?)?"
)
MOMENT = re.compile(_DATE + _WEEKDAY + _TIME)
_SHORT_YEAR = re.compile(r"(?P<year>\d\d)[-./]\s?(?P<month>\d{1,2})[-./]\s?(?P<day>\d{1,2})(?!\d)" + _WEEKDAY + _TIME)
_COMPACT = re.compile(r"\d{8}(?:T?\d{4}(?:\d{2})?)?")


@dataclass(frozen=True)
class Moment:
    """An instant with time zone, and how exactly the page says it: minute or day."""

    at: datetime
    precision: str


class ImpossibleDate(ValueError):
    """Something that looks like a date and is none, or none that an article can have."""


def parse_moment(value: str | int | float) -> Moment | None:
    """The moment that a machine-written value means (ISO 8601, RFC 822, Unix time, 20240808, Korean forms).

    None where the value holds no date at all. Raises ImpossibleDate for 2024-13-01 and the like.
    """
    text = str(value).strip()
    if not text:
        return None
    if _COMPACT.fullmatch(text) and text.startswith(("19", "20")):
        return _from_iso(text)
    if re.fullmatch(r"\d{9,10}|\d{12,13}|\d{9,10}\.\d+", text):
        seconds = float(text) / (1000 if len(text.split(".")[0]) > 10 else 1)
        return Moment(datetime.fromtimestamp(int(seconds) // 60 * 60, KST), "minute")
    try:
        return _from_iso(text)
    except ValueError:
        pass
    if found := MOMENT.search(text):
        return _from_match(found)
    try:
        stamp = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return _whole(stamp)


def _from_iso(text: str) -> Moment:
    if re.fullmatch(r"\d{12}|\d{14}", text):
        text = f"{text[:8]}T{text[8:]}"
    try:
        stamp = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise ImpossibleDate(text) from error
    if len(text) <= 10 and ":" not in text and not _has_time(text):
        return Moment(_in_korea(stamp), "day")
    return _whole(stamp)


def _has_time(text: str) -> bool:
    return "T" in text or " " in text


def _whole(stamp: datetime) -> Moment:
    """To the minute; a time of exactly midnight in Korea is how many systems write a bare date."""
    try:
        at = _in_korea(stamp).replace(second=0, microsecond=0)
    except OverflowError as error:
        raise ImpossibleDate(str(stamp)) from error
    return Moment(at, "day" if (at.hour, at.minute) == (0, 0) else "minute")


def _in_korea(stamp: datetime) -> datetime:
    return stamp.replace(tzinfo=KST) if stamp.tzinfo is None else stamp.astimezone(KST)


def _from_match(found: re.Match[str]) -> Moment:
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    year += 2000 if year < 100 else 0
    try:
        if found.groupdict().get("hour") is None:
            return Moment(datetime(year, month, day, tzinfo=KST), "day")
        return _whole(datetime(year, month, day, _hour(found), int(found["minute"]), tzinfo=_zone(found["zone"])))
    except ValueError as error:
        raise ImpossibleDate(found[0]) from error


def _hour(found: re.Match[str]) -> int:
    hour = int(found["hour"])
    half = (found["half"] or found["half_after"] or "").lower()
    if half in ("오후", "pm") and hour < 12:
        return hour + 12
    if half in ("오전", "am") and hour == 12:
        return 0
    return hour


def _zone(name: str | None) -> tzinfo:
    if name is None or name == "KST":
        return KST
    if name in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(name[1:3]), int(name[-2:])
    return timezone((1 if name[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def first_possible(
    values: Iterable[Moment | ImpossibleDate | None], fetched_at: datetime, warn: Callable[[str], None]
) -> Moment | None:
    """The first moment that an article fetched then can have; each one that it cannot have is counted as a warning,
    once where several ways of looking find it."""
    impossible: set[str] = set()
    for value in values:
        if isinstance(value, Moment) and EARLIEST <= value.at <= fetched_at + AHEAD:
            return value
        if value is not None and str(value) not in impossible:
            impossible.add(str(value))
            warn("impossible_publication_date")
    return None


def attempt(parse: Callable[..., Moment | None], *values: Any) -> Moment | ImpossibleDate | None:
    """What a parse of some values gives, its ImpossibleDate as a value."""
    try:
        return parse(*values)
    except ImpossibleDate as error:
        return error


_LABEL = re.compile(
    r"(?:(?:(?<![가-힣])|(?<=기자)|(?<=부)|(?<=팀)|(?<=\d회)|(?<=\d건)|(?<=\d명))(?:최초|뉴스|보도)?\s?|(?:기사|최초)\s?)(?P<label>입력|승인|송고|전송|등록|작성|게시|발행|게재|배포|보도|발표)"
    r"(?:일자|일시|시간|시각|날짜|일)?\s{0,3}[:：\]|]?\s{0,3}(?=\d)"
)
#: Labels that only an article's own publication has; `등록` stands at comments and in a paper's imprint too.
_SURE_LABELS = ("입력", "승인", "송고", "전송")
#: A label with its time in the next line: cells and definitions are lines of their own.
_LABEL_ALONE = re.compile(
    r"(?:기사|최초)?\s?(?:입력|승인|송고|등록|작성|게시|발행|게재|배포)(?:일자|일시|시간|시각|날짜|일)?\s?[:：]?"
)
_PRINTED = re.compile(r"(?:신문|지면)\s?게재(?:일자|일)?\s{0,3}[:：]?\s{0,3}(?=\d)")
_PRINTED_PAGE = re.compile(_DATE + _WEEKDAY + r"\s*(?:제?\s?[A-D]?\d{1,2}면)$")
_BYLINE = re.compile(r"(?:기자|특파원|편집부|취재본부|취재팀|보도팀|뉴스팀|편집국|리포터|온라인팀)$|^$")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MARKS = re.compile(r"[\s|·ㆍ•:：,=/()\[\]<>【】~-]+")
#: How many lines below the headline a bare date may stand: subtitle, byline, a caption or two.
_NEAR = 6
#: An office or a paper beside a date, and what says that the date is another one.
_OFFICE = re.compile(r"[가-힣A-Za-z·ㆍ&() ]{2,20}")
_OTHER_DATE = re.compile(r"수정|변경|갱신|최종|오늘|현재|까지|부터|기간|마감|접수|개최|행사|기준|로그인|날씨")


def published_in_lines(
    lines: list[str], title_at: int | None, text_at: int | None = None
) -> Iterable[Moment | ImpossibleDate | None]:
    """The moments that a page's visible lines give as its publication, best first.

    `text_at`: the line where the article's text begins, where that is known and may not be the first sentence.

    A labelled time (입력, 승인, 등록 …) counts above and inside the article; a bare date only right below the headline,
    as a line of its own, or beside an office's name where no other date stands there; the date of the printed page
    last. A date above the headline, beside weather or a log-in link, in a caption, in a sentence, in the imprint or
    below the article is no publication date, nor is one labelled
    수정 or 최종편집.
    """
    lines = _with_labels(lines)
    body_at = first_sentence(lines, title_at + 1 if title_at is not None else 0)
    text_at = max(body_at, text_at or 0)
    # What stands above a sentence of something else is not the head of the article below it.
    head_at = max((at + 1 for at in range(body_at, text_at) if is_sentence(lines[at])), default=0)
    end = end_of_article(lines, text_at)
    short = [(at, line) for at, line in enumerate(lines[:end]) if _may_date(line)]
    for at, line in short:
        for label in _LABEL.finditer(line):
            if at < body_at or head_at <= at < text_at or label["label"] in _SURE_LABELS:
                yield attempt(_after, line, label)
    if title_at is not None:
        for at, _ in short:
            if title_at < at <= title_at + _NEAR:
                yield attempt(_bare, lines, at, body_at)
        yield attempt(_beside_office, lines[title_at + 1 : body_at])
    for _, line in short:
        if printed := _PRINTED.search(line):
            yield attempt(_after, line, printed)
        elif page := _PRINTED_PAGE.search(line):
            yield attempt(_from_match, page)


def labelled_in_head(lines: list[str], title_at: int) -> Iterable[Moment | ImpossibleDate | None]:
    """The moments below the headline, above the text or inside it, that are labelled as the article's publication."""
    lines = _with_labels(lines)
    body_at = first_sentence(lines, title_at + 1)
    for line in lines[title_at + 1 : body_at]:
        if _may_date(line):
            for label in _LABEL.finditer(line):
                yield attempt(_after, line, label)


def _with_labels(lines: list[str]) -> list[str]:
    """The lines, as many as before, with a label that stands alone put before its time."""
    joined = list(lines)
    for at, line in enumerate(lines[:-1]):
        if _LABEL_ALONE.fullmatch(line) and lines[at + 1][:1].isdigit():
            joined[at + 1] = f"{line} {lines[at + 1]}"
    return joined


def is_dateline(line: str) -> bool:
    """Whether a line only tells a time, with a label or a byline at most."""
    return bool(_LABEL.search(line) and MOMENT.search(line)) or bool(
        (found := MOMENT.search(line)) and _is_byline(line[: found.start()] + " " + line[found.end() :])
    )


def _may_date(line: str) -> bool:
    return len(line) <= 120 and any(char.isdigit() for char in line) and not is_sentence(line) and not is_footer(line)


def _after(line: str, label: re.Match[str]) -> Moment | None:
    found = MOMENT.match(line, label.end()) or _SHORT_YEAR.match(line, label.end())
    return _from_match(found) if found else None


def _bare(lines: list[str], at: int, body_at: int) -> Moment | None:
    line, below = lines[at], lines[at + 1 : at + 3]
    found = MOMENT.search(line)
    if not found or not _is_byline(line[: found.start()] + " " + line[found.end() :]):
        return None
    # Today's date in a page's head stands above the weather or the menu, and is rarely to the minute; a caption's date
    # stands below the first sentence, and never is.
    if any(map(is_weather, [line, *below])):
        return None
    if not found["hour"] and (at > body_at or any(map(is_menu, below))):
        return None
    return _from_match(found)


def _beside_office(head: list[str]) -> Moment | None:
    """The one date between headline and text, where it is in one of the first lines and only a name is beside it."""
    dated = [(line, found) for line in head for found in MOMENT.finditer(line)]
    if len(dated) != 1 or not any(line is dated[0][0] for line in head[:2]):
        return None
    line, found = dated[0]
    beside = _MARKS.sub(" ", line[: found.start()] + " " + line[found.end() :]).strip()
    if _OTHER_DATE.search(line) or not _OFFICE.fullmatch(beside):
        return None
    return _from_match(found)


def _is_byline(rest: str) -> bool:
    rest = _MARKS.sub(" ", _MAIL.sub(" ", rest)).strip()
    return len(rest) <= 25 and bool(_BYLINE.search(rest))
