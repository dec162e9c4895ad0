"""What of a text is the article, and what only stands around it.

A text dump of a news page has menus, weather, dates, captions, bylines, related headlines, rankings and comments around the article,
and sometimes the article twice. The reader keeps the title, the lines below it up to the first line that ends an article, and of
these the sentences with the lists and tables between them. Everything else is noise: it gives no claims, at most a hint of the region.
"""

import re
from dataclasses import dataclass, field

from extract.claims.lexicon import BULLETS
from extract.claims.model import Span


@dataclass(slots=True)
class Segments:
    """`titles` and `body` are spans of lines that are article; `hints` are bylines and breadcrumbs, where the region may stand."""

    titles: list[Span] = field(default_factory=list)
    body: list[Span] = field(default_factory=list)
    hints: list[Span] = field(default_factory=list)


_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
#: a Korean sentence ends in 다/요/죠/까 …, or in a nominal ending with a full stop
_SENTENCE = re.compile(r"(?:[다요죠까네자라][.!?](?![0-9.])|[음임함됨][.](?:\s|$))|[다요][”\"’'](?:라|고|며|면|는)")
#: a sentence that ends as a quotation
_QUOTED = re.compile(r"^.{40,}[다요][”\"’']$")
_STOP = re.compile(
    r"무단\s?(?:전재|복제|배포|수집)|저작권|copyright|ⓒ|재배포|많이\s?(?:본|읽은|찾는|찾은|보는)|찾을\s수\s없습니다|인기\s?(?:기사|뉴스|검색)|(?:주요|최신|추천|관련|다른|핫|속보)\s?(?:기사|뉴스|이슈|사진|소식)"
    r"|함께\s?(?:읽|본|볼)|랭킹|헤드라인|실시간|(?:포토|카드|영상)\s?뉴스|(?:이전|다음)\s?(?:기사|글)|기사\s?(?:목록|전체|더보기|추천)|관련기사|댓글|비추천|공유|좋아요"
    r"|구독|후원|기사제보|오늘의\s?(?:운세|날씨|핫|주요|뉴스)|이\s?시각|지역별\s?뉴스|지역\s?(?:기사|뉴스|소식)\s*$|섹션|이\s?기사(?:를|에|가)|기사를\s?읽|맨\s?위로|상단으로|등록번호|발행인|대표전화|개인정보"
    r"|청소년보호|이메일\s?무단|본\s?뉴스|로그인|회원가입|뉴스레터|바로가기|주간\s?(?:인기|베스트)|베스트|^\s*(?:PHOTO|TOP\b|▼|\[(?:사설|알림|날씨|포토|사람들|부음|인사|운세|만평|카드뉴스|그래픽|핫이슈|화제))|광고|PC화면"
    r"|독자\s?(?:의견|투고)|의견\s?쓰기|더\s?보기|(?:핫|오늘의)\s?클릭|(?:분야|지역|섹션)\s?(?:인기|주요)|네티즌|AD\b|편집자\s?추천|놓치(?:면|지)|이슈\s?키워드|태그|키워드",
    re.IGNORECASE,
)
_FINAL_STOP = re.compile(r"무단\s?(?:전재|복제|배포|수집)|저작권|copyright|ⓒ|재배포", re.IGNORECASE)
_MENU = re.compile(
    r"[|｜].*[|｜]|[>›»].*[>›»]|^\s*홈\s*[>›»]|℃|로그인|회원가입|전체\s?기사|상단영역|본문영역|뉴스스탠드|지면보기|검색어|^\s*[#•]|스크랩|인쇄|글자\s?크기|프린트|공유하기|메뉴|바로가기|add remove print"
)
#: what a line with the bars of a menu has if it is a row of a table
_TABLE_ROW = re.compile(
    r"목표|실적|최우수|우수상|특별상|장려상|종합대상|고용률|[0-9]%|(?:19|20)[0-9]{2}년?[^|｜]{0,6}[|｜]|[0-9],[0-9]{3}|[0-9]개|[|｜]\s?[0-9]{1,2}\.[0-9]\s?(?:[|｜]|$)"
)
_DATE = re.compile(
    r"^\W*(?:(?:입력|승인|등록|수정|기사\s?입력|기사\s?승인|송고|발행|배포|게재|최종\s?수정|업데이트|작성)\s?(?:일시|시간|일)?\s*[:：]?\s*)?(?:19|20)[0-9]{2}(?:년\s?[0-9]{1,2}월|\s?[-./]\s?[0-9]{1,2}\s?[-./]\s?[0-9])"
)
#: a line of a list that begins with a month: '▲ 2013년 3월 일자리공시제 우수상'
_DATED_ROW = re.compile(
    r"^\W*(?:19|20)[0-9]{2}년\s?[0-9]{1,2}월.*(?:(?:대|최우수|우수|특별|장려)상(?![가-힣])|목표|실적|고용률|실업률)"
)
_DATE_ONLY = re.compile(r"(?:입력|승인|등록|수정|송고|신문게재)\s*[:：]?\s*(?:19|20)[0-9]{2}")
_BYLINE = re.compile(
    r"기자|편집부|취재본부|특파원|통신원|^\W*[가-힣]{2,5}\s?=\s?[가-힣 ]{2,10}$|^\W*[가-힣]{2,5}\s?/\s?[가-힣]{2,8}\s?(?:기자)?\W|@"
)
_CAPTION = re.compile(
    r"(?:사진|제공|자료|출처|그래픽)\s?[=:：/]|[/=(\[]\s?[^()\[\]/=]{1,20}(?:\s?제공|\s?사진)\s?[)\]]?\.?\s*(?:[0-9]{4}.{0,12})?$|^\W*(?:▲|△|◀|▶|사진)?.{0,80}(?:모습|전경|기념\s?(?:사진|촬영)|장면)\.?\s*$|^\s*[▲△◀▶▼].*[ⓒ©]\s?[가-힣A-Za-z]{1,12}\s*$"
    r"|^[^.]{0,100}(?:사진|모습|촬영|전경|장면|들어\s?보)[^.]{0,16}\.\s?[ⓒ©]\s?[가-힣A-Za-z]{1,12}\s*$"
)
#: a line without one of these is no caption: the slow pattern is not tried on it
_CAPTION_WORDS = re.compile(r"사진|제공|자료|출처|그래픽|모습|전경|촬영|장면|[ⓒ©]")
_LEADS_LIST = re.compile(
    r"(?:다음과 같다|아래와 같다|이렇다|같다|차례다|순이다|나타났다|집계됐다)[.]?\s*$|(?:다음과|아래와)\s같|[:：]\s*$"
)
_NOUN_END = re.compile(r"(?:[가-힣]{2}|%)\s?[.]$")
#: names with a rate each: '북구 59.8 | 남구 59.4', '이천시 65.2 > 화성시 64.8'
_RATED = re.compile(
    r"[가-힣]\s?[(（:：]?\s?[0-9]{1,2}\.[0-9](?![0-9.]).*[가-힣]\s?[(（:：]?\s?[0-9]{1,2}\.[0-9](?![0-9.℃])"
)
#: points with rates in one line: '▲청년고용률(15~29세) 39.3% ▲여성고용률 74.1%'
_POINTS = re.compile(r"^\s*(?:[-·∙•▲△▶▷■□◆◇○●▪◦*][^▲△▶▷■□◆◇○●%]{0,12}(?:고용률|실업률)[^%]{1,16}[0-9]\s?%\s*,?\s?){2}")
#: who speaks in a broadcaster's script
_SPEAKER = re.compile(r"^\s*[\[<【(]\s*(?:앵커|기자|리포트|인터뷰|녹취|현장음|취재기자|답변|질문|멘트)")
_ASIDE = re.compile(
    r"^\s*(?:Q|A|문|답|질의|답변|질문)\s?[.:)]|^\s*[―—]\s|^\s*-\s?[가-힣][^:：]{2,40}[나까지은가요][.?]$"
)
#: a line of a press release: a label and its value
_DATUM = re.compile(r"^\W*[^:：|/]{1,30}\s?[:：|/=]\s?.*[0-9]|^\s*[□○◦ㅇ◇■●]\s?\S")
_OUTLINE = re.compile(r"^\s*[□○◦ㅇ❍❏■●]\s?\S")
_HEADING = re.compile(r"^\s*[\[<【《〈◇◆■□○●▶▷※]")
#: a list of winners above the first sentence: '▲대상: 창녕군 ▲최우수상: 거제시, 함양군'
_WINNERS = re.compile(
    r"^\s*[▲△▶▷■□◆◇○●◦◎*-]\s?(?:종합대상|대상|최우수상?|우수상?|특별상?|장려상?)\s?(?:[(（][^()]{1,12}[)）]\s?)?[:：=]\s?[가-힣]"
    r"|^\s*[▲△▶▷■□◆◇○●◦◎*-]\s?[가-힣]{1,6}[시군구]\s?[=:：]\s?.*[가-힣]상"
)
#: a second line of the title: '- 장관상·인센티브 8천만원'
_SUBHEAD = re.compile(r"^\s*[-–—]\s?[^-–—].{0,60}(?:[가-힣]상(?:[·,…’\s]|$)|인센티브|사업비|목표|실적|[0-9]%|고용률)")
#: the head of a small table, and a line of it
_OF_FIGURES = re.compile(r"고용률|실업률|실적|목표|추이|변천|현황|지표")
_FIGURES = re.compile(r"[0-9]\s?(?:%|개|명)|[0-9]\.[0-9]")
#: a table that a paper draws, as text: '[그래픽] 2019년 하반기 전북 고용률(%)'
_GRAPHIC = re.compile(r"\s*[\[<【〈《(]\s?(?:그래픽|도표|표|그래프)\s?[\]>】〉》)]")
#: the head of a list of winners
_OF_WINNERS = re.compile(
    r"공시제|우수\s?사업|(?:수상|선정)\s?(?:현황|명단|기관|단체|내역|지자체|자치단체|이력|실적)|일자리\s?대상"
)
#: one municipality and its rate: '북구 65.0%(1.4%p↑)', '1 산청군 72.0'
_RATED_ROW = re.compile(
    r"^\W*(?:[0-9]{1,2}[.)위]?\s{1,3})?[가-힣]{1,5}(?:특별자치|특별|광역)?[시군구도]?\s*[:：|=]?\s*[0-9]{1,2}\.[0-9]\s?[%％]?"
    r"(?:\s?[(（][^()（）]*[)）])?\W*$"
)
#: a grade and its winners: '최우수상  천안시, 서천군', '우수상 | 논산시·청양군'
_WINNERS_ROW = re.compile(
    r"^\W*(?:종합대상|대상|최우수상?|우수상?|특별상?|장려상?)(?:\s?[(（][^()（）]{1,16}[)）])?\s*[:：=|]?\s+[가-힣]{1,6}[시군구도](?![가-힣])"
)
_BULLET = re.compile(rf"^\s*(?:[{BULLETS}]|[①-⑳]|[0-9]{{1,2}}[.)]?\s)")


def _is_sentence(line: str) -> bool:
    return (
        (len(line) >= 12 and (_SENTENCE.search(line) is not None or _QUOTED.match(line) is not None))
        or _ASIDE.match(line) is not None
        or (len(line) >= 14 and line.endswith(".") and _NOUN_END.search(line) is not None and not _BULLET.match(line))
    )


#: the municipality that a title begins with
_SUBJECT = re.compile(r"\W*([가-힣]{1,6}[시군구도])(?![가-힣])")
_RESUMES = re.compile(r"(?:시|군|구|도)(?:(?:는|은|가|이)\s|\s관계자)")


def _resumes(line: str, subject: str | None) -> bool:
    """Whether a line goes on with the article: it begins with 시는, 군 관계자 …, or with its subject."""
    if _RESUMES.match(line):
        return True
    return (
        subject is not None and line.startswith(subject) and line[len(subject) : len(subject) + 1] in tuple("은는이가")
    )


def _is_caption(line: str) -> bool:
    return _CAPTION_WORDS.search(line) is not None and _CAPTION.search(line) is not None


def _is_row(line: str) -> bool:
    """Whether a line is a row of a table: a municipality and its rate, a grade and its winners."""
    return _RATED_ROW.match(line) is not None or _WINNERS_ROW.match(line) is not None


def _heads_table(line: str) -> bool:
    """Whether a line may head a table of the article's own: it names a rate, targets or the award."""
    return _OF_FIGURES.search(line) is not None or _OF_WINNERS.search(line) is not None


def _opens_table(lines: list[str]) -> bool:
    """Whether the lines below a head begin with a row, perhaps below the heads of columns ('등급      기관')."""
    for line in lines[:2]:
        if _is_row(line):
            return True
        if len(line) > 24 or _is_sentence(line) or _BULLET.match(line):
            return False
    return False


def _rows_under_heads(lines: list[str]) -> list[bool]:
    """Which lines behind the last sentence are heads of tables and the rows below them."""
    found = [False] * len(lines)
    head: int | None = None
    for i, line in enumerate(lines):
        if _is_row(line):
            if head is not None:
                found[head] = found[i] = True
        else:
            head = i if len(line) < 40 and _heads_table(line) else head if _opens_table(lines[i : i + 2]) else None
    return found


_CELL = re.compile(r"\s*[|｜]\s*|\s/\s")
_LABEL = re.compile(r"^\W*(?:[\[<【(][^\])】>]{2,14}[\])】>]\s*)?[▶▷▲■※]?\s*")
#: a headline about a municipality: its name, then words
_HEADLINE = re.compile(r"(?:[가-힣]{2,4}\s)?[가-힣]{1,5}[시군구도]?,?\s[‘'“]?[가-힣]{2}")
_KINDS_TOLD = (
    re.compile(r"[0-9]\s?[%％]"),
    re.compile(r"(?:대|최우수|우수|특별|장려)상(?![가-힣])"),
    re.compile(r"[0-9]\s?[명개]"),
)


def _is_digest(line: str) -> bool:
    """Whether a line strings together headlines of other articles: cells each about somebody else, of which one tells a rate, the next a prize.

    The cells of a table are all of one kind; a row of winners ('우수상: A시 / B시') tells its grade in the first cell alone.
    """
    if _is_row(line):
        return False
    cells = _CELL.split(_LABEL.sub("", line))
    if len(cells) < 3 or sum(_HEADLINE.match(c) is not None for c in cells) < len(cells) - 1:
        return False
    names = {c.split()[0] for c in cells if c.strip()}
    return len(names) == len(cells) and len({tuple(bool(k.search(c)) for k in _KINDS_TOLD) for c in cells}) > 1


_NO_LETTERS = re.compile(r"[^0-9A-Za-z가-힣]+")


def _is_noise(line: str) -> bool:
    """Whether a line that is no sentence opens what a page adds below an article: the most read, other headlines, rights."""
    return _STOP.search(line) is not None and not (_GRAPHIC.match(line) and _OF_FIGURES.search(line))


def _squeeze(line: str) -> str:
    return _NO_LETTERS.sub("", line)


def _title_line(lines: list[Span], told: list[bool], text: str, title: str | None) -> int | None:
    """Which line is the title: the given one, else the first line above the first sentence that is not page furniture.

    `told`: which lines are sentences.
    """
    if title:
        wanted = _squeeze(title)
        for i, span in enumerate(lines):
            if wanted and _squeeze(text[span.start : span.end]) == wanted:
                return i
        if len(wanted) >= 8:
            for i, span in enumerate(lines):
                squeezed = _squeeze(text[span.start : span.end])
                if (
                    len(squeezed) >= 8
                    and (
                        wanted in squeezed[: len(wanted) + 30]
                        or (squeezed in wanted and len(squeezed) * 2 > len(wanted))
                    )
                    and not told[i]
                ):
                    return i
        return None
    for i, span in enumerate(lines):
        line = text[span.start : span.end]
        if told[i]:
            return None
        if len(line.strip()) >= 8 and not (
            _MENU.search(line)
            or _DATE.search(line)
            or _DATE_ONLY.search(line)
            or _BYLINE.search(line)
            or _STOP.search(line)
            or line.lstrip().startswith("[실시간]")
        ):
            return i
    return None


def split(text: str, title: str | None = None) -> Segments:
    """Tells article from noise, line by line. The spans are stripped of white space and in order."""
    lines: list[Span] = []
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip()
        if stripped:
            start = match.start() + len(raw) - len(raw.lstrip())
            lines.append(Span(start, start + len(stripped)))
    found = Segments()
    told = [_is_sentence(text[s.start : s.end]) for s in lines]
    title_at = _title_line(lines, told, text, title)
    first = 0
    if title_at is not None:
        found.titles.append(lines[title_at])
        if sum(told[:title_at]) < 2 or any(
            told[title_at + 1 :]
        ):  # some pages print the title once more, or only, at the end
            found.hints.extend(lines[:title_at])
            first = title_at + 1
    subject = _SUBJECT.match(title or (text[found.titles[0].start : found.titles[0].end] if found.titles else ""))
    name = subject.group(1) if subject else None
    seen = {_squeeze(text[s.start : s.end]) for s in found.titles}
    pending: list[Span] = []
    in_body = stopped = boxed = False
    for at, span in enumerate(lines[first:], first):
        line = text[span.start : span.end]
        key = _squeeze(line)
        if not key:
            continue
        sentence = told[at]
        if not (sentence and len(line) > 220) and _is_caption(line[-140:]):
            continue
        if len(line) < 160 and (in_body or not sentence) and _FINAL_STOP.search(line):
            if in_body:
                break
            continue
        if not sentence and _is_noise(line):
            if in_body:
                stopped = True
                if found.body and pending and _LEADS_LIST.search(text[found.body[-1].start : found.body[-1].end]):
                    found.body.extend(pending)
                pending.clear()
            continue
        if not sentence and (
            (_MENU.search(line) and not (_RATED.search(line) and "℃" not in line) and not _TABLE_ROW.search(line))
            or (_DATE.search(line) and not (in_body and _DATED_ROW.match(line)))
            or _DATE_ONLY.search(line)
        ):
            found.hints.append(span)
            continue
        if not sentence and _BYLINE.search(line) and len(line) < 60 and not _OF_FIGURES.search(line):
            found.hints.append(span)
            continue
        if not sentence and ((in_body and _SPEAKER.match(line)) or _is_digest(line)):
            continue
        if key in seen and len(key) > 8:
            continue
        if sentence:
            boxed = False
            if stopped:
                if line.endswith(("..", "…")) or not _resumes(line, name):
                    continue
                stopped = False
            seen.add(key)
            if in_body or sum(_DATUM.match(text[p.start : p.end]) is not None for p in pending) >= 3:
                found.body.extend(pending)
            else:
                for s in pending:
                    ahead = text[s.start : s.end]
                    if _WINNERS.match(ahead):
                        found.body.append(s)
                    elif title_at is not None and (
                        _SUBHEAD.match(ahead) or not (_HEADING.match(ahead) or _BULLET.match(ahead))
                    ):
                        found.titles.append(s)
            pending.clear()
            in_body = True
            found.body.append(span)
        elif not stopped:
            seen.add(key)
            if in_body and _HEADING.match(line) and line.rstrip().endswith(("]", ">", "】", "》", "〉")):
                boxed = True  # perhaps the head of a box of other things: what comes next tells
                if not (pending and _is_row(text[pending[-1].start : pending[-1].end])):
                    pending.clear()
                if _heads_table(line):
                    pending.append(span)
                    below = [text[s.start : s.end] for s in lines[at + 1 : at + 6]]
                    boxed = not _opens_table([x for x in below if _squeeze(x)])
                continue
            if boxed and pending and _FIGURES.search(line):
                boxed = False  # a table of the article's own
            if boxed:
                stopped, boxed = True, False
                pending.clear()
                continue
            pending.append(span)
    if not stopped:
        last = text[found.body[-1].start : found.body[-1].end] if found.body else ""
        if not in_body:
            # a press release without sentences: a label and a value a line, below heads of their own
            lines_ = [text[p.start : p.end] for p in pending]
            if (
                sum(_DATUM.match(x) is not None and (":" in x or "：" in x) for x in lines_) >= 2
                or sum(_OUTLINE.match(x) is not None for x in lines_) >= 3
            ):
                found.body.extend(pending)
        elif _LEADS_LIST.search(last):
            found.body.extend(pending)
        else:
            data = (_DATUM.match, _POINTS.match, _RATED.search)
            rest = [text[p.start : p.end] for p in pending]
            in_table = _rows_under_heads(rest)
            found.body.extend(
                p
                for p, line, is_row in zip(pending, rest, in_table, strict=True)
                if is_row or any(tells(line) for tells in data)
            )
    return found
