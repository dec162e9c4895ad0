"""Which award a sentence speaks of: the ministry's 전국 지방자치단체 일자리대상 under any of its names, another award about jobs, or none.

A grade word alone says little: provinces, other ministries, newspapers and associations give 최우수상 too. Every sentence with a grade is
searched for the names of awards and their givers; the one nearest before the grade decides, else the one after it, else the award that the
article was speaking of.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

NATIONAL = "national_jobs_award"
OTHER = "other"  # another award about jobs
FOREIGN = "foreign"  # an award about something else
SAME = "same"  # 이 평가, 같은 부문, 추진실적 평가: the one before


class Frame(NamedTuple):
    kind: str
    start: int
    end: int
    is_anaphor: bool
    edition: int | None  # the year printed before the name: '2024년 전국 …'
    result_year: int | None  # the year whose results it judges: '2021년 … 실적을 놓고 벌인 평가'
    section: str | None  # disclosure | project, where the name says it
    printed: int | None = None  # the edition as printed, where it was read as another year
    is_giver: bool = False  # a province or ministry named as the giver


_SIDO = r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주|충청[남북]|전라[남북]|경상[남북])"
_JOBS = r"(?:일자리|고용|취업)"

#: around the ministry's award where it has no more of its name than '일자리대상'
_BEFORE_BARE = r"(?<!청년 )(?<!노인 )(?<!청년)(?<!노인)(?<!여성 )(?<!공공 )(?<!공공)"
_BEHIND_BARE = r"(?=에서|에\s|서\s|의\s|을\s(?:[0-9두세네]{1,2}\s?(?:년|해)\s?(?:연속|내리|째)(?:으로)?\s)?(?:수상|받|거머|차지|탔|따|안)|[’'”\"」』》〉,…]|\s?(?:평가|시상식|공시제|지역|우수|최우수|특별|종합|부문|목표|수상|대상|장관|‘|'|“|\"|[0-9]|두|첫|역대|기초|광역|성적|이력|역사|연대기|수상)|$|\s[가-힣]+상)"
_NATIONAL = (
    r"(?:전국\s?)?(?:광역·?\s?기초\s?)?(?:지방\s?)?(?:자치단체|지자체)\s?일자리\s?(?:창출\s?|정책\s?)?(?:대상|경진\s?대회|한마당|공시제)"
    r"|전국\s?일자리\s?(?:창출\s?|정책\s?|브랜드\s?)?(?:대상|경진\s?대회|한마당)"
    r"|(?:고용노동부|고용부|노동부)\s?(?:의\s|주관\s|주최\s)?일자리\s?(?:창출\s?|정책\s?)?대상(?!자)"
    r"|지역\s?일자리\s?(?:정책\s?|창출\s?)?(?:한마당|경진\s?대회)"
    r"|지역\s?(?:산업\s?|브랜드\s?)?(?:맞춤형\s?)?일자리\s?(?:창출\s?)?(?:지원\s?)?(?:사업\s?)?(?:우수\s?사례\s?)?(?:전국\s?)?경진\s?대회"
    r"|전국\s?일자리\s?(?:창출\s?|정책\s?)?(?:종합\s?)?평가"
    rf"|{_BEFORE_BARE}일자리(?:창출\s?|정책\s?)?대상{_BEHIND_BARE}"
    r"|(?:(?:지역\s?)?(?:일자리\s?)?(?:창출\s?)?목표\s?공시제|(?:지역\s?)?일자리\s?(?:창출\s?)?공시제|공시제)(?=[’'”」』]?\s?(?:부문|분야|평가|에서|서\s|우수|최우수|특별|대상|종합|장관|수상|심사|추진\s?실적|실적|성과|이행|기초|광역|국무|대통령|고용|첫|역대|[0-9]{4}|[0-9]+년)|[’'”」』]?(?:[,…]|$))"
    rf"|(?:고용노동부|고용부|노동부)(?:가|의|에서|\s주관|\s주최)?[^.,]{{0,30}}?{_JOBS}[^.,]{{0,12}}?(?:평가|시상식)"
    r"|(?:고용노동부|고용부|노동부)\s(?:평가|심사|시상식)"
    r"|(?:전국\s?)?(?:지방\s?)?(?:자치단체|지자체)\s?(?:대상\s?)?일자리\s?(?:정책|창출|목표|사업)?\s?(?:추진\s?)?(?:실적\s?|성과\s?)?(?:종합\s?)?평가"
)
#: names that the ministry's award shares with those of provinces: the article decides which is meant
_WEAK = (
    rf"{_BEFORE_BARE}일자리\s대상{_BEHIND_BARE}"
    r"|일자리\s?(?:정책|창출|목표|사업|시책)?\s?(?:추진\s?)?(?:실적\s?|성과\s?|분야\s?|종합\s?)*평가(?!받|했|한다|하[고는])|일자리\s?(?:창출|정책)\s?대상(?!자|으로)"
    r"|우수\s?사업\s?경진\s?대회|(?<![가-힣])(?:정부|나라|중앙(?:정부|부처)?)\s(?:평가(?!받|하|했)|상(?=[을도이은과까]))"
)
_OTHER = (
    rf"[‘“'\"「『〈《](?:[0-9]{{4}}년?도?\s?)?{_SIDO}도?\s?형?\s?일자리\s?(?:창출\s?|정책\s?)?(?:대상|어워드|평가)|(?:{_SIDO}(?:특별자치도|도)?|(?<![가-힣])도)(?:의|\s자체|\s단위)?\s[‘“'\"「『〈《]?(?:[0-9]{{4}}년?도?\s)?(?:올해\s|지난해\s|[상하]반기\s|[1-4]분기\s){{0,2}}일자리\s?(?:창출\s?|정책\s?|사업\s?|시책\s?|분야\s?)?(?:추진\s?)?(?:실적\s?|성과\s?|종합\s?)*(?:대상|평가)(?!\s?대회)"
    r"|(?:대한민국|한국|코리아|경제|아시아)\s?일자리\s?(?:창출\s?)?(?:대상|어워드|경영대상)|일자리\s?어워드|(?:청년|노인|여성|어르신|공공)\s?일자리\s?(?:사업\s?)?대상"
    rf"|(?:{_SIDO}도?|(?<![가-힣])도)형\s?일자리[^.,’'”]{{0,14}}?(?:우수|대상|평가)|도형\s일자리|우수\s?시\s?[·ㆍ]?\s?군"
    rf"|(?:시\s?[·ㆍ,]?\s?군|군\s?[·ㆍ]\s?구|구\s?[·ㆍ]\s?군|자치구|시·군·구|읍면동)(?![을를이은의로])\s?{_JOBS}?(?:(?!곳이|[을를]\s)[^.,]){{0,20}}?(?:평가|경진(?:\s?대회)?|시상식|공모)"
    rf"|{_JOBS}\s?(?:정책|창출|사업)?[^.,]{{0,10}}(?:시\s?[·ㆍ]?\s?군|자치구|군·구|구·군)[’'”]?\s?(?:평가|선정|시상)"
    r"|(?:일자리[가-힣\s]{0,10})?유공(?:\s?(?:기관|자치단체|정부|포상|표창|단체))*|(?:노사문화|노사민정|노사상생)[^.,]{0,24}?(?:유공|대상|우수|평가|대회|시상|포상|표창|상(?=[을도]))"
    r"|(?:사회적\s?(?:기업|경제)(?!\s?(?:부문|분야)[에서은는의이]{0,3}\s)|마을기업|노인\s?일자리|어르신\s?일자리|공공\s?일자리|공공근로|지역공동체\s?일자리|희망일자리|자활|새일센터|청년\s?일자리|고용서비스|일\s?·\s?가정)"
    r"[^.,’'”\"」]{0,14}?(?:평가|대회|시상|기념식|포상|부문|분야|어워드|우수(?!한|하)|공모)"
    rf"|{_JOBS}\s?(?:정책|창출|사업)?\s?(?:우수\s?사례\s?)?(?:경진\s?대회|공모전|콘테스트|어워드|발표회)|일자리[가-힣\s]{{0,8}}사업\s?평가"
    rf"|(?<![가-힣·])(?:{_SIDO}도?|[도시])(?:의\s|\s)(?:(?!공시제|고용|노동부|정부|전국|중앙|자치단체|같은|이번)[가-힣·\s]){{0,12}}평가(?=에서|서|[의는도를와]|\s|[,’'”]|$)"
)
_HOST = r"(?<![가-힣])(?!고용노동부|고용부|노동부|정부|한국고용정보원|고용정보원)[가-힣·]{2,14}(?:이|가|에서)\s(?:공동\s?|함께\s)?(?:주최|주관)(?:한|하는|하고|했|해)"
_OTHER_MINISTRY = (
    r"행정안전부|행안부|안전행정부|안행부|행정자치부|행자부|보건복지부|복지부|중소벤처기업부|중기부|중소기업청|산업통상자원부|산업부|여성가족부|여가부|성평등가족부"
    r"|기획재정부|기재부|농림축산식품부|농식품부|국토교통부|국토부|환경부|교육부|문화체육관광부|문체부|해양수산부|해수부|과학기술정보통신부|과기정통부|지식경제부"
    r"|국무조정실|국민권익위(?:원회)?|권익위|국회(?:사무처|의장)?|매니페스토(?:본부|실천본부)?"
)
_PRESS = r"[가-힣]{2,6}(?:일보|신문사|신문|방송|경제지)(?=[이가의]|\s주[최관])|(?:한|모|어느|지역)\s경제신문사?"
_PROVINCE = (
    r"일자리위원회|균형발전위원회|지방시대위원회|언론사|학회|산림청|소방청|경찰청|조달청|한국생산성본부"
    rf"|(?:{_SIDO}(?:특별자치도|특별자치시|광역시|특별시|도|시)?|(?<![가-힣])[도시])(?:가|는)\s[^.,]{{0,48}}(?:시\s?·?\s?군|구·군|군·구|자치구|[0-9]개\s구)"
    r"(?:(?:을|를|에|에게|의)\s(?:(?!노동부|고용부)[^.,]){0,16}(?:뽑|골|시상|평가|따진|상을\s?[주줬건])|(?:을|를|에|에게|의|이)\s(?:(?!노동부|고용부)[^.]){0,60}?(?:견준|견주|견줬|견줘|채점|점수를\s매|줄\s?세|표창했))"
    r"|(?<![가-힣])도(?:가|는)\s[^.,]{0,48}(?:순위를|점수를)\s(?:가렸|가린|매)"
    r"|(?<![가-힣])도청(?=에서|\s)[^.,]{0,24}?(?:시상식|표창|상장|한마당|전달식)|도지사\s?(?:표창|상장|상(?=[을과,]))"
    rf"|(?:{_SIDO}(?:특별자치도|특별자치시|광역시|특별시|도|시)?|(?<![가-힣])도)(?:가|에서|의)\s(?:(?!노동부|고용부)[^.,]){{0,24}}?(?:주관|주최|실시한|선정한|꼽은|여는|(?<!에서\s)연\s|뽑는|뽑은|고른|가린|치른|견준|견주는|(?:시·?군|구·군|군·구|자치구)[^.,]{{0,12}}(?:주는|뽑아)|벌인|마련한|시행한|매긴|매기는|따져|평가한|채점|(?<!지)자체)"
)
_FOREIGN = (
    r"(?:합동평가|재정분석|재정집행|신속집행|공약(?:이행)?\s?평가|공약실천|청렴도|규제혁신|적극행정|혁신평가|재난|안전|복지|교통|관광|문화|환경|보건|농정|산림|도서관|축제|체육|"
    r"민원|세정|지방세|도시재생|균형발전|건축|하천|식품|위생|청소년|보육|인구|저출생|귀농|드론|스마트|데이터|정보화|기록|홍보|SNS|유튜브|통합방위|감사|계약)[가-힣\s]{0,14}?"
    r"(?:평가|경진\s?대회|공모|대상|시상식|대회|우수기관|점검)"
    r"|[가-힣]*(?:헌정|경영|행정|브랜드|혁신|자치|생산성|발전|도시|정책|친화|의정|봉사|소비자|만족|품질|환경|경제)\s?대상(?!으로|자|은\s만)"
    r"|매니페스토[가-힣\s]{0,8}(?:대회|평가)?"
)
_SAME = r"(?:(?<![가-힣])(?:이|이번|같은|해당|위|동|이날|올해|지난해|작년|전년도?|내년|매년|중앙|그)\s(?:평가|상(?![을도가반위생])|행사|대회|부문|시상식|경진\s?대회|분야|심사|대상|자리))"
_ANY = (
    r"[가-힣]{2,10}\s?(?:평가|경진\s?대회|공모전|공모|콘테스트|어워드|포상|대회|박람회|축제|엑스포|인증제?)(?=에서|서\s|의\s|\s부문|\s결과|\s?최우수|\s?우수|\s대상|[’'”」]|\()"
    r"|(?<![가-힣])[가-힣]{2,8}(?<!지원)(?<!평가)(?<!심사)(?<!사업)(?<!참여)(?<!조사)(?<!선정)(?<!부문)(?<!종합)(?<!부문별)(?<!일자리)(?<!단체)대상(?=에서\s|서\s)"
)

#: the kinds of names that are those of a giver
_GIVERS = frozenset(("host", "ministry", "press", "province"))
#: the kinds of names in the order in which they are tried, each with its pattern and with the words of which one stands in each of its names (none:
#: it has no such words): a sentence without them is not searched for it
_KINDS_OF_NAMES: tuple[tuple[str, str, str], ...] = (
    (
        "other",
        _OTHER,
        "일자리 고용 취업 시상 평가 우수 유공 노사 사회적 마을기업 공공근로 자활 새일센터 가정 경진 공모",
    ),
    ("national", _NATIONAL, "일자리 공시제 고용 취업"),
    ("weak", _WEAK, "일자리 우수 정부 나라 중앙"),
    ("host", _HOST, "주최 주관"),
    ("ministry", _OTHER_MINISTRY, ""),
    ("press", _PRESS, "일보 신문 방송 경제지"),
    ("province", _PROVINCE, ""),
    ("foreign", _FOREIGN, "평가 대회 공모 대상 시상식 우수기관 점검 매니페스토"),
    ("same", _SAME, ""),
    ("any", _ANY, "평가 대회 공모 콘테스트 어워드 포상 박람회 축제 엑스포 인증 대상"),
)
#: no name begins with anything else: blanks and digits are passed over at once
_FIRST = r"(?=[가-힣·S‘“'\"「『〈《])"


@lru_cache(maxsize=128)
def _pattern(kinds: tuple[bool, ...]) -> re.Pattern[str]:
    """The pattern of some kinds of names."""
    tried = (
        f"(?P<{name}>{pattern})"
        for (name, pattern, _), is_tried in zip(_KINDS_OF_NAMES, kinds, strict=True)
        if is_tried
    )
    return re.compile(rf"{_FIRST}(?:{'|'.join(tried)})")


_WORDS_OF_NAMES = tuple(words.split() for _, _, words in _KINDS_OF_NAMES)


def _names(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The names of awards and givers of a sentence."""
    sentence = text[start:end]
    kinds = tuple(not words or any(w in sentence for w in words) for words in _WORDS_OF_NAMES)
    return _pattern(kinds).finditer(text, start, end)


#: behind a name: its ceremony is held; and before it, by a province
_HOLDS = re.compile(r"[’'”」]?\s?(?:결과\s)?(?:시상식|시상|발표회|대회)[을를]\s(?:열|개최|치|마련|가[졌지])")
_PROVINCE_FIRST = re.compile(rf"(?:^|\s){_SIDO}(?:특별자치도|특별자치시|광역시|특별시|도|시)(?:가|는|에서)\s(?!열린)")
_EDITION = re.compile(
    r"((?:19|20)[0-9]{2})\s?(?:년도?)?\s?(?:제\s?[0-9]+회\s?)?(?:고용노동부\s?)?(?:주관\s)?(?:지역\s?|시·?도\s?|전국\s?)*[‘“'\"「『]?\s?$"
)
_RESULTS = re.compile(
    r"((?:19|20)[0-9]{2})\s?년(?:도|\s한\s해)?(?:\s한\s해)?(?:의|에|동안)?\s?(?:[^.,0-9]{0,24}?)(?:추진\s?)?(?:실적|성과|성적|한 일|추진한|대책)"
)
#: a sentence without one of these names no award: the long pattern is not tried on it
_AWARD_WORDS = re.compile(
    r"대상|공시제|평가|대회|한마당|어워드|시상|표창|포상|유공|공모|[가-힣]상[을이은도에,’'”\s]|우수|부문|점수|순위|채점|견[준주줬줘]|줄\s?세"
)
_INSIDE = re.compile(r"((?:19|20)[0-9]{2})\s?년(?:도)?(?!\s한|부터|이래|이후)")
_GENERIC_NAME = re.compile(
    r"(?:추진|일자리|추진실적|실적|성과|종합|정책|중앙|현장|발표|서류|최종|전국|정부|우수|사례|년도|대책|시책|계획|종합계획|기초|광역|단체|자치단체|이행|견준|살핀|따진|관련|세부|[\s])*(?:평가|경진\s?대회|대회|시상식)"
)
_JOB_WORDS = re.compile(r"일자리|고용|취업|채용|사회적\s?(?:기업|경제)|노사|공공근로|자활|공시제")
_MINISTRY = re.compile(
    r"고용노동부|고용부|노동부|(?:자치단체|지자체)\s?일자리\s?(?:대상|경진|한마당)|전국\s?일자리|대통령상|국무총리상|장관상|장관\s?표창"
)
_PROJECT = re.compile(r"경진\s?대회")


def speaks_of_ministry(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether an article names the ministry or a contest of the whole country, so that '일자리 평가' means theirs."""
    return _MINISTRY.search(text, start, len(text) if end is None else end) is not None


def read_frames(text: str, start: int, end: int, is_ministry: bool = True) -> list[Frame]:
    """The awards and givers that `text[start:end]` (one sentence) names, in order."""
    if _AWARD_WORDS.search(text, start, end) is None:
        return []
    found: list[Frame] = []
    for m in _names(text, start, end):
        group = m.lastgroup
        is_giver = group in _GIVERS
        edition = result = None
        section: str | None = None
        kind = SAME
        if group in ("national", "other", "weak"):
            before = text[max(start, m.start() - 30) : m.start()]
            year = _EDITION.search(before)
            inside = _INSIDE.search(text, m.start(), m.end()) if year is None else None
            edition = int(year.group(1)) if year else int(inside.group(1)) if inside else None
            after = _RESULTS.match(text, m.start() - len(before) + year.start(), end) if year else None
            if after is not None:
                edition, result = None, int(year.group(1)) if year else None
            kind = NATIONAL if group == "national" or (group == "weak" and is_ministry) else OTHER
            if group == "weak" and _HOLDS.match(text, m.end(), end) and _PROVINCE_FIRST.search(text, start, m.start()):
                kind = OTHER  # the ministry's ceremony is no province's to hold
            if kind == NATIONAL:
                if "공시제" in m.group():
                    section = "disclosure"
                elif _PROJECT.search(m.group()):
                    section = "project"
        elif is_giver:
            kind = OTHER if _JOB_WORDS.search(text, m.start(), min(end, m.end() + 40)) else FOREIGN
        elif group == "foreign":
            kind = FOREIGN
        elif group == "any" and not _GENERIC_NAME.fullmatch(m.group()):
            kind = OTHER if _JOB_WORDS.search(text, max(start, m.start() - 20), m.end()) else FOREIGN
        found.append(Frame(kind, m.start(), m.end(), group == "same", edition, result, section, edition, is_giver))
    return _givers_rule(text, found)


def named_generically(text: str, frame: Frame) -> bool:
    """Whether a name is only that of some evaluation or contest ('추진실적 평가'), not one of its own."""
    return (
        frame.kind in (OTHER, FOREIGN)
        and not frame.is_giver
        and _GENERIC_NAME.fullmatch(text, frame.start, frame.end) is not None
    )


#: the ministry by its name
_THE_MINISTRY = re.compile(r"고용노동부|고용부|노동부")
#: what only the name of the ministry's own award has
_OF_THE_COUNTRY = re.compile(r"전국|자치단체|지자체|정부|나라|중앙")
#: between two entries of a list: '경진대회 최우수상 △2016년 공시제 특별상'
_NEW_ENTRY = re.compile(r"[△▲▷▶○◇□■]|[가-힣]상[을\s]")
_NEW_CLAUSE = re.compile(r"에서\s(?!실시|주관|주최|벌인|시행|진행|추진)|이어|받[은아고]|[며고]\s|,")


def _givers_rule(text: str, frames: list[Frame]) -> list[Frame]:
    """A province or another ministry named as the giver just before an award's name makes it theirs ('경북도가 주관한 일자리 평가')."""
    ruled: list[Frame] = []
    for i, frame in enumerate(frames):
        if frame.kind == NATIONAL and i and ruled[-1].kind in (OTHER, FOREIGN) and frame.start - ruled[-1].end <= 30:
            named, gap = text[frame.start : frame.end], text[ruled[-1].end : frame.start]
            is_ministrys = _THE_MINISTRY.search(text[max(0, ruled[-1].start - 16) : frame.end]) is not None
            is_evaluation = ruled[-1].is_giver and named.endswith("평가") and not _NEW_CLAUSE.search(gap)
            is_its_own = is_evaluation or not _OF_THE_COUNTRY.search(named)
            if is_its_own and not is_ministrys and not _NEW_ENTRY.search(gap):
                frame = frame._replace(kind=OTHER, section=None)
        if (
            named_generically(text, frame)
            and ruled
            and ruled[-1].kind == NATIONAL
            and frame.start - ruled[-1].end <= 24
        ):
            continue  # '목표 공시제 추진실적 평가': the same award, told on
        ruled.append(frame)
    return ruled
