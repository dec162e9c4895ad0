"""Arithmetic between the numbers of neighbouring lines: which are target, result, rate and difference of each other, whatever the words say.

A result divided by its target is the printed rate; a result less its target is the printed difference. Both are read off the numbers alone
and given to the scorer as features.
"""

from bisect import bisect_left
from itertools import permutations
from typing import NamedTuple

from extract.claims.document import Document, Item, Line

#: numbers further apart than this many lines do not prove each other
_LINES = 3
#: the work stays linear: no number is compared with more than this many neighbours
_MOST = 12


def fits(ratio: float, printed: float, is_rounded: bool) -> bool:
    """Whether a computed percentage is the printed one, rounded or cut off to its digits; rounded numbers leave more room."""
    if is_rounded:
        return abs(ratio - printed) <= max(1.0, 0.012 * printed)
    step = 0.1 if printed % 1 else 1.0
    return abs(ratio - printed) <= step / 2 + 0.005 or 0 <= ratio - printed < step


class Place(NamedTuple):
    """A number and the line that it stands in."""

    line: Line
    item: Item


class Triple(NamedTuple):
    """Three numbers that are target, result and rate of each other; without a rate where their printed difference tells it."""

    target: Place
    actual: Place
    rate: Place | None


class Arithmetic(NamedTuple):
    """`roles`: by start of a number, what the arithmetic makes of it. T, A, P: target, result and rate of each other; t, a, e: the same where
    the rate is the excess; dh, dl, dd: two numbers and their difference. `triples`: the numbers that belong together, nearest first for each rate.
    """

    roles: dict[int, set[str]]
    triples: list[Triple]


def arithmetic(document: Document) -> Arithmetic:
    """What the numbers of a document prove of each other."""
    numbers = [Place(line, x) for line in document.lines for x in line.jobs]
    roles: dict[int, set[str]] = {}
    triples = _rates(document, numbers, roles) + _differences(numbers, roles)
    return Arithmetic(roles, triples)


def _note(roles: dict[int, set[str]], **places: Place) -> None:
    for role, place in places.items():
        roles.setdefault(place.item.start, set()).add(role)


def _rates(document: Document, numbers: list[Place], roles: dict[int, set[str]]) -> list[Triple]:
    """The numbers whose ratio is printed."""
    found: list[Triple] = []
    titles = [n for n in numbers if n.line.is_title][:_MOST]
    body = [n for n in numbers if not n.line.is_title]
    starts = [n.item.start for n in body]
    for line in document.lines:
        for x in line.percents:
            printed = x.value.value
            if x.value.unit != "percent" or not 15 <= printed <= 1500:
                continue
            at = bisect_left(starts, x.start)
            around = body[max(0, at - _MOST) : at + _MOST]
            near = titles + [n for n in around if -_LINES <= n.line.index - line.index <= 1]
            near = sorted(near, key=lambda n: abs(n.item.start - x.start))[:_MOST]
            proved: list[tuple[bool, Triple]] = []
            for target, actual in permutations(near, 2):
                over, under = actual.item.value, target.item.value
                if over.value == under.value:
                    continue
                ratio = over.value / under.value * 100
                is_rounded = over.is_rounded or under.is_rounded
                if fits(ratio, printed, is_rounded):
                    proved.append((is_rounded, Triple(target, actual, Place(line, x))))
                elif ratio > 100 and printed < 100 and fits(ratio - 100, printed, False):
                    _note(roles, t=target, a=actual, e=Place(line, x))
            exact = [triple for is_rounded, triple in proved if not is_rounded]
            for is_rounded, triple in proved:
                if is_rounded and exact and not any(_repeats(triple, other) for other in exact):
                    continue  # what rounded numbers happen to make proves nothing beside exact ones
                _note(roles, T=triple.target, A=triple.actual, P=Place(line, x))
                found.append(triple)
    return found


def _repeats(rounded: Triple, exact: Triple) -> bool:
    """Whether a triple has no exact number that is not in the other one's place."""
    pairs = ((rounded.target.item.value, exact.target.item.value), (rounded.actual.item.value, exact.actual.item.value))
    return all(one.is_rounded or one.value == other.value for one, other in pairs)


def _differences(numbers: list[Place], roles: dict[int, set[str]]) -> list[Triple]:
    """The numbers whose difference is printed."""
    found: list[Triple] = []
    for i, one in enumerate(numbers):
        for other in numbers[i + 1 : i + 5]:
            if abs(one.line.index - other.line.index) > 1:
                continue
            low, high = sorted((one, other), key=lambda n: n.item.value.value)
            gap = high.item.value.value - low.item.value.value
            for third in numbers[max(0, i - 3) : i + 7]:
                c = third.item.value
                if third in (one, other) or abs(third.line.index - one.line.index) > 1:
                    continue
                if not 0 < c.value < low.item.value.value:
                    continue
                rounded = one.item.value.is_rounded or other.item.value.is_rounded or c.is_rounded
                if abs(gap - c.value) <= (0.012 * high.item.value.value if rounded else 0.5):
                    _note(roles, dh=high, dl=low, dd=third)
                    found += [Triple(low, high, None), Triple(high, low, None)]
    return found


def neighbours(line: Line, item: Item) -> list[str]:
    """How a number of jobs compares with the ones on both sides in its line."""
    numbers = line.jobs
    if not item.is_job:
        return []
    k = numbers.index(item)
    found: list[str] = []
    for side, other in (
        ("rl", numbers[k - 1] if k else None),
        ("rr", numbers[k + 1] if k + 1 < len(numbers) else None),
    ):
        if other is not None:
            ratio = item.value.value / max(other.value.value, 1)
            size = "~" if 0.5 <= ratio <= 2 else "<" if ratio < 0.5 else ">"
            found.append(f"{side}{size}{'>' if ratio > 1 else '<'}")
    return found
