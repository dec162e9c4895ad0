"""The little morphology that the rules need: is what follows done, or still to come?"""

import re

#: every syllable that ends in ㅆ marks the past (했, 만들었, 넘겼 …), but for 있 (to be) and 겠 (will)
PAST_SYLLABLES = "".join(chr(0xAC00 + 28 * k + 20) for k in range(399) if chr(0xAC00 + 28 * k + 20) not in "있겠")
_TENSE = re.compile(
    r"(?P<future>겠|기로|계획(?![(\s]?[0-9(]|보다|의|\s?대비|했)|방침|예정|구상|전망|포부|복안|작정|요량|다짐|약속(?!한)|목표(?=로|다|이다|를\s(?:세|잡|정|내걸|설정|제시))"
    r"|나선다|나섰|나서|할\s?(?:것|수)|(?:만들|창출할|늘릴|제공할|공급할|마련할|지원할|달성할|이룰|채울|발굴할|확보할|조성할|일굴|낼|생길|생겨날)\s"
    r"|(?:만드는|창출하는|늘리는|제공하는|마련하는)\s(?:것|데|게|내용|일|계획|안|[‘“'\"「『<〈《]?(?:[가-힣0-9]+\s){0,3}(?:계획|로드맵|청사진|대책|구상|전략|지도|프로젝트|설계도|밑그림|종합대책))|(?:만든|창출한|늘린|제공한|마련한|지원한|공급한|내놓는|채운|일군|추진한|달성한|이룬|끌어올린|높인|발굴한|조성한|확보한)다(?!는)|(?:만듭|창출합|늘립|제공합|마련합|나섭)니다|다는\s(?:내용|계획|목표|구상|청사진|전략|뜻|방침|것|복안|포부|약속|취지|각오|그림|설계|밑그림|생각|의지)|고자|도록|으려|하려|려고|려는|공시했|내걸었|제시했|선포)"
    rf"|(?P<past>[{PAST_SYLLABLES}])"
)


def tense(text: str, start: int, end: int) -> str | None:
    """`past`, `future` or None: the first sign of either in `text[start:end]`."""
    m = _TENSE.search(text, start, end)
    return m.lastgroup if m else None
