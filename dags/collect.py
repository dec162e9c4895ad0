"""Articles in: a folder, or a source of sources.yml, becomes landing batches, claims, and rows in `raw`."""

import os

from airflow.sdk import Param, dag

from ops.collecting import SAMPLE, collect_folder_or_source, extract_claims, load_raw
from ops.steps import TASK_DEFAULTS


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
        "entry": Param(
            None,
            type=["null", "string"],
            title="Entry of sources.yml",
            description="The name of a source in sources.yml, switched on or not, that is collected once in place of "
            "the folder.",
        ),
    },
    tags=["iljari"],
    doc_md="""
### Articles in

`collect` reads the folder, or asks the source, into landing batches, `extract` reads the claims out of every article
that this version of the extractor has not read yet, `load` takes the whole files into `raw` in one transaction.

Every step can be run again: what is already there is left as it is. A step that fails for a reason that trying again
cannot mend fails at once with a message that says what to do. The end of `load` starts the DAG `warehouse`.
""",
)
def collect() -> None:
    collect_folder_or_source() >> extract_claims() >> load_raw()


collect()
