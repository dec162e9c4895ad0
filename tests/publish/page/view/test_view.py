"""The built page in a real browser: what a reader does, with mouse, keyboard, a phone, and without a network."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from extract.paths import PROJECT
from tests.publish.page.view import made_page
from tests.publish.page.view.conftest import NOW

Open = Callable[..., Page]
Keep = Callable[[Page, str], None]
AXE = PROJECT / "publish/page/view/node_modules/axe-core/axe.min.js"
CHEONGJU = "m12010"


def rows_of(download_path: Path) -> list[dict[str, str]]:
    content = download_path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the byte order mark"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def downloaded(page: Page, scope: str) -> list[dict[str, str]]:
    with page.expect_download() as coming:
        page.locator(scope).get_by_role("button", name=re.compile("CSV")).first.click()
    return rows_of(coming.value.path())


def address(page: Page) -> str:
    return str(page.evaluate("location.hash"))


@pytest.mark.parametrize("over", ["file", "http"])
def test_from_the_map_to_the_sentence(open_page: Open, site: str, over: str) -> None:
    page = open_page("#/map?m=pct&y=2024", base=site if over == "http" else None)
    shape = page.locator(f".choropleth a[data-id={CHEONGJU}]")
    assert shape.get_attribute("aria-label") == "충북 청주시: 110.0% (불일치)"
    shape.hover()
    expect(page.locator(".tip")).to_contain_text("110.0%")
    shape.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("충북 청주시")
    page.locator("table.years").get_by_role("button", name=re.compile("12,345개")).click()
    panel = page.get_by_role("dialog")
    expect(panel.locator("mark").first).to_have_text("목표 1만2345개")
    expect(panel.locator("blockquote").first).to_have_text("시가 밝힌 바로는 목표 1만2345개고 한다.")
    first = panel.locator(".says").first
    expect(first).to_contain_text("만든 제목")
    expect(first).to_contain_text("만든일보")
    expect(first).to_contain_text("2025년 3월 2일")
    expect(first.get_by_role("link")).to_have_attribute("href", "https://news.invalid/1")
    expect(panel.locator(".compiled-note")).to_have_text("수집 목록의 기록 (문장 대신 링크)")
    expect(panel.locator(".why-lost")).to_have_text("채택하지 않은 이유: 독립된 출처가 더 적음")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.wait_for_function("() => !location.hash.includes('e=')")


def test_text_of_an_article_is_never_html(open_page: Open) -> None:
    page = open_page(f"#/place/{CHEONGJU}?e={CHEONGJU}~target~2024")
    panel = page.get_by_role("dialog")
    expect(panel.locator("mark").nth(1)).to_have_text(made_page.HOSTILE)
    assert panel.locator("img, script").count() == 0
    assert panel.locator("a[href^=javascript]").count() == 0
    assert page.evaluate("document.title") != "1"


def test_the_policy_lets_no_other_script_in(open_page: Open) -> None:
    """The policy holds: an inline script and a handler do nothing, and an address outside of the evidence cannot be made into a script."""
    page = open_page(expected="TrustedScriptURL")
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    broken = page.evaluate(
        """() => { try { document.createElement('script').src = 'data/evidence/m1.js'; return 'let in' } catch (error) { return error.name } }"""
    )
    assert broken == "TypeError"


def test_evidence_that_is_missing_is_told(open_page: Open, index: Path) -> None:
    """The municipality's file was not copied along."""
    page = open_page("#/map?y=2024", expected="ERR_FILE_NOT_FOUND")
    answers: list[str] = []
    page.on("requestfailed", lambda request: answers.append(request.url))
    page.evaluate("location.hash = '#/map?y=2024&e=m13010~target~2024'")
    expect(page.get_by_role("dialog")).to_contain_text("근거 파일을 열지 못했습니다")
    assert [url.rsplit("/", 1)[1] for url in answers] == ["m13010.js"]
    page.get_by_role("dialog").get_by_role("button", name="닫기").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("nobody", ["m1", "__proto__", "../../x"])
def test_the_evidence_of_nobody_is_not_asked_for(open_page: Open, nobody: str) -> None:
    page = open_page(f"#/data?e={nobody}~target~2024")
    expect(page.get_by_role("dialog")).to_contain_text("이 주소가 가리키는 지자체는 이 자료에 없습니다")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_text_without_end_or_in_another_direction_stays_in_its_place(
    open_page: Open, tmp_path: Path, keep: Keep
) -> None:
    core, told = made_page.small()
    long = "끝없는제목" * 400
    told[CHEONGJU][0]["says"] = [
        made_page.says("목" * 900, title=long, outlet="host." * 60, url="https://news.invalid/" + "가" * 2_000),
        made_page.says("שלום مرحبا", title="שלום עולם (2) مرحبا", before="‮", why_lost={"ko": long, "en": long}),
    ]
    index = made_page.write(tmp_path / "page", core, told)
    page = open_page(f"#/place/{CHEONGJU}?e={CHEONGJU}~target~2024", base=index.parent.as_uri(), width=360)
    panel = page.get_by_role("dialog")
    expect(panel.locator("mark").first).to_be_visible()
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= 360
    assert panel.locator("cite").nth(1).evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
    keep(page, "phone-evidence-long")


def test_a_release_that_knows_nothing_says_so_everywhere(open_page: Open, tmp_path: Path, keep: Keep) -> None:
    core, _ = made_page.small()
    core |= {
        "years": [],
        "editions": [],
        "cells": made_page.columns([], made_page.CELL),
        "awards": made_page.columns([], made_page.AWARD),
    }
    core["release"] = made_page.release(
        newest_article_at=None, n_articles=0, n_facts=0, accuracy=None,
        changes={"appeared": 0, "changed": 0, "removed": 0, "since": None, "rows": []},
    )  # fmt: skip
    index = made_page.write(tmp_path / "page", core, {one["id"]: [] for one in core["municipalities"]})
    page = open_page("#/map", base=index.parent.as_uri())
    expect(page.locator("main h1")).to_have_text("2025년, 아직 알려진 값이 없다")
    expect(page.locator(".freshness")).to_contain_text("날짜를 아는 기사가 없음")
    assert {row for row in page.locator("tbody td.chosen").all_inner_texts()} == {"–\n알려지지 않음"}
    keep(page, "nothing-map")
    for view, said in (
        (f"#/place/{CHEONGJU}", "알려진 수상이 없습니다. 받지 않았다는 뜻이 아닙니다."),
        ("#/edition", "찾을 수 없는 주소입니다."),
        (f"#/compare/{CHEONGJU}", "알려지지 않음"),
        ("#/data", "견줄 앞선 릴리스가 없습니다."),
        (f"#/data?e={CHEONGJU}~target~2024", "이 값에 붙은 근거가 없습니다."),
    ):
        page.evaluate("view => (location.hash = view)", view)
        expect(page.locator("#app")).to_contain_text(said)


def test_zero_is_zero_and_not_known_is_not_known(open_page: Open) -> None:
    page = open_page("#/map?m=target&y=2024")
    zero = page.locator(".choropleth a[data-id=m12020]")
    unknown = page.locator(".choropleth a[data-id=m12030]")
    assert zero.get_attribute("aria-label") == "충북 충주시: 0개 (단독)"
    assert "알려지지 않음" in (unknown.get_attribute("aria-label") or "")
    assert "q0" in (zero.locator("path").get_attribute("class") or "")
    assert "none" in (unknown.locator("path").get_attribute("class") or "")
    expect(page.locator(".legend .apart")).to_contain_text("알려지지 않음")
    # What is not known is last, in both directions.
    for _ in range(2):
        page.locator("thead .chosen button").click()
        assert (
            page.locator("tbody td.chosen .not-known").count()
            == page.locator("tbody tr:nth-child(n+4) td.chosen").count()
        )


def test_search_knows_old_short_and_initial_names(open_page: Open) -> None:
    page = open_page()
    box = page.get_by_role("combobox", name="지자체 찾기")
    cheongju = page.get_by_role("listbox").get_by_role("option").filter(has_text="충북 청주시")
    for written in ("청원군", "청원", "ㅊㅈㅅ", "ㅊㅂㅊㅈ", "청주", "충북청주", "En-12010"):
        box.fill(written)
        expect(cheongju).to_be_visible()
    box.fill("cheongwon")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_text("충북 청원군다른 이름: Cheongwon-gun")
    box.fill("없는곳")
    expect(page.get_by_text("찾은 곳이 없습니다")).to_be_visible()
    box.fill("청원군")
    expect(cheongju).to_contain_text("청원군")
    page.keyboard.press("ArrowDown")
    expect(cheongju).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("충북 청주시")


def test_a_year_is_chosen_and_stands_in_the_address(open_page: Open) -> None:
    page = open_page("#/map?m=pct&y=2024")
    page.get_by_role("radio", name=re.compile("^2023년")).click()
    assert "y=2023" in address(page)
    expect(page.locator("main h1")).to_have_text("2023년, 알려진 시·군·구 1곳 가운데 0곳이 목표를 채웠다")
    assert "90.0%" in (page.locator(f".choropleth a[data-id={CHEONGJU}]").get_attribute("aria-label") or "")
    # The one that ended in 2014 is a row of 2013 and none of 2023.
    assert page.locator("tbody").get_by_text("청원군").count() == 0
    page.get_by_role("radio", name=re.compile("^2013년")).click()
    expect(page.locator("tbody").get_by_text("충북 청원군")).to_be_visible()


def test_the_year_that_is_shown_first_has_something_to_show(open_page: Open) -> None:
    page = open_page()
    expect(page.locator(".year-strip [aria-checked=true]")).to_have_attribute("aria-label", re.compile("^2024년"))


def test_the_other_language(open_page: Open) -> None:
    page = open_page("#/map?m=target&y=2024")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main h1")).to_contain_text("median jobs target")
    assert page.locator("tbody .chosen .number").first.inner_text().startswith("12,345")
    page.get_by_role("link", name="Data").click()
    expect(page.get_by_role("heading", name="How to cite")).to_be_visible()
    expect(page.locator(".freshness")).to_contain_text("16 days ago (20 October 2025)")
    page.get_by_role("link", name="한국어").click()
    expect(page.get_by_role("heading", name="인용하기")).to_be_visible()


def test_the_file_of_the_map_has_the_rows_of_the_table(open_page: Open) -> None:
    page = open_page("#/map?m=target&y=2024&s=충북")
    rows = downloaded(page, ".ranking")
    shown = page.locator(".ranking tbody tr").evaluate_all(
        "rows => rows.map(row => [row.querySelector('th a').textContent, row.querySelector('.chosen .number')?.firstChild.textContent ?? ''])"
    )
    assert [(row["municipality"], f"{int(row['target']):,}개" if row["target"] else "") for row in rows] == [
        tuple(one) for one in shown
    ]
    assert (
        rows[0] | {"target": "12345", "actual": "13580", "pct": "110", "year": "2024", "status": "disputed"} == rows[0]
    )
    assert {row["release"] for row in rows} == {"20251101T000000000Z-made"}
    assert {row["licence"] for row in rows} == {"만든 조건"}
    assert {row["sources"] for row in rows} == {"sample; compiled"}
    # A spreadsheet would run it as a formula.
    chungju = next(row for row in rows if row["municipality"] == "충북 충주시")
    assert (chungju["municipality_en"], chungju["target"]) == ("'=1+1", "0")


def test_every_view_gives_its_rows(open_page: Open) -> None:
    page = open_page(f"#/place/{CHEONGJU}")
    years = downloaded(page, "section:has(table.years)")
    assert next(row for row in years if row["year"] == "2024")["awards"] == "공시제 부문 대상"
    assert [row["fact_key"] for row in downloaded(page, "section:has(.other-facts)")] == [
        "indicator/2024/youth_employment_rate"
    ]
    page.evaluate("location.hash = '#/edition/2024'")
    assert [(row["grade"], row["incentive_krw"]) for row in downloaded(page, ".winners")] == [
        ("대상", "120000000"),
        ("우수상", ""),
    ]
    page.evaluate(f"location.hash = '#/compare/{CHEONGJU},m13010?m=pct'")
    compared = downloaded(page, "main")
    assert {row["municipality_id"] for row in compared} == {CHEONGJU, "m13010"}
    page.evaluate("location.hash = '#/data'")
    assert [(row["before"], row["held"]) for row in downloaded(page, "main")] == [("목표 9,000개", "목표 12,345개")]
    page.evaluate(f"location.hash = '#/data?e={CHEONGJU}~target~2024'")
    told = downloaded(page, "dialog")
    assert [row["agrees"] for row in told] == ["true", "true", "false", "true"]
    assert told[0]["span"] == "목표 1만2345개"


def test_a_link_opens_what_was_sent(open_page: Open) -> None:
    page = open_page(
        f"#/map?m=actual&y=2023&l=basic&s=충북&o=name&k=1&lang=en&e={CHEONGJU}~award~2024~award/2024/disclosure"
    )
    expect(page.get_by_role("dialog").locator("mark")).to_have_text("대상을 받았다")
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="Result")).to_be_checked()
    expect(page.get_by_role("combobox", name="Region")).to_have_value("충북")
    expect(page.get_by_label("Only known")).to_be_checked()
    assert page.locator(".ranking tbody tr").count() == 1
    expect(page.locator("thead th.name")).to_have_attribute("aria-sort", "ascending")


@pytest.mark.parametrize(
    "sent",
    [
        "#/place/nobody",
        "#/edition/1999",
        "#/place/%E0%A4%A",
        "#/compare/nobody,m12010",
        "#/nowhere?y=x&m=x&o=x&e=x~y~z",
        "#/nowhere?y=99999&m=__proto__&o=--&s=%3Cscript%3E&q=%00%ff&l=toString&lang=xx",
        "#/place/__proto__",
        "#/edition/x",
    ],
)
def test_an_address_that_is_wrong_says_so_or_shows_the_nearest(open_page: Open, sent: str) -> None:
    page = open_page(sent)
    assert page.locator("main h1").inner_text() != ""
    if "compare" not in sent and "nowhere" not in sent:
        expect(page.locator("main h1")).to_have_text("찾을 수 없는 주소입니다.")


def test_the_table_sorts_and_filters(open_page: Open) -> None:
    page = open_page("#/map?m=grade&y=2024")
    first = page.locator(".ranking tbody tr").first
    expect(first).to_contain_text("청주시")
    page.get_by_role("button", name="일자리 실적").click()
    expect(page.locator("thead th.actual")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="일자리 실적").click()
    expect(first).to_contain_text("고성군")
    page.get_by_label("이름으로 거르기").fill("청원")
    expect(page.locator(".ranking tbody tr")).to_have_count(1)
    expect(first).to_contain_text("청주시")


def test_a_place_tells_what_it_was(open_page: Open) -> None:
    page = open_page("#/place/m99010")
    expect(page.locator(".versions")).to_contain_text("2014년 6월 30일")
    expect(page.locator(".empty").first).to_contain_text("받지 않았다는 뜻이 아닙니다")
    page.get_by_role("link", name="충북 청주시").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("충북 청주시")
    mark = page.get_by_role("button", name=re.compile("2024년, 공시제 부문, 대상, 일치, 1억 2,000만 원"))
    expect(mark).to_be_visible()
    row = page.locator("table.years tbody tr").filter(has_text="2024")
    expect(row.get_by_role("button", name=re.compile("66.2%"))).to_have_accessible_name(re.compile("단독"))
    expect(row.get_by_role("button", name=re.compile("12,345개"))).to_have_accessible_name(re.compile("불일치"))
    expect(page.locator(".coverage tbody tr").first.locator(".yes")).to_have_count(2)
    page.get_by_role(
        "button", name=re.compile("^2024년: 일자리 목표 12,345개, 일자리 실적 13,580개, 달성률 110.0%")
    ).click()
    expect(page.get_by_role("dialog")).to_contain_text("목표 12,345개")


def test_an_edition_says_what_is_missing(open_page: Open) -> None:
    page = open_page("#/edition/2024")
    expect(page.locator("main h1")).to_have_text("2024년, 발표된 상 64건 가운데 2건을 찾았다")
    expect(page.locator(".complete").filter(has_text="우수상")).to_contain_text("1 / ?")
    page.get_by_role("link", name="충북 청주시").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("충북 청주시")
    page.evaluate("location.hash = '#/edition/2023'")
    # Prizes stand where the edition counts them, and the reader is told where no article says so.
    sections = page.locator(".winners .section")
    expect(sections.locator("h3")).to_have_text(["공시제 부문 1", "따로 열린 사업 공모 (이 회차의 상으로 세지 않음) 1"])
    expect(sections.first).to_contain_text("* 부문을 밝힌 기사는 없으나")
    assert [(row["category"], row["counted_in"]) for row in downloaded(page, "main")] == [
        ("project", ""),
        ("unspecified", "disclosure"),
    ]


def test_up_to_four_are_compared(open_page: Open) -> None:
    page = open_page("#/compare")
    for name in ("청주", "충주", "고성", "중구"):
        page.get_by_role("combobox", name="지자체 더하기").fill(name)
        page.get_by_role("listbox", name="지자체 더하기").get_by_role("option").first.click()
    assert address(page) == "#/compare/m12010%2Cm12020%2Cm13010%2Cm11010"
    expect(page.get_by_text("네 곳까지 비교할 수 있습니다.")).to_be_visible()
    assert page.locator(".series .point").count() == 3
    page.get_by_role("button", name=re.compile("빼기")).first.click()
    expect(page.locator(".chip")).to_have_count(3)


def test_going_on_while_the_evidence_is_open(open_page: Open) -> None:
    """The panel closes because the reader went on: it must not bring back the view that it was opened in."""
    page = open_page(f"#/place/{CHEONGJU}?e={CHEONGJU}~target~2024")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("location.hash = '#/edition/2024'")
    expect(page.locator("main h1")).to_contain_text("64건")
    page.evaluate("() => new Promise(done => setTimeout(done, 50))")
    assert address(page) == "#/edition/2024"


def test_the_way_back_closes_the_evidence_and_no_more(open_page: Open) -> None:
    page = open_page(f"#/place/{CHEONGJU}")
    number = page.locator("table.years").get_by_role("button", name=re.compile("12,345개"))
    for close in (lambda: page.go_back(), lambda: page.keyboard.press("Escape")):
        number.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert "e=" in address(page)
        close()
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.wait_for_function(f"() => location.hash === '#/place/{CHEONGJU}'")
    page.evaluate("location.hash = '#/edition/2024'")
    expect(page.locator("main h1")).to_contain_text("64건")
    page.go_back()
    expect(page.locator("main h1")).to_contain_text("청주시")
    page.go_forward()
    expect(page.locator("main h1")).to_contain_text("64건")


#: Whether the element with the focus shows it: by an outline, its own or its label's, or by a stroke of the mark in it.
SHOWS_FOCUS = """() => {
  const own = document.activeElement;
  return [own, own.nextElementSibling, ...own.querySelectorAll('*')].filter(Boolean).some(one => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
      || (one instanceof SVGElement && style.stroke !== 'none' && parseFloat(style.strokeWidth) >= 2);
  });
}"""


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Presses Tab until an element has the focus; all on the way show that they have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached by {most} presses of Tab")


def test_the_whole_way_by_keyboard_with_the_focus_in_sight(open_page: Open) -> None:
    page = open_page("#/map?m=pct&y=2024")
    page.locator("main").focus()
    tab_to(page, ".choice input")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="일자리 목표")).to_be_checked()
    tab_to(page, "select")
    tab_to(page, ".year-strip button")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("main h1")).to_contain_text("2023년")
    tab_to(page, "input[type=search]")
    page.keyboard.type("청주")
    tab_to(page, "thead th.name button")
    page.keyboard.press("Enter")
    expect(page.locator("thead th.name")).to_have_attribute("aria-sort", "ascending")
    tab_to(page, "tbody th a")
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_contain_text("청주시")
    page.wait_for_function("() => document.activeElement.id === 'content'")
    tab_to(page, ".award-mark")
    tab_to(page, ".bar")
    tab_to(page, ".bar")
    page.keyboard.press("Space")
    panel = page.get_by_role("dialog")
    expect(panel.locator("mark").first).to_be_visible()
    tab_to(page, "dialog .source a")
    expect(panel.locator(".source a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(".bar:focus")).to_have_count(1)
    tab_to(page, ".years .number")
    page.evaluate("location.hash = '#/edition/2024'")
    expect(page.locator("main h1")).to_contain_text("64건")
    page.wait_for_function("() => document.activeElement.id === 'content'")
    tab_to(page, ".winners .number")
    page.keyboard.press("Enter")
    expect(panel.locator("mark")).to_have_text("대상을 받았다")


def test_keyboard_alone(open_page: Open) -> None:
    page = open_page("#/map?m=pct&y=2024")
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.id"):
            break
    start = page.evaluate("document.activeElement.dataset.id")
    assert start == "m11010", "the map is one stop of the Tab key"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.id") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.id") == CHEONGJU
    expect(page.locator(".tip")).to_contain_text("청주시")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("충북 청주시")
    expect(page.locator("#content"), "a screen reader goes on at the new view").to_be_focused()
    mark = page.locator(".award-mark").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.getAttribute('class')") == "award-mark", (
        "the focus is back where it was"
    )


@pytest.mark.parametrize(
    "view",
    [
        "#/map?m=pct&y=2024",
        f"#/place/{CHEONGJU}",
        "#/edition/2024",
        f"#/compare/{CHEONGJU},m13010",
        "#/data",
        f"#/place/{CHEONGJU}?e={CHEONGJU}~target~2024",
    ],
)
def test_a_phone_shows_all_without_scrolling_sideways(open_page: Open, keep: Keep, view: str) -> None:
    page = open_page(view, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    keep(page, f"phone-{re.sub(r'[^a-z]+', '-', view).strip('-')[:24]}")


VIEWS = (
    "#/map?m=pct&y=2024",
    f"#/place/{CHEONGJU}",
    "#/edition/2024",
    f"#/compare/{CHEONGJU},m13010",
    "#/data",
    f"#/data?e={CHEONGJU}~target~2024",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, keep: Keep, theme: str) -> None:
    page = open_page(VIEWS[0], theme=theme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report = {}
    for view in VIEWS:
        page.evaluate("view => (location.hash = view)", view)
        page.wait_for_timeout(150)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")
        report[view] = [
            {"rule": one["id"], "impact": one["impact"], "where": [node["target"] for node in one["nodes"]][:3]}
            for one in found["violations"]
        ]
        keep(page, f"{theme}-{re.sub(r'[^a-z]+', '-', view).strip('-')[:24]}")
    (PROJECT / "build" / "screenshots" / f"axe-{theme}.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    assert {view: found for view, found in report.items() if found} == {}


def test_the_reader_chooses_the_theme_and_it_is_kept(open_page: Open) -> None:
    page = open_page()
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_label("화면 밝기").select_option("dark")
    expect(page.locator("html")).not_to_have_css("background-color", light)
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == dark


def test_old_data_say_so(open_page: Open) -> None:
    page = open_page()
    expect(page.locator(".freshness")).to_contain_text("가장 새 기사 16일 전 (2025년 10월 20일)")
    assert page.get_by_text("오래된 자료입니다").count() == 0
    try:
        page.clock.set_fixed_time("2026-02-05T12:00:00+09:00")
        page.evaluate("location.hash = '#/data'")
        expect(page.locator(".freshness")).to_contain_text("오래된 자료입니다")
    finally:
        page.clock.set_fixed_time(NOW)


def test_the_data_tab(open_page: Open) -> None:
    page = open_page("#/data")
    text = page.locator("main").inner_text()
    for said in (
        "20251101T000000000Z-made",
        "238",
        "90.0%",
        "72.0%",
        "일자리, 만든 자료.",
        "만든 조건",
        "값이 바뀜",
    ):
        assert said in text
    links = page.locator(".files a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == ["../iljari.xlsx"]
    expect(page.locator(".files li")).to_contain_text("1.5 MB")
    (row,) = page.locator(".table-files tbody tr").all()
    assert [cell.inner_text() for cell in row.locator("th, td").all()] == [
        "만든 표 fct_made",
        "7",
        "CSV 2 kB",
        "Parquet 1 kB",
    ]
    links = row.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == ["../csv/fct_made.csv", "../parquet/fct_made.parquet"]


def test_paper_has_no_controls(open_page: Open) -> None:
    page = open_page("#/map?m=pct&y=2024")
    page.emulate_media(media="print")
    assert not page.locator(".controls").is_visible()
    assert page.locator(".print-only").is_visible()
    assert page.locator(".choropleth svg").is_visible()


def test_paper_is_light_and_has_what_was_open(open_page: Open) -> None:
    page = open_page(f"#/place/{CHEONGJU}?e={CHEONGJU}~target~2024", theme="dark")
    page.get_by_role("dialog").locator("mark").first.wait_for()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    panel = page.get_by_role("dialog")
    expect(panel.locator("blockquote").first).to_be_visible()
    expect(panel.locator(".print-only")).to_contain_text("20251101T000000000Z-made")
    expect(page.locator("main h1")).to_be_hidden()
    expect(panel.get_by_role("button")).to_have_count(0)
    address_of = "one => getComputedStyle(one, '::after').content"
    assert "https://news.invalid/1" in panel.locator(".source a").first.evaluate(address_of)
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".chart svg").first).to_have_attribute("width", "680")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".chart svg").first).not_to_have_attribute("width", "680")


def test_a_page_without_its_data_says_so(open_page: Open, tmp_path: Path, browser: object) -> None:
    index = made_page.write(tmp_path / "page", *made_page.small())
    (index.parent / "data" / "core.js").unlink()
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(index.as_uri())
    expect(page.locator(".failed")).to_contain_text("data/core.js")
    page.close()
