"""The core says what the marts say, and nothing that they do not."""

import csv
import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.paths import PROJECT
from publish import terms
from publish.page import data
from publish.page.data import About
from publish.page.words import WORDS, grades, link, outlet, words
from tests.publish.page.conftest import CHEONGJU, FILES, GUNWI, JUNG, SEEN, Read

Page = Callable[..., Read]


@pytest.fixture
def core(first_page: Read) -> dict[str, Any]:
    return first_page[0]


def table(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def named(core: dict[str, Any], identity: str) -> dict[str, Any]:
    return next(one for one in core["municipalities"] if one["id"] == identity)


def query(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file)) as connection:
        return connection.execute(sql).fetchall()


class TestCells:
    def test_they_are_those_of_the_marts_and_null_where_nothing_is_known(self, core: dict[str, Any]) -> None:
        number = core["municipalities"].index(named(core, CHEONGJU))
        assert table(core["cells"]) == [
            {"m": number, "y": 2022, "target": 50_000, "actual": 60_000, "pct": 120.0, "pct_kind": "computed", "grade": "최우수상", "streak": 1,
             "employment_rate": 67.1, "status": "single", "target_status": "single", "rate_status": "single", "compiled": True, "n_facts": 5, "n_awards": 1},
            {"m": number, "y": 2023, "target": None, "actual": None, "pct": None, "pct_kind": None, "grade": "우수상", "streak": 2,
             "employment_rate": None, "status": "disputed", "target_status": None, "rate_status": None, "compiled": False, "n_facts": 1, "n_awards": 1},
        ]  # fmt: skip

    def test_the_target_and_the_rate_have_a_status_of_their_own(self, page: Page, warehouse: Path) -> None:
        query(warehouse, "update marts.fct_job_targets set status = 'agreed' where fact_id = 'f4'")
        query(warehouse, "update marts.fct_employment_indicators set status = 'corrected'")
        cell = table(page(warehouse)[0]["cells"])[0]
        assert (cell["target_status"], cell["rate_status"], cell["status"]) == ("agreed", "corrected", "corrected")

    def test_the_rate_that_was_reported_comes_before_the_one_that_is_computed(
        self, page: Page, warehouse: Path
    ) -> None:
        query(warehouse, "update marts.municipality_year set achievement_pct_reported = 121.5 where year = 2022")
        cell = table(page(warehouse)[0]["cells"])[0]
        assert (cell["pct"], cell["pct_kind"]) == (121.5, "reported")

    def test_the_best_grade_of_the_national_award_counts(self, page: Page, warehouse: Path) -> None:
        query(
            warehouse,
            "update marts.fct_job_awards set programme = 'national_jobs_award', award_year = 2023 where fact_id = 'f3'",
        )
        assert table(page(warehouse)[0]["cells"])[1]["grade"] == "대상"
        query(warehouse, "update marts.fct_job_awards set grade = 'unspecified' where fact_id = 'f3'")
        assert table(page(warehouse)[0]["cells"])[1]["grade"] == "우수상"

    def test_a_year_of_which_nothing_is_known_stands_between_the_others(self, page: Page, warehouse: Path) -> None:
        query(warehouse, "update marts.municipality_year set year = 2020 where year = 2022")
        assert page(warehouse)[0]["years"] == [2020, 2021, 2022, 2023]

    def test_without_any_fact_there_is_a_page_of_nothing(self, page: Page, warehouse: Path) -> None:
        for name in ("municipality_year", "award_editions", "fct_job_awards", "fct_fact_evidence", "fct_fact_log",
                     "fct_job_targets", "fct_employment_indicators"):  # fmt: skip
            query(warehouse, f"delete from marts.{name}")
        core, evidence = page(warehouse)
        assert (core["years"], core["cells"]["m"], core["awards"]["m"], core["editions"]) == ([], [], [], [])
        assert (core["release"]["n_facts"], core["release"]["newest_article_at"]) == (0, None)
        assert set(evidence) == {one["id"] for one in core["municipalities"]}
        assert not any(evidence.values())


def test_totals_are_those_of_the_marts(first_page: Read, template: Path) -> None:
    core, evidence = first_page
    sums = "count(*), sum(target_jobs), sum(actual_jobs), sum(n_facts), sum(n_national_awards)"
    ((n, target, actual, n_facts, n_awards),) = query(template, f"select {sums} from marts.municipality_year")
    cells = core["cells"]
    assert (n, target, actual, n_facts, n_awards) == (
        len(cells["m"]), sum(filter(None, cells["target"])), sum(filter(None, cells["actual"])), sum(cells["n_facts"]), sum(cells["n_awards"]),
    )  # fmt: skip
    ((awards, money),) = query(
        template,
        "select count(*), sum(incentive_krw) from marts.fct_job_awards where programme = 'national_jobs_award'",
    )
    assert (awards, money) == (len(core["awards"]["m"]), sum(filter(None, core["awards"]["incentive_krw"])))
    tables = ("fct_job_awards", "fct_job_targets", "fct_employment_indicators")
    facts = {fact for name in tables for (fact,) in query(template, f"select fact_id from marts.{name}")}
    assert facts == {one["fact"] for told in evidence.values() for one in told}
    assert core["release"]["n_facts"] == len(facts)
    ((said,),) = query(template, "select count(*) from marts.fct_fact_evidence")
    assert said == sum(
        sum(say["n_copies"] for say in one["says"]) + sum(one["more"].values())
        for told in evidence.values()
        for one in told
    )


def test_awards_and_cells_lead_to_their_evidence(first_page: Read) -> None:
    core, evidence = first_page
    keys = {identity: {one["key"]: one for one in told} for identity, told in evidence.items()}
    for award in table(core["awards"]):
        fact = keys[core["municipalities"][award["m"]]["id"]][f"award/{award['y']}/{award['category']}"]
        assert (fact["values"]["grade"], fact["status"]) == (award["grade"], award["status"])
    for cell in table(core["cells"]):
        told = keys[core["municipalities"][cell["m"]]["id"]]
        if cell["target"] is not None:
            assert told[f"target/{cell['y']}"]["values"]["target_jobs"] == cell["target"]
        if cell["employment_rate"] is not None:
            assert told[f"indicator/{cell['y']}/employment_rate"]["values"]["value_pct"] == cell["employment_rate"]


class TestRelease:
    def test_what_it_says_of_itself(self, core: dict[str, Any]) -> None:
        release = core["release"]
        assert release["released_at"] == "2026-01-05T09:00:00+09:00"
        assert release["newest_article_at"] == "2023-09-01T10:00:00+09:00"
        assert release["checks"]["passed"] == 8
        assert release["checks"]["names"] == ["a warning"]
        assert (release["n_articles"], release["n_compiled_pages"], release["n_facts"]) == (1, 2, 6)
        assert release["cite"] == terms.citation(release["id"], SEEN)
        for language in ("ko", "en"):
            assert release["licence"][language] == f"{terms.TERMS[language]} {terms.BOUNDARIES[language]}"
        assert release["files"] == FILES

    def test_in_a_first_release_everything_is_new(self, core: dict[str, Any]) -> None:
        changes = core["release"]["changes"]
        assert (changes["appeared"], changes["changed"], changes["removed"], changes["since"]) == (1, 1, 1, None)

    def test_later_only_what_the_log_gained(self, page: Page, template: Path, about: About, tmp_path: Path) -> None:
        last = tmp_path / "iljari.duckdb"
        query(last, "create table fct_fact_log as select unnest(['l1', 'l2']) as fact_log_id")
        of = dataclasses.replace(about, last=last, last_created_at=datetime(2026, 1, 4, 15, tzinfo=UTC))
        changes = page(template, of)[0]["release"]["changes"]
        assert (changes["appeared"], changes["changed"], changes["removed"]) == (0, 0, 1)
        assert changes["since"] == "2026-01-05T00:00:00+09:00"
        (row,) = changes["rows"]
        assert (row["change"], row["before"], row["held"], row["m"], row["kind"]) == (
            "gone",
            {"grade": "우수상"},
            None,
            CHEONGJU,
            "award",
        )

    def test_a_last_release_without_a_log_is_no_obstacle(
        self, page: Page, template: Path, about: About, tmp_path: Path
    ) -> None:
        last = tmp_path / "iljari.duckdb"
        query(last, "create table other (x integer)")
        of = dataclasses.replace(about, last=last, last_created_at=SEEN)
        assert page(template, of)[0]["release"]["changes"]["appeared"] == 1

    def test_rows_are_bounded_and_counts_are_not(self, page: Page, warehouse: Path) -> None:
        query(warehouse, "insert into marts.fct_fact_log by name select 'm' || i as fact_log_id, fact_table, 'g' || i as fact_id, "
              "1 as change_number, held_from, 'appeared' as change, changed_by, municipality_id, municipality_code, municipality, year, "
              "about, held, status from marts.fct_fact_log, range(99) as n (i) where fact_log_id = 'l1'")  # fmt: skip
        changes = page(warehouse)[0]["release"]["changes"]
        assert (changes["appeared"], len(changes["rows"])) == (100, data.MOST_CHANGES)

    def test_accuracy_is_the_first_sight_of_the_last_rounds(self, tmp_path: Path) -> None:
        rounds = tmp_path / "rounds.csv"
        head = "round,articles,scored_on,awards_f1,targets_f1,indicators_f1,all_precision,all_recall,all_f1\n"
        rows = [f"{n},20,2026-01-0{n},0.{n},0.{n},0.{n},0.{n},0.{n},0.{n}\n" for n in range(1, 6)]
        rounds.write_text(head + "".join(rows), encoding="utf-8")
        told = data.accuracy(rounds)
        assert told is not None
        assert (told["f1"], told["precision"], told["n_articles"], told["measured_on"]) == (0.4, 0.4, 60, "2026-01-05")
        assert data.accuracy(tmp_path / "none.csv") is None
        rounds.write_text(head, encoding="utf-8")
        assert data.accuracy(rounds) is None
        assert data.accuracy() is not None


class TestMunicipalities:
    @pytest.mark.parametrize(("identity", "names"), [
        (CHEONGJU, {"청주시", "청주", "Cheongju-si", "충북 청주시", "상당구"}),
        ("m28170", {"남구", "미추홀", "미추홀구", "Nam-gu", "Michuhol-gu", "인천 남구"}),
        ("m43710", {"청원군", "청원"}),
        ("m48120", {"창원시", "창원특례시", "마산합포구"}),
        ("m50000", {"제주", "제주도", "제주특별자치도", "서귀포시"}),
        ("m42000", {"강원", "강원도", "강원특별자치도", "강원자치도", "Gangwon-do", "Gangwon State"}),
        (GUNWI, {"군위", "경북 군위군", "대구 군위군"}),
    ])  # fmt: skip
    def test_old_short_and_english_names_are_found(self, core: dict[str, Any], identity: str, names: set[str]) -> None:
        assert names <= set(named(core, identity)["names"])

    def test_a_name_of_one_letter_is_none(self, core: dict[str, Any]) -> None:
        assert "중" not in named(core, JUNG)["names"]
        assert min(len(name) for one in core["municipalities"] for name in one["names"]) == 2

    def test_its_history_is_told(self, core: dict[str, Any]) -> None:
        gunwi = named(core, GUNWI)
        assert [(one["label"], one["from"], one["to"], one["change"]) for one in gunwi["versions"]][1] == (
            "대구 군위군", "2023-07-01", None, "moved",
        )  # fmt: skip
        assert (gunwi["label"], gunwi["label_en"], gunwi["sido"]) == ("대구 군위군", "Gunwi-gun, Daegu", "대구")
        assert named(core, CHEONGJU)["predecessors"] == ["m43110", "m43710"]
        assert named(core, "m43710")["successors"] == [CHEONGJU]

    def test_every_one_has_an_english_name(self, core: dict[str, Any]) -> None:
        assert all(one["en"] and one["label_en"] for one in core["municipalities"])


class TestEditions:
    def test_what_is_not_announced_is_not_known(self, core: dict[str, Any]) -> None:
        (edition,) = core["editions"]
        assert (edition["year"], edition["announced"], edition["found"]) == (2023, None, 1)
        assert edition["governments"] == {"announced": 65, "found": 1}
        assert edition["grades"] == [{"category": "disclosure", "grade": "우수상", "announced": None, "found": 1}]

    def test_a_prize_stands_in_the_section_in_which_its_edition_counts_it(self, page: Page, warehouse: Path) -> None:
        query(
            warehouse,
            "delete from marts.fct_job_awards; "
            "insert into marts.fct_job_awards by name select col0 as award_year, col1 as category, col2 as section, "
            f"col0 || col1 as fact_id, '{CHEONGJU}' as municipality_id, '43110' as municipality_code, '우수상' as grade, "
            "'충북 청주시' as municipality, 'national_jobs_award' as programme, 'single' as status, 1 as n_articles, "
            "1 as n_independent, 0 as n_disagreeing, 0 as n_compiled from (values (2023, 'project', 'project'), "
            "(2023, 'unspecified', 'unspecified'), (2013, 'unspecified', 'disclosure'), (2013, 'project', null))",
        )
        sections = {(one["y"], one["category"]): one["section"] for one in table(page(warehouse)[0]["awards"])}
        assert sections == {
            (2023, "project"): "project", (2023, "unspecified"): "unspecified", (2013, "unspecified"): "disclosure",
            # A contest of its own, which no edition counts.
            (2013, "project"): None,
        }  # fmt: skip


class TestWords:
    def test_every_word_has_both_languages(self, core: dict[str, Any]) -> None:
        assert core["words"] == words()
        assert all(word["ko"] and word["en"] for word in words().values())

    def test_they_are_those_of_the_dictionary_where_it_has_them(self) -> None:
        """One thing has one Korean word, on the page as in the headers of the files."""
        text = (PROJECT / "dbt_project" / "models" / "docs_ko.md").read_text(encoding="utf-8")
        found = re.findall(r"{% docs (\w+)__ko %}\n# (.+?)(?:\([^()]*\))?\n(.*?){% enddocs %}", text, flags=re.S)
        columns = {name: label for name, label, _ in found}
        values = {
            name: {value: word for value, word in re.findall(r"^- `(\w+)`: ([^(\n]+)", body, flags=re.M)}
            for name, _, body in found
        }
        said = {word: one["ko"] for word, one in words().items()}
        named = ("target_jobs", "actual_jobs", "achievement_pct_reported", "achievement_pct_computed", "grade",
                 "incentive_krw", "value_pct")  # fmt: skip
        assert {name: said[name] for name in named} == {name: columns[name] for name in named}
        for name in ("status", "level", "change", "outcome", "changed_by", "municipality_change"):
            # `corrected` as an outcome is a longer word for what the status calls so.
            coded = {value: word for value, word in values[name].items() if (name, value) != ("outcome", "corrected")}
            assert {value: said[value] for value in coded} == coded, name
        assert said["streak"] == columns["n_editions"]

    def test_all_that_the_marts_can_say_has_a_word(self) -> None:
        known = set(words())
        assert set(grades()) <= known
        assert {"disclosure", "project", "unspecified", "national_jobs_award", "other", "employment_rate"} <= known
        assert {"agreed", "single", "disputed", "corrected", "metropolitan", "basic", "reported", "computed"} <= known
        with WORDS.open(encoding="utf-8") as lines:
            listed = [row["word"] for row in csv.DictReader(lines)]
        assert len(set(listed)) == len(listed)


@pytest.mark.parametrize(("url", "address", "site"), [
    ("https://www.news.example/1?a=b", "https://www.news.example/1?a=b", "news.example"),
    ("http://m.news.example/1", "http://m.news.example/1", "news.example"),
    ("javascript:alert(1)", None, None), ("JavaScript:alert(1)//http://x", None, None), ("data:text/html,x", None, None),
    ("file:articles/1.txt", None, None), ("//news.example/1", None, None), ("http://", None, None), ("http://[", None, None), (None, None, None),
])  # fmt: skip
def test_only_an_address_of_the_web_is_a_link(url: str | None, address: str | None, site: str | None) -> None:
    assert (link(url), outlet(url)) == (address, site)
