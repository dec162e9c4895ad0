"""The page in a release folder: the built view, and the release's facts beside it as scripts that only hold data.

    python -m publish.page.site FOLDER

The view is made at set-up (`make page-view`) into `build/page-view/` (`ILJARI_PAGE_VIEW` names another folder) and
copied as it is. Data are classic scripts,
because a page that is opened from a file may load these and nothing else.
"""

import argparse
import hashlib
import json
import logging
import os
import re
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations.marts import reading
from extract.errors import IljariError
from extract.paths import PROJECT, paths
from publish import dictionary, terms
from publish.page import boundaries, data, words
from publish.page.evidence import evidence

log = logging.getLogger(__name__)

VIEW = PROJECT / "build" / "page-view"
#: What a page is made from beside the view and the facts.
_PARTS = (
    *sorted(Path(__file__).parent.glob("*.py")),
    Path(terms.__file__),
    words.WORDS,
    data.ROUNDS,
    boundaries.SEED,
    *(words.SEEDS / f"{name}.csv" for name in data.SEEDS_READ),
)
#: What the view cannot do without.
NEEDED = ("index.html", "app.js", "app.css")

#: `</script>` and `<!--` mean something to a page's parser wherever they stand; the separators end a line of script.
_ESCAPES = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ESCAPED = re.compile("[<\u2028\u2029]")


@dataclass(frozen=True)
class Written:
    """The page as it was written, sizes in bytes."""

    n_files: int
    n_bytes: int
    core_bytes: int
    largest_evidence_bytes: int


def view() -> Path:
    """Where the built view lies."""
    return Path(os.environ.get("ILJARI_PAGE_VIEW") or VIEW)


def made_from() -> str:
    """One hash of all that makes a page of facts: the built view, this code and the seeds that it reads.

    Raises IljariError where the view was not built.
    """
    digest = hashlib.sha256()
    for folder, files in ((view(), _view_files()), (PROJECT, [file for file in _PARTS if file.exists()])):
        for file in files:
            digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _view_files() -> list[Path]:
    missing = [name for name in NEEDED if not (view() / name).is_file()]
    if missing:
        raise IljariError(
            f"The page's view is not built: {view()} has no {', '.join(missing)}. Build it: make page-view"
        )
    return sorted(item for item in view().rglob("*") if item.is_file())


def write(folder: Path, warehouse: duckdb.DuckDBPyConnection, about: data.About) -> Written:
    """Writes the page into a new folder, from the marts of the open warehouse.

    The same marts, release and view give the same bytes. Raises IljariError where the view was not built or a
    municipality has no shape.
    """
    for file in _view_files():
        target = folder / file.relative_to(view())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return write_data(folder / "data", warehouse, about)


def write_data(folder: Path, warehouse: duckdb.DuckDBPyConnection, about: data.About) -> Written:
    """Writes the data files alone: `core.js` and `evidence/<municipality_id>.js`, one for each municipality."""
    (folder / "evidence").mkdir(parents=True)
    core = data.core(warehouse, about)
    (folder / "core.js").write_text(core_script(core), encoding="utf-8")
    without = {one["id"] for one in core["municipalities"]}
    for municipality_id, facts in evidence(warehouse):
        _evidence_file(folder, municipality_id).write_text(evidence_script(municipality_id, facts), encoding="utf-8")
        without.discard(municipality_id)
    # A file that is not there cannot be told from one that did not load.
    for municipality_id in without:
        _evidence_file(folder, municipality_id).write_text(evidence_script(municipality_id, []), encoding="utf-8")
    sizes = {file: file.stat().st_size for file in folder.parent.rglob("*") if file.is_file()}
    written = Written(
        n_files=len(sizes),
        n_bytes=sum(sizes.values()),
        core_bytes=sizes[folder / "core.js"],
        largest_evidence_bytes=max(size for file, size in sizes.items() if file.parent == folder / "evidence"),
    )
    log.info("page: %s", written)
    return written


def _evidence_file(folder: Path, municipality_id: str) -> Path:
    if not re.fullmatch(r"\w+", municipality_id, re.ASCII):
        raise IljariError(f"municipality_id {municipality_id!r} cannot name a file of the page.")
    return folder / "evidence" / f"{municipality_id}.js"


def core_script(core: dict[str, Any]) -> str:
    """The core as a script that sets `globalThis.iljari`. The maps share one list of arcs, which is written once."""
    return (
        f"globalThis.iljari={script_json(core)};\n"
        "for(const map of Object.values(iljari.maps))map.arcs=iljari.arcs;iljari.evidence={};\n"
    )


def evidence_script(municipality_id: str, facts: list[dict[str, Any]]) -> str:
    """The facts of a municipality as a script that adds them to `iljari.evidence`."""
    return f"iljari.evidence[{script_json(municipality_id)}]={script_json(facts)};\n"


def script_json(value: object) -> str:
    """JSON that is safe in a script, inline or not, and means there what it means as JSON.

    Raises ValueError for what the two read differently: NaN, and a key `__proto__`, which in a script is no key.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # Within a string its quotes would be escaped.
    if '"__proto__":' in text:
        raise ValueError("a key '__proto__' cannot be written into a script")
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text)


def main(arguments: list[str] | None = None) -> int:
    """The command line: the page of the current release's marts in a folder, to look at while the view is worked on."""
    parser = argparse.ArgumentParser(prog="python -m publish.page.site", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="an existing page/data in it is replaced")
    parser.add_argument("--data-only", action="store_true", help="write data/ alone, without the built view")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        current = paths().release / "current"
        manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
        words_file = current / "docs" / "dictionary.json"
        labels = dictionary.load(words_file.read_text(encoding="utf-8") if words_file.exists() else '{"tables": []}')
        about = data.About(
            manifest["release_id"],
            datetime.fromisoformat(manifest["created_at"]),
            manifest["sources"],
            manifest["checks"],
            None,
            None,
            data.downloads(manifest, labels),
        )
        shutil.rmtree(given.folder / "data", ignore_errors=True)
        with reading(paths().warehouse) as warehouse:
            (write_data if given.data_only else write)(
                given.folder / "data" if given.data_only else given.folder, warehouse, about
            )
    except FileNotFoundError as error:
        sys.stderr.write(f"There is no release to make the page of: {error.filename}\n")
        return 1
    except (IljariError, duckdb.Error) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
