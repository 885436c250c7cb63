"""Counting for all processes together, in Redis; and alone while Redis is away."""

import logging
from collections.abc import Sequence

from redis import Redis
from redis.exceptions import RedisError

from harringay.limiter import Counter, Window

log = logging.getLogger(__name__)

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


class RedisCounter:
    """Counts in Redis, for all processes together; alone, and a tenth, while Redis is away."""

    def __init__(self, redis: Redis, alone: Counter) -> None:
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


def _names(windows: Sequence[Window]) -> list[str]:
    return [f"limit:{window.key}" for window in windows]


def _share(window: Window) -> Window:
    return window._replace(most=max(window.most // SHARE_WHEN_ALONE, 1))
