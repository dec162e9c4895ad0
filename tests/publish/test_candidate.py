"""The candidate step around dbt: what it reports, what it says when it fails, and where it writes."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from publish import candidate, dbt
from tests.dbt_project.raw_rows import RawRows

#: As a run on a folder of one's own has it.
LEFT_OUT = ["sample", "compiled"]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests: dbt parses the project once and reads the rest from `var/dbt`."""
    return tmp_path_factory.mktemp("candidate") / "var"


@pytest.fixture(autouse=True)
def new_warehouse(var: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the test may put its warehouse; none is there."""
    monkeypatch.setenv("ILJARI_VAR", str(var))
    paths().warehouse.unlink(missing_ok=True)
    return paths().warehouse


@pytest.fixture
def own_tests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """dbt leaves the generic tests out: that they run and are counted is told by the build of empty tables."""

    def run_dbt(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[str]:
        return dbt.run_dbt(*arguments, "--exclude", "test_type:generic", **settings)

    monkeypatch.setattr(candidate, "run_dbt", run_dbt)


def code_files() -> dict[str, int]:
    """Files of the dbt project and the seeds, with the time of their last change."""
    folders = (PROJECT / "dbt_project", PROJECT / "seeds")
    return {
        os.fspath(file): file.stat().st_mtime_ns for folder in folders for file in folder.rglob("*") if file.is_file()
    }


def test_no_warehouse_says_what_to_do() -> None:
    with pytest.raises(IljariError, match=r"no warehouse at .*make run"):
        candidate.build()


def test_missing_raw_tables_are_named(new_warehouse: Path) -> None:
    RawRows().write(new_warehouse)
    with duckdb.connect(new_warehouse) as connection:
        connection.execute("drop table raw.extractions")
    with pytest.raises(IljariError, match=r"lacks raw\.extractions: .*make run"):
        candidate.build()


def test_a_file_that_is_no_database_is_named(new_warehouse: Path) -> None:
    new_warehouse.parent.mkdir(exist_ok=True)
    new_warehouse.write_bytes(b"not a database" * 1000)
    with pytest.raises(IljariError, match=re.escape(str(new_warehouse))):
        candidate.build()


@pytest.mark.dbt
def test_empty_raw_tables_build_empty_marts_and_nothing_is_written_beside_the_code(new_warehouse: Path) -> None:
    RawRows().write(new_warehouse)
    before = code_files()
    report = candidate.build(LEFT_OUT)
    assert code_files() == before
    assert (paths().dbt / "target" / "run_results.json").exists()
    n_models = len(list((PROJECT / "dbt_project" / "models").rglob("*.sql")))
    assert (report.n_models, report.n_seeds, report.n_tests_warned, report.warnings) == (n_models, 9, 0, ())
    assert report.n_tests_passed > 100
    slowest = list(report.seconds_by_node.values())
    assert len(slowest) == candidate.SLOWEST
    assert slowest == sorted(slowest, reverse=True)
    with duckdb.connect(new_warehouse, read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_job_awards").fetchone() == (0,)
        assert connection.execute("select count(*) from marts.dim_municipality").fetchone() == (319,)


@pytest.mark.dbt
@pytest.mark.usefixtures("own_tests_alone")
def test_warnings_are_reported_and_failures_named_with_their_rows(new_warehouse: Path) -> None:
    raw = RawRows()
    # The province won 종합대상 that year, and this paper calls it by the plain name.
    article = raw.article("전남 대상", "전남이 2022년 대상을 받았다. 진도군도 우수상.", "2022-07-21T10:00:00+09:00")
    raw.award(article, "전남", 2022, "대상", "2022년 대상")
    raw.award(article, "전남 진도군", 2022, "우수상", "진도군도")
    raw.write(new_warehouse)
    warning = "warn_awards_fit_known_editions: Got 1 result, configured to warn if != 0"
    assert candidate.build(LEFT_OUT).warnings == (warning,)

    with duckdb.connect(new_warehouse) as connection:
        connection.execute("update raw.award_claims set evidence_text = '다른 글' where evidence_text = '진도군도'")
    # Only a build of all looks at what stands already.
    with pytest.raises(IljariError) as error:
        candidate.build(LEFT_OUT, full_refresh=True)
    message = str(error.value)
    assert message.startswith(
        "dbt: 1 node failed\n\nassert_evidence_is_in_its_article: Got 1 result, configured to fail"
    )
    assert "test_failures" in message
    assert "evidence_text=다른 글, text_at_span=진도군도" in message
    assert re.search(r"\d+ nodes after it skipped$", message)


@pytest.mark.dbt
@pytest.mark.usefixtures("own_tests_alone")
def test_a_broken_model_is_named_with_dbts_own_message(new_warehouse: Path) -> None:
    RawRows().write(new_warehouse)
    with duckdb.connect(new_warehouse) as connection:
        connection.execute("alter table raw.fetches drop column page_sha256")
    with pytest.raises(IljariError) as error:
        candidate.build(LEFT_OUT)
    message = str(error.value)
    assert message.startswith("dbt: 1 node failed\n\nstg_raw__fetches: Runtime Error in model stg_raw__fetches")
    assert 'Referenced column "page_sha256" not found' in message


class TestWhenAllIsBuilt:
    """What the next build does, told by what it asks of dbt; that dbt then does it is tested with the facts."""

    @pytest.fixture(autouse=True)
    def asked(self, new_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
        """Whether each build asked for a full refresh; dbt fails where `self.fails`."""
        self.fails = False
        asked: list[bool] = []
        RawRows().write(new_warehouse)

        def run_dbt(*arguments: str, target: Path, **_: object) -> subprocess.CompletedProcess[str]:
            asked.append("--full-refresh" in arguments)
            (target / "run_results.json").write_text('{"results": []}', encoding="utf-8")
            return subprocess.CompletedProcess(arguments, int(self.fails), "", "")

        monkeypatch.setattr(candidate, "run_dbt", run_dbt)
        return asked

    def test_the_first_build_and_none_after_it(self, asked: list[bool]) -> None:
        assert candidate.build().full_because == "no build of all is known"
        assert candidate.build().full_because == ""
        assert asked == [True, False]

    def test_a_build_that_failed_does_not_count(self, asked: list[bool]) -> None:
        self.fails = True
        with pytest.raises(IljariError):
            candidate.build()
        self.fails = False
        candidate.build()
        assert asked == [True, True]

    def test_by_hand(self, asked: list[bool]) -> None:
        candidate.build()
        assert candidate.build(full_refresh=True).full_because == "it was asked for"
        assert asked == [True, True]

    def test_a_week_after_the_last(self, new_warehouse: Path) -> None:
        candidate.build()
        for days, because in ((6, ""), (8, "the last build of all is 7 days old"), (0, "")):
            if days:
                with duckdb.connect(new_warehouse) as connection:
                    connection.execute(f"update builds.full_builds set built_at = now() - interval {days} day")
            assert candidate.build().full_because == because

    @pytest.mark.parametrize(
        ("file", "is_counted"),
        [
            ("dbt_project/models/marts/fct_job_awards.sql", True),
            ("dbt_project/macros/voices.sql", True),
            ("dbt_project/dbt_project.yml", True),
            ("seeds/corrections.csv", True),
            ("dbt_project/tests/assert_claims_are_all_placed.sql", False),
        ],
    )
    def test_after_a_change_of_what_decides_the_facts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, is_counted: bool
    ) -> None:
        for folder in ("dbt_project", "seeds"):
            shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("target", "logs"))
        monkeypatch.setattr(candidate, "DBT_PROJECT", tmp_path / "dbt_project")
        monkeypatch.setattr(candidate, "SEEDS", tmp_path / "seeds")
        candidate.build()
        with (tmp_path / file).open("a", encoding="utf-8") as changed:
            changed.write("\n")
        assert bool(candidate.build().full_because) == is_counted


def test_help_names_the_option(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["candidate", "--help"])
    with pytest.raises(SystemExit) as stop:
        candidate.main()
    assert stop.value.code == 0
    assert "--leave-out" in capsys.readouterr().out
