import os
from pathlib import Path

import pytest

from extract.errors import IljariError
from extract.paths import PROJECT
from extract.sources import FetchFailed, Item
from extract.sources.folder import Folder, file_url


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def names(root: Path) -> list[str]:
    return [item.url.removeprefix(f"file://{root}/") for item in Folder(root).discover()]


def test_every_file_below_sorted_without_hidden_ones(root: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/b/c.json", ".hidden.txt", ".git/x.txt", "가.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    assert names(root) == ["a/b/c.json", "a/z.html", "b.txt", "가.txt"]


def test_links_are_followed_and_loops_end(root: Path) -> None:
    (root / "a").mkdir()
    (root / "a" / "x.txt").write_text("x")
    (root / "a" / "up").symlink_to(root)
    (root / "again").symlink_to(root / "a")
    (root / "file.txt").symlink_to(root / "a" / "x.txt")
    (root / "self").symlink_to(root / "self")
    (root / "gone.txt").symlink_to(root / "nowhere")
    assert names(root) == ["a/x.txt", "file.txt", "gone.txt", "self"]


def test_iljaris_own_state_is_no_source(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILJARI_VAR", str(root / "var"))
    (root / "var" / "landing").mkdir(parents=True)
    (root / "var" / "landing" / "pages.json").write_text("{}")
    (root / "a.txt").write_text("a")
    assert names(root) == ["a.txt"]


def test_an_item_changes_its_etag_when_the_file_changes(root: Path) -> None:
    (root / "a.txt").write_text("one")
    (first,) = Folder(root).discover()
    (again,) = Folder(root).discover()
    os.utime(root / "a.txt", ns=(1, 1))
    (later,) = Folder(root).discover()
    assert first == again
    assert later.etag != first.etag


def test_fetch_gives_the_bytes(root: Path) -> None:
    (root / "a.txt").write_bytes(b"\x00\xffabc")
    (item,) = Folder(root).discover()
    page = Folder(root).fetch(item)
    assert page.content == b"\x00\xffabc"
    assert (page.url, page.etag, len(page.sha256)) == (item.url, item.etag, 64)


def failure(root: Path, item: Item, **options: int) -> str:
    with pytest.raises(FetchFailed) as caught:
        Folder(root, **options).fetch(item)
    return caught.value.reason


def test_what_cannot_be_fetched_says_why(root: Path) -> None:
    (root / "big.txt").write_bytes(b"x" * 11)
    os.mkfifo(root / "pipe.txt")
    (root / "gone.txt").symlink_to(root / "nowhere")
    items = {Path(item.handle).name: item for item in Folder(root).discover()}
    assert failure(root, items["big.txt"], max_page_bytes=10) == "too_large"
    assert failure(root, items["pipe.txt"]) == "not_a_file"
    assert failure(root, items["gone.txt"]) == "unreadable"
    assert Folder(root, max_page_bytes=11).fetch(items["big.txt"]).content == b"x" * 11


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "no folder"),
        (lambda path: path.write_text("x"), "not a folder"),
        (lambda path: path.mkdir(), "holds no files"),
        (lambda path: (path / ".git").mkdir(parents=True), "holds no files"),
    ],
)
def test_no_source_is_an_error_that_says_what_to_give(tmp_path: Path, make, message: str) -> None:
    make(tmp_path / "x")
    with pytest.raises(IljariError, match=message) as caught:
        list(Folder(tmp_path / "x").discover())
    assert ".jsonl" in str(caught.value)


def test_a_name_that_no_folder_can_have() -> None:
    with pytest.raises(IljariError, match="no folder"):
        list(Folder(Path("a\x00b")).discover())


def test_urls_are_the_same_on_every_machine_inside_the_project() -> None:
    assert file_url(PROJECT / "seeds" / "articles" / "가 나#1.txt") == "file:seeds/articles/가%20나%231.txt"


def test_urls_outside_are_absolute() -> None:
    assert file_url(Path("/data/a?b%.txt")) == "file:///data/a%3Fb%25.txt"
    assert file_url(Path(os.fsdecode(b"/data/\xb0\xa1.txt"))) == "file:///data/%B0%A1.txt"
