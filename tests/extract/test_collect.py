import json
import os
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extract import collect as module
from extract.collect import collect, main
from extract.errors import IljariError
from extract.landing import batch_folders
from extract.load import load_new
from extract.paths import paths
from extract.sources import Item
from extract.tables import ARTICLES, FETCHES, PAGES, REJECTS
from tests.extract.articles import landed, query, write, write_record

SENTENCE = "가람시는 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", "가람시", "나루군", "다솔구")


def test_a_run_lands_pages_articles_and_attempts(folder: Path) -> None:
    report = collect("folder", folder)
    assert (report.n_found, report.n_fetched, report.n_articles, report.n_rejected) == (3, 3, 3, 0)
    (batch,) = batch_folders()
    assert report.batches == (batch.name,)
    for name, schema in {"fetches": FETCHES, "pages": PAGES, "articles": ARTICLES, "rejects": REJECTS}.items():
        assert pq.read_schema(batch / f"{name}.parquet").equals(schema)
    pages = {page["page_sha256"]: page["content"] for page in landed("pages")}
    for article in landed("articles"):
        page = pages[article["page_sha256"]].decode()
        assert all(line in page for line in article["text"].splitlines())
        assert article["landing_file"] == f"batches/{batch.name}"
        assert article["published_at"] == datetime(2024, 8, 8, 5, 52, tzinfo=UTC)
    assert {fetch["outcome"] for fetch in landed("fetches")} == {"fetched"}


def test_a_report_is_plain_values(folder: Path) -> None:
    assert json.loads(json.dumps(asdict(collect("folder", folder))))["n_articles"] == 3


def test_a_second_run_adds_nothing(folder: Path) -> None:
    collect("folder", folder)
    before = landed("fetches")
    report = collect("folder", folder)
    assert (report.n_found, report.n_unchanged, report.n_fetched, report.batches) == (3, 3, 0, ())
    assert landed("fetches") == before


def test_another_source_fetches_the_same_files_for_itself_and_lands_no_article_twice(folder: Path) -> None:
    collect("sample", folder)
    report = collect("folder", folder)
    assert (report.n_fetched, report.n_articles, report.n_duplicates) == (3, 0, 3)
    assert sorted(fetch["source"] for fetch in landed("fetches")) == ["folder"] * 3 + ["sample"] * 3
    assert len(landed("articles")) == 3
    assert collect("folder", folder).n_unchanged == 3


def test_known_files_are_not_even_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = datetime.now(UTC) + timedelta(minutes=1)
    collect("folder", folder, clock=lambda: later)

    def opened(self: object, item: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr("extract.sources.folder.Folder.fetch", opened)
    assert collect("folder", folder).n_unchanged == 3


@pytest.mark.parametrize(("seconds_later", "n_revisions"), [(1, 1), (5, 0)])
def test_a_stamp_is_trusted_when_it_is_older_than_the_clocks_grain(
    folder: Path, monkeypatch: pytest.MonkeyPatch, seconds_later: int, n_revisions: int
) -> None:
    """A file that is written twice within one tick has the same size and stamps: only reading tells."""
    changed_at = datetime(2025, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(
        "extract.sources.folder._item", lambda url, path: Item(url, str(path), etag="same", changed_at=changed_at)
    )
    collect("folder", folder, clock=lambda: changed_at + timedelta(seconds=seconds_later))
    file = folder / "가람시.txt"
    file.write_text(file.read_text("utf-8").replace("올해", "내년"), "utf-8")
    assert collect("folder", folder).n_revisions == n_revisions


def test_a_touched_file_is_known_by_its_content(folder: Path) -> None:
    collect("folder", folder)
    os.utime(folder / "가람시.txt", (1, 1))
    assert collect("folder", folder).n_unchanged == 3


def test_only_what_is_new_is_landed(folder: Path) -> None:
    collect("folder", folder)
    write(folder, "라온시")
    report = collect("folder", folder)
    assert (report.n_unchanged, report.n_articles, len(batch_folders())) == (3, 1, 2)


def test_the_same_input_gives_the_same_ids_and_batches(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = collect("folder", folder)
    ids = sorted(article["article_id"] for article in landed("articles"))
    monkeypatch.setenv("ILJARI_VAR", str(paths().var) + "2")
    assert collect("folder", folder).batches == first.batches
    assert sorted(article["article_id"] for article in landed("articles")) == ids


def test_many_files_are_cut_into_batches_that_do_not_depend_on_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH_PAGES", 4)
    names = [f"마을{number}" for number in range(10)]
    report = collect("folder", write(tmp_path / "in", *names))
    assert len(report.batches) == 3
    assert sorted(len(pq.read_table(batch / "pages.parquet")) for batch in batch_folders()) == [2, 4, 4]
    for name in names:
        (tmp_path / "in" / f"{name}.txt").unlink()
    monkeypatch.setenv("ILJARI_VAR", str(paths().var) + "2")
    assert collect("folder", write(tmp_path / "in", *reversed(names))).batches == report.batches


def test_batches_are_cut_by_bytes_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_BYTES", 1)
    assert len(collect("folder", folder).batches) == 3


def test_the_same_content_under_two_names_is_one_article(folder: Path) -> None:
    (folder / "copy.txt").write_bytes((folder / "가람시.txt").read_bytes())
    report = collect("folder", folder)
    assert (report.n_fetched, report.n_articles, report.n_duplicates) == (4, 3, 1)
    assert len(landed("pages")) == 3
    (folder / "later.txt").write_bytes((folder / "가람시.txt").read_bytes())
    report = collect("folder", folder)
    assert (report.n_articles, report.n_duplicates) == (0, 1)


def test_a_changed_file_is_a_revision_of_what_it_was(folder: Path) -> None:
    collect("folder", folder)
    (old,) = [article for article in landed("articles") if "가람시" in article["title"]]
    file = folder / "가람시.txt"
    file.write_text(file.read_text("utf-8").replace("다음 달", "이달"), "utf-8")
    report = collect("folder", folder)
    (new,) = [article for article in landed("articles") if "이달" in article["body"]]
    assert (report.n_articles, report.n_revisions) == (1, 1)
    assert new["revision_of"] == old["article_id"] != new["article_id"]
    assert new["url"] == old["url"]
    file.write_text(file.read_text("utf-8").replace("이달", "모레"), "utf-8")
    collect("folder", folder)
    (newest,) = [article for article in landed("articles") if "모레" in article["body"]]
    assert newest["revision_of"] == new["article_id"]


def test_an_own_address_makes_revisions_across_files(tmp_path: Path) -> None:
    url = "https://example.org/news/1"
    write_record(tmp_path / "in", "a", SENTENCE, url)
    collect("folder", tmp_path / "in")
    write_record(tmp_path / "in", "b", SENTENCE + " 고침.", url)
    write_record(tmp_path / "in", "c", SENTENCE, "https://example.org/news/2")
    report = collect("folder", tmp_path / "in")
    assert (report.n_articles, report.n_revisions) == (2, 1)
    articles = {article["url"]: article for article in landed("articles") if article["revision_of"] is None}
    assert set(articles) == {url, "https://example.org/news/2"}


def test_lines_without_a_name_are_no_revisions_of_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [json.dumps({"text": f"{SENTENCE} {number}"}) for number in range(3)]
    (folder / "a.jsonl").write_text("\n".join(lines))
    collect("folder", folder)
    (folder / "a.jsonl").write_text("\n".join([json.dumps({"text": SENTENCE + " 새것"}), *lines]))
    report = collect("folder", folder)
    assert (report.n_articles, report.n_duplicates, report.n_revisions) == (1, 3, 0)


def test_broken_files_cost_a_row_each_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "cut.html").write_text("<html><body><p>반쪽")
    (folder / "bad.txt").write_bytes(b"abc \xff\xff\xff")
    (folder / "lines.jsonl").write_text(json.dumps({"text": SENTENCE}) + "\n{bad\n")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    report = collect("folder", folder)
    assert report.n_articles == 4
    assert report.rejected == {
        "bad_json": 1,
        "empty": 1,
        "truncated": 1,
        "undecodable": 1,
        "unknown_format": 1,
        "unreadable": 1,
    }
    rejects = {Path(reject["url"]).name: reject for reject in landed("rejects")}
    assert set(rejects) == {"empty.txt", "photo.jpg", "cut.html", "bad.txt", "lines.jsonl#line-2", "gone.txt"}
    pages = {page["page_sha256"]: page["content"] for page in landed("pages")}
    assert pages[rejects["photo.jpg"]["page_sha256"]] == b"\xff\xd8\xff"
    assert (paths().landing / rejects["photo.jpg"]["kept_at"]).is_file()
    assert rejects["gone.txt"]["stage"] == "fetch"
    again = collect("folder", folder)
    assert (again.n_unchanged, again.batches) == (report.n_found, ())


def test_a_source_that_yields_nothing_is_an_error_every_time(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF")
    (folder / "b.txt").write_bytes(b" ")
    with pytest.raises(IljariError, match=r"yields no article: 2 files.*empty 1, unknown_format 1"):
        collect("folder", folder)
    assert len(landed("rejects")) == 2
    with pytest.raises(IljariError, match="rejected before"):
        collect("folder", folder)
    assert len(landed("rejects")) == 2
    write(folder, "가람시")
    assert collect("folder", folder).n_articles == 1


def test_warnings_are_counted(folder: Path) -> None:
    (folder / "future.txt").write_text("라온시, 일자리 사업\n승인 2082-01-01 10:00\n" + SENTENCE, "utf-8")
    assert collect("folder", folder).warnings == {"impossible_publication_date": 1}


def test_a_damaged_batch_is_fetched_again(folder: Path) -> None:
    collect("folder", folder)
    (batch,) = batch_folders()
    (batch / "fetches.parquet").write_bytes(b"damaged")
    write(folder, "라온시")
    assert collect("folder", folder).n_fetched == 4


def test_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    assert "3 found, 0 unchanged, 3 fetched: 3 new articles" in capsys.readouterr().out
    assert main([str(folder / "nowhere")]) == 1
    assert "no folder" in capsys.readouterr().err


def test_the_region_of_a_dateline_is_landed_and_old_files_have_none(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = (
        "가람시 일자리 사업\n승인 2024-08-08 14:52\n\n[전북=뉴스가] 가람시는 올해 일자리 사업을 새로 짠다고 밝혔다.\n"
    )
    (tmp_path / "in" / "a.txt").write_text(text, "utf-8")
    collect("folder", tmp_path / "in")
    (row,) = landed("articles")
    assert row["byline_region"] == "전북"
    (batch,) = batch_folders()
    old = pq.read_table(batch / "articles.parquet").drop_columns(["byline_region", "address"])
    pq.write_table(old, batch / "articles.parquet")
    load_new()
    assert query("select byline_region, address from raw.articles") == [(None, None)]
