"""What must hold at each gate, as data: one YAML file a table below `expectations/<gate>/`, read and checked here.

table: raw.articles                # what the file is about; read as it is unless `query` says otherwise
what: one row an article version   # the grain, in words
key: [article_id]                  # identifies a row in a message
show: [url, title]                 # more columns that help to find what is wrong
query: select ...                  # optional: the rows to check, for example with a column computed from two tables;
                                   # it can call the functions of `expectations/evidence.py`
                                   # it reads the views of `expectations/new_rows.py` in `landed` and of
                                   # `expectations/new_evidence.py` in `candidate`
expectations:
  - expectation: expect_column_values_to_not_be_null
    column: article_id             # the expectation's own arguments stand beside its name
    severity: critical             # critical stops the run, warning is counted and shown
    why: A claim is tied to its article by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from extract.errors import IljariError

GATES = ("landed", "candidate")
SEVERITIES = ("critical", "warning")
FOLDER = Path(__file__).resolve().parent

_TABLE_WORDS = {"table", "what", "key", "show", "query", "expectations"}
_TABLE_MUST = ("table", "what", "key", "expectations")
_ENTRY_MUST = ("expectation", "severity", "why")
_COLUMN_WORDS = ("column", "column_A", "column_B")


class SuiteError(IljariError):
    """A file of expectations is not written as it must be. The message names the file, the entry and what to do."""


@dataclass(frozen=True)
class Entry:
    """One expectation on one table. `number` counts from 1 in the file; `kwargs` are Great Expectations' own."""

    number: int
    expectation: str
    kwargs: dict[str, Any]
    severity: str
    why: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the expectation reads; none for one on the whole table."""
        single = (self.kwargs[word] for word in _COLUMN_WORDS if word in self.kwargs)
        return (*single, *self.kwargs.get("column_list", ()))

    def __str__(self) -> str:
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.kwargs.items())
        return f"{self.expectation}({arguments})"


@dataclass(frozen=True)
class TableSuite:
    """All that must hold for one table."""

    file: Path
    table: str
    what: str
    key: tuple[str, ...]
    show: tuple[str, ...]
    query: str
    entries: tuple[Entry, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that must be read: the key, what is shown with a bad row, what is checked. In this order."""
        checked = (column for entry in self.entries for column in entry.columns)
        return tuple(dict.fromkeys((*self.key, *self.show, *checked)))

    def at(self, entry: Entry) -> str:
        """Where an entry stands, for a message: 'landed/articles.yml, entry 3 (expect_...)'."""
        return f"{self.file.parent.name}/{self.file.name}, entry {entry.number} ({entry.expectation})"


def load(gate: str, folder: Path = FOLDER) -> list[TableSuite]:
    """The suites of a gate, by file name. Raises `SuiteError` with everything that is wrong in any of its files."""
    if gate not in GATES:
        raise SuiteError(f"There is no gate '{gate}'. The gates are: {', '.join(GATES)}.")
    files = sorted((folder / gate).glob("*.yml"))
    if not files:
        raise SuiteError(f"{folder / gate} holds no .yml file: a gate with nothing to check would let everything pass.")
    suites, problems = [], []
    for file in files:
        content = _parse(file)
        wrong = list(_problems(content))
        problems += [f"{gate}/{file.name}{problem}" for problem in wrong]
        if not wrong:
            suites.append(_suite(file, content))
    if problems:
        raise SuiteError("Mend these expectations:\n" + "\n".join(f"- {problem}" for problem in problems))
    return suites


def _parse(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SuiteError(f"{file.parent.name}/{file.name} is not YAML: {error}") from error


def _problems(content: Any) -> Iterator[str]:
    """What is wrong in the form of one file, each to be read after the file's name."""
    if not isinstance(content, dict):
        yield ": must be a mapping with " + ", ".join(_TABLE_MUST)
        return
    for word in sorted(content.keys() - _TABLE_WORDS):
        yield f": unknown word '{word}'; known are {', '.join(sorted(_TABLE_WORDS))}"
    for word in _TABLE_MUST:
        if not content.get(word):
            yield f": '{word}' is missing or empty"
    for word in ("key", "show"):
        if not _is_strings(content.get(word) or []):
            yield f": '{word}' must be a list of column names"
    entries = content.get("expectations") or []
    if not isinstance(entries, list):
        yield ": 'expectations' must be a list"
        return
    for number, entry in enumerate(entries, start=1):
        yield from (f", entry {number}: {problem}" for problem in _entry_problems(entry))


def _entry_problems(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "must be a mapping with " + ", ".join(_ENTRY_MUST)
        return
    for word in _ENTRY_MUST:
        if not isinstance(entry.get(word), str) or not entry[word].strip():
            yield f"'{word}' is missing or not a text"
    if entry.get("severity") not in SEVERITIES:
        yield f"unknown severity {entry.get('severity')!r}; known are {', '.join(SEVERITIES)}"
    if not _is_strings(entry.get("column_list", [])):
        yield "'column_list' must be a list of column names"


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _suite(file: Path, content: dict[str, Any]) -> TableSuite:
    table = content["table"]
    return TableSuite(
        file=file,
        table=table,
        what=content["what"],
        key=tuple(content["key"]),
        show=tuple(content.get("show") or ()),
        query=content.get("query") or f"select * from {table}",
        entries=tuple(_entry(number, entry) for number, entry in enumerate(content["expectations"], start=1)),
    )


def _entry(number: int, entry: dict[str, Any]) -> Entry:
    kwargs = {name: value for name, value in entry.items() if name not in _ENTRY_MUST}
    return Entry(number, entry["expectation"], kwargs, entry["severity"], " ".join(entry["why"].split()))
