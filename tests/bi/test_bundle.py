"""The bundle that Superset imports, against the marts' real columns and on a file with facts; Superset itself is not needed."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.errors import IljariError
from publish.bi_bundle import DATABASE, fill, read_assets, semantic_metrics
from publish.dictionary import parse_manifest
from tests.bi import made_release

HANGUL = re.compile("[가-힣]")
#: what may be in a chart's parameters and names a column, a metric, or either
ONE, MANY = (
    ("x_axis", "x_axis_sort", "metric", "timeseries_limit_metric"),
    ("groupby", "groupby_b", "metrics", "metrics_b", "all_columns"),
)

Bundle = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return parse_manifest(tmp_path_factory.mktemp("target"))


@pytest.fixture(scope="module")
def bundle(manifest: dict[str, Any]) -> Bundle:
    return fill(read_assets(), manifest, Path("/release"))


@pytest.fixture(scope="module")
def released(manifest: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    file = made_release.write(tmp_path_factory.mktemp("release"), manifest, made_release.made_up())
    with duckdb.connect(str(file.resolve()), read_only=True) as connection:
        yield connection


def of(bundle: Bundle, kind: str) -> Bundle:
    return {name: content for name, content in bundle.items() if name.startswith(f"{kind}/")}


def dataset(bundle: Bundle, name: str) -> dict[str, Any]:
    return bundle[f"datasets/iljari/{name}.yaml"]


def source(dataset: dict[str, Any]) -> str:
    return f"({dataset['sql']}) as virtual" if dataset["sql"] else f"main.{dataset['table_name']}"


def expressions(dataset: dict[str, Any]) -> dict[str, str]:
    return {column["column_name"]: column.get("expression") or column["column_name"] for column in dataset["columns"]}


def metrics(dataset: dict[str, Any]) -> dict[str, str]:
    return {metric["metric_name"]: metric["expression"] for metric in dataset["metrics"]}


def ask(released: duckdb.DuckDBPyConnection, dataset: dict[str, Any], metric: str, by: str = "") -> Any:
    """The value of a metric, or the values by a column, in the SQL that Superset writes."""
    if not by:
        return released.execute(f"select {metrics(dataset)[metric]} from {source(dataset)}").fetchone()[0]  # type: ignore[index]
    column = expressions(dataset)[by]
    return dict(
        released.execute(
            f"select {column} as k, {metrics(dataset)[metric]} as v from {source(dataset)} group by {column} order by k"
        ).fetchall()
    )


def test_every_column_of_every_dataset_can_be_selected_grouped_and_filtered(
    bundle: Bundle, released: duckdb.DuckDBPyConnection
) -> None:
    for name, content in of(bundle, "datasets").items():
        columns = expressions(content)
        assert len(columns) == len(content["columns"]), name
        rows = released.execute(f"select {', '.join(columns.values())} from {source(content)} limit 1").fetchall()
        assert rows, f"{name} has no row, so it would show nothing"
        for column, expression in columns.items():
            (
                released.execute(
                    f"select {expression} as c, count(*) from {source(content)} where {expression} is not null group by {expression}"
                ),
                column,
            )


def test_a_physical_dataset_has_all_columns_of_its_mart_and_their_types(
    bundle: Bundle, released: duckdb.DuckDBPyConnection
) -> None:
    for name, content in of(bundle, "datasets").items():
        if content["sql"]:
            continue
        real = dict(
            released.execute(
                "select column_name, data_type from duckdb_columns() where table_name = ?", [content["table_name"]]
            ).fetchall()
        )
        assert real
        told = {column["column_name"]: column["type"] for column in content["columns"] if not column.get("expression")}
        assert told == real, name


def test_every_metric_runs_and_says_what_it_is_in_korean(bundle: Bundle, released: duckdb.DuckDBPyConnection) -> None:
    for name, content in of(bundle, "datasets").items():
        assert content["metrics"], name
        for metric in content["metrics"]:
            ask(released, content, metric["metric_name"])
            assert HANGUL.search(metric["verbose_name"]) and HANGUL.search(metric["description"]), metric


def test_the_numbers_are_those_of_the_facts(bundle: Bundle, released: duckdb.DuckDBPyConnection) -> None:
    awards, targets = dataset(bundle, "fct_job_awards"), dataset(bundle, "fct_job_targets")
    # The award of another body is no national award; a streak, a year and a municipality are counted once.
    assert ask(released, awards, "awards_won") == 6
    assert ask(released, awards, "municipalities_awarded") == 3
    assert ask(released, awards, "awards_won", "year_label") == {"2017": 1, "2019": 1, "2022": 1, "2023": 3}
    assert (ask(released, targets, "jobs_targeted"), ask(released, targets, "jobs_created")) == (40_000, 48_000)
    # Weighted: the mean of 110 % and 150 % would be 1.3.
    assert ask(released, targets, "achievement_rate") == pytest.approx(1.2)
    assert ask(released, targets, "achievement_rate", "year_label") == {"2022": 1.1, "2023": 1.5, "2024": None}
    assert ask(released, dataset(bundle, "fct_award_streaks"), "streak_length") == 2
    # Of an edition whose number was not announced, nothing can be said.
    assert ask(released, dataset(bundle, "award_editions"), "governments_found_share") == pytest.approx(1 / 65)


def test_a_renamed_municipality_is_one_series_under_its_present_name(
    bundle: Bundle, released: duckdb.DuckDBPyConnection
) -> None:
    by_name = ask(released, dataset(bundle, "fct_job_awards"), "awards_won", "municipality_now")
    assert by_name["인천 미추홀구"] == 2 and "인천 남구" not in by_name
    assert ask(released, dataset(bundle, "evidence"), "n_evidence", "municipality_now")["인천 미추홀구"] == 2


def test_metropolitan_and_basic_are_told_from_the_label(bundle: Bundle, released: duckdb.DuckDBPyConnection) -> None:
    by_level = ask(released, dataset(bundle, "municipality_year"), "n_municipalities", "level_label")
    real = released.execute(
        "select level, count(distinct municipality_id) from municipality_year group by 1 order by 1"
    ).fetchall()
    assert by_level == {"광역": dict(real)["metropolitan"], "기초": dict(real)["basic"]}


def test_the_grades_have_the_order_of_the_ladder(bundle: Bundle, released: duckdb.DuckDBPyConnection) -> None:
    ranked = list(ask(released, dataset(bundle, "fct_job_awards"), "awards_won", "grade_ranked"))
    assert [name.split(" ", 1)[1] for name in ranked] == [
        "종합대상",
        "대상",
        "최우수상",
        "우수상",
        "특별상",
        "훈격 미상",
    ]


def test_the_release_that_is_open_tells_its_name_and_korean_time(
    bundle: Bundle, released: duckdb.DuckDBPyConnection
) -> None:
    row = released.execute(
        f"select release_id, cast(released_at as varchar) from {source(dataset(bundle, 'release'))}"
    ).fetchall()
    assert row == [("20261126T123130589Z-2bffb91a", "2026-11-26 21:31:30")]


def names_in(params: dict[str, Any]) -> Iterator[str]:
    yield from (params[key] for key in ONE if params.get(key))
    for key in MANY:
        value = params.get(key) or []
        yield from [value] if isinstance(value, str) else value
    yield from (re.match(r'\["(\w+)", (?:true|false)\]$', one)[1] for one in params.get("order_by_cols", []))  # type: ignore[index]
    yield from params.get("column_config", {})


def test_every_chart_asks_for_what_its_dataset_has(bundle: Bundle, released: duckdb.DuckDBPyConnection) -> None:
    datasets = {content["uuid"]: content for content in of(bundle, "datasets").values()}
    for name, chart in of(bundle, "charts").items():
        of_it = datasets[chart["dataset_uuid"]]
        known = expressions(of_it).keys() | metrics(of_it).keys()
        asked = set(names_in(chart["params"]))
        assert asked and asked <= known, (name, asked - known)
        assert chart["viz_type"] == chart["params"]["viz_type"]
        assert HANGUL.search(chart["slice_name"]), name
        for one in chart["params"].get("adhoc_filters", []) + chart["params"].get("adhoc_filters_b", []):
            if one["expressionType"] == "SQL":
                released.execute(f"select 1 from {source(of_it)} where {one['sqlExpression']}")
            else:
                assert one["subject"] in known, name
        # Text of an article is never HTML.
        assert not chart["params"].get("allow_render_html"), name
        if chart["viz_type"] == "table":
            assert chart["params"]["allow_render_html"] is False, name


def test_what_a_chart_shows_has_a_korean_name(bundle: Bundle) -> None:
    datasets = {content["uuid"]: content for content in of(bundle, "datasets").values()}
    for content in datasets.values():
        for column in content["columns"]:
            if column.get("expression"):
                assert HANGUL.search(column["verbose_name"]) and HANGUL.search(column["description"]), column
    for name, chart in of(bundle, "charts").items():
        labels = {
            column["column_name"]: column["verbose_name"] for column in datasets[chart["dataset_uuid"]]["columns"]
        }
        axes = [chart["params"].get("x_axis"), *(chart["params"].get("groupby") or [])]
        for axis in axes if not isinstance(chart["params"].get("groupby"), str) else axes[:1]:
            assert not axis or HANGUL.search(labels[axis]), (name, axis)


def test_the_dashboards_show_every_chart_once_in_rows_that_fit(bundle: Bundle) -> None:
    charts = {chart["uuid"]: chart["slice_name"] for chart in of(bundle, "charts").values()}
    shown: list[str] = []
    assert {board["slug"] for board in of(bundle, "dashboards").values()} == {"overview", "municipality"}
    for name, board in of(bundle, "dashboards").items():
        position = board["position"]
        for key, item in position.items():
            if key == "DASHBOARD_VERSION_KEY":
                continue
            assert all(child in position for child in item.get("children", [])), key
            if item["type"] == "ROW":
                assert sum(position[child]["meta"]["width"] for child in item["children"]) == 12, (name, key)
            if item["type"] == "CHART":
                assert charts[item["meta"]["uuid"]] == item["meta"]["sliceName"]
                shown.append(item["meta"]["uuid"])
    assert sorted(shown) == sorted(charts)


def test_each_filter_reaches_every_chart_that_it_does_not_leave_out(bundle: Bundle) -> None:
    """Superset passes over a filter whose column a dataset does not have, and the chart would show too much, unsaid."""
    datasets = {content["uuid"]: content for content in of(bundle, "datasets").values()}
    charts = {chart["uuid"]: datasets[chart["dataset_uuid"]] for chart in of(bundle, "charts").values()}
    for name, board in of(bundle, "dashboards").items():
        items = [
            item["meta"] for item in board["position"].values() if isinstance(item, dict) and item["type"] == "CHART"
        ]
        filters = board["metadata"]["native_filter_configuration"]
        assert filters
        for one in filters:
            (target,) = one["targets"]
            assert target["column"]["name"] in expressions(datasets[target["datasetUuid"]])
            left_out = set(one["scope"]["excluded"])
            assert left_out <= {item["chartId"] for item in items}
            for item in items:
                has = target["column"]["name"] in expressions(charts[item["uuid"]])
                assert has or item["chartId"] in left_out, (name, one["name"], item["sliceName"])


def test_the_municipality_dashboard_shows_one_municipality_at_a_time(bundle: Bundle) -> None:
    filters = bundle["dashboards/municipality.yaml"]["metadata"]["native_filter_configuration"]
    (one,) = [one for one in filters if one["targets"][0]["column"]["name"] == "municipality_now"]
    assert (
        one["controlValues"] | {"multiSelect": False, "enableEmptyFilter": True, "defaultToFirstItem": True}
        == one["controlValues"]
    )
    assert one["scope"]["excluded"] == []


def test_nothing_has_the_name_of_another(bundle: Bundle) -> None:
    uuids = [content["uuid"] for content in bundle.values() if "uuid" in content]
    assert len(uuids) == len(set(uuids)) == len(bundle) - 1  # all but metadata.yaml
    assert bundle["metadata.yaml"]["type"] == "assets"


def test_the_database_is_the_release_and_can_only_be_read(bundle: Bundle) -> None:
    database = bundle[DATABASE]
    assert database["sqlalchemy_uri"] == "duckdb:////release/current/iljari.duckdb"
    assert not any(database[right] for right in ("allow_dml", "allow_ctas", "allow_cvas", "allow_file_upload"))
    assert database["extra"]["engine_params"]["connect_args"] == {"read_only": True}


def test_korean_words_of_dbt_come_first_and_english_ones_do_where_there_are_none(manifest: dict[str, Any]) -> None:
    changed = copy.deepcopy(manifest)
    mart = next(node for node in changed["nodes"].values() if node["name"] == "award_editions")
    for node, words in (
        (mart, {"label_ko": "회차", "description_ko": "회차마다 한 행."}),
        (mart["columns"]["note"], {"label_ko": "비고", "description_ko": "덧붙이는 말."}),
        (mart["columns"]["source_url"], {}),
    ):
        # dbt writes it twice.
        node["config"]["meta"], node["meta"] = words, words
    mart["columns"]["source_url"]["description"] = "Page."
    found = dataset(fill(read_assets(), changed, Path("/release")), "award_editions")
    assert found["description"] == "회차마다 한 행."
    columns = {column["column_name"]: (column["verbose_name"], column["description"]) for column in found["columns"]}
    assert columns["note"] == ("비고", "덧붙이는 말.")
    assert columns["source_url"][1] == "Page."


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"table_name": "fct_nothing"}, "fct_nothing"),
        ({"metrics": [{"metric_name": "no_such_metric"}]}, "no_such_metric"),
        ({"metrics": [{"metric_name": "streak_length"}]}, "streak_length"),  # of another mart
        ({"columns": [{"column_name": "no_such_column"}]}, "no_such_column"),
    ],
)
def test_an_asset_that_names_what_dbt_does_not_know_is_an_error(
    manifest: dict[str, Any], change: dict[str, Any], word: str
) -> None:
    assets = read_assets()
    assets["datasets/iljari/fct_job_awards.yaml"] |= change
    with pytest.raises(IljariError, match=word):
        fill(assets, manifest, Path("/release"))


def test_a_changed_metric_of_the_semantic_layer_shows(manifest: dict[str, Any]) -> None:
    changed = copy.deepcopy(manifest)
    metric = changed["metrics"]["metric.iljari.awards_won"]
    metric["filter"]["where_filters"][0]["where_sql_template"] = "{{ Dimension('award__grade') }} = '대상'"
    assert semantic_metrics(changed)["awards_won"]["expression"] == "count(fact_id) filter (where (grade) = '대상')"
