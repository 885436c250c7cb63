"""Counting what is done in a length of time, so that too much of it can be refused.

A window opens with the first thing done in it and closes after its length. Counting is atomic:
all of an action's windows are counted together, or, where one of them is full, none.
"""

import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from django.conf import settings

# Keys are dropped when their windows have closed, whenever this many have been seen.
SWEEP_EVERY = 10_000


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


@cache
def counter() -> Counter:
    """The counter of this process, in Redis where REDIS_URL is set."""
    alone = ProcessCounter()
    if not settings.REDIS_URL:
        return alone
    # Embedded, the client is never loaded: it takes seven megabytes.
    from harringay import in_redis, limiter_in_redis  # noqa: PLC0415

    return limiter_in_redis.RedisCounter(in_redis.connect(), alone)
