import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.urls import identity, is_same_site, lost_its_entry, own_url


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("https://Example.org/a", "https://example.org/a"),
        ("HTTP://example.org:80/a?b=1#c", "http://example.org/a?b=1"),
        ("https://example.org/a?utm_source=x&id=3&fbclid=y", "https://example.org/a?id=3"),
        (" https://example.org/a b\n", "https://example.org/a%20b"),
        ("https://example.org/?idx=3", "https://example.org/?idx=3"),
        ("https://example.org/뉴스/1?q=가", "https://example.org/뉴스/1?q=가"),
        ("https://example.org/", None),
        ("https://example.org", None),
        ("/a", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://[::1", None),
        ("http://a:b/x", None),
        ("https://example.org/\ud800", None),
        (None, None),
        (3, None),
    ],
)
def test_own_url(given_url: object, expected: str | None) -> None:
    assert own_url(given_url) == expected


@given(st.text(st.characters()).map(lambda tail: "https://example.org/" + tail))
def test_one_form_only(url: str) -> None:
    once = own_url(url)
    assert once is None or own_url(once) == once


ARTICLE = "https://news.example.org/view?id=3&page=2"


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example.org/view?id=3&page=2",
        "https://NEWS.example.org:443/view?page=2&id=3#comments",
        "https://www.news.example.org/view?id=3&page=2&utm_source=x&fbclid=y",
        "https://m.news.example.org/view?id=3&page=2&ref=main",
        "https://news.example.org./view?id=%33&&page=2",
        "https://news.example.org/view;jsessionid=0A1B?id=3&page=2",
        "https://amp.news.example.org/amp/view?page=2&id=3&amp=1",
        "https://news.example.org/view/amp?page=2&id=3",
    ],
)
def test_addresses_of_one_article_have_one_identity(other: str) -> None:
    assert identity(other) == identity(ARTICLE) == ARTICLE


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example.org/view?id=4&page=2",
        "https://news.example.org/View?id=3&page=2",
        "https://news.example.org/view?id=3",
        "https://sports.example.org/view?id=3&page=2",
        "https://news.example.org:8080/view?id=3&page=2",
        "https://news.example.org/view/?id=3&page=2",
    ],
)
def test_addresses_of_two_articles_have_two(other: str) -> None:
    assert identity(other) != identity(ARTICLE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://n.news.naver.com/mnews/article/001/0014", "https://n.news.naver.com/article/001/0014?sid=102"),
        (
            "https://news.naver.com/main/read.naver?mode=LSD&oid=001&aid=0014",
            "https://m.news.naver.com/mnews/article/001/0014",
        ),
        ("https://news.v.daum.net/v/2026", "https://v.daum.net/v/2026?from=rss"),
        ("https://a.kr/news/articleViewAmp.html?idxno=1", "http://www.a.kr/news/articleView.html?idxno=1"),
        ("https://a.kr/뉴스?q=가", "https://a.kr/%EB%89%B4%EC%8A%A4?q=%ea%b0%80"),
        ("https://a.kr", "http://a.kr/"),
    ],
)
def test_twins(one: str, other: str) -> None:
    assert identity(one) == identity(other)


def test_repeated_parameters_keep_their_order() -> None:
    assert identity("https://a.kr/x?b=2&a=1&b=1") == "https://a.kr/x?a=1&b=2&b=1"


@pytest.mark.parametrize("url", ["file:///a/m.x/b.txt", "", "mailto:a@b", "http://[::1", "https://a:b/x", "/a"])
def test_what_is_no_web_address_is_its_own_identity(url: str) -> None:
    assert identity(url) == url


def test_numeric_hosts_are_left_alone() -> None:
    assert identity("http://10.0.0.1/a") == "https://10.0.0.1/a"


_PIECES = st.text(st.sampled_from("ab/%2fE?&=#;+:@._~amp 가\ud800"), max_size=30)
_HOSTS = st.sampled_from(
    ["a.kr", "www.m.a.kr", "m.kr", "AMP.a.kr", "n.news.naver.com", "10.1.1.1", "[2001:db8::1]", "a"]
)


@given(st.sampled_from(["http", "https"]), _HOSTS, st.sampled_from(["", ":80", ":443", ":8080"]), _PIECES)
def test_an_identity_is_its_own_identity(scheme: str, host: str, port: str, rest: str) -> None:
    once = identity(f"{scheme}://{host}{port}/{rest}")
    assert identity(once) == once
    assert once.isascii() or not once.startswith("https://")


@given(st.text())
def test_any_text_has_an_identity(text: str) -> None:
    assert identity(identity(text)) == identity(text)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://www.a.co.kr/1", "http://m.a.co.kr/2", True),
        ("https://a.co.kr/1", "https://news.a.co.kr/1", True),
        ("https://a.co.kr/1", "https://b.co.kr/1", False),
        ("https://a.co.kr/1", "https://nota.co.kr/1", False),
        ("https://sports.a.co.kr/1", "https://news.a.co.kr/1", False),
        ("http://10.0.0.1/", "http://1.10.0.0.1/", False),
        ("http://intranet/", "http://x.intranet/", False),
        ("file:///a", "file:///a", False),
        ("http://[::1", "http://[::1", False),
    ],
)
def test_one_site(one: str, other: str, is_same: bool) -> None:
    assert is_same_site(one, other) is is_same


@pytest.mark.parametrize(
    ("fetched", "canonical", "lost"),
    [
        ("https://a.example/press/?mod=document&uid=771", "https://a.example/press/", True),
        ("https://a.example/view.do?nttNo=70412&key=182", "https://a.example/view.do?key=9", True),
        ("https://a.example/view.do?nttNo=70412&utm_source=n1", "https://a.example/view.do?nttNo=70412", False),
        ("https://a.example/read?id=7&page=2", "https://a.example/read?id=7", False),
        ("https://a.example/a/7?page=2", "https://a.example/a/7", False),
        ("https://m.a.example/view?no=7", "https://www.a.example/article/7", False),
        ("https://a.example/a?utm_content=77", "https://a.example/a", False),
        ("https://[broken", "https://a.example/", False),
    ],
)
def test_a_boards_address_is_no_entrys_own(fetched: str, canonical: str, lost: bool) -> None:
    assert lost_its_entry(fetched, canonical) is lost
