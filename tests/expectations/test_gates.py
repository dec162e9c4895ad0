"""The gates: what is right passes, each fault is named with table, expectation, what was seen and where."""

import dataclasses
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from expectations import gates, marts, outcomes
from expectations.gates import CheckFailed, check, main
from expectations.suites import SuiteError
from extract.errors import IljariError
from extract.paths import PROJECT, paths
from extract.web.attempts import FETCHED, NOT_MODIFIED, REASONS, REDIRECTED

Change = Callable[[str], None]
Only = Callable[..., tuple[str, Path]]


def page(gate: str) -> str:
    return (paths().data_docs / gate / "index.html").read_text(encoding="utf-8")


class TestWhatIsRight:
    @pytest.mark.parametrize(
        ("gate", "table", "n_rows"), [("landed", "raw.articles", 1), ("candidate", "marts.fct_fact_evidence", 3)]
    )
    def test_passes_without_a_warning(self, warehouse: Path, gate: str, table: str, n_rows: int) -> None:
        report = check(gate)
        assert report.n_passed == report.n_expectations > 50
        assert (report.n_warned, report.warnings) == (0, ())
        assert report.tables[table] == n_rows
        assert report.docs_path == str(paths().data_docs / gate / "index.html")
        assert json.loads(json.dumps(dataclasses.asdict(report)))["gate"] == gate

    def test_the_outcome_is_kept_and_the_history_grows(self, warehouse: Path, only: Only) -> None:
        gate = only("candidate/award_editions")
        report = check(*gate)
        check(*gate)
        outcome = outcomes.last("candidate")
        assert outcome is not None
        assert (outcome["is_passed"], outcome["content_sha256"]) == (True, report.content_sha256)
        assert len((paths().checks / "history.jsonl").read_text(encoding="utf-8").splitlines()) == 2
        assert outcomes.last("landed") is None

    def test_marts_without_a_fact_pass(self, warehouse: Path, change: Change) -> None:
        for table in (
            "fct_job_awards",
            "fct_job_targets",
            "fct_employment_indicators",
            "fct_fact_evidence",
            "fct_fact_log",
            "fct_job_target_versions",
            "municipality_year",
        ):
            change(f"delete from marts.{table}")
        assert check("candidate").n_warned == 0

    def test_articles_without_a_claim_pass(self, warehouse: Path, change: Change, only: Only) -> None:
        for kind in ("award", "target", "indicator"):
            change(f"delete from raw.{kind}_claims; update raw.extractions set n_{kind}_claims = 0")
            only(f"landed/{kind}_claims")
        only("landed/articles")
        assert check(*only("landed/extractions")).n_warned == 0


class TestEmptyTables:
    def test_no_article_is_the_only_fault_of_an_empty_landing_and_goes_to_stderr(
        self, empty_warehouse: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["landed"]) == 1
        captured = capsys.readouterr()
        assert captured.err.startswith("Gate 'landed' stops: 1 of")
        assert "raw.articles: expect_table_row_count_to_be_between(min_value=1)" in captured.err
        assert "observed: 0" in captured.err
        assert captured.out == ""

    def test_no_municipality_is_the_only_fault_of_empty_marts(self, empty_warehouse: Path) -> None:
        with pytest.raises(CheckFailed) as error:
            check("candidate")
        assert "stops: 1 of" in str(error.value)
        assert "marts.dim_municipality: expect_table_row_count_to_be_between" in str(error.value)


#: suite, the fault, what the message must hold: table and expectation (it alone is looked at), what was seen, the row
FAULTS = [
    ("landed/articles", "insert into raw.articles from raw.articles", ["raw.articles: expect_column_values_to_be_unique(column='article_id')", "2 of 2 values", "url=https://news.example/1"]),
    ("landed/articles", "update raw.articles set body = e' \\n\\t'", ["raw.articles: expect_column_values_to_be_between(column='body_length', min_value=1)", "0 (1×)", "article_id=a1"]),
    ("landed/articles", "update raw.articles set title = 'x', body = repeat('?', 200)", ["column='has_hangul'", "False (1×)"]),
    ("landed/articles", "update raw.articles set published_at = '2082-01-01 00:00:00+00'", ["column='published_days_after_fetch'", "article_id=a1"]),
    ("landed/articles", "update raw.articles set published_at = '1970-01-01 00:00:00+00'", ["column='published_year'", "1970 (1×)"]),
    ("landed/fetches", "update raw.fetches set outcome = 'lost'", ["raw.fetches: expect_column_values_to_be_in_set(column='outcome'", "lost (1×)", "fetch_id=f1"]),
    ("landed/fetches", "update raw.fetches set purpose = 'advert'", ["expect_column_values_to_be_in_set(column='purpose'", "fetch_id=f1"]),
    ("landed/fetches", "update raw.fetches set status = 20", ["expect_column_values_to_be_between(column='status'", "fetch_id=f1"]),
    ("landed/fetches", "update raw.fetches set attempt = 0", ["expect_column_values_to_be_between(column='attempt'", "fetch_id=f1"]),
    ("landed/rejects", "update raw.rejects set reason = null", ["raw.rejects: expect_column_values_to_not_be_null(column='reason')", "reject_id=r1"]),
    ("landed/award_claims", "update raw.award_claims set grade = '최고상'", ["raw.award_claims: expect_column_values_to_be_in_set(column='grade'", "최고상 (1×)", "claim_id=k1", "url=https://news.example/1"]),
    ("landed/award_claims", "update raw.award_claims set evidence_start = evidence_start + 1, evidence_end = evidence_end + 1", ["column='is_evidence_in_text'", "claim_id=k1"]),
    ("landed/award_claims", "update raw.award_claims set evidence_end = evidence_start", ["expect_column_pair_values_a_to_be_greater_than_b(column_A='evidence_end', column_B='evidence_start')", "claim_id=k1"]),
    ("landed/target_claims", "update raw.target_claims set article_id = 'gone'", ["column='has_article'", "claim_id=k2"]),
    ("landed/target_claims", "update raw.target_claims set target_jobs = null, actual_jobs = null, achievement_pct_reported = null", ["column='has_number'", "claim_id=k2"]),
    ("landed/indicator_claims", "update raw.indicator_claims set value_pct = 671", ["raw.indicator_claims: expect_column_values_to_be_between(column='value_pct', min_value=0, max_value=100)", "671 (1×)"]),
    ("landed/award_claims", "update raw.award_claims set grade = '최우수상'", ["raw.award_claims: expect_column_values_to_be_null(column='not_in_evidence', mostly=0.5)", "grade 최우수상 (1×)", "claim_id=k1"]),
    ("landed/target_claims", "update raw.target_claims set actual_jobs = 60001", ["raw.target_claims: expect_column_values_to_be_null(column='not_in_evidence', mostly=0.5)", "actual_jobs 60001 (1×)", "claim_id=k2"]),
    ("landed/indicator_claims", "update raw.indicator_claims set value_pct = 67.2", ["raw.indicator_claims: expect_column_values_to_be_null(column='not_in_evidence', mostly=0.5)", "value_pct 67.2 (1×)", "claim_id=k3"]),
    ("landed/extractions", "delete from raw.indicator_claims", ["raw.extractions: expect_column_values_to_be_in_set(column='are_all_claims_loaded'", "extraction_id=x1"]),
    ("landed/review_answers", "update raw.review_answers set answer = 'correct'", ["column='is_whole'", "review_answer_id=w1"]),
    ("candidate/fct_fact_candidates", "insert into marts.fct_fact_candidates select * replace ('g2' as fact_candidate_id, 2 as rank, '대상' as value) from marts.fct_fact_candidates", ["column='n_chosen', max_value=1", "fact_candidate_id=g2"]),
    ("candidate/review_queue", "update marts.review_queue set reasons = ''", ["marts.review_queue: expect_column_values_to_match_regex(column='reasons'", "fact_id=f1"]),
    ("candidate/fct_job_awards", "update marts.fct_job_awards set grade = '최고상'", ["marts.fct_job_awards: expect_column_values_to_be_in_set(column='grade'", "최고상 (1×)", "fact_id=f1", "best_url=https://news.example/1"]),
    ("candidate/fct_job_awards", "update marts.fct_job_awards set award_year = 2025", ["column='years_after_publication', max_value=1", "2 (1×)"]),
    ("candidate/fct_job_awards", "update marts.fct_job_awards set award_year = 2009", ["column='national_award_year', min_value=2010", "2009 (1×)"]),
    ("candidate/fct_job_awards", "update marts.fct_job_awards set incentive_krw = 70000", ["column='incentive_krw'", "70000 (1×)"]),
    ("candidate/fct_job_awards", "insert into marts.fct_job_awards select * replace ('f9' as fact_id) from marts.fct_job_awards", ["column='n_same_award', max_value=1", "fact_id=f9"]),
    ("candidate/fct_job_awards", "update marts.fct_job_awards set municipality = '충남 가람시'", ["column='is_municipality_known'", "marts.fct_job_awards", "municipality=충남 가람시"]),
    ("candidate/fct_job_awards", "update marts.fct_job_awards set n_articles = 2", ["column='is_counted_right'"]),
    ("candidate/fct_job_awards", "update marts.fct_job_awards set n_independent = 2", ["column_A='n_articles', column_B='n_independent'"]),
    ("candidate/fct_job_awards", "update marts.fct_job_awards set status = 'sure'", ["column='status'", "sure (1×)"]),
    ("candidate/fct_job_targets", "update marts.fct_job_targets set target_jobs = 0", ["marts.fct_job_targets: expect_column_values_to_be_between(column='target_jobs', min_value=1", "fact_id=f2"]),
    ("candidate/fct_job_targets", "update marts.fct_job_targets set achievement_pct_computed = 90", ["column='is_computed_right'"]),
    ("candidate/fct_job_targets", "update marts.fct_job_targets set period_end = 2021", ["column_A='period_end', column_B='year'"]),
    ("candidate/fct_employment_indicators", "update marts.fct_employment_indicators set value_pct = 0.7", ["column='employment_pct', min_value=5", "0.7 (1×)"]),
    ("candidate/fct_employment_indicators", "update marts.fct_employment_indicators set year = 2024", ["marts.fct_employment_indicators: expect_column_values_to_be_between(column='years_after_publication', max_value=0)"]),
    ("candidate/fct_employment_indicators", "delete from marts.fct_fact_evidence where fact_id = 'f3'", ["marts.fct_employment_indicators: expect_column_values_to_be_in_set(column='has_best_evidence'", "fact_id=f3"]),
    ("candidate/fct_fact_evidence", "update marts.fct_fact_evidence set fact_id = 'f0' where fact_id = 'f1'", ["marts.fct_fact_evidence: expect_column_values_to_be_in_set(column='has_fact'", "fact_id=f0"]),
    ("candidate/fct_fact_evidence", "update marts.fct_fact_evidence set evidence_text = ' '", ["column='evidence_length', min_value=1"]),
    ("candidate/fct_fact_evidence", "update marts.fct_fact_evidence set evidence_start = null", ["column='has_span_or_is_compiled'"]),
    ("candidate/fct_fact_evidence", "update marts.fct_fact_evidence set is_compiled = true, url = null, certainty = 'stated'", ["column='words_or_link'"]),
    ("candidate/fct_fact_evidence", "update marts.fct_fact_evidence set certainty = 'stated'", ["column='has_certainty_if_compiled'"]),
    ("candidate/fct_fact_evidence", "update marts.fct_fact_evidence set extractor_version = null", ["column='reader'"]),
    ("candidate/fct_job_awards", "update marts.fct_job_awards set n_compiled = 1", ["column='is_counted_right'"]),
    ("candidate/award_editions", "insert into marts.award_editions from marts.award_editions", ["marts.award_editions: expect_column_values_to_be_unique(column='award_year')"]),
    ("candidate/award_edition_grades", "insert into marts.award_edition_grades from marts.award_edition_grades", ["marts.award_edition_grades: expect_compound_columns_to_be_unique"]),
    ("candidate/municipality_year", "update marts.municipality_year set n_compiled_facts = 9", ["column='n_facts_from_texts'"]),
    ("candidate/fct_fact_log", "delete from marts.fct_job_awards", ["marts.fct_fact_log: expect_column_values_to_be_in_set(column='is_last_right'", "fact_log_id=l1"]),
    ("candidate/fct_fact_log", "update marts.fct_fact_log set change_number = 2 where fact_id = 'f2'", ["column='is_number_right'", "fact_log_id=l2"]),
    ("candidate/fct_fact_log", "insert into marts.fct_fact_log select * replace ('l9' as fact_log_id, 2 as change_number, timestamptz '2020-01-01 00:00:00+00' as held_from) from marts.fct_fact_log where fact_id = 'f3'", ["column='is_in_order'", "fact_log_id=l9"]),
    ("candidate/fct_job_target_versions", "update marts.fct_job_target_versions set target_jobs = 49999", ["marts.fct_job_target_versions: expect_column_values_to_be_in_set(column='is_held_by_its_fact'", "target_version_id=v1"]),
    ("candidate/fct_job_target_versions", "update marts.fct_job_target_versions set is_held = false", ["column='n_held'", "target_version_id=v1"]),
    ("candidate/dim_municipality", "insert into marts.dim_municipality select * replace ('x' as municipality_version_id, date '2012-01-01' as valid_from) from marts.dim_municipality where code = '99990'", ["marts.dim_municipality: expect_column_values_to_be_in_set(column='is_after_version_before'", "code=99990"]),
    ("candidate/municipality_year", "delete from marts.municipality_year where year = 2023", ["marts.municipality_year: expect_column_values_to_be_between(column='n_facts_too_many'", "year=2023"]),
]  # fmt: skip


class TestFaults:
    @pytest.mark.parametrize(
        ("suite", "fault", "told"), FAULTS, ids=[f"{suite}-{n}" for n, (suite, *_) in enumerate(FAULTS)]
    )
    def test_a_fault_stops_the_gate_and_is_told(
        self, warehouse: Path, change: Change, only: Only, suite: str, fault: str, told: list[str]
    ) -> None:
        change(fault)
        gate, folder = only(suite, told[0])
        with pytest.raises(CheckFailed) as error:
            check(gate, folder)
        message = str(error.value)
        assert message.startswith(f"Gate '{gate}' stops: ")
        for words in told:
            assert words in message
        outcome = outcomes.last(gate)
        assert outcome is not None
        assert outcome["is_passed"] is False
        assert outcome["failures"]

    def test_all_faults_are_listed_not_only_the_first(self, warehouse: Path, change: Change, only: Only) -> None:
        change("update marts.fct_job_awards set grade = '최고상', status = 'sure'")
        change("update marts.fct_employment_indicators set value_pct = 671")
        only("candidate/fct_job_awards")
        with pytest.raises(CheckFailed) as error:
            check(*only("candidate/fct_employment_indicators"))
        message = str(error.value)
        assert "stops: 4 of" in message
        for words in (
            "1. marts.",
            "4. marts.",
            "column='grade'",
            "column='status'",
            "column='value_pct'",
            "column='employment_pct'",
        ):
            assert words in message

    def test_a_failure_can_be_mended(self, warehouse: Path, change: Change, only: Only) -> None:
        gate = only("candidate/fct_job_awards")
        change("update marts.fct_job_awards set grade = '최고상'")
        with pytest.raises(CheckFailed):
            check(*gate)
        change("update marts.fct_job_awards set grade = '대상'")
        check(*gate)
        outcome = outcomes.last("candidate")
        assert outcome is not None
        assert outcome["is_passed"]

    def test_what_an_older_extractor_claimed_does_not_stop_a_run(
        self, warehouse: Path, change: Change, only: Only
    ) -> None:
        change(
            "insert into raw.award_claims select * replace ('k0' as claim_id, '0.9.0' as extractor_version, '최고상' as grade) from raw.award_claims"
        )
        change(
            "insert into raw.extractions select * replace ('x0' as extraction_id, '0.9.0' as extractor_version, 0 as n_target_claims, 0 as n_indicator_claims) from raw.extractions"
        )
        only("landed/award_claims")
        assert check(*only("landed/extractions")).n_warned == 0


class TestWhatIsNewAlone:
    """The gate `landed` sees what came since it last passed, and once in a while all."""

    BROKEN = "body = e' \\n'"
    #: A file, and the expectation of it that sees what is broken here.
    ARTICLES = ("landed/articles", "column='body_length'")
    FETCHES = ("landed/fetches", "column='outcome'")

    @pytest.fixture(autouse=True)
    def loaded(self, warehouse: Path, change: Change) -> None:
        change("update raw.articles set landing_file = 'batches/b1'")
        change("create or replace table raw.loaded_files (landing_file varchar, n_rows bigint, loaded_at timestamptz)")
        change("insert into raw.loaded_files values ('batches/b1/articles.parquet', 1, '2023-09-02 10:00:00+09')")

    def come(self, change: Change, article: str, file: str, day: int) -> None:
        """One more article, a copy of the first, and the file that brought it."""
        change(
            f"insert into raw.articles select * replace ('{article}' as article_id, '{file}' as content_sha256, "
            f"'batches/{file}' as landing_file) from raw.articles where article_id = 'a1'"
        )
        self.load(change, f"batches/{file}/articles.parquet", day)

    def load(self, change: Change, file: str, day: int) -> None:
        change(f"insert into raw.loaded_files values ('{file}', 1, '2023-09-0{day} 10:00:00+09')")

    def test_a_row_broken_in_the_new_part_is_seen_until_it_is_mended(self, change: Change, only: Only) -> None:
        assert check(*only(*self.ARTICLES)).tables == {"raw.articles": 1}
        self.come(change, "a2", "b2", 3)
        change(f"update raw.articles set {self.BROKEN} where article_id = 'a2'")
        with pytest.raises(CheckFailed, match="article_id=a2"):
            check(*only(*self.ARTICLES))
        # Another day hides nothing: after a failure every row is seen.
        self.come(change, "a3", "b3", 4)
        with pytest.raises(CheckFailed, match="article_id=a2"):
            check(*only(*self.ARTICLES))
        change("update raw.articles set body = (select body from raw.articles where article_id = 'a1')")
        assert check(*only(*self.ARTICLES)).tables == {"raw.articles": 3}

    def test_an_old_row_is_seen_again_when_all_are(self, change: Change, only: Only) -> None:
        whole = check(*only(*self.ARTICLES))
        change(f"update raw.articles set {self.BROKEN} where article_id = 'a1'")
        self.come(change, "a2", "b2", 3)
        change(f"update raw.articles set body = '{'가' * 200}' where article_id = 'a2'")
        new = check(*only(*self.ARTICLES))
        assert new.tables == {"raw.articles": 1}
        assert new.whole_at == whole.whole_at
        assert new.n_checked is not None and new.n_checked["articles"] == 2

        outcomes.record("landed", {**dataclasses.asdict(new), "whole_at": "2023-01-01T00:00:00+00:00"}, [])
        self.come(change, "a3", "b3", 4)
        change(f"update raw.articles set body = '{'가' * 200}' where article_id = 'a3'")
        with pytest.raises(CheckFailed, match="article_id=a1"):
            check(*only(*self.ARTICLES))

    def test_what_a_newer_reader_claims_of_an_old_article_is_new(self, change: Change, only: Only) -> None:
        self.come(change, "a2", "b2", 3)
        check(*only(*self.ARTICLES))
        self.come(change, "a3", "b3", 4)
        change(
            "insert into raw.award_claims select * replace ('k-new' as claim_id, '최고상' as grade) from raw.award_claims"
        )
        with pytest.raises(CheckFailed, match="claim_id=k-new") as error:
            check(*only("landed/award_claims", "column='grade'"))
        assert "claim_id=k1" not in str(error.value)

    def test_a_warehouse_built_anew_is_checked_whole(self, change: Change, only: Only) -> None:
        check(*only(*self.ARTICLES))
        self.come(change, "a2", "b2", 3)
        change("update raw.loaded_files set loaded_at = loaded_at + interval 1 minute")
        assert check(*only(*self.ARTICLES)).tables == {"raw.articles": 2}

    def test_of_fetches_the_new_rows_are_checked(self, change: Change, only: Only) -> None:
        def fetch(fetch_id: str) -> None:
            change(f"insert into raw.fetches select * replace ('{fetch_id}' as fetch_id) from raw.fetches limit 1")

        first = check(*only(*self.FETCHES))
        self.come(change, "a2", "b2", 3)
        fetch("f-new")
        assert check(*only(*self.FETCHES)).tables == {"raw.fetches": 1}
        self.come(change, "a3", "b3", 4)
        fetch("f-bad")
        change("update raw.fetches set outcome = 'lost' where fetch_id = 'f-bad'")
        with pytest.raises(CheckFailed, match="fetch_id=f-bad"):
            check(*only(*self.FETCHES))
        change("update raw.fetches set outcome = 'fetched'")
        assert check(*only(*self.FETCHES)).tables == {"raw.fetches": first.tables["raw.fetches"] + 2}

    def test_a_day_without_an_article_passes(self, change: Change, only: Only) -> None:
        check(*only(*self.ARTICLES))
        self.load(change, "batches/b2/articles.parquet", 3)
        assert check(*only(*self.ARTICLES)).tables == {"raw.articles": 1}


class TestNewEvidence:
    EVIDENCE = ("candidate/fct_fact_evidence", "column='agrees'")
    BROKEN = "update marts.fct_fact_evidence set agrees = null where fact_evidence_id = '{}'"
    MADE_ANEW = "update intermediate.int_cells_built set cell_hash = {} where cell_id = 'cell {}'"

    @pytest.fixture(autouse=True)
    def built_by_cell(self, warehouse: Path, change: Change) -> None:
        change(
            "create schema if not exists intermediate; create schema if not exists builds; "
            "update marts.fct_fact_evidence set cell_id = 'cell ' || fact_evidence_id; "
            "create table intermediate.int_cells_built as "
            "select cell_id, hash(cell_id) as cell_hash from marts.fct_fact_evidence; "
            "create table builds.full_builds as select now() as built_at"
        )

    def test_of_cells_made_anew_the_rows_that_are_not_as_they_were_are_checked(
        self, change: Change, only: Only
    ) -> None:
        suite = only(*self.EVIDENCE)
        assert check(*suite).tables == {"marts.fct_fact_evidence": 3}
        change(self.BROKEN.format("e1"))
        assert check(*suite).tables == {"marts.fct_fact_evidence": 0}
        change(self.MADE_ANEW.format(1, "e2"))
        assert check(*suite).tables == {"marts.fct_fact_evidence": 0}
        change(
            self.MADE_ANEW.format(2, "e2")
            + "; update marts.fct_fact_evidence set confidence = 0.5 where fact_evidence_id = 'e2'"
        )
        assert check(*suite).tables == {"marts.fct_fact_evidence": 1}
        assert check(*suite).tables == {"marts.fct_fact_evidence": 0}

    def test_a_row_that_passed_does_not_hide_its_double(self, change: Change, only: Only) -> None:
        suite = only("candidate/fct_fact_evidence", "column='fact_evidence_id'")
        check(*suite)
        change(
            self.MADE_ANEW.format(1, "e2")
            + "; insert into marts.fct_fact_evidence from marts.fct_fact_evidence where fact_evidence_id = 'e2'"
        )
        with pytest.raises(CheckFailed, match="expect_column_values_to_be_unique"):
            check(*suite)

    def test_what_did_not_pass_is_checked_until_it_does(self, change: Change, only: Only) -> None:
        suite = only(*self.EVIDENCE)
        check(*suite)
        change(self.MADE_ANEW.format(1, "e2"))
        change(self.BROKEN.format("e2"))
        for _ in range(2):
            with pytest.raises(CheckFailed, match="fact_evidence_id=e2"):
                check(*suite)
        change("update marts.fct_fact_evidence set agrees = false where fact_evidence_id = 'e2'")
        assert check(*suite).tables == {"marts.fct_fact_evidence": 1}

    def test_a_cell_whose_build_did_not_end_is_looked_at(self, change: Change, only: Only) -> None:
        suite = only(*self.EVIDENCE)
        change(self.MADE_ANEW.format("null", "e3"))
        check(*suite)
        change(self.BROKEN.format("e3"))
        with pytest.raises(CheckFailed, match="fact_evidence_id=e3"):
            check(*suite)

    def test_after_a_build_of_all_every_row_is_checked(self, change: Change, only: Only) -> None:
        suite = only(*self.EVIDENCE)
        check(*suite)
        change(self.BROKEN.format("e1") + "; update builds.full_builds set built_at = built_at + interval 1 second")
        with pytest.raises(CheckFailed, match="fact_evidence_id=e1"):
            check(*suite)

    def test_the_hash_of_the_content_is_that_of_the_marts_as_they_stand(self, change: Change, only: Only) -> None:
        for statement in (
            "select 1",
            self.MADE_ANEW.format(1, "e2"),
            self.MADE_ANEW.format(2, "e2") + "; delete from marts.fct_fact_evidence where fact_evidence_id = 'e2'",
            "delete from intermediate.int_cells_built where cell_id = 'cell e2'",
        ):
            change(statement)
            report = check(*only(*self.EVIDENCE))
            with marts.reading(paths().warehouse) as connection:
                assert report.content_sha256 == marts.content_sha256(connection, marts.tables(connection)), statement


WARNINGS = [
    ("landed/articles", "update raw.articles set title = null, body = body || chr(65533)", "column='has_replacement_character'"),
    ("landed/articles", "update raw.articles set published_at = null", "raw.articles: expect_column_values_to_not_be_null(column='published_at')"),
    ("landed/articles", "update raw.articles set body = body || chr(65533)", "column='has_replacement_character'"),
    ("landed/award_claims", "update raw.award_claims set municipality_id = null", "raw.award_claims: expect_column_values_to_not_be_null(column='municipality_id')"),
    ("landed/award_claims", "update raw.award_claims set award_year = 2025", "column='years_after_publication', max_value=1"),
    ("landed/target_claims", "update raw.target_claims set target_jobs = 60000", "column='achievement_gap_pct', max_value=3"),
    ("landed/indicator_claims", "update raw.articles set text = replace(text, '67.1', '2.90'); update raw.indicator_claims set value_pct = 2.9, evidence_text = replace(evidence_text, '67.1', '2.90')", "column='is_odd_employment'"),
    ("candidate/fct_job_targets", "update marts.fct_job_targets set achievement_pct_reported = 1500", "marts.fct_job_targets: expect_column_values_to_be_between(column='achievement_pct_reported', min_value=1, max_value=1000)"),
    ("candidate/fct_job_targets", "update marts.fct_job_targets set has_pct_gap = true", "column='has_pct_gap'"),
    ("candidate/award_editions", "update marts.award_editions set n_governments_found = 66", "column='governments_too_many'"),
    ("candidate/award_editions", "update marts.award_editions set n_prizes_found = 74", "column='prizes_too_many'"),
    ("candidate/award_edition_grades", "update marts.award_edition_grades set n_found = 34", "marts.award_edition_grades: expect_column_values_to_be_between(column='prizes_too_many'"),
]  # fmt: skip


class TestWarnings:
    @pytest.mark.parametrize(
        ("suite", "oddity", "told"), WARNINGS, ids=[f"{suite}-{n}" for n, (suite, *_) in enumerate(WARNINGS)]
    )
    def test_an_oddity_is_counted_and_logged_and_lets_pass(
        self,
        warehouse: Path,
        change: Change,
        only: Only,
        caplog: pytest.LogCaptureFixture,
        suite: str,
        oddity: str,
        told: str,
    ) -> None:
        change(oddity)
        with caplog.at_level(logging.WARNING, logger="expectations.gates"):
            report = check(*only(suite, told))
        assert report.n_warned == len(report.warnings) >= 1
        assert report.n_passed + report.n_warned == report.n_expectations
        assert any(told in warning and "1 of 1 values" in warning for warning in report.warnings)
        assert any(told in record.getMessage() for record in caplog.records)


def test_one_claim_that_its_evidence_does_not_say_is_told_and_stops_nothing(
    warehouse: Path, change: Change, only: Only
) -> None:
    claims = "raw.indicator_claims"
    change(f"insert into {claims} select * replace ('k9' as claim_id, 67.2 as value_pct) from {claims}")
    (warning,) = check(*only("landed/indicator_claims")).warnings
    assert "expect_column_values_to_be_null(column='not_in_evidence')" in warning
    assert "not_in_evidence=value_pct 67.2" in warning
    assert "claim_id=k9" in warning


def pages(source: str, n: int, day: int, is_rejected: bool) -> str:
    """Fetches of one day, SQL."""
    outcome = "unreadable" if is_rejected else "fetched"
    fetches = f"""insert into raw.fetches (fetch_id, source, url, "at", outcome, page_sha256)
        select 'f-{source}-{day}-' || i, '{source}', 'u-{day}-' || i, '2024-01-{day:02} 00:00:00+00', '{outcome}', 'p-{day}-' || i from range({n}) t(i);"""
    rejects = f"""insert into raw.rejects (reject_id, source, url, "at", stage, reason, page_sha256)
        select 'r-{source}-{day}-' || i, '{source}', 'u-{day}-' || i, '2024-01-{day:02} 00:00:00+00', 'read', 'no_body', 'p-{day}-' || i from range({n}) t(i);"""
    return fetches + (rejects if is_rejected else "")


class TestSources:
    def test_a_source_that_suddenly_yields_nothing_stops_the_run(
        self, warehouse: Path, change: Change, only: Only
    ) -> None:
        change(pages("folder", 20, day=9, is_rejected=True))
        with pytest.raises(CheckFailed) as error:
            check(*only("landed/sources"))
        assert "column='dried_up_pct'" in str(error.value)
        assert "source=folder" in str(error.value)
        assert "last_reasons=no_body" in str(error.value)

    @pytest.mark.parametrize("newer", [
        pages("folder", 4, day=8, is_rejected=True).replace("2024-01-08", "2023-01-08"),  # broken before, good since
        pages("folder", 20, day=9, is_rejected=True) + pages("folder", 1, day=10, is_rejected=False),
        pages("other", 20, day=9, is_rejected=True),  # new, and never yielded anything
    ])  # fmt: skip
    def test_broken_pages_beside_good_ones_are_a_warning(
        self, warehouse: Path, change: Change, only: Only, newer: str
    ) -> None:
        change(newer)
        report = check(*only("landed/sources"))
        assert any("column='rejected_pct'" in warning for warning in report.warnings)

    def test_a_bad_line_of_a_file_with_good_lines_is_no_rejected_page(
        self, warehouse: Path, change: Change, only: Only
    ) -> None:
        change("update raw.rejects set url = 'https://news.example/1', page_sha256 = 'p1'")
        assert check(*only("landed/sources")).n_warned == 0

    @pytest.mark.parametrize(("outcome", "status", "purpose", "counts"), [
        ("http_404", 404, "page", True),
        ("too_slow", 200, "page", True),
        ("rate_limited", 429, "page", True),
        ("rate_limited", None, "page", False),  # left for a later run
        ("redirected", 302, "page", False),
        ("not_modified", 304, "page", False),
        ("http_5xx", 503, "robots", False),
        ("http_5xx", 503, "list", False),
    ])  # fmt: skip
    def test_over_the_web_only_what_became_of_the_pages_counts(
        self, warehouse: Path, change: Change, only: Only, outcome: str, status: int | None, purpose: str, counts: bool
    ) -> None:
        change(pages("folder", 20, day=9, is_rejected=False))
        web = f"outcome = '{outcome}', status = {status or 'null'}, purpose = '{purpose}', attempt = 1, page_sha256 = null"
        change(f"update raw.fetches set {web} where fetch_id like 'f-folder-9-%'")
        if not counts:
            assert not any(
                "last" in warning or "rejected_pct" in warning for warning in check(*only("landed/sources")).warnings
            )
            return
        with pytest.raises(CheckFailed, match="column='dried_up_pct'"):
            check(*only("landed/sources"))

    def test_a_try_that_failed_before_one_that_brought_the_page_is_no_rejected_page(
        self, warehouse: Path, change: Change, only: Only
    ) -> None:
        change(pages("folder", 20, day=9, is_rejected=False))
        change("""insert into raw.fetches (fetch_id, source, url, "at", outcome, status, purpose, attempt)
            select fetch_id || '-1', source, url, "at" - interval 1 second, 'http_5xx', 503, 'page', 1 from raw.fetches
            where fetch_id like 'f-folder-9-%'""")
        assert not any("rejected_pct" in warning for warning in check(*only("landed/sources")).warnings)

    def test_every_outcome_of_the_client_is_known_to_the_gate(self) -> None:
        suite = yaml.safe_load((PROJECT / "expectations" / "landed" / "fetches.yml").read_text(encoding="utf-8"))
        [known] = [
            entry["value_set"]
            for entry in suite["expectations"]
            if entry.get("column") == "outcome" and "value_set" in entry
        ]
        assert set(known) == {"unreadable", FETCHED, NOT_MODIFIED, REDIRECTED, *REASONS}


class TestWhatCannotBeChecked:
    def test_no_warehouse(self) -> None:
        with pytest.raises(IljariError, match="There is no warehouse at"):
            check("landed")

    def test_a_missing_table_is_named_with_what_to_do(self, warehouse: Path, change: Change) -> None:
        change("drop schema marts cascade")
        with pytest.raises(IljariError, match=r"(?s)marts\..*dbt build"):
            check("candidate")

    @pytest.mark.parametrize(("entry", "problem"), [
        ("expectation: expect_column_values_to_be_sound\n    column: url", "entry 1 (expect_column_values_to_be_sound): Great Expectations has no expectation of this name"),
        ("expectation: to_be_unique\n    column: url", "has no expectation of this name"),
        ("expectation: expect_column_values_to_be_unique\n    column: ulr", "entry 1 (expect_column_values_to_be_unique): unknown column 'ulr'; raw.fetches has fetch_id, source"),
        ("expectation: expect_column_values_to_be_between\n    column: bytes\n    minimum: 1", "entry 1 (expect_column_values_to_be_between):"),
    ])  # fmt: skip
    def test_what_is_written_wrong_is_named(self, warehouse: Path, tmp_path: Path, entry: str, problem: str) -> None:
        with pytest.raises(SuiteError) as error:
            check("landed", own_suite(tmp_path, entry))
        assert "landed/fetches.yml, " in str(error.value)
        assert problem in str(error.value)

    def test_an_expectation_that_cannot_be_evaluated_stops_the_run_however_mild(
        self, warehouse: Path, tmp_path: Path
    ) -> None:
        entry = "expectation: expect_column_values_to_be_between\n    column: url\n    min_value: 1"
        with pytest.raises(CheckFailed, match="observed: could not be evaluated: "):
            check("landed", own_suite(tmp_path, entry, severity="warning"))

    def test_a_query_that_does_not_run_is_named(self, warehouse: Path, tmp_path: Path) -> None:
        entry = "expectation: expect_table_row_count_to_be_between\n    min_value: 0"
        folder = own_suite(tmp_path, entry, query="query: selec 1")
        with pytest.raises(SuiteError, match=r"(?s)landed/fetches\.yml: the query does not run: .*selec"):
            check("landed", folder)


def own_suite(folder: Path, entry: str, severity: str = "critical", query: str = "") -> Path:
    (folder / "landed").mkdir()
    text = f"table: raw.fetches\nwhat: one row a fetch\nkey: [fetch_id]\n{query}\nexpectations:\n  - {entry}\n    severity: {severity}\n    why: It is so.\n"
    (folder / "landed" / "fetches.yml").write_text(text, encoding="utf-8")
    return folder


class TestDataDocs:
    @pytest.fixture
    def two(self, only: Only) -> tuple[str, Path]:
        """Two tables of the gate `candidate`."""
        only("candidate/fct_job_awards")
        return only("candidate/municipality_year")

    def test_the_page_asks_the_network_for_nothing(
        self, warehouse: Path, change: Change, two: tuple[str, Path]
    ) -> None:
        change("update marts.fct_job_awards set grade = '최고상'")
        with pytest.raises(CheckFailed):
            check(*two)
        soup = BeautifulSoup(page("candidate"), "lxml")
        assert soup.find_all(["script", "link", "img", "iframe", "object"]) == []
        references = [
            tag.get("src") or tag.get("href")
            for tag in soup.find_all(lambda tag: tag.has_attr("src") or tag.has_attr("href"))
        ]
        assert references
        assert all(reference.startswith("#") and soup.find(id=reference[1:]) for reference in references)
        assert not any(word in str(soup.style) for word in ("url(", "@import"))
        assert "default-src 'none'" in str(soup.meta.find_next("meta", {"http-equiv": True}))

    def test_it_shows_the_fault_first_with_its_row(
        self, warehouse: Path, change: Change, two: tuple[str, Path]
    ) -> None:
        change("update marts.municipality_year set municipality = null where year = 2022")
        with pytest.raises(CheckFailed):
            check(*two)
        soup = BeautifulSoup(page("candidate"), "lxml")
        first = soup.find("section")
        assert first["id"] == "municipality_year"
        row = first.find("tbody") or first.find("table")
        assert "A row without a label cannot be shown." in row.get_text()
        assert first.find(class_="rows").find_all("td")[1].get_text() == "2022"
        assert "stops the run" in soup.h1.get_text()

    def test_text_of_an_article_is_text(self, warehouse: Path, change: Change, only: Only) -> None:
        change("update raw.articles set title = '<script>alert(1)</script>', body = '가'")
        check(*only("landed/articles"))
        assert "<script>" not in page("landed")
        assert "&lt;script&gt;alert(1)" in page("landed")

    def test_the_results_of_the_library_lie_beside_it(self, warehouse: Path, two: tuple[str, Path]) -> None:
        check(*two)
        results = paths().data_docs / "candidate" / "validations"
        assert {file.stem for file in results.iterdir()} == {"fct_job_awards", "municipality_year"}
        awards = json.loads((results / "fct_job_awards.json").read_text(encoding="utf-8"))
        assert awards["success"] is True
        assert awards["statistics"]["evaluated_expectations"] == len(awards["results"])


class TestCommandLine:
    def test_it_says_how_many_hold(
        self, warehouse: Path, only: Only, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(gates, "check", lambda gate: check(*only(f"{gate}/runs")))
        assert main(["landed"]) == 0
        out = capsys.readouterr().out
        assert "Gate 'landed': 3 of 3 expectations hold, 0 warnings." in out
        assert str(paths().data_docs / "landed" / "index.html") in out


QUIET = """
import logging, sys
logging.basicConfig(level=logging.INFO)
from expectations.gates import check
heavy = sorted({"great_expectations", "pandas", "airflow"} & sys.modules.keys())
check("landed")
import os
print(heavy, os.environ["GX_ANALYTICS_ENABLED"])
"""


def test_import_is_light_and_the_library_is_quiet_where_the_root_logger_is_open(
    warehouse: Path, tmp_path: Path
) -> None:
    done = subprocess.run([sys.executable, "-c", QUIET], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[] false\n"
    lines = done.stderr.splitlines()
    assert [line for line in lines if not line.startswith("INFO:expectations.gates:")] == []
