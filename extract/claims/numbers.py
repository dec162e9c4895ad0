"""Numbers as Korean papers print them, with their unit.

`5만652개`, `1만 2천여 개`, `12,487개`, `만5천 명`, `24천개`, `1억 35백만 원`, `471백만원`, `122%`, `0.7%p`. A number is one mention:
its span takes in the unit, its value says what the unit is.
"""

import re
from typing import NamedTuple

from extract.claims.model import Mention

JOBS = "jobs"  # 개: what is counted is settled by the rules
PERSONS = "persons"  # 명, 인
CASES = "cases"  # 건: some count the jobs that they found for people so
PERCENT = "percent"
POINT = "point"  # %p
WON = "won"
YEAR = "year"  # N년: years and durations, told apart in `times`
MONTH = "month"
DAY = "day"
TIMES = "times"  # N회, N번, N차례
BARE = "bare"  # no unit that is known
COUNTED = "counted"  # N곳, N위, 45개 기업 …: a number of something else


class Amount(NamedTuple):
    """`value` in units (whole for counts and won), `unit` as above, `is_rounded` where the text says 여, 약, 가량, 남짓 …"""

    value: float
    unit: str
    is_rounded: bool
    digits_end: int  # where the digits end and the unit begins
    has_point: bool = False  # printed with a decimal point: 53.0 is a rate where 53 is none


_SMALL = {"십": 10.0, "백": 100.0, "천": 1000.0}
_BIG = {"만": 1e4, "억": 1e8, "조": 1e12}

#: where a number can start (the first look passes over every other letter at once): digits, or a bare 만 ('만5천', '만여 개'; not '만 3년', '만 15세'), not inside a word or another number
_START = re.compile(
    r"(?=[0-9만])(?:(?<![0-9A-Za-z가-힣.,])만(?!\s?[0-9]{1,2}\s?(?:[~∼～-]\s?[0-9]{1,2}\s?)?(?:년|세|살|개월|주년))(?=\s?[0-9]|여)|(?<![0-9A-Za-z.,])[0-9])"
)
_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?")
_SCALE = re.compile(r"\s?여?\s?([십백천]{0,2}[만억조]|[백천]{1,2})(?![가-힣](?<![여개명원일십백천만억조0-9]))")
#: the next digits of the same number, '1백8%'; '1만 2024년' is two numbers
_MORE = re.compile(r"(?<=백)(?=[0-9]{1,2}%)|\s?(?=[0-9])(?![0-9]{1,4}\s?(?:년|월|일[^자]|%|∼|~))")
_ROUND = re.compile(r"\s?(?:여|남짓|가량|안팎)")
#: dates and versions: '92.3.16', '2026-12-31', '1.0.2'
_CODE = re.compile(r"[0-9]+(?:\.[0-9]+){2,}|(?:19|20)?[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?![0-9,])")
#: what stands right before or behind the digits of a name or a measure: '제116조의14', '§104', '2023-법규', '840-3', '2013서1231', '00291', '$20', '3.5GB', '75.5㎢', '3/1000'
_NAME_BEFORE = re.compile(
    r"(?:(?<![가-힣])제|[§№#_￦₩$€£¥]|[0-9A-Za-z가-힣)]-|[0-9](?![년월일은는이가도에만여와과])[가-힣])$"
)
_NAME = re.compile(r"0[0-9]|(?<=[0-9]/)10+(?![0-9.,])")
_NAME_BEHIND = re.compile(r"[A-Za-z_㎀-㏟℃℉°]|-[0-9A-Za-z가-힣]|(?![년월일은는이가도에만여와과])[가-힣][0-9]")
#: a number printed as a fraction: '68.8', '60.0'; '3.5만' is none
_FRACTION = re.compile(r"\.[0-9]+$")
#: what is measured in fractions; '74.5 등이' is no 등 of anything
_MEASURES = ("㎡", "평", "km", "톤", "t", "ha", "달러", "시간", "초", "배", "세", "점")
#: a run of digits that no article counts anything with: an identifier, or no text at all
_NO_NUMBER = 1e15
_BEFORE_ROUND = re.compile(r"(?:약|대략|무려)\s?$")

#: nouns that make '45개 기업' a count of something that is not a job
_NOT_JOBS = (
    "월|국|사(?![가-힣])|사[가는이의를와에]|소|년|시|군|구[^인]|도[^록]|반|동|읍|면|리|팀|과[^를]|부|대[학형]|기업|업체|회사|사업|분야|부문|지표|과제|전략|유형|"
    "자치단체|지자체|광역|기초|시·|시군|시도|기관|단체|학교|대학|고교|항목|영역|권역|노선|단지|점포|업소|상점|매장|부스|강좌|과정|프로그램|"
    "프로젝트|정책|시책|대책|계획[^(의]|공약|조항|조례|센터|마을|지역[^ ]|지구|협동조합|조합|노조|작품|팀|사례|종목|품목|제품|모델|특허|코스|"
    "공모|위원회|협약|행사|축제|상[^용시]|상을|메달|금메달|나라|국가|도시|직종|업종|농가|가구|가게|시설|공장|방안|기둥|갈래|축|세부|중점|핵심|실천|추진|"
    "이행|평가|개선|병원|경로당|어린이집|공공기관|출자|본부|실·|국·|부서|직능|훈련|직업|일자리\\s?사업|일자리사업|창업기업|스타트업"
)
_UNIT = re.compile(
    r"\s?(?:"
    r"(?P<point>%\s?(?:p(?![a-z])|P(?![a-zA-Z])|포인트|피)|퍼센트\s?포인트|포인트)"
    r"|(?P<percent>%|％|퍼센트|프로(?![가-힣])|프로[가를로의])"
    r"|(?P<won>원(?!주|도심|도급|숭이))"
    r"|(?P<counted>개\s?(?:"
    + _NOT_JOBS
    + r")|곳|위(?!원)|등|팀|대(?![비한])|세(?![종])|살|층|점|호|편|장|종|기(?!업|관|존|준|록)|차(?!례)|분|초(?![과반기등중대청안빈])|시간|달러|㎡|평|km|배|만원권|권|부(?=[를을씩]|\s?배포)|마리|톤|t|ha)"
    r"|(?P<jobs>개(?![정발최통설편교막헌혁척량축])|자리(?!를 ?잡))"
    r"|(?P<cases>건(?![강물설전조축립]|의(?!\s(?:실적|성과|일자리|목표|취업|계획|알선))))"
    r"|(?P<persons>명|인(?![가-힣])|인[이의을은])"
    r"|(?P<year>년)"
    r"|(?P<month>월)"
    r"|(?P<day>일(?!자리))"
    r"|(?P<times>회|번|차례(?!로)|관왕)"
    r")"
)


def _scaled(text: str, pos: int) -> tuple[float, int, bool]:
    """The number that starts at `pos`: its value, where its digits and scales end, and whether a 여 stands inside it."""
    total = 0.0  # settled parts above 만
    section = 0.0  # parts below the next 만
    rounded = False
    end = pos
    last_big = float("inf")
    while True:
        digits = _DIGITS.match(text, end)
        if digits:
            number, end = float(digits.group().replace(",", "")), digits.end()
        else:
            number = 1.0  # '만5천': a bare scale counts one
        scale = _SCALE.match(text, end)
        if not scale:
            return total + section + (number if digits else 0.0), end, rounded
        rounded |= "여" in scale.group()
        end = scale.end()
        big = 1.0
        for mark in scale.group(1):
            if mark in _SMALL:
                number *= _SMALL[mark]
            else:
                big = _BIG[mark]
        if big > 1:
            if big >= last_big:  # '3억 2억' are two numbers
                return total + section, scale.start(), rounded
            last_big = big
            total += (section + number) * big
            section = 0.0
        else:
            section += number
        more = _MORE.match(text, end)
        if not more or not text[more.end() : more.end() + 1].isdigit():
            return total + section, end, rounded
        if big == 1 and more.end() > end and section < 1000:
            return total + section, end, rounded
        end = more.end()


def read_numbers(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """All numbers of `text[start:end]` in order, each a `Mention` of kind `number` with an `Amount`."""
    stop = len(text) if end is None else end
    found: list[Mention] = []
    pos = start
    while True:
        at = _START.search(text, pos, stop)
        if at is None:
            return found
        code = _CODE.match(text, at.start(), stop)
        if code is not None:
            pos = code.end()
            continue
        value, digits_end, rounded = _scaled(text, at.start())
        if digits_end <= at.start() or value >= _NO_NUMBER:
            pos = max(digits_end, at.end())
            continue
        around = _ROUND.match(text, digits_end)
        unit_from = around.end() if around else digits_end
        unit = _UNIT.match(text, unit_from)
        kind = unit.lastgroup if unit else BARE
        rounded = (
            rounded
            or around is not None
            or _BEFORE_ROUND.search(text, max(start, at.start() - 4), at.start()) is not None
        )
        if (
            unit is not None
            and kind == COUNTED
            and _FRACTION.search(text, at.start(), digits_end)
            and unit.group().strip() not in _MEASURES
        ):
            unit, kind = None, BARE  # no count is a fraction
        elif unit is None and (
            _NAME_BEFORE.search(text, max(start, at.start() - 3), at.start())
            or _NAME.match(text, at.start())
            or _NAME_BEHIND.match(text, digits_end)
        ):
            kind = COUNTED
        stretch = unit.end() if unit else digits_end
        if unit is not None and kind == COUNTED:
            stretch = unit_from + len(unit.group()) - len(unit.group().lstrip()) + 1
        found.append(
            Mention(
                "number",
                at.start(),
                min(stretch, stop),
                Amount(value, kind or BARE, rounded, digits_end, "." in text[at.start() : digits_end]),
            )
        )
        pos = max(stretch, at.start() + 1)
