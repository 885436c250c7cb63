"""The mail server that the mails go to, started and stopped."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.environment import free_port


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
