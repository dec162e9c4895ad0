"""The project, parsed once in the process that dbt's runs are forked from; `tests.dbt_process` has it imported there.

Beside the manifest a fork finds made what dbt makes at its first use: readers and writers of its hundreds of classes.
"""

import fcntl
import os
from pathlib import Path
from typing import Any

from dbt.adapters import duckdb as duckdb  # loaded before the first fork
from dbt.cli.main import dbtRunner
from dbt_common.clients.jinja import template_cache

from publish.dbt import DBT_PROJECT

#: Read out of this one by every run on a file of this name, whatever its folder; a run's own settings come later.
WAREHOUSE = "warehouse.duckdb"
#: Environment variable that names a folder of all workers of one call of pytest.
SHARED = "TESTS_OF_DBT_SHARED"


def _parsed() -> Any:
    """The manifest. The first of pytest's workers leaves what it parsed for the others, which then wait for it."""
    shared = Path(os.environ[SHARED])
    settings = {
        "ILJARI_WAREHOUSE": str(shared / WAREHOUSE),
        "DBT_TARGET_PATH": str(shared / "parsed"),
        "DBT_LOG_PATH": str(shared / "parsed"),
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    kept, place = dict(os.environ), Path.cwd()
    with (shared / "parsed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.environ.update(settings)
        os.chdir(DBT_PROJECT)
        try:
            # The static parser starts threads, which a fork would wait for in vain when it parses something itself.
            return dbtRunner().invoke(["--quiet", "--no-version-check", "--no-static-parser", "parse"]).result
        finally:
            os.environ.clear()
            os.environ.update(kept)
            os.chdir(place)


#: None where the project does not parse: each run then says so itself.
MANIFEST = _parsed()


def _compile_macros() -> None:
    """What dbt does with a macro at its first use, in each run anew."""
    for macro in MANIFEST.macros.values():
        template_cache.get_node_template(macro)


if MANIFEST:
    _compile_macros()
