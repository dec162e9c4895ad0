import pytest

from extract.errors import IljariError
from extract.sources import FetchFailed, NotModified
from tests.extract.paper import Paper, article, feed, xml
from tests.web_site import answer, page, redirect, truncated_gzip

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:x">
<link rel="self" href="/atom.xml"/><link href="/"/>
<entry><link rel="enclosure" href="/photo.jpg"/><link rel="alternate" href="/1"/><updated>2026-02-27T09:30:00+09:00</updated></entry>
<entry><x:thing/><link href="/2#top"/><published>2026-02-26T00:00:00Z</published></entry>
<entry><title>no link</title></entry>
<entry><link href="javascript:alert(1)"/></entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>/</link></channel>
<item><link>/1</link><dc:date>2026-02-27T09:30:00+09:00</dc:date></item></rdf:RDF>"""


def test_the_links_of_rss_in_its_order_each_once(paper: Paper) -> None:
    body = feed("/b?x=1&amp;y=2", " /a ", "/b?x=1&amp;y=2#comments", "mailto:desk@example.org", "")
    paper.at("/feed.xml", xml(body))
    assert paper.found(paper.entry()) == ["/b?x=1&y=2", "/a"]


def test_atom_takes_the_alternate_link_and_the_time_of_change(paper: Paper) -> None:
    paper.at("/feed.xml", xml(ATOM.encode()))
    source, _ = paper.source(paper.entry())
    items = list(source.discover())
    assert [paper.path(item) for item in items] == ["/1", "/2"]
    assert [item.changed_at.isoformat() for item in items if item.changed_at] == [
        "2026-02-27T09:30:00+09:00",
        "2026-02-26T09:00:00+09:00",
    ]


def test_rss_1_and_permanent_ids_and_counted_links(paper: Paper) -> None:
    paper.at("/feed.xml", xml(RDF.encode()))
    assert paper.found(paper.entry()) == ["/1"]
    items = f"""<item><guid isPermaLink="false">{paper.url("/no")}</guid></item><item><guid>{paper.url("/yes")}</guid></item>
    <item xmlns:fb="urn:fb"><link>http://counter.example/1</link><fb:origLink>{paper.url("/own")}</fb:origLink></item>"""
    paper.at("/feed.xml", xml(feed(more=items)))
    assert paper.found(paper.entry()) == ["/yes", "/own"]


def test_links_are_relative_to_where_the_feed_was_found(paper: Paper) -> None:
    paper.at("/feed.xml", redirect("/moved/feed.xml"))
    paper.at("/moved/feed.xml", xml(feed("1")))
    assert paper.found(paper.entry()) == ["/moved/1"]


def test_patterns_choose_among_the_links(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed("/news/1", "/sport/2", "/news/photo/3")))
    assert paper.found(paper.entry(only="/news/", never="photo")) == ["/news/1"]


def test_korean_bytes_that_no_declaration_fits(paper: Paper) -> None:
    paper.at(
        "/feed.xml",
        xml(
            '<?xml version="1.0" encoding="utf-8"?><rss><channel><title>가람</title><item><link>/1</link></item></channel></rss>'.encode(
                "cp949"
            )
        ),
    )
    assert paper.found(paper.entry()) == ["/1"]


def test_what_is_written_wrong_is_read_as_far_as_it_goes(paper: Paper) -> None:
    paper.at(
        "/feed.xml",
        xml(
            b"<rss><channel><item><link>/1?a=1&b=2</link></item><item><link><![CDATA[/2?a=1&b=2]]></link><title>A & B \x08</item></channel>"
        ),
    )
    assert paper.found(paper.entry()) == ["/1?a=1&b=2", "/2?a=1&b=2"]


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><body>moved</body></html>",
        b"",
        b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'b'>]><rss><channel><item><link>&a;</link></item></channel></rss>",
        b'{"items": []}',
    ],
)
def test_what_is_no_feed_is_an_error_that_says_what_to_do(paper: Paper, body: bytes) -> None:
    paper.at("/feed.xml", xml(body))
    with pytest.raises(IljariError, match=r"(?s)source 'paper': http://127.0.0.1:\d+/feed.xml is no feed.*sources.yml"):
        paper.found(paper.entry())


def test_a_feed_that_cannot_be_had_is_a_failure_with_its_reason(paper: Paper) -> None:
    paper.at("/feed.xml", truncated_gzip(feed("/1") * 50))
    with pytest.raises(FetchFailed, match="truncated"):
        paper.found(paper.entry())


def test_a_page_comes_as_it_is_with_what_its_server_says(paper: Paper) -> None:
    paper.at("/old", redirect("/1"))
    paper.at("/1", page(article("가람시"), etag='"v1"', last_modified="Fri, 27 Feb 2026 00:30:00 GMT"))
    paper.at("/feed.xml", xml(feed("/old")))
    source, web = paper.source(paper.entry(reading_rule="some-paper"))
    (item,) = source.discover()
    got = source.fetch(item)
    assert (got.url, got.final_url) == (paper.url("/old"), paper.url("/1"))
    assert got.content == article("가람시")
    assert (got.etag, got.last_modified, got.status) == ('"v1"', "Fri, 27 Feb 2026 00:30:00 GMT", 200)
    assert (got.content_type, got.reading_rule) == ("text/html; charset=utf-8", "some-paper")
    assert [attempt.outcome for attempt in got.attempts] == ["redirected", "fetched"]
    (listed,) = web.take_lists()
    assert (listed.url, listed.is_modified) == (paper.url("/feed.xml"), True)
    assert web.take_lists() == []


def test_a_page_that_is_as_it_was(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed("/1")))
    paper.at("/1", answer(304), answer(200))
    source, _ = paper.source(paper.entry())
    (item,) = source.discover()
    with pytest.raises(FetchFailed, match="http_other"):  # nobody had asked for a 304
        source.fetch(item)
    assert issubclass(NotModified, Exception)
