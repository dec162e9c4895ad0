"""The dictionary says of every table and column what dbt says of it, and nothing is left undescribed."""

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
