"""Sources as data: `sources.yml`, one entry a source, checked whole before anything is fetched.

Only this module says what an entry may hold. It is read at every parse of the DAG files, so it imports nothing heavy.
"""

import difflib
import os
import re
from collections.abc import Iterator
from datetime import date
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from extract.errors import IljariError
from extract.paths import PROJECT

#: Names that mean something else in the tables.
TAKEN_NAMES = ("sample", "folder", "compiled", "landing")


class SourcesError(IljariError):
    """`sources.yml` is not written as it must be. The message has a line a fault: file, line, field, what to do."""


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return value


def _selector(value: str) -> str:
    if not value.strip():
        raise ValueError("is an empty CSS selector")
    return value


def _schedule(value: str) -> str:
    from croniter import croniter  # type: ignore[import-untyped,unused-ignore]  # a file without schedules need not pay for it

    if value not in ("@hourly", "@daily", "@weekly", "@monthly") and not croniter.is_valid(value):
        raise ValueError(
            "is neither a cron expression ('30 6 * * *', in Korean time) nor @hourly, @daily, @weekly, @monthly"
        )
    return value


def _network(value: str) -> str:
    try:
        ip_network(value)
    except ValueError as error:
        raise ValueError(f"is no network such as 10.1.0.0/16: {error}") from error
    return value


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


Pattern = Annotated[str, AfterValidator(_pattern)]
Selector = Annotated[str, AfterValidator(_selector)]
Schedule = Annotated[str, AfterValidator(_schedule)]
Network = Annotated[str, AfterValidator(_network)]
Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    """No field that is not known, no value of another type than its field's, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Polite(_Strict):
    """How a source's hosts are treated, beyond what their robots.txt asks for."""

    delay_seconds: float = Field(default=2.0, ge=0, le=600)  # between two requests to one host
    concurrency: int = Field(default=1, ge=1, le=4)  # requests to one host at a time
    timeout_seconds: float = Field(default=60.0, gt=0, le=600)  # for one whole answer


class Entry(_Strict):
    """One source. What all kinds have in common; each kind adds its own."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,47}$")]
    kind: str
    address: Text
    enabled: bool = False
    language: Text = "ko"
    region: str | None = None  # whose news it is, as people call it: '전국', '충북', '경기 수원시'
    licence: Text  # what is known of the right to collect and keep its texts
    check: str | None = None  # what its user must look at before switching it on
    schedule: Schedule | None = None  # in Korean time; without one it runs when somebody asks
    reading_rule: Annotated[str, Field(pattern=r"^[a-z0-9_.-]+$")] | None = None  # a publisher rule in extract/reading
    max_new: int = Field(1000, ge=1, le=100_000)  # articles fetched in one run; the rest comes with the next

    @property
    def is_web(self) -> bool:
        """Whether it is reached by HTTP."""
        return False


class WebEntry(Entry):
    """What all kinds that fetch from the web have in common."""

    politeness: Polite = Field(default_factory=Polite)
    only: Pattern | None = None  # addresses of articles must contain this
    never: Pattern | None = None  # … and not this
    recheck_days: int = Field(0, ge=0, le=90)  # an article so young is asked for again once a day, for its corrections

    @model_validator(mode="after")
    def _has_web_address(self) -> "WebEntry":
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("address: must begin with http:// or https:// and name a host")
        if parts.username or parts.password:
            raise ValueError("address: holds a user name or password; put it into an Airflow connection")
        return self

    @property
    def is_web(self) -> bool:
        return True


class FolderEntry(Entry):
    """A folder of saved pages and articles; a relative address starts at the project's folder."""

    kind: Literal["folder"]


class FeedEntry(WebEntry):
    """An RSS or Atom feed."""

    kind: Literal["feed"]


class SitemapEntry(WebEntry):
    """A sitemap, a news sitemap, or an index of them; plain or gzip."""

    kind: Literal["sitemap"]
    since: date | None = None  # what the sitemap says was last changed before this day is left out
    max_sitemaps: int = Field(50, ge=1, le=5000)  # files read in one run
    max_depth: int = Field(2, ge=0, le=5)  # indexes within indexes


class BoardList(_Strict):
    """Where a board's list page has its rows, as CSS selectors, and how its next page is reached."""

    rows: Selector  # one element a notice
    link: Selector = "a"  # within a row
    date: Selector | None = None  # within a row: the day on which it was put up
    link_from: Literal["href", "onclick"] = "href"
    link_pattern: Pattern | None = None  # picked out of the link, for links such as javascript:fn_view('123')
    link_template: str | None = None  # the address made of it: {1} is the pattern's first group
    next: Selector | None = None  # the link to the next page …
    page_parameter: str | None = None  # … or the query parameter that counts the pages
    first_page: int = 1
    page_step: int = Field(1, ge=1)  # what the parameter grows by: 10 where it counts rows
    max_pages: int = Field(5, ge=1, le=10_000)  # read in one run

    @model_validator(mode="after")
    def _fits_together(self) -> "BoardList":
        if (self.link_pattern is None) != (self.link_template is None):
            raise ValueError("link_pattern: goes together with link_template")
        if self.next and self.page_parameter:
            raise ValueError("page_parameter: give either it or next, not both")
        if self.link_pattern and self.link_template:
            n_groups = re.compile(self.link_pattern).groups
            wanted = [int(number) for number in re.findall(r"\{(\d+)\}", self.link_template)]
            if not wanted or max(wanted) > n_groups or min(wanted) < 1:
                raise ValueError(f"link_template: must use groups of link_pattern, {{1}} to {{{n_groups}}}")
        return self


class BoardEntry(WebEntry):
    """The list pages of a notice board. `address` is the first of them."""

    kind: Literal["board"]
    list: BoardList
    attachments: bool = False  # PDF, HWP and HWPX files that a notice links to are articles too


class NaverNewsEntry(WebEntry):
    """The news search API of Naver. Its results lead to pages; their snippets are no articles."""

    kind: Literal["naver_news"]
    queries: Annotated[list[Text], Field(min_length=1)]
    connection: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] = (
        "naver_news"  # has id (login) and secret (password)
    )
    id_header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")] = "X-NCP-APIGW-API-KEY-ID"
    secret_header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")] = "X-NCP-APIGW-API-KEY"
    max_results: int = Field(300, ge=1, le=1000)  # of one query in one run; the API gives no more than 1,000

    @model_validator(mode="after")
    def _keeps_its_secret(self) -> "NaverNewsEntry":
        if not self.address.startswith("https://") and not _is_loopback(urlsplit(self.address).hostname or ""):
            raise ValueError("address: id and secret are sent to it, so it must begin with https://")
        return self


KINDS: dict[str, type[Entry]] = {
    "folder": FolderEntry,
    "feed": FeedEntry,
    "sitemap": SitemapEntry,
    "board": BoardEntry,
    "naver_news": NaverNewsEntry,
}


class _Head(_Strict):
    """What stands above the entries."""

    contact: str | None = None
    allowed_networks: list[Network] = []
    sources: list[Any] | None = None


class Sources(NamedTuple):
    """The whole file."""

    file: Path
    contact: str | None  # a mail address or page by which a site's keeper reaches whoever runs this
    allowed_networks: tuple[str, ...]  # networks that may be fetched from though they are private: an intranet, a test
    entries: tuple[Entry, ...]

    def entry(self, name: str) -> Entry:
        """The entry of a name. Raises SourcesError with the nearest name."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        names = [entry.name for entry in self.entries]
        raise SourcesError(f"{self.file} has no source '{name}'{_near(name, names)}. `make sources` lists them.")


def sources_file() -> Path:
    """`sources.yml` of the project, or the file that `ILJARI_SOURCES` names (relative to the project's folder)."""
    return PROJECT / Path(os.environ.get("ILJARI_SOURCES") or "sources.yml").expanduser()


def load_sources(file: Path | None = None) -> Sources:
    """Every entry of the file. Raises SourcesError with everything that is wrong in it."""
    file = file or sources_file()
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourcesError(f"{file} cannot be read: {error}") from error
    return parse_sources(text, file)


def parse_sources(text: str, file: Path) -> Sources:
    """`load_sources` of a text. Raises SourcesError."""
    lines: dict[_Path, int] = {}
    problems: list[_Problem] = []
    content = _content(text, file, lines, problems)
    head = _head(content, problems)
    entries = [_entry(position, value, problems) for position, value in enumerate(head.sources or [])]
    whole = tuple(entry for entry in entries if entry)
    problems += _problems_between(head, entries)
    if problems:
        raise SourcesError(_told(problems, lines, content, file))
    return Sources(file, head.contact, tuple(head.allowed_networks), whole)


_Path = tuple[str | int, ...]


class _Problem(NamedTuple):
    path: _Path
    what: str


def _content(text: str, file: Path, lines: dict[_Path, int], problems: list[_Problem]) -> dict[str, Any]:
    """The file as plain values; `lines` is filled with the line of each."""
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return {}
        content = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SourcesError(f"{file}:{line}: is not YAML: {error.problem or error.context}") from error
    # The constructor of dates raises ValueError for the 31st of February, that of base 60 numbers for a stray sign.
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise SourcesError(f"{file}: is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise SourcesError(f"{file}:1: must hold 'contact' and 'sources', not a {type(content).__name__}")
    try:
        _note_lines(node, (), lines, problems)
    except RecursionError as error:
        raise SourcesError(f"{file}: is nested too deep, or refers to itself") from error
    return content


def _note_lines(node: yaml.Node, path: _Path, lines: dict[_Path, int], problems: list[_Problem]) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for position, child in enumerate(node.value):
            _note_lines(child, (*path, position), lines, problems)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            here = (*path, str(key.value))
            if here in lines:
                lines[*here, "again"] = key.start_mark.line + 1
                problems.append(_Problem((*here, "again"), f"stands here again, first in line {lines[here]}"))
                continue
            lines[here] = key.start_mark.line + 1
            _note_lines(child, here, lines, problems)


def _head(content: dict[str, Any], problems: list[_Problem]) -> _Head:
    try:
        return _Head.model_validate(content)
    except ValidationError as error:
        problems += _problems_of(error, (), list(_Head.model_fields))
        found = content.get("sources")
        return _Head(sources=found if isinstance(found, list) else None)


def _entry(position: int, value: Any, problems: list[_Problem]) -> Entry | None:
    path: _Path = ("sources", position)
    if not isinstance(value, dict):
        problems.append(_Problem(path, f"must be an entry with name, kind, address and licence, not {value!r}"))
        return None
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        said = "is missing" if kind is None else f"'{kind}' is no kind of source{_near(str(kind), list(KINDS))}"
        problems.append(_Problem((*path, "kind"), f"{said}; the kinds are {', '.join(KINDS)}"))
        return None
    try:
        return KINDS[kind].model_validate(value)
    except ValidationError as error:
        problems += _problems_of(error, path, list(KINDS[kind].model_fields))
        return None


def _problems_of(error: ValidationError, path: _Path, fields: list[str]) -> Iterator[_Problem]:
    for found in error.errors(include_url=False, include_context=False, include_input=True):
        where: _Path = tuple(found["loc"])
        what = found["msg"].removeprefix("Value error, ")
        if found["type"] == "extra_forbidden":
            known = list(BoardList.model_fields) if where[0] == "list" else fields
            known = list(Polite.model_fields) if where[0] == "politeness" else known
            what = f"is no field here{_near(str(where[-1]), known)}; the fields are {', '.join(known)}"
        elif found["type"] == "missing":
            what = "is missing"
        elif found["type"] == "value_error" and (named := re.match(r"(\w+): (.+)", what)):
            where, what = (*where, named[1]), named[2]  # what the whole of an entry has to say about one field
        elif found["type"] != "value_error":
            what = f"{what[0].lower()}{what[1:]}, not {found['input']!r:.60}"
        yield _Problem((*path, *where), what)


def _problems_between(head: _Head, entries: list[Entry | None]) -> Iterator[_Problem]:
    """What is wrong with entries that are right by themselves."""
    first: dict[str, int] = {}
    yield from _unknown_rules(entries)
    for position, entry in enumerate(entries):
        if entry is None:
            continue
        path: _Path = ("sources", position, "name")
        if entry.name in TAKEN_NAMES:
            yield _Problem(path, f"'{entry.name}' has a meaning of its own; choose another name")
        if entry.name in first:
            yield _Problem(path, f"'{entry.name}' is the name of entry {first[entry.name] + 1} already")
        first.setdefault(entry.name, position)
        if entry.is_web and entry.enabled and not (head.contact or "").strip():
            yield _Problem(
                (*path[:2], "enabled"),
                "needs 'contact' at the top of the file: a mail address or page by which the keeper of a site can "
                "reach you; it is sent with every request",
            )


def _unknown_rules(entries: list[Entry | None]) -> Iterator[_Problem]:
    named = [(at, entry.reading_rule) for at, entry in enumerate(entries) if entry and entry.reading_rule]
    if not named:
        return
    from extract.reading.rules import RULES  # the readers beside it take time that most files need not pay for

    known = [rule.name for rule in RULES]
    for at, name in named:
        if name not in known:
            what = (
                f"'{name}' is no rule of extract/reading/rules.py{_near(name, known)}; the rules are {', '.join(known)}"
            )
            yield _Problem(("sources", at, "reading_rule"), what)


def _near(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


def _told(problems: list[_Problem], lines: dict[_Path, int], content: dict[str, Any], file: Path) -> str:
    told = sorted((_line(problem.path, lines), _field(problem.path, content), problem.what) for problem in problems)
    return "Mend these entries:\n" + "\n".join(f"{file}:{line}: {field}: {what}" for line, field, what in told)


def _line(path: _Path, lines: dict[_Path, int]) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _field(path: _Path, content: dict[str, Any]) -> str:
    """'moel_news.list.rows': the entry by its name, where it has one."""
    parts = [str(part) for part in path if part != "again"]
    if len(path) >= 2 and path[0] == "sources" and isinstance(path[1], int):
        entry = content["sources"][path[1]]
        name = entry.get("name") if isinstance(entry, dict) else None
        parts[:2] = [name if isinstance(name, str) and name else f"entry {path[1] + 1}"]
    return ".".join(parts) or "the file"
