"""The maps of the page: the shapes of all local governments as they were in a year.

They come from `seeds/boundaries/municipalities.topo.json`, one topology in which a border that two governments or two
years share is stored once (made by `seeds/boundaries/make.py`, which names the sources).
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from extract.errors import IljariError
from extract.paths import PROJECT

SEED = PROJECT / "seeds" / "boundaries" / "municipalities.topo.json"

#: Years from which another map holds: 연기군 became 세종 (2012), 청주 and 청원 one (2014), 군위 moved to 대구 (2023),
#: 광주 and 전남 one and Incheon's districts were cut anew (2026). A new name or code needs no other map.
MAP_YEARS = (2010, 2012, 2014, 2023, 2026)

#: Where the map of a year is only nearly right, by map year: identities, and what is not as it was.
APPROXIMATE: dict[int, tuple[tuple[tuple[str, ...], str, str], ...]] = {
    2010: (
        (
            ("m44730", "m44150", "m43710", "m43000", "m44000"),
            "연기군은 2012년 세종특별자치시의 경계로 그렸다. 그때 공주시·청원군의 일부가 세종시에 더해졌다.",
            "Yeongi-gun is drawn with the borders of Sejong, which in 2012 also took in parts of Gongju and Cheongwon.",
        ),
    ),
}


@dataclass(frozen=True)
class Version:
    """A local government in one version of its name, code and province. `valid_to` is its last day."""

    municipality_id: str
    level: str
    sido: str
    valid_from: date
    valid_to: date | None

    def holds(self, year: int) -> bool:
        """Whether it stands on the last day of the year: the day by which facts of a year are placed, too."""
        last_day = date(year, 12, 31)
        return self.valid_from <= last_day and (self.valid_to is None or self.valid_to >= last_day)


def maps(versions: Collection[Version]) -> dict[str, Any]:
    """`{"arcs": [...], "maps": {"2010": topology without arcs, ...}, "approximate": {...}}`.

    A topology has two objects: `sigungu`, the basic governments and those metropolitan ones that have none below them
    (세종, 제주), and `sido`, the metropolitan governments. The id of a shape is its `municipality_id`. All maps share
    one list of arcs. Raises IljariError where a government of a map year has no shape: a new one needs a new seed.
    """
    topology = _seed()
    by_year = {str(year): _map(topology, year, [one for one in versions if one.holds(year)]) for year in MAP_YEARS}
    return {"arcs": topology["arcs"], "maps": by_year, "approximate": _approximate(versions)}


@cache
def _seed() -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(SEED.read_text(encoding="utf-8"))
    return topology


def _map(topology: dict[str, Any], year: int, there: list[Version]) -> dict[str, Any]:
    shapes = _shapes(topology, year)
    missing = sorted(one.municipality_id for one in there if one.municipality_id not in shapes)
    if missing:
        raise IljariError(
            f"No shape for {', '.join(missing)} on the map of {year}. Make seeds/boundaries/municipalities.topo.json "
            "anew: see seeds/boundaries/make.py."
        )
    with_basic = {one.sido for one in there if one.level == "basic"}
    layers = {
        "sigungu": [one for one in there if one.level == "basic" or one.sido not in with_basic],
        "sido": [one for one in there if one.level == "metropolitan"],
    }
    return {
        "type": "Topology",
        "bbox": topology["bbox"],
        "transform": topology["transform"],
        "objects": {
            name: {
                "type": "GeometryCollection",
                "geometries": [shapes[identity] for identity in sorted({one.municipality_id for one in of_layer})],
            }
            for name, of_layer in layers.items()
        },
    }


def _shapes(topology: dict[str, Any], year: int) -> dict[str, dict[str, Any]]:
    """The shape of each identity that holds in the year: the last that begins by then ('m27000@2023')."""
    found: dict[str, dict[str, Any]] = {}
    for shape in sorted(topology["objects"]["shapes"]["geometries"], key=lambda one: int(one["id"].split("@")[1])):
        identity, since = shape["id"].split("@")
        if int(since) <= year:
            found[identity] = {"type": shape["type"], "id": identity, "arcs": shape["arcs"]}
    return found


def _approximate(versions: Collection[Version]) -> dict[str, list[dict[str, Any]]]:
    known = {one.municipality_id for one in versions}
    return {
        str(year): [
            {"municipalities": [identity for identity in identities if identity in known], "ko": ko, "en": en}
            for identities, ko, en in notes
        ]
        for year, notes in APPROXIMATE.items()
    }
