"""The raw rows that the gate `landed` has yet to see: what came since it last let pass, and once a week every row.

Raw tables are only ever added to, and DuckDB numbers rows in the order in which they came: the first ones, as many as
there were at the last check, passed it and would pass again. Filtered by `rowid`, only the last blocks of a table are
read, so a check costs what is new.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

#: The tables of which only new rows are checked; the others stay small.
TABLES = ("articles", "fetches", "extractions", "award_claims", "target_claims", "indicator_claims")
#: Nobody but the load writes raw rows; if somebody did, this is the longest that it stays unseen.
DAYS_BETWEEN_WHOLE_CHECKS = 7


@dataclass(frozen=True)
class Seen:
    """What a check of `landed` has seen, to be noted with its outcome: all of it null where there is no raw table."""

    n_checked: dict[str, int] | None = None  # rows by table, the first ones, that this check or an earlier one has seen
    first_loaded_at: str | None = None  # tells a warehouse that was built anew from the one that was checked
    whole_at: str | None = None  # when every row was last checked


def show(connection: duckdb.DuckDBPyConnection, last: Mapping[str, Any] | None) -> Seen:
    """Makes the views new_articles, new_fetches … of the rows to check, and claimed_articles of the articles that the
    claims among them are from. `last` is the last outcome of the gate, as `expectations.outcomes` keeps it.

    All rows are new where the last check failed, where no article came since (a check of nothing would say that there
    is none), where the warehouse is another one, and where all were last checked a week ago.
    """
    there = {
        name
        for (name,) in connection.execute("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall()
    }
    counts = {name: _value(connection, f"select count(*) from raw.{name}") for name in TABLES if name in there}
    first_loaded_at = None
    if "loaded_files" in there:
        first_loaded_at = _value(connection, "select min(loaded_at)::varchar from raw.loaded_files")
    now = datetime.now(UTC)
    seen = Seen(counts, first_loaded_at, now.isoformat(timespec="seconds"))
    checked = dict.fromkeys(TABLES, 0)
    if last and _is_enough(seen, last, now):
        checked |= last["n_checked"]
        seen = Seen(counts, first_loaded_at, last["whole_at"])
    for name in counts:
        connection.execute(f"create temp view new_{name} as from raw.{name} where rowid >= {checked[name]}")
    if {"articles", "award_claims", "target_claims", "indicator_claims"} <= there:
        connection.execute(_CLAIMED_ARTICLES)
    return seen


def _is_enough(seen: Seen, last: Mapping[str, Any], now: datetime) -> bool:
    """Whether it is enough to check what came since the last check."""
    n_checked, whole_at = last.get("n_checked"), last.get("whole_at")
    if not last.get("is_passed") or not n_checked or not whole_at or not seen.n_checked:
        return False
    return (
        last.get("first_loaded_at") == seen.first_loaded_at is not None
        and all(seen.n_checked.get(name, 0) >= n for name, n in n_checked.items())
        and seen.n_checked["articles"] > n_checked.get("articles", 0)
        and now - datetime.fromisoformat(whole_at) < timedelta(days=DAYS_BETWEEN_WHOLE_CHECKS)
    )


def _value(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    return connection.execute(query).fetchall()[0][0]


#: A newer reader claims things of old articles. By row number, so that the texts of all others are not read.
_CLAIMED_ARTICLES = """
create temp view claimed_articles as
select article_id, url, text, published_at
from raw.articles
where rowid in (
    select articles.rowid
    from raw.articles as articles
    where articles.article_id in (
        select article_id from new_award_claims
        union all
        select article_id from new_target_claims
        union all
        select article_id from new_indicator_claims
    )
)
"""
