"""Counting views: one a visitor a discussion an hour, cheap in the request, lost by nobody.

A request notes a view in its process's memory and waits for nothing. Every second, and at the
process's end, a flusher brings what was noted to safety: embedded to the database, else to Redis,
which knows the visitors of every process and from which the timetable writes views down.
"""

import os
from functools import cache
from typing import Protocol

from django.conf import settings

from forum.viewing.flusher import Flusher
from forum.viewing.in_memory import MemoryStore

__all__ = ["MemoryStore", "Store", "count", "flush", "start_flusher", "store"]


class Store(Protocol):
    """Where views wait until they are written down."""

    def add(self, discussion_id: int, visitor: str) -> None:
        """Note a view in memory."""

    def send(self) -> None:
        """Bring what this process has noted to where its end cannot lose it."""

    def flush(self) -> None:
        """Write every view down in the database."""


def count(discussion_id: int, *, visitor: str) -> None:
    """Note that a visitor saw a discussion.

    A microsecond or two; neither Redis nor the database is asked, so neither can make it fail.
    """
    store().add(discussion_id, visitor)


def flush() -> None:
    """Write down every view that the store holds; twice, or twice at once, does no harm.

    Raises DatabaseError or RedisError; the views then go on waiting.
    """
    store().flush()


@cache
def store() -> Store:
    """The one of this process, which stands before Redis where REDIS_URL is set.

    The flusher has it made before a web process has threads that ask.
    """
    if not settings.REDIS_URL:
        return MemoryStore()
    # Embedded, the client is never loaded: it takes seven megabytes.
    from forum.viewing.in_redis import RedisStore  # noqa: PLC0415
    from harringay import in_redis  # noqa: PLC0415

    return RedisStore(in_redis.connect())


def start_flusher() -> None:
    """Let this web process send its views every second, and the last of them at its end."""
    _flusher.start()


_flusher = Flusher(lambda: store().send(), prepare=store)
# What waits in a process that forks is that process's to send, and its flusher stays behind.
os.register_at_fork(after_in_child=store.cache_clear)
os.register_at_fork(after_in_child=_flusher.start_in_child)
