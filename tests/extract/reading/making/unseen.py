"""A second set of pages in the markup of other systems, written after the reader and read once before anything was changed for it.

The score at first sight is in docs/reading.md. From then on these pages are golden pages like the others.
"""

import json
from html import escape

from tests.extract.reading.making.chrome import Chrome
from tests.extract.reading.making.golden import NOTHING, Made, br, ld, og, p


def blog() -> Made:
    """A blog that an office runs, on the portal's blog system."""
    title, chrome = (
        "새들구 마을기업 다섯 곳, 일자리 64개 새로 만들었어요",
        Chrome(101, "새들구 소식", "saedeul-gu.blog.example"),
    )
    url = "https://saedeul-gu.blog.example/1182"
    lines = (
        "안녕하세요, 새들구 소식지기입니다. 오늘은 우리 동네 마을기업 이야기를 들려드릴게요.",
        "새들구의 마을기업 다섯 곳이 지난해 일자리 64개를 새로 만들었습니다.",
        "반찬 가게 ‘두레밥상’은 어르신 열두 분을 새로 모셨고, 목공방 ‘나무결’은 청년 여덟 명을 뽑았습니다.",
        "구는 올해 마을기업을 두 곳 더 찾아 사업비 5천만원씩을 지원할 계획입니다.",
        "관심 있는 주민은 다음 달 12일까지 사회적경제팀에 신청서를 내면 됩니다.",
    )
    page = f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title} :: 새들구 소식</title><link rel="canonical" href="{url}">{og(title, url, "새들구 소식", lines[0])}
<meta property="article:published_time" content="2022-03-08T14:20:11+09:00">{chrome.style(120)}{chrome.script(20)}</head><body id="tt-body-page"><div id="wrap"><header id="header"><h1><a href="/">새들구 소식</a></h1>{chrome.menu()}</header>
<main id="content"><div class="inner"><div class="hgroup"><div class="category">우리동네</div><h1>{title}</h1><div class="post-meta"><span class="author">소식지기</span><span class="date">2022. 3. 8. 14:20</span></div></div>
<div class="tt_article_useless_p_margin contents_style"><p data-ke-size="size16">&nbsp;</p><figure class="imageblock alignCenter"><span><img src="/a.png"></span><figcaption>마을기업 두레밥상</figcaption></figure>{p(lines, ["<p>&nbsp;</p>", "<p>&nbsp;</p>"], ' data-ke-size="size16"')}</div>
<div class="container_postbtn"><button>공감<span>12</span></button><button>공유하기</button><button>게시글 관리</button></div><div class="another_category another_category_color_gray"><h4>'<a href="#">우리동네</a>' 카테고리의 다른 글</h4><table><tbody>{chrome.links(5, '<tr><th><a href="{url}">{headline}</a>&nbsp;&nbsp;<span>(0)</span></th><td>{date}</td></tr>')}</tbody></table></div>
<div class="tags"><h2>태그</h2><a href="#">마을기업</a>, <a href="#">새들구</a></div><div data-tistory-react-app="Comment"><ul>{chrome.comments(4)}</ul></div></div></main>
<aside id="aside">{chrome.cards(10)}</aside><footer>{chrome.footer()}</footer></div></body></html>"""
    return Made("blog", page.encode(), url, title, "2022-03-08T14:20:00+09:00", "minute", None, lines, url)


def fusion() -> Made:
    """The article is in an object that a script assigns, in typed pieces; times in UTC."""
    title, chrome = (
        "별내시, 미래차 부품 기업 3곳과 1200억 투자협약…320명 고용",
        Chrome(102, "별내경제", "biz.byeolnae.example"),
    )
    url = "https://biz.byeolnae.example/region/2024/06/13/QX7A1B2C3D/"
    lines = (
        "별내시가 미래차 부품 기업 세 곳과 1천200억원 규모의 투자협약을 맺었다.",
        "세 기업은 2027년까지 별내 제3산업단지에 공장을 짓고 320명을 새로 고용한다.",
        "시는 부지 매입비의 30%와 직원 이주 정착금을 지원한다.",
        "시 관계자는 “부품 기업이 모이면 연구소도 따라온다”며 “올해 투자 유치 목표 5천억원을 넘어설 것”이라고 말했다.",
    )
    elements = [{"_id": "A", "type": "image", "caption": "투자협약식 모습 /별내시", "url": "https://img.example/1.jpg"}]
    elements += [{"_id": f"T{n}", "type": "text", "content": line} for n, line in enumerate(lines)]
    elements.insert(3, {"_id": "L", "type": "list", "items": [{"type": "text", "content": chrome.headline()}]})
    content = {
        "_id": "QX7A1B2C3D", "type": "story", "canonical_url": "/region/2024/06/13/QX7A1B2C3D/", "headlines": {"basic": title},
        "description": {"basic": lines[0]}, "first_publish_date": "2024-06-13T06:05:41.000Z", "display_date": "2024-06-13T06:05:41Z",
        "last_updated_date": "2024-06-14T00:10:00Z", "credits": {"by": [{"name": "노별내"}]}, "content_elements": elements,
    }  # fmt: skip
    feed = [
        {
            "headlines": {"basic": chrome.headline()},
            "content_elements": [{"type": "text", "content": chrome.lead()}],
            "display_date": "2024-06-12T00:00:00Z",
        }
        for _ in range(30)
    ]
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title} - 별내경제</title><link rel="canonical" href="{url}">{og(title + " - 별내경제", url, "별내경제", lines[0])}{chrome.style(120)}
<script id="fusion-metadata">window.Fusion=window.Fusion||{{}};Fusion.arcSite="biz";Fusion.contextPath="/pf";Fusion.globalContent={json.dumps(content, ensure_ascii=False)};Fusion.globalContentConfig={{"source":"content-api"}};Fusion.contentCache={json.dumps({"feed": feed}, ensure_ascii=False)};</script></head>
<body><div id="fusion-app"><div class="loading">불러오는 중</div></div><noscript>자바스크립트를 켜 주세요.</noscript></body></html>"""
    return Made("fusion", page.encode(), url, title, "2024-06-13T15:05:00+09:00", "minute", None, lines, url)


def agency() -> Made:
    """A news agency: breaks, the dateline glued to the reporter, 등록 and 수정 in spans without spaces between."""
    title, chrome = (
        "은하구, 지역일자리 공시제 6년 연속 수상…올해는 ‘우수상’",
        Chrome(103, "뉴스선", "www.newssun.example"),
    )
    url = "https://www.newssun.example/view/NISX20230629_0002358112"
    lines = (
        "[은하=뉴스선]주은하 기자 = 은하구가 전국 지방자치단체 일자리대상 공시제 부문에서 우수상을 받아 6년 내리 상을 받았다.",
        "29일 구에 따르면 이번 평가는 지난해 일자리 대책의 추진 실적을 따져 이뤄졌다.",
        "구는 지난해 일자리 9,377개를 만들어 목표 8,200개를 14.4% 웃돌았다.",
        "패션 봉제 거리의 공동 재단실과 청년 모델리스트 양성 과정이 높은 점수를 얻었다.",
        "인센티브 7천만원은 봉제 거리의 낡은 작업장을 고치는 데 들어간다.",
        '구청장은 "골목의 기술이 곧 일자리"라며 "앞으로도 현장을 챙기겠다"고 말했다.',
    )
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title} :: 뉴스선 ::</title>{og(title, url, "뉴스선", lines[0])}{ld(**{"@type": "NewsArticle", "headline": title, "datePublished": "2023-06-30T08:12:00+09:00", "dateModified": "2023-06-30T08:12:00+09:00"})}{chrome.style(100)}{chrome.script(25)}</head>
<body><div id="wrap"><header class="header">{chrome.menu()}</header><div class="container"><div class="content"><div class="articleView"><div class="view"><div class="top"><p class="tit1">지역</p><h1 class="tit title_area">{title}</h1><div class="infoLine"><div class="left"><p class="txt"><span>등록 2023.06.29 11:02:37</span><span>수정 2023.06.30 08:12:00</span></p></div><div class="right">{chrome.share()}</div></div></div>
<div class="summury">일자리 9,377개…목표 14.4% 웃돌아</div><div class="viewer"><article><div class="thumCont center"><table class="article_photo"><tr><td><img src="/p.jpg"></td></tr><tr><td class="desc">[은하=뉴스선] 은하구청 전경. (사진=은하구 제공) photo@newssun.example *재판매 및 DB 금지</td></tr></table></div>
{br(lines, ["", "", chrome.ad()])}<br />◎공감언론 뉴스선 joo@newssun.example<br/></article></div><p class="copyright">Copyright © NEWSSUN.EXAMPLE, 무단 전재 및 재배포 금지</p></div>
<div class="relation"><p class="tit">이시간 뉴스</p>{chrome.cards(8)}</div></div></div><div class="rightCont"><p class="tit">많이 본 기사</p><ol>{chrome.links(10)}</ol></div></div><footer>{chrome.footer()}</footer></div></body></html>"""
    return Made("agency", page.encode(), url, title, "2023-06-29T11:02:00+09:00", "minute", "은하", lines, url)


def asp2007() -> Made:
    """A paper of 2007: nested tables, CP949, no names that say anything."""
    title, chrome = "다온군 일자리 박람회 성황…현장서 138명 채용", Chrome(104, "다온매일신문", "www.daonmaeil.example")
    url = "http://www.daonmaeil.example/read.asp?idx=30112&section=3"
    lines = (
        "다온군이 처음으로 연 일자리 박람회에 군민 1천900여명이 몰려 138명이 현장에서 채용됐다.",
        "군은 20일 군민체육관에서 관내 기업 41곳이 참가한 가운데 박람회를 열었다.",
        "식품 가공과 기계 부품 업체에 지원자가 많았으며 사무직에는 여성 지원자가 절반을 넘었다.",
        "한 구직자는 “이력서 사진까지 그 자리에서 찍어 줘 좋았다”고 말했다.",
        "군은 하반기에도 박람회를 열기로 하고 참가 기업을 모으고 있다.",
    )
    body = "<br>\n<br>\n".join("&nbsp;&nbsp;" + line for line in lines)
    page = f"""<html><head><title>::: 다온매일신문 - 독자와 함께 :::</title><meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">{chrome.style(70)}</head><body leftmargin=0>
<table width=900 align=center><tr><td colspan=3><table><tr>{chrome.links(22, '<td class=m><a href="{url}">{headline}</a></td>')}</tr></table></td></tr>
<tr><td width=160 valign=top bgcolor=#eeeeee><table>{chrome.links(25, '<tr><td class=s>· <a href="{url}">{headline}</a></td></tr>')}</table></td>
<td width=520 valign=top><table width=100%><tr><td height=30 class=b1>&nbsp;<b>사회</b></td></tr><tr><td class=b2><font size=5><b>{title}</b></font></td></tr><tr><td class=b3 align=right>2007-03-20 19:21:15 &nbsp; 노다온 기자</td></tr>
<tr><td class=b4><table align=left width=250><tr><td><img src=/photo/30112.jpg></td></tr><tr><td class=c>△ 20일 군민체육관에서 열린 일자리 박람회장 모습.</td></tr></table>{body}<br><br>노다온 기자 noh@daonmaeil.example</td></tr>
<tr><td class=b5>ⓒ 다온매일신문 &amp; daonmaeil.example, 무단전재 및 재배포금지</td></tr><tr><td><form><textarea></textarea></form>{chrome.comments(3)}</td></tr></table></td><td width=220 valign=top>{chrome.cards(9)}</td></tr></table>
<table width=900 align=center><tr><td>{chrome.footer()}</td></tr></table>{chrome.script(25)}</body></html>"""
    return Made(
        "asp2007",
        page.replace("©", "ⓒ").encode("cp949"),
        url,
        title,
        "2007-03-20T19:21:00+09:00",
        "minute",
        None,
        lines,
        None,
    )


def office_dl() -> Made:
    """A municipal board of definition lists; the text is an outline."""
    title, chrome = "모란군, 신중년 경력형 일자리 참여자 45명 모집", Chrome(105, "모란군청", "www.moran.example")
    url = "https://www.moran.example/kr/html/sub03/030102.html?mode=V&no=8f1c22"
    lines = (
        "모란군은 퇴직한 신중년의 경력을 살리는 ‘신중년 경력형 일자리’ 참여자 45명을 9월 16일까지 모집한다.",
        "○ 모집 대상 : 만 50세 이상 70세 미만의 군민으로 관련 경력 3년 이상 또는 자격증 소지자",
        "○ 모집 분야 : 마을 회계 지도 15명, 귀농 상담 12명, 산업안전 점검 18명",
        "○ 근로 조건 : 주 20시간 근무, 시급 11,200원, 4대 보험 가입",
        "군은 지난해 같은 사업으로 38명에게 일자리를 주었으며 이 가운데 11명이 민간 기업에 다시 취업했다.",
        "자세한 사항은 군 누리집 채용공고를 보거나 일자리팀(000-830-2221)으로 문의하면 된다.",
    )
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>보도자료 &lt; 모란소식 &lt; 모란군청</title>{chrome.style(110)}{chrome.script(10)}</head>
<body><div id="skipNav"><a href="#cont">본문 바로가기</a></div><header>{chrome.menu()}{chrome.weather()}</header><div id="body"><div class="side">{chrome.menu()}</div><div id="cont"><h3>보도자료</h3><ol class="path"><li>홈</li><li>모란소식</li><li>보도자료</li></ol>
<div class="view_box"><dl class="top"><dt>제목</dt><dd class="tit">{title}</dd></dl><dl><dt>작성자</dt><dd>공보담당관</dd><dt>등록일시</dt><dd>2022-08-31 13:22:10</dd><dt>조회</dt><dd>402</dd></dl>
<dl class="f"><dt>첨부</dt><dd><a href="/d.php?n=1"><img alt="한글파일">220831 신중년 경력형 일자리 모집.hwp</a> (다운로드 12회)</dd></dl><div class="txt"><p>{"</p><p><br></p><p>".join(lines)}</p></div></div>
<div class="pn"><dl><dt>윗글</dt><dd><a href="#">{chrome.headline()}</a></dd></dl><dl><dt>아랫글</dt><dd><a href="#">{chrome.headline()}</a></dd></dl></div><p class="btn"><a href="#">목록보기</a></p>
<div class="public"><strong>공공저작물 자유이용허락</strong><p>모란군청이 저작재산권의 전부를 보유한 저작물로 출처를 표시하면 자유롭게 이용할 수 있습니다.</p></div><div class="opinion"><p>현재 페이지의 내용과 사용 편의성에 만족하십니까?</p><label>매우 만족</label><label>보통</label><p>담당부서 : 공보담당관 (000-830-2001)</p></div></div></div>
<div class="banner_zone"><ul>{chrome.links(25)}</ul></div><footer>{chrome.footer()}</footer></body></html>"""
    return Made("office_dl", page.encode(), url, title, "2022-08-31T13:22:00+09:00", "minute", None, lines, None)


def kboard() -> Made:
    """A board plug-in of WordPress on the site of a foundation."""
    title, chrome = (
        "한빛도일자리재단, 도민 3만6천 명 취업 도와…역대 최다",
        Chrome(106, "한빛도일자리재단", "hanbitjob.example"),
    )
    url = "https://hanbitjob.example/press/?mod=document&uid=771"
    lines = (
        "한빛도일자리재단(대표 서재단)이 지난해 도민 3만6,214명의 취업을 도와 재단이 생긴 뒤 가장 많은 실적을 냈다.",
        "목표였던 3만2,000명을 13.2% 넘어선 수치다.",
        "재단은 도내 열한 곳의 새일센터를 하나의 전산망으로 묶어 구직자가 어느 곳에서나 같은 상담 기록을 쓰도록 했다.",
        "청년 부문에서는 ‘일 경험 드림’ 사업에 4,120명이 참여해 1,988명이 정규직이 됐다.",
        "서재단 대표는 “한 사람 한 사람의 일 이야기를 듣는 재단이 되겠다”고 말했다.",
    )
    page = f"""<!DOCTYPE html><html lang="ko-KR"><head><meta charset="UTF-8"><title>보도자료 - 한빛도일자리재단</title><link rel="canonical" href="https://hanbitjob.example/press/">{og("보도자료 - 한빛도일자리재단", "https://hanbitjob.example/press/", "한빛도일자리재단", "")}
<meta property="article:modified_time" content="2025-01-02T00:11:22+00:00">{ld(**{"@graph": [{"@type": "WebPage", "name": "보도자료", "datePublished": "2019-02-01T01:00:00+00:00", "dateModified": "2025-01-02T00:11:22+00:00"}]})}{chrome.style(120)}</head>
<body class="page-template-default page page-id-12"><div id="page"><header>{chrome.menu()}</header><main id="main"><article class="page type-page"><div class="entry-content"><div id="kboard-document"><div id="kboard-default-document"><div class="kboard-document-wrap" itemscope itemtype="http://schema.org/Article"><div class="kboard-title" itemprop="name"><h1>{title}</h1></div>
<div class="kboard-detail"><div class="detail-attr detail-writer"><div class="detail-name">작성자</div><div class="detail-value">홍보협력팀</div></div><div class="detail-attr detail-date"><div class="detail-name">작성일</div><div class="detail-value">2021-02-14 16:09</div></div><div class="detail-attr detail-view"><div class="detail-name">조회</div><div class="detail-value">1533</div></div></div>
<div class="kboard-content" itemprop="description"><div class="content-view">{p(lines)}</div></div><div class="kboard-document-action"><div class="left"><button>좋아요<span>3</span></button><button>싫어요</button><button>인쇄</button></div></div><div class="kboard-attach"><button class="kboard-button-download">210214_보도자료.hwp</button></div></div>
<div class="kboard-document-navi"><div class="kboard-prev-document"><a href="#"><span class="navi-arrow">«</span><span>{chrome.headline()}</span></a></div><div class="kboard-next-document"><a href="#"><span>{chrome.headline()}</span></a></div></div></div></div></div></article></main><aside>{chrome.cards(6)}</aside><footer>{chrome.footer()}</footer></div>{chrome.script(40)}</body></html>"""
    return Made("kboard", page.encode(), url, title, "2021-02-14T16:09:00+09:00", "minute", None, lines, None)


def portal_old() -> Made:
    """A portal's news page of 2014 in CP949; the paper's own copyright line and other stories in the text's box."""
    title, chrome = "미르군, 청년 창업농 51명에 월 100만원 지원", Chrome(107, "포털뉴스", "news.portal.example")
    url = "http://news.portal.example/view/20140822n21033?mid=n0411"
    lines = (
        "(미르=한결통신) 구미르 기자 = 미르군은 청년 창업농 51명에게 매달 100만원씩의 정착 지원금을 준다고 22일 밝혔다.",
        "지원을 받으려면 만 40세 미만으로 영농 경력이 3년을 넘지 않아야 한다.",
        "군은 지난해 34명을 지원해 31명이 농사를 이어 가고 있다.",
        "군 농업기술센터는 선배 농업인 한 사람과 창업농 한 사람을 짝지어 기술을 가르친다.",
        "군은 2016년까지 청년 농업인을 200명으로 늘린다는 목표를 세웠다.",
    )
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><meta http-equiv="Content-Type" content="text/html; charset=euc-kr"><title>{title} : 포털 뉴스</title>{og(title + ":포털 뉴스", url, "포털 뉴스", lines[0])}{chrome.style(90)}{chrome.script(20)}</head>
<body><div id="cntnt"><div class="gnbarea">{chrome.menu()}</div><div class="responsive_wrap"><div id="articleView"><h3 class="articleSubecjt">{title}</h3><p class="articleInfo"><a class="medium" href="#">한결통신</a><span class="firstDate">기사전송 <em>2014-08-22 15:30</em></span> | <span>최종수정 2014-08-22 17:01</span></p>
<div class="snsarea">{chrome.share()}</div><div id="articleContetns"><div id="realArtcContents"><table border="0" width="1" align="right"><tr><td><img src="/i.jpg"></td></tr><tr><td style="font-size:11px">미르군 청년 창업농 교육장 &lt;&lt;미르군 제공&gt;&gt;</td></tr></table>{br(lines, gap="<br /><br />")}gu@hangyeol-wire.example<br /><br />▶<a href="#">[현장영상] 새들구 취업박람회 개막</a><br />▶<a href="#">가람시, 일자리대상 최우수상 받은 비결은</a><br /><br />&lt;저작권자(c)한결통신. 무단전재-재배포금지.&gt;</div></div></div>
<div class="articleRelated"><h4>한결통신 다른 기사</h4><ul>{chrome.links(6)}</ul></div><div class="reple">{chrome.comments(5)}</div></div><div class="rightCol">{chrome.cards(10)}</div></div><div id="foot">{chrome.footer()}</div></body></html>"""
    return Made(
        "portal_old",
        page.replace("©", "ⓒ").encode("cp949"),
        url,
        title,
        "2014-08-22T15:30:00+09:00",
        "minute",
        "미르",
        lines,
        url,
    )


def data_only() -> Made:
    """A page that a script draws; the article only in JSON-LD, its paragraphs apart by line ends."""
    title, chrome = (
        "솔뫼시 소상공인 고용보험료 지원 1년, 가입 두 배로",
        Chrome(108, "솔뫼포스트", "www.solmoepost.example"),
    )
    url = "https://www.solmoepost.example/news/55817"
    lines = (
        "솔뫼시가 혼자 일하는 소상공인의 고용보험료를 지원한 지 1년 만에 가입자가 두 배로 늘었다.",
        "시는 지난해 10월부터 보험료의 30%를 지원해 가입자가 611명에서 1,274명이 됐다고 6일 밝혔다.",
        "폐업한 뒤 실업급여를 받은 사람은 43명이다.",
        "시는 내년에 지원 비율을 50%로 높이는 방안을 검토하고 있다.",
    )
    data = ld(
        **{
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": "2023-10-06T09:00:00+09:00",
            "dateModified": "2023-10-06T10:30:00+09:00",
            "articleBody": "\n\n".join(lines),
            "author": {"@type": "Person", "name": "채솔뫼"},
            "mainEntityOfPage": url,
        }
    )
    page = f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title} | 솔뫼포스트</title><link rel="canonical" href="{url}">{og(title, url, "솔뫼포스트", lines[0])}{data}{chrome.style(160)}</head><body><div id="app"><header>{chrome.menu()}</header><div class="spinner"></div></div>
<section class="ssr-list"><h2>지금 많이 보는 기사</h2><ul>{chrome.links(20)}</ul>{chrome.cards(8)}</section><footer>{chrome.footer()}</footer>{chrome.script(40)}</body></html>"""
    return Made("data_only", page.encode(), url, title, "2023-10-06T09:00:00+09:00", "minute", None, lines, url)


def forwarded() -> Made:
    """A press release that was sent on, in UTF-16: header names in English, an outline."""
    title = "푸른군, 바다 일자리 ‘해녀학교’ 수료생 22명 배출"
    lines = (
        "○ 푸른군이 운영하는 해녀학교가 올해 수료생 22명을 배출했다.",
        "○ 수료생들은 지난 5월부터 넉 달 동안 물질과 안전 교육을 160시간 받았다.",
        "○ 군은 수료생 가운데 9명을 어촌계와 이어 주었으며 이들은 다음 달부터 물질을 시작한다.",
        "○ 강군수 푸른군수는 “사라져 가는 일자리를 잇는 것도 새 일자리를 만드는 일”이라고 말했다.",
    )
    content = (
        f"""From: 푸른군 홍보팀 <pr@pureun-gun.example>
To: desk@onnews.example
Cc: 
Date: 2021-09-17 16:45
Subject: FW: (보도자료) {title}

안녕하십니까, 푸른군 홍보팀입니다.
보도자료를 송부하오니 많은 관심과 보도 부탁드립니다. 감사합니다.

=====================================
{title}
=====================================

"""
        + "\n\n".join(lines)
        + """

첨부 : 사진 3장, 보도자료(hwp) 1부. 끝.

담당 : 해양수산과 어촌팀장 문팀장 (000-540-3311)
이 메일은 보도 목적으로 발송되었습니다.
"""
    )
    return Made(
        "forwarded",
        content.encode("utf-16"),
        "file:forwarded.txt",
        title,
        "2021-09-17T16:45:00+09:00",
        "minute",
        None,
        lines,
    )


def copied() -> Made:
    """The visible text of an old page: bare date, one line end between paragraphs, the ranking without bullets."""
    title, chrome = "벼리군 농공단지 분양률 97%…일자리 800개 기대", Chrome(110, "벼리저널", "www.byeorijournal.example")
    lines = (
        "벼리군 제2농공단지의 분양률이 97%를 넘어섰다.",
        "군은 26일 식품 포장재를 만드는 기업과 마지막 두 필지의 매매 계약을 맺었다고 밝혔다.",
        "입주가 끝나면 일자리 800개가 새로 생길 것으로 군은 내다보고 있다.",
        "군은 근로자가 살 곳이 모자라지 않도록 임대주택 120채를 내년 상반기에 짓는다.",
        '김벼리 벼리군수는 "공장보다 먼저 사람이 올 수 있는 마을을 만들겠다"고 말했다.',
    )
    ranking = "\n".join(chrome.headline() for _ in range(8))
    content = (
        f"""벼리저널
전체메뉴 | 뉴스 | 오피니언 | 독자마당 | 커뮤니티
2025년 12월 01일 월요일
> 뉴스 > 경제
{title}
임대주택 120채도 함께
2013년 06월 27일 (목) 16:20:31 배벼리 기자 bae@byeorijournal.example

"""
        + "\n".join(lines)
        + f"""

배벼리 기자의 다른기사 보기
ⓒ 벼리저널(http://www.byeorijournal.example) 무단전재 및 재배포금지 | 저작권문의

인기기사
{ranking}
한빛도 벼리군 벼리읍 장터길 11 | 전화 000-111-2222 | 등록번호 한빛 다 00000
"""
    )
    return Made(
        "copied",
        content.replace("©", "ⓒ").encode("cp949"),
        "file:copied.txt",
        title,
        "2013-06-27T16:20:00+09:00",
        "minute",
        None,
        ("임대주택 120채도 함께", *lines),
    )


def interview() -> Made:
    """A long piece with questions as headings, links to other pieces and a quotation between its paragraphs."""
    title, chrome = (
        "“상보다 무서운 건 약속” 일자리 공시제 3년, 가람시 일자리과장을 만나다",
        Chrome(111, "오늘저널", "www.todayjournal.example"),
    )
    url = "https://www.todayjournal.example/story/interview/2025/09/gr-3"
    lines = (
        "가람시 일자리경제과의 아침은 현황판을 바꾸는 일로 시작된다. 오늘의 숫자는 1만888개다.",
        "임과장 과장은 이 숫자를 ‘빚’이라고 불렀다. 시민에게 약속한 1만5천개를 채울 때까지는 갚을 것이 남았다는 뜻이다.",
        "-공시제를 맡은 지 3년이 됐다. 무엇이 가장 달라졌나.",
        "“처음에는 부서마다 숫자를 따로 셌습니다. 지금은 매주 월요일에 모든 부서가 한자리에서 같은 표를 봅니다.”",
        "-목표를 못 채운 해도 있었다.",
        "“2023년에 목표의 93.7%에 그쳤습니다. 그때 실적을 부풀리지 않은 것이 오히려 지금의 믿음이 됐다고 생각합니다.”",
        "-앞으로의 계획은.",
        "“숫자를 세는 사람이 아니라 사람을 만나는 과가 되려고 합니다. 상담 창구를 밤 9시까지 열 생각입니다.”",
        "현황판의 숫자는 다음 날 아침 1만894개로 바뀌어 있었다.",
    )
    blocks = ""
    for number, line in enumerate(lines):
        blocks += f"<h3 class='q'>{line}</h3>" if line.startswith("-") else f'<p class="editor-p">{line}</p>'
        if number == 1:
            blocks += (
                f'<div class="inner-link"><a href="#"><em>함께 읽기</em><span>{chrome.headline()}</span></a></div>'
            )
        if number == 5:
            blocks += chrome.ad()
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{escape(title)} - 오늘저널</title><link rel="canonical" href="{url}">{og(title, url, "오늘저널", lines[0])}<meta property="article:published_time" content="2025-09-04T06:00:00+09:00">{chrome.style(130)}{chrome.script(20)}</head>
<body><div class="l-page"><header>{chrome.menu()}</header><main><section class="story"><div class="story-head"><span class="kicker">사람</span><h1>{title}</h1><p class="dek">매주 월요일 같은 표를 보는 사람들</p><ul class="story-meta"><li>편기자 기자</li><li>입력 2025.09.04. 06:00</li><li>업데이트 2025.09.04. 09:13</li></ul></div>
<div class="story-media"><img src="/1.jpg"><p class="media-desc">가람시 일자리경제과 임과장 과장이 현황판 앞에 서 있다. 편기자 기자</p></div><div class="story-body">{blocks}</div><div class="story-foot"><div class="reporter"><strong>편기자 기자</strong><p>사람과 일 사이를 씁니다.</p></div>{chrome.share()}<p class="cp">Copyrights ⓒ 오늘저널. 무단 전재 및 재배포 금지.</p></div></section>
<section class="more"><h2>이 기사와 함께 많이 본 기사</h2>{chrome.cards(8)}</section></main><div class="rail">{chrome.links(14, '<div><a href="{url}">{headline}</a></div>')}</div><footer>{chrome.footer()}</footer></div></body></html>"""
    return Made("interview", page.encode(), url, title, "2025-09-04T06:00:00+09:00", "minute", None, lines, url)


def rhymix() -> Made:
    """A community paper on the successor of XE; the text in plain divs, the date without time in the list above."""
    title, chrome = "온누리 마을신문, 주민기자 12명에게 일자리를", Chrome(112, "온누리마을신문", "onnuri-maeul.example")
    url = "https://onnuri-maeul.example/board/4471"
    lines = (
        "온누리 마을신문이 주민기자 12명을 정식으로 고용했다.",
        "신문은 온누리시의 마을 일자리 사업에 뽑혀 한 해 인건비 1억8천만원을 지원받는다.",
        "주민기자들은 일주일에 사흘 동안 동네 소식을 취재하고 어르신의 이야기를 받아 적는다.",
        "편집장은 “신문이 일자리가 될 수 있다는 것을 보여 주고 싶다”고 말했다.",
    )
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><meta name="generator" content="Rhymix"><title>마을소식 - {title}</title><link rel="canonical" href="{url}"><meta property="og:type" content="article"><meta property="og:title" content="마을소식 - {title}"><meta property="article:published_time" content="2024-01-19T21:40:33+09:00">{chrome.style(110)}{chrome.script(20)}</head>
<body><div class="layout"><header>{chrome.menu()}</header><div class="board"><div class="board_read"><div class="read_header"><h1><a href="{url}">{title}</a></h1><p class="meta"><a href="#" class="member_7 author">편집장</a><span class="sum"><span class="read">조회 수 <span class="num">201</span></span></span></p><p class="time">2024.01.19</p></div>
<div class="read_body"><!--BeforeDocument(4471,7)--><div class="document_4471_7 rhymix_content xe_content">{"".join(f"<div>{line}</div><div><br></div>" for line in lines)}</div><!--AfterDocument(4471,7)--></div><div class="read_footer"><div class="fileList"><button class="toggleFile">첨부 파일 1</button><ul class="files"><li><a href="#">IMG_0411.jpg <span class="fileSize">[File Size:1.20MB/Download:3]</span></a></li></ul></div></div></div>
<div class="feedback" id="comment"><div class="fbHeader"><h2>댓글 1</h2></div><ul class="fbList"><li class="fbItem" id="comment_4475"><div class="fbMeta"><h3>이웃</h3><p class="time">2024.01.20</p></div><div class="comment_4475_0 rhymix_content xe_content">옆 동네 새들구에서도 마을기자 스무 명을 뽑아 달마다 80만원을 준다고 하네요. 온누리도 더 늘었으면 합니다.</div></li></ul></div>
<table class="board_list">{chrome.links(20, '<tr><td class="notice">{n}</td><td class="title"><a href="{url}">{headline}</a></td><td class="time">{date}</td></tr>')}</table></div><footer>{chrome.footer()}</footer></div></body></html>"""
    return Made("rhymix", page.encode(), url, title, "2024-01-19T21:40:00+09:00", "minute", None, lines, url)


def short_brief() -> Made:
    """A brief of two sentences among long teasers; no name says where it is, the time is labelled 게재."""
    title, chrome = "해온시, 10일 새벽시장 일자리 상담소 연다", Chrome(113, "해온인", "haeonin.example")
    url = "https://haeonin.example/n/20230808-7"
    lines = (
        "해온시는 10일 새벽 4시 수산시장 앞에서 일용직 구직자를 위한 이동 상담소를 연다.",
        "시는 지난달 상담에서 일자리를 찾은 27명 가운데 19명이 한 달 넘게 같은 곳에서 일하고 있다고 전했다.",
    )
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title} | 해온인</title>{chrome.style(120)}</head><body><div class="x1">{chrome.menu("ol")}</div><div class="x2"><div class="x3"><p class="x4">단신</p><h2 class="x5">{title}</h2><p class="x6">게재 2023-08-08 17:55 · 조회 88</p><div class="x7">{p(lines)}</div><p class="x8">해온인 편집부</p></div>
<div class="x9"><h4>더 볼 만한 글</h4>{chrome.cards(10)}</div></div><div class="x0">{chrome.footer()}</div>{chrome.script(40)}</body></html>"""
    return Made("short_brief", page.encode(), url, title, "2023-08-08T17:55:00+09:00", "minute", None, lines, None)


def front() -> Made:
    """The front page of a section: headlines with the beginnings of articles, no article."""
    chrome = Chrome(114, "새길뉴스", "www.saegil.example")
    items = "".join(
        f'<li class="item"><h4 class="titles"><a href="{chrome.url()}">{chrome.headline()}</a></h4><p class="lead"><a href="{chrome.url()}">{chrome.lead()}</a></p><em class="info">{chrome.day()}</em></li>'
        for _ in range(20)
    )
    page = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>지역 - 새길뉴스</title>{og("지역 - 새길뉴스", "https://www.saegil.example/news/articleList.html?sc_section_code=S1N3", "새길뉴스", "")}{chrome.style(110)}</head><body><header>{chrome.menu()}</header><section id="section-list"><h2>지역</h2><ul class="type2">{items}</ul></section>
<aside>{chrome.cards(10)}</aside><footer>{chrome.footer()}</footer>{chrome.script(20)}</body></html>"""
    return Made(
        "front", page.encode(), "https://www.saegil.example/news/articleList.html?sc_section_code=S1N3", reject=NOTHING
    )


PAGES = (
    blog, fusion, agency, asp2007, office_dl, kboard, portal_old, data_only, forwarded, copied, interview, rhymix, short_brief, front,
)  # fmt: skip
