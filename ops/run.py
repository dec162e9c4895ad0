"""`make run`: articles in, checked facts out, through a real Airflow, followed to the end."""

import argparse
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from extract.sources.entries import Entry, load_sources
from extract.web.urls import shown
from ops.api import Api
from ops.follow import DAGS, TaskResult, follow
from ops.instance import Served, exclusive, last_instance, open_api, served, start, stop, wait_for_dags
from ops.summary import summary
from ops.terminal import Clock, Stopped, run_command

RUN_PREFIX = "make_run_"
SAMPLE = PROJECT / "seeds" / "articles"


def folder_of(articles: str | None, relative_to: Path) -> tuple[str, Path]:
    """(source, folder) that `--articles` means. Raises IljariError when there is no such folder."""
    if not articles:
        return "sample", SAMPLE
    folder = (relative_to / Path(articles).expanduser()).resolve()
    if not folder.is_dir():
        raise IljariError(
            f"there is no folder {folder}: give ARTICLES a folder with .txt, .html, .json or .jsonl files"
        )
    return "folder", folder


def ready_source(name: str) -> Entry:
    """The entry of sources.yml that `--source` means. Raises IljariError for a fault in the file, an unknown name, or a
    source on the web without a contact."""
    sources = load_sources()
    entry = sources.entry(name)
    if entry.is_web and not sources.contact:
        raise IljariError(
            f"{sources.file} has no contact: write a mail address or page at its top by which the keeper of a site can "
            "reach you. It is sent with every request."
        )
    return entry


@contextmanager
def airflow(say: Clock) -> Iterator[Served]:
    """The Airflow that `ILJARI_API_URL` names (in containers); else the standing one of `make up`, made whole where a
    service of it has stopped; else one of our own that ends with this block however it ends."""
    if url := os.environ.get("ILJARI_API_URL"):
        yield Served(url)
        return
    standing = last_instance()
    if standing and standing.purpose == "up" and standing.is_running():
        say(f"using the Airflow of 'make up' at {standing.url}")
        yield served(start("up", say))
        return
    say("starting Airflow")
    try:
        yield served(start("run", say))
    finally:
        left = last_instance()
        if left and left.purpose == "run":
            stop(left, within=5)


def run(source: str, folder: Path, say: Clock, entry: str | None = None) -> list[TaskResult]:
    """Collect `folder`, or the source `entry` of sources.yml, build, check and release: the results of all tasks.

    Raises TaskFailed when a task fails, IljariError when Airflow does, Stopped when asked to end; nothing that was
    started here is left running."""
    with airflow(say) as instance, open_api(instance.url) as api:
        wait_for_dags(instance, api, list(DAGS))
        say(f"Airflow is ready at {instance.url}")
        _end_left_behind(api, is_own=instance.is_own)
        for dag_id in DAGS:
            api.unpause(dag_id)
        run_id = RUN_PREFIX + uuid.uuid4().hex
        try:
            asked = {"source": source, "folder": str(folder)} | ({"entry": entry} if entry else {})
            api.trigger("collect", run_id, asked)
            return follow(api, run_id, say, instance.check)
        except Stopped:
            with suppress(IljariError):
                _fail(api, run_id)
            raise


def _end_left_behind(api: Api, is_own: bool) -> None:
    """A run that was killed is not taken up again: this one does its work too. One command runs at a time, so whatever
    a `make run` has left unfinished belongs to one that is gone; and in an Airflow of our own, so does everything."""
    for dag_id in DAGS:
        for run_id in api.unfinished_runs(dag_id):
            if is_own or run_id.startswith(RUN_PREFIX):
                api.fail(dag_id, run_id)


def _fail(api: Api, collect_run: str) -> None:
    for dag_id, run_id in [("collect", collect_run), *api.started_by("collect", collect_run)]:
        if api.state(dag_id, run_id) in ("queued", "running"):
            api.fail(dag_id, run_id)


def main(arguments: list[str] | None = None) -> int:
    """The command line of `make run`. Exit code 0 when a release was made, 1 when something failed."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--articles", metavar="FOLDER", help="articles to read; without it, the sample")
    parser.add_argument("--relative-to", metavar="FOLDER", type=Path, default=Path.cwd(), help=argparse.SUPPRESS)
    parser.add_argument("--source", metavar="NAME", help="collect this source of sources.yml once, switched on or not")
    given = parser.parse_args(arguments)
    if given.articles and given.source:
        parser.error("give ARTICLES or SOURCE, not both")

    def command() -> None:
        say = Clock()
        source, folder = folder_of(given.articles, given.relative_to)
        if given.source:
            source, entry = "folder", ready_source(given.source)
        with exclusive("run", say):
            if given.source:
                say(f"collecting the source {entry.name}: {entry.kind} {shown(entry.address)}")
            else:
                say(f"reading {folder}" + (" (the sample)" if source == "sample" else ""))
            results = run(source, folder, say, given.source)
        print(summary(results, say.seconds, paths()))

    return run_command(command)


if __name__ == "__main__":
    raise SystemExit(main())
