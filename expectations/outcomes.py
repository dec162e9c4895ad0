"""What the gates said: the last word of each gate, and all of them, one a line. A release asks for it."""

import json
from datetime import UTC, datetime
from typing import Any

from extract.paths import paths


def record(gate: str, report: dict[str, Any], failures: list[str]) -> None:
    """Writes `checks/<gate>.json` and adds the same to `checks/history.jsonl`; `report` is a `CheckReport`."""
    outcome = {"checked_at": _now(), "is_passed": not failures, **report, "failures": failures}
    folder = paths().checks
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f".{gate}.json"
    written.write_text(json.dumps(outcome, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    written.replace(folder / f"{gate}.json")
    with (folder / "history.jsonl").open("a", encoding="utf-8") as history:
        history.write(json.dumps(outcome, ensure_ascii=False) + "\n")


def last(gate: str) -> dict[str, Any] | None:
    """The last outcome of a gate: a `CheckReport` with checked_at, is_passed and failures; None if it never ran."""
    file = paths().checks / f"{gate}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
