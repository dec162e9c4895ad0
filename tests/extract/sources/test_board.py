from typing import Any

import pytest

from extract.errors import IljariError
from tests.extract.paper import Known, Paper
from tests.web_site import answer, page


def rows(*numbers: int, link: str = '<a href="view.do?id={n}">공고 {n}</a>', below: str = "") -> bytes:
    cells = "".join(
        f"<tr><td>{n}</td><td>{link.format(n=n)}</td><td class='day'>2026-02-{n:02d}</td></tr>" for n in numbers
    )
    head = "<tr><th>번호</th><th>제목</th><th>등록일</th></tr>"
    return f"<html><body><table class='board'>{head}{cells}</table>{below}</body></html>".encode()


def entry(paper: Paper, path: str = "/list.do?menu=7", **rule: Any):
    return paper.entry("board", path, list={"rows": "table.board tr:has(td)", **rule})


def test_rows_links_and_days(paper: Paper) -> None:
    paper.at("/list.do?menu=7", page(rows(3, 2)))
    items = list(paper.source(entry(paper, date="td.day"))[0].discover())
    assert [paper.path(item) for item in items] == ["/view.do?id=3", "/view.do?id=2"]
    assert [item.changed_at.date().isoformat() for item in items if item.changed_at] == ["2026-02-03", "2026-02-02"]


@pytest.mark.parametrize("where", ["href", "onclick"])
def test_links_in_a_script_become_addresses_and_nothing_else(paper: Paper, where: str) -> None:
    script = "javascript:fn_view('{n}', 'B&amp;x=1/../..');"
    link = f'<a {where}="{script}">x</a>' if where == "href" else f'<a href="#none" onclick="{script}">x</a>'
    paper.at("/list.do?menu=7", page(rows(3, link=link)))
    rule = {
        "link_pattern": r"fn_view\('(\d+)', '([^']+)'",
        "link_template": "/view.do?no={1}&board={2}",
        "link_from": where,
    }
    assert paper.found(entry(paper, **rule)) == ["/view.do?no=3&board=B%26x%3D1%2F..%2F.."]


def test_pages_by_a_parameter_until_one_has_nothing_new(paper: Paper) -> None:
    paper.at("/list.do?menu=7", page(rows(6, 5)))
    paper.at("/list.do?menu=7&page=2", page(rows(5, 4)))
    paper.at("/list.do?menu=7&page=3", page(rows(5, 4)))  # the last page again, for every number behind it
    assert paper.found(entry(paper, page_parameter="page", max_pages=9)) == [f"/view.do?id={n}" for n in (6, 5, 4)]
    assert paper.paths().count("/list.do?menu=7&page=4") == 0


def test_a_parameter_that_counts_rows(paper: Paper) -> None:
    paper.at("/list.do?offset=0", page(rows(6, 5)))
    paper.at("/list.do?offset=10", page(rows(4, 3)))
    paper.at("/list.do?offset=20", page(rows()))
    rule = {"page_parameter": "offset", "first_page": 0, "page_step": 10}
    assert len(paper.found(entry(paper, "/list.do?offset=0", **rule))) == 4


def test_pages_by_a_link_that_may_lead_in_a_circle(paper: Paper) -> None:
    paper.at("/list.do?menu=7", page(rows(6, 5, below='<a class="next" href="?p=2">다음</a>')))
    paper.at("/list.do?p=2", page(rows(4, below='<a class="next" href="?menu=7">다음</a>')))
    assert len(paper.found(entry(paper, next="a.next"))) == 3


def test_an_endless_board_ends_at_max_pages(paper: Paper) -> None:
    for n in range(30):
        path = "/list.do?menu=7" if n == 0 else f"/list.do?menu=7&page={n + 1}"
        paper.at(path, page(rows(2 * n + 1, 2 * n + 2, link='<a href="v?{n}">x</a>').replace(b"2026-02-", b"")))
    assert len(paper.found(entry(paper, page_parameter="page", max_pages=3))) == 6
    assert len([path for path in paper.paths() if path.startswith("/list.do")]) == 3


def test_it_stops_where_all_is_known_if_the_last_run_was_whole(paper: Paper) -> None:
    paper.at("/list.do?menu=7", page(rows(6, 5)))
    paper.at("/list.do?menu=7&page=2", page(rows(4, 3)))
    paper.at("/list.do?menu=7&page=3", page(rows(2, 1)))
    rule = {"page_parameter": "page"}
    known = [paper.url(f"/view.do?id={n}") for n in (6, 4, 3)]
    assert len(paper.found(entry(paper, **rule), Known(*known))) == 4  # what is pinned on page 1 does not end it
    assert len(paper.found(entry(paper, **rule), Known(*known, was_complete=False))) == 6


def test_a_later_page_that_fails_costs_a_row(paper: Paper) -> None:
    paper.at("/list.do?menu=7", page(rows(6, 5)))
    paper.at("/list.do?menu=7&page=2", answer(500))
    source, web = paper.source(entry(paper, page_parameter="page"))
    assert len(list(source.discover())) == 2
    assert not web.is_complete


def test_a_board_in_cp949(paper: Paper) -> None:
    paper.at("/list.do?menu=7", page(rows(3).decode().encode("cp949"), content_type="text/html"))
    assert paper.found(entry(paper)) == ["/view.do?id=3"]


@pytest.mark.parametrize(
    ("body", "rule", "message"),
    [
        (rows(), {}, "has no row that fits"),
        (rows(1), {"rows": "ul.list li"}, "has no row that fits"),
        (rows(1), {"link": "a.title"}, "and no link in them"),
        (rows(1, link="<a href='javascript:go(1)'>x</a>"), {}, "and no link in them"),
        (rows(1), {"rows": "tr[["}, "is no CSS selector"),
        (b"", {}, "cannot be read"),
    ],
)
def test_a_first_page_that_shows_nothing_is_an_error_that_says_where_to_look(
    paper: Paper, body: bytes, rule: dict[str, Any], message: str
) -> None:
    paper.at("/list.do?menu=7", page(body))
    with pytest.raises(IljariError, match=message):
        paper.found(entry(paper, **rule))
