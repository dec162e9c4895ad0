"""The DAG files: whole, wired as the design says, and free of anything heavy."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.paths import PROJECT
from ops.follow import DAGS
from ops.service import POOLS
from ops.steps import RAW_URI
from publish.review import land_answers
from tests.extract.warcs import archive, write

FILES = sorted((PROJECT / "dags").glob("*.py"))


def output_of(script: str, *arguments: str, **env: str) -> Any:
    """What the script beside this file prints in its last line."""
    done = subprocess.run(
        [sys.executable, PROJECT / "tests" / "dags" / script, *arguments],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **env},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


SOURCES = """
contact: desk@example.org
sources:
  - {name: paper, kind: feed, address: "https://paper.example/rss?apiKey=S3CRET", licence: theirs, enabled: true, schedule: 30 6 * * *}
  - {name: city, kind: board, address: "https://city.example/list", licence: KOGL, enabled: true, list: {rows: tr}}
  - {name: later, kind: feed, address: "https://later.example/rss", licence: theirs}
"""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("faulty") / "sources.yml"
    file.write_text(SOURCES.replace("licence: KOGL, ", ""), "utf-8")
    return file


@pytest.fixture(scope="module")
def described_with(tmp_path_factory: pytest.TempPathFactory, faulty: Path) -> dict[str, dict[str, Any]]:
    """The DAGs as they are under different settings."""
    file = tmp_path_factory.mktemp("sources") / "sources.yml"
    file.write_text(SOURCES, "utf-8")
    settings = {
        "nothing": {},
        "a schedule": {"ILJARI_ARTICLES": "/articles", "ILJARI_SCHEDULE": "0 6 * * *"},
        "sources": {"ILJARI_SOURCES": str(file)},
        "sources without schedules": {"ILJARI_SOURCES": str(file), "ILJARI_SCHEDULES": "off"},
        "faulty sources": {"ILJARI_SOURCES": str(faulty)},
    }
    found = output_of("describe.py", str(PROJECT / "dags"), json.dumps(list(settings.values())))
    return dict(zip(settings, found, strict=True))


@pytest.fixture(scope="module")
def described(described_with: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return described_with["nothing"]


def test_every_file_is_imported_and_gives_its_dag(described: dict[str, Any]) -> None:
    assert described["errors"] == {}
    assert {file.stem for file in FILES} - {"sources"} == set(described["dags"]) == {*DAGS, "backfill", "review"}


@pytest.mark.parametrize("dag_id", DAGS)
def test_tasks_run_in_the_order_in_which_make_run_follows_them(described: dict[str, Any], dag_id: str) -> None:
    tasks, order = described["dags"][dag_id]["tasks"], DAGS[dag_id]
    assert set(tasks) == set(order)
    assert [tasks[task]["upstream"] for task in order] == [[], *([task] for task in order[:-1])]


@pytest.mark.parametrize("dag_id", DAGS)
def test_one_run_at_a_time_and_no_catching_up(described: dict[str, Any], dag_id: str) -> None:
    dag = described["dags"][dag_id]
    assert (dag["max_active_runs"], dag["catchup"]) == (1, False)
    assert len(dag["doc_md"]) > 200


@pytest.mark.parametrize("dag_id", DAGS)
def test_what_may_pass_is_tried_again_with_growing_pauses(described: dict[str, Any], dag_id: str) -> None:
    for task in described["dags"][dag_id]["tasks"].values():
        assert task["retries"] >= 1
        assert task["backoff"] > 1
        assert task["timeout"] > 0


def test_whoever_opens_the_warehouse_has_the_one_slot(described: dict[str, Any]) -> None:
    in_pool = {
        f"{dag_id}.{name}"
        for dag_id, dag in described["dags"].items()
        for name, task in dag["tasks"].items()
        if task["pool"] == "warehouse_writer"
    }
    assert in_pool == {
        "backfill.load",
        "collect.load",
        "review.load",
        *(f"warehouse.{task}" for task in DAGS["warehouse"]),
    }
    assert POOLS["warehouse_writer"][0] == 1


def test_an_archive_is_read_by_mapped_tasks_and_loaded_by_one(described: dict[str, Any]) -> None:
    tasks = described["dags"]["backfill"]["tasks"]
    order = ["plan_parts", "read_parts", "extract", "load"]
    assert [tasks[task]["upstream"] for task in order] == [[], *([task] for task in order[:-1])]
    assert tasks["load"]["outlets"] == [RAW_URI]
    assert described["dags"]["backfill"]["max_active_runs"] == 1
    assert all(task["retries"] >= 1 and task["timeout"] > 0 for task in tasks.values())


def test_a_backfill_runs_to_the_end_and_a_second_one_finds_nothing_to_do(tmp_path: Path) -> None:
    """The whole DAG in one process, without a service: a damaged file among the others stops nothing."""
    write(tmp_path / "archives" / "a.warc.gz", archive("가평군", "나주시"))
    write(tmp_path / "archives" / "b.warc.gz", [*archive("다산시")[:-1], b"\x1f\x8b\x08 broken"])
    env = {
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "ILJARI_VAR": str(tmp_path / "var"),
    }
    asked = json.dumps({"files": str(tmp_path / "archives")})
    first, second = output_of("run_backfill.py", str(PROJECT / "dags"), asked, **env)["runs"]
    assert first["state"] == "success"
    assert first["tasks"] == [
        ["extract", -1, "success"],
        ["load", -1, "success"],
        ["plan_parts", -1, "success"],
        ["read_parts", 0, "success"],
        ["read_parts", 1, "success"],
    ]
    assert {state for task, _, state in second["tasks"]} == {"skipped"}
    with duckdb.connect(str(tmp_path / "var" / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("select count(*), min(source) from raw.articles").fetchall() == [(2, "archive")]
        assert con.execute("select reason from raw.rejects").fetchall() == [("broken_archive",)]


def test_the_load_starts_the_warehouse(described: dict[str, Any]) -> None:
    assert described["dags"]["collect"]["tasks"]["load"]["outlets"] == [RAW_URI]
    assert described["dags"]["warehouse"]["schedule"] == [RAW_URI]
    assert described["dags"]["warehouse"]["tasks"]["build_candidate"]["inlets"] == [RAW_URI]


def test_without_settings_the_sample_is_collected_when_asked_for(described: dict[str, Any]) -> None:
    collect = described["dags"]["collect"]
    assert collect["schedule"] is None
    assert collect["params"]["folder"]["default"] == "seeds/articles"
    assert collect["params"]["source"]["default"] == "sample"


def test_a_server_collects_its_own_folder_on_its_schedule(described_with: dict[str, dict[str, Any]]) -> None:
    collect = described_with["a schedule"]["dags"]["collect"]
    assert collect["schedule"] == "0 6 * * *"
    assert collect["params"]["folder"]["default"] == "/articles"
    assert collect["params"]["source"]["default"] == "folder"


def test_each_source_that_is_switched_on_has_a_dag_on_its_schedule(described_with: dict[str, dict[str, Any]]) -> None:
    found = described_with["sources"]
    assert found["errors"] == {}
    dags = {name: dag for name, dag in found["dags"].items() if name.startswith("collect_")}
    assert {name: dag["schedule"] for name, dag in dags.items()} == {
        "collect_paper": "30 6 * * *",
        "collect_city": None,
    }
    for dag in dags.values():
        assert (dag["max_active_runs"], dag["catchup"]) == (1, False)
        tasks, order = dag["tasks"], DAGS["collect"]
        assert [tasks[task]["upstream"] for task in order] == [[], *([task] for task in order[:-1])]
        assert tasks["load"]["pool"] == "warehouse_writer"
        assert tasks["load"]["outlets"] == [RAW_URI]
        assert all(task["retries"] >= 1 and task["backoff"] > 1 and task["timeout"] > 0 for task in tasks.values())
    assert "theirs" in dags["collect_paper"]["doc_md"]
    assert "S3CRET" not in json.dumps(found)


def test_an_airflow_of_make_run_keeps_no_schedule_but_has_the_dags(described_with: dict[str, dict[str, Any]]) -> None:
    found = described_with["sources without schedules"]["dags"]
    assert found["collect_paper"]["schedule"] is None


def test_a_fault_in_the_file_is_an_error_of_its_dag_file_that_names_the_line(
    described_with: dict[str, dict[str, Any]], faulty: Path
) -> None:
    found = described_with["faulty sources"]
    ((file, error),) = found["errors"].items()
    assert file.endswith("sources.py")
    assert f"{faulty}:5: city.licence: is missing" in error
    assert set(found["dags"]) == {*DAGS, "backfill", "review"}


def test_forms_say_what_each_parameter_is(described: dict[str, Any]) -> None:
    for dag in described["dags"].values():
        assert dag["params"]
        for param in dag["params"].values():
            assert param["title"]
            assert param["description"]
            assert param["type"]


@pytest.fixture(scope="module")
def loaded() -> dict[str, Any]:
    return output_of("reading.py", *map(str, FILES))


def test_reading_the_files_imports_no_step_and_nothing_heavy(loaded: dict[str, Any]) -> None:
    ours = {name for name in loaded["new"] if name.split(".")[0] in ("extract", "expectations", "publish", "ops")}
    # what a source's entry may be has to be known to make its DAG
    entries = {"extract", "extract.errors", "extract.paths", "extract.sources", "extract.sources.entries"}
    addresses = {"extract.web", "extract.web.attempts", "extract.web.urls"}
    assert ours == {"ops", "ops.steps", "ops.collecting", *entries, *addresses}
    heavy = ("duckdb", "pandas", "numpy", "pyarrow", "great_expectations", "dbt", "bs4", "lxml", "ahocorasick")
    assert [name for name in loaded["new"] if name.split(".")[0] in heavy] == []


def test_reading_the_files_is_a_small_part_of_importing_airflow(loaded: dict[str, Any]) -> None:
    assert loaded["files"] < loaded["airflow"]


def test_no_room_imports_the_dags() -> None:
    for room in ("extract", "expectations", "publish", "ops"):
        for file in (PROJECT / room).rglob("*.py"):
            for line in file.read_text(encoding="utf-8").splitlines():
                assert not line.lstrip().startswith(("import dags", "from dags")), f"{file}: {line}"


def test_extract_knows_nothing_of_airflow_or_dbt() -> None:
    for file in (PROJECT / "extract").rglob("*.py"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert not line.lstrip().startswith(("import airflow", "from airflow", "import dbt", "from dbt")), file


@pytest.fixture(scope="module")
def asked() -> dict[str, Any]:
    return output_of("ask.py", str(PROJECT / "dags"))


ASKED = "asked with Accept Reject Correct Skip"


def test_an_answer_that_is_there_before_the_step_waits_is_taken(asked: dict[str, Any]) -> None:
    seen = asked["there"]
    assert seen["calls"] == [ASKED, "looked"]
    result = seen["result"]
    assert (result["chosen_options"], result["params_input"]) == (["Correct"], {"target_jobs": 1234})
    assert result["responded_by_user"] == {"id": "1", "name": "eunha"}


def test_a_question_that_nobody_answers_in_time_is_skipped_and_stays_in_the_queue(
    asked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = asked["too_late"]
    assert seen["calls"] == [ASKED, "looked", "default kept"]
    assert seen["result"]["chosen_options"] == ["Skip"]
    assert seen["result"]["responded_by_user"] is None
    # A skip lands nothing, so the fact has no answer and the next run asks again.
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "var"))
    question = {
        "fact_table": "fct_job_targets", "fact_id": "f", "subject": "s", "candidates_hash": "h", "values": {"target_jobs": 1000},
    }  # fmt: skip
    report = land_answers([question], [seen["result"]], "run")
    assert (report.n_answers, report.n_unanswered, report.landed) == (0, 1, None)
    # The same answer from a person who corrects is landed: it is the skip that is not.
    assert land_answers([question], [asked["there"]["result"]], "run").n_answers == 1
