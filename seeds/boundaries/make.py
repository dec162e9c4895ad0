# /// script
# requires-python = ">=3.11"
# dependencies = ["shapely==2.2.0", "topojson==2.2"]
# ///
"""Makes `seeds/boundaries/municipalities.topo.json`, the shapes of all local governments since 31 December 2010.

    uv run seeds/boundaries/make.py sigungu_2024.topo.json sigungu_2026.topo.json

The two files are the project's reference of the boundaries of 2024 and of July 2026. They were simplified apart, so
that even unchanged borders differ by some metres: everything here is cut from that of 2024, the Incheon of 2026 too. A
second run writes the same bytes. The libraries are needed for this script alone and are no part of Iljari.

What is carried over: the two reference files; the old 청주시 inside 청원군 (`cheongju_2013.geo.json`: Statistics Korea,
SGIS, boundaries of 2013, free to use with attribution, by github.com/southkorea/southkorea-maps).
"""

import argparse
import csv
import json
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

import shapely
import topojson
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).resolve().parent
MUNICIPALITIES = HERE.parent / "municipalities.csv"
SHAPES = HERE / "municipalities.topo.json"
#: Of the years 2010 on, those from which another map holds. A new name or code needs none.
MAP_YEARS = (2010, 2012, 2014, 2023, 2026)
#: Tolerance of the simplification in degrees: a border moves by less than a pixel of a map of 1,000 pixels.
TOLERANCE = 0.0035
#: Steps of the grid: a third of a pixel of the same map.
GRID = 4000
#: Slivers thinner than this are errors of the reference's own simplification, in degrees.
GAP = 0.01


def main() -> None:
    """Reads the two files named on the command line and writes the seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("of_2024", type=Path)
    parser.add_argument("of_2026", type=Path)
    given = parser.parse_args()
    parts = simplified(cut(features(given.of_2024), features(given.of_2026)))
    rows = [row for row in csv.DictReader(MUNICIPALITIES.open(encoding="utf-8"))]
    SHAPES.write_text(written(shapes(parts, rows)), encoding="utf-8")


def features(file: Path) -> dict[str, BaseGeometry]:
    """The shapes of a topology by the code of the government."""
    topology = json.loads(file.read_text(encoding="utf-8"))
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]

    def points(index: int) -> list[tuple[float, float]]:
        steps = topology["arcs"][index if index >= 0 else ~index]
        found = [
            (x * scale[0] + move[0], y * scale[1] + move[1])
            for x, y in accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1]))
        ]
        return found if index >= 0 else found[::-1]

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        return [point for index in indices for point in points(index)]

    def whole(geometry: dict[str, Any]) -> BaseGeometry:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        made = MultiPolygon([Polygon(ring(outer), [ring(hole) for hole in holes]) for outer, *holes in polygons])
        # Lines that touch themselves: the reference's simplification left a few.
        return shapely.make_valid(made, method="structure", keep_collapsed=False)

    return {
        geometry["properties"]["code"]: whole(geometry) for geometry in topology["objects"]["sigungu"]["geometries"]
    }


def cut(of_2024: dict[str, BaseGeometry], of_2026: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Parts that fill the country without overlap and of which every government of any year can be put together."""
    parts = dict(of_2024)
    # 중구 is its mainland and islands, each whole in one of the new districts.
    mainland = [
        piece
        for piece in shapely.get_parts(parts.pop("28110"))
        if piece.intersection(of_2026["28125"]).area > piece.intersection(of_2026["28155"]).area
    ]
    islands = [piece for piece in shapely.get_parts(of_2024["28110"]) if piece not in mainland]
    parts["28110 mainland"], parts["28110 islands"] = shapely.union_all(mainland), shapely.union_all(islands)
    seo = parts.pop("28260")
    parts["28260 north"] = seo.intersection(of_2026["28290"])
    parts["28260 south"] = seo.difference(of_2026["28290"])
    old = json.loads((HERE / "cheongju_2013.geo.json").read_text(encoding="utf-8"))
    city = shapely.from_geojson(json.dumps(old["geometry"])).intersection(of_2024["43110"])
    parts["43110 city"] = city
    parts["43110 ring"] = parts.pop("43110").difference(city)
    return parts


def simplified(parts: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """The parts with fewer points: a border that two share stays one line."""
    polygons = {
        code: MultiPolygon([piece for piece in shapely.get_parts(part) if piece.geom_type == "Polygon"])
        for code, part in parts.items()
    }
    clean = shapely.coverage_clean(list(polygons.values()), gap_width=GAP)
    assert shapely.coverage_is_valid(clean), "parts overlap"
    return dict(zip(polygons, shapely.coverage_simplify(clean, TOLERANCE), strict=True))


#: Governments that are no polygon of 2024: the parts that they are of, by identity and the map years in which they are.
MADE = {
    "m28110": ("28110 mainland", "28110 islands"),
    "m28125": ("28110 mainland", "28140"),
    "m28155": ("28110 islands",),
    "m28260": ("28260 north", "28260 south"),
    "m28275": ("28260 south",),
    "m28290": ("28260 north",),
    "m43110": ("43110 city",),
    "m43710": ("43110 ring",),
    "m43110_2014": ("43110 city", "43110 ring"),
    "m44730": ("36000",),
}


def shapes(parts: dict[str, BaseGeometry], rows: list[dict[str, str]]) -> dict[int, dict[str, BaseGeometry]]:
    """The shape of every government by map year and identity."""
    by_identity = {**{f"m{code}": (code,) for code in parts if " " not in code}, **MADE}
    # Codes of 강원 and 전북 changed in 2023 and 2024, identities did not.
    for row in rows:
        if row["code"] in parts:
            by_identity.setdefault(row["municipality_id"], (row["code"],))
    found: dict[int, dict[str, BaseGeometry]] = {}
    for year in MAP_YEARS:
        there = [row for row in rows if stands(row, year)]
        own = {
            row["municipality_id"]: by_identity[row["municipality_id"]]
            for row in there
            if row["municipality_id"] in by_identity
        }
        for row in there:
            if row["level"] == "metropolitan" and row["municipality_id"] not in own:
                below = [own[one["municipality_id"]] for one in there if one["sido"] == row["sido"] and one != row]
                own[row["municipality_id"]] = tuple(sorted(code for codes in below for code in codes))
        found[year] = {
            identity: shapely.coverage_union_all([parts[code] for code in codes])
            for identity, codes in sorted(own.items())
        }
    return found


def stands(row: dict[str, str], year: int) -> bool:
    """Whether the version holds on the last day of the year, as facts see it."""
    last_day = date(year, 12, 31).isoformat()
    return row["valid_from"] <= last_day and (not row["valid_to"] or row["valid_to"] >= last_day)


def written(by_year: dict[int, dict[str, BaseGeometry]]) -> str:
    """One topology: each distinct shape once, under identity and first map year, 'm27000@2023'."""
    seen: dict[str, list[tuple[int, BaseGeometry]]] = {}
    for year, found in by_year.items():
        for identity, geometry in found.items():
            versions = seen.setdefault(identity, [])
            if not versions or not versions[-1][1].equals(geometry):
                versions.append((year, geometry))
    collection = [
        {
            "type": "Feature",
            "id": f"{identity}@{year}",
            "properties": {},
            "geometry": json.loads(shapely.to_geojson(geometry)),
        }
        for identity, versions in sorted(seen.items())
        for year, geometry in versions
    ]
    made = topojson.Topology(
        {"type": "FeatureCollection", "features": collection},
        prequantize=GRID,
        shared_coords=False,
        object_name="shapes",
    )
    topology = json.loads(made.to_json())
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main()
