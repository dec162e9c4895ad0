"""Following a run of `collect` and the run of `warehouse` that it starts, task by task, to their end."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from extract.errors import IljariError
from ops.api import Api

#: task ids in the order in which they run; the two DAGs are made of these
DAGS: dict[str, list[str]] = {
    "collect": ["collect", "extract", "load"],
    "warehouse": ["check_landed", "build_candidate", "check_candidate", "release"],
}
POLL_SECONDS = 1.0
#: seconds without any task at work after which we ask whether another run is in the way
ASK_AFTER = 10.0
#: … and after which, if none is, something is wrong with Airflow itself
STALLED_AFTER = 180.0

Say = Callable[[str], None]


class TaskFailed(IljariError):
    """A task has failed for good; the message has its name and its own error."""


@dataclass(frozen=True)
class TaskResult:
    """One task that has succeeded: its report, its step's own seconds, and those from start to end of its process."""

    task: str  # '<dag_id>.<task_id>'
    report: dict[str, Any]
    step_seconds: float
    task_seconds: float


@dataclass
class _Watch:
    """What has been seen of the tasks so far."""

    states: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    results: list[TaskResult] = field(default_factory=list)
    last_change: float = field(default_factory=time.monotonic)
    waits: bool = False  # has said so


def error_of(records: list[dict[str, Any] | str]) -> str:
    """The error that a task ended with, out of the records of its log: the words of an IljariError alone, any other
    exception with its type; the last error lines where no exception was logged; '' where the log says nothing."""
    structured = [record for record in records if isinstance(record, dict)]
    for record in reversed(structured):
        for error in record.get("error_detail") or []:
            kind, value = error.get("exc_type", ""), str(error.get("exc_value", "")).strip()
            if kind.startswith("Airflow") and value:
                return value
            return f"{kind}: {value}" if value else kind
    errors = [str(record["event"]) for record in structured if record.get("level") in ("error", "critical")]
    return "\n".join(errors[-3:])


def follow(api: Api, collect_run: str, say: Say, check_alive: Callable[[], None]) -> list[TaskResult]:
    """Report every change of the tasks of `collect_run` and of the `warehouse` run that its asset starts, until both
    have ended. Returns the results of all tasks in the order of `DAGS`.

    Raises TaskFailed when a task fails for good, IljariError when Airflow itself stops or stalls."""
    watch = _Watch()
    runs = {"collect": collect_run}
    while True:
        check_alive()
        for dag_id, run_id in list(runs.items()):
            _look_at(api, dag_id, run_id, watch, say)
        if "warehouse" not in runs and watch.states.get("collect.load", ("", 0))[0] == "success":
            runs |= {dag: run for dag, run in api.started_by("collect", collect_run) if dag == "warehouse"}
        if len(watch.results) == sum(len(tasks) for tasks in DAGS.values()):
            return watch.results
        _look_for_a_stall(api, runs, watch, say)
        time.sleep(POLL_SECONDS)


def _look_for_a_stall(api: Api, runs: dict[str, str], watch: _Watch, say: Say) -> None:
    idle = time.monotonic() - watch.last_change
    if idle < ASK_AFTER or any(state in ("running", "up_for_retry") for state, _ in watch.states.values()):
        return
    others = [(dag_id, run) for dag_id in DAGS for run in api.unfinished_runs(dag_id) if run != runs.get(dag_id)]
    if others:
        if not watch.waits:
            say("waiting for earlier runs: " + ", ".join(f"{dag_id} {run}" for dag_id, run in others))
        watch.waits, watch.last_change = True, time.monotonic()
    elif idle > STALLED_AFTER:
        raise IljariError(f"Airflow has started no task for {STALLED_AFTER:.0f} s: see its scheduler's log")


def _look_at(api: Api, dag_id: str, run_id: str, watch: _Watch, say: Say) -> None:
    instances = {instance["task_id"]: instance for instance in api.tasks(dag_id, run_id)}
    for task_id in DAGS[dag_id]:
        if task_id not in instances:
            continue
        instance, name = instances[task_id], f"{dag_id}.{task_id}"
        now = (instance["state"], instance["try_number"])
        if now == watch.states.get(name):
            continue
        watch.states[name], watch.last_change = now, time.monotonic()
        _tell(api, name, instance, watch, say)


def _tell(api: Api, name: str, instance: dict[str, Any], watch: _Watch, say: Say) -> None:
    dag_id, run_id, task_id = instance["dag_id"], instance["dag_run_id"], instance["task_id"]
    state, attempt = instance["state"], instance["try_number"]
    if state == "running":
        say(f"{name:<26} running" + (f" (attempt {attempt})" if attempt > 1 else ""))
    elif state == "success":
        returned = api.result(dag_id, run_id, task_id) or {"report": {}, "seconds": 0.0}
        result = TaskResult(name, returned["report"], returned["seconds"], _seconds(instance))
        watch.results.append(result)
        say(f"{name:<26} done in {result.task_seconds:.1f} s")
    elif state in ("up_for_retry", "failed"):
        error = (
            error_of(api.log(dag_id, run_id, task_id, attempt))
            or "its log says nothing of why; it may have been killed"
        )
        if state == "failed":
            say(f"{name:<26} FAILED after {_seconds(instance):.1f} s")
            raise TaskFailed(f"{name} failed: {error}")
        tries = instance["max_tries"] + 1
        say(f"{name:<26} failed in attempt {attempt} of {tries} and will be tried again: {error.splitlines()[0]}")
    elif state in ("skipped", "removed", "upstream_failed"):
        raise TaskFailed(f"{name} was not run ({state}): somebody has ended the run {run_id} of {dag_id}")


def _seconds(instance: dict[str, Any]) -> float:
    start, end = instance["start_date"], instance["end_date"]
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() if start and end else 0.0
