"""What holds for every test: state of its own, no Airflow of the developer's, and the long ones first."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from tests import dbt_process

_STATE = tempfile.mkdtemp(prefix="iljari-tests-")
atexit.register(shutil.rmtree, _STATE, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith(("AIRFLOW_", "ILJARI_"))]:
    del os.environ[_name]
os.environ["ILJARI_VAR"] = f"{_STATE}/var"
# Importing Airflow without it would make a folder in the home directory.
os.environ["AIRFLOW_HOME"] = f"{_STATE}/airflow"

dbt_process.use()
# How long an example takes says how busy the machine is.
settings.register_profile("iljari", deadline=None)
settings.load_profile("iljari")


#: Folders of which a file takes a worker long.
_LONG = [Path(__file__).parent / folder for folder in ("gold", "dags", "publish/page/view")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, so that no worker has one left when the other is done. The end-to-end runs wait for Airflow
    most of their time: beside them the other worker gets through the rest."""
    marked = {(mark.name, item.path) for item in items for mark in item.iter_markers()}

    def turn(item: pytest.Item) -> int:
        is_long = ("dbt", item.path) in marked or any(item.path.is_relative_to(folder) for folder in _LONG)
        return 0 if ("e2e", item.path) in marked else 1 if is_long else 2

    items.sort(key=turn)
