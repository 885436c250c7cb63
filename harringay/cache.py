"""A cache that may be away: reads miss, writes are dropped, and the page still shows."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

log = logging.getLogger(__name__)

NO = False
Answer = TypeVar("Answer")
AWAY = (RedisConnectionError, RedisTimeoutError, OSError)


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, answering as an empty one while Redis cannot be reached."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", 1)
        options.setdefault("socket_timeout", 1)
        super().__init__(server, params)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(NO, super().add, *args, **kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(NO, super().touch, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(NO, super().delete, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._or({}, super().get_many, *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._or([], super().set_many, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().delete_many, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(NO, super().has_key, *args, **kwargs)

    def incr(self, key: Any, *args: Any, **kwargs: Any) -> int:
        """Raises ValueError where there is nothing to count from, as every cache of Django does."""
        counted = self._or(None, super().incr, key, *args, **kwargs)
        if counted is None:
            raise ValueError(f"{key!r} is not in the cache.")
        return counted

    @staticmethod
    def _or(fallback: Answer, call: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        try:
            return call(*args, **kwargs)
        except AWAY as problem:
            log.warning("Redis is away: %s", problem)
            return fallback
