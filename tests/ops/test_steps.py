from dataclasses import dataclass, field

import pytest
from airflow.sdk.exceptions import AirflowFailException

from extract.errors import IljariError
from ops.steps import run_step


@dataclass(frozen=True)
class Report:
    batches: tuple[str, ...]
    rejected: dict[str, int] = field(default_factory=dict)


def test_a_report_comes_back_as_plain_values() -> None:
    result = run_step(lambda name: Report((name,), {"empty": 1}), "b1")
    assert result["report"] == {"batches": ["b1"], "rejected": {"empty": 1}}
    assert result["seconds"] >= 0


def test_what_trying_again_cannot_mend_is_not_tried_again() -> None:
    def step() -> Report:
        raise IljariError("no such folder: name one")

    with pytest.raises(AirflowFailException, match="no such folder: name one"):
        run_step(step)


def test_what_may_pass_is_left_to_be_tried_again() -> None:
    def step() -> Report:
        raise OSError("disk busy")

    with pytest.raises(OSError, match="disk busy"):
        run_step(step)
