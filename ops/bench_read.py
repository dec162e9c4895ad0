"""`make bench-read`: how well pages are read, beside other readers, on the golden pages or any pages with truths.

    python -m ops.bench_read [FOLDER …]

A folder holds pages (NAME.html, NAME.txt) and for each NAME.golden.json: `title`, `published_at` (ISO 8601 with zone),
`paragraphs`, and where known `url` (where the page was fetched) and `reject` (the page holds no article).
"""

import argparse
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from extract.paths import PROJECT
from extract.reading import read_page
from extract.reading.encodings import decode
from extract.sources import Page

_GOLDEN = PROJECT / "tests" / "extract" / "reading" / "pages"
#: The other readers: no dependencies of Iljari, so `make bench-read` puts them here.
OTHERS = PROJECT / "build" / "bench-read"
KST = timezone(timedelta(hours=9))
_FETCHED = datetime(2025, 12, 1, tzinfo=UTC)
_TOKEN = re.compile(r"\w+")
#: What UTF-8 read as Latin-1 and CP949 read as Latin-1 look like.
_MOJIBAKE = re.compile(r"\ufffd|[\u00c0-\u00ff\u0080-\u009f]{3}")


class Case(NamedTuple):
    """A page with its truth."""

    name: str
    content: bytes
    url: str
    truth: dict[str, Any]
    is_markup: bool


class Got(NamedTuple):
    """What a reader makes of a page; `body` None: it says that there is no article."""

    title: str | None
    body: str | None
    published_at: datetime | None = None


@dataclass
class Score:
    """What a reader reached on a set of pages."""

    f1: list[float] = field(default_factory=list)
    title: list[bool] = field(default_factory=list)
    day: list[bool] = field(default_factory=list)
    minute: list[bool] = field(default_factory=list)
    paragraphs: list[bool] = field(default_factory=list)
    no_zone: int = 0
    silent_empty: int = 0
    invented: int = 0
    mojibake: int = 0
    ms: list[float] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


Reader = Callable[[Case], Got]


def cases(folder: Path) -> list[Case]:
    """The pages of a folder with their truths, by name. Raises SystemExit where there is none."""
    found = []
    for truth in sorted(folder.glob("*.golden.json")):
        name = truth.name.removesuffix(".golden.json")
        said = json.loads(truth.read_text("utf-8"))
        for page in sorted(folder.glob(f"{name}.*")):
            if page != truth:
                found.append(Case(name, page.read_bytes(), said.get("url") or "", said, page.suffix != ".txt"))
    if not found:
        raise SystemExit(f"{folder} holds no pages with a NAME.golden.json beside NAME.html.")
    return found


def ours(case: Case, with_rules: bool = True) -> Got:
    """Iljari's reader; without rules, only its generic steps."""
    url = case.url or f"file:{case.name}.{'html' if case.is_markup else 'txt'}"
    reading = read_page(Page(url, case.content, "0"), _FETCHED, with_rules=with_rules)
    if not reading.articles:
        return Got(None, None)
    article = reading.articles[0]
    return Got(article.title, article.body, article.published_at)


def others() -> Iterator[tuple[str, Reader]]:
    """The other readers that are installed, by name, each as its documentation says to call it."""
    sys.path.append(str(OTHERS))  # behind the project's own packages
    try:
        import newspaper
        import nltk
        import readability
        import resiliparse.extract.html2text as resiliparse
        import trafilatura
        from lxml import html as lxml_html
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    except ImportError as error:
        raise SystemExit(f"{error.name} is missing: run `make bench-read`, which installs it in build/.") from error

    # Its Korean needs nltk's sentence model, which is no package but a download; words are cut without it.
    nltk.word_tokenize = partial(nltk.word_tokenize, preserve_line=True)

    def by_trafilatura(case: Case) -> Got:
        found = trafilatura.bare_extraction(
            case.content, url=case.url or None, with_metadata=True, include_comments=False,
            date_extraction_params={"outputformat": "%Y-%m-%dT%H:%M:%S%z", "original_date": True},
        )  # fmt: skip
        return Got(found.title, found.text, _moment(found.date)) if found else Got(None, None)

    def by_readability(case: Case) -> Got:
        page = readability.Document(case.content)
        return Got(page.short_title(), lxml_html.fromstring(page.summary()).text_content())

    def by_newspaper(case: Case) -> Got:
        page = newspaper.Article(case.url or "http://site.example/a", language="ko", fetch_images=False)
        page.download(input_html=decode(case.content))
        page.parse()
        at = page.publish_date if isinstance(page.publish_date, datetime) else None
        return Got(page.title, page.text, at)

    def by_resiliparse(case: Case) -> Got:
        text = bytes_to_str(case.content, detect_encoding(case.content))
        return Got(None, resiliparse.extract_plain_text(text, main_content=True))

    yield from (
        ("trafilatura", by_trafilatura),
        ("readability-lxml", by_readability),
        ("newspaper4k", by_newspaper),
        ("resiliparse", by_resiliparse),
    )


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def score(read: Reader, pages: list[Case]) -> Score:
    """Reads every page and compares it with its truth."""
    total = Score()
    for case in pages:
        begin = time.process_time()
        try:
            got = read(case)
        except Exception as error:
            got = Got(None, None)
            total.bad.append(f"{case.name}: {type(error).__name__}: {str(error)[:80]}")
        total.ms.append(1000 * (time.process_time() - begin))
        _compare(case, got, total)
    return total


def _compare(case: Case, got: Got, total: Score) -> None:
    truth = case.truth
    total.mojibake += bool(got.body and _MOJIBAKE.search(got.body))
    if truth.get("reject"):
        total.invented += bool(got.body and got.body.strip())
        total.silent_empty += got.body is not None and not got.body.strip()
        return
    total.silent_empty += got.body is not None and not got.body.strip()
    paragraphs = truth["paragraphs"]
    total.f1.append(f1("\n".join(paragraphs), got.body or ""))
    lines = [_flat(line) for line in (got.body or "").split("\n") if line.strip()]
    total.paragraphs.append(lines == [_flat(paragraph) for paragraph in paragraphs])
    total.title.append(_flat(got.title) == _flat(truth["title"]))
    same_day, same_minute = _same_time(truth.get("published_at"), truth.get("precision"), got.published_at)
    total.day.append(same_day)
    total.minute.append(same_minute)
    total.no_zone += got.published_at is not None and got.published_at.tzinfo is None
    marks = [f"F1 {total.f1[-1]:.3f}"] if total.f1[-1] < 0.98 else []
    marks += ["title"] if not total.title[-1] else []
    marks += ["day"] if not same_day else ["minute"] if not same_minute else []
    marks += ["paragraphs"] if not total.paragraphs[-1] and not marks else []
    if marks:
        total.bad.append(f"{case.name}: {', '.join(marks)}")


def _same_time(truth: str | None, precision: str | None, got: datetime | None) -> tuple[bool, bool]:
    """Whether the day and whether the minute is right; a time without zone is taken as Korean, in its favour."""
    if truth is None or got is None:
        return (truth is None) == (got is None), (truth is None) == (got is None)
    said = datetime.fromisoformat(truth).astimezone(KST)
    got = got.replace(tzinfo=KST) if got.tzinfo is None else got.astimezone(KST)
    same_day = said.date() == got.date()
    return same_day, same_day and (precision == "day" or (said.hour, said.minute) == (got.hour, got.minute))


def f1(truth: str, got: str) -> float:
    """F1 of the bags of tokens of two texts."""
    one, other = Counter(_TOKEN.findall(truth)), Counter(_TOKEN.findall(got))
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else 0.0


def _flat(text: str | None) -> str:
    return "".join((text or "").split())


def _row(name: str, s: Score) -> str:
    def share(values: list[bool]) -> str:
        return f"{sum(values) / len(values):.3f}" if values else "-"

    columns = [statistics.mean(s.f1), min(s.f1)]
    shares = [share(s.title), share(s.day), share(s.minute), share(s.paragraphs)]
    counts = [s.no_zone, s.silent_empty, s.invented, s.mojibake]
    return (
        f"{name:22}"
        + "".join(f"{value:8.4f}" for value in columns)
        + "".join(f"{value:>11}" for value in shares)
        + "".join(f"{value:>9}" for value in counts)
        + f"{statistics.median(s.ms):8.1f}{max(s.ms):8.1f}"
    )


_HEAD = (
    " " * 22
    + "".join(f"{name:>8}" for name in ("body F1", "lowest"))
    + "".join(f"{name:>11}" for name in ("title", "day", "minute", "paragraphs"))
    + "".join(f"{name:>9}" for name in ("no zone", "empty", "invented", "mojibake"))
    + "".join(f"{name:>8}" for name in ("ms", "ms max"))
)


def main() -> int:
    """Prints one table a folder: pages of markup by every reader, then the text dumps by ours."""
    parser = argparse.ArgumentParser(
        prog="python -m ops.bench_read", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, help="pages with their truth; without it, the golden pages")
    parser.add_argument("--alone", action="store_true", help="only Iljari's reader")
    parser.add_argument(
        "--verbose", action="store_true", help="name the pages that are not read right, for every reader"
    )
    options = parser.parse_args()
    mine: list[tuple[str, Reader]] = [
        ("iljari", ours),
        ("iljari without rules", lambda case: ours(case, with_rules=False)),
    ]
    readers = mine + ([] if options.alone else list(others()))
    for folder in options.folders or [path for path in sorted(_GOLDEN.iterdir()) if path.is_dir()]:
        pages = cases(folder)
        for kind, chosen, by in (
            ("pages", [case for case in pages if case.is_markup], readers),
            ("text dumps", [case for case in pages if not case.is_markup], mine[:1]),
        ):
            if not chosen:
                continue
            size = sum(len(case.content) for case in chosen) / len(chosen) / 1000
            print(f"{folder.name}: {len(chosen)} {kind}, {size:.0f} kB on average\n{_HEAD}")
            for name, read in by:
                read(chosen[0])  # imports and caches are not the reader's time
                result = score(read, chosen)
                print(_row(name, result))
                if options.verbose or name.startswith("iljari"):
                    print("".join(f"    {line}\n" for line in result.bad), end="")
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
