"""Labour-market rates: every level in % of a municipality, told apart from changes, averages, targets and other percentages."""

import re
from dataclasses import dataclass, field

from extract.claims import lexicon
from extract.claims.model import Mention, Sentence, Span
from extract.claims.numbers import BARE, JOBS, PERCENT, PERSONS
from extract.claims.times import AGO
from extract.claims.who import Scene, Who


@dataclass(slots=True)
class Level:
    """One level on its way to a claim."""

    who: Who
    year: int | None
    indicator: str
    value: float
    sentence: int
    start: int
    end: int
    rule: str
    is_optional: bool = False
    when: Span | None = None
    what: Span | None = None
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    rate: tuple[str, ...] = ()  # the indicator that a list goes on with; ("",) is a rate of another kind
    paragraph: int = -1
    year: int | None = None
    when: Span | None = None
    year_paragraph: int = -1
    survey_year: int | None = None
    pair: tuple[int, int] | None = None  # the two years of the last 'from … to …'


#: what stands before 고용률 or 실업률 and makes another rate of it
_QUALIFIER = (
    (
        re.compile(
            r"(?:15\s?[~∼～\-–―]\s?64\s?세|생산\s?(?:가능|연령)\s?인구|OECD\s?(?:기준|비교\s?기준)?)\s?(?:의\s)?(?:인구\s?)?$"
        ),
        "15_64",
    ),
    (re.compile(r"15\s?세\s?이상\s?(?:인구\s?)?(?:의\s)?$"), "all"),
    (
        re.compile(
            r"청년(?:층)?\s?(?:\([^)]{1,14}\))?\s?(?:의\s)?$|15\s?[~∼～\-–]\s?(?:29|34|39)\s?세\s?(?:청년(?:층)?\s?)?$"
        ),
        "youth",
    ),
    (re.compile(r"여성\s?(?:\([^)]{1,14}\))?\s?(?:의\s)?$"), "female"),
    (re.compile(r"(?:노인|고령(?:자|층)?|어르신|노년층?|6[05]\s?세\s?이상)\s?(?:의\s)?$"), "elderly"),
    (
        re.compile(
            r"(?:남성|장년층?|중장년층?|[2-7]0대|외국인|장애인|의무|체감|유사|잠재|확장|상용직?|고졸|대졸|(?:3[0-9]|5[0-9])\s?[~∼\-]\s?[0-9]{2}\s?세|신중년|경력단절)\s?(?:의\s)?$"
        ),
        "other",
    ),
)
_BRACKET = re.compile(r"\s?[(（]\s?(?P<in>[^()（）]{1,16}?)(?:[,)）])")
_LIST_BEFORE = re.compile(
    r"((?:청년|여성|노인|고령자|전체)(?:층)?(?:\s?(?:[·ㆍ∙,/]|과|와|및)\s?(?:청년|여성|노인|고령자|전체)(?:층)?)+)\s?$"
)
_NAMES = {
    ("고용률", "all"): "employment_rate",
    ("고용률", "15_64"): "employment_rate_15_64",
    ("고용률", "youth"): "youth_employment_rate",
    ("고용률", "female"): "female_employment_rate",
    ("고용률", "elderly"): "elderly_employment_rate",
    ("실업률", "all"): "unemployment_rate",
    ("실업률", "15_64"): "unemployment_rate",
    ("실업률", "youth"): "youth_unemployment_rate",
}
_PLAUSIBLE = {
    "employment_rate": (25.0, 95.0),
    "employment_rate_15_64": (35.0, 95.0),
    "youth_employment_rate": (12.0, 85.0),
    "female_employment_rate": (20.0, 92.0),
    "elderly_employment_rate": (5.0, 90.0),
    "unemployment_rate": (0.0, 14.0),
    "youth_unemployment_rate": (0.0, 32.0),
}

_CHANGE_AFTER = re.compile(
    r"\s?(?:가|나|이|씩|가량|정도)?\s?(?:p\b|늘|증가|상승|하락|감소|줄|올라|오른|올랐|오르|높아|높[고은았아]|낮아|낮[고은았]|떨어|뛰|개선|확대|축소|성장|차이|앞[선서]|웃[도돌]|많|더\s|내려|격차)"
)
_GOAL_BEFORE = re.compile(r"목표(?:치|는|를|로|인|율)?[^0-9.]{0,24}$|(?:목표|의무|법정)\s?$")
_GOAL_AFTER = re.compile(
    r"\s?(?:이상|대)?\s?(?:를|을|로|까지|이상|대로|의|이라는|라는|에)?\s?(?:목표(?!보다|를\s?(?:넘|웃|초과|상회|뛰)|치|\s?대비)|끌어올리|끌어\s?올리|올리[겠기려고는]|올릴|높이[겠기려고는]|높일|높여\s?나|이루겠|이루기|이룰|달성(?!했|하였|하며|해\s|하고\s?있)|향해|시대|로드맵|만들겠|도전|국가|이상을?\s?(?:이루|목표))|\s?(?:이상|대)(?=[,\s의]|$)"
)
_AVERAGE = re.compile(
    r"평균|(?:[시군구]\s?(?:지역|부|단위)|[시군]부|수도권|비수도권|OECD|우리나라|광역시|특별시|광역시도|시·도|도\s?단위)(?:\s?전체)?(?:은|는|이|가|의|도)\s|전국(?:은|의|이|\s?[(（]|\s고용률|\s실업률|\s수준|\s전체|과|보다|\s기준)|도내(?:는|의|\s전체)|전체\s?(?:고용률|실업률|은|는)|국가\s?(?:목표|전체)|[시군구]\s?지역\s?(?:전체\s)?(?:고용률|실업률)"
)
_SKIP_PLACE = re.compile(
    r"\s?(?:도내|[0-9]+위|에서|지역\s?(?:평균|1위)|안에서|권(?:에서|\s)|평균|시·군|시군|내에서|내\s|가운데|중에서|지부|본부|전체\s?평균|고용노동|지방)"
)


def _qualifiers(text: str, sentence: Sentence, mention: Mention) -> tuple[str, ...]:
    """The indicators that a rate word stands for: one, or several for '청년·여성 고용률'; empty string for a rate of another kind."""
    word = mention.value
    if not word:
        return ("",)
    before = text[max(sentence.start, mention.start - 24) : mention.start]
    listed = _LIST_BEFORE.search(before)
    if listed:
        kinds = {"청년": "youth", "여성": "female", "노인": "elderly", "고령자": "elderly", "전체": "all"}
        return tuple(
            _NAMES.get((word, kinds[k]), "") for k in re.findall(r"청년|여성|노인|고령자|전체", listed.group(1))
        )
    kind = next((k for pattern, k in _QUALIFIER if pattern.search(before)), None)
    bracket = _BRACKET.match(text, mention.end, sentence.end)
    if kind is None and bracket:
        inner = bracket.group("in")
        if re.search(r"15\s?[~∼～\-–―]\s?64|OECD|생산", inner):
            kind = "15_64"
        elif re.search(r"청년|15\s?[~∼～\-–]\s?(?:29|34|39)", inner):
            kind = "youth"
        elif re.search(r"여성", inner):
            kind = "female"
        elif re.search(r"6[05]세\s?이상|노인|고령", inner):
            kind = "elderly"
    return (_NAMES.get((word, kind or "all"), ""),)


def read_indicators(text: str, sentences: list[Sentence], scene: Scene) -> list[Level]:
    """The levels of an article, in the order of the text; the title only adds what the body does not say."""
    state = _State()
    found: list[Level] = []
    titled: list[Level] = []
    for index, sentence in enumerate(sentences):
        survey = re.search(
            r"((?:19|20)[0-9]{2})\s?년\s?(?:도\s)?(?:[상하]반기|[1-4]\s?분기|[0-9]{1,2}월)?\s?(?:시·?군·?구\s?)?(?:주요\s?)?(?:지역별\s?)?(?:고용\s?(?:조사|동향|지표|통계|률)|경제활동인구)",
            text[sentence.start : sentence.end],
        )
        if survey:
            state.survey_year = int(survey.group(1))
        levels = _read_sentence(text, index, sentence, scene, state)
        if not levels:
            _as_of(text, sentence, found, index)
        (titled if sentence.is_title else found).extend(levels)
    for level in titled:
        if not any(f.value == level.value and f.who.municipality is level.who.municipality for f in found):
            level.reasons.append("only in the title")
            found.append(level)
    unique: dict[tuple[str, int | None, str, float], Level] = {}
    for level in found:
        key = (level.who.municipality.id, level.year, level.indicator, level.value)
        unique.setdefault(key, level)
    dated = {(k[0], k[2], k[3]) for k in unique if k[1] is not None}
    return [v for k, v in unique.items() if k[1] is not None or (k[0], k[2], k[3]) not in dated]


def _read_sentence(text: str, index: int, sentence: Sentence, scene: Scene, state: _State) -> list[Level]:
    mentions = sentence.mentions
    has_rate = any(m.kind == lexicon.INDICATOR for m in mentions)
    if not has_rate and not (state.rate and state.paragraph in (sentence.paragraph, sentence.paragraph - 1)):
        _remember_time(sentence, state)
        return []
    if not has_rate and state.paragraph == sentence.paragraph - 1 and not _goes_on(text, sentence):
        state.rate = ()
        _remember_time(sentence, state)
        return []
    percents = [
        m
        for m in mentions
        if m.kind == lexicon.NUMBER
        and (m.value.unit == PERCENT or (m.value.unit == BARE and "." in text[m.start : m.end]))
    ]
    found: list[Level] = []
    rates = [(m.start, m.end, _qualifiers(text, sentence, m)) for m in mentions if m.kind == lexicon.INDICATOR]
    rates = _joined(text, rates)
    groups = scene.groups(index, sentence)
    previous: Mention | None = None
    order: dict[int, int] = {}
    for _at, mention in enumerate(mentions):
        if mention.kind != lexicon.NUMBER:
            continue
        if mention not in percents:
            previous = mention
            continue
        last, previous = previous, mention
        rate = next(((s, e, q) for s, e, q in reversed(rates) if s < mention.start), None)
        floor = max(sentence.start, last.end if last else sentence.start)
        if rate is None:
            behind = next(((s, e, q) for s, e, q in rates if s > mention.end), None)
            if (
                behind is not None
                and re.search(
                    r"(?:의|로|인|순|차례)\s?(?:[가-힣]+\s){0,2}$|[)）]\s?(?:의|이|가|로|순)?[가-힣\s]*$",
                    text[mention.end : behind[0]][-14:],
                )
                and not state_other(rates)
            ):
                rate = behind
            elif state.rate and state.paragraph >= sentence.paragraph - 1:
                rate = (-1, -1, state.rate)
        if rate is None or rate[2] == ("",):
            continue
        indicators = rate[2]
        if len(indicators) > 1:
            nth = order.get(rate[0], 0)
            order[rate[0]] = nth + 1
            indicator = indicators[min(nth, len(indicators) - 1)]
        else:
            indicator = indicators[0]
        if not indicator:
            continue
        gap_from = max(floor, rate[1] if rate[0] >= 0 and rate[0] < mention.start else floor)
        before = text[max(gap_from, mention.start - 40) : mention.start]
        clause = text[floor : mention.start]
        after = text[mention.end : min(mention.end + 24, sentence.end)]
        named = [
            m.start for m in mentions if m.kind in (lexicon.PLACE, lexicon.SUBJECT) and floor <= m.start < mention.start
        ]
        if not _is_level(text, mention, last, before, clause, after, named[-1] - floor if named else None):
            continue
        if _of_aggregate(text, sentence, mention):
            continue
        indicator = _narrowed(indicator, text[max(floor, mention.start - 16) : mention.start])
        if not indicator:
            continue
        low, high = _PLAUSIBLE[indicator]
        value = mention.value.value
        if not low <= value <= high:
            continue
        who = _who(text, index, sentence, mention, scene, groups, last)
        if who is None:
            continue
        if mention.value.unit == BARE and not (who.end >= 0 and 0 <= mention.start - who.end <= 3):
            continue
        year, when, reasons, optional = _year(text, sentence, mention, scene, state, percents, after)
        if year is not None and scene.published is not None and year > scene.published.year:
            continue  # still to come
        start = min(
            x
            for x in (
                who.start if who.start >= sentence.start and not who.is_carried else mention.start,
                rate[0] if rate[0] >= 0 else mention.start,
                when.start if when and when.start >= sentence.start else mention.start,
                mention.start,
            )
        )
        end = max(mention.end, rate[1] if rate[0] > mention.start else 0)
        if who.is_carried:
            reasons.append("subject carried from before")
        found.append(
            Level(
                who,
                year,
                indicator,
                value,
                index,
                start,
                end,
                "level_in_list" if rate[0] < 0 else "level",
                optional,
                when,
                Span(mention.start, mention.end),
                reasons,
            )
        )
    if rates:
        state.rate = rates[-1][2] if len(rates[-1][2]) == 1 else ()
        state.paragraph = sentence.paragraph
    elif found:
        state.paragraph = sentence.paragraph
    if (
        len(found) >= 2
        and found[-2].year is not None
        and found[-1].year is not None
        and found[-2].year != found[-1].year
        and found[-2].who.municipality is found[-1].who.municipality
    ):
        state.pair = (found[-2].year, found[-1].year)
    _remember_time(sentence, state)
    return found


_NARROW = re.compile(
    r"(?:(?P<youth>청년층?)|(?P<female>여성)|(?P<elderly>노인|고령층|고령자|어르신|6[05]세\s?이상)|(?P<prime>15\s?[~∼～\-–]\s?64세)|(?P<other>남성|장년층?|중장년층?|[2-7]0대|외국인|장애인))"
    r"(?:은|는|이|가|의)?\s?$"
)


def _narrowed(indicator: str, before: str) -> str:
    """'청년 41.2%, 여성 52.3%의 고용률': the group named right before a number narrows the rate; empty for a group without an indicator."""
    m = _NARROW.search(before)
    if m is None or indicator not in ("employment_rate", "employment_rate_15_64", "unemployment_rate"):
        return indicator
    word = "실업률" if indicator == "unemployment_rate" else "고용률"
    kind = {"prime": "15_64"}.get(m.lastgroup or "", m.lastgroup or "")
    return _NAMES.get((word, kind), "")


_FIGURE_AFTER = re.compile(r"(?:[은는이가]|으로|로)?\s?[(（]?\s?[0-9]{1,2}(?:\.[0-9])?\s?(?:%|[,)\s이가])")


def _goes_on(text: str, sentence: Sentence) -> bool:
    """Whether a sentence in a new paragraph goes on with the list before it: bullets, or places with their figures."""
    if re.match(r"\s*[△▲▶□○◇·\-]", text[sentence.start : sentence.end]):
        return True
    return any(m.kind == lexicon.PLACE and _FIGURE_AFTER.match(text, m.end, sentence.end) for m in sentence.mentions)


def state_other(rates: list[tuple[int, int, tuple[str, ...]]]) -> bool:
    return all(q == ("",) for _, _, q in rates)


def _joined(text: str, rates: list[tuple[int, int, tuple[str, ...]]]) -> list[tuple[int, int, tuple[str, ...]]]:
    """'고용률과 실업률은 각각': rates named together take the numbers in their order."""
    joined: list[tuple[int, int, tuple[str, ...]]] = []
    for rate in rates:
        if joined and re.fullmatch(
            r"\s?(?:과|와|및|[·ㆍ,])\s?(?:청년|여성|15~64세|15∼64세)?(?:층)?\s?", text[joined[-1][1] : rate[0]]
        ):
            joined[-1] = (joined[-1][0], rate[1], joined[-1][2] + rate[2])
        else:
            joined.append(rate)
    return joined


def _is_level(
    text: str, mention: Mention, last: Mention | None, before: str, clause: str, after: str, place_at: int | None
) -> bool:
    if mention.value.unit == PERCENT and _CHANGE_AFTER.match(after):
        return False
    if _GOAL_BEFORE.search(before) or _GOAL_AFTER.match(after):
        return False
    if re.match(
        r"\s?(?:를|을|로)?[^.]{0,30}(?:겠다|하기로|할\s?(?:계획|방침|예정)|달성을\s?위)", after + ""
    ) and not re.search(r"했|였|았|었", after):
        return False
    if (
        last is not None
        and last.value.unit in (PERSONS, JOBS, BARE)
        and re.fullmatch(r"\s?[(（]\s?", text[last.end : mention.start])
    ):
        return False
    averages = list(_AVERAGE.finditer(clause))
    if not averages:
        return True
    between = averages[-1].end()
    if place_at is not None and place_at >= between:
        return True  # 'the average is …, but A시': the municipality comes after it
    return (
        re.search(
            r"(?:보다|높은|앞선|웃도는|상회하는|비해|대비)\s?(?:[가-힣]+\s)*$|(?:보다|가운데|중)\s", clause[between:]
        )
        is not None
    )


_AGGREGATE = re.compile(
    r"(?:전국|우리나라|국내|수도권|비수도권|OECD|(?<![가-힣])도내|[시군구]\s?지역|[시군]부)(?:\s?전체)?(?:\s?평균)?(?:의)?\s?(?:15~64세\s|청년\s?|여성\s?)?(?:고용률|실업률|은|는)(?:은|는|이|가)?\s"
)


def _of_aggregate(text: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether the rate is that of the nation or of all counties together: they are the subject, and nobody was named since."""
    found = list(_AGGREGATE.finditer(text, sentence.start, mention.start))
    if not found:
        return False
    return not any(
        m.kind == lexicon.SUBJECT or (m.kind == lexicon.PLACE and m.value.role != "cmp")
        for m in sentence.mentions
        if found[-1].end() <= m.start < mention.start
    )


def _who(
    text: str, index: int, sentence: Sentence, mention: Mention, scene: Scene, groups: list, last: Mention | None
) -> Who | None:
    """Whose rate: the last government named before the number in its sentence; a district there means nobody."""
    best: Who | None = None
    at = -1
    for group in groups:
        if group.start >= mention.start:
            break
        if group.role in ("cmp", "part"):
            continue
        if group.role == "loc" and not re.match(r"\s?고용률", text[group.after : group.after + 5]):
            continue
        if (
            group.is_bare
            and group.role in ("dat", "inst", "com")
            and not re.match(r"(?:으로|로)\s?[0-9]", text[group.end : group.end + 4])
        ):
            continue
        if _SKIP_PLACE.match(text, group.end) and not sentence.is_title:
            continue
        if len(group.members) != 1:
            best, at = None, group.end
            continue
        best, at = group.members[0], group.end
    for other in sentence.mentions:
        if other.start >= mention.start:
            break
        if other.kind == lexicon.SUBJECT and other.start > at and other.value.role in ("top", "gen"):
            who = scene.meant(index, other)
            if who is not None:
                best, at = who, other.end
        if other.kind == lexicon.PLACE and other.value.is_district and other.start > at:
            best, at = None, other.end
    if at < 0:
        return scene.carried(index)
    return best


def _as_of(text: str, sentence: Sentence, found: list[Level], index: int) -> None:
    """'지난해 하반기 기준이다': the year of the levels in the sentence before."""
    if not found or not re.search(r"기준(?:이다|으로|이며|\s?수치)", text[sentence.start : sentence.end]):
        return
    for time in sentence.mentions:
        if time.kind == lexicon.TIME and time.value.role == "year" and len(time.value.years) == 1:
            for level in found:
                if level.sentence == index - 1 and level.year is None and "undated" in level.reasons:
                    level.year, level.when, level.is_optional = time.value.years[0], Span(time.start, time.end), False
                    level.reasons = ["year from the sentence behind"]


def _remember_time(sentence: Sentence, state: _State) -> None:
    for time in sentence.mentions:
        if time.kind == lexicon.TIME and time.value.role == "year" and len(time.value.years) == 1:
            state.year, state.when, state.year_paragraph = (
                time.value.years[0],
                Span(time.start, time.end),
                sentence.paragraph,
            )


_MONTH = re.compile(r"지난달|이달|이번\s?달|(?<![0-9])(?P<m>1?[0-9])월|[상하]반기|[1-4]\s?분기")


def _year(
    text: str, sentence: Sentence, mention: Mention, scene: Scene, state: _State, percents: list[Mention], after: str
) -> tuple[int | None, Span | None, list[str], bool]:
    """The year of a level: nearest before it in the sentence, else that of the list or paragraph, else of the survey."""
    times = [m for m in sentence.mentions if m.kind == lexicon.TIME and m.end <= mention.start and m.value.years]
    own = [t for t in times if t.value.role == "year"]
    near = [
        t
        for t in times
        if t.value.role == "year"
        or (
            t.value.role in ("compare", "ago")
            and re.fullmatch(
                r"\s?(?:같은\s?(?:기간|달|분기)|동기|동월)?(?:의)?\s?[(（]?\s?", text[t.end : mention.start]
            )
        )
    ]
    if (
        re.search(r"같은\s?(?:기간|시기)", text[sentence.start : mention.start])
        and state.pair is not None
        and not [t for t in near if t.value.role == "year"]
    ):
        nth = [p for p in percents if p.start >= sentence.start].index(mention)
        if (nth < 2 and re.match(r"\s?에서", after)) or nth == 1:
            return state.pair[min(nth, 1)], None, ["years of the comparison before"], False
    if near:
        time = near[-1]
        year = time.value.years[-1]
        if time.value.role != "year" and text[time.start : time.end] in AGO and time.value.offset is not None:
            spoken_of = own[-1].value.years[-1] if own else state.survey_year or state.year
            if spoken_of is None:
                return None, None, ["a year counted back from one that is not said"], True
            year = spoken_of + time.value.offset
        if (
            re.match(r"\s?에서\s", after)
            and sum(1 for t in times if t.value.role == "year") == 1
            and re.search(r"에서\s[^.]{0,20}?[0-9.]+%(?:로|까지)", text[mention.end - 1 : mention.end + 30])
            and not [t for t in sentence.mentions if t.kind == lexicon.TIME and t.start > mention.end]
        ):
            return None, None, ["start of a change, its year not said"], True
        return year, Span(time.start, time.end), [], False
    later = [
        m for m in sentence.mentions if m.kind == lexicon.TIME and m.start > mention.end and m.value.role == "year"
    ]
    if (
        not own
        and len(later) == 1
        and len(later[0].value.years) == 1
        and not re.search(r"목표|까지|계획", text[later[0].end : sentence.end])
    ):
        return later[0].value.years[0], Span(later[0].start, later[0].end), ["year behind the number"], False
    month = _MONTH.search(text, sentence.start, mention.start)
    if month and scene.published is not None and state.survey_year is None:
        year = scene.published.year
        if (month.group("m") and int(month.group("m")) > scene.published.month) or (
            "지난달" in month.group() and scene.published.month == 1
        ):
            year -= 1
        return year, Span(month.start(), month.end()), ["year from the publication date"], False
    undated = re.search(r"최근|역대|그동안", text[sentence.start : mention.start]) is not None
    if state.year is not None and sentence.paragraph - state.year_paragraph <= 1 and state.year_paragraph >= 0:
        return state.year, state.when, ["year from the sentence before"], undated
    if state.survey_year is not None:
        return state.survey_year, None, ["year of the survey"], undated
    if state.year is not None and not undated:
        return state.year, state.when, ["year from before"], False
    return None, None, ["undated"], True
