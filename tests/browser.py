"""The browser of the tests and benches that look at a page: the system's Chromium."""

import shutil
from typing import Any


def chromium(playwright: Any, *switches: str) -> Any:
    """A running Chromium. It works as root too, as in a container: what it opens is made here."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "Chromium is missing (Debian and Ubuntu: apt install chromium)"
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox", *switches])
