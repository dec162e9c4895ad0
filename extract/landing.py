"""The log that the warehouse is built from: folders of Parquet files, each put in place whole.

On disk a folder is written under `landing/.incoming/`, flushed, and renamed to its place. Its name says what is in it,
so a second run that writes the same folder finds it there already. A reader sees a whole folder or none.

A store of objects (`ILJARI_LANDING=s3://…`) has no folders to rename: there the files are written at their place, and
last one more, `whole.json`, that names them. A folder without it is not there for any reader, and whoever writes it
again writes the same files, because its name says what is in it.
"""

import contextlib
import fcntl
import hashlib
import io
import json
import logging
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.errors import IljariError
from extract.paths import Place, paths
from extract.reading.urls import identity
from extract.tables import RAW_TABLES

log = logging.getLogger(__name__)

BATCHES = "batches"
CLAIMS = "claims"
REVIEWS = "reviews"
SIGNATURES = "signatures"
ARCHIVES = "archives"
#: What a store of objects holds beside the files of a folder when all of them are there.
WHOLE = "whole.json"
_INCOMING = ".incoming"

#: Files that not every batch has: only the last batch of a run of a source in sources.yml says how the run went.
OPTIONAL_FILES = ("runs",)


def stable_id(*parts: str | int | float | None) -> str:
    """32 hexadecimal digits that are the same for the same parts, on every machine."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def storable(text: str) -> str:
    """Text that UTF-8 can hold, of a length that a person reads."""
    return text.encode("utf-8", "replace").decode()[:500]


def put(place: Place, tables: dict[str, pa.Table]) -> bool:
    """Writes a folder of Parquet files, `<name>.parquet` for each table, and puts it at `place` whole.

    Returns whether it was put; False where the place is taken, which is where this same content went before.
    Raises IljariError where the disk refuses.
    """
    if is_whole(place):
        return False
    if not isinstance(place, Path):
        return _put_objects(place, tables)
    try:
        with _incoming_folder() as folder:
            for name, table in tables.items():
                _write(table, folder / f"{name}.parquet")
            _flush(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            return _rename(folder, place)
    except OSError as error:
        raise IljariError(
            f"{place} cannot be written: {error}. Free space or set ILJARI_VAR to a disk that has it."
        ) from error


def _put_objects(place: Place, tables: dict[str, pa.Table]) -> bool:
    sizes = {}
    for name, table in tables.items():
        content = io.BytesIO()
        pq.write_table(table, content, compression="zstd")
        _write_object(place / f"{name}.parquet", content.getvalue())
        sizes[f"{name}.parquet"] = content.tell()
    _write_object(place / WHOLE, json.dumps(sizes, sort_keys=True).encode())
    return True


def _write_object(place: Place, content: bytes) -> None:
    # Errors of a store pass through: most of them (a connection, a limit) are gone when the task is tried again.
    try:
        place.write_bytes(content)
    except FileNotFoundError:  # stores of objects need no folder first; servers of files do
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def is_whole(place: Place) -> bool:
    """Whether a folder of landing is there, with all that belongs to it."""
    return place.is_dir() if isinstance(place, Path) else (place / WHOLE).exists()


def rows(schema: pa.Schema, values: Sequence[dict[str, Any]]) -> pa.Table:
    """A table of a raw table's columns; keys that are no column raise."""
    if unknown := {key for value in values for key in value} - set(schema.names):
        raise ValueError(f"no such column: {', '.join(sorted(unknown))}")
    return pa.Table.from_pylist(list(values), schema=schema)


def read(file: Place, columns: list[str] | None = None) -> pa.Table:
    """The rows of a Parquet file in landing. Raises OSError or pyarrow.ArrowException where it cannot be read."""
    # Not pq.read_table: that imports pandas, which takes longer than all that a small run does.
    if isinstance(file, Path):
        return pq.ParquetFile(file).read(columns)
    with file.open("rb") as content:
        return pq.ParquetFile(content).read(columns)


def n_rows(file: Place) -> int:
    """How many rows a Parquet file in landing has. Raises as `read`."""
    if isinstance(file, Path):
        return int(pq.read_metadata(file).num_rows)
    with file.open("rb") as content:
        return int(pq.read_metadata(content).num_rows)


def batch_folders() -> list[Place]:
    """The batches in landing, in order of their names."""
    return folders(paths().landing / BATCHES)


def claim_folders() -> list[Place]:
    """The folders of claims in landing, of all extractor versions, in order of version and batch."""
    return _folders_by_version(CLAIMS)


def review_folders() -> list[Place]:
    """The folders of answers of people in landing, in order of their names."""
    return folders(paths().landing / REVIEWS)


def signature_folders() -> list[Place]:
    """The folders of signatures in landing, of all signature versions, in order of version and batch."""
    return _folders_by_version(SIGNATURES)


def folders(parent: Place) -> list[Place]:
    """The whole folders directly in a folder of landing, in order of their names."""
    if isinstance(parent, Path):
        return list(_folders(parent))
    return [parent / name for (name,) in _whole_objects(parent, 1)]


def _folders_by_version(kind: str) -> list[Place]:
    parent = paths().landing / kind
    if isinstance(parent, Path):
        return [folder for version in _folders(parent) for folder in _folders(version)]
    return [parent / version / name for version, name in _whole_objects(parent, 2)]


def _whole_objects(parent: Place, depth: int) -> list[tuple[str, ...]]:
    """The folders below one of a store that are whole, by their names from there down: from one listing of it all."""
    assert not isinstance(parent, Path)
    parent.fs.invalidate_cache()
    above = parent.path.rstrip("/") + "/"
    try:
        names = parent.fs.find(parent.path)
    except FileNotFoundError as error:  # a folder without objects is just empty
        raise IljariError(f"{parent} cannot be listed: {error}. Make the bucket, or correct ILJARI_LANDING.") from error
    found = (name.partition(above)[2].split("/") for name in names)
    return sorted(tuple(names[:-1]) for names in found if names[-1] == WHOLE and len(names) == depth + 1)


def _folders(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))


class KnownArticle(NamedTuple):
    """What is needed of an article to find its next version."""

    article_id: str
    fetched_at: datetime


class SeenItem(NamedTuple):
    """When an item was last fetched under an etag, and what came; None where it could not be fetched."""

    at: datetime
    page_sha256: str | None


class Known:
    """What landing holds already, from a scan of a few columns: the pages that a source fetched, and, when asked, the
    articles of all sources.

    A page that another source fetched is fetched again: that both have it decides whether its article counts when one
    of them is left out of the facts.
    """

    def __init__(self, source: str) -> None:
        self._pages: set[tuple[str, str]] = set()
        self._items: dict[tuple[str, str], SeenItem] = {}
        self._articles: dict[str, KnownArticle] | None = None
        self._article_ids: set[str] = set()
        self._pages_with_articles: set[str] = set()
        for table in scan("fetches", ["url", "page_sha256", "etag", "at"], source):
            for url, sha256, etag, at in zip(*(column.to_pylist() for column in table.columns), strict=True):
                if sha256:
                    self._pages.add((url, sha256))
                if etag and ((url, etag) not in self._items or at > self._items[url, etag].at):
                    self._items[url, etag] = SeenItem(at, sha256)

    def has_page(self, url: str, page_sha256: str) -> bool:
        return (url, page_sha256) in self._pages

    def item(self, url: str, etag: str | None) -> SeenItem | None:
        return self._items.get((url, etag)) if etag else None

    def has_article(self, article_id: str) -> bool:
        self._load_articles()
        return article_id in self._article_ids

    def has_article_of_page(self, page_sha256: str) -> bool:
        self._load_articles()
        return page_sha256 in self._pages_with_articles

    def latest_at(self, url: str) -> str | None:
        """article_id of the newest version at a url, or at another one of the same identity."""
        known = self._load_articles().get(address_key(url))
        return known.article_id if known else None

    def add_article(self, article: dict[str, Any]) -> None:
        """Counts an article as known from now on."""
        articles = self._load_articles()
        self._article_ids.add(article["article_id"])
        self._pages_with_articles.add(article["page_sha256"])
        key = address_key(article["url"])
        newest = articles.get(key)
        if newest is None or article["fetched_at"] >= newest.fetched_at:
            articles[key] = KnownArticle(article["article_id"], article["fetched_at"])

    def _load_articles(self) -> dict[str, KnownArticle]:
        if self._articles is None:
            self._articles = {}
            for table in scan("articles", ["article_id", "url", "fetched_at", "page_sha256"]):
                for row in table.to_pylist():
                    self.add_article(row)
        return self._articles


def address_key(url: str) -> str:
    """The identity of an article's url. What stands behind `#` tells the articles of one page apart."""
    page, mark, part = url.partition("#")
    return identity(page) + mark + part


def scan(name: str, columns: list[str], source: str | None = None) -> Iterator[pa.Table]:
    """Some columns of one kind of file in every batch, of one source or of all. A column that a file is too old to have
    is null; a file that a batch has no need of may be missing (`OPTIONAL_FILES`)."""
    schema, _ = RAW_TABLES[name]
    for folder in batch_folders():
        file = folder / f"{name}.parquet"
        if name in OPTIONAL_FILES and not file.exists():
            continue
        try:
            yield _columns(file, columns, schema, source)
        except (OSError, pa.ArrowException) as error:
            # Its pages count as unknown and are fetched again; the load says what is wrong with the file.
            log.warning("%s: left out of what is known: %s", file, error)


def _columns(file: Place, columns: list[str], schema: pa.Schema, source: str | None) -> pa.Table:
    wanted = columns if source is None else list(dict.fromkeys([*columns, "source"]))
    table = read(file, wanted)
    for name in set(wanted) - set(table.column_names):
        table = table.append_column(name, pa.nulls(table.num_rows, schema.field(name).type))
    return (table if source is None else table.filter(pc.field("source") == source)).select(columns)


@contextlib.contextmanager
def _incoming_folder() -> Iterator[Path]:
    """A folder of this process's own, locked while the process lives: so others see which are left by the dead."""
    parent = Path(str(paths().landing)) / _INCOMING
    parent.mkdir(parents=True, exist_ok=True)
    _clear_left_behind(parent)
    folder, lock = _locked_folder(parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked_folder(parent: Path) -> tuple[Path, int]:
    """A new folder and the handle that locks it. Until it is locked another process may take it for one left behind."""
    while True:
        folder = parent / uuid.uuid4().hex
        folder.mkdir()
        with contextlib.suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if folder.exists():
                    return folder, lock
            os.close(lock)


def _clear_left_behind(parent: Path) -> None:
    for folder in _folders(parent):
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
            log.info("%s: removed, its run did not finish", folder)
        except BlockingIOError:
            pass
        finally:
            os.close(lock)


def _write(table: pa.Table, file: Path) -> None:
    pq.write_table(table, file, compression="zstd")
    _flush(file)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _rename(folder: Path, place: Path) -> bool:
    try:
        folder.rename(place)
    except OSError:
        if place.is_dir():  # another run was here first, with the same content
            return False
        raise
    _flush(place.parent)
    return True
