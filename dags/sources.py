"""One DAG for each source of sources.yml that is switched on: `collect_<name>`, on the schedule of its entry."""

import os

from airflow.sdk import dag

from extract.sources.entries import Entry, load_sources
from extract.web.urls import shown
from ops.collecting import COMES_WITH_ILJARI, collect_one_source, extract_claims, load_raw
from ops.steps import TASK_DEFAULTS

#: An Airflow that stands for one `make run` starts nothing but that.
KEEPS_SCHEDULES = os.environ.get("ILJARI_SCHEDULES") != "off"


def collecting(entry: Entry) -> None:
    """The DAG of an entry."""

    @dag(
        dag_id=f"collect_{entry.name}",
        schedule=entry.schedule if KEEPS_SCHEDULES else None,
        catchup=False,
        max_active_runs=1,
        default_args=TASK_DEFAULTS,
        tags=["iljari", "source", entry.kind],
        doc_md=f"""
### {entry.name}

{entry.kind} `{shown(entry.address)}`, {entry.language}, {entry.region or "region not given"}. Licence: {entry.licence}

`collect` asks the source for what landing has not, `extract` reads the claims, `load` takes both into `raw`, and its
end starts the DAG `warehouse`. A source that cannot be reached now is tried again; one that yields nothing any more,
refuses for good, or has a wrong entry fails at once with a message that says what to check. Its rows: `raw.runs`,
`raw.fetches`.
""",
    )
    def collect() -> None:
        collect_one_source(entry.name) >> extract_claims() >> load_raw(COMES_WITH_ILJARI)

    collect()


# A fault in the file is shown in Airflow's page as an error of this one, with each line to mend.
for enabled in load_sources().entries:
    if enabled.enabled:
        collecting(enabled)
