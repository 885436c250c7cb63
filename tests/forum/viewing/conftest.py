"""A Redis of our own, which a test may stop: whether or not the run has one."""

import pytest

from tests.own_redis import running_redis


@pytest.fixture(scope="session")
def _redis_of_this_folder(tmp_path_factory):
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def own_redis(_redis_of_this_folder):
    _redis_of_this_folder.client().flushdb()
    return _redis_of_this_folder
