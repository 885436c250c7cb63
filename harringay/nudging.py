"""Tells the worker that something has happened, without letting anybody wait for a broker.

A request only raises a flag. A thread of this process sees it and sends one message for all that
was nudged meanwhile; it alone waits where the broker hangs. A nudge that is lost costs seconds, for
the timetable asks the worker just the same (harringay.celery).
"""

import logging
import os
import threading
from typing import Final

from celery import current_app

log = logging.getLogger(__name__)

TASK: Final = "notifications.tasks.deliver_new_events"
# A burst is one message: what comes while the worker is being told is told with the next.
PAUSE_SECONDS: Final = 0.1
EXPIRES_SECONDS: Final = 10  # by then the timetable has asked


class Nudger:
    """The flag, and the thread that sees it; it begins with the first nudge of a process."""

    def __init__(self) -> None:
        self._is_wanted = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_well = True

    def nudge(self) -> None:
        """A microsecond or two, whatever the broker does."""
        self._is_wanted.set()
        if self._thread is None:
            self._begin()

    def forget(self) -> None:
        """In a forked child, which has none of its parent's threads."""
        self.__init__()  # type: ignore[misc]  # as new

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="nudges", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        pause = threading.Event()
        while self._is_wanted.wait():
            self._is_wanted.clear()
            self._tell()
            pause.wait(PAUSE_SECONDS)

    def _tell(self) -> None:
        try:
            current_app.send_task(TASK, expires=EXPIRES_SECONDS)
        except Exception as problem:  # noqa: BLE001  each broker has its own, and none of them matters
            if self._is_well:
                # When trouble begins, and not at each nudge while it lasts.
                log.warning("The worker could not be nudged: %s", problem)
            self._is_well = False
        else:
            self._is_well = True


_nudger = Nudger()
nudge = _nudger.nudge
os.register_at_fork(after_in_child=_nudger.forget)
