"""`make down`: stop the Airflow that `make up` started."""

import argparse

from ops.instance import exclusive, last_instance, stop
from ops.terminal import Clock, run_command


def down() -> None:
    """Stop the noted instance and everything it has started; nothing when there is none."""
    say = Clock()
    with exclusive("down", say):
        instance = last_instance()
        if instance:
            say("stopping Airflow")
            stop(instance)
            say("stopped; the state is kept")
        else:
            say("no Airflow runs here")


def main(arguments: list[str] | None = None) -> int:
    """The command line of `make down`."""
    argparse.ArgumentParser(prog="make down", description=__doc__).parse_args(arguments)
    return run_command(down)


if __name__ == "__main__":
    raise SystemExit(main())
