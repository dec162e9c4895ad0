"""The data dictionary: what every table and column means, written from dbt's own descriptions.

    python -m publish.dictionary [--check]

`dbt parse` gives the descriptions with their shared blocks filled in; nothing is described a second time here.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract.errors import IljariError
from extract.paths import PROJECT
from publish.dbt import run_dbt

DICTIONARY = PROJECT / "docs" / "data-dictionary.md"

_HEAD = """# Data dictionary

Written by `make docs` from the descriptions in `dbt_project/`; do not edit by hand, a test compares the two.

The marts are what a release holds (`iljari.duckdb`, `parquet/`, `csv/`). The raw tables stay in the warehouse.
"""


def parse_manifest(target: Path) -> dict[str, Any]:
    """dbt's manifest of the project in this checkout, parsed into the folder `target`.

    Raises IljariError with dbt's words where the project does not parse."""
    process = run_dbt("parse", target=target)
    if process.returncode != 0:
        raise IljariError(f"dbt could not parse the project:\n{process.stdout}{process.stderr}")
    return json.loads((target / "manifest.json").read_text(encoding="utf-8"))


def render(manifest: dict[str, Any]) -> str:
    """The dictionary as Markdown: marts, then raw tables, each by name with its columns in their own order."""
    marts = [n for n in manifest["nodes"].values() if n["resource_type"] == "model" and n["fqn"][1] == "marts"]
    lines = [_HEAD, "## Marts", ""]
    lines += _tables(marts)
    lines += ["## Raw tables", ""]
    lines += _tables(manifest["sources"].values(), prefix="raw.")
    return "\n".join(lines).rstrip() + "\n"


def _tables(nodes: Iterable[dict[str, Any]], prefix: str = "") -> list[str]:
    lines: list[str] = []
    for node in sorted(nodes, key=lambda n: n["name"]):
        lines += [f"### `{prefix}{node['name']}`", "", _one_line(node["description"]), ""]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        lines += [
            f"| `{column['name']}` | {column.get('data_type') or ''} | {_one_line(column['description'])} |"
            for column in node["columns"].values()
        ]
        lines.append("")
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit code 1 with `--check` where the file is not what the descriptions say."""
    parser = argparse.ArgumentParser(prog="python -m publish.dictionary", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as target:
        text = render(parse_manifest(Path(target)))
    if not given.check:
        DICTIONARY.write_text(text, encoding="utf-8")
        return 0
    if DICTIONARY.exists() and DICTIONARY.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/data-dictionary.md is not what dbt_project/ says: run 'make docs' and commit it\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
