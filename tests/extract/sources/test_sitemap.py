import gzip

import pytest

from extract.errors import IljariError
from tests.extract.paper import Paper, index, urlset, xml
from tests.web_site import answer, page, truncated_gzip

NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>/1</loc><news:news><news:publication><news:name>p</news:name></news:publication>
<news:publication_date>2026-02-27T09:30:00+09:00</news:publication_date></news:news></url></urlset>"""


def entry(paper: Paper, **fields: object):
    return paper.entry("sitemap", "/sitemap.xml", **fields)


def test_a_news_sitemap_says_when(paper: Paper) -> None:
    paper.at("/sitemap.xml", xml(NEWS.encode()))
    (item,) = paper.source(entry(paper))[0].discover()
    assert item.url == paper.url("/1")
    assert item.changed_at and item.changed_at.isoformat() == "2026-02-27T09:30:00+09:00"


def test_indexes_gzip_and_the_newest_file_first(paper: Paper) -> None:
    body = index("/old.xml", "/new.xml.gz", "/new.xml.gz").decode()
    body = body.replace("/old.xml</loc>", "/old.xml</loc><lastmod>2025-01-01</lastmod>")
    body = body.replace("gz</loc>", "gz</loc><lastmod>2026-01-01</lastmod>")
    paper.at("/sitemap.xml", xml(body.encode()))
    paper.at("/old.xml", xml(urlset("/1", "/2")))
    paper.at("/new.xml.gz", page(gzip.compress(urlset("/3", "/1")), content_type="application/gzip"))
    assert paper.found(entry(paper)) == ["/3", "/1", "/2"]
    assert paper.paths().count("/new.xml.gz") == 1


def test_indexes_that_lead_in_a_circle_and_down_for_ever_end(paper: Paper) -> None:
    paper.at("/sitemap.xml", xml(index("/sitemap.xml", "/a.xml")))
    paper.at("/a.xml", xml(index("/sitemap.xml", "/b.xml")))
    paper.at("/b.xml", xml(index("/c.xml")))
    paper.at("/c.xml", xml(urlset("/1")))
    assert paper.found(entry(paper, max_depth=2)) == []
    assert "/c.xml" not in paper.paths()
    assert paper.found(entry(paper, max_depth=3)) == ["/1"]


def test_no_more_files_than_allowed(paper: Paper) -> None:
    paper.at("/sitemap.xml", xml(index(*(f"/{n}.xml" for n in range(9)))))
    for n in range(9):
        paper.at(f"/{n}.xml", xml(urlset(f"/page{n}")))
    assert len(paper.found(entry(paper, max_sitemaps=4))) == 3  # and the index itself


def test_other_sites_and_older_days_are_left_out(paper: Paper) -> None:
    others = ["http://other.example/1", f"http://127.0.0.2:{paper.port}/1", "ftp://127.0.0.1/1"]
    paper.at("/sitemap.xml", xml(urlset(*others, "/1", lastmod="2026-01-02")))
    assert paper.found(entry(paper)) == ["/1"]
    import datetime

    assert paper.found(entry(paper, since=datetime.date(2026, 1, 3))) == []
    paper.at("/sitemap.xml", xml(index("http://other.example/sitemap.xml")))
    assert paper.found(entry(paper)) == []


def test_a_text_file_of_addresses(paper: Paper) -> None:
    text = f"\ufeff{paper.url('/1')}\r\n\r\n{paper.url('/2')}\n"
    paper.at("/sitemap.xml", page(text.encode(), content_type="text/plain"))
    assert paper.found(entry(paper)) == ["/1", "/2"]


@pytest.mark.parametrize(
    "broken", [truncated_gzip(urlset("/1") * 50), answer(500), xml(b"<html/>"), page(gzip.compress(urlset("/1"))[:40])]
)
def test_a_broken_file_behind_the_first_costs_a_row_and_the_rest_goes_on(paper: Paper, broken) -> None:
    paper.at("/sitemap.xml", xml(index("/broken.xml", "/good.xml")))
    paper.at("/broken.xml", broken)
    paper.at("/good.xml", xml(urlset("/1")))
    source, web = paper.source(entry(paper))
    assert [paper.path(item) for item in source.discover()] == ["/1"]
    assert not web.is_complete
    assert [url for url, _ in web.take_left_out()] == [paper.url("/broken.xml")]


@pytest.mark.parametrize("body", [b"<html><body>404</body></html>", b"nothing", gzip.compress(b"<rss/>", mtime=0)])
def test_what_is_no_sitemap_is_an_error(paper: Paper, body: bytes) -> None:
    paper.at("/sitemap.xml", xml(body))
    with pytest.raises(IljariError, match="is no sitemap"):
        paper.found(entry(paper))
