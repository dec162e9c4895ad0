"""A state folder of the test's own, and a warehouse in it."""

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from expectations.suites import FOLDER
from extract.paths import paths


def _warehouses() -> ModuleType:
    # Tests are imported by path, not as packages: a module beside them is loaded the same way.
    spec = importlib.util.spec_from_file_location("warehouses", Path(__file__).with_name("warehouses.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "var"))
    (tmp_path / "var").mkdir()
    return tmp_path / "var"


@pytest.fixture
def change() -> Callable[[str], None]:
    """Plants a fault in the warehouse."""

    def execute(sql: str) -> None:
        with duckdb.connect(str(paths().warehouse)) as connection:
            connection.execute(sql)

    return execute


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A warehouse in which everything is right and one with all tables and no row, built once and copied for each test."""
    warehouses, folder = _warehouses(), tmp_path_factory.mktemp("warehouses")
    right, empty = folder / "right.duckdb", folder / "empty.duckdb"
    for file in (right, empty):
        warehouses.build_raw(file, is_empty=file is empty)
        warehouses.build_marts(file, is_empty=file is empty)
    return right, empty


@pytest.fixture
def warehouse(var: Path, templates: tuple[Path, Path]) -> Path:
    """A warehouse in which everything is right."""
    return Path(shutil.copy(templates[0], paths().warehouse))


@pytest.fixture
def empty_warehouse(var: Path, templates: tuple[Path, Path]) -> Path:
    """All tables and no row."""
    return Path(shutil.copy(templates[1], paths().warehouse))


@pytest.fixture
def only(tmp_path: Path) -> Callable[[str], tuple[str, Path]]:
    """Gate and folder with one of the shipped files alone ('landed/articles'): a check of it takes a tenth of the time."""

    def copied(name: str) -> tuple[str, Path]:
        gate = name.split("/")[0]
        (tmp_path / gate).mkdir(exist_ok=True)
        shutil.copy(FOLDER / f"{name}.yml", tmp_path / f"{name}.yml")
        return gate, tmp_path

    return copied
