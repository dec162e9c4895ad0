"""Every test here has state of its own: nothing is written to the project's `var/`."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "var"
    monkeypatch.setenv("ILJARI_VAR", str(folder))
    return folder
