"""Airflow's API server on SQLite: requests that write are let through one after the other.

Airflow notes who asked for what (`action_logging`) in the server's event loop, and waits there for SQLite's one lock.
Where another request holds it and needs the loop to commit, both wait until SQLite gives up: thirteen runs asked for in
the same moment stopped the whole server. SQLite writes one thing at a time anyway, so nothing is lost by this.
"""

import asyncio
import os
from typing import Any

from airflow.plugins_manager import AirflowPlugin

_READS = ("GET", "HEAD", "OPTIONS")
_IS_ON_SQLITE = os.environ.get("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "").startswith("sqlite:")


class OneWriteAtATime:
    """ASGI middleware: a request that is no reading waits until the one before it is answered."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] in _READS:
            await self._app(scope, receive, send)
            return
        async with self._turn:
            await self._app(scope, receive, send)


_GUARD: dict[str, Any] = {"name": "one write at a time", "middleware": OneWriteAtATime, "args": [], "kwargs": {}}


class IljariPlugin(AirflowPlugin):
    """What Airflow finds in this folder."""

    name = "iljari_one_write_at_a_time"
    fastapi_root_middlewares = [_GUARD] if _IS_ON_SQLITE else []
