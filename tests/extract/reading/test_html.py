from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading import read_page
from extract.reading.article import Unreadable
from extract.reading.html import read_html
from extract.sources import Page

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "가람시, 일자리 사업 새로 짠다"
FIRST = "가람시는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다."
SECOND = "시 관계자는 “더 많은 시민이 참여하게 하겠다”고 말했다."
NOISE = "나루군이 전국 일자리대상에서 최우수상을 받았다고 6일 밝혔다. 지난해 일자리 3천개를 만들었다."
PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p>"
BODY = f"{FIRST}\n\n{SECOND}"


def page(body: str, head: str = "", title: str = TITLE) -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def read(markup: str | bytes):
    (article,) = read_html(markup if isinstance(markup, bytes) else markup.encode(), FETCHED).articles
    return article


def published(markup: str) -> tuple[str, str] | None:
    article = read(markup)
    if article.published_at is None:
        return None
    return article.published_at.strftime("%Y-%m-%d %H:%M"), article.published_precision


CONTAINERS = [
    '<div itemprop="articleBody">{}</div>',
    '<article id="article-view-content-div" class="article-veiw-body">{}</article>',
    '<div id="articleBody">{}</div>',
    '<div id="dic_area">{}</div>',
    '<div class="news_body other">{}</div>',
    '<div id="bo_v_con">{}</div>',
    '<div class="document_1_2 xe_content">{}</div>',
    '<div class="entry-content">{}</div>',
    "<article><h1>" + TITLE + "</h1>{}</article>",
    "<main><div><div>{}</div></div></main>",
    '<div class="q1"><div class="q2">{}</div></div>',
    "<table><tr><td>메뉴</td><td><font size=3>{}</font></td></tr></table>",
]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize(
    "paragraphs",
    [
        PARAGRAPHS,
        f"{FIRST}<br><br>{SECOND}",
        f"<div>{FIRST}</div>\n<div>{SECOND}</div>",
        f"<p><span style='x'>{FIRST[:9]}</span>{FIRST[9:]}</p>\n\n<p>&nbsp;</p><p>{SECOND}</p>",
        f"<P>{FIRST}<P>{SECOND}",
    ],
)
def test_the_body_in_the_usual_markup(container: str, paragraphs: str) -> None:
    article = read(page(f"<h2>{TITLE}</h2>" + container.format(paragraphs)))
    assert article.body == BODY
    assert article.title == TITLE
    assert article.text == f"{TITLE}\n\n{BODY}"


@pytest.mark.parametrize("container", ['<div id="articleBody">{}</div>', '<div class="q">{}</div>'])
@pytest.mark.parametrize(
    "noise",
    [
        "<nav><p>{}</p></nav>",
        "<aside><p>{}</p></aside>",
        "<figure><img><figcaption>{}</figcaption></figure>",
        "<script>var x = '{}';</script>",
        "<style>/* {} */</style>",
        "<!-- {} -->",
        '<div class="related_news"><p>{}</p></div>',
        '<div class="article-ranking"><p>{}</p></div>',
        '<div id="commentList"><p>{}</p></div>',
        '<div class="photo caption">{}</div>',
        '<div style="display: none">{}</div>',
        '<p hidden="">{}</p>',
        '<ul><li><a href="/1">{}</a></li></ul>',
        "<p>저작권자 ⓒ 한빛신문, 무단전재 및 재배포 금지</p><p>{}</p>",
        "<p>[관련기사]</p><p>{}</p>",
        "<div>많이 본 뉴스</div><div>{}</div>",
        "<p>{} (사진=가람시)</p>",
    ],
)
def test_what_stands_around_is_left_out(container: str, noise: str) -> None:
    filled = noise.format(NOISE)
    assert read(page(f"<h1>{TITLE}</h1>" + container.format(PARAGRAPHS + filled))).body == BODY


def test_comments_longer_than_the_article_are_left_out() -> None:
    comments = "".join(f"<p>{NOISE}</p>" for _ in range(30))
    assert (
        read(page(f'<h1>{TITLE}</h1><div class="k">{PARAGRAPHS}</div><div class="reply_box">{comments}</div>')).body
        == BODY
    )


def test_a_wrapper_named_like_a_menu_does_not_take_the_article_with_it() -> None:
    assert read(page(f'<div class="nav-open sidebar-layout"><div class="q">{PARAGRAPHS}</div></div>')).body == BODY
    assert (
        read(page(f'<div id="menu_wrap"><div class="aside"><div id="articleBody">{PARAGRAPHS}</div></div></div>')).body
        == BODY
    )


def test_a_named_body_stays_whatever_it_stands_in_and_beside() -> None:
    others = "".join(f"<p>{NOISE}</p>" for _ in range(9))
    box = f'<p>승인 2024.08.08 14:52</p><div id="articleBody">{PARAGRAPHS}</div>'
    article = read(page(f'<div class="sidebar">{box}</div><div class="list">{others}</div>'))
    assert article.body == BODY
    assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"


def test_the_head_of_an_article_is_no_part_of_its_body() -> None:
    head = f"<h1>{TITLE}</h1><p>2024.08.08 14:52 편집부</p><p>지역</p><p>인쇄 | 스크랩 | 목록</p>"
    article = read(page(f"<article>{head}{PARAGRAPHS}</article>"))
    assert article.body == BODY
    assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"


def test_a_sentence_that_tells_of_a_photo_stays() -> None:
    told = "시는 사진전 수상작을 시청 누리집에 올리고 사진 제공 기관에 감사패를 주었다고 말했다."
    assert read(page(f'<div id="articleBody">{PARAGRAPHS}<p>{told}</p></div>')).body == f"{BODY}\n\n{told}"


@pytest.mark.parametrize(
    ("head", "title", "shown"),
    [
        (
            '<meta property="og:title" content="{t} - 한빛신문"><meta property="og:site_name" content="한빛신문">',
            "한빛신문",
            "",
        ),
        ("", "{t} &lt; 지역 &lt; 기사본문 - 한빛신문", "<h3>{t}</h3>"),
        ("", "한빛신문:: {t}", "<h2>{t}</h2>"),
        ("", "{t} | 한빛신문", "<font size=5><b>{t}</b></font><br>"),
        ("", "시정소식 | 열린시청", '<h2>보도자료</h2><table><tr><td class="subject">{t}</td></tr></table>'),
        ('<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{t}"}}</script>', "한빛신문", ""),
        ("", "{t}", ""),
    ],
)
def test_the_headline_without_the_sites_name(head: str, title: str, shown: str) -> None:
    head, title, shown = (
        text.replace("{{", "{").replace("}}", "}").replace("{t}", TITLE) for text in (head, title, shown)
    )
    article = read(page(f'{shown}<div class="q">{PARAGRAPHS}</div>', head, title))
    assert article.title == TITLE
    assert article.body == BODY


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "shown", "expected"),
    [
        (LD.format('{"@type":"NewsArticle","datePublished":"2024-08-08T14:52:00+09:00"}'), "", "2024-08-08 14:52"),
        (
            LD.format('[{"@graph":[{"@type":["Article"],"datePublished":"2024-08-08T05:52:00Z"}]}]'),
            "",
            "2024-08-08 14:52",
        ),
        (LD.format('{"@type":"WebSite","datePublished":"2001-01-01"}'), "입력 2024.08.08 14:52", "2024-08-08 14:52"),
        (LD.format("{broken"), '<time datetime="2024-08-08T14:52">어제</time>', "2024-08-08 14:52"),
        (
            '<meta property="article:published_time" content="2024-08-08T05:52:00+00:00">',
            "수정 2025.01.01",
            "2024-08-08 14:52",
        ),
        ('<meta name="DC.date.issued" content="2024-08-08">', "", "2024-08-08 00:00"),
        ('<meta property="article:published_time" content="2082-08-08">', "승인 2024.08.08 14:52", "2024-08-08 14:52"),
        ("", '<span class="t">입력<em>2024.08.08. 오후 2:52</em></span>', "2024-08-08 14:52"),
        ("", "<table><tr><th>작성일</th><td>2024-08-08</td></tr></table>", "2024-08-08 00:00"),
        ("", '<meta itemprop="datePublished" content="2024-08-08T14:52:00">', "2024-08-08 14:52"),
    ],
)
def test_where_the_publication_time_is(head: str, shown: str, expected: str) -> None:
    assert published(page(f'<h1>{TITLE}</h1><div>{shown}</div><div class="q">{PARAGRAPHS}</div>', head))[0] == expected


@pytest.mark.parametrize(
    "around",
    [
        '<div class="today">2025.11.28 (금)</div><ul><li>맑음서울 4.2℃</li></ul>{}',
        "<div>UPDATED. 2025-11-28 10:20 (금) 로그인</div>{}",
        '{}<div class="comment"><span class="date">2025.11.02 09:00</span></div>',
        "{}<footer>등록일 : 2010-05-11 | 발행인 편집부</footer>",
        '{}<aside><time datetime="2025-11-01T10:00">11월</time></aside>',
        "{}<figure><figcaption>2019.3.2 촬영</figcaption></figure>",
        '<meta property="article:modified_time" content="2025-01-01T00:00:00Z">{}',
    ],
)
def test_other_dates_on_a_page_are_not_the_publication_time(around: str) -> None:
    assert published(page(around.format(f'<h1>{TITLE}</h1><div class="q">{PARAGRAPHS}</div>'))) is None


@pytest.mark.parametrize("declared", ["euc-kr", "ks_c_5601-1987", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_the_bytes_tell_the_encoding_whatever_is_declared(declared: str, encoding: str) -> None:
    markup = page(
        f"<h1>{TITLE}</h1><div>{PARAGRAPHS}<p>뷁 똠방각하라고 적힌 간판이 새로 걸렸다고 시민들이 말했다.</p></div>",
        f'<meta charset="{declared}">',
    )
    article = read(markup.encode(encoding))
    assert article.title == TITLE
    assert "뷁 똠방각하" in article.body


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="https://Example.org/a?utm_source=x">', "https://example.org/a"),
        ('<meta property="og:url" content="https://example.org/b">', "https://example.org/b"),
        ('<link rel="canonical" href="https://example.org/">', None),
        ('<link rel="canonical" href="/a">', None),
        ("", None),
    ],
)
def test_the_address_that_a_page_gives_itself(head: str, expected: str | None) -> None:
    assert read(page(f"<div>{PARAGRAPHS}</div>", head)).own_url == expected


WHOLE = page(f'<h1>{TITLE}</h1><div id="articleBody">{PARAGRAPHS}</div>')


@given(st.integers(min_value=60, max_value=WHOLE.index("</body")))
def test_a_page_cut_anywhere_before_its_end_is_truncated(end: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read_html(WHOLE[:end].encode(), FETCHED)
    assert caught.value.reason == "truncated"


@pytest.mark.parametrize(
    ("markup", "whole"),
    [
        (f"<div>{PARAGRAPHS}</div>", True),
        (f"<p>{FIRST}<p>{SECOND}", True),
        (f"<HTML><BODY>{PARAGRAPHS}</HTML>", True),
        (f"<div><div>{PARAGRAPHS}</div>", False),
        (f"<table><tr><td>{PARAGRAPHS}", False),
        (f"<div>{PARAGRAPHS}</div><scr", False),
        (f"<div>{PARAGRAPHS}</div><script>var x", False),
    ],
)
def test_fragments_are_read_when_they_are_whole(markup: str, whole: bool) -> None:
    reading = read_page(Page("file:a.html", markup.encode(), "0"), FETCHED)
    assert [article.body for article in reading.articles] == ([BODY] if whole else [])
    assert [reject.reason for reject in reading.rejects] == ([] if whole else ["truncated"])


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>자바스크립트를 켜 주세요</p>",
        "<ul><li><a href=/1>" + NOISE + "</a></li></ul>",
        f"<nav>{PARAGRAPHS}</nav>",
    ],
)
def test_a_page_without_running_text_is_no_article(body: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_html(page(body).encode(), FETCHED)
    assert caught.value.reason == "no_body"


def test_the_body_of_a_page_that_only_data_holds() -> None:
    data = LD.format(
        '{"@type":"NewsArticle","headline":"' + TITLE + '","articleBody":"' + BODY.replace("\n", "\\n") + '"}'
    )
    assert read(page('<div id="__next"></div>', data)).body == BODY


@given(st.text(st.sampled_from("<>/&;=\"' abdivpr가나다.\n!-"), max_size=300))
def test_any_markup_is_an_article_or_a_reject(markup: str) -> None:
    reading = read_page(Page("file:a.html", f"<html>{markup}</html>".encode(), "0"), FETCHED)
    assert len(reading.articles) + len(reading.rejects) == 1
    assert all(reject.reason in ("no_body", "truncated") for reject in reading.rejects)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<br>" * 60_000 + FIRST, "too_large"),
        ("<span>" * 3_000 + FIRST + "</span>" * 3_000, "too_deep"),
        ("<script>" + 'a={"b":' * 20_000 + "</script>", "no_body"),
        ("<script>x=" + "[" * 50_000 + "</script>", "no_body"),
        ("<div class='comment'>" * 150 + FIRST + "</div>" * 150, "no_body"),
        (f"<p>{FIRST}</p><p>가람\ufffd\ufffd시는 밝혔다.</p>", "mojibake"),
        (f"<p>{FIRST}</p><p>{SECOND.encode().decode('latin-1')}</p>", "mojibake"),
    ],
)
def test_a_hostile_or_broken_page_costs_a_row_that_says_so(body: str, reason: str) -> None:
    reading = read_page(Page("https://paper.example/7", page(body).encode(), "0"), FETCHED)
    assert not reading.articles
    assert [reject.reason for reject in reading.rejects] == [reason]


def test_a_page_nested_without_end_costs_a_row() -> None:
    deep = "<div>" * 50_000 + PARAGRAPHS + "</div>" * 50_000
    reading = read_page(Page("file:a.html", page(deep).encode(), "0"), FETCHED)
    assert len(reading.articles) + len(reading.rejects) == 1


POPUP = (
    "<div><h3>안내</h3><p>조사기간 : 2025-10-22 ~ 2025-11-18, 조사원이 찾아가면 문을 열어 주시기 바랍니다.</p></div>"
)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        # a table whose head stands below a sentence of something else
        (
            POPUP + "<table><tr><th>제목</th><td class=subject>{t}</td></tr><tr><th>작성자</th><td>경제과</td><th>작성일</th>"
            "<td>2024-08-08</td></tr><tr><th>조회</th><td>4</td><th>수정일</th><td>2024-09-02</td></tr>"
            "<tr><td colspan=4 class=bbs_content>{b}</td></tr></table>",
            ("2024-08-08 00:00", "day"),
        ),
        # the same without a headline in it
        (
            POPUP + "<div><span>작성일</span> <span>2024-08-08</span></div><div class=bbs_content>{b}</div>",
            ("2024-08-08 00:00", "day"),
        ),
        # one line of labels and figures, grown together
        (
            "<h2>{t}</h2><div><span>작성자</span> <b>관리자</b><br><span>댓글</span><b>2건</b><span>조회</span>"
            "<b>1,523회</b><b><span>작성일</span> 24-08-08 14:52</b></div><div>{b}</div>",
            ("2024-08-08 14:52", "minute"),
        ),
        # a date beside the office
        ("<h1>{t}</h1><p><span>2024.08.08 </span><span>경제정책부</span></p><div>{b}</div>", ("2024-08-08 00:00", "day")),
        ("<h1>{t}</h1><p>2024.08.08 경제정책부</p><p>행사 2024.09.01</p><div>{b}</div>", None),
        ("<h1>{t}</h1><p>경제정책부 | 2024.08.08</p><div>{b}</div>", ("2024-08-08 00:00", "day")),
        ("<h1>{t}</h1><p>2024.08.08 최종수정</p><div>{b}</div>", None),
        ("<h1>{t}</h1><p>2024.08.08 접수 마감</p><div>{b}</div>", None),
        # a time that is publication and change, one that is a change alone
        (
            '<h1>{t}</h1><time class="entry-date updated" datetime="2024-08-08T14:52:42+09:00">2024-08-08</time><div>{b}</div>',
            ("2024-08-08 14:52", "minute"),
        ),
        (
            '<h1>{t}</h1><time class="entry-date updated" datetime="2024-09-02T10:00:00+09:00">9월 2일</time>'
            '<time class="entry-date published" datetime="2024-08-08T14:52:42+09:00">8월 8일</time><div>{b}</div>',
            ("2024-08-08 14:52", "minute"),
        ),
        ('<h1>{t}</h1><time class="updated" datetime="2024-09-02T10:00:00+09:00">9월</time><div>{b}</div>', None),
    ],
)  # fmt: skip
def test_the_time_in_the_head_of_a_page(shown: str, expected: tuple[str, str] | None) -> None:
    assert published(page(shown.format(t=TITLE, b=PARAGRAPHS), title=f"{TITLE} | 한빛시청")) == expected


THIRD = "시는 내년에 교육 과정을 두 곳 더 열고 수당도 하루 2만 원씩 주기로 했다."


def body_of(inside: str, around: str = '<div class="q">{}</div>') -> str:
    return read(page(f"<h1>{TITLE}</h1>" + around.format(inside))).body


@pytest.mark.parametrize("around", ['<div id="articleBody">{}</div>', '<div class="q">{}</div>'])
@pytest.mark.parametrize(
    "between",
    [
        '<div><a href="/2">[관련기사] 나루군 일자리대상 최우수상 받아</a></div>',
        '<p><a href="/2">▶ 관련 뉴스 : 나루군 일자리대상 최우수상 받아</a></p>',
        "<div><span>- Advertisement -</span></div>",
        "<p>광고</p>",
        "<p>[AD]</p>",
        "<blockquote>“다음 달부터 신청을 받는다”</blockquote>",
        '<div class="pullquote"><p>올해 일자리 사업을 새로 짜고</p></div>',
        "<div><p>한빛신문 뉴스레터를 받아보세요. 매주 금요일 아침에 소식을 보내드립니다.</p><button>구독하기</button></div>",
        "<form><p>매주 금요일 아침에 동네의 새 소식을 편지로 보내드립니다.</p><input type=email><input type=submit value=구독></form>",
    ],
)
def test_what_stands_between_paragraphs_goes_and_the_text_goes_on(around: str, between: str) -> None:
    assert body_of(f"{PARAGRAPHS}{between}<p>{THIRD}</p>", around) == f"{BODY}\n\n{THIRD}"
    assert body_of(f"{FIRST}<br><br>{SECOND}{between}{THIRD}", around) == f"{BODY}\n\n{THIRD}"


@pytest.mark.parametrize(
    "behind",
    [
        f'<div><a href="/2">[관련기사] 나루군 최우수상</a><div>{NOISE}</div></div>',
        f"<h4>'<a href=/c>동네</a>' 카테고리의 다른 글</h4><table><tr><th><a href=/3>나루군 축제 열려</a> (0)</th><td>2024.08.01</td></tr></table><p>{NOISE}</p>",
        f"<h3>이 블로그의 다른 글</h3><ul><li><a href=/3>나루군 축제 열려</a></li></ul><p>{NOISE}</p>",
        "<div><span>좋아요5</span></div>",
        "<p>공감 12</p>",
        "<p>■ 제보하기 ▷ 카카오톡 : '한빛제보' 검색, 채널 추가 ▷ 전화 : 02-000-1234 ▷ 유튜브에서도 한빛뉴스를 구독해주세요!</p>",
        "<p>■ 제보하기</p><p>▷ 전화 : 02-000-1234</p><p>▷ 유튜브와 카카오톡에서도 한빛뉴스를 구독해 주시면 고맙겠습니다. 꼭 구독해주세요!</p>",
        "<p>제보는 카카오톡 okhanbit, 이메일 tip@hanbit.example 로 보내 주시면 고맙겠습니다.</p>",
        '<div><a href="/w"><b>나기자 기자</b></a> na@hanbit.example<p>시청과 의회를 맡고 있습니다. 이야기를 언제나 기다립니다.</p><button>구독하기</button></div>',
        '<div><em>나기자 기자</em><p>시청과 의회를 맡고 있습니다. 이야기를 언제나 기다립니다.</p><a href="/s">구독</a></div>',
    ],
)
def test_what_stands_behind_the_text_goes(behind: str) -> None:
    assert body_of(PARAGRAPHS + behind, '<div id="articleBody">{}</div>') == BODY


@pytest.mark.parametrize(
    "kept",
    [
        "<p>시는 시민의 제보를 카카오톡으로 받아 모두 12건을 고쳤고 결과를 누리집에 올렸다.</p>",
        "<blockquote>이 도시에서 일하는 사람이 가장 먼저라고 나는 오래 믿어 왔다.</blockquote>",
        "<p>시가 만든 ‘동네 소식’ 채널은 구독하기를 누른 시민이 3만 명을 넘었다.</p>",
        "<p>잡지 <span>구독</span>이 늘었고 시는 무료로 나눠 주는 수를 두 배로 늘렸다.</p>",
        "<p>관련 기사를 쓴 <a href='/2'>한빛신문</a>은 이 사업의 성과가 목표에 못 미친다고 적었다.</p>",
    ],
)
def test_what_only_looks_like_it_stays(kept: str) -> None:
    text = kept[kept.index(">") + 1 : kept.rindex("<")]
    for tag in ("<a href='/2'>", "</a>", "<span>", "</span>"):
        text = text.replace(tag, "")
    assert body_of(f"{PARAGRAPHS}{kept}<p>{THIRD}</p>") == f"{BODY}\n\n{text}\n\n{THIRD}"
    if "제보" in kept:
        assert body_of(f"{PARAGRAPHS}{kept}") == f"{BODY}\n\n{text}"


def test_a_subscribe_button_takes_neither_headline_nor_date_with_it() -> None:
    head = f"<div><h2>{TITLE}</h2><button>구독</button></div><div>입력 2024.08.08 14:52 <button>구독</button></div>"
    article = read(page(f'{head}<div class="q">{PARAGRAPHS}</div>', title="한빛신문"))
    assert (article.title, article.body) == (TITLE, BODY)
    assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"


def test_a_table_in_a_figure_keeps_its_rows() -> None:
    rows = "".join(f"<tr><td>{year}</td><td>{jobs}개</td></tr>" for year, jobs in (("2023년", 410), ("2024년", 530)))
    figure = f"<figure><table><thead><tr><th>해</th><th>일자리</th></tr></thead>{rows}</table><figcaption>자료: 가람시</figcaption></figure>"
    picture = "<figure><table><tr><td><img></td></tr><tr><td>가람시 일자리센터에서 시민들이 상담을 받고 있다.</td></tr></table></figure>"
    assert body_of(f"<p>{FIRST}</p>{figure}{picture}<p>{SECOND}</p>") == (
        f"{FIRST}\n\n해\u2002일자리\n\n2023년\u2002410개\n\n2024년\u2002530개\n\n{SECOND}".replace("\u2002", " ")
    )


def test_what_react_streams_into_its_place_is_shown() -> None:
    streamed = (
        f'<div hidden id="S:0"><article><h1>{TITLE}</h1>{PARAGRAPHS}</article></div><script>$RC("B:0","S:0")</script>'
    )
    others = "".join(f'<li><a href="/{at}">{NOISE}</a></li>' for at in range(6))
    assert read(page(f'<main><template id="B:0"></template></main>{streamed}<ul>{others}</ul>')).body == BODY


OTHER = "나루군, 청년 농부 집 마련 돕는다"
ALIKE = (
    '<{tag} class="item"><header><h2 class="hl">{title}</h2><span>{label} {date}</span></header>'
    '<div class="{body}">{text}</div></{tag}>'
)


def whole(title: str, date: str, text: str, tag: str, body: str, label: str) -> str:
    return ALIKE.format(title=title, date=date, text=text, tag=tag, body=body, label=label)


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("label", ["입력", ""])
@pytest.mark.parametrize("body", ["news_body", "q"])
@pytest.mark.parametrize("tag", ["article", "div", "section"])
def test_title_time_and_body_are_of_one_article_where_another_longer_one_follows(
    tag: str, body: str, label: str, is_first: bool
) -> None:
    own = whole(TITLE, "2024.08.08 14:52", PARAGRAPHS, tag, body, label)
    longer = whole(OTHER, "2024.08.07 09:10", f"<p>{NOISE}</p><p>{THIRD}</p>" * 3, tag, body, label)
    shown = own + "<p>다음 기사</p>" + longer if is_first else longer + own
    data = "".join(
        LD.format('{"@type":"NewsArticle","headline":"' + title + '","datePublished":"' + at + '"}')
        for title, at in ((OTHER, "2024-08-07T09:10:00+09:00"), (TITLE, "2024-08-08T14:52:00+09:00"))
    )
    for head in ("", data):
        article = read(page(f"<main><div>{shown}</div></main>", head, f"{TITLE} - 한빛신문"))
        assert (article.title, article.body) == (TITLE, BODY)
        assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"


@pytest.mark.parametrize(
    "place",
    [
        '<div><article class="a main">{}</article><article class="a">{}</article></div>',
        '<div><div id="a1">{}</div><div id="a2">{}</div></div>',
        "{}{}",
    ],
)
@pytest.mark.parametrize("body", ["news_body", "q"])
@pytest.mark.parametrize("is_flat", [True, False])
def test_the_other_article_goes_wherever_it_stands(place: str, body: str, is_flat: bool) -> None:
    other = f"<p>{NOISE}</p><p>{THIRD}</p>" * 3
    made = ((TITLE, "2024.08.08 14:52", f"<p>{FIRST} {SECOND}</p>"), (OTHER, "2024.08.07 09:10", other))
    if is_flat:
        each = [f'<h2 class="hl">{t}</h2><p>{at}</p><div class="{body}">{text}</div>' for t, at, text in made]
    else:
        each = [whole(t, at, text, "div", body, "입력") for t, at, text in made]
    article = read(page(place.format(*each), title=f"{TITLE} | 한빛신문"))
    assert (article.title, article.body) == (TITLE, f"{FIRST} {SECOND}")
    assert article.published_at.isoformat() == "2024-08-08T14:52:00+09:00"


def test_parts_of_one_article_that_are_made_alike_stay() -> None:
    parts = f'<div class="s"><h2>{TITLE}</h2><p>입력 2024.08.08 14:52</p>{PARAGRAPHS}</div><div class="s"><h2>수당도 새로</h2><p>{THIRD}</p><p>{NOISE}</p></div>'
    assert read(page(parts)).body == f"{BODY}\n\n수당도 새로\n\n{THIRD}\n\n{NOISE}"


@pytest.mark.parametrize(
    "banner", ["이 누리집은 가람시의 공식 누리집입니다.", "살기 좋은 가람시에 오신 것을 환영합니다"]
)
def test_a_banner_is_no_headline(banner: str) -> None:
    shown = f"<div>{banner}</div><h3>군정소식</h3><div><h4>{TITLE}</h4><ul><li>게시일 2024. 8. 8.</li></ul></div>"
    assert read(page(f"{shown}<div>{PARAGRAPHS}</div>", title="보도자료 | 한빛군청")).title == TITLE


@pytest.mark.parametrize("large", ["<b>{}</b>", "<font size=4>{}</font>", "<font size=+1><b>{}</b></font>"])
def test_the_headline_of_a_page_laid_out_by_tables(large: str) -> None:
    poll = "<td><b>여론조사</b><br>시청을 옮기는 일을 어떻게 보십니까?<br>찬성</td>"
    rows = f"<tr><td>홈 &gt; 뉴스</td></tr><tr><td>{large.format(TITLE)}</td></tr><tr><td>다음 달부터 두 달 동안 신청 받아</td></tr>"
    rows += f"<tr><td>2003년 3월 5일 (수) 오후 2:05 나기자 기자</td></tr><tr><td><font size=3>{FIRST}<br><br>{SECOND}</font></td></tr>"
    shown = f"<table><tr>{poll}<td><table>{rows}</table></td></tr></table>"
    assert read(page(shown, title="▒▒ 한빛신문 ▒▒")).title == TITLE


@pytest.mark.parametrize("tag", ["strong", "b"])
def test_a_bold_block_above_the_text_is_a_deck_of_its_own(tag: str) -> None:
    deck = f"<{tag}>예산 618억 원 들여<br>시의회 “단기 일자리 많아”</{tag}>"
    dated = f"[솔뫼=한빛신문 나기자 기자] {FIRST}"
    article = read(
        page(
            f'<h1>{TITLE}</h1><article id="dic_area">{deck}\n<span class="end_photo_org"><img></span>{dated}<br><br>{SECOND}</article>'
        )
    )
    assert article.body == f"예산 618억 원 들여\n시의회 “단기 일자리 많아”\n\n{dated}\n\n{SECOND}"
    assert article.byline_region == "솔뫼"
    inside = body_of(f"<p>{NOISE[:9]}<{tag}>{NOISE[9:20]}<br></{tag}>{NOISE[20:]}</p><p>{SECOND}</p>")
    assert inside == f"{NOISE[:20]}\n{NOISE[20:]}\n\n{SECOND}".replace(" \n", "\n").replace("\n ", "\n")
