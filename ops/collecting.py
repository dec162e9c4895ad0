"""The tasks that every DAG on articles is made of: collect → extract → load. Imported by DAG files, so nothing heavy is
imported before a task runs."""

from collections.abc import Sequence
from typing import Any

from airflow.sdk import Asset, task

from ops.steps import RAW_URI, run_step

RAW = Asset(RAW_URI)
SAMPLE = "sample"
#: What comes with Iljari to try it out; a run on a source of one's own makes its facts of that alone.
COMES_WITH_ILJARI = (SAMPLE, "compiled")


@task(task_id="collect")
def collect_folder_or_source(**context: Any) -> dict[str, Any]:
    """The source of sources.yml that the form names, else its folder."""
    from extract.collect import collect
    from extract.paths import PROJECT

    params = context["params"]
    if params["entry"]:
        return collect_entry(params["entry"])
    return run_step(collect, params["source"], PROJECT / params["folder"])


@task(task_id="collect")
def collect_one_source(name: str) -> dict[str, Any]:
    """One source of sources.yml."""
    return collect_entry(name)


def collect_entry(name: str) -> dict[str, Any]:
    """The step, with ids and secrets from Airflow's connections."""
    from extract.collect import collect_source

    return run_step(collect_source, name, secret)


def secret(connection: str) -> tuple[str, str] | None:
    """Id and secret of a connection: Airflow's (login and password), else those in the environment."""
    from airflow.sdk import Connection
    from airflow.sdk.exceptions import AirflowNotFoundException, AirflowRuntimeError

    from extract.sources.secrets import from_environment

    try:
        found = Connection.get(connection)
    except (AirflowNotFoundException, AirflowRuntimeError):
        return from_environment(connection)
    return (found.login, found.password) if found.login and found.password else from_environment(connection)


@task(task_id="extract")
def extract_claims() -> dict[str, Any]:
    """Reads the claims of what is new in landing."""
    from extract.claim_batches import extract_new

    return run_step(extract_new)


@task(task_id="load", pool="warehouse_writer", outlets=[RAW])
def load_raw(sources_left_out: Sequence[str] | None = None, **context: Any) -> dict[str, Any]:
    """Takes what is new in landing into `raw`. What the facts are to leave out goes with the asset to `warehouse`;
    without it, as the form asks."""
    from extract.load import load_new

    result = run_step(load_new)
    if sources_left_out is None:
        params = context["params"]
        sources_left_out = [] if params["source"] == SAMPLE and not params["entry"] else COMES_WITH_ILJARI
    context["outlet_events"][RAW].extra = {"sources_left_out": list(sources_left_out)}
    return result
