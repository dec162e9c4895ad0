"""`make sources`: checks sources.yml and shows what each source brought. `python -m extract.sources [list|check]`"""

import argparse
import sys

from extract.errors import IljariError
from extract.sources.entries import Entry, NaverNewsEntry, Sources, load_sources
from extract.sources.listing import listed, table
from extract.sources.secrets import from_environment, how_to_give
from extract.web.urls import shown


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 where the file has a fault (each with its line)."""
    parser = argparse.ArgumentParser(prog="python -m extract.sources", description=__doc__)
    parser.add_argument(
        "what",
        nargs="?",
        choices=["list", "check"],
        default="list",
        help="list: the sources with their last runs (default); check: what of the file has to be mended or looked at",
    )
    given = parser.parse_args(arguments)
    try:
        sources = load_sources()
        print(table(listed(sources)) if given.what == "list" else _checked(sources))
    except IljariError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _checked(sources: Sources) -> str:
    n_enabled = sum(entry.enabled for entry in sources.entries)
    lines = [f"{sources.file}: {len(sources.entries)} sources, {n_enabled} switched on; the file is in order"]
    if not sources.contact:
        lines.append("contact: empty; nothing is fetched from the web without it")
    for entry in sources.entries:
        lines += [f"\n{entry.name} ({entry.kind}, {'on' if entry.enabled else 'off'}): {shown(entry.address)}"]
        lines += [f"  {line}" for line in _to_look_at(entry)]
    return "\n".join(lines)


def _to_look_at(entry: Entry) -> list[str]:
    lines = [f"licence  {entry.licence.strip()}"]
    if entry.check:
        lines.append(f"check    {' '.join(entry.check.split())}")
    if isinstance(entry, NaverNewsEntry) and from_environment(entry.connection) is None:
        lines.append(f"keys     none in this environment. {how_to_give(entry)}")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
