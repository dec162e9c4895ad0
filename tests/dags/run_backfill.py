"""Run as a process of its own, with an AIRFLOW_HOME of its own: runs the DAG `backfill` without any Airflow service and
prints the states of its tasks as JSON."""

import json
import sys

from airflow.dag_processing.dagbag import DagBag
from airflow.utils.db import initdb

initdb()
bag = DagBag(dag_folder=sys.argv[1])
assert not bag.import_errors, bag.import_errors
dag = bag.dags["backfill"]
from airflow.models.pool import Pool  # noqa: E402

Pool.create_or_update_pool("warehouse_writer", slots=1, description="", include_deferred=False)
runs = []
for _ in range(2):
    run = dag.test(run_conf=json.loads(sys.argv[2]))
    states = [(ti.task_id, ti.map_index, str(ti.state)) for ti in run.get_task_instances()]
    runs.append({"state": str(run.state), "tasks": sorted(states)})
sys.stdout.write("\n" + json.dumps({"runs": runs}) + "\n")
