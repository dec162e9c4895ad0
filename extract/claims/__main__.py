"""`python -m extract.claims`: shows what articles claim, with the evidence marked; or reads and writes JSON lines."""

import argparse
import datetime as dt
import json
import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract.claims import EXTRACTOR_VERSION, Claims, day_in_korea, read_claims
from extract.claims.explain import explain
from extract.claims.reader import read
from extract.claims.scorer import scorer

_COLOURS = {"award": "\x1b[30;43m", "target": "\x1b[30;42m", "indicator": "\x1b[30;46m"}
_RESET = "\x1b[0m"


def rows(claims: Claims) -> dict[str, list[dict[str, Any]]]:
    """The claims in the form of the labelling guide: lists of awards, targets and indicators."""
    return {
        "awards": [
            {
                "municipality": a.municipality,
                "programme": a.programme,
                "award_year": a.award_year,
                "category": a.category,
                "grade": a.grade,
                "incentive_krw": a.incentive_krw,
                "optional": a.is_optional,
            }
            for a in claims.awards
        ],
        "targets": [
            {
                "municipality": t.municipality,
                "year": t.year,
                "period_end": t.period_end,
                "scope": t.scope,
                "target": t.target_jobs,
                "actual": t.actual_jobs,
                "pct": t.achievement_pct_reported,
                "optional": t.is_optional,
            }
            for t in claims.targets
        ],
        "indicators": [
            {
                "municipality": i.municipality,
                "year": i.year,
                "indicator": i.indicator,
                "value": i.value_pct,
                "optional": i.is_optional,
            }
            for i in claims.indicators
        ],
    }


def parse_published(value: str | None) -> dt.date | None:
    """A publication day from an ISO date or time; None for null, ValueError with the value for anything else."""
    if not value:
        return None
    try:
        return day_in_korea(dt.datetime.fromisoformat(value))
    except ValueError:
        raise ValueError(
            f"published {value!r} is not an ISO date (2024-08-08) or time (2024-08-08T14:52:00+09:00)"
        ) from None


def _stream(lines: Iterable[str]) -> int:
    """One line out for each line in, in order; a line that cannot be read is an error line on stderr and an empty result."""
    failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        out: dict[str, Any] = {"id": None, "awards": [], "targets": [], "indicators": []}
        try:
            article = json.loads(line)
            out["id"] = article.get("id")
            claims = read_claims(
                article.get("text") or "",
                parse_published(article.get("published")),
                article.get("title"),
                article.get("url") or str(article.get("id")),
            )
            out.update(rows(claims))
        except (ValueError, AttributeError, TypeError) as error:
            failed += 1
            print(f"line {number}: {error}", file=sys.stderr)
        sys.stdout.write(json.dumps(out, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 1 if failed else 0


def _marked(text: str, claims: Claims, colour: bool) -> str:
    """The text with the evidence of each claim marked: coloured, or in 【】."""
    kinds = (
        [("award", a) for a in claims.awards]
        + [("target", t) for t in claims.targets]
        + [("indicator", i) for i in claims.indicators]
    )
    marks = [""] * len(text)
    for kind, claim in kinds:
        for at in range(claim.evidence_start, claim.evidence_end):
            marks[at] = marks[at] or kind
    out: list[str] = []
    before = ""
    for char, mark in zip(text, marks, strict=True):
        if mark != before:
            if colour:
                out.append(_RESET if before else "")
                out.append(_COLOURS[mark] if mark else "")
            else:
                out.append("】" if before else "")
                out.append("【" if mark else "")
            before = mark
        out.append(char)
    if before:
        out.append(_RESET if colour else "】")
    return "".join(out)


def _table(claims: Claims) -> list[str]:
    lines = []
    for a in claims.awards:
        money = f" {a.incentive_krw:,} won" if a.incentive_krw else ""
        lines.append(
            f"award     {a.municipality} | {a.programme} {a.award_year} {a.category} {a.grade}{money}{_foot(a)}"
        )
    for t in claims.targets:
        year = f"{t.year}-{t.period_end}" if t.period_end else t.year
        lines.append(
            f"target    {t.municipality} | {year} {t.scope}: target {t.target_jobs}, actual {t.actual_jobs}, rate {t.achievement_pct_reported}{_foot(t)}"
        )
    for i in claims.indicators:
        lines.append(f"indicator {i.municipality} | {i.year} {i.indicator} {i.value_pct}{_foot(i)}")
    return lines


def _foot(claim: Any) -> str:
    optional = " (optional)" if claim.is_optional else ""
    reasons = f" [{'; '.join(claim.reasons)}]" if claim.reasons else ""
    return f"{optional}  {claim.confidence:.2f} {claim.rule}{reasons}\n            “{claim.evidence_text}”"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m extract.claims", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="text files, one article each")
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='read lines {"id","title","published","text"} on stdin, write lines {"id","awards","targets","indicators"}',
    )
    parser.add_argument(
        "--published",
        help="publication day or time of the articles, ISO; without it the date printed below the title counts",
    )
    parser.add_argument("--title", help="title of the article, where the text does not hold it")
    parser.add_argument(
        "--why", action="store_true", help="show every item of the text, every decision on it, and what weighed most"
    )
    parser.add_argument("--version", action="version", version=EXTRACTOR_VERSION)
    args = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    if args.jsonl:
        return _stream(sys.stdin)
    if not args.files:
        parser.error("name at least one FILE, or use --jsonl")
    for path in args.files:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            print(f"{path}: cannot be read as UTF-8 text: {error}", file=sys.stderr)
            return 1
        reading = read(text, parse_published(args.published), args.title)
        if len(args.files) > 1:
            print(f"== {path}")
        if args.why and reading.document is not None:
            print("\n".join([*explain(reading.document, scorer()), ""]))
        print(_marked(text, reading.claims, sys.stdout.isatty()))
        print()
        print("\n".join(_table(reading.claims)) or "no claims")
    return 0


if __name__ == "__main__":
    sys.exit(main())
