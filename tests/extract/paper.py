"""A small paper on loopback for the tests of sources: its articles, its lists, and runs of `collect` over it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from extract.collect import CollectReport, collect_web
from extract.sources import Item, Memory, Nothing, Source, open_source
from extract.sources.entries import KINDS, WebEntry
from extract.sources.web import Web
from extract.web.client import Client, Politeness
from tests.web_site import LOOPBACK, Behaviour, FakeTime, WebSite, answer, page

SENTENCE = "{name}는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다. 사업에는 주민 {n}명이 참여한다."


def article(name: str, n: int = 30, at: str = "2026-02-27T09:30:00+09:00", head: str = "") -> bytes:
    """A page with one article."""
    return f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{name} 일자리 사업 새로 짠다</title>
<meta property="article:published_time" content="{at}">{head}</head><body><h1>{name} 일자리 사업 새로 짠다</h1>
<div id="article-view-content-div"><p>{SENTENCE.format(name=name, n=n)}</p><p>신청은 시청 누리집에서 받는다고 시는 전했다.</p></div>
</body></html>""".encode()


def feed(*urls: str, more: str = "") -> bytes:
    items = "".join(f"<item><title>x</title><link>{url}</link></item>" for url in urls)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>p</title>{more}{items}</channel></rss>'.encode()


def xml(body: bytes, **marks: Any) -> Behaviour:
    return page(body, content_type="application/xml", **marks)


def urlset(*urls: str, lastmod: str = "") -> bytes:
    mod = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    locs = "".join(f"<url><loc>{url}</loc>{mod}</url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>'.encode()


def index(*urls: str) -> bytes:
    locs = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</sitemapindex>'.encode()


class Paper(WebSite):
    """The site, with a clock that only sleeping moves."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__(host=host)
        self.time = FakeTime()

    def publish(self, *names: str, **marks: Any) -> list[str]:
        """An article under `/<name>` for each name; their urls."""
        for name in names:
            self.at(f"/{name}", page(article(name), **marks))
        return [self.url(f"/{name}") for name in names]

    def entry(self, kind: str = "feed", path: str = "/feed.xml", **fields: Any) -> WebEntry:
        given = {"name": "paper", "kind": kind, "address": self.url(path), "licence": "written for the test"} | fields
        made = KINDS[kind].model_validate(given)
        assert isinstance(made, WebEntry)
        return made

    def client(self, **manners: Any) -> Client:
        polite = Politeness(**({"contact": "desk@example.org", "delay_seconds": 0.0} | manners))
        return Client(polite, allowed_networks=(LOOPBACK,), clock=self.time.now, sleep=self.time.sleep)

    def source(self, entry: WebEntry, memory: Memory | None = None, **more: Any) -> tuple[Source, Web]:
        web = Web(entry, self.client(), memory or Nothing())
        return open_source(entry, web, **more), web

    def found(self, entry: WebEntry, memory: Memory | None = None) -> list[str]:
        """The paths that a source discovers."""
        return [self.path(item) for item in self.source(entry, memory)[0].discover()]

    def path(self, item: Item) -> str:
        return item.url.removeprefix(self.url(""))

    def collect(
        self, entry: WebEntry | None = None, manners: dict[str, Any] | None = None, **more: Any
    ) -> CollectReport:
        return collect_web(entry or self.entry(), self.client(**(manners or {})), clock=self.time.now, **more)

    def again(
        self, entry: WebEntry | None = None, manners: dict[str, Any] | None = None, **passes: float
    ) -> tuple[CollectReport, list[str]]:
        """A later run, and the paths that it asked for."""
        self.time.passes(**(passes or {"minutes": 1}))
        self.requests.clear()
        return self.collect(entry, manners), [path for path in self.paths() if path != "/robots.txt"]


class Known(Nothing):
    """A memory that knows some addresses."""

    def __init__(self, *urls: str, was_complete: bool = True) -> None:
        self.urls = set(urls)
        self.was_complete = was_complete

    def has_item(self, url: str) -> bool:
        return url in self.urls


def papers() -> Iterator[Paper]:
    with Paper() as paper:
        yield paper


def gone() -> Behaviour:
    return answer(404)


def counts(report: CollectReport) -> dict[str, int]:
    """What of a report is not nothing."""
    return {name.removeprefix("n_"): n for name, n in asdict(report).items() if name.startswith("n_") and n}
