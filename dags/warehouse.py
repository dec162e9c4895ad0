"""Checked facts out: gate, dbt, gate, release."""

from typing import Any

from airflow.sdk import Asset, Param, dag, task

from ops.steps import RAW_URI, TASK_DEFAULTS, run_step

RAW = Asset(RAW_URI)


@dag(
    dag_id="warehouse",
    schedule=[RAW],
    catchup=False,
    max_active_runs=1,
    # Each of these opens the warehouse file, which DuckDB gives to one process at a time.
    default_args={**TASK_DEFAULTS, "pool": "warehouse_writer"},
    params={
        "sources_left_out": Param(
            None,
            type=["null", "array"],
            items={"type": "string"},
            title="Sources left out of the facts",
            description="Names of sources, one a line. Empty: as the last load into `raw` asked for.",
        ),
    },
    tags=["iljari"],
    doc_md="""
### Checked facts out

Starts when `collect` has loaded into `raw`. `check_landed` looks at what came in, `build_candidate` has dbt build the
marts, `check_candidate` lets Great Expectations decide, and only then `release` puts a new file in the old one's place.

A gate that fails stops the run and the last release stays. The task's log names table, expectation, observed value and
sample rows. After mending the cause, clear the failed task: the rest follows.
""",
)
def warehouse() -> None:
    @task
    def check_landed() -> dict[str, Any]:
        from expectations.gates import check

        return run_step(check, "landed")

    @task(inlets=[RAW])
    def build_candidate(**context: Any) -> dict[str, Any]:
        from publish.candidate import build

        left_out = context["params"]["sources_left_out"]
        if left_out is None:
            loads = context["inlet_events"][RAW]
            left_out = loads[-1].extra.get("sources_left_out", []) if loads else []
        return run_step(build, left_out)

    @task
    def check_candidate() -> dict[str, Any]:
        from expectations.gates import check

        return run_step(check, "candidate")

    @task
    def release() -> dict[str, Any]:
        from publish.release import release

        return run_step(release)

    check_landed() >> build_candidate() >> check_candidate() >> release()


warehouse()
