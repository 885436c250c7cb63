"""Connections that are spread evenly over a server's processes.

Whichever process wakes first takes a new connection and keeps it. Of eight, one process may get
seven: then a run measures half of the machine. So a process that has its share is halted until the
others have theirs; who took a connection is read from proc(5).
"""

import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from bench import load

HOST = "127.0.0.1"
PATIENCE = 10  # seconds until a process has taken a connection
PAUSE = 0.001  # seconds between two looks

_OTHER_END, _INODE = 2, 9  # columns of /proc/net/tcp


@contextmanager
def connected(port: int, pids: Sequence[int], number: int) -> Iterator[list[socket.socket]]:
    """So many connections, each of the processes holding its share. Raises load.Failed.

    `pids` are the processes that may take one, all of them ours.
    """
    with ExitStack() as opened:
        yield [opened.enter_context(each) for each in _connect(port, pids, number)]


def _connect(port: int, pids: Sequence[int], number: int) -> Iterator[socket.socket]:
    share = -(-number // len(pids))
    held: Counter[int] = Counter()
    with ExitStack() as halted:
        for _ in range(number):
            connection = socket.create_connection((HOST, port), timeout=load.PATIENCE)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield connection
            pid = _holder(connection, port, pids)
            held[pid] += 1
            if held[pid] == share:
                os.kill(pid, signal.SIGSTOP)
                halted.callback(os.kill, pid, signal.SIGCONT)


def _holder(connection: socket.socket, port: int, pids: Sequence[int]) -> int:
    """Which process has taken a connection, as soon as one has."""
    deadline = time.monotonic() + PATIENCE
    own_port = connection.getsockname()[1]
    while time.monotonic() < deadline:
        inode = _inode(port, own_port)
        for pid in pids if inode else ():
            if _has_open(pid, f"socket:[{inode}]"):
                return pid
        time.sleep(PAUSE)
    raise load.Failed(f"no process took a connection in {PATIENCE} seconds")


def _inode(port: int, their_port: int) -> str:
    """The server's end of a connection; empty until a process has taken it."""
    ends = f":{port:04X}", f":{their_port:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        columns = line.split()
        if (columns[1][-5:], columns[_OTHER_END][-5:]) == ends:
            return columns[_INODE].removeprefix("0")
    return ""


def _has_open(pid: int, what: str) -> bool:
    with suppress(FileNotFoundError):
        return any(_target(file) == what for file in Path(f"/proc/{pid}/fd").iterdir())
    return False


def _target(file: Path) -> str:
    with suppress(FileNotFoundError):
        return os.readlink(file)  # noqa: PTH115  it names no file
    return ""
