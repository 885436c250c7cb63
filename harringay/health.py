"""Whether each program of the running site does its work: what containers ask, and `make run`."""

import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from celery.utils.nodenames import host_format
from django.conf import settings

from harringay import serving
from harringay.celery import app

READY_SECONDS = 2
PING_SECONDS = 5

# Something is due every ten seconds, and written down when it has been sent.
STALE_SECONDS = 120


def web() -> bool:
    """The web server answers, and everything it needs answers it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104
    connection = HTTPConnection(host, settings.PORT, timeout=READY_SECONDS)
    try:
        connection.request("GET", "/readyz", headers={"Host": settings.ALLOWED_HOSTS[0]})
        return connection.getresponse().status == 200  # noqa: PLR2004  HTTP's own number
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def worker() -> bool:
    """A worker of this machine answers; a solo one only between two tasks."""
    name = host_format(serving.WORKER_NAME)
    return bool(app.control.ping(destination=[name], timeout=PING_SECONDS))


def timetable() -> bool:
    """The timetable has lately written down what it sent."""
    kept = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    written = [path.stat().st_mtime for path in kept.parent.glob(f"{kept.name}*")]
    return bool(written) and time.time() - max(written) < STALE_SECONDS


CHECKS: dict[str, Callable[[], bool]] = {"web": web, "worker": worker, "timetable": timetable}
