"""Where an article stands in a page, as data: the general names first, then the rules of systems and publishers.

A rule is for pages that the general steps do not read right. It says how such a page is known (`hosts`, or `marks` in
the markup: most regional papers run one of few systems), where title, body and time are, and what goes. Each has golden
pages in tests/extract/reading/pages that are read wrong without it, and a date after which somebody must look whether
sites still have that markup: from then on every use counts the warning `rule_past_its_date:NAME`, and the tests fail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Rule:
    """How the pages of one system or publisher are read. Selectors are CSS, those of one field the surest first."""

    name: str
    valid_until: date
    golden: tuple[str, ...]  # names of golden pages, as SET/NAME
    body: tuple[str, ...]
    hosts: tuple[str, ...] = ()  # the host, or a domain above it; one of them
    marks: tuple[str, ...] = ()  # tag, `#id`, `.class` or `[itemprop=…]`; all of them
    title: tuple[str, ...] = ()
    published: tuple[str, ...] = ()  # `selector`, or `selector@attribute`
    drop: tuple[str, ...] = ()

    def fits(self, url: str | None, named: Mapping[str, Any]) -> bool:
        """Whether a page from there, with elements of these names, is read by this rule."""
        if not all(mark in named for mark in self.marks):
            return False
        return not self.hosts or any(_is_under(_host(url), host) for host in self.hosts)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


def _is_under(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


#: Names that say "here is the article's body" on any site, the surest first; those of one line are equal.
BODIES = (
    "[itemprop=articleBody]",
    "#article-view-content-div #dic_area #harmonyContainer #bo_v_con",
    "#articleBody #articeBody #article_body #articleBodyContents #newsEndContents #newsContent #news_body_area",
    "#newsct_article",
    ".article-body .article_body .articleBody .news_body .newsBody .article_txt .article-text .article_content",
    ".news_content .news-content .view_con .view_cont .view_content .view-content .viewContent .read_body",
    ".xe_content .rd_body .document_content .board_view_content .bbs_content .board-content .bbs_con",
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
    "og:regdate",
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
    audio video canvas map amp-ad amp-sidebar amp-list amp-social-share amp-analytics amp-embed ins button caption
    .img_desc .end_photo_org .photo_desc .photo_txt
""")

#: Words in class and id names of what surrounds an article: menus, rankings, related headlines, comments, captions.
AROUND = words("""
    nav gnb lnb snb tnb menu breadcrumb aside sidebar related relation relate relnews recommend rank ranking popular
    mostview bestnews hotnews headlines comment comments reply replies share sns social copyright caption ad ads advert
    adsense banner footer foot weather poll subscribe newsletter toolbar util utility paging pagination prevnext hashtag
    keyword hidden blind skip skipnav sharedaddy relatedposts photonews issue ticker cctv satisfaction kogl publicnuri
""")
#: Of these, the ones whose text may itself be long: they go even where they hold more text than the article.
AROUND_AND_LONG = words("comment comments reply replies related ranking")

#: Words in class, id and property names of a time that is not the publication's.
MODIFIED_NAMES = words("updated modified modify update edited dateModified lastmod")

#: Words that say publication, also of an element that says change too: an article that nobody changed has one time.
PUBLISHED_NAMES = words("published entry-date datePublished")

#: Words in class and id names of elements that hold a date.
DATE_NAMES = words("date datetime time regdate writedate pubdate dt datm")

#: Checked in order; the first that fits reads the page.
RULES: tuple[Rule, ...] = (
    # NDSoft's system, which most regional papers run: the body's element also holds what a machine summed up, an appeal
    # for support, and lists of other articles.
    Rule(
        name="ndsoft",
        valid_until=date(2027, 11, 30),
        golden=("golden/nd_summary",),
        marks=("#article-view-content-div",),
        body=("#article-view-content-div",),
        drop=(
            "#article-view-content-div .ai-summary",
            "#article-view-content-div .article-support",
            "#article-view-content-div .aht-widget",
            "#article-view-content-div [class*=summary]",
        ),
    ),
)
