"""Labour-market levels: which percentages are levels, of which rate and group of people, whose and of which year."""

import math
import re
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from extract.claims import roles
from extract.claims.document import PLACE, RATE, SUBJECT, Document, Item, Line
from extract.claims.lexicon import ARROW
from extract.claims.model import Span
from extract.claims.morphology import tense
from extract.claims.rates import ALL, OTHER, PLAUSIBLE, indicator
from extract.claims.scorer import Scorer
from extract.claims.series import rate_before
from extract.claims.surroundings import (
    bag,
    distance,
    mark_the_last,
    nearest_time,
    number_left,
    number_right,
    rates_of,
    step_from,
    tag_before,
    tag_behind,
    tags_left,
    words_before,
    words_behind,
)  # fmt: skip
from extract.claims.targets import (
    Years,
    best,
    gap_before,
    gap_behind,
    head_of_cells,
    measured,
    nearest_cue,
    topic_of,
    whos_of,
    years_of,
)
from extract.claims.when import Year, is_change, side_of_change
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
        *_tags_around(document, line, item), *(x for x in document.about if x[0] == "T"), *bag(line),
        *_told_rate(document, line, item), *nearest_time(document, line, item),
    ]  # fmt: skip
    found += [name for name, holds in ((">95", value > 95), (">100", value > 100), ("=100", value == 100)) if holds]
    found += _of_target(document, line, item, before, after)
    if line.is_list:
        found.append("list")
    if _FRACTION.search(document.text, max(line.start, item.start - 16), item.start):
        found.append("frac")
    whose, is_aim = _governed_by(document, line, item), _aimed_or_reached(document, line, item)
    found += _beside(document, line, item)
    found += _of_clause(document, line, item)
    found += head_of_cells(document, line, item)
    return found + whose + is_aim + _together(document, line, item, whose, is_aim)


#: behind a percentage by which one number is more or less than another: '목표보다 21% 많다', '10%를 웃도는'
_EXCESS = re.compile(
    r"\s?(?:나|가량|쯤|정도|이상|를|을)?\s?(?:더\s)?(?:많|적[은게다었]|웃[도돌돈]|넘|높|낮|늘|줄[었인어]|증가|감소|상회|초과(?!\s?달성))"
)


def _of_target(document: Document, line: Line, item: Item, before: str, after: str) -> list[str]:
    """What the words on both sides of a percentage, its size and what it may be of say together: '목표를 103.7% 초과 달성' is a rate, '목표보다 21% 많은' none."""
    value = item.value.value
    size = ">" if value >= 100 else "~" if value >= 90 else "-" if value >= 40 else "<"
    is_before = f"{roles.RATE_BEFORE.search(before) is not None:d}"
    is_after = f"{roles.RATE_AFTER.match(after) is not None:d}"
    is_excess = f"{_EXCESS.match(after) is not None:d}"
    measure = measured(document, line, item)
    told = f"rr{is_before}{is_after}{size}"
    found = ["rb" + is_before, "ra" + is_after, told, f"rx{is_before}{is_excess}{size}", "ms" + measure]
    return [*found, f"{told}{measure}"] if is_before + is_after != "00" else found


#: behind a rate that is not the municipality's: '3.6%인 전국과', '61.5%이던 도 평균보다'
_DESCRIBES = re.compile(
    r"\s?(?:인|이던|였던|이었던|에\s(?:그친|머문|이른|이르는|달한|달하는))\s(?:우리나라|전국|나라|국가|[가-힣]{1,3}\s(?:전체|평균)|평균)"
)
#: behind a percentage that is only the decade or the bound of one: '30%대를 기록했으며', '4% 후반에서', '60% 이상을 유지'
_DECADE = re.compile(
    r"\s?(?:대(?:[를은는에의로가이도,.·…]|\s|$)|[초중후]반(?![기전])|(?:이상|이하|미만)(?:[을은의인]|\s))"
)
#: behind a percentage that is only a bound: '70%를 눈앞에', '5%에 가까웠다', '70%를 넘어섰다'
_BOUND = re.compile(
    r"\s?(?:를|을|에|에도|에는|선을|선에|고지를|벽을|문턱을)?\s?(?:처음으로\s|처음\s|거의\s|채\s|바짝\s|훌쩍\s|살짝\s|조금\s|크게\s)?"
    r"(?:눈앞|코앞|턱밑|육박|바라보|바라봤|다가[가서섰]|근접|가까[이워웠]|밑[도돈돌]|못\s?미|미치지|넘[어었은는기긴겼지]|돌파|웃[도돈돌]|상회)"
)
#: before a rate that is only the aim of another: '목표(58.2%)보다 높은 59.2%', '68.9%(목표 68.0%)'
_AIM_IN_BRACKETS = re.compile(
    r"목표(?:치|율|값)?\s?[(（]\s?$|[(（]\s?(?:당초\s)?목표(?:치|율|값)?(?:는|인)?\s?[:：]?\s?$"
)
#: '주민 열에 일곱(72.9%)', '세 명 중 한 명꼴(33%)': a share that was told in words
_FRACTION = re.compile(
    r"(?:열|백|[0-9한두세네]|다섯|여섯)\s?(?:명|사람|곳|개)?(?:에|\s?(?:중|가운데))\s(?:[0-9]|한|두|세|네|하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉)[가-힣\s]{0,5}[(（]$"
)


def _together(document: Document, line: Line, item: Item, whose: list[str], is_aim: list[str]) -> list[str]:
    """What a level must be all at once: of a rate, of a municipality, and reached."""
    before = _rates_before(document, line, item)
    if before:
        back, rate = before[-1]
        rate_ = f"{rate.tag[:3]}{'h' if not back else 'p'}"
    else:
        rate_ = "-"
    owner = whose[0][2:].rstrip("012")
    if owner == "-":
        owner = whose[-1][3:] + "'" if whose[-1][:3] == "owp" else "-"
    aim = is_aim[1][2:]
    return [f"j{rate_}{owner}", f"j{owner}{aim}", f"j{rate_}{aim}", f"j{rate_}{owner}{aim}"]


#: behind a percentage whose rate is told after it: '지난해 75%였던 고용률을 79%로', '28.6%와 45.9%에 머문 청년고용률과 여성고용률'
_WAS = re.compile(
    r"\s?(?:[와과]\s[0-9.]+\s?[%％])?(?:이?었던|였던|이던|인|에\s(?:그친|그쳤던|머문|머물던|머물렀던|머무는|불과한|이른|달한)|까지\s[가-힣]{2,5}[던은한린진])"
    r"\s(?:[가-힣0-9~∼()]{1,10}\s){0,2}?[가-힣0-9~∼]{0,8}(?:고용|실업)[률율]"
)
_AND = re.compile(r"\s?[와과]\s")


def _of_clause(document: Document, line: Line, item: Item) -> list[str]:
    """What the clause of a percentage is about ('소매판매는', '물가는'), with the rate told before, and the tense that it goes on in."""
    rates = _rates_before(document, line, item)
    rate = rates[-1][1].tag[:3] if rates else "-"
    joined, _ = words_behind(document, line, item)
    behind = number_right(line, item)
    when = tense(document.text, item.end, behind.start if behind else min(line.end, item.end + _VERB))
    near = nearest_cue(line.items[item.at - 1 :: -1] if item.at else [])
    topic = topic_of(document.text, line, item)
    was = [f"was{when}"] if _WAS.match(document.text, item.end, line.end) else []
    return [
        *was,
        "o" + topic,
        f"o{topic}{rate}",
        f"o{topic}{joined[:1]}",
        f"k{when}",
        f"k{when}{near}",
        f"k{when}{rate}",
    ]


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
    found = ["col" + x.tag[:3] for x in document.head_of(line, item) if x.kind == RATE][-1:]
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
        found.append(f"ek{word.value.kinds[:1] == (OTHER,):d}n{n}")
        found += [read, f"{read}_{is_here}", f"{read}_n{n}", f"{read}_b{min(int(item.value.value // 10), 12)}"]
    return found


#: what says that a rate is wished for; who or what a rate can be of
_AIMS = frozenset(("aim", "goal", "planned", "plan", "future", "to_make"))
_WIDE = frozenset(("nation", "regions", "average"))


def _governed_by(document: Document, line: Line, item: Item) -> list[str]:
    """Whose a percentage seems to be, and whether it is only aimed at; where its line names nobody, whose the last one before it was."""
    whose, is_aim = _owner_before(line, item)
    found = ["ow" + whose, f"am{is_aim:d}{_is_aim_behind(line, item):d}"]
    if whose == "-" and line.index:
        before = document.lines[line.index - 1]
        if before.percents and before.paragraph == line.paragraph and not before.is_title:
            found.append("owp" + _owner_before(before, before.percents[-1])[0][:-1])
    return found


def _owner_before(line: Line, item: Item) -> tuple[str, bool]:
    """The kind of owner named before a percentage, with the numbers between; and whether an aim stands next to it."""
    n = item.n_before
    whose, is_aim = "-", False
    for other in reversed(line.items[: item.at]):
        if other.tag in _AIMS and other.n_before == n:
            is_aim = True
        elif whose == "-" and (other.kind in (PLACE, SUBJECT) or other.tag in _WIDE):
            whose = f"{other.tag if other.tag in _WIDE else other.kind}{min(n - other.n_before, 2)}"
        if other.n_before < n and whose != "-":
            break
    return whose, is_aim


def _is_aim_behind(line: Line, item: Item) -> bool:
    """Whether an aim stands behind a percentage, before the next number."""
    n = item.n_before + 1
    return any(x.tag in _AIMS for x in takewhile(lambda x: x.n_before == n, line.items[item.at + 1 :]))


#: what is aimed at; how an aim is set; how a rate is to change; how one surpasses another
_AIM = r"(?:목표(?:치|선|값)?|계획|공시(?:\s?목표)?|약속|당초|애초|눈높이)"
_SET = r"(?:내건|내걸|세운|세웠|잡은|잡았|잡아\s?둔|정한|정했|적어\s?낸|적은|써\s?낸|공시한|공시했|계획한|계획했|약속한|약속했|제시한|목표한|목표했|바라(?:본|보는)|노리는|겨냥한)"
_RISE = r"(?:끌어\s?올|밀어\s?올|높이|높인|높일|높여|올리|올린|올릴|올려|맞추|맞춘|맞출|낮추|낮춘|낮출|늘리|늘린|키우|키울|이루|이룰|달성하|달성할|되돌)"
_OVER_IT = r"(?:높|낮|웃[도돌돈]|넘|많|적은|앞[서선질지]|뛰어넘|초과|밑[도돌]|못\s?미)"
#: what stands right before or behind a rate that is only aimed at, or that was reached: the first that fits decides
_REACHED_BEFORE = re.compile(
    rf"(?:{_AIM}|{_SET}\s?(?:수치|값|것|숫자)?)[가-힣]{{0,2}}(?:\s?[0-9.]+\s?%)?(?:보다|[를을에])\s(?:[^.,%0-9]{{0,12}}?(?:[0-9.]+\s?%?\s?(?:p|P|포인트|p포인트)?)?\s?)?{_OVER_IT}[가-힣]*\s(?:무려\s)?$"
    r"|(?:목표로|로)\s(?:삼|잡|세|정)[가-힣]{1,4}\s(?:고용|실업)[률율][은는이가]\s$"
    r"|뚜껑을\s(?:여니|열어\s?보니|열자|연\s결과)\s$|(?:실제|실적|결과|뚜껑|이룬|거둔|달성한|기록한|기록은|성적)(?:[가-힣]{0,3})?(?:\s(?:고용|실업)[률율](?:[은는이가])?)?\s?[:：]?\s?(?:무려\s)?$"
)
_REACHED_BEHIND = re.compile(
    rf"[은는이가로를을까지으었고였]*,?\s?(?:당초|애초|처음)?\s?(?:에\s)?(?:{_SET}\s?[가-힣]*\s?)?(?:{_AIM}[가-힣]{{0,2}}(?:\s?[0-9.]+\s?%)?|(?<=[은던한]\s)[0-9.]+\s?%|수치|것|숫자|값|선)(?:\([^)]*\))?(?:보다|[를을에도])\s?(?:[^.]|\.(?=[0-9])){{0,14}}?{_OVER_IT}"
    rf"|\s?[(（,]\s?{_AIM}"
)
_AIMED_BEFORE = re.compile(
    rf"{_AIM}(?:인|는|은|를|을|로|이었던|였던|로는)?\s(?:[가-힣]+\s){{0,1}}?$|{_SET}(?:던|했던|었던|았던)?\s(?:[가-힣]{{1,5}}\s)?$|{_AIM}\s?[(（:：=]\s?$"
    rf"|{_RISE}[가-힣]{{0,2}}겠다(?:고|는)\s(?:[가-힣]{{1,5}}\s)?(?:고용|실업)[률율][은는이]\s$"
)
_AIMED_BEHIND = re.compile(
    rf"\s?[)）]?(?:를|을|로|까지|으로|에|의|가|이|로\s더)?\s(?:[가-힣]+\s){{0,2}}?{_AIM}|\s?[)）]?(?:로|를|을|까지|으로)\s?(?:[가-힣]+\s)?(?:잡[았아은고]|정[했해한]|세[웠운워]|설정|책정|바라|노[리린]|겨[냥누])"
)
#: behind a rate to which it rises: aimed at, or reached where it has risen
_RISES_BEHIND = re.compile(
    rf"\s?[)）]?(?:를|을|로|까지|으로|에|의|가|이|로\s더)?\s(?:[가-힣]+\s|[0-9.]{{1,4}}\s?%?\s?(?:p|P|포인트)\s){{0,2}}?{_RISE}[가-힣]*"
)
#: what the verb ends with where that is done: '64.8%로 끌어올린 데 이어'; but '끌어올린 뒤 … 넓히기로'
_RISEN = re.compile(r"[린인춘](?!\s(?:뒤|다음|후))")
#: the verb that a rate is told with stands within so many characters
_VERB = 48


def _beside(document: Document, line: Line, item: Item) -> list[str]:
    """What the percentages on both sides are by the words beside them, aimed at or reached: of two that are held against each other one is each."""
    k, own = line.percents.index(item), _told_by_words(document, line, item)[0]
    sides = []
    for other in (line.percents[k - 1] if k else None, line.percents[k + 1] if k + 1 < len(line.percents) else None):
        is_near = other is not None and not any(
            x.kind in (PLACE, RATE) for x in line.items[min(other.at, item.at) + 1 : max(other.at, item.at)]
        )
        sides.append(_told_by_words(document, line, other)[0] if other is not None and is_near else "0")
    return [f"as{sides[0]}{own}", f"at{own}{sides[1]}"]


def _aimed_or_reached(document: Document, line: Line, item: Item) -> list[str]:
    """Whether the words beside a rate say that it is aimed at or that it was reached, and the tense that its clause goes on in."""
    text, end = document.text, item.end
    upto = min(line.end, end + _VERB)
    told = _told_by_words(document, line, item)
    behind = number_right(line, item)
    when = tense(text, end, min(upto, behind.start) if behind else upto)
    last = tense(text, end, min(line.end, end + 2 * _VERB))
    return ["ao" + told, "ao" + told[0], f"ao{told[0]}{when}", f"ao{told[0]}_{last}", f"tn{when}", f"tN{last}"]


def _told_by_words(document: Document, line: Line, item: Item) -> str:
    """A for a rate that is aimed at, R for one that was reached, each with the side of the words that say so; - where none do. Found once."""
    if item.said is None:
        item.said = _said_beside(document, line, item)
    return item.said


def _said_beside(document: Document, line: Line, item: Item) -> str:
    text, start, end = document.text, item.start, item.end
    before = text[max(line.start, start - 40) : start]
    upto = min(line.end, end + _VERB)
    head = {x.tag for x in document.head_of(line, item)}
    if head & _AIMS:
        return "A<"
    if "result" in head or _REACHED_BEFORE.search(before):
        return "R<"
    if _REACHED_BEHIND.match(text, end, upto):
        return "R>"
    if _AIMED_BEFORE.search(before):
        return "A<"
    if _AIMED_BEHIND.match(text, end, upto):
        return "A>"
    rises = _RISES_BEHIND.match(text, end, upto)
    if rises:
        has_risen = _RISEN.match(text, rises.end() - 1) or tense(text, end, rises.end()) == "past"
        return "R>" if has_risen else "A>"
    return "-"


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


_POINTS_BACK = re.compile(
    r"(?:이|같은|해당|그|이들)\s?(?:나이대|연령대|나이|연령층|연령|계층|세대|기준|집단)(?:의)?\s$"
)


def _points_back(document: Document, rate: Item) -> bool:
    """Whether a rate is of the people told before: '같은 나이대 실업률', '이 연령대의 고용률'."""
    return _POINTS_BACK.search(document.text, max(0, rate.start - 12), rate.start) is not None


def _in_paragraph(document: Document, line: Line, back: int) -> bool:
    """Whether the line so many lines back is in the paragraph of this one."""
    return document.lines[max(0, line.index - back)].paragraph == line.paragraph


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
        same = f"{_in_paragraph(document, line, qualified[-1][0]):d}" if qualified else "-"
        plain = f"Aplain{x.value.kinds == (ALL,):d}"
        return [
            plain, f"{plain}_after{min(n_after, 2)}", f"{plain}_n{min(_n_since(line, item, back, x, is_head), 9)}",
            f"{plain}_after{min(n_after, 1)}_before{min(n_before, 1)}_b{min(back, 4)}", f"Aall{ALL in x.value.kinds:d}",
            f"Apar{same}_after{min(n_after, 1)}", f"Aana{_points_back(document, x):d}",
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
    if last is not None and own is None:
        found.append(f"Kpar{_in_paragraph(document, line, back):d}")
    if last is not None and _points_back(document, last[1]):
        found.append(f"Kana{min(rank, 2)}")
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


_WORDS = ("고용", "실업")
#: between a rate and the percentage that it is said to have
_HAS = re.compile(r"[’'”」]?(?:은|는|이|가|도)?\s?")


#: between the names of several rates, or their percentages; and between the last name and the first percentage
_AND_THE_NEXT = re.compile(r"\s?(?:[와과,·]|및)\s?")
_EACH = re.compile(r"(?:은|는|이|가|도|을|를)?\s(?:[가-힣]+\s){0,2}?각각\s(?:[가-힣]+\s)?")


def respective_rate(document: Document, line: Line, item: Item) -> Item | None:
    """The rate of a percentage that is told as one of several, in the order of theirs: '청년고용률과 여성고용률이 각각 28.6%와 45.9%'."""
    text = document.text
    told = [item]
    for other in reversed(line.percents[: line.percents.index(item)]):
        if not _AND_THE_NEXT.fullmatch(text, other.end, told[0].start):
            break
        told.insert(0, other)
    named = [x for x in line.rates if x.end <= told[0].start and x.value.word in _WORDS]
    if not named or not _EACH.fullmatch(text, named[-1].end, told[0].start):
        return None
    k = len(named) - 1
    while k and _AND_THE_NEXT.fullmatch(text, named[k - 1].end, named[k].start):
        k -= 1
    mine = named[k:][len(told) - 1 : len(told)]
    return mine[0] if mine and len(named) - k > 1 else None


def own_rate(document: Document, line: Line, item: Item) -> Item | None:
    """The rate, or the group of people, that is told right beside a percentage, so that it is of no other: '남성은 73.7%', '33.2%에 그친 청년고용률'."""
    if (respective := respective_rate(document, line, item)) is not None:
        return respective
    before = rate_before(line, item)
    is_group = before is not None and before.value.word is None and before.end - before.start > 1
    if before is not None and is_group and _HAS.fullmatch(document.text, before.end, item.start):
        return before
    m = _WAS.match(document.text, item.end, line.end)
    behind = [x for x in line.rates if x.start >= item.end and x.value.word in _WORDS] if m else []
    if m is None or not behind or behind[0].end != m.end():  # '33.2%에 머문 청년고용률의 격차'
        return None
    left = number_left(line, item)
    is_second = left is not None and left.is_percent and _AND.fullmatch(document.text, left.end, item.start)
    are_two = len(behind) > 1 and _AND.fullmatch(document.text, behind[0].end, behind[1].start)
    rate = behind[1] if is_second and are_two else behind[0]
    return rate if rate.value.kinds != (ALL,) else None


def kinds_of(
    document: Document, line: Line, item: Item, last: tuple[Line, Item, str] | None
) -> list[tuple[str, set[str]]]:
    """The indicators that a level may be of, each once with all its features."""
    found: dict[str, set[str]] = {}
    own = own_rate(document, line, item)
    words = (own.value.word,) if own and own.value.word in _WORDS else _WORDS
    names = {indicator(word, kind) for word in words for kind in own.value.kinds} if own else set()
    for name, features in kind_candidates(document, line, item):
        if own is None or name in names:
            found.setdefault(name, set()).update(features)
    step = step_from(last[:2] if last else None, line, item, rates_of)
    if last is not None and step:
        mark_the_last(found.items(), last[2], step)
    return list(found.items())


# -- choosing ------------------------------------------------------------------------------------------------------------------


_COMPARED = re.compile(
    rf"\s?[)）]?(?:{ARROW}|보다|에서\s|이던|였던|에\s?(?:견주|비하|비해)|[와과]\s(?:견주|견줘|비교))"
)


def is_compared(document: Document, line: Line, item: Item) -> bool:
    """Whether a level is only what another is held against ('지난해의 58.4%보다'): the next one is hardly of its year."""
    return _COMPARED.match(document.text, item.end, line.end) is not None


def level_years_of(document: Document, line: Line, item: Item, last: tuple[Line, Item, Year] | None) -> Years:
    """The years that a level may be of: no terms. Of a change, the new value goes on with the year of the levels before, the old one with that before it."""
    years = [y for y in years_of(document, line, item, last) if not isinstance(y[0], tuple)]
    side = side_of_change(document, line, item)
    if not side or last is None or not isinstance(last[2], int):
        return years
    lines = min(line.index - last[0].index, 2)
    for year, features, _ in years:
        if year is not None and abs(year - last[2]) <= 1:  # type: ignore[operator]
            step = f"{side}{year - last[2]:+d}"  # type: ignore[operator]
            features.update(("cl" + step, f"cl{step}_{lines}"))
    if side == "old" and not any(y[0] == last[2] - 1 for y in years):
        years.append((last[2] - 1, {"clold-1", f"clold-1_{lines}", "clold_new"}, None))
    return years


def read_level(
    document: Document, scorer: Scorer, line: Line, item: Item, p: float, levels: list[Level]
) -> Level | None:
    """Indicator, year and municipality of a percentage that is a level; None where the text names no rate or nobody."""
    if _DESCRIBES.match(document.text, item.end, line.end) or _is_bound(document, line, item):
        return None
    if _AIM_IN_BRACKETS.search(document.text, max(line.start, item.start - 10), item.start):
        return None
    if _is_share(document, line, item):
        return None
    if (rate := rate_before(line, item)) is not None:
        if rate.value.word and rate.value.kinds == (OTHER,):  # '유사실업률은 8.6%'
            return None
        if _cannot_be(document, rate, item):
            return None
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


#: what is no rate of employment: '55세 이상 취업자의 비중은 의성군 66.1%. 봉화 61.4, 청도 61.3도 …'
_SHARE = re.compile(r"비중|비율|참가율")
#: lines up to this far back in the paragraph tell what the percentages of a line without a rate are of
_SHARE_REACHES = 3


def _is_share(document: Document, line: Line, item: Item) -> bool:
    """Whether the rate told last before a percentage, in its line or in those before it in the paragraph, is a share or the like."""
    rate = rate_before(line, item)
    if rate is None and not (line.rates or line.is_list or line.is_title):
        for back in range(1, min(_SHARE_REACHES, line.index) + 1):
            other = document.lines[line.index - back]
            if other.paragraph != line.paragraph or other.is_title:
                return False
            if any(x.value.word in _WORDS for x in other.rates):
                return False
            if other.rates:
                rate = other.rates[-1]
                break
    if rate is None or rate.value.kinds != (OTHER,):
        return False
    return _SHARE.search(document.text, rate.start, rate.end) is not None


def _is_bound(document: Document, line: Line, item: Item) -> bool:
    """Whether a percentage is only the decade of a rate, or a round one that a rate comes near or passes."""
    text, end = document.text, item.end
    if _DECADE.match(text, end, line.end):
        return True
    return not item.value.has_point and _BOUND.match(text, end, line.end) is not None


def _cannot_be(document: Document, rate: Item, item: Item) -> bool:
    """Whether a rate right before a percentage is never so low or high: then this is how far it moved ('청년고용률은 6.1%, … 상승했고')."""
    if not rate.value.word or not rate.value.kinds or not _HAS.fullmatch(document.text, rate.end, item.start):
        return False
    names = [indicator(rate.value.word, kind) for kind in rate.value.kinds]
    return all(name and not PLAUSIBLE[name][0] <= item.value.value <= PLAUSIBLE[name][1] for name in names)


def without_aims(levels: list[Level], refused: set[float]) -> list[Level]:
    """Without the levels of the title that the body tells only as something else: '올해 고용률 69.4%' above '69.4%까지 끌어올리겠다'."""
    told = {x.value for x in levels if not x.line.is_title}
    return [x for x in levels if not x.line.is_title or x.value in told or x.value not in refused]


#: no year is less likely than this, so that another can be compared with it
_NO_CHANCE = 1e-9
#: a year that is as sure as this gives way to none that other changes have
_SURE_OF_YEAR = 0.9


def settle_changes(document: Document, levels: list[Level]) -> None:
    """The old value of a change is of an earlier year than the new one, and changes told in one breath are of the same two years."""
    for pairs in _changes(document, levels):
        if len({(old.year, new.year) for old, new in pairs}) > 1 and _settle_years(pairs, _SURE_OF_YEAR):
            continue
        for old, new in pairs:
            if old.year is not None and new.year is not None and old.year >= new.year:
                _settle_years([(old, new)], math.inf)


def _changes(document: Document, levels: list[Level]) -> list[list[tuple[Level, Level]]]:
    """The old and the new value of each change; those of one line together, up to where it names another year."""
    found: list[list[tuple[Level, Level]]] = []
    for old, new in pairwise(levels):
        if old.indicator != new.indicator or old.line is not new.line:
            continue
        if not is_change(document, old.line, old.item, new.item):
            continue
        before = found[-1][-1][1] if found else None
        since = before.item.end if before and before.line is old.line else None
        if since is None or old is before or any(since <= x.start < new.item.start for x in old.line.times):
            found.append([])
        found[-1].append((old, new))
    return found


def _settle_years(pairs: list[tuple[Level, Level]], sure: float) -> bool:
    """Gives changes the earlier and the later year that all of them together make likeliest; False where they have no two years in common,
    or where one is `sure` of another year."""
    p: dict[tuple[int, int], float] = {}
    for k, (old, new) in enumerate(pairs):
        here = {
            (a[0], b[0]): a[1] * b[1]
            for a in old.years
            for b in new.years
            if a[0] is not None and b[0] is not None and a[0] < b[0]
        }
        p = {years: q * (p[years] if k else 1.0) for years, q in here.items() if not k or years in p}
    if not p:
        return False
    years = max(p, key=lambda y: p[y])
    together = p[years] / max(
        sum(p.values()), _NO_CHANCE
    )  # how likely these two are, of all that all changes may be of
    chosen = [(level, year) for pair in pairs for level, year in zip(pair, years, strict=True) if level.year != year]
    if any(_p_year(level, level.year) >= sure for level, _ in chosen):
        return False
    for level, year in chosen:
        level.confidence *= min(1.0, together / max(_p_year(level, level.year), _NO_CHANCE))
        level.year, _, level.when = next(x for x in level.years if x[0] == year)
    return True


def _p_year(level: Level, year: int | None) -> float:
    return next(q for y, q, _ in level.years if y == year)


#: 'A는 V로 B와 같았고' behind a level, '… A가 B와 함께 V' before it, '나란히 V인 A와 B'
_SAME_AS_BEHIND = re.compile(r"\s?[)）]?(?:로|으로),?\s(?P<who>[가-힣]{2,5})[와과]\s(?:같|나란|동률|어깨|공동)")
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


_DOT = re.compile(r"\s?[·∙ㆍ・•]\s?")


def _is_dotted(document: Document, group: Group) -> bool:
    """Whether all members of a group are joined by dots: '중랑구·미추홀구(5.9%)'."""
    text = document.text
    return all(_DOT.match(text, a.end) is not None and b.start - a.end <= 8 for a, b in pairwise(group.members))


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
            is_own = (
                document.text[mine[0].item.start - 1] in "(（" and not _is_dotted(document, group) if mine else False
            )
            if (
                is_one and not is_own
            ):  # 'A와 B(57.1%), C(57.4%)': the one in brackets is B's alone, but not that of 'A·B(5.9%)'
                found += [replace(x, who=w) for x in mine for w in group.members if w.start != x.who.start]
    return found + [replace(x, who=w) for x in levels for w in _equals(document, x)]


def _figure(level: Level) -> tuple[str, bool, float]:
    """Whose figure a level is, of which word, and what it is, of whatever group of people."""
    return level.who.municipality.id, "unemployment" in level.indicator, level.value


def without_repeats(levels: list[Level]) -> list[Level]:
    """The same level told twice is one row: the body's mention before the title's, then the more certain one."""
    told: dict[tuple[str, bool, float], set[str]] = {}
    for level in levels:
        if not level.line.is_title:
            told.setdefault(_figure(level), set()).add(level.indicator)
    kept: dict[tuple[str, str, float], Level] = {}
    for level in sorted(levels, key=lambda x: (x.line.is_title, -x.confidence)):
        if level.line.is_title and level.indicator not in told.get(_figure(level), level.indicator):
            continue  # '고용률 73.7%' above '15~64세 고용률은 73.7%': a headline leaves out of whom
        kept.setdefault((level.who.municipality.id, level.indicator, level.value), level)
    return sorted(kept.values(), key=lambda x: x.item.start)
