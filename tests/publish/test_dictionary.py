"""The dictionary says of every table and column what dbt says of it, in both languages, and nothing is left undescribed; and
what else the manifest can tell of how the dbt project is kept (parsing it costs too much to do it in a second file)."""

import copy
import re

import pytest

from extract.tables import RAW_TABLES
from publish import dictionary
from publish.dictionary import DICTIONARY, DICTIONARY_KO, faults, parse_manifest, read, render, render_ko


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    return parse_manifest(tmp_path_factory.mktemp("target"))


def _marts(manifest):
    return [n for n in manifest["nodes"].values() if n["resource_type"] == "model" and n["fqn"][1] == "marts"]


def test_the_committed_dictionary_is_what_the_descriptions_say(manifest):
    assert DICTIONARY.read_text(encoding="utf-8") == render(manifest), "run 'make docs'"
    assert DICTIONARY_KO.read_text(encoding="utf-8") == render_ko(manifest), "run 'make docs'"


def test_nothing_is_undescribed_stale_or_without_korean(manifest):
    assert faults(manifest) == []


def _changed(manifest, name, column=None, **fields):
    """The manifest with other fields of a table or column; None takes a field of its meta away."""
    changed = copy.deepcopy(manifest)
    part = next(n for n in changed["nodes"].values() if n["name"] == name and n["resource_type"] in ("model", "seed"))
    part = part["columns"][column] if column else part
    for field, value in fields.items():
        if field == "description":
            part[field] = value
        elif value is None:
            del part["config"]["meta"][field]
        else:
            part["config"]["meta"][field] = value
    return changed


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": "fct_job_targets", "label_ko": None}, "fct_job_targets: no Korean label"),
        ({"name": "fct_job_targets", "description_ko": "Only English."}, "fct_job_targets: no Korean description"),
        ({"name": "fct_job_targets", "column": "has_pct_gap", "label_ko": None}, "fct_job_targets.has_pct_gap: no Korean label"),
        ({"name": "fct_job_targets", "column": "has_pct_gap", "description": " "}, "fct_job_targets.has_pct_gap: no description"),
        # Its own words in place of the shared block: the block's Korean would say something else.
        ({"name": "fct_job_targets", "column": "year", "description": "Another year."}, "fct_job_targets.year: no Korean description"),
        ({"name": "fct_job_targets", "column": "has_pct_gap", "label_ko": "지자체"}, "fct_job_targets: 2 columns are called 지자체"),
        ({"name": "fct_job_targets", "label_ko": "목표/실적"}, "fct_job_targets: '목표/실적' cannot be the name of a sheet"),
        ({"name": "fct_job_targets", "sheet": 1}, "sheet 1 is the place of 2 tables"),
        ({"name": "fct_job_targets", "lable_ko": "목표"}, "fct_job_targets: meta has 'lable_ko', which nobody reads"),
        ({"name": "municipality_year", "column": "unemployment_rate_pct", "label_ko": "실업률"}, "municipality_year.unemployment_rate_pct: the label '실업률' does not end with (%)"),
        ({"name": "municipality_year", "column": "award_incentive_krw", "label_ko": "인센티브(천원)"}, "municipality_year.award_incentive_krw: the label '인센티브(천원)' does not end with (원)"),
        ({"name": "municipality_year", "column": "n_facts", "label_ko": "사실"}, "municipality_year.n_facts: the label '사실' does not say what is counted"),
        ({"name": "fct_job_target_versions", "column": "plan", "description_ko": "기간.\n\n- `term`: 여러 해"}, "fct_job_target_versions.plan: no Korean word for 'yearly'"),
        ({"name": "fct_job_target_versions", "column": "plan", "description_ko": "기간.\n\n- `term`: 여러 해\n- `yearly`: 한 해\n- `monthly`: 한 달"}, "fct_job_target_versions.plan: a word for 'monthly', which it never is"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named(manifest, change, expected):
    assert expected in faults(_changed(manifest, **change))


def test_a_column_that_a_seed_does_not_have_is_named(manifest):
    changed = copy.deepcopy(manifest)
    columns = next(n for n in changed["nodes"].values() if n["name"] == "grades")["columns"]
    columns["colour"] = {**columns["note"], "name": "colour"}
    assert "grades: file and description differ in ['colour']" in faults(changed)


def test_korean_of_a_block_that_is_gone_is_named(manifest):
    changed = copy.deepcopy(manifest)
    changed["docs"]["doc.iljari.gone__ko"] = {"block_contents": "# 없음\n없다."}
    assert faults(changed) == ["block gone__ko is the Korean of none"]


def test_a_shared_block_gives_label_text_and_values(manifest):
    table = read(manifest).mart("fct_job_awards")
    status = table.column("status")
    assert (table.label_ko, status.label_ko, status.unit) == ("일자리 수상", "확인 상태", "")
    assert list(status.values_ko) == ["agreed", "single", "disputed", "corrected"]
    assert "- `" not in status.description_ko
    assert table.column("incentive_krw").unit == "원"


def test_the_dictionary_survives_json(manifest):
    words = read(manifest)
    assert dictionary.load(dictionary.dump(words)) == words


def test_a_column_that_the_models_do_not_know_is_called_by_its_name(manifest):
    assert read(manifest).mart("fct_new").column("n_things").label_ko == "n_things"


def test_every_mart_and_raw_table_and_each_of_their_columns_is_described(manifest):
    tables = read(manifest).tables
    assert {t.name for t in tables} >= set(RAW_TABLES) | {m["name"] for m in _marts(manifest)} | {
        "grades",
        "corrections",
    }
    undescribed = [(t.name, p.name) for t in tables for p in (t, *t.columns) if not p.description]
    assert undescribed == []


def test_the_sources_name_the_columns_that_are_landed(manifest):
    described = {s["name"]: set(s["columns"]) for s in manifest["sources"].values()}
    for name, (schema, _) in RAW_TABLES.items():
        assert set(schema.names) == described[name], name


def test_a_changed_description_shows(manifest):
    mart = _marts(manifest)[0]
    mart["description"], kept = "Something else | entirely.", mart["description"]
    assert "Something else \\| entirely." in render(manifest)
    mart["description"] = kept


def _models(manifest, layer):
    return {k: n for k, n in manifest["nodes"].items() if n["resource_type"] == "model" and n["fqn"][1] == layer}


def test_every_table_says_its_grain(manifest):
    tables = [n for n in manifest["nodes"].values() if n["resource_type"] in ("model", "seed")]
    tables += manifest["sources"].values()
    assert [t["name"] for t in tables if not re.match(r"One (wide )?row (an?|for) ", t["description"])] == []


def test_every_mart_is_under_contract_and_has_a_key(manifest):
    marts = _models(manifest, "marts")
    tests = [n for n in manifest["nodes"].values() if n["resource_type"] == "test" and n.get("test_metadata")]
    keyed = {t["attached_node"] for t in tests if t["test_metadata"]["name"] in ("unique", "unique_combination")}
    assert [m["name"] for m in marts.values() if not m["contract"]["enforced"]] == []
    assert [m["name"] for name, m in marts.items() if name not in keyed] == []


def test_nothing_is_built_that_nobody_reads(manifest):
    inner = _models(manifest, "staging") | _models(manifest, "intermediate")
    children = manifest["child_map"]
    # What the next build reads (int_articles_touched, through last_build_of): the last word of all.
    of_next_build = ["model.iljari.int_articles_built"]
    unread = [k for k in inner if not [c for c in children[k] if c.split(".")[0] in ("model", "exposure")]]
    assert unread == of_next_build
    # A word list may serve the tests alone.
    assert [k for k, n in manifest["nodes"].items() if n["resource_type"] == "seed" and not children[k]] == []
