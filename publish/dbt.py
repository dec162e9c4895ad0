"""dbt as every part of Iljari runs it: a process of its own that writes nothing beside the code and calls nobody."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from extract.paths import PROJECT

DBT_PROJECT = PROJECT / "dbt_project"


def run_dbt(
    *arguments: str,
    target: Path,
    warehouse: Path | str = ":memory:",
    logs: Path | None = None,
    sources_left_out: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Run dbt with these arguments; output and return code are the caller's to judge.

    `target` takes what dbt compiles and reports, `logs` its logs (in `target` where none is given). Without a warehouse
    dbt is shown an empty one, which is enough for what only reads the code. Articles of the sources left out make no
    fact.
    """
    environment = os.environ | {
        # At `debug`, dbt's default, the log has every statement of three hundred nodes, which takes longer to write
        # than many of them to run. What ran stands below `target/run` as well.
        "DBT_LOG_LEVEL_FILE": os.environ.get("DBT_LOG_LEVEL_FILE", "info"),
        "ILJARI_WAREHOUSE": str(warehouse),
        "ILJARI_SOURCES_LEFT_OUT": ",".join(sorted(sources_left_out)),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(logs or target / "logs"),
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    return _process(["--no-use-colors", "--no-version-check", *arguments], environment)


def _process(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", *arguments],
        cwd=DBT_PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
