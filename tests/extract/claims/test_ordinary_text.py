"""Text on other topics claims nothing, also where it stands in an article about a municipality's jobs.

The sentences are of the kinds that claimed something when laws, manuals and questions were read (`python -m ops.ordinary_text`).
"""

import datetime as dt

import pytest

from extract.claims import read_claims
from ops import ordinary_text

DAY = dt.date(2024, 8, 9)
SENTENCES = [
    "땅을 판 돈이 감면 대상인지는 사는 곳에 따라 다르고, 세를 준 집은 대상이 아니다.",
    "검사 대상에서 빠진 건물은 다음 해에 다시 본다.",
    "분야별 신고 대상 10개를 적은 표를 붙였다.",
    "복사할 대상 이름을 고르면 대상 영역은 오른쪽으로 옮겨진다.",
    "기둥의 3분의 2 이상을 바꾸면 허가를 받아야 한다.",
    "화면의 색상도 바꿀 수 있고, 영상을 받은 사람은 다시 볼 수 있다.",
    "그날 모인 사람들은 일이 잘못됐다는 인상을 받았다.",
    "주인은 집을 75.1.1에 사서 88.2.11에 팔았다고 말했다.",
    "공장 터는 128.5㎢이고 창고는 75.56㎡쯤 된다.",
    "이 기계는 부품 하나를 39.5초 만에 깎는다.",
    "이 약속은 2026-12-31까지만 지켜진다고 적혀 있다.",
    "규칙은 2016 개정 때 제104조의14로 자리를 옮겼다.",
    "판결문 번호는 2013서1231·2013서0854이고 문서는 2023-법규-3010이다.",
    "가액의 3/1000을 나누어 낸다고 §10291에 적혀 있다.",
    "만 1년이 지난 뒤부터 세어 만 3년이 되는 날까지다.",
]


@pytest.mark.parametrize("title, heading, first", ordinary_text.OPENINGS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_an_ordinary_sentence_claims_nothing(sentence: str, title: str, heading: str, first: str) -> None:
    assert not read_claims("\n\n".join((title, heading, first, sentence)), DAY, title)


def test_the_openings_themselves_claim_nothing() -> None:
    for opening in ordinary_text.OPENINGS:
        assert not read_claims("\n\n".join(opening), DAY, opening[0])


@pytest.mark.parametrize(
    "sentence",
    [
        "구는 13일 ‘2024년 전국 지방자치단체 일자리대상’에서 대상을 받았다.",
        "대상의 영예는 부산 해운대구가 안았다.",
        "부산 해운대구가 대상, 부산 북구가 최우수상을 받았다.",
    ],
)
def test_a_prize_is_still_one(sentence: str) -> None:
    text = f"부산 해운대구, 전국 지방자치단체 일자리대상 수상\n\n고용노동부가 2024년 전국 지방자치단체 일자리대상 결과를 발표했다. {sentence}"
    assert "대상" in {a.grade for a in read_claims(text, DAY).awards}


def test_the_script_counts_and_lists(tmp_path, capsys) -> None:
    (tmp_path / "a.txt").write_text("\n".join(SENTENCES), encoding="utf-8")
    assert ordinary_text.main([str(tmp_path)]) == 0
    assert "15 different sentences of 1 files" in capsys.readouterr().out
    (tmp_path / "b.txt").write_text("충북 청주시의 지난해 15~64세 고용률은 68.4%를 기록했다.\n" * 2, encoding="utf-8")
    assert ordinary_text.main([str(tmp_path), "--lines"]) == 1
    assert "employment_rate_15_64 68.4" in capsys.readouterr().out
