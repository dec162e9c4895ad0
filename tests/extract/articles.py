"""Small articles for the tests of landing, and ways to look at what was landed and loaded."""

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from extract.landing import OPTIONAL_FILES, batch_folders
from extract.paths import paths

TEXT = "{name}, 일자리 사업 새로 짠다\n승인 2024-08-08 14:52\n\n{name}는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다.\n"


def write(folder: Path, *names: str) -> Path:
    """A folder of text files, one a name, each with its own content."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(TEXT.format(name=name), "utf-8")
    return folder


def write_record(folder: Path, name: str, text: str, url: str | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps({"title": name, "text": text, "url": url}), "utf-8")


def landed(name: str) -> list[dict]:
    """All rows of one kind of file in landing, in order of batches."""
    files = [folder / f"{name}.parquet" for folder in batch_folders()]
    if name in OPTIONAL_FILES:
        files = [file for file in files if file.exists()]
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def query(sql: str) -> list[tuple]:
    with duckdb.connect(str(paths().warehouse), read_only=True) as con:
        return con.execute(sql).fetchall()
