"""Money: which award an amount of won came with.

An amount counts where the text calls it the prize's purse (인센티브, 상사업비, 국비 …) or says that it was received with the prize; not where it is
a sum over years or awards, a ceiling, a budget or an investment.
"""

import re

from extract.claims import lexicon
from extract.claims.frames import FOREIGN, NATIONAL, OTHER, Frames
from extract.claims.grades import Award, read_grades
from extract.claims.model import Mention, Sentence
from extract.claims.numbers import BARE, WON
from extract.claims.who import Scene

#: below a purse is a fee, above it an investment (the largest printed purse is 400 million won)
_SMALLEST, _LARGEST = 10**6, 5 * 10**9

_PURSE = re.compile(
    r"인센티브|사업비|상금|시상금|포상금|국비|지원금|재정\s?지원|보조금|부상(?!자)|예산을?\s?지원|지원받|지원을\s?받|특전|국고"
)
_NO_PURSE = re.compile(
    r"누적|누계|지금까지|그동안|합쳐|합하면|합한|합산|통틀어|최대|많게는|총사업비|투자|매출|특별교부세|교부세|특교세|공모|들여|들인|쌓|[0-9]년간|년\s?동안|이래|이후\s?받은|일자리\s?예산|예산\s?[0-9]|역대"
)
_NOT_AFTER = re.compile(
    r"\s?(?:짜리(?!\s(?:사업비|상사업비|인센티브|상금))|대의|어치|규모|이상|을\s?들|씩\s?매|권|까지|에\s?이르|을\s?투입|을\s?투자|을\s?출연|을\s?편성)"
)
_PER_HEAD = re.compile(r"(?:한\s?명당|1인당|명당|매달|매월|(?<![가-힣])월|기업당|가구당)\s?[^.]{0,6}$")
_RECEIVED = re.compile(
    r"[을를도이가]?\s?(?:더\s)?(?:함께\s|추가로\s|덤으로\s|별도로\s)?(?:받|얻|확보|따냈|따내|챙|거머|손에|따라|주어|내려|보태|더해|지급|품|벌|획득|지원)"
)
_WITH_BEFORE = re.compile(r"(?:과|와)\s(?:함께\s|더불어\s)?(?:[가-힣]+\s){0,3}$|받[고아아으며]+\s[^.]{0,14}$")
_JOINED_SUBJECT = re.compile(r"(?<![가-힣])[시군구도](?:와|과)\s")
_BOTH = re.compile(r"두\s?(?:개\s?)?(?:상|부문)(?:으로|에서|을|의|에)")
_EACH = re.compile(r"각각|씩|각\s")
_IN_ALL = re.compile(r"(?:모두|총|합계|전부)\s?(?:합쳐\s)?$")
_SEVERAL = re.compile(
    r"(?:두|세|네|[2-9]개?)\s?(?:개\s)?(?:곳|시·군|시|군|구|지자체|자치단체|기관)(?:은|는|이|가|에|모두)"
)


def give_money(text: str, body: list[tuple[int, Sentence]], scene: Scene, awards: list[Award], frames: Frames) -> None:
    """Writes `incentive_krw` on the awards, in place, sentence by sentence."""
    previous: Sentence | None = None
    for index, sentence in body:
        amounts = [
            m
            for m in sentence.mentions
            if m.kind == lexicon.NUMBER and _SMALLEST <= m.value.value <= _LARGEST and _is_won(text, sentence, m)
        ]
        if not amounts:
            previous = sentence
            continue
        mine = [a for a in awards if a.sentence == index and a.rule != "streak"]
        told = (
            previous is not None
            and (previous.paragraph == sentence.paragraph or previous.end - previous.start <= 24)
            and (
                _PRIZE_MONEY.search(text, previous.start, previous.end) is not None
                or (
                    _PURSE.search(text, previous.start, previous.end) is not None
                    and _SPENT.search(text, sentence.start, sentence.end) is None
                )
            )
        )
        told = told or bool(not mine and _just_told(text, sentence, awards, index))
        previous = sentence
        usable = [m for m in amounts if _is_purse(text, sentence, m, mine, told)]
        if not usable:
            continue
        usable = _pay_in_brackets(text, mine, usable)
        if not usable:
            continue
        if mine:
            _pay_here(text, sentence, mine, usable)
        elif not (
            _pay_by_section(text, index, sentence, awards, usable)
            or _pay_by_place(text, index, sentence, scene, awards, usable)
            or _pay_by_grade(text, index, sentence, awards, usable)
        ):
            _pay_elsewhere(text, index, sentence, scene, awards, usable, frames)


#: money that is called a prize's; the other words of `_PURSE` are also those of budgets and subsidies
_PRIZE_MONEY = re.compile(
    r"인센티브|상사업비|상금|시상금|포상금|부상(?!자)|특전|상으로|수상(?:으로|에\s따)|(?<![가-힣])상(?:과|과\s함께|에\s딸|에\s따라)|[가-힣]상과\s함께"
)
_SPENT = re.compile(
    r"들여|들인|투입|짓는|지어|공모|따냈|따내|선정|올해\s(?:국비|사업비|예산)|내년\s(?:국비|예산)|조성|건립|편성|신청|요청|건의|내년"
)
_THEY_RECEIVE = re.compile(
    r"(?:은|는|이|가|도|에는|에게는)\s(?:각각\s|모두\s|똑같이\s|나란히\s)?[0-9][0-9억천백만,\s]{0,14}원(?:씩)?(?:을|이|의)?\s?(?:받|주어|돌아|손에|챙|내려|지급)"
)


def _just_told(text: str, sentence: Sentence, awards: list[Award], index: int) -> bool:
    """Whether a sentence right behind one with awards says what somebody receives: '두 구는 7천만 원씩 받는다'."""
    return _THEY_RECEIVE.search(text, sentence.start, sentence.end) is not None and any(
        index - 1 <= a.sentence <= index and a.is_current for a in awards
    )


def _behind_winner(text: str, amount: Mention, mine: list[Award]) -> Award | None:
    """The award whose winner or grade stands right before an amount in brackets or cells: '영월군(1억원)', '순천시 | 1억 원'."""
    for award in mine:
        for end in (award.who.end, award.what.end if award.what else -1):
            if 0 <= amount.start - end <= 8 and _CELL.fullmatch(text, end, amount.start):
                return award
    return None


_CELL = re.compile(r"[’'”」]?\s?(?:[(（|｜,:：·/]|[-–—])\s?(?:각\s|상금\s|인센티브\s)?")


def _pay_in_brackets(text: str, mine: list[Award], usable: list[Mention]) -> list[Mention]:
    """Pays the amounts that stand in brackets behind their winners; the others are returned."""
    left: list[Mention] = []
    for amount in usable:
        award = _behind_winner(text, amount, mine)
        if award is None:
            left.append(amount)
            continue
        same = [a for a in mine if a.what == award.what and a.year == award.year]
        is_each = len(same) > 1 and (
            _EACH.search(text, amount.start - 4, min(amount.end + 3, len(text))) is not None
            or amount.start - award.who.end > 8
        )
        _pay(same if is_each else [award], amount)
    return left


_WITHOUT_WON = re.compile(r"(?:인센티브|상금|상사업비|시상금|사업비)\s?$")


def _is_won(text: str, sentence: Sentence, number: Mention) -> bool:
    """Whether a number is money; headlines leave out the 원: '인센티브 1억'."""
    return number.value.unit == WON or (
        number.value.unit == BARE
        and text[number.end - 1 : number.end] in ("억", "만")
        and not "가" <= text[number.end : number.end + 1] <= "힣"
        and _WITHOUT_WON.search(text, sentence.start, number.start) is not None
    )


def _is_purse(text: str, sentence: Sentence, amount: Mention, mine: list[Award], told_before: bool) -> bool:
    before = text[max(sentence.start, amount.start - 18) : amount.start]
    after = text[amount.end : min(amount.end + 16, sentence.end)]
    if (
        _NO_PURSE.search(before)
        or "기금" in before
        or _NO_PURSE.search(after)
        or _NOT_AFTER.match(after)
        or _PER_HEAD.search(before)
    ):
        return False
    if told_before or (mine and _behind_winner(text, amount, mine)):
        return True
    if _PRIZE_MONEY.search(text, sentence.start, sentence.end):
        return True
    if _PURSE.search(text, sentence.start, sentence.end):
        return bool(mine) or _SPENT.search(text, sentence.start, sentence.end) is None
    return bool(mine) and (_RECEIVED.match(after) is not None or _WITH_BEFORE.search(before) is not None)


def _distinct(awards: list[Award]) -> list[Award]:
    """Each award once, in the order of the text."""
    seen: dict[tuple[str, str, str, int | None], Award] = {}
    for award in sorted(awards, key=lambda a: a.what.start if a.what else a.start):
        seen.setdefault((award.who.municipality.id, award.category, award.grade, award.year), award)
    return list(seen.values())


def _pay_here(text: str, sentence: Sentence, mine: list[Award], usable: list[Mention]) -> None:
    """The sentence names the award too."""
    here = text[sentence.start : sentence.end]
    each = _EACH.search(here) is not None
    fresh = _distinct([a for a in mine if a.is_current] or mine)
    if each and len(usable) == len(fresh) > 1:
        for award, amount in zip(fresh, usable, strict=True):
            _pay([award], amount)
        return
    if each and len(usable) == 1:
        _pay(fresh, usable[0])
        return
    for amount in usable:
        if len(usable) == 1 and _is_for_both(text, fresh, amount):
            continue
        if len(fresh) > 1 and _IN_ALL.search(text[max(sentence.start, amount.start - 8) : amount.start]):
            continue
        before = [a for a in _distinct(mine) if a.what is not None and a.what.end <= amount.start]
        at = max((a.what.start for a in before if a.what), default=None)
        here_told = [a for a in before if a.what and a.what.start == at]
        nearest = (
            [a for a in here_told if a.is_current] or here_told
            if at is not None
            else fresh[:1]
            if len({a.what.start for a in fresh if a.what}) == 1
            else []
        )
        if len(nearest) == 1:
            _pay(nearest, amount)


_COORDINATED = re.compile(
    r"[’'”」]?(?:과|와|및|,|[·ㆍ])\s[^.]{0,40}$|[’'”」]?(?:과|와|및|,|[·ㆍ])[^.]{0,3}$|(?:에|도)?\s이어\s[^.]{0,40}$"
)
_WON_BOTH = re.compile(
    r"[’'”」]?(?:을|를|까지|도)?\s?(?:함께\s|나란히\s|각각\s|동시에\s|한꺼번에\s|모두\s)?(?:받|수상|차지|거머|탔|타|따|석권|휩쓸|안|더해|손에)"
)


def _is_for_both(text: str, fresh: list[Award], amount: Mention) -> bool:
    """'공시제 우수상과 우수사업 특별상을 받아 8천만원을 얻었다': two prizes of one winner won by one verb, then the money."""
    ends = sorted({(a.what.start, a.what.end) for a in fresh if a.what is not None and a.what.end <= amount.start})
    if len(ends) < 2 or len({a.who.municipality.id for a in fresh}) > 1:
        return False
    first, last = ends[-2], ends[-1]
    return (
        _COORDINATED.match(text[first[1] : last[0]]) is not None
        and not re.search(r"[0-9]\s?원|만\s?원|억\s?원", text[first[1] : last[0]])
        and _WON_BOTH.match(text, last[1]) is not None
    )


def _pay_by_grade(text: str, index: int, sentence: Sentence, awards: list[Award], usable: list[Mention]) -> bool:
    """'최우수기관 두 곳이 1억 원씩, 우수기관 세 곳이 9,000만 원씩': by the grade before each amount."""
    grades = read_grades(text, sentence, counted=True)
    paid = False
    for amount in usable:
        of = [g for g in grades if g.end <= amount.start and amount.start - g.end < 24]
        if not of:
            continue
        winners = [
            a
            for a in awards
            if a.is_current and a.grade == of[-1].value and a.programme == NATIONAL and index - 4 <= a.sentence <= index
        ]
        if winners and (
            len(winners) == 1
            or _EACH.search(text, amount.start, min(amount.end + 4, sentence.end))
            or _EACH.search(text, of[-1].end, amount.start)
        ):
            _pay(winners, amount)
            paid = True
    return paid


_SECTION = re.compile(r"(?P<disclosure>공시제)|(?P<project>우수\s?사업|우수\s?사례|맞춤형)")
_COUNTED_PLACES = re.compile(
    r"(?P<n>두|세|네|다섯|[2-9])\s?(?:개\s?)?(?P<e>시|군|구|곳|지자체|자치단체)(?:은|는|이|가|에는|에)\s"
)
_HOW_MANY = {"두": 2, "세": 3, "네": 4, "다섯": 5}


def _between(amounts: list[Mention], at: int, sentence: Sentence) -> int:
    """Where the words before an amount begin: behind the amount before it."""
    return amounts[at - 1].end if at else sentence.start


def _pay_by_section(text: str, index: int, sentence: Sentence, awards: list[Award], usable: list[Mention]) -> bool:
    """'공시제 부문에서 1억 3천5백만원, 우수사업 부문에서 500만원': by the section before each amount."""
    paid = False
    if len(usable) < 2:
        return False
    for at, amount in enumerate(usable):
        named = [m.lastgroup for m in _SECTION.finditer(text, _between(usable, at, sentence), amount.start)]
        winners = [
            a
            for a in awards
            if named
            and a.is_current
            and a.category == named[-1]
            and a.programme == NATIONAL
            and a.sentence <= index
            and a.rule != "streak"
        ]
        if len({a.who.municipality.id for a in winners}) == 1:
            _pay(_distinct(winners)[:1], amount)
            paid = True
    return paid


def _pay_by_place(
    text: str, index: int, sentence: Sentence, scene: Scene, awards: list[Award], usable: list[Mention]
) -> bool:
    """'인센티브는 울주군이 1억원, 울산시가 8000만원', '시는 1억원, 두 구는 8천만원씩': by the municipality before each amount."""
    current = [a for a in awards if a.is_current and a.programme == NATIONAL and a.rule != "streak"]
    paid = False
    for at, amount in enumerate(usable):
        since = _between(usable, at, sentence)
        ids: set[str] = set()
        for group in scene.groups(index, sentence):
            if (
                since <= group.start
                and group.after <= amount.start
                and group.role in ("top", "dat", "com", "end")
                and amount.start - group.after <= 12
            ):
                ids |= {w.municipality.id for w in group.members}
        for mention in sentence.mentions:
            if (
                mention.kind == lexicon.SUBJECT
                and since <= mention.start
                and mention.end <= amount.start
                and mention.value.role in ("top", "dat")
                and amount.start - mention.end <= 12
            ):
                who = scene.meant(index, mention)
                if who is not None:
                    ids.add(who.municipality.id)
        if ids and _JOINED_SUBJECT.search(text, since, amount.start):  # '도와 횡성·인제군이'
            ids |= {
                w.municipality.id
                for m in sentence.mentions
                if m.kind == lexicon.SUBJECT
                and since <= m.start < amount.start
                and (w := scene.meant(index, m)) is not None
            }
        counted = _COUNTED_PLACES.search(text, since, amount.start)
        if counted and amount.start - counted.end() <= 6:
            n = int(counted.group("n")) if counted.group("n").isdigit() else _HOW_MANY[counted.group("n")]
            told = [
                a
                for a in current
                if a.sentence <= index
                and (counted.group("e") not in "시군구" or counted.group("e") in a.who.municipality.endings)
            ]
            last = max((a.sentence for a in told), default=-1)
            group_ids = {a.who.municipality.id for a in told if a.sentence == last}
            if len(group_ids) == n:
                ids = group_ids
        winners = [a for a in current if a.who.municipality.id in ids]
        if ids and {a.who.municipality.id for a in winners} == ids and (len(usable) > 1 or counted):
            for id_ in ids:
                theirs = _distinct([a for a in winners if a.who.municipality.id == id_])
                graded = [a for a in theirs if a.grade != "unspecified"] or theirs
                if len(graded) == 1:
                    _pay(graded, amount)
            paid = True
    return paid


_PURSE_FIRST = re.compile(r"\W*(?:재정\s?)?(?:인센티브|상금|상사업비|사업비|시상금|포상금|부상)")


def _pay_the_one_before(text: str, index: int, sentence: Sentence, awards: list[Award], usable: list[Mention]) -> bool:
    """'2020년 최우수상. 사업비 1억 원.': a sentence that begins with the purse pays the one award right before it, of whatever year."""
    if len(usable) != 1 or _PURSE_FIRST.match(text, sentence.start) is None:
        return False
    before = _distinct([a for a in awards if a.sentence == index - 1 and not a.is_optional])
    if len(before) != 1 or before[0].programme != NATIONAL:
        return False
    line = text.rfind("\n", 0, before[0].start) + 1
    if not before[0].is_current and "가" <= text[line : line + 1] <= "힣":
        return False  # an aside about another year, not a line of a list
    _pay(before, usable[0])
    return True


def _pay_another_year(sentence: Sentence, awards: list[Award], usable: list[Mention]) -> bool:
    """'지난해 상과 함께 받은 7천만 원': the money of the one award of that year. True where the sentence speaks of another year's money."""
    years = [
        m.value.years[0]
        for m in sentence.mentions
        if m.kind == lexicon.TIME and m.value.role == "year" and len(m.value.years) == 1 and m.start < usable[0].start
    ]
    current = {a.year for a in awards if a.is_current}
    if len(years) != 1 or years[0] in current or years[0] > max((y for y in current if y), default=years[0]):
        return False
    theirs = _distinct([a for a in awards if a.year == years[0] and a.programme == NATIONAL and not a.is_optional])
    if not theirs:
        return False
    if len(theirs) == 1 and len(usable) == 1:
        _pay(theirs, usable[0])
    return True


def _pay_elsewhere(
    text: str,
    index: int,
    sentence: Sentence,
    scene: Scene,
    awards: list[Award],
    usable: list[Mention],
    frames: Frames,
) -> None:
    """A sentence of its own: the money of the government that it names, or of the award told last."""
    if any(f.kind in (OTHER, FOREIGN) for f in frames.of(sentence.start, sentence.end)):
        return
    here = text[sentence.start : sentence.end]
    if _BOTH.search(here):
        return
    each = _EACH.search(here) is not None
    if _pay_the_one_before(text, index, sentence, awards, usable) or _pay_another_year(sentence, awards, usable):
        return
    recent = [a for a in awards if a.is_current and a.sentence <= index and a.rule != "streak"]
    if not recent or max(a.sentence for a in recent) < index - 8:
        return
    last = max(a.sentence for a in recent)
    fresh = [a for a in recent if a.sentence == last]
    if fresh[0].programme != NATIONAL:
        return
    if _SEVERAL.search(here) and each and len(fresh) > 1:
        _pay(fresh, usable[0])
        return
    named = [
        w for g in scene.groups(index, sentence) if g.role in ("top", "end", "dat") and not g.is_bare for w in g.members
    ]
    if not named:
        named = [w for m in sentence.mentions if m.kind == lexicon.SUBJECT and (w := scene.meant(index, m)) is not None]
    if named:
        ids = {w.municipality.id for w in named}
        theirs = [a for a in recent if a.who.municipality.id in ids and a.programme == NATIONAL] or [
            a
            for a in awards
            if a.is_current and a.rule != "streak" and a.who.municipality.id in ids and a.programme == NATIONAL
        ]
        newest = max((a.sentence for a in theirs), default=-1)
        fresh = [a for a in theirs if a.sentence == newest]
    fresh = _distinct(fresh)
    graded = [a for a in fresh if a.grade != "unspecified"] or fresh
    if each and len(usable) == len(graded) > 1:
        for award, amount in zip(graded, usable, strict=True):
            _pay([award], amount)
    elif (each and len(usable) == 1) or len(graded) == 1:
        _pay(graded, usable[0])


def _pay(awards: list[Award], amount: Mention) -> None:
    for award in awards:
        if award.incentive_krw is None:
            award.incentive_krw = round(amount.value.value)
            award.paid = amount.start, amount.end


def pay_from_titles(text: str, titles: list[tuple[int, Sentence]], awards: list[Award]) -> None:
    """A title's money ('장관상·인센티브 8천만원') is that of the article's only award of this year, if the body does not say it."""
    current = [
        a for a in _distinct([a for a in awards if a.is_current and not a.is_optional]) if a.programme == NATIONAL
    ]
    if len(current) != 1 or current[0].incentive_krw is not None:
        return
    for _, sentence in titles:
        amounts = [
            m
            for m in sentence.mentions
            if m.kind == lexicon.NUMBER and _SMALLEST <= m.value.value <= _LARGEST and _is_won(text, sentence, m)
        ]
        if (
            len(amounts) == 1
            and _PRIZE_MONEY.search(text, sentence.start, sentence.end)
            and _is_purse(text, sentence, amounts[0], current, False)
        ):
            _pay(current, amounts[0])
            return
