"""What stands around an item, as features for the scorer: short strings, each a fact about words, tags or distances.

A feature is written so that its weight can be read: `t-1goal` is "the item before is the cue *goal*", `<c0m1` is "the candidate stands before,
no rival between, one like this between".
"""

from collections.abc import Callable, Iterable

from extract.claims.document import CUE, FRAME, Document, Item, Line

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


def bag_before(document: Document, line: Line) -> list[str]:
    """The tags of the line before, where it is in the same paragraph (P)."""
    before = document.lines[line.index - 1] if line.index else line
    if before is line or before.is_title or before.paragraph != line.paragraph:
        return []
    return ["P" + tag[1:] for tag in bag(before)]


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


def between(document: Document, line: Line, item: Item, other: Item, is_rival: Callable[[Item], bool]) -> list[str]:
    """How another item of the same line stands to an item: side, distance, rivals and likes between, what the gap says."""
    is_behind = other.start > item.start
    a, b = (item, other) if is_behind else (other, item)
    rivals = likes = clauses = 0
    tags: dict[str, None] = {}
    first = last = ""
    for k in range(a.at + 1, b.at):
        x = line.items[k]
        if x.start >= b.start:
            break
        rivals += is_rival(x)
        likes += x.kind == item.kind
        clauses += x.tag == "clause"
        first, last = first or x.tag, x.tag
        tags[x.tag] = None
    side = ">" if is_behind else "<"
    gap = document.text[a.end : b.start]
    c, m = min(rivals, 3), min(likes, 3)
    close = f"{side}tg{other.tag}"
    found = [
        side, f"{side}c{c}", f"{side}m{m}", f"{side}c{min(c, 2)}m{min(m, 2)}", f"{side}d{distance(a.end, b.start)}",
        close, f"{close}c{min(c, 2)}m{min(m, 2)}", f"{side}cl{min(clauses + gap.count(','), 2)}",
    ]  # fmt: skip
    if len(gap) <= 8:
        found.append(f"{side}gap{_no_digits(gap)}")
    else:
        found += [f"{side}g<{gap[:2]}", f"{side}g>{gap[-2:]}"]
    if first:
        found += [f"{side}b1{first}", f"{side}bl{last}", *(f"{side}bw{t}" for t in sorted(tags))]
    joined, after = words_behind(document, line, other)
    found.append(f"{side}ca{joined[:2]}_{after[0][:2] if after else '$'}")
    return found


def _no_digits(gap: str) -> str:
    out: list[str] = []
    for char in gap:
        if char.isdigit():
            if not out or out[-1] != "0":
                out.append("0")
        else:
            out.append(char)
    return "".join(out)


def step_from(earlier: tuple[Line, Item] | None, line: Line, item: Item, kinds: tuple[str, ...]) -> list[str] | None:
    """How far back the mention before stands, and how many items of `kinds` stand between; None where there is none."""
    if earlier is None:
        return None
    before, mention = earlier
    lines = line.index - before.index
    if lines == 0:
        n = len([x for x in line.items if x.kind in kinds and mention.end <= x.start < item.start])
    else:
        n = len([x for x in line.items if x.kind in kinds and x.start < item.start])
        n += len([x for x in before.items if x.kind in kinds and x.start > mention.end])
    step = f"sd{min(lines, 3)}n{min(n, 2)}"
    return [
        step,
        step + ("p" if before.paragraph == line.paragraph else "q"),
        f"tt{before.is_title:d}{line.is_title:d}",
    ]


def mark_the_last(candidates: Iterable[tuple[object, set[str]]], mine: object, step: list[str]) -> None:
    """Tells each candidate, by its key, whether the mention before took it (`ps`) or another (`po`), and how far back that was."""
    for key, features in candidates:
        features.update(["ps" + x for x in step] if key == mine else ["po" + step[0]])
