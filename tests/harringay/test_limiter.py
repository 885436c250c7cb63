"""Windows are counted together, exactly, and still while Redis is away."""

import threading
import uuid

import pytest
from django.conf import settings
from redis import Redis

from harringay.limiter import ProcessCounter, Window
from harringay.limiter_in_redis import RedisCounter


class Clock:
    """A clock that stands until it is told to go on."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["process", "redis"])
def counter(request, clock):
    if request.param == "process":
        return ProcessCounter(clock)
    if not settings.REDIS_URL:
        pytest.skip("REDIS_URL is not set")
    return RedisCounter(Redis.from_url(settings.REDIS_URL), ProcessCounter(clock))


def window(most: int, seconds: int = 60) -> Window:
    return Window(f"test:{uuid.uuid4()}", most, seconds)


class TestTake:
    def test_takes_as_many_as_the_window_holds_and_then_says_how_long_to_wait(self, counter):
        three = window(3)
        assert [counter.take([three]) for _ in range(3)] == [0, 0, 0]
        assert 0 < counter.take([three]) <= 60

    def test_counts_in_none_where_one_is_full(self, counter):
        narrow, wide = window(1), window(2)
        counter.take([narrow])
        assert counter.take([wide, narrow]) > 0
        assert [counter.take([wide]) for _ in range(2)] == [0, 0]

    def test_never_counts_too_few_when_many_come_at_once(self, counter):
        ten, waits = window(10), []

        def take() -> None:
            waits.append(counter.take([ten]))

        threads = [threading.Thread(target=take) for _ in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert waits.count(0) == 10

    def test_begins_again_when_the_window_has_closed(self, clock):
        counter, one = ProcessCounter(clock), window(1, seconds=60)
        counter.take([one])
        clock.now += 61
        assert counter.take([one]) == 0

    def test_forgets_closed_windows(self, clock, monkeypatch):
        monkeypatch.setattr("harringay.limiter.SWEEP_EVERY", 10)
        counter = ProcessCounter(clock)
        for _ in range(40):
            counter.take([window(1, seconds=1)])
            clock.now += 2
        assert len(counter._counts) <= 11


class TestGiveBack:
    def test_makes_room_again(self, counter):
        one = window(1)
        counter.take([one])
        counter.give_back([one])
        assert counter.take([one]) == 0

    def test_of_what_was_not_counted_makes_no_more_room(self, counter):
        one = window(1)
        counter.give_back([one])
        counter.take([one])
        assert counter.take([one]) > 0


class TestWhileRedisIsAway:
    @pytest.fixture
    def counter(self, clock):
        nobody_listens = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=1)
        return RedisCounter(nobody_listens, ProcessCounter(clock))

    def test_each_process_takes_a_tenth(self, counter):
        twenty = window(20)
        assert [counter.take([twenty]) for _ in range(2)] == [0, 0]
        assert counter.take([twenty]) > 0

    def test_and_at_least_one(self, counter):
        five = window(5)
        assert counter.take([five]) == 0
        assert counter.take([five]) > 0

    def test_gives_back_what_was_taken_alone(self, counter):
        five = window(5)
        counter.take([five])
        counter.give_back([five])
        assert counter.take([five]) == 0
