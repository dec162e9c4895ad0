import multiprocessing
import shutil
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest

from extract import claim_batches as module
from extract.claim_batches import extract_new, main
from extract.collect import collect
from extract.landing import batch_folders, claim_folders, signature_folders
from extract.paths import paths
from extract.reading.dates import KST
from extract.tables import AWARD_CLAIMS, EXTRACTIONS, INDICATOR_CLAIMS, REJECTS, TARGET_CLAIMS
from tests.extract.articles import landed, write, write_record
from tests.extract.readers import first_word, wrong_evidence

SENTENCE = "가람시, 올해 일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write(tmp_path / "in", "가람시", "나루군", "다솔구")
    collect("folder", folder)
    return folder


def claimed(name: str) -> list[dict]:
    return [row for folder in claim_folders() for row in pq.read_table(folder / f"{name}.parquet").to_pylist()]


def test_every_batch_is_read_once_by_a_version(folder: Path) -> None:
    report = extract_new(reader=first_word, version="1")
    (batch,) = batch_folders()
    assert report.batches == (batch.name,)
    assert (report.n_articles, report.n_award_claims, report.n_target_claims, report.n_rejected) == (3, 3, 0, 0)
    assert extract_new(reader=first_word, version="1").batches == ()
    write(folder, "라온시")
    collect("folder", folder)
    assert extract_new(reader=first_word, version="1").n_articles == 1


def test_a_new_version_reads_all_again_beside_the_old(folder: Path) -> None:
    extract_new(reader=first_word, version="1")
    assert extract_new(reader=first_word, version="2").n_articles == 3
    assert [path.parent.name for path in claim_folders()] == ["1", "2"]
    assert len({claim["claim_id"] for claim in claimed("award_claims")}) == 6


def test_every_batch_is_signed_once_also_where_its_claims_were_read_before(folder: Path) -> None:
    assert extract_new(reader=first_word, version="1").n_signed == 3
    assert extract_new(reader=first_word, version="2").n_signed == 0
    (signatures,) = signature_folders()
    signed = pq.read_table(signatures / "signatures.parquet").to_pylist()
    assert len({row["article_id"] for row in signed}) == 3
    shutil.rmtree(signatures)
    again = extract_new(reader=first_word, version="1")
    assert (again.batches, again.n_signed) == ((), 3)
    assert pq.read_table(signatures / "signatures.parquet").to_pylist() == signed


def test_the_files_have_the_columns_of_their_tables(folder: Path) -> None:
    extract_new(reader=first_word, version="1")
    (claims,) = claim_folders()
    schemas = {
        "award_claims": AWARD_CLAIMS,
        "target_claims": TARGET_CLAIMS,
        "indicator_claims": INDICATOR_CLAIMS,
        "extractions": EXTRACTIONS,
        "rejects": REJECTS,
    }
    assert {file.stem for file in claims.iterdir()} == set(schemas)
    for name, schema in schemas.items():
        assert pq.read_schema(claims / f"{name}.parquet").equals(schema)


def test_a_claim_said_twice_in_the_same_words_is_one(folder: Path) -> None:
    extract_new(reader=first_word, version="1")
    texts = {article["article_id"]: article["text"] for article in landed("articles")}
    claims = claimed("award_claims")
    assert len(claims) == 3
    for claim in claims:
        assert texts[claim["article_id"]][claim["evidence_start"] : claim["evidence_end"]] == claim["evidence_text"]
    assert [row["n_award_claims"] for row in claimed("extractions")] == [1, 1, 1]


def test_an_article_that_breaks_the_extractor_costs_a_row(folder: Path) -> None:
    write_record(folder, "고장", SENTENCE + " 고장")
    collect("folder", folder)
    report = extract_new(reader=first_word, version="1")
    assert (report.n_articles, report.n_award_claims, report.rejected) == (4, 3, {"extractor_failed": 1})
    (reject,) = claimed("rejects")
    assert reject["stage"] == "extract"
    assert reject["detail"] == "extractor 1: ValueError: cannot read 고장"
    assert (paths().landing / reject["kept_at"]).is_file()
    assert len(claimed("extractions")) == 3


def test_evidence_that_is_not_in_the_text_is_refused(folder: Path) -> None:
    report = extract_new(reader=wrong_evidence, version="1")
    assert (report.n_award_claims, report.rejected) == (0, {"extractor_failed": 3})


def test_a_damaged_batch_is_left_out_and_read_when_it_is_whole_again(folder: Path) -> None:
    (batch,) = batch_folders()
    whole = (batch / "articles.parquet").read_bytes()
    (batch / "articles.parquet").write_bytes(whole[:100])
    report = extract_new(reader=first_word, version="1")
    assert (report.batches, report.rejected) == ((), {"damaged_file": 1})
    (batch / "articles.parquet").write_bytes(whole)
    assert extract_new(reader=first_word, version="1").n_articles == 3


def test_the_result_does_not_depend_on_the_number_of_processes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract_new(workers=2, reader=first_word, version="1")
    many = claimed("award_claims")
    (claims,) = claim_folders()
    for file in claims.iterdir():
        file.unlink()
    claims.rmdir()
    extract_new(workers=1, reader=first_word, version="1")
    assert claimed("award_claims") == many


def test_many_articles_are_worth_a_pool_and_few_are_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pools: list[int] = []

    class Pool(module.ProcessPoolExecutor):
        def __init__(self, workers: int, **options: object) -> None:
            pools.append(workers)
            super().__init__(workers, **options)

    monkeypatch.setattr(module, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(module, "_cores", lambda: 2)
    extract_new(reader=first_word, version="1")
    assert pools == []
    monkeypatch.setattr(module, "WORTH_A_POOL", 3)
    extract_new(reader=first_word, version="2")
    assert pools == [2]
    monkeypatch.setattr(multiprocessing.current_process(), "_config", {"daemon": True})
    extract_new(reader=first_word, version="3")
    assert pools == [2]


def test_the_reader_is_told_title_address_and_korean_time(folder: Path) -> None:
    told: list[tuple] = []

    def reader(text: str, published=None, title=None, url=None) -> SimpleNamespace:
        told.append((title, url, published))
        return SimpleNamespace(awards=(), targets=(), indicators=())

    write_record(folder, "x", SENTENCE, "https://example.org/x")
    (folder / "day.json").write_text('{"title": "날짜만", "text": "' + SENTENCE + '", "published": "2024-08-08"}')
    collect("folder", folder)
    extract_new(reader=reader, version="1")
    by_title = {title: (url, published) for title, url, published in told}
    assert by_title["x"] == ("https://example.org/x", None)
    assert by_title["날짜만"][1] == date(2024, 8, 8)
    minute = by_title["가람시, 일자리 사업 새로 짠다"][1]
    assert minute == datetime(2024, 8, 8, 14, 52, tzinfo=KST)
    assert minute.hour == 14


def test_the_command_line_reads_with_the_real_extractor(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "1 batches, 3 articles: 0 award claims" in capsys.readouterr().out
