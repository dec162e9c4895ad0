"""The evidence that the gate `candidate` has yet to see: that of the cells which were made anew since it last let pass.

A build leaves the rows of a cell of which nothing else is said (docs/scale.md), so what passed once would pass again.
What was let pass is kept beside the outcomes as the cells with their hashes, and the build of all that they go back to:
after the next build of all, which comes once a week and with every change of the code, every row is checked again.
"""

from pathlib import Path

import duckdb

from extract.paths import paths

#: The models may say it differently after a build of all, also where the same is said.
_CELLS = """
    select cell_id, cell_hash, (select max(built_at) from builds.full_builds) as full_build
    from intermediate.int_cells_built
"""


def show(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the view `new_evidence` of the rows of marts.fct_fact_evidence to check."""
    there = _tables(connection)
    if "marts.fct_fact_evidence" not in there:
        return
    condition = ""
    if _file().exists() and _are_built_by_cell(there):
        connection.execute(
            f"create temp table passed_cells as select cell_id from ({_CELLS}) "
            "semi join read_parquet($passed) as passed using (cell_id, cell_hash, full_build)",
            {"passed": str(_file())},
        )
        condition = "where cell_id not in (from passed_cells)"
    connection.execute(f"create temp view new_evidence as from marts.fct_fact_evidence {condition}")


def note(connection: duckdb.DuckDBPyConnection) -> None:
    """Keeps the cells as they are now: the gate has let all of them pass."""
    if _are_built_by_cell(_tables(connection)):
        _file().parent.mkdir(parents=True, exist_ok=True)
        written = _file().with_suffix(".unfinished")
        connection.sql(_CELLS).write_parquet(str(written))
        written.replace(_file())


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    return {name for (name,) in rows}


def _are_built_by_cell(tables: set[str]) -> bool:
    """Whether there is word of the cells; one who only ever calls dbt by hand leaves none of a build of all."""
    return {"intermediate.int_cells_built", "builds.full_builds"} <= tables


def _file() -> Path:
    return paths().checks / "candidate_cells.parquet"
