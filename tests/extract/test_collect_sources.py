"""`collect_source` over a row of sites with every vice, twice, by their sources.yml alone."""

from collections import Counter
from pathlib import Path

import pytest

from extract.collect import collect_source, main
from extract.errors import IljariError
from extract.sources.__main__ import main as sources_main
from tests.extract.articles import landed
from tests.extract.paper import article
from tests.vicious_sites import SECRET, Sites, vicious_sites


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with vicious_sites(tmp_path) as made:
        monkeypatch.setenv("ILJARI_SOURCES", str(made.file))
        monkeypatch.setenv("ILJARI_TEST_SEARCH_ID", "id")
        monkeypatch.setenv("ILJARI_TEST_SEARCH_SECRET", SECRET)
        yield made


def collect_all(sites: Sites) -> set[str]:
    """Names of the sources that failed."""
    failed = set()
    for name in sites.sites:
        try:
            collect_source(name)
        except IljariError:
            failed.add(name)
    return failed


def test_two_runs_fetch_nothing_twice(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    assert collect_all(sites) == sites.should_fail
    pages = Counter(row["url"] for row in landed("fetches") if row["purpose"] == "page" and row["outcome"] == "fetched")
    assert set(pages.values()) == {1}
    articles = len(landed("articles"))
    sites.forget()
    assert collect_all(sites) == sites.should_fail
    again = Counter(row["url"] for row in landed("fetches") if row["purpose"] == "page")
    first = [row for row in landed("fetches") if row["purpose"] == "page"]
    assert len(landed("articles")) == articles
    assert sum(again.values()) == len(first)
    asked = {path.partition("?")[0] for site in sites.sites.values() for path in site.paths()}
    lists = {"/feed.xml", "/sitemap.xml", "/list.do", "/search", "/1.xml", "/2.xml", "/news.xml.gz", "/cut.xml.gz"}
    assert asked <= {"/robots.txt", *lists}
    assert SECRET not in repr([landed(name) for name in ("fetches", "articles", "rejects")])
    assert sources_main([]) == 0
    shown = capsys.readouterr().out
    assert "endless_board" in shown and "incomplete" in shown and "failed" in shown


def test_one_source_by_the_command_line(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--source", "forbids_some"]) == 0
    assert "2 found, 0 unchanged, 1 fetched, 1 failed: 1 new articles" in capsys.readouterr().out
    assert main(["--source", "forbid_some"]) == 1
    assert "did you mean 'forbids_some'?" in capsys.readouterr().err
    assert main(["--source", "forbids"]) == 1
    assert "forbidden_by_robots" in capsys.readouterr().err


def test_a_folder_of_sources_yml_leaves_the_row_of_its_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    entry = f"  - {{name: pages, kind: folder, address: {folder}, licence: ours}}\n"
    (tmp_path / "sources.yml").write_text(f"sources:\n{entry}", "utf-8")
    monkeypatch.setenv("ILJARI_SOURCES", str(tmp_path / "sources.yml"))
    with pytest.raises(IljariError, match="holds no files"):
        collect_source("pages")
    (folder / "a.html").write_bytes(article("가람시"))
    assert collect_source("pages").n_articles == 1
    assert collect_source("pages").n_unchanged == 1
    runs = sorted(landed("runs"), key=lambda run: run["started_at"])
    assert [(run["outcome"], run["n_found"], run["n_articles"], run["n_unchanged"]) for run in runs] == [
        ("failed", 0, 0, 0),
        ("done", 1, 1, 0),
        ("done", 1, 0, 1),
    ]
    assert {run["kind"] for run in runs} == {"folder"}
    assert sources_main([]) == 0
    assert "never ran" not in capsys.readouterr().out
