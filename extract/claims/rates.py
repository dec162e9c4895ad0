"""What a percentage measures: employment or unemployment, and of whom; or something else, which takes over from them.

`청년(15~29세) 고용률`, `고용률(OECD 기준)`, `청년·여성 고용률`, and after a rate word its bare qualifiers: `고용률은 남성이 …, 여성이 …`.
"""

import re
from operator import itemgetter
from typing import NamedTuple

#: the kinds of people that a rate can be of; "other" is every kind that no indicator is kept for
ALL, PRIME, YOUTH, FEMALE, ELDERLY, OTHER = "all", "15_64", "youth", "female", "elderly", "other"

_NAMES = {
    ("고용", ALL): "employment_rate",
    ("고용", PRIME): "employment_rate_15_64",
    ("고용", YOUTH): "youth_employment_rate",
    ("고용", FEMALE): "female_employment_rate",
    ("고용", ELDERLY): "elderly_employment_rate",
    ("실업", ALL): "unemployment_rate",
    ("실업", PRIME): "unemployment_rate",
    ("실업", YOUTH): "youth_unemployment_rate",
}
#: the range in which a level of each can lie at all
PLAUSIBLE = {
    "employment_rate": (25.0, 95.0),
    "employment_rate_15_64": (35.0, 95.0),
    "youth_employment_rate": (12.0, 85.0),
    "female_employment_rate": (20.0, 92.0),
    "elderly_employment_rate": (5.0, 90.0),
    "unemployment_rate": (0.0, 14.0),
    "youth_unemployment_rate": (0.0, 32.0),
}


class Rate(NamedTuple):
    """A measure that the text names. `word` is 고용 or 실업, "" for another measure, None for a qualifier alone ('여성은 51%').

    `kinds` has one entry for each number that is to come: two for '청년·여성 고용률은 각각'.
    """

    start: int
    end: int
    word: str | None
    kinds: tuple[str, ...]


def indicator(word: str, kind: str) -> str:
    """The indicator of GUIDE.md, or "" where there is none."""
    return _NAMES.get((word, kind), "")


_TO = r"\s?[세살]?\s?[~∼～∽〜\-–―]\s?"
_AGE = r"[세살]"
_QUALIFIER = (
    rf"(?P<prime>15(?:{_TO}|{_AGE}?\s?(?:에서|부터)\s?)64\s?{_AGE}(?:까지)?|15\s?{_AGE}\s?이상,?\s64\s?{_AGE}\s?(?:이하|미만)|생산\s?(?:가능|연령)\s?(?:인구|층)?|(?:OECD|경제협력개발기구)(?:\s?[가-힣]{{0,2}}\s?기준)?)"
    r"|(?P<other>경력\s?단절\s?여성|(?:기혼|미혼|청년|이주|결혼이주|고학력)\s?여성|중·?장년층?|장년층?|신?중년층?|남성|남자|[1-9]0대(?:\s?이상|\s?[가-힣]{1,2}반)?|외국인|이민자|장애인|의무|체감|유사|잠재|확장|보조|총|재|순|상용직?|고졸|대졸"
    r"|북한이탈주민|다문화|가임|기간제|비정규직|정규직|청소년|대학|전문대|특성화고|직업계고"
    r"|(?<![가-힣])(?!여자)[가-힣]{1,6}(?:(?<!고령)자|생|기업|업체|업종|업|센터|과정|기관|단지)들?)"
    rf"|(?P<youth>청년(?:층|들)?|젊은\s?(?:층|이들?|세대|사람들?)|(?:15|18|19|20){_TO}(?:29|34|39)\s?{_AGE})"
    r"|(?P<female>여성|여자)"
    rf"|(?P<elderly>노인|고령(?:자|층|인구)?|어르신|노년층?|(?:55|60|65)\s?{_AGE}(?:\s?이상|[가를]\s?넘[은긴]))"
    rf"|(?P<all>15\s?{_AGE}\s?이상|전체|전\s?연령|(?<![가-힣])총(?=\s))"
    rf"|(?P<age>[0-9]{{2}}{_TO}[0-9]{{2}}\s?{_AGE}|[0-9]{{2}}\s?{_AGE}\s?(?:이상|이하|미만))"
)
_BEFORE = re.compile(
    rf"(?:(?P<bracket>[(（][^()（）]{{1,24}}[)）])|(?<![0-9])(?:{_QUALIFIER}))\s?(?:인구|연령대?|계층|기준|주민)?\s?(?:의\s)?$"
)
_FIND = re.compile(rf"(?<![0-9])(?:{_QUALIFIER})")
_JOINT = re.compile(r"\s?(?:[·ㆍ∙・,/]|과|와|및)\s?$")
_BOTH = re.compile(r"남녀(?:별)?\s?(?:의\s)?$")
_WORD = re.compile(r"(고용|실업)[률율]")
_OWN_BRACKET = re.compile(r"\s?[(（]\s?([^()（）]{1,40})")
#: what makes a change, and so another measure, of the rate before it
_NOT_LEVEL = re.compile(
    r"\s?(?:의\s?)?(?:(?:상승|증가|하락|감소|변화|변동|증감|개선|향상)\s?(?:율|률|폭|치|분|량)|(?:격차|차이)(?=[은는이가도]))"
)
#: the rates in other words
_PARAPHRASED = (
    r"(?P<paraphrase>일하는\s?(?:사람|이|주민)(?:들)?(?:의|이\s차지하는)?\s?(?:비율|비중))"
    r"|(?P<jobless>일(?:자리|감)를\s?(?:찾지|구하지|얻지|(?:[가-힣]{1,6}\s){1,2}(?=못\s?(?:찾은|구한|얻은)))\s?못\s?(?:한|찾은|구한|얻은)\s?(?:사람|이|주민)(?:들)?(?:의|이\s차지하는)?\s?(?:비율|비중))"
)
#: another measure; what it is called has one of `_OTHER_WORDS` in it
_MEASURE = (
    r"[가-힣]{0,8}(?:[률율]|비중|비율|만족도|자립도|격차|증가폭|상승폭|감소폭|하락폭|차이|몫|지수)"
    r"(?P<p>(?:은|는|이|가|도|을|를|의|만|에서도|에서는|에서|\s(?:역시|또한))(?![가-힣])|\s?[:：|](?=\s?[0-9])|\s=(?=\s)|(?=\s?[(（]?\s?[0-9]{1,3}(?:\.[0-9]+)?\s?[%％]))"
)
_OTHER = re.compile(rf"{_PARAPHRASED}|{_MEASURE}")
#: a sentence without one of these has no other measure: the slow pattern is not tried on it
_OTHER_WORDS = re.compile(r"[률율폭몫]|비중|비율|만족도|자립도|격차|차이|지수")
#: what a percentage has, or may have where its sign is left out
_PERCENTAGE = re.compile(r"[%％퍼]|[0-9]\.[0-9]")
#: a percentage in brackets, and behind a rate in its bracket
_PERCENT = re.compile(r"[0-9]\s?[%％]")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?\s?[%％]")
_ADNOMINAL = re.compile(r"\s(?:가장\s|더\s|매우\s)?(?:높|낮|크|큰|많|적|작)[은아]?\s")
#: nouns that a percentage right after them is of
_HEAD = re.compile(
    r"(?:취업자|실업자|경제활동인구|인구|근로자|자영업자|상용직|임시직|일용직|예산|사업비|매출|수출|생산|투자|물가|일자리|[가-힣]{2,8}업(?:종)?|[가-힣]{1,4}부문)(?:\s?수)?"
    r"(?:(?:은|는|이|가|도|의)?\s(?:[가-힣]{1,5}(?:보다|대비)\s)?|(?<=업)(?=[(（]))(?=[(（]?[0-9]{1,3}(?:\.[0-9]+)?\s?[%％])"
)
#: 65세 이상에서는 군위 68.9%: a group that heads places with their figures
_HEADS_PLACES = re.compile(
    r"\s?(?:인구|연령대?|계층)?\s?(?:의\s경우(?:는|엔|에는)?|에서는|에서도|은|는|으로는|로는),?\s(?=(?:[가-힣]{2,8}\s)?[가-힣]{2,8}(?:이|가|은|는)?\s?[(（]?\s?[0-9]{1,2}\.[0-9])"
)
#: '15~29세만 떼어 놓으면', '15~64세로 좁혀도', '관심은 청년에게 쏠린다': a group that the sentences to come are about
_NARROWED = re.compile(
    r"\s?(?:인구|연령대?|계층|취업자)?\s?(?:만\s(?:떼어|따로|놓고|보면|추려|골라)|(?:으로|로)(?:만)?\s(?:좁|한정|눈|시선|범위|내려|넘어)|에서는|의\s경우|에게|의\s(?:사정|형편|성적))"
)
#: a sentence without one of these narrows nothing: the slow pattern is not tried on it
_NARROWS = re.compile(
    r"만\s(?:떼어|따로|놓고|보면|추려|골라)|로만?\s(?:좁|한정|눈|시선|범위|내려|넘어)|에서는|에게|의\s(?:경우|사정|형편|성적)"
)
_ALONE_AFTER = re.compile(
    r"\s?(?:[(（][^()（）%]{1,20}[)）])?\s?(?:인구|연령대?|계층)?\s?(?:의\s경우(?:는|엔|에는)?|기준(?:으로)?(?:는)?(?:\s보면)?|(?:으로|로)(?:는)?(?:\s(?:보면|따지면|좁히면))?|에서는|만|은|는|이|가|도)?"
    r"\s?[:：,]?\s?(?:(?:각각|약|무려|역시|또한)\s)?(?=[(（]?\s?[0-9]{1,2}(?:\.[0-9]+)?\s?[%％퍼])"
)


def _kind(match: re.Match[str]) -> str:
    group = next((k for k in ("prime", "other", "youth", "female", "elderly", "all", "age") if match.group(k)), "other")
    return {"prime": PRIME, "youth": YOUTH, "female": FEMALE, "elderly": ELDERLY, "all": ALL}.get(group, OTHER)


def _together(kinds: list[str]) -> str:
    """One kind of several that stand together: '15~64세 여성' is 여성, '청년 여성' is neither."""
    told = [k for k in dict.fromkeys(kinds) if k != ALL]
    if OTHER in told:
        return OTHER
    people = [k for k in told if k != PRIME]
    if len(people) > 1:
        return OTHER
    return people[0] if people else (PRIME if told else ALL)


def _kinds_in(text: str, start: int, end: int) -> list[str]:
    return [_kind(m) for m in _FIND.finditer(text, start, end)]


def _qualified(text: str, floor: int, at: int) -> tuple[int, tuple[str, ...]]:
    """Where the qualifiers that end at `at` begin, and the kinds that they tell, in order."""
    elements: list[list[str]] = [[]]
    begin = at
    while True:
        both = _BOTH.search(text, max(floor, at - 8), at)
        if both:
            return both.start(), (OTHER, FEMALE)
        match = _BEFORE.search(text, max(floor, at - 28), at)
        if match is None:
            break
        if match.group("bracket"):
            inside = _kinds_in(text, match.start() + 1, match.end())
            if not inside or _PERCENT.search(match.group("bracket")):
                break
            elements[-1].extend(inside)
        else:
            elements[-1].append(_kind(match))
        begin = at = match.start()
        while at > floor and text[at - 1] == " ":
            at -= 1
        joint = _JOINT.search(text, max(floor, at - 3), at)
        if joint and _BEFORE.search(text, max(floor, joint.start() - 28), joint.start()):
            at = joint.start()
            elements.append([])
    kinds = [_together(e) for e in reversed(elements) if e]
    if not kinds and at > floor and "가" <= text[at - 1] <= "힣":
        return begin, (OTHER,)  # a longer word: no rate that is known
    return begin, tuple(kinds) or (ALL,)


def read_rates(text: str, start: int, end: int, has_percentage: bool) -> list[Rate]:
    """The measures of `text[start:end]` in order; rates named together ('고용률과 실업률은') are two.

    `has_percentage`: the sentence prints one; then every group of people and every other measure that it names is among them.
    """
    found = _named(text, start, end)
    if _OTHER_WORDS.search(text, start, end):
        first = found[0].start if found else end
        found += _others(text, start, end, _Free(found), first)
    is_printed = _PERCENTAGE.search(text, start, end) is not None
    if not (is_printed or has_percentage) and _NARROWS.search(text, start, end) is None:
        return sorted(found, key=_PLACE)
    free = _Free(found)
    if not (is_printed or has_percentage):
        for m in _FIND.finditer(text, start, end):
            if free(m.start(), m.end()) and _NARROWED.match(text, m.end(), end):
                begin, kinds = _qualified(text, start, m.end())
                if kinds != (OTHER,) and free(begin, m.end()):
                    found.append(Rate(begin, m.end(), None, kinds))
        return sorted(found, key=_PLACE)
    groups = list(_FIND.finditer(text, start, end))
    if is_printed:  # what stands before percentages
        heads = [Rate(m.start(), m.end(), "", (OTHER,)) for m in _HEAD.finditer(text, start, end)]
        found += [r for r in heads if free(r.start, r.end)]
        free = _Free(found)
        for m in groups:
            if free(m.start(), m.end()) and (
                _ALONE_AFTER.match(text, m.end(), end) or _HEADS_PLACES.match(text, m.end(), end)
            ):
                begin, kinds = _qualified(text, start, m.end())
                if free(begin, m.end()):
                    found.append(Rate(begin, m.end(), None, kinds))
    if has_percentage:
        found.sort()
        found += _in_passing(text, start, end, groups, _Free(found))
    return sorted(found, key=_PLACE)


_PLACE = itemgetter(0, 1)


class _Free:
    """Whether a run of the text is in none of the given rates."""

    def __init__(self, rates: list[Rate]):
        self._taken = [(r.start, r.end) for r in rates]

    def __call__(self, at: int, to: int) -> bool:
        return not any(at < e and s < to for s, e in self._taken)

    def add(self, at: int, to: int) -> None:
        self._taken.append((at, to))


def _named(text: str, start: int, end: int) -> list[Rate]:
    """고용률 and 실업률, each with whom it is of."""
    found: list[Rate] = []
    for m in _WORD.finditer(text, start, end):
        floor = found[-1].end if found else start
        begin, kinds = _qualified(text, floor, m.start())
        word, stop = m.group(1), m.end()
        if _NOT_LEVEL.match(text, m.end(), end):
            word = ""
        own = _OWN_BRACKET.match(text, m.end(), end)
        if own and kinds == (ALL,):
            upto = _FIGURE.search(text[own.start(1) : own.end(1)])
            inside = _kinds_in(text, own.start(1), own.start(1) + upto.start() if upto else own.end(1))
            if inside:
                kinds = (_together(inside),)
        found.append(Rate(begin, stop, word, kinds))
    return found


_GAP_WORD = re.compile(r"(?:격차|차이|폭)[이가]$")
_NO_FIGURE = re.compile(r"[^0-9]{10}|[^0-9]*$")


def _is_no_measure(text: str, m: re.Match[str], end: int) -> bool:
    """Whether a word for a measure only tells how far a rate goes: '고용률은 격차가 큰', '실업률은 차이가 작다'."""
    if _ADNOMINAL.match(text, m.end(), end):
        return True
    return _GAP_WORD.search(m.group()) is not None and _NO_FIGURE.match(text, m.end(), end) is not None


def _others(text: str, start: int, end: int, free: _Free, first: int) -> list[Rate]:
    """Other measures, and the rates in other words ('일하는 사람의 비율'); `first`: where the first rate stands."""
    found: list[Rate] = []
    for m in _OTHER.finditer(text, start, end):
        if not free(m.start(), m.end()):
            continue
        if m.group("paraphrase"):
            found.append(Rate(m.start(), m.end(), "고용", (ALL,)))
        elif m.group("jobless"):
            found.append(Rate(m.start(), m.end(), "실업", (ALL,)))
        elif not (m.group("p") in ("이", "가") and first < m.start() and _is_no_measure(text, m, end)):
            found.append(Rate(m.start(), m.end(), "", (OTHER,)))
    return found


#: any measure, wherever it is named; it too has one of `_OTHER_WORDS` in it
_ANY_RATE = re.compile(r"[가-힣]{1,8}(?:[률율](?![가-힣]{2})|\s?(?:비율|비중)|만족도|자립도|격차|지수)")


def _in_passing(text: str, start: int, end: int, groups: list[re.Match[str]], free: _Free) -> list[Rate]:
    """Every group of people and every other measure that is not in a rate yet."""
    found: list[Rate] = []
    for m in groups:
        kind = _kind(m)
        if kind != OTHER and free(m.start(), m.end()):
            found.append(Rate(m.start(), m.end(), None, (kind,)))
            free.add(m.start(), m.end())
    for m in _ANY_RATE.finditer(text, start, end) if _OTHER_WORDS.search(text, start, end) else ():
        if free(m.start(), m.end()):
            found.append(Rate(m.start(), m.end(), "", (OTHER,)))
            free.add(m.start(), m.end())
    return found
