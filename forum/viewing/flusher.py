"""The thread that sends what a web process has counted, time and again and at its end."""

import atexit
import logging
import threading
from collections.abc import Callable

from django.db import connection

log = logging.getLogger(__name__)

EVERY = 1.0  # seconds: what a killed process may lose
LAST_SECONDS = 5.0  # for the last views of all, of the eight that a stop may take


class Flusher:
    """Calls `send` once a second, or as often as is said, and once more at the end.

    `what` it sends is named where it has to wait. `prepare` is called in each process before its
    thread begins: two threads that ask for the same thing for the first time would make two of it.
    """

    def __init__(
        self,
        send: Callable[[], None],
        *,
        prepare: Callable[[], object] = lambda: None,
        every: float = EVERY,
        what: str = "Views",
    ) -> None:
        self._send = send
        self._prepare = prepare
        self._what = what
        self._every = every
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_well = True

    def start(self) -> None:
        """Begin; to begin twice is to begin once."""
        if self._thread is None:
            atexit.register(self.end)
            self._begin()

    def start_in_child(self) -> None:
        """Begin anew in a forked child, which has none of its parent's threads."""
        if self._thread:
            self._ends = threading.Event()
            self._begin()

    def end(self) -> None:
        """Send the last views, in LAST_SECONDS at most."""
        self._ends.set()
        if self._thread:
            self._thread.join(LAST_SECONDS)

    def _begin(self) -> None:
        self._prepare()
        self._thread = threading.Thread(target=self._run, name=self._what, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ends.wait(self._every):
            self._try()
        self._try()

    def _try(self) -> None:
        try:
            self._send()
        except Exception:
            # Whatever it is, a flusher that died of it would lose every view from now on.
            if self._is_well:
                log.exception("%s wait in memory.", self._what)
            self._is_well = False
        else:
            self._is_well = True
        finally:
            # A pool wants it back; and a database that went away may have broken it.
            connection.close()
