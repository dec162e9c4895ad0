"""Labour-market levels: which percentages are levels, of which rate and group of people, whose and of which year."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.claims import roles
from extract.claims.document import PLACE, RATE, SUBJECT, Document, Item, Line
from extract.claims.model import Span
from extract.claims.rates import ALL, OTHER, PLAUSIBLE, indicator
from extract.claims.scorer import Scorer
from extract.claims.surroundings import (
    bag,
    distance,
    mark_the_last,
    nearest_time,
    number_right,
    rates_of,
    step_from,
    tag_before,
    tag_behind,
    tags_left,
    words_before,
    words_behind,
)  # fmt: skip
from extract.claims.targets import Years, best, gap_before, gap_behind, whos_of, years_of
from extract.claims.when import Year, is_change
from extract.claims.who import Group, Who

_DIGITS = re.compile(r"[0-9.]+")


@dataclass(slots=True)
class Level:
    """One level, as it goes into a claim."""

    line: Line
    item: Item
    who: Who
    year: int | None
    when: Span | None
    indicator: str
    value: float
    confidence: float
    #: all that the year may be, with the probability of each
    years: list[tuple[int | None, float, Span | None]]


# -- features of one percentage ------------------------------------------------------------------------------------------------


def _rates_before(document: Document, line: Line, item: Item) -> list[tuple[int, Item]]:
    """The rates of the lines up to three back and of the line before the item, each with how far back."""
    before: list[tuple[int, Item]] = []
    for back in range(min(3, line.index), 0, -1):
        other = document.lines[line.index - back]
        if not other.is_title:
            before += [(back, x) for x in other.rates]
    return before + [(0, x) for x in line.rates if x.start < item.start]


def percent_features(document: Document, line: Line, item: Item) -> list[str]:
    """What is known of a percentage before anything else is chosen."""
    value = float(item.value.value)
    tens = min(int(value // 10), 15)
    before, after = gap_before(document, line, item), gap_behind(document, line, item)[0]
    found = [
        "dec" if item.value.has_point else "int", f"b{tens}", f"rep{min(document.n_told.get(('%', value), 0), 3)}",
        f"rb{roles.RATE_BEFORE.search(before) is not None:d}", f"ra{roles.RATE_AFTER.match(after) is not None:d}",
        *_tags_around(document, line, item), *(x for x in document.about if x[0] == "T"), *bag(line),
        *_told_rate(document, line, item), *_governed_by(line, item), *nearest_time(document, line, item),
    ]  # fmt: skip
    found += [name for name, holds in ((">95", value > 95), (">100", value > 100), ("=100", value == 100)) if holds]
    if line.is_list:
        found.append("list")
    return found


def _tags_around(document: Document, line: Line, item: Item) -> list[str]:
    """What is joined to a percentage, and the tags on both sides."""
    before, _ = words_before(document.text, line.start, item.start, 0)
    joined, after = words_behind(document, line, item)
    l1, l2, r1 = tag_before(line, item, 1), tag_before(line, item, 2), tag_behind(line, item, 1)
    number = number_right(line, item)
    return [
        f"a<{before[-2:]}", f"a>{joined[:2]}", f"a>+1{joined[:2]}_{after[0][:2] if after else '$'}",
        f"t+1{r1}", f"t-21{l2}{l1}", f"t-21+1{l2}{l1}{r1}", "nr" + number.tag if number else "nr",
        *tags_left(line, item, 0, 1),
    ]  # fmt: skip


def _told_rate(document: Document, line: Line, item: Item) -> list[str]:
    """The rate told last before a percentage, and the last one that is no mere qualifier, with what the value says of it."""
    before = _rates_before(document, line, item)
    found: list[str] = []
    is_here = bool(before) and before[-1][0] == 0
    if not before:
        found.append("norate")
    elif not is_here:
        back, rate = before[-1]
        same = document.lines[line.index - back].paragraph == line.paragraph
        found.append(f"pr{back}{rate.tag}{'s' if same else 'n'}")
    word = next((x for _, x in reversed(before) if x.value.word is not None), None)
    if word is not None:
        is_qualified = before[-1][1] is not word
        read = "ew" + (word.value.word or "o") + ("q" if is_qualified else "")
        n = min(item.n_before - word.n_before, 3) if word.start >= line.start else 9
        found += [read, f"{read}_{is_here}", f"{read}_n{n}", f"{read}_b{min(int(item.value.value // 10), 12)}"]
    return found


#: what says that a rate is wished for; who or what a rate can be of
_AIMS = frozenset(("aim", "goal", "planned", "plan", "future", "to_make"))
_WIDE = frozenset(("nation", "regions", "average"))


def _governed_by(line: Line, item: Item) -> list[str]:
    """Whose a percentage seems to be, and whether it is only aimed at."""
    items, at, n = line.items, item.at, item.n_before
    whose = "-"
    is_aim = [False, False]
    for other in reversed(items[:at]):
        if other.tag in _AIMS and other.n_before == n:
            is_aim[0] = True
        elif whose == "-" and (other.kind in (PLACE, SUBJECT) or other.tag in _WIDE):
            whose = f"{other.tag if other.tag in _WIDE else other.kind}{min(n - other.n_before, 2)}"
        if other.n_before < n and whose != "-":
            break
    for other in items[at + 1 :]:
        if other.n_before > n + 1:
            break
        if other.tag in _AIMS:
            is_aim[1] = True
    return ["ow" + whose, f"am{is_aim[0]:d}{is_aim[1]:d}"]


def after_the_level(document: Document, last: tuple[Line, Item] | None, line: Line, item: Item) -> list[str]:
    """How a percentage stands to the level before it: how far, past how many rates, and whether in the same words."""
    step = step_from(last, line, item, rates_of)
    if last is None or not step:
        return ["lv0"]
    before = last[1]
    text = document.text
    is_like = text[before.end : before.end + 1] == text[item.end : item.end + 1]
    same = f"{tag_before(last[0], before, 1) == tag_before(line, item, 1):d}{is_like:d}"
    return ["lv" + step[0], "lv" + step[1], f"lv{step[0]}_{same}"]


# -- of which rate -------------------------------------------------------------------------------------------------------------

#: lines up to this far back can name the rate of a list
_BACK = 9


def _named_before(document: Document, line: Line) -> list[Item]:
    """The rate word named last before a line, if any."""
    for other in reversed(document.lines[: line.index]):
        named = [x for x in other.rates if x.value.word in ("고용", "실업")]
        if named:
            return named[-1:]
    return []


def kind_candidates(document: Document, line: Line, item: Item) -> list[tuple[str, list[str]]]:
    """The indicators that a level may be of, with features: each word (고용, 실업) with each group of people told up to here."""
    head = [x for x in document.head_of(line, item) if x.kind == RATE]
    told: list[tuple[int, Item]] = []
    for back in range(_BACK, -1, -1):
        index = line.index - back
        if index >= 0:
            other = document.lines[index]
            told += [(back, x) for x in other.rates if back or x.start < item.start]
        if back > 4:
            told = told[-6:]
    if not any(x.value.word for _, x in told):  # a long article that named its rate once
        told = [(_BACK + 1, x) for x in _named_before(document, line)] + told
    if head:
        told = [(0, x) for x in head]
    behind = [x for x in line.rates if x.start > item.end][:2]
    words = [(b, x) for b, x in told if x.value.word in ("고용", "실업")]
    kinds = {ALL} | {k for _, x in told for k in x.value.kinds} | {k for x in behind for k in x.value.kinds}
    found: list[tuple[str, list[str]]] = []
    for word in sorted(
        {x.value.word for _, x in words} | {x.value.word for x in behind if x.value.word in ("고용", "실업")}
    ):
        for kind in sorted(kinds - {OTHER}):
            name = indicator(word, kind)
            if name and PLAUSIBLE[name][0] <= item.value.value <= PLAUSIBLE[name][1]:
                value = item.value.value
                f = [
                    "ind" + name,
                    "kk" + kind,
                    f"V{word}{min(int(value // 6), 16)}",
                    f"V{name}{min(int(value // 12), 9)}",
                ]
                f += _of_word(document, line, item, word, words, behind, bool(head))
                f += _of_kind(document, line, item, word, kind, told, words, behind, bool(head))
                found.append((name, f))
    return found


def _n_since(line: Line, item: Item, back: int, rate: Item, is_head: bool) -> int:
    """The numbers between a rate and an item; from 5 on where the rate stands in a line before."""
    return 0 if is_head else min(item.n_before - rate.n_before, 4) if back == 0 else 5 + back


def _of_word(
    document: Document,
    line: Line,
    item: Item,
    word: str,
    words: list[tuple[int, Item]],
    behind: list[Item],
    is_head: bool,
) -> list[str]:
    mine = [(i, b, x) for i, (b, x) in enumerate(words) if x.value.word == word]
    if mine:
        i, back, x = mine[-1]
        is_title = 0 if is_head else int(document.lines[line.index - back].is_title)
        n = min(_n_since(line, item, back, x, is_head), 9)
        return [f"W{min(len(words) - 1 - i, 2)}", f"Wb{min(back, 4)}", f"Wn{n}", f"Wt{is_title}"]
    if behind and behind[0].value.word == word:
        return ["WR", "WR" + _DIGITS.sub("0", document.text[item.end : behind[0].start])[:3]]
    return ["WR2"]


def _of_kind(
    document: Document,
    line: Line,
    item: Item,
    word: str,
    kind: str,
    told: list[tuple[int, Item]],
    words: list[tuple[int, Item]],
    behind: list[Item],
    is_head: bool,
) -> list[str]:
    last = words[-1] if words else None

    def is_behind_word(back: int, x: Item, of: tuple[int, Item]) -> bool:
        return back < of[0] or (back == of[0] and x.start > of[1].start)

    if kind == ALL:
        if last is None:
            return []
        back, x = last
        qualified = [(c, y) for c, y in told if any(k not in (ALL, OTHER) for k in y.value.kinds)]
        n_after = sum(is_behind_word(c, y, last) for c, y in qualified)
        n_before = sum(c == back and not is_behind_word(c, y, last) for c, y in qualified)
        plain = f"Aplain{x.value.kinds == (ALL,):d}"
        return [
            plain, f"{plain}_after{min(n_after, 2)}", f"{plain}_n{min(_n_since(line, item, back, x, is_head), 9)}",
            f"{plain}_after{min(n_after, 1)}_before{min(n_before, 1)}_b{min(back, 4)}", f"Aall{ALL in x.value.kinds:d}",
        ]  # fmt: skip
    mine = [(i, b, x) for i, (b, x) in enumerate(told) if kind in x.value.kinds]
    if not mine:
        x = next(y for y in behind if kind in y.value.kinds)
        return ["KR", "KR" + _DIGITS.sub("0", document.text[item.end : x.start])[:3]]
    i, back, x = mine[-1]
    own = x.value.word
    form = "j" if last is not None and x is last[1] else "q" if own is None else "r"
    rank, n = len(told) - 1 - i, _n_since(line, item, back, x, is_head)
    found = ["K" + form, f"Kr{min(rank, 4)}", f"Kn{n}", f"K{form}_r{min(rank, 3)}_n{n}"]
    if len(x.value.kinds) > 1:
        found.append(f"Km{x.value.kinds.index(kind)}_k{min(line.percents.index(item), 3)}_n{n}")
    if back == 0 and not is_head:
        found += ["Kd" + distance(x.end, item.start), "Kgap" + _DIGITS.sub("0", document.text[x.end : item.start])[:3]]
    if own is not None and own != word:
        found.append("Kwrongword")
    if last is not None and own is None:
        found.append(f"Kq_{'after' if is_behind_word(back, x, last) else 'before'}_{back == last[0]:d}")
    n_plain = sum(y.value.word in ("고용", "실업") and y.value.kinds == (ALL,) for _, y in told[i + 1 :])
    if n_plain:
        found.append(f"Klaterplain{min(n_plain, 2)}{'q' if own is None else 'r'}")
    return found


def kinds_of(
    document: Document, line: Line, item: Item, last: tuple[Line, Item, str] | None
) -> list[tuple[str, set[str]]]:
    """The indicators that a level may be of, each once with all its features."""
    found: dict[str, set[str]] = {}
    for name, features in kind_candidates(document, line, item):
        found.setdefault(name, set()).update(features)
    step = step_from(last[:2] if last else None, line, item, rates_of)
    if last is not None and step:
        mark_the_last(found.items(), last[2], step)
    return list(found.items())


# -- choosing ------------------------------------------------------------------------------------------------------------------


_COMPARED = re.compile(r"\s?[)）]?(?:보다|에서\s|이던|였던|에\s?(?:견주|비하|비해)|[와과]\s(?:견주|견줘|비교))")


def is_compared(document: Document, line: Line, item: Item) -> bool:
    """Whether a level is only what another is held against ('지난해의 58.4%보다'): the next one is hardly of its year."""
    return _COMPARED.match(document.text, item.end, line.end) is not None


def level_years_of(document: Document, line: Line, item: Item, last: tuple[Line, Item, Year] | None) -> Years:
    """The years that a level may be of: no terms."""
    return [y for y in years_of(document, line, item, last) if not isinstance(y[0], tuple)]


def read_level(
    document: Document, scorer: Scorer, line: Line, item: Item, p: float, levels: list[Level]
) -> Level | None:
    """Indicator, year and municipality of a percentage that is a level; None where the text names no rate or nobody."""
    last = levels[-1] if levels else None
    dated = next((x for x in reversed(levels) if not is_compared(document, x.line, x.item)), None)
    kinds = kinds_of(document, line, item, (last.line, last.item, last.indicator) if last else None)
    if not kinds:
        return None
    p_kinds = scorer.choose("level_kind", [f for _, f in kinds])
    years = level_years_of(document, line, item, (dated.line, dated.item, dated.year) if dated else None)
    p_years = scorer.choose("level_year", [f for _, f, _ in years])
    whos = whos_of(document, line, item, (last.line, last.item, last.who) if last else None)
    p_whos = scorer.choose("level_who", [f for _, f in whos])
    k, y, w = best(p_kinds), best(p_years), best(p_whos)
    who, year = whos[w][0], years[y][0]
    if who is None:
        return None
    if document.day is not None and isinstance(year, int) and year > document.day.year:
        return None  # what is to come is an aim
    confidence = p * p_kinds[k] * p_years[y] * p_whos[w]
    told = [(year, q, span) for (year, _, span), q in zip(years, p_years, strict=True) if not isinstance(year, tuple)]
    return Level(line, item, who, told[y][0], told[y][2], kinds[k][0], float(item.value.value), confidence, told)


def without_aims(levels: list[Level], refused: set[float]) -> list[Level]:
    """Without the levels of the title that the body tells only as something else: '올해 고용률 69.4%' above '69.4%까지 끌어올리겠다'."""
    told = {x.value for x in levels if not x.line.is_title}
    return [x for x in levels if not x.line.is_title or x.value in told or x.value not in refused]


def settle_changes(document: Document, levels: list[Level]) -> None:
    """The old value of a change is of an earlier year than the new one: takes the best pair of which that holds."""
    for old, new in pairwise(levels):
        if old.year is None or new.year is None or old.year < new.year or old.indicator != new.indicator:
            continue
        if old.line is not new.line or not is_change(document, old.line, old.item, new.item):
            continue
        pairs = [
            (before, after)
            for before in old.years
            for after in new.years
            if before[0] is not None and after[0] is not None and before[0] < after[0]
        ]
        if pairs:
            before, after = max(pairs, key=lambda x: x[0][1] * x[1][1])
            old.year, _, old.when = before
            new.year, _, new.when = after


#: 'A는 V로 B와 같았고' behind a level, '… A가 B와 함께 V' before it, '나란히 V인 A와 B'
_SAME_AS_BEHIND = re.compile(r"\s?[)）]?(?:로|으로)\s(?P<who>[가-힣]{2,5})[와과]\s(?:같|나란|동률|어깨|공동)")
_TOGETHER_WITH = re.compile(r"(?P<who>[가-힣]{2,5})[와과]\s(?:함께|나란히|같은|똑같이)\s$")


def _equals(document: Document, level: Level) -> list[Who]:
    """Whom a line says to have the same level as its owner."""
    line, text = level.line, document.text
    found = []
    for m in (
        _SAME_AS_BEHIND.match(text, level.item.end, line.end),
        _TOGETHER_WITH.search(text, max(line.start, level.item.start - 14), level.item.start),
    ):
        if m is not None:
            theirs = [w for g in document.scene.groups(line.index, line.source) for w in g.members]
            named = [w for w in theirs if m.start("who") <= w.start < m.end("who")]
            if named and named[0].start == level.who.start:  # given to the second: it is the first's as well
                named = [w for w in theirs if w.start < level.who.start][-1:]
            found += named
    return found


def _is_named_again(document: Document, level: Level, group: Group) -> bool:
    """Whether the owner is named alone between a group and its level: '부산·울산·경남 동향에 따르면 울산의 … 66.0%'."""
    return any(
        group.end <= other.start < level.item.start
        and [w.municipality for w in other.members] == [level.who.municipality]
        for other in document.scene.groups(level.line.index, level.line.source)
    )


def shared(document: Document, levels: list[Level]) -> list[Level]:
    """With the levels that joined municipalities share: that of 'A시와 B시는 나란히 58.0%' was given to one of the two."""
    found = list(levels)
    by_line: dict[int, list[Level]] = {}
    for level in levels:
        by_line.setdefault(level.line.index, []).append(level)
    for theirs in by_line.values():
        line = theirs[0].line
        for group in document.scene.groups(line.index, line.source):
            mine = [x for x in theirs if x.who.start in {w.start for w in group.members}]
            if any(_is_named_again(document, x, group) for x in mine):
                continue
            is_one = len({x.who.start for x in mine}) == 1 and len(mine) == len({x.indicator for x in mine})
            is_own = document.text[mine[0].item.start - 1] in "(（" if mine else False
            if is_one and not is_own:  # 'A와 B(57.1%), C(57.4%)': the one in brackets is B's alone
                found += [replace(x, who=w) for x in mine for w in group.members if w.start != x.who.start]
    return found + [replace(x, who=w) for x in levels for w in _equals(document, x)]


def without_repeats(levels: list[Level]) -> list[Level]:
    """The same level told twice is one row: the body's mention before the title's, then the more certain one."""
    kept: dict[tuple[str, str, float], Level] = {}
    for level in sorted(levels, key=lambda x: (x.line.is_title, -x.confidence)):
        kept.setdefault((level.who.municipality.id, level.indicator, level.value), level)
    return sorted(kept.values(), key=lambda x: x.item.start)
