"""One article as the readers of claims see it: sentences with their items in order, who is who, and what holds for the whole text.

An item is anything that a sentence names or that tells about it: a number, a year, a municipality, a grade, a rate, the name of an award, a
cue word. Its `tag` is a short name of its kind; the tags around a number are what the scorer knows of it.
"""

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from itertools import zip_longest
from operator import attrgetter
from typing import Any

from extract.claims import lexicon
from extract.claims.cues import automaton as cue_automaton
from extract.claims.frames import NATIONAL, read_frames, speaks_of_ministry
from extract.claims.lexicon import COUNT, GRADES
from extract.claims.mentions import read_mentions
from extract.claims.model import Sentence, Span
from extract.claims.numbers import BARE, CASES, JOBS, PERCENT, PERSONS, POINT, WON, Amount
from extract.claims.rates import Rate, read_rates
from extract.claims.segments import Segments, split
from extract.claims.sentences import sentences as cut
from extract.claims.times import Time
from extract.claims.who import Scene

NUMBER, TIME, PLACE, SUBJECT, GRADE, RATE, FRAME, CUE = (
    "number",
    "time",
    "place",
    "subject",
    "grade",
    "rate",
    "frame",
    "cue",
)
#: the units whose numbers stand for each other in a sentence; a day or a rank between two of them is none
COUNTING = frozenset((JOBS, PERSONS, CASES, PERCENT, POINT, BARE, WON))

#: so many numbers and so many grades of one text are read: more than any article has, and what bounds the work on a text that is none
MOST = 400


class Item:
    """One item: `text[start:end]`; `value` as its reader gives it; `at` its place among the items, `n_before` the numbers before it.

    `counts`: whether it is a number that may be a job number, a rate or money; `is_job`, `is_percent`: as in `is_job_number`, `is_percent`.
    `behind` is filled by `surroundings.words_behind`, `said` by `levels`.
    """

    __slots__ = (
        "at", "behind", "counts", "end", "is_job", "is_percent", "kind", "n_before", "said", "start", "tag", "value",
    )  # fmt: skip

    def __init__(self, kind: str, tag: str, start: int, end: int, value: Any):
        self.kind, self.tag, self.start, self.end, self.value = kind, tag, start, end, value
        self.counts = self.is_job = self.is_percent = False
        if kind == NUMBER:
            self.counts = value.unit in COUNTING
            self.is_job, self.is_percent = _is_job_number(value), _is_percent(value)
        self.at = self.n_before = 0
        self.behind: tuple[str, list[str]] | None = None
        self.said: str | None = None


_PLACE_IN_TEXT = attrgetter("start", "end")


class Line:
    """One sentence or list line with its items. `paragraph` as in `sentences`, `n_body` its place in the body (0 in a title).

    Beside all `items`, those of each kind, in order: `counting` the numbers that count, `jobs` and `percents` as in `Item`, `years` the times
    that name years; and of two kinds together, one behind the other: `whos` the places and subjects, `claims` the numbers and grades.
    """

    __slots__ = (
        "bag", "claims", "counting", "cues", "end", "frames", "grades", "index", "is_list", "is_title", "items", "jobs", "n_body",
        "numbers", "paragraph", "percents", "places", "rates", "source", "start", "subjects", "text", "times", "whos", "years",
    )  # fmt: skip

    def __init__(self, index: int, source: Sentence, text: str, n_body: int, items: list[Item]):
        self.index, self.source, self.n_body = index, source, n_body
        self.start, self.end, self.paragraph = source.start, source.end, source.paragraph
        self.is_title, self.is_list = source.is_title, source.is_list
        self.text = text[source.start : source.end]
        self.put(items)

    def put(self, items: list[Item]) -> None:
        """Takes these items, and no others."""
        items.sort(key=_PLACE_IN_TEXT)
        self.items = items
        kinds: dict[str, list[Item]] = {}
        n = 0
        for at, item in enumerate(items):
            item.at, item.n_before = at, n
            n += item.counts
            if item.kind in kinds:
                kinds[item.kind].append(item)
            else:
                kinds[item.kind] = [item]
        of = kinds.get
        self.numbers, self.times, self.places = of(NUMBER, []), of(TIME, []), of(PLACE, [])
        self.subjects, self.grades, self.rates = of(SUBJECT, []), of(GRADE, []), of(RATE, [])
        self.frames, self.cues = of(FRAME, []), of(CUE, [])
        self.whos, self.claims = self.places + self.subjects, self.numbers + self.grades
        self.counting = [x for x in self.numbers if x.counts]
        self.jobs = [x for x in self.counting if x.is_job]
        self.percents = [x for x in self.counting if x.is_percent]
        self.settle_years()
        self.bag: list[str] | None = None  # filled by `surroundings.bag`

    def settle_years(self) -> None:
        """Sets `years`, as the times stand now."""
        self.years = [x for x in self.times if x.value is not None and x.value.years]


class Document:
    """An article read up to the point where claims can be chosen. Lists and dicts below are by order of the text."""

    def __init__(self, text: str, published: dt.date | None, title: str | None = None):
        self.segments: Segments = split(text, title)
        #: how much stands above the article's text: its title, where the text holds none; places in `text` are that much later
        self.above = 0
        if title and not self.segments.titles:
            head = " ".join(title.split()) + "\n\n"
            self.above, text = len(head), head + text
            self.segments = split(text, title)
        self.text = text
        self.day = published or printed_date(text, self.segments)
        sources = cut(text, self.segments.titles, self.segments.body)
        for source in sources:
            read_mentions(text, source, self.day)
        self.scene = Scene(text, sources, self.segments.hints, self.day)
        is_ministry = speaks_of_ministry(text)
        self.lines: list[Line] = []
        n_body = 0
        for index, source in enumerate(sources):
            n_body += not source.is_title
            line = Line(index, source, text, n_body, _items(text, source, is_ministry))
            self.lines.append(line)
        _tell_years(text, self.lines)
        _tell_grades(text, self.lines)
        self._starts = [line.start for line in self.lines]
        #: how often each number occurs: value, or ('%', value) of a percentage
        self.n_told: dict[Any, int] = {}
        self.most = 0.0
        for line in self.lines:
            for item in line.numbers:
                key = ("%", item.value.value) if item.value.unit == PERCENT else item.value.value
                self.n_told[key] = self.n_told.get(key, 0) + 1
                if item.is_job:
                    self.most = max(self.most, item.value.value)
        #: how often the text names each year
        self.years_told = Counter(y for line in self.lines for x in line.years for y in x.value.years)
        self.heads = _heads(text, self.lines)
        #: the head lines that each line of a list stands under, the nearest first
        self.over = _heads_over(self.lines)
        self.editions = _editions(self.lines)
        self.plan_year = None if self.day else _plan_year(text)
        self.ranges = _ranges(text, self.lines)
        self.judged = _judged(text, self.lines, self.day.year if self.day else max(self.editions, default=None))
        self.surveys, self.halves = _surveys(self.lines)
        self.survey_editions = _survey_editions(text, self.lines)
        self.about = _about(self.lines)
        #: the kinds of awards and givers that the text names, in order of the alphabet
        self.named = sorted({x.value.kind for line in self.lines for x in line.frames})
        #: where the text says how to read pairs of numbers that follow: see `_legends`
        self.legends = _legends(text)
        #: the sections that the award's own names tell, by where these stand: 'd' or 'p'; and which of the two there are
        self.framed = [(x.start, x.value.section[0]) for line in self.lines for x in line.frames if x.value.section]
        self.framed_kinds = "".join(sorted({kind for _, kind in self.framed}))
        #: what arithmetic makes of the numbers, by their start; filled by `reader.prepare`
        self.proofs: dict[int, set[str]] = {}
        #: the numbers that are target, result and rate of each other by arithmetic; filled by `reader.prepare`
        self.triples: list[Any] = []
        #: the numbers that are told in one breath, and those told with each, by its start; filled by `reader.prepare`
        self.series: list[list[Item]] = []
        self.told_with: dict[int, list[Item]] = {}
        #: the cell of each number that stands in a list of one line, by its start; filled by `reader.prepare`
        self.cells: dict[int, Any] = {}
        #: what each province or metropolis does here; filled by `whose`
        self.provinces: dict[str, tuple[int, int, frozenset[int]]] | None = None

    def year_told_before(self, line: Line, item: Item) -> int | None:
        """The year named last before an item, up to three lines back."""
        for back in range(4):
            if line.index - back < 0:
                return None
            other = self.lines[line.index - back]
            for time in reversed(other.years):
                if time.value.role == "year" and (back or time.start < item.start):
                    return int(time.value.years[-1])
        return None

    def line_at(self, at: int) -> Line | None:
        """The line in which a place of the text stands, if any."""
        index = bisect_right(self._starts, at) - 1
        return self.lines[index] if index >= 0 and at < self.lines[index].end else None

    def head_of(self, line: Line, item: Item) -> list[Item]:
        """The items of the table cell that heads the item's column."""
        head = self.heads.get(line.index)
        if head is None:
            return []
        cuts, columns = head
        return columns[max(i for i, start in enumerate(cuts[:-1]) if start <= item.start)]


_PRINTED = re.compile(r"((?:19|20)[0-9]{2})\s?[-./년]\s?([0-9]{1,2})\s?[-./월]\s?([0-9]{1,2})")


def printed_date(text: str, segments: Segments) -> dt.date | None:
    """The publication date that stands below the title; a date above it is the day on which the page was fetched."""
    top = segments.titles[0].start if segments.titles else (segments.body[0].start if segments.body else 0)
    for span in segments.hints:
        if span.start < top:
            continue
        m = _PRINTED.search(text, span.start, span.end)
        if m:
            try:
                return dt.date(int(m.group(1)), int(m.group(2)), int(m.group(3)))
            except ValueError:
                continue
    return None


def _is_job_number(amount: Amount) -> bool:
    """Whether a number may be one of jobs: whole, 10 or more, in 개, 자리, 명, 건, or bare from 100 on."""
    value, unit = amount.value, amount.unit
    if unit not in (JOBS, PERSONS, CASES, BARE) or not 10 <= value < 3e6:
        return False
    return value == int(value) and not (unit == BARE and value < 100)


def _is_percent(amount: Amount) -> bool:
    """Whether a number may be a rate: a percentage, or a bare one with a decimal point ('경기 이천 64.7, …').

    No target is reached a hundred times over: digits that a page has run together are no rate.
    """
    if amount.unit == PERCENT:
        return amount.value < 10_000
    return amount.unit == BARE and amount.has_point and 0 < amount.value < 100


def is_job_number(item: Item) -> bool:
    """Whether an item may be a number of jobs: whole, 10 or more, in 개, 자리, 명, 건, or bare from 100 on."""
    return item.is_job


def is_percent(item: Item) -> bool:
    """Whether an item may be a rate: a percentage, or a bare number with a decimal point."""
    return item.is_percent


# -- items -------------------------------------------------------------------------------------------------------------------

_SHORT_GRADE = re.compile(
    r"(?P<winner>(?<!최)우수\s?[시군구](?=(?:로|으로|에)\s(?:뽑|선정|이름|꼽|올)))"
    r"|(?P<w>우수|특별|장려)(?<![가-힣]..)(?=는\s|에는\s|에\s[가-힣]|\s(?:[가-힣]{1,4}\s)?[가-힣]{1,4}[시군구](?:[·,와과은는이]|\s|$)|\s?[:：=]|\s?…|,\s|[.](?:\s|$)|[’”]|$)"
)
_NAME_BEFORE = re.compile(
    r"일자리\s?(?:창출\s?|정책\s?)?$|(?:헌정|경영|행정|브랜드|혁신|자치|생산성|발전|도시|정책|친화|의정|봉사|소비자|품질|환경)\s?$|어워드\s?$"
)
_TAKES_PRIZE = re.compile(r"[’'”」]?\s?(?:을|를|도|까지|수상|에\s(?:뽑|선정|이름))")
#: '자치단체를 대상으로', '평가 대상은', '지자체가 대상이다': those whom it is for, no prize
_OBJECT = re.compile(
    r"(?:[을를]\s)대상으로[\s,](?!뽑|선정|골)|(?:평가|심사|조사|분석|점검|공모|선정|교육|모집|지원|지급|참여)\s?대상(?:은|이|인|으로|이었|이다)(?=[\s.,])"
    r"|(?:지원|지급|교육|모집)\s?대상에\s|(?:자치단체|지자체|기관|시·군·?구?|곳)[가이]\s대상(?:이었|이다|이며|이고)"
)
_FOR_WHOM = re.compile(r"자(?![체치])|지(?!역)|층|별|인원|으로\s|이다|이며|이었|이고|인\s|기업|사업|업체")
#: '입상하지 못했다', '수상 명단에 들지 못했다', '수상에 실패': nobody won; but '최우수상을 놓치지 않았다'
_NOT_WON = re.compile(
    r"(?:[를을에은]\s?)?(?!(?:한\s(?:번|해)도\s)?(?:놓치|거르|빠지|빠뜨리|내주)지)(?:[가-힣]{0,3}지[는도]?\s)?(?:못[했한하]|않[았은]|실패|놓[쳤친])"
    r"|\s?(?:자\s?)?(?:명단|권|문턱)(?:에|에는|에도|을)\s(?:[가-힣]{1,4}을\s)?(?:들|오르|올리|끼|넘|포함되)지\s?[못않]|\s?(?:자\s?)?명단에서\s?(?:빠졌|빠진|제외)"
    r"|[’'”」]?\s?(?:이|가)\s?아니(?:라|고)"
)
#: behind what a correction takes back: '4,210개가 아니라 4,120개', '107.9%가 아닌 105.6%'
_TAKEN_BACK = re.compile(r"[’'”」]?\s?(?:이|가)?\s?(?:아니라|아니고|아닌)\s")
#: behind a grade that is counted: '지금까지 대상이 1회, 우수상이 8회다'; but '최우수상을 2회(2012년, 2014년)' tells each
_COUNTED = re.compile(
    rf"[’'”]?(?:이|은|을|도|만)?\s?{COUNT}(?![가-힣]?\s?연속|째|\s?[(（]\s?(?:(?:19|20)[0-9]{{2}}|[’'‘`][0-9]{{2}}))"
)
_NO_PRIZE_WORD = re.compile(r"자(?!치)|작|레저|스키|안전")
#: right before 수상, which then tells no prize of its own: '최우수상 수상 기관은'
_ITS_GRADE = re.compile(r"(?:최우수|우수|특별|장려|총리|장관|통령)상[’'”」』]?\s$")
#: '이상을', '영상을', '색상도': 상 at the end of another word, unless it is what was taken ('노력상을 받았다'; but '인상을 받았다')
_TAKES_THIS = re.compile(
    r"\s(?:[가-힣0-9]{1,6}\s){0,2}(?:받[았은아으는기을]|수상|거머|차지|안[았겨고]|탔|휩쓸|쥐|챙|거뒀|거두)"
)
#: a sentence that speaks of prizes
_OF_PRIZES = re.compile(
    r"(?:최우수|우수|특별|장려|총리|장관|통령)상|최우수|종합대상|(?<![가-힣])상을\s|일자리\s?대상|경진|공모전|시상|수상|평가에서|부문|분야(?!별)|상금|인센티브|[0-9]관왕|상?사업비|국비|표창|공시제"
)
#: '대상의 영예는', '대상을 거머쥔', '대상에 올랐다': the prize, by what is done with it
_PRIZE_TAKEN = re.compile(
    r"[’'”」』]?(?:[(（][^)）]{1,20}[)）])?(?:[을를도이은의,·…]|에\s(?:뽑|선정|이름)|에|까지)?(?:[^.]{0,18}?[\s을를])?"
    r"(?:받[았은아]|차지|영예|영광|거머|거두|거뒀|안[았겨긴]|올[랐라려]|오(?:른(?!쪽)|르)|탔|획득|쥐|품[에었]|휩쓸|등극|챙|건[졌진]|돌아[갔가]|따[내낸]|땄|뽑|선정|이름을\s올)"
)
_REGIONS = re.compile(
    r"(?<![가-힣])[시군구도](?=\s?[(（]?[0-9]{1,2}\.[0-9])|[0-9]{1,3}개\s?(?:시·군·?구?|시군구?|[시군구도]|자치구)(?=의\s(?:평균\s)?(?:고용|실업)|\s(?:평균\s)?(?:고용|실업)|[를을]\s(?:모두\s)?(?:평균|합[치쳐한하]|통틀|묶)|[은는이가도의]\s(?:평균\s)?[0-9])"
    r"|(?<![가-힣])(?:[시군구도]|시·군|자치구|농촌|도시|읍·면|동)\s?(?:지역|단위)(?=[은는이의에도,\s(])|(?<![가-힣])(?:시부|군부|구부)"
    r"|(?<![가-힣])(?:[동서남북중]부|영동|영서|[동서남북중]부권)(?=\s?(?:지역\s)?(?:[0-9]{1,2}개\s시·?군\s)?(?:전체|평균))"
)
#: a sentence without one of these has none of the regions: the slow pattern is not tried on it
_REGION_WORDS = re.compile(
    r"지역|단위|[시군구]부|[부영][동서권]?\s?(?:전체|평균)|개\s?[시군구도자]|[시군구도]\s?[(（]?[0-9]"
)
_RATE_TAGS = {"고용": "r.e", "실업": "r.u", "": "r.o", None: "r.q"}


def _grade(text: str, start: int, end: int, value: str, floor: int) -> Item | None:
    """A grade word as an item. 대상 in the name of the award is none, unless it is what was taken; 수상자 names nobody's prize."""
    word = text[start:end]
    tag = "gu" if value == "unspecified" else "g"
    if _NOT_WON.match(text, end):
        return None
    if word == "대상":
        if _NAME_BEFORE.search(text[max(floor, start - 14) : start]):
            return Item(GRADE, "gn", start, end, "unspecified") if _TAKES_PRIZE.match(text, end) else None
        if "가" <= text[start - 1 : start] <= "힣" and text[start - 1] not in "별초역부문년합":
            return None
        if _OBJECT.search(text, max(floor, start - 7), end + 5):
            return None
        if _FOR_WHOM.match(text, end):
            tag = "gx"
    elif word in ("상을", "상도"):
        before = text[max(0, start - 1) : start]
        if "가" <= before <= "힣" and (before in "이인보영배변손예" or not _TAKES_THIS.match(text, end)):
            return None
    elif word == "수상" and (_NO_PRIZE_WORD.match(text, end) or _ITS_GRADE.search(text, max(floor, start - 6), start)):
        return None
    return Item(GRADE, tag, start, end, value)


#: a line of a list that is nothing but a year and its prize: '2021·2022년 대상'
_YEARS_ALONE = re.compile(r"\W*(?:(?:19|20)?[0-9]{2}\s?년?[·,∼~\-–\s]*)+[:：=|]?\s?[‘'“]?")


def _is_prize(text: str, source: Sentence, grade: Item) -> bool:
    """Whether 대상 stands where a prize may stand; 'the object of a rule, a tax, a survey' is the same word, and the more common one."""
    start, end = grade.start, grade.end
    if source.is_title or end - start > 2 or text[start - 1 : start] in tuple("‘'“「『"):
        return True
    if source.is_list and _YEARS_ALONE.fullmatch(text, source.start, start):
        return True
    if source.end - source.start < 10 or any(
        m.kind in (PLACE, SUBJECT) and (0 <= start - m.end <= 8 or 0 <= m.start - end <= 12) for m in source.mentions
    ):
        return True
    speaks_of_prizes = _OF_PRIZES.search(text, source.start, start) or _OF_PRIZES.search(text, end, source.end)
    if speaks_of_prizes is not None:
        return True
    return grade.tag == "g" and _PRIZE_TAKEN.match(text, end, source.end) is not None


def _tag(kind: str, value: Any) -> str:
    if kind == NUMBER:
        return "n." + str(value.unit)
    if kind == TIME:
        return "t." + str(value.role)
    return kind[0] + "." + str(value.role)


def _items(text: str, source: Sentence, is_ministry: bool) -> list[Item]:
    start, end = source.start, source.end
    items: list[Item] = []
    has_rate = False
    counted = [m for m in source.mentions if m.kind == GRADE and _COUNTED.match(text, m.end, end)]
    for m in source.mentions:
        if m.kind == GRADE and m in counted and len(counted) > 1:
            continue  # two that are counted side by side tell how often, and no prize
        if m.kind == GRADE:
            grade = _grade(text, m.start, m.end, m.value, start)
            if grade is not None and (grade.tag == "gn" or m.value != "대상" or _is_prize(text, source, grade)):
                items.append(grade)
        elif m.kind != lexicon.INDICATOR and not (m.kind == NUMBER and _TAKEN_BACK.match(text, m.end, end)):
            items.append(Item(m.kind, _tag(m.kind, m.value), m.start, m.end, m.value))
            has_rate = has_rate or (m.kind == NUMBER and (m.value.unit == PERCENT or m.value.has_point))
    grades = [(m.start, m.end) for m in source.mentions if m.kind == GRADE]
    for short in _SHORT_GRADE.finditer(text, start, end):
        if not any(a < short.end() and short.start() < b for a, b in grades):
            value = short.group("w") + "상" if short.group("w") else GRADES["우수기관"]
            items.append(Item(GRADE, "gs", short.start(), short.end(), value))
    rates: list[Rate] = read_rates(text, start, end, has_rate)
    if rates:  # '15~64세 고용률': the ages are no numbers of their own
        items = [i for i in items if i.kind != NUMBER or not any(r.start <= i.start < r.end for r in rates)]
    items += [Item(RATE, f"{_RATE_TAGS[r.word]}.{r.kinds[0] if r.kinds else ''}", r.start, r.end, r) for r in rates]
    taken = [(i.start, i.end) for i in items if i.kind != SUBJECT]
    items += [Item(FRAME, "f." + f.kind, f.start, f.end, f) for f in read_frames(text, start, end, is_ministry)]
    items += _cue_items(text, start, end, taken)
    if _REGION_WORDS.search(text, start, end) is None:
        return items
    regions = [
        Item(CUE, "regions", m.start(), m.end(), "regions")
        for m in _REGIONS.finditer(text, start, end)
        if not any(a < m.end() and m.start() < b for a, b in taken if a != m.start())
    ]
    # '77개 시의 고용률' is not that of the 시 that the article is about
    items = [
        i for i in items if i.kind not in (SUBJECT, NUMBER) or not any(r.start <= i.start < r.end for r in regions)
    ]
    return items + regions


def _cue_items(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[Item]:
    """The cue words that stand in none of the runs that are taken."""
    hits = cue_automaton().iter_long(text, start, end)
    found = [Item(CUE, cue, last + 1 - length, last + 1, cue) for last, (length, cue) in hits]
    if not (taken and found):
        return found
    is_taken = bytearray(end - start)
    for a, b in taken:
        is_taken[a - start : b - start] = b"x" * (b - a)
    return [x for x in found if is_taken.find(b"x", x.start - start, x.end - start) < 0]


# -- what holds for the whole text -------------------------------------------------------------------------------------------

_TOLD_YEAR = re.compile(
    r"(?<![가-힣])(?:그\s?해|그때|같은\s해|동년|그\s다음\s?해|직전\s해|그\s전\s?해|앞선\s해)(?![가-힣]{2})"
)
#: the ends of these words: an article without one has none of them
_TOLD_YEAR_WORDS = re.compile(r"[그은음전선]\s?해|그때|동년")


def _tell_years(text: str, lines: list[Line]) -> None:
    """Gives 그해, 같은 해, 이듬해 the year that they point back to."""
    told: int | None = None
    points_back = _TOLD_YEAR_WORDS.search(text) is not None
    for line in lines:
        pointing = list(_TOLD_YEAR.finditer(text, line.start, line.end)) if points_back else []
        if pointing:
            line.put(line.items + [Item(TIME, "t.same", m.start(), m.end(), None) for m in pointing])
        for item in line.times:
            word = text[item.start : item.end]
            if item.value is None:
                if told is None:
                    continue
                step = 1 if "다음" in word else -1 if "전" in word or "앞선" in word else 0
                item.value = Time((told + step,), False, None, "year")
            elif not item.value.years and word in ("이듬해", "다음해") and told is not None:
                item.value = Time((told + 1,), False, None, "year")
            if item.value.years and item.value.role in ("year", "since"):
                told = item.value.years[-1]
        if pointing:  # without those that had nothing to point back to
            line.put([i for i in line.items if i.kind != TIME or i.value is not None])
        line.settle_years()


_SAME_GRADE = re.compile(r"(?<![가-힣])(?:똑?같은|동일한)\s?$")


def _tell_grades(text: str, lines: list[Line]) -> None:
    """Gives 같은 상 the grade that was told last before it."""
    told = None
    for line in lines:
        for item in line.grades:
            if item.tag == "g":
                told = item.value
            elif told and text[item.start] == "상" and _SAME_GRADE.search(text, line.start, item.start):
                item.value, item.tag = told, "g"


_CELL = re.compile(r"\s[/|｜]\s?|[|｜]|\t")


def _borders(text: str, line: Line) -> list[int]:
    """Where the cells of a table's line meet."""
    if not any(mark in line.text for mark in "|/｜\t"):  # hardly a line has one, and the pattern stops at every blank
        return []
    return [m.start() for m in _CELL.finditer(text, line.start, line.end)]


_AIM, _DONE = "목표|계획", "실적|성과|결과|달성|창출"
_LEGEND = re.compile(
    rf"(?:(?P<aim>{_AIM})|{_DONE})(?:치|량|인원|수)?(?:\s?(?P<bracket>[(（])[^()（）0-9]{{0,8}}|\s?(?P<joint>/|{lexicon.ARROW})\s?(?:[0-9]{{1,2}}월\s?말?\s?|[가-힣]{{2,4}}\s)?)"
    rf"(?:(?P<aims>{_AIM})|{_DONE})(?(bracket)[^()（）0-9]{{0,6}}[)）])"
)


def _legends(text: str) -> list[tuple[int, bool, str]]:
    """Where a legend of pairs ends, whether the target is the first of each, and what joins them: ( / or →.

    '실적(목표)은 2011년 3만8천 개(3만5천 개), …', '※ 연간 목표 → 6월 말 실적'.
    """
    found = [(m.end(), m.group("aim"), m.group("aims"), m.group("joint")) for m in _LEGEND.finditer(text)]
    return [
        (end, aim is not None, "(" if joint is None else "/" if joint == "/" else "→")
        for end, aim, aims, joint in found
        if (aim is None) != (aims is None)
    ]


def _heads(text: str, lines: list[Line]) -> dict[int, tuple[list[int], list[list[Item]]]]:
    """For each line of a table with a head line above it: where its cells begin, and the items of the head's cells."""
    found: dict[int, tuple[list[int], list[list[Item]]]] = {}
    head: tuple[int, list[list[Item]]] | None = None
    for line in lines:
        cuts = [line.start, *_borders(text, line), line.end]
        n = len(cuts) - 1
        if n < 3:
            head = head if line.is_list else None
            continue
        if head and head[0] == n and line.numbers:
            found[line.index] = (cuts, head[1])
        elif not line.percents and any(
            i.kind in (RATE, TIME) or i.tag in ("goal", "result", "made", "achieved_rate") for i in line.items
        ):
            columns: list[list[Item]] = [[] for _ in range(n)]
            for item in line.items:
                columns[max(i for i, c in enumerate(cuts[:-1]) if c <= item.start)].append(item)
            head = (n, columns)
    return found


_MARK = re.compile(rf"\s*(?:([{lexicon.BULLETS}]|[\[<【《〈])|([(（]?)[0-9]{{1,2}}[.)）]\s)?")
_LONGEST_HEAD = 45


def _mark(line: Line) -> str:
    """What a line of a list begins with: its bullet or bracket, 0 for a number."""
    m = _MARK.match(line.text)
    return (m.group(1) or ("0" if m.end() else "")) if m else ""


def _may_head(line: Line) -> bool:
    """Whether a line can be a head: short, no full stop, no figures, no prize of its own; '■ 공시제 부문', '<실업률>', '2016년 하반기 시부'."""
    if len(line.text) > _LONGEST_HEAD or line.text[-1] in ".”" or line.percents or line.jobs:
        return False
    if any(x.value != "unspecified" for x in line.grades) or not (line.is_list or _mark(line) not in ("", "-")):
        return False
    return not any(border in line.text for border in "|｜/") and bool(line.items)


def _heads_over(lines: list[Line]) -> dict[int, tuple[Line, ...]]:
    """For each line of a list, the head lines above it up to the last running sentence: a head ends those with the same mark."""
    found: dict[int, tuple[Line, ...]] = {}
    heads: list[tuple[str, Line]] = []
    for line, behind in zip_longest(lines, lines[1:]):
        if line.is_title:
            continue
        if behind is not None and behind.is_list and _may_head(line):
            mark = _mark(line)
            if not mark or mark != _mark(behind):
                marks = [m for m, _ in heads]
                heads = heads[: marks.index(mark)] if mark in marks else heads
                heads.append((mark, line))
                continue
        if not line.is_list:
            heads = []
        elif heads:
            found[line.index] = tuple(head for _, head in reversed(heads))
    return found


def _editions(lines: list[Line]) -> list[int]:
    """The years printed before the national award's name, in order."""
    found: list[int] = []
    for line in lines:
        for item in line.frames:
            edition = item.value.edition
            if item.value.kind == NATIONAL and edition is not None and edition not in found:
                found.append(edition)
    return found


_JUDGED = re.compile(r"(?<=[0-9년도])[’'”」]?\s(?:(?!대상|한마당|경진|[0-9]{4}년)[^.,…]){0,40}?(?:실적|평가)")


_PLAN = re.compile(r"(20[0-9]{2})년(?:도)?\s(?:[가-힣]+\s){0,3}?(?:[가-힣]*계획)")


def _plan_year(text: str) -> int | None:
    """The year of the plan that the article names first: '2023년 일자리대책 세부계획'."""
    plan = _PLAN.search(text)
    return int(plan.group(1)) if plan else None


#: '지난해 계획과 집행, 성과를 평가한 결과'
_JUDGED_LAST_YEAR = re.compile(
    r"\s(?!공시제\s평가)[^.…]{0,40}?(?:실적|성과|대책|이행|추진)[^.…]{0,20}?(?:평가한|견준|심사한|따진|살핀|매긴|겨룬)"
)


def _judged(text: str, lines: list[Line], now: int | None) -> dict[int, int]:
    """The years whose results an award judges, by their start: '2012년도 공시제 평가' of 2013, whose prizes are of 2013.

    `now`: the year of the article, in one without a date the newest edition that it names.
    """
    found: dict[int, int] = {}
    for line in lines:
        told = now
        for item in line.years:
            year = item.value.years[-1]
            is_printed = item.value.offset is None
            may_be = is_printed or (item.value.offset == -1 and item.value.role == "year")
            if may_be and len(item.value.years) == 1 and year + 1 in (told, now):
                judging = (_JUDGED if is_printed else _JUDGED_LAST_YEAR).match(text, item.end, line.end)
                if judging and not any(item.end <= x.start < judging.end() for x in line.grades):
                    found[item.start] = year
            told = year
    return found


_UNTIL = re.compile(r"(?:\s?년)?(?:\s?[0-9]{1,2}월)?(?:\s?말)?까지")


def _ranges(text: str, lines: list[Line]) -> list[tuple[int, tuple[int, int]]]:
    """The terms that the article names: `(line, (first year, last year))`, each once; also '2018년 7월부터 … 2022년 6월까지'."""
    found: list[tuple[int, tuple[int, int]]] = []

    def add(index: int, first: int, last: int) -> None:
        if (first, last) not in [r for _, r in found]:
            found.append((index, (first, last)))

    since: tuple[int, int] | None = None
    for line in lines:
        for item in line.years:
            years = item.value.years
            if item.value.is_range and years[-1] > years[0]:
                add(line.index, years[0], years[-1])
                continue
            tail = text[item.end : item.end + 12]
            if item.value.role == "since" or "부터" in tail[:8]:
                since = (line.index, years[-1])
            elif since and line.index - since[0] <= 2 and _UNTIL.match(tail) and 1 <= years[-1] - since[1] <= 5:
                add(line.index, since[1], years[-1])
    return found


def _surveys(lines: list[Line]) -> tuple[list[tuple[int, int]], list[tuple[int, str]]]:
    """The years told in lines about a labour survey or a rate, and the half-years: each with its line."""
    surveys: list[tuple[int, int]] = []
    halves: list[tuple[int, str]] = []
    for line in lines:
        first, last = line.text.rfind("상반기"), line.text.rfind("하반기")
        if first >= 0 or last >= 0:
            halves.append((line.index, "상" if first > last else "하"))
        if line.years and (any(i.tag == "survey" for i in line.cues) or any(i.tag[:3] == "r.e" for i in line.rates)):
            for item in line.years:
                if item.value.role == "year" and not item.value.is_range:
                    surveys.append((line.index, item.value.years[-1]))
                    break
    return surveys, halves


_OF_SURVEY = re.compile(
    r"(?:\s?(?:상반기|하반기|[1-4]분기|[0-9]{1,2}월|연간))?\s?(?:[가-힣·]{1,6}\s){0,2}?[‘'“]?(?:지역별\s?고용\s?조사|(?:연간\s)?고용\s?동향|(?:시·?군·?구?별?\s)?(?:주요\s)?고용\s?지표|경제활동인구\s?조사|고용\s?통계)"
)


def _survey_editions(text: str, lines: list[Line]) -> list[tuple[int, int]]:
    """The years that the text prints before the name of a labour survey ('2025년 상반기 지역별고용조사'), each with its line."""
    return [
        (line.index, item.value.years[-1])
        for line in lines
        for item in line.years
        if not item.value.is_range and _OF_SURVEY.match(text, item.end, line.end)
    ]


def _about(lines: list[Line]) -> list[str]:
    """What the article is about, as features: T + tag of the title's items, B + tag of those of the first two body lines."""
    found: set[str] = set()
    n = 0
    for line in lines:
        if line.is_title:
            found.update("T" + i.tag for i in line.items if i.kind in (CUE, FRAME, RATE, GRADE))
        elif n < 2:
            n += 1
            found.update("B" + i.tag for i in line.items if i.kind in (CUE, FRAME))
    return sorted(found)


def span(item: Item) -> Span:
    """Where an item stands."""
    return Span(item.start, item.end)
