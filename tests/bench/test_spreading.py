"""A run's connections fall evenly to the processes that answer, whoever wakes first."""

import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench import load, spreading

# Takes what it gets, says who it is, and keeps it. One that waits is beaten to it by the other.
TAKE = """
import os, socket, sys, time
listener = socket.socket(fileno=int(sys.argv[1]))
taken = []
while True:
    time.sleep(float(sys.argv[2]))
    taken.append(listener.accept()[0])
    taken[-1].sendall(str(os.getpid()).encode())
"""


@contextmanager
def processes(listener: socket.socket, *waits: float) -> Iterator[list[int]]:
    number = listener.fileno()
    running = [
        subprocess.Popen([sys.executable, "-c", TAKE, str(number), str(wait)], pass_fds=[number])
        for wait in waits
    ]
    try:
        yield [process.pid for process in running]
    finally:
        for process in running:
            process.kill()
            process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="proc(5) says who has taken a connection")
class TestConnected:
    def test_each_process_has_its_share(self):
        with socket.create_server((spreading.HOST, 0)) as listener:
            port = listener.getsockname()[1]
            with (
                processes(listener, 0, 0.02) as pids,
                spreading.connected(port, pids, 8) as connections,
            ):
                taken = Counter(int(connection.recv(20)) for connection in connections)
        assert taken == dict.fromkeys(pids, 4)

    def test_gives_up_where_nobody_takes_any(self, monkeypatch):
        monkeypatch.setattr(spreading, "PATIENCE", 0.05)
        with socket.create_server((spreading.HOST, 0)) as listener:
            port = listener.getsockname()[1]
            with (
                processes(listener, 60) as pids,
                pytest.raises(load.Failed, match="no process"),
                spreading.connected(port, pids, 1),
            ):
                pass
