import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import timedelta
from pathlib import Path

import pytest

from extract.errors import IljariError
from extract.web.client import Attempt, Client, FetchFailed, Politeness
from extract.web.politeness import version
from tests.web_site import FakeTime, WebSite, answer, dies, packed, page, raw, redirect, silent, wrong_length

Make = Callable[..., Client]


def failed(client: Client, url: str, **more: object) -> FetchFailed:
    with pytest.raises(FetchFailed) as failure:
        client.get(url, **more)  # type: ignore[arg-type]
    return failure.value


def tried(attempts: tuple[Attempt, ...]) -> list[tuple[str, int | None]]:
    return [(attempt.outcome, attempt.status) for attempt in attempts if attempt.purpose == "page"]


def test_a_page_comes_with_what_is_needed_to_ask_again(site: WebSite, client: Make, time: FakeTime) -> None:
    site.at(
        "/a",
        page(
            "일자리".encode(),
            etag='W/"1"',
            last_modified="Mon, 02 Mar 2026 08:00:00 GMT",
            content_type="text/html; charset=euc-kr",
        ),
    )
    with client() as polite:
        found = polite.get(site.url("/a"))
    assert (found.url, found.final_url, found.status) == (site.url("/a"), site.url("/a"), 200)
    assert (found.content, found.content_type) == ("일자리".encode(), "text/html; charset=euc-kr")
    assert (found.etag, found.last_modified, found.not_modified) == ('W/"1"', "Mon, 02 Mar 2026 08:00:00 GMT", False)
    robots, attempt = found.attempts
    assert (robots.url, robots.purpose, robots.outcome, robots.status) == (
        site.url("/robots.txt"),
        "robots",
        "http_404",
        404,
    )
    assert (attempt.url, attempt.at, attempt.outcome, attempt.status, attempt.bytes, attempt.error) == (
        site.url("/a"),
        time.at,
        "fetched",
        200,
        9,
        None,
    )
    assert (attempt.etag, attempt.last_modified, attempt.number) == (found.etag, found.last_modified, 1)


def test_a_page_that_is_known_is_not_sent_again(site: WebSite, client: Make) -> None:
    site.at("/a", page(b"a", etag='"1"'))
    site.at("/b", page(b"b", last_modified="Mon, 02 Mar 2026 08:00:00 GMT"))
    for path in ("/a", "/b"):
        known = client().get(site.url(path))
        again = client().get(site.url(path), etag=known.etag, last_modified=known.last_modified)
        assert (again.status, again.content, again.not_modified) == (304, b"", True)
        assert (again.etag, again.last_modified) == (known.etag, known.last_modified)
        assert tried(again.attempts) == [("not_modified", 304)]
    assert client().get(site.url("/a"), etag='"0"').content == b"a"


def test_not_modified_without_having_asked_is_a_failure(site: WebSite, client: Make) -> None:
    site.at("/a", answer(304))
    failure = failed(client(), site.url("/a"))
    assert (failure.reason, failure.status) == ("http_other", 304)


def test_marks_that_no_header_holds_are_not_sent(site: WebSite, client: Make) -> None:
    site.at("/a", page())
    client().get(site.url("/a"), etag='"x"\r\nX-Evil: 1', last_modified="\x00")
    [request] = site.asked("/a")
    assert not {"x-evil", "if-none-match", "if-modified-since"} & set(request.headers)


def test_marks_come_back_to_the_server_byte_for_byte(site: WebSite, client: Make) -> None:
    mark = '"가"'.encode().decode("latin-1")
    site.at("/a", page(b"a", etag=mark))
    assert client().get(site.url("/a")).etag == mark
    assert client().get(site.url("/a"), etag=mark).not_modified


def test_the_request_says_who_asks(site: WebSite, client: Make) -> None:
    site.at("/a", page())
    client(contact="https://example.org/about").get(site.url("/a"))
    [request] = site.asked("/a")
    assert request.headers["user-agent"] == f"Iljari/{version()} (+https://example.org/about)"
    assert request.headers["host"] == f"127.0.0.1:{site.port}"
    assert request.headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert "cookie" not in request.headers
    assert site.asked("/robots.txt")[0].headers["user-agent"] == request.headers["user-agent"]


@pytest.mark.parametrize(
    "contact", [None, "", "  ", "nobody", "a@b", "ftp://example.org", "a@b.kr\r\nX: y", "메일@보기.한국", "a@b.kr) (x"]
)
def test_without_a_contact_nothing_is_sent(contact: str | None) -> None:
    with pytest.raises(IljariError, match="contact is missing"):
        Client(Politeness(contact=contact))


@pytest.mark.parametrize(
    "manners",
    [
        {"delay_seconds": -1},
        {"retries": float("inf")},
        {"total_seconds": 0},
        {"max_bytes": 0},
        {"concurrency": 0},
        {"concurrency": 99},
        {"robots_hours": 48},
        {"delay_seconds": float("nan")},
    ],
)
def test_manners_that_make_no_sense_say_which(manners: dict[str, float]) -> None:
    with pytest.raises(IljariError, match=next(iter(manners))):
        Politeness(contact="a@b.kr", **manners)  # type: ignore[arg-type]


def test_manners_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Politeness().contact = "x"  # type: ignore[misc]


def test_pauses_lie_between_requests_to_a_host(site: WebSite, client: Make, time: FakeTime) -> None:
    site.at("/a", redirect("/b"))
    site.at("/b", page())
    client(delay_seconds=3.0).get(site.url("/a"))
    assert site.paths() == ["/robots.txt", "/a", "/b"]
    assert time.slept == [3.0, 3.0]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: WebSite, client: Make, status: int) -> None:
    site.at("/a", redirect("b?c=%EA%B0%80#part", status))
    site.at("/b?c=%EA%B0%80", page(b"b", etag='"2"'))
    found = client().get(site.url("/a"))
    assert (found.url, found.final_url, found.content, found.etag) == (
        site.url("/a"),
        site.url("/b?c=%EA%B0%80"),
        b"b",
        '"2"',
    )
    assert tried(found.attempts) == [("redirected", status), ("fetched", 200)]


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/뉴스?제목=가", "/%EB%89%B4%EC%8A%A4?%EC%A0%9C%EB%AA%A9=%EA%B0%80"),  # as browsers read it
        ("/뉴스".encode("cp949").decode("latin-1"), "/%B4%BA%BD%BA"),
        ("/a b", "/a%20b"),
        ("?page=2", "/a?page=2"),
    ],
)
def test_redirects_are_read_as_servers_write_them(site: WebSite, client: Make, location: str, path: str) -> None:
    written = location if "뉴" not in location else location.encode().decode("latin-1")
    site.at("/a", redirect(written))
    site.at(path, page(b"there"))
    assert client().get(site.url("/a")).content == b"there"


def test_redirects_end(site: WebSite, client: Make) -> None:
    site.at("/loop", redirect("/loop"))
    failure = failed(client(), site.url("/loop"))
    assert (failure.reason, failure.is_lasting) == ("too_many_redirects", True)
    assert tried(failure.attempts) == [("redirected", 302)] * 6 + [("too_many_redirects", None)]
    for number in range(5):
        site.at(f"/{number}", redirect(f"/{number + 1}"))
    site.at("/5", page())
    assert client().get(site.url("/0")).final_url == site.url("/5")
    assert failed(client(max_redirects=4), site.url("/0")).reason == "too_many_redirects"
    assert failed(client(max_redirects=0), site.url("/0")).reason == "too_many_redirects"


@pytest.mark.parametrize("status", [301, 300, 305, 399])
def test_a_redirect_to_nowhere_is_a_failure(site: WebSite, client: Make, status: int) -> None:
    site.at("/a", answer(status))
    assert failed(client(), site.url("/a")).reason == "http_other"


@pytest.mark.parametrize(
    ("status", "reason", "is_lasting", "n_tries"),
    [
        (400, "http_4xx", True, 1),
        (401, "http_401", True, 1),
        (403, "http_403", True, 1),
        (404, "http_404", True, 1),
        (408, "http_4xx", True, 3),
        (410, "http_410", True, 1),
        (451, "http_4xx", True, 1),
        (429, "rate_limited", False, 3),
        (500, "http_5xx", False, 3),
        (501, "http_5xx", False, 1),
        (503, "http_5xx", False, 3),
        (206, "http_other", True, 1),
        (299, "http_other", True, 1),
        (600, "http_other", True, 1),
        (999, "http_other", True, 1),
    ],
)
def test_answers_that_are_no_page(
    site: WebSite, client: Make, status: int, reason: str, is_lasting: bool, n_tries: int
) -> None:
    site.at("/a", answer(status, b"secret page"))
    failure = failed(client(), site.url("/a"))
    assert (failure.reason, failure.status, failure.is_lasting) == (reason, status, is_lasting)
    assert tried(failure.attempts) == [(reason, status)] * n_tries
    assert [attempt.number for attempt in failure.attempts if attempt.purpose == "page"] == list(range(1, n_tries + 1))
    assert str(status) in failure.detail


def test_a_page_after_failures_is_a_page(site: WebSite, client: Make, time: FakeTime) -> None:
    site.at("/a", answer(500), dies(b"half"), page(b"whole"))
    found = client(backoff_seconds=4.0).get(site.url("/a"))
    assert found.content == b"whole"
    assert tried(found.attempts) == [("http_5xx", 500), ("truncated", 200), ("fetched", 200)]
    first, second = time.slept
    assert 0 <= first <= 4
    assert 0 <= second <= 8


def test_pauses_before_retries_are_random_parts_of_a_growing_time(site: WebSite, client: Make, time: FakeTime) -> None:
    site.at("/a", answer(500))
    failed(client(retries=12, backoff_seconds=1.0), site.url("/a"))
    assert len(time.slept) == len(set(time.slept)) == 12
    assert all(pause <= 2**number for number, pause in enumerate(time.slept))
    assert max(time.slept) > 8


def test_retries_are_counted_over_all_redirects(site: WebSite, client: Make) -> None:
    site.at("/a", answer(500), redirect("/b"))
    site.at("/b", answer(500), answer(500), page())
    failure = failed(client(retries=2), site.url("/a"))
    assert tried(failure.attempts) == [("http_5xx", 500), ("redirected", 302), ("http_5xx", 500), ("http_5xx", 500)]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("as_date", [False, True])
def test_a_host_is_left_alone_for_as_long_as_it_asks(
    site: WebSite, client: Make, time: FakeTime, status: int, as_date: bool
) -> None:
    after = time.at + timedelta(seconds=90) if as_date else 90
    site.at("/a", answer(status, retry_after=after), page())
    found = client(backoff_seconds=0.0).get(site.url("/a"))
    assert found.status == 200
    assert sum(time.slept) == 90.0


def test_a_host_that_asks_for_longer_is_left_for_a_later_run(site: WebSite, client: Make, time: FakeTime) -> None:
    site.at("/a", answer(429, retry_after=3600), page())
    site.at("/b", page())
    failure = failed(client(backoff_seconds=0.0), site.url("/a"))
    assert (failure.reason, failure.is_lasting) == ("rate_limited", False)
    assert tried(failure.attempts) == [("rate_limited", 429)]
    # neither another page nor another process asks meanwhile
    assert tried(failed(client(), site.url("/b")).attempts) == [("rate_limited", None)]
    assert sum(time.slept) == 0
    time.passes(seconds=3600)
    assert client().get(site.url("/a")).status == 200
    assert site.paths() == ["/robots.txt", "/a", "/a"]


@pytest.mark.parametrize("after", ["", "soon", "-5", "1e3", "Mon, 99 Foo 2026", "Mon, 02 Mar 2020 08:00:00 GMT", "٣"])
def test_a_retry_after_that_says_nothing_is_left_out(site: WebSite, client: Make, time: FakeTime, after: str) -> None:
    site.at("/a", answer(503, retry_after=after.encode().decode("latin-1")), page())
    assert client(backoff_seconds=0.0).get(site.url("/a")).status == 200
    assert sum(time.slept) == 0


@pytest.mark.parametrize("after", ["9" * 4000, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_retry_after_of_centuries_lasts_a_day(site: WebSite, client: Make, time: FakeTime, after: str) -> None:
    site.at("/a", answer(503, retry_after=after), page())
    assert failed(client(backoff_seconds=0.0), site.url("/a")).reason in ("http_5xx", "rate_limited")
    time.passes(hours=24)
    assert client().get(site.url("/a")).status == 200


@pytest.mark.parametrize("status", [200, 203, 204, 205])
def test_a_page_without_a_body_is_empty(site: WebSite, client: Make, status: int) -> None:
    site.at("/a", answer(status))
    found = client().get(site.url("/a"))
    assert (found.status, found.content) == (status, b"")


def test_what_follows_a_body_is_left_out_and_never_the_next_answer(site: WebSite, client: Make) -> None:
    site.at("/a", wrong_length(b"<p>page</p>HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", 11))
    site.at("/b", page(b"b"))
    polite = client()
    assert polite.get(site.url("/a")).content == b"<p>page</p>"
    assert polite.get(site.url("/b")).content == b"b"


def test_a_body_without_a_length_ends_with_the_connection(site: WebSite, client: Make) -> None:
    site.at("/a", raw(b"HTTP/1.0 200 OK\r\n\r\nold ", b"server"))
    assert client().get(site.url("/a")).content == b"old server"


def test_interim_answers_are_not_the_answer(site: WebSite, client: Make) -> None:
    site.at("/a", raw(b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"))
    assert client().get(site.url("/a")).content == b"a"


def test_a_cap_of_ones_own(site: WebSite, client: Make) -> None:
    site.at("/a", page(b"a" * 101))
    assert failed(client(), site.url("/a"), max_bytes=100).reason == "too_large"
    assert len(client().get(site.url("/a"), max_bytes=101).content) == 101


def test_patience_without_a_byte_ends(site: WebSite, client: Make) -> None:
    site.at("/a", silent())
    failure = failed(client(read_seconds=0.05), site.url("/a"))
    assert (failure.reason, failure.is_lasting) == ("timeout", False)
    assert tried(failure.attempts) == [("timeout", None)] * 3


def test_a_host_that_does_not_listen(client: Make) -> None:
    with WebSite() as site:
        pass
    failure = failed(client(retries=1), site.url("/a"))
    assert (failure.reason, failure.is_lasting) == ("connection", False)
    assert [(attempt.purpose, attempt.outcome) for attempt in failure.attempts] == [
        ("robots", "connection"),
        ("robots", "connection"),
        ("page", "connection"),
    ]


def test_a_host_that_is_not_there_is_not_asked_again_for_every_page(client: Make) -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        raise OSError("no such host")

    polite = client(resolve=resolve, retries=1)
    for path in "abc":
        assert failed(polite, f"http://gone.example.org/{path}").reason == "dns"
    assert asked == ["gone.example.org"] * 2


def test_the_next_address_is_tried_where_one_does_not_listen(client: Make) -> None:
    with WebSite(host="127.0.0.2") as site:
        site.at("/a", page())
        polite = client(resolve=lambda host, port: ["127.0.0.3", "127.0.0.2"])
        assert polite.get(site.url("/a", "paper.example.org")).status == 200
        assert site.asked("/a")[0].headers["host"] == f"paper.example.org:{site.port}"


def test_a_packed_page_comes_unpacked_and_is_asked_for_by_its_mark(site: WebSite, client: Make) -> None:
    import gzip

    site.at("/a", packed(gzip.compress(b"page")))
    found = client().get(site.url("/a"))
    assert (found.content, found.attempts[-1].bytes) == (b"page", 4)


def test_environment_proxies_are_not_asked(site: WebSite, client: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with WebSite() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        site.at("/a", page())
        assert client().get(site.url("/a")).status == 200
        assert proxy.n_connections == 0


def test_failures_do_not_need_the_web_room_to_be_loaded() -> None:
    program = "import sys, extract.sources.folder; sys.exit('httpcore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[3], check=False).returncode == 0


def test_what_sources_raise_is_the_same_failure() -> None:
    from extract import sources

    assert sources.FetchFailed is FetchFailed
    failure = sources.FetchFailed("unreadable", "why")
    assert (failure.status, failure.attempts, failure.is_lasting, str(failure)) == (None, (), False, "unreadable: why")
