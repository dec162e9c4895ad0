"""Run as a process of its own: prints which modules the given DAG files bring in beyond Airflow's own, and how much
processor time reading them takes beside importing Airflow."""

import importlib.util
import json
import sys
import time

started = time.process_time()
from airflow.sdk import Asset, Param, dag, task  # noqa: E402, F401

_ = task.python  # decorators are looked up at first use
imported = time.process_time()
before = set(sys.modules)
for number, file in enumerate(sys.argv[1:]):
    spec = importlib.util.spec_from_file_location(f"dag_{number}", file)
    assert spec and spec.loader
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
read = time.process_time()
sys.stdout.write(
    json.dumps({"new": sorted(set(sys.modules) - before), "airflow": imported - started, "files": read - imported})
    + "\n"
)
