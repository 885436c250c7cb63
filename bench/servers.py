"""The servers that are measured: the site as production starts it, and the bare views like it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from bench import load
from bench.environment import PROJECT, free_port
from harringay import serving
from harringay.supervising import end_with

START_SECONDS = 60
STOP_SECONDS = 10


class Server:
    """A running web server, all its processes together."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def peak_memory(self) -> float:
        """The most memory that its processes have had, one by one, in MB."""
        return sum(map(_peak, self._pids())) / 1024

    def worked(self) -> float:
        """How long its processes have kept a core at work, in seconds."""
        return sum(map(_ticks, self._pids())) / os.sysconf("SC_CLK_TCK")

    def workers(self) -> list[int]:
        """Those of its processes that answer."""
        return _children(self.process.pid)

    def _pids(self) -> list[int]:
        return [self.process.pid, *self.workers()]


@contextmanager
def site() -> Iterator[Server]:
    """The forum itself, at the port that its settings name."""
    command = [sys.executable, "manage.py", "serve", "web"]
    with _running(command, port=settings.PORT, name="site", changes={}) as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    """The bare views."""
    changes = {"DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    with like_site("bare", sys.executable, changes) as server:
        yield server


@contextmanager
def like_site(name: str, python: str, changes: Mapping[str, str]) -> Iterator[Server]:
    """Something else in Django, under the same server with the same words."""
    port = free_port()
    swaps = {
        sys.executable: python,
        "harringay.wsgi": "django.core.wsgi:get_wsgi_application()",
        f"--bind={settings.HOST}:{settings.PORT}": f"--bind={settings.HOST}:{port}",
    }
    command = [swaps.get(word, word) for word in serving.web()]
    with _running(command, port=port, name=name, changes=changes) as server:
        yield server


@contextmanager
def _running(
    command: Sequence[str], *, port: int, name: str, changes: Mapping[str, str]
) -> Iterator[Server]:
    """A server from the moment it answers; it ends with us, whatever ends us."""
    log = settings.DATA_DIR / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=os.environ | changes,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=end_with(os.getpid()),  # noqa: PLW1509  this process has one thread
        )
    try:
        _wait_for(process, port, log)
        yield Server(process, port)
    finally:
        _stop(process)


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            # It listens before it has made the processes that answer.
            if len(_children(process.pid)) == settings.WEB_PROCESSES:
                return
        time.sleep(0.1)
    raise load.Failed(f"the server did not start: {log}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _ticks(pid: int) -> int:
    """Of its own and of the kernel on its behalf: proc(5) counts them as fields 14 and 15."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])


def _peak(pid: int) -> int:
    """In KB."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1])
