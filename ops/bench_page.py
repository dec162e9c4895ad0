"""How the page bears a million claims: `python -m ops.bench_page [--claims N]`.

Takes a copy of the warehouse in `var/`, fills it with made facts for every municipality and year, and writes the page
of it into `build/bench-page/page/`, to be looked at in a browser. Tells time, memory, and the sizes of the files.
"""

import argparse
import gzip
import json
import logging
import resource
import shutil
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations.marts import reading
from extract.errors import IljariError
from extract.paths import PROJECT, paths
from ops.terminal import run_command
from publish.dictionary import Dictionary
from publish.page import site
from publish.page.data import About, downloads

FOLDER = PROJECT / "build" / "bench-page"

#: The tables that are filled anew. Without their constraints: made rows have the columns that the page reads.
_TABLES = (
    "fct_job_awards", "fct_job_targets", "fct_employment_indicators", "fct_fact_evidence", "fct_fact_candidates",
    "fct_fact_log", "municipality_year", "fct_award_streaks",
)  # fmt: skip

#: Every municipality in every year: two awards, three of other bodies, an overall target, ten of programmes, rates.
_PLACES = """
    create temp table places as
    select municipality_id, code as municipality_code, municipality, year::integer as year
    from marts.dim_municipality, range(2010, 2026) as years (year)
    where valid_from <= make_date(year, 12, 31) and coalesce(valid_to, 'infinity') >= make_date(year, 12, 31)
"""
_FACTS = """
    create temp table made as
    select
        *, md5(concat_ws('|', kind, municipality_id, year, a, b)) as fact_id,
        hash(municipality_id, year, kind, a, b) as h
    from places, (values
        ('award', 'national_jobs_award', 'disclosure'), ('award', 'national_jobs_award', 'project'),
        ('award', 'other', '대상'), ('award', 'other', '우수상'), ('award', 'other', '장려상'),
        ('target', 'total', null)
    ) as kinds (kind, a, b)
    union all by name
    select
        *, md5(concat_ws('|', 'target', municipality_id, year, a)) as fact_id, hash(municipality_id, year, a) as h
    from (select *, 'target' as kind, '부문 ' || n as a, null as b from places, range(10) as parts (n))
    union all by name
    select
        *, md5(concat_ws('|', 'indicator', municipality_id, year, a)) as fact_id, hash(municipality_id, year, a) as h
    from (select *, 'indicator' as kind, unnest(['employment_rate', 'employment_rate_15_64', 'youth_employment_rate',
        'female_employment_rate', 'elderly_employment_rate', 'unemployment_rate']) as a, null as b from places);
    insert into marts.fct_job_awards by name
    select
        fact_id, municipality_id, municipality_code, municipality, year as award_year, a as programme,
        case when a = 'other' then 'unspecified' else b end as category, case when a <> 'other' then b end as section,
        case when a = 'other' then b else ['대상', '최우수상', '우수상', '특별상'][(h % 4 + 1)::integer] end as grade,
        h % 20 * 10000000 as incentive_krw, $each as n_articles, $each // 2 as n_independent, h % 3 as n_disagreeing,
        0 as n_compiled, ['agreed', 'single', 'disputed'][(h % 3 + 1)::integer] as status
    from made where kind = 'award';
    insert into marts.fct_job_targets by name
    select
        fact_id, municipality_id, municipality_code, municipality, year, a as scope, 1000 + h % 90000 as target_jobs,
        1000 + h % 95000 as actual_jobs,
        round(100 * (1000 + h % 95000) / (1000 + h % 90000), 1) as achievement_pct_computed,
        $each as n_articles, $each // 2 as n_independent, 0 as n_disagreeing, 'agreed' as status
    from made where kind = 'target';
    insert into marts.fct_employment_indicators by name
    select
        fact_id, municipality_id, municipality_code, municipality, year, a as indicator, 
        (400 + h % 400) / 10 as value_pct,
        $each as n_articles, $each // 2 as n_independent, 0 as n_disagreeing, 'agreed' as status
    from made where kind = 'indicator';
    insert into marts.municipality_year by name
    select
        places.*, targets.target_jobs, targets.actual_jobs, targets.achievement_pct_computed,
        (400 + hash(municipality_id, year) % 400) / 10 as employment_rate_pct, 2 as n_national_awards,
        3 as n_other_awards, 22 as n_facts
    from places join marts.fct_job_targets as targets using (municipality_id, year) where scope = 'total';
"""

#: Four articles to a fact's claims print one text; the tenth claim of a fact disagrees.
_CLAIMS = """
    insert into raw.articles by name
    select
        'bench' || i as article_id, '지방자치단체 일자리 소식 ' || i as title,
        make_timestamptz(2015 + i % 11, 3, 1, 9, 0, 0) as published_at,
        '지방자치단체 일자리 소식 ' || i || repeat(' 시는 올해 일자리 사업을 알렸다.', 12)
            || ' 시는 목표를 넘는 일자리를 만들어 상을 받았다고 밝혔다.'
            || repeat(' 시 관계자는 내년에도 힘쓰겠다고 말했다.', 12) as text
    from range($articles) as n (i);
    create temp table claims as
    select fact_id, kind, i, 'bench' || ((h % 1000003 + i * 7919) % $articles) as article_id
    from made, range($each) as n (i);
    insert into marts.fct_fact_evidence by name
    select
        md5(fact_id || i) as fact_evidence_id,
        case kind
            when 'award' then 'fct_job_awards' when 'target' then 'fct_job_targets' else 'fct_employment_indicators'
        end as fact_table,
        fact_id, md5(fact_id || i) as claim_id, article_id, 'v' || i // 4 as voice_id, 'bench' as source,
        'https://news' || i % 9 || '.example/' || article_id as url, articles.title,
        make_date(2015 + i::integer % 11, 3, 1) as published_on, 'grade 대상' as stated, i % 10 <> 9 as agrees,
        case when i % 10 = 9 then 'grade' end as disagrees_on, i = 0 as is_best, false as is_compiled,
        '일자리를 만들어 상을 받았다' as evidence_text, strpos(text, '일자리를 만들어')::integer - 1 as evidence_start,
        strpos(text, '일자리를 만들어')::integer + 14 as evidence_end, 0.9 as confidence, 'bench' as extractor_version
    from claims join raw.articles as articles using (article_id);
    insert into marts.fct_fact_candidates by name
    select
        md5(fact_id || 'c') as fact_candidate_id, fact_id, 'grade' as field, '대상' as value, 2 as rank,
        false as is_agreeing,
        'fewer_voices' as outcome, '1 independent voice, against 4' as why
    from made where kind = 'award';
    insert into marts.fct_fact_log by name
    select
        md5(fact_id || 'l') as fact_log_id, 'fct_job_awards' as fact_table, fact_id, 1 as change_number,
        now() as held_from,
        'appeared' as change, 'new_articles' as changed_by, municipality_id, municipality_code, municipality, year,
        '{}' as about, '{}' as held, 'single' as status
    from made;
"""


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m ops.bench_page", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--claims", type=int, default=1_000_000, help="claims to make facts of (default 1,000,000)")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    return run_command(lambda: _bench_release(given.claims))


def _bench_release(n_claims: int) -> None:
    try:
        manifest = json.loads((paths().release / "current" / "manifest.json").read_text(encoding="utf-8"))
        page = bench(n_claims, manifest)
    except FileNotFoundError as error:
        raise IljariError(f"There is no release to begin with ({error.filename}): make run") from error
    print(f"open {page / 'index.html'}")


def bench(n_claims: int, manifest: dict[str, Any]) -> Path:
    """Fills the copy, writes the page, prints what it took, and returns the page's folder."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    warehouse = Path(shutil.copy(paths().warehouse, FOLDER / "warehouse.duckdb"))
    started = time.monotonic()
    n_facts, n_made = fill(warehouse, n_claims)
    print(f"{n_facts:,} facts of {n_made:,} claims made in {time.monotonic() - started:.1f} s")
    about = About(
        release_id=str(manifest["release_id"]),
        created_at=datetime.fromisoformat(str(manifest["created_at"])),
        sources=["bench"],
        checks={},
        last=None,
        last_created_at=None,
        files=downloads(manifest, Dictionary(())),
    )
    started, worked = time.monotonic(), time.process_time()
    with reading(warehouse) as connection:
        written = site.write(FOLDER / "page", connection, about)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took, cpu = time.monotonic() - started, time.process_time() - worked
    print(f"page written in {took:.1f} s ({cpu:.1f} s of CPU), at most {peak:,.0f} MB of memory")
    evidence = (FOLDER / "page" / "data" / "evidence").iterdir()
    largest = max(evidence, key=lambda file: file.stat().st_size)
    for file in (FOLDER / "page" / "data" / "core.js", largest):
        content = file.read_bytes()
        packed = len(gzip.compress(content))
        print(f"{file.name:<20} {len(content) / 1000:>8,.0f} kB, {packed / 1000:>6,.0f} kB compressed")
    print(f"in all {written.n_files} files, {written.n_bytes / 1e6:,.0f} MB")
    return FOLDER / "page"


def fill(warehouse: Path, n_claims: int) -> tuple[int, int]:
    """Replaces the facts of a copied warehouse by made ones: how many facts, and of how many claims."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("set preserve_insertion_order = false")
        for table in _TABLES:
            connection.execute(f"create or replace table marts.{table} as from marts.{table} limit 0")
        connection.execute(_PLACES)
        ((n_places,),) = connection.execute("select count(*) from places").fetchall()
        each = max(1, round(n_claims / (n_places * 22)))
        for statement in (_FACTS + _CLAIMS).split(";"):
            if statement.strip():
                given = {"each": each, "articles": max(1, n_claims // 5)}
                used = {name: value for name, value in given.items() if f"${name}" in statement}
                connection.execute(statement, used)
        ((n_facts,),) = connection.execute("select count(*) from made").fetchall()
        ((n_made,),) = connection.execute("select count(*) from marts.fct_fact_evidence").fetchall()
    return n_facts, n_made


if __name__ == "__main__":
    sys.exit(main())
