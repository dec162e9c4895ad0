"""Numbers of jobs, and the role of each: target, result, the excess of one over the other, or an old target.

Whether a number counts jobs at all is settled first (`counts_jobs`). Its role then comes from the words right before and behind it: `ROLES`
is a list of rules, the first that fits decides. What has no rule is a result if the sentence goes on in the past, a target if it goes on
to what is still to come.
"""

import re

from extract.claims.lexicon import ARROW
from extract.claims.morphology import tense
from extract.claims.numbers import BARE, JOBS, PERSONS, Amount

TARGET, ACTUAL, EXCESS, RATE, OLD = "target", "actual", "excess", "rate", "old target"

GOAL = r"(?:목표(?:치|량|인원|수|\s?인원|\s?일자리)?|계획(?:량|치|\s?인원)?|할당(?:량)?|배정량|공시\s?(?:목표(?:치)?|물량))"
SET = (
    r"(?:내건|내걸었던|내걸은|내세운|내민|내놓은|공시한|공시했던|약속한|약속했던|제시한|잡은|잡았던|세운|세웠던|정한|정했던|삼은|목표한|목표했던|목표로\s?한|계획한|계획했던|설정한"
    r"|정해\s?준|정해진|배정한|배정받은|할당받은|(?:만들기로|창출하기로|늘리기로|채우기로|하기로)\s?(?:한|했던|약속한)|걸어\s?둔|써\s?낸|그려\s?둔|만들겠다(?:고|던)\s?(?:한|했던|약속한|공시한|밝힌|내건))"
)
OVER = (
    r"(?:넘어선|넘어서는|넘은|넘는|넘긴|넘겨|넘어|웃도는|웃돈|웃돌아|웃돌며|초과한|초과해|초과하는|초과하여|뛰어넘은|뛰어넘는|뛰어넘어|상회하는|상회한|상회해|앞지른|앞질러|앞서는"
    r"|뛰어넘고|넘어서|제치고|제친|앞선)"
)
ABOUT = (
    r"(?:(?:[가-힣]{1,8}[과와·,]\s?[가-힣]{1,8}|[가-힣]{1,8})[을를]\s(?:모두\s|다\s)?(?:더해|더한|합해|합쳐|합친|합하면|아울러|아우른|통틀어|망라해|망라한|묶어|포함해|포함한)\s)?"
    r"(?:총|모두|약|무려|전체|합계|역대\s?최대인|다\s합쳐)?\s?"
)
_ADVERB = r"(?:이미\s|크게\s|훌쩍\s|조금\s|가뿐히\s|살짝\s|훨씬\s|가볍게\s|거뜬히\s|한참\s)*"

# fmt: off
ROLES: tuple[tuple[str, str, re.Pattern[str] | None, re.Pattern[str] | None], ...] = (
    ("old_target", OLD, None, re.compile(rf"\s?(?:[(（][^()（）]{{1,12}}[)）]\s?)?(?:에서|{ARROW})\s?$")),
    ("set_anew", TARGET, None,
     re.compile(r"\s?(?:으로|로)\s?(?:[가-힣]+\s)?(?:잡[았아기은는]|정[해했하한]|세[웠우]|설정|확정|늘려\s?잡|높여\s?잡|낮춰\s?잡|늘렸|높였|낮췄|상향|하향|올려\s?잡|줄여\s?잡|책정|늘[었어]|줄[었어]|높아졌|낮아졌|맞췄|올렸|끌어올|줄였)")),
    ("to_be_made", TARGET,
     re.compile(rf"(?:만들|창출할|늘릴|제공할|마련할|공급할|지원할|채울)\s(?:새\s|지역\s)?(?:일자리|자리)(?:\s?수)?(?:은|는|이|가)?\s{ABOUT}$"), None),
    ("rest", EXCESS, re.compile(r"(?:남은|나머지|모자란|부족한|못\s채운)\s?(?:몫|것|숫자|일자리|자리)?(?:은|는|이|가)?\s?$"), None),
    ("made_more", EXCESS, re.compile(r"(?:채우고도?|채운\s뒤|달성하고도?|이루고도?|넘기고도?)\s?(?:무려\s)?$"), None),
    ("share", TARGET, re.compile(rf"(?:몫|할당)(?:은|는|이|가|으로|만)\s{ABOUT}$"), None),
    ("promised", TARGET, None,
     re.compile(r"(?:의\s(?:새\s)?일자리)?(?:를|을)?\s?(?:새로\s|더\s)?(?:만들겠다고\s|창출하겠다고\s)?(?:약속|공시|내걸|내세우|제시)(?:하고|하며|했|해\s|한\s뒤|고|며|었)")),
    ("more_than", ACTUAL,
     re.compile(rf"(?:보다|대비)\s(?:크게\s|훨씬\s|훌쩍\s|더\s)*(?:많은|많게|큰|높은|웃도는|늘어난|적은|모자란)\s{ABOUT}$"), None),
    ("excess", EXCESS,
     re.compile(r"(?:보다|대비|에\s비해|에\s견줘|목표를|목표치를|목표에|목표치에|계획을|계획에|계획|약속을|[0-9]개(?:를|에))\s?(?:무려\s|약\s|더\s)?$"),
     re.compile(r"\s?(?:이나|가량|정도|를|을|가|이)?\s?(?:더\s)?(?:많|늘|초과|증가|웃[도돈돌]|적|줄|모자|부족|못\s?미|넘|상회|더|앞|밑)")),
    ("grown", EXCESS,
     re.compile(r"(?:한\s해|일\s년|1년)\s?(?:새|사이|만에)\s(?:무려\s|약\s|더\s)?$"),
     re.compile(r"\s?(?:이나|가량|정도|가|이)?\s?(?:더\s)?(?:많|늘|불[었어]|증가|적|줄)")),
    ("out_of", TARGET, None, re.compile(r"\s?(?:가운데|중|중에서)\s?[^0-9]{0,20}$")),
    ("over_goal", ACTUAL, re.compile(rf"{OVER}\s{ABOUT}$"), None),
    ("goal_in_brackets", TARGET, re.compile(rf"{GOAL}[가-힣]{{0,2}}\s?(?:[(（]\s?{ABOUT}|[:：=]\s?|\s)$"), None),
    ("result_in_brackets", ACTUAL, re.compile(r"(?:실적|달성|결과|창출)\s?(?:[:：=]\s?|\s)?$"), re.compile(r"\s?(?:[)）,/(（|]|$)")),
    ("goal_is", TARGET,
     re.compile(
         rf"{GOAL}(?:는|은|가|이|를|을|로|인|였던|이던|이었던|한|했던|로는)?\s(?:지난해\s|올해\s|당초\s)?(?:{SET}\s)?{ABOUT}[‘“'\"]?"
         rf"(?:(?:새\s|좋은\s|지역\s|신규\s|양질의\s)?일자리\s)?{ABOUT}$|{GOAL}인\s?$"
     ),
     re.compile(rf"(?!\s?(?:를|을)?\s?{OVER}(?:\s[0-9만]))")),
    ("set_number", TARGET,
     re.compile(rf"{SET}\s(?:새\s|지역\s|신규\s|공시\s|전체\s)?(?:일자리(?:\s수|\s창출)?|목표|물량|숫자|몫|수치|규모|자리|것)?(?:[은는이가]|인)?\s?(?:일자리\s)?{ABOUT}$"), None),
    ("aimed_at", TARGET, None,
     re.compile(
         r"(?:의)?\s?(?:일자리\s?)?(?:를|을)?\s?(?:새\s)?(?:창출|만들기|발굴|확보|달성|제공|마련)?(?:을|를|이|가)?\s?"
         r"(?:목표(?!\s?(?:는|은|로\s?삼은|를\s?(?:넘|웃|초과|달성)))|계획(?=보다|\s?대비))"
     )),
    ("base_of_rate", TARGET, None, re.compile(r"\s?(?:의|대비|에\s비해|에\s견줘|와\s견주면|과\s견주면|기준)\s?(?:약\s|무려\s)?$")),
    ("base_of_excess", TARGET, None, re.compile(r"\s?보다\s?(?:약\s|무려\s)?$")),
    ("base_overtaken", TARGET,
     re.compile(r"(?:목표|계획|공시|약속|내건|할당)[^.]{0,20}$"),
     re.compile(rf"\s?(?:를|을)?\s?{_ADVERB}(?:{OVER}|넘어섰|넘었|넘겼|웃돌았|초과|뛰어넘었|상회|앞질렀)")),
    ("base_then_result", TARGET, None, re.compile(rf"\s?(?:를|을)\s?{_ADVERB}{OVER}\s?{ABOUT}$")),
    ("result_is", ACTUAL,
     re.compile(
         rf"(?:실적|결과|성과|성적표|성적)(?:은|는|이|가|로)?\s{ABOUT}$"
         r"|(?:만든|만들어진|늘린|늘어난|생긴|생겨난|창출한|창출된|거둔|이룬|달성한|쌓인|쌓은|마련한|마련된|제공한|일군|빚어낸|만들어\s?낸)"
         rf"\s(?:새\s|지역\s|신규\s)?(?:일자리|자리)(?:\s?수)?(?:만)?(?:은|는|이|가|도|만)?\s{ABOUT}$"
     ), None),
)
# fmt: on

_STILL_TO_MAKE = re.compile(
    r"(?:남은|나머지)\s(?:[0-9한두세네]\s?(?:년|해|달|개월)|기간|임기|반년|하반기)\s?(?:동안|간|안에|에|까지)?(?:만|는|도|에)?\s(?:[가-힣]+\s)?$"
)
_MORE = re.compile(r"\s?(?:이|가|를|을)?\s?(?:의\s일자리(?:를|가)?\s)?(?:더|추가로|마저|새로)\s")

#: nouns whose number, right behind them or before their 개, is no number of jobs
_COUNTED_NOUN = (
    r"(?:기업|업체|회사|점포|가게|사업장|센터|단지|조합|사업|과제|공약|지표|부스|시설|학교|기관|사업단|경로당|강좌|행사|축제|종목|분야|부문|전략|농가|매장|사무소|공장|조례|"
    r"부서|교실|코스|노선|정책|시책|협약|프로그램|프로젝트|스타트업|창업팀|팀|마을|건물|주택|상품|제품|(?<![가-힣])(?:동|대|기))"
)
_AFTER_NOUN = re.compile(
    rf"(?:{_COUNTED_NOUN}(?:을|를)?|[한된은는린운딘인던할될]\s사업(?:은|는|이|가|도)|(?:기업|업체|회사|점포|가게|사업장|조합|과제|공약|지표|부스|학교|사업단|경로당|강좌|행사|축제|농가|매장|조례|부서|스타트업|팀)(?:은|는|이|가|도|만|으로)?)\s?(?:모두\s|총\s|약\s|새로\s)?$"
)
_BEFORE_NOUN = re.compile(rf"\s?(?:의\s)?(?:[가-힣]+\s)?{_COUNTED_NOUN}(?:을|를|은|는|이|가|도|의|와|과|에서|,|\s|$)")

PEOPLE_AFTER = re.compile(
    r"\s?(?:이|가|을|를|은|는|으로|의|에게|에\s)?\s?(?:새로\s|더\s)?(?:[가-힣]+(?:에|로|에서)\s)?(?:참여|채용|취업|수료|모집|선발|뽑|가입|상담|교육|훈련|이용|방문|신청|배출|찾|몰려|다녀|"
    r"일자리를\s?(?:얻|찾)|고용됐|일하|근무|늘었|줄었|불어|혜택|거쳐|지원자|새로\s?고용)"
)
_PEOPLE_BEFORE = re.compile(
    r"(?:취업자|취업자\s?수|실업자|근로자|노동자|종사자|가입자|참여자|참가자|수료생|교육생|훈련생|구직자|인구|주민|시민|군민|도민|회원|직원|공무원|학생|졸업생|상용직|재직자|채용|모집|인원|사람|인력|대상자|관계자|"
    r"청년층|방문객|관광객|구인|신규\s?채용|정원|이용자|어르신|출신)(?:은|는|이|가|도|만|을|를|수는|수가)?\s?(?:모두|총|약)?\s?$"
)
_PEOPLE_JOBS_BEFORE = re.compile(
    r"(?:일자리|고용)(?:\s?(?:창출|수|지원|제공|목표|실적|규모|사업|인원))*(?:은|는|이|가|를|을|로|만|도)?\s?(?:지난해\s|올해\s)?(?:모두\s|총\s|약\s|목표\s|목표인\s|목표치\s)?[(（]?$|목표(?:\s?인원)?(?:은|는|을|를)\s$"
)
PEOPLE_JOBS_AFTER = re.compile(
    r"\s?(?:의|분의|분|에게|이\s일할|이\s일할\s수\s있는)?\s?(?:새\s|신규\s|지역\s|좋은\s|양질의\s|청년\s|노인\s|공공\s)*(?:일자리|고용\s?창출|일감)(?!를\s?(?:얻|찾|잃))"
)
_BULLET_YEAR = re.compile(
    r"\s?[▲△○●▶▷■□◆◇·-]?\s?(?:[(（]\s?(?:19|20)[0-9]{2}년?\s?[)）]|(?:19|20)[0-9]{2}년(?:도)?(?:에)?(?:은|는|엔)?|지난해|올해)\s?$"
)
_REACHED = re.compile(r"(?:\s?[(（][^()（）]{1,14}[)）])?(?:으로|로)\s?(?:초과\s?)?달성")
_OF_A_YEAR = re.compile(r"실적\s?$|(?:19|20)[0-9]{2}년의?\s?$|(?:지난해|전년|작년|한\s?해\s?전|1년\s?전)[^.]{0,6}$")
#: around a number of jobs without a unit
_BARE_JOBS_AFTER = re.compile(r"\s?(?:여\s)?(?:새\s)?일자리(?!\s?(?:사업|센터))")
_LABEL_BEFORE = re.compile(r"(?:목표|실적|계획|창출)\s?[:：=]?\s?$")
_ENDS_AFTER = re.compile(r"\s?(?:[/,(（)）|]|$)")
#: around a number of people that counts jobs, and in its sentence
_SETS_GOAL = re.compile(r"목표|계획|할당")
_GOAL_OR_RESULT_BEFORE = re.compile(
    rf"{GOAL}[가-힣]{{0,3}}\s?[(（]?\s?(?:{SET}\s)?$|일자리[가-힣]{{0,4}}\s?$|일자리(?:은|는|이|가)\s$|(?:실적|결과|성적|실제)(?:은|는|이|가|로는)\s$"
)
_MADE_AFTER = re.compile(r"\s?(?:을|를|,|이)\s?(?:달성|만들|창출|채|기록|이뤘|이루|목표|$)|,")
_OF_JOBS = re.compile(r"일자리|고용\s?창출|공시제")
_GOAL_AFTER = re.compile(r"\s?(?:보다|목표|의\s?$)|[(（]\s?$|[)）]")


def counts_jobs(amount: Amount, before: str, after: str, here: str, goes_on: bool) -> bool:
    """Whether a number counts jobs, or people where the sentence sets a goal in people.

    `here` is the sentence; `goes_on`: it has already told a number of jobs.
    """
    if amount.value != int(amount.value) or amount.value < 10:
        return False
    if amount.unit == JOBS:
        return not (_AFTER_NOUN.search(before) or _BEFORE_NOUN.match(after))
    if amount.unit == BARE:
        if _BARE_JOBS_AFTER.match(after) and amount.value >= 100:
            return True
        return amount.value >= 100 and _LABEL_BEFORE.search(before) is not None and _ENDS_AFTER.match(after) is not None
    if amount.unit != PERSONS:
        return False
    if _PEOPLE_JOBS_BEFORE.search(before) or PEOPLE_JOBS_AFTER.match(after):
        return True
    if counts_people(before, after):
        return _SETS_GOAL.search(here) is not None
    if _GOAL_OR_RESULT_BEFORE.search(before):
        return True
    if goes_on and amount.value >= 100 and _MADE_AFTER.match(after):
        return True
    return _OF_JOBS.search(here) is not None and _GOAL_AFTER.match(after) is not None


def counts_people(before: str, after: str) -> bool:
    """Whether a number in 명 counts people who took part, were hired or trained, rather than jobs."""
    if _PEOPLE_JOBS_BEFORE.search(before) or PEOPLE_JOBS_AFTER.match(after):
        return False
    return _PEOPLE_BEFORE.search(before) is not None or PEOPLE_AFTER.match(after) is not None


#: what the rules of some names ask besides
_MOVES_AFTER = re.compile(r"\s?(?:으로|로)\s?(?:[가-힣]+\s)?(?:늘|줄|높|낮|올렸|끌)")
_GOAL_AROUND = re.compile(r"목표|계획|약속|기로\s?한|내건|공시|개\s?중|중\s$")
_NUMBER_BEFORE = re.compile(r"[0-9]개(?:를|에)\s?$")
_PLEDGED = re.compile(r"목표|계획|약속")
_OF_ALL_JOBS = re.compile(r"전체|총\s?일자리")
_GOAL_LAST = re.compile(r"목표\s?$")
_OVER_BEFORE = re.compile(rf"{OVER}\s{ABOUT}$")
#: behind a number in a headline: what is planned
_HEADLINE_AFTER = re.compile(
    r"\s?(?:의\s)?(?:일자리\s?)?(?:창출|만들기|목표|만든다|공급|제공)?\s?(?:목표|나서|나선|추진|만든다|계획|박차|총력|도전|선언|공시)"
)


def role_of(
    text: str,
    start: int,
    end: int,
    sentence_start: int,
    sentence_end: int,
    before: str,
    after: str,
    next_unit: str | None,
    next_value: float,
    next_gap: int,
    own_time_at: int | None,
    is_title: bool,
) -> tuple[str, str]:
    """The rule that tells the role of the number `text[start:end]`, and the role.

    `next_unit`, `next_value` and `next_gap` tell of the next number in the sentence, `own_time_at` where its year stands.
    """
    whole_before = text[sentence_start:start]
    before = _BULLET_YEAR.sub(" ", before)
    if _STILL_TO_MAKE.search(whole_before[-30:]) and _MORE.match(after):
        return "still_to_make", EXCESS
    for name, role, left, right in ROLES:
        if left is not None and not left.search(before):
            continue
        if right is not None and not right.match(after):
            continue
        follows_jobs = next_unit in (JOBS, PERSONS)
        if (
            name == "set_anew"
            and "목표" not in whole_before
            and "계획" not in whole_before
            and _MOVES_AFTER.match(after)
        ):
            continue
        if name == "goal_is" and _REACHED.match(text, end):
            return "reached", ACTUAL
        if name == "old_target":
            if not follows_jobs:
                continue
            goal = whole_before.rfind("목표")
            if own_time_at is not None and goal >= 0 and own_time_at > sentence_start + goal:
                return "old_and_new", TARGET  # '목표는 지난해 A개에서 올해 B개로': both are targets
            if goal < 0 and "계획" not in whole_before:
                continue
        if name == "out_of" and (not follows_jobs or not _GOAL_AROUND.search(before + after)):
            continue
        if name == "excess" and _NUMBER_BEFORE.search(before[-6:]) and not _PLEDGED.search(whole_before):
            continue
        if name in ("base_of_rate", "base_of_excess", "base_then_result"):
            if next_unit is None or next_gap > 26:
                continue
            if name == "base_of_rate" and (
                next_unit != "percent" or _OF_ALL_JOBS.search(before) or (next_value < 40 and "목표" not in before)
            ):
                continue
            if name != "base_of_rate" and not follows_jobs:
                continue
            if name == "base_of_excess" and _OF_A_YEAR.search(before) and not _GOAL_LAST.search(before):
                return "base_of_a_year", ACTUAL
        if name in ("goal_in_brackets", "goal_is") and _OVER_BEFORE.search(before):
            continue
        return name, role
    sign = tense(text, end, sentence_end)
    if sign == "future":
        return "future", TARGET
    if sign == "past":
        return "past", ACTUAL
    if is_title and _HEADLINE_AFTER.match(after):
        return "headline", TARGET
    return "-", ACTUAL


# -- rates -------------------------------------------------------------------------------------------------------------------

_YEAR = r"(?:(?:19|20)[0-9]{2}년\s?|지난해\s?|올해\s?)?"
RATE_BEFORE = re.compile(
    rf"(?:{GOAL}(?:의|을|를|에|보다|과|와)?\s?(?:대비|견줘|견주면|견준|비교하면|비교해|비해|비하면|치면|기준)?"
    r"|(?:달성률|달성율|초과\s?달성률|목표\s?달성도|대비|진도율|비율로는|비율로)(?:은|는|이|가|로|로는|로\s?치면|로\s(?:따지면|보면)|을|를)?)"
    rf"\s?(?:약|무려|모두|각각)?\s?[:：=(]?\s?{_YEAR}$"
)
RATE_AFTER = re.compile(
    r"\s?(?:를|을|의|나|로|에|가|이상|까지|씩|라는|인|밖에)?\s?(?:초과\s?)?(?:달성|채웠|채워|채우|채운|채우지|초과|이르|이른|닿|달해|달했|달한|달하|성과|실적|그쳤|그친|머물|수준의\s?성과|기록|해당|성적|넘겼|수준|진척|이행|이뤘|이룬|소화)"
)
