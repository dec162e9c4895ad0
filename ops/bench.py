"""`make bench`: wall time of `make run` by stage, once on an empty state folder and then warm."""

import argparse
import os
import shutil
from pathlib import Path

from extract.paths import PROJECT, paths
from ops.follow import DAGS, TaskResult
from ops.instance import exclusive
from ops.run import folder_of, run
from ops.terminal import Clock, run_command


def bench(source: str, folder: Path, n_warm: int) -> None:
    """Run in `var/bench`, which is emptied first, and print the seconds of each stage: of the first run, which makes
    Airflow's database and reads every article, and of `n_warm` more, which find nothing new. Raises IljariError."""
    place = paths().var / "bench"
    os.environ["ILJARI_VAR"] = str(place)
    runs: list[tuple[list[TaskResult], float]] = []
    with exclusive("bench", Clock()):
        pass  # whoever still uses the folder ends first
    shutil.rmtree(place)
    for _ in range(1 + n_warm):
        clock = Clock()
        with exclusive("bench", clock):
            runs.append((run(source, folder, clock), clock.seconds))
        print()
    print(table(runs))


def table(runs: list[tuple[list[TaskResult], float]]) -> str:
    """Seconds by stage, one column a run; what no step accounts for is Airflow's own share."""
    columns = []
    for results, seconds in runs:
        steps = {result.task: result.step_seconds for result in results}
        columns.append({**steps, "Airflow itself": seconds - sum(steps.values()), "in all": seconds})
    stages = [*(f"{dag_id}.{task}" for dag_id, tasks in DAGS.items() for task in tasks), "Airflow itself", "in all"]
    heading = ["first", *(f"warm {number}" for number in range(1, len(runs)))]
    lines = [f"{'seconds':<26}" + "".join(f"{name:>9}" for name in heading)]
    lines += [f"{stage:<26}" + "".join(f"{column[stage]:9.1f}" for column in columns) for stage in stages]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """The command line of `make bench`."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--articles", metavar="FOLDER", help="articles to read; without it, the sample")
    parser.add_argument("--warm", metavar="N", type=int, default=2, help="warm runs after the first (default: 2)")
    given = parser.parse_args(arguments)
    return run_command(lambda: bench(*folder_of(given.articles, PROJECT), given.warm))


if __name__ == "__main__":
    raise SystemExit(main())
