"""Everything that a sentence names: places, grades, rates, numbers, years, and the subject words 시는, 군은, 구는, 도는."""

import datetime as dt
import re
from operator import attrgetter
from typing import NamedTuple

from extract.claims import lexicon
from extract.claims.lexicon import automaton
from extract.claims.model import Mention, Sentence
from extract.claims.municipalities import Municipality, names
from extract.claims.numbers import YEAR, read_numbers
from extract.claims.times import read_times


class Place(NamedTuple):
    """A written municipality: all that it can mean, how it stands in its sentence, and the 시도 written before it, if any.

    `role`: top (은/는/이/가/도), acc (을/를), dat (에/에게), loc (에서), gen (의), com (와/과), inst (로), cop (다/였다), cmp (보다, 부터 …),
    mod (a noun follows), part (of a longer word: 시장, 시청, 시민), end (punctuation or nothing follows).
    """

    candidates: tuple[Municipality, ...]
    written: str
    role: str
    is_bare: bool  # without 시/군/구/도: 청주, 경기
    is_weak: bool  # bare, and an ordinary word too
    sido: str | None
    is_district: bool  # 일반구 or 행정시: no government
    after: int  # where the particle ends


class Subject(NamedTuple):
    """시는, 군이, 구에 따르면: the municipality that the article speaks of. `ending` is 시, 군, 구 or 도."""

    ending: str
    role: str


_PARTICLE = re.compile(
    r"(?:(?P<top>은|는|이|가|도|만|뿐|역시|께서|에서만|만이)|(?P<acc>을|를)|(?P<dat>에게는|에게|에는|에도|에)|(?P<loc>에서는|에서도|에서|서)|(?P<gen>의)"
    r"|(?P<com>와|과|이랑|랑|하고|와는|과는|와도|과도|및)|(?P<inst>으로는|로는|으로|로)|(?P<cop>뿐이다|뿐이었다|뿐입니다|입니다|이었습니다|였습니다|이다|이었다|였다|다(?=[.])|이며|이고|이었고|였고|이었으며|였으며|인데|이라고|라고)"
    r"|(?P<cmp>부터|까지|보다는|보다|처럼|마다|나|이나))(?![가-힣])"
)
_SUBJECT = re.compile(
    r"(?<![가-힣0-9A-Za-z·∙ㆍ])(?P<e>[시군구도])(?:(?P<top>는|은|가|이|도|역시|\s역시|에 따르면|에 의하면|측은|\s전체(?:로는|로|는|가|의)?)|(?P<gen>의)|(?P<dat>에는|에|에게)|(?P<loc>에서는|에서)|(?P<com>와|과))(?![가-힣])"
)
#: '칠곡군(군수 OOO)이'
_SHORT_RUN = re.compile(r"(?<![가-힣])(?:[동서남북중]\s?[·ㆍ∙,]\s?)+$")
_HEAD_IN_BRACKETS = re.compile(r"\s?[(（](?:시장|군수|구청장|도지사|지사|청장|단체장)[^()（）]{0,14}[)）]")
_DIGIT = re.compile(r"[0-9]|만여")
_SIDO_GAP = re.compile(r"\s?$|\s?(?:의\s|지역\s|내\s|소재\s)$")


def _role(text: str, end: int) -> tuple[str, int]:
    title = _HEAD_IN_BRACKETS.match(text, end)
    particle = _PARTICLE.match(text, title.end() if title else end)
    if particle:
        return particle.lastgroup or "end", particle.end()
    following = text[end : end + 1]
    if "가" <= following <= "힣":
        return "part", end
    if following in (" ", "\t", "\u3000") and following and "가" <= text[end + 1 : end + 2] <= "힣":
        return "mod", end
    return "end", end


def _hangul(char: str) -> bool:
    return "가" <= char <= "힣"


#: 경기 as the state of the economy: '체감 경기는', '경기 침체', '경기가 나빠'
_BEFORE_ECONOMY = re.compile(r"(?:체감|세계|국내|내수|지역|건설|실물|제조업|조선업?|전반적인|최근)\s?$")
_BEHIND_ECONOMY = re.compile(
    r"\s?(?:침체|회복|부진|불황|둔화|활성화|악화|하강|위축|호전|부양|변동|호황|불안|전망|여건|하락)|[가는도]\s(?:나[쁘빠아]|어[렵려]|좋|살아|침체|얼어|회복|풀|여전히|안\s)"
)


def _is_economy(text: str, start: int, end: int) -> bool:
    return (
        _BEFORE_ECONOMY.search(text, max(0, start - 6), start) is not None
        or _BEHIND_ECONOMY.match(text, end) is not None
    )


#: 구로 as a district's role, no 구로구: '관광에서 일거리를 찾은 구로, 목표 대비 111.9%'
_DESCRIBED = re.compile(r"(?:[찾얻높낮좋받많넓]은|[가-힣][한된린든룬둔낸]|[있하되]는)\s$")
_AS_A_DISTRICT = re.compile(r",|\s(?=[가-힣])")


def _is_some_district(text: str, start: int, end: int) -> bool:
    return _DESCRIBED.search(text, max(0, start - 4), start) is not None and _AS_A_DISTRICT.match(text, end) is not None


def _short_districts(text: str, word: str, start: int, floor: int) -> list[tuple[str, int]]:
    """'중·남구', '금정·남·영도구': the districts before the last one, which lack their 구, with where they stand."""
    if word[-1] != "구" or (len(word) == 2 and word[0] not in "동서남북중"):
        return []
    run = _SHORT_RUN.search(text, floor, start)
    return [(text[i] + "구", i) for i in range(run.start(), run.end()) if text[i] in "동서남북중"] if run else []


def _is_inside(candidate: Municipality, sido: str) -> bool:
    return sido in candidate.sidos and not candidate.is_metropolitan


def _words(text: str, sentence: Sentence) -> list[Mention]:
    """Places, grades and rates, each where the automaton's longest hit stands on a word's border."""
    found: list[Mention] = []
    sido: tuple[int, int, str, str] | None = None  # the last 시도 form: start, end, short form, as written
    for last, (word, name, kind, value) in automaton().iter_long(text, sentence.start, sentence.end):
        start, end = last - len(word) + 1, last + 1
        if kind is not None:
            found.append(Mention(kind, start, end, value))
        if name is None:
            continue
        before = text[start - 1 : start] if start > sentence.start else ""
        joined = (
            sido is not None
            and start >= sido[1]
            and _SIDO_GAP.match(text[sido[1] : start]) is not None
            and start - sido[1] <= 4
        )
        if before and _hangul(before) and not (joined and sido is not None and start == sido[1]):
            continue
        role, after = _role(text, end)
        candidates = name.full or name.stem
        bare = not name.full
        names_sido = (name.full and name.full[0].is_metropolitan) or (name.stem and name.stem[0].is_metropolitan)
        if bare and word == "경기" and _is_economy(text, start, end):
            continue
        if bare and word == "구로" and _is_some_district(text, start, end):
            continue
        # 경기 광주: the city in the province, not the metropolis of that name
        is_inside = joined and sido is not None and any(_is_inside(c, sido[2]) for c in candidates)
        if name.sido and names_sido and not is_inside:
            sido = (start, end, name.sido, word)
        if name.district is not None and not candidates:
            if joined and found and found[-1].kind == lexicon.PLACE and sido is not None and found[-1].start == sido[0]:
                found.pop()  # 제주 서귀포시: not the province's
            found.append(Mention(lexicon.PLACE, start, end, Place((), word, role, False, False, None, True, after)))
            continue
        if bare and role == "part":
            continue
        given: str | None = None
        from_ = start
        if joined and sido is not None and sido[0] < start:
            fitting = tuple(c for c in (*name.full, *name.stem) if _is_inside(c, sido[2]))
            if fitting:
                candidates, given, from_ = list(fitting), sido[2], sido[0]
                if found and found[-1].kind == lexicon.PLACE and found[-1].start == sido[0]:
                    found.pop()
                sido = None
        elif (
            found
            and found[-1].kind == lexicon.PLACE
            and text[found[-1].end : start] in ("", " ")
            and found[-1].value.written[-1] == "시"
            and word[-1] == "구"
            and any(not c.is_metropolitan for c in found[-1].value.candidates)
        ):
            # 포항시 남구: a district of the city before it
            found.append(Mention(lexicon.PLACE, start, end, Place((), word, role, False, False, None, True, after)))
            continue
        for short, at in _short_districts(text, word, start, sentence.start):
            found.append(
                Mention(
                    lexicon.PLACE,
                    at,
                    at + 1,
                    Place(tuple(names()[short].full), short, "end", False, False, given, False, at + 1),
                )
            )
        found.append(
            Mention(
                lexicon.PLACE,
                from_,
                end,
                Place(tuple(candidates), text[from_:end], role, bare, name.weak and given is None, given, False, after),
            )
        )
    return found


_PLACE = attrgetter("start", "end")


def read_mentions(text: str, sentence: Sentence, published: dt.date | None) -> None:
    """Fills `sentence.mentions`, in order of start. A year is a time, not also a number."""
    words = _words(text, sentence)
    times = read_times(text, published, sentence.start, sentence.end)
    taken = [(t.start, t.end) for t in times]
    numbers = []
    if _DIGIT.search(text, sentence.start, sentence.end):
        for number in read_numbers(text, sentence.start, sentence.end):
            if any(s < number.end and number.start < e for s, e in taken):
                continue
            if number.value.unit == YEAR and number.value.value >= 1900:
                continue
            numbers.append(number)
    subjects = [
        Mention(lexicon.SUBJECT, m.start(), m.end(), Subject(m.group("e"), m.lastgroup or "top"))
        for m in _SUBJECT.finditer(text, sentence.start, sentence.end)
    ]
    sentence.mentions = sorted([*words, *times, *numbers, *subjects], key=_PLACE)
