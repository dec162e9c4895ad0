"""Where the WARC files of an archive are: on this machine, in a store that fsspec knows, or on the web; and in parts.

A list of files (`warc.paths`, as CC-NEWS publishes one a month) is read line by line.
"""

import contextlib
import gzip
import hashlib
import io
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

from extract.errors import IljariError
from extract.paths import PROJECT, place, store
from extract.sources.entries import load_sources
from extract.sources.folder import file_url
from extract.sources.warc import Part, can_be_split
from extract.web.client import Client, FetchFailed, Politeness

#: An address list of CC-NEWS has some hundred lines a month; one of a whole Common Crawl 100,000.
MAX_LIST_BYTES = 64 * 1024 * 1024
#: A file of CC-NEWS has about 1 GB.
MAX_FILE_BYTES = 16 * 1024 * 1024 * 1024
#: For a file of 1 GB at 300 kB/s.
MAX_FETCH_SECONDS = 3600.0

SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
#: CC-NEWS-20240131235959-00042.warc.gz: when the file was begun.
_NAMED_TIME = re.compile(r"(?:^|[-_])(20\d{12})[-_]")
#: A file goes on being written for some hours after the time in its name.
_FILE_SPAN = timedelta(days=1)


def warc_files(name: str, base: str | None) -> Iterator[str]:
    """The WARC files that a name stands for: addresses, or absolute paths."""
    name = name.strip()
    if _is_warc(name) and (_is_web(name) or ("://" in name and not _is_pattern(name))):
        yield name
        return
    if name.endswith((".paths", ".paths.gz", ".txt", ".txt.gz", ".list")):
        yield from _listed(name, base)
        return
    if "://" in name:
        yield from _in_store(name)
        return
    path = PROJECT / Path(name).expanduser()
    if path.is_file():
        if not _is_warc(path.name):
            raise IljariError(f"{path} is no WARC file: names end in {', '.join(SUFFIXES)}; lists in .paths or .txt.")
        yield str(path)
    elif path.is_dir():
        yield from sorted(str(file) for file in path.rglob("*") if file.is_file() and _is_warc(file.name))
    elif _is_pattern(name):
        root = Path(path.anchor)
        yield from sorted(str(file) for file in root.glob(str(path.relative_to(root))) if _is_warc(file.name))
    else:
        raise IljariError(f"There is no {path}. Give WARC files, a folder, a pattern, an address, or a list of them.")


def download(address: str, local: Path, client: Client | None = None) -> None:
    """Fetches a file from the web. Raises IljariError where it will not come, FetchFailed where a later try may."""
    limits = Politeness(contact=load_sources().contact, total_seconds=MAX_FETCH_SECONDS, max_bytes=MAX_FILE_BYTES)
    with client or Client(limits) as web, local.open("wb") as file:
        try:
            web.download(address, file, max_bytes=MAX_FILE_BYTES)
        except FetchFailed as failure:
            if failure.is_lasting:
                raise IljariError(f"{shown(address)} cannot be fetched: {failure}.") from failure
            raise


def _in_store(name: str) -> Iterator[str]:
    """The WARC files of a folder or pattern in a store."""
    where = store(name)
    found = where.fs.glob(where.path) if _is_pattern(name) else where.fs.find(where.path)
    yield from sorted(where.fs.unstrip_protocol(file) for file in found if _is_warc(file))


def _listed(name: str, base: str | None) -> Iterator[str]:
    with opened(name) as stream:
        content = stream.read(MAX_LIST_BYTES + 1)
    if content.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(content)) as unpacked:
                content = unpacked.read(MAX_LIST_BYTES + 1)
        except (OSError, EOFError) as error:
            raise IljariError(f"The list {name} cannot be unpacked: {error}.") from error
    if len(content) > MAX_LIST_BYTES:
        raise IljariError(f"The list {name} has more than {MAX_LIST_BYTES} bytes: split it.")
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if not _is_warc(line):
            raise IljariError(f"{name}, line {number}: '{line[:100]}' is no WARC file ({', '.join(SUFFIXES)}).")
        yield _completed(line, name, number, base)


def _completed(line: str, name: str, number: int, base: str | None) -> str:
    """An entry of a list as an address or an absolute path. CC-NEWS writes entries from the root of its host."""
    if "://" in line:
        return line
    if base:
        return base.rstrip("/") + "/" + line.lstrip("/") if "://" in base else str(PROJECT / base / line)
    if _is_web(name):
        return urljoin(name, "/" + line.lstrip("/"))
    path = (PROJECT / name).parent / line if "://" not in name else Path(line)
    if "://" in name or not path.is_file():
        raise IljariError(
            f"{name}, line {number}: there is no {path}. "
            "Give as base the folder or the address that its lines begin from."
        )
    return str(path)


def parts_of(file: str, part_bytes: int) -> Iterator[Part]:
    """A file on the web is one part, because its beginning must be fetched to reach its end."""
    if _is_web(file):
        yield Part(file)
        return
    where = place(file)
    try:
        size = where.stat().st_size
        with opened(file) as stream:
            if size <= part_bytes or not can_be_split(stream):
                yield Part(file)
                return
    except OSError as error:
        raise IljariError(f"{file} cannot be read: {error}.") from error
    n_parts = -(-size // part_bytes)
    borders = [size * number // n_parts for number in range(n_parts)]
    for start, end in zip(borders, [*borders[1:], None], strict=True):
        yield Part(file, start, end)


def identity(file: str) -> str:
    """What a file is known again by: its address on the web, else its name, size, first and last bytes."""
    if _is_web(file):
        return file
    where = place(file)
    size = where.stat().st_size
    with opened(file) as stream:
        digest = hashlib.sha256(stream.read(65536))
        stream.seek(max(0, size - 65536))
        digest.update(stream.read(65536))
    return f"{where.name} {size} {digest.hexdigest()}"


@contextlib.contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """A file, wherever it is, to read and to seek in. One on the web is fetched whole into a temporary file."""
    if not _is_web(file):
        try:
            stream = place(file if "://" in file else str(PROJECT / file)).open("rb")
        except OSError as error:
            raise IljariError(f"{file} cannot be read: {error.strerror or error}.") from error
        with stream:
            yield stream
        return
    with tempfile.TemporaryDirectory(prefix="iljari-warc-") as folder:
        local = Path(folder) / "archive"
        download(file, local)
        with local.open("rb") as stream:
            yield stream


def shown(file: str) -> str:
    """A file's name for rows: the same on every machine, and without a credential in an address."""
    if "://" in file:
        parts = urlsplit(file)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    return file_url(Path(file))


def _is_warc(name: str) -> bool:
    return urlsplit(name).path.endswith(SUFFIXES) if "://" in name else name.endswith(SUFFIXES)


def _is_pattern(name: str) -> bool:
    return any(char in name for char in "*?[")


def _is_web(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def named_time(file: str) -> datetime | None:
    found = _NAMED_TIME.search(Path(urlsplit(file).path).name)
    try:
        return datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def may_be_from(file: str, first: date | None, last: date | None) -> bool:
    begun = named_time(file)
    if begun is None:
        return True
    return (last is None or begun.date() <= last) and (first is None or (begun + _FILE_SPAN).date() >= first)
