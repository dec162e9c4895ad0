"""dbt's documentation page of the models: lineage, descriptions, tests and metrics in one file that needs no network.

It says what the code says and nothing of the data, so it is the same for every release of one version of the code. It
is made once and kept in `var/dbt/docs`, with the data dictionary, from which a release takes its Korean names. Both are
made of the manifest that the build of the candidate has left; dbt is only asked where that is of other code.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from publish import dictionary
from publish.dictionary import Dictionary

#: What the page is made from.
_PARTS = ("dbt_project", "seeds")
_READ = (".sql", ".yml", ".md", ".csv")
#: Raise it when the same code gives another page or dictionary.
_KEPT_VERSION = "3"
#: The page in dbt's package, and where a build notes of which code the manifest beside it is.
_TEMPLATE = "task/docs/index.html"
_NOTE = "manifest_of"
#: Keys of a node that a build adds.
_OF_A_BUILD = ("compiled", "compiled_code", "compiled_path", "extra_ctes", "extra_ctes_injected", "build_path")
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
            manifest = _manifest(Path(folder))
            page, words = Path(folder) / "page.html", Path(folder) / "words.json"
            page.write_text(_page(manifest), encoding="utf-8")
            words.write_text(dictionary.dump(dictionary.read(manifest)), encoding="utf-8")
            made = page.replace(kept.with_suffix(".html")), words.replace(kept.with_suffix(".json"))
        for old in kept.parent.iterdir():
            if old not in made:
                old.unlink()
    return kept


def note_code(target: Path, code: str) -> None:
    """Notes beside the manifest in `target` of which code it is: `code_version()` before that build."""
    (target / _NOTE).write_text(code, encoding="utf-8")


def _manifest(folder: Path) -> dict[str, Any]:
    """dbt's manifest of this version of the code: the last build's, else one that dbt parses into `folder`."""
    built = paths().dbt / "target"
    if (built / _NOTE).exists() and (built / _NOTE).read_text(encoding="utf-8") == code_version():
        return json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    return dictionary.parse_manifest(folder)


def kept_words() -> Path:
    """Where the dictionary for this version of the code is kept, as JSON."""
    return kept_page().with_suffix(".json")


def kept_page() -> Path:
    """Where the page for this version of the code is kept once it is made."""
    return paths().dbt / "docs" / f"{code_version()}.html"


def code_version() -> str:
    """A hash of all that the page and the dictionary are made from."""
    digest = hashlib.sha256(f"{importlib.metadata.version('dbt-core')} {_KEPT_VERSION}\n".encode())
    for part in _PARTS:
        for item in sorted((PROJECT / part).rglob("*")):
            relative = item.relative_to(PROJECT)
            if item.suffix in _READ and not {"target", "logs", "articles", "pages"} & set(relative.parts):
                digest.update(f"{relative.as_posix()}\n".encode() + item.read_bytes())
    return digest.hexdigest()[:16]


def _page(manifest: dict[str, Any]) -> str:
    """dbt's own page with the manifest and the catalogue written into it, as `dbt docs generate --static` does it."""
    page = _template()
    for name, content in (("MANIFEST", _without_build(manifest)), ("CATALOG", _catalog(manifest))):
        placeholder = f'"{name}.JSON INLINE DATA"'
        if placeholder not in page:
            raise IljariError(f"dbt's documentation page has no place for its {name.lower()}: another version of dbt?")
        page = page.replace(placeholder, _without_machine(json.dumps(content)))
    return page


def _template() -> str:
    """The page that dbt brings along. Importing the task that fills it would take seconds."""
    dbt = importlib.util.find_spec("dbt")
    for place in dbt.submodule_search_locations or () if dbt else ():
        if (Path(place) / _TEMPLATE).exists():
            return (Path(place) / _TEMPLATE).read_text(encoding="utf-8")
    raise IljariError("dbt brings no documentation page along: another version of dbt?")


def _catalog(manifest: dict[str, Any]) -> dict[str, Any]:
    """The columns' types as the contracts say them: dbt takes these from a database, which may be in use."""
    return {
        "metadata": {},
        "nodes": {
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
        },
        "sources": {},
        "errors": None,
    }


def _without_build(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest without what a build adds to the code: the SQL that it ran says what it left out and had before, and
    macros that a node came by on its way are noted as if the node named them."""
    own = f"macro.{manifest['metadata']['project_name']}."
    nodes = {}
    for name, node in manifest["nodes"].items():
        nodes[name] = {key: value for key, value in node.items() if key not in _OF_A_BUILD}
        macros = node["depends_on"].get("macros", ()) if node["resource_type"] == "model" else ()
        named = [macro for macro in macros if macro.startswith(own)]
        nodes[name]["depends_on"] = {**node["depends_on"], "macros": sorted(named)}
    return {**manifest, "nodes": nodes}


def _without_machine(content: str) -> str:
    """Without what tells of the machine and the moment that it was made on: the same code, the same page."""
    content = content.replace(f"{PROJECT}/", "").replace(str(PROJECT), "")
    # The page sorts by folder: the seeds lie beside the dbt project, not in a folder '..'.
    content = content.replace('"original_file_path": "../seeds/', '"original_file_path": "seeds/')
    return re.sub(rf'"({"|".join(_MOMENTS)})": ?("[^"]*"|[0-9.]+)', r'"\1": null', content)
