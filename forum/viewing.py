"""Counting views: cheap in the request, written down in batches, lost by nobody.

One view a visitor a discussion an hour. The request appends to a store, in this process or in
Redis; `flush` writes what the store holds to the database.
"""

import atexit
import logging
import threading
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from redis import Redis, RedisError

from forum.models import Discussion, ViewBatch

log = logging.getLogger(__name__)

ONE_VIEW_AN_HOUR = 3600  # seconds; safety S-52
FLUSH_EVERY = 1.0  # seconds: what a killed process may lose
MOST_REMEMBERED = 200_000  # visitors in the last hour that one process keeps in mind


class Store(Protocol):
    """Where views wait until they are written down."""

    def add(self, discussion_id: int, visitor: str) -> None: ...

    def flush(self) -> None: ...


def count(discussion_id: int, *, visitor: str) -> None:
    """Note that a visitor saw a discussion. Never raises: a page is worth more than a count."""
    try:
        store().add(discussion_id, visitor)
    except RedisError as problem:
        log.warning("A view was not counted: %s", problem)


def flush() -> None:
    """Write down every view that the store holds."""
    store().flush()


@cache
def store() -> Store:
    if settings.REDIS_URL:
        return RedisStore(Redis.from_url(settings.REDIS_URL, socket_timeout=1))
    return MemoryStore()


def start_flusher() -> None:
    """Let this web process write its own views down, and the last at its exit.

    With Redis the timetable does it.
    """
    if settings.REDIS_URL:
        return
    threading.Thread(target=_flush_for_ever, name="views", daemon=True).start()
    atexit.register(flush)


def _flush_for_ever() -> None:
    while True:
        time.sleep(FLUSH_EVERY)
        try:
            flush()
        except DatabaseError as problem:
            log.warning("Views wait for the database: %s", problem)
            connection.close()


class MemoryStore:
    """Views of the one process that an embedded site has."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[tuple[int, str], float] = {}
        self._waiting: Counter[int] = Counter()

    def add(self, discussion_id: int, visitor: str) -> None:
        now = time.monotonic()
        key = (discussion_id, visitor)
        with self._lock:
            if now - self._seen.get(key, -ONE_VIEW_AN_HOUR) < ONE_VIEW_AN_HOUR:
                return
            # Oldest first: what was seen again moves to the end.
            self._seen.pop(key, None)
            self._seen[key] = now
            if len(self._seen) > MOST_REMEMBERED:
                del self._seen[next(iter(self._seen))]
            self._waiting[discussion_id] += 1

    def flush(self) -> None:
        with self._lock:
            views, self._waiting = self._waiting, Counter()
        if not views:
            return
        try:
            _write_down(views)
        except DatabaseError:
            with self._lock:
                self._waiting += views
            raise


class RedisStore:
    """Views of any number of web processes, in one hash."""

    WAITING = "views:waiting"
    BATCH = "views:batch:"
    # Remember the visitor and count the view in one step and one round trip.
    ADD = """
        if redis.call('SET', KEYS[1], 1, 'NX', 'EX', ARGV[1]) then
            redis.call('HINCRBY', KEYS[2], ARGV[2], 1)
        end
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._add = redis.register_script(self.ADD)

    def add(self, discussion_id: int, visitor: str) -> None:
        seen = f"views:seen:{discussion_id}:{visitor}"
        self._add(keys=[seen, self.WAITING], args=[ONE_VIEW_AN_HOUR, discussion_id])

    def flush(self) -> None:
        if self._redis.exists(self.WAITING):
            # A batch has a name of its own, so that a crash half-way neither loses nor doubles it.
            self._redis.renamenx(self.WAITING, f"{self.BATCH}{uuid.uuid4()}")
        for key in self._redis.scan_iter(match=f"{self.BATCH}*"):
            name = key.decode()
            views = {int(pk): int(n) for pk, n in self._redis.hgetall(key).items()}
            _write_down(views, batch=uuid.UUID(name.removeprefix(self.BATCH)))
            self._redis.delete(key)


@transaction.atomic
def _write_down(views: Mapping[int, int], *, batch: uuid.UUID | None = None) -> None:
    """Add the views to their discussions; a batch that was written before is not written again."""
    if batch and not ViewBatch.objects.get_or_create(key=batch)[1]:
        return
    # In one order, so that two writers never wait for each other.
    for discussion_id in sorted(views):
        discussion = Discussion.objects.filter(pk=discussion_id)
        discussion.update(view_count=F("view_count") + views[discussion_id])
