"""Chooses between candidates by learned weights: a weighted sum of features, turned into probabilities.

The weights are plain text (`weights.tsv`: decision, feature, class, weight), trained by `python -m tests.gold.train` on the labelled articles.
The sums are of whole hundredths, so that the order in which a set gives its features does not show in the last digit.
Two forms of decision: `classify` gives one of a few classes to features; `choose` picks one of any number of candidates, each with its own
features. No framework, no randomness: a sum and an exponential.
"""

import csv
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.tsv")

#: the classes of each decision of the first form, in the order of their weights
CLASSES: dict[str, tuple[str, ...]] = {
    "number": ("none", "target", "actual"),
    "percent": ("none", "rate", "level"),
    "scope": ("total", "part"),
    "grade": ("none", "national"),
    "other_award": ("none", "other"),
    "section": ("disclosure", "project", "unspecified"),
}


#: the weights are summed up in whole parts of one: sums of integers are exact
_PARTS = 100
#: the weight of a feature that has none
_NOTHING = repeat(0)


class Scorer:
    """Weights by decision. Of a class decision: feature to one weight a class; of a choice: feature to its weight."""

    def __init__(self, classes: dict[str, dict[str, tuple[float, ...]]], choices: dict[str, dict[str, float]]):
        self.classes, self.choices = classes, choices
        self._classes = {
            d: {f: tuple(round(w * _PARTS) for w in ws) for f, ws in weights.items()} for d, weights in classes.items()
        }
        self._choices = {d: {f: round(w * _PARTS) for f, w in weights.items()} for d, weights in choices.items()}

    def with_choice(self, decision: str, weights: dict[str, float]) -> "Scorer":
        """The same weights with those of one more choice."""
        return Scorer(self.classes, {**self.choices, decision: weights})

    def about(self, start: int) -> None:
        """Told before the decisions on the number or grade that starts there, for a scorer that notes what it is asked."""

    def classify(self, decision: str, features: Iterable[str]) -> list[float]:
        """The probability of each class, in the order of `CLASSES[decision]`."""
        weights = self._classes[decision]
        known = [weights[f] for f in weights.keys() & features]
        bias = weights.get("", (0,) * len(CLASSES[decision]))
        return _softmax([sum(of_class) for of_class in zip(bias, *known, strict=True)])

    def choose(self, decision: str, candidates: Sequence[Iterable[str]]) -> list[float]:
        """The probability of each candidate."""
        if len(candidates) == 1:
            return [1.0]
        weight = self._choices[decision].get
        return _softmax([sum(map(weight, _each_once(features), _NOTHING)) for features in candidates])


def _each_once(features: Iterable[str]) -> set[str]:
    return features if isinstance(features, set) else set(features)


def _softmax(sums: list[int]) -> list[float]:
    top = max(sums)
    raised = [math.exp((s - top) / _PARTS) for s in sums]
    total = sum(raised)
    return [r / total for r in raised]


@lru_cache(maxsize=1)
def scorer(path: Path = WEIGHTS) -> Scorer:
    """The committed weights."""
    classes: dict[str, dict[str, tuple[float, ...]]] = {d: {} for d in CLASSES}
    choices: dict[str, dict[str, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            decision, feature, *weights = row
            if decision in CLASSES:
                classes[decision][feature] = tuple(map(float, weights))
            else:
                choices.setdefault(decision, {})[feature] = float(weights[0])
    return Scorer(classes, choices)
