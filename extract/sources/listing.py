"""What `make sources` shows: every entry, how its last run ended, and what it has brought. From landing alone."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from extract.landing import scan
from extract.reading.dates import KST
from extract.sources.entries import Entry, Sources

_RUN_COLUMNS = ["source", "started_at", "outcome", "error", "n_found", "n_articles", "n_failed", "n_rejected"]
_HEADS = ("source", "kind", "on", "schedule", "last run (KST)", "ended", "found", "new", "failed", "articles")


@dataclass(frozen=True)
class Listed:
    """One source with its last run; None where it never ran."""

    entry: Entry
    last_run: dict[str, Any] | None
    n_articles: int  # in landing under its name


def listed(sources: Sources) -> list[Listed]:
    """Every entry, in the order of the file."""
    runs: dict[str, dict[str, Any]] = {}
    for table in scan("runs", _RUN_COLUMNS):
        for run in table.to_pylist():
            if run["source"] not in runs or run["started_at"] > runs[run["source"]]["started_at"]:
                runs[run["source"]] = run
    articles: Counter[str] = Counter()
    for table in scan("articles", ["source"]):
        articles.update(table["source"].to_pylist())
    return [Listed(entry, runs.get(entry.name), articles[entry.name]) for entry in sources.entries]


def table(rows: list[Listed]) -> str:
    """The lines for a terminal."""
    lines: list[tuple[str, ...]] = [
        ("source", "kind", "on", "schedule", "last run (KST)", "ended", "found", "new", "failed", "articles")
    ]
    for row in rows:
        run, entry = row.last_run or {}, row.entry
        lines.append(
            (
                entry.name,
                entry.kind,
                "yes" if entry.enabled else "no",
                entry.schedule or "when asked",
                _time(run.get("started_at")),
                run.get("outcome") or "never ran",
                *(_number(run.get(name)) for name in ("n_found", "n_articles")),
                _number(run["n_failed"] + run["n_rejected"] if run else None),
                _number(row.n_articles),
            )
        )
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [
        "  ".join(
            cell.rjust(width) if number >= 6 else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    errors = [f"\n{row.entry.name}: {row.last_run['error']}" for row in rows if row.last_run and row.last_run["error"]]
    return "\n".join(text + errors)


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(KST):%Y-%m-%d %H:%M}" if at else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
