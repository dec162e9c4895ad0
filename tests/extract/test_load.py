import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract import load as module
from extract.claim_batches import extract_new
from extract.collect import collect
from extract.errors import IljariError
from extract.landing import batch_folders, claim_folders
from extract.load import load_new, main
from extract.paths import PROJECT, paths
from extract.tables import RAW_TABLES
from tests.extract.articles import query, write
from tests.extract.readers import first_word


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write(tmp_path / "in", "가람시", "나루군", "다솔구")
    (folder / "bad.pdf").write_bytes(b"%PDF")
    collect("folder", folder)
    extract_new(reader=first_word, version="1")
    return folder


def everything() -> dict[str, list[tuple]]:
    return {name: query(f"select * from raw.{name} order by {key}") for name, (_, key) in RAW_TABLES.items()}


def test_a_load_takes_every_file_once(folder: Path) -> None:
    report = load_new()
    assert (report.n_files, report.n_damaged) == (9, 0)
    assert report.rows == report.totals
    assert {name: count for name, count in report.rows.items() if count} == {
        "fetches": 4,
        "articles": 3,
        "rejects": 1,
        "award_claims": 3,
        "extractions": 3,
        "signatures": 3,
    }
    before = everything()
    again = load_new()
    assert (again.n_files, set(again.rows.values()), again.totals) == (0, {0}, report.totals)
    assert everything() == before


def test_only_new_files_are_taken(folder: Path) -> None:
    load_new()
    write(folder, "라온시")
    collect("folder", folder)
    extract_new(reader=first_word, version="1")
    report = load_new()
    assert report.n_files == 9
    assert report.rows["articles"] == 1
    assert report.totals["articles"] == 4


def test_the_tables_are_those_of_the_definition(folder: Path) -> None:
    load_new()
    types = {
        "string": "VARCHAR",
        "int32": "INTEGER",
        "int64": "BIGINT",
        "double": "DOUBLE",
        "bool": "BOOLEAN",
        "list<item: uint16>": "USMALLINT[]",
        "list<element: uint16>": "USMALLINT[]",
    }
    for name, (schema, _) in RAW_TABLES.items():
        found = query(
            f"select column_name, data_type from information_schema.columns where table_schema = 'raw' and table_name = '{name}' order by ordinal_position"
        )
        assert found == [(c.name, types.get(str(c.type), "TIMESTAMP WITH TIME ZONE")) for c in schema]


def test_a_row_that_comes_again_in_another_file_is_taken_once(folder: Path) -> None:
    load_new()
    (batch,) = batch_folders()
    other = batch.with_name("0" * 32)
    other.mkdir()
    for file in batch.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    articles = pq.read_table(batch / "articles.parquet")
    pq.write_table(pa.concat_tables([articles, articles]), other / "articles.parquet")
    report = load_new()
    assert report.n_files == 3
    assert set(report.rows.values()) == {0}


def test_a_row_twice_in_one_file_is_taken_once(folder: Path) -> None:
    (batch,) = batch_folders()
    articles = pq.read_table(batch / "articles.parquet")
    pq.write_table(pa.concat_tables([articles, articles]), batch / "articles.parquet")
    assert load_new().rows["articles"] == 3


def test_a_warehouse_that_is_gone_comes_back_from_landing(folder: Path) -> None:
    load_new()
    write(folder, "라온시")
    collect("folder", folder)
    extract_new(reader=first_word, version="2")
    load_new()
    before = everything()
    paths().warehouse.unlink()
    load_new()
    assert everything() == before


def test_rows_once_loaded_stay_as_they_are(folder: Path) -> None:
    """Append-only: a later file with the same key does not change a row."""
    load_new()
    (batch,) = batch_folders()
    other = batch.with_name("f" * 32)
    other.mkdir()
    articles = pq.read_table(batch / "articles.parquet")
    changed = articles.set_column(articles.column_names.index("title"), "title", pa.array(["x"] * len(articles)))
    for name in ("fetches", "rejects"):
        (other / f"{name}.parquet").write_bytes((batch / f"{name}.parquet").read_bytes())
    pq.write_table(changed, other / "articles.parquet")
    load_new()
    assert "x" not in [title for (title,) in query("select title from raw.articles")]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[:-20]), "damaged_file"),
        (lambda file: file.write_bytes(b""), "damaged_file"),
        (lambda file: file.write_bytes(b"not parquet at all"), "damaged_file"),
        (lambda file: file.unlink(), "missing_file"),
        (lambda file: pq.write_table(pa.table({"a": [1]}), file), "wrong_columns"),
        (
            lambda file: pq.write_table(pa.table({"article_id": ["x"], "published_at": ["gestern"]}), file),
            "wrong_columns",
        ),
        (lambda file: pq.write_table(pa.table({"article_id": pa.array([None], pa.string())}), file), "wrong_columns"),
    ],
)
def test_a_damaged_file_is_noted_once_and_the_rest_goes_on(folder: Path, damage, reason: str) -> None:
    (batch,) = batch_folders()
    whole = (batch / "articles.parquet").read_bytes()
    damage(batch / "articles.parquet")
    report = load_new()
    assert (report.n_files, report.n_damaged) == (8, 1)
    assert report.totals["articles"] == 0
    assert report.totals["award_claims"] == 3
    name = f"batches/{batch.name}/articles.parquet"
    assert query("select reason, kept_at from raw.rejects where stage = 'load'") == [(reason, name)]
    assert load_new().totals == report.totals
    (batch / "articles.parquet").write_bytes(whole)
    assert load_new().totals["articles"] == 3


def test_a_file_from_before_a_column_is_taken_with_nulls(folder: Path) -> None:
    (batch,) = batch_folders()
    articles = pq.read_table(batch / "articles.parquet")
    pq.write_table(articles.drop_columns(["revision_of", "title"]), batch / "articles.parquet")
    assert load_new().rows["articles"] == 3
    assert query("select distinct title from raw.articles") == [(None,)]


def test_a_warehouse_from_before_a_column_gets_it(folder: Path) -> None:
    paths().warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(paths().warehouse)) as con:
        con.execute("create schema raw; create table raw.articles (article_id varchar)")
    assert load_new().rows["articles"] == 3
    assert query("select count(title) from raw.articles") == [(3,)]


def test_a_failure_half_way_leaves_nothing_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = module._insert

    def fails(con: duckdb.DuckDBPyConnection, file: module._File, present: list[str]) -> int:
        if file.table == "award_claims":
            raise RuntimeError("stopped")
        return insert(con, file, present)

    monkeypatch.setattr(module, "_insert", fails)
    with pytest.raises(RuntimeError, match="stopped"):
        load_new()
    assert query("select count(*) from information_schema.tables where table_schema = 'raw'") == [(0,)]
    monkeypatch.setattr(module, "_insert", insert)
    assert load_new().n_files == 9


HOLD = """
import duckdb, sys, time
con = duckdb.connect(sys.argv[1])
print("open", flush=True)
time.sleep(float(sys.argv[2]))
"""


def hold(seconds: float) -> subprocess.Popen[str]:
    paths().warehouse.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", HOLD, str(paths().warehouse), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert process.stdout.readline() == "open\n"
    return process


def test_a_load_waits_for_another_program_to_finish(folder: Path) -> None:
    process = hold(1.0)
    assert load_new(wait_seconds=60).n_files == 9
    assert process.wait(30) == 0


def test_a_warehouse_that_stays_in_use_is_an_error_that_says_so(folder: Path) -> None:
    process = hold(60)
    try:
        with pytest.raises(IljariError, match="in use by another program for 0 s"):
            load_new(wait_seconds=0)
    finally:
        process.kill()
        process.wait(30)


def test_a_file_that_is_no_warehouse_is_an_error_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def waits(seconds: float) -> None:
        raise AssertionError("waited for a lock that will never open")

    monkeypatch.setattr(module.time, "sleep", waits)
    paths().warehouse.parent.mkdir(parents=True, exist_ok=True)
    paths().warehouse.write_bytes(b"no DuckDB file at all" * 1000)
    with pytest.raises(IljariError, match="comes back from landing"):
        load_new()


def test_a_folder_in_the_warehouses_place_is_an_error_that_names_it(folder: Path) -> None:
    paths().warehouse.mkdir(parents=True)
    with pytest.raises(IljariError, match=r"warehouse\.duckdb"):
        load_new()


def test_a_path_that_looks_like_a_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "v[a]*r"))
    collect("folder", write(tmp_path / "in", "가람시"))
    assert load_new().rows["articles"] == 1


def test_nothing_landed_makes_empty_tables(var: Path) -> None:
    assert set(load_new().totals.values()) == {0}
    assert claim_folders() == []


def test_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "9 files, 0 damaged: fetches +4 (4), articles +3 (3)" in capsys.readouterr().out
