"""Why an article was read as it was: every line with its items, and every decision on a number or grade with what weighed most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.claims import series
from extract.claims.document import GRADE, Document, Item
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
    """One decision on the number or grade that starts at a place: what was chosen with which probability, and the features that weighed most."""

    start: int
    name: str
    chosen: str
    probability: float
    features: list[tuple[str, float]] = field(default_factory=list)


class Trace(Scorer):
    """A scorer that notes every decision that it is asked for."""

    def __init__(self, weights: Scorer):
        super().__init__(weights.classes, weights.choices)
        self.decisions: list[Decision] = []
        self._start = -1

    def about(self, start: int) -> None:
        self._start = start

    def classify(self, decision: str, features: Iterable[str]) -> list[float]:
        features = set(features)
        p = super().classify(decision, features)
        k = p.index(max(p))
        rest = [i for i in range(len(p)) if i != k]
        weights = self.classes[decision]
        margins = {f: weights[f][k] - max(weights[f][i] for i in rest) for f in features if f in weights}
        self.decisions.append(Decision(self._start, decision, CLASSES[decision][k], p[k], _heaviest(margins)))
        return p

    def choose(self, decision: str, candidates: Sequence[Iterable[str]]) -> list[float]:
        candidates = [list(c) for c in candidates]
        p = super().choose(decision, candidates)
        k = p.index(max(p))
        weights = self.choices[decision]
        mine = {f: weights[f] for f in set(candidates[k]) if f in weights}
        self.decisions.append(Decision(self._start, decision, f"candidate {k + 1} of {len(p)}", p[k], _heaviest(mine)))
        return p


def _heaviest(weights: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(weights.items(), key=lambda x: (-abs(x[1]), x[0]))[:_SHOWN]


def explain(document: Document, weights: Scorer) -> list[str]:
    """The lines of the explanation, in order of the text."""
    trace = Trace(weights)
    claims_of(document, trace)
    decisions = _by_item(trace.decisions)
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
            if item.kind in ("number", GRADE):
                shown += [_told(d) for d in decisions.get(item.start, [])]
            if item.start in together:
                role, p = together[item.start]
                shown.append(f"      {role} {p:.2f} by the numbers told in one breath with it")
    rest = [d for d in trace.decisions if d.name in _TOGETHER]
    return shown + (["-- what belongs together"] + [_told(d) for d in rest] if rest else [])


def _by_item(decisions: list[Decision]) -> dict[int, list[Decision]]:
    """The decisions on each number and grade, by where it starts; of those that were taken again, with the other numbers known, the last ones.

    The years of an award are decided once for each way to date the ones before it.
    """
    found: dict[int, list[Decision]] = {}
    for decision in decisions:
        if decision.name in _FIRST:
            found[decision.start] = []
        if decision.name not in _TOGETHER:
            found.setdefault(decision.start, []).append(decision)
    return found


def _told(decision: Decision) -> str:
    features = ", ".join(f"{name} {weight:+.2f}" for name, weight in decision.features)
    return f"      {decision.name:10s} {decision.chosen} {decision.probability:.2f}   {features}"


def _value(item: Item) -> str:
    value = item.value
    if hasattr(value, "candidates"):
        meant = ", ".join(c.versions[-1].label for c in value.candidates) or "a district"
        return f"{value.role}: {meant}"
    return "" if value == item.tag else str(value)
