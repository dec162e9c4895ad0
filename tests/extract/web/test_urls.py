import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.web.attempts import FetchFailed
from extract.web.urls import join, parse, shown


@pytest.mark.parametrize(
    ("url", "one"),
    [
        ("http://Example.ORG", "http://example.org/"),
        ("HTTPS://example.org:443/a?b=c#d", "https://example.org/a?b=c"),
        (
            "http://example.org:8080/뉴스?제목=가 나",
            "http://example.org:8080/%EB%89%B4%EC%8A%A4?%EC%A0%9C%EB%AA%A9=%EA%B0%80%20%EB%82%98",
        ),
        ("http://example.org/%EA%B0%80?a=%20", "http://example.org/%EA%B0%80?a=%20"),
        ("https://한글.한국/새소식", "https://xn--bj0bj06e.xn--3e0b707e/%EC%83%88%EC%86%8C%EC%8B%9D"),
        ("http://example.org./", "http://example.org/"),
        ("http://user:pw@example.org/", "http://example.org/"),
        ("http://[2606:2800:220:1::1]:81/x", "http://[2606:2800:220:1::1]:81/x"),
        ("http://http.example.org//a//b", "http://http.example.org//a//b"),
        ("http://example.org/a/./b/../c/%2e%2E/d", "http://example.org/a/d"),
        ("http://example.org/../../a/..", "http://example.org/"),
        ("http://example.org/a/.?b=/../c", "http://example.org/a/?b=/../c"),
        (" http://example.org/a\n", "http://example.org/a"),
    ],
)
def test_an_address_has_one_form(url: str, one: str) -> None:
    assert parse(url).url == one


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "forbidden_scheme"),
        ("ftp://example.org/", "forbidden_scheme"),
        ("gopher://127.0.0.1:70/_x", "forbidden_scheme"),
        ("data:text/html,x", "forbidden_scheme"),
        ("javascript:alert(1)", "forbidden_scheme"),
        ("//example.org/", "forbidden_scheme"),
        ("example.org/a", "forbidden_scheme"),
        ("", "forbidden_scheme"),
        ("http:///a", "bad_url"),
        ("http://example.org:0/", "bad_url"),
        ("http://example.org:99999/", "bad_url"),
        ("http://example.org:a/", "bad_url"),
        ("http://exa mple.org/", "bad_url"),
        ("http://example.org\\@127.0.0.1/", "bad_url"),
        ("http://127.0.0.1\\.example.org/", "bad_url"),
        ("http://example.org/a\r\nHost: other", "bad_url"),
        ("http://a..example.org/", "bad_url"),
        ("http://-a.example.org/", "bad_url"),
        ("http://exam%70le.org/", "bad_url"),
        ("http://[::1/", "bad_url"),
        ("http://[fe80::1%25eth0]/", "forbidden_address"),
        ("http://" + "a" * 9000 + ".org/", "bad_url"),
        # other ways to write 127.0.0.1 and 169.254.169.254
        ("http://2130706433/", "forbidden_address"),
        ("http://0x7f000001/", "forbidden_address"),
        ("http://0x7f.1/", "forbidden_address"),
        ("http://017700000001/", "forbidden_address"),
        ("http://0177.0.0.1/", "forbidden_address"),
        ("http://127.1/", "forbidden_address"),
        ("http://127.0.0.01/", "forbidden_address"),
        ("http://169.254.43518/", "forbidden_address"),
        ("http://0xA9FEA9FE/", "forbidden_address"),
        ("http://1.2.3.256/", "forbidden_address"),
        ("http://１２７.１/", "forbidden_address"),  # full-width digits
        ("http://①②⑦.①/", "forbidden_address"),  # digits in circles
        ("http://127。1/", "forbidden_address"),  # ideographic full stop
        ("http://example.0x7f/", "forbidden_address"),
    ],
)
def test_what_is_no_honest_address_is_refused(url: str, reason: str) -> None:
    with pytest.raises(FetchFailed) as failure:
        parse(url)
    assert failure.value.reason == reason
    assert failure.value.is_lasting


def test_digits_of_other_scripts_become_the_address_that_a_resolver_would_see() -> None:
    assert parse("http://１２７。０。０。１/").host == "127.0.0.1"


def test_a_redirect_drops_credentials_and_keeps_to_the_rules() -> None:
    base = parse("https://user:pw@example.org/a/b")
    assert join(base, "../c?d").url == "https://example.org/c?d"
    assert join(base, "https://x:y@other.org/").credentials is None
    assert join(base, "//other.org:444/x").authority == "other.org:444"
    with pytest.raises(FetchFailed, match="forbidden_scheme"):
        join(base, "file:///etc/passwd")
    with pytest.raises(FetchFailed, match="bad_url"):
        join(base, "http://[::1/")


@pytest.mark.parametrize(
    ("url", "one"),
    [
        ("http://example.org/a?b=c&page=2", "http://example.org/a?b=c&page=2"),
        ("https://user:pa:ss@example.org/", "https://example.org/"),
        ("https://to@ken@example.org/", "https://example.org/"),
        ("http://a.org/?serviceKey=S3&page=1", "http://a.org/?serviceKey=***&page=1"),
        ("http://a.org/?x=1&access_token=S3#y", "http://a.org/?x=1&access_token=***#y"),
        ("http://a.org/?X-Amz-Signature=S3;client_secret=S3", "http://a.org/?X-Amz-Signature=***;client_secret=***"),
        ("http://a.org/?api-key=S3&crtfc_key=S3", "http://a.org/?api-key=***&crtfc_key=***"),
        ("http://a.org/list;jsessionid=S3?a=1", "http://a.org/list;jsessionid=***?a=1"),
        ("http://a.org/?keyword=일자리&tokens=3&bo_key=1", "http://a.org/?keyword=일자리&tokens=3&bo_key=1"),
        ("http://a.org/@user/a", "http://a.org/@user/a"),
    ],
)
def test_what_is_shown_of_an_address_has_no_secret(url: str, one: str) -> None:
    assert shown(url) == one
    assert shown(one) == one


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused_with_a_reason(text: str) -> None:
    for url in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            target = parse(url)
        except FetchFailed as failure:
            assert failure.reason in ("bad_url", "forbidden_scheme", "forbidden_address")
        else:
            assert target.url.isascii()
            assert parse(target.url).url == target.url


@given(st.from_regex(r"[0-9a-fx]{1,12}(\.[0-9a-fx]{1,12}){0,3}", fullmatch=True))
def test_a_host_that_ends_in_a_number_is_four_plain_decimals_or_refused(host: str) -> None:
    try:
        found = parse(f"http://{host}/").host
    except FetchFailed:
        return
    last = host.rsplit(".", 1)[-1]
    if last.isdecimal() or last.startswith("0x"):
        assert found == host
        assert [str(int(part)) for part in host.split(".")] == host.split(".")
        assert host.count(".") == 3
