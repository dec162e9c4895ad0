"""dbt's documentation page of the models: lineage, descriptions, tests and metrics in one file that needs no network.

It says what the code says and nothing of the data, so it is the same for every release of one version of the code. It
is made once and kept in `var/dbt/docs`: dbt takes seconds for it, which a release of new facts need not pay again. The
data dictionary, from which a release takes its Korean names, is kept beside it.
"""

import hashlib
import importlib.metadata
import json
import re
import shutil
import tempfile
from pathlib import Path

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from publish import dictionary
from publish.dbt import run_dbt
from publish.dictionary import Dictionary

#: What the page is made from.
_PARTS = ("dbt_project", "seeds")
_READ = (".sql", ".yml", ".md", ".csv")
#: Raise it when the same code gives another page or dictionary.
_KEPT_VERSION = "2"
#: Keys of dbt's manifest that differ at every call.
_MOMENTS = ("generated_at", "invocation_id", "invocation_started_at", "run_started_at", "created_at", "user_id")


def write(file: Path) -> None:
    """Writes the page. Raises IljariError with dbt's words where dbt cannot make it."""
    shutil.copyfile(_made(kept_page()), file)


def words() -> Dictionary:
    """The data dictionary of this version of the code, made in the same run of dbt and kept beside the page."""
    return dictionary.load(_made(kept_words()).read_text(encoding="utf-8"))


def _made(kept: Path) -> Path:
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            target, page, words = Path(folder), Path(folder) / "page.html", Path(folder) / "words.json"
            page.write_text(_without_machine(_generated(target), target), encoding="utf-8")
            manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
            words.write_text(dictionary.dump(dictionary.read(manifest)), encoding="utf-8")
            page.replace(kept_page())
            words.replace(kept_words())
        for old in kept.parent.iterdir():
            if old not in (kept_page(), kept_words()):
                old.unlink()
    return kept


def kept_words() -> Path:
    """Where the dictionary for this version of the code is kept, as JSON."""
    return kept_page().with_suffix(".json")


def kept_page() -> Path:
    """Where the page for this version of the code is kept once it is made."""
    digest = hashlib.sha256(f"{importlib.metadata.version('dbt-core')} {_KEPT_VERSION}\n".encode())
    for part in _PARTS:
        for item in sorted((PROJECT / part).rglob("*")):
            relative = item.relative_to(PROJECT)
            if item.suffix in _READ and not {"target", "logs", "articles", "pages"} & set(relative.parts):
                digest.update(f"{relative.as_posix()}\n".encode() + item.read_bytes())
    return paths().dbt / "docs" / f"{digest.hexdigest()[:16]}.html"


def _generated(target: Path) -> str:
    """dbt's own page. It is shown no database: the contracts hold the types, and the warehouse may be in use."""
    process = run_dbt("docs", "generate", "--static", "--empty-catalog", target=target)
    page = target / "static_index.html"
    if process.returncode != 0 or not page.exists():
        raise IljariError(f"dbt could not make its documentation page:\n{process.stdout}{process.stderr}")
    return _with_types(page.read_text(encoding="utf-8"), target)


def _with_types(page: str, target: Path) -> str:
    """The page with the columns' types, as the contracts say them: dbt takes these from a database alone."""
    empty = (target / "catalog.json").read_text(encoding="utf-8")
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    catalog = json.loads(empty)
    catalog["nodes"] = {
        name: {
            "unique_id": name,
            "metadata": {
                "type": "table",
                "database": node["database"],
                "schema": node["schema"],
                "name": node["name"],
                "comment": None,
                "owner": None,
            },
            "columns": {
                column: {"index": index, "name": column, "type": description["data_type"], "comment": None}
                for index, (column, description) in enumerate(node["columns"].items(), start=1)
            },
            "stats": {},
        }
        for name, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["contract"]["enforced"]
    }
    if empty not in page:
        raise IljariError("dbt's documentation page does not hold its catalogue: another version of dbt?")
    return page.replace(empty, json.dumps(catalog))


def _without_machine(page: str, target: Path) -> str:
    """The page without what tells of the machine and the moment that it was made on: the same code, the same page."""
    for folder in (target.resolve(), target, PROJECT):
        page = page.replace(f"{folder}/", "").replace(str(folder), "")
    # The page sorts by folder: the seeds lie beside the dbt project, not in a folder '..'.
    page = page.replace('"original_file_path": "../seeds/', '"original_file_path": "seeds/')
    return re.sub(rf'"({"|".join(_MOMENTS)})": ?("[^"]*"|[0-9.]+)', r'"\1": null', page)
