"""Whose rate a percentage is: a government by the particle behind its name, or the nation, an average, a district, which are none here."""

import re
from typing import NamedTuple

from extract.claims import lexicon
from extract.claims.model import Sentence
from extract.claims.who import Group, Scene, Who


class Owner(NamedTuple):
    """Who the next percentages are of. `members` is empty for the nation, an average, a district: percentages of those are no claims."""

    start: int
    end: int
    members: tuple[Who, ...]
    reach: str  # "topic": also in the sentences after | "sentence" | "one": only the next number


_REGIONS = r"(?:[0-9]+\s?[개대]\s?)?(?:특별·?\s?광역시|특·\s?광역시|광역시도?|특별시|시·도|시도|시·군·구|시군구|시·군|시군|자치구|구·군|군·구|기초(?:자치단체|지자체)|도(?=[의\s]))"
#: the nation, groups of regions, averages
_CROWD = re.compile(
    r"(?<![가-힣])(?:전국|우리나라|국내|OECD(?!\s?(?:비교\s?)?기준)|한국|국가|수도권|비수도권|전\s?세계)(?!대|체전|[가-힣]{2,3}(?:부|연|회|청|원))"
    r"|(?<!연)(?<!반기\s)(?<!지난해\s)(?<!올해\s)(?<!년\s)(?<!간\s)(?<!분기\s)(?<!월\s)평균(?:치|값)?"
    r"|(?<![가-힣])(?:도\s?단위|[시군구](?:\s?·\s?[시군구])*\s?(?:지역|단위)|[시군구]부|도시\s?지역|농(?:어)?촌\s?지역|대도시)"
    rf"|(?<![가-힣0-9]){_REGIONS}(?=\s?(?:전체|평균|고용률|실업률|의\s(?:(?:올해|지난해|작년|[상하]반기|[0-9]{{4}}년|[0-9]{{1,2}}월)\s)*(?:고용률|실업률|평균)))"
)
_CHAIN = re.compile(
    rf"(?:\s?(?:의\s|올해|지난해|작년|[상하]반기|[0-9]{{4}}년|[0-9]{{1,2}}월|전체|지역|평균(?:치|값)?|기준|수준|단위|같은\s(?:기간|달)|{_REGIONS}|[시군구]부|[시군구]\s?(?:지역|단위)|청년층?|여성|고령층|노인|15[~∼～-]64세|15세\s?이상|OECD\s?기준|[고실][용업][률율](?:\([^()%]{{1,12}}\))?))*"
)
_CROWD_TOPIC = re.compile(r"\s?(?:은|는|이|가|도|역시|또한|이다|다(?=\.)|에서는(?=\s[0-9]))(?![가-힣])")
_CROWD_NEXT = re.compile(r"(?:인\s|\s)?\s?[(（:]?\s?(?:약\s)?[0-9]{1,2}(?:\.[0-9]+)?\s?[%％퍼)]")
IN_PASSING = re.compile(
    r"\s[가-힣·]{2,5}\s(?:가운데|중에서|중)\s|\s?(?:도내|[0-9]+위|지역에서(?!는\s)|안에서|내에서|내\s|가운데|중에서|중\s|다음|에\s이어|[을를]?\s?제치|평균|[0-9]+\s?개|시·군|시군|권에서|권\s|등지|지부|본부|지방|고용노동|상공회의소|상의|전체\s?평균|지역본부|소재)"
)
_LEADS_RATE = re.compile(
    r"(?:는)?\s(?:(?:지난해|올해|작년|[0-9]{4}년|[상하]반기|지난\s[0-9]+월|[0-9]+월|지난달)\s)*(?:[가-힣0-9~∼()]{1,12}\s)?[고실][용업][률율]"
)
_OWN_RATE = re.compile(
    r"\s?[=:：/]\s?[고실][용업][률율]|(?:의|은|는|이|가|에서는|에서)?\s(?:(?:지난해|올해|작년|[0-9]{4}년|[상하]반기|지난\s[0-9]+월|[0-9]+월|지난달)\s)*(?:[가-힣0-9~∼()]{1,12}\s)?(?:청년|여성)?[고실][용업][률율]"
)
FIGURE = re.compile(r",?\s?(?:(?:각각|나란히|똑같이|모두|같은|무려|약)\s)?[(（:：]?\s?[0-9]{1,2}(?:\.[0-9]+)?")
_LIVES = re.compile(r"\s(?:사는|살고|거주)")
_OUR = re.compile(r"(?<![가-힣])우리\s?[시군구도](?![가-힣]{2})")


_HEAD = re.compile(r"장|수(?![가-힣]{2})|청장|지사|청|의회")


def fallback(sentences: list[Sentence], text: str, scene: Scene) -> Who | None:
    """Whose rates an article without a clear subject tells: the first place with a rate of its own, or with a mayor (진천군수)."""
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.kind != lexicon.PLACE or mention.value.is_district:
                continue
            own = mention.value.is_weak and _OWN_RATE.match(text, mention.end, sentence.end)
            head = mention.value.role == "part" and not mention.value.is_bare and _HEAD.match(text, mention.end)
            municipality = scene.municipality(mention, True) if own or head else None
            if municipality is not None:
                return Who(municipality, mention.value.written, mention.start, mention.end, True)
    return None


def read_owners(text: str, index: int, sentence: Sentence, scene: Scene) -> list[Owner]:
    """The owners that a sentence names, in the order in which they end."""
    found: list[Owner] = []
    grouped = {who.start for group in scene.groups(index, sentence) for who in group.members}
    for group in scene.groups(index, sentence):
        owner = _place_owner(text, group, sentence)
        if owner is not None:
            found.append(owner)
    for mention in sentence.mentions:
        if mention.kind == lexicon.SUBJECT and mention.value.role in ("top", "gen"):
            who = scene.meant(index, mention)
            if who is not None:
                found.append(Owner(mention.start, mention.end, (who,), "topic"))
        elif mention.kind == lexicon.PLACE and mention.value.is_district and mention.value.role not in ("cmp", "dat"):
            found.append(Owner(mention.start, mention.end, (), "sentence"))
        elif mention.kind == lexicon.PLACE and mention.value.is_weak and mention.start not in grouped:
            # an ordinary word too, but here a rate is its
            follows = FIGURE.match(text, mention.value.after, sentence.end) or _OWN_RATE.match(
                text, mention.end, sentence.end
            )
            municipality = scene.municipality(mention, True) if follows else None
            if municipality is not None:
                who = Who(municipality, mention.value.written, mention.start, mention.end)
                found.append(Owner(mention.start, mention.end, (who,), "sentence"))
    for m in _OUR.finditer(text, sentence.start, sentence.end):
        if scene.main is not None:
            found.append(Owner(m.start(), m.end(), (scene.main._replace(is_carried=True),), "sentence"))
    starts = {m.start for m in sentence.mentions if m.kind == lexicon.PLACE}
    found = [o for o in found if not o.members or not {o.end, o.end + 1} & starts]  # 제주 of 제주 서귀포시
    places = [o for o in found if o.members]
    upto = -1
    for m in _CROWD.finditer(text, sentence.start, sentence.end):
        if m.start() < upto:
            continue  # '전국 시 지역 평균' is one
        chain = _CHAIN.match(text, m.end(), sentence.end)
        upto = end = chain.end() if chain else m.end()
        if text[m.start() : m.end()].startswith("평균") and any(
            o.end <= m.start() <= o.end + 2 and not o.members[-1].municipality.is_metropolitan for o in places
        ):
            continue  # a city's average is one over time
        if _CROWD_NEXT.match(text, end, sentence.end):
            found.append(Owner(m.start(), end, (), "one"))
        elif _CROWD_TOPIC.match(text, end, sentence.end):
            found.append(Owner(m.start(), end, (), "topic"))
    return sorted(found, key=lambda o: (o.end, o.start))


def _place_owner(text: str, group: Group, sentence: Sentence) -> Owner | None:
    """The owner that a place makes by its particle; None for one that only stands by (보다, 에 이어, 가운데 …)."""
    figure = FIGURE.match(text, group.end, sentence.end)
    if not figure and not sentence.is_title and IN_PASSING.match(text, group.end, sentence.end):
        return None
    role = group.role
    if role in ("cmp", "part", "acc") or (role == "com" and not figure):
        return None
    if role == "dat":
        lives = _LIVES.match(text, group.after, sentence.end)
        return Owner(group.start, group.end, group.members, "sentence") if lives else None
    if role == "loc":
        if not (_LEADS_RATE.match(text, group.after, sentence.end) or FIGURE.match(text, group.after, sentence.end)):
            return None
        return Owner(group.start, group.end, group.members, "sentence")
    if role == "inst" and not FIGURE.match(text, group.after, sentence.end):
        return None
    is_topic = role in ("top", "cop", "gen") or (role == "mod" and _OWN_RATE.match(text, group.end, sentence.end))
    reach = "topic" if is_topic else "sentence"
    return Owner(group.start, group.end, group.members, reach)
