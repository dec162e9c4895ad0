"""Awards: who won which grade of which award in which year, with the money that came with it.

A sentence is read as a row of items: municipalities, grades, years, sections, money. The rules below say which of them belong together;
each rule's name is written on the claims that it makes.
"""

import re
from dataclasses import dataclass, field, replace

from extract.claims import lexicon
from extract.claims.frames import (
    FOREIGN,
    NATIONAL,
    OTHER,
    SAME,
    Frame,
    Frames,
    as_this_years,
    read_frames,
    speaks_of_ministry,
)
from extract.claims.grades import UNSPECIFIED, Award, Grade, is_of_nobody, is_of_others, is_undone, read_grades
from extract.claims.model import Mention, Sentence, Span
from extract.claims.money import give_money, pay_from_titles
from extract.claims.morphology import PAST_SYLLABLES
from extract.claims.times import Time
from extract.claims.who import Group, Scene, Who


@dataclass(slots=True)
class _State:
    """What the article has said so far about its award."""

    kind: str | None = None
    edition: int | None = None
    section: str | None = None
    same_section: int = -1  # the paragraph that speaks on of the same section ('이 평가에서')
    heading: tuple[Grade, int] | None = None  # a grade that heads the lines of a list, and their paragraph
    later: Frame | None = None  # the only award that the article speaks of, where it names it after the winners
    told_sections: list[str] = field(default_factory=list)  # the sections that the sentence before named, in order
    judged: str | None = None  # the section whose results the article says were judged, told after the award itself


# -- sections, years ---------------------------------------------------------------------------------------------------------

_SECTION = re.compile(
    r"(?P<disclosure>공시제)|(?P<project>우수\s?사업(?!비)|우수\s?사례|(?:맞춤형|일자리\s?사업|창출\s?사업|일자리\s?창출)[^.,·]{0,12}?(?:부문|분야))"
    r"|(?P<else>사회적\s?기업\s?(?:부문|분야)|(?<![가-힣])(?!같은|이\s|해당|두\s|동일|이번|광역|기초|시군|군구|구군|자치구|도시|지자체|자치단체|지방|단체|종합|본상|전체|상위|여러|모든)[가-힣]{2,6}\s부문(?=에서))"
)
_JUDGED_SECTION = re.compile(
    r"(?:이번|이|올해)\s(?:평가|심사|상|수상)[은는이가][^.]{0,30}공시제[^.]{0,30}(?:실적|성과|대상|결과|평가|심사)|공시제[^.]{0,24}(?:시상했|시상한|골라|뽑아|겨루|겨뤄)|공시제[^.]{0,16}(?:실적|성과|이행)[^.]{0,20}(?:평가|심사|견[준줘]|따져|겨)"
)
_SAME_SECTION = re.compile(r"(?:같은|이|해당|동일)\s(?:부문|분야|평가|상\b|상[에은을])")
_PRIOR = re.compile(r"에(?:도)?\s?이어|에\s?이은|에\s?이어서|이어")
_RESULT_AFTER = re.compile(
    r"(?:도)?(?:\s한\s해)?(?:의|에|\s동안)?\s?[^.,0-9‘“'\"]{0,26}?(?:추진\s?실적|실적|성과를|성과가|성적|목표를|추진한|만든\s일자리|계획을|대책을)"
)
_STREAK = re.compile(
    r"(?P<n>[0-9]{1,2}|두|세|네|다섯|여섯)\s?(?:년|해|회|차례)?\s?(?P<w>연속|내리|연이어|잇따라|잇달아|거푸|째)"
)
_NUMBERS = {"두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6}


def _sections(text: str, sentence: Sentence) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), m.lastgroup or "else") for m in _SECTION.finditer(text, sentence.start, sentence.end)]


def _told_sections(text: str, sentence: Sentence) -> list[str]:
    """The two sections that a sentence names, in order; nothing where it names fewer."""
    if "부문" not in text[sentence.start : sentence.end]:
        return []
    return list(dict.fromkeys(kind for _, _, kind in _sections(text, sentence) if kind != "else"))


_YEARS_BEHIND = re.compile(r"[’'”」]?(?:(?:을|를|만)?\s?(?:[0-9]{1,2}|한|두|세|네|다섯)\s?(?:회|차례|번))?\s?[(（]\s?")


#: '2012년 상이 생긴 뒤', '2019년 첫 도전 이후': the year in which something began
_BEGAN = re.compile(
    r"(?:에|도|년|부터)?\s?(?:[0-9]{1,2}월\s?)?(?:[0-9]{1,2}일\s?)?(?:첫|문을|도입|시작|출범|개청|제정|[^.,0-9]{1,14}?(?:생긴|생겨난|시작된|시작한|도입된|만들어진|제정된|출범한|시행된|바뀐|개최된)\s(?:뒤|후|이래|이후|이 상|상|제도)|(?:새로\s)?(?:생긴|생겨난|신설된|신설한|만들어진|도입된)\s)"
)
_YEAR_JOIN = re.compile(r"\s?(?:와|과|및|[·∙ㆍ,]|(?:과|와)\s+또)\s?")


#: '2023년 특별상을 얻었고, 1년 뒤에는 우수상으로'
_YEARS_LATER = re.compile(r"(?<![0-9])(?P<n>[1-9]|한|두|세)\s?(?:년|해)\s(?:뒤|후)(?:에는|에|엔)?\s")
_HEAD_YEAR = re.compile(r"\W*(?P<y>(?:19|20)[0-9]{2})(?![0-9,년]|\s?[./-]\s?[0-9])")
#: between two grades of one year: '지난해 공시제 부문 대상, 우수사업 부문 우수상'
_SAME_YEAR = re.compile(
    r"[’'”」]?(?:을|를)?\s?(?:,|와|과|및|[·ㆍ])\s?(?:지역|산업|일자리|창출|목표|공시제|우수\s?사업|우수\s?사례|맞춤형|부문|분야|에서|에서는|의|[\s‘'“「])*"
)
#: '최우수상을 받은 것은 2018년부터 2021년까지': the year told last
_WHEN_LAST = re.compile(
    r"[’'”」]?(?:을|를|에)?\s(?:[가-힣]{1,4}\s)?(?:받은|탄|차지한|거머쥔|안은|오른|수상한|품은)\s(?:것은|건|것이|해는|때는|시기는|일은)\s(?:[^.,0-9]{1,24}\s)?"
)


def _with_joined(text: str, times: list[Mention], time: Mention) -> Mention:
    """A year with those that are joined to it: '작년과 올해'."""
    at = times.index(time)
    while at and _YEAR_JOIN.fullmatch(text, times[at - 1].end, times[at].start):
        before, here = times[at - 1].value, time.value
        if not before.years or not here.years:
            break
        time = Mention(
            time.kind, times[at - 1].start, time.end, here._replace(years=(*before.years, *here.years), offset=None)
        )
        at -= 1
    return time


def _own_years(text: str, sentence: Sentence, grades: list[Grade], frames: list[Frame]) -> dict[int, Mention]:
    """For each grade (by place in the list) the year that stands with it: in brackets behind it, or nearest before it after the last grade."""
    found: dict[int, Mention] = {}
    head = _HEAD_YEAR.match(text, sentence.start, sentence.end) if sentence.is_list else None
    times = [m for m in sentence.mentions if m.kind == lexicon.TIME and m.value.role in ("year", "ago")]
    for i, grade in enumerate(grades):
        behind = next(
            (t for t in times if 0 <= t.start - grade.end <= 12 and _YEARS_BEHIND.fullmatch(text, grade.end, t.start)),
            None,
        )
        if behind is None:
            behind = next((t for t in times if _WHEN_LAST.fullmatch(text, grade.end, t.start)), None)
        if behind is not None:
            found[i] = behind
            continue
        floor = grades[i - 1].end if i else sentence.start
        before = [t for t in times if floor <= t.start and t.end <= grade.start]
        later = _YEARS_LATER.search(text, floor, grade.start) if i and i - 1 in found and not before else None
        if later is not None and found[i - 1].value.years:
            n = int(later.group("n")) if later.group("n").isdigit() else _NUMBERS.get(later.group("n"), 1)
            year = found[i - 1].value.years[-1] + n
            found[i] = Mention(lexicon.TIME, later.start(), later.end(), Time((year,), False, None, "year"))
            continue
        if i and i - 1 in found and not before and _SAME_YEAR.fullmatch(text, floor, grade.start):
            found[i] = found[i - 1]
            continue
        for time in reversed(before):
            if _PRIOR.match(text, time.end) and re.match(r"에?\s?이어\s", text[time.end : time.end + 5]) is not None:
                continue
            if _RESULT_AFTER.match(text, time.end, grade.start):
                continue
            if _BEGAN.match(text, time.end, grade.start):
                continue
            found[i] = _with_joined(text, times, time)
            break
        if i not in found and head is not None:  # '2018 … 특별상'
            found[i] = Mention(
                lexicon.TIME, head.start("y"), head.end("y"), Time((int(head.group("y")),), False, None, "year")
            )
    return found


# -- who won what ------------------------------------------------------------------------------------------------------------

#: '광산구의 ‘틈틈이 …’이 최우수상으로': the project of a municipality as the winner
_ITS_PROJECT = re.compile(r"\s?[‘“'\"「『][^’”'\"」』]{2,40}[’”'\"」』](?:이|가|은|는|도)\s")
_SELECT = re.compile(r"(?:으로|로|에)\s?[^.,]{0,12}(?:뽑|선정|골|꼽|결정|올렸|올랐)")
_TO_WHOM = re.compile(r"[’'”」]?\s?(?:수상)?(?:이|가|은|는|을|를)")
_GRADE_SUBJECT = re.compile(
    r"[’'”」]?\s?(?:수상\s?)?(?:기관|자치단체|지자체|자리|영예|트로피|영광|주인공|명단)?(?:은|는|이|가|으로는|에는|로는|으로)\s"
)
_VENUE = re.compile(
    r"^\s?(?:[가-힣A-Za-z]+\s?){0,2}(?:센터|회관|호텔|청사|광장|타워|대학교?|체육관|공원|컨벤션|오스코|엑스코|벡스코|킨텍스|코엑스)"
)


#: '대상은 완주군 몫이었다'
_SHARE = re.compile(r"\s(?:몫|차지|품|손에|손으로)")


def _contenders(
    text: str, index: int, sentence: Sentence, grades: list[Grade], scene: Scene, givers: list[Frame]
) -> list[Group]:
    """The municipalities of a sentence that can have won something in it: no venues, no modifiers of other nouns."""
    found: list[Group] = []
    for group in scene.groups(index, sentence):
        if any(f.start <= group.start < f.end for f in givers):
            continue
        if group.role in ("loc", "part", "cmp", "inst"):
            continue
        if group.role == "gen" and not sentence.is_title and not _ITS_PROJECT.match(text, group.after, sentence.end):
            continue
        if _VENUE.match(text[group.end : group.end + 16]) or (
            not sentence.is_list and re.match(r"\s?=", text[group.end : group.end + 2])
        ):
            continue
        if not sentence.is_title:
            beside_grade = any(0 <= g.start - group.end <= 3 for g in grades)
            if group.role == "mod" and not beside_grade and not _SHARE.match(text, group.end):
                continue
            led = any(_GRADE_SUBJECT.match(text, g.end) and group.start - g.end <= 5 for g in grades)
            if group.is_bare and group.role in ("mod", "com", "dat") and len(group.members) == 1 and not led:
                continue
        found.append(group)
    for mention in sentence.mentions:
        if mention.kind == lexicon.SUBJECT and mention.value.role in ("top", "dat"):
            if any(f.start <= mention.start < f.end for f in givers):
                continue
            who = scene.meant(index, mention)
            if who is not None:
                found.append(Group((who,), mention.start, mention.end, mention.value.role, mention.end, False))
    return found


#: verbs of winning as they stand before the winner: 최우수상을 받은 A시
_WINNING = r"(?:수상한|받은|받는|받게\s된|탄|차지한|거머쥔|안은|따낸|획득한|거둔|품은|품에\s안은|가져간|올린|오른|뽑힌|선정된|빛나는|이름을\s올린|손에\s쥔|손에\s넣은)"
_ENDS_GRADE = r"[’'”」\])]?\s?(?:수상)?(?:의\s영예|의\s영광)?(?:을|를|에|의|으로|까지)?"
#: '우수상을 받은 홍성군', '특별상의 계룡시', '우수상 수상 도시 의왕시': what stands between a grade and the winner that it describes
_DESCRIBES = re.compile(
    rf"{_ENDS_GRADE}\s(?:{_WINNING}\s(?!가운데|동안|사이|반면|데|것|바|뒤|후|직후|만큼|곳|이래|덕)(?:[가-힣]{{2,4}}\s)?[‘'“]?|(?:수상\s)?(?:기관|지자체|자치단체|시·?군|도시)(?:인|이자)?\s)$"
    r"|[’'”」]?의\s$"
)
#: '최우수상을 받은 곳은 성북구뿐이다', '대상 수상 기관은 전북도와 성동구다'
_CLEFT = re.compile(
    rf"{_ENDS_GRADE}\s{_WINNING}\s(?:[가-힣0-9·]{{1,8}}\s)?(?:곳|지자체|자치단체|지방자치단체|시·?군|도시|주인공|기관|고을|건|것)(?:은|는|이|으로는|에는|으론)\s(?:[가-힣]{{1,6}}\s)?$"
)
#: '대상 수상 기관으로 전북도와 성동구를 선정했다'
_CHOSEN = re.compile(
    r"[’'”」]?\s?(?:수상\s?)?(?:기관|자치단체|지자체|지방자치단체|도시|수상자)?(?:으로|로|에|에는|으로는)\s$"
)
_CHOOSES = re.compile(r"(?:을|를)\s[^.,]{0,8}(?:선정|뽑|골|꼽|결정|발표|호명|불렀|올렸|정했)")
#: '대상(장성군), 최우수상(영암군·해남군)'
_OPENS = re.compile(r"[’'”」]?\s?[(（]\s?")
_CLOSES = re.compile(r"(?:\s등)?\s?[)）]")
_COUNTED_LIST = re.compile(
    r"[’'”」]?\s?(?:[0-9]{1,2}|한|두|세|네|다섯)\s?(?:개\s?)?(?:곳|시·?군|시|군|구|지자체|자치단체|기관)?\s?[(（:：]\s?$"
)


def _bind_by_construction(text: str, groups: list[Group], grades: list[Grade]) -> set[int]:
    """Binds the grades whose winner a construction of its own names, right behind them.

    Returns the starts of the groups that are used up by it: all but those that go on as the subject of their sentence ('우수상을 받은 A시는').
    """
    taken: set[int] = set()
    for i, grade in enumerate(grades):
        ceiling = grades[i + 1].start if i + 1 < len(grades) else None
        group = next((g for g in groups if g.start >= grade.end), None)
        if group is None or (ceiling is not None and group.start > ceiling) or group.start - grade.end > 40:
            continue
        gap = text[grade.end : group.start]
        if group.role != "cmp" and _DESCRIBES.fullmatch(gap):
            rule = "described_by_grade"
        elif group.role in ("cop", "top", "end") and _CLEFT.fullmatch(gap):
            rule = "winner_named_last"
        elif group.role == "acc" and _CHOSEN.fullmatch(gap) and _CHOOSES.match(text, group.end):
            rule = "chosen_as"
        elif _COUNTED_LIST.fullmatch(gap) or (_OPENS.fullmatch(gap) and _CLOSES.match(text, group.end)):
            rule = "list_in_brackets"
        else:
            continue
        if grade.is_prize_only and rule != "winner_named_last":
            continue
        grade.whos, grade.rule = list(group.members), rule
        if rule != "described_by_grade" or group.role not in ("top", "end"):
            taken.add(group.start)
    return taken


def _bind(text: str, index: int, sentence: Sentence, grades: list[Grade], scene: Scene, givers: list[Frame]) -> None:
    """Gives every grade the municipalities that the sentence gives it to.

    Read from left to right, a municipality waits for the grade behind it ('A시는 대상을'), or a grade for the list behind it
    ('대상은 A시가'); which of the two, the particles say.
    """
    contenders = _contenders(text, index, sentence, grades, scene, givers)
    taken = _bind_by_construction(text, scene.groups(index, sentence), grades)
    items: list[Group | Grade] = [
        *(c for c in contenders if c.start not in taken),
        *(g for g in grades if not g.whos),
    ]
    items.sort(key=lambda item: item.start)
    subject: Group | None = None  # a group that waits for its grade
    waiting: Grade | None = None  # a grade that waits for its list
    led: Grade | None = None  # the grade whose list was read last
    for i, item in enumerate(items):
        following = items[i + 1] if i + 1 < len(items) else None
        if isinstance(item, Grade):
            winners = (
                following
                if isinstance(following, Group) and _WON_BY.fullmatch(text, item.end, following.start)
                else None
            )
            if winners is not None:  # '특별상을 받은 영등포구와 금천구에는'
                item.whos, item.rule = list(winners.members), "winner_of"
                continue
            if subject is None or (isinstance(following, Group) and _announces(text, item, following)):
                waiting, subject = item, None
                continue
            inside = re.fullmatch(r"\s?[(（]\s?[‘'“]?", text[subject.end : item.start])
            item.whos = list(subject.members)
            item.rule = "grade_in_brackets" if inside else "subject_then_grade"
            subject, led = (None if inside else subject), None
            continue
        if waiting is not None and _leads(text, waiting, item):
            waiting.whos.extend(item.members)
            waiting.rule = "grade_then_list"
            led, waiting, subject = waiting, None, None
            continue
        own_grade = (
            isinstance(following, Grade)
            and item.role in ("top", "end", "acc", "mod", "incl")
            and not _announces_at(text, items, i + 1)
        )
        if led is not None and not own_grade and item.role in ("top", "end", "dat", "cop", "com", "incl"):
            led.whos.extend(item.members)  # the list goes on: '광역에서 …가, 기초에서 …가'
            continue
        if item.role == "acc" and not (isinstance(following, Grade) and _SELECT.match(text, following.end)):
            continue
        if item.role == "dat" and not (isinstance(following, Grade) and _TO_WHOM.match(text, following.end)):
            continue
        if (
            isinstance(following, Group)
            and following.role in ("top", "end", "incl", "com")
            and (item.role == "incl" or (item.role == "com" and following.start - item.after <= 40))
        ):  # 'A시를 비롯해 B시와 C군이', 'A시와 …한 B군이'
            items[i + 1] = following._replace(members=(*item.members, *following.members), start=item.start)
            continue
        if (
            item.role == "com"
            and subject is None
            and not sentence.is_title
            and not re.match(r"\s?(?:함께|나란히|더불어|공동)", text[item.after : item.after + 4])
        ):
            continue
        if (
            subject is not None
            and item.role == "com"
            and re.match(r"\s?(?:함께|나란히|더불어|공동)", text[item.after : item.after + 4])
        ):
            subject = subject._replace(members=(*subject.members, *item.members))
            continue
        if subject is not None and subject.role == "com":
            item = Group(
                (*subject.members, *item.members), subject.start, item.end, item.role, item.after, item.is_bare
            )
        subject, led = item, None


_GRADE_PLACE = re.compile(r"[’'”」]?(?:에는|에)\s")
#: behind a list of winners: a comma and the next grade, or the verb of choosing
_WINNERS_FOLLOW = re.compile(
    r"(?:\s등(?:\s[0-9]{1,2}곳)?)?(?:,\s[‘'“]?(?:종합대상|대상|최우수|우수|특별|장려)|(?:이|가|을|를)\s(?:각각\s|나란히\s)?(?:선정|뽑|이름|꼽|올랐|올라|선발|결정|들었))"
)


def _announces(text: str, grade: Grade, group: Group) -> bool:
    """'최우수상은 A시와 B군이': a grade as the subject, its winners right behind it."""
    if _GRADE_PLACE.fullmatch(text, grade.end, group.start) and _WINNERS_FOLLOW.match(text, group.end):
        return True  # '최우수상에 A시·B시, 우수상에 C군이 선정됐다'
    return (
        _GRADE_SUBJECT.match(text, grade.end, group.start) is not None
        and group.role != "gen"
        and _leads(text, grade, group)
    )


def _announces_at(text: str, items: list[Group | Grade], at: int) -> bool:
    """Whether the grade at `at` announces the group behind it, so that the group before it still belongs to the grade before."""
    grade, group = items[at], items[at + 1] if at + 1 < len(items) else None
    return isinstance(grade, Grade) and isinstance(group, Group) and _GRADE_SUBJECT.match(text, grade.end) is not None


_WON_BY = re.compile(r"[’'”」]?(?:을|를)?\s?(?:받은|탄|차지한|수상한|거머쥔|품은|안은|따낸|쥔|획득한)\s")
_CLAUSE_ENDS = re.compile(rf"받[은는았]|수상[했한]|차지[했한]|탔|탄\s|[{PAST_SYLLABLES}](?:고|으|지|는데|다)|며\s|지만")


def _leads(text: str, grade: Grade, group: Group) -> bool:
    """Whether the group behind a grade is the list of its winners ('최우수상은 A시와 B군에 돌아갔다', '대상 수원시')."""
    gap = text[grade.end : group.start]
    if len(gap) > 60:
        return False
    if _CLAUSE_ENDS.search(gap):
        return False
    if group.role == "top" and re.search(r"[을를]\s?$|[을를]\s", gap[:3]):
        return False
    return (
        re.match(
            r"[’'”」]?\s?(?:수상\s?)?(?:기관|자치단체|지자체|명단|수상자|자리|영예|트로피|영광|주인공|상)?\s?(?:으로는|로는|에는|에|은|는|이|가|으로|로|[:：=\-—(,·]|\||$)?",
            gap,
        )
        is not None
    )


# -- the sentence ------------------------------------------------------------------------------------------------------------


def _frame_for(grade: Grade, frames: list[Frame], carried: str | None) -> tuple[str | None, Frame | None]:
    """The award that a grade belongs to: named before it, else behind it, else the article's."""
    before = [f for f in frames if f.start <= grade.start]
    after = [f for f in frames if f.start > grade.start]
    anaphor: Frame | None = None
    for frame in reversed(before):
        if frame.kind != SAME:
            return frame.kind, frame
        anaphor = anaphor or frame
    if anaphor is not None:
        return carried, anaphor
    if after and after[0].kind != SAME and after[0].start - grade.end < 40:
        return after[0].kind, after[0]
    return carried, None


def read_awards(text: str, sentences: list[Sentence], scene: Scene) -> list[Award]:
    """The awards of an article, in the order of the text; the title is read last, when the body has said what award it is."""
    if not sentences:
        return []
    is_ministry = speaks_of_ministry(text, sentences[0].start, sentences[-1].end) or bool(
        scene.title and speaks_of_ministry(scene.title)
    )
    read = Frames(text, is_ministry)
    state = _State()
    found: list[Award] = []
    body = [(i, s) for i, s in enumerate(sentences) if not s.is_title]
    titles = [(i, s) for i, s in enumerate(sentences) if s.is_title]
    if scene.title:
        _remember(state, read_frames(scene.title, 0, len(scene.title), is_ministry))
    for _, sentence in titles:
        _remember(state, read.of(sentence.start, sentence.end))
    title_state = replace(state)
    if state.kind is None:
        state.later = _only_award(body, read)
    paragraph = -1
    for index, sentence in body:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
        found.extend(_read_sentence(text, index, sentence, scene, state, read))
        state.told_sections = _told_sections(text, sentence)
    for award in found:
        if (
            award.is_current
            and award.programme == NATIONAL
            and award.category == UNSPECIFIED
            and not award.is_optional
            and state.judged
        ):
            award.category, award.is_section_inherited = state.judged, True
            award.reasons.append("section of the article")
    give_money(text, body, scene, found, read)
    for index, sentence in titles:
        if state.kind is None and title_state.kind is None:
            continue
        title_state = replace(
            title_state, edition=title_state.edition or state.edition, section=title_state.section or state.section
        )
        titled = _read_sentence(text, index, sentence, scene, title_state, read)
        give_money(text, [(index, sentence)], scene, titled, read)
        _add_title(found, titled)
    merged = _merge(found)
    pay_from_titles(text, titles, merged)
    return merged


def _only_award(body: list[tuple[int, Sentence]], read: Frames) -> Frame | None:
    """The national award, if the article speaks of no other one."""
    named: Frame | None = None
    for _, sentence in body:
        for frame in read.of(sentence.start, sentence.end):
            if frame.kind in (OTHER, FOREIGN):
                return None
            if frame.kind == NATIONAL and (named is None or (named.edition is None and frame.edition is not None)):
                named = frame
    return named


def _remember(state: _State, frames: list[Frame]) -> None:
    for frame in frames:
        if frame.is_anaphor:
            continue
        if frame.kind in (NATIONAL, OTHER):
            state.kind = frame.kind
            if frame.kind == NATIONAL:
                state.edition = frame.edition or state.edition
                state.section = frame.section or state.section
        elif frame.kind == FOREIGN:
            state.kind = FOREIGN


#: a grade that stands alone in its line, as the head of the lines below
_ALONE = re.compile(
    r"\W*(?:기초\s|광역\s|부문별?\s)?[가-힣]{2,5}(?:상|기관)?\s?(?:수상\s?)?(?:기관|지자체|자치단체|시·?군)?(?:\s?[(（][^()（）]{1,16}[)）])?\W*(?:[0-9]{1,2}\s?(?:곳|개|개\s?시군)\W*)?$"
)
#: who wins here is no municipality: 'A시의 한 기업이', '도내 6개 시군이', 'B구 소재 진흥원이'
_OTHER_SUBJECT = re.compile(
    r"(?:[0-9]+\s?(?:개\s?)?(?:곳|자치단체|지자체|시·군|시군|군·구|구·군|기관)|자치단체|지자체|시·군|시군|기업|회사|업체|센터|재단|공사|공단|학교|대학|대학교|진흥원|개발원|연구원|복지관|협회|협의회|조합|클럽|상공회의소|청년들?|주민들?|공무원|주무관|팀장|과장|씨|박사|교수)(?:이|가|은|는|도)\s"
)


#: '앞선 두 해의 최우수상': prizes that were told before
_EARLIER = re.compile(r"(?:앞선|앞서|이전|그동안의|지금까지의)\s[^.,]{0,6}$")


def _won_by_another(text: str, start: int, end: int) -> bool:
    """Whether another subject stands between a municipality and the grade; 'A시 등 2곳이' and 'A시와 2개 군이' only count on."""
    if re.match(r"\)?\s?등|[을를]\s(?:비롯|포함|필두)", text[start : start + 5]):
        return False
    other = _OTHER_SUBJECT.search(text, start, end)
    return other is not None and not re.search(
        r"(?:와|과)\s(?:[가-힣]{1,5}\s|[0-9]{1,2}\s?개\s?)?$", text[start : other.start()]
    )


def _read_sentence(text: str, index: int, sentence: Sentence, scene: Scene, state: _State, read: Frames) -> list[Award]:
    grades = read_grades(text, sentence)
    if not sentence.is_list:
        state.heading = None
    elif not grades:
        return _below_heading(text, index, sentence, scene, state)
    else:
        state.heading = None
    here = text[sentence.start : sentence.end]
    frames = read.of(sentence.start, sentence.end)
    if not grades and not frames and "공시제" not in here:
        return []
    base = scene.published.year if scene.published else None
    frames = as_this_years(text, frames, base, state.edition, sentence.start, sentence.end)
    told_kind = state.kind  # the award spoken of before this sentence
    lasting = [
        f
        for f in frames
        if not (
            f.kind == NATIONAL
            and re.match(r"[^.]{0,12}(?:별개|다른|달리|무관)", text[f.end : min(f.end + 20, sentence.end)])
        )
    ]
    _remember(state, lasting)
    if _SAME_SECTION.search(here):
        state.same_section = sentence.paragraph
    if _JUDGED_SECTION.search(here):
        state.judged = "disclosure"
    if not grades:
        return []
    _bind(text, index, sentence, grades, scene, [f for f in frames if f.is_giver])
    sections = _sections(text, sentence)
    years = _own_years(text, sentence, grades, frames)
    _distribute(text, sentence, grades)
    awards: list[Award] = []
    explicit_subject = any(g.rule for g in grades)
    real = [g for g in grades if not g.is_prize_only]
    for i, grade in enumerate(grades):
        kind, frame = _frame_for(grade, frames, told_kind or state.kind)
        if kind is None and state.later is not None:
            kind, state.edition, state.section = (
                NATIONAL,
                state.edition or state.later.edition,
                state.section or state.later.section,
            )
        if kind not in (NATIONAL, OTHER):
            continue
        if is_undone(text, grade, sentence.end) or _EARLIER.search(
            text, max(sentence.start, grade.start - 12), grade.start
        ):
            continue
        whos, rule = grade.whos, grade.rule
        if not whos:
            if sentence.is_list and i not in years and _ALONE.match(text, sentence.start, sentence.end):
                if not grade.is_prize_only:
                    state.heading = (grade, sentence.paragraph)  # '▲최우수상': the winners stand in the lines below
                continue
            carried = scene.carried(index)
            if carried is None or (sentence.is_title and not scene.main):
                continue
            if sentence.is_list and scene.groups(index, sentence):
                continue  # a line about somebody else
            if is_of_nobody(text, sentence, grade) and not (i in years and years[i].start > grade.end):
                continue
            if _OTHER_SUBJECT.search(text, sentence.start, grade.start):
                continue
            if grade.is_prize_only and i not in years and not (frame is not None and frame.kind == NATIONAL):
                continue
            whos, rule = [carried], "carried_subject"
        elif (rule == "subject_then_grade" and _won_by_another(text, max(w.end for w in whos), grade.start)) or (
            (
                is_of_others(text, grade)
                and rule == "subject_then_grade"
                and not re.search(r"수상\s?(?:기관|자치단체)", text[grade.end : grade.end + 8])
            )
            and not re.match(r"\s?(?:을|를)?\s?(?:받은|탄|수상한)\s?것", text[grade.end : grade.end + 10])
        ):
            continue
        if grade.is_prize_only:
            # said without its grade: only where the sentence itself is about this award, and no grade of the same winners stands in it
            if (
                any(set(w.municipality.id for w in r.whos or whos) & {w.municipality.id for w in whos} for r in real)
                and i not in years
            ):
                continue
            if kind == NATIONAL and frame is None and told_kind != NATIONAL:
                continue
        awards.extend(
            _rows(
                text,
                index,
                sentence,
                scene,
                grade,
                whos,
                rule or "carried_subject",
                kind,
                frame,
                years.get(i),
                sections,
                grades,
                i,
                state,
            )
        )
    if not explicit_subject and not awards:
        return []
    awards.extend(_respective_sections(text, sentence, awards, sections, state.told_sections))
    return awards


def _below_heading(text: str, index: int, sentence: Sentence, scene: Scene, state: _State) -> list[Award]:
    """The winners in a line below the grade that heads them."""
    if state.heading is None or state.heading[1] != sentence.paragraph or state.kind not in (NATIONAL, OTHER):
        return []
    whos = [w for g in scene.groups(index, sentence) if g.role in ("end", "mod", "com", "top") for w in g.members]
    grade = replace(state.heading[0], whos=whos, rule="below_heading")
    return (
        _rows(text, index, sentence, scene, grade, whos, grade.rule, state.kind, None, None, [], [grade], 0, state)
        if whos
        else []
    )


def _distribute(text: str, sentence: Sentence, grades: list[Grade]) -> None:
    """'A시와 B군이 각각 최우수상과 우수상을': as many grades as winners, and 각각 between them: one each."""
    real = [g for g in grades if not g.is_prize_only and g.whos]
    at = 0
    while at < len(real):
        ids = [w.municipality.id for w in real[at].whos]
        run = [real[at]]
        for grade in real[at + 1 :]:
            if [w.municipality.id for w in grade.whos] != ids:
                break
            run.append(grade)
        at += len(run)
        if len(run) > 1 and len(ids) == len(run):
            whos = list(run[0].whos)
            if re.search(r"각각|나란히|차례로|각기|순서대로", text[whos[-1].end : run[-1].end + 12]):
                for grade, who in zip(run, whos, strict=True):
                    grade.whos, grade.rule = [who], "respectively"


def _respective_sections(
    text: str, sentence: Sentence, awards: list[Award], sections: list[tuple[int, int, str]], told_before: list[str]
) -> list[Award]:
    """'공시제와 우수사업 부문에서 각각 우수상과 최우수상을': the sections in order, one grade each.

    The sections may stand in the sentence before (`told_before`). Returns the awards that have to be added: one grade won in both sections.
    """
    named: list[tuple[int, int, str]] = []
    for section in sections:
        if section[2] != "else" and all(section[2] != n[2] for n in named):
            named.append(section)
    fresh = [a for a in awards if a.is_current and a.programme == NATIONAL]
    grades = sorted({(a.what.start if a.what else a.start, a.grade) for a in fresh})
    if not grades:
        return []
    one = len({a.who.municipality.id for a in fresh}) == 1
    if (
        len(named) < 2
        and len(grades) == 2
        and one
        and len(told_before) == 2
        and re.search(r"각각|차례로", text[sentence.start : grades[1][0]])
    ):
        kinds = told_before
    elif len(named) == 2 and named[1][0] < grades[0][0]:
        kinds = [n[2] for n in named]
    else:
        return []
    if len(grades) == 2 and one:
        for award in fresh:
            at = [g[0] for g in grades].index(award.what.start if award.what else award.start)
            award.category, award.rule, award.is_section_inherited = kinds[at], "respective_sections", False
    elif (
        len(grades) == 1
        and named
        and re.search(
            r"모두|나란히|두\s?(?:개\s?)?부문|2개\s?부문|각각|동시|함께|와\s|과\s", text[named[0][1] : grades[0][0]]
        )
    ):
        for award in fresh:
            award.category, award.rule = kinds[0], "both_sections"
        return [replace(a, category=kinds[1], reasons=list(a.reasons)) for a in fresh]
    return []


def _current_year(scene: Scene, state: _State, text: str, sentence: Sentence) -> tuple[int | None, str | None]:
    if state.edition is not None and state.kind == NATIONAL:
        return state.edition, None
    if re.search(r"(?:받은|탄|차지한|수상한|오른)\s?(?:바|적|일)\s?(?:이\s)?있", text[sentence.start : sentence.end]):
        return None, "a past award without its year"
    if scene.published is None:
        return None, "no year in the text and no publication date"
    month = re.search(r"지난(?:해)?\s?([0-9]{1,2})월", text[sentence.start : sentence.end])
    if month and int(month.group(1)) > scene.published.month:
        return scene.published.year - 1, "year from the publication date"
    if "지난달" in text[sentence.start : sentence.end] and scene.published.month == 1:
        return scene.published.year - 1, "year from the publication date"
    return scene.published.year, "year from the publication date"


def _rows(
    text: str,
    index: int,
    sentence: Sentence,
    scene: Scene,
    grade: Grade,
    whos: list[Who],
    rule: str,
    kind: str,
    frame: Frame | None,
    time: Mention | None,
    sections: list[tuple[int, int, str]],
    grades: list[Grade],
    at: int,
    state: _State,
) -> list[Award]:
    """The awards of one grade: its years, its section, and those that 'N년 연속' and '지난해에 이어' add."""
    reasons: list[str] = []
    when: Span | None = None
    base = scene.published.year if scene.published else None
    current, why = (
        (frame.edition, None)
        if frame is not None and frame.edition is not None
        else _current_year(scene, state, text, sentence)
    )
    if kind == OTHER:
        current = frame.edition if frame is not None and frame.edition is not None else base
    years: list[int | None]
    is_current = True
    own: Time | None = time.value if time is not None else None
    if own is not None and own.years:
        years = list(own.years)
        when = Span(time.start, time.end) if time else None
        if (
            frame is not None
            and frame.edition is not None
            and years == [frame.printed]
            and frame.edition != frame.printed
        ):
            years = [frame.edition]
            reasons.append("evaluation of the year before, prize of this year")
        is_current = years[-1] == current
        if years == [current]:
            is_current = True
    elif own is not None and own.offset is not None:
        anchor = state.edition
        years = [anchor + own.offset if anchor is not None else None]
        is_current = own.offset == 0
        when = Span(time.start, time.end) if time else None
    else:
        # a grade joined to a dated one by 와/과/· shares its year
        (
            at > 0
            and re.fullmatch(r"[’'”」]?\s?(?:와|과|및|[·∙ㆍ,])\s?[‘'“「]?", text[grades[at - 1].end : grade.start])
            is not None
        )
        years = [current]
        if why:
            reasons.append(why)
        if False:
            years = [current]
    category, how = _category(
        text, sentence, grade, grades, at, sections, frame, kind, state, (is_current and own is None) or is_current
    )
    if how:
        reasons.append(how)
    start, end = sentence.start, sentence.end
    awards: list[Award] = []
    is_else = category == "else"
    for who in whos:
        for year in years:
            first = min(
                x
                for x in (
                    who.start if not who.is_carried and who.start >= sentence.start else grade.start,
                    when.start if when else grade.start,
                    grade.start,
                )
                if x >= 0
            )
            last = max(
                who.end if not who.is_carried and who.start >= sentence.start else 0, grade.end, when.end if when else 0
            )
            awards.append(
                Award(
                    who,
                    NATIONAL if kind == NATIONAL else OTHER,
                    year,
                    UNSPECIFIED if is_else else category,
                    grade.value,
                    index,
                    max(first, start),
                    min(last, end),
                    rule,
                    is_current and (len(years) == 1 or year == current),
                    None,
                    is_else,
                    when,
                    Span(grade.start, grade.end),
                    [*reasons, *(["subject carried from before"] if who.is_carried else [])],
                    how == "section of the article",
                )
            )
    awards.extend(_history(text, sentence, grade, grades, at, awards))
    return awards


def _category(
    text: str,
    sentence: Sentence,
    grade: Grade,
    grades: list[Grade],
    at: int,
    sections: list[tuple[int, int, str]],
    frame: Frame | None,
    kind: str,
    state: _State,
    is_current: bool,
) -> tuple[str, str | None]:
    if kind != NATIONAL:
        return UNSPECIFIED, None
    floor = grades[at - 1].end if at else sentence.start
    own = [s for s in sections if floor <= s[0] and s[1] <= grade.start + 4]
    if own:
        return own[-1][2], None
    behind = [
        s
        for s in sections
        if 0 <= s[0] - grade.end <= 8
        and re.fullmatch(r"[’'”」]?\s?(?:[(（,]\s?)?(?:지역|일자리|목표|\s)*", text[grade.end : s[0]])
    ]
    if behind:
        return behind[0][2], None
    if not is_current:
        earlier = [s for s in sections if s[1] <= grade.start]
        if state.section and (
            _SAME_SECTION.search(text, sentence.start, grade.start) or state.same_section == sentence.paragraph
        ):
            return state.section, None
        if earlier and at:
            return earlier[-1][2], "section of the sentence"
        return UNSPECIFIED, None
    earlier = [s for s in sections if s[1] <= grade.start]
    if earlier:
        return earlier[-1][2], "section of the sentence"
    if frame is not None and frame.section:
        return frame.section, None
    if state.section and _SAME_SECTION.search(text, sentence.start, grade.start):
        return state.section, None
    if state.section:
        return state.section, "section of the article"
    later = [s for s in sections if s[0] >= grade.end]
    if later:
        return later[0][2], "section of the sentence"
    return UNSPECIFIED, None


def _past_row(row: Award, year: int, rule: str, time: Mention | None, optional: bool) -> Award:
    """The same award in an earlier year."""
    past = replace(
        row,
        year=year,
        is_current=False,
        incentive_krw=None,
        rule=rule,
        is_optional=optional,
        paid=None,
        reasons=list(row.reasons),
    )
    if time is not None:
        past.when = Span(time.start, time.end)
        past.start, past.end = min(row.start, time.start), max(row.end, time.end)
    else:
        past.reasons = ["year counted back from a streak"]
    return past


_FOLLOWS_ON = re.compile(r"(?:에도|에)?\s?(?:이어|이은)")
_AFTER_YEARS = re.compile(r"(?:에)?\s?(?:이후|이래|다음으로|뒤|에\s이어)?(?:로)?[^.]{0,12}?(?P<n>[0-9]{1,2})\s?년\s?만")
_FIRST_IN_YEARS = re.compile(r"(?P<n>[0-9]{1,2}|두|세|네|다섯|여섯)\s?(?:년|해)\s?만(?:에|의|이|인)")


def _history(
    text: str, sentence: Sentence, grade: Grade, grades: list[Grade], at: int, rows: list[Award]
) -> list[Award]:
    """The earlier years that a grade's own words add.

    '지난해에 이어 2년 연속 우수상': a row for 지난해. '2022년 이후 3년 만의 최우수상': a row for 2022. '3년 연속 최우수상' and '4년 만의 우수상'
    without years: the earlier ones as optional rows.
    """
    if not rows or rows[0].year is None or len({r.year for r in rows}) > 1:
        return []
    floor = grades[at - 1].end if at else sentence.start
    ceiling = grades[at + 1].start if at + 1 < len(grades) else sentence.end
    before, after = text[floor : grade.start], text[grade.end : min(grade.end + 40, ceiling)]
    year = rows[0].year
    added: list[Award] = []
    for mention in sentence.mentions:
        if mention.kind != lexicon.TIME or len(mention.value.years) != 1 or not floor <= mention.start < ceiling:
            continue
        past = mention.value.years[0]
        if not year - 15 <= past < year:
            continue
        again = _AFTER_YEARS.match(text, mention.end, ceiling)
        follows = mention.end <= grade.start or mention.start - grade.end < 16
        if (again and int(again.group("n")) == year - past) or (
            follows and mention.value.role in ("year", "compare") and _FOLLOWS_ON.match(text, mention.end)
        ):
            added.extend(_past_row(row, past, "followed_on", mention, False) for row in rows)
    streak = _STREAK.search(before) or _STREAK.search(after)
    once = _FIRST_IN_YEARS.search(before) or _FIRST_IN_YEARS.search(after)
    if once and not added and rows[0].is_current:
        n = int(once.group("n")) if once.group("n").isdigit() else _NUMBERS[once.group("n")]
        if 2 <= n <= 15:
            added.extend(_past_row(row, year - n, "first_in_years", None, True) for row in rows)
    if streak and rows[0].rule != "followed_on":
        n = int(streak.group("n")) if streak.group("n").isdigit() else _NUMBERS[streak.group("n")]
        if 2 <= n <= 20:
            word = re.escape(text[grade.start : grade.end])
            same_grade = re.search(
                rf"(?:연속|내리|째|잇따라|잇달아)\s?[‘'“「]?{word}", before[-14:] + text[grade.start : grade.end]
            ) or (
                streak.string is after and re.match(r"[’'”」]?(?:을|를|은|이)?\s?(?:[0-9]{1,2}년|[두세네] 해)", after)
            )
            for row in rows:
                for back in range(1, n):
                    if not any(a.year == year - back and a.who.municipality is row.who.municipality for a in added):
                        past_row = _past_row(row, year - back, "streak", None, True)
                        past_row.grade = grade.value if same_grade else UNSPECIFIED
                        added.append(past_row)
    return added


# -- putting together --------------------------------------------------------------------------------------------------------


def _add_title(found: list[Award], titled: list[Award]) -> None:
    """A title repeats the body in short: it fills a grade that the body left open, or adds a winner that the body does not name."""
    for award in titled:
        same = [
            a
            for a in found
            if a.who.municipality is award.who.municipality
            and a.is_current
            and a.programme == award.programme
            and not a.is_optional
        ]
        if not same:
            if award.is_current and not (
                award.grade == UNSPECIFIED and any(a.who.municipality is award.who.municipality for a in found)
            ):
                award.reasons.append("only in the title")
                found.append(award)
            continue
        twins = [a for a in same if award.grade in (a.grade, UNSPECIFIED) or a.grade == UNSPECIFIED]
        if award.incentive_krw is not None and len(twins) == 1 and twins[0].incentive_krw is None:
            twins[0].incentive_krw, twins[0].paid = award.incentive_krw, award.paid
        open_ = [a for a in same if a.grade == UNSPECIFIED]
        if award.grade != UNSPECIFIED and open_ and not any(a.grade == award.grade for a in same):
            for a in open_:
                a.grade = award.grade
                a.reasons.append("grade from the title")


def _merge(found: list[Award]) -> list[Award]:
    """One award for each that was won: what several sentences say of it is put together, the more telling one leads."""
    kept: list[Award] = []
    for award in found:
        twin = next((k for k in kept if _is_same(k, award)), None)
        if twin is None:
            kept.append(award)
            continue
        if twin.category == UNSPECIFIED or (
            twin.is_section_inherited and not award.is_section_inherited and award.category != UNSPECIFIED
        ):
            twin.category, twin.is_section_inherited = award.category, award.is_section_inherited
        if twin.grade == UNSPECIFIED:
            twin.grade, twin.what = award.grade, award.what
            twin.start, twin.end = award.start, award.end
            twin.sentence = award.sentence
        twin.year = twin.year if twin.year is not None else award.year
        twin.incentive_krw = twin.incentive_krw if twin.incentive_krw is not None else award.incentive_krw
        twin.is_optional = twin.is_optional and award.is_optional
    # a prize told without its grade is the graded one of that year, unless it stands in another section
    result = []
    for award in kept:
        if award.grade == UNSPECIFIED:
            graded = [
                k
                for k in kept
                if k.grade != UNSPECIFIED
                and k.who.municipality is award.who.municipality
                and k.programme == award.programme
                and k.year == award.year
                and (
                    award.is_section_inherited
                    or UNSPECIFIED in (award.category, k.category)
                    or award.category == k.category
                )
            ]
            if graded:
                if graded[0].incentive_krw is None and len(graded) == 1:
                    graded[0].incentive_krw = award.incentive_krw
                continue
        result.append(award)
    return result


def _is_same(a: Award, b: Award) -> bool:
    if a.who.municipality is not b.who.municipality or a.programme != b.programme:
        return False
    if a.year != b.year and not ((a.year is None or b.year is None) and a.is_current == b.is_current):
        return False
    if a.grade != b.grade and UNSPECIFIED not in (a.grade, b.grade):
        return False
    return (
        a.category == b.category
        or UNSPECIFIED in (a.category, b.category)
        or (a.is_section_inherited != b.is_section_inherited and a.is_current and b.is_current)
    )
