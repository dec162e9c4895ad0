"""Labour-market rates: every level in % of a municipality, told apart from changes, averages, goals and other percentages.

A sentence is walked once from left to right. What it names becomes the current measure (`rates`), owner and year; each percentage is then
judged by the words around it (`standing`) and, if it is a level, bound to all three. Brackets and the first half of 'from A to B' only
borrow: behind them the measure, owner and year of before hold again. What a sentence leaves open is taken from the sentences before it.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.claims import lexicon
from extract.claims.model import Mention, Sentence, Span
from extract.claims.numbers import BARE, COUNTED, JOBS, PERCENT, PERSONS, WON
from extract.claims.owners import FIGURE, IN_PASSING, Owner, fallback, read_owners
from extract.claims.rates import ALL, PLAUSIBLE, Rate, indicator, read_rates
from extract.claims.standing import LEVEL, achieved_from, goal_scope, standing
from extract.claims.times import read_times
from extract.claims.who import Scene, Who


@dataclass(slots=True)
class Level:
    """One level on its way to a claim."""

    who: Who
    year: int | None
    indicator: str
    value: float
    sentence: int
    start: int
    end: int
    rule: str
    is_optional: bool = False
    when: Span | None = None
    what: Span | None = None
    reasons: list[str] = field(default_factory=list)
    steps: int = 0  # years away from one that is not said: -1 for '1년 전'


class _Year(NamedTuple):
    value: int | None
    span: Span | None
    reasons: tuple[str, ...] = ()
    is_open: bool = False  # nobody says it
    steps: int = 0  # away from that year


@dataclass(slots=True)
class _Now:
    """What the next percentage of a sentence is of. Copied at an opening bracket, restored at the closing one."""

    rate: Rate | None = None
    word: str = ""  # the rate word that a bare qualifier goes on with
    owner: Owner | None = None
    time: Mention | None = None
    nth: int = 0  # how many numbers the rate has had


@dataclass(slots=True)
class _State:
    """What an article has said so far."""

    rate: Rate | None = None
    word: str = ""
    employed: bool = False  # whether 고용률 is a measure of the paragraph, or of the one before
    rate_paragraph: int = -9
    owner: Owner | None = None
    owner_paragraph: int = -9
    year: _Year | None = None  # of the last sentence with a level
    year_paragraph: int = -9
    context: _Year | None = None  # of any sentence
    context_paragraph: int = -9
    survey: int | None = None
    pair: tuple[int, int] | None = None  # the two years of the last comparison
    pair_paragraph: int = -9
    pair_sentence: int = -9
    steps: tuple[int, int] = (0, -9)  # 'within N years', and the paragraph that says so
    main: Who | None = None  # for an article without a subject
    columns: tuple[int, ...] = ()  # the years of a heading, for the rows below it
    columns_paragraph: int = -9
    measures: tuple[Rate, ...] = ()  # the rates of a heading, column by column
    is_goal_heading: bool = False
    is_asked: bool = False  # the last sentence asked for a rate
    asked_at: int = -9


# -- years -------------------------------------------------------------------------------------------------------------
_SURVEY = re.compile(
    r"((?:19|20)[0-9]{2})\s?년\s?(?:도\s)?(?:[상하]반기|[1-4]\s?분기|[0-9]{1,2}월)?\s?(?:시·?군·?구?(?:별)?\s?)?(?:주요\s?)?(?:지역별\s?)?(?:고용\s?(?:조사|동향|지표|통계|률)|경제활동인구)"
)
_MONTH = re.compile(
    r"지난달|이달|이번\s?달|(?<![0-9])(?P<m>1?[0-9])월(?!\s?[0-9]{1,2}일)|(?P<h>[상하])반기|(?<![0-9])(?P<q>[1-4])\s?/?\s?분기"
)
_PRIZE = re.compile(
    r"\s?(?:년도?|도)?\s?(?:제[0-9]+회\s)?[‘'“\"「『<]?(?:전국|대한민국|고용노동부|지역\s?일자리\s?목표)?.{0,16}(?:대상|평가|시상|경진|공시제\s?(?:부문|평가|우수|최우수))"
)
_AGO = re.compile(
    r"(?P<n>[3-9]|1[0-9])년\s?전(?!국)|직전\s?(?:해|연도|년도)|(?<![0-9])(?P<two>2년|두\s해)\s?전(?!국)|(?P<later>[1-9])년\s?(?:뒤|후)|(?P<next>한\s해\s뒤|다음\s해)"
)
_STEPS_BACK = re.compile(r"전년|1년\s?전|한\s?해\s?전|2년\s?전|두\s해\s?전|직전|전년도|[0-9]+년\s?전")
_BESIDE = re.compile(
    r"(?:\s|같은|기간|시기|달|분기|동기|동월|[상하]반기|[0-9]{1,2}월|[1-4]분기|말|초|기준|당시|현재|의|에는|에만|에|은|는|엔|[(（:：/|,)）=-])*"
)
_TO = re.compile(r"[)）%％\s]?\s?(?:에서(?![는도만])|→|⇒|➡|➜|->|=>|>|▶|↗|↘)")
_THAN = re.compile(
    r"[)）]?\s?(?:보다|에\s?(?:비해|비하면|견줘|비교)|대비|[와과]\s?(?:비교|견줘|견주)|였던|이던|이었던|에\s그쳤던|에\s머물렀던)"
)
_SPAN = re.compile(
    r"(?:(?P<n>[0-9]{1,2})\s?년|(?P<one>한\s해|1년))\s?(?:새|사이|만에|간|동안|전보다)|(?P<last>전년(?:보다|\s?대비|도보다))"
)
_SURVEYED = re.compile(r"고용\s?(?:동향|조사|지표|통계|성적)|취업자")
_HALF = re.compile(r"[상하]반기|[1-4]\s?분기|[0-9]{1,2}월")
_SAME_TIME = re.compile(r"같은\s?(?:기간|시기)")
_YEARS_IN_LINE = re.compile(
    r"(?:[’'‘`](?P<s>[0-9]{2})(?![0-9])|(?P<l>(?:19|20)[0-9]{2}))(?=\s?(?:년|[)）→⇒|/~-]|\s|$))"
)
_SHORT_YEAR = re.compile(
    r"(?:[(（\s]|^)[’'‘`](?P<s>[0-9]{2})\s?(?=[)）.]|(?:\s|:)\s?[0-9]{1,2}\.[0-9])|(?<![0-9.,])(?P<l>(?:19|20)[0-9]{2})(?=\s?[:：]?\s[0-9]{1,2}(?:\.[0-9])?\s?%|\s?[)）]\s?[0-9]{1,2}\.[0-9])"
)


def _times(text: str, sentence: Sentence) -> list[Mention]:
    """The years of a sentence that a level can be of, with '22 and 3년 전 besides those that `times` reads."""
    found = [
        m
        for m in sentence.mentions
        if m.kind == lexicon.TIME
        and m.value.role in ("year", "ago", "compare")
        and (m.value.years or _STEPS_BACK.fullmatch(text[m.start : m.end]))
    ]
    for m in _SHORT_YEAR.finditer(text, sentence.start, sentence.end):
        if not any(t.start < m.end() and m.start() < t.end for t in found):
            year = 2000 + int(m.group("s")) if m.group("s") else int(m.group("l"))
            kind, value = "s" if m.group("s") else "l", _PLAIN._replace(years=(year,))
            found.append(Mention(lexicon.TIME, m.start(kind), m.end(kind), value))
    for m in _AGO.finditer(text, sentence.start, sentence.end):
        back = int(m.group("n")) if m.group("n") else 2 if m.group("two") else 1
        if m.group("later") or m.group("next"):
            back = -int(m.group("later") or 1)
        found = [t for t in found if not (t.start < m.end() and m.start() < t.end)]
        found.append(Mention(lexicon.TIME, m.start(), m.end(), _PLAIN._replace(years=(), offset=-back)))
    return sorted(found, key=lambda t: t.start)


_PLAIN = read_times("2000년", None)[0].value


# -- reading -----------------------------------------------------------------------------------------------------------
_RATE_WORD = re.compile(r"(?:고용|실업)[률율]|일하는\s?(?:사람|이|주민)")
_BRACKETS = re.compile(r"[()（）]")
_PLACE_FIGURE = re.compile(r"(?:[은는이가]|으로|로)?\s?[(（]?\s?[0-9]{1,2}(?:\.[0-9])?\s?(?:%|[,)\s이가])")
_SAME = re.compile(r"나란히|똑같|모두|같은|공동|동률|동일|함께")
_AND = re.compile(r"(?:\([^()]{1,14}\))?\s?(?:과|와|및|[·ㆍ,/])\s?")
_OPEN_BRACKET = re.compile(r"\s?[(（]\s?")
_CLOSE_OR_PERCENT = re.compile(r"[)）%]")
_RATE_BEHIND = re.compile(r"(?:의|로|인|던|순|차례)\s?(?:[가-힣]+\s){0,2}$|[)）]\s?(?:의|이|가|로|순)?[가-힣\s]*$")
_LIST_MARK = re.compile(r"\s*(?:[-·∙・•▲△▶▷◆◇○●▪◦*※]|[①-⑳]|[0-9]{1,2}(?:위|[.)])?\s)")
_HEADING = re.compile(r"\s*(?:[□■◆◇\[【<]|[가-하][.]\s|[ⅠⅡⅢⅣ1-9][.]\s)")
_OWNER_BEHIND = re.compile(
    r"[)）]?(?:(?:인|의|이라는|라는)|(?:를|을|로|의|인|이라는|라는|에)?\s[^.,%]{0,30}[한인된던은는른난낸둔킨선운])\s(?:이웃\s|인근\s)?$"
)
_ATTRIBUTE = re.compile(r"[)）]?(?:를|을|로|의|인|이라는)?[^.,%]{0,24}[한인된던은는른난낸둔킨선운]\s$")
_DISTANCE = re.compile(r"(?:격차|차이|폭)")
_BEING = re.compile(r"인\s")
_LEADS_ROWS = re.compile(r"(?:다음과|아래와)\s같|이렇다|:\s*$|나란히|비교|견주|견줘|달라")
_ASKS = re.compile(r"^\s*(?:[-―—]|(?:Q|문|질문|질의)\s?[.:)])|[?][”\"’')]*\s*$")
_SAME_BASIS = re.compile(r"같은\s?(?:기준|연령|잣대)")
_UNIT_BEHIND = re.compile(r"\s?(?:점|배|만|억|조|[pP]|㎞|km|kg|명|원|대\s1)")
_BARE_BESIDE = re.compile(r"(?:[:：|/(（]|년|[고실][용업][률율](?:\([^()]{1,8}\))?|→|⇒|에서)\s?$")


def read_indicators(text: str, sentences: list[Sentence], scene: Scene) -> list[Level]:
    """The levels of an article, in the order of the text; the title only adds what the body does not say."""
    if not any(w in text for w in ("고용률", "실업률", "고용율", "실업율")):
        return []
    state = _State()
    if scene.main is None:
        state.main = fallback(sentences, text, scene)
    if scene.title:
        for time in read_times(scene.title, scene.published):
            if time.value.role == "year" and time.value.years and not _PRIZE.match(scene.title, time.end):
                state.context = _Year(time.value.years[-1], None, ("year of the title",))
    found: list[Level] = []
    titled: list[Level] = []
    for index, sentence in enumerate(sentences):
        levels = _Walk(text, index, sentence, scene, state, _told_behind(text, sentences, index)).read()
        if not sentence.is_title and not levels:
            _date_behind(text, sentence, scene, found, index)
        (titled if sentence.is_title else found).extend(levels)
        if sentence.is_title:
            state.rate = None
    for level in titled:
        if not any(f.value == level.value and f.who.municipality is level.who.municipality for f in found):
            level.reasons.append("only in the title")
            found.append(level)
    return _settled(found)


def _told_behind(text: str, sentences: list[Sentence], index: int) -> Rate | None:
    """'당진 70.3%, 서산 66.0%. 충남 도시들의 고용률이다.': the measure of a list that is named in the sentence behind it."""
    if index + 1 >= len(sentences):
        return None
    here, behind = sentences[index], sentences[index + 1]
    if behind.paragraph != here.paragraph or here.is_title or "%" not in text[here.start : here.end]:
        return None
    if "%" in text[behind.start : behind.end] or _RATE_WORD.search(text, here.start, here.end):
        return None
    return next((r for r in read_rates(text, behind.start, behind.end) if r.word), None)


_BASIS = re.compile(r"기준|통계|조사|결과|집계|자료|성적|얘기|이야기|수치|지표|분석|동향|따른|[고실][용업][률율]")


def _date_behind(text: str, sentence: Sentence, scene: Scene, found: list[Level], index: int) -> None:
    """'지난해 하반기 기준이다': the year of the levels in the sentence before, where that named none."""
    waiting = [v for v in found if v.is_optional and index - 2 <= v.sentence < index]
    if not waiting or not _BASIS.search(text, sentence.start, sentence.end):
        return
    year: int | None = None
    span: Span | None = None
    for time in sentence.mentions:
        is_year = time.kind == lexicon.TIME and time.value.role == "year" and len(time.value.years) == 1
        if is_year and not _PRIZE.match(text, time.end, min(sentence.end, time.end + 40)):
            year, span = time.value.years[0], Span(time.start, time.end)
            break
    if len({t.value.years for t in sentence.mentions if t.kind == lexicon.TIME and t.value.years}) > 1:
        return
    if year is None and scene.published is not None and (month := _MONTH.search(text, sentence.start, sentence.end)):
        year, span = _year_of_month(month, scene.published), Span(month.start(), month.end())
    if year is None or (scene.published is not None and year > scene.published.year):
        return
    for level in waiting:
        level.year, level.when, level.is_optional = year + level.steps, span, False
        level.reasons = [r for r in level.reasons if "year" not in r and r != "undated"]
        level.reasons.append("year from the sentence behind")


def _year_of_month(month: re.Match[str], day: dt.date) -> int:
    """The year of 지난달, 6월, 하반기 or 4분기 without one: the last that was over on the day of publication."""
    late = int(month.group("m") or 0) > day.month or (month.group() == "지난달" and day.month == 1)
    late |= month.group("h") == "하" and day.month < 7
    late |= month.group("q") is not None and int(month.group("q")) * 3 - 2 > day.month
    return day.year - late


def _settled(found: list[Level]) -> list[Level]:
    """Each level once: a year that is said wins over one that is guessed, an age group over none."""
    said = {(v.who.municipality.id, v.indicator, v.value) for v in found if v.year is not None and not v.reasons}
    named = {
        (v.who.municipality.id, v.value) for v in found if v.indicator not in ("employment_rate", "unemployment_rate")
    }
    unique: dict[tuple[str, int | None, str, float], Level] = {}
    for level in found:
        who = level.who.municipality.id
        if (
            level.reasons
            and any("year" in r or "undated" in r for r in level.reasons)
            and (who, level.indicator, level.value) in said
        ):
            continue
        if level.indicator == "employment_rate" and (who, level.value) in named:
            continue
        unique.setdefault((who, level.year, level.indicator, level.value), level)
    dated = {(k[0], k[2], k[3]) for k in unique if k[1] is not None}
    return [v for k, v in unique.items() if k[1] is not None or (k[0], k[2], k[3]) not in dated]


class _Walk:
    """One sentence from left to right."""

    def __init__(
        self, text: str, index: int, sentence: Sentence, scene: Scene, state: _State, told_behind: Rate | None
    ):
        self.text, self.index, self.sentence, self.scene, self.state = text, index, sentence, scene, state
        self.told_behind = told_behind
        self.now = _Now()
        self.queue_years: list[int] = []
        self.queue_who: list[Who] = []
        self.found: list[Level] = []
        self.base: _Year | None = None  # of the 'from' whose 'to' comes next
        self.after_base: _Year | None = None

    # -- the way ----------------------------------------------------------------------------------------------------
    def read(self) -> list[Level]:
        text, sentence, state = self.text, self.sentence, self.state
        start, end = sentence.start, sentence.end
        line = text[start:end]
        survey = _SURVEY.search(line) if "고용" in line or "경제활동" in line else None
        if survey:
            state.survey = int(survey.group(1))
        is_line = len(line) < 120 and sentence.is_list
        self.is_list = is_line
        if not is_line:
            state.is_goal_heading = False
        if self.told_behind is not None and not (state.word and state.rate_paragraph == sentence.paragraph):
            state.rate, state.word = self.told_behind, self.told_behind.word or ""
            state.rate_paragraph = sentence.paragraph
        is_about = state.word != "" or _RATE_WORD.search(line) is not None
        rates = read_rates(text, start, end) if is_about else []
        numbers = [m for m in sentence.mentions if m.kind == lexicon.NUMBER]
        candidates = [m for m in numbers if self._is_candidate(m)]
        self.times = _times(text, sentence)
        span = _SPAN.search(line) if is_about else None
        if span:
            state.steps = (int(span.group("n")) if span.group("n") else 1, sentence.paragraph)
        self._heading(line, is_line, candidates, rates)
        owners = read_owners(text, self.index, sentence, self.scene) if is_about else []
        if not candidates or not (any(r.word for r in rates) or self._may_go_on(is_line, rates)):
            self._leave(rates, owners)
            return []
        self.rates, self.numbers, self.candidates, self.owners = rates, numbers, candidates, owners
        self.achieved_from = achieved_from(text, start, end)
        self.goal = goal_scope(text, start, end, [t.start for t in self.times])
        if not any(r.word for r in rates) or rates[0].word is None or self._starts_with_figure(rates, candidates):
            self.now.rate, self.now.word = state.rate, state.word
        if state.owner is not None and state.owner_paragraph == sentence.paragraph:
            self.now.owner = state.owner
        marks: list[tuple[int, int, str, object]] = [(o.end, 1, "owner", o) for o in owners]
        marks += [(r.start, 2, "rate", r) for r in rates]
        marks += [(t.start, 3, "time", t) for t in self.times]
        marks += [(n.start, 4, "number", n) for n in candidates]
        marks += [
            (m.start(), 0, "open" if m.group() in "(（" else "close", m.start()) for m in _BRACKETS.finditer(line)
        ]
        marks = [
            (at + start if kind in ("open", "close") else at, order, kind, what) for at, order, kind, what in marks
        ]
        saved: list[_Now] = []
        opens: list[int] = []
        self.before_owner: Owner | None = None
        for at, _, kind, what in sorted(marks, key=lambda m: (m[0], m[1])):
            if kind == "open":
                kept = _Now(self.now.rate, self.now.word, self.now.owner, self.now.time, self.now.nth)
                owner = self.now.owner
                if owner is not None and owner.end <= at <= owner.end + 1 and self.before_owner is not None:
                    kept.owner = self.before_owner
                close = text.find(")", at, end)
                time = self.now.time
                if (
                    time is not None
                    and close > 0
                    and _THAN.match(text, close, end)
                    and _BESIDE.fullmatch(text, time.end, at)
                ):
                    earlier = [t for t in self.times if t.start < time.start and t.value.role == "year"]
                    kept.time = earlier[-1] if earlier else None  # 전년(64.0%) 대비: the year of before goes on
                saved.append(kept)
                opens.append(at)
            elif kind == "close":
                if saved:
                    back = saved.pop()
                    opened = opens.pop()
                    if not any(opened < n.start < at for n in candidates) or (
                        back.time is None and not _THAN.match(text, at, end)
                    ):
                        back.time = self.now.time
                    if back.rate is None:
                        back.rate, back.word = self.now.rate, self.now.word
                    if self.now.rate is not None and back.rate is self.now.rate:
                        back.nth = self.now.nth
                    self.now = back
            elif isinstance(what, Owner):
                self._meet_owner(what)
            elif isinstance(what, Rate):
                self._meet_rate(what)
            elif kind == "time" and isinstance(what, Mention):
                self._meet_time(what)
            elif isinstance(what, Mention):
                self._meet_number(what)
        self._leave(rates, owners)
        return self.found

    def _is_candidate(self, number: Mention) -> bool:
        unit = number.value.unit
        if unit == PERCENT:
            return True
        return (
            unit in (BARE, COUNTED)
            and "." in self.text[number.start : number.value.digits_end]
            and not _UNIT_BEHIND.match(self.text, number.value.digits_end)
        )

    def _starts_with_figure(self, rates: list[Rate], candidates: list[Mention]) -> bool:
        return bool(candidates) and candidates[0].start < rates[0].start

    def _may_go_on(self, is_line: bool, rates: list[Rate]) -> bool:
        """Whether a sentence without a rate word can go on with the rate before it."""
        state, sentence = self.state, self.sentence
        if state.rate is None or not state.word:
            return False
        if state.rate_paragraph == sentence.paragraph:
            return True
        if state.rate_paragraph < sentence.paragraph - 1:
            return False
        if state.is_asked and self.index == state.asked_at + 1:
            return True
        if self.is_list or _LIST_MARK.match(self.text, sentence.start, sentence.end):
            return True
        return any(
            m.kind == lexicon.PLACE and _PLACE_FIGURE.match(self.text, m.end, sentence.end) for m in sentence.mentions
        )

    def _heading(self, line: str, is_line: bool, candidates: list[Mention], rates: list[Rate]) -> None:
        """A line without figures heads those below it: their years ('2021년 → 2024년'), or that they are goals."""
        state, sentence = self.state, self.sentence
        if sentence.is_title:
            return
        if not is_line or (rates and not candidates):
            state.measures = tuple(rates) if is_line and len(rates) >= 2 else ()
        if is_line and not candidates:
            years = [
                int(m.group("l")) if m.group("l") else 2000 + int(m.group("s")) for m in _YEARS_IN_LINE.finditer(line)
            ]
            if len(years) >= 2 and len(set(years)) == len(years):
                state.columns, state.columns_paragraph = tuple(years), sentence.paragraph
            elif len(years) == 1 or _HEADING.match(line):
                state.columns = ()
        elif not is_line:
            state.columns = ()
            years = [t.value.years[-1] for t in self.times if t.value.role == "year" and t.value.years]
            if not candidates and len(set(years)) == len(years) >= 2 and _LEADS_ROWS.search(line):
                state.columns, state.columns_paragraph = tuple(years), sentence.paragraph
        if is_line and (_HEADING.match(line) or not candidates) and not re.search(r"[0-9]\s?%", line):
            state.is_goal_heading = re.search(r"목표|계획|비전|추진\s?방향", line) is not None and not re.search(
                r"실적|결과|현황|달성", line
            )

    # -- what is met ------------------------------------------------------------------------------------------------
    def _meet_owner(self, owner: Owner) -> None:
        before = self.now.owner
        followed = FIGURE.match(self.text, owner.end, self.sentence.end)
        self.before_owner = None
        if owner.reach == "one" or (
            followed
            and before is not None
            and before.start >= self.sentence.start
            and before.reach == "topic"
            and before.members
        ):
            self.before_owner = before
        self.now.owner = owner
        if len(owner.members) > 1:
            self.queue_who = list(owner.members)

    def _meet_rate(self, rate: Rate) -> None:
        now = self.now
        if rate.word is None:
            word = now.word or self._word_behind(rate)
            if not word:
                return
            rate = rate._replace(word=word)
            now.word = word
        elif rate.word and now.rate is not None and now.rate.word and now.rate.start >= 0 and now.nth == 0:
            between = self.text[now.rate.end : rate.start] if now.rate.end <= rate.start else ""
            if _AND.fullmatch(between) and now.rate.end > self.sentence.start:
                # 고용률과 실업률은: named together, they take the numbers in their order
                joined = tuple(_with_word(now.rate)) + tuple(_with_word(rate))
                now.rate, now.word = Rate(now.rate.start, rate.end, rate.word, joined), rate.word
                return
        before = now.rate or self.state.rate
        if rate.word and rate.kinds == (ALL,) and before is not None and before.word:
            floor = max(self.sentence.start, rate.start - 20)
            if _SAME_BASIS.search(self.text, floor, rate.start):
                rate = rate._replace(kinds=before.kinds)
        now.rate, now.nth = rate, 0
        now.word = rate.word or ""

    def _word_behind(self, rate: Rate) -> str:
        """'청년 41.2%, 여성 52.3%의 고용률': the rate word that stands behind the numbers of its qualifiers."""
        behind = next((r for r in self.rates if r.start > rate.end and r.word), None)
        return (
            behind.word or ""
            if behind is not None and _RATE_BEHIND.search(self.text[max(rate.end, behind.start - 14) : behind.start])
            else ""
        )

    def _meet_time(self, time: Mention) -> None:
        years = time.value.years
        if time.value.role == "compare" and not re.match(
            r"(?:[^0-9]|[0-9]{1,2}월|[1-4]분기){0,14}[(（]\s?[0-9]", self.text[time.end : time.end + 20]
        ):
            return
        if len(years) > 1:
            behind = self.text[time.end : time.end + 40]
            if re.match(r"[^%]{0,24}각각", behind) or not time.value.is_range:
                self.queue_years = list(years)
        self.now.time = time

    def _meet_number(self, number: Mention) -> None:
        sentence, now = self.sentence, self.now
        at = self.numbers.index(number)
        last = self.numbers[at - 1] if at else None
        floor = max(sentence.start, last.end if last else sentence.start)
        rate = self._rate_of(number, floor)
        if rate is not None and rate is now.rate:
            kind = rate.kinds[min(now.nth, len(rate.kinds) - 1)]
            now.nth += 1
        elif rate is not None:
            kind = rate.kinds[-1]
        try:
            if rate is None or not rate.word:
                return
            word, _, kind = kind.rpartition(":")
            name = indicator(word or rate.word, kind)
            if (
                name == "unemployment_rate"
                and number.value.value > 20
                and rate not in self.rates
                and self.state.employed
            ):
                name = "employment_rate"  # the list goes on with the measure before the last
            if not name or (last is not None and self._is_share(last, number)):
                return
            self._judge(number, last, floor, rate, name)
        finally:
            if now.owner is not None and now.owner.reach == "one":
                now.owner = self.before_owner
            self._lay_down_base(number)

    def _rate_of(self, number: Mention, floor: int) -> Rate | None:
        """The measure of a number: the current one, else the one right behind it ('74.2%의 고용률', '… 순으로 고용률이')."""
        now, text = self.now, self.text
        if self.is_list and not self.rates and len(self.state.measures) == len(self.candidates):
            return self.state.measures[self.candidates.index(number)]
        own = now.rate is not None and any(
            r.start == now.rate.start or (r.start <= now.rate.end and r.end >= now.rate.start) for r in self.rates
        )
        if own:
            return now.rate
        behind = next((r for r in self.rates if r.start > number.end and r.word), None)
        if behind is not None and _RATE_BEHIND.search(text[number.end : behind.start][-14:]):
            return behind
        if now.rate is None or not now.rate.word:
            return None
        segment = text[floor : number.start]
        near = (
            any(o.start >= floor and number.start - o.end <= 14 for o in self.owners if o.end <= number.start)
            or any(floor <= t.start and t.end <= number.start for t in self.times)
            or len(re.sub(r"[^가-힣]", "", segment)) <= 6
            or self.is_list
        )
        return now.rate if near or re.match(r"\s?(?:나|에|까지)\s", text[number.end : number.end + 4]) else None

    def _is_share(self, last: Mention, number: Mention) -> bool:
        between = self.text[last.end : number.start]
        if last.value.unit in (PERSONS, JOBS, WON) and re.fullmatch(r"\s?[(（]\s?[^0-9()（）]{0,8}", between):
            return True
        return re.fullmatch(r"\s?[~∼～]\s?", between) is not None

    def _judge(self, number: Mention, last: Mention | None, floor: int, rate: Rate, name: str) -> None:
        text, sentence = self.text, self.sentence
        time = self.now.time
        day = self.scene.published
        is_old = (
            time is not None
            and bool(time.value.years)
            and day is not None
            and time.value.years[-1] < day.year
            and time.start >= floor
        )
        is_ruled = self.goal[0] <= number.start <= self.goal[1]
        kind = standing(text, number, floor, sentence.end, is_old, is_ruled, self.achieved_from < number.start)
        if kind != LEVEL or (self.state.is_goal_heading and self.is_list):
            return
        if (
            time is not None
            and day is not None
            and time.value.years
            and (
                time.value.years[-1] > day.year
                or (
                    time.value.years[-1] >= day.year
                    and re.match(r"(?:\s?[0-9]+월)?\s?(?:말\s?)?까지", text[time.end : time.end + 10])
                )
            )
        ):
            return
        low, high = PLAUSIBLE[name]
        value = number.value.value
        if not low <= value <= high:
            return
        if number.value.unit != PERCENT and not self._is_bare_figure(number, rate):
            return
        year = self._year(number)
        for who in self._who(number):
            self._add(number, rate, name, who, year)

    def _is_bare_figure(self, number: Mention, rate: Rate) -> bool:
        """A decimal without % is one where it stands right behind a place, a year, a rate word or an arrow."""
        owner = self.now.owner
        if owner is not None and 0 <= number.start - owner.end <= 3:
            return True
        before = self.text[max(self.sentence.start, number.start - 16) : number.start]
        return _BARE_BESIDE.search(before) is not None

    def _add(self, number: Mention, rate: Rate, name: str, who: Who, year: _Year) -> None:
        sentence = self.sentence
        reasons = list(year.reasons)
        is_here = sentence.start <= who.start < sentence.end and not who.is_carried
        if not is_here:
            reasons.append("subject carried from before")
        spans = [(number.start, number.end)]
        if is_here:
            spans.append((who.start, who.end))
        is_said = sentence.start <= rate.start < sentence.end
        if is_said:
            spans.append((rate.start, rate.end))
        if year.span is not None and sentence.start <= year.span.start < sentence.end:
            spans.append((year.span.start, year.span.end))
        self.found.append(
            Level(
                who,
                year.value,
                name,
                number.value.value,
                self.index,
                min(s for s, _ in spans),
                max(e for _, e in spans),
                "level" if is_said else "level_in_list",
                year.is_open,
                year.span,
                Span(number.start, number.end),
                reasons,
                year.steps,
            )
        )

    # -- who --------------------------------------------------------------------------------------------------------
    def _who(self, number: Mention) -> list[Who]:
        owner = self.now.owner
        here = owner is not None and owner.start >= self.sentence.start
        if not here or _BEING.match(self.text, number.end):
            behind = self._owner_behind(number)
            if behind is not None:
                return [behind]
        if owner is None:
            who = self.scene.carried(self.index) or self.state.main
            return [who] if who is not None else []
        if len(owner.members) > 1:
            if _SAME.search(self.text, owner.end, number.start):
                return list(owner.members)
            return [self.queue_who.pop(0)] if self.queue_who else []
        return [m if here else m._replace(is_carried=True) for m in owner.members]

    def _owner_behind(self, number: Mention) -> Who | None:
        """'82.5%로 가장 높은 울릉군': a government that the number describes."""
        for group in self.scene.groups(self.index, self.sentence):
            if group.start >= number.end:
                if (
                    len(group.members) == 1
                    and group.role in ("top", "gen", "cop", "end", "mod", "acc", "inst")
                    and group.start - number.end <= 34
                    and _OWNER_BEHIND.match(self.text[number.end : group.start])
                    and not IN_PASSING.match(self.text, group.end, self.sentence.end)
                ):
                    return group.members[0]
                return None
        return None

    # -- when -------------------------------------------------------------------------------------------------------
    def _year(self, number: Mention) -> _Year:
        text, state = self.text, self.state
        if state.columns and not self.times and len(state.columns) == len(self.candidates):
            return _Year(state.columns[self.candidates.index(number)], None)
        inside = _OPEN_BRACKET.match(text, number.end, self.sentence.end)
        if inside:
            close = _CLOSE_OR_PERCENT.search(text, inside.end(), self.sentence.end)
            for own in self.times:
                if own.start == inside.end() and close and text[close.start()] != "%" and own.value.years:
                    return _Year(own.value.years[-1], Span(own.start, own.end))
        if self.queue_years:
            queued = self.now.time
            return _Year(self.queue_years.pop(0), Span(queued.start, queued.end) if queued else None)
        if _TO.match(text, number.end, self.sentence.end) and self._next(number) is not None:
            return self._year_of_base(number)
        if self.after_base is not None and not self._time_between(number):
            return self.after_base
        time = self.now.time
        if time is None:
            return self._open_year(number)
        year = self._resolved(time)
        if _THAN.match(text, number.end, self.sentence.end):
            here = [f.year for f in self.found if f.year is not None]
            known = None if here else self._known_year(self.sentence.paragraph)
            main = here[-1] if here else known.value if known is not None else None
            if year.value is not None and main is not None and main != year.value:
                self._pair(year.value, main)
        return year

    def _next(self, number: Mention) -> Mention | None:
        at = self.candidates.index(number)
        following = self.candidates[at + 1] if at + 1 < len(self.candidates) else None
        return following if following is not None and following.start - number.end <= 48 else None

    def _time_between(self, number: Mention) -> bool:
        at = self.candidates.index(number)
        floor = self.candidates[at - 1].end if at else self.sentence.start
        return any(floor <= t.start < number.start and t.value.role == "year" for t in self.times)

    def _year_of_base(self, number: Mention) -> _Year:
        """The year of A in 'from A to B'; lays down that of B where it has no word of its own."""
        text, sentence, state = self.text, self.sentence, self.state
        target = self._next(number)
        time = self.now.time
        has_own = target is not None and any(number.end <= t.start < target.start for t in self.times)
        beside = time is not None and _BESIDE.fullmatch(text, time.end, number.start) is not None
        earlier = [t for t in self.times if time is not None and t.start < time.start and t.value.role == "year"]
        if time is not None and time.value.is_range and len(time.value.years) > 1:
            first, last = time.value.years[0], time.value.years[-1]
            self.after_base = _Year(last, Span(time.start, time.end))
            self._pair(first, last)
            return _Year(first, Span(time.start, time.end))
        if time is not None and (has_own or beside):
            year = self._resolved(time)
            if not has_own and target is not None and _HALF.search(text, number.end, target.start):
                self.after_base = year  # 2020년 상반기 61.7% → 하반기 63.9%
            elif not has_own:
                self.after_base = self._resolved(earlier[-1]) if earlier else self._open_year(number, is_after=True)
            to = self._following_year(number, target) if has_own else self.after_base
            if to is not None and year.value is not None and to.value is not None:
                self._pair(year.value, to.value)
            return year
        is_same = _SAME_TIME.search(text, sentence.start, number.start) is not None
        if (
            state.pair is not None
            and state.pair_paragraph >= sentence.paragraph - 1
            and (is_same or time is None or (state.pair_sentence == self.index and not self._time_between(number)))
        ):
            self.after_base = _Year(state.pair[1], None, ("years of the comparison before",))
            return _Year(state.pair[0], None, ("years of the comparison before",))
        to = self._resolved(time) if time is not None else self._open_year(number)
        self.after_base = to
        if state.steps[1] == sentence.paragraph and to.value is not None:
            self._pair(to.value - state.steps[0], to.value)
            return _Year(to.value - state.steps[0], None, ("year counted back",), to.is_open)
        return _Year(None, None, ("start of a change, its year not said",), True)

    def _following_year(self, number: Mention, target: Mention | None) -> _Year | None:
        for time in self.times:
            if target is not None and number.end <= time.start < target.start and time.value.years:
                return _Year(time.value.years[-1], None)
        return None

    def _pair(self, first: int, last: int) -> None:
        self.state.pair, self.state.pair_paragraph = (first, last), self.sentence.paragraph
        self.state.pair_sentence = self.index

    def _lay_down_base(self, number: Mention) -> None:
        """Behind the first half of a comparison the year of before holds again."""
        text, end = self.text, self.sentence.end
        if _TO.match(text, number.end, end):
            return
        self.after_base = None
        time = self.now.time
        if time is not None and _THAN.match(text, number.end, end) and _BESIDE.fullmatch(text, time.end, number.start):
            earlier = [t for t in self.times if t.start < time.start and t.value.role == "year"]
            self.now.time = earlier[-1] if earlier else None

    def _resolved(self, time: Mention) -> _Year:
        """The year of a time word. 전년, 1년 전 step back from the year that the text is at, not from its publication."""
        span = Span(time.start, time.end)
        word = self.text[time.start : time.end]
        if (
            _STEPS_BACK.fullmatch(word)
            or (time.value.offset is not None and not time.value.years)
            or word.endswith("전")
        ):
            from_ = self._year_before(time)
            back = time.value.offset or -1
            if from_ is not None:
                return _Year(from_ + back, span)
            return _Year(None, None, ("undated",), True, back)
        years = time.value.years
        return _Year(years[-1], span)

    def _year_before(self, time: Mention) -> int | None:
        """The year that the text is at before `time`: of its sentence, of the paragraph, of the survey."""
        earlier = [
            t
            for t in self.times
            if t.end <= time.start
            and t.value.role == "year"
            and t.value.years
            and not _STEPS_BACK.fullmatch(self.text[t.start : t.end])
        ]
        if earlier:
            return int(earlier[-1].value.years[-1])
        known = self._known_year(self.sentence.paragraph)
        later = [t for t in self.times if t.start > time.end and t.value.role == "year" and t.value.years]
        if later and (known is None or self.state.year_paragraph != self.sentence.paragraph):
            return int(later[0].value.years[-1])
        month = _MONTH.search(self.text, self.sentence.start, time.start)
        if known is None and month is not None and self.scene.published is not None:
            return _year_of_month(month, self.scene.published)
        return known.value if known is not None else None

    def _known_year(self, paragraph: int) -> _Year | None:
        state = self.state
        if state.year is not None and state.year_paragraph == paragraph:
            return state.year._replace(reasons=("year from the sentence before",))
        if state.survey is not None:
            return _Year(state.survey, None, ("year of the survey",))
        if state.context is not None and state.context_paragraph == paragraph:
            return state.context._replace(reasons=("year from the sentence before",))
        return None

    def _open_year(self, number: Mention, is_after: bool = False) -> _Year:
        """The year of a number whose sentence names none."""
        state, sentence = self.state, self.sentence
        later = [t for t in self.times if t.start > number.end and t.value.role == "year"]
        if len(later) == 1 and len(self.times) == 1 and len(later[0].value.years) == 1:
            gap = self.text[number.end : later[0].start]
            if not re.search(r"목표|까지|계획", self.text[later[0].end : sentence.end]) and (
                _ATTRIBUTE.match(gap) or (len(gap) <= 16 and not re.search(r"[.,%]|보다|대비", gap))
            ):
                return _Year(later[0].value.years[0], Span(later[0].start, later[0].end), ("year behind the number",))
        known = self._known_year(sentence.paragraph)
        if known is not None:
            return known
        day = self.scene.published
        months = list(_MONTH.finditer(self.text, sentence.start, number.start))
        month = months[-1] if months else None
        if month is not None and day is not None:
            year = _year_of_month(month, day)
            return _Year(year, Span(month.start(), month.end()), ("year from the publication date",))
        if is_after and day is not None:
            return _Year(day.year, None, ("year from the publication date",), True)
        if state.year is not None:
            return state.year._replace(reasons=("year from before",))
        if state.context is not None:
            return state.context._replace(reasons=("year from before",))
        return _Year(None, None, ("undated",), True)

    # -- what stays -------------------------------------------------------------------------------------------------
    def _leave(self, rates: list[Rate], owners: list[Owner]) -> None:
        state, sentence = self.state, self.sentence
        for time in self.times:
            if (
                time.value.role == "year"
                and len(time.value.years) == 1
                and not _STEPS_BACK.fullmatch(self.text[time.start : time.end])
                and not _PRIZE.match(self.text, time.end, min(sentence.end, time.end + 40))
                and not (self.scene.published is not None and time.value.years[0] > self.scene.published.year)
            ):
                state.context, state.context_paragraph = (
                    _Year(time.value.years[0], Span(time.start, time.end)),
                    sentence.paragraph,
                )
        if rates:
            line = self.text[sentence.start : sentence.end]
            state.is_asked, state.asked_at = not self.found and _ASKS.search(line) is not None, self.index
        day = self.scene.published
        is_dated = sentence.is_title or rates or _SURVEYED.search(self.text, sentence.start, sentence.end)
        if is_dated and not self.times and not self.found and day is not None:
            month = _MONTH.search(self.text, sentence.start, sentence.end)
            if month is not None:  # 7월 고용동향: the time of what follows
                year = _Year(
                    _year_of_month(month, day), Span(month.start(), month.end()), ("year from the publication date",)
                )
                state.context, state.context_paragraph = year, sentence.paragraph
        if rates:
            last = next(
                (
                    r
                    for r in reversed(rates)
                    if r.word is not None and not _DISTANCE.search(self.text, r.start, r.end + 1)
                ),
                None,
            )
            state.employed = any(r.word == "고용" and r.kinds == (ALL,) for r in rates) or (
                state.employed and sentence.paragraph == state.rate_paragraph
            )
            if last is not None:
                joined = self.now.rate is not None and len(self.now.rate.kinds) > 1
                state.rate = None if joined else (self.now.rate if self.now.rate and self.now.rate.word else last)
                state.word = (state.rate.word or "") if state.rate else ""
            state.rate_paragraph = sentence.paragraph
        elif self.found or self.is_list:
            state.rate_paragraph = sentence.paragraph
        behind = next((f for f in self.found if "year behind the number" in f.reasons), None)
        if behind is not None:
            for level in self.found[: self.found.index(behind)]:
                if level.is_optional:  # the numbers before it in the list
                    level.year, level.when, level.is_optional = behind.year, behind.when, False
                    level.reasons = list(behind.reasons)
        if self.found:
            here = [
                f for f in self.found if f.year is not None and f.when is not None and sentence.start <= f.when.start
            ]
            kept = next((f for f in reversed(here) if not self._is_compared(f)), None)
            if kept is not None:
                state.year, state.year_paragraph = _Year(kept.year, kept.when), sentence.paragraph
            elif self.found[-1].year is not None and state.year is None:
                state.year, state.year_paragraph = _Year(self.found[-1].year, self.found[-1].when), sentence.paragraph
            elif state.year is not None and self.found[-1].year == state.year.value:
                state.year_paragraph = sentence.paragraph
        topics = [o for o in owners if o.reach == "topic"]
        if topics:
            state.owner, state.owner_paragraph = topics[-1], sentence.paragraph
        elif not owners and state.owner_paragraph != sentence.paragraph:
            state.owner = None

    def _is_compared(self, level: Level) -> bool:
        return level.what is not None and _THAN.match(self.text, level.what.end, self.sentence.end) is not None


def _with_word(rate: Rate) -> list[str]:
    return [k if ":" in k else f"{rate.word}:{k}" for k in rate.kinds]
