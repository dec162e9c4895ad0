"""Whose claim a sentence makes: ambiguous names resolved from their context, and the article's subject carried along.

A press release names its municipality once and says 시는, 군은 or nothing at all after that. The `Scene` of an article knows which
government every written name means, who the last subject was, and who 시는 is.
"""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from extract.claims import lexicon
from extract.claims.mentions import Place, Subject, _words
from extract.claims.model import Mention, Sentence, Span
from extract.claims.municipalities import Municipality, municipalities, names


class Who(NamedTuple):
    """A municipality and where the text names it (`start` == `end` == -1 where only its head is named: 순천시장)."""

    municipality: Municipality
    written: str
    start: int
    end: int
    is_carried: bool = False

    def carried(self) -> "Who":
        """The same where another sentence names it."""
        return Who(self.municipality, self.written, self.start, self.end, True)


class Group(NamedTuple):
    """Municipalities that the sentence joins ('서구·부평구·계양구'), with the role of the whole and where its particle ends."""

    members: tuple[Who, ...]
    start: int
    end: int
    role: str
    after: int
    is_bare: bool


_JOIN = re.compile(
    r"\s?(?:[·∙ㆍ・•/,、&]|와|과|및|하고|랑|\s그리고)\s?(?:그리고\s|또\s|이웃(?:한)?\s)?$|\)?\s?(?:와|과)\s?함께\s$"
)
_JOIN_TITLE = re.compile(r"\s?(?:[·∙ㆍ・•/&]|와|과|및)\s?$")
_LED_BY_GRADE = re.compile(r"[’'”]?\s?(?:은|는|에는|에|으로|으로는|[:：=\-])\s?")
_FIGURE = re.compile(r"\s?\(?[0-9]{1,2}\.[0-9]|\s?\([0-9]{1,2}%|\s?[·∙ㆍ]\s?[가-힣]{1,4}[시군구]")
_COUNT = r"(?:[0-9]{1,2}|한|두|세|네|다섯|여섯|일곱|여덟)\s?(?:개\s?)?(?:곳|시·군·구|시·군|시군구|시군|군·구|구·군|자치구|기초자치단체|광역자치단체|자치단체|지자체|지방자치단체|시도|시·도|기관|도시|지역|고을|구|시|군|도)"
#: 'A는 70.1%', 'A의 청년 고용률', 'A를 비롯해', 'A 등 3개 시': more that tells a name from a word, but not of the words that such articles are full of
_NAME_BY_WHAT_FOLLOWS = re.compile(
    r"(?:은|는|이|가|도)\s(?:각각\s|나란히\s)?[0-9]{1,2}(?:\.[0-9]|%)|의\s(?:[^\s.,]{1,12}\s){0,2}[^\s.,]{0,8}(?:고용률|실업률|취업자|실업자)"
    rf"|[을를]\s(?:비롯|포함|필두)[가-힣]{{0,3}}\s[^.]{{0,12}}(?:{_COUNT}|[가-힣]{{1,3}}[시군구](?![가-힣]))|\s등\s{_COUNT}(?![가-힣]*간)"
)
_BYLINE = re.compile(r"([가-힣]{2,4})\s?[=/]\s?[가-힣]")
#: behind the name of a government in a speech: '존경하는 담양군민 여러분'
_ADDRESSED = re.compile(r"민\s(?:모두\s|가족\s)?여러분")
_HEAD_OF = re.compile(r"(?:장|수|청장|지사)(?:은|는|이|가|도|을|를|과|와|의|에게)\s")
#: names that articles about jobs are full of as words: never a name without its ending
_WORDS_OF_THE_TRADE = frozenset(
    {"달성", "예산", "강화", "부여", "고령", "연수", "진도", "양산", "사상", "함양", "성장"}
)
_DOT = re.compile(r"\s?[·∙ㆍ・•/,、]\s?")
_DATELINE = re.compile(r"^[\[(【〔<]?\s?([가-힣]{2,5})\s?[=/]")
#: a dateline with its reporter: '[춘천=김기자]'; whom it names does nothing in the sentence
_SIGNED = re.compile(r"[\[(【〔<]\s?[가-힣·∙ㆍ,\s]{2,14}\s?[=/]\s?[^\[\](){}<>【】〔〕.]{2,16}[\])】〕>]")
#: behind a name without its ending: where something takes place ('서울 중소기업중앙회에서', '충북 청주 오스코에서'); but '대구 일자리대상 평가에서'
_AT_VENUE = re.compile(
    r"(?:의\s한)?\s(?!자치구|시내|지역|전역|유일|최초)(?:[^\s.,‘’'“”]{1,11}[^\s.,‘’'“”은는이가을를의와과도만]\s|여의도\s){0,2}"
    r"[^\s.,‘’'“”]{2,14}(?<!평가)(?<!심사)(?<!대회)(?<!부문)(?<!분야)(?<!조사)(?<!대상)(?<!시상식)(?<!공시제)(?<!한마당)(?<!선정)(?<!공모)(?<!공모전)(?<!가운데)(?<!전체)(?<!군부)(?<!시부)(?<!지역)(?<!지자체)(?<!자치단체)(?<![시군구도])에서(?=[는도]?[\s,])"
)
#: and behind that, where the name has its ending: '서울 영등포구 중소기업회관에서 열린'
_TAKES_PLACE = re.compile(
    r"\s(?:[‘'“\"「][^’”'\"」]{1,40}[’”'\"」][을를]\s)?(?:열[린고어려렸리]|연\s|개최|치[러른]|진행)"
)
_SIDO = r"(?:서울|부산|대구|인천|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주|충청[남북]|전라[남북]|경상[남북])"
_AMONG_METROPOLITAN = re.compile(
    rf"광역(?:단체|자치단체)?(?:에서는|에서|은|는|부문에서)\s$|{_SIDO}(?:광역|특별)?[시도](?:[·,]\s?|와\s|과\s)$"
)
_WITH_METROPOLITAN = re.compile(rf"(?:[·,]\s?|와\s|과\s){_SIDO}(?:(?:광역|특별)시|도)")
_TAIL = re.compile(
    rf"[)’'”]?\s?(?:등(?:의)?\s?)?(?:(?:모두\s)?{_COUNT})?\s?(?:(?P<incl>을|를)\s(?:비롯|포함|필두|시작)[가-힣]*\s?(?:{_COUNT})?)?(?P<p>은|는|이|가|도|역시|에게는|에게|에는|에도|에|을|를|으로|로|의|이다|다(?=\.)|였다|이었다)?(?![가-힣])"
)
_ROLES = {
    "은": "top",
    "는": "top",
    "이": "top",
    "가": "top",
    "도": "top",
    "역시": "top",
    "에게는": "dat",
    "에게": "dat",
    "에는": "dat",
    "에도": "dat",
    "에": "dat",
    "을": "acc",
    "를": "acc",
    "으로": "inst",
    "로": "inst",
    "의": "gen",
    "이다": "cop",
    "다": "cop",
    "였다": "cop",
    "이었다": "cop",
}

#: what stands before a name that heads an item: '◇청주시=', '▷여수시 : ', '1) 괴산군', '<홍성군>'
_MARK = re.compile(rf"\s*(?:[{lexicon.BULLETS}]|[0-9]{{1,2}}[.)]|[\[<【《〈])?\s?")
#: and what behind it: a sign that its text follows, and no reporter's or agency's name; or nothing at all
_ITEM = re.compile(
    r"\s?(?:[\]>】》〉]\s?[=:：]?|[=:：](?!\s?[^\s.,]{2,5}\s?(?:기자|특파원|통신원|편집부|뉴스|통신|연합|\)|\])))\s?"
)


@lru_cache(maxsize=64)
def _metropolitan_of(sido: str) -> Municipality | None:
    """The government of a 시도 by its short form."""
    return next(
        (m for m in municipalities().values() if m.is_metropolitan and any(v.sido == sido for v in m.versions)), None
    )


def _is_joined(text: str, places: list[Mention], at: int) -> bool:
    """Whether a middle dot joins a place to the place before or behind it."""
    here = places[at]
    before = (
        at > 0
        and _DOT.match(text, places[at - 1].end, here.start) is not None
        and len(text[places[at - 1].end : here.start].strip()) == 1
    )
    behind = (
        at + 1 < len(places)
        and _DOT.match(text, here.end, places[at + 1].start) is not None
        and len(text[here.end : places[at + 1].start].strip()) == 1
    )
    return before or behind or _is_with(text, places, at)


_WITH = re.compile(r"(?:와|과)\s")


def _is_with(text: str, places: list[Mention], at: int) -> bool:
    """Whether 와 or 과 joins a place to one that is no ordinary word: '전주와 익산이'."""
    if places[at].value.written in _WORDS_OF_THE_TRADE:
        return False
    pairs = [(at - 1, at, at - 1), (at, at + 1, at + 1)]
    return any(
        a >= 0 and b < len(places) and not places[other].value.is_weak and not places[other].value.is_district
        and _WITH.fullmatch(text, places[a].end, places[b].start) is not None
        for a, b, other in pairs
    )  # fmt: skip


#: where the government and the national press sit: a byline from there ('세종=홍길동') does not tell whom an article is about
_SEATS = ("서울", "세종")


class Scene:
    """Who is who in one article. Built once from all sentences; asked by the grammar of each kind of claim."""

    def __init__(self, text: str, sentences: list[Sentence], hints: list[Span], published: dt.date | None):
        self.text = text
        self.published = published
        self._known: dict[int, Municipality | None] = {}
        self._sidos: list[tuple[int, str]] = []  # where the text names or implies a 시도
        self._hint_sidos: set[str] = set()
        self._stems: dict[str, Municipality] = {}  # what a name without its ending has meant in this article
        self._resolve_all(sentences, hints)
        self._groups: dict[int, list[Group]] = {}
        self.main = self._find_main(sentences)
        self._carried: list[Who | None] = []
        self._by_ending: list[dict[str, Who]] = []
        self._carry(sentences)

    # -- names ---------------------------------------------------------------------------------------------------------
    def _alive(self, candidates: tuple[Municipality, ...]) -> tuple[Municipality, ...]:
        """The candidates that existed when the article was written; all, if none did or the day is unknown."""
        if len(candidates) < 2:
            return candidates
        day = self.published or dt.date(2025, 12, 31)
        alive = tuple(c for c in candidates if any(v.holds(day) for v in c.versions))
        return alive or candidates

    def _resolve_all(self, sentences: list[Sentence], hints: list[Span]) -> None:
        open_: list[Mention] = []
        for sentence in sentences:
            for mention in sentence.mentions:
                if mention.kind != lexicon.PLACE:
                    continue
                place: Place = mention.value
                alive = self._alive(place.candidates)
                if place.sido:
                    self._sidos.append((mention.start, place.sido))
                if len(alive) == 1:
                    self._known[mention.start] = alive[0]
                    if not place.is_bare:
                        self._stems.setdefault(place.written.split()[-1][:-1], alive[0])
                        self._sidos.append((mention.start, self._sido_of(alive[0])))
                    elif alive[0].is_metropolitan and not (
                        place.role == "mod" and _AT_VENUE.match(self.text, mention.end)
                    ):
                        self._sidos.append((mention.start, self._sido_of(alive[0])))
                elif alive:
                    open_.append(mention)
        self._byline_whos: list[Who] = []
        for span in hints:
            shell = Sentence(span.start, span.end, -1)
            name = _BYLINE.search(self.text, span.start, span.end)
            entry = names().get(name.group(1)) if name else None
            if entry is not None and name is not None and name.group(1) not in _SEATS:
                for municipality in self._alive(tuple(entry.stem or entry.full))[:1]:
                    self._byline_whos.append(Who(municipality, name.group(1), name.start(1), name.end(1)))
            for mention in _words(self.text, shell):
                if mention.kind == lexicon.PLACE:
                    for candidate in self._alive(mention.value.candidates)[:1]:
                        if candidate.is_metropolitan or len(self._alive(mention.value.candidates)) == 1:
                            self._hint_sidos.add(self._sido_of(candidate))
        self._sidos.sort()
        self._named_sidos = {s for _, s in self._sidos}
        seen: dict[str, Municipality] = {}
        for mention in open_:
            place = mention.value
            surface = place.written.split()[-1]
            if surface in seen and place.sido is None:
                self._known[mention.start] = seen[surface]
                continue
            chosen = self._choose(mention)
            self._known[mention.start] = chosen
            if chosen is not None:
                seen[surface] = chosen
                self._stems.setdefault(surface[:-1], chosen)

        self._settle_joined(sentences)

    def _settle_joined(self, sentences: list[Sentence]) -> None:
        """A name that is an ordinary word too is a name throughout where it is joined to another once: '대구와 경북의 … 대구도 사정이 비슷하다'."""
        for sentence in sentences:
            places = [m for m in sentence.mentions if m.kind == lexicon.PLACE]
            for i, mention in enumerate(places):
                known = self._known.get(mention.start)
                if (
                    known is not None
                    and mention.value.is_bare
                    and mention.value.is_weak
                    and _is_with(self.text, places, i)
                ):
                    self._stems.setdefault(mention.value.written, known)

    def _sido_of(self, municipality: Municipality) -> str:
        day = self.published or dt.date(2025, 12, 31)
        return next((v.sido for v in municipality.versions if v.holds(day)), municipality.versions[-1].sido)

    def _choose(self, mention: Mention) -> Municipality | None:
        """Which of several governments a bare 중구 or 고성군 is: by the 시도 that the article speaks of, nearest before it first."""
        alive = self._alive(mention.value.candidates)
        told = self._stems.get(mention.value.written.split()[-1][:-1]) if not mention.value.is_bare else None
        if told is not None and told in alive:
            return told  # the article has written it out: '경기도 광주시가 … 광주시는'
        metropolitan = [c for c in alive if c.is_metropolitan]
        if metropolitan and mention.value.is_bare:
            return metropolitan[0]  # 광주 beside 경북, 대구 …: the metropolitan city
        if metropolitan:  # 광주시: the metropolitan city, unless the article is about 경기도
            basic = [c for c in alive if not c.is_metropolitan]
            named = self._named_sidos
            if (
                basic
                and not self._is_beside_metropolitan(mention)
                and not any(s in named for c in metropolitan for s in c.sidos)
                and any(s in named | self._hint_sidos for c in basic for s in c.sidos)
            ):
                return basic[0]
            return metropolitan[0]
        # the nearest 시도 before it that has such a government; an article names few of them, so the search is short
        stop = bisect_right(self._sidos, (mention.start, "\U0010ffff"))
        for at in range(stop - 1, max(-1, stop - 400), -1):
            fitting = [c for c in alive if self._sidos[at][1] in c.sidos]
            if len(fitting) == 1:
                return fitting[0]
        for sidos in (self._named_sidos, self._hint_sidos):
            fitting = [c for c in alive if c.sidos & sidos]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def _is_beside_metropolitan(self, mention: Mention) -> bool:
        """Whether a name stands among those of provinces and metropolises: '광역에서는 광주시와 경북도가'."""
        before = self.text[max(0, mention.start - 14) : mention.start]
        return _AMONG_METROPOLITAN.search(before) is not None or (
            _WITH_METROPOLITAN.match(self.text, mention.end) is not None
        )

    def municipality(self, mention: Mention, is_joined: bool = False) -> Municipality | None:
        """What a place mention means here, or None where the article does not settle it.

        A name that is an ordinary word too (수원, 예산) counts where it is joined to other names or has a figure behind it.
        """
        found = self._known.get(mention.start)
        place: Place = mention.value
        if found is None or not place.is_bare or place.sido:
            return found
        meant = self._stems.get(place.written)
        if meant is not None:
            return meant
        if not place.is_weak or is_joined or _FIGURE.match(self.text, mention.end):
            return found
        if place.written not in _WORDS_OF_THE_TRADE and _NAME_BY_WHAT_FOLLOWS.match(self.text, mention.end):
            return found
        return None  # an ordinary word, for all that this article says

    def _has_grade(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a name that is an ordinary word too stands where a winner stands ('영광이 최우수상', '특별상은 당진') in its own 시도's news."""
        place: Place = mention.value
        found = self._known.get(mention.start)
        if not place.is_weak or place.role in ("acc", "part", "mod") or found is None:
            return False
        if not any(s in found.sidos for _, s in self._sidos):
            return False
        return any(
            g.kind == lexicon.GRADE
            and (
                (place.role == "top" and 0 <= g.start - place.after <= 2)
                or _LED_BY_GRADE.fullmatch(self.text, g.end, mention.start) is not None
            )
            for g in sentence.mentions
        )

    # -- groups --------------------------------------------------------------------------------------------------------
    def groups(self, index: int, sentence: Sentence) -> list[Group]:
        """The municipalities of a sentence, those that it joins taken together."""
        if index in self._groups:
            return self._groups[index]
        found: list[Group] = []
        members: list[Who] = []
        bare: list[bool] = []
        places = [m for m in sentence.mentions if m.kind == lexicon.PLACE]
        signed = _SIGNED.match(self.text, sentence.start, sentence.end)
        dateline = signed.end() if signed else -1
        join = _JOIN_TITLE if sentence.is_title else _JOIN
        for i, mention in enumerate(places):
            place: Place = mention.value
            who = self.municipality(mention, _is_joined(self.text, places, i) or self._has_grade(sentence, mention))
            if place.is_district or who is None or mention.end <= dateline:
                continue
            members.append(Who(who, place.written, mention.start, mention.end))
            bare.append(place.is_bare)
            following = places[i + 1] if i + 1 < len(places) else None
            if (
                following is not None
                and not following.value.is_district
                and join.match(self.text[mention.end : following.start])
                and not (following.value.role == "loc" and i + 2 < len(places) and following.value.is_bare)
            ):
                continue
            role, after = place.role, place.after
            tail = _TAIL.match(self.text, mention.end)
            if role in ("end", "mod", "acc") and tail and tail.end() > mention.end:
                if tail.group("incl"):
                    role, after = "incl", tail.end()
                elif tail.group("p") and role != "acc":
                    role, after = _ROLES[tail.group("p")], tail.end()
            if role in ("end", "mod", "gen") and len(members) == 1 and self._is_venue(mention):
                role = "loc"
            if role in ("end", "mod") and self._heads_item(sentence, members[0].start, mention.end):
                role = "top"
            ending = members[-1].written[-1]
            shared = not bare[-1] and all(ending in w.municipality.endings for w in members)
            found.append(Group(tuple(members), members[0].start, mention.end, role, after, any(bare) and not shared))
            members, bare = [], []
        if members:  # the last of a list was a district or unknown
            found.append(Group(tuple(members), members[0].start, members[-1].end, "end", members[-1].end, any(bare)))
        self._groups[index] = found
        return found

    def _is_venue(self, mention: Mention) -> bool:
        """Whether a name only says where something takes place."""
        venue = _AT_VENUE.match(self.text, mention.end)
        return venue is not None and (mention.value.is_bare or _TAKES_PLACE.match(self.text, venue.end()) is not None)

    def _heads_item(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether names head an item of a digest, whose text is about them: '◇청주시=지난해 …', '▲양산시' above its lines."""
        mark = _MARK.fullmatch(self.text, sentence.start, start)
        if mark is None or sentence.is_title:
            return False
        behind = _ITEM.match(self.text, end, sentence.end)
        return behind is not None or (bool(mark.group().strip()) and not self.text[end : sentence.end].strip())

    # -- subjects ------------------------------------------------------------------------------------------------------
    def _find_main(self, sentences: list[Sentence]) -> Who | None:
        """The government that the article is about.

        Title, dateline and the subjects of the first sentences speak for it; so do the words 시는, 군은, 구는, 도는 of the whole text, which
        fit only one that is a 시, 군, 구 or 도.
        """
        points: dict[str, float] = {}
        first: dict[str, Who] = {}

        def speak_for(who: Who, weight: float) -> None:
            points[who.municipality.id] = points.get(who.municipality.id, 0.0) + weight
            first.setdefault(who.municipality.id, who)

        n_body = n_title = 0
        for i, sentence in enumerate(sentences):
            if not sentence.is_title:
                n_body += 1
            if n_body > 4:
                break
            for group in self.groups(i, sentence):
                if len(group.members) != 1:
                    continue
                who = group.members[0]
                if sentence.is_title:
                    weight = {"top": 6.0, "end": 6.0, "mod": 6.0, "gen": 5.0}.get(group.role, 0.0) / (
                        2.5 if group.is_bare else 1.0
                    )
                    speak_for(who, max(0.0, weight - n_title))
                    n_title += 1
                elif group.role in ("top", "cop"):
                    speak_for(who, (5.0 if n_body == 1 else 3.0) / (1.5 if group.is_bare else 1.0))
                elif group.role in ("gen", "end", "mod") and not group.is_bare:
                    speak_for(who, 1.0 if group.role != "mod" else 0.5)
            for mention in sentence.mentions:
                if mention.kind != lexicon.PLACE:
                    continue
                weight = (
                    2.5
                    if _HEAD_OF.match(self.text, mention.end)
                    else 5.0
                    if _ADDRESSED.match(self.text, mention.end)
                    else 0
                )
                if weight and (found := self.municipality(mention)) is not None:
                    speak_for(Who(found, mention.value.written, mention.start, mention.end), weight)
            dateline = _DATELINE.match(self.text[sentence.start : sentence.start + 20]) if n_body == 1 else None
            if dateline:
                name = names().get(dateline.group(1))
                for municipality in self._alive(tuple(name.stem or name.full))[:1] if name else ():
                    start = sentence.start + dateline.start(1)
                    speak_for(Who(municipality, dateline.group(1), start, start + len(dateline.group(1))), 3.0)
        if not any(p > 0 for p in points.values()):
            self._speak_for_bare(sentences, speak_for)
        if not points:
            for span in self._byline_whos:
                speak_for(span, 1.0)
        if not points:
            self._speak_for_named(sentences, speak_for)
        if not points:
            self._speak_for_heads(sentences, speak_for)
        if not points:
            return None
        said: dict[str, int] = {}
        for sentence in sentences:
            for mention in sentence.mentions:
                if mention.kind == lexicon.SUBJECT and mention.value.role == "top":
                    said[mention.value.ending] = said.get(mention.value.ending, 0) + 1
        for id_ in points:
            if said:
                count = said.get(self._ending(first[id_].municipality), 0)
                points[id_] += min(count, 4) if count else -4.0
        best = max(points, key=lambda id_: points[id_])
        return first[best]

    def _speak_for_named(self, sentences: list[Sentence], speak_for: Callable[[Who, float], None]) -> None:
        """The first government that the opening sentences name in any role, or by its office: '화순군에 상복이 터졌다', '고령군청 복도에'."""
        for i, sentence in enumerate([s for s in sentences if not s.is_title][:2]):
            for mention in sentence.mentions:
                if mention.kind != lexicon.PLACE or mention.value.is_district or mention.value.is_bare:
                    continue
                found = self.municipality(mention)
                is_office = mention.value.role == "part" and self.text[mention.end : mention.end + 1] == "청"
                if found is not None and (is_office or mention.value.role in ("dat", "loc", "acc", "com", "inst")):
                    speak_for(Who(found, mention.value.written, mention.start, mention.end), 1.0 - 0.5 * i)

    def _speak_for_heads(self, sentences: list[Sentence], speak_for: Callable[[Who, float], None]) -> None:
        """A title that names only the head of a government: '순천시장에게 묻다'."""
        for mention in (m for s in sentences if s.is_title for m in s.mentions if m.kind == lexicon.PLACE):
            if mention.value.role == "part" and self.text[mention.end : mention.end + 1] in ("장", "수"):
                alive = self._alive(mention.value.candidates)
                if len(alive) == 1:
                    speak_for(Who(alive[0], mention.value.written, -1, -1), 1.0)

    def _speak_for_bare(self, sentences: list[Sentence], speak_for: Callable[[Who, float], None]) -> None:
        """A name without its ending that is an ordinary word too ('무안은 예외다') counts where it is a subject at least twice."""
        seen: dict[str, list[Who]] = {}
        for sentence in sentences:
            for mention in sentence.mentions:
                if (
                    mention.kind == lexicon.PLACE
                    and mention.value.is_weak
                    and mention.value.role in ("top", "gen", "dat", "loc", "mod")
                ):
                    found = self.municipality(mention, is_joined=True)
                    if found is not None and not found.is_metropolitan:
                        seen.setdefault(mention.value.written, []).append(
                            Who(found, mention.value.written, mention.start, mention.end)
                        )
        endings = {
            m.value.ending for s in sentences for m in s.mentions if m.kind == lexicon.SUBJECT and m.value.role == "top"
        }
        for written, whos in seen.items():
            if written in _WORDS_OF_THE_TRADE or not endings & whos[0].municipality.endings:
                continue  # '고용률 70% 달성은' speaks of no 달성군
            if len(whos) >= 2 and any(
                m.value.role == "top"
                for s in sentences
                for m in s.mentions
                if m.kind == lexicon.PLACE and m.value.written == written
            ):
                self._stems.setdefault(written, whos[0].municipality)
                self._groups.clear()
                speak_for(whos[0], 4.0)

    def _carry(self, sentences: list[Sentence]) -> None:
        """For every sentence: the subject that it would continue, and who 시·군·구·도 stand for in it."""
        last = self.main
        by_ending: dict[str, Who] = {}
        if self.main is not None:
            by_ending[self._ending(self.main.municipality)] = self.main
            if not self.main.municipality.is_metropolitan:
                metropolitan = self._metropolitan(self._sido_of(self.main.municipality))
                if metropolitan is not None:
                    by_ending.setdefault(
                        self._ending(metropolitan), Who(metropolitan, "", self.main.start, self.main.end)
                    )
        paragraph = -1
        for i, sentence in enumerate(sentences):
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                if (
                    self.main is not None and not sentence.is_title
                ):  # a neighbour of its kind is 시는 in its own paragraph only
                    by_ending = {**by_ending, self._ending(self.main.municipality): self.main}
            self._carried.append(last)
            self._by_ending.append(by_ending)
            if sentence.is_title:
                continue
            owner: Who | None = None  # '시의 고용률은': whose figures a sentence tells that has no other subject
            before = last
            for group in self.groups(i, sentence):
                if len(group.members) != 1 or (group.is_bare and group.members[0].written not in self._stems):
                    continue
                who = group.members[0]
                if group.role in ("top", "cop"):
                    last = who
                    ending = self._ending(who.municipality)
                    if ending not in by_ending:
                        self._by_ending[i] = {**self._by_ending[i], ending: who}
                    by_ending = {**by_ending, ending: who}  # the sentences before keep theirs
                elif group.role == "gen":
                    owner = owner or who
            for mention in sentence.mentions:
                if mention.kind == lexicon.SUBJECT and mention.value.ending in by_ending:
                    if mention.value.role == "top":
                        last = by_ending[mention.value.ending]
                    elif mention.value.role == "gen":
                        owner = owner or by_ending[mention.value.ending]
            if owner is not None and last is before:
                last = owner

    @staticmethod
    def _ending(municipality: Municipality) -> str:
        return municipality.versions[-1].name[-1] if municipality.id != "m12000" else "시"

    def _metropolitan(self, sido: str) -> Municipality | None:
        return _metropolitan_of(sido)

    def carried(self, index: int) -> Who | None:
        """The subject of the sentence before, for a sentence that names none."""
        who = self._carried[index]
        return who.carried() if who is not None else None

    def meant(self, index: int, mention: Any) -> Who | None:
        """Who 시는, 군은, 구는 or 도는 is in this sentence, from its mention or its item. The span is that of the word."""
        subject: Subject = mention.value
        who = self._by_ending[index].get(subject.ending)
        if (
            self.text[max(0, mention.start - 3) : mention.start] == "우리 "
        ):  # who speaks means the own, whoever was named last
            main = self.main
            who = main if main is not None and self._ending(main.municipality) == subject.ending else who
        return Who(who.municipality, who.written, mention.start, mention.end) if who is not None else None

    def label(self, who: Who, year: int | None) -> tuple[str, str, str]:
        """`(id, code, label)` of a municipality as valid in a row's year."""
        version = who.municipality.version(year, self.published, who.written)
        return who.municipality.id, version.code, version.label
