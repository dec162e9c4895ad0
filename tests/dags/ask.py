"""Run as a process of its own: a question of the DAG `review` goes to wait and is answered, without Airflow's services; prints what came out.

Only the three calls to Airflow's API server are replaced: they keep the question and its answer in this process.
"""

import asyncio
import importlib.util
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from airflow.providers.standard.operators import hitl as operators
from airflow.providers.standard.triggers import hitl as triggers
from airflow.sdk import Param
from airflow.sdk.exceptions import TaskDeferred

spec = importlib.util.spec_from_file_location("review_dag", Path(sys.argv[1]) / "review.py")
assert spec and spec.loader
review = importlib.util.module_from_spec(spec)
spec.loader.exec_module(review)

TASK = UUID(int=1)
AT = datetime(2026, 3, 1, 20, tzinfo=UTC)
ANSWERED_BY = SimpleNamespace(id="1", name="eunha")


class Server:
    """The question as the API server keeps it."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.detail = SimpleNamespace(
            response_received=False, chosen_options=None, params_input={}, responded_at=None, responded_by_user=None
        )

    def asked(self, *, ti_id: UUID, options: list[str], **_: Any) -> None:
        assert ti_id == TASK
        self.calls.append("asked with " + " ".join(options))

    def answer(self, options: list[str], given: dict[str, Any], by: Any) -> Any:
        self.detail = SimpleNamespace(
            response_received=True, chosen_options=options, params_input=given, responded_at=AT, responded_by_user=by
        )
        return self.detail

    def looked(self, *, ti_id: UUID) -> Any:
        assert ti_id == TASK
        self.calls.append("looked")
        return self.detail

    def defaulted(self, *, ti_id: UUID, chosen_options: list[str], params_input: dict[str, Any]) -> Any:
        assert ti_id == TASK
        self.calls.append("default kept")
        return self.answer(chosen_options, params_input, None)


def waited(hours: float, has_answer: bool) -> dict[str, Any]:
    """One question, from asking to what the task gives on."""
    server = Server()
    operators.upsert_hitl_detail = server.asked
    triggers.get_hitl_detail_content_detail = server.looked
    triggers.update_hitl_detail_response = server.defaulted
    question = {
        "subject": "s",
        "body": "b",
        "form": {"target_jobs": {"default": 1000, "type": "integer"}},
        "hours": hours,
    }
    arguments = review.asked(question)
    assert isinstance(arguments["params"]["target_jobs"], Param)
    ask = review.Ask(task_id="ask", options=review.OPTIONS, defaults=review.SKIP, **arguments)
    if has_answer:  # it came before the task went to wait
        server.answer(["Correct"], {"target_jobs": 1234}, ANSWERED_BY)
    try:
        ask.execute({"task_instance": SimpleNamespace(id=TASK)})
    except TaskDeferred as deferred:
        path, kept = deferred.trigger.serialize()  # as the triggerer, another process, gets it
        method = deferred.method_name
    else:
        raise AssertionError("the step did not go to wait in the triggerer")
    assert path.endswith("triggers.hitl.HITLTrigger")

    async def first_event() -> Any:
        async for event in triggers.HITLTrigger(**kept).run():
            return event.payload

    event = asyncio.run(asyncio.wait_for(first_event(), 20))
    result = getattr(ask, method)({}, event)
    return {"calls": server.calls, "result": {**result, "responded_at": str(result["responded_at"])}}


sys.stdout.write(json.dumps({"there": waited(24, True), "too_late": waited(-1, False)}) + "\n")
