"""Grade words: 최우수상, 우수기관, 국무총리상 … and which of them are grades at all.

대상 is also 'those whom it is for', 우수 is an adjective, and a public contest has a 대상 with prize money. A grade that is counted
('대상 1회'), aimed at or given to somebody who is no government is none here.
"""

import re
from dataclasses import dataclass, field

from extract.claims import lexicon
from extract.claims.model import Sentence, Span
from extract.claims.morphology import PAST_SYLLABLES
from extract.claims.who import Who

UNSPECIFIED = "unspecified"


@dataclass(slots=True)
class Award:
    """One award on its way to a claim. `years` is empty where the text does not say the year."""

    who: Who
    programme: str
    year: int | None
    category: str
    grade: str
    sentence: int
    start: int
    end: int
    rule: str
    is_current: bool
    incentive_krw: int | None = None
    is_optional: bool = False
    when: Span | None = None
    what: Span | None = None
    reasons: list[str] = field(default_factory=list)
    is_section_inherited: bool = False
    paid: tuple[int, int] | None = None  # where the money stands


@dataclass(slots=True)
class Grade:
    value: str
    start: int
    end: int
    whos: list[Who] = field(default_factory=list)
    rule: str = ""
    is_prize_only: bool = False


# -- grade words -------------------------------------------------------------------------------------------------------------

_GRAND_BEFORE = re.compile(
    r"(?:일자리|고용|지원|모집|심사|평가|조사|교육|참여|신청|공모|관심|검토|점검|수혜|사업|우선|적용|단속|관리|발굴|선정|투자|을|를|주요|주|정책|공시|비교|분석|시상)\s?$"
)
_GRAND_AFTER = re.compile(
    r"(?:자(?![체치])|지(?!역)|층|별|인원|으로\s|이다|이며|이었|이고|인\s|이 되|기업|사업|은\s만|에는\s만|업체|국|물|아동|가구|노인|청년|여성)"
)
_NAME_BEFORE = re.compile(
    r"일자리\s?(?:창출\s?|정책\s?)?$|(?:헌정|경영|행정|브랜드|혁신|자치|생산성|발전|도시|정책|친화|의정|봉사|소비자|품질|환경)$|어워드\s?$"
)
_COUNTED = re.compile(
    r"[’'”]?\s?(?:각\s?)?(?:을\s|를\s|은\s|는\s|이\s)?(?:모두\s|각각\s)?(?:[0-9]{1,3}|한|두|세|네|다섯|여섯|일곱|여덟|아홉)\s?(?:건|명|팀|편|점|작품|회|차례|번|개(?!\s?(?:부문|시|군|구))|곳(?![은이]))|[’'”]?\s?(?:[0-9]{1,3})\s?(?:곳|개)(?:[은이]|\s)"
)
_UNDONE = re.compile(
    r"도전|노[린리렸려]|못\s?했|못\s?하|지\s못|떨어졌|실패|물러|적[이은도]?\s없|[을를]\s(?:놓고|두고)\s|겨냥|향해|향한|후보|목표로|다짐|받겠|올리겠|되겠|이루겠|차지하겠|놓쳤|놓친|실패|탈락|무산|불발|그치지|아쉽"
)
_MORE_GRADES = (
    r"(?:[’'”」]?\s?(?:과|와|및|[·ㆍ,])\s?[‘'“「]?(?:종합대상|대상|최우수상|우수상|특별상|장려상|장관상)[’'”」]?){0,3}"
)
_GENERIC = re.compile(
    rf"{_MORE_GRADES}\s?(?:을|를|의)?\s?(?:받은|받는|탄|수상한|수상|차지한|거머쥔|획득한|안긴|안겨\s?준|가져온|가져다\s?준|이끈|끌어낸|거둔|낳은|쥐여\s?준)\s?(?:것은|것이(?!다|었|며|라|고)|곳|사업|기관|시·?군|자치단체|지자체|지방자치단체|사례|과제|작품|팀|도시|담당|공무원|기업|단체|시도|광역)"
)
_IN_ALL = re.compile(
    rf"{_MORE_GRADES}\s?등?\s?(?:을|를|만)?\s?(?:모두\s|총\s)?(?:[0-9]{{1,2}}|두|세|네|다섯|여섯)\s?(?:차례|번|회|곳|개)"
)
_DEFINED = re.compile(
    r"[’'”」]?(?:은|는|이란)\s[^.]{4,90}(?:상이다|상이에요|상입니다|제도다|뜻이다|주어진다|준다|만들어졌다|뽑는다|고른다|돌아간다|등급이다)[.]?$"
)
#: '최우수상 두 번(2020·2022년)': counted, but with its years
_COUNTED_YEARS = re.compile(
    r"[’'”」]?\s?(?:을\s)?(?:[0-9]{1,2}|한|두|세|네|다섯)\s?(?:회|차례|번)\s?[(（]\s?(?:19|20)[0-9]{2}"
)
#: '최우수상 2곳(창원시, 남해군)': counted, but with its winners
_COUNTED_NAMES = re.compile(
    r"[’'”」]?\s?(?:[0-9]{1,2}|한|두|세|네|다섯|여섯)\s?(?:개\s?)?(?:곳|시·?군|시|군|구|지자체|자치단체|기관)?\s?[(（:：]\s?[가-힣]{2}"
)
#: '최우수상에는 1억2천만원씩 주어진다', '대상에는 국무총리상을 준다': what a grade brings, whoever wins it
_BRINGS = re.compile(
    r"[’'”」]?\s?(?:수상\s?)?(?:기관|지자체|자치단체|시·?군|곳|도시)?\s?(?:에는|에게는|에게|에|은|는|의\s경우)\s(?:각각\s|각\s|최대\s|한\s곳당\s|상금\s|인센티브\s|재정\s?인센티브\s|사업비\s|상사업비\s){0,3}(?:[0-9][0-9억천백만,\s]{0,14}원|국무총리|대통령|장관|부상|상금|인센티브|상패)"
)
#: '지난해 대상으로 3억원을 벌었다'
_PAID_FOR = re.compile(r"으로\s(?:[가-힣]{2,5}\s){0,2}[0-9][0-9억천백만,\s]{0,14}원")
_PRIZE_BY_NAME = re.compile(r"일자리\s?(?:창출\s?|정책\s?)?$")
_TAKES_PRIZE = re.compile(
    r"[’'”」]?(?:을|를|도|까지)\s(?:[0-9두세네]{1,2}\s?(?:년|해)\s?(?:연속|내리|연이어|잇따라|째)?(?:으로)?\s|또\s|다시\s|처음\s|처음으로\s|잇달아\s|나란히\s|함께\s){0,2}(?:받(?!지)|탔|탄|거머|안았|안은|차지|따냈|따낸|품|손에)"
)
#: '최우수 기관 직원들은': the grade tells only whose they are
_WHOSE = re.compile(r"\s(?:소속\s)?(?:직원|담당|공무원|임직원|관계자|사례|사업|기준|선정\s기준|인증)")
#: '전북도가 대상으로 맨 앞에 섰고'; not '농가를 대상으로 한'
_AS_PRIZE = re.compile(r"[시군구도](?:가|이|는|은)\s으로\s(?!삼|한|하|했|벌|실시|진행|정)")
_GIVEN_YEARLY = re.compile(
    rf"{_MORE_GRADES}\s?등?(?:을|를|이|가)?\s(?:각각\s|매년\s|모두\s)?(?:준다|주며|주고\s있|수여한다|시상한다|주어진다|수여된다|뽑는다|가린다|정한다)"
)
_PERSON = re.compile(
    r"(?:씨|주무관|과장|국장|팀장|공무원|직원|계장|의원|소장|사무관|담당자|대표|교수|학생|동아리|팀)(?:이|가|은|는|도)\s"
)
_TIMES = re.compile(
    rf"{_MORE_GRADES}\s?등\s?(?:을|를)?\s?(?:모두\s|총\s)?(?:[0-9]{{1,2}}|두|세|네|다섯|여섯)\s?(?:차례|번|회)"
)
_ROAMED = re.compile(rf"{_MORE_GRADES}\s?등?(?:을|를)?\s(?:두루|고루|골고루|번갈아|차례로|모두\s거)")
_GIVER = re.compile(r"(?:장관|차관|총리|대통령|노동부|고용부|정부|위원회|지사|행안부)(?:이|가|은|는)\s")
_GAVE = re.compile(
    r"[^.]{0,40}?(?:건넸|건네|수여했|수여한|수여하|전달했|시상했|시상한|시상하|준다|줬|주는|뽑았|골랐|고른다|정한다|선정했|선정한다)"
)
_WON = re.compile(
    r"(?:을|를|도)?\s?(?:받|수상|탔|타|안|거머|차지|획득|손에|품|따|올|이어|연속|뽑|선정|영예|쾌거|들|됐|되|이름|돌아|주어|수여|전달|확보|기록|로)"
)


def _is_grand_prize(before: str, after: str, text: str, end: int) -> bool:
    """Whether 대상 with 으로 or a copula behind it is the prize and not 'those whom it is for'."""
    if after.startswith("으로"):
        return (
            re.search(r"[시군구도]를\s$|부문\s$|[‘'“]$|[0-9]년(?:에)?\s$|일자리대상\s$", before) is not None
            or _AS_PRIZE.search(before + text[end : end + 6]) is not None
            or _PAID_FOR.match(text, end) is not None
        )
    return after in ("이며", "이고", "이었", "이다") and re.search(r"부문\s?(?:별\s?)?$|[은는]\s$", before) is not None


_SHORT = re.compile(
    r"(?<![가-힣])(?P<w>우수|특별|장려)(?=는\s|에는\s|에\s[가-힣]|\s(?:[가-힣]{1,4}\s)?[가-힣]{1,4}[시군구](?:[·,와과은는이]|\s|$)|\s?[:：=]|\s?…|,\s|[.](?:\s|$)|[’”]|$)"
)


def _short_grades(text: str, sentence: Sentence, found: list[Grade]) -> list[Grade]:
    """'최우수 A시, 우수 B시·C군': beside a full grade the others may go without their 상."""
    taken = [(f.start, f.end) for f in found]
    return [
        Grade(m.group("w") + "상", m.start(), m.end())
        for m in _SHORT.finditer(text, sentence.start, sentence.end)
        if not any(s < m.end() and m.start() < e for s, e in taken)
    ]


def read_grades(text: str, sentence: Sentence, counted: bool = False) -> list[Grade]:
    """The grades of a sentence in order; with `counted` also those that are only counted ('우수기관 세 곳')."""
    found: list[Grade] = []
    for mention in sentence.mentions:
        if mention.kind != lexicon.GRADE:
            continue
        start, end, value = mention.start, mention.end, mention.value
        word = text[start:end]
        before = text[max(sentence.start, start - 12) : start]
        if word == "대상":
            if _PRIZE_BY_NAME.search(before) and _TAKES_PRIZE.match(text, end):
                found.append(Grade(UNSPECIFIED, start, end, is_prize_only=True))  # '일자리대상을 3년 연속 받았다'
                continue
            if _NAME_BEFORE.search(before) and not before.rstrip().endswith("일자리대상"):
                continue
            if _GRAND_BEFORE.search(before) and not re.search(r"(?:[0-9]년|부문)\s?$", before):
                continue
            after = _GRAND_AFTER.match(text, end)
            if after and not _is_grand_prize(before, after.group(), text, end):
                continue
            if "가" <= before[-1:] <= "힣" and not before.endswith(("별", "초", "역", "부", "문", "년")):
                continue
            if "가" <= text[end : end + 1] <= "힣" and not re.match(
                r"(?:을|를|이|은|의|에|과|도|뿐|까지|으로|만|부터|보다|·|수상|기관|차지|였|이었|이며|이고|이다|인 )",
                text[end : end + 3],
            ):
                continue
        if word == "최우수" and re.match(r"\s?(?:\(?SA|등급|점|사례|평점|성적|학생|제품|인재)", text[end : end + 6]):
            continue
        if word == "최우수" and text[end : end + 1] == "상":
            continue
        if word.endswith(("기관", "자치단체", "지자체")) and _WHOSE.match(text, end):
            continue
        if value != UNSPECIFIED and re.match(r"[’'”]?\s?없[이는었]", text[end : end + 4]):
            continue
        if word in ("상을", "상도") and "가" <= before[-1:] <= "힣":
            continue
        if word == "상을" and not _WON.match(text, end - 1):
            continue
        if word in ("수상", "입상") and found and start - found[-1].end <= 2 and not found[-1].is_prize_only:
            continue  # 최우수상 수상
        if word == "수상" and re.match(
            r"자(?!치)|작|\s?[\]】>》〉]|레저|스키|안전|하지|\s?(?:소감|명단|이력|경력|실적|횟수|경험|여부|현황|내역|결과|소식|기록|도시는)|\s?(?:지자체|자치단체|기관|시·?군)(?:은|는|의|에\s|에게|에는|들|과|와|\s명단|\s현황|\s발표|\n|$)",
            text[end : end + 8],
        ):
            continue
        if (
            value != UNSPECIFIED
            and not counted
            and not _COUNTED_YEARS.match(text, end)
            and not _COUNTED_NAMES.match(text, end)
            and (
                _COUNTED.match(text, end)
                or _TIMES.match(text, end)
                or (_ROAMED.match(text, end) and not re.search(r"[0-9]년\s?$", before))
            )
        ):
            continue
        found.append(Grade(value, start, end, is_prize_only=value == UNSPECIFIED))
    if any(not f.is_prize_only for f in found):
        found.extend(_short_grades(text, sentence, found))
        found.sort(key=lambda f: f.start)
    # 최우수상(장관상), 장관상(특별상): one prize said twice
    kept: list[Grade] = []
    for grade in found:
        if (
            kept
            and grade.start - kept[-1].end <= 4
            and re.fullmatch(r"[’'”」]?\s?(?:\(\s?|인\s|이자\s|에 해당하는\s|격인\s)", text[kept[-1].end : grade.start])
        ):
            first, second = kept[-1], grade
            ranks = [g for g in (first, second) if not g.is_prize_only]
            if len(ranks) == 2 and {first.value, second.value} & {"종합대상", "대상"}:
                first.value = "종합대상" if "종합대상" in (first.value, second.value) else first.value
                first.end = second.end
                continue
            if len(ranks) <= 1:
                first.value = ranks[0].value if ranks else UNSPECIFIED
                first.is_prize_only = not ranks
                first.end = second.end
                continue
        kept.append(grade)
    return kept


_REPORTED_WRONGLY = re.compile(
    r"[’'”」]?(?:을|를)?\s?(?:받았다고|수상했다고|탔다고|받은\s것으로)\s(?:잘못\s)?(?:보도|알려|전해|소개)[가-힣]{0,4}(?:으나|지만|는데)"
)
#: where the clause of a grade ends and another one begins
_NEXT_CLAUSE = re.compile(
    rf"(?:받은|탄|수상한|차지한)\s(?!적|바|일|것)|[{PAST_SYLLABLES}]던\s|[는은]\s(?:동안|사이|가운데|반면)|[{PAST_SYLLABLES}](?:고|으며|지만|으나|는데|다)|며\s|[가-힣]고\s|지만\s|다[.]"
)


def is_undone(text: str, grade: Grade, end: int) -> bool:
    """Whether the grade is only aimed at, missed or hoped for, in its own clause."""
    if _REPORTED_WRONGLY.match(text, grade.end, end):
        return True
    stop = min(grade.end + 30, end)
    clause = _NEXT_CLAUSE.search(text, grade.end, stop)
    tail = text[grade.end : clause.end() if clause else stop]
    return _UNDONE.search(tail) is not None and re.search(r"놓치지 않|그치지 않", tail) is None


def is_of_others(text: str, grade: Grade) -> bool:
    """'최우수상을 받은 사업은', '우수상을 받은 곳은': the grade only tells which ones are spoken of; not so 'A시는 우수상을 받은 곳이다'."""
    found = _GENERIC.match(text, grade.end)
    return found is not None and not _IS_ONE.match(text, found.end())


_IS_ONE = re.compile(r"(?:이?다(?=[.\s])|이었|였|이며|이고|으로\s|로\s|인\s)")


def is_of_nobody(text: str, sentence: Sentence, grade: Grade) -> bool:
    """Whether a grade in a sentence without a municipality is told of prizes at large, so that no carried subject won it."""
    if is_of_others(text, grade) or _IN_ALL.match(text, grade.end) or _PERSON.search(text, sentence.start, grade.start):
        return True
    if _DEFINED.match(text, grade.end, sentence.end) or _BRINGS.match(text, grade.end, sentence.end):
        return True
    if _GIVEN_YEARLY.match(text, grade.end, sentence.end):
        return True
    return (
        _GIVER.search(text, sentence.start, grade.start) is not None
        and _GAVE.match(text, grade.end, sentence.end) is not None
    )
