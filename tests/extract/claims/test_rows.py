"""How a row is settled: variants that say the same count together, and a number that is taken is there no more."""

import datetime as dt
from types import SimpleNamespace as Fake
from typing import Any

from extract.claims.reader import prepare
from extract.claims.rows import Undecided, _alone, _is_excess, _sums_up, _years_of_its_own, without_repeats
from extract.claims.scopes import last_words


def _row(year: int, start: int) -> Any:
    who = Fake(municipality=Fake(id="47170"))
    return Fake(who=who, year=year, scope="total", values=(7520, None, None), figures=[Fake(item=Fake(start=start))])


def test_variants_that_say_the_same_count_together() -> None:
    row = _row(2024, 10)
    left = Undecided(row, 0.1, [(0.4, _row(2023, 10)), (0.2, row), (0.3, _row(2024, 50))])
    confidence, chosen = left.best
    assert chosen is not None
    assert (round(confidence, 2), chosen.year, chosen.figures[0].item.start) == (0.5, 2024, 50)


def test_a_number_that_is_taken_leaves_the_other_variants() -> None:
    left = Undecided(_row(2024, 10), 0.1, [(0.6, _row(2023, 10)), (0.3, _row(2024, 50))]).without({10})
    confidence, chosen = left.best
    assert chosen is not None
    assert chosen.year == 2024
    assert round(confidence, 2) == 0.75
    assert left.without({50}).best == (0.0, None)


def test_a_result_may_stand_in_two_rows_that_its_rates_prove() -> None:
    row = _row(2024, 10)
    figures = [Fake(item=Fake(start=10), role="actual"), Fake(item=Fake(start=30), role="target")]
    proved = Fake(**{**vars(row), "values": (10149, 13161, 129.68), "figures": figures})
    unproved = Fake(**{**vars(row), "values": (10149, 13161, 110.0), "figures": figures})
    left = Undecided(row, 0.1, [(0.6, proved), (0.3, unproved)])
    assert [v for _, v in left.without({10}).variants] == [proved]
    assert left.without({30}).variants == []


def test_a_part_that_nothing_names_is_none() -> None:
    assert last_words("군산시는 2019년 목표 ") == ""
    assert last_words("지난해 일자리 목표는 ") == ""
    assert last_words("이 가운데 농산물 판매는 ") == "농산물 판매는"


def _figure(role: str, year: Any, is_heaped: bool = False) -> Any:
    return Fake(role=role, year=year, p=0.9, is_heaped=is_heaped, item=Fake(start=10 if role == "target" else 50))


def test_a_result_heaped_up_for_a_target_of_a_term() -> None:
    figures = [_figure("target", (2018, 2022)), _figure("actual", 2021, is_heaped=True)]
    row = Fake(figures=figures, year=2021, held="TA")
    assert _years_of_its_own(row) == ["otRin", "oa0", "otRinoa0", "otRinTA", "oa0TA", "hpa0TA"]
    row.year = (2018, 2022)
    assert "hpa1TA" in _years_of_its_own(row)


def _told(role: str, value: float, is_title: bool) -> Any:
    return Fake(role=role, value=value, line=Fake(is_title=is_title))


def test_a_title_sums_up_rows_of_the_body() -> None:
    own, other = Fake(municipality=object()), Fake(municipality=object())
    title = Fake(who=own, figures=[_told("actual", 48000, True), _told("rate", 95.0, True)])
    of_year = Fake(who=own, figures=[_told("target", 42000, False), _told("actual", 48700, False)])
    of_term = Fake(who=own, figures=[_told("actual", 127000, False), _told("rate", 95.1, False)])
    assert _sums_up(title, [title, of_year, of_term])
    assert not _sums_up(title, [title, of_year])
    assert not _sums_up(title, [title, of_year, Fake(**{**vars(of_term), "who": other})])
    assert not _sums_up(of_year, [title, of_year, of_term])
    one_row = Fake(who=own, figures=[*of_year.figures, *of_term.figures])
    assert not _sums_up(title, [title, one_row])  # which may be of another year


def test_rounded_numbers_of_two_years_in_a_line_are_two() -> None:
    text = "시는 내년 일자리 6만5천여 개를 시작으로 2024년 6만9천여 개를 만든다.\n\n2024년 목표는 6만9천300개다."
    document = prepare(text, dt.date(2022, 12, 2), None)
    who = Fake(municipality=object())

    def row(item: Any, year: int) -> Any:
        line = next(x for x in document.lines if item in x.items)
        return Fake(
            who=who, year=year, target=int(item.value.value), actual=None, pct=None, is_weak=item.value.is_rounded,
            figures=[Fake(line=line, item=item)], values=(int(item.value.value), None, None), confidence=0.9,
        )  # fmt: skip

    first, second, third = [x for line in document.lines for x in line.jobs]
    assert len(without_repeats([row(first, 2023), row(second, 2024)])) == 2
    assert [x.year for x in without_repeats([row(second, 2025), row(third, 2024)])] == [2024]


def test_a_lone_target_that_another_is_held_against() -> None:
    document = prepare("올해 목표는 1만4,486개로 지난해 목표 1만3,813개보다 673개 많다.", dt.date(2025, 4, 4), None)
    line = document.lines[0]
    now, before = (Fake(item=x, line=line) for x in line.jobs[:2])
    assert _alone(document, Fake(figures=[now], scope="total", held="T", year=2025)) == ["vs0", "vs0+0"]
    assert _alone(document, Fake(figures=[before], scope="total", held="T", year=2024)) == ["vs1", "vs1-1"]
    assert _alone(document, Fake(figures=[now], scope="청년", held="TA", is_named=True)) == ["pn1TA"]


def test_by_how_much_a_target_is_exceeded_is_no_rate() -> None:
    assert _is_excess(71473, 86130, 21)
    assert not _is_excess(71473, 86130, 120.5)
    assert not _is_excess(71473, None, 21)
