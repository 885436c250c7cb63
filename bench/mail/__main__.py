"""How news is told to ten thousand, and how fast the mails of it go out.

In a database of its own beside the others (bench.environment), on this site's own code:
  - a reply in a discussion that 10,000 follow, and in one that one member follows: statements and
    time of the fan-out, and the time of the request that posts it, in turn;
  - sending: all that the worker does for a mail, against the same finished messages written
    straight to the same server over one connection, in turn.
"""

import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import NamedTuple

import django

from bench import environment
from bench.environment import free_port
from harringay import environment as env

FOLLOWERS = 10_000
POSTS = 100  # of each kind, in turn
ROUNDS = 3


class FanOut(NamedTuple):
    """One fan-out: statements, seconds in the database, seconds in all."""

    statements: int
    database: float
    all: float


def main() -> None:
    followers = env.integer("FOLLOWERS", default=FOLLOWERS, low=1, high=100_000)
    environment.prepare("mail")
    django.setup()
    # The site's models can be imported only now.
    from bench.mail import crowd  # noqa: PLC0415

    for line in crowd.measure(followers):
        print(line, flush=True)


@contextmanager
def sink() -> Iterator[int]:
    """The port of a mail server that runs while the context lasts."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-m", "bench.mail.sink", str(port)]) as server:
        try:
            _await(port)
            yield port
        finally:
            server.terminate()


def _await(port: int) -> None:
    for _ in range(200):
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The mail server did not start.")


def timed(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def middle(values: list[float]) -> float:
    return float(median(values))


if __name__ == "__main__":
    main()
