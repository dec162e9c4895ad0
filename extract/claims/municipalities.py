"""Which local government a written name means, and what it was called in a given year.

Reads the seeds `municipalities.csv` (one row a version), `municipality_names.csv` (everyday forms, titles, ordinary words that look like
names) and `administrative_districts.csv` (일반구 and 행정시, which are no governments). Nothing here knows of articles: `who.py` resolves
ambiguous names from their context.
"""

import csv
import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@dataclass(frozen=True, slots=True)
class Version:
    """What one municipality was called, coded and placed under between two dates (both inclusive; None is open)."""

    code: str
    sido: str
    name: str
    level: str
    kind: str
    valid_from: dt.date | None
    valid_to: dt.date | None

    @property
    def label(self) -> str:
        return self.sido if self.level == "metropolitan" else f"{self.sido} {self.name}"

    def overlaps(self, year: int) -> bool:
        return (self.valid_from is None or self.valid_from.year <= year) and (
            self.valid_to is None or self.valid_to.year >= year
        )

    def holds(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True, slots=True, eq=False)
class Municipality:
    """A local government through all its names; versions in order of time."""

    id: str
    versions: tuple[Version, ...]
    is_metropolitan: bool
    sidos: frozenset[str]
    endings: frozenset[str]  # the last characters of its names: 시, 군, 구, 도

    def version(self, year: int | None, published: dt.date | None, written: str = "") -> Version:
        """The version that names it in a row of `year`.

        The name as written holds where it was valid in that year; else the publication day decides within its own year; else
        1 July, by when the ceremony of most years is over or near. A year before the first version gives the first one.
        """
        if year is None:
            if published is None:
                as_written = [v for v in self.versions if written and written.endswith(v.name)]
                return as_written[0] if len(as_written) == 1 else self._today()
            year = published.year
        here = [v for v in self.versions if v.overlaps(year)]
        if not here:
            return (
                self.versions[0]
                if self.versions[0].valid_from and year < self.versions[0].valid_from.year
                else self.versions[-1]
            )
        if len(here) == 1:
            return here[0]
        if published is not None and published.year == year:
            day = published
        else:
            as_written = [v for v in here if written and written.endswith(v.name)]
            if len(as_written) == 1:
                return as_written[0]
            day = dt.date(year, 7, 1)
        return next((v for v in here if v.holds(day)), here[-1])

    def _today(self) -> Version:
        # no date at all: the name in force at the end of 2025, the last year before the reform of 2026
        return next((v for v in self.versions if v.holds(dt.date(2025, 12, 31))), self.versions[-1])

    def existed(self, year: int) -> bool:
        return any(v.overlaps(year) for v in self.versions)


@dataclass(slots=True)
class Name:
    """What one written form can mean. `weak`: also an ordinary word."""

    full: list[Municipality] = field(default_factory=list)  # 청주시, 경기도, 부산광역시
    stem: list[Municipality] = field(default_factory=list)  # 청주, 경기
    sido: str | None = None  # the form names a 시도, alone or before a 시군구
    district: str | None = None  # 일반구 or 행정시: the label of its government
    weak: bool = False


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _municipality(id_: str, versions: list[Version]) -> Municipality:
    ordered = tuple(sorted(versions, key=lambda v: (v.valid_from or dt.date.min, v.code)))
    return Municipality(
        id_,
        ordered,
        ordered[-1].level == "metropolitan",
        frozenset(v.sido for v in ordered),
        frozenset(v.name[-1] for v in ordered),
    )


@lru_cache(maxsize=1)
def municipalities() -> dict[str, Municipality]:
    """All local governments by `municipality_id`."""
    versions: dict[str, list[Version]] = {}
    for row in _rows("municipalities.csv"):
        version = Version(
            row["code"],
            row["sido"],
            row["name_ko"],
            row["level"],
            row["kind"],
            _date(row["valid_from"]),
            _date(row["valid_to"]),
        )
        versions.setdefault(row["municipality_id"], []).append(version)
    return {id_: _municipality(id_, found) for id_, found in versions.items()}


@lru_cache(maxsize=1)
def names() -> dict[str, Name]:
    """Every written form of a municipality, its 시도 or a district, with all that it can mean."""
    found: dict[str, Name] = {}
    metropolitan: dict[str, Municipality] = {}

    def name(written: str) -> Name:
        return found.setdefault(written, Name())

    def add(where: list[Municipality], municipality: Municipality) -> None:
        if municipality not in where:
            where.append(municipality)

    for municipality in municipalities().values():
        for version in municipality.versions:
            add(name(version.name).full, municipality)
            if version.level == "metropolitan":
                name(version.name).sido = version.sido
                metropolitan.setdefault(version.sido, municipality)
            elif len(version.name) > 2:
                add(name(version.name[:-1]).stem, municipality)
    for row in _rows("administrative_districts.csv"):
        written = row["name_ko"]
        if not (written in found and found[written].full):
            name(written).district = row["government"]
        if row["kind"] == "행정시" and written[:-1] not in found:
            name(written[:-1]).district = row["government"]  # 서귀포; 제주 is the province
    for row in _rows("municipality_names.csv"):
        entry = name(row["written"]) if row["kind"] != "ordinary_word" or row["written"] in found else None
        if entry is None:
            continue
        if row["kind"] == "ordinary_word":
            entry.weak = True
        elif row["kind"] == "short":
            entry.sido = row["sido"]
            entry.stem.insert(0, metropolitan[row["sido"]])
        elif row["kind"] == "alias":
            entry.sido = row["sido"]
            entry.full.insert(0, metropolitan[row["sido"]])
        elif row["kind"] == "title":
            for municipality in municipalities().values():
                if any(v.name == row["name_ko"] and v.sido == row["sido"] for v in municipality.versions):
                    add(entry.full, municipality)
    return found
