"""One browser for all tests of the view; each test has a page of its own. Made data, Debian's Chromium, no network."""

import http.server
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from extract.paths import PROJECT
from tests.browser import chromium
from tests.publish.page.view import made_page

#: Kept after the run, to be looked at.
SCREENSHOTS = PROJECT / "build" / "screenshots"

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert made_page.BUILT.is_dir(), "the page is not built: make page-view"
    # The machine may be busy with other tests: what is waited for comes, or the test fails.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = chromium(playwright, "--disable-gpu")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_page.write(tmp_path_factory.mktemp("page") / "page", *made_page.small())


@pytest.fixture(scope="session")
def site(index: Path) -> Iterator[str]:
    """The same page behind a plain static server; its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(index.parent))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Watched:
    """What a page must not do, noted while it does something else."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))


NOW = "2025-11-05T12:00:00+09:00"


@pytest.fixture(scope="session")
def shared(browser: Browser, index: Path) -> Iterator[tuple[Page, Watched]]:
    """One page for most tests. All of a view's state is in its address, so that another address is another start."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR", timezone_id="Asia/Seoul")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    watched = Watched(page)
    page.goto(index.as_uri())
    page.locator("main h1").wait_for()
    yield page, watched
    context.close()


@pytest.fixture
def open_page(shared: tuple[Page, Watched], index: Path) -> Iterator[Open]:
    """Opens the page at an address (the part behind #), in a window of a width, in a theme; from elsewhere with `base`.

    At the end: nothing was asked of another place, nothing broke the policy; `expected` complaints aside.
    """
    page, watched = shared
    watched.requests.clear()
    watched.complaints.clear()
    bases = [index.parent.as_uri()]
    let: list[str] = []

    def open_at(
        address: str = "#/map", base: str | None = None, width: int = 1280, theme: str = "light", expected: str = ""
    ) -> Page:
        let.append(expected)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, media="screen")  # type: ignore[arg-type]
        if base is None:
            page.evaluate(
                "sessionStorage.clear(); localStorage.clear(); document.activeElement.blur(); location.hash = '#/nothing'"
            )
            page.evaluate(
                "address => new Promise(done => { location.hash = address; requestAnimationFrame(() => setTimeout(done)) })",
                address,
            )
        else:
            bases.append(base)
            page.goto(f"{base}/index.html{address}")
        page.locator("main h1").wait_for()
        return page

    yield open_at
    if len(bases) > 1:
        page.goto(index.as_uri())
    assert [url for url in watched.requests if not url.startswith((*bases, "blob:", "data:"))] == []
    assert [one for one in watched.complaints if not any(said and said in one for said in let)] == []


@pytest.fixture(scope="session")
def keep() -> Callable[[Page, str], None]:
    """Keeps what a page looks like in build/screenshots/."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return keep
