"""Job targets and results: which number is the target, which the result, which percentage the rate between them.

Every number of jobs in a sentence is given a role by the words on both sides of it (`ROLES`, first rule that fits). Then the numbers that
speak of the same thing (same municipality, year, scope) are put together, also over neighbouring sentences.
"""

import re
from dataclasses import dataclass, field

from extract.claims import lexicon
from extract.claims.model import Mention, Sentence, Span
from extract.claims.morphology import tense
from extract.claims.numbers import BARE, JOBS, PERCENT, PERSONS, Amount
from extract.claims.times import Time
from extract.claims.who import Scene, Who

TARGET, ACTUAL, EXCESS, RATE, OLD = "target", "actual", "excess", "rate", "old target"
TOTAL = "total"


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
    is_term: bool = False
    of_people: bool = False
    is_title: bool = False
    when: Span | None = None
    what: list[Span] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    year: int | None = None
    when: Span | None = None
    year_paragraph: int = -1
    goal_seen: bool = False
    goal_paragraph: int = -1  # paragraph that has told a target
    jobs_paragraph: int = -1  # paragraph that has told numbers of jobs
    breakdown: int = -1  # paragraph in which a breakdown began
    pair_order: str | None = None
    result_year: int | None = None
    last_result: tuple[int, Span | None] | None = None  # the year of the last overall result
    term: Time | None = None


# -- roles -------------------------------------------------------------------------------------------------------------------

_GOAL = r"(?:목표(?:치|량|인원|수|\s?인원|\s?일자리)?|계획(?:량|치|\s?인원)?|할당(?:량)?|배정량|공시\s?(?:목표(?:치)?|물량))"
_SET = r"(?:내건|내걸었던|내세운|내놓은|공시한|공시했던|약속한|약속했던|제시한|잡은|잡았던|세운|세웠던|정한|정했던|삼은|목표한|목표했던|계획한|계획했던|설정한|정해\s?준|정해진|배정한|배정받은|할당받은|밝힌)"
_OVER = r"(?:넘어선|넘어서는|넘은|넘는|넘긴|넘겨|넘어|웃도는|웃돈|웃돌아|초과한|초과해|초과하는|초과하여|뛰어넘은|뛰어넘는|뛰어넘어|상회하는|상회한|상회해|앞지른|앞질러|앞서는|뛰어넘고|넘어서|제치고|제친|크게\s앞선|앞선)"
_ABOUT = r"(?:총|모두|약|무려|전체|합계|역대\s?최대인|다\s합쳐)?\s?"

#: how a number of jobs gets its role: the first rule whose patterns fit the words before it (`$` is the number) and behind it
# fmt: off
ROLES: tuple[tuple[str, str, re.Pattern[str] | None, re.Pattern[str] | None], ...] = (
    ("old_target", OLD, None, re.compile(r"\s?(?:에서|→|->|⇒)\s?$")),
    (
        "set_anew",
        TARGET,
        None,
        re.compile(
            r"\s?(?:으로|로)\s?(?:[가-힣]+\s)?(?:잡[았아기은는]|정[해했하한]|세[웠우]|설정|확정|늘려\s?잡|높여\s?잡|낮춰\s?잡|늘렸|높였|낮췄|상향|하향|올려\s?잡|줄여\s?잡|책정|늘[었어]|줄[었어]|높아졌|낮아졌)"
        ),
    ),
    (
        "to_be_made",
        TARGET,
        re.compile(
            rf"(?:만들|창출할|늘릴|제공할|마련할|공급할|지원할|채울)\s(?:새\s|지역\s)?일자리(?:\s?수)?(?:은|는|이|가)?\s{_ABOUT}$"
        ),
        None,
    ),
    (
        "more_than",
        ACTUAL,
        re.compile(
            rf"(?:보다|대비)\s(?:크게\s|훨씬\s|훌쩍\s|더\s)*(?:많은|많게|큰|높은|웃도는|늘어난|적은|모자란)\s{_ABOUT}$"
        ),
        None,
    ),
    (
        "excess",
        EXCESS,
        re.compile(r"(?:보다|대비|에\s비해|에\s견줘|목표를|목표치를|계획을|계획)\s?(?:무려\s|약\s|더\s)?$"),
        re.compile(
            r"\s?(?:이나|가량|정도|를|을|가|이)?\s?(?:더\s)?(?:많|늘|초과|증가|웃도|웃돌|적|줄|모자|부족|못\s?미|넘|상회|더|앞|밑)"
        ),
    ),
    ("over_goal", ACTUAL, re.compile(rf"{_OVER}\s{_ABOUT}$"), None),
    ("goal_in_brackets", TARGET, re.compile(rf"{_GOAL}[가-힣]{{0,2}}\s?(?:[(（]\s?{_ABOUT}|:\s?|=\s?|\s)$"), None),
    ("result_in_brackets", ACTUAL, re.compile(r"(?:실적|달성|결과|창출)\s?[:=]?\s?$"), re.compile(r"\s?[)）,]")),
    (
        "goal_is",
        TARGET,
        re.compile(
            rf"{_GOAL}(?:는|은|가|이|를|을|로|인|였던|이던|이었던|한|했던|로는)?\s(?:지난해\s|올해\s|당초\s)?(?:{_SET}\s)?{_ABOUT}[‘“'\"]?"
            rf"(?:(?:새\s|좋은\s|지역\s|신규\s|양질의\s)?일자리\s)?{_ABOUT}$|{_GOAL}인\s?$"
        ),
        re.compile(rf"(?!\s?(?:를|을)?\s?{_OVER}(?:\s[0-9만]))"),
    ),
    (
        "set_number",
        TARGET,
        re.compile(
            rf"{_SET}\s(?:새\s|지역\s|신규\s|공시\s|전체\s)?(?:일자리(?:\s수|\s창출)?|목표|물량|숫자|몫|수치|규모)?(?:[은는이가]|인)?\s?{_ABOUT}$"
        ),
        None,
    ),
    (
        "aimed_at",
        TARGET,
        None,
        re.compile(
            r"(?:의)?\s?(?:일자리\s?)?(?:를|을)?\s?(?:새\s)?(?:창출|만들기|발굴|확보|달성|제공|마련)?(?:을|를|이)?\s?"
            r"(?:목표(?!\s?(?:는|은|로\s?삼은|를\s?(?:넘|웃|초과|달성)))|계획(?=보다|\s?대비))"
        ),
    ),
    ("base_of_rate", TARGET, None, re.compile(r"\s?(?:의|대비|에\s비해|에\s견줘|기준)\s?(?:약\s|무려\s)?$")),
    ("base_of_excess", TARGET, None, re.compile(r"\s?보다\s?(?:약\s|무려\s)?$")),
    (
        "base_overtaken",
        TARGET,
        re.compile(r"(?:목표|계획|공시|약속|내건|할당)[^.]{0,20}$"),
        re.compile(
            rf"\s?(?:를|을)?\s?(?:이미\s|크게\s|훌쩍\s|조금\s|가뿐히\s|살짝\s|훨씬\s|가볍게\s)*(?:{_OVER}|넘어섰|넘었|넘겼|웃돌았|초과|뛰어넘었|상회|앞질렀)"
        ),
    ),
    (
        "base_then_result",
        TARGET,
        None,
        re.compile(rf"\s?(?:를|을)\s?(?:크게\s|훌쩍\s|조금\s|가뿐히\s|살짝\s|훨씬\s)*{_OVER}\s?{_ABOUT}$"),
    ),
    (
        "result_is",
        ACTUAL,
        re.compile(
            rf"(?:실적|결과|성과|성적표)(?:은|는|이|가|로)?\s{_ABOUT}$"
            r"|(?:만든|만들어진|늘린|늘어난|생긴|생겨난|창출한|창출된|거둔|이룬|달성한|쌓인|쌓은|마련한|마련된|제공한|일군|빚어낸|만들어\s?낸)"
            rf"\s(?:새\s|지역\s|신규\s)?일자리(?:\s?수)?(?:만)?(?:은|는|이|가|도|만)?\s{_ABOUT}$"
        ),
        None,
    ),
)
# fmt: on


def _context(text: str, sentence: Sentence, at: int) -> tuple[str, str]:
    """The words before and behind a mention, up to the numbers beside it (and no further than the sentence)."""
    mention = sentence.mentions[at]
    before = sentence.start
    for other in reversed(sentence.mentions[:at]):
        if other.kind == lexicon.NUMBER:
            before = other.end
            break
    after = sentence.end
    for other in sentence.mentions[at + 1 :]:
        if other.kind == lexicon.NUMBER:
            after = other.start
            break
    return text[max(before, mention.start - 44) : mention.start], text[mention.end : min(after, mention.end + 40)]


_PEOPLE_AFTER = re.compile(
    r"\s?(?:이|가|을|를|은|는|으로|의|에게|에\s)?\s?(?:새로\s|더\s)?(?:[가-힣]+(?:에|로|에서)\s)?(?:참여|채용|취업|수료|모집|선발|뽑|가입|상담|교육|훈련|이용|방문|신청|배출|찾|몰려|일자리를\s?(?:얻|찾)|고용됐|일하|근무|늘었|줄었|불어|혜택)"
)
_PEOPLE_BEFORE = re.compile(
    r"(?:취업자|취업자\s?수|실업자|근로자|노동자|종사자|가입자|참여자|참가자|수료생|교육생|훈련생|구직자|인구|주민|시민|군민|도민|회원|직원|공무원|학생|졸업생|상용직|재직자|채용|모집|인원|사람|인력|대상자|관계자|청년층|방문객|관광객|구인|신규\s?채용|정원)(?:은|는|이|가|도|만|을|를|수는|수가)?\s?(?:모두|총|약)?\s?$"
)
_PEOPLE_JOBS_BEFORE = re.compile(
    r"(?:일자리|고용)(?:\s?(?:창출|수|지원|제공|목표|실적|규모|사업))*(?:은|는|이|가|를|을|로|만|도)?\s?(?:지난해\s|올해\s)?(?:모두\s|총\s|약\s|목표\s|목표인\s|목표치\s)?[(（]?$"
)
_PEOPLE_JOBS_AFTER = re.compile(
    r"\s?(?:의|분의|분|에게|이\s일할|이\s일할\s수\s있는)?\s?(?:새\s|신규\s|지역\s|좋은\s|양질의\s|청년\s|노인\s|공공\s)*(?:일자리|고용\s?창출|일감)(?!를\s?(?:얻|찾|잃))"
)
_COMPANY = re.compile(
    r"(?:회사|기업|업체|공장|그룹|리조트|산단|사업장|투자사|협력업체|협력사|백화점|마트|호텔|공사|공단|재단|진흥원|테크노파크|센터|대학|조합|협회|후보|업계)(?:들)?(?:은|는|이|가|에서|까지|도)\s"
)
_NOT_JOB_GOAL = re.compile(
    r"예산|집행|매출|수출액?|투자액|투자\s?유치액|모금|판매|방문객|관광객|분양|세수|징수|감축|가입|공약|납부|회수|배출량|식재|보급|설치|건립|공급량|주택|충전"
)
_NOT_PERCENT = re.compile(
    r"(?:고용률|실업률|취업률|집행률|이행률|만족도|만족한다|비율|비중|참가율|증가율|점유율|성장률|공정률|채용률|수료율|의무고용|예산|사업비|국비|지방비|도비|시비|평균|응답|찬성|가중치|배점|반영|비수도권|지지율|이용률|가동률|자립도|출석률|유지율)[^0-9%]{0,14}$"
)
_RATE_BEFORE = re.compile(
    rf"(?:{_GOAL}|달성률|달성율|초과\s?달성률|목표\s?달성도|대비|진도율|공시|약속)[^0-9.]{{0,16}}$"
)
_RATE_AFTER = re.compile(
    r"\s?(?:를|을|의|나|로|에|가|이상|까지|씩|라는|인)?\s?(?:초과\s?)?(?:달성|채웠|채워|채우|채운|초과|이르|이른|닿|달해|달했|달한|달하|성과|실적|그쳤|그친|머물|수준의\s?성과|기록|해당|성적|넘겼|수준|진척|이행)"
)
_CHANGE_AFTER = re.compile(
    r"\s?(?:가|나|이|씩|가량|정도)?\s?(?:늘|증가|상승|하락|감소|줄|올라|오른|올랐|높아|낮아|성장|인상|뛰|많은|많았|더\s|적은|개선|확대)"
)
_GENERIC_JOBS = re.compile(r"직\s?[·ㆍ]?\s?간접|공공\s?[·ㆍ]\s?민간|민간\s?[·ㆍ]\s?공공|공공과\s민간")

#: words that make a number of jobs a part of the whole, where they stand right before it or before its 일자리
_PART = (
    r"직접\s?일자리|직접고용|직업능력개발(?:\s?훈련)?|직업\s?훈련|고용\s?서비스|고용\s?장려금|채용\s?장려금|창업\s?지원|창업|청년층?|여성|중장년층?|신중년|장년층?|노년층?|노인|어르신|고령자|시니어|장애인|취약\s?계층|경력\s?단절|"
    r"사회적\s?경제|사회적\s?기업|마을\s?기업|협동조합|공공\s?근로|지역\s?공동체|공공\s?부문|공공|민간\s?부문|민간|기업\s?유치|투자\s?유치|민자\s?유치|산업\s?인프라|일자리\s?인프라|인프라|기반\s?(?:조성|구축)|재정\s?지원|재정|희망\s?근로|자활|"
    r"공무원|공기업|공공기관|출자[·ㆍ]?출연기관|농업|농촌|어촌|관광|문화|예술|돌봄|복지|보건|의료|상용직|정규직|계약직|기간제|비정규직|임시직|단기|서비스업|제조업|건설업|바이오|반도체|신산업|미래산업|전략산업|산업단지|디지털|환경|녹색|그린|"
    r"소상공인|자영업|외국인|다문화|경력보유|대학생|고졸|베이비부머|5060|4050|40대|50대|30대|20대|60대|일자리\s?지원|취업\s?알선|취업\s?지원|취업\s?연계|인력\s?양성|상생형|참여형|맞춤형|특화형|도심형|농촌형|인프라형"
)
_PART_BEFORE = re.compile(
    rf"(?P<label>(?:{_PART})(?:[가-힣·ㆍ\s]{{0,8}}?))\s?(?:분야|부문|일자리|사업|고용|계층|일감|자리|개발|조성)?\s?(?:일자리|창출|사업|분야|부문)?\s?(?:창출|수|목표|실적)?"
    rf"(?:은|는|이|가|도|만|로|으로|에서|에서는|에서도|의|를|을|에|:|=|로는|에는)?\s?(?:[‘“'\"]?)\s?(?:지난해\s|올해\s|[0-9]{{4}}년\s)?(?:모두\s|총\s|약\s|새\s|목표의\s?|목표\s?대비\s?|목표인\s|목표치의\s?|목표를\s|계획의\s?|당초\s목표의?\s?|목표\s|계획\s|연간계획\s?|할당량\s?|각각\s)*[(（]?$"
)
_PART_AFTER = re.compile(
    rf"\s?(?:의|짜리)?\s?(?P<label>(?:{_PART})(?:[가-힣]{{0,4}}))\s?(?:분야\s|부문\s)?(?:일자리|일감)"
)
_PROGRAMME = re.compile(
    r"(?P<label>(?:[가-힣A-Za-z0-9·]+\s){0,3}?[‘“'\"「]?[가-힣A-Za-z0-9·]{2,}(?:\s?[가-힣A-Za-z0-9·]+)?\s?(?:사업|프로젝트|패키지|장려금|거래소|프로그램|과정|인턴|사원제|[가-힣]{2,}제(?=를|로)|뉴딜|공제|알선|센터|박람회)[’”'\"」]?)\s?(?:지원사업|사업)?(?:을|를)?\s?(?:통해(?:서)?(?:는)?|으로는|로는|으로|로|에서는|에서|은|는|이|가|에는)\s?(?:[가-힣]+\s){0,3}?(?:모두\s|총\s|약\s)?$"
)
_BREAKDOWN = re.compile(
    r"(?:유형|분야|부문|계층|세부|대상|연령|산업|사업|기관|성|업종|내용|항목)\s?별(?:로는|로|\s)|이\s?(?:가운데|중)|그\s?(?:가운데|중)|구체적으로|내용을\s?보면|세부적으로|여기에는|나뉜다|나눠|구성(?:됐|된|되)|여기에\s?들어"
)
_GENERIC_LABEL = re.compile(r"^(?:지역|새|신규|좋은|양질의|전체|모든|민선|시|군|구|도|올해|지난해)$")


def _is_jobs(text: str, sentence: Sentence, at: int, before: str, after: str, goes_on: bool) -> bool:
    """Whether a number counts jobs, or people where the sentence sets a goal in people; `goes_on`: jobs were told just before it."""
    mention = sentence.mentions[at]
    amount = mention.value
    if (amount.value < 10 and amount.unit != JOBS) or amount.value != int(amount.value):
        return False
    if amount.unit == JOBS:
        return not re.match(r"\s?(?:의\s)?(?:[가-힣]+\s)?(?:기업|업체|사업|과제|공약|지표|부문|점포|회사)", after[:12])
    if amount.unit == BARE:
        return amount.value >= 100 and re.match(r"\s?(?:여\s)?(?:새\s)?일자리(?!\s?(?:사업|센터))", after) is not None
    if amount.unit != PERSONS:
        return False
    if _PEOPLE_JOBS_BEFORE.search(before) or _PEOPLE_JOBS_AFTER.match(after):
        return True
    here = text[sentence.start : sentence.end]
    if _PEOPLE_BEFORE.search(before) or _PEOPLE_AFTER.match(after):
        return re.search(r"목표|계획|할당", here) is not None
    if re.search(
        rf"{_GOAL}[가-힣]{{0,3}}\s?[(（]?\s?(?:{_SET}\s)?$|일자리[가-힣]{{0,4}}\s?$|일자리(?:은|는|이|가)\s$", before
    ):
        return True
    if goes_on and amount.value >= 100 and re.match(r"\s?(?:을|를)\s?(?:달성|만들|창출|채|기록|이뤘|이루)", after):
        return True
    return ("일자리" in here or "고용창출" in here or "고용 창출" in here) and re.match(
        r"\s?(?:보다|목표|의\s?$)|[(（]\s?$|[)）]", after
    ) is not None


def _is_people(before: str, after: str) -> bool:
    """Whether a number in 명 counts people who took part, were hired or trained, rather than jobs."""
    if _PEOPLE_JOBS_BEFORE.search(before) or _PEOPLE_JOBS_AFTER.match(after):
        return False
    return _PEOPLE_BEFORE.search(before) is not None or _PEOPLE_AFTER.match(after) is not None


_REACHED = re.compile(r"(?:\s?[(（][^()（）]{1,14}[)）])?(?:으로|로)\s?(?:초과\s?)?달성")


def _role(text: str, sentence: Sentence, at: int, before: str, after: str) -> tuple[str, str] | None:
    mention = sentence.mentions[at]
    for name, role, left, right in ROLES:
        if left is not None and not left.search(before):
            continue
        if right is not None and not right.match(after):
            continue
        if (
            name == "set_anew"
            and re.match(r"\s?(?:으로|로)\s?(?:[가-힣]+\s)?(?:늘|줄|높|낮)", after)
            and "목표" not in text[sentence.start : mention.start]
        ):
            continue
        if name in ("goal_is", "goal_in_brackets") and _REACHED.match(text, mention.end):
            return ACTUAL, "goal_reached_with"
        if name == "old_target":
            following = next((m for m in sentence.mentions[at + 1 :] if m.kind == lexicon.NUMBER), None)
            if following is None or following.value.unit not in (JOBS, PERSONS):
                continue
            own = _year_of(sentence, at, text)
            goal = text.rfind("목표", sentence.start, mention.start)
            if own is not None and goal >= 0 and own.start > goal:
                return TARGET, "target_then"  # '목표는 지난해 A개에서 올해 B개로': both are targets
        if name in ("base_of_rate", "base_of_excess", "base_then_result"):
            following = next((m for m in sentence.mentions[at + 1 :] if m.kind == lexicon.NUMBER), None)
            if following is None or following.start - mention.end > 26:
                continue
            if name == "base_of_rate" and (
                following.value.unit != PERCENT
                or re.search(r"전체|총\s?일자리", before)
                or (following.value.value < 40 and "목표" not in before)
            ):
                continue
            if name != "base_of_rate" and following.value.unit not in (JOBS, PERSONS):
                continue
            if (
                name == "base_of_excess"
                and re.search(r"실적|지난해|전년|작년|한\s?해\s?전|1년\s?전", before)
                and not re.search(r"목표|계획|공시|약속", before)
            ):
                return ACTUAL, "result_before"
        if name in ("goal_in_brackets", "goal_is") and role == TARGET and re.search(rf"{_OVER}\s{_ABOUT}$", before):
            continue
        return role, name
    end = sentence.end
    sign = tense(text, mention.end, end)
    clause = re.search(r"(?:으며|지만|는데|고),?\s", text[mention.end : end])
    if sign == "future":
        return TARGET, "yet_to_come"
    if sign == "past":
        return ACTUAL, "done"
    if (
        clause is None
        and sentence.is_title
        and re.match(
            r"\s?(?:의\s)?(?:일자리\s?)?(?:창출|만들기|목표|만든다|공급|제공)?\s?(?:목표|나서|나선|추진|만든다|계획|박차|총력|도전|선언|공시)",
            after,
        )
    ):
        return TARGET, "headline_plan"
    if (
        re.match(r"\s?(?:의\s)?(?:일자리\s?)?(?:를\s)?(?:창출|달성|넘겨|돌파|만들어|집계)", after)
        or re.match(r"(?:이)?다\.|(?:으)?로\s", after)
        or re.match(r"\s?[(（]", after)
    ):
        return ACTUAL, "stated"
    return ACTUAL, "plain"


def _is_rate(text: str, sentence: Sentence, at: int, before: str, after: str, last: str | None, state: _State) -> bool:
    """Whether a percentage is an achievement rate of a job target."""
    mention = sentence.mentions[at]
    value = mention.value.value
    if _CHANGE_AFTER.match(after) and not re.match(r"\s?초과\s?달성", after):
        return False
    if _NOT_PERCENT.search(before):
        return False
    if value == 100 and re.match(r"\s?(?:를|을)?\s?(?:넘|이상|웃|상회|초과(?!\s?달성)|를\s?훌쩍|를\s?크게)", after):
        return False
    if re.match(r"\s?(?:이상|안팎|대)(?=[\s의를])", after) and value in (100.0, 110.0, 120.0, 150.0, 200.0):
        return False
    if re.search(r"전년|지난해보다|1년\s?전|전체\s?[가-힣]{0,6}(?:의|중)\s?$", before[-14:]):
        return False
    here = text[sentence.start : sentence.end]
    if _NOT_JOB_GOAL.search(before[-20:]) or _NOT_JOB_GOAL.search(after[:8]):
        return False
    if _RATE_BEFORE.search(before):
        return True
    inside = re.search(r"[(（,]\s?(?:달성률\s?|목표\s?대비\s?|목표의\s?|대비\s?)?$", before) is not None
    if inside and last in (ACTUAL, TARGET) and len(before) <= 14:
        return (state.goal_seen or "목표" in here or "계획" in here) and value >= 20
    if _RATE_AFTER.match(after) and (
        re.search(r"목표|계획|공시|약속|달성률|달성율", here) is not None
        or last == TARGET
        or state.goal_paragraph == sentence.paragraph
    ):
        return True
    return last == TARGET and re.match(r"[)）]?\s?(?:의|대비|에\s비해)?\s?(?:약\s|무려\s)?$", before) is not None


# -- years and scopes --------------------------------------------------------------------------------------------------------


def _year_of(sentence: Sentence, at: int, text: str, name: str = "") -> Mention | None:
    """The year that stands nearest before a number in its sentence; a year after the last other number wins."""
    mention = sentence.mentions[at]
    times = [
        m
        for m in sentence.mentions
        if m.kind == lexicon.TIME and m.value.role == "year" and (m.value.years or m.value.offset is not None)
    ]
    before = [
        t
        for t in times
        if t.end <= mention.start
        and not re.match(
            r"\s?(?:[0-9]{1,2}월\s?)?(?:[0-9]{1,2}일\s?)?[^.]{0,4}(?:세운|수립한|문을|출범)", text[t.end : t.end + 14]
        )
    ]
    if name == "set_anew":
        # '올해 목표를 지난해 실적보다 많은 N개로 잡았다': the year of the target, not of what it is compared with
        goals = [m.start() for m in re.finditer(r"목표|계획", text[sentence.start : mention.start])]
        near = [t for t in before if goals and t.end <= sentence.start + goals[-1]]
        if near:
            return near[-1]
    return before[-1] if before else None


def _scope(text: str, sentence: Sentence, at: int, after: str, state: _State) -> str | None:
    """The part of the whole that a number counts, or None for the whole."""
    mention = sentence.mentions[at]
    floor = sentence.start
    for other in reversed(sentence.mentions[:at]):
        if other.kind == lexicon.NUMBER and other.value.unit in (JOBS, PERSONS, PERCENT):
            floor = other.end
            break
    before = text[floor : mention.start]
    if _GENERIC_JOBS.search(before[-24:]):
        return None
    m = _PART_BEFORE.search(before)
    if m:
        return " ".join(m.group("label").split())
    m = _PART_AFTER.match(after)
    if m:
        return " ".join(m.group("label").split())
    m = _PROGRAMME.search(before)
    if m and not re.search(
        r"공시제|경제$|문제$|과제$|축제$|규제$|통제$|종합\s?계획|일자리\s?(?:창출\s?)?사업|일자리\s?(?:정책|대책)|업무협약|이\s?사업|각종\s?사업|이런\s?사업",
        m.group("label"),
    ):
        return _short_label(m.group("label"))
    return None


def _short_label(words: str) -> str:
    """The name of a programme without the words that lead up to it."""
    kept: list[str] = []
    for word in reversed(re.sub(r"[‘“'\"「’”」]", "", words).split()):
        if kept and (len(kept) == 3 or re.search(r"(?:[인한된로는은을를의에어아여해고며]|에서|통해|진중인)$", word)):
            break
        kept.insert(0, word)
    return " ".join(kept)


# -- the sentence ------------------------------------------------------------------------------------------------------------


def read_targets(text: str, sentences: list[Sentence], scene: Scene) -> list[Figures]:
    """The targets and results of an article, merged; in the order of the text, the title's own last."""
    state = _State()
    body: list[Figures] = []
    titles: list[Figures] = []
    for index, sentence in enumerate(sentences):
        here = text[sentence.start : sentence.end]
        if not sentence.is_title:
            _result_year(text, sentence, state)
        figures = _read_sentence(text, index, sentence, scene, state, here)
        if "목표" in here or "계획" in here or "달성률" in here or ("공시" in here and "공시제" not in here):
            state.goal_seen = True
        if sentence.is_title:
            titles.extend(figures)
        else:
            _join(body, figures)
    merged = _merge(body)
    for figure in merged:
        if (figure.year is None and not figure.is_term and figure.target is None and state.result_year is not None) or (
            figure.year is None and not figure.is_term and figure.actual is not None and state.result_year is not None
        ):
            figure.year = state.result_year
            figure.reasons.append("year of the results that the award judges")
    for figure in titles:
        figure.is_title = True
        if not any(_repeats(figure, f) for f in merged):
            figure.reasons.append("only in the title")
            merged.append(figure)
    return [f for f in (_settle(f) for f in _merge(merged)) if f is not None]


_JUDGED = re.compile(
    r"((?:19|20)[0-9]{2})\s?년(?:도)?(?:에)?(?:\s?한\s?해)?(?:의|\s동안의?)?\s(?:[가-힣]+\s){0,4}?(?:추진\s?)?(?:추진한|실적|성과|성적)"
)


def _result_year(text: str, sentence: Sentence, state: _State) -> None:
    """'2020년 추진한 일자리 대책의 실적을 평가': the year that all results without a year are of."""
    m = _JUDGED.search(text, sentence.start, sentence.end)
    if m and (
        "평가" in text[sentence.start : sentence.end]
        or "심사" in text[sentence.start : sentence.end]
        or "일자리대상" in text[sentence.start : sentence.end]
        or "공시제" in text[sentence.start : sentence.end]
    ):
        state.result_year = int(m.group(1))


def _read_sentence(text: str, index: int, sentence: Sentence, scene: Scene, state: _State, here: str) -> list[Figures]:
    numbers = [
        m for m in sentence.mentions if m.kind == lexicon.NUMBER and m.value.unit in (JOBS, PERSONS, PERCENT, BARE)
    ]
    times = [m for m in sentence.mentions if m.kind == lexicon.TIME]
    found: list[Figures] = []
    if numbers and re.search(r"일자리|목표|계획|고용창출|달성률|달성율|[0-9]\s?개|실적|%", here):
        found = _figures(text, index, sentence, scene, state, here)
    for time in times:
        if time.value.role == "year" and time.value.years and not time.value.is_range:
            state.year, state.when, state.year_paragraph = (
                time.value.years[-1],
                Span(time.start, time.end),
                sentence.paragraph,
            )
    return found


def _figures(text: str, index: int, sentence: Sentence, scene: Scene, state: _State, here: str) -> list[Figures]:
    records: list[Figures] = []
    current: Figures | None = None
    last: str | None = None
    about_jobs = (
        "일자리" in here
        or "고용창출" in here
        or "고용 창출" in here
        or (
            state.jobs_paragraph >= 0
            and sentence.paragraph - state.jobs_paragraph <= (1 if _BREAKDOWN.search(here) else 0)
        )
    )
    header = re.search(r"실적\s?\(\s?목표|목표\s?\(\s?실적|창출\s?\(\s?목표", here)
    if header:
        state.pair_order = "goal_in" if header.group().endswith("목표") else "result_in"
    breakdown = _BREAKDOWN.search(here) is not None
    if breakdown:
        state.breakdown = sentence.paragraph
    for at, mention in enumerate(sentence.mentions):
        if mention.kind != lexicon.NUMBER or mention.value.unit not in (JOBS, PERSONS, PERCENT, BARE):
            continue
        before, after = _context(text, sentence, at)
        amount = mention.value
        if amount.unit == PERCENT:
            if not _is_rate(text, sentence, at, before, after, last, state):
                last = None if last is None else last
                continue
            if not about_jobs and current is None and not _nearby(state, records, sentence, text):
                continue
            role, name = RATE, "rate"
            if (re.match(r"\s?(?:를|을)?\s?초과(?!\s?달성)", after) and amount.value < 100) or (
                re.match(r"\s?(?:를|을)?\s?(?:더\s|초과\s?달성|웃돌|넘겨)", after) and amount.value < 50
            ):
                name = "true_excess"
        else:
            if not _is_jobs(text, sentence, at, before, after, current is not None):
                if amount.unit == PERSONS:
                    last = None
                continue
            if not about_jobs and current is None and not re.search(r"목표|계획", here):
                continue
            bracket = re.search(r"[(（]\s?(?:목표|계획|당초\s?목표|목표치)?\s?$", before)
            if state.pair_order and bracket and len(before) <= 3 and last in (ACTUAL, TARGET):
                role, name = (
                    (TARGET, "pair_in_brackets") if state.pair_order == "goal_in" else (ACTUAL, "pair_in_brackets")
                )
            elif state.pair_order and re.match(r"\s?[(（]\s?$", after):
                role, name = (
                    (ACTUAL, "pair_before_brackets")
                    if state.pair_order == "goal_in"
                    else (TARGET, "pair_before_brackets")
                )
            else:
                decided = _role(text, sentence, at, before, after)
                if decided is None:
                    last = None
                    continue
                role, name = decided
            if role in (EXCESS, OLD):
                last = role
                continue
            if _is_of_company(text, sentence, mention, scene):
                last = None
                continue
        scope = (
            _scope(text, sentence, at, after, state)
            if role != TARGET or current is None or last is None or name not in ("goal_in_brackets", "pair_in_brackets")
            else None
        )
        time = _year_of(sentence, at, text, name)
        who = _who(text, index, sentence, at, scene)
        if who is None:
            continue
        if scope is None and current is not None and _continues(text, current, mention, sentence):
            scope = current.scope
        elif (
            scope is None
            and (breakdown or state.breakdown == sentence.paragraph)
            and role == ACTUAL
            and not re.search(r"목표|계획", before)
            and records
            and records[-1].actual is not None
            and name in ("stated", "plain", "done")
        ):
            scope = " ".join(re.sub(r"[^가-힣A-Za-z·\s]", " ", before).split()[-2:]) or "부문별"
        if re.search(r"(?:모두|전체|총|다\s?합쳐|합쳐)\s?$", before) and not _PART_AFTER.match(after):
            scope = TOTAL
        scope = scope or TOTAL
        year, period_end, own = _period(time, role)
        starts = (
            current is None
            or _filled(current, role, amount)
            or scope != current.scope
            or (own and current.has_own_year and year != current.year)
            or who.municipality is not current.who.municipality
        )
        if (
            role == RATE
            and current is not None
            and current.pct is None
            and scope == TOTAL
            and current.scope != TOTAL
            and not re.search(r"전체|모두|총", before)
        ):
            starts = False
        if (
            role == TARGET
            and current is not None
            and current.target is None
            and name in ("goal_in_brackets", "base_of_rate", "pair_in_brackets")
        ):
            starts = False
        if starts:
            current = Figures(
                who,
                year,
                period_end,
                scope,
                index,
                sentence.paragraph,
                mention.start,
                mention.end,
                name,
                has_own_year=own,
                is_title=sentence.is_title,
            )
            if time is not None:
                current.when = Span(time.start, time.end)
                if time.start >= sentence.start:
                    current.start = min(current.start, time.start) if time.start > current.start - 60 else current.start
            records.append(current)
        assert current is not None
        if own and not current.has_own_year:
            current.year, current.period_end, current.has_own_year = year, period_end, True
            current.when = Span(time.start, time.end) if time is not None else None
        _fill(current, role, amount, name)
        current.start = min(current.start, mention.start)
        current.end = max(current.end, mention.end)
        current.what.append(Span(mention.start, mention.end))
        if amount.unit == PERSONS and _is_people(before, after):
            current.of_people = True
        last = role
    for record in records:
        if not record.has_own_year:
            _lend_year(record, sentence, state, text)
        if (
            record.scope == TOTAL
            and record.year is not None
            and record.period_end is None
            and (record.actual is not None or record.pct is not None)
        ):
            state.last_result = record.year, record.when
        if record.target is not None:
            state.goal_paragraph = sentence.paragraph
        if not record.of_people:
            state.jobs_paragraph = sentence.paragraph
        if record.of_people and record.scope == TOTAL:
            record.scope = "인원"
    return records


def _nearby(state: _State, records: list[Figures], sentence: Sentence, text: str) -> bool:
    """A rate in a sentence that does not say 일자리: only where the article speaks of its job target."""
    here = text[sentence.start : sentence.end]
    return (
        not _NOT_JOB_GOAL.search(here)
        and (
            re.search(r"목표\s?대비|목표의|목표를|목표\s?달성", here) is not None
            or ("달성률" in here and 0 <= state.jobs_paragraph == sentence.paragraph)
        )
        and not re.search(r"취업률|매출|수출|예산|모금|투자|채용|참여|수료|모집", here)
    )


def _continues(text: str, current: Figures, mention: Mention, sentence: Sentence) -> bool:
    between = text[current.what[-1].end : mention.start] if current.what else ""
    return (
        len(between) <= 30
        and not re.search(r"[,;△▲]\s?[가-힣A-Za-z‘“'\"·\s]{2,20}(?:은|는|이|가)\s", between)
        and not re.search(r"(?:고|며|으며|지만|는데),?\s[가-힣\s]{1,12}(?:은|는|이|가)\s", between)
    )


def _filled(current: Figures, role: str, amount: Amount) -> bool:
    if role == RATE:
        return current.pct is not None
    value = round(amount.value)
    held = current.target if role == TARGET else current.actual
    return (
        held is not None
        and held != value
        and not (abs(held - value) <= 0.06 * max(held, value) and (current.is_rounded or amount.is_rounded))
    )


def _fill(current: Figures, role: str, amount: Amount, name: str) -> None:
    value = amount.value
    rounded = amount.is_rounded
    if role == RATE:
        current.pct = float(value)
        if name == "true_excess":
            current.is_optional = True
            current.reasons.append("an excess over the target, not a rate of it")
        return
    held = current.target if role == TARGET else current.actual
    if held is not None and rounded:
        return
    if role == TARGET:
        current.target = round(value)
    else:
        current.actual = round(value)
    current.is_rounded = rounded


def _period(time: Mention | None, role: str) -> tuple[int | None, int | None, bool]:
    if time is None:
        return None, None, False
    value: Time = time.value
    if not value.years:
        return None, None, True
    if value.is_range:
        return value.years[0], value.years[-1], True
    return value.years[-1], None, True


_UNTIL = re.compile(r"까지")


def _lend_year(record: Figures, sentence: Sentence, state: _State, text: str) -> None:
    """A number without a year in its sentence: that of the sentence before in the same paragraph; a term has none."""
    term = next((m for m in sentence.mentions if m.kind == lexicon.TIME and m.value.role == "term"), None)
    if term is not None and record.actual is None and record.target is not None:
        record.is_term = True
        record.reasons.append("a term whose years the text does not give")
        record.is_optional = True
        return
    later = [
        m
        for m in sentence.mentions
        if m.kind == lexicon.TIME and m.value.role == "year" and m.value.years and not m.value.is_range
    ]
    if sentence.is_title and len(later) == 1:
        record.year, record.when = later[0].value.years[-1], Span(later[0].start, later[0].end)
        return
    if state.year is not None and sentence.paragraph == state.year_paragraph:
        record.year, record.when = state.year, state.when
        record.reasons.append("year from the sentence before")
    elif state.last_result is not None and (record.actual is not None or record.pct is not None):
        record.year, record.when = state.last_result
        record.reasons.append("year of the result told before")


def _is_of_company(text: str, sentence: Sentence, mention: Mention, scene: Scene) -> bool:
    """Jobs that a company or an agency makes are no target of the municipality."""
    before = text[sentence.start : mention.start]
    around = text[max(sentence.start, mention.start - 30) : min(mention.end + 30, sentence.end)]
    companies = [sentence.start + m.start() for m in _COMPANY.finditer(before)]
    if companies and not any(
        s.kind == lexicon.SUBJECT and s.value.role == "top" and s.start > companies[-1] for s in sentence.mentions
    ):
        return True
    return (
        re.search(
            r"채용\s?(?:규모|계획|인원)|투자\s?(?:협약|양해각서)|MOU|입주하면|가동되면|들어서면|완공되면|조성되면|유치하면",
            around,
        )
        is not None
    )


def _who(text: str, index: int, sentence: Sentence, at: int, scene: Scene) -> Who | None:
    """Whose jobs: the nearest subject before the number in its sentence, else the subject carried from before."""
    mention = sentence.mentions[at]
    best: Who | None = None
    if sentence.is_title and scene.main is not None:
        return scene.main
    for group in scene.groups(index, sentence):
        if group.start > mention.start:
            break
        if len(group.members) == 1 and (
            group.role in ("top", "gen")
            or (
                group.role in ("end", "mod")
                and (
                    sentence.is_title
                    or (
                        re.match(r"\s?(?:[(（]|일자리|[0-9:]|의\s|지난해|올해)", text[group.end : group.end + 4])
                        is not None
                        and group.role == "end"
                    )
                )
            )
        ):
            if group.is_bare and group.role not in ("top", "gen", "end"):
                continue
            best = group.members[0]
    for other in sentence.mentions:
        if other.kind == lexicon.SUBJECT and other.start < mention.start and other.value.role in ("top", "gen"):
            who = scene.meant(index, other)
            if who is not None and (best is None or other.start > best.start):
                best = who
    return best or scene.carried(index)


# -- putting together --------------------------------------------------------------------------------------------------------


def _join(body: list[Figures], figures: list[Figures]) -> None:
    """A rate or a target told in the next sentence belongs to the numbers of the one before."""
    for i, figure in enumerate(figures):
        previous = body[-1] if body else None
        if i == 0 and previous is not None and _complements(previous, figure):
            _absorb(previous, figure)
            continue
        body.append(figure)


def _complements(a: Figures, b: Figures) -> bool:
    if (
        b.sentence - a.sentence > 2
        or b.paragraph != a.paragraph
        or a.who.municipality is not b.who.municipality
        or a.scope != b.scope
    ):
        return False
    if (
        b.has_own_year
        and a.year is not None
        and b.year != a.year
        and not (a.period_end and b.period_end and a.year == b.year)
    ):
        return False
    if a.period_end and not (
        b.period_end or (b.actual is not None and b.target is None and re.search("", "") and not b.has_own_year)
    ):
        return False
    if b.period_end and not a.period_end:
        return False
    if a.period_end and b.period_end and a.year != b.year:
        return False
    if b.actual is not None and a.actual is not None and not _close(a.actual, b.actual):
        return False
    if b.target is not None and a.target is not None and not _close(a.target, b.target):
        return False
    if a.pct is not None and b.pct is not None and a.pct != b.pct:
        return False
    return any(
        (
            a.target is None and b.target is not None,
            a.actual is None and b.actual is not None,
            a.pct is None and b.pct is not None,
            a.is_rounded,
        )
    )


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
    if a.year is None:
        a.year, a.when, a.has_own_year = b.year, b.when, b.has_own_year
    if b.period_end and (a.period_end or 0) < b.period_end:
        a.period_end = b.period_end
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
            span = twin.start, twin.end
            _absorb(twin, figure)
            if twin.paragraph != figure.paragraph:
                twin.start, twin.end = span
    return kept


def _same_goal(a: Figures, b: Figures) -> bool:
    if a.who.municipality is not b.who.municipality or a.scope != b.scope or a.period_end != b.period_end:
        return False
    if a.year != b.year and not (a.year is None or b.year is None):
        return False
    pairs = [(a.target, b.target), (a.actual, b.actual)]
    clash = any(x is not None and y is not None and not _close(x, y) for x, y in pairs)
    if clash or (a.pct is not None and b.pct is not None and abs(a.pct - b.pct) > 0.6):
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
    if figure.target is not None and figure.actual is None and figure.pct is None and figure.scope != TOTAL:
        figure.is_optional = True
        figure.reasons.append("a part of a plan")
    return figure
