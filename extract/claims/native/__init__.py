"""The compiled reader: the same claims as `reader.read`, some fifteen times as fast, from the Rust crate in this folder.

Python is where the rules stand: the crate is handed its patterns, word lists, names and weights (`spec`), so that each is written once. What the
functions do is written twice, and `tests/extract/claims/test_native.py` holds the two to the same claims. Where the crate is not built (no Rust
at set-up), everything is read in Python.
"""

import ctypes
import datetime as dt
import logging
import os
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from extract.claims.model import Claims

#: where `build.sh` puts the library
LIBRARY = (
    Path(__file__).resolve().parents[3]
    / "build"
    / "native"
    / ("libiljari_claims.dylib" if sys.platform == "darwin" else "libiljari_claims.so")
)

log = logging.getLogger(__name__)


class Failed(Exception):
    """The compiled reader could not read a text, or could not be set up; the message says why."""


class _Bytes(ctypes.Structure):
    _fields_ = (("at", ctypes.c_void_p), ("n", ctypes.c_size_t))


def _library(path: Path) -> ctypes.CDLL:
    """The library with the types of its functions (`src/ffi.rs`)."""
    lib = ctypes.CDLL(str(path))
    string: list[Any] = [ctypes.c_char_p, ctypes.c_size_t]
    lib.iljari_core.restype = ctypes.c_void_p
    lib.iljari_core.argtypes = [*string, ctypes.POINTER(_Bytes)]
    lib.iljari_read.restype = _Bytes
    lib.iljari_read.argtypes = [
        ctypes.c_void_p, *string, *string, ctypes.c_int32, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_bool,
    ]  # fmt: skip
    lib.iljari_find_all.restype = _Bytes
    lib.iljari_find_all.argtypes = [*string, ctypes.c_bool, *string, ctypes.c_size_t, ctypes.c_size_t]
    lib.iljari_free.restype = None
    lib.iljari_free.argtypes = [_Bytes]
    return lib


def _taken(lib: ctypes.CDLL, given: _Bytes) -> bytes:
    try:
        return ctypes.string_at(given.at, given.n)
    finally:
        lib.iljari_free(given)


def _told(lib: ctypes.CDLL, given: _Bytes) -> bytes:
    """What the library tells, as JSON."""
    told = _taken(lib, given)
    if told.startswith(b'{"failed":'):
        raise Failed(msgspec.json.decode(told)["failed"])
    return told


class NativeReader:
    """The crate's reader with the rules of the Python modules as they are now. One serves all threads: it releases the interpreter's lock."""

    def __init__(self, library: Path = LIBRARY):
        """Raises `OSError` where the library is not there or of another machine, `Failed` where it does not understand the rules."""
        from extract.claims.native.spec import spec

        self._lib = _library(library)
        told = spec().encode()
        why = _Bytes()
        self._core = self._lib.iljari_core(told, len(told), ctypes.byref(why))
        if not self._core:
            raise Failed(_taken(self._lib, why).decode())

    def _read(self, text: str, published: dt.date | None, title: str | None, is_traced: bool) -> bytes:
        body, head = text.encode(), None if title is None else title.encode()
        year, month, day = (published.year, published.month, published.day) if published else (0, 0, 0)
        given = self._lib.iljari_read(self._core, body, len(body), head, len(head or b""), year, month, day, is_traced)
        return _told(self._lib, given)

    def read(self, text: str, published: dt.date | None, title: str | None) -> Claims:
        """As `reader.read(text, published, title).claims`."""
        try:
            return _CLAIMS.decode(self._read(text, published, title, False))
        except UnicodeEncodeError:
            told = self._read(_whole(text), published, title and _whole(title), False)
            return _as_written(_CLAIMS.decode(told), text)

    def trace(self, text: str, published: dt.date | None, title: str | None) -> dict[str, Any]:
        """What was seen on the way: `lines` with their items, `decisions` with their features, and the claims as rows."""
        told: dict[str, Any] = msgspec.json.decode(self._read(_whole(text), published, title and _whole(title), True))
        return told


_CLAIMS = msgspec.json.Decoder(Claims)


#: what no UTF-8 can tell: half a character
_SURROGATE = re.compile("[\ud800-\udfff]")


def find_all(pattern: re.Pattern[str], text: str, start: int, end: int, library: Path = LIBRARY) -> list[Any]:
    """What the crate's patterns find where Python's `pattern.finditer(text, start, end)` looks: of each match the places of its groups, and `lastindex`."""
    lib, source, body = _library(library), pattern.pattern.encode(), _whole(text).encode()
    is_any_case = bool(pattern.flags & re.IGNORECASE)
    found: list[Any] = msgspec.json.decode(
        _told(lib, lib.iljari_find_all(source, len(source), is_any_case, body, len(body), start, end))
    )
    return found


def _whole(text: str) -> str:
    """A text where halves of characters, which no UTF-8 can tell, become one that means nothing, so that places stay."""
    return _SURROGATE.sub("\ufffd", text)


def _as_written(claims: Claims, text: str) -> Claims:
    """Claims with the evidence as the text has it, halves of characters and all."""
    kinds = (claims.awards, claims.targets, claims.indicators)
    return Claims(
        *(tuple(c._replace(evidence_text=text[c.evidence_start : c.evidence_end]) for c in kind) for kind in kinds)  # type: ignore[arg-type]
    )


@lru_cache(maxsize=1)
def native_reader() -> NativeReader | None:
    """The compiled reader, or None where it is not built or ILJARI_NATIVE=0 says to read in Python."""
    if os.environ.get("ILJARI_NATIVE") == "0" or not LIBRARY.exists():
        return None
    try:
        return NativeReader()
    except (OSError, Failed) as e:
        log.warning("the compiled reader does not work, claims are read in Python (much slower): %s", e)
        return None
