"""Counting what is done in a length of time, so that too much of it can be refused.

A window opens with the first thing done in it and closes after its length. Counting is atomic:
all of an action's windows are counted together, or, where one of them is full, none.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

# Keys are dropped when their windows have closed, whenever this many have been seen.
SWEEP_EVERY = 10_000
# While Redis is away each process counts alone, and this is its share (safety S-26).
SHARE_WHEN_ALONE = 10

TAKE = """
for i, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[2 * i - 1]) then
    return math.max(redis.call('PTTL', key), 1)
  end
end
for i, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then
    redis.call('PEXPIRE', key, ARGV[2 * i] * 1000)
  end
end
return 0
"""
GIVE_BACK = """
for _, key in ipairs(KEYS) do
  if redis.call('EXISTS', key) == 1 then redis.call('DECR', key) end
end
"""


class Window(NamedTuple):
    """How often something may be done by whomever `key` names, in so many seconds."""

    key: str
    most: int
    seconds: int


class Counter(Protocol):
    """Where windows are counted."""

    def take(self, windows: Sequence[Window]) -> float:
        """Count once in each window: 0; or in none, and the seconds until the full one closes."""

    def give_back(self, windows: Sequence[Window]) -> None:
        """Uncount what `take` has counted."""


class ProcessCounter:
    """Counts within this process: exact where there is only one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}
        self._until_sweep = SWEEP_EVERY

    def take(self, windows: Sequence[Window]) -> float:
        now = self._clock()
        with self._lock:
            self._sweep_now_and_then(now)
            for window in windows:
                count, closes_at = self._read(window, now)
                if count >= window.most:
                    return closes_at - now
            for window in windows:
                count, closes_at = self._read(window, now)
                self._counts[window.key] = (count + 1, closes_at)
        return 0

    def give_back(self, windows: Sequence[Window]) -> None:
        with self._lock:
            for window in windows:
                count, closes_at = self._read(window, self._clock())
                self._counts[window.key] = (max(count - 1, 0), closes_at)

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()

    def _read(self, window: Window, now: float) -> tuple[int, float]:
        count, closes_at = self._counts.get(window.key, (0, 0.0))
        return (count, closes_at) if closes_at > now else (0, now + window.seconds)

    def _sweep_now_and_then(self, now: float) -> None:
        self._until_sweep -= 1
        if self._until_sweep:
            return
        self._until_sweep = SWEEP_EVERY
        self._counts = {k: held for k, held in self._counts.items() if held[1] > now}


class RedisCounter:
    """Counts in Redis, for all processes together; alone, and a tenth, while Redis is away."""

    def __init__(self, redis: "Redis", alone: Counter) -> None:
        self._take = redis.register_script(TAKE)
        self._give_back = redis.register_script(GIVE_BACK)
        self._alone = alone

    def take(self, windows: Sequence[Window]) -> float:
        numbers = [number for window in windows for number in (window.most, window.seconds)]
        try:
            wait: int = self._take(keys=_names(windows), args=numbers)
        except (RedisError, OSError) as problem:
            log.warning("Limits are counted in this process alone: %s", problem)
            return self._alone.take([_share(window) for window in windows])
        return wait / 1000

    def give_back(self, windows: Sequence[Window]) -> None:
        try:
            self._give_back(keys=_names(windows))
        except (RedisError, OSError):
            self._alone.give_back([_share(window) for window in windows])


@cache
def counter() -> ProcessCounter | RedisCounter:
    """The counter of this process, in Redis where REDIS_URL is set."""
    alone = ProcessCounter()
    if not settings.REDIS_URL:
        return alone
    # One second and no second try: whoever waits is a reader.
    redis = Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=1,
        socket_connect_timeout=1,
        retry=Retry(NoBackoff(), 0),
    )
    return RedisCounter(redis, alone)


def _names(windows: Sequence[Window]) -> list[str]:
    return [f"limit:{window.key}" for window in windows]


def _share(window: Window) -> Window:
    return window._replace(most=max(window.most // SHARE_WHEN_ALONE, 1))
