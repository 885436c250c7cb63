"""A Redis of our own, which a test may stop: whether or not the run has one."""

import pytest

from tests import servers
from tests.own_redis import OwnRedis


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
