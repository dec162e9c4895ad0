"""Numbers that are told in one breath and so are of one kind: 'A시 9천200개, B시 7천400개 등이다', or a column of list lines of one shape.

What each of them is alone is often open, because the word that tells it stands at the first or above all. Together they say it: the kind that
is most probable for all is the kind of each.
"""

import math
import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from extract.claims.document import Document, Item, Line
from extract.claims.targets import Seen, by_legend

#: between a number and the place of the next one: a comma or the like, or the turn by which a list begins ('…로 가장 많고')
_GOES_ON = re.compile(
    r"[)）]?(?:\s?[,·、/;]\s?|\s?(?:와|과|및)\s"
    r"|[^.,\n]{0,8}(?:가장|제일|최고|최다|최저|1위|높|많|낮|적)[가-힣 ]{0,8}(?:고|며|이어|으나|지만),?\s)"
)
#: between a place and its number
_IS = re.compile(r"(?:은|는|이|가|의|도)?\s?[(（]?")


class Told(NamedTuple):
    """The kind that a number has with those beside it, and how sure that is."""

    role: str
    p: float


#: how sure a pair is by its legend
_BY_LEGEND = 0.97


def series_of(document: Document) -> list[list[Item]]:
    """The numbers that are told in one breath, two or more each, by order of the text; no number is in two of them."""
    found: list[list[Item]] = []
    taken: set[int] = set()
    for members in [
        *_columns(document.lines),
        *(x for line in document.lines for x in _enumerated(document.text, line)),
    ]:
        if not any(x.start in taken for x in members):
            found.append(members)
            taken.update(x.start for x in members)
    return found


def _columns(lines: Iterable[Line]) -> list[list[Item]]:
    """The numbers that stand in the same place of list lines with as many numbers of jobs, which follow each other; so the rates."""
    found: list[list[Item]] = []
    for (is_list, n), group in groupby(lines, key=lambda line: (line.is_list, len(line.jobs))):
        rows = list(group)
        if is_list and len(rows) > 1:
            found += [list(column) for column in zip(*(line.jobs for line in rows), strict=True)] if n else []
            rates = [line.percents for line in rows if line.percents]
            if len(rates) > 1 and len({len(x) for x in rates}) == 1:
                found += [list(column) for column in zip(*rates, strict=True)]
    return found


def _enumerated(text: str, line: Line) -> list[list[Item]]:
    """The numbers of one line that follow each other with nothing but the next place between."""
    if len(line.places) < 2:
        return []
    found: list[list[Item]] = []
    for left, right in pairwise(line.counting):
        if _follows(text, line, left, right):
            if found and found[-1][-1] is left:
                found[-1].append(right)
            else:
                found.append([left, right])
    return found


def _follows(text: str, line: Line, left: Item, right: Item) -> bool:
    if (left.is_job, left.is_percent) != (right.is_job, right.is_percent) or not (left.is_job or left.is_percent):
        return False
    between = [x for x in line.places if left.end <= x.start and x.end <= right.start]
    if len(between) != 1:
        return False
    place = between[0]
    return bool(_GOES_ON.fullmatch(text, left.end, place.start) and _IS.fullmatch(text, place.end, right.start))


def settle(document: Document, decided: Sequence[Seen]) -> dict[int, Told]:
    """The numbers, by their start, of series whose members were found to be of several kinds, with the kind of the whole."""
    by_start = {x.item.start: x for x in decided}
    # A legend ('목표(실적)') says it of both numbers of a pair.
    legends = {x.item.start: by_legend(document, x.line, x.item) for x in decided if x.item.is_job}
    told = {start: Told(role, _BY_LEGEND) for start, role in legends.items() if role}
    for members in series_of(document):
        if any(x.start in told for x in members):
            continue
        known = [by_start[x.start].p for x in members if x.start in by_start]
        if len(known) < 2 or len({max(p, key=p.__getitem__) for p in known}) == 1:
            continue
        means = {role: math.exp(sum(math.log(max(p[role], 1e-6)) for p in known) / len(known)) for role in known[0]}
        role = max(means, key=means.__getitem__)
        told.update((x.start, Told(role, means[role] / sum(means.values()))) for x in members)
    return told
