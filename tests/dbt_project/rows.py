"""dbt on made-up warehouses, and what is asked of them."""

from typing import Any

import duckdb


def rows(connection: duckdb.DuckDBPyConnection, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """The rows that a query gives."""
    return connection.execute(query, parameters).fetchall()
