"""Ids and secrets of sources that want a login. They are never in `sources.yml`, and in no log, row or error text."""

import os

from extract.sources.entries import NaverNewsEntry


def from_environment(connection: str) -> tuple[str, str] | None:
    """Id and secret of a connection from `ILJARI_<CONNECTION>_ID` and `ILJARI_<CONNECTION>_SECRET`, None without."""
    name = f"ILJARI_{connection.upper()}"
    found = os.environ.get(f"{name}_ID", "").strip(), os.environ.get(f"{name}_SECRET", "").strip()
    return found if all(found) else None


def how_to_give(entry: NaverNewsEntry) -> str:
    """What to do where an entry's connection is missing."""
    name = f"ILJARI_{entry.connection.upper()}"
    return (
        f"Make the connection '{entry.connection}' in Airflow (Admin, Connections; type Generic, login the id, "
        f"password the secret), or set {name}_ID and {name}_SECRET."
    )
