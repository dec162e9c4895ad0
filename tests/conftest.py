"""What holds for every test: state of its own, no Airflow of the developer's, and the long ones first."""

import atexit
import os
import shutil
import tempfile

import pytest
from hypothesis import settings

from publish import dbt
from tests import dbt_process

_STATE = tempfile.mkdtemp(prefix="iljari-tests-")
atexit.register(shutil.rmtree, _STATE, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith(("AIRFLOW_", "ILJARI_"))]:
    del os.environ[_name]
os.environ["ILJARI_VAR"] = f"{_STATE}/var"
# Importing Airflow without it would make a folder in the home directory.
os.environ["AIRFLOW_HOME"] = f"{_STATE}/airflow"

dbt._process = dbt_process.forked
# How long an example takes says how busy the machine is.
settings.register_profile("iljari", deadline=None)
settings.load_profile("iljari")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The end-to-end runs wait for Airflow most of their time: beside them the other worker gets through the rest."""
    items.sort(key=lambda item: item.get_closest_marker("e2e") is None)
