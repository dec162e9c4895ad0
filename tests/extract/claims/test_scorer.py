"""The scorer adds weights and turns the sums into probabilities; the committed weights can be read."""

import math
from pathlib import Path

import pytest

from extract.claims.scorer import CLASSES, Scorer, scorer

GRADE = {"": (0.0, 0.0), "a": (1.0, -1.0), "b": (0.0, 2.0)}


def test_classify_adds_the_weights_of_known_features_once() -> None:
    weights = Scorer({"grade": GRADE}, {})
    none, national = weights.classify("grade", ["a", "b", "b", "never seen"])
    assert none + national == pytest.approx(1.0)
    assert national / none == pytest.approx(math.exp(1.0 - 1.0))


def test_choose_prefers_the_candidate_with_the_larger_sum() -> None:
    weights = Scorer({}, {"link": {"near": 2.0, "far": -1.0}})
    near, far, unknown = weights.choose("link", [["near"], ["far"], []])
    assert near > unknown > far
    assert near + far + unknown == pytest.approx(1.0)


def test_large_sums_do_not_overflow() -> None:
    weights = Scorer({}, {"link": {"x": 5000.0}})
    assert weights.choose("link", [["x"], []]) == pytest.approx([1.0, 0.0])


def test_the_committed_weights_have_every_decision() -> None:
    committed = scorer()
    assert set(committed.classes) == set(CLASSES)
    assert all(committed.classes[d] for d in CLASSES)
    assert {
        "link",
        "money",
        "award_who",
        "award_year",
        "job_year",
        "job_who",
        "level_kind",
        "level_year",
        "level_who",
    } <= set(committed.choices)


def test_a_weights_file_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text('grade\t\t0.10\t-0.10\ngrade\ta"b\t1.00\t2.00\nlink\tnear\t-0.50\n', encoding="utf-8")
    read = scorer(path)
    assert read.classes["grade"] == {"": (0.1, -0.1), 'a"b': (1.0, 2.0)}
    assert read.choices["link"] == {"near": -0.5}
