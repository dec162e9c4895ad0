"""`python -m tests.gold.accuracy`: how well articles are read that the weights have not seen, by kind, round and pattern, with the worst ones.

Every round is read with weights fitted to the other rounds (in PARTS parts), so no article is scored with weights that know it. Exit code 1 where
the score is below the floor (`floor.json`), 0 otherwise; the tests read a sixth with weights of another, and hold it to a floor of its own. With names of rounds: reads those with the committed weights, which have learnt from all.
"""

import argparse
import datetime as dt
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from extract.claims import EXTRACTOR_VERSION, Claims, day_in_korea
from extract.claims.reader import claims_of, read
from extract.claims.scorer import Scorer, scorer
from tests.gold import train
from tests.gold.corpus import ARTICLES, Article, labelled_articles, passages
from tests.gold.reasons import mistakes
from tests.gold.scoring import KINDS, ArticleScore, Row, calibration, score_article, tally

FLOOR = Path(__file__).parent / "floor.json"
#: rounds are held out in this many parts: more parts see more of the other rounds and take longer
PARTS = 3

Decisions = dict[str, tuple[int, int]]


def rows_of(claims: Claims) -> dict[str, list[Row]]:
    """Claims in the labels' words, with the confidence of each row."""
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
                "confidence": a.confidence,
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
                "confidence": t.confidence,
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
                "confidence": i.confidence,
            }
            for i in claims.indicators
        ],
    }


def read_rows(article: Article, weights: Scorer | None = None) -> dict[str, list[Row]]:
    """What is read in one article with given weights, else with the committed ones."""
    day = dt.datetime.fromisoformat(article["published"]) if article.get("published") else None
    return rows_of(read(article["text"], day_in_korea(day), article.get("title"), weights or scorer()).claims)


def score_all(articles: list[Article]) -> list[ArticleScore]:
    """The scores of articles with the committed weights, in order."""
    return [score_article(article, read_rows(article)) for article in articles]


def parts(articles: list[Article]) -> list[set[str]]:
    """The rounds of each part."""
    return train.parts(sorted({a["round"] for a in articles}), PARTS)


def held_out(articles: list[Article], which: list[set[str]]) -> tuple[list[ArticleScore], Decisions]:
    """The scores of the articles in these parts, in order, each read with weights of the others; and how each decision fared."""
    texts, extra = train.prepared(articles), train.prepared(passages())
    scores: dict[str, ArticleScore] = {}
    decisions: dict[str, list[int]] = {}
    for part in which:
        weights = train.fit([t for t in texts if t.round not in part] + extra)
        mine = [t for t in texts if t.round in part]
        for name, (ok, of) in train.decisions_right(mine, weights).items():
            counts = decisions.setdefault(name, [0, 0])
            counts[0] += ok
            counts[1] += of
        for text in mine:
            rows = rows_of(claims_of(text.document, weights))
            scores[text.article["id"]] = score_article(text.article, rows)
    return [scores[a["id"]] for a in articles if a["id"] in scores], {
        d: (ok, of) for d, (ok, of) in sorted(decisions.items())
    }


# -- the report ----------------------------------------------------------------------------------------------------------------


def _line(name: str, scores: list[ArticleScore], kind: str | None = None) -> str:
    t = tally(scores, kind)
    return f"{name:14s} P {t.precision:.3f}  R {t.recall:.3f}  F1 {t.f1:.3f}   right {t.right}, missed {t.missed}, wrong {t.wrong}"


def _row(row: Row) -> str:
    return " | ".join("-" if v is None else str(v) for k, v in row.items() if k not in ("optional", "confidence"))


def report(articles: list[Article], scores: list[ArticleScore], worst: int) -> str:
    """The whole report as text."""
    lines = [f"extractor {EXTRACTOR_VERSION}, {len(scores)} labelled articles", ""]
    lines += [_line(kind, scores, kind) for kind in KINDS] + [_line("all", scores), ""]
    for name in dict.fromkeys(a["round"] for a in articles):
        lines.append(_line(name, [s for s, a in zip(scores, articles, strict=True) if a["round"] == name]))
    lines.append("")
    for pattern in sorted({p for s in scores for p in s.patterns}):
        lines.append(_line(pattern, [s for s in scores if pattern in s.patterns]))
    whole = sum(s.errors == 0 for s in scores)
    silent = [s for s in scores if s.n_labelled == 0]
    money = [ok for s in scores for ok in s.money]
    lines += [
        "",
        f"articles wholly right {whole}/{len(scores)}; with no claim, none written {sum(s.errors == 0 for s in silent)}/{len(silent)}; money right {sum(money)}/{len(money)}",
        "",
        "confidence   rows   mean    right",
    ]
    lines += [
        f"{low:.2f}-{min(high, 1):.2f}   {n:5d}   {mean:.3f}   {right:.3f}"
        for low, high, n, mean, right in calibration(scores)
    ]
    bad = sorted((s for s in scores if s.errors), key=lambda s: -s.errors)
    if bad:
        lines += ["", *reason_table(bad), "", "worst articles"]
    for score in bad[: worst or None]:
        lines.append(f"{score.id}: {score.errors} rows")
        for mistake in mistakes(score):
            lines.append(f"   {mistake.kind[:-1]}: {mistake.reason}")
            lines += [f"      missed {_row(mistake.missed)}"] if mistake.missed else []
            lines += [f"      wrong  {_row(mistake.wrong)}"] if mistake.wrong else []
    return "\n".join(lines)


def reason_table(scores: list[ArticleScore]) -> list[str]:
    """How many mistakes there are of each reason, by kind of claim; the most frequent first."""
    found = [m for score in scores for m in mistakes(score)]
    counts, reasons = Counter((m.reason, m.kind) for m in found), Counter(m.reason for m in found)
    lines = [f"{'what is wrong':30s}" + "".join(f"{kind:>12s}" for kind in KINDS)]
    lines += [
        f"{reason:30s}" + "".join(f"{counts[reason, kind] or '-':>12}" for kind in KINDS)
        for reason, _ in reasons.most_common()
    ]
    return lines


def decision_table(decisions: Decisions) -> str:
    """How often each decision is right where the ones before it are."""
    lines = ["decision       right"]
    lines += [f"{name:12s}   {ok / max(of, 1):.3f}   of {of}" for name, (ok, of) in decisions.items()]
    return "\n".join(lines)


# -- the floor -----------------------------------------------------------------------------------------------------------------


def read_floor() -> dict[str, dict[str, Any]]:
    """The floors of the `whole` and of the `part` that the tests read: hash of the articles, F1 by kind, silent articles that may give rows."""
    return json.loads(FLOOR.read_text(encoding="utf-8"))


def corpus_sha256(articles: list[Article]) -> str:
    """The hash of what is scored against: texts and labels. A floor holds for one corpus only."""
    content = [[a["id"], a["title"], a.get("published"), a["text"], a["labels"]] for a in articles]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_part(articles: list[Article]) -> tuple[list[Article], list[ArticleScore], Decisions]:
    """The articles of a sixth, read with weights that were fitted to another alone: stands for the whole where time is short."""
    first, second = train.parts(sorted({a["round"] for a in articles}), 2 * PARTS)[:2]
    scores, decisions = held_out([a for a in articles if a["round"] in first | second], [first])
    return [a for a in articles if a["round"] in first], scores, decisions


#: two machines may fit weights that differ in the last digits; a row that stands on the edge must not fail the floor
_SLACK = 0.004


def raised_floor(articles: list[Article], scores: list[ArticleScore], old: dict[str, Any]) -> dict[str, Any]:
    """The floor at today's scores. On the corpus of the old floor it never falls; a corpus that grew begins anew."""
    f1 = {kind: round(tally(scores, None if kind == "all" else kind).f1 - _SLACK, 3) for kind in (*KINDS, "all")}
    loud = 2 + sum(1 for s in scores if s.n_labelled == 0 and s.errors)
    if old["corpus_sha256"] == corpus_sha256(articles):
        f1 = {kind: max(value, old["f1"][kind]) for kind, value in f1.items()}
        loud = min(loud, old["silent_articles_that_claim"])
    return {"corpus_sha256": corpus_sha256(articles), "f1": f1, "silent_articles_that_claim": loud}


def below_floor(articles: list[Article], scores: list[ArticleScore], floor: dict[str, Any]) -> list[str]:
    """What is below the floor, in words; nothing where all is well."""
    found = []
    if floor["corpus_sha256"] != corpus_sha256(articles):
        found.append("the labelled articles are not those of the floor: run with --raise-floor and review the change")
    for kind in (*KINDS, "all"):
        f1 = tally(scores, None if kind == "all" else kind).f1
        if f1 + 1e-9 < floor["f1"][kind]:
            found.append(f"{kind}: F1 {f1:.4f} is below the floor {floor['f1'][kind]:.4f}")
    silent = [s for s in scores if s.n_labelled == 0]
    loud = [s.id for s in silent if s.errors]
    if len(loud) > floor["silent_articles_that_claim"]:
        found.append(f"articles that claim nothing gave rows: {', '.join(loud)}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gold.accuracy", description=__doc__)
    parser.add_argument("rounds", nargs="*", help="folders of tests/gold/articles, read with the committed weights")
    parser.add_argument("--raise-floor", action="store_true", help="write today's held-out scores to floor.json")
    parser.add_argument(
        "--worst",
        type=int,
        default=15,
        help="how many articles to show with their missed and wrong rows and the reason of each; 0: all",
    )
    args = parser.parse_args()
    articles = labelled_articles(args.rounds)
    if not articles:
        parser.error(f"no labelled article in {', '.join(args.rounds) or ARTICLES}")
    if args.rounds:
        sys.stdout.write(report(articles, score_all(articles), args.worst) + "\n")
        return 0
    sys.stderr.write(f"fitting {PARTS} times, to read each round with weights that have not seen it …\n")
    scores, decisions = held_out(articles, parts(articles))
    sys.stdout.write(report(articles, scores, args.worst) + "\n\n" + decision_table(decisions) + "\n")
    held = {"whole": (articles, scores), "part": first_part(articles)[:2]}
    floor = read_floor()
    if args.raise_floor:
        floor = {name: raised_floor(*those, floor[name]) for name, those in held.items()}
        FLOOR.write_text(json.dumps(floor, indent=1) + "\n", encoding="utf-8")
    low = [f"{name}: {line}" for name, those in held.items() for line in below_floor(*those, floor[name])]
    for line in low:
        sys.stderr.write(f"BELOW THE FLOOR  {line}\n")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
