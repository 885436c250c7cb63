"""A Redis of a test's own, which it may stop or hang: whether or not the run has one."""

import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from forum.viewing.in_redis import RedisStore
from tests import servers


class OwnRedis:
    """A Redis server, started and stopped at will, always at the same address.

    Raises servers.CannotBeHad where this machine has none.
    """

    def __init__(self, folder: Path) -> None:
        self._program = servers.find("redis-server", "redis-server")
        self._folder = folder
        self.port = servers.free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._server: AbstractContextManager[None] | None = None
        self._pid = 0

    def start(self) -> None:
        words = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", ""]
        self._server = servers.running([self._program, *words], port=self.port, cwd=self._folder)
        self._server.__enter__()
        self._pid = self.client().info("server")["process_id"]

    def stop(self) -> None:
        if self._server:
            self._server.__exit__(None, None, None)
            self._server = None

    def hang(self) -> None:
        """Accept connections as before, and answer none."""
        os.kill(self._pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self._pid, signal.SIGCONT)

    def client(self) -> Redis:
        """As the site's own, only that it waits less long."""
        return Redis(
            port=self.port,
            socket_timeout=0.3,
            socket_connect_timeout=0.3,
            retry=Retry(NoBackoff(), 0),
        )

    def store(self) -> RedisStore:
        """The store of one more web process."""
        return RedisStore(self.client())


@contextmanager
def running_redis(folder: Path) -> Iterator[OwnRedis]:
    """One that runs while the context lasts; whoever needs it is skipped where there is none."""
    try:
        server = OwnRedis(folder)
    except servers.CannotBeHad as lack:
        pytest.skip(str(lack))
    server.start()
    yield server
    server.stop()
