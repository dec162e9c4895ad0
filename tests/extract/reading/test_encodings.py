import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.article import Unreadable
from extract.reading.encodings import clean, decode

KOREAN = st.text(
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.sampled_from(" .,·“”‘’…%0123456789\n"), min_size=1
)
TEXT = "가람시는 일자리 5만652개를 만들었다고 밝혔다. 뷁·똠방각하·‘따옴표’…"


def reason_of(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        decode(content)
    assert caught.value.detail
    return caught.value.reason


@given(KOREAN.filter(str.strip))
def test_utf8_comes_back(text: str) -> None:
    assert decode(text.encode()) == text


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=4, max_size=60))
def test_what_cp949_holds_is_never_mojibake(text: str) -> None:
    """Nearly every Korean text in CP949 is no UTF-8; the few that are both must not be read as a third thing."""
    content = text.encode("cp949")
    try:
        read = decode(content)
    except Unreadable:
        return
    assert read in (text, content.decode("utf-8", "replace"))


def test_cp949_with_letters_that_euc_kr_lacks() -> None:
    assert decode(TEXT.encode("cp949")) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("content", [b"", b"  \r\n\t "])
def test_empty(content: bytes) -> None:
    assert reason_of(content) == "empty"


def test_cut_in_a_character() -> None:
    assert reason_of(TEXT.encode()[:-1]) == "truncated"
    assert reason_of("가람시는 밝혔다".encode("cp949")[:-1]) == "truncated"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04abc", TEXT.encode() + b"\x00"])
def test_binary(content: bytes) -> None:
    assert reason_of(content) == "binary"


def test_neither_encoding() -> None:
    assert reason_of(b"abc \xff\xff\xff def") == "undecodable"


def test_utf8_with_a_broken_character_is_not_read_as_chinese() -> None:
    content = ("리일리자리시리군" * 5).encode() + "가".encode("cp949")
    assert "由" in content.decode("cp949")  # what a reader without the check would take for the text
    assert reason_of(content) == "undecodable"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_unreadable(content: bytes) -> None:
    try:
        decode(content)
    except Unreadable as error:
        assert error.reason in ("empty", "binary", "truncated", "undecodable")


@given(st.text(st.characters()))
def test_clean_text_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set("\r\t\u00a0\u200b\ufeff\x00\u2028")


def test_clean_composes_hangul_and_drops_what_is_not_seen() -> None:
    assert clean(unicodedata.normalize("NFD", "일자리")) == "일자리"
    assert clean("일자\u200b리\u00a05만\r\n개") == "일자리 5만\n개"
