"""Whatever the order in which articles, readings and decisions come, the facts are those of one pass over all of them."""

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from extract.tables import RAW_TABLES
from publish.dbt import run_dbt
from tests.dbt_project.raw_rows import RawRows, municipality_of
from tests.dbt_project.rows import rows

# Seven runs of dbt: three quarters of a minute where the machine is idle.
pytestmark = [pytest.mark.dbt, pytest.mark.timeout(1500)]

PLACES = ("충북 청주시", "경북 경주시", "전북 김제시", "전남 완도군", "경기 수원시", "충북")
YEARS = range(2019, 2024)
GRADES = ("우수상", "특별상", "unspecified")
NEWER = "1.10.0"
LEFT_OUT = ("sample",)
#: Not compared row by row: when something was held differs with the order of the loads by its nature.
LOG = "fct_fact_log"


def history(dice: random.Random, n: int) -> tuple[RawRows, list[str]]:
    """A made-up history in which nearly every cell is spoken of by several articles, and the articles' ids in order.

    Some are copies of others, some revise others, some come from the sample, some are read again by a newer reader that
    finds something else or nothing.
    """
    raw = RawRows()
    ids: list[str] = []
    bodies: list[str] = []
    for number in range(n):
        words = " ".join("".join(dice.choice("가나다라마바사아자차카타파하") for _ in range(3)) for _ in range(120))
        body = f"{words} 했다."
        if bodies and dice.random() < 0.35:  # a copy: to the letter, or cut and with an end of its own
            body = dice.choice(bodies)
            if dice.random() < 0.6:
                body = f"{body[: int(len(body) * 0.8)]} 끝을 {number}번째로 고쳤다."
        bodies.append(body)
        columns = {"source": "sample" if dice.random() < 0.1 else "folder"}
        if ids and dice.random() < 0.08:
            columns |= {"revision_of": dice.choice(ids)}
        if dice.random() < 0.15:  # landed beside the feed, at the same address and another time
            columns |= {"address": f"https://paper.example/{dice.randint(1, 8)}"}
        at = dt.datetime(dice.choice(YEARS) + 1, dice.randint(1, 12), dice.randint(1, 28), 3, tzinfo=dt.UTC)
        article = raw.article(f"소식 {number}", body, at.isoformat() if dice.random() < 0.9 else None, **columns)
        ids.append(article)
        _claims(raw, dice, article, body)
        if dice.random() < 0.15:
            raw.reading(article, NEWER)
            if dice.random() < 0.7:
                _claims(raw, dice, article, body, extractor_version=NEWER)
    return raw, ids


def _claims(raw: RawRows, dice: random.Random, article: str, body: str, **columns: str) -> None:
    for word in dice.sample(body.split(), dice.choice((0, 1, 2, 3))):
        who, year = dice.choice(PLACES), dice.choice(YEARS)
        more = {"confidence": dice.choice((0.5, 0.7, 0.9)), "is_optional": dice.random() < 0.1, **columns}
        kind = dice.choice(("award", "target", "level"))
        if kind == "award":
            category = dice.choice(("unspecified", "disclosure", "project"))
            programme = dice.choice(("national_jobs_award", "other"))
            raw.award(article, who, year, dice.choice(GRADES), word, category=category, programme=programme, **more)
        elif kind == "target":
            jobs = {"target_jobs": dice.choice((17_412, 17_400, 18_000)), "scope": dice.choice(("total", "창업지원"))}
            raw.target(article, who, dice.choice((year, None)), word, **jobs, **more)
        else:
            raw.indicator(article, who, year, "employment_rate", dice.choice((61.0, 61.4, 63.2)), word)
            raw.tables["indicator_claims"][-1] |= more


def two_prizes_and_their_origin(raw: RawRows) -> tuple[str, str]:
    """An article with two claims of one cell that nothing else speaks of, and the earlier one that it copies, which claims
    nothing: when that comes, both claims get its voice, and nothing else is said in their cell."""
    body = " ".join(f"{number}번째" for number in range(120)) + " 했다."
    claiming = raw.article("두 상", body, "2022-05-03T09:00:00+09:00")
    raw.award(claiming, "경남 창원시", 2021, "우수상", "7번째", category="disclosure")
    raw.award(claiming, "경남 창원시", 2021, "특별상", "9번째", category="project")
    return claiming, raw.article("앞선 글", body, "2022-05-02T09:00:00+09:00")


def add(warehouse: Path, raw: RawRows, wanted: set[str], versions: tuple[str, ...]) -> None:
    """The raw rows of these articles as these versions read them, but for those that are there; all loaded files."""
    with duckdb.connect(warehouse) as connection:
        for name, (schema, key) in RAW_TABLES.items():
            new = [
                row
                for row in raw.tables[name]
                if _article_of(raw, row) in wanted and row.get("extractor_version", versions[0]) in versions
            ]
            connection.register("new", pa.Table.from_pylist(new, schema=schema))
            connection.execute(f"insert into raw.{name} from new where {key} not in (select {key} from raw.{name})")


def _article_of(raw: RawRows, row: dict[str, object]) -> object:
    if "article_id" in row:
        return row["article_id"]
    return next(a["article_id"] for a in raw.tables["articles"] if a["page_sha256"] == row.get("page_sha256"))


def decide(warehouse: Path, decisions: list[tuple[str, str, str, str]]) -> None:
    """Answers of people on these facts (fact table, fact, candidates hash, answer), and one line of the file."""
    wando, _ = municipality_of("전남 완도군", 2020)
    with duckdb.connect(warehouse) as connection:
        for number, (fact_table, fact_id, candidates_hash, answer) in enumerate(decisions):
            field = {"fct_employment_indicators": "value_pct", "fct_job_targets": "target_jobs"}.get(
                fact_table, "grade"
            )
            value = {"value_pct": "62.5", "target_jobs": "17,500", "grade": "장려상"}[field]
            is_correct = answer == "correct"
            connection.execute(
                "insert into raw.review_answers values (?, 'run', ?, ?, 'subject', ?, ?, ?, null, ?, null, '은하', '2026-03-01 20:00:00+00')",
                [
                    str(number),
                    fact_table,
                    fact_id,
                    candidates_hash,
                    answer,
                    field if is_correct else None,
                    value if is_correct else None,
                ],
            )
        connection.execute(
            "insert into seeds.corrections values ('fct_employment_indicators', ?, 2020, null, null, null, null, null, 'employment_rate', 'value_pct', '61.0', '60.9', '오타', 'https://source.example', '보람', '2026-02-01', null)",
            [wando],
        )


def run(warehouse: Path, target: Path, *arguments: str, sources_left_out: Sequence[str] = LEFT_OUT) -> None:
    done = run_dbt("run", *arguments, sources_left_out=sources_left_out, warehouse=warehouse, target=target)
    assert done.returncode == 0, done.stdout[-4000:]


def compare(one: Path, other: Path) -> None:
    """Every mart, and what was made from the claims on the way to them, holds the same rows in both."""
    with duckdb.connect(one, read_only=True) as first, duckdb.connect(other, read_only=True) as second:
        tables = rows(
            first,
            """
            select schema_name || '.' || table_name from duckdb_tables()
            where schema_name in ('marts', 'intermediate') and not ends_with(table_name, '_touched')
            and table_name not in (?, 'int_cells_built')
            order by all
            """,
            LOG,
        )
        assert len(tables) > 30
        for (table,) in tables:
            for left, right in ((first, second), (second, first)):
                found = left.execute(f"from {table} order by all").fetchall()
                assert found == right.execute(f"from {table} order by all").fetchall(), table
        held = """
            select fact_id, held, status, best_claim_id from marts.fct_fact_log
            qualify row_number() over (partition by fact_id order by change_number desc) = 1
        """
        held_now = f"select fact_id, held, status from ({held}) where held is not null order by all"
        assert first.execute(held_now).fetchall() == second.execute(held_now).fetchall()


def seeds_of(warehouse: Path, other: Path) -> None:
    """A warehouse without raw rows and with the other's seeds, which saves a run of dbt."""
    RawRows().write(warehouse)
    with duckdb.connect(warehouse) as connection:
        connection.execute(f"attach '{other}' as other (read_only)")
        connection.execute("create schema seeds")
        found = rows(
            connection, "select table_name from duckdb_tables() where database_name = 'other' and schema_name = 'seeds'"
        )
        for (table,) in found:
            connection.execute(f"create table seeds.{table} as from other.seeds.{table}")


def load_files(warehouse: Path, raw: RawRows) -> None:
    with duckdb.connect(warehouse) as connection:
        connection.register("files", pa.Table.from_pylist(raw._loaded_files()))
        connection.execute("insert into raw.loaded_files select landing_file, n_rows, loaded_at from files")


def test_any_order_of_arrival_gives_the_facts_of_one_pass(tmp_path: Path) -> None:
    dice = random.Random(20261126)
    raw, ids = history(dice, 160)
    claiming, earlier = two_prizes_and_their_origin(raw)
    by_steps, at_once = (tmp_path / name / "warehouse.duckdb" for name in ("by_steps", "at_once"))
    target = tmp_path / "target"

    # In any order: late articles, copies before what they copy, revisions before what they revise.
    order = dice.sample(ids, len(ids))
    RawRows().write(by_steps)
    load_files(by_steps, raw)
    add(by_steps, raw, {*order[:110], claiming}, ("1.0.0",))
    done = run_dbt(
        *("build", "--exclude-resource-type", "test", "unit_test"),
        sources_left_out=LEFT_OUT,
        warehouse=by_steps,
        target=target,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    seeds_of(at_once, by_steps)
    # People decide on what they see so far; of some of it something else is said later.
    with duckdb.connect(by_steps, read_only=True) as connection:
        queue = rows(connection, "select fact_table, fact_id, candidates_hash from marts.review_queue order by fact_id")
    assert len(queue) > 12
    decisions = [(*fact, answer) for fact, answer in zip(queue, ("correct", "reject", "accept") * 8, strict=False)]
    decide(by_steps, decisions)

    # A build with all sources that stops on its way leaves nothing to the next one without them.
    add(by_steps, raw, set(order[:125]), ("1.0.0",))
    run(by_steps, target, "--exclude", "int_claims_matched+", sources_left_out=())
    run(by_steps, target)
    # A build that stops on its way: what it has touched is not lost.
    add(by_steps, raw, set(order[:140]), ("1.0.0",))
    run(by_steps, target, "--exclude", "int_fact_values_ranked+")
    # The last articles, and a newer reader that has read all.
    add(by_steps, raw, {*ids, claiming, earlier}, ("1.0.0", NEWER))
    run(by_steps, target)
    with duckdb.connect(by_steps, read_only=True) as connection:
        n_touched = rows(connection, "select count(*) from intermediate.int_cells_touched")[0][0]
        n_cells = rows(connection, "select count(*) from intermediate.int_cells_built")[0][0]
        n_articles = rows(
            connection,
            "select count(*) from intermediate.int_articles_touched semi join raw.articles using (article_id)",
        )[0][0]
        outcomes = {row[0] for row in rows(connection, "select distinct outcome from marts.fct_review_answers")}
    assert 0 < n_touched < n_cells
    assert 20 < n_articles < 100
    assert len(outcomes) > 1

    load_files(at_once, raw)
    raw.tables["articles"].reverse()
    add(at_once, raw, {*ids, claiming, earlier}, ("1.0.0", NEWER))
    decide(at_once, decisions)
    run(at_once, target)
    compare(by_steps, at_once)

    run(by_steps, target, "--full-refresh")
    compare(by_steps, at_once)
