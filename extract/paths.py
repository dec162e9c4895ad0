"""Where Iljari keeps its state. Everything lives below one folder, `var/` in the project, or `ILJARI_VAR`.

Landing alone may stand elsewhere (`ILJARI_LANDING`), also on storage that many machines share.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extract.errors import IljariError

if TYPE_CHECKING:
    from upath import UPath

    #: A folder or file on this machine, or one in a store that fsspec knows (`s3://bucket/landing`).
    Place = Path | UPath
else:  # to import it takes as long as all that a small step does
    Place = Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Paths:
    """The folders and files of one installation. Nothing is created by asking for a path."""

    var: Path
    landing_at: Place | None = None

    @property
    def landing(self) -> Place:
        """Batches of pages and articles, and claims by extractor version: the log that the warehouse is built from."""
        return self.landing_at or self.var / "landing"

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

    @property
    def bi(self) -> Path:
        """SUPERSET_HOME."""
        return self.var / "bi"


def paths() -> Paths:
    """The paths of this process, from `ILJARI_VAR` and `ILJARI_LANDING` at the time of the call."""
    var = Path(os.environ.get("ILJARI_VAR") or PROJECT / "var").resolve()
    landing = os.environ.get("ILJARI_LANDING")
    return Paths(var, place(landing) if landing else None)


def place(address: str) -> Place:
    """A path of this machine (also written as file://), or a place in a store: `memory://…`, `s3://…`, `gs://…`."""
    # A drive letter is no scheme.
    if len(urlsplit(address).scheme) < 2:
        return Path(address).expanduser().absolute()
    found = store(address)
    return Path(found.path) if found.protocol in ("file", "local") else found


def store(address: str) -> "UPath":
    """A place in a store of fsspec. Raises IljariError where the package of that kind of store is not installed."""
    import fsspec
    from upath import UPath

    try:
        fsspec.get_filesystem_class(urlsplit(address).scheme)
    except (ImportError, ValueError) as error:
        raise IljariError(f"{address} cannot be reached: {error}. It goes into the environment of Iljari.") from error
    # Listings are asked for anew each time: other machines write there too.
    return UPath(address, use_listings_cache=False)
