"""A reader's visit to the page of a real release, opened from its files: what is seen is what the released file holds."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
from playwright.sync_api import Page, expect, sync_playwright

from extract.paths import PROJECT
from publish.page.words import words
from tests.browser import chromium

AXE = PROJECT / "publish/page/view/node_modules/axe-core/axe.min.js"
SCREENSHOTS = PROJECT / "build" / "screenshots"

#: The overall target that was surpassed most, of a government on the map, with the sentence that is quoted first.
_TARGET = """
    select t.municipality_id, t.municipality, t.year, t.target_jobs, t.actual_jobs,
        coalesce(t.achievement_pct_reported, t.achievement_pct_computed) as pct, e.evidence_text, e.title
    from fct_job_targets as t
    inner join fct_fact_evidence as e on t.fact_id = e.fact_id and t.best_claim_id = e.claim_id
    inner join dim_municipality as m on t.municipality_id = m.municipality_id and m.level = 'basic' and m.is_current
    where t.scope = 'total' and t.period_end is null and t.target_jobs is not null and t.actual_jobs is not null
    order by pct desc, t.fact_id limit 1
"""
_RATE = """
    select municipality_id, year, value_pct from fct_employment_indicators
    where indicator = 'employment_rate' order by year desc, fact_id limit 1
"""


def visit(release: Path) -> None:
    """Goes from the map to the sentence and through every edition of `release`; fails where the page says another thing
    than the released file, asks for anything outside of its folder, complains, or axe does."""
    with (
        duckdb.connect(str(release / "iljari.duckdb"), read_only=True) as file,
        sync_playwright() as playwright,
    ):
        browser = chromium(playwright, "--disable-gpu")
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR", timezone_id="Asia/Seoul")
        # The machine may be busy: what is waited for comes, or the visit fails.
        context.set_default_timeout(30_000)
        expect.set_options(timeout=30_000)
        page = context.new_page()
        requests: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((release / "page" / "index.html").as_uri())
        _from_map_to_sentence(page, _row(file, _TARGET))
        _rate(page, _row(file, _RATE))
        _editions(page, file)
        _files(page, release)
        assert [url for url in requests if not url.startswith((release / "page").as_uri())] == []
        assert complaints == []
        browser.close()


def _row(file: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    found = file.execute(sql)
    row = found.fetchone()
    assert row, sql
    return dict(zip((column[0] for column in found.description or ()), row, strict=True))


def _go(page: Page, address: str) -> None:
    page.evaluate("address => (location.hash = address)", address)


def _axe(page: Page) -> None:
    """Nothing is found, and what is looked at is kept as a picture."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]] == []


def _from_map_to_sentence(page: Page, of: dict[str, Any]) -> None:
    _go(page, f"#/map?m=pct&y={of['year']}")
    shape = page.locator(f".choropleth a[data-id='{of['municipality_id']}']")
    expect(shape).to_have_attribute("aria-label", re.compile(rf"^{of['municipality']}: {of['pct']:.1f}%"))
    _axe(page)
    shape.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(of["municipality"])
    row = page.locator("table.years tbody tr").filter(has=page.get_by_role("rowheader", name=str(of["year"])))
    expect(row).to_contain_text(f"{of['actual_jobs']:,}개")
    expect(row).to_contain_text(f"{of['pct']:.1f}%")
    row.get_by_role("button", name=re.compile(rf"^{of['target_jobs']:,}개")).click()
    panel = page.get_by_role("dialog")
    expect(panel.locator("mark").first).to_have_text(of["evidence_text"])
    expect(panel.locator(".says cite").first).to_have_text(of["title"])
    _axe(page)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "released-evidence.png")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def _rate(page: Page, of: dict[str, Any]) -> None:
    _go(page, f"#/place/{of['municipality_id']}")
    row = page.locator("table.years tbody tr").filter(has=page.get_by_role("rowheader", name=str(of["year"])))
    expect(row).to_contain_text(f"{of['value_pct']:.1f}%")


def _editions(page: Page, file: duckdb.DuckDBPyConnection) -> None:
    """Winners of each edition by section and grade, as many as `award_edition_grades` counts."""
    names = {key: word["ko"] for key, word in words().items()}
    section = {"unspecified": "부문 미상"}
    grade = {"unspecified": "훈격 미상"}
    counted: dict[int, Counter[tuple[str, str]]] = {}
    for year, category, prize, n in file.execute(
        """select award_year, category, grade, n_found from award_editions join award_edition_grades using (award_year) where n_found > 0"""
    ).fetchall():
        told = (section.get(category, names[category]), grade.get(prize, names[prize]))
        counted.setdefault(year, Counter())[told] += n
    assert counted
    for year, expected in sorted(counted.items()):
        _go(page, f"#/edition/{year}")
        expect(page.locator("main h1")).to_contain_text(f"{year}년")
        shown = page.locator(".winners .section").evaluate_all(
            """sections => sections.flatMap(one => [...one.querySelectorAll('.grade-row')].map(row =>
                [one.querySelector('h3').firstChild.textContent.trim(), row.querySelector('dt').firstChild.textContent.trim(), row.querySelectorAll('li').length]))"""
        )
        contests = "따로 열린 사업 공모"
        assert Counter({(a, b): n for a, b, n in shown if not a.startswith(contests)}) == expected, year
    _axe(page)


def _files(page: Page, release: Path) -> None:
    """The data tab names the release, and every file that it links to is there."""
    _go(page, "#/data")
    expect(page.locator("main h1")).to_have_text(release.name)
    links = page.locator("main a[href^='../']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) > 10
    assert [link for link in links if not (release / "page" / link).resolve().is_file()] == []
