"""Job targets: which numbers are targets and results, which percentages are their rates, whose, of which year, and which belong together."""

import math
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from extract.claims import roles, surroundings
from extract.claims.document import Document, Item, Line
from extract.claims.figures import neighbours
from extract.claims.lexicon import ARROW
from extract.claims.model import Span
from extract.claims.morphology import tense
from extract.claims.scopes import TOTAL, is_named_part, scope_of
from extract.claims.scorer import Scorer
from extract.claims.surroundings import (
    bag,
    bag_before,
    claims_of,
    line_before,
    mark_the_last,
    number_left,
    number_right,
    step_from,
    tag_before,
    tag_behind,
    tags_left,
    tags_right,
    time_before,
    times_of,
    words_before,
    words_behind,
)  # fmt: skip
from extract.claims.when import Year, year_candidates
from extract.claims.who import Who
from extract.claims.whose import SURE, who_candidates

TARGET, ACTUAL, RATE, LEVEL = "target", "actual", "rate", "level"


@dataclass(slots=True)
class Figure:
    """One number with its role, and what was chosen for it: year, municipality, scope, each with its probability."""

    line: Line
    item: Item
    role: str
    p: float
    year: Year
    years: dict[Year, float]
    who: Who | None
    p_who: float
    scope: str
    p_scope: float
    is_proved: bool
    is_heaped: bool
    p_link: float = 1.0

    @property
    def value(self) -> float:
        return float(self.item.value.value)

    @property
    def is_rounded(self) -> bool:
        return bool(self.item.value.is_rounded)


class Seen(NamedTuple):
    """A number with the probability of each role that it may have, and the figure before it."""

    line: Line
    item: Item
    p: dict[str, float]
    before: Figure | None


# -- features of one number ----------------------------------------------------------------------------------------------------

#: more text than this before a number says nothing of it
_GAP = 80
#: the verb of a clause stands within so many characters behind a number
_VERB = 160


def gap_before(document: Document, line: Line, item: Item) -> str:
    """The text between the number before and an item."""
    before = number_left(line, item)
    return document.text[max(before.end if before else line.start, item.start - _GAP) : item.start]


def gap_behind(document: Document, line: Line, item: Item) -> tuple[str, Item | None]:
    """The text between an item and the next number, and that number."""
    behind = number_right(line, item)
    return document.text[item.end : behind.start if behind else line.end], behind


def number_features(document: Document, line: Line, item: Item) -> list[str]:
    """What is known of a number of jobs before anything else is chosen."""
    value = item.value
    behind = number_right(line, item)
    by_rule, when = _by_rule(document, line, item)
    return [
        *_words_around(document, line, item), *_tags_around(line, item), *by_rule,
        *document.about, *bag(line), *neighbours(line, item), *time_before(document, line, item),
        *("pf" + x for x in document.proofs.get(item.start, ())),
        f"v{int(math.log10(value.value) * 2)}", "round" if value.is_rounded else "exact",
        f"rep{min(document.n_told.get(value.value, 0), 3)}", "thousand" if value.value % 1000 == 0 else "uneven",
        "nr" + behind.tag if behind else "nr", *_together(document, line, item, by_rule, when),
        *_told_above(document, line), *head_of_cells(document, line, item), *_of_its_list(document, item),
    ]  # fmt: skip


#: the classes of cue words that tell what a number is
_TELLING = frozenset(
    (
        "goal", "planned", "plan", "aim", "result", "made", "to_make", "make", "future", "over", "under", "achieved_rate", "than",
        "people", "hire", "company", "budget", "part", "sum", "nation", "average", "change", "term", "pledge",
    )
)  # fmt: skip
#: the word that a clause is about: the last one before the number with the particle of a topic or subject
_TOPIC = re.compile(r"([가-힣]{2})[은는이가도]\s")
#: a topic further off than this is none of the number's
_TOPIC_REACHES = 50


def _together(document: Document, line: Line, item: Item, by_rule: list[str], when: str | None) -> list[str]:
    """What only says something together: unit and rule, the tags on both sides, the cues of the gaps on both sides, the tense of what
    follows with each of them, and the end of the sentence with how many numbers are still to come."""
    text, unit = document.text, item.value.unit
    behind = number_right(line, item)
    joined, _ = words_behind(document, line, item)
    rule = _rule_of(by_rule)
    own = tense(text, item.end, behind.start if behind else min(line.end, item.end + _GAP))
    left, right = (
        nearest_cue(line.items[item.at - 1 :: -1] if item.at else []),
        nearest_cue(line.items[item.at + 1 :]),
    )
    before, after = tag_before(line, item, 1), tag_behind(line, item, 1)
    last = next((x.tag for x in reversed(line.cues) if x.tag not in ("says", "clause")), "-")
    n_left = len(line.jobs) - 1 - line.jobs.index(item)
    about, of, heaped = topic_of(text, line, item), measured(document, line, item), f"hp{is_heaped(line, item):d}"
    return [
        "u" + unit, f"u{unit}{rule}", f"u{unit}{when}", f"d{before}>{after}", f"d{before}>{joined[:1]}{when}", f"q{left}>{right}",
        f"q{left}>{right}{when}", f"q{left}_{joined[:1]}", f"e{last}", f"e{last}{min(n_left, 2)}{when}", f"k{own}", f"k{own}{left}",
        "o" + about, f"o{about}{when}", heaped, heaped + rule, "ms" + of, f"ms{rule}{of}", *_of_a_whole(document, line, item),
    ]  # fmt: skip


#: before a figure that counts people at work or is of another measure: '고용보험 피보험자 수도 목표의 105%', '지역활동인구 비중은 110%',
#: '취업자 20만3천 명→20만4천 명'
_OF_ANOTHER = re.compile(
    r"(?:피보험자|상용\s?근로자|취업자|경제활동인구)(?:\s?수)?(?:는|은|도|가|이)?\s(?:\|\s)?(?:목표(?:의|\s대비|보다)?\s)?"
    rf"(?:[0-9][0-9만천백,]*\s?명(?:[(（][^()（）]{{1,10}}[)）])?\s?(?:{ARROW}|에서|(?:으로|이며)\s목표(?:치)?\s?[(（])\s?)?$"
    r"|(?:비중|취업률|집행률|가입률|분양률|입주율|이용률|가동률)(?:는|은|이|도)\s(?:[가-힣]{2,5}\s)?$"
)


#: what is named further before a figure is none of its
_ANOTHER_REACHES = 45


def is_of_another(document: Document, line: Line, item: Item) -> bool:
    """Whether a number is told of something that no jobs are counted by."""
    return _OF_ANOTHER.search(document.text, max(line.start, item.start - _ANOTHER_REACHES), item.start) is not None


#: what a number can be of: jobs (j), people at work (h), employment (e), or what no target of jobs is set for (x)
_MEASURED = re.compile(
    r"(?P<j>일자리(?!\s?(?:예산|사업비|대상|센터))|공시)|(?P<e>(?:고용|실업)[률율])|(?P<h>취업|채용|고용(?!노동|보험))"
    r"|(?P<x>피보험|고용보험|상용\s?근로|경제활동|매출|수출|수주|판매|투자|예산|집행|사업비|기부|모금|관광객|방문객|이용|상담|회원|소비|분양|입주|인원|징수|체납|출자|생산|물가|인구)"
)

#: what is named further before a number is none of its
_MEASURED_REACHES = 80


def measured(document: Document, line: Line, item: Item) -> str:
    """What is named last before a number that it may be of, in its line (0) or in the line before (1)."""
    before = line_before(document, line)
    for back, (start, end) in enumerate([(line.start, item.start)] + ([(before.start, before.end)] if before else [])):
        told = list(_MEASURED.finditer(document.text, max(start, end - _MEASURED_REACHES), end))
        if told:
            return f"{told[-1].lastgroup}{back}"
    return "-"


def topic_of(text: str, line: Line, item: Item) -> str:
    """The end of the word that the clause of a number is about; - for none."""
    told = _TOPIC.findall(text, max(line.start, item.start - _TOPIC_REACHES), item.start)
    return str(told[-1]) if told else "-"


def nearest_cue(items: list[Item]) -> str:
    """The first of some items that tells what a number is, before the next number."""
    for x in items:
        if x.counts:
            break
        if x.tag in _TELLING:
            return x.tag
    return "-"


#: between a whole and the part of it that is told: '1천610개 가운데 967개'
_OF_WHICH = re.compile(r"\s?(?:가운데|중에서|중)\s(?:[가-힣]{1,4}\s)?")


def _of_a_whole(document: Document, line: Line, item: Item) -> list[str]:
    """Whether a number is a whole or a part of one: of a sentence that speaks of aims these are target and result."""
    left, right = number_left(line, item), number_right(line, item)
    found: list[str] = []
    is_aim = f"{any(x.tag in TARGET_OR_RESULT for x in line.cues):d}"
    for side, one, other in (("<", left, item), (">", item, right)):
        if not one or not other or one.value.unit != other.value.unit:
            continue
        if _OF_WHICH.fullmatch(document.text, one.end, other.start):
            is_less = "<" if other.value.value < one.value.value else ">"
            found += ["of" + side, f"of{side}{is_aim}", f"of{side}{is_less}"]
    return found


#: the cues that tell a target from a result
TARGET_OR_RESULT = frozenset(("goal", "planned", "aim", "plan", "to_make", "pledge", "result", "made", "achieved_rate"))


def _told_above(document: Document, line: Line) -> list[str]:
    """What the sentence before says, or the head of the list, where a line has no word of its own that tells a target from a result.

    '구·군도 목표를 내놨다. 달서구가 9천200개로 가장 많고 …'
    """
    if any(x.tag in TARGET_OR_RESULT for x in line.cues):
        return []
    before = line_before(document, line)
    near = [before] if before and not (before.is_list and line.is_list) else []
    for other in [*near, *document.over.get(line.index, ())]:
        tags = sorted({x.tag for x in other.cues} & TARGET_OR_RESULT)
        if tags:
            return ["up+" + "+".join(tags), *("up" + tag for tag in tags)]
    return ["up"]


def head_of_cells(document: Document, line: Line, item: Item) -> list[str]:
    """What stands before the first cell of a list that is printed in one line: '목표를 지난해와 견주면 △일자리 1만8500개 △고용률 63.4%'."""
    cell = document.cells.get(item.start)
    if cell is None:
        return []
    tags = sorted({x.tag for x in line.cues if x.end <= cell.series} & TARGET_OR_RESULT)
    return ["ch" + tag for tag in tags]


def _of_its_list(document: Document, item: Item) -> list[str]:
    """What tells the first number of a list, and the tense behind the last: for the others the numbers between hide it."""
    members = document.told_with.get(item.start)
    if members is None:
        return []
    first, last = members[0], members[-1]
    head, end = document.line_at(first.start), document.line_at(last.start)
    assert head is not None and end is not None
    left = nearest_cue(head.items[first.at - 1 :: -1] if first.at else [])
    when = tense(document.text, last.end, min(end.end, last.end + _GAP))
    told = _rule_of(_by_rule(document, head, first)[0])
    return [
        "sl" + left,
        f"sk{when}",
        "sr" + told,
        f"sl{left}{when}",
        f"sl{left}o{topic_of(document.text, head, first)}",
    ]


#: a legend holds for the figures of its sentence and the lines below it, and for no more text than this
_LEGEND_REACHES = 400
#: between the numbers of a pair, by what joins the words of the legend
_JOINED = {
    "(": re.compile(r"\s?[(（]\s?(?:목표\s?)?"),
    "/": re.compile(r"\s?/\s?"),
    "→": re.compile(rf"\s?{ARROW}\s?"),
}


def by_legend(document: Document, line: Line, item: Item) -> str | None:
    """What a legend before a pair of numbers makes of one of them, target or actual: '실적(목표)' of '3만8천 개(3만5천 개)'."""
    before = bisect_right(document.legends, (item.start, True, ""))
    if not before:
        return None
    end, is_target_first, joint = document.legends[before - 1]
    if item.start - end > _LEGEND_REACHES:
        return None
    left, right = number_left(line, item), number_right(line, item)
    if left and _JOINED[joint].fullmatch(document.text, left.end, item.start):
        return ACTUAL if is_target_first else TARGET
    if right and _JOINED[joint].fullmatch(document.text, item.end, right.start):
        return TARGET if is_target_first else ACTUAL
    return None


def _words_around(document: Document, line: Line, item: Item) -> list[str]:
    """The words on both sides of a number, and what is joined to it."""
    _, before = words_before(document.text, line.start, item.start)
    joined, after = words_behind(document, line, item)
    b1, _, b3 = (*before, "^", "^", "^")[:3]
    a1, a2 = (*after, "$", "$")[:2]
    return [
        f"w-1e{b1[-1:]}", f"w-1f{b1[:2]}{b1[-1:]}", f"w-3{b3[:2]}", f"w+1{a1[:2]}", f"w+1f{a1[:3]}",
        f"w+1e{a1[-1:]}", f"w+2{a2[:2]}", f"a>{joined[:2]}", f"a>+1{joined[:2]}_{a1[:2]}",
    ]  # fmt: skip


def _tags_around(line: Line, item: Item) -> list[str]:
    l1, l2 = tag_before(line, item, 1), tag_before(line, item, 2)
    found = [f"t-1{l1}", f"t-2{l2}", f"t-21{l2}{l1}", f"t+2{tag_behind(line, item, 2)}"]
    return [*found, *tags_left(line, item, 0), *tags_right(line, item, 1)]


def _by_rule(document: Document, line: Line, item: Item) -> tuple[list[str], str | None]:
    """What the rules in `roles` make of a number: a proposal, no verdict; and the tense that its clause goes on in."""
    legend = by_legend(document, line, item)
    before = gap_before(document, line, item)
    after, behind = gap_behind(document, line, item)
    jobs = roles.counts_jobs(item.value, before, after, line.text, False)
    people = roles.counts_people(before, after)
    time = next((x for x in reversed(line.times) if x.start < item.start), None)
    rule, role = roles.role_of(
        document.text,
        item.start,
        item.end,
        line.start,
        line.end,
        before,
        after,
        behind.value.unit if behind else None,
        behind.value.value if behind else 0.0,
        behind.start - item.end if behind else 999,
        time.start if time else None,
        line.is_title,
    )
    told = tense(document.text, item.end, min(line.end, item.end + _VERB))
    if legend:  # nothing tells it better
        return ["lg" + legend, f"rclg{legend}{jobs:d}{people:d}"], told
    rules = [f"rc{role}{jobs:d}{people:d}", f"rn{rule}", f"rn{rule}{jobs:d}{people:d}"]
    return [*rules, f"tn{told}", f"tn{told}{rule}"], told


def _rule_of(by_rule: list[str]) -> str:
    """The rule itself, of the features that `_by_rule` makes: its name, or the legend's."""
    return by_rule[1] if len(by_rule) > 3 else by_rule[0]


#: what names the part that a number counts stands no further before it
_SCOPE_REACHES = 60


def scope_features(document: Document, line: Line, item: Item) -> list[str]:
    """What tells whether a number counts all jobs or a part of them."""
    text, value = document.text, item.value
    _, before = words_before(text, line.start, item.start)
    joined, after = words_behind(document, line, item)
    b1, _, b3 = (*before, "^", "^", "^")[:3]
    part = scope_of(
        text[max(line.start, item.start - _SCOPE_REACHES) : item.start], text[item.end : min(line.end, item.end + 24)]
    )
    left = number_left(line, item)
    return [
        f"w-1{b1[:2]}", f"w-1e{b1[-1:]}", f"w-3{b3[:2]}", f"a>3{joined[:3]}", f"a>+1{joined[:2]}_{after[0][:2] if after else '$'}",
        "scope" if part else "noscope", "u" + value.unit, f"v{int(math.log10(max(value.value, 0.1)) * 2)}",
        f"rep{min(document.n_told.get(value.value, 0), 3)}", "max" if value.value == document.most else "less",
        "nl" + left.tag if left else "nl",
        *tags_left(line, item, 0), *tags_right(line, item, 0, 1), *bag(line), *bag_before(document, line),
        *(x for x in document.about if x[0] == "B"), *neighbours(line, item), *time_before(document, line, item),
        *("pf" + x for x in document.proofs.get(item.start, ())),
    ]  # fmt: skip


def after_the_last(features: list[str], last: tuple[Line, Item, str] | None, line: Line, item: Item) -> list[str]:
    """The features of a number with what the number before it was found to be."""
    if last is None:
        return [*features, "prev0"]
    step = step_from(last[:2], line, item, claims_of) or []
    return features + [f"prev{last[2]}{x}" for x in step] + _alike(last, line, item)


def after_the_figure(last: tuple[Line, str] | None, line: Line) -> list[str]:
    """What the last number was that was found to be a target, a result or a rate, and how far back; others may stand between."""
    if last is None:
        return ["lf0"]
    before, role = last
    lines = min(line.index - before.index, 3)
    return [f"lf{role}{lines}", f"lf{role}{lines}{'p' if before.paragraph == line.paragraph else 'q'}"]


def _alike(last: tuple[Line, Item, str], line: Line, item: Item) -> list[str]:
    """Whether a number stands in a list beside the one before, told in the same way: '남구는 1만7천명, 북구는 8천200명을 목표로'."""
    before, other, role = last
    if (
        not (item.is_job and other.is_job)
        or line.index - before.index > 1
        or not (before is line or (before.is_list and line.is_list))
    ):
        return []
    same_unit = item.value.unit == other.value.unit
    same_place = tag_before(line, item, 1) == tag_before(before, other, 1) and other.n_before == (
        item.n_before - 1 if before is line else item.n_before
    )
    return [f"like{same_unit:d}{same_place:d}{role}"]


# -- choosing ------------------------------------------------------------------------------------------------------------------

Years = list[tuple[Year, set[str], Span | None]]
Whos = list[tuple[Who | None, set[str]]]


def years_of(
    document: Document, line: Line, item: Item, last: "tuple[Line, Item, Year] | None", may_be_term: bool = False
) -> Years:
    """The years that a number may be of, each once with all its features; the year of the number before is one of them."""
    found: dict[Year, tuple[set[str], Span | None]] = {}
    for year, features, span in year_candidates(document, line, item, may_be_term):
        known, named = found.get(year, (set(), None))
        known.update(features)
        found[year] = known, named or span
    step = step_from(last[:2] if last else None, line, item, times_of)
    if last is not None and step:
        mark_the_last(((year, known) for year, (known, _) in found.items()), last[2], step)
        found.setdefault(last[2], ({"pa" + x for x in step}, None))
    return [(year, *rest) for year, rest in found.items()]


#: beside a number that has been heaped up over years
_HEAPED = re.compile(
    r"(?:지난해|작년|[0-9]{4}년)(?:\s?(?:[0-9]{1,2}월|연말|[상하]반기))?\s?(?:말|현재)?까지|(?:지금|현재|이제|여태|최근)까지|누적|누계|쌓[인여였아]|그동안|그간"
    r"|(?:(?<![0-9])[0-9]\s?년|두\s해|세\s해|네\s해|임기|민선\s?[5-9]기)\s?(?:동안|들어|간|내|안)"
)
#: what is further off is not looked at
_HEAPED_REACHES = 60


def is_heaped(line: Line, item: Item) -> bool:
    """Whether the words beside a number say that it was heaped up over years: '지난해 말까지 쌓인 일자리가', '민선 7기 동안'."""
    floor, ceiling = max(0, item.start - line.start - _HEAPED_REACHES), item.end - line.start + 12
    return _HEAPED.search(line.text, floor, ceiling) is not None


#: between two numbers: the first has become the second
_ARROW = re.compile(rf"\s?(?:[(（][^()（）]{{1,12}}[)）]\s?)?(?:에서|{ARROW})\s?")


def job_years_of(document: Document, line: Line, item: Item, role: str, last: "Told | None") -> Years:
    """`years_of` with what the role of the number and the number before say of each year."""
    years = years_of(document, line, item, (last.line, last.item, last.year) if last else None, may_be_term=True)
    side = _arrow(document, line, item)
    mark = role[0] + side
    heaped = f"hp{role[0]}{is_heaped(line, item):d}"
    for year, features, _ in years:
        span = heaped + _span(document, year)
        features.update((span, span + (step_to(last.year, year) if last else "")))
        features.update(f"y{mark}{x}" for x in since_publication(document, year))
        features.update(f"y{role[0]}:{x}" for x in sorted(features & _SOURCES))
        if last is not None:
            lines = min(line.index - last.line.index, 2)
            step = step_to(last.year, year)
            both = f"l{last.role[0]}{role[0]}{step}"
            features.update((both, f"{both}{lines}", f"l{side}{step}{lines}"))
            if last.item.value.value == item.value.value:
                features.add(f"l={step}")
    return years


class Told(NamedTuple):
    """The number before, with what was chosen for it."""

    line: Line
    item: Item
    role: str
    year: Year


#: the features that say where a year comes from
_SOURCES = frozenset(
    (
        "h",
        "hdr",
        "pv1",
        "pv2",
        "pv3",
        "pv4",
        "sv",
        "svl",
        "pub0",
        "pub-1",
        "dr",
        "dr_same1",
        "ed",
        "null",
        "unres",
        "ago",
    )
)


def _arrow(document: Document, line: Line, item: Item) -> str:
    """On which side of an arrow between two numbers an item stands, if any."""
    left, right = number_left(line, item), number_right(line, item)
    if right and _ARROW.fullmatch(document.text, item.end, right.start):
        return "<"
    if left and _ARROW.fullmatch(document.text, left.end, item.start):
        return ">"
    return "-"


def since_publication(document: Document, year: Year) -> list[str]:
    if year is None:
        return ["none"]
    if document.day is None:
        return ["range" if isinstance(year, tuple) else "year"]
    first, last = year if isinstance(year, tuple) else (year, year)
    steps = [max(-5, min(4, y - document.day.year)) for y in (first, last)]
    return [f"{steps[0]:+d}..{steps[1]:+d}", f"..{steps[1]:+d}"] if isinstance(year, tuple) else [f"{steps[0]:+d}"]


def _span(document: Document, year: Year) -> str:
    """What kind of time a year is: none told (n), one year (y), a term (r) that lasts still (R)."""
    if not isinstance(year, tuple):
        return "n" if year is None else "y"
    return "R" if document.day and year[1] >= document.day.year - 1 else "r"


def step_to(before: Year, year: Year) -> str:
    """How a year stands to the one of the number before."""
    if before == year:
        return "0" if not isinstance(year, tuple) else "R0"
    if before is None or year is None:
        return "none"
    if isinstance(before, tuple):
        return "RR" if isinstance(year, tuple) else "Rin" if before[0] <= year <= before[1] else "Rout"
    if isinstance(year, tuple):
        return "inR" if year[0] <= before <= year[1] else "outR"
    return f"{max(-2, min(2, year - before)):+d}"


def whos_of(document: Document, line: Line, item: Item, last: "tuple[Line, Item, Who | None] | None") -> Whos:
    """The municipalities that a number may be of, each once with all its features."""
    found: dict[str, tuple[Who | None, set[str]]] = {}
    for who, features in who_candidates(document, line, item):
        found.setdefault(who.municipality.id if who else "", (who, set()))[1].update(features)
    if any(SURE in features for _, features in found.values()):
        return list(found.values())
    step = step_from(last[:2] if last else None, line, item, surroundings.whos_of)
    if last is not None and step:
        mine = last[2].municipality.id if last[2] else ""
        mark_the_last(((key, known) for key, (_, known) in found.items()), mine, step)
        if mine not in found:
            carried = last[2].carried() if last[2] else None
            found[mine] = (carried, {"pa" + x for x in step})
    return list(found.values())


def best(probabilities: list[float]) -> int:
    """The place of the most probable candidate; the first of equals."""
    return probabilities.index(max(probabilities))


def describe(
    document: Document,
    scorer: Scorer,
    line: Line,
    item: Item,
    role: str,
    p: float,
    last: "Figure | None",
) -> Figure:
    """Chooses year, municipality and scope of a number whose role is known."""
    told = Told(last.line, last.item, last.role, last.year) if last else None
    years = job_years_of(document, line, item, role, told)
    scorer.about(item.start)
    p_years = scorer.choose("job_year", [f for _, f, _ in years])
    whos = whos_of(document, line, item, (last.line, last.item, last.who) if last else None)
    p_whos = scorer.choose("job_who", [f for _, f in whos])
    y, w = best(p_years), best(p_whos)
    total, part = scorer.classify("scope", scope_features(document, line, item))
    if is_named_part(document.text[max(line.start, item.start - _SCOPE_REACHES) : item.start]):
        total, part = 0.0, 1.0
    return Figure(
        line,
        item,
        role,
        p,
        years[y][0],
        {year: q for (year, _, _), q in zip(years, p_years, strict=True)},
        whos[w][0],
        p_whos[w],
        TOTAL if total >= part else "part",
        max(total, part),
        item.start in document.proofs,
        is_heaped(line, item),
    )


# -- which numbers make one row ------------------------------------------------------------------------------------------------

#: an open row further back than this is closed
_OPEN_ROWS = 6


def is_close(a: float, b: float) -> bool:
    return abs(a - b) <= 0.06 * max(a, b)


def clashes(figures: list[Figure], figure: Figure) -> bool:
    """Whether a row has another number in the same role already."""
    return any(
        same.value != figure.value
        and not (is_close(same.value, figure.value) and (same.is_rounded or figure.is_rounded))
        for same in figures
        if same.role == figure.role
    )


def link_features(figures: list[Figure], figure: Figure, rows: list[list[Figure]], back: int) -> list[str]:
    """Whether a number belongs to an open row: roles, nearness, the same year, municipality and scope, and whether the numbers fit."""
    role = figure.role[0].upper()
    held = "".join(sorted({f.role[0].upper() for f in figures}))
    lines = min(abs(f.line.index - figure.line.index) for f in figures)
    last = max(figures, key=lambda f: f.item.start)
    found = ["r" + role, f"R{held}+{role}", f"k{min(back, 3)}", f"sd{min(lines, 4)}", f"sd{min(lines, 4)}{held}{role}"]
    same = next((f for f in figures if f.role == figure.role), None)
    is_term = any(isinstance(f.year, tuple) for f in figures)
    found.append(f"hp{figure.is_heaped:d}{is_term:d}{held}{role}")
    if same is not None:
        told = "same" if same.value == figure.value else "clash" if clashes(figures, figure) else "close"
        found += [told, f"{told}y{figure.year == same.year:d}{figure.line.is_title or same.line.is_title:d}"]
    if any(f.line.paragraph == figure.line.paragraph for f in figures):
        found.append("par")
    title = f"tit{any(f.line.is_title for f in figures):d}{figure.line.is_title:d}"
    found += [title, title + ("same" if same is not None and same.value == figure.value else "")]
    years = {f.year for f in figures}
    year = "y=" if figure.year in years else "y!"
    found += [
        year + ("s" if lines == 0 else "d"),
        "yn" if figure.year is None or None in years else "yk",
        year + held + role,
    ]
    mine = figure.who.municipality if figure.who else None
    found.append("w=" if any(f.who and f.who.municipality is mine for f in figures) else "w!")
    found.append(("sc=" if any(f.scope == figure.scope for f in figures) else "sc!") + figure.scope)
    if lines == 0 and same is None:
        n = sum(
            f.line is figure.line and last.item.start < f.item.start < figure.item.start for row in rows for f in row
        )
        found += [f"btw{min(n, 3)}", f"adj{last.role[0].upper()}{role}{min(n, 2)}"]
    value = {r: next((f.value for f in [figure, *figures] if f.role == r), None) for r in (TARGET, ACTUAL, RATE)}
    target, actual, rate = value[TARGET], value[ACTUAL], value[RATE]
    if target and actual:
        ratio = actual / target
        if rate:
            found.append(f"fit{abs(ratio * 100 - rate) <= max(1.0, 0.02 * rate):d}")
        else:
            found.append("q1" if 0.8 <= ratio <= 1.6 else "q2" if 0.4 <= ratio <= 3 else "q3")
    return found


def new_row_features(figure: Figure, rows: list[list[Figure]]) -> list[str]:
    """Whether a number begins a row of its own."""
    role, n = figure.role[0].upper(), len(rows)
    return [
        "new", "new" + role, f"newn{min(n, 3)}", f"new{role}n{min(n, 2)}", f"newt{figure.line.is_title:d}",
        f"newp{figure.is_proved:d}{role}",
    ]  # fmt: skip


#: two numbers in one role are of two rows where they are of two years, both as sure as this
_SURE_OF_YEAR = 0.95


def _is_of_another_year(one: Figure, other: Figure) -> bool:
    """Whether two numbers in one role are surely of two years: the target may be the same again."""
    return (
        one.role == other.role
        and isinstance(one.year, int)
        and isinstance(other.year, int)
        and one.year != other.year
        and min(one.years[one.year], other.years[other.year]) >= _SURE_OF_YEAR
    )


def is_told_apart(document: Document, figures: list[Figure], figure: Figure) -> bool:
    """Whether a number is surely of another year than one of a row, or told of another name of the same list: '고용서비스는 1천610건 가운데 967건, 창업은 314건 …'."""
    if any(_is_of_another_year(f, figure) for f in figures):
        return True
    cell = document.cells.get(figure.item.start)
    if cell is None:
        return False
    others = [document.cells[f.item.start] for f in figures if f.item.start in document.cells]
    return any(other.series == cell.series and other.start != cell.start for other in others)


def put_together(document: Document, scorer: Scorer, figures: list[Figure]) -> list[list[Figure]]:
    """The numbers of each row, in order of the text."""
    rows: list[list[Figure]] = []
    for figure in sorted(figures, key=lambda f: f.item.start):
        if figure.who is None:
            continue
        open_rows = rows[::-1][:_OPEN_ROWS]
        candidates = [link_features(row, figure, rows, k) for k, row in enumerate(open_rows)]
        p = scorer.choose("link", [*candidates, new_row_features(figure, rows)])
        barred = [clashes(row, figure) or is_told_apart(document, row, figure) for row in open_rows]
        p = [0.0 if is_barred else q for is_barred, q in zip([*barred, False], p, strict=True)]
        chosen = best(p)
        figure.p_link = p[chosen] / (sum(p) or 1.0)
        if chosen < len(open_rows):
            open_rows[chosen].append(figure)
        else:
            rows.append([figure])
    return rows
