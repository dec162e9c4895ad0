"""A folder of saved pages and articles, with everything below it."""

import hashlib
import logging
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from extract.sources import FetchFailed, Item, Page

log = logging.getLogger(__name__)

#: A page is held in memory whole. Large article pages have 2 MB; a JSON Lines file of 10,000 articles 30 MB.
MAX_PAGE_BYTES = 64 * 1024 * 1024

WHAT_TO_GIVE = "Give a folder that holds articles as .txt, .html, .json or .jsonl files."


class Folder:
    """The files of a folder and its subfolders. Names that begin with a dot, and Iljari's own state, are left out."""

    def __init__(self, root: Path, max_page_bytes: int = MAX_PAGE_BYTES) -> None:
        self.root = root.expanduser()
        self.max_page_bytes = max_page_bytes

    def discover(self) -> Iterator[Item]:
        """Every file, sorted by url. Raises IljariError where there is no such folder, or nothing in it."""
        self._check_root()
        # A folder that is reached twice through symbolic links is walked once; that also ends every loop of links.
        files = sorted(((file_url(path), path) for path in self._walk()), key=lambda pair: pair[0])
        if not files:
            raise IljariError(f"The folder {self.root} holds no files. {WHAT_TO_GIVE}")
        for url, path in files:
            yield _item(url, path)

    def fetch(self, item: Item) -> Page:
        """The bytes of a file. Raises FetchFailed: not_a_file, too_large or unreadable."""
        path = Path(item.handle)
        try:
            # The mode is asked first: opening a pipe or a device would wait for ever.
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise FetchFailed("not_a_file", "neither a file nor a folder")
            if status.st_size > self.max_page_bytes:
                raise FetchFailed("too_large", f"{status.st_size} bytes, the limit is {self.max_page_bytes}; split it")
            with path.open("rb") as file:
                content = file.read(self.max_page_bytes + 1)
        except OSError as error:
            raise FetchFailed("unreadable", error.strerror or type(error).__name__) from error
        if len(content) > self.max_page_bytes:
            raise FetchFailed("too_large", f"grew over the limit of {self.max_page_bytes} bytes while it was read")
        return Page(url=item.url, content=content, sha256=hashlib.sha256(content).hexdigest(), etag=item.etag)

    def _check_root(self) -> None:
        try:
            status = self.root.stat()
        except (OSError, ValueError) as error:
            raise IljariError(f"There is no folder {self.root} that can be read. {WHAT_TO_GIVE}") from error
        if not stat.S_ISDIR(status.st_mode):
            raise IljariError(f"{self.root} is not a folder. {WHAT_TO_GIVE} For one file, give the folder it is in.")
        if not os.access(self.root, os.R_OK | os.X_OK):
            raise IljariError(f"The folder {self.root} may not be read. Allow it to the user that runs Iljari.")

    def _walk(self) -> Iterator[Path]:
        state = paths().var
        seen: set[tuple[int, int]] = set()
        todo = [self.root.resolve()]
        while todo:
            folder = todo.pop(0)
            try:
                status = folder.stat()
                if (status.st_dev, status.st_ino) in seen or folder.resolve() == state:
                    continue
                seen.add((status.st_dev, status.st_ino))
                entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
            except OSError as error:
                log.warning("%s: folder left out: %s", folder, error.strerror)
                continue
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                path = folder / entry.name
                if _is_folder(entry):
                    todo.append(path)
                else:
                    yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links: as a file it becomes a row that says so
        return False


def _item(url: str, path: Path) -> Item:
    """Size and times of change are the etag: while they stay, the file is known to be the same without opening it."""
    try:
        status = path.stat()
    except OSError as error:
        return Item(url=url, handle=str(path), etag=f"no status: {error.strerror}")
    changed_ns = max(status.st_mtime_ns, status.st_ctime_ns)
    return Item(
        url=url,
        handle=str(path),
        etag=f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}",
        changed_at=datetime.fromtimestamp(changed_ns / 1e9, UTC),
    )


def file_url(path: Path) -> str:
    """`file:` and the path, relative where the file is inside the project (the same on every machine), else absolute.

    Korean letters stay readable; what a url cannot hold is percent-encoded, bytes that are no UTF-8 too.
    """
    if path.is_relative_to(PROJECT):
        return "file:" + _quoted(path.relative_to(PROJECT))
    return "file://" + _quoted(path)


def _quoted(path: Path) -> str:
    name = path.as_posix()
    return "".join(_quoted_char(char) for char in name)


def _quoted_char(char: str) -> str:
    if char.isprintable() and char not in ' "#%<>?[]\\^`{|}' and not "\ud800" <= char <= "\udfff":
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogateescape"))
