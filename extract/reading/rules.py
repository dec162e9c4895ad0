"""Where an article stands in a page, as data. Sites' own rules will join the general ones here."""


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


#: CSS selectors of an article's body, the surest first. From the markup of the systems that Korean sites run on:
#: NDSoft and its kin, Naver and Daum news, WordPress, gnuboard, XpressEngine, municipal boards, schema.org.
BODIES = (
    "[itemprop=articleBody]",
    "#article-view-content-div",
    "#articleBody, #articeBody, #article_body, #articleBodyContents, #newsEndContents, #newsContent, #news_body_area",
    "#dic_area, #newsct_article, .article_view #harmonyContainer, #harmonyContainer",
    ".article-body, .article_body, .articleBody, .news_body, .newsBody, .article_txt, .article-text, .article_content",
    ".news_content, .news-content, .view_con, .view_cont, .view_content, .view-content, .viewContent, .read_body",
    "#bo_v_con, .xe_content, .rd_body, .document_content, .board_view_content, .bbs_content, .board-content, .bbs_con",
    ".entry-content, .post-content, .post_content, .article-content, .td-post-content",
)

#: CSS selectors of an article's headline, the surest first.
HEADLINES = (
    "[itemprop=headline]",
    ".article-head-title, .article-view-header .heading, h2#title_area, .tit_view, .article_title, .article-title",
    ".news_title, .news-title, .view_title, .view-title, .view_tit, .bo_v_tit, .entry-title, .post-title, .board_title",
    "h1",
    "h2",
    "h3",
    "[class*=subject], [class*=headline]",
)

#: Names of meta tags that hold the publication time, the surest first.
PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "pubdate",
    "publishdate",
    "dc.date.issued",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
    "dd:published_time",
    "article.created",
    "dc.date",
    "date",
)

#: Elements that never hold an article's text.
NEVER = (
    "script, style, noscript, template, svg, iframe, object, select, option, button, input, textarea, nav, aside, "
    "figure, figcaption, audio, video, canvas, map, [hidden], [aria-hidden=true], "
    ".img_desc, .end_photo_org, .photo_desc, .img_caption, [class*=caption], [class*=Caption]"
)

#: Words in class and id names of what surrounds an article: menus, rankings, related headlines, comments, captions.
AROUND = words("""
    nav gnb lnb snb tnb menu breadcrumb aside sidebar related relation relate relnews recommend rank ranking popular
    mostview bestnews hotnews headlines comment comments reply replies share sns social copyright caption ad ads advert
    adsense banner footer foot weather poll subscribe newsletter toolbar util utility paging pagination prevnext hashtag
    keyword hidden blind skip skipnav photonews issue ticker cctv satisfaction kogl publicnuri
""")
#: Of these, the ones whose text may itself be long: they go even where they hold more text than the article.
AROUND_AND_LONG = words("comment comments reply replies related ranking")

#: Words in class and id names of elements that hold a date.
DATE_NAMES = words("date datetime time regdate writedate pubdate dt datm")
