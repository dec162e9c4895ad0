"""What is said of a run, from answers of the REST API as Airflow 3.3 gives them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from extract.errors import IljariError
from ops.api import Api
from ops.follow import DAGS, TaskFailed, error_of, follow

ALL = [f"{dag_id}.{task_id}" for dag_id, tasks in DAGS.items() for task_id in tasks]


def detail(kind: str, value: str) -> dict[str, Any]:
    return {"exc_type": kind, "exc_value": value, "is_cause": False, "frames": []}


def test_an_iljari_error_is_told_in_its_own_words() -> None:
    told = "there is no folder x: give one"
    details = [detail("AirflowFailException", told), detail("IljariError", told)]
    records = [{"event": "start"}, {"event": "Task failed with exception", "level": "error", "error_detail": details}]
    assert error_of(records) == told


def test_another_error_is_told_with_its_type() -> None:
    records = [{"event": "Task failed", "level": "error", "error_detail": [detail("OSError", "no space left")]}]
    assert error_of(records) == "OSError: no space left"


def test_of_several_errors_the_last_counts() -> None:
    records = [{"event": "x", "error_detail": [detail(kind, "v")]} for kind in ("KeyError", "OSError")]
    assert error_of(records) == "OSError: v"


def test_without_an_exception_the_last_error_lines_are_told() -> None:
    records: list[dict[str, Any] | str] = ["plain line", {"event": "fine", "level": "info"}]
    assert error_of(records) == ""
    assert error_of([*records, {"event": "killed by SIGKILL", "level": "error"}]) == "killed by SIGKILL"


class Airflow:
    """Answers as Airflow's REST API does. `states` are given out task by task at each look; the last one stays."""

    def __init__(self, **states: list[str | None]) -> None:
        self.states = {name: states.get(name.split(".")[1], ["running", "success"]) for name in ALL}
        self.looks = dict.fromkeys(ALL, 0)
        self.fail_next = 0
        self.log: list[dict[str, Any]] = []

    def task(self, name: str) -> dict[str, Any]:
        states = self.states[name]
        state = states[min(self.looks[name], len(states) - 1)]
        self.looks[name] += 1
        dag_id, task_id = name.split(".")
        ended = state in ("success", "failed")
        return {
            "task_id": task_id,
            "dag_id": dag_id,
            "dag_run_id": f"{dag_id}+1",
            "state": state,
            "try_number": 1 + states[: self.looks[name]].count("up_for_retry"),
            "max_tries": 3,
            "start_date": "2026-11-24T10:00:00Z",
            "end_date": "2026-11-24T10:00:02.500000Z" if ended else None,
        }

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/auth/token":
            return httpx.Response(201, json={"access_token": "t"})
        if self.fail_next:
            self.fail_next -= 1
            return httpx.Response(500, text="database is locked")
        if path.endswith("/taskInstances"):
            dag_id = path.split("/")[4]
            return httpx.Response(200, json={"task_instances": [self.task(n) for n in ALL if n.startswith(dag_id)]})
        if "xcomEntries" in path:
            task_id = path.split("/")[8]
            return httpx.Response(200, json={"value": {"report": {"of": task_id}, "seconds": 1.25}})
        if "/logs/" in path:
            return httpx.Response(200, json={"content": self.log})
        if path == "/api/v2/assets/events":
            run = {"dag_id": "warehouse", "run_id": "warehouse+1"}
            return httpx.Response(200, json={"asset_events": [{"created_dagruns": [run]}]})
        return httpx.Response(404, json={"path": path})


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Airflow], Api]]:
    monkeypatch.setattr("ops.follow.POLL_SECONDS", 0)
    monkeypatch.setattr("ops.api.time.sleep", lambda seconds: None)
    opened: list[Api] = []

    def connected(airflow: Airflow) -> Api:
        api = Api("http://127.0.0.1", "secret")
        api._client = httpx.Client(base_url="http://127.0.0.1", transport=httpx.MockTransport(airflow.answer))
        opened.append(api)
        return api

    yield connected
    for api in opened:
        api.__exit__(None, None, None)


def ignore() -> None:
    pass


def test_both_runs_are_followed_to_their_end(connect: Callable[[Airflow], Api]) -> None:
    said: list[str] = []
    results = follow(connect(Airflow()), "collect+1", said.append, ignore)
    assert [result.task for result in results] == ALL
    assert results[0].report == {"of": "collect"}
    assert (results[0].step_seconds, results[0].task_seconds) == (1.25, 2.5)
    assert [line.split()[0] for line in said if "done in 2.5 s" in line] == ALL


def test_a_moment_without_an_answer_does_not_matter(connect: Callable[[Airflow], Api]) -> None:
    airflow = Airflow()
    airflow.fail_next = 3
    assert len(follow(connect(airflow), "collect+1", ignore_line, ignore)) == len(ALL)


def ignore_line(line: str) -> None:
    pass


def test_a_failed_task_is_named_with_its_own_error(connect: Callable[[Airflow], Api]) -> None:
    airflow = Airflow(build_candidate=["running", "failed"], check_candidate=[None, None, "upstream_failed"])
    airflow.log = [{"event": "failed", "error_detail": [detail("AirflowFailException", "dbt: 3 rows fail not_null")]}]
    with pytest.raises(TaskFailed) as failure:
        follow(connect(airflow), "collect+1", ignore_line, ignore)
    assert str(failure.value) == "warehouse.build_candidate failed: dbt: 3 rows fail not_null"


def test_a_task_that_is_tried_again_says_why_and_the_run_goes_on(connect: Callable[[Airflow], Api]) -> None:
    airflow = Airflow(load=["running", "up_for_retry", "running", "success"])
    airflow.log = [{"event": "failed", "error_detail": [detail("OSError", "disk busy")]}]
    said: list[str] = []
    assert len(follow(connect(airflow), "collect+1", said.append, ignore)) == len(ALL)
    assert any("collect.load" in line and "tried again: OSError: disk busy" in line for line in said)


def test_a_run_that_somebody_has_ended_is_a_failure(connect: Callable[[Airflow], Api]) -> None:
    with pytest.raises(TaskFailed, match=r"collect\.extract was not run"):
        follow(connect(Airflow(extract=["skipped"])), "collect+1", ignore_line, ignore)


def test_airflow_that_stops_ends_the_waiting(connect: Callable[[Airflow], Api]) -> None:
    def stopped() -> None:
        raise IljariError("Airflow's scheduler has stopped")

    with pytest.raises(IljariError, match="scheduler has stopped"):
        follow(connect(Airflow(collect=["queued"])), "collect+1", ignore_line, stopped)


def test_a_refused_call_says_what_was_refused(connect: Callable[[Airflow], Api]) -> None:
    with pytest.raises(IljariError, match=r"POST /dags/other/dagRuns: HTTP 404"):
        connect(Airflow()).trigger("other", "r", {})


def test_an_expired_token_is_renewed(connect: Callable[[Airflow], Api]) -> None:
    airflow, seen = Airflow(), []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.path, request.headers.get("authorization")))
        if request.headers.get("authorization") == "Bearer old":
            return httpx.Response(401)
        return Airflow.answer(airflow, request)

    api = connect(airflow)
    api._client = httpx.Client(base_url="http://127.0.0.1", transport=httpx.MockTransport(answer))
    api._client.headers["Authorization"] = "Bearer old"
    assert api.started_by("collect", "collect+1") == [("warehouse", "warehouse+1")]
    assert [path for path, _ in seen].count("/auth/token") == 1


def test_asking_again_for_the_same_run_is_harmless(connect: Callable[[Airflow], Api]) -> None:
    bodies: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/auth/token":
            return httpx.Response(201, json={"access_token": "t"})
        bodies.append(json.loads(request.content))
        return httpx.Response(500 if len(bodies) == 1 else 409)

    api = connect(Airflow())
    api._client = httpx.Client(base_url="http://127.0.0.1", transport=httpx.MockTransport(answer))
    api.trigger("collect", "mine", {"source": "folder"})
    assert [body["dag_run_id"] for body in bodies] == ["mine", "mine"]
