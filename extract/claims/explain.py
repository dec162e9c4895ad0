"""Why an article was read as it was: every line with its items, and every decision on a number or grade with what weighed most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from extract.claims import series
from extract.claims.document import GRADE, MOST, Document, Item, is_job_number, is_percent
from extract.claims.reader import claims_of, read_figures
from extract.claims.scorer import CLASSES, Scorer

#: decisions that begin the reading of one more number or grade word
_FIRST = ("number", "percent", "grade")
#: decisions on several of them at once
_TOGETHER = ("link", "row", "money")
#: so many features are shown, the heaviest first
_SHOWN = 5


@dataclass(slots=True)
class Decision:
    """One decision: what was chosen with which probability, and the features that weighed most."""

    name: str
    chosen: str
    probability: float
    features: list[tuple[str, float]] = field(default_factory=list)


class Trace(Scorer):
    """A scorer that notes every decision that it is asked for."""

    def __init__(self, weights: Scorer):
        super().__init__(weights.classes, weights.choices)
        self.decisions: list[Decision] = []

    def classify(self, decision: str, features: Iterable[str]) -> list[float]:
        features = set(features)
        p = super().classify(decision, features)
        k = p.index(max(p))
        rest = [i for i in range(len(p)) if i != k]
        weights = self.classes[decision]
        margins = {f: weights[f][k] - max(weights[f][i] for i in rest) for f in features if f in weights}
        self.decisions.append(Decision(decision, CLASSES[decision][k], p[k], _heaviest(margins)))
        return p

    def choose(self, decision: str, candidates: Sequence[Iterable[str]]) -> list[float]:
        candidates = [list(c) for c in candidates]
        p = super().choose(decision, candidates)
        k = p.index(max(p))
        weights = self.choices[decision]
        mine = {f: weights[f] for f in set(candidates[k]) if f in weights}
        self.decisions.append(Decision(decision, f"candidate {k + 1} of {len(p)}", p[k], _heaviest(mine)))
        return p


def _heaviest(weights: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(weights.items(), key=lambda x: (-abs(x[1]), x[0]))[:_SHOWN]


def explain(document: Document, weights: Scorer) -> list[str]:
    """The lines of the explanation, in order of the text."""
    trace = Trace(weights)
    claims_of(document, trace)
    numbers, grades = _by_item(document, trace.decisions)
    together = series.settle(document, read_figures(document, weights)[2])
    shown: list[str] = []
    for line in document.lines:
        place = "title" if line.is_title else f"paragraph {line.paragraph}"
        shown.append(f"-- {place}: {line.text}")
        carried = document.scene.carried(line.index)
        if carried is not None:
            shown.append(f"   carried subject: {carried.written or carried.municipality.id}")
        for item in line.items:
            shown.append(
                f"   {item.kind:9s} {document.text[item.start : item.end]!r} {item.tag} {_value(item)}".rstrip()
            )
            if item.kind == "number":
                shown += [_told(d) for d in numbers.get(item.start, [])]
                if item.start in together:
                    role, p = together[item.start]
                    shown.append(f"      {role} {p:.2f} by the numbers told in one breath with it")
            shown += [_told(d) for d in grades.get(item.start, []) if item.kind == GRADE]
    rest = [d for d in trace.decisions if d.name in _TOGETHER]
    return shown + (["-- what belongs together"] + [_told(d) for d in rest] if rest else [])


def _by_item(
    document: Document, decisions: list[Decision]
) -> tuple[dict[int, list[Decision]], dict[int, list[Decision]]]:
    """The decisions of each number and of each grade, by where it stands, the last ones. The reader goes through the text in order, and so do they.

    Through the numbers it goes once more where some of them tell together what each is.
    """
    items = [x for line in document.lines for x in line.items]
    numbers = cycle([x for x in items if is_job_number(x) or is_percent(x)][:MOST])
    grades = iter([x for x in items if x.kind == GRADE])
    of_numbers: dict[int, list[Decision]] = {}
    of_grades: dict[int, list[Decision]] = {}
    open_: list[Decision] = []
    for decision in decisions:
        if decision.name in _FIRST:
            is_grade = decision.name == "grade"
            item = next(grades if is_grade else numbers)
            open_ = (of_grades if is_grade else of_numbers)[item.start] = []
        if decision.name not in _TOGETHER:
            open_.append(decision)
    return of_numbers, of_grades


def _told(decision: Decision) -> str:
    features = ", ".join(f"{name} {weight:+.2f}" for name, weight in decision.features)
    return f"      {decision.name:10s} {decision.chosen} {decision.probability:.2f}   {features}"


def _value(item: Item) -> str:
    value = item.value
    if hasattr(value, "candidates"):
        meant = ", ".join(c.versions[-1].label for c in value.candidates) or "a district"
        return f"{value.role}: {meant}"
    return "" if value == item.tag else str(value)
