"""What kind of line a line of a page is: sentence, menu, weather, imprint … For pages and dumps of any site alike."""

import re

_SENTENCE = re.compile(r"(?:다|요|죠|까)[.!?][\"”’'」』)\]]*(?=\s|$)")
_WEATHER = re.compile(
    r"℃|°C|기상청\s?제공|^(?:오늘의?\s?)?날씨\b|^[·•\s]*(?:맑음|흐림|구름|눈|비)\S{0,4}\s?[가-힣]{2,4}\s?-?\d"
)
_WIDGET = re.compile(
    r"로그인|회원가입|전체메뉴|전체기사보기|모바일웹|본문\s?바로가기|메뉴\s?바로가기|최종\s?(?:편집|업데이트|수정)|"
    r"UPDATED?\b|구독신청|기사제보|즐겨찾기|인기검색어|실시간\s?검색|글자\s?크기|기사공유|"
    r"공유하기|print link|^\[(?:실시간|이슈|핫이슈|인기)\]|^검색$|^홈$|^HOME$",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"등록번호|등록일자|발행인|편집인|청소년\s?보호|사업자|통신판매|제호\s?[:：]|대표전화|창간|개인정보\s?(?:처리|취급)|이메일\s?무단|"
    r"광고\s?(?:및|문의)|주소\s?[:：]|우편번호|Copyright|All rights reserved",
    re.IGNORECASE,
)
_END = re.compile(
    r"무단\s?전재|재배포|저작권자|"
    r"^[\[<〈▶▼■◆☞※【\s]*(?:관련\s?(?:기사|뉴스|글)(?![은는이가을를에의와과도]\s)|함께\s?(?:읽는|본|보는)|(?:많이|오늘|가장|실시간)\s?.{0,8}(?:뉴스|기사|이슈|핫)|"
    r"(?:많이|가장)\s?(?:본|읽은)|.{0,6}\s?많이\s?본\s|랭킹\s?뉴스|주간\s?인기|인기\s?(?:기사|뉴스)|주요\s?(?:뉴스|기사)|이\s?시각|헤드라인|포토\s?뉴스|"
    r"다음\s?기사|이전\s?기사|다른\s?기사|기자의?\s?다른|기사목록|관련기사목록|댓글|이\s?기사|추천\s?비추천|공유하기|기사를\s?공유|"
    r"지역별\s?뉴스|오늘의\s?(?:주요)?\s?(?:기사|뉴스)|TOP\b|목록$|뉴스홈|"
    r"(?:.{1,30}의\s?)?다른\s?글(?:\s?(?:더\s?)?보기|\s?목록)?[\]>〉】:：\s]*$|(?:기사|뉴스)?\s?제보(?:하기|\s?방법|\s?안내)?\s?[:：]?$)"
)
_SECTION = re.compile(r"^[가-힣A-Za-z·ㆍ/&+]{1,14}$")
_CAPTION = re.compile(
    r"[(\[/<]\s?(?:사진|자료사진|이미지|그래픽)\b.{0,30}$|(?:사진\s?[=:]|사진제공|자료제공).{0,30}$|[=/]\s?.{1,15}\s?제공[)\]]?$|"
    r"[(\[]\s?제공\s?[:=][^)\]]{1,15}[)\]]\s*[\d.]*$|[<〈(\[]{1,2}\s?[^<>()\[\]]{1,15}\s?제공\s?[>〉)\]]{1,2}$|"
    r"재판매\s?및\s?DB\s?금지"
)

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MAIL_LAST = re.compile(_MAIL.pattern + r"\W*$")
#: Letters before the address of mail: a name, an office, the paper's motto.
_LONGEST_SIGNATURE = 20
_LETTERS = re.compile(r"[가-힣A-Za-z0-9]")
_MARKS = re.compile(r"[\s|·ㆍ•:：,=/()\[\]<>【】〈〉~-]+")
_WRITER = re.compile(
    r"^(?:(?:글|사진|취재|기자명|글쓴이|작성자|[가-힣A-Za-z]{2,12}=?)\s)*(?:[가-힣]{2,5}\s?)?(?:선임|수습|인턴|객원|시민|명예|전문|본지)?"
    r"(?:기자|특파원|리포터|논설위원|편집위원|편집부|취재부|취재팀|보도팀|뉴스팀|편집국|온라인팀|디지털뉴스팀)(?:\s(?:기자|입력|등록))?(?:의?\s?(?:다른\s?기사\s?보기|기사\s?더보기))?$"
)
_FILE = re.compile(
    r"^(?:첨부\s?파일|붙임\s?파일|첨부)\b|\.(?:hwpx?|pdf|docx?|xlsx?|pptx?|zip|jpe?g|png)\b.{0,60}$|바로\s?보기|미리\s?보기|다운로드",
    re.IGNORECASE,
)
_POINTS_AT_PICTURE = re.compile(r"^[▲△◀▶▼]\s?\S")
_RELATED = re.compile(
    r"^[\[<〈▶▼■◆☞※【\s]*(?:관련\s?(?:기사|뉴스|글)|함께\s?(?:읽는|본|보는)\s?(?:기사|뉴스)?)[\]>〉】:：\s]*$"
)


_BUTTON = re.compile(
    r"(?:좋아요|싫어요|공감|비공감|추천|비추천|구독|구독하기|스크랩)\s?[\d,]*|"
    r"[\s\[(<〈-]*(?:광고|AD|Advertisements?|Sponsored)[\s\])>〉-]*",
    re.IGNORECASE,
)
_TIP = re.compile(
    r"(?:^|[■▶◆※☎☞▷●\s])(?:기사|뉴스|여러분의|당신의)?\s?제보(?:하기|는|\s?[:：]|\s?전화|\s?메일|\s?이메일|\s?안내)"
)
#: Ends of what papers tell; what they ask of their readers ends in 니다 or 요.
_TOLD = re.compile(r"(?<!니)다\.$")
_CHANNEL = re.compile(r"\d{2,4}-\d{3,4}(?!\d)|카카오톡|카톡|채널\s?추가|이메일|유튜브")

_RELATED_LEAD = re.compile(
    r"^[\[<〈▶▼■◆☞※【\s]*(?:관련\s?(?:기사|뉴스|글)|함께\s?(?:읽는|본|보는)\s?(?:기사|뉴스))[\]>〉】:：\s]+\S"
)


def is_sentence(line: str) -> bool:
    """A sentence of running text: long enough, and ended like one. Headlines end without a full stop."""
    return len(line) >= 25 and bool(_SENTENCE.search(line))


def is_weather(line: str) -> bool:
    return bool(_WEATHER.search(line)) and not is_sentence(line)


def is_menu(line: str) -> bool:
    """A menu, a path to the page, buttons."""
    if is_sentence(line):
        return False
    parts = line.count("|") + line.count("｜")
    return (
        parts >= 2
        or (parts == 1 and len(line) <= 25)
        or " > " in line
        or " #" in line
        or line.startswith("#")
        or bool(_WIDGET.search(line))
    )


def is_button(line: str) -> bool:
    """The words of a button or of an advertisement's frame."""
    return bool(_BUTTON.fullmatch(line))


def is_call_for_tips(line: str) -> bool:
    """Where readers may tell the paper something: by phone, mail or a channel."""
    if len(line) > 250 or _TOLD.search(line):
        return False
    return bool(_TIP.search(line)) and bool(_CHANNEL.search(line) or _MAIL.search(line))


def is_related(line: str) -> bool:
    """A related headline with its label before it."""
    return bool(_RELATED_LEAD.match(line))


def is_footer(line: str) -> bool:
    """A line of the paper's imprint."""
    return bool(_FOOTER.search(line)) and not is_sentence(line)


def is_caption(line: str) -> bool:
    return len(line) <= 150 and bool(_CAPTION.search(line))


def is_section(line: str) -> bool:
    """A section's name or a lone word: too short and without a space."""
    return bool(_SECTION.match(line))


def is_end(line: str) -> bool:
    """The first line of what follows an article: copyright, related headlines, rankings, comments."""
    return len(line) <= 80 and bool(_END.search(line))


def first_sentence(lines: list[str], start: int = 0) -> int:
    """The line where running text begins; the number of lines where there is none."""
    return next((at for at in range(start, len(lines)) if is_sentence(lines[at])), len(lines))


def end_of_article(lines: list[str], body_at: int) -> int:
    """The line after the article: the first end mark below its first sentence."""
    return next((at for at in range(body_at + 1, len(lines)) if is_end(lines[at])), len(lines))


def is_byline(line: str) -> bool:
    """A line that only names who wrote: a reporter, an address of mail, or both."""
    if len(line) > 70 or is_sentence(line):
        return False
    rest = _MAIL.sub(" ", line)
    if rest != line and len(_LETTERS.findall(rest)) <= (_LONGEST_SIGNATURE if _MAIL_LAST.search(line) else 0):
        return True
    return bool(_WRITER.match(_MARKS.sub(" ", rest).strip()))


def is_attachment(line: str) -> bool:
    """A file that can be fetched, or the label above such files."""
    return bool(_FILE.search(line)) and not is_sentence(line)


def is_picture_note(line: str) -> bool:
    """A caption that begins with a mark that points at its picture, and lists nothing."""
    return bool(_POINTS_AT_PICTURE.match(line)) and len(line) <= 120 and len(re.findall(r"[▲△▶▼]", line)) == 1


def is_label(line: str) -> bool:
    """A heading over related headlines: it ends the article only where nothing of the article comes after."""
    return bool(_RELATED.match(line)) and len(line) <= 30
