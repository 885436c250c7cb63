"""A PostgreSQL of a test's own, which it may stop or kill, and start again at the same address."""

import os
import signal
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from tests import servers


class OwnPostgres:
    """A PostgreSQL server that keeps what it has committed, also when it is killed.

    Raises servers.CannotBeHad where this machine has none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._account = servers.make_cluster(folder)
        self._port = servers.free_port()
        self.url = servers.postgres_url(self._port)
        self._server: AbstractContextManager[None] | None = None

    def start(self) -> None:
        # What is lost with the machine, and not with the server, is none of these tests' business.
        command = [*servers.postgres_at(self._folder, self._port), "-c", "fsync=off"]
        self._server = servers.running(command, port=self._port, cwd=self._folder, **self._account)
        self._server.__enter__()

    def stop(self) -> None:
        """As an owner does who installs another version: who is connected is cut off."""
        if self._server:
            self._end_with(signal.SIGINT, self._pid)

    def kill(self) -> None:
        """All of its processes at once, in the middle of whatever they do."""
        self._end_with(signal.SIGKILL, self._pid, *self._children())

    def pause(self) -> None:
        """All of its processes stand still, and none of their connections ends."""
        self._signal(signal.SIGSTOP, self._pid, *self._children())

    def go_on(self) -> None:
        self._signal(signal.SIGCONT, self._pid, *self._children())

    @property
    def _pid(self) -> int:
        return int((self._folder / "postmaster.pid").read_text().split()[0])

    def _children(self) -> list[int]:
        return [
            int(status.parent.name)
            for status in Path("/proc").glob("[0-9]*/status")
            if f"\nPPid:\t{self._pid}\n" in _read(status)
        ]

    @staticmethod
    def _signal(sign: signal.Signals, *processes: int) -> None:
        for process in processes:
            # It may have ended by itself, as the first of them did.
            with suppress(ProcessLookupError):
                os.kill(process, sign)

    def _end_with(self, sign: signal.Signals, *processes: int) -> None:
        self._signal(sign, *processes)
        assert self._server
        self._server.__exit__(None, None, None)
        self._server = None


def _read(status: Path) -> str:
    try:
        return status.read_text()
    except OSError:
        return ""
