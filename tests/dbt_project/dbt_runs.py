"""dbt as somebody runs it by hand in `dbt_project/`, but with its target and logs elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

from extract.paths import PROJECT


def dbt(*arguments: str, warehouse: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """Run dbt on this warehouse; output and return code are the caller's to judge."""
    environment = os.environ | {
        "ILJARI_WAREHOUSE": str(warehouse),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target / "logs"),
    }
    return subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", *arguments],
        cwd=PROJECT / "dbt_project",
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
