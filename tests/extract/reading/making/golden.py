"""The golden pages: whole pages in the markup of the systems that Korean papers and offices run, each with its article.

    .venv/bin/python -m tests.extract.reading.making

A page is a function that returns `Made`. What a page holds was settled before the rules of the reader were written.
"""

import json
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from tests.extract.reading.making import texts
from tests.extract.reading.making.chrome import Chrome

#: What the golden article of a page in which there is no article names instead.
NOTHING = "no_body"


class Made(NamedTuple):
    """A page and its golden article; `url` is where the page was fetched, `canonical` the address it gives itself."""

    name: str
    content: bytes
    url: str
    title: str | None = None
    published_at: str | None = None
    precision: str | None = None
    byline_region: str | None = None
    paragraphs: tuple[str, ...] = ()
    canonical: str | None = None
    next_part: str | None = None
    reject: str | None = None


def p(paragraphs: Iterable[str], between: Iterable[str] = (), attributes: str = "") -> str:
    """The paragraphs as <p>, with something else after each, in order."""
    others = list(between)
    lines = []
    for number, text in enumerate(paragraphs):
        lines.append(f"<p{attributes}>{escape(text, quote=False)}</p>")
        if number < len(others):
            lines.append(others[number])
    return "\n".join(lines)


def br(paragraphs: Iterable[str], between: Iterable[str] = (), gap: str = "<br/><br/>") -> str:
    others = list(between)
    lines = []
    for number, text in enumerate(paragraphs):
        lines.append(escape(text, quote=False) + gap)
        if number < len(others):
            lines.append(others[number])
    return "\n".join(lines)


def og(title: str, url: str, site: str, lead: str, more: str = "") -> str:
    return (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(title)}">'
        f'<meta property="og:url" content="{escape(url)}"><meta property="og:site_name" content="{site}">'
        f'<meta property="og:description" content="{escape(lead[:90])}"><meta property="og:image" content="https://img.example/og.jpg">{more}'
    )


def ld(**fields: object) -> str:
    return (
        '<script type="application/ld+json">'
        + json.dumps({"@context": "https://schema.org", **fields}, ensure_ascii=False)
        + "</script>"
    )


def nd_new() -> Made:
    text, chrome = texts.ND_NEW, Chrome(1, "새길뉴스", "www.saegil.example")
    url = "https://www.saegil.example/news/articleView.html?idxno=412077"
    figure = (
        '<div style="text-align:center"><figure class="photo-layout image photo_89123 max-width-600" data-idx="89123" data-type="photo">'
        f'<div class="IMGFLOATING"><img src="/news/photo/202407/412077.jpg" alt="{text.caption}"></div><figcaption>{text.caption}</figcaption></figure></div>'
    )
    related = '<div class="aht-widget related-inbody"><strong>관련기사</strong><ul>' + chrome.links(3) + "</ul></div>"
    body = figure + p(text.paragraphs, ["", chrome.ad(), "", related, chrome.ad()])
    page = f"""<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8"><title>{text.title} - 새길뉴스</title>
<link rel="canonical" href="{url}">{og(text.title, url, "새길뉴스", text.paragraphs[0])}
<meta property="article:published_time" content="2024-07-30T14:05:31+09:00"><meta property="article:modified_time" content="2024-07-30T16:40:02+09:00">
{ld(**{"@type": "NewsArticle", "headline": text.title, "datePublished": "2024-07-30T16:40:02+09:00", "dateModified": "2024-07-30T16:40:02+09:00"})}
{chrome.style(140)}{chrome.script(25)}</head>
<body id="user-section"><div id="user-wrap"><header id="user-header"><div class="date">2025년 02월 11일 (화) 09:31</div>{chrome.menu()}{chrome.weather()}</header>
<div class="nav-ticker"><strong>속보</strong><ul>{chrome.links(8)}</ul></div>
<section id="article-view" class="article-view"><div class="item"><header class="article-view-header type-2">
<nav class="breadcrumbs"><a href="/">홈</a> <a href="/r/한빛">지역</a></nav><h3 class="heading">{text.title}</h3><h4 class="subheading">{text.sub}</h4>
<div class="info-group"><article class="item"><ul class="infomation"><li><i class="icon-user-o"></i>기자명 {text.reporter} 기자</li><li><i class="icon-clock-o"></i> 입력 2024.07.30 14:05</li><li>수정 2024.07.30 16:40</li><li>댓글 4</li></ul></article></div>
<div class="view-tools">{chrome.share()}</div></header>
<div class="article-view-page clearfix"><article id="article-view-content-div" class="article-veiw-body view-page font-size17" itemprop="articleBody">
{body}
</article>
<article class="writer"><a href="/news/articleList.html?sc_name=나기자"><strong class="name">{text.reporter} 기자</strong></a> <a href="mailto:na@saegil.example">na@saegil.example</a><a class="btn">다른기사 보기</a></article>
<div class="view-copyright">저작권자 © 새길뉴스 무단전재 및 재배포 금지</div></div>
<div class="article-view-sns">{chrome.share()}</div>
<section class="reply"><h4>댓글 4</h4><form><textarea placeholder="댓글을 입력해주세요"></textarea></form><ul class="reply-list">{chrome.comments(4)}</ul></section>
</div></section>
<aside id="user-aside"><section class="auto-article"><h2 class="header">많이 본 기사</h2><ol>{chrome.links(10)}</ol></section><section class="auto-article"><h2>최신기사</h2>{chrome.cards(8)}</section>
<section class="opinion"><h2>포토뉴스</h2>{chrome.cards(6)}</section></aside>
<footer id="user-footer">{chrome.footer()}</footer></div>{chrome.script(20)}</body></html>"""
    return Made(
        "nd_new", page.encode(), url, text.title, "2024-07-30T14:05:00+09:00", "minute", "한빛", text.paragraphs, url
    )


def nd_mobile() -> Made:
    """The mobile twin of `nd_new`: its canonical is the desktop page."""
    text, chrome = texts.ND_NEW, Chrome(2, "새길뉴스", "m.saegil.example")
    desktop = "https://www.saegil.example/news/articleView.html?idxno=412077"
    page = f"""<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8"><title>{text.title} - 새길뉴스 모바일</title><meta name="viewport" content="width=device-width">
<link rel="canonical" href="{desktop}">{og(text.title, desktop, "새길뉴스", text.paragraphs[0])}{chrome.style(60)}</head>
<body><div id="wrap"><header class="mobile-header"><a href="/">새길뉴스</a><button>메뉴</button>{chrome.menu()}</header>
<div class="m-view"><h1 class="heading">{text.title}</h1><p class="subheading">{text.sub}</p><div class="info"><span>{text.reporter} 기자</span> <span>입력 2024.07.30 14:05</span> <span>수정 2024.07.30 16:40</span></div>{chrome.share()}
<div id="article-view-content-div" class="article-veiw-body" itemprop="articleBody">
<figure><img src="/news/photo/412077_m.jpg"><figcaption>{text.caption}</figcaption></figure>
{p(text.paragraphs, ["", "", chrome.ad(), chrome.ad()])}
</div><div class="view-copyright">저작권자 © 새길뉴스 무단전재 및 재배포 금지</div></div>
<section><h3>이 시각 주요뉴스</h3><ul>{chrome.links(15)}</ul></section><section><h3>추천뉴스</h3>{chrome.cards(10)}</section><footer>{chrome.footer()}</footer></div>{chrome.script(30)}</body></html>"""
    return Made(
        "nd_mobile", page.encode(), "https://m.saegil.example/news/articleView.html?idxno=412077",
        text.title, "2024-07-30T14:05:00+09:00", "minute", "한빛", text.paragraphs, desktop,
    )  # fmt: skip


def nd_br() -> Made:
    """The same system some years before: breaks instead of paragraphs, the body a second time for printing."""
    text, chrome = texts.ND_BR, Chrome(3, "다온새길", "www.daonsg.example")
    url = "http://www.daonsg.example/news/articleView.html?idxno=50911"
    body = (
        f'<table class="photo" align="center"><tr><td><img src="/news/photo/50911.jpg"></td></tr><tr><td class="caption">▲ {text.caption}</td></tr></table>'
        + br(text.paragraphs, ["", chrome.ad()])
        + f"{text.reporter} 기자 on@daonsg.example"
    )
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>다온새길:{text.title}</title>
{og(text.title, url, "다온새길", text.paragraphs[0])}{chrome.style(80)}{chrome.script(20)}</head><body>
<div id="head"><div class="today">2025.2.11 화 09:40</div>{chrome.menu()}</div><div id="ND_Warp"><div class="View_Title"><strong>{text.title}</strong></div>
<div class="View_Time"><b>{text.reporter} 기자</b> | on@daonsg.example | 승인 2021.08.12 11:20 | 최종수정 2021.08.13 08:02</div>
<div class="View_Tools">{chrome.share()}</div>
<div id="article-view-content-div" itemprop="articleBody">{body}</div>
<div class="View_Copyright">&lt;저작권자 © 다온새길, 무단 전재 및 재배포 금지&gt;</div>
<div id="print_area" style="display:none"><h1>{text.title}</h1>{br(text.paragraphs)}</div>
<div class="View_Relation"><h5>관련기사</h5><ul>{chrome.links(5)}</ul></div><div class="View_Reply"><ul>{chrome.comments(3)}</ul></div></div>
<div id="right"><h4>가장 많이 본 뉴스</h4><ol>{chrome.links(10)}</ol><h4>기획특집</h4>{chrome.cards(8)}</div><div id="foot">{chrome.footer()}</div></body></html>"""
    return Made(
        "nd_br", page.encode(), url, text.title, "2021-08-12T11:20:00+09:00", "minute", "다온", text.paragraphs, url
    )


def nd_summary() -> Made:
    """In the body's own element: a summary by a machine before the text, an appeal for support behind it."""
    text, chrome = texts.ND_SUMMARY, Chrome(26, "샛강소식", "www.saetgangnews.example")
    url = "https://www.saetgangnews.example/news/articleView.html?idxno=77120"
    summary = (
        '<div class="ai-summary"><strong>한눈에 보는 기사</strong><p>샛강구가 상반기에 일자리 2,911개를 만들었다고 밝혔습니다.</p>'
        "<p>보고회에서는 부서별 실적이 발표됐고 하반기에는 400명이 채용됩니다.</p><em>인공지능이 기사 본문을 읽고 만들었습니다.</em></div>"
    )
    support = (
        '<div class="article-support"><p>샛강소식은 광고보다 독자를 먼저 생각하는 신문이 되려고 애쓰고 있습니다.</p>'
        "<p>여러분이 보내 주시는 구독료는 동네 곳곳을 취재하는 데 쓰입니다. 매달 5천원으로 함께해 주세요.</p></div>"
    )
    page = f"""<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8"><title>{text.title} - 샛강소식</title><link rel="canonical" href="{url}">{og(text.title, url, "샛강소식", text.paragraphs[0])}
<meta property="article:published_time" content="2025-07-18T17:22:00+09:00">{chrome.style(110)}{chrome.script(20)}</head>
<body id="user-section"><div id="user-wrap"><header id="user-header">{chrome.menu()}</header><section id="article-view"><header class="article-view-header"><h3 class="heading">{text.title}</h3>
<ul class="infomation"><li>기자명 {text.reporter} 기자</li><li>입력 2025.07.18 17:22</li><li>댓글 0</li></ul>{chrome.share()}</header>
<article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">{summary}
<figure><img src="/p.jpg"><figcaption>{text.caption}</figcaption></figure>{p(text.paragraphs, ["", chrome.ad()])}{support}</article>
<div class="view-copyright">저작권자 © 샛강소식 무단전재 및 재배포 금지</div></section><aside><h2>많이 본 기사</h2><ol>{chrome.links(10)}</ol>{chrome.cards(8)}</aside><footer>{chrome.footer()}</footer></div></body></html>"""
    return Made(
        "nd_summary", page.encode(), url, text.title, "2025-07-18T17:22:00+09:00", "minute", None, text.paragraphs, url
    )


def nd_old() -> Made:
    """Tables, CP949, the date in a span of its own with the day of the week."""
    text, chrome = texts.ND_OLD, Chrome(4, "모란시민신문", "www.moranpress.example")
    url = "http://www.moranpress.example/news/articleView.html?idxno=8842"
    rows = chrome.links(14, '<tr><td class="rank_t">{rank}</td><td><a href="{url}">{headline}</a></td></tr>')
    page = f"""<html><head><meta http-equiv="content-type" content="text/html; charset=euc-kr"><title>모란시민신문</title>{chrome.style(60)}
<script language="javascript">function fontSize(n){{document.getElementById('articleBody').style.fontSize=n+'px';}}</script></head>
<body topmargin="0"><table width="970" cellpadding="0" cellspacing="0"><tr><td bgcolor="#003366"><font color="#ffffff">2025.2.11 화 09:40</font></td><td>{chrome.menu()}</td></tr></table>
<table width="970"><tr><td width="640" valign="top"><table width="100%"><tr><td class="arl_view_navi"><a href="/">홈</a> &gt; <a href="#">뉴스</a> &gt; 자치행정</td></tr>
<tr><td class="arl_view_title"><span id="font_title">{text.title}</span></td></tr><tr><td class="arl_view_stitle"><span id="font_stitle">목표의 113.8% 달성</span></td></tr>
<tr><td align="right"><span id="font_date">2012년 05월 04일 (금) 17:07:52</span> <span id="font_name">{text.reporter} 기자</span> <a href="mailto:choi@moranpress.example"><span id="font_email">choi@moranpress.example</span></a></td></tr>
<tr><td><a href="#" onclick="fontSize(14)">글씨크게</a> <a href="#">프린트</a> <a href="#">메일보내기</a></td></tr>
<tr><td id="articleBody" class="view_r" style="line-height:160%"><table align="right" width="240"><tr><td><img src="/news/photo/8842.jpg" width="240"></td></tr><tr><td class="view_r_caption">▲ 군청에서 열린 전달식</td></tr></table>
{br(text.paragraphs, gap="<br><br>")}</td></tr>
<tr><td class="view_copy">ⓒ 모란시민신문(http://www.moranpress.example) 무단전재 및 재배포금지 | 저작권문의</td></tr>
<tr><td><b>독자의견 2</b><ul>{chrome.comments(2)}</ul></td></tr></table></td>
<td width="300" valign="top"><table width="100%"><tr><td><b>인기기사</b></td></tr>{rows}</table>{chrome.cards(9)}</td></tr></table>
<table width="970"><tr><td>{chrome.footer()}</td></tr></table>{chrome.script(20)}</body></html>"""
    return Made(
        "nd_old",
        page.replace("©", "ⓒ").encode("cp949"),
        url,
        text.title,
        "2012-05-04T17:07:00+09:00",
        "minute",
        None,
        text.paragraphs,
        None,
    )


def naver() -> Made:
    text, chrome = texts.NAVER, Chrome(5, "누리통신", "n.news.naver.com")
    url = "https://n.news.naver.com/mnews/article/999/0014400123"
    body = (
        f'<strong class="media_end_summary">{text.sub}</strong>'
        f'<span class="end_photo_org"><div class="nbd_im_w _LAZY_LOADING_WRAP"><div class="nbd_a _LAZY_LOADING_ERROR_HIDE" id="img_a1"><img id="img1" class="_LAZY_LOADING" data-src="https://img.example/1.jpg"></div></div><em class="img_desc">{text.caption}</em></span><br><br>'
        + br(text.paragraphs, gap="<br><br>")
        + "nuri@nuritong.example<br><br>"
    )
    page = f"""<!DOCTYPE html><html lang="ko" data-useragent="desktop"><head><meta charset="utf-8"><title>{text.title}</title>
{og(text.title, url, "네이버 뉴스", text.paragraphs[0], '<meta property="og:article:author" content="누리통신 | 네이버">')}{chrome.style(120)}{chrome.script(30)}</head>
<body><div id="u_skip"><a href="#newsct">본문 바로가기</a></div><header class="Nheader">{chrome.menu()}</header>
<div class="press_ranking"><a href="#">누리통신 구독</a><p>구독자 123,456</p></div>
<div id="ct_wrap" class="ct_scroll_wrapper"><div id="ct" role="main"><div class="media_end_head go_trans"><div class="media_end_head_top"><a href="#"><img alt="누리통신"></a></div>
<div class="media_end_head_title"><h2 id="title_area" class="media_end_head_headline"><span>{text.title}</span></h2></div>
<div class="media_end_head_info nv_notrans"><div class="media_end_head_info_datestamp">
<div class="media_end_head_info_datestamp_bunch"><em class="media_end_head_info_datestamp_term">입력</em><span class="media_end_head_info_datestamp_time _ARTICLE_DATE_TIME" data-date-time="2025-03-31 15:20:11">2025.03.31. 오후 3:20</span></div>
<div class="media_end_head_info_datestamp_bunch"><em class="media_end_head_info_datestamp_term">수정</em><span class="media_end_head_info_datestamp_time _ARTICLE_MODIFY_DATE_TIME" data-modify-date-time="2025-04-01 09:02:44">2025.04.01. 오전 9:02</span></div>
<a href="https://www.nuritong.example/view/AKR2025033100" class="media_end_head_origin_link">기사원문</a></div><div class="media_end_head_journalist"><em class="media_end_head_journalist_name">{text.reporter} 기자</em></div></div>
<div class="media_end_head_share">{chrome.share()}</div></div>
<div id="contents" class="newsct_body"><div id="newsct_article" class="newsct_article _article_body"><article id="dic_area" class="go_trans _article_content">{body}</article></div>
<div class="byline"><p class="byline_p"><span class="byline_s">{text.reporter} (nuri@nuritong.example)</span></p></div>
<div class="copyright"><p class="c_text">Copyright ⓒ 누리통신. All rights reserved. 무단 전재 및 재배포, AI 학습 및 활용 금지</p></div>
<p class="categorize">이 기사는 언론사에서 <em>사회</em> 섹션으로 분류했습니다. 기사의 섹션 분류는 해당 언론사의 분류를 따르고 있습니다.</p>
<div class="journalistcard"><strong>{text.reporter}</strong><p>현장의 목소리를 듣겠습니다.</p></div>
<div class="media_end_linked_more"><strong>누리통신 언론사홈 바로가기</strong><ul>{chrome.links(4)}</ul></div>
<div class="ends_addition"><div class="media_end_etc"><p class="end_btn">기사 추천은 24시간 내 50개까지 참여할 수 있습니다.</p></div></div></div>
<div id="cbox_module"><h3>전체 댓글 12</h3><ul>{chrome.comments(6)}</ul></div></div>
<aside><h3>누리통신 랭킹 뉴스</h3><p>오전 8시~9시까지 집계한 결과입니다.</p><ol>{chrome.links(10)}</ol><h3>함께 볼만한 뉴스</h3>{chrome.cards(8)}</aside></div><footer>{chrome.footer()}</footer></body></html>"""
    return Made(
        "naver",
        page.encode(),
        url,
        text.title,
        "2025-03-31T15:20:00+09:00",
        "minute",
        "솔뫼",
        (text.sub, *text.paragraphs),
        url,
    )


def daum() -> Made:
    text, chrome = texts.DAUM, Chrome(6, "푸른일보", "v.daum.net")
    url = "https://v.daum.net/v/20240304101502345"
    blocks = "".join(
        f'<p dmcf-pid="0{n}aB{n}x" dmcf-ptype="general">{escape(line, quote=False)}</p>\n'
        for n, line in enumerate(text.paragraphs)
    )
    page = f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{text.title}</title>
{og(text.title, url, "Daum | 푸른일보", text.paragraphs[0], '<meta property="og:regDate" content="20240304101502"><meta property="article:author" content="푸른일보">')}
<link rel="canonical" href="{url}">{chrome.style(120)}</head><body><div id="kakaoIndex"><a href="#kakaoBody">본문 바로가기</a></div><div id="kakaoWrap" class="container-doc"><header id="kakaoHead">{chrome.menu()}</header>
<main id="kakaoContent"><div class="layer_util">{chrome.share()}</div><div class="box_view"><div class="head_view"><h3 class="tit_view" data-translation="true">{text.title}</h3>
<div class="info_view"><span class="txt_info">{text.reporter} 기자</span> <span class="txt_info">입력 <span class="num_date">2024. 3. 4. 10:15</span></span> <span class="txt_info">수정 <span class="num_date">2024. 3. 4. 13:48</span></span><button id="alexCounter">댓글 3</button></div></div>
<div class="box_etc"><button>음성으로 듣기</button><p class="txt_tts">음성재생 설정 남성 여성 느림 보통 빠름</p></div>
<div class="news_view fs_type1" data-cloud="article_body"><div class="article_view" data-translation-body="true" data-tiara-action-name="본문이미지확대_클릭"><section dmcf-sid="a1b2c3">
<figure class="figure_frm origin_fig" dmcf-pid="x1" dmcf-ptype="figure"><p class="link_figure"><img class="thumb_g_article" src="https://img.example/t.jpg"></p><figcaption class="txt_caption default_figure">{text.caption}</figcaption></figure>
{blocks}<p dmcf-pid="zz9" dmcf-ptype="general">{text.reporter} 기자 kang@pureun.example</p></section></div></div>
<div class="foot_view"><p class="txt_copyright">Copyright © 푸른일보. 무단전재 및 재배포 금지.</p><div class="box_feel">좋아요 <em>2</em> 훈훈해요 <em>1</em> 슬퍼요 <em>0</em></div></div></div>
<div class="box_comment"><ul>{chrome.comments(5)}</ul></div><section class="section_related"><h3>푸른일보 주요 뉴스</h3>{chrome.cards(8)}</section></main>
<aside><h3>이 시각 주요뉴스</h3><ul>{chrome.links(12)}</ul><h3>실시간 많이 본 뉴스</h3><ol>{chrome.links(10)}</ol></aside><footer>{chrome.footer()}</footer></div>{chrome.script(30)}</body></html>"""
    return Made(
        "daum", page.encode(), url, text.title, "2024-03-04T10:15:00+09:00", "minute", None, text.paragraphs, url
    )


def next_json() -> Made:
    """Nothing in the markup: the article is in the data of Next.js, times in milliseconds since 1970."""
    text, chrome = texts.NEXT, Chrome(7, "오늘누리", "www.todaynuri.example")
    url = "https://www.todaynuri.example/article/20231026000123"
    html = f'<figure><img src="https://img.example/n.jpg"><figcaption>{text.caption}</figcaption></figure>' + p(
        text.paragraphs
    )
    related = [
        {"id": n, "title": chrome.headline(), "content": chrome.lead(), "publishedAt": 1698000000000 + n}
        for n in range(30)
    ]
    data = {
        "props": {
            "pageProps": {
                "layout": {"menus": [{"name": name, "path": f"/{n}"} for n, name in enumerate(["정치", "경제", "사회", "지역", "문화"])]},
                "ranking": related,
                "article": {
                    "articleId": "20231026000123", "title": text.title, "subTitle": "대통령 표창·인센티브 3억원", "content": html,
                    "summary": text.paragraphs[0], "publishedAt": 1698289260000, "updatedAt": 1698300000000, "reporter": {"name": text.reporter, "email": "han@todaynuri.example"},
                    "tags": ["누리시", "일자리대상"], "copyright": "ⓒ 오늘누리 무단전재 및 재배포 금지",
                },
                "related": related[:6],
            },
            "__N_SSP": True,
        },
        "page": "/article/[id]", "query": {"id": "20231026000123"}, "buildId": "k3J9xQz",
    }  # fmt: skip
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charSet="utf-8"/><title>{text.title} | 오늘누리</title>{og(text.title, url, "오늘누리", text.paragraphs[0])}
<link rel="canonical" href="{url}"/>{chrome.style(60)}<script src="/_next/static/chunks/main.js" defer=""></script></head><body><div id="__next"><div class="skeleton"></div></div>
<noscript>이 사이트를 이용하려면 자바스크립트를 켜 주세요.</noscript>
<script id="__NEXT_DATA__" type="application/json">{json.dumps(data, ensure_ascii=False)}</script></body></html>"""
    return Made(
        "next_json", page.encode(), url, text.title, "2023-10-26T12:01:00+09:00", "minute", None, text.paragraphs, url
    )


def gnuboard() -> Made:
    text, chrome = texts.GNUBOARD, Chrome(8, "샛강구청", "www.saetgang.example")
    url = "https://www.saetgang.example/bbs/board.php?bo_table=press&wr_id=3310"
    page = f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta http-equiv="imagetoolbar" content="no"><title>{text.title} &gt; 보도자료 | 샛강구 청년일자리센터</title>
<link rel="stylesheet" href="/theme/basic/css/default.css">{chrome.style(90)}<script>var g5_url="https://www.saetgang.example";var g5_bbs_url="/bbs";var g5_is_member="";</script>{chrome.script(10)}</head>
<body><div id="hd"><h1 id="hd_h1">{text.title} &gt; 보도자료</h1><div id="skip_to_container"><a href="#container">본문 바로가기</a></div><div id="tnb">회원가입 로그인 새글</div><nav id="gnb">{chrome.menu()}</nav></div>
<div id="wrapper"><div id="container"><h2 id="container_title"><span title="보도자료">보도자료</span></h2>
<article id="bo_v" style="width:100%"><header><h2 id="bo_v_title"><span class="bo_v_cate">일자리</span> <span class="bo_v_tit">{text.title}</span></h2></header>
<section id="bo_v_info"><h2>페이지 정보</h2><div class="profile_info"><div class="pf_img"><img src="/img/no_profile.gif"></div><div class="profile_info_ct"><span class="sound_only">작성자</span> <strong><span class="sv_member">홍보팀</span></strong><br>
<span class="sound_only">댓글</span><strong><a href="#bo_vc">2건</a></strong> <span class="sound_only">조회</span><strong>1,204회</strong> <strong class="if_date"><span class="sound_only">작성일</span>24-06-20 09:41</strong></div></div></section>
<section id="bo_v_atc"><h2 id="bo_v_atc_title">본문</h2><div id="bo_v_share">{chrome.share()}</div><div id="bo_v_img"><a href="#"><img src="/data/file/press/1.jpg" alt=""></a></div>
<div id="bo_v_con">{p(text.paragraphs, ["<p>&nbsp;</p>"] * 5)}</div><div id="bo_v_act"><a class="bo_v_good">추천 3</a> <a>비추천 0</a></div></section>
<section id="bo_v_file"><h2>첨부파일</h2><ul><li><a href="/bbs/download.php?no=0"><strong>0620 샛강구 청년일자리센터 취업자 1천명 돌파.hwp</strong></a> (88.5K) <span class="bo_v_file_cnt">42회 다운로드 | DATE : 2024-06-20 09:41:12</span></li></ul></section>
<ul class="bo_v_nb"><li class="btn_prv"><span class="nb_tit">이전글</span><a href="?wr_id=3311">{chrome.headline()}</a> <span class="nb_date">24.06.21</span></li><li class="btn_next"><span class="nb_tit">다음글</span><a href="?wr_id=3309">{chrome.headline()}</a> <span class="nb_date">24.06.19</span></li></ul>
<section id="bo_vc"><h2>댓글목록</h2>{"".join(f'<article id="c_{n}"><header><h2>시민{n}님의 댓글</h2><time datetime="2024-06-2{n}T10:00:00+09:00">24-06-2{n} 10:00</time></header><div class="cmt_contents"><p>{comment}</p></div></article>' for n, comment in enumerate(("저도 정장을 빌려 면접을 보고 지난달 취업했습니다. 정말 고맙습니다.", "가람시는 이런 센터가 다섯 곳이나 있다던데 우리 구도 더 늘려 주세요."), 1))}</section></article></div>
<div id="aside"><h2>최신글</h2><ul>{chrome.links(12)}</ul></div></div><div id="ft">{chrome.footer()}</div></body></html>"""
    return Made(
        "gnuboard", page.encode(), url, text.title, "2024-06-20T09:41:00+09:00", "minute", None, text.paragraphs, None
    )


def xe() -> Made:
    """Comments have the same class as the document."""
    text, chrome = texts.XE, Chrome(9, "미르뉴스", "mirnews.example")
    url = "http://mirnews.example/news/18244"
    comments = "".join(
        f'<li class="fdb_itm clear" id="comment_{18250 + n}"><div class="meta"><b>손님{n}</b> <span class="date">2015.11.1{n} 08:1{n}</span></div><!--BeforeComment({18250 + n},{n})--><div class="comment_{18250 + n}_{n} xe_content">{line}</div><!--AfterComment({18250 + n},{n})--></li>'
        for n, line in enumerate(
            (
                "우리 군도 작년에 일자리 3천개 만든다고 했는데 실적은 공개하지 않았어요.",
                "좋은 소식이네요. 껍질을 모으는 곳이 어디인지도 알려 주세요.",
            ),
            1,
        )
    )
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><meta name="Generator" content="XpressEngine"><title>미르뉴스 - {text.title}</title>{chrome.style(90)}{chrome.script(20)}</head>
<body><a href="#content_body" class="skip">메뉴 건너뛰기</a><div class="xe"><header><h1><a href="/">미르뉴스</a></h1><nav>{chrome.menu()}</nav></header>
<div class="body"><div class="content" id="content_body"><div id="bd_77_18244" class="bd clear"><div class="rd rd_nav_style2 clear" data-docSrl="18244"><div class="rd_hd clear"><div class="board clear"><div class="top_area ngeb np_18px"><span class="fr date m_no">2015.11.10 18:32</span><h1 class="np_18px"><a href="{url}">{text.title}</a></h1></div>
<div class="btm_area clear"><div class="side"><a href="#popup_menu_area" class="nick member_4">편집부</a></div><div class="side fr"><span>조회 수 <b>512</b></span> <span>추천 수 <b>3</b></span> <span>댓글 <b>2</b></span></div></div></div><div class="rd_nav">{chrome.share()}</div></div>
<div class="rd_body clear"><article><!--BeforeDocument(18244,4)--><div class="document_18244_4 xe_content"><p><img src="/files/attach/images/18244.jpg" alt="감귤.jpg" style=""></p>{p(text.paragraphs, ["<p><br></p>"] * 5)}</div><!--AfterDocument(18244,4)--></article></div>
<div class="rd_ft"><div class="bd_prev_next clear"><a class="bd_rd_prev" href="#"><strong>{chrome.headline()}</strong></a></div><div class="rd_trb">이 게시물을 <b>추천</b> <b>스크랩</b></div></div>
<div class="fdb_lst_wrp"><div class="fdb_tag"><a>댓글 2</a></div><ul class="fdb_lst_ul">{comments}</ul></div></div>
<table class="bd_lst bd_tb_lst bd_tb"><caption class="blind">List of Articles</caption><tbody>{chrome.links(20, '<tr><td class="no">{n}</td><td class="title"><a href="{url}">{headline}</a></td><td class="time">{date}</td></tr>')}</tbody></table></div></div></div>
<aside>{chrome.cards(6)}</aside><footer>{chrome.footer()}</footer></div></body></html>"""
    return Made(
        "xe", page.encode(), url, text.title, "2015-11-10T18:32:00+09:00", "minute", None, text.paragraphs, None
    )


def board() -> Made:
    """A municipal board: one table, attachments, a date without time."""
    text, chrome = texts.BOARD, Chrome(10, "해온시청", "www.haeon.example")
    url = "https://www.haeon.example/portal/saeol/gosi/view.do?notAncmtMgtNo=51200&mid=0402010000"
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="UTF-8"><title>고시공고 | 해온시청</title>{chrome.style(100)}{chrome.script(5)}</head>
<body><div id="accessibility"><a href="#txt">본문 바로가기</a></div><div class="gov-banner">이 누리집은 대한민국 공식 전자정부 누리집입니다.</div><header>{chrome.menu()}{chrome.weather()}</header>
<div id="container"><div class="lnb"><h2>행정정보</h2>{chrome.menu()}</div><div id="contents"><div class="location">홈 &gt; 행정정보 &gt; 고시공고</div><h3 class="sub-title">고시공고</h3><div class="sns-wrap">{chrome.share()}</div>
<div id="txt"><table class="bbs_view"><caption>고시공고 상세보기 - 제목, 담당부서, 등록일, 조회수, 첨부파일, 내용</caption><colgroup><col style="width:15%"><col></colgroup><tbody>
<tr><th scope="row">제목</th><td colspan="3" class="subject">{text.title}</td></tr>
<tr><th scope="row">고시공고번호</th><td>해온시 공고 제2024-512호</td><th scope="row">담당부서</th><td>일자리정책과 (000-330-1234)</td></tr>
<tr><th scope="row">등록일</th><td>2024-02-27</td><th scope="row">조회수</th><td>318</td></tr>
<tr><th scope="row">게재기간</th><td colspan="3">2024-02-27 ~ 2024-12-31</td></tr>
<tr><th scope="row">첨부파일</th><td colspan="3"><ul class="file"><li><a href="/file/down?id=1">2023년 지역일자리 공시제 추진실적(공표).hwpx</a> [152 KB] <a href="#">바로보기</a></li><li><a href="/file/down?id=2">붙임2 세부사업 목록.pdf</a> [1.2 MB]</li></ul></td></tr>
<tr><td colspan="4" class="bbs_content"><div class="view_cont">{p(text.paragraphs, attributes=' style="line-height:1.8;margin:0"')}</div></td></tr></tbody></table>
<div class="nuri"><img src="/img/opentype01.png" alt="공공누리 제1유형"> 본 저작물은 "공공누리" 제1유형:출처표시 조건에 따라 이용할 수 있습니다.</div>
<dl class="prevnext"><dt>이전글</dt><dd><a href="#">{chrome.headline()}</a></dd><dt>다음글</dt><dd><a href="#">{chrome.headline()}</a></dd></dl><div class="btn"><a href="#">목록</a></div>
<div class="satisfaction"><h4>만족도 조사</h4><p>이 페이지에서 제공하는 정보에 대하여 만족하십니까?</p><label>매우만족</label><label>만족</label><label>보통</label><label>불만족</label></div>
<div class="manager">담당부서 : 일자리정책과 | 담당자 : 고담당 | 최종수정일 : 2025-01-15</div></div></div></div><footer>{chrome.footer()}</footer></body></html>"""
    return Made(
        "board", page.encode(), url, text.title, "2024-02-27T00:00:00+09:00", "day", None, text.paragraphs, None
    )


def board_div() -> Made:
    text, chrome = texts.DIV_BOARD, Chrome(11, "새들구청", "www.saedeul.example")
    url = "https://www.saedeul.example/main/selectBbsNttView.do?key=182&bbsNo=41&nttNo=70412"
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{text.title} - 보도자료 - 새들구청</title><meta property="og:title" content="새들구청"><meta property="og:site_name" content="새들구청">{chrome.style(120)}</head>
<body><div id="wrapper"><header id="header">{chrome.menu()}</header><div class="container"><aside id="lnb">{chrome.menu()}</aside><main id="colgroup"><article><header class="sub_head"><h2>보도자료</h2><div class="addons">{chrome.share()}</div></header>
<div id="contents"><div class="p-wrap bbs bbs__view"><div class="view_title"><h3 class="subject">{text.title}</h3></div><ul class="view_info"><li><span>작성자</span> 홍보담당관</li><li><span>작성일</span> 2023.11.13(월)</li><li><span>조회</span> 77</li></ul>
<div class="view_file"><strong>첨부</strong><a href="/downloadBbsFile.do?atchmnflNo=9">20231113 새들구, 찾아가는 일자리 상담차 운행.hwp</a><a href="/downloadBbsFile.do?atchmnflNo=10">이음카 사진.jpg</a></div>
<div class="p-table__content" title="내용"><div>{br(text.paragraphs, gap="<br>&nbsp;<br>")}</div></div>
<div class="view_pn"><p><span>다음글</span> <a href="#">{chrome.headline()}</a></p><p><span>이전글</span> <a href="#">{chrome.headline()}</a></p></div></div>
<div class="kogl">새들구청이 창작한 본 저작물은 공공누리 "출처표시+상업적 이용금지" 조건에 따라 이용할 수 있습니다.</div><div class="charge"><dl><dt>담당부서</dt><dd>홍보담당관 언론팀 000-440-5500</dd></dl><p>콘텐츠 만족도 조사에 참여해 주셔서 감사합니다. 더 나은 누리집이 되도록 노력하겠습니다.</p></div></div></article></main></div>
<section class="banner"><h2>배너모음</h2><ul>{chrome.links(20)}</ul></section><footer>{chrome.footer()}</footer></div>{chrome.script(20)}</body></html>"""
    return Made(
        "board_div", page.encode(), url, text.title, "2023-11-13T00:00:00+09:00", "day", None, text.paragraphs, None
    )


def board_table() -> Made:
    """Text pasted from a word processor, with a table of figures in it, on a board of nested tables in CP949."""
    text, chrome = texts.TABLE_BOARD, Chrome(12, "벼리군청", "www.byeori.example")
    url = "http://www.byeori.example/board/view.asp?bid=news&idx=2017"
    cells = ""
    for line in text.paragraphs[3:6]:
        cells += (
            "<tr>"
            + "".join(
                f'<td style="border:solid #000000 0.28pt"><p class="0"><span lang="EN-US">{cell.strip()}</span></p></td>'
                for cell in line.split("|")
            )
            + "</tr>"
        )
    hwp = "".join(
        f'<p class="0" style="font-family:한컴바탕"><span style="font-size:14.0pt">{line}</span></p>'
        for line in text.paragraphs[:3]
    )
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=euc-kr"><title>::: 벼리군청 :::</title>{chrome.style(100)}</head>
<body><table width="1000"><tr><td colspan="2">{chrome.menu()}</td></tr><tr><td width="200" valign="top">{chrome.menu()}</td><td valign="top">
<table width="780" class="board"><tr><td class="b_tit"><b>{text.title}</b></td></tr><tr><td class="b_info">작성자 : 기획실 &nbsp;|&nbsp; 등록일 : 2019/07/24 10:12:33 &nbsp;|&nbsp; 조회 : 221</td></tr>
<tr><td class="b_file">첨부파일 : <a href="down.asp?f=1">190724 신속집행 우수.hwp</a></td></tr>
<tr><td class="b_con"><div>{hwp}<table border="1" style="border-collapse:collapse">{cells}</table><p class="0"><span>{text.paragraphs[6]}</span></p></div></td></tr>
<tr><td class="b_prev">이전글 : <a href="#">{chrome.headline()}</a></td></tr><tr><td class="b_next">다음글 : <a href="#">{chrome.headline()}</a></td></tr><tr><td>비밀번호 <input type="password"> <input type="button" value="삭제"></td></tr></table></td></tr></table>
<table width="1000"><tr><td>{chrome.footer()}</td></tr></table>{chrome.script(30)}</body></html>"""
    return Made(
        "board_table",
        page.replace("©", "ⓒ").encode("cp949"),
        url,
        text.title,
        "2019-07-24T10:12:00+09:00",
        "minute",
        None,
        tuple(line.replace(" | ", " ") for line in text.paragraphs),
        None,
    )


def amp() -> Made:
    text, chrome = texts.AMP, Chrome(13, "별내저널", "www.byeolnae.example")
    canonical = "https://www.byeolnae.example/article/20240922500011"
    page = f"""<!doctype html><html ⚡ lang="ko"><head><meta charset="utf-8"><script async src="https://cdn.ampproject.org/v0.js"></script><title>{text.title}</title><link rel="canonical" href="{canonical}">
<meta name="viewport" content="width=device-width,minimum-scale=1"><style amp-boilerplate>body{{-webkit-animation:-amp-start 8s steps(1,end) 0s 1 normal both}}</style><style amp-custom>{chrome.style(100)[7:-8]}</style>
{ld(**{"@type": "NewsArticle", "mainEntityOfPage": canonical, "headline": text.title, "datePublished": "2024-09-22T02:47:00Z", "dateModified": "2024-09-22T05:00:00Z", "author": {"@type": "Person", "name": text.reporter}})}</head>
<body><amp-analytics type="gtag"><script type="application/json">{{"vars": {{"gtag_id": "UA-1"}}}}</script></amp-analytics><amp-sidebar id="side" layout="nodisplay">{chrome.menu()}</amp-sidebar>
<header class="hd"><a href="/">별내저널</a></header><main><article class="amp-wp-article"><header><h1 class="tit">{text.title}</h1><div class="meta"><span>{text.reporter} 기자</span><time>2024-09-22 11:47</time></div></header>
<amp-social-share type="facebook"></amp-social-share><div class="amp-wp-article-content"><figure><amp-img src="/img/1.jpg" width="600" height="400" layout="responsive"></amp-img><figcaption>{text.caption}</figcaption></figure>
{p(text.paragraphs, ["", '<amp-ad width="300" height="250" type="doubleclick" data-slot="/1/2"><div placeholder>광고</div></amp-ad>'])}<p>{text.reporter} 기자 yu@byeolnae.example</p><p>Copyright ⓒ 별내저널. 무단전재 및 재배포 금지</p></div></article>
<section class="relate"><h2>관련뉴스</h2>{chrome.cards(8)}</section><amp-list src="/rank.json"><template type="amp-mustache"><a href="{{{{url}}}}">{{{{title}}}}</a></template></amp-list><section><h2>많이 본 뉴스</h2><ol>{chrome.links(10)}</ol></section></main><footer>{chrome.footer()}</footer></body></html>"""
    return Made(
        "amp", page.encode(), "https://amp.byeolnae.example/amp/article/20240922500011",
        text.title, "2024-09-22T11:47:00+09:00", "minute", None, text.paragraphs, canonical,
    )  # fmt: skip


def wordpress() -> Made:
    text, chrome = texts.WORDPRESS, Chrome(14, "은하타임스", "eunhatimes.example")
    url = "https://eunhatimes.example/2023/08/17/eunha-job/"
    body = "".join(
        f"<h2>{line}</h2>" if line == "무엇이 달랐나" else f'<p class="wp-block-paragraph">{line}</p>'
        for line in text.paragraphs
    )
    page = f"""<!DOCTYPE html><html lang="ko-KR" prefix="og: https://ogp.me/ns#"><head><meta charset="UTF-8"><title>{text.title} - 은하타임스</title><link rel="canonical" href="{url}">{og(text.title, url, "은하타임스", text.paragraphs[0])}
<meta property="article:published_time" content="2023-08-17T00:35:10+00:00"><meta property="article:modified_time" content="2023-08-18T01:00:00+00:00"><meta name="generator" content="WordPress 6.3">
{ld(**{"@graph": [{"@type": "WebPage", "datePublished": "2023-08-17T00:35:10+00:00", "dateModified": "2023-08-18T01:00:00+00:00"}, {"@type": "BreadcrumbList"}, {"@type": "WebSite", "name": "은하타임스"}]})}{chrome.style(140)}</head>
<body class="post-template-default single single-post"><div id="page"><header id="masthead"><div class="site-date">2025년 2월 11일</div><nav>{chrome.menu()}</nav></header><div id="primary"><main id="main"><article id="post-5120" class="post-5120 post type-post status-publish hentry category-local">
<header class="entry-header"><h1 class="entry-title">{text.title}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="2023-08-17T09:35:10+09:00">2023년 8월 17일</time><time class="updated" datetime="2023-08-18T10:00:00+09:00">2023년 8월 18일</time></span> <span class="byline">글쓴이 <a href="#">{text.reporter}</a></span></div></header>
<div class="entry-content"><figure class="wp-block-image"><img src="/wp-content/1.jpg"><figcaption class="wp-element-caption">교육생들이 데이터를 살펴보고 있다</figcaption></figure>{body}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">이 글 공유하기:</h3>{chrome.share()}</div><div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>관련</em></h3>{chrome.cards(3)}</div></div>
<footer class="entry-footer"><span class="cat-links">카테고리 <a href="#">지역</a></span><span class="tags-links">태그 <a href="#">일자리</a>, <a href="#">은하구</a></span></footer></article>
<nav class="post-navigation"><h2 class="screen-reader-text">글 내비게이션</h2><a rel="prev" href="#">{chrome.headline()}</a><a rel="next" href="https://eunhatimes.example/2023/08/18/other/">{chrome.headline()}</a></nav>
<div id="comments"><h2 class="comments-title">“{text.title}”의 2개의 댓글</h2><ol class="comment-list">{"".join(f'<li class="comment"><article class="comment-body"><footer><time datetime="2023-08-1{n}T12:00:00+09:00">2023년 8월 1{n}일</time></footer><div class="comment-content"><p>{line}</p></div></article></li>' for n, line in enumerate(("돌봄과 교육을 함께 묶은 것이 인상 깊습니다. 다른 구에도 알려졌으면 합니다.", "별내시에서는 같은 교육을 받은 90명 가운데 81명이 취업했다고 합니다."), 8))}</ol></div></main></div>
<aside id="secondary" class="widget-area"><section class="widget"><h2>최신 글</h2><ul>{chrome.links(10)}</ul></section>{chrome.cards(6)}</aside><footer id="colophon">{chrome.footer()}</footer></div>{chrome.script(20)}</body></html>"""
    return Made(
        "wordpress", page.encode(), url, text.title, "2023-08-17T09:35:00+09:00", "minute", None, text.paragraphs, url
    )


def nineties() -> Made:
    """Tables, fonts and breaks; no class, no id, no meta, no declared encoding."""
    text, chrome = texts.NINETIES, Chrome(15, "달구름매일", "www.dalgureum.example")
    url = "http://www.dalgureum.example/news/1999/10/13/19991013a1204.htm"
    links = chrome.links(20, '<tr><td><font size="2">· <a href="{url}">{headline}</a></font></td></tr>')
    menu = chrome.links(30, '<td bgcolor="#cccccc"><font size="2"><a href="{url}">{headline}</a></font></td>')
    body = "<br>\n".join("&nbsp;" + line for line in text.paragraphs)
    page = f"""<HTML><HEAD><TITLE>달구름매일 인터넷신문</TITLE><SCRIPT LANGUAGE="JavaScript"><!--
function openwin(u){{window.open(u,'win','width=400,height=300');}}
//--></SCRIPT></HEAD><BODY BGCOLOR="#FFFFFF" LINK="#0000CC"><CENTER><TABLE BORDER=0 WIDTH=640><TR>{menu}</TR></TABLE>
<TABLE BORDER=0 WIDTH=640 CELLPADDING=4><TR><TD WIDTH=150 VALIGN=top><TABLE>{links}</TABLE></TD><TD VALIGN=top>
<FONT SIZE=4 COLOR="#000080"><B>{text.title}</B></FONT><P>
<FONT SIZE=2>{body}<br>
&lt;{text.reporter} 기자&gt;</FONT><P ALIGN=right><FONT SIZE=2>입력시간 1999/10/13 18:05</FONT></P>
<HR><FONT SIZE=2>이 기사에 대한 의견은 <A HREF="mailto:web@dalgureum.example">여기로</A> 보내 주세요. 기사의 저작권은 달구름매일에 있습니다.</FONT></TD></TR></TABLE>
<TABLE WIDTH=640>{chrome.links(40, '<TR><TD><A HREF="{url}">{headline}</A></TD><TD><FONT SIZE=1>{date}</FONT></TD></TR>')}</TABLE>
<HR WIDTH=640>{chrome.footer()}</CENTER>{"<!-- 광고 서버 배너 영역: 이 주석은 화면에 나오지 않는다 -->" * 120}</BODY></HTML>"""
    return Made(
        "nineties",
        page.replace("©", "ⓒ").encode("cp949"),
        url,
        text.title,
        "1999-10-13T18:05:00+09:00",
        "minute",
        None,
        text.paragraphs,
        None,
    )


def mail() -> Made:
    """A press release as it lies in a mailbox: header lines, greeting, contacts, footer."""
    text = texts.MAIL
    content = (
        f"""보낸사람: 온누리시 공보실 <press@onnuri.example>
받는사람: 출입기자단
제목: [보도자료] {text.title}
날짜: 2022-10-05 (수) 08:50

기자님 안녕하세요. 온누리시 공보실입니다.
아래와 같이 보도자료를 보내드리오니 많은 보도 부탁드립니다.

────────────────────────
보도자료 / 즉시 보도 가능
담당부서: 일자리경제과 (과장 한과장 000-550-1000, 팀장 두팀장 000-550-1001)
제공일: 2022. 10. 5.(수)
────────────────────────

{text.title}
- 목표 8,700개에 실적 9,334개, 달성률 107.3% -

"""
        + "\n\n".join("□ " + line for line in text.paragraphs)
        + """

사진설명: 온누리시 관계자들이 상패를 들고 기념촬영을 하고 있다.

붙임 1. 사진 2장. 끝.

본 메일은 발신 전용이므로 회신되지 않습니다.
수신을 원하지 않으시면 수신거부를 눌러 주세요.
Copyright ⓒ 온누리시청. All Rights Reserved.
"""
    )
    return Made("mail", content.replace("©", "ⓒ").encode("cp949").replace(b"\n", b"\r\n"), "file:mail.txt", text.title, "2022-10-05T08:50:00+09:00", "minute", None,
                ("- 목표 8,700개에 실적 9,334개, 달성률 107.3% -", *("□ " + line for line in text.paragraphs)))  # fmt: skip


def dump() -> Made:
    """The visible text of a news page, copied whole."""
    text, chrome = texts.DUMP, Chrome(17, "가람투데이", "www.garamtoday.example")
    ranking = "\n".join(f"{n} {chrome.headline()}" for n in range(1, 11))
    related = "\n".join(f"· {chrome.headline()}" for _ in range(5))
    content = f"""2025.02.11 (화) 09:12  로그인 | 회원가입 | 전체기사보기
정치 | 경제 | 사회 | 지역 | 문화 | 오피니언
맑음서울 3.1℃
흐림부산 6.0℃
기상청 제공

홈 > 지역 > 가람
{text.title}
송가람 기자 승인 2024.12.17 16:33 댓글 0
기사공유 | 인쇄 | 글씨크기

{text.caption}

[가람=가람투데이] {text.paragraphs[0]}

{text.paragraphs[1]}

{text.paragraphs[2]}

관련기사
{related}

{text.paragraphs[3]}

{text.paragraphs[4]}

송가람 기자 song@garamtoday.example
저작권자 © 가람투데이 무단전재 및 재배포 금지

많이 본 뉴스
{ranking}

댓글 0
이 기사에 대한 댓글 0 (로그인 후 이용하실 수 있습니다)
제호 : 가람투데이 | 등록번호 : 아00000 | 발행인 : 나발행
"""
    paragraphs = ("[가람=가람투데이] " + text.paragraphs[0], *text.paragraphs[1:])
    return Made(
        "dump",
        b"\xef\xbb\xbf" + content.encode(),
        "file:dump.txt",
        text.title,
        "2024-12-17T16:33:00+09:00",
        "minute",
        "가람",
        paragraphs,
    )


def wire() -> Made:
    text, chrome = texts.WIRE, Chrome(18, "한결통신", "www.hangyeol-wire.example")
    url = "https://www.hangyeol-wire.example/view/AKR20230214081200063"
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{text.title} | 한결통신</title><link rel="canonical" href="{url}"><link rel="amphtml" href="{url}?amp">{og(text.title + " | 한결통신", url, "한결통신", text.paragraphs[0])}
<meta property="article:published_time" content="2023-02-14T10:31:27+09:00">{ld(**{"@type": "NewsArticle", "headline": text.title, "datePublished": "2023-02-14T10:31:27+09:00", "dateModified": "2023-02-14T10:31:27+09:00", "articleBody": text.paragraphs[0][:60]})}{chrome.style(110)}{chrome.script(20)}</head>
<body><div class="wrapper-view"><header class="header-type01">{chrome.menu()}</header><div class="container"><main id="content"><header class="title-article01"><h1 class="tit">{text.title}</h1><p class="update-time" data-published-time="202302141031"><span class="txt">송고시간</span>2023-02-14 10:31</p></header>
<div class="util-type01">{chrome.share()}</div><aside class="aside-type01"><strong class="tit-type01">요약</strong><p>요약 정보 인공지능이 자동으로 줄인 문장으로, 기사 전체를 이해하려면 본문 보기가 필요합니다.</p></aside>
<div class="scroller01"><article class="story-news article"><div class="comp-box photo-group"><figure class="image-zone"><span class="img"><img src="/p.jpg"></span><figcaption class="txt-desc"><strong class="tit-cap">{text.caption}</strong></figcaption></figure></div>
{p(text.paragraphs, ["", "", f'<aside class="aside-bnr06">{chrome.ad()}</aside>'])}<p>ryu@hangyeol-wire.example</p><p class="txt-copyright adrs">&lt;저작권자(c) 한결통신, 무단 전재-재배포, AI 학습 및 활용 금지&gt; <span class="date">2023/02/14 10:31 송고</span></p></article></div>
<div class="keyword-zone"><ul><li>#한빛군</li><li>#일자리</li></ul></div><div class="writer-zone01"><strong class="tit-name">{text.reporter} 기자</strong></div><section class="related-zone"><h2>관련기사</h2><ul>{chrome.links(5)}</ul></section>
<section class="box-hotnews"><h2>핫뉴스</h2>{chrome.cards(8)}</section></main><aside class="aside-type02"><h2>많이 본 뉴스</h2><ol>{chrome.links(10)}</ol></aside></div><footer>{chrome.footer()}</footer></div></body></html>"""
    return Made(
        "wire", page.encode(), url, text.title, "2023-02-14T10:31:00+09:00", "minute", "한빛", text.paragraphs, url
    )


def briefing() -> Made:
    """The policy portal of a government: 'view_cont', attachments as document viewers, a date without time."""
    text, chrome = texts.BRIEFING, Chrome(19, "나라브리핑", "www.nara-briefing.example")
    url = "https://www.nara-briefing.example/briefing/pressReleaseView.do?newsId=156590011"
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{text.title} - 브리핑룸 | 나라브리핑</title>{og(text.title, url, "나라브리핑", text.paragraphs[0])}{chrome.style(110)}</head>
<body><header id="header">{chrome.menu()}</header><div id="container"><div class="location">홈 브리핑룸 보도자료</div><div class="article_wrap"><div class="article_head"><h1>{text.title}</h1><div class="info"><span>2023.10.09</span><span>고용부처</span></div></div>
<div class="share">{chrome.share()}</div><div class="article_body"><div class="view_cont" id="newsContent"><iframe src="/viewer?doc=1" title="{text.title}"></iframe>{p(text.paragraphs, ["<p>&nbsp;</p>"] * 6)}</div>
<div class="file_down"><h3>첨부파일</h3><span><a href="#">10.9 일자리대상 시상식(지역고용정책과).hwpx</a></span><span><a href="#">10.9 일자리대상 시상식.pdf</a></span></div></div>
<div class="article_footer"><p>“이 자료는 고용부처의 보도자료를 전재하여 제공함을 알려드립니다.”</p><p>텍스트 데이터는 출처표시 조건에 따라 자유롭게 이용이 가능합니다. 단, 사진은 제3자에게 저작권이 있으므로 사용할 수 없습니다.</p></div>
<div class="prev_next"><a href="#">이전다음기사 영역 {chrome.headline()}</a></div></div><aside><h2>인기 보도자료</h2><ol>{chrome.links(10)}</ol>{chrome.cards(6)}</aside></div><footer>{chrome.footer()}</footer>{chrome.script(20)}</body></html>"""
    return Made(
        "briefing", page.encode(), url, text.title, "2023-10-09T00:00:00+09:00", "day", None, text.paragraphs, url
    )


def _part(number: int) -> Made:
    text, chrome = texts.PARTS, Chrome(20 + number, "새들신문", "www.saedeulnews.example")
    first = "https://www.saedeulnews.example/news/read.php?idxno=9911"
    second = f"{first}&page=2"
    url, paragraphs = (first, text.paragraphs[:4]) if number == 1 else (second, text.paragraphs[4:])
    rel = f'<link rel="next" href="{escape(second)}">' if number == 1 else f'<link rel="prev" href="{first}">'
    pager = (
        f'<div class="paging"><strong>1</strong> <a href="{escape(second)}">2</a> <a href="{escape(second)}" class="next">다음 페이지</a></div>'
        if number == 1
        else f'<div class="paging"><a href="{first}">이전 페이지</a> <a href="{first}">1</a> <strong>2</strong></div>'
    )
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{text.title} :: 새들신문</title><link rel="canonical" href="{escape(url)}">{rel}{og(text.title, first, "새들신문", text.paragraphs[0])}{chrome.style(90)}{chrome.script(20)}</head>
<body><header>{chrome.menu()}</header><div id="read"><h1 class="read_title">{text.title}</h1><div class="read_info">{text.reporter} 기자 | 기사입력 2020/09/15 [07:30]</div>{chrome.share()}
<div id="textinput" class="read_body">{p(paragraphs, ["", chrome.ad()])}</div>{pager}<div class="read_copy">기사입력: 2020/09/15 [07:30] ⓒ 새들신문</div><div class="read_reply"><ul>{chrome.comments(3)}</ul></div></div>
<div class="side"><h3>많이 본 뉴스</h3><ol>{chrome.links(10)}</ol>{chrome.cards(8)}</div><footer>{chrome.footer()}</footer></body></html>"""
    return Made(
        f"part{number}",
        page.encode(),
        url,
        text.title,
        "2020-09-15T07:30:00+09:00",
        "minute",
        None,
        paragraphs,
        first,
        second if number == 1 else None,
    )


def part1() -> Made:
    return _part(1)


def part2() -> Made:
    return _part(2)


def wrong_charset() -> Made:
    """Declares UTF-8 in a meta element and is CP949, with syllables that EUC-KR does not have."""
    text, chrome = texts.WRONG_CHARSET, Chrome(23, "가람햇볕신문", "www.garamsun.example")
    url = "http://www.garamsun.example/sub_read.html?uid=20331"
    page = f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>가람햇볕신문 :: {text.title}</title>{og(text.title, url, "가람햇볕신문", text.paragraphs[0])}{chrome.style(90)}</head>
<body><div class="hd">{chrome.menu()}</div><div class="wrap"><table width="100%"><tr><td class="read_head_title"><h1 class="read_title_text">{text.title}</h1></td></tr><tr><td class="read_date">{text.reporter} 기사입력 2018-04-19 오전 9:08:00</td></tr>
<tr><td><div class="body_photo"><img src="/data/1.jpg"><div class="body_img_caption">▲ {text.caption}</div></div><div class="read_txt"><div style="margin-bottom:20px">{"</div><div style='margin-bottom:20px'>".join(text.paragraphs)}</div></div></td></tr>
<tr><td class="copyright">&lt;저작권자 ⓒ 가람햇볕신문 무단전재 및 재배포 금지&gt;</td></tr><tr><td><b>가람시 관련기사</b><ul>{chrome.links(6)}</ul></td></tr></table><p>또바기 쿗쫡뷁 똠방각하 펲시콜라 광고 문의</p></div>
<div class="right"><h3>인기뉴스</h3>{chrome.cards(10)}</div><div class="ft">{chrome.footer()}</div>{chrome.script(30)}</body></html>"""
    return Made(
        "wrong_charset",
        page.replace("©", "ⓒ").encode("cp949"),
        url,
        text.title,
        "2018-04-19T09:08:00+09:00",
        "minute",
        None,
        text.paragraphs,
        url,
    )


def modern() -> Made:
    """Class names that say nothing; JSON-LD with the whole text in one line and the time of the crawl as its date."""
    text, chrome = texts.MODERN, Chrome(24, "해온데일리", "www.haeondaily.example")
    url = "https://www.haeondaily.example/articles/8812034"
    blocks = "".join(
        f'<div class="sc-{n}f3k xQz1"><p class="css-1q{n}z">{line}</p></div>' + (chrome.ad() if n in (1, 4) else "")
        for n, line in enumerate(text.paragraphs)
    )
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{text.title} | 해온데일리</title><link rel="canonical" href="{url}">{og(text.title, url, "해온데일리", text.paragraphs[0])}
{ld(**{"@type": "NewsArticle", "headline": text.title[:20] + "…", "datePublished": "2025-02-11T00:00:00.000Z", "dateModified": "2025-02-11T00:00:00.000Z", "articleBody": " ".join(text.paragraphs)[:110] + "..."})}{chrome.style(130)}</head>
<body><div id="root"><div class="css-gnb">{chrome.menu()}</div><div class="css-a1"><div class="css-b2"><div class="css-c3"><h1 class="css-9z">{text.title}</h1><div class="css-d4"><span>{text.reporter} 기자</span><span>등록 2024.11.05 06:00</span><span>수정 2024.11.05 18:22</span></div>
<figure class="css-f1"><img src="/i.jpg"><figcaption>{text.caption}</figcaption></figure><div class="css-body7">{blocks}<p class="css-x">{text.reporter} 기자 cha@haeondaily.example</p><p class="css-x">ⓒ 해온데일리, 무단전재 및 재배포 금지</p></div>
<div class="css-k">{chrome.share()}</div><div class="css-cm"><h4>댓글</h4><ul>{chrome.comments(5)}</ul></div></div><div class="css-r">{chrome.cards(12)}</div></div></div><div class="css-ft">{chrome.footer()}</div></div>{chrome.script(40)}</body></html>"""
    return Made(
        "modern", page.encode(), url, text.title, "2024-11-05T06:00:00+09:00", "minute", None, text.paragraphs, url
    )


def empty_body() -> Made:
    """The article's place is empty (a script fills it for subscribers); around it stands all the rest."""
    chrome = Chrome(25, "새길뉴스", "www.saegil.example")
    url = "https://www.saegil.example/news/articleView.html?idxno=412099"
    title = "가람시 일자리 예산 크게 늘어"
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title} - 새길뉴스</title><link rel="canonical" href="{url}">{og(title, url, "새길뉴스", "")}{chrome.style(100)}</head>
<body><header>{chrome.menu()}</header><section id="article-view"><h3 class="heading">{title}</h3><ul class="infomation"><li>입력 2024.08.01 10:00</li></ul><article id="article-view-content-div" class="article-veiw-body" itemprop="articleBody"></article>
<div class="view-copyright">저작권자 © 새길뉴스 무단전재 및 재배포 금지</div><section class="reply"><ul>{chrome.comments(6)}</ul></section></section><aside><h2>많이 본 기사</h2><ol>{chrome.links(10)}</ol>{chrome.cards(10)}</aside><footer>{chrome.footer()}</footer>{chrome.script(20)}</body></html>"""
    return Made("empty_body", page.encode(), url, reject=NOTHING)


PAGES = (
    nd_new, nd_mobile, nd_br, nd_summary, nd_old, naver, daum, next_json, gnuboard, xe, board, board_div, board_table, amp, wordpress, nineties,
    mail, dump, wire, briefing, part1, part2, wrong_charset, modern, empty_body,
)  # fmt: skip
