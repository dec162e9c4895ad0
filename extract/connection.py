"""How every program of Iljari opens a DuckDB file, the warehouse above all; profiles.yml tells dbt the same."""

import os

#: For `duckdb.connect(config=…)`.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    # Nothing is fetched over the network.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Left to itself DuckDB keeps most of a machine's memory. What does not fit goes to disk beside the file.
    "memory_limit": os.environ.get("ILJARI_MEMORY", "3GB"),
    # Whoever closes the warehouse would else write anew, to save space, the tables that a build by cell has deleted
    # from (docs/scale.md), at ten seconds a million articles. The build of all, once a week, makes them from nothing.
    "max_vacuum_tasks": 0,
}
