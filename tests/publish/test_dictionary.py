"""The dictionary says of every table and column what dbt says of it, and nothing is left undescribed; and what else the
manifest can tell of how the dbt project is kept (parsing it costs too much to do it in a second file)."""

import re

import pytest

from extract.tables import RAW_TABLES
from publish.dictionary import DICTIONARY, parse_manifest, render


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    return parse_manifest(tmp_path_factory.mktemp("target"))


def _marts(manifest):
    return [n for n in manifest["nodes"].values() if n["resource_type"] == "model" and n["fqn"][1] == "marts"]


def test_the_committed_dictionary_is_what_the_descriptions_say(manifest):
    assert DICTIONARY.read_text(encoding="utf-8") == render(manifest), "run 'make docs'"


def test_every_mart_and_raw_table_and_each_of_their_columns_is_described(manifest):
    tables = _marts(manifest) + list(manifest["sources"].values())
    assert {t["name"] for t in tables} >= set(RAW_TABLES)
    undescribed = [
        f"{table['name']}.{name}"
        for table in tables
        for name, description in [
            ("", table["description"]),
            *((c["name"], c["description"]) for c in table["columns"].values()),
        ]
        if not description.strip()
    ]
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
    # What the next build reads (int_cells_touched, through last_build_of).
    of_next_build = ["model.iljari.int_cells_built"]
    unread = [k for k in inner if not [c for c in children[k] if c.split(".")[0] in ("model", "exposure")]]
    assert unread == of_next_build
    # A word list may serve the tests alone.
    assert [k for k, n in manifest["nodes"].items() if n["resource_type"] == "seed" and not children[k]] == []
