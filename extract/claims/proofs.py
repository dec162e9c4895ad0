"""Numbers that prove each other: result / target = rate, result - target = excess.

Where a percentage is just the ratio of two numbers of jobs beside it, the three belong together whatever words a writer chose. So the
arithmetic is asked before the words are.
"""

import re
from dataclasses import dataclass

#: words of a goal or of what became of it; a ratio without any of them may be chance
_CUE = re.compile(
    r"목표|계획|약속|공시|내건|내걸|내세|내민|걸었|기로\s?한|달성|만들겠|성적|실적|대비|견줘|견주|채[웠우]|가운데|[(（]\s?[0-9]|이뤘|웃돌|넘[어겼었]|못\s?미|생각보다|예상보다|애초|당초|할당|배정"
)
_OWN_RATE = re.compile(r"\s?[(（][0-9.]+\s?%")
_GROWTH = re.compile(r"늘|증가|증액|많아|줄|감소")
_EXCESS = re.compile(
    r"\s?(?:를|을|가|나|가량|정도|이나)?\s?(?:더\s)?(?:초과(?!\s?달성)|웃도|웃돌|웃돈|넘|많|높|상회|(?<=더\s)[가-힣]+)"
)
_SHORT = re.compile(r"\s?(?:를|을|가|나|가량|정도|이나)?\s?(?:더\s)?(?:모자|부족|못\s?미|적|밑돌|덜)")


@dataclass(slots=True)
class Number:
    """One number of jobs or percentage of a paragraph, for the arithmetic: `at` is its place in the list of the caller."""

    at: int
    value: float
    is_percent: bool
    is_rounded: bool
    has_fraction: bool
    start: int
    end: int
    after: str
    before: str
    sentence: int
    year: int | None


@dataclass(slots=True, frozen=True)
class Proof:
    """`target` and `actual` are places of numbers; `rate` or `excess` the place of what proves them."""

    target: int
    actual: int
    rate: int | None
    excess: int | None


def find_proofs(text: str, numbers: list[Number]) -> list[Proof]:
    """The proofs among the numbers of neighbouring sentences, each number used once."""
    found: list[Proof] = []
    used: set[int] = set()
    for place, number in enumerate(numbers):
        proof = _by_rate(text, numbers, place, used) if number.is_percent else _by_excess(text, numbers, place, used)
        if proof is not None:
            found.append(proof)
            used.update(x for x in (proof.target, proof.actual, proof.rate, proof.excess) if x is not None)
    return found


def _of_two_years(a: Number, b: Number) -> bool:
    """Numbers of two years prove nothing: '올해 목표는 지난해보다 5천 개 많다'."""
    return a.year is not None and b.year is not None and a.year != b.year


def _fits(computed: float, printed: float, has_fraction: bool, rounded: bool) -> bool:
    """Rounded or cut off to the digits that are printed; numbers that are themselves rounded leave more room."""
    if rounded:
        return abs(computed - printed) <= max(1.0, 0.012 * printed)
    step = 0.1 if has_fraction else 1.0
    return abs(computed - printed) <= step / 2 + 0.005 or 0 <= computed - printed < step


def _pairs(numbers: list[Number], place: int, used: set[int]) -> list[tuple[Number, Number]]:
    """Pairs of numbers of jobs near a percentage, the nearest first."""
    percent = numbers[place]
    near = [
        n
        for n in numbers[max(0, place - 5) : place + 3]
        if not n.is_percent
        and n.at not in used
        and (-3 <= n.sentence - percent.sentence <= 0)
        and (n.end <= percent.start or not _OWN_RATE.match(n.after))
        and (n.start >= percent.start or not _OWN_RATE.match(n.after) or percent.start - n.end <= 2)
    ]
    near.sort(key=lambda n: (n.sentence > percent.sentence, abs(n.start - percent.start)))
    return [(a, b) for i, a in enumerate(near[:4]) for b in near[i + 1 : 4]]


def _by_rate(text: str, numbers: list[Number], place: int, used: set[int]) -> Proof | None:
    percent = numbers[place]
    excess, short = _EXCESS.match(percent.after), _SHORT.match(percent.after)
    for a, b in _pairs(numbers, place, used):
        for target, actual in ((a, b), (b, a)):
            if target.value <= 0 or target.value == actual.value or _of_two_years(target, actual):
                continue
            ratio = actual.value / target.value * 100
            rounded = target.is_rounded or actual.is_rounded
            first, last = min(target.start, actual.start, percent.start), max(target.end, actual.end, percent.end)
            cued = _CUE.search(text, max(0, first - 30), min(last + 20, len(text))) is not None
            if not cued or (re.search(r"실적\s?$", target.before) and re.search(r"목표[가-힣]?\s?$", actual.before)):
                continue
            if re.search(r"(?:지난해|전년|작년)(?:의|보다)?\s?(?:실적)?\s?$", target.before[-10:]) and not re.search(
                r"목표|계획|약속|공시", target.before + target.after
            ):
                continue
            if _fits(ratio, percent.value, percent.has_fraction, rounded) and 15 <= percent.value <= 1500:
                if ratio < 60 and _GROWTH.match(percent.after.strip()):
                    continue
                return Proof(target.at, actual.at, percent.at, None)
            if excess and ratio > 100 and _fits(ratio - 100, percent.value, percent.has_fraction, rounded):
                return Proof(target.at, actual.at, None, percent.at)
            if short and ratio < 100 and _fits(100 - ratio, percent.value, percent.has_fraction, rounded):
                return Proof(target.at, actual.at, None, percent.at)
    return None


def _by_excess(text: str, numbers: list[Number], place: int, used: set[int]) -> Proof | None:
    """'목표 1만개를 860개 넘어선 1만860개': the difference of two numbers beside it."""
    number = numbers[place]
    more, less = _EXCESS.match(number.after), _SHORT.match(number.after)
    if not (more or less) or number.at in used:
        return None
    near = [
        n
        for n in numbers[max(0, place - 3) : place + 3]
        if not n.is_percent and n is not number and n.at not in used and abs(n.sentence - number.sentence) <= 1
    ]
    for i, a in enumerate(near):
        for b in near[i + 1 :]:
            low, high = (a, b) if a.value < b.value else (b, a)
            if _of_two_years(a, b):
                continue
            room = 0.012 * high.value if low.is_rounded or high.is_rounded or number.is_rounded else 0.5
            if abs(high.value - low.value - number.value) > room or number.value > low.value:
                continue
            first, last = min(a.start, b.start, number.start), max(a.end, b.end, number.end)
            if not re.search(r"목표|계획|약속|공시|내건|내세", text[max(0, first - 20) : last]):
                continue
            if re.search(r"(?:지난해|전년|작년)\s?(?:실적)?\s?$", low.before[-8:]) and not re.search(
                r"목표", low.before[-12:]
            ):
                continue
            return Proof(low.at, high.at, None, number.at) if more else Proof(high.at, low.at, None, number.at)
    return None
