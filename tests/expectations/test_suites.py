"""Expectations are data that people write: what is written wrong is named, with its place."""

from pathlib import Path

import pytest

from expectations.suites import GATES, SuiteError, load

GOOD = """
table: raw.things
what: one row a thing
key: [id]
show: [name]
expectations:
  - expectation: expect_column_values_to_not_be_null
    column: id
    severity: critical
    why: A thing
      has an id.
  - expectation: expect_column_pair_values_a_to_be_greater_than_b
    column_A: last
    column_B: first
    severity: warning
    why: It ends after it begins.
  - expectation: expect_compound_columns_to_be_unique
    column_list: [id, name]
    severity: warning
    why: Once is enough.
"""


def write(folder: Path, text: str, gate: str = "landed", name: str = "things.yml") -> Path:
    (folder / gate).mkdir(exist_ok=True)
    (folder / gate / name).write_text(text, encoding="utf-8")
    return folder


def test_a_file_becomes_a_suite(tmp_path: Path) -> None:
    (suite,) = load("landed", write(tmp_path, GOOD))
    assert (suite.table, suite.key, suite.query) == ("raw.things", ("id",), "select * from raw.things")
    assert suite.columns == ("id", "name", "last", "first")
    entry = suite.entries[0]
    assert (entry.number, entry.kwargs, entry.severity, entry.why) == (
        1,
        {"column": "id"},
        "critical",
        "A thing has an id.",
    )
    assert suite.at(suite.entries[1]) == "landed/things.yml, entry 2 (expect_column_pair_values_a_to_be_greater_than_b)"


@pytest.mark.parametrize(("old", "new", "problem"), [
    ("severity: warning\n    why: It ends", "severity: sever\n    why: It ends", "landed/things.yml, entry 2: unknown severity 'sever'"),
    ("why: It ends after it begins.", "because: it ends", "landed/things.yml, entry 2: 'why' is missing"),
    ("  - expectation: expect_column_values_to_not_be_null\n    column", "  - column", "landed/things.yml, entry 1: 'expectation' is missing"),
    ("column_list: [id, name]", "column_list: id", "landed/things.yml, entry 3: 'column_list' must be a list"),
    ("key: [id]", "key: id", "landed/things.yml: 'key' must be a list"),
    ("what: one row a thing", "", "landed/things.yml: 'what' is missing"),
    ("show:", "shwo:", "landed/things.yml: unknown word 'shwo'"),
])  # fmt: skip
def test_what_is_wrong_is_named_with_file_and_entry(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    with pytest.raises(SuiteError) as error:
        load("landed", write(tmp_path, GOOD.replace(old, new)))
    assert problem in str(error.value)


def test_everything_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("severity: critical", "severity: high"))
    write(tmp_path, GOOD.replace("severity: warning", "severity: low"), name="more.yml")
    with pytest.raises(SuiteError) as error:
        load("landed", tmp_path)
    assert [line.split(":")[0] for line in str(error.value).splitlines()[1:]] == [
        "- landed/more.yml, entry 2", "- landed/more.yml, entry 3", "- landed/things.yml, entry 1",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["- a\n- b", "table: [", ""])
def test_a_file_that_is_no_suite(tmp_path: Path, text: str) -> None:
    with pytest.raises(SuiteError, match=r"landed/things\.yml"):
        load("landed", write(tmp_path, text))


def test_an_unknown_gate_and_one_without_files_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="The gates are: landed, candidate"):
        load("released")
    with pytest.raises(SuiteError, match="would let everything pass"):
        load("landed", tmp_path)


@pytest.mark.parametrize("gate", GATES)
def test_what_is_shipped_can_be_read_and_can_stop(gate: str) -> None:
    suites = load(gate)
    assert all(any(entry.severity == "critical" for entry in suite.entries) for suite in suites)
    written = [(suite.table, str(entry), entry.severity) for suite in suites for entry in suite.entries]
    assert len(set(written)) == len(written), "an expectation is there twice"
