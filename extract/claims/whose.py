"""The municipalities that a claim may be of: candidates with features, for the scorer to choose from.

A municipality is named in the line, meant by 시는, 군은, 구는, 도는, carried on from the line before, or the one that the article is about.
"""

import re
from itertools import zip_longest
from typing import NamedTuple

from extract.claims.document import Document, Item, Line
from extract.claims.frames import FOREIGN, OTHER
from extract.claims.surroundings import between, lead, whos_of
from extract.claims.who import Group, Who

#: the feature of a candidate that shuts out all others
SURE = "sure"


class WhoCandidate(NamedTuple):
    """One municipality; `who` is None for nobody."""

    who: Who | None
    features: list[str]


class GroupCandidate(NamedTuple):
    """The municipalities that share a grade; empty for nobody."""

    whos: tuple[Who, ...]
    features: list[str]


def who_candidates(document: Document, line: Line, item: Item) -> list[WhoCandidate]:
    """All that the owner of a number may be. The same municipality can stand in several candidates."""
    if item.is_percent and line.index and not line.places and not line.subjects:
        told = _told_above(document, line, item)
        if told is not None:
            return [told]
    found = _named(document, line, item)
    found += [WhoCandidate(who, f) for who, f in _meant(document, line, item)]
    here = str(min(len(found), 2))
    topic = _topic(document, line) if item.is_percent else None
    found += [WhoCandidate(who, f) for who, f in _carried(document, line, here, item.is_percent)]
    if topic is not None:
        theirs = topic.who.municipality
        for who, f in found:
            if who is not None and f[0] in ("car", "main"):
                f.append(f"{f[0]}_tp{who.municipality is theirs:d}{topic.group}h{here}")
        found.append(WhoCandidate(topic.who.carried(), [*topic.features, "tp_h" + here]))
    if line.index and not document.lines[line.index - 1].is_title:
        before = document.lines[line.index - 1]
        for group in document.scene.groups(before.index, before.source):
            f = ["prevS", "prevSrole" + group.role, f"prevSm{min(len(group.members), 3)}"]
            found += [WhoCandidate(who.carried(), list(f)) for who in group.members]
    found.append(WhoCandidate(None, ["nobody", f"nobody_main{document.scene.main is not None:d}"]))
    return found + _without_government(document, line, item)


def _named(document: Document, line: Line, item: Item) -> list[WhoCandidate]:
    """The municipalities that the line names."""
    if not line.places:
        return []
    groups = document.scene.groups(line.index, line.source)
    places = {x.start: x for x in line.places}
    likes = [x for x in line.numbers if x.tag == item.tag]
    place = likes.index(item)
    left = [g for g in groups if g.start < item.start]
    rivals = whos_of(line)
    found: list[WhoCandidate] = []
    for group in groups:
        last = places.get(group.members[-1].start)
        n = len(group.members)
        for m, who in enumerate(group.members):
            x = places.get(who.start)
            if x is None or (item.is_percent and _AMONG.match(document.text, x.end, line.end)):
                continue
            side = ">" if x.start > item.start else "<"
            f = ["h", *between(document, line, item, x, rivals), f"{side}grole{group.role}"]
            if n > 1:
                f.append(f"gmk{m == place:d}{'eq' if len(likes) == n else 'ne'}")
                if last is not None and last is not x:
                    f += ["G" + y for y in between(document, line, item, last, rivals)[:3]]
            if left and left[-1] is group:
                f.append("nearestL" + group.role)
            if item.is_percent and who.municipality.is_metropolitan:
                f.append(f"area{is_area(document.text, line, group):d}{side}")
            f += [f"bare{group.is_bare:d}{side}", f"metro{who.municipality.is_metropolitan:d}"]
            found.append(WhoCandidate(who, f))
    return found


#: several who were told before, all with the same rate
_SEVERAL_BOTH = re.compile(
    r"(?:두|세|네|[2-9]개?)\s?(?:곳|시|지역|도시|행정시|시·군)(?:이|의|은)?\s?(?:모두|다|나란히|똑같이|같이|공히)"
)


def _without_government(document: Document, line: Line, item: Item) -> list[WhoCandidate]:
    """서귀포시 and 제주시, which are no governments: what is theirs is nobody's, by the same features as a municipality's."""
    found: list[WhoCandidate] = []
    for x in line.places:
        if x.value.is_district and not x.value.written.endswith("구"):
            side = ">" if x.start > item.start else "<"
            f = ["h", *between(document, line, item, x, whos_of(line)), f"{side}grole{x.value.role}"]
            found.append(WhoCandidate(None, [*f, "district"]))
    return found


def _told_above(document: Document, line: Line, item: Item) -> WhoCandidate | None:
    """Whose a rate is for certain, where its line names nobody: the only municipality of the head of its list ('□ 울릉군 고용률 추이').

    Or nobody's: '서귀포시는 70.9%, 제주시는 68.6%였다. 실업률은 두 곳 모두 2.0%' is theirs, who are no governments, not the province's.
    """
    for head in document.over.get(line.index, ()):
        whos = [w for g in document.scene.groups(head.index, head.source) for w in g.members]
        if len(whos) == 1:
            return WhoCandidate(whos[0].carried(), [SURE])
        if whos:
            return None
    if _SEVERAL_BOTH.search(document.text, line.start, item.start):
        lines = document.lines[max(0, line.index - 3) : line.index]
        named = next((other.places for other in reversed(lines) if other.places and not other.is_title), [])
        if any(x.value.is_district and not x.value.written.endswith("구") for x in named):
            return WhoCandidate(None, [SURE])
    return None


def _meant(document: Document, line: Line, item: Item) -> list[tuple[Who, list[str]]]:
    """시는, 군이, 구에: whom the article means by it."""
    found = []
    for x in line.subjects:
        who = document.scene.meant(line.index, x)
        if who is not None:
            found.append((who, ["h", *between(document, line, item, x, whos_of(line))]))
    return found


def _carried(document: Document, line: Line, here: str, is_percent: bool = False) -> list[tuple[Who, list[str]]]:
    """The subject of the sentence before, and the municipality that the article is about."""
    main = document.scene.main
    carried = document.scene.carried(line.index)
    found: list[tuple[Who, list[str]]] = []
    if carried is not None:
        is_main = main is not None and carried.municipality is main.municipality
        f = ["car", "car_h" + here, "car_ismain" if is_main else "car_notmain"]
        if is_percent and not is_main:
            named = document.line_at(carried.start)
            f.append(f"car_par{min(line.paragraph - named.paragraph, 2) if named else 9}h{here}")
        found.append((carried, f))
    if main is not None:
        found.append((main.carried(), ["main"]))
    return found


def _of_heads(document: Document, line: Line, here: str) -> list[tuple[Who, list[str]]]:
    """The municipality that the head of a list names: '□ 울릉군 고용률 추이'."""
    for head in document.over.get(line.index, ()):
        groups = document.scene.groups(head.index, head.source)
        if groups:
            who = groups[-1].members[-1].carried()
            metro = f"{who.municipality.is_metropolitan:d}"
            return [(who, ["hdw", "hdw_h" + here, f"hdw{metro}", f"hdw{metro}_h{here}"])]
    return []


class _Topic(NamedTuple):
    """Whom the sentences before speak of; `group`: the role of its name there."""

    who: Who
    group: str
    features: list[str]


#: the roles of a name that a sentence speaks of, the strongest first
_SPOKEN_OF = ("top", "cop", "gen", "dat", "mod", "end")
#: sentences further back set no topic
_TOPIC_BACK = 4


def _topic(document: Document, line: Line) -> _Topic | None:
    """The municipality that the sentences before speak of, also by its bare name: '춘천의 고용률은 60.9%다. 지난해의 58.4%보다 …'."""
    for back in range(1, min(_TOPIC_BACK, line.index) + 1):
        other = document.lines[line.index - back]
        if other.is_title or (back > 1 and other.paragraph != line.paragraph):
            break
        told: list[tuple[str, int, Who]] = []
        for group in document.scene.groups(other.index, other.source):
            if len(group.members) == 1 and group.role in _SPOKEN_OF:
                told.append((group.role, group.start, group.members[0]))
        for x in other.subjects:
            who = document.scene.meant(other.index, x)
            if who is not None and x.value.role in _SPOKEN_OF:
                told.append((x.value.role, x.start, who))
        if told:
            role, _, who = min(told, key=lambda x: (_SPOKEN_OF.index(x[0]), -x[1]))
            same = f"{other.paragraph == line.paragraph:d}"
            n = len({w.municipality.id for _, _, w in told})
            f = ["tp", f"tp{back}{same}", f"tp{role}", f"tp{role}{back}{same}", f"tpn{min(n, 3)}{role}"]
            return _Topic(who, role, f)
    return None


# -- of grades: several municipalities can share one ---------------------------------------------------------------------------

#: what stands between two grades that are taken together: '최우수상(장관상)과 우수상'
_JOINS_GRADES = re.compile(r"[’'”」]?(?:\s?\([^()]{1,12}\)[’'”」]?)?\s?(?:[·∙ㆍ・,/]|와|과|및)\s?[‘'“「]?")
#: the end of a clause with another behind it
_CLAUSE = re.compile(r"(?:(?<!그리)고|며|지만|는데|으나),?\s")
#: a title says something new behind it
_BREAK = re.compile(r"…|⋯|\.{2,}|\s[/|]\s")
_HOW_MANY = re.compile(
    r"(?<![0-9.,가-힣])(한|두|세|네|다섯|여섯|[0-9]{1,2})\s?개?\s?"
    r"(?:곳|시·군|시군|시·도|자치구|군·구|구·군|[시군구도](?=[가는이에로의])|기관|지자체|자치단체)"
)
#: behind the name of a province: its municipalities are meant, or it is the rubric of a page
_AREA = re.compile(
    r"(?:도|시)?(?:의|에서|에서는|\s?도?내)?\s?(?:[0-9]{1,2}|한|두|세|네|다섯|여섯|일곱|여덟)?\s?(?:개\s)?(?:개\s?)?"
    r"(?:곳|시·군|시군|자치구|군·구|구·군|기초자치단체|자치단체|지자체|도시|지역|유일|하나뿐|다른\s시)|(?:도|시)?\s[0-9]{1,2}개\s?[시군구]\s(?:가운데|중)(?:에서|서)?(?![가-힣])|(?:[/·][가-힣]{2,3})?\]"
)
#: behind the name of a province: all of its municipalities, of which one is spoken of ('서울 25개 자치구 가운데 두 번째로 높았고')
_AMONG = re.compile(
    r"(?:도|시)?\s?(?:내\s)?[0-9]{1,2}개\s?(?:시·군·구|시·군|시군|군·구|구·군|자치구|기초자치단체|기초단체|[시군구])\s?(?:가운데|중)(?:에서|서)?(?![가-힣])"
    r"(?!\s?(?:절반|(?:[0-9]{1,2}|[한두세네]|다섯|여섯|일곱|여덟|아홉|열[가-힣]{0,2})\s?(?:곳|개)))"
)
#: behind 도, 시: who says it, not who won
_SOURCE = re.compile(r"에?\s?(?:따르면|의하면)")
#: before 시, 군, 구: several of them, none that the article is about ('세 구가 나눠 가졌다')
_SEVERAL = re.compile(r"(?:(?<![가-힣])(?:두|세|네|다섯|여섯|일곱|여덟|아홉|열)|개)\s$")
_NUMERALS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6}


def count_of(written: str) -> int:
    """The number that a count is: '두', '12'."""
    return _NUMERALS.get(written) or int(written)


class _Grade(NamedTuple):
    """A grade word and what its line holds: groups, provinces named for theirs, places by start, grades, the joined ones (`run`), 각각."""

    document: Document
    line: Line
    item: Item
    groups: list[Group]
    areas: list[Group]
    places: dict[int, Item]
    grades: list[Item]
    run: list[Item]
    is_each: bool

    def breaks(self, a: int, b: int) -> int:
        """How many breaks stand between two places."""
        return sum(1 for _ in _BREAK.finditer(self.document.text, min(a, b), max(a, b)))


def _grade(document: Document, line: Line, item: Item) -> _Grade:
    grades = line.grades
    places = {x.start: x for x in line.places}
    groups = [g for g in document.scene.groups(line.index, line.source) if any(w.start in places for w in g.members)]
    areas = [g for g in groups if is_area(document.text, line, g)]
    groups = [g for g in groups if g not in areas]
    is_each = any(x.tag == "each" for x in line.cues)
    return _Grade(document, line, item, groups, areas, places, grades, _run_of(document.text, grades, item), is_each)


def _run_of(text: str, grades: list[Item], item: Item) -> list[Item]:
    """The grades that a grade is joined with, itself among them."""
    run: list[Item] = []
    for grade in grades:
        if run and not _JOINS_GRADES.fullmatch(text, run[-1].end, grade.start):
            if item in run:
                break
            run = []
        run.append(grade)
    return run


_OPENS = re.compile(r"\s?[(（]\s?[‘'“\"]?")
_CLOSES = re.compile(r"[’'”\"]?\s?[)）]")


def named_before_brackets(document: Document, line: Line, item: Item) -> tuple[Who, ...]:
    """Whom a grade in brackets stands behind, so that nothing tells its winner better: '경주시(우수상)와 영덕군'."""
    text = document.text
    if _CLOSES.match(text, item.end) is None:
        return ()
    return tuple(
        group.members[0]
        for group in document.scene.groups(line.index, line.source)
        if _OPENS.fullmatch(text, group.members[0].end, item.start)
    )


def group_candidates(document: Document, line: Line, item: Item) -> list[GroupCandidate]:
    """All that the winners of a grade may be: groups of the line, a member of one, 시는 …, groups of the lines around."""
    grade = _grade(document, line, item)
    is_beside = line.is_title and any(not grade.breaks(g.start, item.start) for g in grade.groups)
    found = [x for n in range(len(grade.groups)) for x in _of_group(grade, n, is_beside)]
    found += [
        GroupCandidate((who,), f)
        for who, f in _meant(document, line, item)
        if not _SOURCE.match(document.text, who.end, line.end)
        and not _SEVERAL.search(document.text, line.start, who.start)
        and not (is_beside and grade.breaks(who.start, item.start))  # '거창군 최우수상…도는 우수사업으로'
    ]
    here = str(min(sum("h" in c.features for c in found), 2))
    told = lead(document, line, item)
    found += _united(grade)
    areas = {g.members[0].municipality.id for g in grade.areas}
    for who, f in _carried(document, line, here):
        if who.municipality.id in areas:
            continue
        if is_beside:  # '성남시 …2관왕…평택시는 우수기관': who stands beside the grade has it
            f = [f[0] + "_beside"]
        found.append(GroupCandidate((who,), f + ["car" + x for x in told] if f[0].startswith("car") else f))
    found += [GroupCandidate((who,), f) for who, f in _of_heads(document, line, here)]
    found += _groups_before(document, line)
    n_told = how_many(document.text, line, item)
    if all(x.value == "unspecified" for x in grade.grades[grade.grades.index(item) + 1 :]):
        found = _with_those_behind(grade, found, _groups_behind(document, line, here), n_told)
    for whos, f in found:
        f.extend(_of_how_many(n_told, len(whos)) + _standing(document, line, whos))
    found.append(GroupCandidate((), ["nobody", f"nobody_main{document.scene.main is not None:d}"]))
    return found


def _standing(document: Document, line: Line, whos: tuple[Who, ...]) -> list[str]:
    """Whether a province or metropolis is one that gives awards, or a region whose municipalities are meant, rather than a winner."""
    if len(whos) != 1 or not whos[0].municipality.is_metropolitan:
        return []
    id_ = whos[0].municipality.id
    if document.provinces is None:
        document.provinces = _provinces(document)
    acts, gives, gives_in = document.provinces.get(id_, (0, 0, frozenset()))
    found = [f"acts{min(acts, 2)}", f"acts{min(acts, 1)}gives{min(gives, 2)}"]
    if line.index in gives_in:
        found += ["gives_here", f"gives_here_carried{whos[0].is_carried:d}"]
    return found


def _provinces(document: Document) -> dict[str, tuple[int, int, frozenset[int]]]:
    """How often each province or metropolis does something or stands in a title, how often it is named as a giver, and in which lines."""
    found: dict[str, tuple[int, int, frozenset[int]]] = {}
    for line in document.lines:
        for group in document.scene.groups(line.index, line.source):
            for who in group.members:
                if not who.municipality.is_metropolitan:
                    continue
                acts, gives, lines = found.get(who.municipality.id, (0, 0, frozenset()))
                if any(f.start <= who.start < f.end and f.value.kind in (OTHER, FOREIGN) for f in line.frames):
                    gives, lines = gives + 1, lines | {line.index}
                elif not _is_where(group) and not is_area(document.text, line, group):
                    acts += 1
                found[who.municipality.id] = acts, gives, lines
        for item in line.subjects:
            meant = document.scene.meant(line.index, item)
            if meant is None or not meant.municipality.is_metropolitan:
                continue
            acts, gives, lines = found.get(meant.municipality.id, (0, 0, frozenset()))
            if any(f.start <= item.start < f.end and f.value.kind in (OTHER, FOREIGN) for f in line.frames):
                gives, lines = gives + 1, lines | {line.index}
            elif item.value.role == "top" and not _SOURCE.match(document.text, meant.end, line.end):
                acts += 1
            found[meant.municipality.id] = acts, gives, lines
    return found


def _of_group(grade: _Grade, n: int, is_beside: bool) -> list[GroupCandidate]:
    """A group of the line as winner; where as many grades are joined as it has members ('각각'), its member for the grade."""
    document, line, item, groups, _, places, grades, run, is_each = grade
    group = groups[n]
    members = [places[w.start] for w in group.members if w.start in places]
    x = members[-1] if members[-1].start < item.start else members[0]
    side = ">" if x.start > item.start else "<"
    n_left = sum(g.start < item.start for g in groups)
    rank = n_left - 1 - n if side == "<" else n - n_left
    low, high = min(item.end, group.after), max(item.start, group.start)
    n_grades = sum(low <= y.start < high and y is not item for y in grades)
    order = "".join(mark for _, mark in sorted([(g.start, "w") for g in groups] + [(g.start, "g") for g in grades])[:6])
    rk, gb = f"rk{min(rank, 2)}", f"gb{min(n_grades, 2)}"
    f = [
        "h", *between(document, line, item, x, whos_of(line)), f"{side}rk{min(rank, 3)}{gb}", f"{side}grole{group.role}",
        f"ord{order}_{min(grades.index(item), 3)}_{min(n, 3)}",
    ]  # fmt: skip
    n_breaks = min(grade.breaks(x.start, item.start), 2) if line.is_title else 0
    if line.is_title:
        near = f"k{n_breaks}"
        f += [f"T{side}{rk}{gb}", f"T{side}{near}", f"T{side}{near}{rk}{gb}", f"Tbeside{is_beside:d}{near}"]
    as_many = len(group.members) == len(run) > 1
    if as_many and is_each:
        return [GroupCandidate((group.members[run.index(item)],), f)]
    found = [GroupCandidate(group.members, f)]
    if len(group.members) > 1 and len(grades) > 1:
        found += [
            GroupCandidate((who,), [f"resp{as_many:d}{k == run.index(item):d}e{is_each:d}"])
            for k, who in enumerate(group.members)
        ]
    return found


def how_many(text: str, line: Line, item: Item) -> int | None:
    """How many winners a line tells behind a grade ('최우수상은 두 곳'), else before it."""
    m = _HOW_MANY.search(text, item.end, line.end) or _HOW_MANY.search(text, line.start, item.start)
    return count_of(m.group(1)) if m else None


def _of_how_many(told: int | None, n: int) -> list[str]:
    """Whether so many winners are as many as are told."""
    return [] if told is None else [f"hm{'=' if n == told else '>' if n > told else '<'}{min(n, 2)}"]


def is_area(text: str, line: Line, group: Group) -> bool:
    """Whether provinces are named for their municipalities or a place: '충남의 시군 여섯 곳이', '대구에서', '서울 여의도에서 열린'."""
    if not all(who.municipality.is_metropolitan for who in group.members):
        return False
    end = group.members[-1].end
    return group.role == "loc" or _AREA.match(text, end, line.end) is not None


def _is_where(group: Group) -> bool:
    """Whether a group tells a place rather than a winner: '대구에서', '울산의', '서울 엘타워'."""
    is_area = group.is_bare and group.members[0].municipality.is_metropolitan
    return group.role in ("loc", "gen") or (group.role == "mod" and is_area)


def _once(groups: list[Group]) -> tuple[Who, ...]:
    """The members of several groups, each once."""
    return _each_once(tuple(w for g in groups for w in g.members))


def _each_once(whos: tuple[Who, ...]) -> tuple[Who, ...]:
    """Several winners without repeats."""
    return tuple({w.municipality.id: w for w in whos}.values())


#: between a province and one of its municipalities of which something is told: '충북은 청주시가', '경남에서는 김해시와'
_HEADS = re.compile(r"(?:도|시)?(?:은|는|에서는|에서|의\s경우)\s")


def _is_head_of(document: Document, group: Group, behind: Group | None) -> bool:
    """Whether a province is named only for the municipality right behind it."""
    if behind is None or len(group.members) > 1 or not group.members[0].municipality.is_metropolitan:
        return False
    mine = group.members[0].municipality.sidos & behind.members[0].municipality.sidos
    return bool(mine) and _HEADS.fullmatch(document.text, group.members[0].end, behind.start) is not None


def _united(grade: _Grade) -> list[GroupCandidate]:
    """The groups on one side of a grade, up to the next grade, taken together: '경남이 광역, 김해시가 기초에서 최우수상'."""
    document, line, item, groups, _, places, grades, _, _ = grade
    place = grades.index(item)
    low = grades[place - 1].end if place else line.start
    high = grades[place + 1].start if place + 1 < len(grades) else line.end
    found: list[GroupCandidate] = []
    for side, a, b in (("<", low, item.start), (">", item.end, high)):
        mine = [g for g in groups if a <= g.start < b and not _is_where(g)]
        mine = [g for g, behind in zip_longest(mine, mine[1:]) if not _is_head_of(document, g, behind)]
        if len(mine) < 2 or grade.breaks(min(item.start, mine[0].start), max(item.start, mine[-1].start)):
            continue
        n_clauses = sum(1 for _ in _CLAUSE.finditer(document.text, mine[0].start, mine[-1].start))
        if n_clauses and len(grades) > 1:
            continue  # '… 해운대구에 돌아갔고, 영도구는 우수상': some belong to the other grade
        near = [places[w.start] for w in (mine[-1] if side == "<" else mine[0]).members if w.start in places]
        x = near[-1] if side == "<" else near[0]
        f = [
            "un", "un" + side, f"un{side}{min(len(mine), 4)}", f"un{side}o{len(grades) == 1:d}",
            f"uncl{min(n_clauses, 2)}", *between(document, line, item, x, whos_of(line)),
        ]  # fmt: skip
        found.append(GroupCandidate(_once(mine), f))
    return found


def _groups_before(document: Document, line: Line) -> list[GroupCandidate]:
    if not line.index or document.lines[line.index - 1].is_title:
        return []
    before = document.lines[line.index - 1]
    groups: list[Group] = document.scene.groups(before.index, before.source)
    return [
        GroupCandidate(
            tuple(w.carried() for w in group.members),
            [
                "prevS", "prevSrole" + group.role, f"prevS_par{before.paragraph == line.paragraph:d}",
                f"prevSlast{n == len(groups) - 1:d}",
            ],
        )
        for n, group in enumerate(groups)
    ]  # fmt: skip


#: behind a grade that heads a list: '▲최우수상(장관상)'
_HEADING = re.compile(r"\s?(?:[(（][^()（）]*[)）])?[’'”」\]>〉]?\s?[:：]?\s*")


def _with_those_behind(
    grade: _Grade, found: list[GroupCandidate], behind: list[GroupCandidate], n_told: int | None
) -> list[GroupCandidate]:
    """The candidates with those of the lines behind; where the line names some of the winners, also with these:
    '최우수상은 통영을 포함해 다섯 곳이 나눠 가졌다. 나머지 네 곳은 경북·제주·…이다'."""
    if not behind:
        return found
    if (
        grade.line.is_list
        and not grade.places
        and _HEADING.fullmatch(grade.document.text, grade.item.end, grade.line.end)
    ):
        return behind
    mine = [g for g in grade.groups if not _is_where(g)]
    if len(mine) == 1 and n_told is not None:
        for c in behind:
            whos = _each_once((*mine[0].members, *c.whos))
            if len(whos) == n_told > len(c.whos):  # the count proves it: no part of them
                ids = {w.municipality.id for w in whos}
                rest = [x for x in found if not {w.municipality.id for w in x.whos} < ids]
                return [*rest, GroupCandidate(whos, [*c.features, "with_behind"])]
    as_told = any(len(c.whos) == n_told for c in behind)
    mark = f"behind_l{grade.line.is_list:d}p{bool(grade.places):d}t{as_told:d}"
    return [c._replace(features=[*c.features, "no_" + mark]) for c in found] + [
        c._replace(features=[*c.features, mark]) for c in behind
    ]


def _groups_behind(document: Document, line: Line, here: str) -> list[GroupCandidate]:
    """The winners listed in the lines below a grade: one line, two, three, until another grade is named."""
    found: list[GroupCandidate] = []
    listed: list[Group] = []
    n = 0
    for other in document.lines[line.index + 1 : line.index + 4]:
        if other.grades:
            break
        groups = [g for g in document.scene.groups(other.index, other.source) if not _is_where(g)]
        if not groups:
            if not other.is_list:
                break
            continue
        listed += groups
        n += 1
        f = [
            f"next{n}", "next_h" + here, f"next{n}_l{other.is_list:d}h{here}", f"next_par{other.paragraph == line.paragraph:d}",
            "nextend" + ("L" if line.is_list else line.text[-1:]), f"nextg{min(len(groups), 3)}",
        ]  # fmt: skip
        found.append(GroupCandidate(_once(listed), f))
    return found
