"""Job targets and results: which number is the target, which the result, which percentage the rate between them.

The numbers of an article are taken in order. Arithmetic decides first (`proofs`), then the words on both sides (`roles`); then the numbers
that speak of the same thing (same municipality, year, scope) are put together, also over neighbouring sentences.
"""

import re
from dataclasses import dataclass, field

from extract.claims import lexicon
from extract.claims.model import Mention, Sentence, Span
from extract.claims.numbers import BARE, COUNTED, JOBS, PERCENT, PERSONS, Amount
from extract.claims.proofs import Number, find_proofs
from extract.claims.roles import (
    ACTUAL,
    EXCESS,
    NOT_JOB_GOAL,
    OLD,
    RATE,
    TARGET,
    TRUE_EXCESS,
    counts_jobs,
    counts_people,
    is_rate,
    role_of,
)
from extract.claims.scopes import BREAKDOWN, SPLIT, TOTAL, is_sum, last_words, scope_of
from extract.claims.tables import read_tables
from extract.claims.times import Time
from extract.claims.who import Scene, Who


@dataclass(slots=True)
class Figures:
    """What the article says of one goal of one municipality; numbers it does not say are None."""

    who: Who
    year: int | None
    period_end: int | None
    scope: str
    sentence: int
    paragraph: int
    start: int
    end: int
    rule: str
    target: int | None = None
    actual: int | None = None
    pct: float | None = None
    is_optional: bool = False
    is_rounded: bool = False
    has_own_year: bool = False
    is_term: bool = False  # a plan of a whole term, or what was reached of it so far
    is_cumulative: bool = False
    of_people: bool = False
    is_title: bool = False
    target_rule: str = ""
    when: Span | None = None
    what: list[Span] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Token:
    """One number that may belong to a goal."""

    mention: Mention
    at: int  # place in the sentence's mentions
    index: int  # the sentence
    sentence: Sentence
    before: str
    after: str
    is_percent: bool
    is_people: bool
    bound_elsewhere: bool
    jobs_said: bool  # the sentence itself says 일자리
    breaks: bool = False  # another number stood between this one and the token before
    lead: str = ""  # the words since the token before
    role: str | None = None
    rule: str = ""
    proof: int | None = None


@dataclass(slots=True)
class _Years:
    """The years that a number without one can borrow."""

    paragraph: int = -1
    year: int | None = None
    when: Span | None = None
    range: Time | None = None
    range_when: Span | None = None
    range_paragraph: int = -9
    last_result: tuple[int, Span | None] | None = None
    judged: int | None = None
    title: int | None = None


_JOB_WORDS = re.compile(r"일자리|고용\s?창출|공시제|일감")
_GOAL_WORDS = re.compile(r"목표|계획|달성률|달성율|약속|공시(?!제)|내걸|내세")
#: an article with more numbers of jobs than this is a table of something else
_MOST_NUMBERS = 300
_COMPANY = re.compile(
    r"(?:회사|기업|업체|공장|그룹|리조트|산단|사업장|투자사|협력업체|협력사|백화점|마트|호텔|공사|공단|재단|진흥원|테크노파크|센터|대학|조합|협회|후보|업계|쇼핑몰|아울렛|단지|정부|노동부|고용부|복지부|행안부|중기부|기재부|문체부|국토부)(?:들)?(?:\s?[0-9]{1,3}(?:여\s)?(?:곳|개사|개소|군데|개|사)|\s(?:두|세|네|다섯|여러)\s곳|\s측)?(?:은|는|이|가|에서|까지|도)\s"
)
_MAKES = re.compile(r"[0-9만천]\s?(?:여\s)?개(?:를|의)?\s?(?:새로\s)?(?:만들|창출)")
_AGENCY = re.compile(
    r"(?:회사|공사|공단|재단|진흥원|테크노파크|사회서비스원|의료원|연구원|협회|센터|대학|대학교|캠퍼스)(?:은|는|이|가)\s"
    r"|(?<![가-힣])(?:이\s)?(?:기관|원장|이사장|센터장|총장|소장)(?:은|는|이|가)\s|이\s기관에\s따르면"
)
_AGENCY_SPEAKS = re.compile(r"\s*(?:이\s)?(?:기관|원장|이사장|센터장|총장|소장|공단|재단|공사|진흥원)(?:은|는)\s")
#: '구민 1,000개 일자리 매칭' 협약: a number in the name of a programme is none of a goal
_PROGRAMME_BEHIND = re.compile(
    r"[^‘’“”'\"「」『』<>〈〉《》]{0,18}[’”'\"」』>〉》]\s?(?:이라는\s|라는\s|등\s|[가-힣]+\s)?(?:협약|협력|사업|프로젝트|운동|캠페인|프로그램|행사|박람회|매칭|시책|공모|챌린지|펀드|이벤트|강좌|교실)"
)
_OF_COMPANY = re.compile(r"회사(?:는|의|가|\s쪽|\s측)|협력(?:업체|사)(?:는|의|가|까지)|이\s업체|이\s기업")
_PROMISED = re.compile(
    r"채용\s?(?:규모|계획|인원|목표)|투자\s?(?:협약|양해각서)|MOU|입주하면|가동되면|들어서면|완공되면|조성되면|유치하면|개장하면|문을\s열면|준공되면|들어설|생길\s것으로|고용유발|창출될\s것|생길\s전망|기대된다|빈\s일자리"
)


# -- the numbers ---------------------------------------------------------------------------------------------------------------


def _context(text: str, sentence: Sentence, at: int) -> tuple[str, str]:
    """The words before and behind a mention, up to the numbers beside it (and no further than the sentence)."""
    mention = sentence.mentions[at]
    before = next((m.end for m in reversed(sentence.mentions[:at]) if m.kind == lexicon.NUMBER), sentence.start)
    after = next((m.start for m in sentence.mentions[at + 1 :] if m.kind == lexicon.NUMBER), sentence.end)
    return text[max(before, mention.start - 60) : mention.start], text[mention.end : min(after, mention.end + 40)]


def _bound_elsewhere(text: str, sentence: Sentence, at: int) -> bool:
    """Whether a rate of another kind (고용률, 집행률 …) stands between the number before and this one."""
    for mention in reversed(sentence.mentions[:at]):
        if mention.kind == lexicon.NUMBER:
            return False
        if mention.kind == lexicon.INDICATOR:
            word = text[mention.start : mention.end]
            return not (word.startswith("달성") or (word == "비율" and text[mention.end : mention.end + 1] == "로"))
    return False


def _collect(text: str, sentences: list[Sentence], scene: Scene, skipped: set[int]) -> list[_Token]:
    """The numbers that may be jobs or rates, in order. A sentence that does not say 일자리 goes on with one that does."""
    found: list[_Token] = []
    said_in = -9  # the paragraph that last spoke of jobs
    agency_in = -9  # the paragraph whose last subject is a company or an agency
    titled = scene.title is not None and _JOB_WORDS.search(scene.title) is not None
    titled = titled or any(s.is_title and _JOB_WORDS.search(text, s.start, s.end) for s in sentences)
    for index, sentence in enumerate(sentences):
        here = text[sentence.start : sentence.end]
        said = _JOB_WORDS.search(here) is not None
        if _AGENCY.search(text, sentence.start, sentence.end):
            agency_in = sentence.paragraph if agency_in != sentence.paragraph else agency_in
            fresh_agency = True
        else:
            fresh_agency = False
        goal = _GOAL_WORDS.search(here) is not None
        behind = sentences[index + 1] if index + 1 < len(sentences) else None
        next_says = (
            behind is not None
            and behind.paragraph == sentence.paragraph
            and _JOB_WORDS.search(text, behind.start, behind.end) is not None
        )
        inside = behind is not None and behind.paragraph == sentence.paragraph
        next_aims = inside and behind is not None and _GOAL_WORDS.search(text, behind.start, behind.end) is not None
        near = (
            said
            or sentence.paragraph == said_in
            or (sentence.paragraph - said_in == 1 and (goal or BREAKDOWN.search(here) is not None))
            or (titled and not sentence.is_title and (goal or next_aims or _MAKES.search(here) is not None))
            or (next_says and not sentence.is_title)
        )
        if said or (near and (goal or BREAKDOWN.search(here) is not None)):
            said_in = sentence.paragraph
        if not near or index in skipped:
            continue
        first = len(found)
        governed = any(m.kind == lexicon.SUBJECT and m.value.role == "top" for m in sentence.mentions) or any(
            g.role == "top" for g in scene.groups(index, sentence)
        )
        if governed:
            agency_in = -9
        elif sentence.paragraph == agency_in and (
            not fresh_agency or _AGENCY_SPEAKS.match(text, sentence.start, sentence.end)
        ):
            continue
        goes_on = False
        breaks = False
        for at, mention in enumerate(sentence.mentions):
            if mention.kind != lexicon.NUMBER:
                continue
            amount: Amount = mention.value
            if amount.unit not in (JOBS, PERSONS, PERCENT, BARE):
                breaks = True
                continue
            before, after = _context(text, sentence, at)
            percent = amount.unit == PERCENT
            if not percent and not counts_jobs(amount, before, after, here, goes_on):
                breaks = True
                if amount.unit == JOBS and not said:
                    del found[first:]  # the sentence counts something else: '기업 42개를 유치해 목표 40개를 넘겼다'
                    break
                continue
            if not percent and (_is_of_company(text, sentence, mention) or _in_a_name(text, sentence, mention)):
                breaks = True
                continue
            people = amount.unit == PERSONS and counts_people(before, after)
            found.append(
                _Token(
                    mention,
                    at,
                    index,
                    sentence,
                    before,
                    after,
                    percent,
                    people,
                    percent and _bound_elsewhere(text, sentence, at),
                    said,
                    breaks,
                )
            )
            breaks = False
            goes_on = goes_on or not percent
    for token, previous in zip(found, [None, *found], strict=False):
        since = previous.mention.end if previous is not None and previous.index == token.index else token.sentence.start
        token.lead = text[max(since, token.mention.start - 70) : token.mention.start]
    return found[:_MOST_NUMBERS]


def _is_of_company(text: str, sentence: Sentence, mention: Mention) -> bool:
    """Jobs that a company or an agency makes are no target of the municipality."""
    before = text[sentence.start : mention.start]
    around = text[max(sentence.start, mention.start - 30) : min(mention.end + 34, sentence.end)]
    companies = [sentence.start + m.start() for m in _COMPANY.finditer(before)]
    if companies and not any(
        s.kind == lexicon.SUBJECT and s.value.role == "top" and s.start > companies[-1] for s in sentence.mentions
    ):
        return True
    if _OF_COMPANY.search(text, sentence.start, sentence.end) and not any(
        s.kind == lexicon.SUBJECT and s.value.role == "top" for s in sentence.mentions
    ):
        return True
    return _PROMISED.search(around) is not None


def _in_a_name(text: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether a number stands in the quoted name of a programme."""
    before = text[max(sentence.start, mention.start - 14) : mention.start]
    return (
        re.search(r"[‘“'\"「『<〈《][^‘’“”'\"「」『』<>〈〉《》]*$", before) is not None
        and _PROGRAMME_BEHIND.match(text, mention.end, sentence.end) is not None
    )


def _year_told(text: str, token: _Token) -> int | None:
    """The year right before a number, if its own sentence says one there."""
    time = _time_of(text, token)
    if time is None or not time.value.years or time.start > token.mention.start or time.value.is_range:
        return None
    return time.value.years[-1]


def _prove(text: str, tokens: list[_Token]) -> None:
    """Gives roles to the numbers that prove each other."""
    numbers = [
        Number(
            i,
            t.mention.value.value,
            t.is_percent,
            t.mention.value.is_rounded,
            "." in text[t.mention.start : t.mention.end],
            t.mention.start,
            t.mention.end,
            text[t.mention.end : t.mention.end + 16],
            text[max(t.sentence.start, t.mention.start - 16) : t.mention.start],
            t.index,
            _year_told(text, t),
        )
        for i, t in enumerate(tokens)
        if not t.bound_elsewhere and not t.sentence.is_title and not NOT_JOB_GOAL.search(t.before[-12:])
    ]
    for n, proof in enumerate(find_proofs(text, numbers)):
        for place, role in ((proof.target, TARGET), (proof.actual, ACTUAL), (proof.rate, RATE), (proof.excess, EXCESS)):
            if place is not None:
                tokens[place].role, tokens[place].rule, tokens[place].proof = role, "proof", n


def _give_roles(text: str, tokens: list[_Token]) -> None:
    """Gives roles to the other numbers, by the words around them."""
    last: str | None = None
    goal_paragraph = -9
    pair_order: str | None = None
    index = -1
    for token in tokens:
        sentence, mention = token.sentence, token.mention
        here = text[sentence.start : sentence.end]
        if token.index != index:
            index, last = token.index, None
            header = re.search(r"(?:실적|창출|결과)\s?\(\s?목표|목표\s?\(\s?(?:실적|창출)", here)
            if header:
                pair_order = "goal_in" if header.group().endswith("목표") else "result_in"
        elif token.breaks:
            last = None
        if token.role is None:
            if token.is_percent:
                has_goal = goal_paragraph == sentence.paragraph or (
                    last in (TARGET, ACTUAL) and goal_paragraph >= sentence.paragraph - 3
                )
                if last == EXCESS and token.rule != "proof" and _BURDEN.search(token.after):
                    continue  # '40만 개가 더 나와야 하는데 애초 몫의 126.7%에 해당하는 부담'
                if mention.value.value >= 50 and "년" in here and _is_list_of_rates(text, sentence):
                    token.role, token.rule = RATE, "list_of_rates"
                    last = RATE
                    continue
                if is_rate(
                    mention.value.value, token.before, token.after, here, last, has_goal, token.bound_elsewhere
                ) and (
                    token.jobs_said or _about_the_goal(here) or (last == ACTUAL and token.before.strip() in ("(", "（"))
                ):
                    if not token.jobs_said and _ABOUT_PEOPLE.search(here):
                        continue
                    if (
                        token.proof is None
                        and last is None
                        and _counts_others(sentence)
                        and not _JOBS_GOAL.search(here)
                    ):
                        continue
                    token.role = RATE
                    token.rule = (
                        "true_excess"
                        if TRUE_EXCESS.match(token.after)
                        and not re.match(r"\s?(?:를|을)?\s?초과\s?달성", token.after)
                        and mention.value.value < 50
                        else "rate"
                    )
                    if re.match(r"\s?(?:를|을)?\s?초과\s?달성", token.after) and mention.value.value < 50:
                        token.rule = "true_excess"
            else:
                bracket = re.search(r"[(（]\s?(?:목표|계획|당초\s?목표|목표치)?\s?$", token.before)
                if pair_order and bracket and len(token.before) <= 3 and last in (ACTUAL, TARGET):
                    token.role, token.rule = (TARGET if pair_order == "goal_in" else ACTUAL), "pair_in_brackets"
                elif pair_order and re.match(r"\s?[(（]\s?$", token.after):
                    token.role, token.rule = (ACTUAL if pair_order == "goal_in" else TARGET), "pair_before_brackets"
                else:
                    decided = _by_words(text, token, last)
                    if decided is not None:
                        token.role, token.rule = decided
        if token.role == TARGET or _GOAL_WORDS.search(here):
            goal_paragraph = sentence.paragraph
        last = token.role


_RATES_BY_YEAR = re.compile(r"[^0-9]{0,6}(?:(?:19|20)?[0-9]{2}년[^0-9]{1,4}[0-9.]+%[^0-9]{0,9}){2,}[^0-9]*")
_CHANGES = re.compile(r"늘|증가|상승|감소|줄|올랐|고용률|취업률|예산|집행")


def _is_list_of_rates(text: str, sentence: Sentence) -> bool:
    """'일자리 목표를 내리 넘겼다. 2021년 106%, 2022년 111%다.': rates behind a sentence that told what they are."""
    if not _RATES_BY_YEAR.fullmatch(text, sentence.start, sentence.end):
        return False
    lead = text[max(0, sentence.start - 160) : sentence.start]
    lead = lead[lead.rfind("\n\n") + 1 :]
    return (
        _JOBS_GOAL.search(lead) is not None
        and re.search(r"[0-9]%", lead) is None
        and _CHANGES.search(text, sentence.start, sentence.end) is None
        and _CHANGES.search(lead[-60:]) is None
    )


_BURDEN = re.compile(r"\s?(?:에|로)?\s?(?:해당하는\s|이르는\s|달하는\s)?(?:부담|숙제|짐|과제)")


def _counts_others(sentence: Sentence) -> bool:
    """Whether a sentence counts firms, cases or places beside the percentage, so that its goal may be one of those."""
    return any(m.kind == lexicon.NUMBER and m.value.unit in (COUNTED, PERSONS) for m in sentence.mentions)


def _about_the_goal(here: str) -> bool:
    """A rate in a sentence that does not say 일자리 speaks of the goal, or it is none."""
    return _GOAL_WORDS.search(here) is not None or re.search(r"비율로|[0-9]%(?:다|로|를|입니다|에)", here) is not None


def _by_words(text: str, token: _Token, last: str | None) -> tuple[str, str] | None:
    sentence, mention = token.sentence, token.mention
    if (
        last in (TARGET, ACTUAL)
        and not token.breaks
        and _LIST_GOES_ON.fullmatch(token.before)
        and _LIST_ITEM.match(token.after)
    ):
        return last, "list_goes_on"
    if last == TARGET and not token.breaks and _WITH_THAT_GOAL.match(token.before):
        return ACTUAL, "with_that_goal"
    following = next((m for m in sentence.mentions[token.at + 1 :] if m.kind == lexicon.NUMBER), None)
    time = _time_of(text, token)
    if sentence.is_list:
        # '2023년 / 2만 9021개' below a sentence that speaks of the plan
        lead = text[max(0, sentence.start - 160) : sentence.start]
        if not re.search(r"목표|실적|결과|창출|계획", token.before) and re.fullmatch(r"[^0-9]*", token.after[:4] or ""):
            return (
                (TARGET, "listed")
                if re.search(r"목표|계획|쪼갠|만들겠", lead) and not re.search(r"실적", lead[-40:])
                else (ACTUAL, "listed")
            )
    return role_of(
        text,
        mention.start,
        mention.end,
        sentence.start,
        sentence.end,
        token.before,
        token.after,
        following.value.unit if following else None,
        following.value.value if following else 0.0,
        following.start - mention.end if following else 999,
        time.start if time else None,
        sentence.is_title,
    )


#: the goal is named as one of jobs: '일자리 창출 목표', '지난해 일자리 실적'
_JOBS_GOAL = re.compile(
    r"(?:일자리|공시제)(?:\s?(?:창출|수|공시|지원|늘리기|만들기|대책|사업|성과|농사|정책))*(?:은|는|의|을|를)?\s?(?:지난해\s|올해\s|연간\s|한\s해\s|[0-9]{4}년\s)?(?:목표|계획|실적|달성률|달성율)"
)
_ABOUT_PEOPLE = re.compile(r"채용|취업|참여|모집|수료|뽑|구인|면접")
#: '4,000개를 목표로 4,360개를 창출'
_WITH_THAT_GOAL = re.compile(
    r"(?:의\s(?:새\s)?일자리)?\s?(?:를|을)?\s?(?:창출을\s|창출\s)?목표로\s(?:했으나|했지만|했는데|잡았으나|잡고|삼아|삼고|내걸고|세워|뛰어|달려|출발해|시작해)?\s?(?:[가-힣]+\s){0,2}$"
)
_LIST_GOES_ON = re.compile(r"\s?[,·]?\s?[▲△○●▶▷■□◆◇-]?\s?(?:19|20)[0-9]{2}년(?:도)?(?:에)?(?:은|는|엔)?\s?")
_LIST_ITEM = re.compile(r"\s?[,▲△○●▶▷■□◆◇·]|\s?(?:이다|다|였다|로|으로|입니다|순)|$")


# -- years -----------------------------------------------------------------------------------------------------------------------

_EDITION_BEHIND = re.compile(
    r"\s?(?:제\s?[0-9]+회\s)?[‘“'\"「『]?\s?(?:고용노동부\s)?(?:전국|지방자치단체|지자체|대한민국|일자리\s?대상|지역\s?일자리\s?(?:정책\s)?(?:한마당|경진|목표\s?공시제\s?(?:부문|평가|우수|최우수|대상)))"
)
_OTHER_EVENT = re.compile(r"\s?(?:[0-9]{1,2}월\s?)?(?:[0-9]{1,2}일\s?)?[^.]{0,4}(?:세운|수립한|문을|출범|도입|개청)")
_UP_TO = re.compile(r"\s?(?:[0-9]{1,2}월\s?)?(?:말\s?)?(?:까지|들어)")
_MONTH = re.compile(
    r"(?<![0-9])(?P<m>1?[0-9])월\s?(?:말\s?)?(?:현재|까지|기준|말)|[상하]반기|[1-4]\s?분기|연말|올\s?들어"
)


def _times(text: str, sentence: Sentence) -> list[Mention]:
    """The years of a sentence that a number can be of: no editions of an award, no comparisons."""
    return [
        m
        for m in sentence.mentions
        if m.kind == lexicon.TIME
        and m.value.role == "year"
        and (m.value.years or m.value.offset is not None)
        and not _EDITION_BEHIND.match(text, m.end)
        and not _OTHER_EVENT.match(text, m.end)
    ]


def _time_of(text: str, token: _Token) -> Mention | None:
    """The year that stands nearest before a number in its sentence, else the only one behind it."""
    sentence, mention = token.sentence, token.mention
    times = _times(text, sentence)
    before = [t for t in times if t.end <= mention.start]
    if token.rule == "set_anew":
        # '올해 목표를 지난해 실적보다 많은 N개로 잡았다': the year of the target, not of what it is compared with
        goals = [m.start() for m in re.finditer(r"목표|계획", text[sentence.start : mention.start])]
        near = [t for t in before if goals and t.end <= sentence.start + goals[-1]]
        if near:
            return near[-1]
    if before:
        return before[-1]
    behind = [t for t in times if t.start >= mention.end]
    if (
        len(times) == 1
        and behind
        and not re.search(r"(?:다며|다고|으며|지만|는데|했고|였고|[.])\s", text[mention.end : behind[0].start])
    ):
        return behind[0]
    return None


# -- records ---------------------------------------------------------------------------------------------------------------------


def read_targets(text: str, sentences: list[Sentence], scene: Scene) -> list[Figures]:
    """The targets and results of an article, merged; in the order of the text, the title's own last."""
    rows = read_tables(text, sentences)
    tokens = _collect(text, sentences, scene, {r.index for r in rows})
    if not tokens and not rows:
        return []
    _prove(text, tokens)
    _give_roles(text, tokens)
    records = _assemble(text, sentences, scene, tokens)
    for row in rows:
        who = scene.carried(row.index)
        if who is not None:
            sentence = sentences[row.index]
            records.append(
                Figures(
                    who,
                    row.year,
                    None,
                    row.label or TOTAL,
                    row.index,
                    sentence.paragraph,
                    sentence.start,
                    sentence.end,
                    "table",
                    row.target,
                    row.actual,
                    row.pct,
                    has_own_year=row.year is not None,
                    when=row.when,
                    what=row.cells,
                )
            )
    body = _merge([r for r in records if not r.is_title])
    for figure in (r for r in records if r.is_title):
        twin = next((f for f in body if _repeats(figure, f)), None)
        if twin is None and any(_is_difference(figure, f) for f in body):
            continue
        if twin is None:
            figure.reasons.append("only in the title")
            body.append(figure)
        elif twin.pct is None and figure.pct is not None and (figure.actual or figure.target):
            twin.pct = figure.pct
            twin.reasons.append("rate from the title")
            _find_what_the_rate_says(twin, tokens)
    _take_rates_of_title(text, sentences, tokens, body)
    return [f for f in (_settle(f) for f in _merge(body)) if f is not None]


_JUDGED = re.compile(
    r"((?:19|20)[0-9]{2})\s?년(?:도)?(?:에)?(?:\s?한\s?해)?(?:의|\s동안의?)?\s(?:[가-힣]+\s){0,4}?(?:추진\s?)?(?:추진한|실적|성과|성적|편)"
)
_AS_OF = re.compile(r"(?:실적|성과|기준|결과|수치|얘기|이야기)(?:이다|다\.|이며|입니다)")


def _follow_years(text: str, sentence: Sentence, years: _Years, records: list[Figures]) -> None:
    """Notes the years of a sentence for the numbers behind it."""
    here = text[sentence.start : sentence.end]
    if sentence.paragraph != years.paragraph:
        years.paragraph, years.year, years.when = sentence.paragraph, None, None
    times = _times(text, sentence)
    for time in times:
        if time.value.is_range:
            years.range, years.range_when, years.range_paragraph = (
                time.value,
                Span(time.start, time.end),
                sentence.paragraph,
            )
        elif time.value.years:
            years.year, years.when = time.value.years[-1], Span(time.start, time.end)
            if sentence.is_title and len(times) == 1 and re.search(r"일자리|목표|실적|성적", here):
                years.title = time.value.years[-1]
    judged = _JUDGED.search(text, sentence.start, sentence.end)
    if judged and re.search(r"평가|심사|일자리\s?대상|공시제", here):
        years.judged = int(judged.group(1))
    if (
        _AS_OF.search(here)
        and records
        and times
        and times[-1].value.years
        and records[-1].year is None
        and not any(m.kind == lexicon.NUMBER and m.value.unit in (JOBS, PERCENT) for m in sentence.mentions)
    ):
        records[-1].year, records[-1].when = times[-1].value.years[-1], Span(times[-1].start, times[-1].end)
        records[-1].reasons.append("year from the sentence behind")


def _assemble(text: str, sentences: list[Sentence], scene: Scene, tokens: list[_Token]) -> list[Figures]:
    """Puts the numbers together, in order of the text."""
    records: list[Figures] = []
    years = _Years()
    proved: dict[int, Figures] = {}
    current: Figures | None = None
    by_sentence: dict[int, list[_Token]] = {}
    for token in tokens:
        by_sentence.setdefault(token.index, []).append(token)
    breakdown_paragraph = -9
    for index, sentence in enumerate(sentences):
        here = text[sentence.start : sentence.end]
        fresh = len(records)
        if BREAKDOWN.search(here):
            breakdown_paragraph = sentence.paragraph
        last: str | None = None
        for token in by_sentence.get(index, []):
            if token.breaks:
                last = None
            if token.role in (None, EXCESS, OLD):
                last = token.role
                continue
            who = _who(text, index, token, scene)
            if who is None:
                continue
            scope = _scope(text, token, current, records, breakdown_paragraph == sentence.paragraph, last)
            time = _time_of(text, token)
            year, period_end, own, cumulative = _period(text, token, time, scene)
            record = proved.get(token.proof) if token.proof is not None else None
            if record is None and (
                token.proof is not None
                or current is None
                or not _fits(text, current, token, who, scope, year, own, cumulative, index, last)
            ):
                record = Figures(
                    who,
                    year,
                    period_end,
                    scope,
                    index,
                    sentence.paragraph,
                    token.mention.start,
                    token.mention.end,
                    token.rule,
                    has_own_year=own,
                    is_title=sentence.is_title,
                )
                record.when = Span(time.start, time.end) if time is not None and own else None
                records.append(record)
            elif record is None:
                record = current
            assert record is not None
            if token.proof is not None:
                proved[token.proof] = record
            _add(record, token, year, period_end, own, cumulative, time, scope)
            current = record
            last = token.role
        _follow_years(text, sentence, years, records)
        for record in records[fresh:]:
            _lend_year(text, record, sentence, years, scene)
            if (
                record.scope == TOTAL
                and record.year is not None
                and record.period_end is None
                and (record.actual is not None or record.pct is not None)
                and not record.is_title
            ):
                years.last_result = record.year, record.when
            if record.of_people and record.scope == TOTAL:
                record.scope = "인원"
    single: dict[int, Mention] = {}
    ranges: dict[int, Mention] = {}
    for sentence in sentences:
        for time in _times(text, sentence):
            if time.value.years:
                (ranges if time.value.is_range else single).setdefault(sentence.paragraph, time)
    for record in records:
        if record.year is not None or record.target is None or record.is_title:
            continue
        time = ranges.get(record.paragraph)
        if time is None and re.search(r"임기|민선", text[record.start : record.end]):
            time = next(iter(ranges.values()), None)  # the term whose years stand further up
        if time is not None and re.search(r"임기|민선|[0-9]년", text[max(0, time.start - 16) : time.end + 16]):
            record.year, record.period_end = time.value.years[0], time.value.years[-1]
            record.is_term = record.is_optional = False
            record.when = Span(time.start, time.end)
            record.reasons = ["year from the sentence behind"]
    for record in records:
        if (
            record.year is None
            and not record.is_term
            and not record.is_title
            and not record.has_own_year
            and record.paragraph in single
        ):
            time = single[record.paragraph]
            record.year, record.when = time.value.years[-1], Span(time.start, time.end)
            record.reasons.append("year from the sentence behind")
    for record in records:
        if (
            record.year is None
            and not record.is_term
            and not record.period_end
            and (record.actual is not None or record.pct is not None)
            and years.judged is not None
        ):
            record.year = years.judged
            record.reasons.append("year of the results that the award judges")
        elif record.year is None and not record.is_term and not record.is_title and years.title is not None:
            record.year = years.title
            record.reasons.append("year of the title")
    return records


def _scope(
    text: str, token: _Token, current: Figures | None, records: list[Figures], breakdown: bool, last: str | None
) -> str:
    """The part that a number counts: said beside it, else that of the number it goes on from."""
    before = token.before
    if (
        token.role == TARGET
        and last is not None
        and token.rule in ("goal_in_brackets", "pair_in_brackets", "base_of_rate")
        and current is not None
    ):
        return current.scope
    scope = scope_of(token.lead, token.after)
    if scope is not None:
        return scope
    if is_sum(before):
        return TOTAL
    if current is not None and current.sentence == token.index and current.what and _continues(text, current, token):
        return current.scope
    if (
        current is not None
        and not token.jobs_said
        and current.paragraph == token.sentence.paragraph
        and current.scope != TOTAL
        and not token.sentence.is_list
    ):
        return current.scope  # '노인일자리 N개를 만들었다. 올해는 M개를 만든다'
    if (
        breakdown
        and token.role == ACTUAL
        and records
        and records[-1].actual is not None
        and token.rule in ("stated", "plain", "done")
        and not re.search(r"목표|계획", before)
    ):
        return last_words(before)
    return TOTAL


def _continues(text: str, current: Figures, token: _Token) -> bool:
    between = text[current.what[-1].end : token.mention.start]
    return (
        len(between) <= 44
        and not re.search(r"[,;△▲]\s?[가-힣A-Za-z‘“'\"·\s]{2,20}(?:은|는|이|가)\s", between)
        and not re.search(r"(?:고|며|으며|지만|는데),?\s[가-힣\s]{1,12}(?:은|는|이|가)\s", between)
    )


def _period(text: str, token: _Token, time: Mention | None, scene: Scene) -> tuple[int | None, int | None, bool, bool]:
    """`(year, period_end, is it said, is it a sum up to then)` of a number."""
    if time is None:
        here = text[token.sentence.start : token.mention.start]
        month = _MONTH.search(here)
        if month and scene.published is not None and token.role != TARGET:
            m = month.group("m")
            return (
                (scene.published.year if not m or int(m) <= scene.published.month else scene.published.year - 1),
                None,
                True,
                False,
            )
        return None, None, False, False
    value: Time = time.value
    if not value.years:
        return None, None, True, False
    if value.is_range:
        return value.years[0], value.years[-1], True, False
    up_to = _UP_TO.match(text, time.end) is not None and token.role == ACTUAL
    return value.years[-1], None, True, up_to


def _fits(
    text: str,
    current: Figures,
    token: _Token,
    who: Who,
    scope: str,
    year: int | None,
    own: bool,
    cumulative: bool,
    index: int,
    last: str | None,
) -> bool:
    """Whether a number goes into the record that is open."""
    if token.sentence.is_title != current.is_title or who.municipality is not current.who.municipality:
        return False
    amount: Amount = token.mention.value
    if token.role == RATE:
        if current.pct is not None:
            return False
    else:
        value = round(amount.value)
        held = current.target if token.role == TARGET else current.actual
        if (
            held is not None
            and held != value
            and not (_close(held, value) and (current.is_rounded or amount.is_rounded))
        ):
            return False
    if index != current.sentence:
        near = token.sentence.paragraph == current.paragraph and index - current.sentence <= 3
        alone = (
            token.role == RATE
            and token.sentence.paragraph - current.paragraph == 1
            and current.target is not None
            and current.actual is not None
        )
        if not near and not alone:
            return False
        if token.sentence.is_list and year is not None and own and current.has_own_year and year != current.year:
            return False
        if (
            token.role == TARGET
            and current.actual is not None
            and token.rule in ("yet_to_come", "to_be_made", "set_anew", "listed")
            and not (own and year == current.year)
        ):
            return False
        if (
            token.role == TARGET
            and current.pct is not None
            and current.actual is not None
            and own
            and year != current.year
        ):
            return False
    if scope != current.scope and not (
        token.role == RATE
        and scope == TOTAL
        and index == current.sentence
        and not re.search(r"전체|모두|총", token.before)
    ):
        return False
    if (
        own
        and token.role == TARGET
        and current.period_end is not None
        and index != current.sentence
        and _time_of(text, token) is not None
        and not _time_of(text, token).value.is_range  # type: ignore[union-attr]
    ):
        return False  # the share of one year of a plan
    if own and current.has_own_year and year != current.year:
        term = current.period_end is not None and (
            cumulative
            or (
                token.role != TARGET
                and year is not None
                and current.year is not None
                and current.year <= year <= current.period_end
            )
        )
        return term and current.actual is None
    if current.period_end is not None and index != current.sentence and not own:
        return token.role != TARGET and _so_far(text, token)
    return True


def _so_far(text: str, token: _Token) -> bool:
    return (
        re.search(r"까지|들어|지금|현재|누적|쌓|그동안|이미|[0-9]%", text[token.sentence.start : token.sentence.end])
        is not None
    )


def _add(
    record: Figures,
    token: _Token,
    year: int | None,
    period_end: int | None,
    own: bool,
    cumulative: bool,
    time: Mention | None,
    scope: str,
) -> None:
    amount: Amount = token.mention.value
    if own and not record.has_own_year and not (record.period_end and not period_end):
        record.year, record.period_end, record.has_own_year = year, period_end, True
        record.when = Span(time.start, time.end) if time is not None else None
    elif own and period_end and not record.period_end and (record.is_cumulative or record.year is None):
        record.year, record.period_end = year, period_end
        record.when = Span(time.start, time.end) if time is not None else None
    record.is_cumulative = record.is_cumulative or cumulative
    if record.scope == TOTAL and scope != TOTAL and token.proof is not None and token.role != RATE:
        record.scope = scope
    if token.role == RATE:
        record.pct = float(amount.value)
        if token.rule == "true_excess":
            record.is_optional = True
            record.reasons.append("an excess over the target, not a rate of it")
    else:
        value = round(amount.value)
        if token.role == TARGET:
            if record.target is None or not amount.is_rounded:
                record.target = value
            record.target_rule = token.rule
        elif record.actual is None or not amount.is_rounded:
            record.actual = value
        record.is_rounded = amount.is_rounded
    record.start, record.end = min(record.start, token.mention.start), max(record.end, token.mention.end)
    record.what.append(Span(token.mention.start, token.mention.end))
    record.of_people = record.of_people or token.is_people


def _lend_year(text: str, record: Figures, sentence: Sentence, years: _Years, scene: Scene) -> None:
    """A number without a year in its sentence: that of its paragraph, or of the result told before; a term has none of its own."""
    if record.has_own_year:
        return
    here = text[sentence.start : sentence.end]
    term = next((m for m in sentence.mentions if m.kind == lexicon.TIME and m.value.role == "term"), None)
    plan = record.target is not None and record.actual is None and record.pct is None
    if (
        plan
        and years.range is not None
        and sentence.paragraph == years.range_paragraph
        and (term is not None or re.search(r"[0-9]년\s?(?:간|동안)|임기|종합계획", here))
    ):
        record.year, record.period_end, record.when = years.range.years[0], years.range.years[-1], years.range_when
        record.reasons.append("year from the sentence before")
        return
    if (
        plan
        and years.range_paragraph != sentence.paragraph
        and re.search(r"(?:[0-9]|한|두|세|네)\s?(?:년|해)\s?(?:동안|간)(?!\s?연속)", here)
        and not record.has_own_year
    ):
        term = term or next(iter(sentence.mentions), None)  # a plan for years that are not named
    if term is not None and plan:
        record.is_term = True
        record.reasons.append("a term whose years the text does not give")
        record.is_optional = True
        return
    if term is not None and re.search(r"들어|까지|동안", here):
        record.is_cumulative = True
    if sentence.is_title:
        return
    if years.year is not None and sentence.paragraph == years.paragraph:
        record.year, record.when = years.year, years.when
        record.reasons.append("year from the sentence before")
    elif years.last_result is not None and not plan:
        record.year, record.when = years.last_result
        record.reasons.append("year of the result told before")


def _who(text: str, index: int, token: _Token, scene: Scene) -> Who | None:
    """Whose jobs: the nearest subject before the number in its sentence, else the subject carried from before."""
    sentence, mention = token.sentence, token.mention
    if sentence.is_title and scene.main is not None:
        return scene.main
    best: Who | None = None
    for group in scene.groups(index, sentence):
        if group.start > mention.start:
            break
        if len(group.members) != 1 or (group.is_bare and group.role not in ("top", "gen", "end")):
            continue
        beside = (
            group.role == "end"
            and re.match(r"\s?(?:[(（]|일자리|[0-9:]|의\s|지난해|올해)", text[group.end : group.end + 4]) is not None
        )
        if group.role in ("top", "gen") or beside or (sentence.is_title and group.role in ("end", "mod")):
            best = group.members[0]
    for other in sentence.mentions:
        if other.kind == lexicon.SUBJECT and other.start < mention.start and other.value.role in ("top", "gen"):
            who = scene.meant(index, other)
            if who is not None and (best is None or other.start > best.start):
                best = who
    return best or scene.carried(index)


# -- putting together ------------------------------------------------------------------------------------------------------------


def _close(a: int, b: int) -> bool:
    return abs(a - b) <= 0.06 * max(a, b)


def _absorb(a: Figures, b: Figures) -> None:
    for slot in ("target", "actual"):
        mine, other = getattr(a, slot), getattr(b, slot)
        if other is not None and (mine is None or (a.is_rounded and not b.is_rounded)):
            setattr(a, slot, other)
    if b.actual is not None or b.target is not None:
        a.is_rounded = a.is_rounded and b.is_rounded
    a.pct = a.pct if a.pct is not None else b.pct
    if a.year is None or (b.period_end and not a.period_end):
        a.year, a.when, a.has_own_year, a.period_end = b.year, b.when, b.has_own_year, b.period_end
    if abs(b.start - a.end) <= 200 or abs(a.start - b.end) <= 200:
        a.start, a.end = min(a.start, b.start), max(a.end, b.end)
    a.what.extend(b.what)
    a.of_people = a.of_people or b.of_people
    a.is_optional = a.is_optional and b.is_optional if a.is_term else a.is_optional or b.is_optional
    a.reasons = list(dict.fromkeys([*a.reasons, *b.reasons]))


def _merge(figures: list[Figures]) -> list[Figures]:
    """One row for each goal: the same numbers said twice, rounded and exact, or in parts, become one."""
    kept: list[Figures] = []
    for figure in figures:
        twin = next((k for k in kept if _same_goal(k, figure)), None)
        if twin is None:
            kept.append(figure)
        else:
            _absorb(twin, figure)
    return kept


def _same_goal(a: Figures, b: Figures) -> bool:
    if a.who.municipality is not b.who.municipality or a.scope != b.scope:
        return False
    pairs = [(a.target, b.target), (a.actual, b.actual)]
    clash = any(x is not None and y is not None and not _close(x, y) for x, y in pairs)
    if clash or (a.pct is not None and b.pct is not None and abs(a.pct - b.pct) > 0.6):
        return False
    if a.period_end != b.period_end:
        plan, result = (a, b) if a.period_end else (b, a)
        # what was reached so far of a plan for several years
        return (
            result.is_cumulative
            and plan.actual is None
            and plan.target is not None
            and result.target is None
            and (result.year is None or plan.year is None or plan.year <= result.year <= (plan.period_end or 0))
        )
    if a.year != b.year and not (a.year is None or b.year is None):
        return False
    same = any(x is not None and y is not None and _close(x, y) for x, y in pairs) or (
        a.pct is not None and a.pct == b.pct
    )
    if same:
        return True
    # numbers that complete each other, in the same year, where the arithmetic does not speak against it
    if a.year is None or a.year != b.year or a.scope != TOTAL:
        return False
    target, actual, pct = a.target or b.target, a.actual or b.actual, a.pct or b.pct
    if target and actual and pct:
        return abs(actual / target * 100 - pct) <= max(1.0, 0.02 * pct)
    if target and actual:
        return 0.5 <= actual / target <= 4
    return True


def _is_difference(title: Figures, body: Figures) -> bool:
    """'목표 1천여 개 웃돌며' in a title, where the result was 1,062 more than the target."""
    number = title.target or title.actual
    if title.who.municipality is not body.who.municipality or not number or not body.target or not body.actual:
        return False
    return title.pct is None and _close(number, abs(body.actual - body.target))


def _take_rates_of_title(text: str, sentences: list[Sentence], tokens: list[_Token], body: list[Figures]) -> None:
    """'4년간 70만 개 약속, 절반 지나 41.7%': a bare rate of the title counts where the numbers of the article bear it out."""
    for sentence in sentences:
        if not sentence.is_title or not _GOAL_WORDS.search(text, sentence.start, sentence.end):
            continue
        for mention in sentence.mentions:
            if mention.kind != lexicon.NUMBER or mention.value.unit != PERCENT or not mention.value.value % 1:
                continue
            for figure in body:
                if figure.pct is None and figure.target and figure.actual is None:
                    figure.pct = mention.value.value
                    _find_what_the_rate_says(figure, tokens)
                    if figure.actual is not None:
                        figure.reasons.append("rate from the title")
                        break
                    figure.pct = None


def _find_what_the_rate_says(figure: Figures, tokens: list[_Token]) -> None:
    """A title's rate of a plan: the number of the article that is just that part of it is what was reached."""
    if figure.actual is not None or not figure.target or figure.pct is None:
        return
    for token in tokens:
        amount: Amount = token.mention.value
        if token.is_percent or token.sentence.is_title or amount.value == figure.target:
            continue
        if abs(amount.value / figure.target * 100 - figure.pct) <= (0.06 if figure.pct % 1 else 0.6):
            figure.actual = round(amount.value)
            figure.what.append(Span(token.mention.start, token.mention.end))
            return


def _repeats(title: Figures, body: Figures) -> bool:
    if title.who.municipality is not body.who.municipality:
        return False
    values = [v for v in (body.target, body.actual) if v]
    mine = [v for v in (title.target, title.actual) if v]
    if any(_close(x, y) for x in mine for y in values):
        return True
    if title.pct is not None and body.pct is not None and abs(title.pct - body.pct) <= 1:
        return True
    return not mine and title.pct is None


def _settle(figure: Figures) -> Figures | None:
    """What is not a row, and what is one that a careful reader may leave out."""
    if figure.target is None and figure.actual is None and figure.pct is None:
        return None
    if figure.target is None and figure.pct is None:
        figure.is_optional = True
        figure.reasons.append("a result without target or rate")
        if figure.of_people or (figure.scope != TOTAL and figure.actual is not None and figure.actual < 50):
            return None
    if figure.of_people:
        figure.is_optional = True
        figure.reasons.append("counts people, not jobs")
    if SPLIT.match(figure.scope):
        figure.is_optional = True
        figure.reasons.append("a part of a plan")
    return figure
