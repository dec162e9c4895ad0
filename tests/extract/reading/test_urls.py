import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.urls import own_url


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
