"""Views of any number of web processes: from their memories to Redis, and from there written down.

Redis keeps, under names that begin with `views:`,
  - `seen:<discussion>:<visitor>` for an hour from the view that was counted;
  - `counted`, a hash of `<day>:<discussion>` → how many views;
  - `batches`, a set of names, and `batch:<name>`, each a hash like `counted`, being written down.
"""

import logging
import threading
from collections import Counter, deque
from datetime import date
from itertools import islice
from typing import NamedTuple, cast
from uuid import UUID, uuid4

from django.utils import timezone
from redis import Redis

from forum.viewing import writing
from forum.viewing.notepad import ONE_VIEW_AN_HOUR, Notepad, Sight

log = logging.getLogger(__name__)

COUNTED = "views:counted"
BATCHES = "views:batches"
BATCH = "views:batch:"

MOST_UNSENT = 100_000  # views that one process keeps while Redis is away; about 20 MB
MOST_AT_ONCE = 1_000  # views a round trip: some ms of Redis's time, which others wait for

# Remember each visitor and count each view in one step and one round trip; the answer is how many
# milliseconds each has until the next one counts. Sent again because an answer was lost, a view
# finds its visitor remembered and is not doubled.
COUNT = """
local left = {}
for i = 2, #KEYS do
  if redis.call('SET', KEYS[i], 1, 'NX', 'PX', ARGV[1]) then
    redis.call('HINCRBY', KEYS[1], ARGV[i], 1)
  end
  left[i - 1] = redis.call('PTTL', KEYS[i])
end
return left
"""
# Give what was counted a name of its own, so that a crash half-way neither loses nor doubles it.
SEAL = """
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('RENAME', KEYS[1], KEYS[2])
  redis.call('SADD', KEYS[3], ARGV[1])
end
return redis.call('SMEMBERS', KEYS[3])
"""


class Unsent(NamedTuple):
    """A view that Redis has not heard of: the day on which it was seen, and what was seen."""

    day: date
    sight: Sight


class RedisStore:
    """Sends this process's views to Redis, or writes everybody's down."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._count = redis.register_script(COUNT)
        self._seal = redis.register_script(SEAL)
        self._notepad = Notepad()
        self._sending = threading.Lock()
        self._unsent: deque[Unsent] = deque(maxlen=MOST_UNSENT)
        self.add = self._notepad.add

    def send(self) -> None:
        with self._sending:
            self._collect()
            while self._unsent:
                views = list(islice(self._unsent, MOST_AT_ONCE))
                self._send(views)
                for _ in views:
                    self._unsent.popleft()

    def flush(self) -> None:
        self.send()
        new = str(uuid4())
        names: list[bytes] = self._seal(keys=[COUNTED, f"{BATCH}{new}", BATCHES], args=[new])
        waiting = {UUID(name.decode()) for name in names}
        for batch in waiting:
            writing.write_down(batch, self._views_of(batch))
            self._forget(batch)
        if waiting:
            writing.forget_batches(but=waiting)

    def _collect(self) -> None:
        """Take what was noted; the oldest is forgotten where there would be too much."""
        noted = self._notepad.take()
        too_many = len(self._unsent) + len(noted) - MOST_UNSENT
        if too_many > 0:
            log.warning("%d views were forgotten: Redis has been away for too long.", too_many)
        today = timezone.localdate()
        self._unsent.extend(Unsent(today, sight) for sight in noted)

    def _send(self, views: list[Unsent]) -> None:
        seen = [f"views:seen:{discussion}:{visitor}" for _, (discussion, visitor) in views]
        fields = [f"{day}:{discussion}" for day, (discussion, _) in views]
        hour = int(ONE_VIEW_AN_HOUR * 1000)
        left = self._count(keys=[COUNTED, *seen], args=[hour, *fields])
        for view, milliseconds in zip(views, left, strict=True):
            self._notepad.remember(view.sight, milliseconds / 1000)

    def _views_of(self, batch: UUID) -> writing.Views:
        """What a batch holds: nothing, where another has just written it down."""
        views: writing.Views = Counter()
        counted = cast("dict[bytes, bytes]", self._redis.hgetall(f"{BATCH}{batch}"))
        for field, count in counted.items():
            day, discussion = field.decode().split(":")
            views[date.fromisoformat(day), int(discussion)] = int(count)
        return views

    def _forget(self, batch: UUID) -> None:
        with self._redis.pipeline() as pipeline:
            pipeline.delete(f"{BATCH}{batch}")
            pipeline.srem(BATCHES, str(batch))
            pipeline.execute()
