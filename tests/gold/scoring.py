"""How labelled rows and read rows are compared: precision, recall and F1 by kind of claim, by pattern and by whole article.

A row of the label that may or may not be written (`optional`) earns and costs nothing; so does a read row that is optional, and an award
of another programme than the ministry's. A value that the label leaves open (null year, grade or category `unspecified`) agrees with any.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Row = dict[str, Any]
KINDS = ("awards", "targets", "indicators")


def _same_number(labelled: float | None, read: float | None, within: float = 0.0) -> bool:
    if labelled is None or read is None:
        return labelled is None and read is None
    return abs(float(labelled) - float(read)) <= within


def _open_or_equal(labelled: Any, read: Any, open_value: Any = None) -> bool:
    return labelled in (open_value, read)


def awards_agree(labelled: Row, read: Row) -> bool:
    """The same government, programme, year, grade and section, as far as the label says them."""
    return (
        labelled["municipality"] == read["municipality"]
        and labelled["programme"] == read["programme"]
        and _open_or_equal(labelled["award_year"], read["award_year"])
        and _open_or_equal(labelled["grade"], read["grade"], "unspecified")
        and (
            labelled["programme"] != "national_jobs_award"
            or _open_or_equal(labelled["category"], read["category"], "unspecified")
        )
    )


def targets_agree(labelled: Row, read: Row) -> bool:
    """The same government, year and numbers; of the scope only whether it is the whole. A rate that the label lacks is no error."""
    return (
        labelled["municipality"] == read["municipality"]
        and _open_or_equal(labelled["year"], read["year"])
        and (labelled["scope"] == "total") == (read["scope"] == "total")
        and (not labelled.get("period_end") or labelled["period_end"] == read["period_end"])
        and _same_number(labelled["target"], read["target"])
        and _same_number(labelled["actual"], read["actual"])
        and (labelled["pct"] is None or _same_number(labelled["pct"], read["pct"], 0.051))
    )


def indicators_agree(labelled: Row, read: Row) -> bool:
    """The same government, year, indicator and value."""
    return (
        labelled["municipality"] == read["municipality"]
        and _open_or_equal(labelled["year"], read["year"])
        and labelled["indicator"] == read["indicator"]
        and _same_number(labelled["value"], read["value"], 0.001)
    )


_AGREE = {"awards": awards_agree, "targets": targets_agree, "indicators": indicators_agree}


@dataclass
class Tally:
    """Rows that were right, missed and wrong."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    def add(self, right: int, missed: int, wrong: int) -> None:
        self.right += right
        self.missed += missed
        self.wrong += wrong

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


@dataclass
class ArticleScore:
    """One article: the missed and wrong rows by kind, and for each read row that counts whether it was right.

    `unsure`: the missed rows that were read and marked optional.
    """

    id: str
    patterns: list[str]
    right: Counter[str] = field(default_factory=Counter)
    missed: dict[str, list[Row]] = field(default_factory=dict)
    wrong: dict[str, list[Row]] = field(default_factory=dict)
    unsure: dict[str, list[Row]] = field(default_factory=dict)
    judged: list[tuple[Row, bool]] = field(default_factory=list)
    money: list[bool] = field(default_factory=list)
    n_labelled: int = 0

    @property
    def errors(self) -> int:
        return sum(map(len, self.missed.values())) + sum(map(len, self.wrong.values()))


def score_article(labelled: dict[str, Any], read: dict[str, list[Row]]) -> ArticleScore:
    """Pairs the rows of one article one to one, the required ones first."""
    score = ArticleScore(labelled["id"], list(labelled.get("patterns", ())))
    for kind in KINDS:
        rows = [dict(r) for r in labelled["labels"].get(kind, [])]
        rest = [r for r in read[kind] if not r.get("optional")]
        optional = [r for r in read[kind] if r.get("optional")]
        if kind == "awards":  # the product's fact is the ministry's award
            for row in rows:
                row["optional"] = row.get("optional") or row["programme"] != "national_jobs_award"
            rest = [r for r in rest if r["programme"] == "national_jobs_award"]
        score.missed[kind] = []
        for row in sorted(rows, key=lambda r: (bool(r.get("optional")), r.get("grade") == "unspecified")):
            twin = next((r for r in rest if _AGREE[kind](row, r)), None)
            if twin is not None:
                rest.remove(twin)
                score.judged.append((twin, True))
            if row.get("optional"):
                continue
            score.n_labelled += 1
            if twin is None:
                score.missed[kind].append(row)
                continue
            score.right[kind] += 1
            if row.get("incentive_krw"):
                score.money.append(row["incentive_krw"] == twin.get("incentive_krw"))
        score.wrong[kind] = rest
        score.unsure[kind] = [m for m in score.missed[kind] if any(_AGREE[kind](m, r) for r in optional)]
        score.judged.extend((r, False) for r in rest)
    return score


def tally(scores: list[ArticleScore], kind: str | None = None) -> Tally:
    """The sums over articles, of one kind or of all."""
    total = Tally()
    for score in scores:
        for k in KINDS if kind is None else (kind,):
            total.add(score.right[k], len(score.missed[k]), len(score.wrong[k]))
    return total


def calibration(
    scores: list[ArticleScore], edges: tuple[float, ...] = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
) -> list[tuple[float, float, int, float, float]]:
    """For each band of confidence: from, to, how many rows, their mean confidence, the share that was right."""
    judged = [(row["confidence"], ok) for score in scores for row, ok in score.judged]
    table = []
    for low, high in pairwise(edges):
        band = [(c, ok) for c, ok in judged if low <= c < high]
        if band:
            table.append(
                (low, high, len(band), sum(c for c, _ in band) / len(band), sum(ok for _, ok in band) / len(band))
            )
    return table
