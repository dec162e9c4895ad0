"""`python -m tests.gold.train`: fits the weights of the reader's decisions to the labelled articles and writes `extract/claims/weights.tsv`.

Multinomial logistic regression, one model a decision, by L-BFGS from zero: the same articles give the same weights. Where the labels leave several
candidates right, the likelihood of their sum is fitted. It is fitted twice: first with a penalty on the weights' size (L1), which leaves only few
features with a weight at all, then on those alone with a penalty on its square (L2). Features seen less than `_LEAST` times have no weight.

How good the weights are is told by `python -m tests.gold.accuracy`, which reads each round with weights fitted to the others.
"""

import argparse
import gc
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse
from scipy.optimize import Bounds, minimize

from extract.claims.document import Document
from extract.claims.scorer import CLASSES, WEIGHTS, Scorer
from tests.gold.corpus import labelled_articles, passages
from tests.gold.labels import Examples, document_of, examples_of, link_examples, row_examples

#: strength of the penalty by decision, chosen by cross-validation
PENALTY: dict[str, float] = {
    "number": 1.5,
    "percent": 1.5,
    "grade": 5.0,
    "other_award": 1.5,
    "section": 1.5,
    "scope": 2.0,
    "job_year": 2.0,
    "row": 3.0,
}
_PENALTY_OF_CHOICES = 1.0
#: strength of the penalty that picks the features, by decision, chosen by cross-validation: the more, the fewer
SPARSITY: dict[str, float] = {"grade": 1.0, "section": 1.0, "row": 1.0, "other_award": 0.1}
_SPARSITY = 0.5
#: a feature that fewer examples (or candidates) have says little of the next article
_LEAST = 3
#: the parts into which the rounds are cut where rows are read that the weights have not seen
_CROSS_FITS = 3
_STEPS = 200
#: weights smaller than this count for nothing
_SMALLEST = 0.005


class Prepared(NamedTuple):
    """A labelled text with what does not depend on the weights: its document and the examples of its first decisions."""

    article: dict[str, Any]
    document: Document
    examples: Examples

    @property
    def round(self) -> str:
        return str(self.article["round"])


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Nothing of millions of items can be freed, and looking for it among them takes up to a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_no_garbage()
def prepared(articles: list[dict[str, Any]]) -> list[Prepared]:
    """Labelled texts, ready to fit to."""
    documents = ((article, document_of(article)) for article in articles)
    return [Prepared(article, document, examples_of(article, document)) for article, document in documents]


def _matrix(lists: list[Any], vocabulary: dict[str, int]) -> scipy.sparse.csr_matrix:
    places: list[int] = []
    ends = [0]
    for features in lists:
        places.extend(sorted(vocabulary[f] for f in set(features) if f in vocabulary))
        ends.append(len(places))
    return scipy.sparse.csr_matrix((np.ones(len(places)), places, ends), shape=(len(lists), max(1, len(vocabulary))))


def _vocabulary(lists: list[Any]) -> dict[str, int]:
    seen = Counter(f for features in lists for f in set(features))
    return {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= _LEAST))}


Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]


def _minimum(loss: Loss, n: int, sparsity: float) -> np.ndarray:
    """Where the loss of n weights is least, with `sparsity` on the size of each.

    With it, a weight is the difference of two that cannot be negative: the size has a slope everywhere, and the lesser of the two becomes zero.
    """
    options = {"maxiter": _STEPS}
    if not sparsity:
        return minimize(loss, np.zeros(n), jac=True, method="L-BFGS-B", options=options).x

    def of_both(both: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = loss(both[:n] - both[n:])
        return value + sparsity * float(both.sum()), np.concatenate([sparsity + slope, sparsity - slope])

    both = minimize(of_both, np.zeros(2 * n), jac=True, method="L-BFGS-B", bounds=Bounds(0), options=options).x
    return both[:n] - both[n:]


def _picked(
    vocabulary: dict[str, int], x: scipy.sparse.csr_matrix, weights: np.ndarray
) -> tuple[dict[str, int], scipy.sparse.csr_matrix]:
    """The features that were given a weight, numbered anew, and their columns of the matrix."""
    if not vocabulary:  # so few texts that no feature is seen often enough
        return {}, x
    sizes = np.abs(weights).reshape(len(vocabulary), -1).max(axis=1)
    names = [f for f, k in vocabulary.items() if sizes[k] >= _SMALLEST]
    columns = [vocabulary[f] for f in names]
    # As in `_matrix`, one empty column where there is no feature.
    picked = x[:, columns] if columns else scipy.sparse.csr_matrix((x.shape[0], 1))
    return {f: i for i, f in enumerate(names)}, picked


def _loss_of_classes(x: scipy.sparse.csr_matrix, right: np.ndarray, penalty: float) -> Loss:
    """The loss of a class decision, of one weight for each feature and class and then one for each class."""
    xt = x.T.tocsr()
    n, k = x.shape[1], right.shape[1]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w, b = flat[: n * k].reshape(n, k), flat[n * k :]
        s = x @ w + b
        s -= s.max(axis=1, keepdims=True)
        e = np.exp(s)
        all_, ok = e.sum(axis=1, keepdims=True), np.where(right, e, 0.0).sum(axis=1, keepdims=True) + 1e-300
        d = e / all_ - np.where(right, e, 0.0) / ok
        value = float(np.sum(np.log(all_) - np.log(ok))) + 0.5 * penalty * float(flat @ flat)
        return value, np.concatenate([(xt @ d + penalty * w).ravel(), d.sum(axis=0) + penalty * b])

    return loss


def fit_classes(decision: str, examples: list[tuple[Any, set[str]]]) -> dict[str, tuple[float, ...]]:
    """Weights of a class decision: feature to one weight a class; "" is the bias."""
    classes = CLASSES[decision]
    lists = [features for features, _ in examples]
    vocabulary = _vocabulary(lists)
    right = np.array([[c in allowed for c in classes] for _, allowed in examples], dtype=bool)
    k, penalty = len(classes), PENALTY[decision]
    x = _matrix(lists, vocabulary)
    fitted = np.zeros(0)
    for sparsity in (SPARSITY.get(decision, _SPARSITY), 0.0):
        n = len(vocabulary)
        fitted = _minimum(_loss_of_classes(x, right, penalty), n * k + k, sparsity)
        if sparsity:
            vocabulary, x = _picked(vocabulary, x, fitted[: n * k])
    weights = {f: tuple(map(_rounded, fitted[i * k : i * k + k])) for f, i in vocabulary.items()}
    weights[""] = tuple(map(_rounded, fitted[-k:]))
    return weights


def _loss_of_choice(x: scipy.sparse.csr_matrix, examples: list[tuple[Any, list[bool]]], penalty: float) -> Loss:
    """The loss of a choice, of one weight for each feature."""
    xt = x.T.tocsr()
    right = np.array([ok for _, oks in examples for ok in oks], dtype=bool)
    starts = np.concatenate([[0], np.cumsum([len(oks) for _, oks in examples])])
    group = np.repeat(np.arange(len(examples)), np.diff(starts))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        s = x @ w
        e = np.exp(s - np.maximum.reduceat(s, starts[:-1])[group])
        ok = np.where(right, e, 0.0)
        all_, sum_ok = np.add.reduceat(e, starts[:-1]), np.add.reduceat(ok, starts[:-1]) + 1e-300
        value = float(np.sum(np.log(all_) - np.log(sum_ok))) + 0.5 * penalty * float(w @ w)
        return value, xt @ (e / all_[group] - ok / sum_ok[group]) + penalty * w

    return loss


def fit_choice(decision: str, examples: list[tuple[Any, list[bool]]]) -> dict[str, float]:
    """Weights of a choice between candidates: feature to weight."""
    lists = [features for candidates, _ in examples for features in candidates]
    vocabulary = _vocabulary(lists)
    penalty = PENALTY.get(decision, _PENALTY_OF_CHOICES)
    x = _matrix(lists, vocabulary)
    fitted = np.zeros(0)
    for sparsity in (SPARSITY.get(decision, _SPARSITY), 0.0):
        fitted = _minimum(_loss_of_choice(x, examples, penalty), x.shape[1], sparsity)
        if sparsity:
            vocabulary, x = _picked(vocabulary, x, fitted[: len(vocabulary)])
    return {f: _rounded(fitted[i]) for f, i in vocabulary.items()}


def _rounded(weight: float) -> float:
    """A weight as the file has it: what was fitted is what will be read."""
    return round(float(weight), 2) + 0.0


def fit_first(texts: list[Prepared]) -> Scorer:
    """The weights of the decisions about single numbers and grades."""
    examples: dict[str, list[Any]] = defaultdict(list)
    for text in texts:
        for decision, found in text.examples.items():
            examples[decision] += found
    classes = {d: fit_classes(d, examples[d]) for d in CLASSES}
    return Scorer(classes, {d: fit_choice(d, examples[d]) for d in sorted(examples) if d not in CLASSES})


@_no_garbage()
def fit(texts: list[Prepared]) -> Scorer:
    """All weights from labelled texts.

    How sure the first decisions are counts for a whole row. On the texts that they were fitted to they are surer than they will ever be again, so
    each part of the rounds is read with weights fitted to the other parts.
    """
    scorer = fit_first(texts)
    links = [x for t in texts for x in link_examples(t.article, t.document, scorer)]
    scorer = scorer.with_choice("link", fit_choice("link", links))
    examples: list[Any] = []
    for part in parts(sorted({t.round for t in texts}), _CROSS_FITS):
        other = fit_first([t for t in texts if t.round not in part]).with_choice("link", scorer.choices["link"])
        for text in texts:
            if text.round in part:
                examples += row_examples(text.article, text.document, other)
    return scorer.with_choice("row", fit_choice("row", examples))


def decisions_right(texts: list[Prepared], scorer: Scorer) -> dict[str, tuple[int, int]]:
    """For each decision: how many it gets right, of how many, where every decision before it was right."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for text in texts:
        links = link_examples(text.article, text.document, scorer)
        for decision, examples in {**text.examples, "link": links}.items():
            for what, right in examples:
                if decision in CLASSES:
                    p = scorer.classify(decision, what)
                    ok = CLASSES[decision][p.index(max(p))] in right
                else:
                    p = scorer.choose(decision, what)
                    ok = right[p.index(max(p))]
                counts[decision][0] += ok
                counts[decision][1] += 1
    return {d: (a, b) for d, (a, b) in counts.items()}


def write(scorer: Scorer, path: Path = WEIGHTS) -> int:
    """Writes the weights, two decimals each, by decision and feature; returns how many lines."""
    lines: list[str] = []
    for decision, weights in scorer.classes.items():
        lines += ["\t".join([decision, f, *(f"{w:.2f}" for w in weights[f])]) for f in sorted(weights)]
    for decision in sorted(scorer.choices):
        lines += [
            f"{decision}\t{feature}\t{weight:.2f}" for feature, weight in sorted(scorer.choices[decision].items())
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def parts(rounds: list[str], n: int) -> list[set[str]]:
    """The rounds in n parts."""
    return [set(rounds[i::n]) for i in range(min(n, len(rounds)))]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gold.train", description=(__doc__ or "").split("\n")[0])
    parser.parse_args(argv)
    texts = labelled_articles() + passages()
    n = write(fit(prepared(texts)))
    size = WEIGHTS.stat().st_size // 1024
    sys.stdout.write(f"{n} weights in {WEIGHTS.name}, {size} KiB, from {len(texts)} labelled texts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
