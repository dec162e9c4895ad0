"""A page folder with made data for the built view: small and exact for the tests, as large as it will get for the bench.

Its shapes are those that `publish/page/data.py` writes. All sentences are written for it; the numbers are made.
"""

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.paths import PROJECT

BUILT = PROJECT / "build" / "page-view"
YEARS = range(2010, 2026)
HOSTILE = '<img src=x onerror="document.title=1"><script>alert(1)</script>'
SIDOS = [
    "서울",
    "부산",
    "대구",
    "인천",
    "광주",
    "대전",
    "울산",
    "세종",
    "경기",
    "강원",
    "충북",
    "충남",
    "전북",
    "전남",
    "경북",
    "경남",
    "제주",
]
GRADES = ("종합대상", "대상", "최우수상", "우수상", "특별상")


@dataclass(frozen=True)
class World:
    """Municipalities in a grid: a row a 시·도, a square a 시·군·구."""

    sidos: Sequence[str]
    columns: int
    names: dict[tuple[int, int], str] = field(default_factory=dict)
    #: Points between the corners of a square: what a border weighs.
    detail: int = 0

    def basic(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row in range(len(self.sidos)) for column in range(self.columns))

    def id(self, row: int, column: int | None = None) -> str:
        return f"m{row + 11}{'000' if column is None else f'{column + 1:02}0'}"

    def name(self, row: int, column: int) -> str:
        return self.names.get((row, column), f"가온{row}{chr(0xAC00 + 588 * (column % 19))}시")


def topology(world: World) -> dict[str, Any]:
    """Squares that share their borders, with arcs in the Earth's degrees."""
    wobble = random.Random(7)
    arcs: list[list[list[float]]] = []
    at: dict[tuple[int, int, str], int] = {}

    def arc(row: int, column: int, way: str) -> int:
        key = (row, column, way)
        if key not in at:
            end = (row, column + 1) if way == "right" else (row + 1, column)
            steps = [index / (world.detail + 1) for index in range(world.detail + 2)]
            points = [
                [
                    round(
                        126 + (column + (end[1] - column) * step) * 0.3 + (0 < step < 1) * wobble.uniform(-0.01, 0.01),
                        4,
                    ),
                    round(38 - (row + (end[0] - row) * step) * 0.25 + (0 < step < 1) * wobble.uniform(-0.01, 0.01), 4),
                ]
                for step in steps
            ]
            at[key] = len(arcs)
            arcs.append(points)
        return at[key]

    def ring(row: int, first: int, last: int) -> list[int]:
        top = [arc(row, column, "right") for column in range(first, last)]
        bottom = [~arc(row + 1, column, "right") for column in reversed(range(first, last))]
        return [*top, arc(row, last, "down"), *bottom, ~arc(row, first, "down")]

    def polygon(identity: str, rings: list[int]) -> dict[str, Any]:
        return {"type": "Polygon", "id": identity, "arcs": [rings]}

    return {
        "type": "Topology",
        "objects": {
            "sigungu": {
                "type": "GeometryCollection",
                "geometries": [
                    polygon(world.id(row, column), ring(row, column, column + 1)) for row, column in world.basic()
                ],
            },
            "sido": {
                "type": "GeometryCollection",
                "geometries": [polygon(world.id(row), ring(row, 0, world.columns)) for row in range(len(world.sidos))],
            },
        },
        "arcs": arcs,
    }


def municipality(identity: str, sido: str, name: str | None, **changes: Any) -> dict[str, Any]:
    label = sido if name is None else f"{sido} {name}"
    return {
        "id": identity,
        "ko": name or sido,
        "label": label,
        "en": f"En-{identity[1:]}",
        "label_en": f"En-{identity[1:]}" if name is None else f"En-{identity[1:]}, {sido}",
        "sido": sido,
        "level": "metropolitan" if name is None else "basic",
        "names": [label],
        "versions": [
            {
                "code": identity[1:],
                "label": label,
                "en": f"En-{identity[1:]}",
                "from": "1988-01-01",
                "to": None,
                "change": "existing",
            }
        ],
        "predecessors": [],
        "successors": [],
    } | changes


def release(**changes: Any) -> dict[str, Any]:
    return {
        "id": "20251101T000000000Z-made",
        "released_at": "2025-11-01T09:00:00+09:00",
        "newest_article_at": "2025-10-20T09:00:00+09:00",
        "sources": ["sample", "compiled"],
        "n_articles": 1234,
        "n_facts": 5678,
        "checks": {"passed": 238, "warned": 1, "names": ["raw.articles: made check"]},
        "accuracy": {"f1": 0.8, "precision": 0.9, "recall": 0.72, "measured_on": "2025-10-01", "how": {"ko": "만든 값", "en": "made"}},
        "changes": {
            "appeared": 1,
            "changed": 1,
            "removed": 0,
            "since": "20251001T000000000Z-made",
            "rows": [
                {"at": "2025-11-01T09:00:00+09:00", "change": "value_changed", "by": ["correction"], "m": "m12010", "label": "충북 청주시", "year": 2024,
                 "kind": "target", "about": {}, "before": {"target_jobs": 9000}, "held": {"target_jobs": 12345}, "status": "corrected"},
            ],
        },
        "licence": {"ko": "만든 조건", "en": "made licence"},
        "files": [
            {"path": "iljari.xlsx", "bytes": 1_530_000},
            {"path": "csv/fct_made.csv", "bytes": 2_100, "table": "fct_made", "label_ko": "만든 표", "n_rows": 7},
            {"path": "parquet/fct_made.parquet", "bytes": 90, "table": "fct_made", "label_ko": "만든 표", "n_rows": 7},
        ],
        "cite": {"ko": "일자리, 만든 자료.", "en": "Iljari, made data."},
    } | changes  # fmt: skip


def columns(rows: list[dict[str, Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [row.get(name) for row in rows] for name in names}


def sectioned(awards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Awards that their edition counts where texts place them, if nothing else is said."""
    return [{"section": award["category"]} | award for award in awards]


CELL = (
    "m",
    "y",
    "target",
    "actual",
    "pct",
    "pct_kind",
    "grade",
    "streak",
    "employment_rate",
    "status",
    "target_status",
    "rate_status",
    "compiled",
)
AWARD = ("m", "y", "category", "section", "grade", "status", "compiled", "incentive_krw")


def says(span: str, *, agrees: bool = True, **changes: Any) -> dict[str, Any]:
    return {
        "agrees": agrees,
        "before": "시가 밝힌 바로는 ",
        "span": span,
        "after": "고 한다.",
        "title": "만든 제목",
        "outlet": "만든일보",
        "source": "sample",
        "published_on": "2025-03-02",
        "url": "https://news.invalid/1",
        "is_compiled": False,
        "certainty": None,
        "confidence": 0.93,
        "n_copies": 1,
        "states": {},
        "why_lost": None,
    } | changes


def evidence(key: str, label: str, value: str, told: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    kind, year = key.split("/")[:2]
    return {
        "key": key,
        "fact": f"f-{key}",
        "kind": kind,
        "is_main": True,
        "year": int(year[:4]),
        "label": {"ko": label, "en": f"{label} (en)"},
        "value": {"ko": value, "en": value},
        "values": {},
        "status": "agreed",
        "n_articles": len(told),
        "n_independent": len(told),
        "n_disagreeing": sum(not one["agrees"] for one in told),
        "first_reported_on": "2025-03-02",
        "says": told,
        "more": {"agrees": 0, "disagrees": 0},
    } | changes


WORDS = {
    word: {"ko": ko, "en": en}
    for word, ko, en in (
        ("종합대상", "종합대상", "grand prize"),
        ("대상", "대상", "top prize of the section"),
        ("최우수상", "최우수상", "highest excellence"),
        ("우수상", "우수상", "excellence"),
        ("특별상", "특별상", "special prize"),
        ("disclosure", "공시제 부문", "jobs-target disclosure"),
        ("project", "우수사업 부문", "good projects"),
        ("unspecified", "미상", "not stated"),
        ("value_changed", "값이 바뀜", "value changed"),
        ("merged", "통합", "merged"),
        ("target_jobs", "목표", "jobs target"),
    )
}


def small() -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Core and evidence of three 시·도 with four municipalities each; what the tests ask for stands in 청주."""
    world = World(["서울", "충북", "강원"], 4, {(1, 0): "청주시", (1, 1): "충주시", (2, 0): "고성군", (0, 0): "중구"})
    all_: list[dict[str, Any]] = []
    for row, sido in enumerate(world.sidos):
        all_.append(municipality(world.id(row), sido, None))
        all_ += [municipality(world.id(row, column), sido, world.name(row, column)) for column in range(world.columns)]
    index = {one["id"]: position for position, one in enumerate(all_)}
    cheongju, chungju, goseong = (index[world.id(row, column)] for row, column in ((1, 0), (1, 1), (2, 0)))
    all_[cheongju] |= {"names": ["충북 청주시", "청주", "청원군", "충북 청원군"], "predecessors": ["m99010"]}
    all_.append(
        municipality(
            "m99010",
            "충북",
            "청원군",
            versions=[
                {
                    "code": "43710",
                    "label": "충북 청원군",
                    "en": "Cheongwon-gun",
                    "from": "1988-01-01",
                    "to": "2014-06-30",
                    "change": "merged",
                }
            ],
            successors=["m12010"],
        )
    )
    # A name that a spreadsheet would run as a formula.
    all_[chungju]["en"] = "=1+1"
    cells = [
        {"m": cheongju, "y": 2024, "target": 12345, "actual": 13580, "pct": 110.0, "pct_kind": "computed", "grade": "대상", "streak": 2, "employment_rate": 66.2, "status": "disputed", "target_status": "disputed", "rate_status": "single", "compiled": False},
        {"m": cheongju, "y": 2023, "target": 10000, "actual": 9000, "pct": 90.0, "pct_kind": "reported", "grade": "우수상", "streak": 1, "status": "agreed", "target_status": "agreed", "compiled": True},
        {"m": chungju, "y": 2024, "target": 0, "actual": 4000, "pct": None, "pct_kind": None, "grade": "우수상", "streak": 1, "status": "single", "target_status": "single", "compiled": True},
        {"m": goseong, "y": 2024, "target": 2000, "actual": 1500, "pct": 75.0, "pct_kind": "reported", "status": "corrected", "target_status": "corrected", "compiled": False},
    ]  # fmt: skip
    awards = [
        {
            "m": goseong,
            "y": 2023,
            "category": "project",
            "section": None,
            "grade": "우수상",
            "status": "single",
            "compiled": False,
        },
        {
            "m": cheongju,
            "y": 2024,
            "category": "disclosure",
            "grade": "대상",
            "status": "agreed",
            "compiled": False,
            "incentive_krw": 120_000_000,
        },
        {
            "m": cheongju,
            "y": 2023,
            "category": "unspecified",
            "section": "disclosure",
            "grade": "우수상",
            "status": "agreed",
            "compiled": True,
        },
        {"m": chungju, "y": 2024, "category": "project", "grade": "우수상", "status": "single", "compiled": True},
    ]
    editions = [
        {"year": 2023, "announced": None, "found": 1, "grades": [{"category": "unspecified", "grade": "우수상", "announced": None, "found": 1}]},
        {"year": 2024, "announced": 64, "found": 2, "grades": [{"category": "disclosure", "grade": "대상", "announced": 2, "found": 1}, {"category": "project", "grade": "우수상", "announced": None, "found": 1}]},
    ]  # fmt: skip
    core = {
        "release": release(),
        "years": [2010, *range(2012, 2026)],
        "maps": {"2010": topology(world)},
        "approximate": {
            "2010": [{"municipalities": ["m12010"], "ko": "이 지도는 만든 것이다.", "en": "This map is made."}]
        },
        "municipalities": all_,
        "cells": columns(cells, CELL),
        "awards": columns(sectioned(awards), AWARD),
        "editions": editions,
        "words": WORDS,
    }
    told = {
        "m12010": [
            evidence("target/2024", "일자리 목표와 실적", "목표 12,345개 · 실적 13,580개", [
                says("목표 1만2345개"),
                says("", is_compiled=True, title=None, outlet="list.invalid", certainty="stated", confidence=None),
                says("목표 1만2000개", agrees=False, why_lost={"ko": "독립된 출처가 더 적음", "en": "fewer independent voices"}),
                says(HOSTILE, title=HOSTILE, url="javascript:alert(1)"),
            ], status="disputed"),
            evidence("award/2024/disclosure", "일자리대상, 공시제 부문", "대상", [says("대상을 받았다")]),
            evidence("award/2023/unspecified", "일자리대상", "우수상", [says("", is_compiled=True, title=None, confidence=None)]),
            evidence("indicator/2024/employment_rate", "고용률", "66.2%", [says("고용률 66.2%")], status="single"),
            evidence("indicator/2024/youth_employment_rate", "청년 고용률", "41.0%", [says("청년 고용률 41.0%")], is_main=False),
        ]
    }  # fmt: skip
    return core, {one["id"]: told.get(one["id"], []) for one in all_ if one["id"] != "m13010"}


def large(articles: int = 3) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """As large as it will get: 17 시·도 with 14 municipalities each, 17 years, every cell full, five maps with borders as fine as the real ones.

    `articles` tell each of the about 70 facts of a municipality.
    """
    dice = random.Random(11)
    world = World(SIDOS, 14, detail=6)
    years = range(2010, 2027)
    all_ = [municipality(world.id(row), sido, None) for row, sido in enumerate(SIDOS)]
    all_ += [municipality(world.id(row, column), SIDOS[row], world.name(row, column)) for row, column in world.basic()]
    cells: list[dict[str, Any]] = []
    awards: list[dict[str, Any]] = []
    statuses = ("agreed", "single", "disputed", "corrected")
    for m in range(len(all_)):
        for y in years:
            target = dice.randrange(800, 90_000)
            actual = int(target * dice.uniform(0.6, 1.6))
            grade = dice.choice(GRADES)
            cells.append({"m": m, "y": y, "target": target, "actual": actual, "pct": round(100 * actual / target, 1), "pct_kind": dice.choice(("reported", "computed")), "grade": grade, "streak": y - 2009, "employment_rate": round(dice.uniform(54, 78), 1), "status": dice.choice(statuses), "target_status": dice.choice(statuses), "rate_status": dice.choice(statuses), "compiled": dice.random() < 0.3})  # fmt: skip
            for category in ("disclosure", "project"):
                awards.append({"m": m, "y": y, "category": category, "grade": grade, "status": dice.choice(statuses), "compiled": dice.random() < 0.3, "incentive_krw": dice.randrange(5, 400) * 1_000_000})  # fmt: skip
    topologies = topology(world)
    core = {
        "release": release(n_articles=1_000_000, n_facts=len(cells) * 4),
        "years": list(years),
        "maps": {year: topologies for year in ("2010", "2012", "2014", "2023", "2026")},
        "municipalities": all_,
        "cells": columns(cells, CELL),
        "awards": columns(sectioned(awards), AWARD),
        "editions": [{"year": y, "announced": 73, "found": 60, "grades": [{"category": "disclosure", "grade": grade, "announced": 10, "found": 8} for grade in GRADES]} for y in years],
        "words": WORDS,
    }  # fmt: skip
    keys = [
        key
        for y in years
        for key in (f"award/{y}/disclosure", f"award/{y}/project", f"target/{y}", f"indicator/{y}/employment_rate")
    ]
    told = [
        evidence(
            key,
            "만든 사실",
            "만든 값",
            [
                says(
                    f"만든 구절 {dice.randrange(10**6)}",
                    url=f"https://news.invalid/{dice.randrange(10**9)}",
                    agrees=dice.random() < 0.8,
                )
                for _ in range(articles)
            ],
        )
        for key in keys
    ]
    return core, {all_[20]["id"]: told}


def write(folder: Path, core: dict[str, Any], told: dict[str, list[dict[str, Any]]]) -> Path:
    """Puts the built view and the data into `folder`; returns its index.html."""
    shutil.copytree(BUILT, folder)
    data = folder / "data"
    (data / "evidence").mkdir(parents=True)
    maps = core.pop("maps")
    arcs = next(iter(maps.values()))["arcs"]
    shapes = {year: {name: part for name, part in one.items() if name != "arcs"} for year, one in maps.items()}
    text = json.dumps(core | {"maps": shapes, "arcs": arcs}, ensure_ascii=False, separators=(",", ":"))
    share = "for (const year in iljari.maps) iljari.maps[year].arcs = iljari.arcs; iljari.evidence = {};"
    (data / "core.js").write_text(f"globalThis.iljari = {text};\n{share}\n", encoding="utf-8")
    for identity, items in told.items():
        text = json.dumps(items, ensure_ascii=False)
        (data / "evidence" / f"{identity}.js").write_text(
            f"iljari.evidence[{json.dumps(identity)}] = {text};\n", encoding="utf-8"
        )
    return folder / "index.html"
