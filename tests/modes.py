"""Runs the whole suite in every way that this machine allows, and says which: `make test`.

MODES names the ways wanted, of: browser faults sqlite postgres. REQUIRE_ALL=1 makes one that
cannot be had a failure. For PostgreSQL and Redis it takes DATABASE_URL and REDIS_URL where both
are set, and otherwise starts servers of its own, which end with it.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from harringay.supervising import end_with
from tests import servers

SAY = sys.stderr.write
TESTING = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
EMBEDDED = {"DATABASE_URL": "", "REDIS_URL": ""}
# Two processes are quicker than one by half on two cores; a browser wants them for itself. In the
# order in which they are collected: those that empty the database come last.
SHARED = (
    *("-m", "not journey and not fault"),
    *("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"),
)
STORIES = ("-m", "journey and not screens")
# They start servers of their own, and stop and kill them: two at once would only be slower.
FAULTS = ("-m", "fault")

Environment = dict[str, str]


@contextmanager
def browser() -> Iterator[Environment]:
    servers.find("chromium", "chromium")
    yield EMBEDDED


@contextmanager
def faults() -> Iterator[Environment]:
    for program, package in (("initdb", "postgresql"), ("redis-server", "redis-server")):
        servers.find(program, package)
    yield EMBEDDED


@contextmanager
def sqlite() -> Iterator[Environment]:
    yield EMBEDDED


@contextmanager
def postgres() -> Iterator[Environment]:
    """PostgreSQL and Redis: those that the environment names, or servers of our own."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        yield {}
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="harringay-")))
        yield {
            "DATABASE_URL": stack.enter_context(servers.postgres(folder / "postgres")),
            "REDIS_URL": stack.enter_context(servers.redis(folder)),
        }


MODES = {
    "browser": (browser, STORIES),
    "faults": (faults, FAULTS),
    "sqlite": (sqlite, SHARED),
    "postgres": (postgres, SHARED),
}


def main() -> int:
    """The worst of the runs' statuses."""
    # As an exception, so that what was started is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    wanted = os.environ.get("MODES", " ".join(MODES)).split()
    if not wanted or not MODES.keys() >= set(wanted):
        SAY(f"MODES is {' '.join(wanted)!r}; allowed: some of {' '.join(MODES)}.\n")
        return 2
    return max([run(mode) for mode in wanted])


def run(mode: str) -> int:
    """Pytest's status in one mode; 0 for a mode that cannot be had, unless all are required."""
    setting, words = MODES[mode]
    try:
        with setting() as environment:
            SAY(f"\n== The tests in mode {mode} ==\n")
            return _pytest(*words, *sys.argv[1:], environment=environment)
    except servers.CannotBeHad as lack:
        SAY(f"\n== Mode {mode} cannot be had: {lack} ==\n")
        return int(bool(os.environ.get("REQUIRE_ALL")))


def _pytest(*words: str, environment: Environment) -> int:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        env=os.environ | TESTING | environment,
        check=False,
        preexec_fn=end_with(os.getpid()),
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
