"""Years, as the text says them: written out, in lists and ranges, or relative to the publication date.

A mention of kind `time` holds a `Time`: the years it names, in order. A relative word without a publication date names no year, which
is not the same as naming none at all: unknown stays unknown.
"""

import datetime as dt
import re
from itertools import pairwise
from typing import NamedTuple

from extract.claims.model import Mention


class Time(NamedTuple):
    """`years` in order; `is_range`: from the first to the last; `offset` of a relative word (올해 0, 지난해 -1), None for written years."""

    years: tuple[int, ...]
    is_range: bool
    offset: int | None
    role: str  # "year" | "ago" (1년 전) | "since" (2010년 이래) | "compare" (전년 대비) | "term" (민선 8기) | "born" (not a time of anything here)


_RELATIVE = {
    "재작년": -2,
    "지지난해": -2,
    "지난해": -1,
    "작년": -1,
    "지난 한 해": -1,
    "전년도": -1,
    "전년": -1,
    "1년 전": -1,
    "한 해 전": -1,
    "2년 전": -2,
    "올해": 0,
    "올 한 해": 0,
    "올": 0,
    "금년": 0,
    "이번 해": 0,
    "내년": 1,
    "다음 해": 1,
    "내후년": 2,
    "이듬해": 0,
    "다음해": 0,
}
#: a year counted back from the one that is spoken of, which need not be that of the publication
AGO = ("전년", "1년 전", "2년 전", "한 해 전")
_Y = r"(?:(?:19|20)[0-9]{2}|[’'‘`][0-9]{2})"
#: a year or a range of years, as one of a list
_ONE = rf"{_Y}\s?(?:년도?)?(?:\s?[~∼～〜\-–]\s?{_Y}\s?(?:년도?)?)?"
_WORD = r"지지난해|지난해|재작년|작년|지난 한 해|전년도|전년|올 한 해|올해|올(?=\s?(?:[0-9]{1,2}월|상반기|하반기|초|들어|[1-4]\s?분기|봄|여름|가을|겨울|연말|연초|한\s해))|금년|내후년|이듬해|내년|[12]년 전|한 해 전"
_TIME = re.compile(
    # what a year can begin with (a new word's first letter has to be added): every other letter is passed over at once
    rf"(?=[12’'‘`지재작전올금내이한민])(?:(?<![0-9.,만천])(?P<a>{_Y})\s?(?:년도?)?(?:\s?(?:[0-9]{{1,2}}월|상반기|하반기|말|초))?\s?(?P<to>부터|에서|[~∼～〜\-–―]|→)\s?(?:올\s?|내년\s?)?"
    rf"(?:(?P<b>{_Y}|(?<=[~∼～〜\-–])[0-9]{{2}}(?=년|\)))(?:\s?년도?)?|(?P<bw>{_WORD})|오는\s(?P<month>[0-9]{{1,2}})월)(?P<until>(?:\s?[0-9]{{1,2}}월)?\s?(?:말\s?)?까지)?"
    rf"|(?P<w2>{_WORD})\s?부터\s?(?:(?P<b2>{_Y})\s?년?|(?P<bw2>{_WORD}))\s?까지"
    rf"|(?<![0-9.,만천])(?P<list>{_Y}\s?(?:년도?)?(?:\s?(?:[·∙ㆍ・•,/]|와|과|및)\s?{_ONE})+)(?<=[년도0-9])"
    rf"|(?<![0-9.,만천])(?P<y>{_Y})\s?(?:년도?(?!\s?(?:연속|만에|째|간|여))|(?=\s(?:전국|지역|대한민국|경[남북]|전[남북]|충[남북]|강원|하반기|상반기|일자리|제[0-9]))|(?=[./]\s?[0-9]{{1,2}}[./]\s?[0-9]))"
    rf"|(?<![^\n])(?P<line>(?:19|20)[0-9]{{2}})(?=\s?[…:|ㅣ\-–]|\s[가-힣])"
    rf"|(?P<w>{_WORD})"
    r"|(?P<term>민선\s?(?:제\s?)?[0-9]{1,2}\s?기))"
)
#: a sentence without one of these names no year: the long pattern is not tried on it
_ANY = re.compile(r"(?:19|20)[0-9]{2}|[’'‘`][0-9]{2}|지난\s?해|[작전금내후]년|이듬해|년 전|한 해|올|민선")
_SINCE = re.compile(
    r"\s?(?:[0-9]{1,2}월\s?)?(?:[0-9]{1,2}일\s?)?(?:이래|이후|부터|에\s?(?:문|시작|출범|세|처음 도입|도입)|(?:에\s?)?(?:시작|출범|제정|도입)|들어(?!온)|(?:에\s?)?[가-힣]{0,6}\s?(?:편입|통합|승격|개명|신설|합쳐|바뀐|이름을))"
)
#: '올해 들어' is this year and no year since which something is
_SO_FAR = re.compile(r"\s들어")
_COMPARE = re.compile(
    r"\s?(?:같은\s?(?:기간|시기|때|달|분기|반기)|동기|동월|[상하]반기|[0-9]{1,2}월|[1-4]\s?분기|말|평균|실적|수준)?\s?(?:\([^)]{1,20}\)\s?)?(?:와\s?|과\s?)?(?:에\s?)?(?:대비|보다|비해|비하면|견줘|견주|비교|(?<=[와과]\s)같)"
)


def _year(written: str, century: int = 2000) -> int:
    return int(written) if len(written) == 4 else century + int(written[-2:])


#: behind years that are one time together: '2014년과 2015년 두 해 동안 2만2천 개'
_FOR_YEARS = re.compile(r"\s?(?:[2-5]\s?년|두\s?해|세\s?해|네\s?해)\s?(?:동안|간|에\s걸쳐)")
_RANGE = re.compile(rf"(?P<first>{_Y})(?:\s?년도?)?(?:\s?[~∼～〜\-–]\s?(?P<last>{_Y}))?")


def _years_of_list(written: str) -> tuple[int, ...]:
    """The years of a list, those of a range in it each: '2013년, 2015∼2020년'."""
    found: list[int] = []
    for m in _RANGE.finditer(written):
        first = _year(m.group("first"))
        last = _year(m.group("last")) if m.group("last") else first
        found += range(first, last + 1) if first <= last <= first + 15 else [first, last]
    return tuple(found)


def _are_in_a_row(years: tuple[int, ...]) -> bool:
    return all(b == a + 1 for a, b in pairwise(years))


def read_times(text: str, published: dt.date | None, start: int = 0, end: int | None = None) -> list[Mention]:
    """All years of `text[start:end]`, each a `Mention` of kind `time` with a `Time`; relative words count from `published`."""
    stop = len(text) if end is None else end
    if _ANY.search(text, start, stop) is None:
        return []
    base = published.year if published else None
    found: list[Mention] = []
    for m in _TIME.finditer(text, start, stop):
        group = m.lastgroup
        offset: int | None = None
        role = "year"
        is_range = False
        years: tuple[int, ...] = ()
        if m.group("a"):
            first = _year(m.group("a"))
            last = _year(m.group("b")) if m.group("b") else None
            if published and m.group("bw"):
                last = published.year + _RELATIVE[m.group("bw")]
            elif published and m.group("month"):  # '2010년 7월부터 오는 6월까지'
                last = published.year + (int(m.group("month")) <= published.month)
            if last is None or not first < last <= first + 15:
                last = first if last is None or last < first else last
            if m.group("to") in ("부터", "에서", "→") and not m.group("until"):
                # '2017년 59.2%에서 …' and '2019년부터 2021년 …' without 까지 are two separate years
                if m.group("to") == "부터" and m.group("b"):
                    is_range = True
                else:
                    last = first
                    years = (first,)
            else:
                is_range = True
            years = tuple(range(first, last + 1)) if is_range and last - first <= 15 else (first,)
        elif m.group("w2"):
            if base:
                first = base + _RELATIVE[m.group("w2")]
                last = _year(m.group("b2")) if m.group("b2") else base + _RELATIVE[m.group("bw2")]
                is_range = first < last <= first + 15
                years = tuple(range(first, last + 1)) if is_range else (first,)
            offset = _RELATIVE[m.group("w2")]
        elif m.group("list"):
            years = _years_of_list(m.group("list"))
            is_range = _FOR_YEARS.match(text, m.end(), stop) is not None and _are_in_a_row(years)
        elif m.group("y"):
            years = (_year(m.group("y")),)
        elif m.group("line"):
            years = (int(m.group("line")),)
        elif m.group("w"):
            if m.group("w") == "이듬해":  # the year behind the one that was told last
                told = next((f.value.years for f in reversed(found) if f.value.role == "year" and f.value.years), ())
                years = (told[-1] + 1,) if told else ()
            else:
                offset = _RELATIVE[m.group("w")]
                years = (base + offset,) if base else ()
        elif m.group("term"):
            role = "term"
        if group is None:
            continue
        if role == "year":
            if _COMPARE.match(text, m.end(), stop):
                role = "compare"
            elif m.group() in AGO:
                role = "ago"
            elif (
                not is_range
                and not (offset == 0 and _SO_FAR.match(text, m.end(), stop))
                and _SINCE.match(text, m.end(), stop)
            ):
                role = "since"
        found.append(Mention("time", m.start(), m.end(), Time(years, is_range, offset, role)))
    return found
