"""Awards: which grade words say that the national award was won, who won it, in which edition and section, and what money came with it."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from extract.claims.document import GRADE, MOST, Document, Item, Line
from extract.claims.frames import FOREIGN, NATIONAL, OTHER, SAME
from extract.claims.incentives import Told, Winner, candidates_of, is_purse, purses_of
from extract.claims.lexicon import COUNT
from extract.claims.model import Span
from extract.claims.scorer import CLASSES, Scorer
from extract.claims.surroundings import (
    distance,
    line_before,
    mark_the_last,
    nearest_time,
    step_from,
    times_of,
    whos_of,
    words_before,
    words_behind,
)
from extract.claims.targets import after_the_last, best
from extract.claims.when import award_year_candidates, years_before
from extract.claims.who import Who
from extract.claims.whose import group_candidates, how_many, named_before_brackets

UNSPECIFIED = "unspecified"
Years = list[tuple[tuple[int | None, ...], set[str], Span | None]]
Groups = list[tuple[tuple[Who, ...], set[str]]]


@dataclass(slots=True)
class Award:
    """One award, as it goes into a claim. `told` are all the grade words that say it, `p_sections` as in `CLASSES`."""

    line: Line
    item: Item
    who: Who
    year: int | None
    when: Span | None
    section: str
    grade: str
    confidence: float
    told: tuple[Told, ...]
    p_sections: tuple[float, ...]
    programme: str = NATIONAL
    incentive_krw: int | None = None
    paid: Span | None = None


class Won(NamedTuple):
    """A grade word that says that the ministry's award was won, and by whom; `p`: of both together."""

    line: Line
    item: Item
    whos: tuple[Who, ...]
    p: float


class Dated(NamedTuple):
    """The years of a grade, how sure these are, and where the text names them."""

    years: tuple[int | None, ...]
    p: float
    span: Span | None


# -- features of one grade word ------------------------------------------------------------------------------------------------


def grade_features(document: Document, line: Line, item: Item) -> list[str]:
    """What is known of a grade word before anything else is chosen; `ov`: the kind of award that the head of its list names."""
    found = document.about + _word(document, line, item) + _cues(line, item) + _line_shape(document, line, item)
    found += _names_around(document, line, item)
    near, back = _name_near(document, line, item)
    kinds = document.named
    found += ["dk" + k for k in kinds]
    found += ["ov" + x.value.kind for head in document.over.get(line.index, ()) for x in head.frames[-1:]]
    others = OTHER in kinds or FOREIGN in kinds
    found.append(f"hasnat{NATIONAL in kinds:d}_has_oth{others:d}")
    about = "".join(sorted({x[3:6] for x in document.about if x[1:3] == "f." and x[3:7] != "same"}))
    found += _right_before(document, line, item)
    if _AT_THAT_TIME.match(line.text):
        found.append("then" + near)
    return [*found, f"near{near}{back}oth{others:d}", f"near{near}{min(back, 1)}about{about}"]


#: a sentence that goes on with the prizes of the one before
_AT_THAT_TIME = re.compile(r"(?:당시|이때|그때|이와 함께)")
#: a name further before a grade than this many characters does not stand right before it
_RIGHT_BEFORE = 7


def _right_before(document: Document, line: Line, item: Item) -> list[str]:
    """The kind of the award or giver named right before a grade: '기획재정부 장관상', '안전문화대상 국무총리상'."""
    left = next((x for x in reversed(line.frames) if x.end <= item.start), None)
    if (
        left is None
        or item.start - left.end > _RIGHT_BEFORE
        or any(left.end <= x.start < item.start for x in line.grades)
    ):
        return []
    kind = f"adj{left.value.kind}{'g' if left.value.is_giver else ''}"
    return [kind, kind + item.tag]


def _name_near(document: Document, line: Line, item: Item) -> tuple[str, int]:
    """The kind of the award named last before a grade, and how many lines back; the next one of its line where none is before."""
    for back in range(min(line.index, 4) + 1):
        names = [x for x in document.lines[line.index - back].frames if x.value.kind != SAME]
        before = [x for x in names if x.start < item.start] or names
        if before:
            return before[-1].value.kind if before[-1].start < item.start else before[0].value.kind, back
    return "none", 5


def _word(document: Document, line: Line, item: Item) -> list[str]:
    """The grade word and what is joined to it."""
    joined_before, _ = words_before(document.text, line.start, item.start, 0)
    joined_after, _ = words_behind(document, line, item)
    word = document.text[item.start : item.end]
    return ["gv" + str(item.value), "gw" + word, f"a<{joined_before[-2:]}", f"a>{joined_after[:2]}"]


def _cues(line: Line, item: Item) -> list[str]:
    """The tags before and behind a grade."""
    left, right = line.items[max(0, item.at - 13) : item.at], line.items[item.at + 1 : item.at + 14]
    return sorted({"L" + x.tag for x in left} | {"R" + x.tag for x in right})


def _line_shape(document: Document, line: Line, item: Item) -> list[str]:
    """How many grades, municipalities and sums the line names, and what kind of line it is."""
    grades = line.grades
    groups = document.scene.groups(line.index, line.source)
    subjects = len(line.subjects)
    n_grades, n_groups = min(len({x.value for x in grades}), 4), min(len(groups), 3)
    found = [f"ngr{n_groups}", f"ngrades{n_grades}", f"ngr{n_groups}grades{n_grades}s{min(subjects, 1)}"]
    kind_of_line = (("title", line.is_title), ("list", line.is_list), ("first", line.n_body <= 1))
    return found + [name for name, holds in kind_of_line if holds]


def _names_around(document: Document, line: Line, item: Item) -> list[str]:
    """The names of awards and givers before and behind a grade, in its line or, where it has none, in the lines before."""
    left = [x for x in line.frames if x.start < item.start]
    right = [x for x in line.frames if x.start > item.start]
    found: list[str] = []
    if left:
        tag = "fl" + left[-1].tag
        n = sum(left[-1].end <= x.start < item.start for x in line.grades)
        found += [tag, f"{tag}g{min(n, 3)}"]
    if right:
        found.append("fr" + right[0].tag)
    if not left and not right:
        for back in range(1, 5):
            if line.index < back:
                return [*found, "pfnone"]
            names = document.lines[line.index - back].frames
            if names:
                return [*found, "pf" + names[-1].tag, f"pf{back - 1}{names[-1].tag}"]
    return found


# -- the section ---------------------------------------------------------------------------------------------------------------

_SECTION = re.compile(
    r"(?=[공우지산맞사경])"  # what a name begins with (add to it with a new one): other letters are passed over at once
    r"(?:공시제|우수\s?사업|(?:지역\s?)?(?:산업\s?)?맞춤형(?!\s?(?:일자리\s?)?(?:창출\s?)?(?:상사업비|사업비|국비|인센티브|사업에\s))|사업\s?(?:부문|분야)|우수\s?사례|우수\s?시책|경진\s?대회)"
)
#: what the disclosure section is for, where the article does not name it
_DISCLOSES = re.compile(
    r"공시(?:한|하고|했)\s[^.]{0,40}?(?:지켰|지킨|지키|얼마나|평가|재는|따지|따져|살펴|심사|뽑|가린|가리)"
)
_SAME_SECTION = re.compile(r"(?:같은|이|해당|동일)\s?(?:부문|분야|상|평가)")
_THIS_SECTION = re.compile(r"(?<![가-힣])(?:같은|이|해당|동일)\s?(?:부문|분야)")
#: what a project is said to have won by: '… 사업으로 우수상', '‘…’으로 최우수상'
_BY_PROJECT = re.compile(r"(?:사업|아이디어|[’'”」])(?:으로|[이을]|은)\s")
_TWO_SECTIONS = re.compile(r"(?:두|(?<![0-9])2)\s?(?:개\s?)?(?:부문|분야)")
_TOGETHER = re.compile(r"두\s?(?:개\s)?(?:부문|분야)|모두|각각|나란히|동시에|함께|한꺼번에|모조리|전부")


@dataclass(frozen=True, slots=True)
class Section:
    """Where the text names a section: `d` disclosure or `p` project."""

    line: Line
    start: int
    end: int
    kind: str
    is_named: bool  # with the word that makes it the name of a section: '우수사업 부문', '공시제 시상'


#: behind the name of a section, where it is one: '우수사업 부문에서는', '우수사업 시상은 따로', '공시제 쪽에서는'
_AS_SECTION = re.compile(r"[’'”」]?\s?(?:[가-힣]{1,4}\s){0,3}?(?:부문|분야|쪽|시상)")

#: between the name of a section and the grade that is won in it: '우수사업 부문’ 우수상', '공시제 부문에서 최우수상'
_WON_IN = re.compile(r"(?:\s?(?:부문|분야|쪽))?[’'”」]?(?:에서는|에서도|에서만|에서|에선|의)?,?\s[‘'“「]?")


def sections_of(document: Document) -> list[Section]:
    """The sections that the article names, in order."""
    return [
        Section(
            line,
            m.start(),
            m.end(),
            "d" if "공시제" in m.group() else "p",
            m.group()[-2:] in ("부문", "분야") or _AS_SECTION.match(document.text, m.end(), line.end) is not None,
        )
        for line in document.lines
        for m in _SECTION.finditer(document.text, line.start, line.end)
    ]


def section_features(
    document: Document,
    sections: list[Section],
    line: Line,
    item: Item,
    last: "tuple[Line, Item, str] | None",
    year: int | None,
) -> list[str]:
    """What tells the section of a grade of `year`: the sections named around it and in the article, and that of the grade before."""
    grades = line.grades
    here = [s for s in sections if s.line is line]
    left = [s for s in here if s.start < item.start]
    kinds = "".join(sorted({s.kind for s in sections}))
    respective = _respective(here, grades, item) if here else _respective_before(document, sections, line, item)
    if respective:  # nothing else tells it better
        return [f"resp{respective}"]
    found: list[str] = []
    if left:
        s = left[-1]
        n_grades = min(sum(s.end <= g.start < item.start for g in grades), 2)
        found += [f"L{s.kind}", f"L{s.kind}g{n_grades}", f"L{s.kind}d{distance(s.end, item.start)}"]
        if s.is_named and _WON_IN.fullmatch(document.text, s.end, item.start):
            found += [f"Lat{s.kind}", f"Lat{s.kind}{len({x.kind for x in left})}"]
    else:
        found.append("noL")
    found += [*_headed(document, sections, line, bool(here)), *_framed(document, item)]
    earlier = [s for s in sections if s.line.index < line.index]
    if earlier and not here:
        s = earlier[-1]
        same = "s" if s.line.paragraph == line.paragraph else "n"
        found += [f"P{s.kind}", f"P{s.kind}b{min(line.index - s.line.index, 3)}{same}"]
    is_past = year is not None and document.day is not None and year < document.day.year
    found += _since_last(document, sections, line, item, last, is_past)
    if year is not None and document.day:
        found.append(f"yd{max(-3, min(1, year - document.day.year))}")
    joined, after = words_behind(document, line, item)
    found += ["wa" + joined[:2], *("wn" + w[:2] for w in after)]
    for x in nearest_time(document, line, item):
        found += [x, f"D{kinds}{x}"]
    found.append(f"same{_SAME_SECTION.search(line.text) is not None:d}{kinds}")
    found.append(f"says{_DISCLOSES.search(document.text) is not None:d}{kinds}")
    if last is not None:
        before, _, chosen = last
        titles = f"{before.is_title:d}{line.is_title:d}"
        found += [f"last{chosen}{titles}", f"last{chosen}{bool(here):d}", f"last{chosen}{kinds}"]
    if line.is_title:
        found.append("title")
    return found


def _framed(document: Document, item: Item) -> list[str]:
    """The sections that the award's own names tell: the 경진대회 is of projects, the 공시제 평가 of the disclosed targets."""
    if not document.framed:
        return ["fs"]
    before = bisect_left(document.framed, (item.start, ""))
    last = document.framed[before - 1][1] if before else "-"
    return [f"fs{document.framed_kinds}", f"fb{last}{document.framed_kinds}"]


def _headed(document: Document, sections: list[Section], line: Line, is_named_here: bool) -> list[str]:
    """The section that the head of a list, or of the paragraph, names: '■ 우수사업 부문'."""
    for head in (*document.over.get(line.index, ()), *_head_of_paragraph(document, line)):
        named = {s.kind for s in sections if s.line is head}
        if len(named) == 1:
            kind = named.pop()
            return [f"hd{kind}", f"hd{kind}{is_named_here:d}"]
    return []


def _first_of_paragraph(document: Document, line: Line) -> int:
    """The index of the first line of the line's paragraph."""
    first = line.index
    while first and document.lines[first - 1].paragraph == line.paragraph:
        first -= 1
    return first


def _head_of_paragraph(document: Document, line: Line) -> list[Line]:
    """The line without a sentence that stands above the line's paragraph."""
    first = _first_of_paragraph(document, line)
    above = document.lines[first - 1 : first] if first else ()
    return [x for x in above if x.is_list and not x.grades]


def _since_last(
    document: Document,
    sections: list[Section],
    line: Line,
    item: Item,
    last: "tuple[Line, Item, str] | None",
    is_past: bool,
) -> list[str]:
    """What the text says of sections between the grade before and this one: names one, means one by 이 부문, tells a project."""
    floor = last[1].end if last else 0
    new = next((s.kind for s in reversed(sections) if floor <= s.start < item.start), "-")
    before = last[2] if last else "-"
    found = [f"new{new}", f"new{new}last{before}", *_announced(document, sections, line, item, floor, is_past)]
    start = line.start
    if line.index and document.lines[line.index - 1].paragraph == line.paragraph:
        start = document.lines[line.index - 1].start
    for where, since in (("l", line.start), ("p", start)):
        if _THIS_SECTION.search(document.text, since, item.start):
            found += [f"ref{where}{new}{before}"]
            break
    if _BY_PROJECT.search(document.text, max(line.start, floor, item.start - 30), item.start):
        found += ["by", f"by{new}{before}"]
    return found


def _announced(
    document: Document, sections: list[Section], line: Line, item: Item, floor: int, is_past: bool
) -> list[str]:
    """The section that is named as such last before a grade in its paragraph or the head of that: '우수사업 부문에서도 낭보가 이어졌다. A는 …'."""
    first = _first_of_paragraph(document, line)
    if first and not document.lines[first - 1].grades and not document.lines[first - 1].text.endswith("."):
        first -= 1
    named = [s for s in sections if s.is_named and s.start < item.start and s.line.index >= first]
    if not named:
        return []
    s = named[-1]
    led = f"ann{s.kind}{s.start >= floor:d}{'past' if is_past else ''}"
    return [led, f"{led}b{min(line.index - s.line.index, 2)}", f"{led}g{min(len(s.line.grades), 2)}"]


#: a grade that was won twice, and the sentence behind it that tells where: '장관상 두 개를 안았다. 하나는 목표 공시제에서, 다른 하나는 우수사업 분야에서'
_TWO_PRIZES = re.compile(r"[’'”」]?(?:을|를)?\s?(?:두|2)\s?(?:개|번|차례)")
_ONE_AND_THE_OTHER = re.compile(r"하나는\s[^.]{2,40}?,?\s(?:다른|나머지|또\s다른)\s하나는\s")


def _wins_both(document: Document, sections: list[Section], line: Line, item: Item) -> bool:
    """Whether one grade word tells the prizes of both sections: '공시제와 우수사업 부문 모두 우수상', '두 부문의 우수상'."""
    if len({s.kind for s in sections}) < 2 or (line.is_title and item.value == UNSPECIFIED):
        return False
    grades = [x for x in line.grades if x is not item]
    low = max((x.end for x in grades if x.start < item.start), default=line.start)
    behind = [
        x.start for x in grades if x.start > item.start and x.value != UNSPECIFIED
    ]  # '최우수상을 수상' is one prize
    high = min(behind, default=line.end)
    if behind and high - item.end <= 5:  # '각각 ‘최우수상’과 ‘우수상’'
        return False
    if _TWO_SECTIONS.search(document.text, max(low, item.start - 12), item.start):
        return True
    if _TWO_PRIZES.match(document.text, item.end, line.end) and line.index + 1 < len(document.lines):
        told = document.lines[line.index + 1]
        is_of_both = not told.grades and len({s.kind for s in sections if told.start <= s.start < told.end}) == 2
        if is_of_both and _ONE_AND_THE_OTHER.match(document.text, told.start, told.end):
            return True
    kinds = {s.kind for s in sections if low <= s.start < item.start}
    return len(kinds) == 2 and _TOGETHER.search(document.text, low, high) is not None


def _respective(sections: list[Section], grades: list[Item], item: Item) -> str:
    """The section in a grade's place, where a line names some sections in a row and then as many grades ('A와 B 부문에서 각각 C와 D')."""
    before = [s for s in sections if s.start < item.start]
    if not before:
        return ""
    first_grade = max((g.end for g in grades if g.end <= before[-1].start), default=0)
    kinds: list[str] = []
    for s in before:
        if s.start >= first_grade and s.kind not in kinds:
            kinds.append(s.kind)
    stop = next((s.start for s in sections if s.start > item.start), item.end + 200)
    row = [g for g in grades if before[-1].end <= g.start < stop]
    named = [g for g in row if g.value != UNSPECIFIED]  # '두 부문의 상을 각각 우수상, 최우수상으로'
    row = named if len(named) > 1 else row[:1] + [g for g in row[1:] if g.value != UNSPECIFIED]
    place = next((k for k, g in enumerate(row) if g is item), None)
    return kinds[place] + str(len(row)) if place is not None and 1 < len(kinds) == len(row) else ""


def _respective_before(document: Document, sections: list[Section], line: Line, item: Item) -> str:
    """As `_respective`, where the line before names the sections: '공시제 부문과 우수사업 부문 상을 함께 받았다. 등급은 각각 우수상과 최우수상이다.'"""
    before = line_before(document, line)
    row = [g for g in line.grades if g.value != UNSPECIFIED]
    if (
        before is None
        or before.grades
        or len(row) != 2
        or len(line.places) > 1
        or "각각" not in document.text[line.start : row[0].start]
    ):
        return ""
    kinds = list(dict.fromkeys(s.kind for s in sections if s.line is before))
    return f"{kinds[row.index(item)]}2" if len(kinds) == 2 and item in row else ""


#: between a grade and what it is paid: '최우수기관에 2억 원'
_IS_PAID = re.compile(r"[’'”」]?(?:\s[0-9]{1,2}곳)?(?:에는|에게는|에게|에|엔|은|는|이|가)?,?\s?(?:각각?\s)?")


def _pays_by_grade(document: Document, line: Line) -> bool:
    """Whether a line tells what each of several grades is paid: '최우수기관에 2억 원, 우수기관에 1억 원씩'. That is no award."""
    told = [x for x in line.items if x.kind == GRADE or is_purse(x)]
    grades, purses = told[::2], told[1::2]
    if len(grades) < 2 or len(purses) != len(grades) or len({x.value for x in grades}) < len(grades):
        return False
    return all(
        grade.kind == GRADE and purse.kind != GRADE and _IS_PAID.fullmatch(document.text, grade.end, purse.start)
        for grade, purse in zip(grades, purses, strict=True)
    )


# -- choosing ------------------------------------------------------------------------------------------------------------------


#: behind a grade, of those who won it: '우수상 수상 기관은 내년 사업비로 9천만원씩을 받는다'
_TO_EACH_OF_THEM = re.compile(
    r"[’'”」]?\s?(?:수상\s?)?(?:기관|자치단체|지자체|시·?군·?구?)(?:들)?(?:은|에는|에게는|에)\s[^.]{0,40}?씩"
)


def groups_of(
    document: Document,
    line: Line,
    item: Item,
    last: "tuple[Line, Item, tuple[Who, ...]] | None",
    earlier: dict[str, tuple[Who, ...]],
) -> Groups:
    """The winners that a grade may have, each group once with all its features; those of the grade before are one of them.

    `earlier`: for each grade the winners that it had last in the body; '최우수기관 두 곳은', '우수상 수상 기관은 9천만 원씩' speak of them.
    """

    named = named_before_brackets(document, line, item)
    if named:
        return [(named, {"bracketed"})]
    again = earlier.get(item.value, ())
    names_nobody = not (line.is_title or line.places or line.subjects)
    carried = [(tuple(w.carried() for w in again), {"again"})]
    if names_nobody and 1 < len(again) == how_many(document.text, line, item):  # the count proves it
        return carried
    if names_nobody and _pays_by_grade(document, line):
        return [((), {"paid"})]
    if names_nobody and len(again) > 1 and _TO_EACH_OF_THEM.match(document.text, item.end, line.end):
        return carried

    def key(whos: tuple[Who, ...]) -> tuple[str, ...]:
        return tuple(w.municipality.id for w in whos)

    found: dict[tuple[str, ...], tuple[tuple[Who, ...], set[str]]] = {}
    for whos, features in group_candidates(document, line, item):
        found.setdefault(key(whos), (whos, set()))[1].update(features)
    step = step_from(last[:2] if last else None, line, item, whos_of)
    if last is not None and step:
        mine = key(last[2])
        mark_the_last(((k, known) for k, (_, known) in found.items()), mine, step)
        if mine not in found:
            found[mine] = (tuple(w.carried() for w in last[2]), {"pa" + x for x in step})
    return list(found.values())


def _kin(document: Document, whos: tuple[Who, ...], before: tuple[Who, ...] | None) -> str:
    """Whether the winners are the article's subject, and whether the grade before was theirs.

    An article tells the history of its subject; of others only what is new.
    """
    main = document.scene.main.municipality if document.scene.main else None
    mine = {w.municipality.id for w in whos}
    same = "0" if before is None else "=" if mine == {w.municipality.id for w in before} else "!"
    return f"{main is not None and main.id in mine:d}{same}"


#: the ways to come by a year, which are more or less likely as the winners are the article's subject or others
_WAYS = ("h", "pub0", "pub-1", "ed", "null", "pv1", "echo", "rel-1", "rel+0", "alllist")


#: behind a grade that is counted with the year of each: '최우수상을 2회(2012년, 2014년)'
_COUNTED_BY_YEAR = re.compile(rf"[’'”]?(?:이|은|을|를|도|만)?\s?{COUNT}\s?[(（]\s?")


def _counted_years(document: Document, line: Line, item: Item) -> Item | None:
    """The time that names the years of the prizes that are counted behind a grade."""
    m = _COUNTED_BY_YEAR.match(document.text, item.end, line.end)
    if m is None:
        return None
    return next((x for x in line.years if x.start == m.end()), None)


def award_years_of(
    document: Document,
    line: Line,
    item: Item,
    last: "tuple[Line, Item, tuple[int | None, ...]] | None",
    whos: tuple[Who, ...],
    before: tuple[Who, ...] | None,
) -> Years:
    """The years that a grade of `whos` may be of, each once with all its features; those of the grade before are one of them.

    `before` are the winners of the grade before.
    """
    if (told := _counted_years(document, line, item)) is not None:
        return [(told.value.years, set(), Span(told.start, told.end))]
    found: dict[tuple[int | None, ...], tuple[set[str], Span | None]] = {}
    for years, features, span in award_year_candidates(document, line, item):
        known, named = found.get(years, (set(), None))
        known.update(features)
        found[years] = known, named or span
    step = step_from(last[:2] if last else None, line, item, times_of)
    if last is not None and step:
        mark_the_last(((told, known) for told, (known, _) in found.items()), last[2], step)
        found.setdefault(last[2], ({"pa" + x for x in step}, None))
    kin = _kin(document, whos, before)
    for years, (known, _) in found.items():
        known |= {f"{way}k{kin[0]}" for way in _WAYS if way in known}
        if last is not None:
            known.add(f"same{years == last[2]:d}{kin}")
    return [(years, *rest) for years, rest in found.items()]


#: how much less likely a grade is of winners who have another one of its paragraph already, where the line names some that have none yet
_AGAIN = 0.15


#: so many grades before one are looked at: a list has seldom more, and looking back to the first of all takes longer than linear time
_MOST_OF_LIST = 12


def _is_one_list(document: Document, x: Won, line: Line, item: Item) -> bool:
    """Whether a grade goes on with the list of the one before: no year and no section stands between."""
    lines = document.lines[x.line.index : line.index + 1]
    if any(x.item.end <= t.start < item.start for other in lines for t in other.years):
        return False
    return _SECTION.search(document.text, x.item.end, item.start) is None


def _each_its_own(
    document: Document, line: Line, item: Item, groups: Groups, p: list[float], won: list[Won]
) -> list[float]:
    """The probabilities of the winners of a grade, where a list gives each grade its own: '최우수상은 A와 B, 우수상은 C와 D가 받았다'."""
    if line.is_title or item.value == UNSPECIFIED:
        return p
    of_list = [
        x
        for x in won[-_MOST_OF_LIST:]
        if x.line.paragraph == line.paragraph and not x.line.is_title and _is_one_list(document, x, line, item)
    ]
    taken = {w.municipality.id for x in of_list if x.item.value not in (item.value, UNSPECIFIED) for w in x.whos}
    ids = [{w.municipality.id for w in whos} for whos, _ in groups]
    places = {x.start for x in line.places}
    if not taken or not any(
        whos and whos[0].start in places and not (mine & taken) for (whos, _), mine in zip(groups, ids, strict=True)
    ):
        return p
    weighed = [q * _AGAIN if mine & taken else q for q, mine in zip(p, ids, strict=True)]
    whole = sum(weighed)
    return [q / whole for q in weighed]


#: the probabilities of the sections of a grade that is won in both
_BOTH: dict[str, tuple[float, ...]] = {"disclosure": (1.0, 0.0, 0.0), "project": (0.0, 1.0, 0.0)}


def read_awards(document: Document, scorer: Scorer) -> list[Award]:
    """The awards that the article says were won: those of the ministry, then other awards about jobs."""
    if not any(line.grades for line in document.lines):
        return []
    won, others = _grades_won(document, scorer)
    sections = sections_of(document)
    awards: list[Award] = []
    last: tuple[Line, Item, str] | None = None
    for (line, item, whos, p), dated in zip(won, _dated(document, scorer, won), strict=True):
        told = {year: (dated.p, dated.span) for year in dated.years}
        for year_before, span in years_before(document, line, item):
            told.setdefault(year_before, (dated.p, span))
        found = section_features(document, sections, line, item, last, dated.years[-1])
        scorer.about(item.start)
        p_section = scorer.classify("section", found)
        section = _told_section(awards, whos, dated.years[-1], item, found) or _most_told(p_section)
        one = {section: tuple(p_section)}
        is_both = _wins_both(document, sections, line, item)
        last = (line, item, "?" if is_both else section)
        awards += [
            Award(line, item, who, year, when, name, item.value, p * q, ((line, item),), p_name)
            for who in whos
            for year, (q, when) in told.items()
            for name, p_name in (_BOTH if is_both and year in dated.years else one).items()
        ]
    _tell_grades_of_streaks(document, awards)
    awards = _merged([a for a in awards if a.line.start >= document.above])  # what stands in the text
    _give_money(document, scorer, awards)
    return awards + _merged([a for a in others if a.line.start >= document.above])


def _grades_won(document: Document, scorer: Scorer) -> tuple[list[Won], list[Award]]:
    """The grade words that say that the ministry's award was won, and what the rest say of other awards."""
    won: list[Won] = []
    others: list[Award] = []
    earlier: dict[str, tuple[Who, ...]] = {}
    last: tuple[Line, Item, str] | None = None
    for line, item in [(x, grade) for x in document.lines for grade in x.grades][:MOST]:
        features = after_the_last(grade_features(document, line, item), last, line, item)
        scorer.about(item.start)
        _, p = scorer.classify("grade", features)
        is_hoped = _HOPED.match(document.text, item.end, line.end) is not None
        is_national = p >= 0.5 and not is_hoped and not is_of_another(line, item)
        last = (line, item, "Y" if is_national else "N")
        if not is_national:
            others += [] if is_hoped else _other_awards(document, scorer, line, item, features)
            continue
        groups = groups_of(document, line, item, won[-1][:3] if won else None, earlier)
        p_groups = _each_its_own(document, line, item, groups, scorer.choose("award_who", [f for _, f in groups]), won)
        g = best(p_groups)
        if groups[g][0]:
            won.append(Won(line, item, groups[g][0], p * p_groups[g]))
            if not line.is_title:
                earlier[item.value] = groups[g][0]
    return won, others


#: so many ways to date the grades of an article are followed, and each no further than while it is this much less likely than the best
_WAYS_KEPT = 3
_UNLIKELY = 0.02


def _dated(document: Document, scorer: Scorer, won: list[Won]) -> list[Dated]:
    """The years of the grades, those that are likeliest together: what one grade's year is tells the next one's."""
    ways: list[tuple[float, list[Dated]]] = [(1.0, [])]
    for k, (line, item, whos, _) in enumerate(won):
        before = won[k - 1] if k else None
        grown: dict[tuple[int | None, ...], tuple[float, list[Dated]]] = {}
        for p, way in ways:
            last = (before.line, before.item, way[-1].years) if before else None
            years = award_years_of(document, line, item, last, whos, before and before.whos)
            scorer.about(item.start)
            p_years = scorer.choose("award_year", [f for _, f, _ in years])
            for (told, _, span), q in zip(years, p_years, strict=True):
                if told not in grown or grown[told][0] < p * q:
                    grown[told] = (p * q, [*way, Dated(told, q, span)])
        best_ways = sorted(grown.values(), key=_LIKELIEST, reverse=True)[:_WAYS_KEPT]
        most = best_ways[0][0]
        ways = [(p / most, way) for p, way in best_ways if p >= most * _UNLIKELY]
    return ways[0][1]


_LIKELIEST = itemgetter(0)


#: beside the grade of a prize that was won the year before too
_TWICE = re.compile(r"(?<![0-9])(?:2|두)\s?(?:년|해)\s?(?:연속|째|내리|연이어|잇따라|거푸)")
#: what stands further from a grade tells no streak of it
_TWICE_REACHES = 12


def _tell_grades_of_streaks(document: Document, awards: list[Award]) -> None:
    """Gives a prize without a grade that of the next year's, where that is told as the second in a row: '지난해에 이어 장관상 … 우수상은 2년 연속이다'."""
    streaks: dict[tuple[str, int], Award] = {}
    for a in awards:
        if a.year is None or a.grade == UNSPECIFIED or a.line.is_title:
            continue
        others = [x for x in (*a.line.grades, *a.line.places) if x is not a.item]
        floor = max([a.line.start, a.item.start - _TWICE_REACHES, *(x.end for x in others if x.end <= a.item.start)])
        ceiling = min([a.line.end, a.item.end + _TWICE_REACHES, *(x.start for x in others if x.start >= a.item.end)])
        if _TWICE.search(document.text, floor, ceiling):
            streaks[a.who.municipality.id, a.year - 1] = a
    for a in awards:
        second = streaks.get((a.who.municipality.id, a.year)) if a.grade == UNSPECIFIED and a.year is not None else None
        if second is not None:  # where the grade stands is what says it
            a.grade, a.line, a.item = second.grade, second.line, second.item
            a.told = (*a.told, (second.line, second.item))


#: behind a grade that is only hoped for: '대통령상을 받는 도시로 만들겠다', '최우수상에 도전'
_HOPED = re.compile(
    r"(?:을|를)?\s(?:받는|타는|거머쥐는)\s[가-힣]{1,6}(?:로|을|를|가|이)\s(?:만들|되)(?:겠|기로|려|고자|고\s싶|자고)"
    r"|(?:을|를)?\s(?:받|타|따내|거머쥐)겠|(?:에)?\s도전(?:한다|하겠|하기로|하려|할|장|…|$)"
)


def is_of_another(line: Line, item: Item) -> bool:
    """Whether the awards named before a grade in its sentence are all others than the ministry's, the last one by its name ('같은 대회' may be any)."""
    named = [x.value.kind for x in line.frames if x.start < item.start]
    return bool(named) and not line.is_title and NATIONAL not in named and named[-1] != SAME


def other_years_of(document: Document, line: Line, item: Item, whos: tuple[Who, ...]) -> Years:
    """As `award_years_of`, for another award than the ministry's; the edition printed before its name is one of the years."""
    found = award_years_of(document, line, item, None, whos, None)
    frames = [
        x.value
        for other in document.lines[: line.index + 1]
        for x in other.frames
        if x.value.kind == OTHER and x.value.edition and x.start < item.start
    ]
    if frames:
        edition = (frames[-1].edition,)
        for years, known, _ in found:
            known.add(f"oed{years == edition:d}")
        if all(years != edition for years, _, _ in found):
            found.append((edition, {"oed1", "oed_new"}, None))
    return found


def _other_awards(document: Document, scorer: Scorer, line: Line, item: Item, features: list[str]) -> list[Award]:
    """What a grade word that is not the ministry's says of another award about jobs (a province's, one for social enterprises)."""
    _, p = scorer.classify("other_award", features)
    if p < 0.5:
        return []
    groups = groups_of(document, line, item, None, {})
    p_groups = scorer.choose("other_who", [f for _, f in groups])
    g = best(p_groups)
    years = other_years_of(document, line, item, groups[g][0])
    p_years = scorer.choose("other_year", [f for _, f, _ in years])
    y = best(p_years)
    told, _, when = years[y]
    return [
        Award(
            line,
            item,
            who,
            year,
            when,
            UNSPECIFIED,
            item.value,
            p * p_groups[g] * p_years[y],
            (),
            (0.0, 0.0, 1.0),
            OTHER,
        )
        for who in groups[g][0]
        for year in told
    ]


def _told_section(
    awards: list[Award], whos: tuple[Who, ...], year: int | None, item: Item, known: list[str]
) -> str | None:
    """The section that the same award was told with before, where the text names no other since."""
    if "new-" not in known:
        return None
    ids = {w.municipality.id for w in whos}
    same = [a for a in awards if a.who.municipality.id in ids and (a.year, a.grade) == (year, item.value)]
    told = {a.section for a in same if not a.line.is_title} or {a.section for a in same}  # that of a title is a guess
    return told.pop() if len(told) == 1 else None


#: an award without a grade that is less sure than this may be none: one that is hoped for, a giver's
_SURE = 0.6


def _give_money(document: Document, scorer: Scorer, awards: list[Award]) -> None:
    purses = purses_of(document)
    if not purses:
        return
    winners = [
        Winner(
            frozenset((a.who.municipality.id,)),
            document.scene.label(a.who, a.year)[2],
            a.year,
            a.grade,
            a.told,
            a.section,
            a.grade != UNSPECIFIED or a.confidence >= _SURE,
        )
        for a in awards
    ]
    for award, candidates in zip(awards, candidates_of(document, purses, winners), strict=True):
        chosen = candidates[best(scorer.choose("money", [f for _, f in candidates]))][0]
        item = _in_text(document, purses, purses[chosen][1]) if chosen is not None else None
        if item is not None:
            award.incentive_krw, award.paid = int(item.value.value), Span(item.start, item.end)


def _in_text(document: Document, purses: list[Told], item: Item) -> Item | None:
    """A sum as the article's own text tells it, also where the title above it does; none where the title alone does."""
    if item.start >= document.above:
        return item
    return next((x for _, x in purses if x.start >= document.above and x.value.value == item.value.value), None)


#: a section is left open only where the text most likely does not tell it; in doubt the likelier one of the two says more to whoever asks
_NOT_TOLD = 0.75


def _most_told(p: list[float]) -> str:
    """The section, from its probabilities in the order of `CLASSES`."""
    return UNSPECIFIED if p[2] >= _NOT_TOLD else CLASSES["section"][best(p[:2])]


def _merged(awards: list[Award]) -> list[Award]:
    """One award for each that was won: what is told several times is put together, an open grade, year or section with a told one."""
    first: dict[tuple[str, int | None, str, str], Award] = {}
    for award in awards:
        key = (award.who.municipality.id, award.year, award.grade, award.section)
        old = first.get(key)
        if old is None:
            first[key] = award
            continue
        better = award if award.confidence > old.confidence and not award.line.is_title else old
        first[key] = replace(better, confidence=max(old.confidence, award.confidence), told=old.told + award.told)
    kept = list(first.values())
    for award in sorted(kept, key=_is_headline, reverse=True):  # before the body's awards make them more than that
        fuller = [other for other in kept if other is not award and _says_more(other, award)]
        twin = min(fuller, key=_is_headline, default=None)  # what the body tells is what its other words speak of
        if twin is not None:
            kept = [other for other in kept if other is not award]
            twin.told += award.told
    return _settled(kept)


#: how likely the other section must be, to be taken where two grades claim the same
_LIKELY = 0.15


def _settled(awards: list[Award]) -> list[Award]:
    """Of one edition and section a municipality has one grade: of two the weaker is of the other section, or was not won at all."""
    kept: list[Award] = []
    for award in sorted(awards, key=_strength, reverse=True):
        rival = next((other for other in kept if _shuts_out(other, award)), None)
        if rival is None or _moves_one(rival, award, kept):
            kept.append(award)
    return [a for a in awards if any(a is k for k in kept)]


def _shuts_out(other: Award, award: Award) -> bool:
    """Whether two awards cannot both be. That of a title, whose section is a guess, is the body's where that leaves the section open."""
    if award.year is None or other.year != award.year or other.who.municipality is not award.who.municipality:
        return False
    is_guess = _is_headline(award) and not _is_headline(other) and other.section == UNSPECIFIED
    return other.section == award.section or is_guess


def _moves_one(rival: Award, award: Award, kept: list[Award]) -> bool:
    """Gives one of two awards of the same section the other section, where that is likely and free."""
    section, other = award.section, _OTHER_SECTION.get(award.section)
    if other is None or rival.section != section or any(_shuts_out(k, replace(award, section=other)) for k in kept):
        return False
    at, to = CLASSES["section"].index(section), CLASSES["section"].index(other)
    award_moves, rival_moves = rival.p_sections[at] * award.p_sections[to], rival.p_sections[to] * award.p_sections[at]
    if max(award_moves, rival_moves) < _LIKELY:
        return False
    (award if award_moves >= rival_moves else rival).section = other
    return True


_OTHER_SECTION = {"disclosure": "project", "project": "disclosure"}


def _strength(award: Award) -> tuple[bool, int, float]:
    """How well an award is borne out: told in the body before told only in a title, then by how often, then by confidence."""
    lines = {line.index for line, _ in award.told}
    is_in_body = any(not line.is_title for line, _ in award.told)
    return is_in_body, len(lines), award.confidence * max(award.p_sections)


def _is_headline(award: Award) -> bool:
    """Whether only titles tell an award."""
    return all(line.is_title for line, _ in award.told)


def _says_more(fuller: Award, award: Award) -> bool:
    """Whether another award is this one told more fully."""
    if fuller.who.municipality is not award.who.municipality:
        return False
    if award.year is not None and fuller.year != award.year:
        return False
    if award.grade == UNSPECIFIED and fuller.grade != UNSPECIFIED:
        return True
    if fuller.grade != award.grade:
        return False
    if _is_headline(award) and not _is_headline(fuller):  # the section of a headline is a guess; the body names it
        return True
    return (award.section == UNSPECIFIED and fuller.section != UNSPECIFIED) or (
        award.year is None and fuller.year is not None
    )
