"""An article as items: what each line names, and what holds for the whole text."""

import datetime as dt

import pytest

from extract.claims.document import Document, _mark, is_job_number, is_percent
from extract.claims.reader import prepare
from extract.claims.targets import by_legend

DAY = dt.date(2024, 8, 9)


def tags(text: str, line: int = 0) -> list[tuple[str, str]]:
    document = prepare(text, DAY, None)
    return [(item.tag, text[item.start : item.end]) for item in document.lines[line].items]


def items(document: Document) -> list[str]:
    return [item.tag for line in document.lines for item in line.items]


def test_the_items_of_a_sentence_stand_in_order() -> None:
    text = "영월군이 2023년 목표 1,200개를 넘어선 1,300개를 만들어 최우수상을 받았다."
    found = [tag for tag, _ in tags(text)]
    assert found == ["p.top", "t.year", "goal", "n.jobs", "over", "n.jobs", "made", "g", "won"]


def test_the_name_of_the_award_is_no_grade() -> None:
    found = tags("충북 청주시가 전국 지방자치단체 일자리대상에서 우수상을 받았다.")
    assert [word for tag, word in found if tag.startswith("g")] == ["우수상"]


def test_that_year_and_the_next_point_back() -> None:
    document = prepare(
        "충북 청주시는 2019년 일자리대상에서 우수상을 받았다. 이듬해 최우수상, 같은 해 특별상을 받았다.", DAY, None
    )
    years = [i.value.years for line in document.lines for i in line.items if i.kind == "time"]
    assert years == [(2019,), (2020,), (2020,)]


def test_the_head_of_a_table_stands_over_its_columns() -> None:
    text = (
        "일자리 고용률 표\n\n울산의 성적은 다음과 같다.\n\n구분 / 고용률 / 실업률\n중구 / 55.3 / 3.9\n남구 / 59.5 / 3.4"
    )
    document = prepare(text, DAY, None)
    line = document.lines[-1]
    rates = [i for i in line.items if is_percent(i)]
    assert [[h.tag for h in document.head_of(line, r)] for r in rates] == [["r.e.all"], ["r.u.all"]]


def test_a_term_told_in_two_places_is_one_range() -> None:
    document = prepare(
        "일자리 공시\n\n시는 2018년 7월부터 일자리를 만들었고 2022년 6월까지 10만 개를 채운다.", DAY, None
    )
    assert (2018, 2022) in [years for _, years in document.ranges]


def test_numbers_of_jobs_and_rates() -> None:
    document = prepare("고용률 61.8, 일자리 1,200개, 사업 3건, 12억원", DAY, None)
    found = [i for line in document.lines for i in line.items if i.kind == "number"]
    assert [(is_job_number(i), is_percent(i)) for i in found] == [
        (False, True),
        (True, False),
        (False, False),
        (False, False),
    ]


def test_a_head_stands_over_the_lines_of_its_list() -> None:
    text = (
        "경남 지자체 수상\n\n경남에서 네 곳이 상을 받았다.\n\n■ 공시제 부문\n▲ 최우수상 : 거창군\n▲ 우수상 : 의령군\n\n"
        "■ 우수사업 부문\n▲ 우수상 : 사천시\n\n거창군은 남달랐다."
    )
    document = prepare(text, DAY, None)
    over = {document.lines[i].text: [head.text for head in heads] for i, heads in document.over.items()}
    assert over == {
        "▲ 최우수상 : 거창군": ["■ 공시제 부문"],
        "▲ 우수상 : 의령군": ["■ 공시제 부문"],
        "▲ 우수상 : 사천시": ["■ 우수사업 부문"],
    }


def test_a_row_with_values_is_no_head_of_a_table() -> None:
    text = "고용률 순위 보니\n\n경북의 순위는 다음과 같다.\n\n고용률 높은 곳: 울릉군 82.7 / 청송군 75.0\n실업률 높은 곳: 구미시 4.6 / 칠곡군 3.4"
    assert prepare(text, DAY, None).heads == {}


def test_a_year_and_its_prize_alone_in_a_line() -> None:
    text = "강원도 성적표\n\n공시제 부문은 다음과 같다.\n\n2020년 우수상\n2021·2022년 대상\n대상 2021년"
    document = prepare(text, DAY, None)
    assert [i.value for line in document.lines for i in line.grades][:2] == ["우수상", "대상"]


def test_digits_run_together_are_no_rate() -> None:
    document = prepare("아산시 일자리 1541045％, 달성률 112.3%", DAY, None)
    assert [item.value.value for line in document.lines for item in line.percents] == [112.3]


def test_a_legend_tells_which_number_of_a_pair_is_the_target() -> None:
    def roles(text: str) -> list[str | None]:
        document = prepare(text, DAY, None)
        return [by_legend(document, line, item) for line in document.lines for item in line.jobs]

    assert roles("성남시의 실적(목표)은 2011년 3만8천326개(3만5천개)다.") == ["actual", "target"]
    assert roles("성남시의 일자리 목표(실적)는 2011년 3만5천개(3만8천326개)다.") == ["target", "actual"]
    assert roles("성남시는 2011년 3만8천326개(3만5천개)를 만들었다.") == [None, None]
    rows = "▷ 직접일자리 7천931개 → 7천450개(94%)\n▷ 고용서비스 1천610개 → 967개"
    text = (
        "성남시, 일자리 78% 채웠다\n\n성남시가 올해 일자리 목표의 78%를 상반기에 채웠다. 유형별 현황은 다음과 같다.\n\n"
        f"<2023년 성남시 일자리 추진 현황> ※ 연간 목표 → 6월 말 실적\n{rows}\n\n시 관계자는 “더 늘리겠다”고 말했다."
    )
    assert roles(text) == ["target", "actual"] * 2
    assert roles("성남시의 분야별 실적/목표는 직접일자리 7천450개/7천931개다.") == ["actual", "target"]
    # Joined otherwise than the words of the legend: no pair of it.
    assert roles("성남시의 실적(목표)은 2011년 3만8천326개/3만5천개다.") == [None, None]


def test_what_a_correction_takes_back_is_not_told() -> None:
    document = prepare(
        "상주시 일자리는 4,210개가 아니라 4,120개, 달성률도 107.9%가 아닌 105.6%다. 상은 우수상이 아니라 특별상이다.",
        None,
        None,
    )
    line = [x for line in document.lines for x in line.items]
    assert [x.value.value for x in line if x.counts] == [4120, 105.6]
    assert [x.value for x in line if x.kind == "grade" and x.value != "unspecified"] == ["특별상"]


def test_cases_may_count_jobs_but_no_buildings() -> None:
    """건 counts the jobs that an office found for people, as 개 does; it is also how 건강, 건물 begin."""
    document = prepare(
        "광명시가 일자리를 만들었다.\n\n시가 만든 일자리는 1만4149건으로 목표 1만4081건을 넘었다. 120건물, 40건강.",
        None,
        None,
    )
    assert [x.value.value for line in document.lines for x in line.jobs] == [14149, 14081, 120]


def test_prizes_that_are_counted_side_by_side_are_none() -> None:
    def grades(words: str) -> list[str]:
        document = prepare(f"완주군 일자리대상 우수상\n\n완주군은 일자리대상에서 {words}.", None, None)
        return [x.value for line in document.lines for x in line.grades if not line.is_title]

    assert grades("2019년 특별상을 받았다. 지금까지 대상이 1회, 우수상이 8회다") == ["특별상"]
    assert grades("우수상 4회와 특별상 1회를 받았다") == []
    assert grades("2년 연속 우수상을 2회 받았다") == ["우수상"]


@pytest.mark.parametrize(
    ("head", "mark"), [("1) 시부 고용률", "0"), ("12. 시부 고용률", "0"), ("▲ 시부 고용률", "▲"), ("시부 고용률", "")]
)
def test_a_line_begins_with_its_bullet_or_number(head: str, mark: str) -> None:
    assert _mark(prepare(f"{head}\n\n충남도가 고용률을 발표했다.", DAY, None).lines[0]) == mark


def test_a_title_that_the_text_does_not_hold_stands_above_it() -> None:
    title, text = "나주시, 일자리대상 최우수상", "이 상은 고용노동부가 준다.\n\n시는 상사업비를 받는다."
    document = Document(text, DAY, title)
    assert document.text[document.above :] == text
    assert [line.text for line in document.lines if line.is_title] == [title]
    assert document.scene.main is not None and document.scene.main.written == "나주시"
    assert Document(f"{title}\n\n{text}", DAY, title).above == 0
    assert Document(text, DAY, None).above == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("사천시는 일자리대상 특별상을 받았다. 지난해에도 같은 상을 받았다.", ["특별상", "특별상"]),
        (
            "나주시가 일자리대상 우수상을, 여수시가 최우수상을 받았다. 무안군도 똑같은 상을 탔다.",
            ["우수상", "최우수상", "최우수상"],
        ),
        ("나주시가 일자리대상 우수상을 받았다. 여수시도 상을 받았다.", ["우수상", "unspecified"]),
        ("여수시는 일자리대상에서 지난해와 같은 상을 받았다.", ["unspecified"]),
    ],
)
def test_the_same_prize_is_of_the_grade_that_was_told_last(text: str, expected: list[str]) -> None:
    assert [g.value for line in prepare(text, DAY, None).lines for g in line.grades] == expected
