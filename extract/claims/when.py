"""The years that a claim may be of: candidates with features, for the scorer to choose from.

A year is told beside the number or grade, in a sentence before, in the title, by the survey or edition that the article is about, or by the
publication; or it is not told at all (`None`). A term plan has a pair of years.
"""

import datetime as dt
import re
from typing import NamedTuple

from extract.claims.document import GRADE, NUMBER, PLACE, RATE, TIME, Document, Item, Line
from extract.claims.lexicon import ARROW
from extract.claims.model import Span
from extract.claims.numbers import JOBS, PERSONS, POINT
from extract.claims.surroundings import between, lead

#: one year, a term from first to last, or not told
Year = int | tuple[int, int] | None


class YearCandidate(NamedTuple):
    """`span` is where the text names it; None for a year that follows from something else."""

    year: Year
    features: list[str]
    span: Span | None


#: what tells the new from the old value
_SUFFIX = re.compile(r"보다|에서|이던|였던|까지|→|로")
#: what a step from one year to the next is told in: '한 해 전보다 3,300명 늘었고 고용률은 …'
_STEP_UNITS = frozenset((POINT, PERSONS, JOBS))
_STEPS_BACK = ("전년", "1년 전", "2년 전", "한 해 전")
_MONTH = re.compile(
    r"(?<![0-9.])([0-9]{1,2})월(?![가-힣]|\s?[0-9]{1,2}일)|지난달(?!\s(?:[0-9]{1,2}일|발표|공표|공개|나온|보다|대비)|보다|에\s비해)"
)


def _is_year(item: Item) -> bool:
    return item.kind == TIME and bool(item.value.years)


def _rivals(line: Line) -> list[Item]:
    """The years that can take a number from another: one that is only compared with ('지난해보다') does not."""
    return [x for x in line.years if x.value.role != "compare"]


def _step(year: int, document: Document, low: int = -4, high: int = 2) -> int:
    return max(low, min(high, year - document.day.year)) if document.day else 9


def year_candidates(document: Document, line: Line, item: Item, may_be_term: bool = False) -> list[YearCandidate]:
    """All that the year of `item` may be. The same year can stand in several candidates."""
    here = str(min(len(line.years), 3))
    heads = [x for x in document.head_of(line, item) if _is_year(x)]
    of_head = [YearCandidate(x.value.years[-1], ["hdr"], Span(x.start, x.end)) for x in heads]
    if of_head and item.is_percent:  # nothing tells the year of a rate better than the head of its column
        return of_head
    told = lead(document, line, item)
    found = _in_line(document, line, item) + of_head
    found += _in_lines_before(document, line, here, may_be_term)
    if item.kind != NUMBER or item.is_percent:
        found += _of_heads(document, line, here)
    found += _of_survey(document, line, item)
    found += _of_publication(document, line, item, here, told)
    if may_be_term:
        found += _of_terms(document, line, here)
    found += [YearCandidate(edition, ["ed", "ed_h" + here], None) for edition in document.editions[:2]]
    if item.is_percent:
        found += _of_change(document, line, item)
        for candidate in found:
            if isinstance(candidate.year, int):
                candidate.features.append(f"told{min(document.years_told[candidate.year], 3)}")
    f = ["null", "null_h" + here, f"null_t{line.is_title:d}", f"null_day{document.day is not None:d}"]
    found.append(YearCandidate(None, f + ["null" + x for x in told], None))
    return found


def _of_terms(document: Document, line: Line, here: str) -> list[YearCandidate]:
    """The terms that the article names."""
    found: list[YearCandidate] = []
    for n, (index, term) in enumerate(document.ranges[:3]):
        f = [
            "dr", f"dr{n}", "dr_h" + here, f"dr_before{index <= line.index:d}", f"dr_same{index == line.index:d}",
            f"dr_t{line.is_title:d}",
        ]  # fmt: skip
        if any(x.tag in ("term", "t.term", "sum") for x in line.items):
            f.append("dr_term")
        if document.day:
            f.append(f"dr_{_step(term[0], document, -4, 4)}_{_step(term[1], document, -2, 5)}")
        found.append(YearCandidate(term, f, None))
    return found


#: behind a year that labels a line of a list: '▲2018년 : 부평구 …'
_LABELS = re.compile(r"\s?(?:[:：=|／/→]|—|–)")


#: behind a year that tells only since when something is what it is: '2023년 대구로 편입된 군위군(73.6%)', '2010년 이후 최고치'
_ONLY_SINCE = re.compile(
    r"(?:\s?[0-9]{1,2}월)?(?:에)?\s(?:[가-힣]{2,6}\s)?(?:편입|통합|승격|개명|분리)(?:된|한|돼|되어|하면서|되면서)"
    r"|(?:\s?[0-9]{1,2}월)?\s?(?:이후|이래)로?\s(?:[가-힣]{1,8}\s){0,2}?(?:최고|최저|가장|(?:최대|최소)(?!\s?(?:약\s)?[0-9]))"
)


#: behind two years that are told of as one time: '2014년과 2015년 두 해에 만든 일자리'
_TWO_YEARS = re.compile(r"\s(?:두\s?해|2년|2개년)")


#: between a number and the year that it was told of: '67.6%였던 2021년 하반기보다'
_WAS_IN = re.compile(r"\s?(?:이?었던|였던|이던|에\s(?:그쳤던|머물렀던|머물던|머문|그친))\s")


def _in_line(document: Document, line: Line, item: Item) -> list[YearCandidate]:
    found: list[YearCandidate] = []
    likes = [x for x in (line.numbers if item.kind == NUMBER else line.grades) if x.tag == item.tag]
    place = likes.index(item)
    rivals = _rivals(line)
    m = _SUFFIX.match(document.text, item.end, line.end)
    suffix = m.group() if m else ""
    for x in line.times:
        if not x.value.years and x.value.offset is None:
            continue
        if item.kind == NUMBER and _ONLY_SINCE.match(document.text, x.end, line.end):
            continue
        value, span = x.value, Span(x.start, x.end)
        word = document.text[x.start : x.end]
        is_step = value.role in ("ago", "compare") and word in _STEPS_BACK
        stepped = document.year_told_before(line, x) if is_step else None
        f = ["h", *between(document, line, item, x, rivals), "role" + value.role, f"rng{value.is_range:d}"]
        if suffix:
            f.append(f[2] + suffix)
        if item.kind != NUMBER and line.is_list and x is line.items[0]:
            f += ["lead", f"lead{len(line.years) == 1:d}{_LABELS.match(document.text, x.end, line.end) is not None:d}"]
        if item.is_percent and value.role in ("ago", "compare") and x.start < item.start:
            n_steps = sum(x.end <= y.start < item.start and y.value.unit in _STEP_UNITS for y in line.counting)
            f.append(f"steps{min(n_steps, 1)}")  # '지난해보다 2.0%p 높아졌고, 실업률은 4.1%'
        if item.kind == NUMBER and _WAS_IN.fullmatch(document.text, item.end, x.start):
            f.append("was_in")
        if word.endswith("도"):
            f.append("ydo")
        if not value.years:
            found.append(YearCandidate(None, ["unres", *f], span))
            before = document.year_told_before(line, x)
            if item.kind == NUMBER and document.editions:  # '지난해' of an undated article on the prizes of 2014
                found.append(YearCandidate(document.editions[-1] + value.offset, ["edstep", *f], span))
            elif item.kind == NUMBER and document.plan_year:
                found.append(YearCandidate(document.plan_year + value.offset, ["planstep", *f], span))
            if before is not None and value.offset < 0:  # '2019년 상반기 … 지난해 상반기' of an article without a day
                found.append(YearCandidate(before + value.offset, ["step", *f], span))
            continue
        if stepped is not None:
            found.append(YearCandidate(stepped - (2 if word[0] == "2" else 1), ["ago", *f], span))
            if value.role == "ago" or item.is_percent:  # not counted from the publication
                continue
        if document.day:
            f.append(f"rel{_step(value.years[-1], document):+d}")
            if f[-1] == "rel-1" and "ydo" in f:
                f.append("ydo-1")
        years = value.years
        if value.is_range:
            found.append(YearCandidate((years[0], years[-1]), [*f, "rangepair"], span))
            years = (years[0], years[-1])
        if _TWO_YEARS.match(document.text, x.end, line.end) and len(years) == 2 and not value.is_range:
            found.append(YearCandidate((years[0], years[1]), [*f, "rangepair", "two"], span))
        for j, year in enumerate(years):
            g = list(f)
            if len(years) > 1:
                g += [f"j{min(j, 3)}/{min(len(years), 4)}{'r' if value.is_range else ''}"]
                g += [f"jm{j == place:d}{'eq' if len(likes) == len(years) else 'ne'}"]
            found.append(YearCandidate(year, g, span))
    return found


#: between the old and the new value of a rate: '57.1%에서 59.6%로', '47.2% → 52.7%', '3.7%이던 … 1.9%로'
_CHANGES = re.compile(rf"\s?(?:\([^()]*\)\s?)?(?:에서|서\s|{ARROW}|이던|였던|이었던)")
#: '2020년 상반기 61.7% → 하반기 63.9%', '3분기 40.4%에서 4분기 38.2%로': both of one year
_WITHIN_A_YEAR = re.compile(r"하반기|[2-4]\s?/?4?분기|(?<![0-9])[0-9]{1,2}월|연말")
_NEXT_CELL = re.compile(r"\s?[|/｜]\s?")
_STEP_OF_A_YEAR = re.compile(r"(?:1년|일 년|한 해|지난해|전년|작년)\s?(?:만|사이|새|전|동안|보다|대비|과|에)")


#: an old value of which only the step to the new one is told: '4.3%에서 0.3%p 나빠져'
_FROM = re.compile(r"\s?에서\s(?:[가-힣]+\s){0,2}[0-9]{1,2}(?:\.[0-9]+)?\s?[%％]?\s?(?:p|P|포인트|포인트)")


def side_of_change(document: Document, line: Line, item: Item) -> str:
    """Whether a rate is the old or the new value of a change that the line prints."""
    rates = line.percents
    at = rates.index(item)
    if at + 1 < len(rates) and is_change(document, line, item, rates[at + 1]):
        return "old"
    if _FROM.match(document.text, item.end, line.end):
        return "old"
    return "new" if at and is_change(document, line, rates[at - 1], item) else ""


def is_change(document: Document, line: Line, old: Item, new: Item) -> bool:
    """Whether two rates in a row are the old and the new value of one: told so, or two cells of a table."""
    if any(x.kind in (PLACE, TIME) for x in line.items[old.at + 1 : new.at]):
        return False
    if _WITHIN_A_YEAR.search(document.text, old.end, new.start):
        return False
    if new.start - old.end <= 30 and _CHANGES.match(document.text, old.end, new.start):
        return True
    is_row = line.items[0].kind == RATE and len(line.percents) == 2
    if not is_row or document.head_of(line, old):
        return False
    return _NEXT_CELL.fullmatch(document.text, old.end, new.start) is not None


def _near_lines(document: Document, line: Line) -> list[Line]:
    """A line and the three before it; the lines of a list above it count as none."""
    first, left = line.index, 3
    while first and left:
        first -= 1
        left -= not document.lines[first].is_list
    return document.lines[first : line.index + 1]


def _of_change(document: Document, line: Line, item: Item) -> list[YearCandidate]:
    """For the old and the new value of a change: the two years told last, and the year before the later one."""
    side = side_of_change(document, line, item)
    if not side:
        return []
    near = _near_lines(document, line)
    times = [x for other in near for x in other.years if x.start < item.start]
    compared = [x for x in times if x.value.role == "compare"][-1:] if side == "old" else []
    times = [x for x in times if x.value.role not in ("term", "ago", "compare")]
    told = sorted(set([year for x in times for year in x.value.years][-2:]))
    if not told:
        return []
    # '2021년보다 나아졌다. 2024년 고용률은 57.1%에서 59.6%로'
    found = [YearCandidate(x.value.years[-1], ["chgoldthan"], Span(x.start, x.end)) for x in compared]
    found.append(YearCandidate(told[-1], ["chg" + side + "late", f"chg{side}late{len(told)}"], None))
    if len(told) == 2:
        found.append(YearCandidate(told[0], ["chg" + side + "early"], None))
    step = f"{_STEP_OF_A_YEAR.search(document.text, near[0].start, line.end) is not None:d}"
    found.append(YearCandidate(told[-1] - 1, [f"chg{side}-1", f"chg{side}-1_{step}_{len(told)}"], None))
    return found


def _in_lines_before(document: Document, line: Line, here: str, may_be_term: bool) -> list[YearCandidate]:
    found: list[YearCandidate] = []
    seen = 0
    for back in range(1, 5):
        if line.index < back or seen == 2:
            break
        other = document.lines[line.index - back]
        times = [x for x in other.years if x.value.role != "term"]
        if not times:
            continue
        same = f"{other.paragraph == line.paragraph:d}"
        for x in reversed(times[-2:]):
            year = x.value.years[-1]
            f = [
                f"pv{back}", "pvh" + here, "par" + same, f"pt{other.is_title:d}", "prole" + x.value.role,
                f"prng{x.value.is_range:d}",
            ]  # fmt: skip
            span = Span(x.start, x.end)
            found.append(YearCandidate(year, f, span))
            if x.value.is_range and may_be_term:
                found.append(YearCandidate((x.value.years[0], year), ["pvrange", *f], span))
        seen += 1
    return found


def _of_heads(document: Document, line: Line, here: str) -> list[YearCandidate]:
    """The year that the head of a list tells: '<2016년 하반기 고용률>'; that of the nearest head."""
    for head in document.over.get(line.index, ()):
        for x in head.years[-1:]:
            return [YearCandidate(x.value.years[-1], ["hdy", "hdy_h" + here], Span(x.start, x.end))]
    return []


def _of_survey(document: Document, line: Line, item: Item) -> list[YearCandidate]:
    told = [(index, year) for index, year in document.surveys if index <= line.index]
    editions = document.survey_editions if item.is_percent else []
    named = [year for index, year in editions if index <= line.index][-1:] or [year for _, year in editions[:1]]
    one = f"svn_one{len({year for _, year in editions}) == 1:d}_h{min(len(line.years), 1)}"
    found = [YearCandidate(year, ["svn", one], None) for year in named]
    if not told:
        return found
    return [*found, YearCandidate(told[0][1], ["sv"], None), YearCandidate(told[-1][1], ["svl"], None)]


def _of_publication(document: Document, line: Line, item: Item, here: str, told: list[str]) -> list[YearCandidate]:
    day = document.day
    if day is None:
        return []
    found: list[YearCandidate] = []
    month, back = _month_before(document, line, item, day)
    if month:
        year = day.year if month <= day.month else day.year - 1
        f = [f"mon{back}", f"mon{back}_h{here}", f"mond{min(3, (day.month - month) % 12)}"]
        found.append(YearCandidate(year, f, None))
    halves = [half for index, half in document.halves if index <= line.index]
    half = f"hf{halves[-1] if halves else '-'}q{(day.month - 1) // 3}"
    found.append(YearCandidate(day.year, ["pub0", "pub0_h" + here, "pub0" + half, *("pub0" + x for x in told)], None))
    found.append(YearCandidate(day.year - 1, ["pub-1", "pub-1" + half], None))
    return found


def _month_before(document: Document, line: Line, item: Item, day: dt.date) -> tuple[int, int]:
    """The month told last before an item, in its line (0) or the line before it in the same paragraph (1); 0 for none."""
    spans = [(line.start, item.start)]
    if line.index and document.lines[line.index - 1].paragraph == line.paragraph:
        before = document.lines[line.index - 1]
        spans.append((before.start, before.end))
    for back, (start, end) in enumerate(spans):
        months = [int(m.group(1) or day.month - 1 or 12) for m in _MONTH.finditer(document.text, start, end)]
        if months:
            return (months[-1], back) if 1 <= months[-1] <= 12 else (0, 0)
    return 0, 0


# -- of awards: a grade can have several years ---------------------------------------------------------------------------------

#: behind a year of the same prize: '지난해에 이어', '2022년 이후 3년 만에', '지난해와 같은 결과'
_FOLLOWS_ON = re.compile(
    r"(?:에도|에)?\s?(?:이어|이은)|[와과]\s같은\s(?:상|결과|성적)"
    r"|(?:에\s(?:처음\s)?(?:받은|탄|수상한|차지한|거머쥔|뽑힌)\s뒤|\s?(?:이후|이래)로?)\s(?:[0-9]{1,2}|한|두|세|네)\s?(?:년|해)\s?만"
)
#: behind a year in which an award was founded: '지난해 생긴 특별상'
_FOUNDED = re.compile(
    r"(?:에|에는)?\s(?:[가-힣]{1,3}\s){0,2}?(?:생긴|생겨난|만든|만들어진|만들어져|신설|도입|제정|시행된|시행한|출범|시작된|시작한)"
)
#: between two years of one prize
_AND = re.compile(r"\s?(?:[·,]|과|와|및)\s?(?:그리고\s)?")


#: behind the years of a streak: '2018년부터 2021년까지 4년 연속'
_STREAK_BEHIND = re.compile(r"[^.…]{0,8}?(?:연속|내리|연거푸|줄곧|한\s(?:해|번)도|빠짐없이|해마다|매년|잇따라)")
#: behind the first year of a streak that lasts: '2015년 … 처음 가져온 뒤 한 해도 거르지 않아'
_STREAK_SINCE = re.compile(
    r"(?:부터|이후|이래|[^.…0-9]{0,30}?\s(?:뒤|이후|이래))(?:로|부터)?\s[^.…0-9]{0,10}?"
    r"(?:한\s(?:해|번)도\s(?:거르|빠지|빠뜨리|놓치)|빠짐없이|해마다|매년)"
)

#: behind the first year of a streak whose length is told: '2012년부터 2년 연속'
_STREAK_OF = re.compile(r"부터\s(?:올해까지\s)?([2-9]|1[0-5])년\s?(?:연속|내리|연이어|잇따라|째)")


#: the ministry's ceremony has never been before this month: an article before it tells of the year before
_FIRST_CEREMONY = 3


class YearsCandidate(NamedTuple):
    """The years that share a grade."""

    years: tuple[int | None, ...]
    features: list[str]
    span: Span | None


def award_year_candidates(document: Document, line: Line, item: Item) -> list[YearsCandidate]:
    """As `year_candidates`, with years that stand together ('2020·2021년', '2019년부터 2021년까지') as one candidate."""
    grades, times = line.grades, line.years
    by_start = {x.start: x for x in times}
    skipped = {span.start for _, span in years_before(document, line, item)}
    skipped |= {x.start for x in times if _FOUNDED.match(document.text, x.end, line.end)}
    skipped -= {x.start for x in times if _WON_IN.fullmatch(document.text, item.end, x.start)}  # its own year
    found: list[YearsCandidate] = []
    for candidate in year_candidates(document, line, item):
        year, f, span = candidate
        if isinstance(year, int) and span is not None and span.start in document.judged:
            how = _how_judged(document, span)
            found.append(YearsCandidate((year,), [*f, "unjudged", "unjudged" + how], span))
            year, f = year + 1, [*f, "judged", "judged" + how]
        elif isinstance(year, int) and "ed" in f and year in document.judged.values():
            year, f = year + 1, [*f, "judged"]
        if span is not None and span.start in skipped:
            continue
        x = by_start.get(span.start) if span is not None and "h" in f else None
        if x is not None:
            side = ">" if x.start > item.start else "<"
            low, high = min(item.end, x.end), max(item.start, x.start)
            n_grades = sum(low <= g.start < high and g is not item for g in grades)
            n_years = sum(low <= t.start < high and t is not x for t in times)
            f = [*f, f"{side}gb{min(n_grades, 2)}yb{min(n_years, 2)}"]
            years = x.value.years
            joined = times[times.index(x) - 1] if x is not times[0] else None
            if joined is not None and len(years) == 1 and _AND.fullmatch(document.text, joined.end, x.start):
                found.append(YearsCandidate((*joined.value.years, *years), [*f, "alllist"], span))
                f.append("one_of_list")
            if len(years) > 1:
                if isinstance(year, tuple):
                    found.append(YearsCandidate(tuple(range(years[0], years[-1] + 1)), [*f, "allrange"], span))
                    continue
                if x.value.is_range:
                    continue
                if year == years[0]:
                    found.append(YearsCandidate(years, [y for y in f if not y.startswith("j")] + ["alllist"], span))
                f.append("one_of_list")
        if document.day is not None and document.day.month < _FIRST_CEREMONY:
            f = [*f, *("early" + x for x in ("pub0", "pub-1", "h") if x in f)]
        if not isinstance(year, tuple):
            found.append(YearsCandidate((year,), f, span))
    if any("lead" in c.features for c in found) and len(line.years) == 1:
        return [c for c in found if "lead" in c.features]  # '▲ 2017년 공시제 우수상': nothing tells it better
    in_brackets = [c for c in found if c.span is not None and _is_bracketed(document, item, c.span)]
    if in_brackets:  # '우수상(2013년), 대상(2014년)': nothing tells it better
        return in_brackets
    won_then = [c for c in found if c.span is not None and _WON_IN.fullmatch(document.text, item.end, c.span.start)]
    if won_then:
        return won_then
    mine = _respective(document, line, item)
    respective = [c for c in found if c.years == mine and "one_of_list" in c.features]
    if respective:
        return respective
    found += _undated(document, line)
    found = _with_streak(document, line, item, found)
    echoes = _echoes(document, line, item)
    if echoes is None:
        return found
    told = {c.years for c in echoes}
    echoless = f"echoless{bool(told):d}"
    return echoes + [c if c.years in told else c._replace(features=[*c.features, echoless]) for c in found]


def _how_judged(document: Document, span: Span) -> str:
    """How a year is told to be judged: with 년도, by its results, as the edition's name in quotes."""
    text = document.text
    behind = text[span.end : span.end + 40]
    is_quoted = text[span.start - 1 : span.start] in tuple("‘'“「『")
    return f"{text[span.start : span.end].endswith('도'):d}{'실적' in behind:d}{is_quoted:d}"


def _respective(document: Document, line: Line, item: Item) -> tuple[int, ...]:
    """The year of a grade, where as many years as grades are told: '2016년과 2017년에 각각 특별상과 우수상을'; empty where they are not."""
    listed = [x for x in line.years if x.start < item.start and len(x.value.years) > 1 and not x.value.is_range]
    if not listed:
        return ()
    x = listed[-1]
    ceiling = next((t.start for t in line.years if t.start > x.start), line.end)
    grades = [g for g in line.grades if x.end <= g.start < ceiling]
    years = x.value.years
    if item not in grades or len(grades) != len(years) or "각각" not in document.text[x.end : grades[0].start]:
        return ()
    return (years[grades.index(item)],)


#: between a grade and the year in which it was won: '특별상을 받았던 2015년 이후 처음이다'
_WON_IN = re.compile(
    r"[’'”」]?[을를]\s(?:처음\s)?(?:받았던|받은|탔던|탄|수상했던|수상한|차지했던|차지한|거머쥐었던|거머쥔)\s"
)
_BRACKET_BEHIND = re.compile(r"[’'”」]?\s?[(（]\s?")


def _is_bracketed(document: Document, item: Item, span: Span) -> bool:
    """Whether a year stands alone in brackets behind a grade."""
    text = document.text
    return (
        span.end < len(text)
        and text[span.end] in ")）"
        and _BRACKET_BEHIND.fullmatch(text, item.end, span.start) is not None
    )


def _with_streak(document: Document, line: Line, item: Item, found: list[YearsCandidate]) -> list[YearsCandidate]:
    """Where a line tells the years of a streak of this grade ('2018년부터 2021년까지 4년 연속'), those together and no part of them."""
    for x in line.years if item.value != "unspecified" else []:
        years = x.value.years
        if _streak_of(line, x) is not item:
            continue
        last = max((e for e in document.editions if e > years[-1]), default=document.day.year if document.day else 0)
        counted = _STREAK_OF.match(document.text, x.end, line.end)
        if counted and x.start < item.start and 0 < years[-1] + int(counted.group(1)) - 1 <= last:
            streak = tuple(range(years[-1], years[-1] + int(counted.group(1))))
        elif x.value.is_range and _STREAK_BEHIND.match(document.text, x.end, line.end):
            streak = tuple(range(years[0], years[-1] + 1))
        elif x.start > item.start or not 0 < last - years[-1] < 15:
            continue
        elif _STREAK_SINCE.match(document.text, x.end, line.end):
            streak = tuple(range(years[-1], last + 1))
        else:
            continue
        return [c for c in found if c.years == streak] or [YearsCandidate(streak, ["allrange"], Span(x.start, x.end))]
    return found


def _streak_of(line: Line, time: Item) -> Item:
    """The grade whose streak some years are: the one behind them, else the last before."""
    return next((g for g in line.grades if g.start > time.start), line.grades[-1])


def _undated(document: Document, line: Line) -> list[YearsCandidate]:
    """올해, 지난해 in an article without a date: counted from the edition that it names."""
    if document.day is not None or not document.editions:
        return []
    return [
        YearsCandidate(
            (document.editions[-1] + x.value.offset,), ["undated", f"undated{x.value.offset}"], Span(x.start, x.end)
        )
        for x in line.times
        if not x.value.years and x.value.offset is not None
    ]


def years_before(document: Document, line: Line, item: Item) -> list[tuple[int, Span]]:
    """The years in which the same prize was won before: '지난해에 이어 …', in the line or in the next if that names no grade."""
    found = _followed(document, line, item)
    if line.index + 1 < len(document.lines) and not any(x.start > item.start for x in line.grades):
        behind = document.lines[line.index + 1]
        if behind.paragraph == line.paragraph and not behind.grades:
            found += _followed(document, behind, None)
    return found


def _followed(document: Document, line: Line, item: Item | None) -> list[tuple[int, Span]]:
    """The years of a line that a prize follows on; of a line with grades those of which `item` is the grade."""
    return [
        (year, Span(x.start, x.end))
        for x in line.years
        for year in x.value.years
        if _FOLLOWS_ON.match(document.text, x.end, line.end)
        and (item is None or _that_follows(document, line.grades, x) is item)
    ]


def _that_follows(document: Document, grades: list[Item], time: Item) -> Item:
    """The grade that follows on some years: the nearest; none of a clause before ('A는 최우수상이고, B는 2022년 이후 3년 만에 우수상') where one comes behind."""
    near = [g for g in grades if g.start > time.start or "," not in document.text[g.end : time.start]]
    return min(near or grades, key=lambda g: abs(g.start - time.start))


def _echoes(document: Document, line: Line, item: Item) -> list[YearsCandidate] | None:
    """For a title without years: the years that the text gives to the same grade ('특별상 거쳐 …' by '2023년 특별상')."""
    if not line.is_title or line.years:
        return None
    told: dict[tuple[int | None, ...], Span] = {}
    n_open = 0
    for other in document.lines:
        before: Item | None = None
        for x in () if other.is_title else other.items:
            if _is_year(x):
                before = x
            elif x.kind == GRADE and x.value == item.value:
                if before is None:
                    n_open += 1
                    continue
                years = before.value.years
                if before.start in document.judged:
                    years = (years[0] + 1,)
                told.setdefault(years, Span(before.start, before.end))
    f = f"echo{min(n_open, 2)}_{min(len(told), 3)}"
    return [YearsCandidate(years, ["echo", f], span) for years, span in told.items()]
