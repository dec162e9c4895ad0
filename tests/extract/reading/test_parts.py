from datetime import UTC, datetime

import pytest

from extract.reading import Article, Reading, join_parts, read_page
from extract.sources import Page

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
BASE = "https://paper.example/read?id=7"
TEXTS = {
    1: "가람시는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다.",
    2: "사업은 모두 아홉 가지이며 예산은 지난해의 두 배로 늘었다고 시는 설명했다.",
    3: "시 관계자는 더 많은 시민이 참여하게 하겠다고 거듭 말했다.",
}


def address(part: int) -> str:
    return BASE if part == 1 else f"{BASE}&page={part}"


def reading(part: int, links: str) -> Reading:
    markup = f"<html><head><title>가람시, 일자리 사업 새로 짠다</title>{links}</head><body><h1>가람시, 일자리 사업 새로 짠다</h1><div id='articleBody'><p>{TEXTS[part]}</p></div></body></html>"
    return read_page(Page(address(part), markup.encode(), "0"), FETCHED)


def parts(count: int) -> dict[str, Reading]:
    found = {}
    for part in range(1, count + 1):
        links = f'<link rel="canonical" href="{address(part)}">'
        links += f'<link rel="next" href="/read?id=7&amp;page={part + 1}">' if part < count else ""
        links += f'<a rel="prev" href="{address(part - 1)}">이전 페이지</a>' if part > 1 else ""
        found[address(part)] = reading(part, links)
    return found


def test_parts_in_any_order_become_one_article() -> None:
    three = parts(3)
    (joined,) = join_parts(dict(reversed(three.items()))).items()
    url, found = joined
    (article,) = found.articles
    assert (url, article.own_url) == (BASE, BASE)
    assert article.body == "\n\n".join(TEXTS.values())
    assert not found.rejects
    assert not found.warnings


def test_a_part_without_the_first_is_no_article() -> None:
    three = parts(3)
    del three[BASE]
    found = join_parts(three)
    assert [r.articles for r in found.values()] == [[], []]
    assert {reject.reason for r in found.values() for reject in r.rejects} == {"part_without_first"}


def test_a_missing_part_is_a_warning() -> None:
    three = parts(3)
    del three[address(3)]
    (found,) = join_parts(three).values()
    assert found.articles[0].body == f"{TEXTS[1]}\n\n{TEXTS[2]}"
    assert found.warnings == {"part_missing": 1}
    assert found.next_part == address(3)


def test_readings_of_one_part_stay() -> None:
    one = {"https://paper.example/a": Reading([Article("가", "나")]), "https://paper.example/b": Reading()}
    assert join_parts(one) == one


def test_a_chain_in_a_circle_ends() -> None:
    circle = {
        url: Reading([Article("가", f"나 {url}")], next_part=other, previous_part=None if url == BASE else BASE)
        for url, other in ((BASE, address(2)), (address(2), BASE))
    }
    (found,) = join_parts(circle).values()
    assert len(found.articles) == 1


@pytest.mark.parametrize(
    "link",
    [
        '<a rel="next" href="https://paper.example/read?id=8">다음 기사</a>',
        '<link rel="next" href="https://other.example/read?id=7&amp;page=2">',
        '<a class="next" href="https://paper.example/list?page=2">다음 페이지</a>',
        '<a rel="next" href="javascript:more()">다음 페이지</a>',
        '<a rel="next" href="http://[broken">다음 페이지</a>',
        '<a rel="next" href="?id=7&amp;page=9">끝 페이지</a>',
    ],
)
def test_links_to_other_pages_are_no_parts(link: str) -> None:
    found = reading(1, link)
    assert found.articles
    assert (found.next_part, found.previous_part) == (None, None)
