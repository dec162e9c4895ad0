"""Archives into landing: what is landed, that parts and kills change nothing, and what is said of the rest."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from extract import backfill
from extract.backfill import main, plan, read_parts
from extract.claim_batches import extract_new
from extract.collect import collect
from extract.errors import IljariError
from extract.landing import ARCHIVES, batch_folders, folders, read
from extract.load import load_new
from extract.paths import PROJECT, paths
from tests.extract.articles import landed, query
from tests.extract.paper import Paper, article, feed, xml
from tests.extract.warcs import archive, page, response, url, write
from tests.web_site import page as web_page

NAMES = ("가평군", "나주시", "다산시", "라온군", "마산구", "바다군")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "archives" / "a.warc.gz", archive(*NAMES))


def run(files: Any, **options: Any) -> backfill.PartsReport:
    return read_parts([part for parts in plan(files, **options).tasks for part in parts])


def titles() -> list[str]:
    return sorted(row["title"].split(",")[0] for row in landed("articles"))


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_articles_on_the_topic_are_landed_and_the_rest_is_counted(file: Path) -> None:
    report = run(str(file))
    assert titles() == sorted(NAMES)
    assert report.n_articles == len(NAMES)
    assert report.counts["responses"] == 4 * len(NAMES)
    assert report.counts["gate: turned away"] == 3 * len(NAMES)
    assert report.counts["gate: passed"] == len(NAMES)
    row = landed("articles")[0]
    assert (row["source"], row["fetched_at"].isoformat()) == ("archive", "2024-03-01T12:30:00+00:00")
    assert row["published_at"].isoformat() == "2023-08-08T05:52:00+00:00"  # never the crawl's time
    assert {fetch["url"] for fetch in landed("fetches")} == {url(name) for name in NAMES}
    assert {page["content"] for page in landed("pages")} == {page(name) for name in NAMES}


def test_an_archive_goes_all_the_way_to_raw(file: Path) -> None:
    run(str(file))
    assert extract_new(workers=1).n_award_claims >= 1
    load_new()
    assert query("select count(*), count(distinct article_id) from raw.articles") == [(6, 6)]
    assert query("select count(*) from raw.fetches") == [(6,)]


def test_both_encodings_and_packed_bodies_pass(tmp_path: Path) -> None:
    records = [
        response(url("1"), page("가평군", "cp949"), "text/html; charset=euc-kr"),
        response(url("2"), gzip.compress(page("나주시")), encoding="gzip"),
        response(url("3"), page("다산시"), "text/html", status="404 Not Found"),
    ]
    report = run(str(write(tmp_path / "a.warc.gz", records)))
    assert titles() == ["가평군", "나주시"]
    assert report.counts["not status 200"] == 1


def test_a_word_beside_an_article_on_something_else_lands_nothing(tmp_path: Path) -> None:
    aside = "<aside><ul><li><a href='/1'>일자리 박람회</a></li></ul></aside></body>"
    body = page("가평군").decode().replace("일자리대상", "음식대상").replace("</body>", aside)
    report = run(str(write(tmp_path / "a.warc.gz", [response(url("1"), body.encode())])))
    assert report.counts["read: not on the topic"] == 1
    assert batch_folders() == []


def test_a_second_run_finds_it_done(file: Path) -> None:
    run(str(file))
    before = everything(paths().landing)
    again = plan(str(file))
    assert (again.n_parts, again.n_done, again.tasks) == (1, 1, [])
    assert everything(paths().landing) == before


def test_a_part_that_was_planned_before_another_run_did_it_is_left_out(file: Path) -> None:
    (parts,) = plan(str(file)).tasks
    read_parts(parts)
    report = read_parts(parts)
    assert (report.n_parts, report.n_done, report.batches) == (1, 1, ())


def test_a_file_in_parts_lands_the_same_articles(file: Path) -> None:
    found = plan(str(file), part_bytes=1500)
    assert found.n_parts > 4
    run(str(file), part_bytes=1500)
    assert titles() == sorted(NAMES)
    assert len(folders(paths().landing / ARCHIVES)) == found.n_parts


def test_the_order_of_the_parts_changes_nothing(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [part for parts in plan(str(file), part_bytes=1500).tasks for part in parts]
    read_parts(parts)
    before = everything(paths().landing)
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "other"))
    for part in reversed(parts):
        read_parts([part])
    assert everything(paths().landing) == before


def test_a_moved_file_is_the_same_file_and_a_changed_one_is_not(file: Path) -> None:
    (before,) = plan(str(file)).tasks
    moved = file.parent / "moved" / file.name
    moved.parent.mkdir()
    shutil.move(file, moved)
    (after,) = plan(str(moved)).tasks
    assert after[0]["part_id"] == before[0]["part_id"]
    moved.write_bytes(moved.read_bytes() + response(url("new"), b"x"))
    (changed,) = plan(str(moved)).tasks
    assert changed[0]["part_id"] != before[0]["part_id"]


KILLED = """
import os, signal, sys
from extract import backfill
from extract.backfill import plan, read_parts
calls = []
put = backfill.put
def dying(*given):
    calls.append(1)
    if len(calls) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return put(*given)
backfill.put = dying
backfill.BATCH_PAGES = 2
read_parts([part for parts in plan(sys.argv[1]).tasks for part in parts])
"""


@pytest.mark.parametrize("calls", [1, 2, 4])
def test_killed_in_the_middle_and_run_again_is_the_same_landing(
    file: Path, calls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "BATCH_PAGES", 2)
    run(str(file))
    whole = everything(paths().landing)
    assert sum(name.endswith("articles.parquet") for name in whole) == 3
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "killed"))
    done = subprocess.run([sys.executable, "-c", KILLED, str(file), str(calls)], cwd=PROJECT, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert len(batch_folders()) == min(calls - 1, 3)
    assert folders(paths().landing / ARCHIVES) == []
    run(str(file))
    assert {name: content for name, content in everything(paths().landing).items() if ".incoming" not in name} == whole


def test_damage_becomes_rows_and_the_rest_goes_on(tmp_path: Path) -> None:
    records = archive(*NAMES)
    records[4] = records[4][:60] + b"\0" * 40 + records[4][100:]  # the article of the first name
    records[6] = response(url("packed"), b"\x1f\x8b\x08garbage", encoding="gzip")
    file = write(tmp_path / "a.warc.gz", records)
    report = run(str(file))
    assert titles() == sorted(NAMES[1:])
    assert report.counts["rejected: broken_archive"] == 1
    rows = {row["reason"]: row for row in landed("rejects")}
    assert set(rows) == {"broken_archive", "bad_encoding"}
    assert rows["bad_encoding"]["url"] == url("packed")
    assert rows["broken_archive"]["kept_at"].startswith("file:")
    assert all(row["stage"] == "fetch" for row in rows.values())
    load_new()
    assert query("select count(*) from raw.rejects") == [(2,)]


def test_a_page_that_passes_and_cannot_be_read_is_a_row_that_says_where_it_is(tmp_path: Path) -> None:
    front = "<html><body><ul><li><a href='/1'>일자리 박람회</a></li></ul></body></html>"
    run(str(write(tmp_path / "a.warc.gz", [response(url("x"), b"x"), response(url("front"), front.encode())])))
    (row,) = landed("rejects")
    assert (row["stage"], row["reason"], row["url"]) == ("read", "no_body", url("front"))
    assert row["kept_at"].split("#")[1] == str(len(response(url("x"), b"x")))
    assert landed("fetches") == []  # no yield of a source is counted by what is no article


def test_the_same_page_twice_is_one_and_an_edited_one_is_its_revision(tmp_path: Path) -> None:
    edited = page("가평군").replace(b"112%", b"115%")
    records = [response(url("1"), content) for content in (page("가평군"), page("가평군"), edited)]
    report = run(str(write(tmp_path / "a.warc.gz", records)))
    first, second = landed("articles")
    assert report.counts["duplicates"] == 1
    assert first["revision_of"] is None
    assert second["revision_of"] == first["article_id"]


def test_an_article_with_an_address_is_the_same_through_a_folder(tmp_path: Path) -> None:
    content = page("가평군").replace(b"</head>", f'<link rel="canonical" href="{url("1")}"></head>'.encode())
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "saved.html").write_bytes(content)
    collect("folder", tmp_path / "folder")
    run(str(write(tmp_path / "a.warc.gz", [response(url("1"), content)])))
    assert len({row["article_id"] for row in landed("articles")}) == 1
    assert len(landed("articles")) == 2
    load_new()
    assert query("select count(*) from raw.articles") == [(1,)]


def test_batches_stay_small(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill, "BATCH_BYTES", 2 * len(page(NAMES[0])))
    report = run(str(file))
    assert len(report.batches) == 3
    assert titles() == sorted(NAMES)


# -- which files ------------------------------------------------------------------------------------------------------------


def planned(files: Any, **options: Any) -> list[str]:
    return [Path(part["file"]).name for parts in plan(files, **options).tasks for part in parts]


@pytest.fixture
def month(tmp_path: Path) -> Path:
    folder = tmp_path / "crawl-data" / "CC-NEWS" / "2024" / "03"
    for day in ("01", "05", "31"):
        write(folder / f"CC-NEWS-202403{day}120000-00{day}0.warc.gz", archive(f"고장{day}", every=1))
    (folder / "readme.txt").write_text("")
    return folder


def test_files_come_from_folders_patterns_and_lists(month: Path, tmp_path: Path) -> None:
    names = sorted(file.name for file in month.glob("*.warc.gz"))
    assert planned(str(month)) == names
    assert planned(str(month / "*0*.warc.gz")) == names
    assert planned([str(month), str(month / names[0])]) == names
    lines = "".join(f"crawl-data/CC-NEWS/2024/03/{name}\n" for name in names)
    (tmp_path / "warc.paths").write_text(lines + "\n# the end\n")
    assert planned(str(tmp_path / "warc.paths")) == names
    (month / "warc.paths.gz").write_bytes(gzip.compress(lines.encode()))
    assert planned(str(month / "warc.paths.gz"), base=str(tmp_path)) == names
    with pytest.raises(IljariError, match=r"line 1.*Give as base"):
        plan(str(month / "warc.paths.gz"))


def test_lists_on_the_web_begin_from_their_host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from extract.sources import archive_files

    asked = []

    def fetched(address: str, local: Path) -> None:
        asked.append(address)
        local.write_bytes(gzip.compress(b"crawl-data/CC-NEWS/2024/03/CC-NEWS-20240301120000-00001.warc.gz\n"))

    monkeypatch.setattr(archive_files, "download", fetched)
    (parts,) = plan("https://archive.example/crawl-data/CC-NEWS/2024/03/warc.paths.gz").tasks
    assert asked == ["https://archive.example/crawl-data/CC-NEWS/2024/03/warc.paths.gz"]
    assert [part["file"] for part in parts] == [
        "https://archive.example/crawl-data/CC-NEWS/2024/03/CC-NEWS-20240301120000-00001.warc.gz"
    ]


def test_a_file_on_the_web_is_fetched_once_and_known_by_its_address(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extract.sources import archive_files

    asked = []

    def fetched(address: str, local: Path) -> None:
        asked.append(address)
        shutil.copy(file, local)

    monkeypatch.setattr(archive_files, "download", fetched)
    address = "https://user:secret@archive.example/a.warc.gz?token=secret"
    report = run(address)
    assert report.n_articles == len(NAMES)
    assert plan(address).tasks == []
    assert asked == [address]
    receipts = [
        row for folder in folders(paths().landing / ARCHIVES) for row in read(folder / "receipts.parquet").to_pylist()
    ]
    assert "secret" not in json.dumps(receipts)


def test_a_range_chooses_files_by_the_time_in_their_names(month: Path) -> None:
    assert planned(str(month), since="2024-03-02", until="2024-03-05") == [
        "CC-NEWS-20240301120000-00010.warc.gz",  # goes on into the second
        "CC-NEWS-20240305120000-00050.warc.gz",
    ]
    whole, some = plan(str(month)).tasks, plan(str(month), since="2024-03-02", until="2024-03-05").tasks
    assert [parts[0]["part_id"] for parts in some] == [parts[0]["part_id"] for parts in whole[:2]]
    with pytest.raises(IljariError, match="None of 3 WARC files"):
        plan(str(month), since="2025-01-01")


def test_a_range_chooses_captures_where_a_name_tells_no_time(file: Path) -> None:
    assert run(str(file), until="2024-02-29").counts["out of range"] == len(NAMES)
    assert run(str(file), since="2024-03-01", until="2024-03-01").n_articles == len(NAMES)


def test_more_parts_than_airflow_maps_over_share_tasks(month: Path) -> None:
    found = plan(str(month), part_bytes=300, most_tasks=4)
    assert len(found.tasks) <= 4
    assert sum(map(len, found.tasks)) == found.n_parts > 4


@pytest.mark.parametrize(
    ("files", "options", "message"),
    [
        ("/no/such", {}, "There is no /no/such"),
        ("/no/such.warc.gz", {}, "There is no"),
        ("/no/such.paths", {}, "cannot be read"),
        ("memory://nothing/here/", {}, "No WARC file"),
        ([], {}, "No WARC file"),
        ("README.md", {}, "is no WARC file"),
        ("x.warc", {"since": "yesterday"}, "since: 'yesterday' is no day"),
        ("x.warc", {"since": "2024-02-01", "until": "2024-01-01"}, "ends .* before it begins"),
    ],
)
def test_what_cannot_be_planned_says_why(files: Any, options: dict[str, str], message: str) -> None:
    with pytest.raises(IljariError, match=message):
        plan(files, **options)


def test_a_file_that_is_gone_says_so(file: Path) -> None:
    (parts,) = plan(str(file)).tasks
    file.unlink()
    with pytest.raises(IljariError, match="cannot be read"):
        read_parts(parts)


def test_the_command_line_says_what_it_did(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file)]) == 0
    assert "1 files in 1 parts, 0 read before; 6 articles in 1 batches" in capsys.readouterr().out
    assert main([str(file)]) == 0
    assert "1 read before; 0 articles" in capsys.readouterr().out
    assert main(["/no/such"]) == 1
    assert "There is no /no/such" in capsys.readouterr().err


@pytest.mark.parametrize("order", ["archive first", "feed first"])
def test_an_article_through_an_archive_and_a_feed_is_one(paper: Paper, tmp_path: Path, order: str) -> None:
    """Also where the archive has other forms of its address; and what an archive has brought is not asked for."""
    (link,) = paper.publish("a")
    paper.at("/a", web_page(article("가람시")))
    paper.at("/feed.xml", xml(feed(link)))
    captures = [link + "?utm_source=rss", link.replace("http:", "https:") + "#top", link + "?outputType=amp"]
    archived = str(write(tmp_path / "a.warc.gz", [response(at, article("가람시")) for at in captures]))
    if order == "archive first":
        run(archived)
        paper.collect()
        assert "/a" not in paper.paths()
    else:
        paper.collect()
        run(archived)
        assert len(landed("articles")) == 2
    load_new()
    assert query("select count(*), count(distinct address) from raw.articles") == [(1, 1)]


def test_versions_that_do_not_know_of_each_other_have_one_address(paper: Paper, tmp_path: Path) -> None:
    """An archive is read beside the feed, or in parts beside each other: the model takes the newest (int_articles_selected)."""
    (link,) = paper.publish("a")
    paper.at("/a", web_page(article("가람시", n=31)))
    paper.at("/feed.xml", xml(feed(link)))
    paper.collect()
    early = response(link + "?utm_source=x", article("가람시", n=30), at=datetime(2024, 3, 1, tzinfo=UTC))
    late = response(link, article("가람시", n=29), at=datetime(2024, 3, 2, tzinfo=UTC))
    for name, record in (("a", early), ("b", late)):
        run(str(write(tmp_path / f"{name}.warc.gz", [record])))
    load_new()
    assert query("select count(*), count(distinct address), count(revision_of) from raw.articles") == [(3, 1, 0)]


def test_a_page_is_believed_about_its_address_within_its_own_site(tmp_path: Path) -> None:
    theirs = '<link rel="canonical" href="https://victim.example/news/1">'
    own = f'<link rel="canonical" href="{url("3")}">'
    records = [
        response("https://thief.example/a", article("가람시", head=theirs)),
        response(url("3") + "&ref=x", article("나루시", head=own)),
        response("https://m.paper.example/mobile/3", article("나루시", n=2, head=own)),
    ]
    run(str(write(tmp_path / "a.warc.gz", records)))
    assert {row["url"] for row in landed("articles")} == {"https://thief.example/a", url("3")}
    assert len(landed("articles")) == 2  # the mobile form is no version of its own
