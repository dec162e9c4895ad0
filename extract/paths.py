"""Where Iljari keeps its state. Everything lives below one folder, `var/` in the project, or `ILJARI_VAR`."""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Paths:
    """The folders and files of one installation. Nothing is created by asking for a path."""

    var: Path

    @property
    def landing(self) -> Path:
        """Batches of pages and articles, and claims by extractor version: the log that the warehouse is built from."""
        return self.var / "landing"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that only the pipeline opens."""
        return self.var / "warehouse.duckdb"

    @property
    def web(self) -> Path:
        """What has to be remembered of hosts between runs: `hosts/` (whose turn it is), `robots/` (their rules)."""
        return self.var / "web"

    @property
    def dbt(self) -> Path:
        """What dbt compiles and logs."""
        return self.var / "dbt"

    @property
    def release(self) -> Path:
        """`current` (a link) and the last releases."""
        return self.var / "release"

    @property
    def data_docs(self) -> Path:
        """What Great Expectations last saw at each gate, as a page."""
        return self.var / "data_docs"

    @property
    def checks(self) -> Path:
        """What each gate last said, and its history: `<gate>.json`, `history.jsonl`."""
        return self.var / "checks"

    @property
    def airflow(self) -> Path:
        """AIRFLOW_HOME."""
        return self.var / "airflow"


def paths() -> Paths:
    """The paths of this process, from `ILJARI_VAR` at the time of the call."""
    return Paths(Path(os.environ.get("ILJARI_VAR") or PROJECT / "var").resolve())
