"""Numbers that are told in one breath and so are of one kind: 'A시 9천200개, B시 7천400개 등이다', '2023년 6만5천 개, 2024년 6만9천 개', or a column of a list.

What each of them is alone is often open, because the word that tells it stands at the first or above all. Together they say it: the kind that
is most probable for all is the kind of each.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from extract.claims.document import RATE, Document, Item, Line
from extract.claims.lexicon import SHAPES
from extract.claims.rates import OTHER
from extract.claims.scopes import PART
from extract.claims.targets import TARGET_OR_RESULT, Seen, by_legend

#: what begins a cell of a list that is printed in one line
_BULLET = re.compile(f"[{SHAPES}]")
#: between a number and the name of the next one: a comma or the like, or the turn by which a list begins ('…로 가장 많고'); and its rank
_GOES_ON = re.compile(
    r"[)）]?(?:\s?[,·、/;]\s?|\s?(?:와|과|및)\s"
    r"|[^.,\n]{0,8}(?:가장|제일|최고|최다|최저|1위|높|많|낮|적|빠르?)[가-힣 ]{0,8}(?:고|며|이어|으나|지만|반면),?\s)"
    r"(?:[0-9]{1,3}위(?:는|가|로)?\s)?"
)
#: between a name and its number
_IS = re.compile(r"(?:에는|은|는|이|가|의|도)?\s?[(（]?")
#: between a number and the next one: the name of the part of the whole that this one counts
_NEXT_PART = re.compile(
    rf"{_GOES_ON.pattern}(?:[가-힣]{{2,8}}[을를]\s통한\s)?(?:[가-힣]{{1,6}}[·ㆍ]\s?)?(?:{PART})[가-힣·ㆍ]{{0,4}}"
    r"(?:\s(?:일자리|지원|창출|분야|부문|사업|조성|구축|확충|증대|확대|양성))?(?:은|는|이|가|도)?\s?[(（]?"
    rf"|{_GOES_ON.pattern}(?:[가-힣·ㆍ]{{2,8}}\s)?[가-힣·ㆍ]{{2,8}}(?:은|는|이|가)\s"
)
#: between two numbers of one name: '1610건 가운데 967건', '4202개(73.8%)', '394명 계획에 251명', '68.9%(목표 68.0%)'
_SAME_NAME = re.compile(
    r"\s?(?:[(（]\s?(?:(?:목표|실적|계획)(?:치|는|은)?\s?[:：]?\s?)?|(?:가운데|중에서|중|계획에|목표에|의|대비)\s)"
)


#: the lists of one line, each the numbers of each of its names
Lists = list[list[list[Item]]]


class Cell(NamedTuple):
    """Of which name of which list a number is told: where both begin."""

    series: int
    start: int


class Told(NamedTuple):
    """The kind that a number has with those beside it, and how sure that is."""

    role: str
    p: float


#: how sure a pair is by its legend
_BY_LEGEND = 0.97


def read_series(document: Document) -> tuple[list[list[Item]], dict[int, Cell]]:
    """The numbers that are told in one breath, two or more each, by order of the text: no number is in two of them. And the cell of each
    number, by its start, that stands in a list of one line."""
    told: list[list[Item]] = _columns(document.lines)
    cells: dict[int, Cell] = {}
    for line in document.lines:
        marks, lists = _marks(document.text, line), _enumerations(document.text, line)
        told += [*_cells(line, marks), *_enumerated(lists)]
        cells.update(_cells_of(line, marks, lists))
    found: list[list[Item]] = []
    taken: set[int] = set()
    for members in told:
        if not any(x.start in taken for x in members):
            found.append(members)
            taken.update(x.start for x in members)
    return found, cells


def _columns(lines: Iterable[Line]) -> list[list[Item]]:
    """The numbers that stand in the same place of list lines with as many numbers of jobs, which follow each other; so the rates."""
    found: list[list[Item]] = []
    for (is_list, _), group in groupby(lines, key=lambda line: (line.is_list, len(line.jobs))):
        rows = list(group)
        if is_list:
            found += _across([line.jobs for line in rows])
            found += _across([line.percents for line in rows])
    return found


def _cells(line: Line, marks: list[int]) -> list[list[Item]]:
    """The same of a list that is printed in one line, with a mark before each of its cells: '▷직접일자리 7450명(7931명) ▷고용서비스 …'."""
    if not marks:
        return []
    found: list[list[Item]] = []
    for items in (line.jobs, line.percents):
        by_cell = groupby((x for x in items if x.start > marks[0]), key=lambda x: bisect_right(marks, x.start))
        found += _across([list(cell) for _, cell in by_cell])
    return found


def _marks(text: str, line: Line) -> list[int]:
    """Where the cells of a list that is printed in one line begin; none where these tell target and result: '▲목표 5000개 ▲실적 5120개'."""
    marks = [m.start() for m in _BULLET.finditer(text, line.start, line.end)]
    if len(marks) < 2 or any(x.tag in TARGET_OR_RESULT for x in line.cues if x.start > marks[0]):
        return []
    return marks


def _across(rows: Iterable[list[Item]]) -> list[list[Item]]:
    """The columns of the rows that are not empty, where all of these are of one length."""
    filled = [row for row in rows if row]
    if len(filled) < 2 or len({len(row) for row in filled}) > 1:
        return []
    return [list(column) for column in zip(*filled, strict=True)]


def _enumerated(lists: Lists) -> list[list[Item]]:
    """The columns of the numbers of one line that follow each other with nothing but the name of the next one between; a name may have several."""
    return [list(column) for cells in lists for column in zip(*cells, strict=True)]


def _enumerations(text: str, line: Line) -> Lists:
    """The lists of one line, each the numbers of each of its names, as many of the same kinds for each."""
    cells: list[list[Item]] = []
    found: Lists = []
    for left, right in pairwise(line.counting):
        if not _may_be_told(left) or not _may_be_told(right):
            cells = []
            continue
        if not cells:
            cells = [[left]]
            found.append(cells)
        if _follows(text, line, left, right):
            cells.append([right])
        elif _SAME_NAME.fullmatch(text, left.end, right.start):
            cells[-1].append(right)
        else:
            cells = []
    return [even for cells in found for even in _even(cells)]


def _may_be_told(item: Item) -> bool:
    return item.is_job or item.is_percent


def _even(cells: list[list[Item]]) -> Iterable[list[list[Item]]]:
    """The runs of cells with numbers of the same kinds; before the first name the whole may stand: '5천407명 가운데 직접일자리 2462명, 창업 70명'."""
    if len(cells) < 2:
        return
    n = len(cells[1])
    cells = [cells[0][-n:], *cells[1:]]
    for _, run in groupby(cells, key=lambda cell: [x.is_job for x in cell]):
        even = list(run)
        if len(even) > 1:
            yield even


def _follows(text: str, line: Line, left: Item, right: Item) -> bool:
    names = (*line.places, *line.years, *(line.rates if right.is_percent else ()))
    between = [x for x in names if left.end <= x.start and x.end <= right.start]
    if not between:
        return (
            right.is_job
            and not _says(line, left, right)
            and _NEXT_PART.fullmatch(text, left.end, right.start) is not None
        )
    if len(between) != 1:
        return False
    head = between[0]
    if head.kind == RATE and not (_is_kept(head) and _is_kept(rate_before(line, left))):
        return False
    return bool(_GOES_ON.fullmatch(text, left.end, head.start) and _IS.fullmatch(text, head.end, right.start))


def _says(line: Line, left: Item, right: Item) -> bool:
    """Whether a word between two numbers tells anew what the second one is."""
    return any(x.tag in TARGET_OR_RESULT for x in line.items[left.at + 1 : right.at])


def _cells_of(line: Line, marks: list[int], lists: Lists) -> dict[int, Cell]:
    """The cell of each number of a line, by its start: numbers of two cells of one list make no row."""
    found = {x.start: Cell(cells[0][0].start, cell[0].start) for cells in lists for cell in cells for x in cell}
    for x in line.counting:
        at = bisect_right(marks, x.start)
        if at and _may_be_told(x):
            found[x.start] = Cell(marks[0], marks[at - 1])
    return found


def rate_before(line: Line, item: Item) -> Item | None:
    """The rate named last before an item in its line."""
    return next((x for x in reversed(line.rates) if x.end <= item.start), None)


def _is_kept(rate: Item | None) -> bool:
    """Whether a rate is one of which levels are kept: of employment or unemployment, not of men or of those in their thirties."""
    return rate is not None and rate.value.word != "" and OTHER not in rate.value.kinds


def settle(document: Document, decided: Sequence[Seen]) -> dict[int, Told]:
    """The numbers, by their start, of series whose members were found to be of several kinds, with the kind of the whole."""
    by_start = {x.item.start: x for x in decided}
    # A legend ('목표(실적)') says it of both numbers of a pair.
    legends = {x.item.start: by_legend(document, x.line, x.item) for x in decided if x.item.is_job}
    told = {start: Told(role, _BY_LEGEND) for start, role in legends.items() if role}
    for members in document.series:
        if any(x.start in told for x in members):
            continue
        known = [by_start[x.start].p for x in members if x.start in by_start]
        if len(known) < 2 or len({max(p, key=p.__getitem__) for p in known}) == 1:
            continue
        means = {role: math.exp(sum(math.log(max(p[role], 1e-6)) for p in known) / len(known)) for role in known[0]}
        role = max(means, key=means.__getitem__)
        told.update((x.start, Told(role, means[role] / sum(means.values()))) for x in members)
    return told
