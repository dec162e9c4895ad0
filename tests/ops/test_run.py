import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from extract.errors import IljariError
from extract.paths import PROJECT, Paths
from ops.bench import table
from ops.follow import DAGS, TaskResult
from ops.run import SAMPLE, folder_of
from ops.summary import summary


def test_without_a_folder_the_sample_is_read(tmp_path: Path) -> None:
    assert folder_of(None, tmp_path) == ("sample", SAMPLE)
    assert folder_of("", tmp_path) == ("sample", SAMPLE)


def test_a_relative_folder_is_where_the_caller_stands(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    assert folder_of("articles", tmp_path) == ("folder", tmp_path / "articles")
    assert folder_of(str(tmp_path / "articles"), PROJECT) == ("folder", tmp_path / "articles")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(IljariError, match=f"{tmp_path}/nowhere"):
        folder_of("nowhere", tmp_path)


def test_a_missing_folder_ends_the_command_before_airflow_starts(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ops.run", "--articles", "nowhere", "--relative-to", tmp_path],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert (
        done.stderr
        == f"\nthere is no folder {tmp_path}/nowhere: give ARTICLES a folder with .txt, .html, .json or .jsonl files\n"
    )
    assert "Airflow" not in done.stdout


SOURCES = """
contact: {contact}
sources:
  - {{name: paper, kind: feed, address: "https://paper.example/rss?apiKey=S3CRET", licence: theirs}}
"""


@pytest.mark.parametrize(
    ("arguments", "contact", "message"),
    [
        (["--source", "papers"], "desk@example.org", "has no source 'papers'; did you mean 'paper'?"),
        (["--source", "paper"], "", "has no contact"),
        (["--source", "paper", "--articles", "x"], "desk@example.org", "give ARTICLES or SOURCE, not both"),
    ],
)
def test_a_source_that_cannot_be_collected_ends_the_command_before_airflow_starts(
    tmp_path: Path, arguments: list[str], contact: str, message: str
) -> None:
    file = tmp_path / "sources.yml"
    file.write_text(SOURCES.format(contact=contact), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ops.run", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        env={**os.environ, "ILJARI_SOURCES": str(file)},
    )
    assert done.returncode != 0
    assert message in done.stderr
    assert "Airflow" not in done.stdout
    assert "S3CRET" not in done.stdout + done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_command_in_good_order(number: int) -> None:
    code = (
        "import sys, time\nfrom ops.terminal import run_command\n"
        "def wait():\n    try:\n        print('ready', flush=True); time.sleep(60)\n"
        "    finally:\n        time.sleep(0.3); print('cleaned up', flush=True)\n"
        "sys.exit(run_command(wait))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    process.send_signal(number)
    process.send_signal(signal.SIGINT)  # impatience does not break the cleaning up
    out, err = process.communicate(timeout=20)
    assert out == "cleaned up\n"
    assert process.returncode == 128 + number or process.returncode == 128 + signal.SIGINT
    assert "Traceback" not in err


def results(is_new: bool) -> list[TaskResult]:
    claims = {"award_claims": 5, "target_claims": 2, "indicator_claims": 3}
    check = {"n_expectations": 10, "n_passed": 9, "warnings": ["raw.articles: no date\n  row: x"]}
    reports = {
        "collect": {
            "n_articles": 3, "n_found": 5, "n_unchanged": 1, "n_rejected": 1,
            "rejected": {"empty": 1}, "warnings": {"unknown charset": 2},
        },
        "extract": {"n_rejected": 0, "rejected": {}},
        "load": {"rows": claims, "totals": {**claims, "award_claims": 50, "articles": 30}},
        "check_landed": check,
        "build_candidate": {"n_tests_passed": 100, "n_tests_warned": 0, "warnings": []},
        "check_candidate": {**check, "n_passed": 10, "warnings": []},
        "release": {
            "release_id": "r1", "path": "/elsewhere/r1", "is_new": is_new,
            "tables": {"fct_job_awards": 40, "fct_job_targets": 20, "municipality_year": 12},
        },
    }  # fmt: skip
    return [TaskResult(f"{dag}.{task}", reports[task], 2.0, 2.5) for dag, tasks in DAGS.items() for task in tasks]


def test_the_summary_says_what_came_of_the_articles(tmp_path: Path) -> None:
    (tmp_path / "release" / "current").mkdir(parents=True)
    text = summary(results(is_new=True), 30.0, Paths(tmp_path))
    for line in [
        "articles   3 new from 5 items (1 unchanged), 1 rejected (1 empty); 30 in all",
        "claims     5 awards, 2 targets, 3 indicators new; 50 awards, 2 targets, 3 indicators in all",
        "facts      40 awards, 20 targets, 0 indicators, for 12 municipality-years",
        "checks     119 of 120 passed, 1 with a warning",
        "release    r1",
        f"file       {tmp_path}/release/current/iljari.duckdb",
        f"exports    {tmp_path}/release/current/parquet  {tmp_path}/release/current/csv",
        f"page       {tmp_path}/release/current/page/index.html",
        f"data docs  {tmp_path}/data_docs/landed/index.html",
        "warning    unknown charset (2 times)",
        "warning    raw.articles: no date",
        "Airflow itself              16.0 s",
        "in all                      30.0 s",
    ]:
        assert line in text.splitlines(), text


def test_the_summary_says_when_the_release_is_the_one_from_before(tmp_path: Path) -> None:
    text = summary(results(is_new=False), 30.0, Paths(tmp_path))
    assert "release    r1 (as before: the same content)" in text.splitlines()
    assert "file       /elsewhere/r1/iljari.duckdb" in text.splitlines()


def test_the_bench_tells_airflows_own_share(tmp_path: Path) -> None:
    lines = table([(results(is_new=True), 40.0), (results(is_new=False), 20.0)]).splitlines()
    assert lines[0].split() == ["seconds", "first", "warm", "1"]
    assert lines[1].split() == ["collect.collect", "2.0", "2.0"]
    assert lines[-2].split() == ["Airflow", "itself", "26.0", "6.0"]
    assert lines[-1].split() == ["in", "all", "40.0", "20.0"]
