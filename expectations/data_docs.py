"""Data Docs: what a gate saw, as one page that opens without a network, and Great Expectations' own results as JSON.

The library's own page loads its styles and scripts from sixteen addresses in the network and is bare without them; this
one is drawn from the same results, adds the rows that break an expectation, and asks nobody for anything.
"""

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).resolve().parent


def write(gate: str, tables: Sequence[Any], folder: Path) -> None:
    """Writes `index.html` and `validations/<file>.json` for a gate's `TableOutcome`s, in place of the last ones."""
    shutil.rmtree(folder / "validations", ignore_errors=True)
    (folder / "validations").mkdir(parents=True)
    for table in tables:
        validation = json.dumps(table.validation, ensure_ascii=False, indent=1, default=str)
        (folder / "validations" / f"{table.suite.file.stem}.json").write_text(validation + "\n", encoding="utf-8")
    states = [entry.state for table in tables for entry in table.entries]
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    page = environment.get_template("data_docs.html").render(
        gate=gate,
        tables=tables,
        counts={state: states.count(state) for state in ("failed", "warned", "passed")},
        checked_at=datetime.now(UTC).astimezone(ZoneInfo("Asia/Seoul")).strftime("%Y-%m-%d %H:%M:%S KST"),
    )
    written = folder / ".index.html"
    written.write_text(page, encoding="utf-8")
    written.replace(folder / "index.html")
