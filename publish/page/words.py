"""Words of the page in both languages, and the small forms that core and evidence share."""

import csv
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from extract.paths import PROJECT

SEEDS = PROJECT / "seeds"
#: What no seed has a name for.
WORDS = Path(__file__).with_name("words.csv")


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a small CSV file."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def grades() -> tuple[str, ...]:
    """The grades of the award from the highest down, and `unspecified`."""
    return tuple(row["grade"] for row in sorted(rows(SEEDS / "grades.csv"), key=lambda row: int(row["grade_rank"])))


@cache
def words() -> dict[str, dict[str, str]]:
    """Names in both languages, `{"agreed": {"ko": …, "en": …}}`.

    Those of grades, sections, programmes and indicators are from the seeds, all others from words.csv.
    """
    found = {row["word"]: {"ko": row["ko"], "en": row["en"]} for row in rows(WORDS)}
    for file, key in (("programmes", "programme"), ("categories", "category"), ("indicators", "indicator")):
        found |= {row[key]: {"ko": row["name_ko"], "en": row["name_en"]} for row in rows(SEEDS / f"{file}.csv")}
    found |= {row["grade"]: {"ko": row["grade"], "en": row["name_en"]} for row in rows(SEEDS / "grades.csv")}
    # A section and a grade that nobody names share the word.
    return found | {"unspecified": {"ko": "미상", "en": "not stated"}}


def day(value: date | None) -> str | None:
    """ISO 8601, or None."""
    return value.isoformat() if value else None


def link(url: str | None) -> str | None:
    """An address that may stand in a link: none but http and https, so that nothing runs when it is followed."""
    return url if url and _host(url) else None


def outlet(url: str | None) -> str | None:
    """The site of the article, as its host says; the article's own name for its paper is not read."""
    host = _host(url) if url else None
    return host.removeprefix("www.").removeprefix("m.") if host else None


# An article speaks for many facts of its municipality, which are told one after the other.
@lru_cache(maxsize=10_000)
def _host(url: str) -> str | None:
    """The host of an address of the web, None of any other."""
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
