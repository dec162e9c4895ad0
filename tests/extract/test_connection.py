"""The settings under which DuckDB files are opened."""

import duckdb
import yaml

from extract.connection import SETTINGS
from extract.paths import PROJECT


def test_dbt_opens_the_warehouse_as_all_others_do():
    profile = yaml.safe_load((PROJECT / "dbt_project" / "profiles.yml").read_text(encoding="utf-8"))
    output = profile["iljari"]["outputs"]["warehouse"]
    told = output["config_options"] | output["settings"]
    for name, value in SETTINGS.items():
        if name == "memory_limit":
            assert "ILJARI_MEMORY" in told[name] and "3GB" in told[name]
        else:
            assert str(told[name]).lower() == str(value).lower(), name


def test_what_was_deleted_is_not_written_anew_by_who_closes_the_file(tmp_path):
    file = tmp_path / "warehouse.duckdb"

    def row_groups() -> int:
        with duckdb.connect(str(file), read_only=True) as connection:
            found = connection.execute(
                "select count(distinct row_group_id) from pragma_storage_info('numbers')"
            ).fetchone()
        assert found
        return found[0]

    # Five groups of rows, of which two would be enough for what is left.
    with duckdb.connect(str(file), config=SETTINGS) as connection:
        connection.execute("create table numbers as select range as number from range(500_000)")
    assert row_groups() == 5
    with duckdb.connect(str(file), config=SETTINGS) as connection:
        connection.execute("delete from numbers where number % 3 > 0")
    assert row_groups() == 5
