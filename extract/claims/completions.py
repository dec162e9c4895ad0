"""What a row of a target may take besides its own numbers: what arithmetic proves to belong to it, and what stands near and may be what it lacks.

The numbers are judged one by one, in order of the text. That a result and a target make just the rate that is printed two sentences further on
is seen only when they are put together.
"""

from collections.abc import Iterator

from extract.claims.document import Document
from extract.claims.figures import Triple
from extract.claims.scorer import Scorer
from extract.claims.targets import ACTUAL, RATE, TARGET, Figure, Seen, describe

#: a number that is less likely than this to be what a row lacks is not tried, unless arithmetic speaks for it
_LIKELY = 0.05
#: a number further from a row than this many lines is not tried
_LINES = 2
#: so many are tried for each role, the likeliest first
_TRIED = 2

Figures = list[Figure]


class Numbers:
    """The numbers of an article as figures, each described once for each role in which it is tried."""

    def __init__(self, document: Document, scorer: Scorer, seen: list[Seen], figures: Figures):
        self.document, self.scorer, self.seen = document, scorer, seen
        self._by_start = {s.item.start: s for s in seen}
        self._figures: dict[tuple[int, str], Figure] = {(f.item.start, f.role): f for f in figures}

    def figure(self, start: int, role: str) -> Figure | None:
        """The number that starts there in this role; None where it was not judged or is nobody's."""
        seen = self._by_start.get(start)
        if seen is None:
            return None
        key = (start, role)
        if key not in self._figures:
            self._figures[key] = describe(
                self.document, self.scorer, seen.line, seen.item, role, seen.p.get(role, 0.0), seen.before
            )
        figure = self._figures[key]
        return figure if figure.who is not None else None

    def of(self, triple: Triple) -> Figures | None:
        """The numbers of a triple as figures."""
        places = ((TARGET, triple.target), (ACTUAL, triple.actual), (RATE, triple.rate))
        figures = [self.figure(place.item.start, role) for role, place in places if place is not None]
        return None if None in figures else [f for f in figures if f is not None]


def proved(numbers: Numbers, figures: Figures) -> Iterator[tuple[str, Figures]]:
    """The figures of a row with those that arithmetic ties to one of them."""
    mine = {(f.item.start, f.role) for f in figures}
    for triple in numbers.document.triples:
        theirs = {(triple.target.item.start, TARGET), (triple.actual.item.start, ACTUAL)}
        if triple.rate is not None:
            theirs.add((triple.rate.item.start, RATE))
        if mine.isdisjoint(theirs) or mine.issuperset(theirs):
            continue
        new = numbers.of(triple)
        if new is not None:
            roles = {f.role for f in new}
            yield "proved" if triple.rate else "difference", [f for f in figures if f.role not in roles] + new


def likely(numbers: Numbers, figures: Figures) -> Iterator[tuple[str, Figures]]:
    """The figures of a row with one that stands near and may have a role that none of them has."""
    held = {f.role for f in figures}
    mine = {f.item.start for f in figures}
    first, last = min(f.line.index for f in figures), max(f.line.index for f in figures)
    for role in (TARGET, ACTUAL, RATE):
        if role in held:
            continue
        near = [
            s
            for s in numbers.seen
            if s.p.get(role, 0.0) >= _LIKELY
            and s.item.start not in mine
            and first - _LINES <= s.line.index <= last + _LINES
        ]
        near.sort(key=lambda s: (-s.p[role], s.item.start))
        for seen in near[:_TRIED]:
            figure = numbers.figure(seen.item.start, role)
            if figure is not None:
                yield f"with {role}", [*figures, figure]
