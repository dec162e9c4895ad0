import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from extract.web.client import Client, FetchFailed, Response
from extract.web.robots import decode
from tests.web_site import (
    Behaviour,
    FakeTime,
    WebSite,
    answer,
    endless_body,
    gzip_bomb,
    page,
    raw,
    redirect,
    robots,
    silent,
    truncated_gzip,
)

Make = Callable[..., Client]

RULES = robots(
    "User-agent: *",
    "Disallow: /private/",
    "Allow: /private/open",
    "Disallow: /*.php$",
    "",
    "User-agent: OtherBot",
    "Disallow: /",
)


def get(client: Client, url: str) -> Response | FetchFailed:
    try:
        return client.get(url)
    except FetchFailed as failure:
        return failure


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/a", True),
        ("/private/a", False),
        ("/private/open/a", True),
        ("/a.php", False),
        ("/a.php?b=c", True),
        ("/%70rivate/a", False),
        ("/private", True),
        ("/a/../private/b", False),
        ("/%2e/private/b", False),
    ],
)
def test_rules_are_kept(site: WebSite, client: Make, path: str, is_allowed: bool) -> None:
    site.at("/robots.txt", RULES)
    site.at(path, page())
    found = get(client(), site.url(path))
    if is_allowed:
        assert isinstance(found, Response)
    else:
        assert isinstance(found, FetchFailed)
        assert found.reason == "forbidden_by_robots"
        assert [(attempt.purpose, attempt.outcome) for attempt in found.attempts] == [
            ("robots", "fetched"),
            ("page", "forbidden_by_robots"),
        ]
        assert path not in site.paths()


@pytest.mark.parametrize("name", ["Iljari", "iljari", "ILJARI"])
def test_rules_for_us_by_name_hold_before_those_for_all(site: WebSite, client: Make, name: str) -> None:
    site.at("/robots.txt", robots("User-agent: *", "Disallow: /", f"User-agent: {name}", "Disallow: /b"))
    site.at("/a", page())
    assert isinstance(get(client(), site.url("/a")), Response)
    assert isinstance(get(client(), site.url("/b")), FetchFailed)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_site_without_rules_allows_all(site: WebSite, client: Make, status: int) -> None:
    site.at("/robots.txt", answer(status, b"User-agent: *\nDisallow: /"))
    site.at("/a", page())
    assert isinstance(get(client(), site.url("/a")), Response)


@pytest.mark.parametrize("status", [429, 500, 503, 599, 304, 206, 302, 700])
def test_a_site_whose_rules_cannot_be_had_forbids_all(site: WebSite, client: Make, status: int) -> None:
    site.at("/robots.txt", answer(status))
    site.at("/a", page())
    found = get(client(), site.url("/a"))
    assert isinstance(found, FetchFailed)
    assert (found.reason, found.is_lasting) == ("robots_unreachable", False)
    assert "/a" not in site.paths()


@pytest.mark.parametrize(
    "behaviour",
    [
        raw(b"SSH-2.0-x\r\n"),
        truncated_gzip(b"User-agent: *" * 100),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser"),
        silent(),
    ],
)
def test_rules_that_cannot_be_read_forbid_all(site: WebSite, client: Make, behaviour: Behaviour) -> None:
    site.at("/robots.txt", behaviour)
    found = get(client(read_seconds=0.1, retries=0), site.url("/a"))
    assert isinstance(found, FetchFailed)
    assert found.reason in ("robots_unreachable", "timeout")
    assert "/a" not in site.paths()


def test_rules_are_asked_for_once_a_day_by_all_runs(site: WebSite, client: Make, time: FakeTime) -> None:
    site.at("/robots.txt", RULES, robots("User-agent: *", "Disallow: /"))
    site.at("/a", page())
    assert isinstance(get(client(), site.url("/a")), Response)
    time.passes(hours=23.9)
    assert isinstance(get(client(), site.url("/a")), Response)
    assert site.paths().count("/robots.txt") == 1
    time.passes(hours=0.2)
    assert isinstance(get(client(), site.url("/a")), FetchFailed)
    assert site.paths().count("/robots.txt") == 2


def test_rules_that_cannot_be_had_are_asked_for_again_after_ten_minutes(
    site: WebSite, client: Make, time: FakeTime
) -> None:
    site.at("/robots.txt", answer(500), RULES)
    site.at("/a", page())
    polite = client(retries=0)
    assert isinstance(get(polite, site.url("/a")), FetchFailed)
    assert isinstance(get(polite, site.url("/a")), FetchFailed)
    assert site.paths() == ["/robots.txt"]
    time.passes(minutes=10)
    assert isinstance(get(polite, site.url("/a")), Response)


def test_the_last_rules_hold_while_new_ones_cannot_be_had_for_30_days(
    site: WebSite, client: Make, time: FakeTime
) -> None:
    site.at("/robots.txt", RULES, answer(503))
    site.at("/a", page())
    polite = client(retries=0)
    for hours in (0, 25, 24 * 28):
        time.passes(hours=hours)
        assert isinstance(get(polite, site.url("/a")), Response)
        found = get(polite, site.url("/private/a"))
        assert isinstance(found, FetchFailed)
        assert found.reason == "forbidden_by_robots"
    time.passes(hours=48)
    found = get(polite, site.url("/a"))
    assert isinstance(found, FetchFailed)
    assert found.reason == "robots_unreachable"


def test_a_clock_that_was_set_back_does_not_keep_rules_for_ever(site: WebSite, client: Make, time: FakeTime) -> None:
    site.at("/robots.txt", RULES)
    site.at("/a", page())
    client().get(site.url("/a"))
    time.passes(days=-400)
    client().get(site.url("/a"))
    assert site.paths().count("/robots.txt") == 2


@pytest.mark.parametrize(("n_redirects", "is_allowed"), [(5, False), (6, True)])
def test_five_redirects_lead_to_the_rules_and_more_to_none(
    site: WebSite, client: Make, n_redirects: int, is_allowed: bool
) -> None:
    site.at("/robots.txt", redirect("/r1"))
    for number in range(1, n_redirects):
        site.at(f"/r{number}", redirect(f"/r{number + 1}", 301))
    site.at(f"/r{n_redirects}", robots("User-agent: *", "Disallow: /"))
    site.at("/a", page())
    assert isinstance(get(client(), site.url("/a")), Response) == is_allowed


@pytest.mark.parametrize(
    "location", ["http://10.0.0.1/robots.txt", "file:///etc/passwd", "http://[::1]/robots.txt", "http://0x7f.1/"]
)
def test_rules_at_a_forbidden_address_forbid_all(site: WebSite, client: Make, location: str) -> None:
    site.at("/robots.txt", redirect(location))
    found = get(client(), site.url("/a"))
    assert isinstance(found, FetchFailed)
    assert found.reason == "robots_unreachable"
    assert site.paths() == ["/robots.txt"]


def test_rules_elsewhere_are_followed(site: WebSite, client: Make) -> None:
    with WebSite() as other:
        other.at("/rules", robots("User-agent: *", "Disallow: /b"))
        site.at("/robots.txt", redirect(other.url("/rules")))
        site.at("/a", page())
        assert isinstance(get(client(), site.url("/a")), Response)
        assert isinstance(get(client(), site.url("/b")), FetchFailed)


def test_a_redirect_needs_the_leave_of_the_host_that_it_leads_to(site: WebSite, client: Make) -> None:
    with WebSite() as other:
        other.at("/robots.txt", RULES)
        other.at("/private/a", page())
        site.at("/a", redirect(other.url("/private/a")))
        found = get(client(), site.url("/a"))
    assert isinstance(found, FetchFailed)
    assert found.reason == "forbidden_by_robots"
    assert found.attempts[-1].url == other.url("/private/a")
    assert other.paths() == ["/robots.txt"]


def test_half_a_mebibyte_of_rules_is_read_and_no_more(site: WebSite, client: Make) -> None:
    filling = b"# filling\n" * (50 * 1024)
    site.at("/robots.txt", answer(200, b"User-agent: *\nDisallow: /a\n" + filling + b"User-agent: *\nDisallow: /b\n"))
    site.at("/b", page())
    polite = client()
    assert isinstance(get(polite, site.url("/a")), FetchFailed)
    assert isinstance(get(polite, site.url("/b")), Response)


@pytest.mark.parametrize("behaviour", [endless_body(), endless_body(chunked=True), gzip_bomb(64 << 20)])
def test_endless_rules_and_bombs_end_at_the_cap(site: WebSite, client: Make, behaviour: Behaviour) -> None:
    site.at("/robots.txt", behaviour)
    site.at("/a", page())
    found = get(client(), site.url("/a"))
    assert isinstance(found, Response)
    assert found.attempts[0].bytes == 500 * 1024


@pytest.mark.parametrize(
    "body",
    [
        "\ufeffUser-agent: *\nDisallow: /a".encode(),
        b"User-agent: *\r\nDisallow: /a",
        b"User-agent: *\rDisallow: /a",
        "# 일자리\nUser-agent: *\nDisallow: /a".encode("cp949"),
        b"user-agent : *\n  disallow :/a # all\n",
    ],
)
def test_rules_are_read_as_they_are_written(site: WebSite, client: Make, body: bytes) -> None:
    site.at("/robots.txt", answer(200, body))
    assert isinstance(get(client(), site.url("/a")), FetchFailed)


AGENT_LINES = [
    "User-agent: {}",
    "user-agent:{}",
    "USERAGENT: {}",
    "User agent: {}",
    "user agent {}",
    "User-agent {}",
    " User-Agent : {} # x",
]
AGENTS = [
    "*",
    "iljari",
    "Iljari",
    "IL*",
    "*iljari*",
    "i",
    "iljari/1.0",
    "iljar",
    "jari",
    "other",
    "Other*",
    "",
    "il jari",
    "**",
]
RULE_LINES = [
    "Disallow: /a",
    "Allow: /a",
    "Disallow: /",
    "Disallow:",
    "Crawl-delay: 3",
    "",
    "# x",
    "Sitemap: http://x/",
    "nonsense",
    "Disallow: /a$",
]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(RULE_LINES), st.builds(str.format, st.sampled_from(AGENT_LINES), st.sampled_from(AGENTS))
        ),
        max_size=12,
    )
)
def test_rules_with_few_groups_say_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)
    whole, few = Protego.parse(text), Protego.parse(decode(text.encode()))
    for path in ("/", "/a", "/ab"):
        assert whole.can_fetch(f"http://example.org{path}", "Iljari") == few.can_fetch(
            f"http://example.org{path}", "Iljari"
        )
    assert whole.crawl_delay("Iljari") == few.crawl_delay("Iljari")


def test_ten_thousand_crawlers_with_ten_thousand_rules_are_few_groups() -> None:
    """Each with each would be some ten gigabytes."""
    text = "".join(f"User-agent: a{n}\n" for n in range(10_000)) + "".join(
        f"user agent *{n}*i\n" for n in range(10_000)
    )
    text += "User-agent: iljari\n" + "".join(f"Disallow: /a{n}\n" for n in range(10_000))
    rules = Protego.parse(decode(text.encode()))
    assert set(rules._user_agents) == {"another", "iljari"}
    assert not rules.can_fetch("http://example.org/a9999", "Iljari")


def test_a_page_of_html_in_place_of_rules_forbids_nothing(site: WebSite, client: Make) -> None:
    site.at("/robots.txt", page(b"<html><body>Disallow: / User-agent: *</body></html>"))
    site.at("/a", page())
    assert isinstance(get(client(), site.url("/a")), Response)


@pytest.mark.parametrize(
    ("line", "slept"),
    [
        ("Crawl-delay: 7", [7.0]),
        ("Crawl-delay: 0.5", [1.0]),
        ("Request-rate: 1/5", [5.0]),
        ("Crawl-delay: -3", [1.0]),
        ("Crawl-delay: nan", [1.0]),
        ("Crawl-delay: much", [1.0]),
        ("Request-rate: 0/5", [1.0]),
    ],
)
def test_the_longer_of_the_two_delays_holds(
    site: WebSite, client: Make, time: FakeTime, line: str, slept: list[float]
) -> None:
    site.at("/robots.txt", robots("User-agent: *", line))
    site.at("/a", page())
    polite = client(delay_seconds=1.0)
    polite.get(site.url("/a"))
    time.passes(minutes=1)
    time.slept.clear()
    polite.get(site.url("/a"))
    polite.get(site.url("/a"))
    assert time.slept == slept


@pytest.mark.parametrize("delay", ["86400", "1e308", "inf"])
def test_a_delay_beyond_patience_is_kept_by_coming_back_later(site: WebSite, client: Make, delay: str) -> None:
    site.at("/robots.txt", robots("User-agent: *", f"Crawl-delay: {delay}"))
    site.at("/a", page())
    found = get(client(), site.url("/a"))
    if isinstance(found, Response):  # what is no number at all asks for nothing
        assert delay == "inf"
    else:
        assert found.reason == "rate_limited"
        assert "/a" not in site.paths()


def test_who_has_leave_need_not_ask(site: WebSite, client: Make) -> None:
    site.at("/robots.txt", robots("User-agent: *", "Disallow: /"))
    site.at("/api", page())
    assert client().get(site.url("/api"), respects_robots=False).status == 200
    assert site.paths() == ["/api"]


def test_threads_that_need_the_rules_at_once_ask_once(site: WebSite, client: Make) -> None:
    site.at("/robots.txt", RULES)
    site.at("/a", page())
    polite = client(concurrency=4)
    threads = [threading.Thread(target=polite.get, args=[site.url("/a")]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.paths().count("/robots.txt") == 1
    assert site.paths().count("/a") == 8
