"""A Redis of our own, which a test may stop: whether or not the run has one."""

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from forum.viewing import RedisStore
from tests import servers


class OwnRedis:
    """A Redis server, started and stopped at will, always at the same address."""

    def __init__(self, folder):
        self._program = servers.find("redis-server", "redis-server")
        self._folder = folder
        self.port = servers.free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._server = None

    def start(self):
        words = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", ""]
        self._server = servers.running([self._program, *words], port=self.port, cwd=self._folder)
        self._server.__enter__()

    def stop(self):
        if self._server:
            self._server.__exit__(None, None, None)
            self._server = None

    def client(self):
        """As the site's own, only that it waits less long."""
        return Redis(
            port=self.port,
            socket_timeout=0.3,
            socket_connect_timeout=0.3,
            retry=Retry(NoBackoff(), 0),
        )

    def store(self):
        """The store of one more web process."""
        return RedisStore(self.client())


@pytest.fixture(scope="session")
def _redis_of_this_folder(tmp_path_factory):
    try:
        server = OwnRedis(tmp_path_factory.mktemp("redis"))
    except servers.CannotBeHad as lack:
        pytest.skip(str(lack))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_redis(_redis_of_this_folder):
    _redis_of_this_folder.client().flushdb()
    return _redis_of_this_folder
