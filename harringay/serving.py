"""The programs that make up the running site, and how each is started.

The same commands run under `make run`, in containers and in tests; settings say how many of each.
"""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

# Shorter than the ten seconds in which everything must have stopped.
GRACE_SECONDS = 5

# Of each web process.
THREADS = 8
WEB_PROCESS = Path(__file__).with_name("web_process.py")

# Celery puts the host's name for %h.
WORKER_NAME = "worker@%h"

CELERY = (sys.executable, "-m", "celery", "--app=harringay.celery")


def web() -> tuple[str, ...]:
    """Gunicorn with threads, which `web_process.py` lets work a few at a time."""
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return (
        *(sys.executable, "-m", "gunicorn", "harringay.wsgi"),
        f"--bind={host}:{settings.PORT}",
        f"--workers={settings.WEB_PROCESSES}",
        f"--threads={THREADS}",
        f"--config={WEB_PROCESS}",
        f"--graceful-timeout={GRACE_SECONDS}",
        # It would be written beneath $HOME, which a container may not have.
        "--no-control-socket",
    )


def worker() -> tuple[str, ...]:
    """A worker that takes tasks itself while it is the only one: the quickest to start and stop."""
    processes = settings.WORKER_PROCESSES
    pool = ("--pool=solo",) if processes == 1 else ("--pool=prefork", f"--concurrency={processes}")
    return (
        *(*CELERY, "worker", *pool),
        f"--hostname={WORKER_NAME}",
        "--loglevel=INFO",
        # Workers have nothing to say to one another.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    )


def timetable() -> tuple[str, ...]:
    """Celery's beat on its own: a worker that carries one leaves it behind when it is killed."""
    return (*CELERY, "beat", "--loglevel=INFO")


def lmtp() -> tuple[str, ...]:
    """Takes mail that a mail server of ours hands over."""
    return (sys.executable, str(settings.BASE_DIR / "manage.py"), "serve_lmtp")


PIECES: dict[str, Callable[[], tuple[str, ...]]] = {
    "web": web,
    "worker": worker,
    "timetable": timetable,
}


def wanted() -> dict[str, Callable[[], tuple[str, ...]]]:
    """The programs of this site: mail is taken only where the owner has said so."""
    takes_mail = settings.REPLY_DOMAIN and settings.LMTP_PORT
    return {**PIECES, "lmtp": lmtp} if takes_mail else PIECES


def share_one_heap() -> None:
    """Have the threads of each program share their memory, unless the owner says otherwise.

    glibc gives threads heaps of their own, and what is free in one is of no use to the others: an
    eighth of a web process. One thread of Python runs at a time, so none waits for another's heap.
    """
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")


def make_folders() -> None:
    """The folders that the programs take for granted."""
    for name in ("logs", "media", "queue/control", "queue/messages", "queue/processed"):
        (Path(settings.DATA_DIR) / name).mkdir(parents=True, exist_ok=True)


def listen_once() -> None:
    """Raises OSError where the web server could not listen."""
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    socket.create_server((settings.HOST, settings.PORT), family=family).close()
