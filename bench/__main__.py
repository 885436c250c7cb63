"""Measures the site beside bare Django views and other forums: `make bench`.

SIZE is small, default or million. The forum is built in SQLite, or, with DATABASE_URL, in a
database of its own on that PostgreSQL, and kept for the next run. PEERS names the other forums,
spirit, machina and misago where nothing is said, or is none; each is installed from PyPI into
DATA_DIR/bench/peers the first time, and filled with the same. WRITE=true writes the tables into
docs/PERFORMANCE.md.
"""

import signal
import sys

import django

from bench import environment, load
from bench.content import SIZES
from bench.peers.catalogue import PEERS
from harringay import environment as env


def main() -> None:
    # As an exception, so that what was started is ended.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: sys.exit(1))
    size = env.choice("SIZE", tuple(SIZES), default="default")
    peers = _peers()
    is_written = env.boolean("WRITE", default=False)
    environment.prepare(size)
    django.setup()
    # The site's models can be imported only now.
    from bench import running  # noqa: PLC0415

    document = environment.PROJECT / "docs" / "PERFORMANCE.md" if is_written else None
    try:
        running.tell(running.run(size, peers), document)
    except load.Failed as failure:
        sys.exit(f"The run was given up: {failure}.")


def _peers() -> list[str]:
    given = env.names("PEERS", default=list(PEERS))
    if given == ["none"]:
        return []
    if unknown := set(given) - set(PEERS):
        raise env.BadSetting("PEERS", ",".join(sorted(unknown)), f"none, or of {','.join(PEERS)}")
    return given


main()
