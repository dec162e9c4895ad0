"""What the built page weighs, and when it is there, in Debian's Chromium: with little, and with as much data as it will get.

`python -m tests.publish.page.view.bench [FOLDER …]`: FOLDERs are page folders of releases, measured beside the made ones.
"""

import gzip
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.publish.page.view import made_page

ROUNDS = 5
FIRST = ("index.html", "app.css", "app.js", "data/core.js")
#: A middling phone has about a quarter of a desk's speed (what Lighthouse assumes).
PHONE = 4

PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"


def weights(folder: Path) -> str:
    sizes = {name: (folder / name).read_bytes() for name in FIRST}
    parts = [f"{name} {len(gzip.compress(content, 9)) / 1000:.1f}" for name, content in sizes.items()]
    total = sum(len(gzip.compress(content, 9)) for content in sizes.values())
    return f"first view {total / 1000:.1f} kB gzip ({', '.join(parts)})"


def measured(browser: Browser, index: Path, slower: int, task: Callable[[Page], float]) -> str:
    times = []
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR")
        page = context.new_page()
        if slower > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(index.as_uri())
        page.locator(".choropleth a").first.wait_for(state="attached")
        times.append(task(page))
        context.close()
    return f"{statistics.median(times):.0f} ms ({min(times):.0f} to {max(times):.0f})"


def first_view(page: Page) -> float:
    """From the start of the navigation to the paint that has heading, map and table."""
    return float(page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"))


def own_work(browser: Browser, index: Path) -> str:
    """What the page's thread itself works for the first view, in its own CPU time: the same however busy the machine is."""
    times = []
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR")
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(index.as_uri())
        page.evaluate(PAINTED)
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        times.append(1000 * metrics["TaskDuration"])
        context.close()
    return f"{statistics.median(times):.0f} ms ({min(times):.0f} to {max(times):.0f})"


def other_year(page: Page) -> float:
    """From the click on another year to the second frame after it."""
    page.evaluate(PAINTED)
    return float(
        page.evaluate(
            "async () => { const start = performance.now(); document.querySelectorAll('.year-strip button')[4].click();"
            f" return await ({PAINTED})() - start }}"
        )
    )


def evidence(page: Page) -> float:
    """From asking for the evidence of one number to its sentence, with the municipality's file not yet loaded."""
    return float(
        page.evaluate(
            """async () => {
              const id = globalThis.iljari.municipalities[20]?.id ?? globalThis.iljari.municipalities[6].id;
              const start = performance.now();
              location.hash = `#/map?e=${id}~target~2024`;
              while (!document.querySelector('dialog mark')) await new Promise(done => setTimeout(done, 2));
              return performance.now() - start;
            }"""
        )
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as room, sync_playwright() as playwright:
        pages = {
            "made, small": made_page.write(Path(room) / "small", *made_page.small()),
            "made, every cell of 255 × 17 full": made_page.write(Path(room) / "large", *made_page.large()),
            "the same, 200 articles a fact": made_page.write(Path(room) / "articles", *made_page.large(articles=200)),
        } | {folder: Path(folder) / "index.html" for folder in sys.argv[1:]}
        browser = chromium(playwright, "--disable-gpu")
        for name, index in pages.items():
            print(f"{name}: {weights(index.parent)}")
            largest = max((index.parent / "data" / "evidence").iterdir(), key=lambda file: file.stat().st_size)
            print(
                f"  largest file of evidence {largest.stat().st_size / 1000:.0f} kB, {len(gzip.compress(largest.read_bytes())) / 1000:.0f} kB gzip"
            )
            print(f"  CPU time of the page's thread for the first view: {own_work(browser, index)}")
            for slower in (1, PHONE):
                at = "" if slower == 1 else f", {slower} times slower"
                print(f"  first view{at}: {measured(browser, index, slower, first_view)}")
                print(f"  another year{at}: {measured(browser, index, slower, other_year)}")
            if name.startswith(("made, every", "the same")):
                print(f"  evidence: {measured(browser, index, 1, evidence)}")
        browser.close()


if __name__ == "__main__":
    main()
