"""Names and their history."""

import datetime as dt

import pytest

from extract.claims.municipalities import municipalities, names


@pytest.mark.parametrize(
    ("name", "year", "label"),
    [
        ("여주시", 2012, "경기 여주군"),
        ("여주시", 2014, "경기 여주시"),
        ("군위군", 2022, "경북 군위군"),
        ("군위군", 2024, "대구 군위군"),
        ("미추홀구", 2017, "인천 남구"),
        ("미추홀구", 2019, "인천 미추홀구"),
        ("김제시", 2021, "전북 김제시"),
        ("수원특례시", 2023, "경기 수원시"),
        ("전라북도", 2017, "전북"),
        ("전북특별자치도", 2024, "전북"),
        ("강원도", 2024, "강원"),
    ],
)
def test_labels_by_year(name: str, year: int, label: str) -> None:
    assert label in {m.version(year, None, name).label for m in names()[name].full}


def test_the_publication_day_decides_within_its_year() -> None:
    (incheon,) = (m for m in names()["남구"].full if "인천" in m.sidos)
    assert incheon.version(2018, dt.date(2018, 6, 20)).label == "인천 남구"
    assert incheon.version(2018, dt.date(2018, 7, 20)).label == "인천 미추홀구"


def test_codes_change_and_identity_lasts() -> None:
    (gimje,) = names()["김제시"].full
    assert (gimje.version(2021, None).code, gimje.version(2024, None).code) == ("45210", "52210")


def test_every_government_has_a_name_that_finds_it() -> None:
    for municipality in municipalities().values():
        for version in municipality.versions:
            assert municipality in names()[version.name].full


def test_districts_are_no_governments() -> None:
    assert names()["영통구"].district == "경기 수원시"
    assert names()["서귀포시"].district == "제주"


def test_ordinary_words_are_marked() -> None:
    assert all(names()[word].weak for word in ("예산", "부여", "사상", "영광", "달성"))
