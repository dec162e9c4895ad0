"""Awards: who won which grade of which award in which year, with the money that came with it.

A sentence is read as a row of items: municipalities, grades, years, sections, money. The rules below say which of them belong together;
each rule's name is written on the claims that it makes.
"""

import re
from dataclasses import dataclass, field, replace

from extract.claims import lexicon
from extract.claims.frames import FOREIGN, NATIONAL, OTHER, SAME, Frame, read_frames, speaks_of_ministry
from extract.claims.model import Mention, Sentence, Span
from extract.claims.numbers import WON
from extract.claims.times import Time
from extract.claims.who import Group, Scene, Who

UNSPECIFIED = "unspecified"


@dataclass(slots=True)
class Award:
    """One award on its way to a claim. `years` is empty where the text does not say the year."""

    who: Who
    programme: str
    year: int | None
    category: str
    grade: str
    sentence: int
    start: int
    end: int
    rule: str
    is_current: bool
    incentive_krw: int | None = None
    is_optional: bool = False
    when: Span | None = None
    what: Span | None = None
    reasons: list[str] = field(default_factory=list)
    is_section_inherited: bool = False


@dataclass(slots=True)
class _Grade:
    value: str
    start: int
    end: int
    whos: list[Who] = field(default_factory=list)
    rule: str = ""
    is_prize_only: bool = False


@dataclass(slots=True)
class _State:
    """What the article has said so far about its award."""

    kind: str | None = None
    edition: int | None = None
    section: str | None = None
    is_ministry: bool = True
    judged: str | None = None  # the section whose results the article says were judged, told after the award itself


# -- grade words -------------------------------------------------------------------------------------------------------------

_GRAND_BEFORE = re.compile(
    r"(?:일자리|고용|지원|모집|심사|평가|조사|교육|참여|신청|공모|관심|검토|점검|수혜|사업|우선|적용|단속|관리|발굴|선정|투자|을|를|주요|주|정책|공시|비교|분석|시상)\s?$"
)
_GRAND_AFTER = re.compile(
    r"(?:자(?![체치])|지(?!역)|층|별|인원|으로\s|이다|이며|이었|이고|인\s|이 되|기업|사업|은\s만|에는\s만|업체|국|물|아동|가구|노인|청년|여성)"
)
_NAME_BEFORE = re.compile(
    r"일자리\s?(?:창출\s?|정책\s?)?$|(?:헌정|경영|행정|브랜드|혁신|자치|생산성|발전|도시|정책|친화|의정|봉사|소비자|품질|환경)$|어워드\s?$"
)
_COUNTED = re.compile(
    r"[’'”]?\s?(?:각\s?)?(?:을\s|를\s|은\s|는\s|이\s)?(?:모두\s|각각\s)?(?:[0-9]{1,3}|한|두|세|네|다섯|여섯|일곱|여덟|아홉)\s?(?:건|명|팀|편|점|작품|회|차례|번|개(?!\s?(?:부문|시|군|구))|곳(?![은이]))|[’'”]?\s?(?:[0-9]{1,3})\s?(?:곳|개)(?:[은이]|\s)"
)
_UNDONE = re.compile(
    r"도전|노린|노리|겨냥|향해|향한|후보|목표로|다짐|받겠|올리겠|되겠|이루겠|차지하겠|놓쳤|놓친|실패|탈락|무산|불발|그치지|아쉽"
)
_MORE_GRADES = (
    r"(?:[’'”」]?\s?(?:과|와|및|[·ㆍ,])\s?[‘'“「]?(?:종합대상|대상|최우수상|우수상|특별상|장려상|장관상)[’'”」]?){0,3}"
)
_GENERIC = re.compile(
    rf"{_MORE_GRADES}\s?(?:을|를|의)?\s?(?:받은|받는|탄|수상한|수상|차지한|거머쥔|획득한)\s?(?:곳|사업|기관|시·?군|자치단체|지자체|지방자치단체|사례|과제|작품|팀|도시|담당|공무원|기업|단체|시도|광역)"
)
_IN_ALL = re.compile(
    rf"{_MORE_GRADES}\s?등?\s?(?:을|를|만)?\s?(?:모두\s|총\s)?(?:[0-9]{{1,2}}|두|세|네|다섯|여섯)\s?(?:차례|번|회|곳|개)"
)
_TIMES = re.compile(
    rf"{_MORE_GRADES}\s?등\s?(?:을|를)?\s?(?:모두\s|총\s)?(?:[0-9]{{1,2}}|두|세|네|다섯|여섯)\s?(?:차례|번|회)"
)
_GIVER = re.compile(r"(?:장관|차관|총리|대통령|노동부|고용부|정부|위원회|지사|행안부)(?:이|가|은|는)\s")
_GAVE = re.compile(
    r"[^.]{0,40}?(?:건넸|건네|수여했|수여한|수여하|전달했|시상했|시상한|시상하|준다|줬|주는|뽑았|골랐|고른다|정한다|선정했|선정한다)"
)
_WON = re.compile(
    r"(?:을|를|도)?\s?(?:받|수상|탔|타|안|거머|차지|획득|손에|품|따|올|이어|연속|뽑|선정|영예|쾌거|들|됐|되|이름|돌아|주어|수여|전달|확보|기록|로)"
)


def _grades(text: str, sentence: Sentence) -> list[_Grade]:
    found: list[_Grade] = []
    for mention in sentence.mentions:
        if mention.kind != lexicon.GRADE:
            continue
        start, end, value = mention.start, mention.end, mention.value
        word = text[start:end]
        before = text[max(sentence.start, start - 12) : start]
        if word == "대상":
            if _NAME_BEFORE.search(before) and not before.rstrip().endswith("일자리대상"):
                continue
            if _GRAND_BEFORE.search(before) and not re.search(r"(?:[0-9]년|부문)\s?$", before):
                continue
            after = _GRAND_AFTER.match(text, end)
            if (
                after
                and not (after.group().startswith("으로") and re.search(r"[시군구도]를\s$|부문\s$|[‘'“]$", before))
                and not (
                    after.group() in ("이며", "이고", "이었", "이다")
                    and re.search(r"부문\s?(?:별\s?)?$|[은는]\s$", before)
                )
            ):
                continue
            if "가" <= before[-1:] <= "힣" and not before.endswith(("별", "초", "역", "부", "문", "년")):
                continue
            if "가" <= text[end : end + 1] <= "힣" and not re.match(
                r"(?:을|를|이|은|의|에|과|도|까지|으로|만|부터|보다|·|수상|기관|차지|였|이었|이며|이고|이다|인 )",
                text[end : end + 3],
            ):
                continue
        if word == "최우수" and re.match(r"\s?(?:\(?SA|등급|점|사례|평점|성적|학생|제품|인재)", text[end : end + 6]):
            continue
        if word == "최우수" and text[end : end + 1] == "상":
            continue
        if word in ("상을", "상도") and "가" <= before[-1:] <= "힣":
            continue
        if word == "상을" and not _WON.match(text, end - 1):
            continue
        if word == "수상" and re.match(
            r"(?:자(?!치)|작|소감|명단|레저|스키|안전|이력|경력|하지|실적)", text[end : end + 2]
        ):
            continue
        if value != UNSPECIFIED and (_COUNTED.match(text, end) or _TIMES.match(text, end)):
            continue
        found.append(_Grade(value, start, end, is_prize_only=value == UNSPECIFIED))
    # 최우수상(장관상), 장관상(특별상): one prize said twice
    kept: list[_Grade] = []
    for grade in found:
        if (
            kept
            and grade.start - kept[-1].end <= 4
            and re.fullmatch(r"[’'”」]?\s?(?:\(\s?|인\s|이자\s|에 해당하는\s|격인\s)", text[kept[-1].end : grade.start])
        ):
            first, second = kept[-1], grade
            ranks = [g for g in (first, second) if not g.is_prize_only]
            if len(ranks) == 2 and {first.value, second.value} & {"종합대상", "대상"}:
                first.value = "종합대상" if "종합대상" in (first.value, second.value) else first.value
                first.end = second.end
                continue
            if len(ranks) <= 1:
                first.value = ranks[0].value if ranks else UNSPECIFIED
                first.is_prize_only = not ranks
                first.end = second.end
                continue
        kept.append(grade)
    return kept


# -- sections, years ---------------------------------------------------------------------------------------------------------

_SECTION = re.compile(
    r"(?P<disclosure>공시제)|(?P<project>우수\s?사업(?!비)|우수\s?사례|(?:맞춤형|일자리\s?사업|창출\s?사업|일자리\s?창출)[^.,·]{0,12}?(?:부문|분야))"
    r"|(?P<else>사회적\s?기업\s?(?:부문|분야)|(?<![가-힣])(?!같은|이\s|해당|두\s|동일|이번|광역|기초)[가-힣]{2,6}\s부문(?=에서))"
)
_JUDGED_SECTION = re.compile(
    r"(?:이번|이|올해)\s(?:평가|심사|상|수상)[은는이가][^.]{0,30}공시제[^.]{0,30}(?:실적|성과|대상|결과|평가|심사)|공시제[^.]{0,16}(?:실적|성과|이행)[^.]{0,20}(?:평가|심사|견[준줘]|따져|겨)"
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


def _own_years(text: str, sentence: Sentence, grades: list[_Grade], frames: list[Frame]) -> dict[int, Mention]:
    """For each grade (by place in the list) the year that stands with it: in brackets behind it, or nearest before it after the last grade."""
    found: dict[int, Mention] = {}
    times = [m for m in sentence.mentions if m.kind == lexicon.TIME and m.value.role == "year"]
    for i, grade in enumerate(grades):
        behind = next(
            (
                t
                for t in times
                if 0 <= t.start - grade.end <= 3 and re.match(r"[’'”]?\s?[(（]\s?$", text[grade.end : t.start])
            ),
            None,
        )
        if behind is not None:
            found[i] = behind
            continue
        floor = grades[i - 1].end if i else sentence.start
        before = [t for t in times if floor <= t.start and t.end <= grade.start]
        for time in reversed(before):
            if _PRIOR.match(text, time.end) and re.match(r"에?\s?이어\s", text[time.end : time.end + 5]) is not None:
                continue
            if _RESULT_AFTER.match(text, time.end, grade.start):
                continue
            if re.match(
                r"\s?(?:[0-9]{1,2}월\s?)?(?:[0-9]{1,2}일\s?)?(?:첫|문을|도입|시작|출범|개청|제정)",
                text[time.end : time.end + 14],
            ):
                continue
            found[i] = time
            break
    return found


# -- who won what ------------------------------------------------------------------------------------------------------------

_SELECT = re.compile(r"(?:으로|로|에)\s?[^.,]{0,12}(?:뽑|선정|골|꼽|결정|올렸)")
_GIVEN = re.compile(r"돌아|주어|수여|안겼|안기|줬|건네|전달|넘어|나란히|각각|이름|올랐|[이가은]\s")
_GRADE_LEADS = re.compile(
    r"[’'”」]?\s?(?:수상\s?)?(?:기관|자치단체|지자체|명단|수상자|수상지|자리|영예|트로피|영광|주인공|상)?\s?(?:으로는|로는|에는|에|은|는|이|가|으로|로|:|=|—|-|\||·|\(|,)?\s?"
)
_VENUE = re.compile(
    r"^\s?(?:[가-힣A-Za-z]+\s?){0,2}(?:센터|회관|호텔|청사|광장|타워|대학교?|체육관|공원|컨벤션|오스코|엑스코|벡스코|킨텍스|코엑스)"
)


def _bind(text: str, index: int, sentence: Sentence, grades: list[_Grade], scene: Scene) -> None:
    """Gives every grade the municipalities that the sentence gives it to."""
    items: list[tuple[int, str, object]] = []
    for group in scene.groups(index, sentence):
        if group.role in ("loc", "part", "cmp", "gen") and not (group.role == "gen" and sentence.is_title):
            continue
        if group.role == "mod" and not sentence.is_title:
            nearest = next((g for g in grades if 0 <= g.start - group.end <= 3), None)
            if nearest is None:
                continue
        if (
            group.is_bare
            and not sentence.is_title
            and group.role in ("mod", "inst", "com", "dat")
            and len(group.members) == 1
        ):
            continue
        if group.role == "end" and not sentence.is_title and re.match(r"\s?=", text[group.end : group.end + 2]):
            continue
        if _VENUE.match(text[group.end : group.end + 16]):
            continue
        items.append((group.start, "group", group))
    for mention in sentence.mentions:
        if mention.kind == lexicon.SUBJECT and mention.value.role in ("top", "dat"):
            who = scene.meant(index, mention)
            if who is not None:
                items.append(
                    (
                        mention.start,
                        "group",
                        Group((who,), mention.start, mention.end, mention.value.role, mention.end, False),
                    )
                )
    for grade in grades:
        items.append((grade.start, "grade", grade))
    items.sort(key=lambda item: item[0])

    subject: Group | None = None  # a group that waits for its grade
    open_grade: _Grade | None = None  # a grade that waits for its municipalities
    led: _Grade | None = None  # the last grade that was given its municipalities behind it
    for i, (_, kind, item) in enumerate(items):
        if kind == "grade":
            grade: _Grade = item  # type: ignore[assignment]
            if subject is not None:
                inside = re.fullmatch(r"\s?[(（]\s?[‘'“]?", text[subject.end : grade.start])
                grade.whos = list(subject.members)
                grade.rule = "grade_in_brackets" if inside else "subject_then_grade"
                if inside:
                    subject = None
                led = None
            else:
                open_grade = grade
            continue
        group: Group = item  # type: ignore[assignment]
        following = next((it for _, k, it in items[i + 1 :] if k == "grade"), None)
        next_is_grade = i + 1 < len(items) and items[i + 1][1] == "grade"
        selected = (
            group.role == "acc"
            and next_is_grade
            and _SELECT.match(text[following.end : following.end + 24] if following else "") is not None
        )  # type: ignore[attr-defined]
        if open_grade is not None and _leads(text, open_grade, group):
            open_grade.whos.extend(group.members)
            open_grade.rule = "grade_then_list"
            led, open_grade = open_grade, None
            subject = None
            continue
        if (
            led is not None
            and not (next_is_grade and group.role in ("top", "end", "acc") and not _led_next(text, items, i))
            and group.role in ("top", "end", "dat", "cop", "com")
            and text[led.end : group.start].count(".") == 0
        ):
            led.whos.extend(group.members)
            continue
        if group.role == "acc" and not selected:
            continue
        if group.role == "dat" and not (
            next_is_grade
            and following is not None
            and re.match(r"[’'”」]?\s?(?:수상)?(?:이|가|은|는|을|를)", text[following.end : following.end + 4])
        ):  # type: ignore[attr-defined]
            if not (
                open_grade is None
                and group.members
                and re.match(r"\s?이어", text[group.after : group.after + 3]) is None
                and following is not None
            ):
                continue
            continue
        if group.role == "inst":
            continue
        if group.role == "com" and subject is None and not sentence.is_title:
            if not re.match(r"\s?(?:함께|나란히|더불어|공동)", text[group.after : group.after + 4]):
                continue
        if subject is not None and subject.role == "com":
            group = Group(
                (*subject.members, *group.members), subject.start, group.end, group.role, group.after, group.is_bare
            )
        subject = group
        led = None


def _leads(text: str, grade: _Grade, group: Group) -> bool:
    """Whether the group behind a grade is the list of its winners ('최우수상은 A시와 B군에 돌아갔다', '대상 수원시')."""
    gap = text[grade.end : group.start]
    if len(gap) > 60:
        return False
    if re.search(r"받[은는았]|수상[했한]|차지[했한]|탔|탄\s|[가-힣]했[고으]|며\s|았[고으]|었[고으]|됐[고으]|지만", gap):
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


def _led_next(text: str, items: list[tuple[int, str, object]], at: int) -> bool:
    """Whether the grade after the group at `at` leads a list of its own, so that the group still belongs to the grade before."""
    grade: _Grade = items[at + 1][2]  # type: ignore[assignment]
    if at + 2 >= len(items) or items[at + 2][1] != "group":
        return False
    return re.match(r"[’'”」]?(?:은|는|이|가|으로는|에는)(?:\s|$)", text[grade.end : grade.end + 4]) is not None


# -- the sentence ------------------------------------------------------------------------------------------------------------


def _frame_for(grade: _Grade, frames: list[Frame], state: _State) -> tuple[str | None, Frame | None]:
    """The award that a grade belongs to: named before it, else behind it, else the article's."""
    before = [f for f in frames if f.start <= grade.start]
    after = [f for f in frames if f.start > grade.start]
    anaphor: Frame | None = None
    for frame in reversed(before):
        if frame.kind != SAME:
            return frame.kind, frame
        anaphor = anaphor or frame
    if anaphor is not None:
        return state.kind, anaphor
    if after and after[0].kind != SAME and after[0].start - grade.end < 40:
        return after[0].kind, after[0]
    return state.kind, None


def read_awards(text: str, sentences: list[Sentence], scene: Scene) -> list[Award]:
    """The awards of an article, in the order of the text; the title is read last, when the body has said what award it is."""
    state = (
        _State(
            is_ministry=speaks_of_ministry(text, sentences[0].start, sentences[-1].end)
            or bool(scene.title and speaks_of_ministry(scene.title))
        )
        if sentences
        else _State()
    )
    found: list[Award] = []
    body = [(i, s) for i, s in enumerate(sentences) if not s.is_title]
    titles = [(i, s) for i, s in enumerate(sentences) if s.is_title]
    if scene.title:
        _remember(state, read_frames(scene.title, 0, len(scene.title), state.is_ministry))
    for _, sentence in titles:
        _remember(state, read_frames(text, sentence.start, sentence.end, state.is_ministry))
    title_state = replace(state)
    paragraph = -1
    for index, sentence in body:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
        found.extend(_read_sentence(text, index, sentence, scene, state))
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
    _money(text, body, scene, found)
    for index, sentence in titles:
        if state.kind is None and title_state.kind is None:
            continue
        title_state = replace(
            title_state, edition=title_state.edition or state.edition, section=title_state.section or state.section
        )
        _add_title(found, _read_sentence(text, index, sentence, scene, title_state))
    return _merge(found)


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


def _read_sentence(text: str, index: int, sentence: Sentence, scene: Scene, state: _State) -> list[Award]:
    grades = _grades(text, sentence)
    here = text[sentence.start : sentence.end]
    named = "일자리" in here or "공시제" in here or "평가" in here or "대회" in here or "시상" in here
    if not grades and not named:
        return []
    frames = read_frames(text, sentence.start, sentence.end, state.is_ministry)
    before = replace(state)
    lasting = [
        f
        for f in frames
        if not (
            f.kind == NATIONAL
            and re.match(r"[^.]{0,12}(?:별개|다른|달리|무관)", text[f.end : min(f.end + 20, sentence.end)])
        )
    ]
    _remember(state, lasting)
    if _JUDGED_SECTION.search(here):
        state.judged = "disclosure"
    if not grades:
        return []
    _bind(text, index, sentence, grades, scene)
    sections = _sections(text, sentence)
    years = _own_years(text, sentence, grades, frames)
    _distribute(text, sentence, grades)
    awards: list[Award] = []
    explicit_subject = any(g.rule for g in grades)
    real = [g for g in grades if not g.is_prize_only]
    for i, grade in enumerate(grades):
        kind, frame = _frame_for(grade, frames, before if before.kind else state)
        if kind not in (NATIONAL, OTHER):
            continue
        tail = text[grade.end : min(grade.end + 30, sentence.end)]
        undone = _UNDONE.search(tail)
        if undone and not re.search(r"놓치지 않|그치지 않", tail):
            continue
        whos, rule = grade.whos, grade.rule
        if not whos:
            carried = scene.carried(index)
            if carried is None or (sentence.is_title and not scene.main):
                continue
            if _GENERIC.match(text, grade.end) or _IN_ALL.match(text, grade.end):
                continue
            if _GIVER.search(text, sentence.start, grade.start) and _GAVE.match(text, grade.end, sentence.end):
                continue
            if re.search(
                r"(?:[0-9]+\s?(?:개\s?)?(?:곳|자치단체|지자체|시·군|시군|기관)|자치단체|지자체|기업|회사|센터|재단|공사|공단|학교|대학|청년들?|주민들?)(?:이|가|은|는|도)\s",
                text[sentence.start : grade.start],
            ):
                continue
            if grade.is_prize_only and i not in years and not (frame is not None and frame.kind == NATIONAL):
                continue
            whos, rule = [carried], "carried_subject"
        elif (
            _GENERIC.match(text, grade.end)
            and rule == "subject_then_grade"
            and not re.search(r"수상\s?(?:기관|자치단체)", text[grade.end : grade.end + 8])
        ) and not re.match(r"\s?(?:을|를)?\s?(?:받은|탄|수상한)\s?것", text[grade.end : grade.end + 10]):
            continue
        if grade.is_prize_only:
            # said without its grade: only where the sentence itself is about this award, and no grade of the same winners stands in it
            if (
                any(set(w.municipality.id for w in r.whos or whos) & {w.municipality.id for w in whos} for r in real)
                and i not in years
            ):
                continue
            if kind == NATIONAL and frame is None and before.kind != NATIONAL:
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
    _respective_sections(text, sentence, awards, sections)
    return awards


def _distribute(text: str, sentence: Sentence, grades: list[_Grade]) -> None:
    """'A시와 B군이 각각 최우수상과 우수상을': as many grades as winners, and 각각 between them: one each."""
    real = [g for g in grades if not g.is_prize_only and g.whos]
    if len(real) < 2:
        return
    whos = real[0].whos
    if len(whos) != len(real) or any(
        [w.municipality.id for w in g.whos] != [w.municipality.id for w in whos] for g in real
    ):
        return
    if len(whos) > 1 and re.search(r"각각|나란히|차례로|각기", text[whos[-1].end : real[-1].end + 12]):
        for grade, who in zip(real, list(whos), strict=True):
            grade.whos = [who]
            grade.rule = "respectively"


def _respective_sections(
    text: str, sentence: Sentence, awards: list[Award], sections: list[tuple[int, int, str]]
) -> None:
    """'공시제와 우수사업 부문에서 각각 우수상과 최우수상을': the sections in order, one grade each."""
    named: list[tuple[int, int, str]] = []
    for section in sections:
        if section[2] != "else" and all(section[2] != n[2] for n in named):
            named.append(section)
    if len(named) != 2:
        return
    fresh = [a for a in awards if a.is_current]
    grades = sorted({(a.what.start if a.what else a.start, a.grade) for a in fresh})
    if not grades or named[1][0] > grades[0][0]:
        return
    if len(grades) == 2 and len({a.who.municipality.id for a in fresh}) == 1:
        for award in fresh:
            at = [g[0] for g in grades].index(award.what.start if award.what else award.start)
            award.category = named[at][2]
            award.rule = "respective_sections"
    elif len(grades) == 1 and re.search(
        r"모두|나란히|두\s?(?:개\s?)?부문|2개\s?부문|각각|동시|함께|와\s|과\s", text[named[0][1] : grades[0][0]]
    ):
        for award in list(fresh):
            award.category = named[0][2]
            award.rule = "both_sections"
            awards.append(replace(award, category=named[1][2], reasons=list(award.reasons)))


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
    grade: _Grade,
    whos: list[Who],
    rule: str,
    kind: str,
    frame: Frame | None,
    time: Mention | None,
    sections: list[tuple[int, int, str]],
    grades: list[_Grade],
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
    frame_before = (
        frame is not None
        and time is not None
        and time.start < frame.start <= grade.start
        and frame.edition is None
        and not frame.is_anaphor
    )
    if own is not None and own.years:
        years = list(own.years)
        when = Span(time.start, time.end) if time else None
        if (
            frame_before
            and kind == NATIONAL
            and frame is not None
            and frame.section == "disclosure"
            and len(years) == 1
            and base is not None
            and years[0] == base - 1
            and state.edition is None
            and own.offset is None
            and index <= 3
            and re.match(r"년도?\s", text[time.end - 1 : time.end + 2] if time else "")
        ):
            # 'Y-1년도 공시제 평가' told as news of Y: the prize is the ceremony's
            years = [base]
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
                    is_current,
                    None,
                    is_else,
                    when,
                    Span(grade.start, grade.end),
                    [*reasons, *(["subject carried from before"] if who.is_carried else [])],
                    how == "section of the article",
                )
            )
    awards.extend(_history(text, sentence, scene, grade, grades, at, awards))
    return awards


def _category(
    text: str,
    sentence: Sentence,
    grade: _Grade,
    grades: list[_Grade],
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
    behind = [s for s in sections if 0 <= s[0] - grade.end <= 8]
    if behind:
        return behind[0][2], None
    if not is_current:
        earlier = [s for s in sections if s[1] <= grade.start]
        if _SAME_SECTION.search(text, sentence.start, grade.start) and state.section:
            return state.section, None
        if earlier and at:
            return earlier[-1][2], "section of the sentence"
        return UNSPECIFIED, None
    earlier = [s for s in sections if s[1] <= grade.start]
    if earlier:
        return earlier[-1][2], "section of the sentence"
    if frame is not None and frame.section:
        return frame.section, None
    if state.section:
        return state.section, "section of the article"
    later = [s for s in sections if s[0] >= grade.end]
    if later:
        return later[0][2], "section of the sentence"
    return UNSPECIFIED, None


def _history(
    text: str, sentence: Sentence, scene: Scene, grade: _Grade, grades: list[_Grade], at: int, rows: list[Award]
) -> list[Award]:
    """'지난해에 이어 2년 연속 우수상': a row for 지난해. '3년 연속 최우수상' without years: the earlier years, as optional rows."""
    if not rows or rows[0].year is None or len({r.year for r in rows}) > 1:
        return []
    floor = grades[at - 1].end if at else sentence.start
    before = text[floor : grade.start]
    after = text[grade.end : min(grade.end + 34, sentence.end if at + 1 >= len(grades) else grades[at + 1].start)]
    year = rows[0].year
    added: list[Award] = []
    for mention in sentence.mentions:
        if (
            mention.kind != lexicon.TIME
            or len(mention.value.years) != 1
            or mention.value.role not in ("year", "compare")
        ):
            continue
        past = mention.value.years[0]
        if not year - 6 <= past < year:
            continue
        if not (floor <= mention.start and (mention.end <= grade.start or mention.start - grade.end < 16)):
            continue
        if re.match(r"(?:에도|에)?\s?(?:이어|이은)", text[mention.end : mention.end + 6]):
            for row in rows:
                added.append(
                    replace(
                        row,
                        year=past,
                        is_current=False,
                        incentive_krw=None,
                        rule="followed_on",
                        when=Span(mention.start, mention.end),
                        start=min(row.start, mention.start),
                        end=max(row.end, mention.end),
                        reasons=list(row.reasons),
                    )
                )
    streak = _STREAK.search(before) or _STREAK.search(after)
    if streak:
        n = int(streak.group("n")) if streak.group("n").isdigit() else _NUMBERS[streak.group("n")]
        if streak.group("w") == "째" and not re.match(r"\s?(?:년|해)?째", text[0:0] + streak.group()[-3:].lstrip()):
            n = 0
        if 2 <= n <= 20 and rows[0].rule != "followed_on":
            tied = streak.re is _STREAK and (streak.string is before or re.match(r"[^.]{0,14}", after) is not None)
            stands = (
                grade.value
                if re.search(
                    rf"(?:연속|내리|째)\s?[‘'“]?{re.escape(text[grade.start : grade.end])}",
                    before[-12:] + text[grade.start : grade.end],
                )
                or (streak.string is after and re.match(r"[’'”]?(?:을|를|은)?\s?(?:[0-9]{1,2}년|[두세네] 해)", after))
                else UNSPECIFIED
            )
            for row in rows[: len({r.who.municipality.id for r in rows})] if tied else []:
                for back in range(1, n):
                    if any(a.year == year - back and a.who.municipality is row.who.municipality for a in added):
                        continue
                    added.append(
                        replace(
                            row,
                            year=year - back,
                            grade=stands,
                            is_current=False,
                            incentive_krw=None,
                            is_optional=True,
                            rule="streak",
                            reasons=["year counted back from a streak"],
                        )
                    )
    return added


# -- money -------------------------------------------------------------------------------------------------------------------

_PURSE = re.compile(
    r"인센티브|사업비|상사업비|상금|시상금|포상금|국비|지원금|재정\s?지원|보조금|부상|예산을?\s?지원|지원받|시상"
)
_NO_PURSE = re.compile(
    r"누적|누계|지금까지|그동안|모두\s?합|합쳐|합하면|합산|통틀어|최대|많게는|까지\s?(?:받|지원|준)|총사업비|투자|매출|교부세|특교세|기금|공모|규모|들여|들인|쌓|[0-9]년간|년\s?동안|이후\s?받은|일자리\s?예산|예산\s?[0-9]"
)


def _money(text: str, body: list[tuple[int, Sentence]], scene: Scene, awards: list[Award]) -> None:
    """Gives each current award its money, where a sentence ties an amount to it."""
    for index, sentence in body:
        amounts = [
            m
            for m in sentence.mentions
            if m.kind == lexicon.NUMBER and m.value.unit == WON and 10**5 <= m.value.value <= 10**10
        ]
        if not amounts:
            continue
        here = text[sentence.start : sentence.end]
        mine = [a for a in awards if a.sentence == index and a.is_current and a.rule != "streak"]
        if not _PURSE.search(here) and not (
            mine
            and re.search(
                r"(?:과|와)\s?(?:함께\s)?[^.]{0,6}$",
                text[max(sentence.start, amounts[0].start - 12) : amounts[0].start],
            )
        ):
            continue
        frames = read_frames(text, sentence.start, sentence.end)
        each = re.search(r"각각|씩|각\s", here) is not None
        usable = [m for m in amounts if _is_purse(text, sentence, m)]
        if not usable:
            continue
        grades = _grades(text, sentence)
        graded = [g for g in grades]
        # '최우수기관 두 곳이 1억 원씩, 우수기관 세 곳이 9,000만 원씩'
        if len(usable) > 1 and len(graded) >= len(usable) and not mine:
            for amount in usable:
                of = [g for g in graded if g.end <= amount.start]
                if of:
                    _pay(
                        [
                            a
                            for a in awards
                            if a.is_current
                            and a.grade == of[-1].value
                            and a.programme == NATIONAL
                            and a.sentence >= index - 3
                        ],
                        amount,
                    )
            continue
        if mine:
            fresh = _in_order(mine)
            if each and len(usable) == len(fresh) > 1:
                for award, amount in zip(fresh, usable, strict=True):
                    _pay([award], amount)
            elif each and len(usable) == 1:
                _pay(mine, usable[0])
            elif len(usable) == 1 and len({(a.who.municipality.id, a.category, a.grade) for a in mine}) > 1:
                _pay(_nearest(text, mine, usable[0]), usable[0])
            else:
                for amount in usable:
                    _pay(_nearest(text, mine, amount), amount)
            continue
        if any(f.kind in (OTHER, FOREIGN) for f in frames):
            continue
        # money told in a sentence of its own: whose?
        named = [
            w
            for g in scene.groups(index, sentence)
            if g.role in ("top", "mod", "end", "dat") and not g.is_bare
            for w in g.members
        ]
        for mention in sentence.mentions:
            if mention.kind == lexicon.SUBJECT:
                who = scene.meant(index, mention)
                if who is not None and not named:
                    named = [who]
        recent = [
            a for a in awards if a.is_current and a.sentence <= index and a.rule != "streak" and a.programme == NATIONAL
        ]
        counted = re.search(r"(?:두|세|네|[2-9]개?)\s?(?:곳|시|군|구|지자체|자치단체|기관)(?:은|는|이|가|에)", here)
        last = max((a.sentence for a in recent), default=None)
        fresh = [a for a in recent if a.sentence == last] if last is not None else []
        if counted and each and len(fresh) > 1:
            _pay(fresh, usable[0])
            continue
        if named:
            ids = {w.municipality.id for w in named}
            of_named = [
                a
                for a in awards
                if a.is_current and a.who.municipality.id in ids and a.programme == NATIONAL and a.rule != "streak"
            ]
            fresh = [a for a in of_named if a.sentence == max((b.sentence for b in of_named), default=-1)]
        fresh = _in_order(fresh)
        if not fresh:
            continue
        if each and len(usable) == len(fresh) > 1:
            for award, amount in zip(fresh, usable, strict=True):
                _pay([award], amount)
        elif each and len(usable) == 1:
            _pay(fresh, usable[0])
        elif len(fresh) == 1 or (
            len({a.who.municipality.id for a in fresh}) == 1 and len({a.grade for a in fresh}) == 1
        ):
            if len(fresh) == 1:
                _pay(fresh, usable[0])


def _is_purse(text: str, sentence: Sentence, amount: Mention) -> bool:
    around = text[max(sentence.start, amount.start - 26) : min(amount.end + 26, sentence.end)]
    before = text[max(sentence.start, amount.start - 16) : amount.start]
    after = text[amount.end : min(amount.end + 14, sentence.end)]
    if _NO_PURSE.search(before) or _NO_PURSE.search(after):
        return False
    if re.match(r"\s?(?:짜리|대의|어치|규모|이상|을 들|씩 매|권)", after):
        return False
    if re.search(r"(?:한 명당|1인당|매달|매월|월)\s?[^.]{0,6}$", before):
        return False
    return (
        _PURSE.search(around) is not None
        or re.search(r"(?:과|와)\s(?:함께\s)?(?:[가-힣]+\s)?$", before) is not None
        or re.search(r"받|얻|확보|따냈|따라|주어|내려", after) is not None
    )


def _in_order(awards: list[Award]) -> list[Award]:
    seen: list[Award] = []
    for award in sorted(awards, key=lambda a: a.what.start if a.what else a.start):
        if not any(
            s is not award
            and s.who.municipality is award.who.municipality
            and s.grade == award.grade
            and s.category == award.category
            for s in seen
        ):
            seen.append(award)
    return seen


def _nearest(text: str, awards: list[Award], amount: Mention) -> list[Award]:
    """The award named last before the amount (all that share its grade only where the text says 각각)."""
    before = [a for a in awards if a.what is not None and a.what.end <= amount.start]
    if not before:
        return awards[:1] if len({(a.who.municipality.id, a.grade) for a in awards}) == 1 else []
    at = max(a.what.start for a in before if a.what)
    found = [a for a in before if a.what and a.what.start == at]
    return found if len(found) == 1 else []


def _pay(awards: list[Award], amount: Mention) -> None:
    for award in awards:
        if award.incentive_krw is None:
            award.incentive_krw = round(amount.value.value)
            if award.start <= amount.start <= award.end + 120 or (
                award.sentence >= 0 and 0 <= amount.start - award.end < 200
            ):
                award.end = max(award.end, amount.end)


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
        if twin.category == UNSPECIFIED:
            twin.category = award.category
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
    return a.category == b.category or UNSPECIFIED in (a.category, b.category)
