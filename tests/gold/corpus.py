"""The labelled texts: whole articles by round, and short passages.

`articles/<round>/<id>.json` are whole articles with labels as in the labelling guide. `passages/*.jsonl` are short texts, labelled for targets and
levels only, that show a wording: they teach the weights and are never scored. A passage's rows are written short:
`municipality|year|period_end|scope|target|actual|pct` and `municipality|year|indicator|value`, `-` for what is not told, `?` before an optional row.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

Article = dict[str, Any]

ARTICLES = Path(__file__).parent / "articles"
PASSAGES = Path(__file__).parent / "passages"
INDICATORS = {
    "er": "employment_rate",
    "er1564": "employment_rate_15_64",
    "youth": "youth_employment_rate",
    "female": "female_employment_rate",
    "elderly": "elderly_employment_rate",
    "ur": "unemployment_rate",
    "youth_ur": "youth_unemployment_rate",
}


def labelled_articles(rounds: list[str] | None = None) -> list[Article]:
    """The labelled articles in order of their folder and name, each with its `round`; of some rounds only, where they are named."""
    return [
        json.loads(f.read_text(encoding="utf-8")) | {"round": f.parent.name}
        for f in sorted(ARTICLES.glob("*/*.json"))
        if not rounds or f.parent.name in rounds
    ]


def day_of(article: Article) -> dt.date | None:
    """The day on which an article was published, where it is told."""
    published = article.get("published")
    return dt.date.fromisoformat(published[:10]) if published else None


def passages() -> list[Article]:
    """The passages in the form of articles, each file a round of its own; `only` names the kinds that they are labelled for."""
    found: list[Article] = []
    for file in sorted(PASSAGES.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            found.append(
                {
                    "id": f"{file.stem}_{number:04d}",
                    "round": f"passages/{file.stem}",
                    "published": row["published"],
                    "title": row["title"],
                    "text": row["text"],
                    "only": [kind for kind in ("targets", "indicators") if kind in row],
                    "labels": {
                        "targets": [_target(r) for r in row.get("targets", [])],
                        "indicators": [_indicator(r) for r in row.get("indicators", [])],
                    },
                }
            )
    return found


def _number(written: str) -> int | None:
    return None if written == "-" else int(written)


def _target(row: str) -> dict[str, Any]:
    municipality, year, period_end, scope, target, actual, pct = row.lstrip("?").split("|")
    return {
        "municipality": municipality,
        "year": _number(year),
        "period_end": _number(period_end),
        "scope": scope,
        "target": _number(target),
        "actual": _number(actual),
        "pct": None if pct == "-" else float(pct),
        "optional": row.startswith("?"),
    }


def _indicator(row: str) -> dict[str, Any]:
    municipality, year, indicator, value = row.lstrip("?").split("|")
    return {
        "municipality": municipality,
        "year": _number(year),
        "indicator": INDICATORS[indicator],
        "value": float(value),
        "optional": row.startswith("?"),
    }
