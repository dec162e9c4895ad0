"""The rows of an article's targets: what the numbers of one row say together, its year, and whether it is to be believed.

The numbers come one by one, each with its role and what was chosen for it (`targets`). Here a row is seen whole, beside the others of the
article: it stays as it was put together, takes another year, loses a number, or is left out where it is more likely wrong than right.
"""

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import itemgetter

from extract.claims.completions import Numbers, likely, proved
from extract.claims.document import Document
from extract.claims.figures import fits
from extract.claims.lexicon import ARROW
from extract.claims.numbers import PERSONS
from extract.claims.scopes import TOTAL, last_words, scope_of
from extract.claims.scorer import Scorer
from extract.claims.surroundings import distance
from extract.claims.targets import (
    ACTUAL,
    RATE,
    TARGET,
    Figure,
    Seen,
    by_legend,
    is_close,
    put_together,
    since_publication,
    step_to,
)
from extract.claims.when import Year
from extract.claims.who import Who

#: a row that is less likely right than this costs more than it earns
ACCEPTED = 0.4


@dataclass(slots=True)
class Row:
    """One target or result, as it goes into a claim."""

    who: Who
    year: Year
    scope: str
    target: int | None
    actual: int | None
    pct: float | None
    confidence: float
    years: dict[Year, float]
    figures: list[Figure] = field(default_factory=list)
    is_optional: bool = False
    reasons: list[str] = field(default_factory=list)
    #: of a part, whether a known word names it
    is_named: bool = False

    @property
    def p_year(self) -> float:
        return self.years[self.year]

    @property
    def held(self) -> str:
        """Which of target, result and rate it has: TAR, T, AR …"""
        target, actual, rate = self.target is not None, self.actual is not None, self.pct is not None
        return f"{'T' if target else ''}{'A' if actual else ''}{'R' if rate else ''}"

    @property
    def values(self) -> tuple[float | None, ...]:
        return self.target, self.actual, self.pct

    @property
    def is_weak(self) -> bool:
        """Whether every number of it is rounded or stands in a title: it may repeat another row."""
        return all(f.is_rounded or f.line.is_title for f in self.figures)


_BY_WEIGHT = itemgetter(1)


def settle(document: Document, figures: list[Figure]) -> Row:
    """One row of its numbers: exact before rounded, body before title; the year and municipality that most of them speak for."""
    weight = [0.7 if f.line.is_title else 1.0 for f in figures]
    years: dict[Year, float] = {}
    whos: dict[str, float] = {}
    scopes: dict[str, float] = {}
    for figure, w in zip(figures, weight, strict=True):
        for year, q in figure.years.items():
            years[year] = years.get(year, 0.0) + q * w
        assert figure.who is not None  # put_together leaves out what is nobody's
        owner = figure.who.municipality.id
        whos[owner] = whos.get(owner, 0.0) + figure.p_who
        scopes[figure.scope] = scopes.get(figure.scope, 0.0) + figure.p_scope
    year, p_year = max(years.items(), key=_BY_WEIGHT)
    owner, _ = max(whos.items(), key=_BY_WEIGHT)
    # Of its names the one that stands with the numbers, for the evidence: in the body before the title.
    named = [(f.line.is_title, f.who) for f in figures if f.who and f.who.municipality.id == owner]
    who = min(named, key=lambda n: (n[0], n[1].is_carried))[1]
    value: dict[str, float | None] = {TARGET: None, ACTUAL: None, RATE: None}
    for figure in sorted(figures, key=lambda f: (f.is_rounded, f.line.is_title)):
        if value[figure.role] is None:
            value[figure.role] = figure.value
    if _is_excess(value[TARGET], value[ACTUAL], value[RATE]):
        value[RATE] = None
    confidence = (
        min(f.p for f in figures)
        * (p_year / sum(weight))
        * max(f.p_who for f in figures)
        * min(f.p_link for f in figures)
    )
    target, actual = value[TARGET], value[ACTUAL]
    label, is_named = _scope(document, figures, max(scopes.items(), key=_BY_WEIGHT)[0])
    row = Row(
        who,
        year,
        label,
        None if target is None else round(target),
        None if actual is None else round(actual),
        value[RATE],
        confidence,
        {y: p / sum(weight) for y, p in years.items()},
        figures,
        is_named=is_named,
    )
    if row.target is None and row.pct is None:
        row.is_optional = True
        row.reasons.append("a result without target or rate")
    if any(f.item.value.unit == PERSONS for f in figures if f.role != RATE) and row.target is None:
        row.reasons.append("counts people, not jobs")
    return row


def _is_excess(target: float | None, actual: float | None, rate: float | None) -> bool:
    """Whether a rate tells by how much a result exceeds its target: 8만6130 of 7만1473, '목표를 21% 초과'."""
    if not target or not actual or rate is None:
        return False
    reached = actual / target * 100
    return fits(reached - 100, rate, False) and not fits(reached, rate, False)


def _scope(document: Document, figures: list[Figure], scope: str) -> tuple[str, bool]:
    """`total`, or the label of the part as the text words it; and whether a known word is what names it."""
    if scope == TOTAL:
        return TOTAL, False
    for figure in figures:
        before = document.text[max(figure.line.start, figure.item.start - 60) : figure.item.start]
        after = document.text[figure.item.end : min(figure.line.end, figure.item.end + 24)]
        label = scope_of(before, after)
        if label:
            return label, True
    before = document.text[max(figures[0].line.start, figures[0].item.start - 60) : figures[0].item.start]
    # A part that nothing names is none.
    return last_words(before) or TOTAL, False


def without_repeats(rows: list[Row]) -> list[Row]:
    """Rows that say nothing that a fuller row does not say, rounded or in a headline, are left out."""

    def n_values(row: Row) -> int:
        return sum(v is not None for v in row.values)

    kept: list[Row] = []
    for row in sorted(rows, key=lambda r: (-n_values(r), r.is_weak, -r.confidence)):
        if not any(_repeats(row, other) for other in kept):
            kept.append(row)
    kept = [row for row in kept if not _sums_up(row, kept)]
    return sorted(kept, key=lambda r: r.figures[0].item.start)


def _sums_up(row: Row, rows: list[Row]) -> bool:
    """Whether a title puts together what the body tells of several rows: '지난해 일자리 4만8천여 개…임기 목표 95% 채웠다'."""
    if not all(f.line.is_title for f in row.figures):
        return False
    others = [x for x in rows if x is not row and x.who.municipality is row.who.municipality]

    def tells(other: Row, f: Figure) -> bool:
        return any(
            f.role == g.role and (abs(f.value - g.value) <= 1 if f.role == RATE else is_close(f.value, g.value))
            for g in other.figures
            if not g.line.is_title
        )

    if any(all(tells(other, f) for f in row.figures) for other in others):
        return False  # one row alone may be another of the same numbers: see `_repeats`
    return all(any(tells(other, f) for other in others) for f in row.figures)


def _repeats(row: Row, fuller: Row) -> bool:
    if row.who.municipality is not fuller.who.municipality:
        return False

    def same(mine: float | None, theirs: float | None) -> bool:
        if mine is None:
            return True
        return theirs is not None and (mine == theirs or (row.is_weak and is_close(mine, theirs)))

    if not (same(row.target, fuller.target) and same(row.actual, fuller.actual)):
        return False
    if row.pct is not None and (fuller.pct is None or abs(row.pct - fuller.pct) > 1):
        return False
    if row.year is None or row.year == fuller.year:
        return True
    # Two that a line tells of two years are two, be they rounded: '내년 6만5천여 개를 시작으로 2024년 6만9천여 개'.
    lines = {f.line.index for f in fuller.figures}
    return row.is_weak and not any(f.line.index in lines for f in row.figures)


# -- whether a row is believed -------------------------------------------------------------------------------------------------


#: steps of the log-odds, and the probabilities at which they are reached
_STEPS = (-5, -3.5, -2.2, -1.2, -0.4, 0.4, 1.2, 2.2, 3.5, 5)
_REACHED_AT = [((1 + 1e-4) * math.exp(s) - 1e-4) / (1 + math.exp(s)) for s in _STEPS]


@lru_cache(maxsize=128)
def _reached(name: str, n: int) -> list[str]:
    return [f"{name}>{step}" for step in _STEPS[:n]]


def steps(name: str, p: float) -> list[str]:
    """A probability as features: every step of its log-odds that it reaches, so that a higher one has all of a lower one's."""
    return _reached(name, bisect_right(_REACHED_AT, p))


#: a second year of a row must have this much of the probability
_SECOND_YEAR = 0.1


#: where a number of a row is less sure than this to count the whole or a part, the row is tried with either
_SURE_OF_SCOPE = 0.9
#: so many changes of a row are tried
_MOST_VARIANTS = 12


def variants(numbers: Numbers, row: Row) -> list[tuple[str, Row]]:
    """A row as it was put together, of another year, without one of its numbers, with others; each with a word for the change."""
    document = numbers.document
    found = [("as it is", row)]
    years = sorted(row.years.items(), key=lambda y: -y[1])
    found += [(f"year{n}", replace(row, year=year)) for n, (year, p) in enumerate(years[1:3]) if p >= _SECOND_YEAR]
    found += _of_the_term(row, years[:3])
    if len({f.scope for f in row.figures}) > 1 or min(f.p_scope for f in row.figures) < _SURE_OF_SCOPE:
        other = "part" if row.scope == TOTAL else TOTAL
        label, is_named = _scope(document, row.figures, other)
        found.append(("scope", replace(row, scope=label, is_named=is_named)))
    if len(row.held) > 1:
        for role in (TARGET, ACTUAL, RATE):
            left = [f for f in row.figures if f.role != role]
            if len(left) < len(row.figures):
                found.append(("without " + role, settle(document, left)))
    for change, figures in (*proved(numbers, row.figures), *likely(numbers, row.figures)):
        found.append((change, settle(document, figures)))
    return [(change, r) for change, r in found if not r.is_optional][:_MOST_VARIANTS]


def _of_the_term(row: Row, tried: list[tuple[Year, float]]) -> list[tuple[str, Row]]:
    """A row as one of the term that its target is of, where that was not tried."""
    known = [y for y, p in tried if y == row.year or p >= _SECOND_YEAR]
    terms = [f.year for f in row.figures if f.role == TARGET and isinstance(f.year, tuple) and f.year not in known]
    return [("term", replace(row, year=term)) for term in dict.fromkeys(terms)]


def scope_steps(row: Row) -> list[str]:
    """How sure its numbers, and the first of them, are of the scope of a row: what is counted is told before the first number of a clause."""
    sure = [f.p_scope if (f.scope == TOTAL) == (row.scope == TOTAL) else 1 - f.p_scope for f in row.figures]
    first = min(range(len(sure)), key=lambda k: row.figures[k].item.start)
    whole = "T" if row.scope == TOTAL else "p"
    return [*steps("s", min(sure)), *steps("S", max(sure)), *(x + whole for x in steps("s1", sure[first]))]


def row_features(document: Document, row: Row, rows: list[Row]) -> list[str]:
    """What speaks for and against a row as a whole."""
    held, figures = row.held, row.figures
    found = ["h" + held, *steps("p", min(f.p for f in figures)), *steps("y", row.p_year)]
    found += steps("w", max(f.p_who for f in figures))
    found += steps("l", min(f.p_link for f in figures))
    found += scope_steps(row)
    found += steps("c", row.confidence)
    scope = "T" if row.scope == TOTAL else "p"
    found += [scope, scope + held, f"n{min(len(figures), 4)}", f"rows{min(len(rows), 6)}"]
    found.append(f"rounded{all(f.is_rounded for f in figures):d}")
    found.append(f"persons{any(f.item.value.unit == PERSONS for f in figures):d}{held}")
    found.append(f"proved{sum(f.is_proved for f in figures) > 1:d}{held}")
    found.append(f"list{any(f.line.is_list for f in figures):d}{held}")
    found.append(f"ser{_told_with(document, figures)}{held}{scope}")
    if len(figures) > 1 and all(by_legend(document, f.line, f.item) for f in figures if f.item.is_job):
        found += ["legend" + held, f"legend{held}{scope}"]
    found += [f"y{held}{x}" for x in since_publication(document, row.year)]
    found += _years_of_its_own(row)
    found += _alone(document, row)
    found.append(f"told{min(max(document.n_told.get(f.value, 0) for f in figures), 3)}")
    if row.target and row.actual:
        ratio = row.actual / row.target
        found.append("q1" if 0.8 <= ratio <= 1.6 else "q2" if 0.4 <= ratio <= 3 else "q3")
        if row.pct:
            found.append(f"fit{abs(ratio * 100 - row.pct) <= max(1.0, 0.02 * row.pct):d}")
    found += coherence(document, figures)
    main = document.scene.main
    found.append(f"main{main is not None and main.municipality is row.who.municipality:d}")
    for other in rows:
        if other is row or other.who.municipality is not row.who.municipality:
            continue
        same_year = f"{other.year == row.year:d}"
        same_scope = f"{(other.scope == TOTAL) == (row.scope == TOTAL):d}"
        surer = f"{other.confidence > row.confidence:d}"
        found += [f"rival{same_year}{same_scope}{x}{surer}" for x in held if x in other.held]
        found.append(f"other{same_year}{same_scope}{other.held}+{held}")
        if any(v is not None and v in other.values for v in row.values):
            found.append(f"shared{same_year}{surer}")
    return found


def _years_of_its_own(row: Row) -> list[str]:
    """How the year of a row stands to those that its numbers were given one by one: a result heaped up for a target of a term is of the term."""
    own = {f.role: f.year for f in sorted(row.figures, key=lambda f: (f.p, -f.item.start))}
    found = [f"o{role[0]}{step_to(own[role], row.year)}" for role in (TARGET, ACTUAL, RATE) if role in own]
    heaped = "".join(r[0] for r in (TARGET, ACTUAL) if any(f.is_heaped for f in row.figures if f.role == r))
    return [
        *found,
        "".join(found),
        *(x + row.held for x in found),
        f"hp{heaped}{isinstance(row.year, tuple):d}{row.held}",
    ]


#: behind a number that another is held against: '지난해 목표 1만3,813개보다 673개 많다'
_HELD_AGAINST = re.compile(
    rf"[)）]?\s?(?:보다|에서\s|{ARROW}|에\s?(?:비해|견줘|견주면)|[와과]\s(?:견주|견줘|비교|같은)|대비)"
)


def _alone(document: Document, row: Row) -> list[str]:
    """Whether a known word names the part that a row counts; of a target that stands alone, whether another number is held against it."""
    found = [f"pn{row.is_named:d}{row.held}"] if row.scope != TOTAL else []
    if row.held != "T":
        return found
    told = min(row.figures, key=lambda f: (f.line.is_title, f.item.start))
    m = _HELD_AGAINST.match(document.text, told.item.end, told.line.end)
    against = f"{m is not None:d}"
    return [*found, "vs" + against, *(f"vs{against}{x}" for x in since_publication(document, row.year))]


def _told_with(document: Document, figures: list[Figure]) -> int:
    """How many numbers are told in one breath with each number of jobs of a row: of the one with the fewest, at most 4."""
    return min(
        (min(len(document.told_with.get(f.item.start, [f.item])), 4) for f in figures if f.item.is_job), default=0
    )


def coherence(document: Document, figures: list[Figure]) -> list[str]:
    """How the numbers of a row stand to each other: nearness, what the text between them says, the same year, municipality and scope."""
    found: list[str] = []
    ordered = sorted(figures, key=lambda f: f.item.start)
    for one, other in pairwise(ordered):
        if one.role == other.role:
            continue
        pair = one.role[0].upper() + other.role[0].upper()
        lines = other.line.index - one.line.index
        found += [f"{pair}sd{min(lines, 3)}", f"{pair}par{one.line.paragraph == other.line.paragraph:d}"]
        found.append(f"{pair}tit{one.line.is_title:d}{other.line.is_title:d}")
        found.append(f"{pair}y{step_to(one.year, other.year)}")
        same = one.who is not None and other.who is not None and one.who.municipality is other.who.municipality
        found += [f"{pair}w{same:d}", f"{pair}sc{one.scope == other.scope:d}"]
        shared = sum(min(p, other.years.get(year, 0.0)) for year, p in one.years.items())
        found += steps("ys", min(shared, 1.0))
        if one.value == other.value:
            found.append("equal")
        if lines == 0:
            n = other.item.n_before - one.item.n_before - 1
            found.append(f"{pair}btw{min(n, 3)}")
            if n == 0:
                gap = document.text[one.item.end : other.item.start]
                found += [
                    f"{pair}g<{gap[:2].strip()}",
                    f"{pair}g>{gap[-2:].strip()}",
                    f"{pair}gl{distance(0, len(gap))}",
                ]
                between = one.line.items[one.item.at + 1 : other.item.at]
                found += [f"{pair}|{x.tag}" for x in between[:6]]
    return found


def read_rows(numbers: Numbers, figures: list[Figure]) -> list[Row]:
    """The rows that the figures of an article make, none twice."""
    return without_repeats(
        [settle(numbers.document, row) for row in put_together(numbers.document, numbers.scorer, figures)]
    )


def candidates_of(numbers: Numbers, row: Row, rows: list[Row]) -> list[tuple[Row | None, list[str]]]:
    """What may become of a row: one of its variants, or nothing."""
    found: list[tuple[Row | None, list[str]]] = [(None, ["no row", f"no {row.held}"])]
    known = [r for r in rows if not r.is_optional]
    for change, variant in variants(numbers, row):
        features = row_features(numbers.document, variant, [variant if r is row else r for r in known])
        features += change_features(change, row, variant, rows)
        found.append((variant, features))
    return found


def change_features(change: str, row: Row, variant: Row, rows: list[Row]) -> list[str]:
    """What a row was and how it was changed."""
    found = [change, f"{change}{row.held}", f"{change}>{variant.held}"]
    if variant.target and variant.actual and variant.pct:
        rounded = any(f.is_rounded for f in variant.figures)
        fit = fits(variant.actual / variant.target * 100, variant.pct, rounded)
        exact = "r" if rounded else "1" if variant.pct % 1 else "0"
        found += [f"fits{fit:d}", f"fits{fit:d}{exact}", f"fits{fit:d}{change}"]
    mine = {f.item.start for f in row.figures}
    added = [f for f in variant.figures if f.item.start not in mine]
    if added:
        found += steps("a", min(f.p for f in added))
        found += [x + change for x in steps("a", min(f.p for f in added))]
        gap = min(abs(f.line.index - g.line.index) for f in added for g in row.figures)
        found += [f"gap{min(gap, 3)}", f"gap{min(gap, 3)}{change}"]
        starts = {f.item.start for f in added}
        taken = any(f.item.start in starts for r in rows if r is not row for f in r.figures)
        found += [f"taken{taken:d}", f"taken{taken:d}{change}"]
    return found


#: what a row says: two variants that say the same are one outcome
Outcome = tuple[object, ...]


@dataclass
class Undecided:
    """A row of which it is not yet settled what becomes of it: its variants with their probabilities, and that of `no row`."""

    row: Row
    p_none: float
    variants: list[tuple[float, Row]]

    @cached_property
    def best(self) -> tuple[float, Row | None]:
        """The likeliest outcome; variants that say the same count together, and the surest of them stands for all."""
        total = self.p_none + sum(p for p, _ in self.variants)
        together: dict[Outcome, float] = {}
        for p, row in self.variants:
            together[_outcome(row)] = together.get(_outcome(row), 0.0) + p
        found = max(self.variants, key=lambda v: (together[_outcome(v[1])], v[0]), default=None)
        return (together[_outcome(found[1])] / total, found[1]) if found else (0.0, None)

    def without(self, starts: set[int]) -> "Undecided":
        """The same without the variants that hold a number which another row has taken."""
        left = [(p, v) for p, v in self.variants if _may_share(v, starts)]
        return self if len(left) == len(self.variants) else Undecided(self.row, self.p_none, left)


def _may_share(row: Row, starts: set[int]) -> bool:
    """Whether a row may still be where these numbers are taken: it holds none of them, or only its result, which its own target and rate prove
    ('1만3천161개를 만들어 연간 목표(2만4천504개)의 53.7%' and then '1분기 목표 1만149개와 비교하면 129.68%')."""
    shared = [f for f in row.figures if f.item.start in starts]
    if not shared:
        return True
    target, actual, pct = row.values
    if not (target and actual and pct) or any(f.role != ACTUAL for f in shared):
        return False
    return fits(actual / target * 100, pct, False)


def _outcome(row: Row) -> Outcome:
    return (row.who.municipality.id, row.year, row.scope == TOTAL, *row.values)


def read_targets(document: Document, scorer: Scorer, figures: list[Figure], seen: list[Seen]) -> list[Row]:
    """The rows that are believed, each with the probability that it is right.

    A number stands in one row: the surest row is settled first, and what it takes is no longer there for the others.
    """
    numbers = Numbers(document, scorer, seen, figures)
    rows = read_rows(numbers, figures)
    left: list[Undecided] = []
    for row in rows:
        candidates = candidates_of(numbers, row, rows)
        p = scorer.choose("row", [f for _, f in candidates])
        left.append(Undecided(row, p[0], [(q, v) for q, (v, _) in zip(p, candidates, strict=True) if v is not None]))
    found: list[Row] = []
    while left:
        surest = max(left, key=lambda x: x.best[0])
        confidence, chosen = surest.best
        if chosen is None or confidence < ACCEPTED:
            break
        chosen.confidence = confidence
        found.append(chosen)
        starts = {f.item.start for f in chosen.figures}
        left = [x.without(starts) for x in left if x is not surest]
    return without_repeats(found + [x.row for x in left if x.row.is_optional])
