import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.web.attempts import FetchFailed
from extract.web.xml import parse_xml

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


@pytest.mark.parametrize("recovers", [False, True])
@pytest.mark.parametrize(
    "document",
    [
        f"<?xml version='1.0'?><!DOCTYPE r [{LAUGHS}]><r>&l9;</r>",
        f"<!-- <r> --> <?p x?>\n<!doctype r [{LAUGHS}]><r a='&l9;'/>",
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
        '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd">%x;]><r/>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd" [<!ENTITY x "y">]><r>&x;</r>',
        '<!DOCTYPE r [<!ATTLIST r a CDATA "b">]><r/>',
        '<!DOCTYPE r "unclosed><r/>',
        "<!DOCTYPE r <r/>",
    ],
)
def test_document_types_with_declarations_are_refused(document: str, recovers: bool) -> None:
    for content in (document.encode(), document.encode("utf-16"), b"\xef\xbb\xbf" + document.encode()):
        with pytest.raises(FetchFailed, match="forbidden_xml") as failure:
            parse_xml(content, recovers=recovers)
        assert failure.value.is_lasting


@pytest.mark.parametrize("recovers", [False, True])
def test_nothing_outside_of_the_document_is_read(tmp_path: Path, recovers: bool) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY x "secret">')
    for document in (
        f'<!DOCTYPE r SYSTEM "{secret.as_uri()}"><r>a&x;b</r>',
        f'<r xmlns:xi="http://www.w3.org/2001/XInclude">a<xi:include href="{secret.as_uri()}" parse="text"/>b</r>',
        f'<?xml-stylesheet href="{secret.as_uri()}"?><r>ab</r>',
    ):
        try:
            assert "secret" not in "".join(map(str, parse_xml(document.encode(), recovers=recovers).itertext()))
        except FetchFailed as failure:
            assert failure.reason == "bad_xml"


def test_an_entity_cannot_be_declared_behind_a_harmless_document_type() -> None:
    document = '<!DOCTYPE a PUBLIC "x" "y"><!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>'
    for recovers in (False, True):
        try:
            assert parse_xml(document.encode(), recovers=recovers).text in (None, "")
        except FetchFailed as failure:
            assert failure.reason in ("forbidden_xml", "bad_xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_the_bytes_say_the_encoding_not_the_declaration(encoding: str) -> None:
    for declared in ("utf-8", "euc-kr", "utf-16", "utf-7", "ebcdic-cp-us", "nonsense"):
        content = f'<?xml version="1.0" encoding="{declared}"?><rss><title>똠방각하 일자리</title></rss>'.encode(
            encoding
        )
        assert parse_xml(content).findtext("title") == "똠방각하 일자리"


def test_old_document_types_without_declarations_are_left_out() -> None:
    content = b'<?xml version="1.0"?>\n<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.example.com/rss.dtd">\n<rss>a&amp;b &#44032;</rss>'
    assert parse_xml(content).text == "a&b 가"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"<r>",
        b"<r></s>",
        b"<r>\x01</r>",
        b"no",
        b"<r>&nbsp;</r>",
        b"<a/><b/>",
        b"\xff\xff<r/>",
        b"\xff\xfe<",
        b"<a>" * 300 + b"</a>" * 300,
    ],
)
def test_what_is_no_document_says_so(content: bytes) -> None:
    with pytest.raises(FetchFailed, match="bad_xml"):
        parse_xml(content)


def test_what_is_broken_is_read_as_far_as_it_goes_when_asked() -> None:
    root = parse_xml(b"<rss><item>a & b\x08 &nbsp;c</item><item>d", recovers=True)
    assert ["".join(map(str, item.itertext())).split() for item in root.iter("item")] == [["a", "b", "c"], ["d"]]
    with pytest.raises(FetchFailed, match="bad_xml"):
        parse_xml(b"no markup", recovers=True)


@pytest.mark.parametrize("recovers", [False, True])
@pytest.mark.parametrize(
    "part", [b"<?xml ", b"<!--", b"<!DOCTYPE ", b"<!DOCTYPE a '", b"<?x ?>", b"&nbsp;", b"&", b"<", b"]]>"]
)
def test_beginnings_without_an_end_do_not_cost_their_square(part: bytes, recovers: bool) -> None:
    for head in (b"", b"<r>", b"<!DOCTYPE r "):
        with contextlib.suppress(FetchFailed):  # what took hours would meet the test's time limit
            parse_xml(head + part * (1_000_000 // len(part)), recovers=recovers)


@given(st.binary(max_size=200) | st.text("<>!?-[]'\"&;DOCTYPENTIabr /=\n", max_size=80).map(str.encode), st.booleans())
def test_any_bytes_are_a_document_or_refused_with_a_reason(content: bytes, recovers: bool) -> None:
    try:
        parse_xml(content, recovers=recovers)
    except FetchFailed as failure:
        assert failure.reason in ("bad_xml", "forbidden_xml")
