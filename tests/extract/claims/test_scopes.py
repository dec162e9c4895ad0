"""Which part of the whole a number counts."""

import pytest

from extract.claims.scopes import is_named_part


@pytest.mark.parametrize(
    ("before", "is_part"),
    [
        ("시는 지난해 청년 일자리를 ", True),
        ("시는 지난해 재정지원 일자리를 목표 대비 ", True),
        ("직업능력개발훈련은 ", True),
        ("공공부문 직접일자리가 ", True),
        ("청년이 떠나자 올해 일자리 ", False),
        ("문화도시 원주시는 일자리 목표 ", False),
        ("기업 유치로 일자리 ", False),
        ("민간 투자 확대로 일자리 ", False),
        ("직접일자리와 직업훈련 등 180개 사업으로 ", False),
        ("장·단기 일자리 ", False),
        ("청년 일자리를 포함해 모두 ", False),
    ],
)
def test_a_known_word_right_before_a_number_names_a_part(before: str, is_part: bool) -> None:
    assert is_named_part(before) == is_part
