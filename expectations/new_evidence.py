"""The evidence that the gate `candidate` has yet to see: what it has not let pass as it stands, word for word.

A build leaves the rows of a cell of which nothing else is said (docs/scale.md), and of a cell that it makes anew most
rows come out as they were. So what the gate let pass is kept beside the outcomes: for each row its cell, the cell's
hash, the build of all that it goes back to, and the row's own hash. Rows of cells that have not changed are not even
read, and of the others those are checked that are new or other than before. After the next build of all, which comes
once a week and with every change of the code, every row is checked again.
"""

from pathlib import Path

import duckdb

from expectations.marts import Mart, RowsHash, row_hash, tables
from extract.paths import paths

MART = "fct_fact_evidence"
#: The models may say it differently after a build of all, also where the same is said.
_CELLS = """
    select cell_id, cell_hash, (select max(built_at) from builds.full_builds) as full_build
    from intermediate.int_cells_built
"""


def show(connection: duckdb.DuckDBPyConnection) -> RowsHash | None:
    """Makes the view `new_evidence` of the rows of marts.fct_fact_evidence to check.

    Returns the hash of all its rows, which the kept ones spare reading; None where it has to be taken from the mart.
    """
    there = _tables(connection)
    if f"marts.{MART}" not in there:
        return None
    if not _are_built_by_cell(there):
        connection.execute(f"create temp view new_evidence as from marts.{MART}")
        return None
    connection.execute(f"create temp table cells as {_CELLS}")
    connection.execute(f"create temp table let_pass as {_let_pass()}")
    # Of cells as they were when their rows passed.
    connection.execute(
        "create temp table kept_rows as from let_pass semi join cells using (cell_id, cell_hash, full_build)"
    )
    connection.execute(
        f"""
        create temp table other_rows as
        select rowid as place, cell_id, {row_hash(_mart(connection))}
        from marts.{MART} anti join (select distinct cell_id from kept_rows) using (cell_id)
        """
    )
    # By how often a row is there as well: one that passed once must not hide its double.
    connection.execute(
        f"""
        create temp view new_evidence as from marts.{MART} where rowid in (
            select other.place from other_rows as other
            anti join (
                select upper, lower
                from (
                    select upper, lower, 1 as n_now, 0 as n_then from other_rows
                    union all
                    select upper, lower, 0, 1 from let_pass
                    semi join (select distinct full_build from cells) using (full_build)
                )
                group by upper, lower having sum(n_now) = sum(n_then)
            ) as seen using (upper, lower)
        )
        """
    )
    found = connection.execute(
        "select count(*), sum(upper), sum(lower) "
        "from (select upper, lower from kept_rows union all select upper, lower from other_rows)"
    ).fetchall()
    return RowsHash(*found[0])


def note(connection: duckdb.DuckDBPyConnection) -> None:
    """Keeps the rows as `show` found them: the gate has let all of them pass."""
    if not _are_built_by_cell(_tables(connection)):
        return
    _file().parent.mkdir(parents=True, exist_ok=True)
    written = _file().with_suffix(".unfinished")
    connection.sql(
        """
        from kept_rows
        union all by name
        select * exclude (place) from other_rows left join cells using (cell_id)
        """
    ).write_parquet(str(written))
    written.replace(_file())


def _let_pass() -> str:
    """The query for the rows that passed when the gate last let all pass."""
    if _file().exists():
        file = str(_file()).replace("'", "''")
        return f"from read_parquet('{file}')"
    return "select *, null::ubigint as upper, null::ubigint as lower from cells where false"


def _mart(connection: duckdb.DuckDBPyConnection) -> Mart:
    return next(mart for mart in tables(connection) if mart.name == MART)


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    return {name for (name,) in rows}


def _are_built_by_cell(tables: set[str]) -> bool:
    """Whether there is word of the cells; one who only ever calls dbt by hand leaves none of a build of all."""
    return {"intermediate.int_cells_built", "builds.full_builds"} <= tables


def _file() -> Path:
    return paths().checks / "candidate_evidence.parquet"
