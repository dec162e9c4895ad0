"""Every test here has state of its own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """AIRFLOW_HOME of the test."""
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "var"))
    return tmp_path / "var" / "airflow"
