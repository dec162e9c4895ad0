"""Runs over a site on loopback: what is asked for, what is landed, and what the next run does."""

import json
from dataclasses import asdict
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from extract import collect as module
from extract.collect import collect, collect_web
from extract.errors import IljariError, PassingError
from extract.landing import batch_folders, read
from extract.load import load_new
from extract.paths import paths
from extract.tables import FETCHES, RUNS
from tests.extract.articles import landed, query
from tests.extract.paper import Paper, article, counts, feed, index, urlset, xml
from tests.web_site import answer, dies, gzip_bomb, page, redirect, robots, silent, truncated_gzip


def runs() -> list[dict[str, Any]]:
    files = [folder / "runs.parquet" for folder in batch_folders()]
    found = [row for file in files if file.exists() for row in read(file).to_pylist()]
    return sorted(found, key=lambda run: run["started_at"])


def outcomes(purpose: str = "page") -> dict[str, str]:
    """path → what decided, of the last run that asked for it."""
    rows = [row for row in landed("fetches") if row["is_last"] and row["purpose"] == purpose]
    return {row["url"].split("/", 3)[3]: row["outcome"] for row in sorted(rows, key=lambda row: row["at"])}


def test_a_run_lands_pages_articles_and_every_request(paper: Paper) -> None:
    (url,) = paper.publish("a")
    paper.at("/a", page(article("가람시"), etag='"1"'))
    paper.at("/old", redirect("/b"))
    paper.at("/b", page(article("나루군")))
    paper.at("/feed.xml", xml(feed(url, "/old"), etag='"f"'))
    report = paper.collect()
    assert counts(report) == {"found": 2, "fetched": 2, "articles": 2}
    assert report.outcomes == {"fetched": 3, "http_404": 1, "redirected": 1}
    rows = {(row["purpose"], row["final_url"] or row["url"]): row for row in landed("fetches")}
    assert {purpose for purpose, _ in rows} == {"list", "page", "robots"}
    assert [row["is_last"] for row in rows.values() if row["outcome"] == "redirected"] == [False]
    pages = {row["page_sha256"]: row["content"] for row in landed("pages")}
    (row,) = [row for row in rows.values() if row["etag"] == '"1"']
    assert (pages[row["page_sha256"]], row["content_type"]) == (article("가람시"), "text/html; charset=utf-8")
    assert {row["title"] for row in landed("articles")} == {
        "가람시 일자리 사업 새로 짠다",
        "나루군 일자리 사업 새로 짠다",
    }
    (run,) = runs()
    assert (run["outcome"], run["n_found"], run["n_articles"], run["n_lists"]) == ("done", 2, 2, 1)
    assert json.loads(json.dumps(asdict(report)))["is_complete"]
    assert load_new().totals["runs"] == 1
    assert query("select count(*) from raw.fetches") == [(len(rows),)]


def test_the_second_run_asks_for_the_list_alone(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed(*paper.publish("a", "b")), etag='"f"'))
    paper.collect()
    report, asked = paper.again()
    assert asked == ["/feed.xml"]
    assert counts(report) == {}
    assert report.outcomes == {"not_modified": 1}
    assert paper.requests[-1].headers["if-none-match"] == '"f"'
    assert [run["outcome"] for run in runs()] == ["done", "done"]
    report, asked = paper.again()
    assert (asked, paper.requests[-1].headers["if-none-match"]) == (["/feed.xml"], '"f"')


def test_only_what_is_new_in_a_changed_list_is_fetched(paper: Paper) -> None:
    urls = paper.publish("a", "b", "c")
    paper.at("/feed.xml", xml(feed(*urls[:2]), etag='"1"'), xml(feed(*urls), etag='"2"'))
    paper.collect()
    report, asked = paper.again()
    assert asked == ["/feed.xml", "/c"]
    assert counts(report) == {"found": 3, "unchanged": 2, "fetched": 1, "articles": 1}


def test_an_edited_article_is_a_revision_of_what_it_was(paper: Paper) -> None:
    (url,) = paper.publish("a")
    paper.at(
        "/sitemap.xml",
        xml(urlset(url, lastmod="2026-03-02T08:00:00Z")),
        xml(urlset(url, lastmod="2026-03-02T15:00:00Z")),
    )
    paper.at("/a", page(article("a"), etag='"1"'), page(article("a", n=31), etag='"2"'))
    entry = paper.entry("sitemap", "/sitemap.xml")
    paper.collect(entry)
    report, asked = paper.again(entry, hours=7)
    assert asked == ["/sitemap.xml", "/a"]
    assert paper.requests[-1].headers["if-none-match"] == '"1"'
    assert counts(report) == {"found": 1, "fetched": 1, "articles": 1, "revisions": 1}
    old, new = sorted(landed("articles"), key=lambda row: row["fetched_at"])
    assert (old["revision_of"], new["revision_of"]) == (None, old["article_id"])
    report, asked = paper.again(entry, hours=7)
    assert asked == ["/sitemap.xml"]


def test_an_article_said_to_be_changed_that_is_not(paper: Paper) -> None:
    (url,) = paper.publish("a", etag='"1"')
    paper.at(
        "/sitemap.xml",
        xml(urlset(url, lastmod="2026-03-02T08:00:00Z")),
        xml(urlset(url, lastmod="2026-03-09T15:00:00Z")),
    )
    entry = paper.entry("sitemap", "/sitemap.xml")
    paper.collect(entry)
    report, _ = paper.again(entry, hours=7)
    assert counts(report) == {"found": 1, "not_modified": 1}
    assert paper.again(entry, hours=1)[1] == ["/sitemap.xml"]  # a list that calls everything changed every time


def test_young_articles_are_looked_after_where_the_entry_asks_for_it(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed(*paper.publish("a", etag='"1"')), etag='"f"'))
    entry = paper.entry(recheck_days=2)
    paper.collect(entry)
    assert paper.again(entry, hours=1)[1] == ["/feed.xml"]
    report, asked = paper.again(entry, hours=20)
    assert asked == ["/feed.xml", "/a"]
    assert counts(report) == {"not_modified": 1}
    assert paper.again(entry, hours=30)[1] == ["/feed.xml"]


def test_the_same_article_through_feed_sitemap_and_archive_is_one(paper: Paper, tmp_path: Any) -> None:
    """Whichever comes first, its id is the same; and no source asks for what another has fetched."""
    (url,) = paper.publish("a")
    paper.at("/feed.xml", xml(feed(url + "?utm_source=rss#top")))
    paper.at("/a?utm_source=rss", page(article("a")))
    paper.at("/sitemap.xml", xml(urlset(url)))
    paper.collect(paper.entry(name="by_feed"))
    _, asked = paper.again(paper.entry("sitemap", "/sitemap.xml", name="by_sitemap"))
    assert asked == ["/sitemap.xml"]
    (found,) = landed("articles")
    (tmp_path / "in").mkdir()
    record = {"title": found["title"], "text": found["text"], "url": url + "?utm_medium=x"}
    (tmp_path / "in" / "a.json").write_text(json.dumps(record), "utf-8")
    (tmp_path / "in" / "b.html").write_bytes(article("a", head=f'<link rel="canonical" href="{url}">'))
    assert counts(collect("archive", tmp_path / "in")) == {"found": 2, "fetched": 2, "duplicates": 2}


def test_an_articles_id_does_not_depend_on_its_source(
    paper: Paper, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (url,) = paper.publish("a")
    paper.at("/feed.xml", xml(feed(url)))
    paper.at("/sitemap.xml", xml(urlset(url)))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_bytes(article("a", head=f'<link rel="canonical" href="{url}">'))
    ids = set()
    for number, entry in enumerate([paper.entry(), paper.entry("sitemap", "/sitemap.xml"), None]):
        monkeypatch.setenv("ILJARI_VAR", str(tmp_path / f"var{number}"))
        paper.collect(entry) if entry else collect("archive", tmp_path / "in")
        ids |= {row["article_id"] for row in landed("articles")}
    assert len(ids) == 1


def test_a_mobile_twin_is_no_new_version(paper: Paper) -> None:
    (url,) = paper.publish("a")
    paper.at("/feed.xml", xml(feed(url, "/mobile/1")))
    canonical = f'<link rel="canonical" href="{url}">'
    paper.at("/mobile/1", page(article("a", n=30, head=canonical).replace(b"</p></div>", b" (m)</p></div>")))
    paper.at("/a", page(article("a", head=canonical)))
    assert counts(paper.collect()) == {"found": 2, "fetched": 2, "articles": 1, "duplicates": 1}


def test_a_page_may_not_take_the_place_of_another_sites_article(paper: Paper) -> None:
    (url,) = paper.publish("a")
    with Paper("127.0.0.2") as other:
        other.at("/x", page(article("b", head=f'<link rel="canonical" href="{url}">')))
        paper.at("/feed.xml", xml(feed(url, other.url("/x"))))
        assert counts(paper.collect()) == {"found": 2, "fetched": 2, "articles": 2}
        assert {row["url"] for row in landed("articles")} == {url, other.url("/x")}
    assert [row["revision_of"] for row in landed("articles")] == [None, None]


def test_what_fails_is_tried_again_with_growing_pauses_and_given_up_at_last(paper: Paper) -> None:
    urls = paper.publish("a")
    paper.at("/feed.xml", xml(feed(*urls, "/busy", "/gone"), etag='"f"'))
    paper.at("/busy", answer(503))
    paper.at("/gone", answer(410))
    report = paper.collect(manners={"retries": 0})
    assert counts(report) == {"found": 3, "fetched": 1, "failed": 2, "articles": 1, "rejected": 2}
    hours = (0.2, 0.1, 0.8, 0.3, 4, 16, 3 * 24, 8 * 24, 90 * 24)
    tries = [paper.again(manners={"retries": 0}, hours=passed)[1][1:] for passed in hours]
    assert tries == [[], ["/busy"], [], ["/busy"], ["/busy"], ["/busy"], ["/busy", "/gone"], ["/gone"], []]


def test_what_failed_comes_later_though_no_list_names_it_any_more(paper: Paper) -> None:
    urls = paper.publish("a")
    paper.at("/feed.xml", xml(feed(*urls, "/b"), etag='"1"'), xml(feed(*urls), etag='"2"'))
    paper.at("/b", answer(500), answer(500), answer(500), page(article("b")))
    assert paper.collect().n_failed == 1
    report, asked = paper.again(minutes=16)
    assert asked == ["/feed.xml", "/b"]
    assert report.n_articles == 1
    assert paper.again(hours=30)[1] == ["/feed.xml"]


def test_every_way_to_misbehave_costs_a_row_and_the_rest_goes_on(paper: Paper) -> None:
    bad = {
        "/forbidden": (page(article("x")), "forbidden_by_robots"),
        "/private": (redirect("http://10.0.0.1/"), "forbidden_address"),
        "/metadata": (redirect("http://169.254.169.254/latest"), "forbidden_address"),
        "/bomb": (gzip_bomb(64 << 20), "too_large"),
        "/cut": (truncated_gzip(article("x")), "truncated"),
        "/dies": (dies(b"<html>"), "truncated"),
        "/round": (redirect("/round"), "too_many_redirects"),
        "/gone": (answer(404), "http_404"),
    }
    for path, (behaviour, _) in bad.items():
        paper.at(path, behaviour)
    paper.at("/robots.txt", robots("User-agent: *", "Disallow: /forbidden"))
    paper.at("/wrong", page(article("다솔구").decode().encode("cp949"), content_type="text/html; charset=utf-8"))
    paper.at("/photo", page(b"\xff\xd8\xff", content_type="image/jpeg"))
    paper.at("/empty", page(b""))
    paper.at("/feed.xml", xml(feed(*bad, "/wrong", "/photo", "/empty", "file:///etc/passwd", *paper.publish("a"))))
    report = paper.collect(manners={"retries": 0, "total_seconds": 20.0})
    assert {path: outcomes()[path.lstrip("/")] for path in bad} == {path: reason for path, (_, reason) in bad.items()}
    assert (report.n_articles, report.n_failed) == (2, len(bad))
    assert {"unknown_format", "empty"} <= set(report.rejected)
    assert "다솔구 일자리 사업 새로 짠다" in {row["title"] for row in landed("articles")}
    assert load_new().n_damaged == 0
    assert paper.again()[1] == ["/feed.xml"]


def test_a_silent_server_is_left(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed("/slow", *paper.publish("a"))))
    paper.at("/slow", silent())
    paper.collect(manners={"retries": 0, "read_seconds": 0.2})
    assert outcomes() == {"slow": "timeout", "a": "fetched"}


def test_hosts_are_asked_beside_each_other_and_one_host_in_turns(paper: Paper) -> None:
    with Paper("127.0.0.2") as other:
        urls = [url for pair in zip(paper.publish(*"abcdef"), other.publish(*"ghijkl"), strict=True) for url in pair]
        paper.at("/feed.xml", xml(feed(*urls)))
        assert counts(paper.collect())["articles"] == 12
        assert (paper.most_at_once, other.most_at_once) == (1, 1)


def test_a_killed_run_loses_no_more_than_a_batch_and_the_next_goes_on(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed: nothing of Python's ends in good order, so neither the run nor the pending batch is landed."""
    paper.at("/feed.xml", xml(feed(*paper.publish(*"abcdefgh")), etag='"f"'))
    monkeypatch.setattr(module, "BATCH_PAGES", 3)

    class Killed(BaseException):
        pass

    put, n_put = module.put, []

    def put_twice(*arguments: Any) -> bool:
        if len(n_put) == 2:
            raise Killed
        n_put.append(1)
        return put(*arguments)

    monkeypatch.setattr(module, "put", put_twice)
    with pytest.raises(Killed):
        paper.collect()
    assert (len(landed("articles")), runs()) == (6, [])
    monkeypatch.setattr(module, "put", put)
    report, asked = paper.again()
    assert asked == ["/feed.xml", "/g", "/h"]
    assert "if-none-match" not in paper.asked("/feed.xml")[-1].headers
    assert counts(report)["articles"] == 2
    assert paper.again()[1] == ["/feed.xml"]
    assert "if-none-match" in paper.asked("/feed.xml")[-1].headers


def test_a_site_that_dies_half_way_is_read_to_its_end_by_the_next_run(paper: Paper) -> None:
    urls = paper.publish("a", "b", "c")
    paper.at("/sitemap.xml", xml(index("/1.xml", "/2.xml"), etag='"i"'))
    paper.at("/1.xml", xml(urlset(*urls[:2]), etag='"1"'))
    paper.at("/2.xml", answer(503), xml(urlset(urls[2]), etag='"2"'))
    entry = paper.entry("sitemap", "/sitemap.xml")
    report = paper.collect(entry, manners={"retries": 0})
    assert (report.n_articles, report.is_complete) == (2, False)
    assert runs()[-1]["outcome"] == "incomplete"
    report, asked = paper.again(entry)
    assert asked == ["/sitemap.xml", "/1.xml", "/2.xml", "/c"]
    assert (report.n_articles, report.is_complete) == (1, True)
    paper.at("/2.xml", xml(urlset(urls[2], *paper.publish("d")), etag='"3"'))
    report, asked = paper.again(entry)  # the index is as it was, and what it leads to is not
    assert asked == ["/sitemap.xml", "/1.xml", "/2.xml", "/d"]
    assert report.outcomes["not_modified"] == 2


def test_a_large_source_comes_in_parts(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed(*paper.publish(*"abcde")), etag='"f"'))
    entry = paper.entry(max_new=2)
    assert counts(paper.collect(entry))["articles"] == 2
    assert [counts(paper.again(entry)[0]).get("articles", 0) for _ in range(3)] == [2, 1, 0]
    assert [run["outcome"] for run in runs()] == ["incomplete", "incomplete", "done", "done"]


def test_a_source_that_dries_up_is_an_error_that_says_when_it_last_had_something(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed(*paper.publish("a"))), xml(feed()))
    paper.collect()
    with pytest.raises(
        IljariError, match=r"(?s)'paper' found nothing .*last yield: 2026-03-02 09:00 UTC: 1 found.*sources.yml"
    ):
        paper.again()
    assert runs()[-1]["outcome"] == "failed"
    assert "found nothing" in runs()[-1]["error"]
    paper.at("/feed.xml", xml(feed(*paper.publish("b"))))
    assert paper.again()[0].n_articles == 1


@pytest.mark.parametrize(("n", "is_error"), [(2, False), (3, True)])
def test_new_pages_none_of_which_can_be_read_are_no_accident(paper: Paper, n: int, is_error: bool) -> None:
    paths = [f"/{number}" for number in range(n)]
    paper.at("/feed.xml", xml(feed(*paper.publish("a"))), xml(feed(*paths)))
    for path in paths:
        paper.at(path, page(b"<html><body><p>log in</p></body></html>"))
    paper.collect()
    if is_error:
        with pytest.raises(IljariError, match="yields no article: 3 found, 3 asked for, no_body 3"):
            paper.again()
    else:
        assert paper.again()[0].rejected == {"no_body": 2}


def test_a_source_that_never_yielded_is_an_error_every_time(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed("/x"), etag='"f"'))
    paper.at("/x", page(b"<html><body><p>log in</p></body></html>"))
    for _ in range(3):
        with pytest.raises(IljariError, match="yields no article"):
            paper.again()


def test_a_list_that_may_come_later_is_tried_again_and_one_that_will_not_is_not(paper: Paper) -> None:
    paper.at("/feed.xml", answer(503))
    with pytest.raises(PassingError, match=r"'paper' cannot be reached now: http.*http_5xx"):
        paper.collect(manners={"retries": 0})
    paper.at("/feed.xml", answer(404))
    with pytest.raises(IljariError, match=r"'paper' cannot be read: .*http_404.*never yielded"):
        paper.collect()
    paper.at("/robots.txt", robots("User-agent: *", "Disallow: /"))
    paper.time.passes(hours=25)
    with pytest.raises(IljariError, match="forbidden_by_robots"):
        paper.collect()
    assert [row["outcome"] for row in runs()] == ["failed"] * 3
    assert outcomes("list") == {"feed.xml": "forbidden_by_robots"}


def test_a_host_that_asks_for_patience_gets_it(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed(*paper.publish("a"))))
    paper.at("/a", answer(429, retry_after=30), page(article("a")))
    assert paper.collect().n_articles == 1
    assert [
        row["outcome"] for row in sorted(landed("fetches"), key=lambda row: row["at"]) if row["url"].endswith("/a")
    ] == ["rate_limited", "fetched"]
    assert round(sum(paper.time.slept)) >= 30


def test_no_secret_of_an_address_is_in_a_row(paper: Paper, caplog: pytest.LogCaptureFixture) -> None:
    paper.at("/feed.xml?serviceKey=S3CRET", xml(feed("/a?token=S3CRET", "/b?token=S3CRET")))
    paper.at("/a?token=S3CRET", page(article("a")))
    paper.collect(paper.entry(path="/feed.xml?serviceKey=S3CRET"))
    for name in ("fetches", "articles", "rejects", "pages"):
        assert "S3CRET" not in repr(landed(name))
    assert "S3CRET" not in caplog.text + repr(runs())
    assert paper.again(paper.entry(path="/feed.xml?serviceKey=S3CRET"))[1] == ["/feed.xml?serviceKey=S3CRET"]


def test_old_batches_without_the_new_columns_count(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed(*paper.publish("a", "b"))))
    paper.collect()
    new = FETCHES.names[FETCHES.names.index("purpose") :]
    for folder in batch_folders():
        file = folder / "fetches.parquet"
        table = pq.ParquetFile(file).read()
        table = table.filter(pc.field("purpose") == "page")
        pq.write_table(table.drop_columns(new), file)
        (folder / "runs.parquet").unlink(missing_ok=True)
    assert load_new().n_damaged == 0
    assert paper.again()[1] == ["/feed.xml"]
    assert load_new().n_damaged == 0
    assert query("select count(*) from raw.fetches where purpose is null") == [(2,)]


def test_a_run_row_fits_its_table(paper: Paper) -> None:
    paper.at("/feed.xml", xml(feed(*paper.publish("a"))))
    collect_web(paper.entry(), paper.client(), clock=paper.time.now)
    (run,) = runs()
    assert list(run) == RUNS.names
    assert (paths().landing / "batches").is_dir()
