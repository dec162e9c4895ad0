"""The row of an article in raw.articles, the same whoever read its page: the web, a folder or an archive."""

import hashlib
from datetime import datetime
from typing import Any

from extract.landing import address_key, stable_id
from extract.reading.article import Article
from extract.reading.urls import identity, is_same_site, own_url
from extract.sources import Page
from extract.web.urls import shown


def article_row(article: Article, page: Page, at: datetime, source: str, landing_file: str) -> dict[str, Any]:
    """The row without `revision_of`. `at`: when the page was fetched."""
    url, is_lasting = address(article, page)
    content_sha256 = hashlib.sha256(article.text.encode()).hexdigest()
    # A file's name is no lasting address: the same text under another name is the same article.
    key = (content_sha256, identity(url)) if is_lasting else (content_sha256,)
    return {
        "article_id": stable_id(*key),
        "url": url,
        "address": address_key(url) if article.has_lasting_address else None,
        "source": source,
        "title": article.title,
        "body": article.body,
        "text": article.text,
        "byline_region": article.byline_region,
        "published_at": article.published_at,
        "published_precision": article.published_precision,
        "fetched_at": at,
        "content_sha256": content_sha256,
        "page_sha256": page.sha256,
        "landing_file": landing_file,
    }


def address(article: Article, page: Page) -> tuple[str, bool]:
    """The address of an article, and whether it is one that lasts whatever brought it.

    A page from the web is believed about its own address within its publisher's site; else any page could take the
    place of another's article.
    """
    part = f"#{article.part}" if article.part else ""
    if not is_web(page.url):
        return (article.own_url, True) if article.own_url else (page.url + part, False)
    came_from = page.final_url or page.url
    if article.own_url and not part and is_same_site(came_from, article.own_url):
        return shown(article.own_url), True
    return (shown(own_url(came_from) or came_from) + part, not part or article.part_is_lasting)


def is_twin(article: Article, page: Page) -> bool:
    """Whether a page from the web is another form (mobile, AMP) of the one that it calls its own. It differs in a
    button or a caption, which is no new version of the article."""
    return (
        is_web(page.url) and article.own_url is not None and identity(address(article, page)[0]) != identity(page.url)
    )


def is_web(url: str) -> bool:
    """Whether it is an address of the web."""
    return url.startswith(("http://", "https://"))
