"""The compiled reader: the same claims as `reader.read`, some fifteen times as fast, from the Rust crate in this folder.

Python is where the rules stand: the crate is handed its patterns, word lists, names and weights (`spec`), so that each is written once. What the
functions do is written twice, and `tests/extract/claims/test_native.py` holds the two to the same claims. Where the crate is not built (no Rust
at set-up), everything is read in Python.
"""

import ctypes
import datetime as dt
import json
import logging
import os
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from extract.claims.model import AwardClaim, Claims, IndicatorClaim, Span, TargetClaim

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


def _told(lib: ctypes.CDLL, given: _Bytes) -> Any:
    told = json.loads(_taken(lib, given))
    if isinstance(told, dict) and "failed" in told:
        raise Failed(told["failed"])
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

    def _read(self, text: str, published: dt.date | None, title: str | None, is_traced: bool) -> dict[str, Any]:
        body, head = _utf8(text), None if title is None else _utf8(title)
        year, month, day = (published.year, published.month, published.day) if published else (0, 0, 0)
        given = self._lib.iljari_read(self._core, body, len(body), head, len(head or b""), year, month, day, is_traced)
        told: dict[str, Any] = _told(self._lib, given)
        return told

    def read(self, text: str, published: dt.date | None, title: str | None) -> Claims:
        """As `reader.read(text, published, title).claims`."""
        told = self._read(text, published, title, False)
        return Claims(
            tuple(_claim(AwardClaim, text, row) for row in told["awards"]),
            tuple(_claim(TargetClaim, text, row) for row in told["targets"]),
            tuple(_claim(IndicatorClaim, text, row) for row in told["indicators"]),
        )

    def trace(self, text: str, published: dt.date | None, title: str | None) -> dict[str, Any]:
        """What was seen on the way: `lines` with their items, `decisions` with their features, and the claims as rows."""
        return self._read(text, published, title, True)


#: what no UTF-8 can tell: half a character
_SURROGATE = re.compile("[\ud800-\udfff]")


def find_all(pattern: re.Pattern[str], text: str, start: int, end: int, library: Path = LIBRARY) -> list[Any]:
    """What the crate's patterns find where Python's `pattern.finditer(text, start, end)` looks: of each match the places of its groups, and `lastindex`."""
    lib, source, body = _library(library), pattern.pattern.encode(), _utf8(text)
    is_any_case = bool(pattern.flags & re.IGNORECASE)
    found: list[Any] = _told(lib, lib.iljari_find_all(source, len(source), is_any_case, body, len(body), start, end))
    return found


def _utf8(text: str) -> bytes:
    """A text as the crate takes it; what is no character becomes one that means nothing, so that places stay."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode()


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


Claim = TypeVar("Claim", AwardClaim, TargetClaim, IndicatorClaim)


def _claim(kind: type[Claim], text: str, row: list[Any]) -> Claim:
    """A claim from its row: the fields in order, without the evidence's text."""
    *told, start, end, rule, confidence, reasons, parts = row
    spans = tuple([Span(*part) for part in parts])
    return kind._make((*told, start, end, text[start:end], rule, confidence, tuple(reasons), spans))
