"""dbt as somebody runs it by hand in `dbt_project/`, but with its target and logs elsewhere."""

import os
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from extract.paths import PROJECT

#: dbt parses the project anew when the path of the warehouse or the variables change, which takes longer than most builds here: every
#: warehouse is opened under one path, and what was parsed is kept by variables.
_PLACE = Path(tempfile.mkdtemp(prefix="iljari-dbt-"))
_PARSED = "partial_parse.msgpack"


def dbt(*arguments: str, warehouse: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """Run dbt on this warehouse; output and return code are the caller's to judge."""
    link = _PLACE / "warehouse.duckdb"
    link.unlink(missing_ok=True)
    link.symlink_to(warehouse.resolve())
    # DuckDB names the database after the file that the link leads to: one of another name keeps its own path.
    place = link if warehouse.name == link.name else warehouse
    variables = arguments[arguments.index("--vars") + 1] if "--vars" in arguments else ""
    parsed = _PLACE / f"{sha256(variables.encode()).hexdigest()[:8]}-{_PARSED}"
    target.mkdir(parents=True, exist_ok=True)
    if parsed.exists():
        shutil.copy2(parsed, target / _PARSED)
    environment = os.environ | {
        "ILJARI_WAREHOUSE": str(place),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target / "logs"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", *arguments],
        cwd=PROJECT / "dbt_project",
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if (target / _PARSED).exists():
        shutil.copy2(target / _PARSED, parsed)
    return done
