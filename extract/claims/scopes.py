"""Which part of the whole a number of jobs counts: a kind of job, a group of people, a programme; or the whole."""

import re

TOTAL = "total"

#: '직·간접 일자리' and the like are the whole
_WHOLE = re.compile(
    r"직\s?[·ㆍ]?\s?간접|장\s?[·ㆍ]\s?단기|공공\s?[·ㆍ]\s?민간|민간\s?[·ㆍ]\s?공공|공공과\s민간|공공\s?부문과\s?민간"
)
#: words that make a number a part of the whole, where they stand right before it or before its 일자리
PART = (
    r"직접\s?일자리|직접고용|직업능력개발(?:\s?훈련)?|직업\s?훈련|고용\s?서비스|고용\s?장려금|채용\s?장려금|창업\s?지원|창업|청년층?|여성|중장년층?|신중년|장년층?|노년층?|노인|어르신|고령자|시니어|장애인|취약\s?계층|경력\s?단절|"
    r"사회적\s?경제|사회적\s?기업|사회서비스|마을\s?기업|협동조합|공공\s?근로|지역\s?공동체|정부\s?부문|공공\s?부문|공공|민간\s?부문|민간|기업\s?유치|투자\s?유치|민자\s?유치|산업\s?인프라|일자리\s?인프라|인프라|기반\s?(?:조성|구축)|"
    r"재정\s?지원|재정|희망\s?근로|자활|공무원|공기업|공공기관|출자[·ㆍ]?출연기관|농업|농촌|어촌|관광|문화|예술|돌봄|복지|보건|의료|상용직|정규직|계약직|기간제|비정규직|임시직|단기|서비스업|제조업|건설업|바이오|반도체|"
    r"신산업|미래산업|전략산업|산업단지|디지털|환경|녹색|그린|소상공인|자영업|외국인|다문화|경력보유|대학생|고졸|베이비부머|5060|4050|40대|50대|30대|20대|60대|일자리\s?지원|취업\s?알선|취업\s?지원|취업\s?연계|"
    r"인력\s?양성|상생형|참여형|맞춤형|특화형|도심형|농촌형|인프라형|지역방역|방역"
)
_BEFORE = re.compile(
    rf"(?P<label>(?:{PART})(?:[가-힣·ㆍ\s]{{0,8}}?))\s?(?:분야|부문|일자리|사업|고용|계층|일감|자리|개발|조성)?\s?(?:일자리|창출|사업|분야|부문)?\s?(?:[0-9]{{1,3}}개\s사업)?\s?(?:창출|수|목표|실적)?"
    rf"(?:은|는|이|가|도|만|로|으로|에서|에서는|에서도|의|를|을|에|:|=|로는|에는)?\s?(?:[‘“'\"]?)\s?(?:지난해\s|올해\s|[0-9]{{4}}년\s)?(?:모두\s|총\s|약\s|새\s|목표의\s?|목표\s?대비\s?|목표인\s|목표치의\s?|목표를\s|계획의\s?|당초\s목표의?\s?|목표\s|계획\s|연간계획\s?|할당량\s?|각각\s)*[(（]?$"
)
_AFTER = re.compile(rf"\s?(?:의|짜리)?\s?(?P<label>(?:{PART})(?:[가-힣]{{0,4}}))\s?(?:분야\s|부문\s)?(?:일자리|일감)")
#: what joins a programme to the number
_TO_THE_NUMBER = (
    r"\s?(?:지원사업|사업)?(?:을|를)?\s?(?:통해(?:서)?(?:는)?|으로는|로는|으로|로|에서는|에서|은|는|이|가|에는)"
    r"\s?(?:[가-힣]+\s){0,3}?(?:모두\s|총\s|약\s|[0-9]{4}년\s)?$"
)
_PROGRAMME = re.compile(
    r"(?P<label>(?:[가-힣A-Za-z0-9·]+\s){0,3}?[‘“'\"「]?[가-힣A-Za-z0-9·]{2,}(?:\s?[가-힣A-Za-z0-9·]+)?\s?"
    r"(?:사업|프로젝트|패키지|장려금|거래소|프로그램|과정|인턴|사원제|[가-힣]{2,}제(?=를|로)|뉴딜|공제|알선|센터|박람회)[’”'\"」]?)"
    rf"{_TO_THE_NUMBER}"
)
#: how the name of a programme ends, and what joins it to the number: the slow pattern is not tried where this does not stand
_PROGRAMME_END = re.compile(
    r"(?:사업|프로젝트|패키지|장려금|거래소|프로그램|과정|인턴|사원제|제(?=를|로)|뉴딜|공제|알선|센터|박람회)[’”'\"」]?"
    rf"{_TO_THE_NUMBER}"
)
_GENERAL = re.compile(
    r"^[0-9]+개\s|[0-9]개\s사업|공시제|경제$|문제$|과제$|축제$|규제$|통제$|종합\s?계획|일자리\s?(?:창출\s?)?사업|일자리\s?(?:정책|대책)|업무협약|이\s?사업|각종\s?사업|이런\s?사업|여러\s사업|모든\s사업|전체\s사업|일자리\s?센터"
)
_SUM = re.compile(r"(?:모두|전체|총|다\s?합쳐|합쳐|합하면|통틀어)\s?$")


def is_sum(before: str) -> bool:
    """모두, 총 … right before the number: the whole, whatever stood further off."""
    return _SUM.search(before) is not None


#: a name of nothing but known words: '청년', '직업능력개발훈련·고용서비스'; no '청년이 떠나자', '민간 투자 확대로'
_ONLY_PARTS = re.compile(rf"(?:{PART})(?:\s?(?:[·ㆍ]\s?)?(?:{PART}|직접))*(?:층|형)?")
#: behind a part by whose means jobs are made: '직접일자리 사업으로 5120개'
_BY_MEANS = re.compile(r"\s?(?:일자리|사업|[0-9]+개\s사업)?\s?(?:으로|로)\s")


def is_named_part(before: str) -> bool:
    """Whether a known word right before a number says that it counts a part: '청년 일자리를 4270개', '재정지원 일자리를 목표 대비 111.6%'."""
    if _WHOLE.search(before[-24:]) or is_sum(before):
        return False
    m = _BEFORE.search(before)
    if m is None or _ONLY_PARTS.fullmatch(m.group("label")) is None:
        return False
    return _BY_MEANS.match(before, m.end("label")) is None


def scope_of(before: str, after: str) -> str | None:
    """The part that a number counts, from the words right before and behind it; None where they name none."""
    behind = _AFTER.match(after)
    if _WHOLE.search(before[-24:]) or (is_sum(before) and not behind):
        return None
    m = _BEFORE.search(before) or behind
    if m:
        return " ".join(m.group("label").split())
    m = _PROGRAMME.search(before) if _PROGRAMME_END.search(before) else None
    if m and not _GENERAL.search(m.group("label")):
        return _short(m.group("label"))
    return None


#: what is neither letter nor blank
_NO_LETTER = re.compile(r"[^가-힣A-Za-z·\s]")
#: words that name no part of the whole
_NO_PART = re.compile(
    r"(?:년|월|연간|올해|지난해|작년|내년|당초|공시|일자리|창출|고용|목표|목표치|계획|실적|결과|성과|달성|전체|모두|총|약|수|말|기준|대비|현재)(?:은|는|이|가|을|를|의|로|도|인|보다)?"
)


def last_words(before: str) -> str:
    """What a number in a breakdown counts where no known word says it: the last two words before it; empty where these name nothing."""
    words = _NO_LETTER.sub(" ", before).split()[-2:]
    if words and all(_NO_PART.fullmatch(word) for word in words):
        return ""
    return " ".join(words) or "부문별"


_QUOTES = re.compile(r"[‘“'\"「’”」]")
#: the end of a word that only leads up to a name
_LEADS_UP = re.compile(r"(?:[인한된로는은을를의에어아여해고며]|에서|통해|진중인)$")


def _short(words: str) -> str:
    """The name of a programme without the words that lead up to it."""
    kept: list[str] = []
    for word in reversed(_QUOTES.sub("", words).split()):
        if kept and (len(kept) == 3 or _LEADS_UP.search(word)):
            break
        kept.insert(0, word)
    return " ".join(kept)
