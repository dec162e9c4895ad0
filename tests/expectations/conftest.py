"""A state folder of the test's own, and a warehouse in it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml

from expectations.suites import FOLDER, load
from extract.paths import paths
from tests.expectations import warehouses


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
    folder = tmp_path_factory.mktemp("warehouses")
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
def only(tmp_path: Path) -> Callable[..., tuple[str, Path]]:
    """Gate and folder with one of the shipped files alone ('landed/articles'), and of it only the expectations in whose
    `table: name(arguments)` one of the words stands, where words are given: a check costs what the library takes for each."""

    def copied(name: str, *words: str) -> tuple[str, Path]:
        gate, file = name.split("/")[0], tmp_path / f"{name}.yml"
        file.parent.mkdir(exist_ok=True)
        shutil.copy(FOLDER / f"{name}.yml", file)
        if words:
            (suite,) = (suite for suite in load(gate, tmp_path) if suite.file == file)
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            content["expectations"] = [
                written
                for written, entry in zip(content["expectations"], suite.entries, strict=True)
                if any(word in f"{suite.table}: {entry}" for word in words)
            ]
            file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return gate, tmp_path

    return copied
