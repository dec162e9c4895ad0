"""The maps: every local government of a year has its shape, and nothing else has one."""

from datetime import date
from itertools import accumulate
from typing import Any

import pytest

from extract.errors import IljariError
from publish.page import boundaries
from publish.page.boundaries import MAP_YEARS, Version
from tests.publish.page.conftest import municipality_versions


def versions() -> list[Version]:
    return [
        Version(
            row["municipality_id"],
            row["level"],
            row["sido"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in municipality_versions()
    ]


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return boundaries.maps(versions())


def ids(made: dict[str, Any], year: int, layer: str) -> list[str]:
    return [shape["id"] for shape in made["maps"][str(year)]["objects"][layer]["geometries"]]


def rings(made: dict[str, Any], year: int, layer: str) -> dict[str, list[list[tuple[int, int]]]]:
    """The rings of each shape, in steps of the grid."""
    arcs = [list(accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])) for arc in made["arcs"]]

    def ring(indices: list[int]) -> list[tuple[int, int]]:
        lines = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
        for line, following in zip(lines, [*lines[1:], lines[0]], strict=True):
            assert line[-1] == following[0], "a ring with a gap"
        return [(x, y) for line in lines for x, y in line]

    return {
        shape["id"]: [
            ring(one)
            for polygon in ([shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"])
            for one in polygon
        ]
        for shape in made["maps"][str(year)]["objects"][layer]["geometries"]
    }


def area(shape: list[list[tuple[int, int]]]) -> float:
    """Area in squares of the grid; holes run the other way round."""
    return abs(
        sum(x0 * y1 - x1 * y0 for ring in shape for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True))
        / 2
    )


@pytest.mark.parametrize("year", MAP_YEARS)
def test_every_municipality_of_a_map_year_has_one_shape_and_the_reverse(made: dict[str, Any], year: int) -> None:
    there = [one for one in versions() if one.holds(year)]
    above = {one.municipality_id for one in there if one.level == "metropolitan"}
    below = {one.municipality_id for one in there if one.level == "basic"}
    single = {"m50000", "m36000"} if year >= 2012 else {"m50000"}
    assert sorted(ids(made, year, "sido")) == sorted(above)
    assert sorted(ids(made, year, "sigungu")) == sorted(below | single)


@pytest.mark.parametrize("year", range(2010, 2027))
def test_between_map_years_nothing_begins_or_ends(year: int) -> None:
    of_map = max(one for one in MAP_YEARS if one <= year)
    # Who a government belongs to counts too: 군위 moved.
    standing = [{(one.municipality_id, one.level) for one in versions() if one.holds(at)} for at in (of_map, year)]
    above = [{(one.municipality_id, one.sido) for one in versions() if one.holds(at)} for at in (of_map, year)]
    assert standing[0] == standing[1]
    assert above[0] == above[1]


@pytest.mark.parametrize("year", MAP_YEARS)
def test_the_provinces_are_the_sum_of_what_is_in_them(made: dict[str, Any], year: int) -> None:
    basic, above = rings(made, year, "sigungu"), rings(made, year, "sido")
    sido = {one.municipality_id: one.sido for one in versions() if one.holds(year)}
    for identity, shape in above.items():
        within = [area(one) for other, one in basic.items() if sido[other] == sido[identity]]
        assert area(shape) == pytest.approx(sum(within), rel=1e-9), identity
    assert min(area(shape) for shape in basic.values()) > 0


def test_what_moved_and_what_merged(made: dict[str, Any]) -> None:
    of = {year: {**rings(made, year, "sigungu"), **rings(made, year, "sido")} for year in MAP_YEARS}
    gunwi = area(of[2023]["m47720"])
    assert area(of[2023]["m27000"]) == area(of[2014]["m27000"]) + gunwi
    assert area(of[2023]["m47000"]) == area(of[2014]["m47000"]) - gunwi
    assert area(of[2014]["m43110_2014"]) == area(of[2012]["m43110"]) + area(of[2012]["m43710"])
    assert area(of[2012]["m43110"]) < area(of[2012]["m43710"]), "the old city lay within the county"
    assert area(of[2026]["m12000"]) == area(of[2023]["m29000"]) + area(of[2023]["m46000"])
    old, new = ("m28110", "m28140", "m28260"), ("m28125", "m28155", "m28275", "m28290")
    assert sum(area(of[2023][one]) for one in old) == sum(area(of[2026][one]) for one in new)


def test_every_border_is_stored_once_and_used(made: dict[str, Any]) -> None:
    def used(arcs: Any) -> set[int]:
        return {arcs if arcs >= 0 else ~arcs} if isinstance(arcs, int) else {one for part in arcs for one in used(part)}

    shapes = [
        shape for one in made["maps"].values() for layer in one["objects"].values() for shape in layer["geometries"]
    ]
    assert used([shape["arcs"] for shape in shapes]) == set(range(len(made["arcs"])))
    lines = [
        [tuple(point) for point in accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])]
        for arc in made["arcs"]
    ]
    assert len({min(tuple(line), tuple(line[::-1])) for line in lines}) == len(lines)


def test_where_the_map_is_not_quite_right_it_says_so(made: dict[str, Any]) -> None:
    assert set(made["approximate"]) <= set(made["maps"])
    for year, notes in made["approximate"].items():
        for note in notes:
            assert note["ko"] and note["en"]
            assert set(note["municipalities"]) <= set(ids(made, int(year), "sigungu") + ids(made, int(year), "sido"))


def test_a_government_without_a_shape_is_named() -> None:
    new = Version("m99999", "basic", "충북", date(2020, 1, 1), None)
    with pytest.raises(IljariError, match=r"No shape for m99999 on the map of 2023.*make\.py"):
        boundaries.maps([*versions(), new])
