"""`make up`: Airflow as a standing service on this machine, with its page, until `make down`."""

import argparse

from extract.paths import paths
from ops.follow import DAGS
from ops.instance import HEALTHY, exclusive, last_instance, open_api, served, start, stop, wait_for_dags, wait_until
from ops.terminal import Clock, Stopped, run_command


def up() -> None:
    """Start what does not run yet, wait until all of it is healthy, and say where it is. Raises IljariError."""
    say = Clock()
    with exclusive("up", say):
        before = last_instance()
        if before and before.purpose == "up" and not before.dead():
            say("Airflow runs already")
        else:
            say("starting Airflow")
        try:
            instance = served(start("up", say))
            with open_api(instance.url) as api:
                wait_until("starting Airflow", lambda: api.health() == HEALTHY, instance)
                wait_for_dags(instance, api, list(DAGS))
                for dag_id in DAGS:
                    api.unpause(dag_id)
        except Stopped:
            if started := last_instance():
                stop(started)
            raise
        say(f"Airflow is ready at {instance.url}")
    print(
        f"\n  page      {instance.url} (only from this machine)\n"
        f"  user      admin, password in {paths().airflow / 'keys.json'} (admin_password)\n"
        f"  logs      {paths().airflow / 'logs'}\n"
        "  collect   make run ARTICLES=folder, or the form of the DAG 'collect'\n"
        "  stop      make down"
    )


def main(arguments: list[str] | None = None) -> int:
    """The command line of `make up`."""
    argparse.ArgumentParser(prog="make up", description=__doc__).parse_args(arguments)
    return run_command(up)


if __name__ == "__main__":
    raise SystemExit(main())
