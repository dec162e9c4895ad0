"""What is in landing is whole, whatever happens to the process that writes it."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract import landing
from extract.collect import collect
from extract.errors import IljariError
from extract.landing import batch_folders, put, rows, stable_id
from extract.paths import PROJECT, paths
from extract.tables import PAGES
from tests.extract.articles import landed, write

TABLE = pa.table({"a": [1, 2]})
FILES = {"fetches", "pages", "articles", "rejects"}

#: Steps of a batch's way to its place, where a process may be killed.
STEPS = ["before the first file", "between two files", "before the rename", "after the rename", "while it clears up"]
KILLED_AT = """
import os, signal, sys
from extract import landing
from extract.collect import collect
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
def die_after(function, calls=1):
    seen = []
    def wrapped(*args, **kwargs):
        seen.append(1)
        result = function(*args, **kwargs)
        if len(seen) >= calls:
            die()
        return result
    return wrapped
step = sys.argv[1]
if step == "before the first file":
    landing._write = die
elif step == "between two files":
    landing._write = die_after(landing._write, 2)
elif step == "before the rename":
    landing._rename = die
elif step == "after the rename":
    landing._rename = die_after(landing._rename)
elif step == "while it clears up":
    landing.shutil.rmtree = die
collect("folder", sys.argv[2])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", "가람시", "나루군")


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_a_rerun_loses_and_doubles_nothing(step: str, folder: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED_AT, step, str(folder)], cwd=PROJECT, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    for batch in batch_folders():
        assert {file.stem for file in batch.iterdir()} == FILES
    collect("folder", folder)
    assert sorted(article["title"] for article in landed("articles")) == [
        "가람시, 일자리 사업 새로 짠다",
        "나루군, 일자리 사업 새로 짠다",
    ]
    assert len(landed("fetches")) == 2
    write(folder, "다솔구")
    collect("folder", folder)
    assert list((paths().landing / ".incoming").iterdir()) == []


def test_two_runs_at_once_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.collect.BATCH_PAGES", 3)
    folder = write(tmp_path / "in", *(f"마을{number}" for number in range(12)))
    together = threading.Barrier(3)

    def run(_: int) -> tuple[str, ...]:
        together.wait()
        return collect("folder", folder).batches

    with ThreadPoolExecutor(3) as pool:
        put_by = [name for batches in pool.map(run, range(3)) for name in batches]
    assert sorted(put_by) == [batch.name for batch in batch_folders()]
    ids = [article["article_id"] for article in landed("articles")]
    assert len(ids) == len(set(ids)) == 12
    assert list((paths().landing / ".incoming").iterdir()) == []


def test_a_place_that_is_taken_stays_as_it_is(var: Path) -> None:
    place = var / "landing" / "batches" / "x"
    assert put(place, {"a": TABLE})
    assert not put(place, {"a": pa.table({"a": [3]})})
    assert pq.read_table(place / "a.parquet").equals(TABLE)


def test_a_place_taken_while_the_folder_is_written_stays_as_it_is(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = var / "landing" / "batches" / "x"
    write_file = landing._write

    def somebody_else_is_first(table: pa.Table, file: Path) -> None:
        write_file(table, file)
        place.mkdir(parents=True)
        (place / "theirs").touch()

    monkeypatch.setattr(landing, "_write", somebody_else_is_first)
    assert not put(place, {"a": TABLE})
    assert [file.name for file in place.iterdir()] == ["theirs"]


def test_a_folder_that_is_being_written_is_not_cleared_away(var: Path) -> None:
    busy = var / "landing" / ".incoming" / "busy"
    dead = var / "landing" / ".incoming" / "dead"
    for path in (busy, dead):
        path.mkdir(parents=True)
        (path / "half.parquet").touch()
    lock = os.open(busy, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    put(var / "landing" / "batches" / "x", {"a": TABLE})
    os.close(lock)
    assert busy.exists()
    assert not dead.exists()


def test_a_failing_disk_leaves_nothing_half_done(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(table: pa.Table, file: Path) -> None:
        file.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(landing, "_write", full)
    with pytest.raises(IljariError, match="No space left"):
        put(var / "landing" / "batches" / "x", {"a": TABLE})
    assert batch_folders() == []
    assert list((var / "landing" / ".incoming").iterdir()) == []


def test_files_are_on_disk_before_the_folder_is_in_place(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    flush, rename = landing._flush, landing._rename
    monkeypatch.setattr(landing, "_flush", lambda path: (steps.append(path.suffix or "folder"), flush(path))[1])
    monkeypatch.setattr(landing, "_rename", lambda *paths: (steps.append("rename"), rename(*paths))[1])
    put(var / "landing" / "batches" / "x", {"a": TABLE, "b": TABLE})
    assert steps == [".parquet", ".parquet", "folder", "rename", "folder"]


def test_rows_have_the_columns_of_their_table_and_no_others() -> None:
    assert rows(PAGES, []).schema.equals(PAGES)
    with pytest.raises(ValueError, match="no such column: colour"):
        rows(PAGES, [{"url": "a", "colour": "red"}])


def test_ids_tell_parts_apart() -> None:
    ids = [
        stable_id(*parts)
        for parts in [("a", "b"), ("ab",), ("a", "b", None), ("a", None, "b"), ("b", "a"), (1,), ("1",)]
    ]
    assert len(set(ids)) == len(ids)
    assert stable_id("가", 1, None) == stable_id("가", 1, None)
