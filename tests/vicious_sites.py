"""A row of sites on loopback that plays the whole part: each is one source, good or with a vice of its own."""

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.extract.paper import article, feed, index, urlset, xml
from tests.web_site import (
    Behaviour,
    Request,
    WebSite,
    answer,
    drip,
    endless_body,
    gzip_bomb,
    header_flood,
    page,
    redirect,
    robots,
    truncated_gzip,
)

SECRET = "s3cret-of-the-test"
CONTACT = "desk@example.org"


class Site(WebSite):
    """One site, which may answer any query of a path alike."""

    def __init__(self, number: int) -> None:
        super().__init__(host=f"127.0.0.{number}")
        self.any_query: dict[str, Behaviour] = {}

    def _behaviour(self, request: Request) -> Behaviour:
        told = super()._behaviour(request)
        if request.path in self._behaviours:
            return told
        return self.any_query.get(request.path.partition("?")[0], told)

    def publish(self, *names: str) -> list[str]:
        for name in names:
            self.at(f"/{name}", page(article(f"{name}시"), etag=f'"{name}"'))
        return [self.url(f"/{name}") for name in names]

    def pages(self) -> list[str]:
        """Paths of articles that were answered with a whole article, once for each time."""
        return [request.path for request in self.requests if "if-none-match" not in request.headers]


@dataclass
class Sites:
    """The sites by the name of their source, and the file that names them all."""

    sites: dict[str, Site]
    file: Path
    should_fail: frozenset[str]

    def forget(self) -> None:
        for site in self.sites.values():
            site.requests.clear()


@contextmanager
def vicious_sites(folder: Path) -> Iterator[Sites]:
    """All of them, and `folder/sources.yml`."""
    with ExitStack() as stack:
        sites: dict[str, Site] = {}
        entries = []
        for number, (name, (make, fields)) in enumerate(_SITES.items(), 2):
            sites[name] = stack.enter_context(Site(number))
            path = make(sites[name])
            entries.append(
                {
                    "name": name,
                    "address": sites[name].url(path),
                    "licence": "written for the test",
                    "enabled": True,
                    "politeness": {"delay_seconds": 0.05, "timeout_seconds": 2.0},
                }
                | fields
            )
        file = folder / "sources.yml"
        content = {"contact": CONTACT, "allowed_networks": ["127.0.0.0/8"], "sources": entries}
        file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
        yield Sites(sites, file, frozenset({"forbids", "private_list", "no_feed", "endless_list"}))


def _feed(site: Site) -> str:
    """Articles, one of them in another character set than said, one behind a redirect, a list with an ETag."""
    urls = site.publish("garam", "naru", "dasol")
    site.at("/cp949", page(article("라온시").decode().encode("cp949"), content_type="text/html; charset=utf-8"))
    site.at("/old", redirect("/moved"))
    site.at("/moved", page(article("마루시")))
    site.at("/feed.xml", xml(feed(*urls, "/cp949", "/old", f"{urls[0]}?utm_source=rss"), etag='"feed"'))
    return "/feed.xml"


def _sitemap(site: Site) -> str:
    """An index over a news sitemap in gzip, one cut in the middle, one that leads back to itself."""
    site.at("/sitemap.xml", xml(index("/news.xml.gz", "/cut.xml.gz", "/sitemap.xml"), etag='"index"'))
    news = gzip.compress(urlset(*site.publish("bada", "sora")), mtime=0)
    site.at("/news.xml.gz", page(news, content_type="application/gzip", etag='"news"'))
    site.at("/cut.xml.gz", page(gzip.compress(urlset("/x") * 40, mtime=0)[:60], content_type="application/gzip"))
    return "/sitemap.xml"


def _rows(numbers: range) -> bytes:
    cells = "".join(f"<tr><td><a href=\"javascript:fn_view('{n}')\">공고 {n}</a></td></tr>" for n in numbers)
    return f"<html><body><table>{cells}</table></body></html>".encode()


def _board(site: Site) -> str:
    """Two pages of notices whose links are scripts; behind them the last page again."""
    site.at("/list.do", page(_rows(range(6, 3, -1))))
    site.any_query["/list.do"] = page(_rows(range(3, 0, -1)))
    for n in range(1, 7):
        site.at(f"/view.do?no={n}", page(article(f"{n}호시")))
    return "/list.do"


def _endless_board(site: Site) -> str:
    """A list without an end: every page has notices that no other has."""

    def list_page(connection, request: Request) -> None:
        number = int(request.path.partition("page=")[2] or 1)
        page(_rows(range(10 * number, 10 * number + 2)))(connection, request)

    site.at("/list.do", list_page)
    site.any_query["/list.do"] = list_page
    site.any_query["/view.do"] = page(article("가없시"))
    return "/list.do"


def _search(site: Site) -> str:
    """A search API that wants id and secret; its results lead to pages."""
    urls = site.publish("gireum", "saebyeok")
    results = json.dumps({"items": [{"originallink": url, "description": "조각"} for url in urls]}).encode()

    def search(connection, request: Request) -> None:
        is_known = request.headers.get("x-ncp-apigw-api-key") == SECRET
        (page(results, content_type="application/json") if is_known else answer(401))(connection, request)

    site.any_query["/search"] = search
    return "/search"


def _busy(site: Site) -> str:
    """Asks for patience before its list and before an article."""
    site.at("/a", answer(429, retry_after=1), page(article("너울시")))
    site.at("/feed.xml", answer(429, retry_after=1), xml(feed("/a"), etag='"feed"'))
    return "/feed.xml"


def _hostile(site: Site) -> str:
    """One good article among pages that are traps."""
    site.at("/private", redirect("http://10.0.0.1/"))
    site.at("/metadata", redirect("http://169.254.169.254/latest/meta-data/"))
    site.at("/integer", redirect("http://2130706433/"))
    site.at("/file", redirect("file:///etc/passwd"))
    site.at("/round", redirect("/round"))
    site.at("/bomb", gzip_bomb(1 << 26))
    site.at("/cut", truncated_gzip(article("절반시")))
    site.at("/drip", drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"))
    site.at("/flood", header_flood())
    site.at("/endless", endless_body())
    site.at("/empty", page(b""))
    site.at("/photo", page(b"\xff\xd8\xff", content_type="image/jpeg"))
    traps = (
        "private",
        "metadata",
        "integer",
        "file",
        "round",
        "bomb",
        "cut",
        "drip",
        "flood",
        "endless",
        "empty",
        "photo",
    )
    site.at("/feed.xml", xml(feed(*(f"/{trap}" for trap in traps), *site.publish("dan")), etag='"feed"'))
    return "/feed.xml"


def _forbids(site: Site) -> str:
    """robots.txt forbids everything."""
    site.at("/robots.txt", robots("User-agent: *", "Disallow: /"))
    site.at("/feed.xml", xml(feed(*site.publish("nunchi"))))
    return "/feed.xml"


def _forbids_some(site: Site) -> str:
    """robots.txt forbids some articles."""
    site.at("/robots.txt", robots("User-agent: *", "Disallow: /members/"))
    site.at("/feed.xml", xml(feed("/members/1", *site.publish("open")), etag='"feed"'))
    return "/feed.xml"


def _private_list(site: Site) -> str:
    """The list itself leads to a private address."""
    site.at("/feed.xml", redirect("http://192.168.0.1/feed.xml"))
    return "/feed.xml"


def _no_feed(site: Site) -> str:
    """A document type full of entities in place of a feed."""
    lol = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 9))
    site.at("/feed.xml", xml(f"<!DOCTYPE r [<!ENTITY l0 'lol'>{lol}]><rss>&l8;</rss>".encode()))
    return "/feed.xml"


def _endless_list(site: Site) -> str:
    """A list whose body never ends."""
    site.at("/feed.xml", endless_body(chunked=True))
    return "/feed.xml"


def _dies(site: Site) -> str:
    """A site that is gone in the middle of its sitemaps and articles."""
    site.at("/sitemap.xml", xml(index("/1.xml", "/2.xml")))
    site.at("/1.xml", xml(urlset(*site.publish("haneul"), site.url("/gone"))))
    site.at("/2.xml", answer(503))
    site.at("/gone", answer(503))
    return "/sitemap.xml"


_BOARD_RULE = {
    "rows": "table tr",
    "link_pattern": r"fn_view\('(\d+)'\)",
    "link_template": "/view.do?no={1}",
    "page_parameter": "page",
}
_SITES = {
    "paper_feed": (_feed, {"kind": "feed"}),
    "paper_sitemap": (_sitemap, {"kind": "sitemap"}),
    "city_board": (_board, {"kind": "board", "list": _BOARD_RULE | {"max_pages": 9}}),
    "endless_board": (_endless_board, {"kind": "board", "list": _BOARD_RULE | {"max_pages": 3}}),
    "search_api": (_search, {"kind": "naver_news", "queries": ["일자리대상"], "connection": "test_search"}),
    "busy": (_busy, {"kind": "feed"}),
    "hostile": (_hostile, {"kind": "feed"}),
    "forbids_some": (_forbids_some, {"kind": "feed"}),
    "forbids": (_forbids, {"kind": "feed"}),
    "private_list": (_private_list, {"kind": "feed"}),
    "no_feed": (_no_feed, {"kind": "feed"}),
    "endless_list": (_endless_list, {"kind": "feed"}),
    "dies_half_way": (_dies, {"kind": "sitemap"}),
}
