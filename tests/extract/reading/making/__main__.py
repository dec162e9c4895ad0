"""Writes the golden pages: `python -m tests.extract.reading.making [SET …]`. A second run writes the same bytes."""

import json
import sys
from importlib import import_module
from pathlib import Path

PAGES = Path(__file__).resolve().parents[1] / "pages"


def write(name: str, folder: Path) -> None:
    """Every page of the set `name` as NAME.html or NAME.txt, with its golden article beside it as NAME.golden.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for make in import_module(f"tests.extract.reading.making.{name}").PAGES:
        made = make()
        ending = Path(made.url).suffix if made.url.startswith("file:") else ".html"
        (folder / f"{made.name}{ending}").write_bytes(made.content)
        golden = {key: value for key, value in made._asdict().items() if key not in ("name", "content")}
        (folder / f"{made.name}.golden.json").write_text(
            json.dumps(golden, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )


if __name__ == "__main__":
    for each in sys.argv[1:] or ("golden", "unseen"):
        write(each, PAGES / each)
