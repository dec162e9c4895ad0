"""Arithmetic between the numbers of neighbouring lines: which are target, result, rate and difference of each other, whatever the words say.

A result divided by its target is the printed rate; a result less its target is the printed difference. Both are read off the numbers alone
and given to the scorer as features.
"""

from bisect import bisect_left

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


def proofs(document: Document) -> dict[int, set[str]]:
    """By start of a number, what the arithmetic makes of it.

    T, A, P: target, result and rate of each other; t, a, e: the same where the rate is the excess; dh, dl, dd: two numbers and their
    difference.
    """
    numbers = [(line, x) for line in document.lines for x in line.jobs]
    found: dict[int, set[str]] = {}

    def note(**roles: Item) -> None:
        for role, item in roles.items():
            found.setdefault(item.start, set()).add(role)

    rates = [
        (line, x)
        for line in document.lines
        for x in line.percents
        if x.value.unit == "percent" and 15 <= x.value.value <= 1500
    ]
    titles = [n for n in numbers if n[0].is_title][:_MOST]
    body = [n for n in numbers if not n[0].is_title]
    starts = [x.start for _, x in body]
    for line, rate in rates:
        at = bisect_left(starts, rate.start)
        around = body[max(0, at - _MOST) : at + _MOST]
        near = titles + [(o, x) for o, x in around if -_LINES <= o.index - line.index <= 1]
        near.sort(key=lambda n: abs(n[1].start - rate.start))
        near = near[:_MOST]
        for i, (_, a) in enumerate(near):
            for _, b in near[i + 1 :]:
                for target, actual in ((a, b), (b, a)):
                    if target.value.value == actual.value.value:
                        continue
                    ratio = actual.value.value / target.value.value * 100
                    rounded = target.value.is_rounded or actual.value.is_rounded
                    if fits(ratio, rate.value.value, rounded):
                        note(T=target, A=actual, P=rate)
                    elif ratio > 100 and rate.value.value < 100 and fits(ratio - 100, rate.value.value, False):
                        note(t=target, a=actual, e=rate)
    for i, (line, a) in enumerate(numbers):
        for other, b in numbers[i + 1 : i + 5]:
            if abs(line.index - other.index) > 1:
                continue
            high, low = (a, b) if a.value.value > b.value.value else (b, a)
            gap = high.value.value - low.value.value
            for third, c in numbers[max(0, i - 3) : i + 7]:
                if c is a or c is b or abs(third.index - line.index) > 1 or not 0 < c.value.value < low.value.value:
                    continue
                rounded = a.value.is_rounded or b.value.is_rounded or c.value.is_rounded
                if abs(gap - c.value.value) <= (0.012 * high.value.value if rounded else 0.5):
                    note(dh=high, dl=low, dd=c)
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
