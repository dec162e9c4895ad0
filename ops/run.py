"""`make run`: articles in, checked facts out, through a real Airflow, followed to the end."""

import argparse
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.errors import IljariError
from extract.paths import PROJECT
from ops.follow import DAGS, TaskResult, follow
from ops.instance import (
    Instance,
    check_alive,
    exclusive,
    last_instance,
    open_api,
    start,
    stop,
    wait_for_dags,
)
from ops.summary import summary
from ops.terminal import Clock, Stopped, run_command

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


@contextmanager
def airflow(say: Clock) -> Iterator[Instance]:
    """The standing instance of `make up`, made whole where a service of it has stopped, or one of our own that ends
    with this block however it ends."""
    standing = last_instance()
    if standing and standing.purpose == "up" and standing.is_running():
        say(f"using the Airflow of 'make up' at {standing.url}")
        yield start("up", say)
        return
    say("starting Airflow")
    try:
        instance = start("run", say)
        yield instance
    finally:
        left = last_instance()
        if left and left.purpose == "run":
            stop(left, within=5)


def run(source: str, folder: Path, say: Clock) -> list[TaskResult]:
    """Collect `folder`, build, check and release: the results of all tasks.

    Raises TaskFailed when a task fails, IljariError when Airflow does, Stopped when asked to end; nothing that was
    started here is left running."""
    with airflow(say) as instance, open_api(instance) as api:
        wait_for_dags(instance, api, list(DAGS))
        say(f"Airflow is ready at {instance.url}")
        if instance.purpose == "run":
            # A run that was killed is not taken up again: this one does its work too.
            for dag_id in DAGS:
                for unfinished in api.unfinished_runs(dag_id):
                    api.fail(dag_id, unfinished)
        for dag_id in DAGS:
            api.unpause(dag_id)
        run_id = f"run_{uuid.uuid4().hex}"
        api.trigger("collect", run_id, {"source": source, "folder": str(folder)})
        try:
            return follow(api, run_id, say, lambda: check_alive(instance))
        except Stopped:
            for dag_id, started in [("collect", run_id), *api.started_by("collect", run_id)]:
                if api.run(dag_id, started)["state"] in ("queued", "running"):
                    api.fail(dag_id, started)
            raise


def main(arguments: list[str] | None = None) -> int:
    """The command line of `make run`. Exit code 0 when a release was made, 1 when something failed."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--articles", metavar="FOLDER", help="articles to read; without it, the sample")
    parser.add_argument("--relative-to", metavar="FOLDER", type=Path, default=Path.cwd(), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)

    def command() -> None:
        say = Clock()
        source, folder = folder_of(given.articles, given.relative_to)
        with exclusive("run", say):
            say(f"reading {folder}" + (" (the sample)" if source == "sample" else ""))
            results = run(source, folder, say)
        print(summary(results, say.seconds))

    return run_command(command)


if __name__ == "__main__":
    raise SystemExit(main())
