"""The bundle that Superset imports: `bi/assets` with what dbt knows filled in.

    python -m publish.bi_bundle FOLDER [--release FOLDER]

The files in `bi/assets` are Superset's own import format, less what is said elsewhere. From dbt's manifest come

- the columns of a dataset's mart with type, label and description (`config.meta.label_ko` and `description_ko`, else
  the English description), the dataset's description likewise. A dataset with SQL of its own lists its columns and,
  under `describes`, the marts that describe them;
- a metric that has no expression: it is the one of that name in dbt's semantic layer.

Nothing is said a second time, so a description that changes in dbt changes in Superset with the next `make bi`.
"""

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from publish import dictionary

ASSETS = PROJECT / "bi" / "assets"
DATABASE = "databases/iljari.yaml"
_DIMENSION = re.compile(r"\{\{\s*Dimension\('(\w+)__(\w+)'\)\s*\}\}")
_AGGREGATES = {
    "sum": "sum({0})",
    "max": "max({0})",
    "min": "min({0})",
    "average": "avg({0})",
    "count": "count({0})",
    "count_distinct": "count(distinct {0})",
}
_COLUMN = {"is_active": True, "groupby": True, "filterable": True, "is_dttm": False}

Manifest = dict[str, Any]


def read_assets(folder: Path = ASSETS) -> dict[str, dict[str, Any]]:
    """The files of `bi/assets` by their path in it. Raises IljariError where one is no YAML."""
    found = {}
    for file in sorted(folder.rglob("*.yaml")):
        try:
            found[str(file.relative_to(folder))] = yaml.safe_load(file.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise IljariError(f"{file} is no YAML: {error}") from None
    return found


def fill(assets: Mapping[str, dict[str, Any]], manifest: Manifest, release: Path) -> dict[str, dict[str, Any]]:
    """The bundle by path: the assets with what dbt knows, on the release folder `release`.

    Raises IljariError where an asset names a mart, a column or a metric that dbt does not know."""
    marts = _marts(manifest)
    metrics = semantic_metrics(manifest)
    bundle = {}
    for name, asset in assets.items():
        if name.startswith("datasets/"):
            bundle[name] = _dataset(name, asset, marts, metrics)
        elif name == DATABASE:
            bundle[name] = {**asset, "sqlalchemy_uri": f"duckdb:///{release.absolute()}/current/iljari.duckdb"}
        else:
            bundle[name] = dict(asset)
    return bundle


def _marts(manifest: Manifest) -> dict[str, Any]:
    """dbt's models by name, with the Korean words of the dictionary."""
    marts = {n["name"]: dict(n) for n in manifest["nodes"].values() if n["resource_type"] == "model"}
    for table in dictionary.read(manifest).of("mart"):
        words = {column.name: _words(column) for column in table.columns}
        columns = marts[table.name]["columns"]
        marts[table.name] |= {
            "meta": _words(table),
            "columns": {name: {**column, "meta": words.get(name, {})} for name, column in columns.items()},
        }
    return marts


def _words(entry: Any) -> dict[str, str]:
    return {"label_ko": entry.label_ko, "description_ko": entry.description_ko}


def _dataset(
    name: str, asset: Mapping[str, Any], marts: Mapping[str, Any], metrics: Mapping[str, dict[str, str]]
) -> dict[str, Any]:
    table = asset["table_name"]
    describing = asset.get("describes") or [table]
    for mart in describing:
        if mart not in marts:
            raise IljariError(f"bi/assets/{name}: dbt has no mart {mart}")
    told: dict[str, dict[str, Any]] = {}
    for mart in reversed(describing):
        told |= {column["name"]: _column(column) for column in marts[mart]["columns"].values()}
    own = {column["column_name"]: column for column in asset.get("columns", [])}
    if asset.get("sql"):
        columns = [{**_COLUMN, **told.get(key, {}), **column} for key, column in own.items()]
    else:
        for key, column in own.items():
            if key not in told and not column.get("expression"):
                raise IljariError(f"bi/assets/{name}: the mart {table} has no column {key}")
        columns = [{**column, **own.get(key, {})} for key, column in told.items()]
        columns += [{**_COLUMN, **column} for key, column in own.items() if key not in told]
    return {
        **{key: value for key, value in asset.items() if key != "describes"},
        "description": asset.get("description") or _korean(marts[describing[0]], "description"),
        "columns": columns,
        "metrics": [_metric(name, table, metric, metrics) for metric in asset.get("metrics", [])],
    }


def _column(column: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(column.get("data_type") or "varchar").upper()
    return {
        **_COLUMN,
        "column_name": column["name"],
        "verbose_name": _korean(column, "label") or column["name"],
        "description": _korean(column, "description"),
        "type": kind,
        "is_dttm": kind.startswith(("DATE", "TIMESTAMP")),
    }


def _korean(node: Mapping[str, Any], what: str) -> str:
    meta = {**((node.get("config") or {}).get("meta") or {}), **(node.get("meta") or {})}
    return " ".join(str(meta.get(f"{what}_ko") or node.get(what) or "").split())


def _metric(name: str, table: str, metric: Mapping[str, Any], known: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    if metric.get("expression"):
        return dict(metric)
    found = known.get(metric["metric_name"])
    if found is None or found["table"] != table:
        raise IljariError(f"bi/assets/{name}: dbt's semantic layer has no metric {metric['metric_name']} on {table}")
    told = {"expression": found["expression"], "verbose_name": found["label"], "description": found["description"]}
    return {**told, **metric}


def semantic_metrics(manifest: Manifest) -> dict[str, dict[str, str]]:
    """dbt's metrics as SQL over one mart: name -> {table, expression, label, description}.

    Simple metrics and ratios of two on the same mart; others are left out, nothing here uses them."""
    measures = {
        measure["name"]: (model, measure)
        for model in manifest["semantic_models"].values()
        for measure in model["measures"]
    }
    by_name = {metric["name"]: metric for metric in manifest["metrics"].values()}
    found = {}
    for name, metric in by_name.items():
        table, expression = _as_sql(metric, by_name, measures)
        if expression:
            found[name] = {
                "table": table,
                "expression": expression,
                "label": _korean(metric, "label"),
                "description": _korean(metric, "description"),
            }
    return found


def _as_sql(metric: Mapping[str, Any], metrics: Mapping[str, Any], measures: Mapping[str, Any]) -> tuple[str, str]:
    params = metric["type_params"]
    if metric["type"] == "simple":
        model, measure = measures[params["measure"]["name"]]
        aggregate = _AGGREGATES[measure["agg"]].format(measure["expr"] or measure["name"])
        filters = [one["where_sql_template"] for one in (metric.get("filter") or {}).get("where_filters", [])]
        where = " and ".join(_where(text, model) for text in filters)
        return model["node_relation"]["alias"], f"{aggregate} filter (where {where})" if where else aggregate
    if metric["type"] == "ratio":
        above, below = (
            _as_sql(metrics[params[part]["name"]], metrics, measures) for part in ("numerator", "denominator")
        )
        if above[0] == below[0]:
            return above[0], f"{above[1]} / nullif({below[1]}, 0)::double"
    return "", ""


def _where(text: str, model: Mapping[str, Any]) -> str:
    dimensions = {dimension["name"]: dimension["expr"] or dimension["name"] for dimension in model["dimensions"]}
    # Always in brackets: an expression may have operators of its own.
    return " ".join(_DIMENSION.sub(lambda match: f"({dimensions[match[2]]})", text).split())


def write(folder: Path, release: Path) -> Path:
    """Write the bundle into `folder`, in place of what was there, and return it.

    Raises IljariError where dbt cannot parse its project or an asset does not fit it."""
    # Parsed from nothing: what dbt keeps of an older version of the code can be in its way.
    with tempfile.TemporaryDirectory() as target:
        bundle = fill(read_assets(), dictionary.parse_manifest(Path(target)), release)
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for name, content in bundle.items():
        file = partial / name
        file.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
        file.write_text(text, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return folder


def main(arguments: list[str] | None = None) -> int:
    """The command line: exit code 1, with the reason on stderr, where an asset does not fit what dbt knows."""
    parser = argparse.ArgumentParser(
        prog="python -m publish.bi_bundle", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the bundle goes")
    parser.add_argument("--release", type=Path, default=None, help="where Superset finds the releases (var/release)")
    given = parser.parse_args(arguments)
    given.folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    try:
        written = write(given.folder.absolute(), given.release or paths().release)
    except IljariError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{written}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
