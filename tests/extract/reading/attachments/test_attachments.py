"""PDF, HWP and HWPX become articles; what is locked, scanned, broken or hostile becomes a reason."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.reading import Reading, read_page
from extract.reading.attachments import hwp as hwp_reader
from extract.reading.attachments import hwpx as hwpx_reader
from extract.reading.attachments import pdf as pdf_reader
from extract.reading.attachments import read_attachment
from extract.sources import Page
from tests.extract.reading.attachments import making
from tests.extract.reading.attachments.making import (
    FIRST,
    ROWS,
    SECOND,
    TITLE,
    hwp,
    hwp_paragraph,
    hwpx,
    paragraph,
    pdf,
)

FETCHED = datetime(2024, 9, 1, tzinfo=UTC)
PROSE = ["보도자료", "배포일 2024. 8. 8.", TITLE, FIRST, SECOND]


def read(content: bytes, name: str = "download.do?file=7") -> Reading:
    url = f"https://www.gapyeong.example/board/{name}"
    page = Page(url, content, hashlib.sha256(content).hexdigest(), content_type="application/octet-stream")
    return read_page(page, FETCHED)


def reason(content: bytes) -> str:
    reading = read(content)
    assert reading.articles == []
    (reject,) = reading.rejects
    assert reject.detail
    return reject.reason


def hwp_of(lines: list[str]) -> bytes:
    return hwp(b"".join(map(hwp_paragraph, lines)))


def hwpx_of(lines: list[str]) -> bytes:
    return hwpx("".join(map(paragraph, lines)))


def lines_of(body: str) -> list[str]:
    return [line for line in body.split("\n") if line]


@pytest.mark.parametrize("make", [hwp_of, hwpx_of, lambda lines: pdf([lines])], ids=["hwp", "hwpx", "pdf"])
def test_a_notice_becomes_an_article_whatever_its_name_is(make: Callable[[list[str]], bytes]) -> None:
    (article,) = read(make(PROSE)).articles
    assert article.title == TITLE
    assert lines_of(article.body)[-2:] == [FIRST, SECOND]


def test_the_title_of_the_notice_goes_before_that_of_the_file() -> None:
    (article,) = read_attachment(hwpx_of(PROSE), FETCHED, title="공고 제7호").articles
    assert article.title == "공고 제7호"


def test_a_row_of_a_table_is_a_line() -> None:
    expected = [FIRST, "구분 목표 실적", "2023년 2,400개 2,688개", SECOND]
    in_hwpx = hwpx(paragraph(TITLE) + paragraph(FIRST, making.table(ROWS)) + paragraph(SECOND))
    with_table = hwp_paragraph(FIRST + making.hwp_control(11, b" lbt")) + making.hwp_table(ROWS)
    in_hwp = hwp(hwp_paragraph(TITLE) + with_table + hwp_paragraph(SECOND))
    for content in (in_hwpx, in_hwp):
        (article,) = read(content).articles
        assert lines_of(article.body) == expected


def test_a_table_in_a_cell_is_part_of_its_row() -> None:
    rows, inner = [["가", "나"], ["다", "라"]], [["안", "쪽"]]
    records = hwp_paragraph(FIRST) + making.hwp_table(rows, inside=making.hwp_table(inner, level=3))
    assert hwp_reader.lines(hwp(records + hwp_paragraph(SECOND))) == [FIRST, "가 나", "다 라 안 쪽", SECOND]
    nested = making.table(rows, inside=making.table(inner))
    assert hwpx_reader.lines(hwpx(paragraph(FIRST, nested))) == [FIRST, "가 나", "다 라 안 쪽"]


def test_a_frame_around_a_page_does_not_make_it_one_line() -> None:
    """Forms and press releases stand in a table of one cell, with their own tables in it."""
    expected = [TITLE, FIRST, "구분 목표 실적", "2023년 2,400개 2,688개"]
    framed = paragraph(TITLE) + paragraph(FIRST, making.table(ROWS))
    cell = f"<hp:tbl><hp:tr><hp:tc><hp:subList>{framed}</hp:subList></hp:tc></hp:tr></hp:tbl>"
    assert [line for line in hwpx_reader.lines(hwpx(paragraph("", cell))) if line] == expected
    inside = hwp_paragraph(FIRST, 2) + making.hwp_table(ROWS, level=3)
    assert hwp_reader.lines(hwp(making.hwp_table([[TITLE]], inside=inside))) == expected


def test_a_caption_is_no_cell() -> None:
    assert hwp_reader.lines(hwp(making.hwp_table(ROWS, caption="표 1. 일자리"))) == [
        "표 1. 일자리",
        "구분 목표 실적",
        "2023년 2,400개 2,688개",
    ]
    framed = making.hwp_table([[FIRST]], inside=hwp_paragraph(SECOND, 2), caption="표 1")
    assert hwp_reader.lines(hwp(framed)) == ["표 1", FIRST, SECOND]


def test_sections_come_in_their_order() -> None:
    sections = [f"제{number}장" for number in range(12)]
    assert hwp_reader.lines(hwp(*map(hwp_paragraph, sections))) == sections
    assert hwpx_reader.lines(hwpx(*map(paragraph, sections))) == sections


def test_breaks_tabs_and_controls_of_a_paragraph() -> None:
    text = "앞" + making.hwp_control(9, b"\0\0\0\0") + "뒤\n새 줄\x1e끝" + making.hwp_control(2, b"dces")
    assert hwp_reader.lines(hwp(hwp_paragraph(text))) == ["앞 뒤\n새 줄 끝"]
    assert hwpx_reader.lines(hwpx(paragraph("앞<hp:tab/>뒤<hp:lineBreak/>새 줄"))) == ["앞 뒤\n새 줄"]


def test_heads_and_feet_of_pages_are_left_out() -> None:
    foot = making.hwp_record(71, 1, b"toof" + b"\0" * 8) + making.hwp_record(72, 2, b"\0" * 8)
    records = hwp_paragraph(FIRST) + foot + hwp_paragraph("- 1 -", 2) + hwp_paragraph(SECOND)
    assert hwp_reader.lines(hwp(records)) == [FIRST, SECOND]
    inner = f"<hp:ctrl><hp:footer>{paragraph('- 1 -')}</hp:footer></hp:ctrl>"
    assert hwpx_reader.lines(hwpx(paragraph(FIRST, inner))) == [FIRST]


def test_long_paragraphs_deflated_or_not() -> None:
    long = "일자리 " * 3000
    for flags in (0, 1):
        assert hwp_reader.lines(hwp(hwp_paragraph(long), flags=flags)) == [long]


def test_lines_that_were_broken_to_fit_a_page_are_joined() -> None:
    words = FIRST[:26].rstrip(), FIRST[26:].strip()
    lines = pdf_reader.joined([["□ " + words[0], words[1], "- 3 -"], ["○ 다음"]])
    assert lines == [f"□ {words[0]} {words[1]}", "○ 다음"]
    # lines of this file end with spaces, so the one that does not was broken inside a word
    broken = ["전국 지방자치단체 일자", "리대상에서 최우수상을 ", "받았다고 군이 전했다."]
    assert pdf_reader.joined([broken]) == ["전국 지방자치단체 일자리대상에서 최우수상을 받았다고 군이 전했다."]


def test_rows_of_a_table_in_a_pdf_are_lines() -> None:
    """In a column the rows of a table are as wide as its prose, so that they looked like broken lines of it."""
    rows = ["구분 2023 년 2024 년 증감", "취업자 수 31,200명 31,900명 △700명", "실업률 2.3% 1.9% -0.4%p"]
    prose = ["군은 이 같은 성과가 군민 모두의", "힘이라며 일자리 3,000개 500명 더를", "만들 계획이라고 밝혔다."]
    assert pdf_reader.joined([[*rows, *prose]]) == [*rows, " ".join(prose)]


def test_a_gap_behind_a_figure_in_a_pdf_is_no_space() -> None:
    """Word processors set figures and Hangul a little apart; a space that stands in the file stays."""
    assert pdf_reader.lines(pdf([["15\t세에서 64\t세까지 2024 전국 3\t곳, 가평\t군"]])) == [
        "15세에서 64세까지 2024 전국 3곳, 가평 군"
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf([PROSE], says_letters=False), "undecodable"),
        (hwp(hwp_paragraph(FIRST), flags=3), "encrypted"),
        (hwp(hwp_paragraph(FIRST), flags=5), "encrypted"),
        (hwp(), "no_body"),
        (hwp(hwp_paragraph("짧다")), "no_body"),
        (hwp(hwp_paragraph(FIRST), name=b"another file"), "unknown_format"),
        (making.ole({("WordDocument",): b"x" * 5000}), "unknown_format"),
        (hwp(hwp_paragraph(FIRST)[:-9]), "truncated"),
        (hwp(b"\xff" * 200, flags=0), "truncated"),
        (
            making.ole(
                {
                    ("FileHeader",): b"HWP Document File".ljust(36, b"\0") + b"\1\0\0\0",
                    ("BodyText", "Section0"): b"no deflate",
                }
            ),
            "bad_archive",
        ),
        (hwp(hwp_paragraph(FIRST))[:700], "bad_archive"),
        (hwpx(paragraph(FIRST), more={"META-INF/manifest.xml": b"<a><encryption-data/></a>"}), "encrypted"),
        (hwpx(paragraph(FIRST))[:-30], "bad_archive"),
        (hwpx("<hp:p><hp:run>"), "bad_archive"),
        (hwpx(), "unknown_format"),
        (b"PK\x03\x04" + b"\0" * 40, "bad_archive"),
        (pdf([[], []]), "scan_only"),
        (pdf([["짧다"]]), "no_body"),
        (making.pdf_with_password(), "encrypted"),
        (b"%PDF-1.7\nnothing behind it", "bad_archive"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, expected: str) -> None:
    assert reason(content) == expected


def test_entities_and_document_types_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    file = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for head in (bomb, file):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("Contents/section0.xml", f"{head}<x><p><run><t>{FIRST}&a;</t></run></p></x>")
        assert reason(out.getvalue()) == "bad_archive"


def test_bombs_stop_at_their_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hwpx_reader, "MAX_XML_BYTES", 100_000)
    monkeypatch.setattr(hwp_reader, "MAX_TEXT_BYTES", 100_000)
    assert reason(hwpx(paragraph("가" * 100_000))) == "too_large"
    assert reason(hwpx(*[paragraph("가" * 20_000)] * 3)) == "too_large"
    assert reason(hwp(hwp_paragraph("가" * 60_000))) == "too_large"
    assert reason(hwp(*[hwp_paragraph("가" * 20_000)] * 3)) == "too_large"
    monkeypatch.setattr(hwpx_reader, "MAX_ENTRIES", 5)
    assert reason(hwpx(paragraph(FIRST), more={f"BinData/{n}": b"" for n in range(9)})) == "too_large"


def test_names_in_an_archive_lead_nowhere() -> None:
    more = {"../../Contents/section1.xml": b"x", "/etc/Contents/section2.xml": b"x", "Contents/../section3.xml": b"x"}
    (article,) = read(hwpx("".join(map(paragraph, PROSE)), more=more)).articles
    assert article.title == TITLE


@pytest.mark.parametrize("depth", [240, 5000])
def test_nesting_that_would_end_the_stack_is_refused(depth: int) -> None:
    assert reason(hwpx(paragraph(FIRST, "<hp:rect>" * depth + "</hp:rect>" * depth))) == "bad_archive"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("import os; os.abort()", "reader_failed"),
        ("import sys; sys.exit(3)", "reader_failed"),
        ("bytearray(8 << 30)", "reader_failed"),
        ("import time; time.sleep(60)", "too_slow"),
    ],
)
def test_a_pdf_that_breaks_its_reader_costs_a_row(program: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = "from extract.reading.attachments.pdf import limit; limit(); "
    monkeypatch.setattr(pdf_reader, "COMMAND", ("-c", limits + program))
    monkeypatch.setattr(pdf_reader, "MAX_SECONDS", 3 if expected == "too_slow" else 60)
    assert reason(pdf([PROSE])) == expected


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert reason(pdf([["가"]] * (pdf_reader.MAX_PAGES + 1))) == "too_large"


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([hwp_of(PROSE), hwpx_of(PROSE)]), st.integers(0, 3000), st.binary(max_size=40))
@example(hwp_of(PROSE), 33, b"\x01")  # a sector of 2 to the power of 256 bytes
def test_no_damage_breaks_the_readers(content: bytes, at: int, junk: bytes) -> None:
    at = at % len(content)
    reading = read(content[:at] + junk + content[at + len(junk) :])
    assert len(reading.articles) + len(reading.rejects) == 1
    assert all(reject.reason != "reader_failed" for reject in reading.rejects), reading.rejects
