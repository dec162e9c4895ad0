"""What belongs to a page: the later parts of its article, and the files attached to a notice, over a site on loopback."""

from typing import Any

import pytest

from extract.load import load_new
from tests.extract.articles import landed, query
from tests.extract.paper import Paper, article, counts, feed, xml
from tests.extract.reading.attachments.making import hwpx, paragraph, pdf_with_password
from tests.extract.warcs import response, write
from tests.web_site import answer, page, robots

TEXTS = {
    1: "가람시는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다.",
    2: "사업은 모두 아홉 가지이며 예산은 지난해의 두 배로 늘었다고 시는 설명했다.",
    3: "시 관계자는 더 많은 시민이 참여하게 하겠다고 거듭 말했다.",
}
FILE_TEXT = "가람시는 지역일자리 목표 공시제에서 올해 일자리 3,000개를 만들겠다고 밝혔다."
TITLE = "가람시 일자리대책 공시"


def address(part: int) -> str:
    return "/read?id=7" if part == 1 else f"/read?id=7&page={part}"


def part(number: int, last: int = 3) -> bytes:
    links = f'<link rel="next" href="{address(number + 1)}">' if number < last else ""
    links += f'<a rel="prev" href="{address(number - 1)}">이전 페이지</a>' if number > 1 else ""
    return (
        '<html><head><title>가람시, 일자리 사업 새로 짠다</title><meta charset="utf-8">'
        '<meta property="article:published_time" content="2026-02-27T09:30:00+09:00"></head>'
        f"<body><h1>가람시, 일자리 사업 새로 짠다</h1><div id='articleBody'><p>{TEXTS[number]}</p></div>{links}</body></html>"
    ).encode()


@pytest.fixture
def in_parts(paper: Paper) -> Paper:
    for number in TEXTS:
        paper.at(address(number), page(part(number), etag=f'"{number}"'))
    paper.at("/feed.xml", xml(feed(paper.url(address(1))), etag='"f"'))
    return paper


def purposes() -> dict[str, str]:
    """path → purpose, of what decided."""
    return {row["url"].split("/", 3)[3]: row["purpose"] for row in landed("fetches") if row["is_last"]}


def reasons() -> list[str]:
    return sorted(row["reason"] for row in landed("rejects"))


def test_the_parts_of_an_article_are_fetched_and_joined(in_parts: Paper) -> None:
    report = in_parts.collect()
    assert counts(report) == {"found": 1, "fetched": 1, "articles": 1}
    assert not report.warnings
    (row,) = landed("articles")
    assert row["body"] == "\n\n".join(TEXTS.values())
    assert row["url"].endswith("/read?id=7")
    assert purposes() == {
        "feed.xml": "list",
        "read?id=7": "page",
        "read?id=7&page=2": "part",
        "read?id=7&page=3": "part",
    }
    assert len(landed("pages")) == 3
    assert in_parts.again(in_parts.entry(recheck_days=9), hours=30)[1] == ["/feed.xml", "/read?id=7"]


def test_a_part_that_is_gone_is_a_warning(in_parts: Paper) -> None:
    in_parts.at(address(3), answer(404))
    report = in_parts.collect()
    assert report.warnings == {"part_missing": 1}
    assert landed("articles")[0]["body"] == f"{TEXTS[1]}\n\n{TEXTS[2]}"
    assert reasons() == ["http_404"]


def test_a_part_that_robots_forbid_is_not_asked_for(in_parts: Paper) -> None:
    in_parts.at("/robots.txt", robots("User-agent: *", "Disallow: /*page=3"))
    in_parts.collect()
    assert address(3) not in in_parts.paths()
    assert reasons() == ["forbidden_by_robots"]


def test_a_part_that_cannot_be_had_now_makes_the_article_wait(in_parts: Paper) -> None:
    broken = [answer(500)] * 3
    in_parts.at(address(2), *broken, page(part(2)))
    with pytest.raises(Exception, match="http_5xx 1"):
        in_parts.collect()
    assert not landed("articles")
    report, asked = in_parts.again(minutes=20)
    assert asked == ["/feed.xml", address(1), address(2), address(3)]
    assert counts(report)["articles"] == 1
    assert landed("articles")[0]["body"] == "\n\n".join(TEXTS.values())


def test_what_is_there_is_taken_at_the_last_try(in_parts: Paper) -> None:
    in_parts.at(address(2), answer(500))
    in_parts.at("/feed.xml", xml(feed(in_parts.url(address(1)), *in_parts.publish("a"))))
    in_parts.collect()
    for _ in range(4):
        in_parts.again(days=4)
    assert len(landed("articles")) == 1
    in_parts.again(days=4)
    assert TEXTS[1] in [row["body"] for row in landed("articles")]


def test_a_part_without_the_first_is_a_reject(in_parts: Paper) -> None:
    (url,) = in_parts.publish("a")
    in_parts.at("/feed.xml", xml(feed(in_parts.url(address(2)), url)))
    report = in_parts.collect()
    assert counts(report) == {"found": 2, "fetched": 2, "articles": 1, "rejected": 1}
    assert reasons() == ["part_without_first"]


def test_parts_that_lead_in_a_circle_or_without_an_end_are_left(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.completing.MOST_PARTS", 4)
    monkeypatch.setitem(TEXTS, 4, "넷째")
    for number in range(1, 30):
        monkeypatch.setitem(TEXTS, number, f"{TEXTS[1]} {number}번째 이야기를 이어 간다고 시는 말했다.")
        paper.at(address(number), page(part(number, last=99)))
    paper.at("/feed.xml", xml(feed(paper.url(address(1)))))
    report = paper.collect()
    assert [path for path in paper.paths() if "read" in path] == [address(number) for number in range(1, 5)]
    assert report.warnings == {"part_missing": 1}


def test_the_parts_in_an_archive_are_joined_too(in_parts: Paper, tmp_path: Any) -> None:
    from extract.backfill import plan, read_parts

    records = [response(in_parts.url(address(number)), part(number)) for number in (2, 3, 1)]
    records.append(response(in_parts.url("/other?id=8&page=2"), part(2).replace(b"/read?id=7", b"/other?id=8")))
    # The gate asks each page by itself: the second and third have a word on the topic in their titles.
    file = write(tmp_path / "a.warc.gz", records)
    read_parts([one for task in plan(str(file)).tasks for one in task])
    assert reasons() == ["part_without_first"]
    in_parts.collect()
    load_new()
    assert query("select count(*), any_value(body) from raw.articles") == [(1, "\n\n".join(TEXTS.values()))]


def notice(body: str, *links: str) -> bytes:
    files = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return (
        f'<html><head><title>{TITLE}</title><meta charset="utf-8"></head><body><div class="view"><h3>{TITLE}</h3>'
        f"<p>등록일 2026-02-26 14:10</p><div class='view_con'>{body}</div><ul>{files}</ul></div></body></html>"
    ).encode()


@pytest.fixture
def board(paper: Paper) -> Paper:
    rows = '<tr><td><a href="/view?no=1">가람시 일자리대책 공시</a></td></tr>'
    paper.at("/list.do", page(f"<html><body><table>{rows}</table></body></html>".encode()))
    paper.at("/view?no=1", page(notice("", "/file?name=대책.hwpx", "/map.jpg", "http://10.0.0.1/x.pdf")))
    paper.at(
        "/file?name=%EB%8C%80%EC%B1%85.hwpx", page(hwpx(paragraph(FILE_TEXT)), content_type="application/haansofthwpx")
    )
    return paper


def board_entry(paper: Paper, **fields: Any):
    return paper.entry("board", "/list.do", list={"rows": "tr"}, **({"attachments": True} | fields))


def test_a_notice_whose_text_is_in_its_attachment_is_an_article(board: Paper) -> None:
    report = board.collect(board_entry(board))
    assert counts(report) == {"found": 1, "fetched": 1, "articles": 1}
    (row,) = landed("articles")
    assert (row["title"], row["body"]) == (TITLE, FILE_TEXT)
    assert (row["published_at"].isoformat(), row["published_precision"]) == ("2026-02-26T05:10:00+00:00", "minute")
    assert "/file?name=" in row["url"]
    assert sorted(purposes().values()) == ["attachment", "list", "page"]
    assert not [path for path in board.paths() if "map" in path]
    assert board.again(board_entry(board))[1] == ["/list.do"]


def test_attachments_are_left_where_the_entry_does_not_ask_for_them(board: Paper) -> None:
    with pytest.raises(Exception, match="no_body 1"):
        board.collect(board_entry(board, attachments=False))
    assert not [path for path in board.paths() if "file" in path]


def test_a_notice_with_a_text_keeps_it_beside_its_attachment(board: Paper) -> None:
    board.at("/view?no=1", page(notice(f"<p>{TEXTS[1]}</p><p>{TEXTS[2]}</p>", "/file?name=대책.hwpx")))
    assert counts(board.collect(board_entry(board)))["articles"] == 2
    assert {row["title"] for row in landed("articles")} == {TITLE}
    assert len({row["published_at"] for row in landed("articles")}) == 1


def test_an_attachment_that_cannot_be_read_is_a_reject_beside_that_of_its_notice(board: Paper) -> None:
    board.at("/view?no=1", page(notice("", "/a.pdf")))
    board.at("/a.pdf", page(pdf_with_password(), content_type="application/pdf"))
    with pytest.raises(Exception, match="encrypted 1, no_body 1"):
        board.collect(board_entry(board))
    assert reasons() == ["encrypted", "no_body"]


def test_an_attachment_that_cannot_be_had_now_makes_the_notice_wait(board: Paper) -> None:
    board.at("/file?name=%EB%8C%80%EC%B1%85.hwpx", *[answer(503)] * 3, page(hwpx(paragraph(FILE_TEXT))))
    with pytest.raises(Exception, match="http_5xx 1"):
        board.collect(board_entry(board))
    report, _ = board.again(board_entry(board), minutes=20)
    assert counts(report)["articles"] == 1


def test_articles_that_need_nothing_else_ask_for_nothing_else(paper: Paper) -> None:
    (url,) = paper.publish("a")
    paper.at("/a", page(article("가람시")))
    paper.at("/feed.xml", xml(feed(url)))
    paper.collect()
    assert paper.paths() == ["/robots.txt", "/feed.xml", "/a"]
