"""What stands around an item, as features for the scorer: short strings, each a fact about words, tags or distances.

A feature is written so that its weight can be read: `t-1goal` is "the item before is the cue *goal*", `<c0m1` is "the candidate stands before,
no rival between, one like this between".
"""

import re
from collections.abc import Callable, Iterable, Sequence

from extract.claims.document import CUE, FRAME, NUMBER, Document, Item, Line

_TRIM = "…‘’“”'\"()[]（）「」『』《》〈〉,.·:;△▲▶○□◆■-–~∼%"


def words_before(text: str, floor: int, at: int, n: int = 3) -> tuple[str, list[str]]:
    """What is joined to `at` from the left, and the n words before that, the nearest first."""
    run = text[max(floor, at - 40) : at]
    words = run.split()
    joined = words.pop() if words and not run[-1].isspace() else ""
    return joined, [w.strip(_TRIM) or w for w in words[::-1][:n]]


def words_after(text: str, at: int, ceiling: int, n: int = 3) -> tuple[str, list[str]]:
    """What is joined to `at` from the right, and the n words after that."""
    run = text[at : min(ceiling, at + 48)]
    words = run.split(None, n + 1)
    joined = words.pop(0) if words and not run[0].isspace() else ""
    return joined, [w.strip(_TRIM) or w for w in words[:n]]


def words_behind(document: Document, line: Line, item: Item) -> tuple[str, list[str]]:
    """`words_after` of an item, two words; found once."""
    if item.behind is None:
        item.behind = words_after(document.text, item.end, line.end, 2)
    return item.behind


def distance(a: int, b: int) -> str:
    """A step on a rough scale of characters."""
    gap = abs(a - b)
    return (
        "0"
        if gap <= 1
        else "1"
        if gap <= 4
        else "2"
        if gap <= 10
        else "3"
        if gap <= 20
        else "4"
        if gap <= 40
        else "5"
        if gap <= 80
        else "6"
    )


def tag_before(line: Line, item: Item, steps: int) -> str:
    """The tag so many items before an item; ^ where the line begins."""
    at = item.at - steps
    return line.items[at].tag if at >= 0 else "^"


def tag_behind(line: Line, item: Item, steps: int) -> str:
    """The tag so many items behind an item; $ where the line ends."""
    at = item.at + steps
    return line.items[at].tag if at < len(line.items) else "$"


#: items further away than this tell nothing of a number
_FAR = 13


def tags_left(line: Line, item: Item, *numbers_between: int) -> set[str]:
    """The tags before an item that have so many numbers between: L0goal."""
    n = item.n_before
    found = set()
    for other in line.items[max(0, item.at - _FAR) : item.at]:
        between = n - other.n_before
        if not other.counts and between in numbers_between:
            found.add(f"L{between}{other.tag}")
    return found


def tags_right(line: Line, item: Item, *numbers_between: int) -> set[str]:
    """The tags behind an item that have so many numbers between: R1over."""
    n = item.n_before + item.counts
    found = set()
    for other in line.items[item.at + 1 : item.at + 1 + _FAR]:
        between = other.n_before - n
        if not other.counts and between in numbers_between:
            found.add(f"R{between}{other.tag}")
    return found


def number_left(line: Line, item: Item) -> Item | None:
    """The number before a number, if any."""
    return line.counting[item.n_before - 1] if item.n_before else None


def number_right(line: Line, item: Item) -> Item | None:
    """The number behind a number, if any."""
    k = item.n_before + 1
    return line.counting[k] if k < len(line.counting) else None


def bag(line: Line) -> list[str]:
    """The tags of the line (S)."""
    if line.bag is None:
        tags = {x.tag for kind in (line.cues, line.frames, line.rates, line.grades) for x in kind}
        line.bag = ["S" + tag for tag in sorted(tags)]
    return line.bag


def line_before(document: Document, line: Line) -> Line | None:
    """The line before, where it is in the same paragraph."""
    before = document.lines[line.index - 1] if line.index else line
    return None if before is line or before.is_title or before.paragraph != line.paragraph else before


def bag_before(document: Document, line: Line) -> list[str]:
    """The tags of the line before, where it is in the same paragraph (P)."""
    before = line_before(document, line)
    return ["P" + tag[1:] for tag in bag(before)] if before else []


def lead(document: Document, line: Line, item: Item) -> list[str]:
    """A short view of what kind of sentence an item stands in, for candidates that stand in no sentence of their own."""
    items, at = line.items, item.at
    found: dict[str, None] = {}
    for k in range(max(0, at - 4), min(len(items), at + 6)):
        if items[k].kind in (CUE, FRAME):
            found[f"~{'<' if k < at else '>'}{items[k].tag}"] = None
    joined, after = words_behind(document, line, item)
    return [*found, "~a" + joined[:2], *("~n" + w[:2] for w in after)]


def time_before(document: Document, line: Line, item: Item) -> list[str]:
    """The time before an item in its line, as steps from the year of publication."""
    time = next((x for x in reversed(line.times) if x.start < item.start), None)
    if time is None:
        return ["tl0"]
    years, day = time.value.years, document.day
    found = ["tlr" + time.value.role]
    if day and years:
        found.append(f"tl{max(-3, min(3, years[-1] - day.year)):+d}{'r' if time.value.is_range else ''}")
    return found


def time_behind(document: Document, line: Line, item: Item) -> list[str]:
    """The year behind an item in its line, as steps from the year of publication."""
    time = next((x for x in line.times if x.start > item.start), None)
    if time is None or not document.day or not time.value.years:
        return []
    return [f"tr{max(-3, min(3, time.value.years[-1] - document.day.year)):+d}"]


def nearest_time(document: Document, line: Line, item: Item) -> list[str]:
    """The years on both sides, as steps from the year of publication."""
    return time_before(document, line, item) + time_behind(document, line, item)


def between(document: Document, line: Line, item: Item, other: Item, rivals: Sequence[Item]) -> list[str]:
    """How another item of the same line stands to an item: side, distance, rivals and likes between, what the gap says."""
    is_behind = other.start > item.start
    a, b = (item, other) if is_behind else (other, item)
    low, high = a.at, b.at
    side = ">" if is_behind else "<"
    likes = line.numbers if item.kind == NUMBER else line.grades
    c = m = 0
    inner = [x.tag for x in line.items[low + 1 : high]]
    if inner:
        c = min(len([x for x in rivals if low < x.at < high]), 3)
        m = min(len([x for x in likes if low < x.at < high]), 2)
    gap = document.text[a.end : b.start]
    found = [
        side,
        f"{side}c{c}",
        f"{side}c{min(c, 2)}m{m}",
        f"{side}cl{min(inner.count('clause') + gap.count(','), 2)}",
    ]
    if not is_behind:
        found += [f"<d{distance(a.end, b.start)}", "<tg" + other.tag, *{"<bw" + tag for tag in inner[-_NEAR:]}]
    if len(gap) <= 8:
        found.append(f"{side}gap{_no_digits(gap)}")
    else:
        found += [f"{side}g<{gap[:2]}", f"{side}g>{gap[-2:]}"]
    return found


#: so many items between two are looked at
_NEAR = 8
_DIGITS = re.compile(r"[0-9]+")


def _no_digits(gap: str) -> str:
    return _DIGITS.sub("0", gap)


#: gives the items of some kind of a line
Kind = Callable[[Line], list[Item]]


def step_from(earlier: tuple[Line, Item] | None, line: Line, item: Item, kind: Kind) -> list[str] | None:
    """How far back the mention before stands, and how many items of a kind stand between; None where there is none."""
    if earlier is None:
        return None
    before, mention = earlier
    lines = line.index - before.index
    here = kind(line)
    if lines == 0:
        n = len([x for x in here if mention.end <= x.start < item.start])
    else:
        n = len([x for x in here if x.start < item.start]) + len([x for x in kind(before) if x.start > mention.end])
    step = f"sd{min(lines, 3)}n{min(n, 2)}"
    return [
        step,
        step + ("p" if before.paragraph == line.paragraph else "q"),
        f"tt{before.is_title:d}{line.is_title:d}",
    ]


def times_of(line: Line) -> list[Item]:
    return line.times


def rates_of(line: Line) -> list[Item]:
    return line.rates


def whos_of(line: Line) -> list[Item]:
    return line.whos


def claims_of(line: Line) -> list[Item]:
    return line.claims


def mark_the_last(candidates: Iterable[tuple[object, set[str]]], mine: object, step: list[str]) -> None:
    """Tells each candidate, by its key, whether the mention before took it (`ps`) or another (`po`), and how far back that was."""
    for key, features in candidates:
        features.update(["ps" + x for x in step] if key == mine else ["po" + step[0]])
