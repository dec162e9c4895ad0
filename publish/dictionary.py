"""The data dictionary: what every table and column means, in Korean and English, written from dbt's own files.

    python -m publish.dictionary [--check]

Nothing is described a second time here. English is dbt's description; Korean is `config.meta.label_ko` and
`config.meta.description_ko` of a table or column, or, for a column that takes its description from a shared block
(`{{ doc("year") }}`), the block `year__ko`: its heading is the label, the text below it the description, and a list of
`code`: word says what coded values are called. A label is short and ends with the unit in brackets where there is one.
"""

import argparse
import csv
import dataclasses
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import IljariError
from extract.paths import PROJECT
from publish.dbt import DBT_PROJECT, run_dbt

DICTIONARY = PROJECT / "docs" / "data-dictionary.md"
DICTIONARY_KO = PROJECT / "docs" / "data-dictionary.ko.md"

#: Excel's rules for the name of a sheet, which is the Korean label of its table.
_SHEET_NAME = re.compile(r"[^\[\]:*?/\\']{1,31}")
_META = {"label_ko", "description_ko"}
#: The unit that a column's label must name, by the ending (or beginning) of its name.
_UNITS = ((re.compile(r"_pct$"), r"%"), (re.compile(r"_krw$"), r"원"), (re.compile(r"_jobs$"), r"개"))
_COUNTS = re.compile(r"^n_")
_TYPES_KO = {
    "varchar": "문자",
    "integer": "정수",
    "bigint": "정수",
    "double": "실수",
    "boolean": "참/거짓",
    "date": "날짜",
    "timestamp with time zone": "시각",
}
_VALUE = re.compile(r"^- `([^`]+)`: (.+)$", flags=re.M)


@dataclass(frozen=True)
class Column:
    """A column: its type in lower case as dbt has it, its Korean label (with the unit), what it means in both
    languages, and the Korean words for its coded values."""

    name: str
    type: str
    label_ko: str
    description_ko: str
    description: str
    values_ko: dict[str, str]

    @property
    def type_ko(self) -> str:
        """The type in Korean."""
        return _TYPES_KO.get(self.type, self.type)

    @property
    def unit(self) -> str:
        """The unit that the label ends with ('%', '원'); empty where there is none."""
        found = re.search(r"\(([^()]{1,4})\)$", self.label_ko)
        return found[1] if found and found[1] != "JSON" else ""


@dataclass(frozen=True)
class Table:
    """A table: `kind` is mart, seed or raw; `sheet` its place in the workbook, None where it has none."""

    kind: str
    name: str
    label_ko: str
    description_ko: str
    description: str
    sheet: int | None
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of this name; one that is called by its name alone where the models do not know it."""
        return next((column for column in self.columns if column.name == name), Column(name, "", name, "", "", {}))


@dataclass(frozen=True)
class Dictionary:
    """All tables: marts in the order of their sheets, then those without one; reference tables; raw tables."""

    tables: tuple[Table, ...]

    def mart(self, name: str) -> Table:
        """The mart of this name; one that is called by its name alone where the models do not know it."""
        found = (table for table in self.tables if (table.kind, table.name) == ("mart", name))
        return next(found, Table("mart", name, name, "", "", None, ()))

    def of(self, kind: str) -> list[Table]:
        """The tables of a kind."""
        return [table for table in self.tables if table.kind == kind]


def parse_manifest(target: Path) -> dict[str, Any]:
    """dbt's manifest of the project in this checkout, parsed into the folder `target`.

    Raises IljariError with dbt's words where the project does not parse."""
    # The path of a warehouse names the database: the one that every installation has. None is opened.
    process = run_dbt("parse", target=target, warehouse=target / "warehouse.duckdb")
    if process.returncode != 0:
        raise IljariError(f"dbt could not parse the project:\n{process.stdout}{process.stderr}")
    return json.loads((target / "manifest.json").read_text(encoding="utf-8"))


def read(manifest: dict[str, Any]) -> Dictionary:
    """The dictionary that dbt's manifest holds. What is missing is empty; `faults` names it."""
    nodes = manifest["nodes"].values()
    marts = [node for node in nodes if node["resource_type"] == "model" and node["fqn"][1] == "marts"]
    seeds = [node for node in nodes if node["resource_type"] == "seed"]
    kinds = (("mart", marts), ("seed", seeds), ("raw", manifest["sources"].values()))
    blocks = {name.split(".")[-1]: block["block_contents"] for name, block in manifest["docs"].items()}
    tables = [_table(kind, node, blocks) for kind, nodes in kinds for node in sorted(nodes, key=lambda n: n["name"])]
    order = [kind for kind, _ in kinds]
    return Dictionary(tuple(sorted(tables, key=lambda t: (order.index(t.kind), t.sheet or len(tables), t.name))))


def _table(kind: str, node: dict[str, Any], blocks: dict[str, str]) -> Table:
    meta = node["config"]["meta"]
    types = node["config"].get("column_types") or {}
    return Table(
        kind=kind,
        name=node["name"],
        label_ko=meta.get("label_ko", ""),
        description_ko=meta.get("description_ko", ""),
        description=node["description"].strip(),
        sheet=meta.get("sheet"),
        columns=tuple(_column(column, types, blocks) for column in node["columns"].values()),
    )


def _column(column: dict[str, Any], types: dict[str, str], blocks: dict[str, str]) -> Column:
    label, text = _shared(column, blocks)
    meta = column["config"]["meta"]
    text = meta.get("description_ko", text)
    values = dict(_VALUE.findall(text))
    return Column(
        name=column["name"],
        type=(column.get("data_type") or types.get(column["name"]) or "").lower(),
        label_ko=meta.get("label_ko", label),
        description_ko=_VALUE.sub("", text).strip(),
        description=column["description"].strip(),
        values_ko=values,
    )


def _shared(column: dict[str, Any], blocks: dict[str, str]) -> tuple[str, str]:
    """Label and text of the Korean block beside the one block that is the column's whole description."""
    names = [name.split(".")[-1] for name in column.get("doc_blocks", ())]
    if len(names) != 1 or blocks[names[0]].strip() != column["description"].strip():
        return "", ""
    heading, _, text = blocks.get(f"{names[0]}__ko", "").strip().partition("\n")
    return heading.removeprefix("# ").strip(), text.strip()


def dump(words: Dictionary) -> str:
    """The dictionary as JSON: `{"tables": [...]}` with the fields of `Table` and `Column`."""
    return json.dumps(dataclasses.asdict(words), ensure_ascii=False, indent=1) + "\n"


def load(text: str) -> Dictionary:
    """The dictionary that `dump` wrote."""
    return Dictionary(
        tuple(
            Table(**{**table, "columns": tuple(Column(**column) for column in table["columns"])})
            for table in json.loads(text)["tables"]
        )
    )


def render(manifest: dict[str, Any]) -> str:
    """The English dictionary as Markdown: marts, reference and raw tables, each with its columns in their own order."""
    words = read(manifest)
    lines = [_HEAD, "## Marts", "", *_tables(words.of("mart"))]
    lines += ["## Reference tables", "", "CSV files in `seeds/`.", "", *_tables(words.of("seed"))]
    lines += ["## Raw tables", ""]
    for table in words.of("raw"):
        lines += [f"### `raw.{table.name}`", "", _one_line(table.description), ""]
        lines += _grid(("column", "type", "meaning"), ((f"`{c.name}`", c.type, c.description) for c in table.columns))
    return "\n".join(lines).rstrip() + "\n"


_HEAD = """# Data dictionary

Written by `make docs` from the descriptions in `dbt_project/`; do not edit by hand, a test compares the two.
In Korean: [data-dictionary.ko.md](data-dictionary.ko.md).

The marts are what a release holds (`iljari.duckdb`, `parquet/`, `csv/`; with the Korean names as headers `iljari.xlsx`
and `iljari_wide.csv`). The raw tables stay in the warehouse.
"""


def _tables(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        yield from (f"### `{table.name}`", "", f"{table.label_ko}. {_one_line(table.description)}", "")
        rows = ((f"`{c.name}`", c.label_ko, c.type, c.description) for c in table.columns)
        yield from _grid(("column", "Korean name", "type", "meaning"), rows)


def render_ko(manifest: dict[str, Any]) -> str:
    """The Korean dictionary as Markdown: marts and reference tables, with the words for coded values."""
    words = read(manifest)
    lines = [_HEAD_KO, "## 마트", ""]
    for kind, heading in (("mart", ""), ("seed", "## 기준표")):
        lines += [heading, "", "`seeds/`에 있는 CSV 파일이다.", ""] if heading else []
        for table in words.of(kind):
            lines += [f"### {table.label_ko} `{table.name}`", "", _one_line(table.description_ko), ""]
            lines += _grid(
                ("이름", "열", "형식", "뜻"),
                ((c.label_ko, f"`{c.name}`", c.type_ko, explained_ko(c)) for c in table.columns),
            )
    return "\n".join(lines).rstrip() + "\n"


_HEAD_KO = """# 데이터 사전

`make docs`가 `dbt_project/`의 설명에서 만든다. 손으로 고치지 않으며, 시험이 둘을 비교한다.
영어: [data-dictionary.md](data-dictionary.md).

마트는 릴리스에 들어 있는 표이다(`iljari.duckdb`, `parquet/`, `csv/`). `iljari.xlsx`와 `iljari_wide.csv`는 아래의
한국어 이름을 머리글로 쓴다. 원자료 표(`raw.*`)는 릴리스에 들어 있지 않으며 영어 사전에만 있다.
"""


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(_one_line(cell) for cell in row)} |"
    yield ""


def explained_ko(column: Column) -> str:
    """A column's Korean description in one line, with the words for its coded values."""
    values = "; ".join(f"`{code}` {word}" for code, word in column.values_ko.items())
    return f"{column.description_ko} {values}".strip()


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def faults(manifest: dict[str, Any]) -> list[str]:
    """Everything that is undescribed, stale or wrongly labelled, one line each; empty where the dictionary is whole.

    Columns of marts are compared with the tables by dbt itself (contracts), those of seeds with their files here.
    """
    words = read(manifest)
    found = [fault for table in words.tables for fault in _table_faults(table)]
    places = Counter(table.sheet for table in words.tables if table.sheet is not None)
    found += [f"sheet {place} is the place of {n} tables" for place, n in places.items() if n > 1]
    blocks = {name.split(".")[-1] for name in manifest["docs"]}
    found += [
        f"block {name} is the Korean of none"
        for name in sorted(blocks)
        if name.endswith("__ko") and name[: -len("__ko")] not in blocks
    ]
    nodes = [*manifest["nodes"].values(), *manifest["sources"].values()]
    found += [
        f"{node['name']}: meta has {key!r}, which nobody reads"
        for node in nodes
        for part in (node, *node["columns"].values())
        for key in part["config"].get("meta") or {}
        if key.endswith("_ko") and key not in _META
    ]
    return [*found, *_seed_faults(manifest), *_value_faults(manifest, words)]


def _table_faults(table: Table) -> Iterator[str]:
    parts: list[tuple[str, Table | Column]] = [(table.name, table)]
    parts += [(f"{table.name}.{column.name}", column) for column in table.columns]
    for name, part in parts:
        if not part.description:
            yield f"{name}: no description"
        if table.kind != "raw":
            if not part.label_ko:
                yield f"{name}: no Korean label"
            if not re.search(r"[가-힣]", part.description_ko):
                yield f"{name}: no Korean description"
    labels = Counter(column.label_ko for column in table.columns if column.label_ko)
    yield from (f"{table.name}: {n} columns are called {label}" for label, n in labels.items() if n > 1)
    if table.sheet is not None and not _SHEET_NAME.fullmatch(table.label_ko):
        yield f"{table.name}: {table.label_ko!r} cannot be the name of a sheet"
    for column in table.columns if table.kind != "raw" else ():
        for pattern, unit in _UNITS:
            if pattern.search(column.name) and column.unit != unit:
                yield f"{table.name}.{column.name}: the label {column.label_ko!r} does not end with ({unit})"
        if _COUNTS.search(column.name) and not column.unit:
            yield f"{table.name}.{column.name}: the label {column.label_ko!r} does not say what is counted"


def _seed_faults(manifest: dict[str, Any]) -> Iterator[str]:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "seed":
            with (DBT_PROJECT / node["original_file_path"]).open(encoding="utf-8-sig", newline="") as file:
                header = next(csv.reader(file))
            if header != list(node["columns"]):
                odd = sorted(set(header) ^ set(node["columns"])) or "their order"
                yield f"{node['name']}: file and description differ in {odd}"


def _value_faults(manifest: dict[str, Any], words: Dictionary) -> Iterator[str]:
    """Coded values, by dbt's own tests, that have no Korean word, and words for values that there are not."""
    tables = {table.name: table for table in words.tables if table.kind != "raw"}
    for test in manifest["nodes"].values():
        node = manifest["nodes"].get(test.get("attached_node") or "")
        if test["resource_type"] != "test" or not node or node["name"] not in tables:
            continue
        allowed = _allowed(test, manifest)
        column = tables[node["name"]].column(test["column_name"] or "")
        # Korean values need no word.
        codes = {value for value in allowed if re.fullmatch(r"[ -~]+", value)}
        name = f"{node['name']}.{column.name}"
        yield from (f"{name}: no Korean word for {code!r}" for code in sorted(codes - set(column.values_ko)))
        if allowed:
            yield from (
                f"{name}: a word for {code!r}, which it never is" for code in sorted(set(column.values_ko) - allowed)
            )


def _allowed(test: dict[str, Any], manifest: dict[str, Any]) -> set[str]:
    """The values that a test allows: `accepted_values`, and `relationships` to a seed of words."""
    kind = (test.get("test_metadata") or {}).get("name")
    arguments = (test.get("test_metadata") or {}).get("kwargs", {})
    if kind == "accepted_values":
        return {str(value) for value in arguments["values"]}
    if kind != "relationships":
        return set()
    seeds = [
        manifest["nodes"][name]
        for name in test["depends_on"]["nodes"]
        if name.startswith("seed.") and arguments["to"] == f"ref('{name.split('.')[-1]}')"
    ]
    if not seeds or arguments["field"] not in ("programme", "category", "grade", "indicator"):
        return set()
    with (DBT_PROJECT / seeds[0]["original_file_path"]).open(encoding="utf-8-sig", newline="") as file:
        return {row[arguments["field"]] for row in csv.DictReader(file)}


def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit code 1 where something is undescribed, or with `--check` where a file is stale."""
    parser = argparse.ArgumentParser(prog="python -m publish.dictionary", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as target:
        manifest = parse_manifest(Path(target))
    problems = faults(manifest)
    for file, text in ((DICTIONARY, render(manifest)), (DICTIONARY_KO, render_ko(manifest))):
        if not given.check:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            problems.append(f"docs/{file.name} is not what dbt_project/ says: run 'make docs' and commit it")
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
