"""A page that goes to a file while it arrives: whole, from the last try, and never over its cap."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.errors import IljariError
from extract.sources import archive_files
from extract.web.client import Client, FetchFailed
from tests.web_site import WebSite, answer, dies, page, redirect

Make = Callable[..., Client]


def test_a_body_goes_to_the_file(site: WebSite, client: Make) -> None:
    site.at("/a", redirect("/b"))
    site.at("/b", page(b"x" * 300_000))
    file = io.BytesIO()
    found = client().download(site.url("/a"), file, max_bytes=10**6)
    assert file.getvalue() == b"x" * 300_000
    assert (found.content, found.status, found.attempts[-1].bytes) == (b"", 200, 300_000)


def test_what_a_failed_try_left_is_gone(site: WebSite, client: Make) -> None:
    site.at("/a", dies(b"half of it, which is longer"), page(b"whole"))
    file = io.BytesIO()
    client(backoff_seconds=0.0).download(site.url("/a"), file, max_bytes=10**6)
    assert file.getvalue() == b"whole"


def test_a_body_over_the_cap_is_not_written_past_it(site: WebSite, client: Make) -> None:
    site.at("/a", page(b"x" * 300_000))
    file = io.BytesIO()
    with pytest.raises(FetchFailed, match="too_large"):
        client().download(site.url("/a"), file, max_bytes=100_000)
    assert len(file.getvalue()) <= 100_000


def test_an_archive_is_fetched_or_says_why(site: WebSite, client: Make, tmp_path: Path) -> None:
    site.at("/a.warc.gz", page(b"archive"))
    archive_files.download(site.url("/a.warc.gz"), tmp_path / "a", client())
    assert (tmp_path / "a").read_bytes() == b"archive"
    with pytest.raises(IljariError, match=r"gone\.warc\.gz cannot be fetched: http_404"):
        archive_files.download(site.url("/gone.warc.gz"), tmp_path / "a", client())
    site.at("/busy.warc.gz", answer(500))
    with pytest.raises(FetchFailed, match="http_5xx"):
        archive_files.download(site.url("/busy.warc.gz"), tmp_path / "a", client(retries=0))


def test_without_a_contact_no_archive_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILJARI_SOURCES", str(tmp_path / "sources.yml"))
    (tmp_path / "sources.yml").write_text("contact:\n")
    with pytest.raises(IljariError, match="contact"):
        archive_files.download("https://archive.example/a.warc.gz", tmp_path / "a")
