"""How a percentage stands in its sentence: a level that was measured, or a change, a goal, a share of something, a bound."""

import re

from extract.claims.model import Mention
from extract.claims.morphology import _PAST_SYLLABLES

LEVEL, CHANGE, GOAL, SHARE, BOUND = "level", "change", "goal", "share", "bound"

_SIGN = re.compile(r"[+＋▲▼△▽↑↓±]\s?$|(?:^|[(（\s])[-−]$")
_CHANGE = re.compile(
    r"\s?(?:가|나|이|씩|가량|정도|쯤)?\s?(?:[pP](?![a-z])|[↑↓▲▼△▽](?![0-9가-힣])|증가|상승|하락|감소|개선|향상|확대|축소|급등|급락|늘|줄|오른|올랐|올라|오르|뛰|뛴|떨어|내려|내린|내렸|더\s|차이|격차|차로|빠[졌진]|좋아|나아"
    r"|많|적[은었]|높아|낮아|높[은고게았였]|낮[은고게았]|앞[선서]|웃[도돌]|밑[도돌])"
)
_STANDS_HIGH = re.compile(r"(?:가|이)?\s?(?:가장\s)?(?:높|낮|많|적|앞)")
_BOUND = re.compile(
    r"\s?(?:대(?![비전구])|선(?![정거보])|초반|중반|후반|이상|이하|미만|초과|안팎|내외|남짓|문턱|고지|벽)"
    r"|(?:를|을|도|선을|선도|대를|의\s벽을)?\s(?:(?:처음|처음으로|훌쩍|크게|이미|모두|가뿐히|사상|첫|또|다시|소폭|살짝|한참|무려|겨우|거뜬히|간신히|조금)\s){0,2}(?:넘(?!겨받)|돌파|웃[도돌]|상회|밑[도돌]|하회|뛰어\s?넘|초과)"
    r"|(?:에|에도|에는)\s(?:조금\s|한참\s)?(?:육박|가까|근접|못\s?미|미치지|다가|다다)|\s?(?:밑|아래)(?:로|에|를)"
)
_SHARE_BEFORE = re.compile(
    r"(?<![시군구도국])(?<!지역)(?<!지난해)(?<!올해)의\s(?:약\s)?$|(?:가운데|중|중에서?|대비|比|대비해|총\s?[0-9,]+명\s중)\s(?:약\s|무려\s)?$"
)
#: the ends of a range that many span: '최고 76.6%에서 최저 55.5%까지'
_EXTREME = re.compile(r"(?:^|[^가-힣]|[은는이가]\s)(?:최고|최저|최대|최소|적게는|많게는)\s$")
_SHARE_AFTER = re.compile(
    r"\s?(?:에\s해당|를\s(?:차지|맡|쓰|쏟|배정|투입|집행|채[웠워])|가\s(?:취업|종사|일하|일자리를|근무|응답|찬성|만족|국비|민간)|만큼|할인|인상|지원|감면|달성률|집행|달성하?며?\s?(?:에\s)?그)"
)

_FROM = re.compile(r"[)）]?에서\s|\s?(?:→|⇒)")
#: 76.8%로, 잡아 둔 목표 74.8%를: what the level is held against
_GOAL_BESIDE = re.compile(
    r"[)）]?(?:로|으로|여서|라),?\s[^0-9.,]{0,24}목표(?:치|율)?(?:인|였던|이던|(?:로|였던)?\s[가-힣]{1,4}[은운한던])?\s?[(（]?\s?[0-9]"
)
_NEXT_YEAR = re.compile(r"(?:올해|내년|(?:19|20)[0-9]{2}년).*[0-9]\s?%")
_EXCEED = r"넘|웃[도돌]|초과|상회|앞[서선섰]|앞질|뛰어|달성했|달성해|달성한|이뤄|이룬|채[우웠워]|보다|능가|도달"
_GOAL_WORD = re.compile(
    rf"목표(?![와과]?\s?(?:대비|비교|를\s(?:{_EXCEED})|[도을]\s(?:{_EXCEED})|보다|(?:치|값)(?:를|을|도|보다|에)))"
)
#: adnominal verbs of promising: '내걸었던 65.2%'
_PROMISED = re.compile(
    r"(?:내건|내걸었던|내세운|제시한|제시했던|공시한|공시했던|약속한|약속했던|정한|정했던|세운|세웠던|잡은|잡았던|설정한|계획한|계획했던|목표한|예상한|전망한|공약한|바라본|예고한)\s(?:[가-힣]{1,8}\s){0,2}$"
)
_RESET = re.compile(
    rf"(?:로|를)\s?(?:내걸|세우|세웠|세워|잡|정|삼)[가-힣]{{0,2}}[어아워고해,지는][,\s]|실적|실제|현재|기록|[{_PAST_SYLLABLES}](?:고|으며|지만|으나|는데|던|다[.”\"])|(?:이고|이며|인데|지만|으나)[,\s]|보다\s|(?:{_EXCEED})"
)
#: the first of these after a number tells whether it was measured or is wanted
_AFTER = re.compile(
    r"(?P<goal>겠|기로\s|계획(?!\s?대비)|방침|예정|전망|예상(?!보다|을)|약속|공약|공시(?!제|한\s목표|하는)|내걸|내세우|내세운\s|제시|설정|세웠다|세우[고며]|세워|잡았|잡고|잡아|맞췄|맞추|정했|정하[고며]|정한다|끌어\s?올(?!렸|린|려\s?(?:호평|인정|높은))|밀어\s?올|높일|높이(?:기|려|고|는\s(?:것|게|데)|자)|올릴|올리(?:기|려|고|는\s(?:것|게|데)|자)"
    r"|이룰|이루(?:기|려|고|는\s(?:것|게|데)|자)|달성(?:할|하겠|하기|하려|하고자|하는\s(?:것|게|데)|을\s(?:위|목표|향|다짐|약속|선언)|이라는|이\s목표|한다는|하자)|향해|향한|도전|시대|청사진|비전|로드맵|구상|포부|각오|다짐|꿈|노린|노리|노려|바라보|바라본|겨냥|높인다|올린다|늘린다|지향|만들자|되도록|도록\s(?:하|노력|힘)"
    r"|푯대|과녁|이정표|[가이]\s(?:올해|내년|임기)[가-힣\s]{0,6}(?:몫|숙제|과제|바람)|목표(?:로|다|라|이(?!며|고)|를\s?(?:세|잡|정|내|제|설|두|삼|공|밝|수립|향|걸|위|확정)|치로)|공개했|발표할|수립했|마련했|확정했)"
    rf"|(?P<level>기록|집계|나타[났나내난]|조사됐|조사된|조사돼|파악|확인|추산|달했|달하|달해|달한|이르렀|이른다|이르러|보였|보이|보인|거뒀|거둔|거두|냈|낸|올랐|오른|올라(?!서겠)|올렸|올린|높아|낮아|떨어|상승|하락|증가|감소|개선|향상|유지|그쳤|그친|머물|머문|높[다았고은게]|낮[다았고은]|앞[섰선서]|웃[도돌]|차지|달성(?:했|하며|하고\s|해\s|한(?!다))|순[이으으]|1위|최고|최저|으뜸|뛰었|뛰어|뒤를|이었|였[다고으지던는]|[{_PAST_SYLLABLES}][다고습])"
)
_COPULA = re.compile(
    r"(?:이?다(?![가-힣])|였|이었|인데|이지만|이고|이며|입니|이에요|예요|이라고\s(?:밝|말|설명|전)|라고\s(?:밝|말|설명|전)|이니|이나\s|였으니)"
)
_STRAIGHT_GOAL = re.compile(
    r"\s?(?:를|을|로|까지|의|이라는|라는|에)?\s?(?:수준(?:으로|까지|을)\s)?(?:목표(?!보다|를\s(?:넘|웃|초과|상회|뛰|앞)|치|\s?대비|달성에|\(|\s?[0-9])|달성(?:을|이라는|을\s위|\s?(?:목표|로드맵|추진|도전|선언|위해))|끌어\s?올리|시대|로드맵|국가\s?목표|공약|비전)"
)


def standing(text: str, number: Mention, floor: int, end: int, is_old: bool, is_ruled: bool, is_achieved: bool) -> str:
    """What the percentage `number` is. `floor`: the end of the number before it, or the start of the sentence; `end`: of the sentence.

    `is_old`: a past year stands right with it; `is_ruled`: an earlier 목표 of the sentence still rules it; `is_achieved`: an earlier 달성률.
    """
    before = text[max(floor, number.start - 40) : number.start]
    value = number.value.value
    if _SIGN.search(text, max(floor, number.start - 3), number.start):
        return CHANGE
    change = _CHANGE.match(text, number.end, min(end, number.end + 16))
    if change and not (value >= 25 and _STANDS_HIGH.match(text, number.end, end)):
        return CHANGE
    if _EXTREME.search(before) and not re.search(r"(?:역대|사상|도내|전국)\s[가-힣]+\s$", before):
        return SHARE
    if is_achieved:
        return SHARE
    if _SHARE_BEFORE.search(before) or _SHARE_AFTER.match(text, number.end, end):
        return SHARE
    if is_old and _FROM.match(text, number.end, end):
        return LEVEL
    if is_goal_before(before) or is_ruled:
        return GOAL
    if _GOAL_BESIDE.match(text, number.end, end):
        return LEVEL
    if _STRAIGHT_GOAL.match(text, number.end, end):
        return GOAL
    if _BOUND.match(text, number.end, min(end, number.end + 30)):
        return BOUND
    closed = number.end
    while closed < end and text[closed] in ")）]”’ ":
        closed += 1
    if _COPULA.match(text, closed, end):
        return LEVEL
    decisive = _AFTER.search(text, number.end, end)
    if decisive and decisive.lastgroup == "goal":
        gap = text[number.end : decisive.start()]
        if not (is_old and (len(gap) > 24 or _NEXT_YEAR.search(gap))):
            return GOAL
    return LEVEL


def is_goal_before(before: str) -> bool:
    """Whether 목표 or a promise in `before` rules what comes right after it."""
    if _PROMISED.search(before):
        return True
    words = list(_GOAL_WORD.finditer(before))
    return bool(words) and _RESET.search(before, words[-1].end()) is None


_ACHIEVED = re.compile(r"(?:달성[률율도]|목표\s?대비)[^0-9.]{0,20}[고실][용업][률율][^0-9.]{0,8}[0-9]")


def achieved_from(text: str, start: int, end: int) -> int:
    """Where '달성률로 치면 고용률 102.9%, …' begins: percentages of goals behind it; the end of the sentence for nowhere."""
    m = _ACHIEVED.search(text, start, end)
    return m.start() if m else end


_GOAL_TOPIC = re.compile(r"목표(?:치|율)?(?:는|은|로는|\s?[:：])")


def goal_scope(text: str, start: int, end: int, times: list[int]) -> tuple[int, int]:
    """From and up to where '목표는 고용률 68%, 청년고용률 45%' rules: until a result, a contrast or another year is named."""
    topic = _GOAL_TOPIC.search(text, start, end)
    if topic is None:
        return -1, -1
    reset = _RESET.search(text, topic.end(), end)
    stops = [t for t in times if t >= topic.end() + 12]
    return topic.start(), min([reset.start() if reset else end, *stops])
