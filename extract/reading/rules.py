"""Where an article stands in a page, as data. Sites' own rules will join the general ones here."""


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


#: Where an article's body is, the surest first: `#id`, `.class` or `[itemprop=…]`, those of one line being equal.
#: From the markup of the systems that Korean sites run on: schema.org; NDSoft and its kin; Naver and Daum news; other
#: news systems; municipal boards; gnuboard and XpressEngine; WordPress.
BODIES = (
    "[itemprop=articleBody]",
    "#article-view-content-div",
    "#dic_area #newsct_article #harmonyContainer",
    "#articleBody #articeBody #article_body #articleBodyContents #newsEndContents #newsContent #news_body_area",
    ".article-body .article_body .articleBody .news_body .newsBody .article_txt .article-text .article_content",
    ".news_content .news-content .view_con .view_cont .view_content .view-content .viewContent .read_body",
    "#bo_v_con .xe_content .rd_body .document_content .board_view_content .bbs_content .board-content .bbs_con",
    ".entry-content .post-content .post_content .article-content .td-post-content",
)

#: Where an article's headline is, the surest first; also tags, and `~word`: a word in a class or id name.
HEADLINES = (
    "[itemprop=headline]",
    ".article-head-title #title_area .tit_view .article_title .article-title",
    ".news_title .news-title .view_title .view-title .view_tit .bo_v_tit .entry-title .post-title .board_title",
    "h1",
    "h2",
    "h3",
    "~subject ~headline ~title",
    "h4",
    "strong",
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

#: Elements that never hold an article's text, by tag and `.class`.
NEVER = words("""
    script style noscript template svg iframe object select option button input textarea nav aside figure figcaption
    audio video canvas map .img_desc .end_photo_org .photo_desc .photo_txt
""")

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
