"""Articles in: a folder becomes a landing batch, claims, and rows in `raw`."""

import os
from typing import Any

from airflow.sdk import Asset, Param, dag, task

from ops.steps import RAW_URI, TASK_DEFAULTS, run_step

RAW = Asset(RAW_URI)
SAMPLE = "sample"
#: What comes with Iljari to try it out; a run on a source of one's own makes its facts of that alone.
COMES_WITH_ILJARI = [SAMPLE, "compiled"]


@dag(
    dag_id="collect",
    # Without a schedule it runs when somebody asks: `make run`, or the form.
    schedule=os.environ.get("ILJARI_SCHEDULE") or None,
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    params={
        "folder": Param(
            os.environ.get("ILJARI_ARTICLES") or "seeds/articles",
            type="string",
            minLength=1,
            title="Folder",
            description="Articles as .txt, .html, .json or .jsonl; a relative path starts at the project's folder.",
        ),
        "source": Param(
            "folder" if os.environ.get("ILJARI_ARTICLES") else SAMPLE,
            type="string",
            enum=["folder", SAMPLE],
            title="Source",
            description="'sample' only for the articles that come with Iljari: a run on a source of one's own leaves "
            "them, and the compiled list of winners, out of the facts.",
        ),
    },
    tags=["iljari"],
    doc_md="""
### Articles in

`collect` reads the folder into one landing batch, `extract` reads the claims out of every article that this version
of the extractor has not read yet, `load` takes the whole files into `raw` in one transaction.

Every step can be run again: what is already there is left as it is. A step that fails for a reason that trying again
cannot mend fails at once with a message that says what to do. The end of `load` starts the DAG `warehouse`.
""",
)
def collect() -> None:
    @task(task_id="collect")
    def collect_articles(**context: Any) -> dict[str, Any]:
        from extract.collect import collect
        from extract.paths import PROJECT

        params = context["params"]
        return run_step(collect, params["source"], PROJECT / params["folder"])

    @task(task_id="extract")
    def extract_claims() -> dict[str, Any]:
        from extract.claim_batches import extract_new

        return run_step(extract_new)

    @task(task_id="load", pool="warehouse_writer", outlets=[RAW])
    def load_raw(**context: Any) -> dict[str, Any]:
        from extract.load import load_new

        result = run_step(load_new)
        is_sample = context["params"]["source"] == SAMPLE
        context["outlet_events"][RAW].extra = {"sources_left_out": [] if is_sample else COMES_WITH_ILJARI}
        return result

    collect_articles() >> extract_claims() >> load_raw()


collect()
