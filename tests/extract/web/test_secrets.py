"""Passwords, keys and cookies reach the one host that they are for, and nothing that is kept or read by people."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import astuple

import pytest

from extract.errors import IljariError
from extract.web.client import Client, FetchFailed, _may_know
from extract.web.urls import parse
from tests.web_site import WebSite, answer, page, raw, redirect

Make = Callable[..., Client]

SECRET = "S3cr3tValue"
KEY = {"X-Naver-Client-Secret": SECRET, "Authorization": f"Bearer {SECRET}", "Cookie": f"session={SECRET}"}
#: Base64 of `user:S3cr3tValue`.
BASIC = "dXNlcjpTM2NyM3RWYWx1ZQ=="


def said(request_headers: dict[str, str]) -> set[str]:
    return {name for name, value in request_headers.items() if SECRET in value or BASIC in value}


def test_headers_of_ones_own_go_to_the_host_that_was_asked(site: WebSite, client: Make) -> None:
    site.at("/a", redirect("/b"))
    site.at("/b", page(b"json", content_type="application/json"))
    found = client().get(site.url("/a"), headers={**KEY, "Accept": "application/json"}, etag='"mark"')
    assert found.content == b"json"
    for path in ("/a", "/b"):
        [request] = site.asked(path)
        assert said(request.headers) == {"x-naver-client-secret", "authorization", "cookie"}
        assert request.headers["accept"] == "application/json"
        assert request.headers["if-none-match"] == '"mark"'
    assert said(site.asked("/robots.txt")[0].headers) == set()


@pytest.mark.parametrize("url_has_it", [False, True])
def test_nothing_that_was_said_to_one_host_is_said_to_another_nor_on_the_way_back(
    site: WebSite, client: Make, url_has_it: bool
) -> None:
    with WebSite() as other:  # another port is another service
        site.at("/a", redirect(other.url("/b")))
        other.at("/b", redirect(site.url("/c")))
        site.at("/c", page(b"c", etag='"mark"'))
        address = site.url("/a").replace("//", f"//user:{SECRET}@") if url_has_it else site.url("/a")
        found = client().get(address, headers=None if url_has_it else KEY, etag='"mark"')
        assert found.content == b"c"
        assert said(site.asked("/a")[0].headers)
        for request in (*other.requests, *site.asked("/c")):
            assert said(request.headers) == set()
            assert "if-none-match" not in request.headers


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("http://a.org/b", True),
        ("https://a.org/b", True),
        ("https://a.org:8443/", False),
        ("http://a.org:8080/", False),
        ("http://www.a.org/", False),
        ("https://a.org.evil.org/", False),
    ],
)
def test_the_step_up_to_https_is_the_same_host_and_nothing_else_is(url: str, may: bool) -> None:
    assert _may_know(parse("http://a.org/"), parse(url)) == may


def test_a_password_in_the_address_is_said_to_its_host_and_shown_nowhere(site: WebSite, client: Make) -> None:
    site.at("/a", page())
    found = client().get(site.url("/a").replace("//", f"//user:{SECRET}@"))
    assert site.asked("/a")[0].headers["authorization"] == f"Basic {BASIC}"
    assert found.url == found.final_url == site.url("/a")


def test_a_password_in_a_redirect_is_not_used(site: WebSite, client: Make) -> None:
    site.at("/a", redirect(site.url("/b").replace("//", f"//user:{SECRET}@")))
    site.at("/b", page())
    found = client().get(site.url("/a"))
    assert said(site.asked("/b")[0].headers) == set()
    assert SECRET not in repr(found)


def test_cookies_are_not_kept(site: WebSite, client: Make) -> None:
    site.at("/a", redirect("/b", set_cookie=f"session={SECRET}"))
    site.at("/b", answer(200, b"b", set_cookie=f"session={SECRET}"))
    polite = client()
    polite.get(site.url("/a"))
    polite.get(site.url("/b"))
    assert all("cookie" not in request.headers for request in site.requests)


@pytest.mark.parametrize(
    "behaviour",
    [
        page(b"x", etag='"e"'),
        answer(500, SECRET.encode(), set_cookie=f"session={SECRET}"),
        answer(429, retry_after=9999),
        redirect(f"http://user:{SECRET}@10.0.0.1/?token={SECRET}"),
        redirect(f"http://user:{SECRET}@[::1/?token={SECRET}"),
        redirect(f"https://user:{SECRET}@127.0.0.1:1/?api_key={SECRET}"),
        redirect(f"/next?access_token={SECRET}"),
        redirect(f"file:///{SECRET}"),
        raw(f"HTTP/1.1 200 OK\r\nSet-Cookie: {SECRET}\0\r\n\r\n".encode()),
        raw(f"HTTP/1.1 200 OK\r\n{SECRET}\r\n\r\n".encode()),
        raw(SECRET.encode()),
        raw(f"HTTP/1.1 200 OK\r\nContent-Length: {SECRET}\r\n\r\n".encode()),
    ],
)
def test_no_secret_in_rows_logs_and_messages(
    site: WebSite, client: Make, caplog: pytest.LogCaptureFixture, behaviour: Callable[..., None]
) -> None:
    caplog.set_level(logging.DEBUG)
    path = f"/a?serviceKey={SECRET}&page=1"
    site.at(path, behaviour)
    address = site.url(path).replace("//", f"//user:{SECRET}@")
    polite = client(retries=1, backoff_seconds=0.0)
    try:
        seen = repr(polite.get(address, headers={"X-Key": SECRET}))
    except FetchFailed as failure:
        seen = "".join(traceback.format_exception(failure)) + repr([astuple(attempt) for attempt in failure.attempts])
        while failure.__cause__ is not None:
            raise AssertionError("the cause goes into tracebacks") from None
    assert site.asked(path)  # it was there
    assert "serviceKey=***&page=1" in seen or "10.0.0.1" in seen or "next" in seen
    logged = "\n".join(f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records)
    assert SECRET not in seen
    assert SECRET not in logged
    assert BASIC not in seen + logged


@pytest.mark.parametrize(
    "url",
    [
        f"ftp://user:{SECRET}@example.org/",
        f"http://user:{SECRET}@[::1/",
        f"http://user:{SECRET}@a b/",
        f"http://us er:{SECRET}@example.org/",
        f"http://{SECRET} :x@example.org/",
    ],
)
def test_addresses_that_cannot_be_asked_do_not_show_their_password(
    client: Make, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(FetchFailed) as failure:
        client().get(url)
    assert SECRET not in "".join(traceback.format_exception(failure.value)) + repr(failure.value.attempts) + caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Key": f"{SECRET}\r\nX-Evil: 1"},
        {"X-Key": f"{SECRET}\0"},
        {"X-Key": f"{SECRET}가"},
        {"X-Key": ""},
        {"X Key": "a"},
        {"Host": "other"},
        {"Transfer-Encoding": "chunked"},
        {"User-Agent": "Mozilla"},
    ],
)
def test_headers_that_cannot_be_sent_are_refused_without_showing_them(
    site: WebSite, client: Make, headers: dict[str, str]
) -> None:
    with pytest.raises(IljariError) as error:
        client().get(site.url("/a"), headers=headers)
    assert next(iter(headers)) in str(error.value)
    assert SECRET not in str(error.value)
    assert site.n_connections == 0
