"""The whole way for real: `make run` on the sample with a state folder of its own, read back from the released file."""

import json
import os
import re
import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import psutil
import pytest

from extract.paths import PROJECT
from tests.e2e import page_visit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

#: A press release written for this test, in the way of the real ones.
ARTICLE = """가람시, 전국 지방자치단체 일자리 대상 '우수상'

충북 청주시는 고용노동부가 주관한 '2023 전국 지방자치단체 일자리 대상'에서 우수상을 수상했다고 30일 밝혔다.
"""


class Place:
    """One installation's state, and `make` for it."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.home = folder / "home"
        self.home.mkdir()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "AIRFLOW"))}
        self.env = {**kept, "ILJARI_VAR": str(self.var), "HOME": str(self.home)}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["make", *arguments],
            cwd=PROJECT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a process group of its own, as a terminal gives it
        )

    def make(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, what was said, and what went to stderr."""
        process = self.start(*arguments)
        out, err = process.communicate()
        return process.returncode, out, err

    def processes(self) -> list[str]:
        """Command lines of the running processes that write to this state folder: a service's output goes to a file in
        it, and whatever the service starts inherits that."""
        return [" ".join(process.info["cmdline"] or []) for process in self._writers()]

    def _writers(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter(["cmdline"]):
            with suppress(psutil.Error):
                if any(Path(file.path).is_relative_to(self.var) for file in process.open_files()):
                    yield process

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.var / "release" / "current" / "iljari.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def manifest(self) -> dict[str, object]:
        return json.loads((self.var / "release" / "current" / "manifest.json").read_text())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = Place(tmp_path_factory.mktemp("installation"))
    yield made
    made.make("down")


@pytest.fixture(scope="module")
def first(place: Place) -> str:
    """What the first `make run` on the sample said."""
    code, out, err = place.make("run")
    assert code == 0, out + err
    return out


@pytest.fixture(scope="module")
def standing(place: Place, first: str) -> str:
    """What `make up` said; it stands from here on."""
    code, out, err = place.make("up")
    assert code == 0, out + err
    return out


def told(out: str, what: str) -> str:
    """The line of the summary that begins with `what`."""
    (line,) = [line for line in out.splitlines() if line.startswith(f"{what} ")]
    return line.removeprefix(what).strip()


def test_the_sample_becomes_facts_in_a_released_file(place: Place, first: str) -> None:
    (n_awards,) = place.rows("select count(*) from fct_job_awards")
    (n_targets,) = place.rows("select count(*) from fct_job_targets")
    (n_rates,) = place.rows("select count(*) from fct_employment_indicators")
    assert min(n_awards, n_targets, n_rates) > (0,)
    assert f"{n_awards[0]} awards, {n_targets[0]} targets, {n_rates[0]} indicators" in told(first, "facts")
    assert told(first, "file") == str(place.var / "release" / "current" / "iljari.duckdb")
    assert told(first, "release") == place.manifest()["release_id"]


def test_every_fact_rests_on_a_sentence_or_a_page(place: Place, first: str) -> None:
    without_words = "select count(*) from fct_fact_evidence where coalesce(evidence_text, '') = ''"
    assert place.rows(f"{without_words} and not is_compiled") == [(0,)]
    assert place.rows("select count(*) from fct_fact_evidence where is_compiled and url not like 'http%'") == [(0,)]
    for facts in ("fct_job_awards", "fct_job_targets", "fct_employment_indicators"):
        without = f"select fact_id from {facts} where fact_id not in (select fact_id from fct_fact_evidence)"
        assert place.rows(without) == [], facts


def test_the_first_run_holds_a_panel_of_fourteen_editions(place: Place, first: str) -> None:
    found = place.rows(
        "select award_year from award_editions where n_governments_from_compiled >= 10 and n_governments_from_texts >= 1 order by all"
    )
    assert found == [(year,) for year in range(2012, 2026)]
    assert place.manifest()["sources"] == ["compiled", "sample"]


def test_what_was_printed_is_there(place: Place, first: str) -> None:
    exports = [Path(folder) for folder in told(first, "exports").split()]
    assert [sorted(file.suffix for file in folder.iterdir())[0] for folder in exports] == [".parquet", ".csv"]
    assert Path(told(first, "data docs")).is_file()
    for task in ("collect.collect", "warehouse.release"):
        assert re.search(rf"^{re.escape(task)} +\d+\.\d s$", first, re.M)
    assert re.search(r"^Airflow itself +\d+\.\d s$", first, re.M)


def test_the_released_page_shows_what_the_released_file_holds(place: Place, first: str) -> None:
    assert told(first, "page") == str(place.var / "release" / "current" / "page" / "index.html")
    page_visit.visit((place.var / "release" / "current").resolve())


def test_make_run_leaves_no_process_and_nothing_at_home(place: Place, first: str) -> None:
    assert place.processes() == []
    assert list(place.home.iterdir()) == []


def test_secrets_are_for_their_owner_and_in_no_log(place: Place, first: str) -> None:
    kept = place.var / "airflow" / "keys.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE((kept.parent / "simple_auth_manager_passwords.json.generated").stat().st_mode) == 0o600
    secrets = [value.encode() for value in json.loads(kept.read_text()).values()]
    logs = [log for log in (kept.parent / "logs").rglob("*.log")]
    assert logs
    assert [log for log in logs for secret in secrets if secret in log.read_bytes()] == []


def test_ctrl_c_ends_everything_that_was_started(place: Place, first: str) -> None:
    process = place.start("run")
    assert process.stdout
    for line in process.stdout:
        if "Airflow is ready" in line:
            break
    assert place.processes()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode != 0
    assert "Traceback" not in err
    assert place.processes() == []


def test_make_up_stands_and_says_where(place: Place, standing: str) -> None:
    assert told(standing, "  page").startswith("http://127.0.0.1:")
    assert json.loads((place.var / "airflow" / "keys.json").read_text())["admin_password"] not in standing
    titles = " ".join(place.processes())
    assert all(service in titles for service in ("scheduler", "dag-processor", "triggerer", "api_server"))
    listening = {
        connection.laddr.ip
        for process in place._writers()
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_the_same_articles_again_change_nothing(place: Place, standing: str) -> None:
    before = place.manifest()
    code, out, err = place.make("run")
    assert code == 0, out + err
    assert "using the Airflow of 'make up'" in out
    assert told(out, "articles").startswith("0 new")
    assert told(out, "claims").startswith("0 awards, 0 targets, 0 indicators new")
    assert told(out, "release") == f"{before['release_id']} (as before: the same content)"
    assert place.manifest() == before


def test_articles_of_ones_own_are_released_without_the_sample(place: Place, standing: str, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "broken.html").write_bytes(b"")
    code, out, err = place.make("run", f"ARTICLES={tmp_path}")
    assert code == 0, out + err
    assert "1 rejected" in told(out, "articles")
    facts = place.rows("select municipality, award_year, grade from fct_job_awards")
    assert facts == [("충북 청주시", 2023, "우수상")]
    assert place.rows(
        "select (select count(*) from fct_job_targets) + (select count(*) from fct_employment_indicators)"
    ) == [(0,)]
    assert place.rows("select sum(n_governments_from_compiled) from award_editions") == [(0,)]
    assert place.manifest()["sources"] == ["folder"]


def test_a_task_that_fails_is_named_with_its_own_error(place: Place, standing: str, tmp_path: Path) -> None:
    code, _out, err = place.make("run", f"ARTICLES={tmp_path}")
    assert code != 0
    assert "collect.collect failed: " in err
    assert str(tmp_path) in err
    assert "Traceback" not in err


def test_a_check_that_fails_stops_the_release_and_the_old_one_stays(place: Place, standing: str) -> None:
    before = place.manifest()
    with duckdb.connect(str(place.var / "warehouse.duckdb")) as connection:
        connection.execute("update raw.award_claims set evidence_text = null")
    code, _out, err = place.make("run")
    assert code != 0
    assert "warehouse.check_landed failed: " in err
    assert "raw.award_claims" in err
    assert "evidence_text" in err
    assert place.manifest() == before


def test_make_down_leaves_no_process_and_keeps_the_state(place: Place, standing: str) -> None:
    code, out, err = place.make("down")
    assert code == 0, out + err
    assert place.processes() == []
    assert place.rows("select count(*) from fct_job_awards")
    assert list(place.home.iterdir()) == []
    assert "no Airflow runs here" in place.make("down")[1]
