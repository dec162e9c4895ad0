"""What stands around an item, as features for the scorer: short strings, each a fact about words, tags or distances.

A feature is written so that its weight can be read: `t-1goal` is "the item before is the cue *goal*", `<c0m1` is "the candidate stands before,
no rival between, one like this between".
"""

from collections.abc import Callable, Iterable

from extract.claims.document import CUE, FRAME, RATE, Document, Item, Line

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
    words = run.split()
    joined = words.pop(0) if words and not run[0].isspace() else ""
    return joined, [w.strip(_TRIM) or w for w in words[:n]]


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


def around(document: Document, line: Line, item: Item) -> list[str]:
    """Words and tags on both sides of an item; cues up to the second number away."""
    before = words_before(document.text, line.start, item.start)
    after = words_after(document.text, item.end, line.end)
    return _words_around(before[1], *after) + _tags_around(document, line, item, before, after)


def _words_around(before: list[str], joined_after: str, after: list[str]) -> list[str]:
    b1, b2, b3 = (*before, "^", "^", "^")[:3]
    a1, a2, a3 = (*after, "$", "$", "$")[:3]
    return [
        f"w-1{b1[:2]}", f"w-1e{b1[-1:]}", f"w-1f{b1[:2]}{b1[-1:]}", f"w-2{b2[:2]}", f"w-2f{b2[:2]}{b2[-1:]}", f"w-3{b3[:2]}",
        f"w+1{a1[:2]}", f"w+1f{a1[:3]}", f"w+1e{a1[-1:]}", f"w+2{a2[:2]}", f"w+3{a3[:2]}",
        f"w-1+1{b1[:2]}_{joined_after[:1]}{a1[:2]}", f"w+12{a1[:2]}{a2[:2]}",
    ]  # fmt: skip


def tags_around(document: Document, line: Line, item: Item) -> list[str]:
    """What is joined to an item, and the tags on both sides; cues up to the second number away."""
    before = words_before(document.text, line.start, item.start, 1)
    return _tags_around(document, line, item, before, words_after(document.text, item.end, line.end, 1))


def _tags_around(
    document: Document, line: Line, item: Item, words_left: tuple[str, list[str]], words_right: tuple[str, list[str]]
) -> list[str]:
    joined_before, before = words_left
    joined_after, after = words_right
    pre, suf = joined_before[-2:], joined_after[:2]
    found = [
        f"a<{pre}", f"a>{suf}", f"a>3{joined_after[:3]}",
        f"a>+1{suf}_{(after or ['$'])[0][:2]}", f"a<-1{pre}_{(before or ['^'])[0][:2]}",
    ]  # fmt: skip
    if joined_after[2:]:
        found.append("a>w" + joined_after.strip(_TRIM)[-2:])
    items, at = line.items, item.at
    n = len(items)
    l1 = items[at - 1].tag if at > 0 else "^"
    l2 = items[at - 2].tag if at > 1 else "^"
    l3 = items[at - 3].tag if at > 2 else "^"
    r1 = items[at + 1].tag if at + 1 < n else "$"
    r2 = items[at + 2].tag if at + 2 < n else "$"
    r3 = items[at + 3].tag if at + 3 < n else "$"
    found += [
        f"t-1{l1}", f"t-2{l2}", f"t-3{l3}", f"t+1{r1}", f"t+2{r2}", f"t+3{r3}", f"t-21{l2}{l1}", f"t+12{r1}{r2}",
        f"t-1+1{l1}{r1}", f"t-1+12{l1}{r1}{r2}", f"t-21+1{l2}{l1}{r1}", f"t-321{l3}{l2}{l1}", f"t+123{r1}{r2}{r3}",
    ]  # fmt: skip
    found += ["H" + x.tag for x in document.head_of(line, item)]
    found += _cues(items, range(at - 1, max(-1, at - 14), -1), "L", "nl")
    found += _cues(items, range(at + 1, min(n, at + 14)), "R", "nr")
    if line.is_title:
        found.append("title")
    if line.is_list:
        found.append("list")
    if line.n_body <= 1:
        found.append("first")
    return found


def _cues(items: list[Item], places: Iterable[int], side: str, number: str) -> list[str]:
    """Each tag once with the numbers that stand between (0, 1, 2); the tag of the nearest number."""
    found: dict[str, None] = {}
    between = 0
    for k in places:
        other = items[k]
        if other.counts:
            between += 1
            if between == 1:
                found[number + other.tag] = None
            if between == 3:
                break
        else:
            found[f"{side}{between}{other.tag}"] = None
    return list(found)


def bag(line: Line) -> set[str]:
    """The tags of the line (S)."""
    return {"S" + i.tag for i in line.items if i.kind in (CUE, FRAME, RATE, "grade")}


def bags(document: Document, line: Line) -> list[str]:
    """The tags of the line (S) and of the line before, in its paragraph (P) or in another (Q)."""
    found = bag(line)
    if line.index:
        before = document.lines[line.index - 1]
        if not before.is_title:
            side = "P" if before.paragraph == line.paragraph else "Q"
            found.update(side + i.tag for i in before.items if i.kind in (CUE, FRAME, RATE))
    return sorted(found)


def lead(document: Document, line: Line, item: Item) -> list[str]:
    """A short view of what kind of sentence an item stands in, for candidates that stand in no sentence of their own."""
    items, at = line.items, item.at
    found: dict[str, None] = {}
    for k in range(max(0, at - 4), min(len(items), at + 6)):
        if items[k].kind in (CUE, FRAME):
            found[f"~{'<' if k < at else '>'}{items[k].tag}"] = None
    joined, after = words_after(document.text, item.end, line.end, 2)
    return [*found, "~a" + joined[:2], *("~n" + w[:2] for w in after)]


def nearest_time(document: Document, line: Line, item: Item) -> list[str]:
    """The years on both sides, as steps from the year of publication."""
    found: list[str] = []
    day = document.day
    times = [x for x in line.items if x.kind == "time"]
    left = [x for x in times if x.start < item.start]
    if left:
        years = left[-1].value.years
        if day and years:
            found.append(f"tl{max(-3, min(3, years[-1] - day.year)):+d}{'r' if left[-1].value.is_range else ''}")
        found.append("tlr" + left[-1].value.role)
    else:
        found.append("tl0")
    right = next((x for x in times if x.start > item.start), None)
    if right is not None and day and right.value.years:
        found.append(f"tr{max(-3, min(3, right.value.years[-1] - day.year)):+d}")
    return found


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
    joined, after = words_after(document.text, other.end, line.end, 1)
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
