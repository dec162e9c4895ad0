"""Run as a process of its own: prints what Airflow's parser makes of the DAG files, as JSON: once for each of
the given settings of the environment. To import Airflow takes far longer than to read the files."""

import json
import os
import sys
from typing import Any

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG


def describe(dag: DAG) -> dict[str, Any]:
    return {
        "tasks": {
            task.task_id: {
                "pool": task.pool,
                "retries": task.retries,
                "backoff": task.retry_exponential_backoff,
                "timeout": task.execution_timeout.total_seconds(),
                "outlets": [asset.uri for asset in task.outlets],
                "inlets": [asset.uri for asset in task.inlets],
                "upstream": sorted(task.upstream_task_ids),
            }
            for task in dag.tasks
        },
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "doc_md": dag.doc_md,
        "schedule": [asset.uri for asset in dag.schedule] if isinstance(dag.schedule, list) else dag.schedule,
        "params": {
            name: {**param.schema, "description": param.description, "default": param.value}
            for name, param in ((name, dag.params.get_param(name)) for name in dag.params)
        },
    }


described = []
for settings in json.loads(sys.argv[2]):
    os.environ.update(settings)
    bag = DagBag(dag_folder=sys.argv[1])
    described.append({"errors": bag.import_errors, "dags": {name: describe(dag) for name, dag in bag.dags.items()}})
    for name in settings:
        del os.environ[name]
sys.stdout.write(json.dumps(described) + "\n")
