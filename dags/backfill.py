"""Archives in: WARC files become landing batches on as many workers as there are, then claims and rows in `raw`."""

import os
from datetime import timedelta
from typing import Any

from airflow.sdk import Param, dag, task

from ops.collecting import COMES_WITH_ILJARI, extract_claims, load_raw
from ops.steps import TASK_DEFAULTS, run_step


@dag(
    dag_id="backfill",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    params={
        "files": Param(
            "",
            type="string",
            title="WARC files",
            description="One a line: a file, a folder, a pattern (*.warc.gz), an address (https://, s3://), or a list "
            "of any of these (a warc.paths file as CC-NEWS publishes one a month, also gzipped).",
        ),
        "since": Param(
            None,
            type=["null", "string"],
            format="date",
            title="From",
            description="First day (UTC) of the captures that are wanted. Empty: from the beginning.",
        ),
        "until": Param(
            None, type=["null", "string"], format="date", title="To", description="Last day. Empty: to the end."
        ),
        "base": Param(
            None,
            type=["null", "string"],
            title="Base of a list",
            description="Folder or address that the lines of a list begin from. Empty: the host that the list is on.",
        ),
        "source": Param(
            "archive",
            type="string",
            pattern="^[a-z0-9][a-z0-9_-]{0,40}$",
            title="Source",
            description="The name that the articles of this archive have in the tables.",
        ),
        "part_mb": Param(
            256,
            type="integer",
            minimum=1,
            title="Size of a part",
            description="Megabytes of a file that one step reads. A file on the web is always read in one step.",
        ),
    },
    tags=["iljari"],
    doc_md="""
### Archives in

`plan_parts` finds the WARC files, cuts large ones into parts and leaves out what was read before. `read_parts` is
mapped over them: each reads its parts of the archive, turns away by their bytes the pages that cannot be on the topic,
and lands the articles that are. It writes files in landing only, so it may run on any machine that reaches landing
(`ILJARI_LANDING`) and the archive. `extract` and `load` follow as in `collect`.

A part is landed whole, with a receipt, or read again: clear what failed, or start the DAG again with the same
parameters, and it goes on where it stopped. A part that fails does not keep the others from being loaded.
`docs/archives.md` tells how to spread the work over machines and what it costs.
""",
)
def backfill() -> None:
    @task(task_id="plan_parts")
    def plan_parts(**context: Any) -> list[list[dict[str, Any]]]:
        from airflow.sdk.exceptions import AirflowSkipException

        from extract.backfill import plan

        params = context["params"]
        files = [line.strip() for line in params["files"].splitlines() if line.strip()]
        result = run_step(
            plan,
            files,
            params["source"],
            params["since"],
            params["until"],
            params["base"],
            params["part_mb"] * 1024 * 1024,
        )
        tasks: list[list[dict[str, Any]]] = result["report"]["tasks"]
        if not tasks:
            raise AirflowSkipException("Everything that was asked for was read before.")
        return tasks

    # Machines that read archives and nothing else serve the queue of this name (docs/archives.md).
    @task(
        task_id="read_parts",
        queue=os.environ.get("ILJARI_ARCHIVE_QUEUE") or None,
        execution_timeout=timedelta(hours=12),
    )
    def read_archive(parts: list[dict[str, Any]]) -> dict[str, Any]:
        from extract.backfill import read_parts

        return run_step(read_parts, parts)

    # Also where a part failed: what the others brought is not held up by it.
    extracted = extract_claims.override(trigger_rule="all_done_min_one_success")()
    read_archive.expand(parts=plan_parts()) >> extracted >> load_raw(COMES_WITH_ILJARI)


backfill()
