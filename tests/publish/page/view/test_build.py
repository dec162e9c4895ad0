"""How the view is built: from a lock that names no host, into a folder that holds nothing but the page."""

import gzip
import json
import re
import subprocess

from extract.paths import PROJECT
from tests.publish.page.view.made_page import BUILT

VIEW = PROJECT / "publish" / "page" / "view"


def test_no_host_is_named_in_what_is_committed() -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        assert re.findall(r"https?:|registry\.|\"resolved\"", (VIEW / name).read_text(encoding="utf-8")) == []
    lock = json.loads((VIEW / "package-lock.json").read_text(encoding="utf-8"))
    without = [name for name, package in lock["packages"].items() if name and not package.get("integrity")]
    assert without == [], "a package without a hash could be any package"


def test_the_built_folder_is_the_page_with_the_notices_of_its_libraries() -> None:
    assert sorted(file.name for file in BUILT.iterdir()) == ["app.css", "app.js", "index.html", "licences.txt"]
    notices = (BUILT / "licences.txt").read_text(encoding="utf-8")
    for library in json.loads((VIEW / "package.json").read_text(encoding="utf-8"))["dependencies"]:
        assert re.search(rf"^{re.escape(library)} \d", notices, re.MULTILINE), library


def test_the_built_page_is_light() -> None:
    """Of 400 kB for the whole first view, the page itself takes less than 90: the rest is for the data."""
    assert sum(len(gzip.compress((BUILT / name).read_bytes())) for name in ("index.html", "app.js", "app.css")) < 90_000


def test_an_unchanged_view_is_not_built_again() -> None:
    before = (BUILT / "app.js").stat().st_mtime_ns
    subprocess.run([VIEW / "build.sh"], check=True, capture_output=True, timeout=60)
    assert (BUILT / "app.js").stat().st_mtime_ns == before
