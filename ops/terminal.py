"""What the commands `make run`, `make up` and `make down` share: lines with the time, and ending in good order."""

import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

from extract.errors import IljariError

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked this command to end: Ctrl-C, SIGTERM, or the terminal was closed."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


class Clock:
    """Prints lines with the seconds since it was made."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._started

    def __call__(self, line: str) -> None:
        print(f"{self.seconds:6.1f} s  {line}", flush=True)


def _ignore(number: int, frame: FrameType | None) -> None:
    """Not SIG_IGN: of two signals that come together, Python would complain about the second."""


def _raise_stopped(number: int, frame: FrameType | None) -> None:
    # Cleaning up takes a bounded time, and interrupting it would leave processes behind.
    for ending in _ENDING:
        signal.signal(ending, _ignore)
    raise Stopped(number)


def run_command(command: Callable[[], None]) -> int:
    """Run `command` and return the exit code: 0, 1 after an IljariError (its text goes to stderr), 128 + number after a
    signal that asks to end."""
    for ending in _ENDING:
        signal.signal(ending, _raise_stopped)
    try:
        command()
        return 0
    except IljariError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except Stopped as stopped:
        print("\nstopped; nothing that was started here is left running", file=sys.stderr)
        return stopped.exit_code
