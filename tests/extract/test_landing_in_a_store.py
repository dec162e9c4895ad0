"""Landing in a store of objects (fsspec), where nothing can be renamed: whole or not there, like on disk."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pyarrow as pa
import pytest

from extract import landing
from extract.backfill import plan, read_parts
from extract.claim_batches import extract_new
from extract.collect import collect
from extract.errors import IljariError
from extract.landing import batch_folders, claim_folders, is_whole, n_rows, put, read
from extract.load import load_new
from extract.paths import paths, place
from tests.extract.articles import query, write
from tests.extract.warcs import archive
from tests.extract.warcs import write as write_archive

TABLE = pa.table({"a": [1, 2]})


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    address = f"memory://{uuid.uuid4().hex}/landing"
    monkeypatch.setenv("ILJARI_LANDING", address)
    yield address
    fsspec.filesystem("memory").store.clear()


def names() -> list[str]:
    where = paths().landing
    return sorted(name.removeprefix(where.path) for name in where.fs.find(where.path))


def test_a_folder_is_there_when_all_its_files_are() -> None:
    where = paths().landing / "batches" / "one"
    assert not is_whole(where)
    assert put(where, {"x": TABLE, "y": TABLE}) is True
    assert is_whole(where)
    assert [folder.name for folder in batch_folders()] == ["one"]
    assert read(where / "x.parquet", ["a"]).to_pylist() == TABLE.to_pylist()
    assert n_rows(where / "y.parquet") == 2
    assert put(where, {"x": TABLE}) is False


@pytest.mark.parametrize("files", [0, 1, 2])
def test_a_writer_that_dies_leaves_nothing_that_a_reader_sees(files: int, monkeypatch: pytest.MonkeyPatch) -> None:
    where = paths().landing / "batches" / "one"
    write_object, written = landing._write_object, []

    def dying(*given: object) -> None:
        if len(written) == files:
            raise ConnectionError("gone")
        written.append(given)
        write_object(*given)

    monkeypatch.setattr(landing, "_write_object", dying)
    with pytest.raises(ConnectionError):
        put(where, {"x": TABLE, "y": TABLE})
    assert batch_folders() == []
    monkeypatch.setattr(landing, "_write_object", write_object)
    assert put(where, {"x": TABLE, "y": TABLE}) is True
    assert [folder.name for folder in batch_folders()] == ["one"]


def test_the_whole_way_is_the_same_as_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "articles", "가평군", "나주시")
    file = write_archive(tmp_path / "a.warc.gz", archive("다산시", "라온군"))

    def run() -> dict[str, int]:
        collect("folder", folder)
        read_parts([part for parts in plan(str(file)).tasks for part in parts])
        extract_new(workers=1)
        return load_new().totals

    in_store = run()
    articles = query("select article_id, text, landing_file from raw.articles order by all")
    assert len(articles) == 4
    assert extract_new(workers=1).batches == ()
    assert load_new().n_files == 0
    assert plan(str(file)).tasks == []
    assert collect("folder", folder).n_unchanged == 2
    assert len(claim_folders()) == 2
    assert {name.rpartition("/")[2] for name in names()} >= {"whole.json", "articles.parquet", "receipts.parquet"}

    monkeypatch.delenv("ILJARI_LANDING")
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "disk"))
    assert run() == in_store
    on_disk = query("select article_id, text from raw.articles order by all")
    assert on_disk == [row[:2] for row in articles]


def test_a_file_that_is_missing_or_damaged_is_noted_and_taken_later() -> None:
    where = paths().landing / "batches" / "one"
    put(where, {"fetches": TABLE})
    report = load_new()
    assert report.n_damaged == 3
    assert sorted(query("select reason, count(*) from raw.rejects group by 1")) == [
        ("missing_file", 2),
        ("wrong_columns", 1),
    ]
    assert load_new().rows["rejects"] == 0


def test_archives_are_read_from_a_store(tmp_path: Path) -> None:
    content = b"".join(archive("가평군"))
    fsspec.filesystem("memory").pipe_file("/archives/2024/a.warc.gz", content)
    for name in ("memory://archives/2024/a.warc.gz", "memory://archives/", "memory://archives/2024/*.warc.gz"):
        (parts,) = plan(name).tasks
        assert parts[0]["file"] == "memory:///archives/2024/a.warc.gz" or parts[0]["file"] == name
    assert read_parts(parts).n_articles == 1


def test_an_address_of_this_machine_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place(f"file://{tmp_path}/x") == tmp_path / "x"
    assert place(str(tmp_path)) == tmp_path
    monkeypatch.setenv("ILJARI_LANDING", str(tmp_path / "elsewhere"))
    put(paths().landing / "batches" / "one", {"x": TABLE})
    assert (tmp_path / "elsewhere" / "batches" / "one" / "x.parquet").is_file()


def test_a_store_that_is_not_there_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    fs = fsspec.filesystem("memory")

    def no_bucket(*_: object, **__: object) -> list[str]:
        raise FileNotFoundError("The specified bucket does not exist")

    monkeypatch.setattr(type(fs), "find", no_bucket)
    with pytest.raises(IljariError, match=r"bucket does not exist.*ILJARI_LANDING"):
        batch_folders()


@pytest.mark.parametrize("address", ["oci://bucket/landing", "nosuchstore://bucket/landing"])
def test_a_store_without_its_package_says_so(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILJARI_LANDING", address)
    with pytest.raises(IljariError, match=address):
        paths()
    with pytest.raises(IljariError, match=address):
        plan(address + "/")
