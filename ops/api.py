"""The few calls of Airflow's REST API that following a run needs."""

import time
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from extract.errors import IljariError


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code} {error.response.text[:500]}"
    return f"{type(error).__name__} {error}"


class Api:
    """A client of one Airflow, logged in as `admin`. A call that fails is made again for about a minute: with SQLite
    Airflow now and then answers 500 for a moment while it writes, and on a machine that is busy with other work one
    answer has taken longer than the 15 seconds that a call waits."""

    PATIENCE = 60.0

    def __init__(self, url: str, password: str) -> None:
        self._password = password
        self._client = httpx.Client(base_url=url, timeout=15, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._client.close()

    def _log_in(self) -> None:
        answer = self._client.post("/auth/token", json={"username": "admin", "password": self._password})
        answer.raise_for_status()
        self._client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def _call(self, method: str, path: str, accept: tuple[int, ...] = (), **kwargs: Any) -> httpx.Response:
        """The answer to one call. Raises IljariError when it is refused, or still fails after `PATIENCE` seconds."""
        until = time.monotonic() + self.PATIENCE
        while True:
            try:
                if "Authorization" not in self._client.headers:
                    self._log_in()
                answer = self._client.request(method, f"/api/v2{path}", **kwargs)
                if answer.status_code in accept:
                    return answer
                if answer.status_code == 401:
                    del self._client.headers["Authorization"]
                answer.raise_for_status()
                return answer
            except httpx.HTTPError as error:
                refused = isinstance(error, httpx.HTTPStatusError) and 400 <= error.response.status_code < 500
                expired = refused and "Authorization" not in self._client.headers
                if (refused and not expired) or time.monotonic() > until:
                    raise IljariError(f"Airflow's API does not do {method} {path}: {_reason(error)}") from error
                time.sleep(0.3)

    def health(self) -> dict[str, str]:
        """Service → 'healthy', 'unhealthy' or 'unknown', as the API server knows it; {} while it does not answer."""
        try:
            answer = self._client.get("/api/v2/monitor/health", timeout=5)
            answer.raise_for_status()
        except httpx.HTTPError:
            return {}
        return {name: part.get("status") or "unknown" for name, part in answer.json().items() if part}

    def parsed_at(self, dag_id: str) -> float:
        """When the DAG's file was last read, in seconds since the epoch; 0 while it never was."""
        answer = self._call("GET", f"/dags/{dag_id}", accept=(404,))
        parsed = None if answer.status_code == 404 else answer.json()["last_parsed_time"]
        return datetime.fromisoformat(parsed).timestamp() if parsed else 0.0

    def import_errors(self, since: float) -> list[str]:
        """What went wrong in reading DAG files after `since` (seconds since the epoch): one text a file."""
        errors = self._call("GET", "/importErrors").json()["import_errors"]
        new = [error for error in errors if datetime.fromisoformat(error["timestamp"]).timestamp() >= since]
        return [f"{error['filename']}: {error['stack_trace'].strip()}" for error in new]

    def unpause(self, dag_id: str) -> None:
        """Let Airflow start runs of the DAG."""
        self._call("PATCH", f"/dags/{dag_id}", json={"is_paused": False})

    def pause(self, dag_id: str) -> None:
        """Have Airflow start no more runs of the DAG."""
        self._call("PATCH", f"/dags/{dag_id}", json={"is_paused": True})

    def trigger(self, dag_id: str, run_id: str, params: dict[str, Any]) -> None:
        """Ask for one run. The run's own name makes asking again harmless."""
        body = {"dag_run_id": run_id, "logical_date": None, "conf": params}
        self._call("POST", f"/dags/{dag_id}/dagRuns", accept=(409,), json=body)

    def state(self, dag_id: str, run_id: str) -> str:
        """Of one DAG run: queued, running, success or failed."""
        return str(self._call("GET", f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}").json()["state"])

    def unfinished_runs(self, dag_id: str) -> list[str]:
        """Names of the runs that are queued or running."""
        answer = self._call("GET", f"/dags/{dag_id}/dagRuns", params={"state": ["queued", "running"], "limit": 100})
        return [run["dag_run_id"] for run in answer.json()["dag_runs"]]

    def fail(self, dag_id: str, run_id: str) -> None:
        """End a run: its tasks are stopped."""
        self._call("PATCH", f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}", json={"state": "failed"})

    def tasks(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """The run's task instances."""
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}/taskInstances"
        return self._call("GET", path).json()["task_instances"]

    def result(self, dag_id: str, run_id: str, task_id: str) -> Any:
        """What the task returned, or None."""
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}/taskInstances/{task_id}/xcomEntries/return_value"
        answer = self._call("GET", path, accept=(404,), params={"deserialize": True})
        return None if answer.status_code == 404 else answer.json()["value"]

    def log(self, dag_id: str, run_id: str, task_id: str, attempt: int) -> list[dict[str, Any] | str]:
        """The records of one attempt's log."""
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}/taskInstances/{task_id}/logs/{attempt}"
        answer = self._call("GET", path, accept=(404,), params={"full_content": True})
        return [] if answer.status_code == 404 else answer.json()["content"]

    def started_by(self, dag_id: str, run_id: str) -> list[tuple[str, str]]:
        """(dag_id, run_id) of the runs that the assets of this run have started so far."""
        events = self._call("GET", "/assets/events", params={"source_dag_id": dag_id, "source_run_id": run_id}).json()
        return [(run["dag_id"], run["run_id"]) for event in events["asset_events"] for run in event["created_dagruns"]]
