"""Every test here has state of its own: nothing is written to the project's `var/`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.extract.paper import Paper, papers


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "var"
    monkeypatch.setenv("ILJARI_VAR", str(folder))
    return folder


@pytest.fixture
def paper() -> Iterator[Paper]:
    yield from papers()
