"""The money that came with an award: for each award, which of the sums in the article is its own, or none.

A sum is told beside the winner ('횡성군에 1억 원'), beside the grade ('우수상 9천만 원'), of so many winners at once ('두 군은 8천만 원씩'), or just
after the award. Every award chooses for itself, so that one sum can come with several.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from extract.claims.document import GRADE, NUMBER, SUBJECT, Document, Item, Line
from extract.claims.numbers import WON
from extract.claims.surroundings import distance, words_after
from extract.claims.whose import count_of, is_area

#: below a purse is a fee, above it the money for all winners or an investment (the largest printed purse is 400 million won)
_SMALLEST_PURSE, _LARGEST_PURSE = 5 * 10**5, 10**9
#: the classes of cue words that tell what a sum is
_TELLING = frozenset(
    (
        "money", "sum", "budget", "company", "award", "won", "given", "province_award", "other_topic", "foreign_topic",
        "other_giver", "streak", "plan", "future",
    )
)  # fmt: skip

Told = tuple[Line, Item]


class Winner(NamedTuple):
    """One award as far as its money is concerned; `told` are the grade words that say it. One that is not sure makes no other an older one."""

    ids: frozenset[str]
    label: str
    year: int | None
    grade: str
    told: tuple[Told, ...]
    section: str = "unspecified"
    is_sure: bool = True

    @property
    def kind(self) -> str:
        """시, 군, 구, or 도 for the government of a province or metropolis."""
        return self.label[-1] if " " in self.label else "도"


class _Named(NamedTuple):
    """Where a line names winners: by name, as 시는, or by their number ('두 군')."""

    start: int
    end: int
    ids: frozenset[str]


def is_purse(item: Item) -> bool:
    """Whether a number may be the money of an award."""
    return item.kind == NUMBER and item.value.unit == WON and _SMALLEST_PURSE <= item.value.value <= _LARGEST_PURSE


#: before a sum that is no prize: the most that there is to win, what is paid in parts
_NO_PRIZE = re.compile(r"(?:최대|첫해에|[많적]게는|[많적]은\s곳은)\s?$")


def purses_of(document: Document) -> list[Told]:
    """The sums that may be the money of an award, in order."""
    return [
        (line, item)
        for line in document.lines
        for item in line.counting
        if is_purse(item) and not _NO_PRIZE.search(document.text, max(line.start, item.start - 6), item.start)
    ]


_COUNTED = re.compile(
    r"(?:(?P<n>[2-9]|두|세|네|다섯|여섯)\s?(?:개\s?)?|나머지\s)(?P<kind>시·군·구|시·군|시군|군·구|구·군|자치구|기초자치단체|자치단체|지자체|곳|시|군|구)(?=[은는이가에의\s,])"
)
_KINDS = {"자치구": "구", "곳": "시군구도", "자치단체": "시군구도", "지자체": "시군구도", "기초자치단체": "시군구"}


def _named(document: Document, line: Line, winners: Sequence[Winner]) -> list[_Named]:
    """Where a line names municipalities."""
    scene = document.scene
    found = [
        _Named(who.start, who.end, frozenset((who.municipality.id,)))
        for group in scene.groups(line.index, line.source)
        if not is_area(document.text, line, group)
        for who in group.members
    ]
    for item in line.items:
        if item.kind == SUBJECT:
            who = scene.meant(line.index, item)
            if who is not None:
                found.append(_Named(item.start, item.end, frozenset((who.municipality.id,))))
    for m in _COUNTED.finditer(document.text, line.start, line.end):
        kinds = _KINDS.get(m.group("kind"), m.group("kind"))
        ids = [w.ids for w in winners if w.kind in kinds]
        n = count_of(m.group("n") or "0")
        told = {
            w.ids
            for w in winners
            if w.kind in kinds and any(x.start < m.start() for line, x in w.told if not line.is_title)
        }
        if len(told) == n < len(set(ids)):  # '두 군은' are the two that were told, not one that is still to come
            ids = list(told)
        found.append(_Named(m.start(), m.end(), frozenset().union(*ids)))
    return sorted(found, key=lambda x: (x.start, x.end))


def candidates_of(
    document: Document, purses: list[Told], winners: Sequence[Winner]
) -> list[list[tuple[int | None, list[str]]]]:
    """For each winner the sums that may be its money (by their place), with features; None for no money."""
    named = {line.index: _named(document, line, winners) for line, _ in purses}
    values = [item.value.value for _, item in purses]
    plain = [_plain(document, line, item, values) for line, item in purses]
    told = [[_last_before(item, winner) for winner in winners] for _, item in purses]
    found = []
    for n, winner in enumerate(winners):
        mine = _standing(winner, winners)
        candidates: list[tuple[int | None, list[str]]] = []
        is_told = False
        for k, (line, item) in enumerate(purses):
            year = _of_year(line, item, winner, winners)
            if year == _ANOTHERS:
                continue
            by_place = _by_place(line, told[k][n], told[k])
            f = _relation(document, line, item, winner, named[line.index], by_place, mine)
            f += _in_order(line, item, winner, winners) + ([year] if year else [])
            candidates.append((k, plain[k] + f))
            if year in _ITS_OWN and "later1" in mine and not _told_together(document, line, item):
                is_told = True
        if not is_told:
            candidates.insert(0, (None, ["none", *("none" + x for x in mine)]))
        found.append(candidates)
    return found


def _plain(document: Document, line: Line, item: Item, values: list[float]) -> list[str]:
    """What is known of a sum whosever it is."""
    value = item.value.value
    others = sorted(set(values) - {value})
    is_sum = any(sum(c) == value for n in (2, 3) for c in combinations(others[:8], n)) or value / 2 in others
    found = [f"v{len(str(int(value)))}", f"sum{is_sum:d}"]
    left = [x.tag for x in line.items[: item.at] if x.tag in _TELLING]
    right = [x.tag for x in line.items[item.at + 1 :] if x.tag in _TELLING]
    found += [f"L{left[-1] if left else '^'}", f"R{right[0] if right else '$'}"]
    return found + _beside(document, line, item)


def _beside(document: Document, line: Line, item: Item) -> list[str]:
    """What stands right beside a sum: the items, what they say together, the letters."""
    left, right = line.items[max(0, item.at - 3) : item.at], line.items[item.at + 1 : item.at + 2]
    telling = sorted({x.tag for x in left if x.tag in _TELLING})
    text = document.text
    return [
        f"l{left[-1].tag if left else '^'}", f"r{right[0].tag if right else '$'}", "ll" + "".join(telling),
        f"b<{text[max(line.start, item.start - 3) : item.start]}", f"b>{text[item.end : min(line.end, item.end + 3)]}",
    ]  # fmt: skip


def _standing(winner: Winner, winners: Sequence[Winner]) -> list[str]:
    """How an award stands to the other awards: an older one, one of several of the same winner, one of many."""
    newest = max((w.year or 0 for w in winners if w.is_sure or w is winner), default=0)
    own = [w for w in winners if w.ids & winner.ids and w is not winner]
    later = any((w.year or 0) > (winner.year or 0) for w in own if w.is_sure)
    twins = sum(w.year == winner.year for w in own)
    n = sum(w.year == winner.year for w in winners)
    return [f"old{(winner.year or 0) < newest:d}", f"later{later:d}", f"twins{min(twins, 1)}", f"many{min(n, 3)}"]


def _relation(
    document: Document,
    line: Line,
    item: Item,
    winner: Winner,
    named: list[_Named],
    by_place: list[str],
    standing: list[str],
) -> list[str]:
    """How a sum stands to an award; `by_place` and `standing` as in `_by_place` and `_standing`."""
    by_name = _by_name(document, line, item, winner, named)
    by_grade = _by_grade(line, item, winner)
    head = by_name[0] + by_grade[0]
    found = [*by_name, *by_grade, *by_place, head, head + by_place[0], by_name[0] + by_place[0]]
    found += standing + [by_name[0] + x for x in standing]
    if any(x.tag == "sum" for x in line.cues):
        found.append("S" + standing[2])
    found += [x + standing[2] for x in _told_together(document, line, item)]
    year = _by_year(line, item, winner)
    found += [x + year for x in ("", by_name[0], by_grade[0])]
    found += [x + standing[0] for x in _at_hand(document, line, item)]
    found += _of_whom(document, line, item, winner, named)
    if "own1" in by_grade:
        found.append(f"own{standing[0]}{year}")
    return found + _by_amount(item, winner) + _by_section(document, line, item, winner)


#: what the ministry has paid with its prizes, in 10 million won: sums up to each step are of one size
_SIZES = tuple(int(x * 10**7) for x in (1, 3, 5, 5.6, 7, 8, 9, 10, 12, 15, 20, 30))


def _by_amount(item: Item, winner: Winner) -> list[str]:
    """The size of a sum with the grade and section of the award: a 특별상 pays less than an 우수상, a project less than what was disclosed."""
    size = f"am{bisect_left(_SIZES, item.value.value)}"
    return [size + winner.grade, f"{size}{winner.grade}{winner.kind == '도':d}", size + winner.section]


#: the prize that the article is about: '이번 수상으로 재정 인센티브 8000만원도'
_AT_HAND = re.compile(r"(?:이번|이)\s(?:수상|상(?:으로|과|에)|평가|대상|선정)|이로써|부상으로|함께")


def _at_hand(document: Document, line: Line, item: Item) -> list[str]:
    """Whether a sum is said to come with the prize at hand."""
    told = _AT_HAND.search(document.text, line.start, item.start)
    return [f"now{told is not None:d}"] + ([f"now{told.group()[:2]}"] if told else [])


def _in_order(line: Line, item: Item, winner: Winner, winners: Sequence[Winner]) -> list[str]:
    """Whether a sum has the place of the grade, where as many sums as grades are told: '우수상과 최우수상을 받았다. 인센티브는 각각 7천만 원과 1억 원'."""
    purses = [x for x in line.counting if is_purse(x)]
    if len(purses) < 2:
        return []
    told = [t for w in winners for t in w.told if t[1].start < purses[0].start and not t[0].is_title]
    last = max((t[0].index for t in told), default=-1)
    grades = sorted({t[1].start for t in told if t[0].index == last})
    if len(grades) != len(purses) or line.index - last > 2:
        return []
    mine = grades[purses.index(item)] in {t[1].start for t in winner.told}
    each = f"{any(x.tag == 'each' for x in line.cues):d}"
    return [f"io{mine:d}", f"io{mine:d}e{each}"]


#: between a sum and whom it is said of: '상사업비 8000만 원을 받은 진주시는'
_WHO_TOOK = re.compile(r"(?:을|를)?\s?(?:받|확보|따|챙|거머|얻)[가-힣]{1,3}\s")


def _of_whom(document: Document, line: Line, item: Item, winner: Winner, named: list[_Named]) -> list[str]:
    """Whether the name behind a sum, who is said to have taken it, is the winner's."""
    behind = next((x for x in named if x.start > item.start), None)
    if behind is None or _WHO_TOOK.fullmatch(document.text, item.end, behind.start) is None:
        return []
    return [f"took{bool(behind.ids & winner.ids):d}"]


#: the sections, as they stand before a sum
_SECTIONS = re.compile(r"(?P<disclosure>공시제)|(?P<project>우수\s?사업|(?:맞춤형|일자리)\s?사업\s?부문)")


def _by_section(document: Document, line: Line, item: Item, winner: Winner) -> list[str]:
    """Whether the section told before a sum is the award's: '공시제 부문에서 1억 3천5백만원, 우수사업 부문에서 500만원'."""
    since = _since_last_purse(line, item)
    told = [m.lastgroup for m in _SECTIONS.finditer(document.text, since, item.start)]
    if not told or winner.section == "unspecified":
        return []
    return [f"sec{told[-1] == winner.section:d}", f"sec{told[-1] == winner.section:d}l{since == line.start:d}"]


#: one sum for several awards: '둘을 합쳐 1,100만 원', and in the next sentence '두 부문을 합친 액수다'
_TOGETHER = re.compile(r"합(?:쳐|친|치면|해|한|하면|계)|두\s?(?:개\s)?(?:부문|상)\s?(?:모두|통틀어)")


def _told_together(document: Document, line: Line, item: Item) -> list[str]:
    """Whether a sum is said to be that of several awards together."""
    if _TOGETHER.search(document.text, max(line.start, item.start - 24), min(line.end, item.end + 16)):
        return ["joint"]
    if line.index + 1 < len(document.lines):
        behind = document.lines[line.index + 1]
        if behind.paragraph == line.paragraph and not behind.counting and _TOGETHER.search(behind.text):
            return ["joint"]
    return []


def _by_name(document: Document, line: Line, item: Item, winner: Winner, named: list[_Named]) -> list[str]:
    """Whether the line names the winner beside the sum, another one, or none."""
    purses = [x.start for x in line.counting if is_purse(x) and x is not item]

    def gap(x: _Named) -> tuple[int, int]:
        low, high = min(x.end, item.end), max(x.start, item.start)
        return sum(low <= p < high for p in purses), high - low

    own = [x for x in named if x.ids & winner.ids]
    others = [x for x in named if not x.ids & winner.ids]
    near = sum(gap(x)[0] == 0 and x.start < item.start for x in others)
    if not own:
        return [f"noname{min(near, 1)}{min(len(others), 1)}"]
    x = min(own, key=gap)
    n_purses, _ = gap(x)
    side = "<" if x.start < item.start else ">"
    low, high = min(x.end, item.end), max(x.start, item.start)
    n_others = sum(low <= o.start < high for o in others)
    joined, after = words_after(document.text, x.end, line.end, 1)
    return [
        f"{side}p{min(n_purses, 2)}", f"{side}p{min(n_purses, 2)}o{min(n_others, 2)}",
        f"{side}near{min(near, 2)}", f"{side}ca{joined[:2]}{after[0][:1] if after else ''}",
    ]  # fmt: skip


def _by_grade(line: Line, item: Item, winner: Winner) -> list[str]:
    """Whether the line names the grade of the award beside the sum, another one, or none."""
    grades = line.grades
    if not grades:
        return ["nograde"]
    purses = [x for x in line.counting if is_purse(x) and x is not item]

    def gap(x: Item) -> tuple[int, int]:
        low, high = min(x.end, item.end), max(x.start, item.start)
        return sum(low <= p.start < high for p in purses), high - low

    near = min(grades, key=gap)
    own = [x for x in grades if x.value == winner.grade]
    if not own:
        return ["othergrade" + ("b" if near.value == "unspecified" else "")]
    x = min(own, key=gap)
    n_purses = gap(x)[0]
    side = "<" if x.start < item.start else ">"
    low, high = min(x.end, item.end), max(x.start, item.start)
    n_grades = sum(low <= g.start < high and g is not x for g in grades)
    is_own = any(line is o and x is i for o, i in winner.told)
    return [
        f"{side}gp{min(n_purses, 2)}g{min(n_grades, 2)}", f"{side}gd{distance(low, high)}", f"own{is_own:d}",
        f"own{is_own:d}{side}gp{min(n_purses, 2)}g{min(n_grades, 2)}",
    ]  # fmt: skip


def _last_before(item: Item, winner: Winner) -> Told | None:
    """Where an award was told last before a sum."""
    told = [t for t in winner.told if t[1].start < item.start]
    return max(told, key=lambda t: t[1].start, default=None)


def _by_place(line: Line, mine: Told | None, told: list[Told | None]) -> list[str]:
    """How far before the sum the award was told, and how many awards were told after that; `told`: where each award was told last."""
    if mine is None:
        return ["untold"]
    after = {t[1].start for t in told if t is not None and t[1].start > mine[1].start}
    back, rank = min(line.index - mine[0].index, 4), min(len(after), 2)
    return [f"rk{rank}", f"rk{rank}bk{back}", f"rk{rank}t{mine[0].is_title:d}{line.is_title:d}"]


def _by_year(line: Line, item: Item, winner: Winner) -> str:
    """Whether the year told for the sum is the award's: the one in its place, or the last before it."""
    told = _years_in(line)
    purses = [x for x in line.counting if is_purse(x)]
    if len(told) == len(purses) > 1:
        return f"yr{winner.year == told[purses.index(item)][1]:d}"
    before = [year for start, year in told if start < item.start]
    since = _since_last_purse(line, item)
    if before and any(since <= start < item.start for start, _ in told):
        return f"yn{winner.year == before[-1]:d}"
    if before:
        return f"y{winner.year == before[-1]:d}"
    return "y-"


#: the year told for a sum is not that of the award, and that of another one of the winner: the sum is that one's
_ANOTHERS = "of01"
#: it is that of the award: the money of an older prize is told with its year and no further
_ITS_OWN = ("of10", "of11")


def _of_year(line: Line, item: Item, winner: Winner, winners: Sequence[Winner]) -> str:
    """Whether the year told for a sum, not for a grade, is the award's, and that of another one of the winner: '2023년에는 8천만원이 따라왔다'."""
    before = [x.end for x in line.items if (is_purse(x) or x.kind == GRADE) and x.end <= item.start]
    since = max(before, default=line.start)
    told = [x.value.years for x in line.times if since <= x.start < item.start and x.value.years]
    if not told:
        return ""
    others = {w.year for w in winners if w.ids & winner.ids and w is not winner}
    return f"of{winner.year in told[-1]:d}{not others.isdisjoint(told[-1]):d}"


def _since_last_purse(line: Line, item: Item) -> int:
    """The end of the last sum before another one, or where the line begins."""
    return max((x.end for x in line.counting if is_purse(x) and x.end <= item.start), default=line.start)


def _years_in(line: Line) -> list[tuple[int, int]]:
    """The years that a line names, with their places."""
    return [(x.start, year) for x in line.times for year in x.value.years]
