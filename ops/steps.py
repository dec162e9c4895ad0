"""What stands between a step of the pipeline and the Airflow task that calls it."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

log = logging.getLogger(__name__)

#: the asset that `collect` leaves and `warehouse` waits for: the tables in schema `raw`
RAW_URI = "iljari://warehouse/raw"

#: Every task's settings: what may pass (a lock, a full disk, a network) is tried again after 5, 10 and 20 seconds.
TASK_DEFAULTS: dict[str, Any] = {
    "retries": 3,
    "retry_delay": timedelta(seconds=5),
    "retry_exponential_backoff": 2,
    "max_retry_delay": timedelta(minutes=5),
    "execution_timeout": timedelta(hours=2),
}


def run_step(step: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
    """Call `step` and return {"report": its report as plain values, "seconds": how long it took}, for Airflow to keep.

    Raises AirflowFailException, which is not tried again, with the step's own words where it raised IljariError;
    anything else goes through and is tried again."""
    # Not at the top: DAG files import this module each time they are parsed.
    from airflow.sdk.exceptions import AirflowFailException

    from extract.errors import IljariError

    started = time.monotonic()
    try:
        # Through JSON, so that a tuple does not come back from Airflow as a string.
        report = json.loads(json.dumps(asdict(step(*arguments))))
    except IljariError as error:
        raise AirflowFailException(str(error)) from error
    log.info("%s.%s: %s", step.__module__, step.__name__, report)
    return {"report": report, "seconds": round(time.monotonic() - started, 3)}
