"""What the built page weighs, and when it is there, in Debian's Chromium: with little, and with as much data as it will get.

`python -m tests.publish.page.view.bench [FOLDER …]`: FOLDERs are page folders of releases, measured beside the made ones.
Pages take turns, so that a machine that is busy is as busy for each of them; how busy it was is said at the end.
"""

import gzip
import os
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

#: The entry of a paint can come later than the paint: it is waited for, and one that has come already is told, too.
FIRST_PAINT = """() => new Promise(done => {
  const seen = list => list.find(entry => entry.name === 'first-contentful-paint');
  new PerformanceObserver((list, observer) => {
    const entry = seen(list.getEntries());
    if (entry) { observer.disconnect(); done(entry.startTime); }
  }).observe({ type: 'paint', buffered: true });
})"""
#: Noted in the page: the second frame after the rows of the table have come, when the first of them has been painted.
WATCH_ROWS = """
  const rows = new MutationObserver(() => {
    if (!document.querySelector('.ranking tbody tr')) return;
    rows.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => { globalThis.rowsAt = performance.now(); }));
  });
  rows.observe(document, { childList: true, subtree: true });
"""
#: What the browser itself needs for a page of one line, beside which the others are to be read.
ONE_LINE = "one line"
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"


def weights(folder: Path) -> str:
    sizes = {name: (folder / name).read_bytes() for name in FIRST}
    parts = [f"{name} {len(gzip.compress(content, 9)) / 1000:.1f}" for name, content in sizes.items()]
    total = sum(len(gzip.compress(content, 9)) for content in sizes.values())
    return f"first view {total / 1000:.1f} kB gzip ({', '.join(parts)})"


def loads(browser: Browser, index: Path, slower: int, tasks: dict[str, Callable[[Page], float]]) -> dict[str, float]:
    """One load in a browser that knows nothing of the page, and what each task measures of it, in ms."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    if slower > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.add_init_script(WATCH_ROWS)
    page.goto(index.as_uri())
    found = {
        "first paint: heading and map": float(page.evaluate(FIRST_PAINT)),
    }
    if index.parent.name != ONE_LINE:
        rows = page.wait_for_function("() => globalThis.rowsAt")
        found["whole first view: with its table"] = float(rows.json_value())
    # Its own time, and so the same however busy the machine is; other processes that use the same caches still cost it.
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    found["processor time of the page's thread for it"] = 1000 * metrics["TaskDuration"]
    found |= {name: task(page) for name, task in tasks.items()}
    context.close()
    return found


def one_line(room: Path) -> Path:
    (room / ONE_LINE).mkdir()
    page = room / ONE_LINE / "index.html"
    page.write_text("<!doctype html><meta charset=utf-8><title>1</title><p>지방자치단체", encoding="utf-8")
    return page


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
        pages = {folder: Path(folder).resolve() / "index.html" for folder in sys.argv[1:]} | {
            ONE_LINE: one_line(Path(room)),
            "made, small": made_page.write(Path(room) / "small", *made_page.small()),
            "made, every cell of 255 × 17 full": made_page.write(Path(room) / "large", *made_page.large()),
            "the same, 200 articles a fact": made_page.write(Path(room) / "articles", *made_page.large(articles=200)),
        }
        browser = chromium(playwright, "--disable-gpu")
        for slower in (1, PHONE):
            results: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
            # The first round warms the browser up and does not count.
            for turn in range(ROUNDS + 1):
                for name, index in pages.items():
                    tasks = {} if name == ONE_LINE else {"another year": other_year}
                    if slower == 1 and name.startswith(("made, every", "the same")):
                        tasks["evidence"] = evidence
                    found = loads(browser, index, slower, tasks)
                    if turn:
                        results[name].append(found)
            for name, rounds in results.items():
                speed = "" if slower == 1 else f", {slower} times slower"
                size = f": {weights(pages[name].parent)}" if slower == 1 and name != ONE_LINE else ""
                print(f"{name}{speed}{size}")
                for what in rounds[0]:
                    times = [one[what] for one in rounds]
                    print(f"  {what:<46} {statistics.median(times):>6.0f} ms ({min(times):.0f} to {max(times):.0f})")
        for name, index in pages.items():
            if name == ONE_LINE:
                continue
            largest = max((index.parent / "data" / "evidence").iterdir(), key=lambda file: file.stat().st_size)
            packed = len(gzip.compress(largest.read_bytes()))
            print(
                f"{name}: largest file of evidence {largest.stat().st_size / 1000:.0f} kB, {packed / 1000:.0f} kB gzip"
            )
        browser.close()
    print(
        f"{ROUNDS} loads each; load of the machine {', '.join(f'{one:.1f}' for one in os.getloadavg())} for {os.cpu_count()} cores"
    )


if __name__ == "__main__":
    main()
