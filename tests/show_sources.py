"""`make show-sources`: sites on loopback with every vice, collected twice through Airflow, and what became of it.

Airflow has a state folder of its own below the temporary folder, and ends with this command.
"""

import argparse
import os
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb

from extract.errors import IljariError
from extract.paths import paths
from extract.sources.entries import load_sources
from extract.sources.listing import listed, table
from ops.api import Api
from ops.follow import error_of
from ops.instance import open_api, wait_for_dags
from ops.run import airflow
from ops.terminal import Clock, run_command
from tests.vicious_sites import SECRET, Sites, vicious_sites

OUTCOMES = """
    select
        source, coalesce(purpose, 'page') as purpose, outcome,
        count(*) filter ("at" < ?::timestamptz) as first_run, count(*) filter ("at" >= ?::timestamptz) as second_run,
        any_value(error) as example
    from raw.fetches
    group by all
    order by source, purpose desc, outcome
"""


def collect_all(api: Api, names: list[str], say: Clock, check: Callable[[], None]) -> dict[str, str]:
    """Runs every source's DAG to its end, one after the other, because Airflow's metadata are in SQLite here; the errors
    of those that failed."""
    errors = {}
    for name in names:
        dag, run = f"collect_{name}", f"show_{uuid.uuid4().hex}"
        api.trigger(dag, run, {})
        while (state := api.state(dag, run)) not in ("success", "failed"):
            check()
            time.sleep(0.3)
        say(f"{dag:<24} {state}")
        if state == "failed":
            errors[name] = error_of(api.log(dag, run, "collect", 1))
    return errors


def pages_asked_for(sites: Sites) -> Counter[str]:
    """Every request of a page that is no list and no robots.txt."""
    lists = (
        "/robots.txt",
        "/feed.xml",
        "/sitemap.xml",
        "/list.do",
        "/search",
        "/1.xml",
        "/2.xml",
        "/news.xml",
        "/cut.xml",
    )
    asked = (f"{name} {path}" for name, site in sites.sites.items() for path in site.paths())
    return Counter(one for one in asked if not one.partition(" ")[2].startswith(lists))


def show(folder: Path) -> None:
    """Both runs and the tables. Raises IljariError where the second run asked for an article again."""
    say = Clock()
    os.environ.update(ILJARI_VAR=str(folder / "var"), ILJARI_TEST_SEARCH_ID="id", ILJARI_TEST_SEARCH_SECRET=SECRET)
    with vicious_sites(folder) as sites:
        os.environ["ILJARI_SOURCES"] = str(sites.file)
        names = list(sites.sites)
        with airflow(say) as instance, open_api(instance.url) as api:
            wait_for_dags(instance, api, ["warehouse", *(f"collect_{name}" for name in names)])
            api.pause("warehouse")  # this is about what comes in
            say("first run")
            errors = collect_all(api, names, say, instance.check)
            first = pages_asked_for(sites)
            before = table(listed(load_sources()))
            sites.forget()
            with duckdb.connect(str(paths().warehouse), read_only=True) as con:
                (begun,) = con.execute("select now()").fetchone() or (None,)
            say("second run")
            collect_all(api, names, say, instance.check)
            second = pages_asked_for(sites)
        print(f"\nThe first run\n\n{before}\n\nThe second run\n\n{table(listed(load_sources()))}\n")
        print("What the failed tasks said\n")
        for name, error in errors.items():
            print(f"{name}: {error}\n")
        with duckdb.connect(str(paths().warehouse), read_only=True) as con:
            con.sql(OUTCOMES, params=[begun, begun]).show(max_rows=200, max_width=200)
        print(f"articles asked for: {first.total()} requests in the first run, {second.total()} in the second")
        if set(errors) != sites.should_fail:
            raise IljariError(f"these sources should have failed: {', '.join(sorted(sites.should_fail))}")
        if second:
            raise IljariError(f"asked for again: {', '.join(second)}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make show-sources", description=__doc__)
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="keep the state in this new folder")
    given = parser.parse_args(arguments)
    if given.keep:
        given.keep.mkdir(parents=True)
        return run_command(lambda: show(given.keep.resolve()))
    with tempfile.TemporaryDirectory(prefix="iljari-show-") as folder:
        return run_command(lambda: show(Path(folder)))


if __name__ == "__main__":
    raise SystemExit(main())
