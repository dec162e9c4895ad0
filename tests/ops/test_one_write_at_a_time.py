"""On SQLite the API server lets requests that write through one after the other, and those that read at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ops.airflow_plugins.one_write_at_a_time import OneWriteAtATime
from ops.service import service_environment


async def at_once(*methods: str, kind: str = "http") -> tuple[int, list[str]]:
    """How many requests were answered at the same time at most, and the order in which they ended."""
    inside = most = 0
    ended: list[str] = []

    async def app(scope: dict[str, Any], receive: object, send: object) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        for _ in range(5):
            await asyncio.sleep(0)
        inside -= 1
        ended.append(scope["method"])
        if scope["method"] == "DELETE":
            raise ConnectionError("gone")

    guarded = OneWriteAtATime(app)
    requests = (guarded({"type": kind, "method": method}, None, None) for method in methods)
    await asyncio.gather(*requests, return_exceptions=True)
    return most, ended


def answered(*methods: str, kind: str = "http") -> tuple[int, list[str]]:
    """`at_once`, in a thread of its own: tests that drive a browser may have left a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(at_once(*methods, kind=kind))).result()


def test_writes_wait_for_each_other() -> None:
    assert answered("POST", "PATCH", "PUT", "POST") == (1, ["POST", "PATCH", "PUT", "POST"])


def test_a_write_that_fails_lets_the_next_one_through() -> None:
    assert answered("DELETE", "POST") == (1, ["DELETE", "POST"])


def test_reads_wait_for_nobody() -> None:
    assert answered("POST", "POST", "GET", "GET")[0] == 3
    assert answered("POST", "POST", kind="lifespan")[0] == 2


def test_airflow_finds_it() -> None:
    assert service_environment({})["AIRFLOW__CORE__PLUGINS_FOLDER"].endswith("ops/airflow_plugins")
