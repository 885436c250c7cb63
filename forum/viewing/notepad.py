"""What one process keeps in mind: who saw what this hour, and the views not yet sent."""

import threading
import time
from collections import deque

ONE_VIEW_AN_HOUR = 3600.0  # seconds; safety S-52
# At about 250 bytes each, 25 MB; a quiet neighbour's hour is a hundredth of it. A visitor who is
# forgotten early may be counted again embedded; with Redis never.
MOST_REMEMBERED = 100_000
MOST_NOTED = (
    100_000  # views; the flusher, which takes them every second, never lets it come to that
)

# A discussion's number, and the visitor's key (harringay.visitors).
Sight = tuple[int, str]


class Notepad:
    """Takes a view from any thread in about a microsecond; another hour's is another view."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[Sight, float] = {}  # the moment from which each counts again
        self._noted: deque[Sight] = deque(maxlen=MOST_NOTED)

    def add(self, discussion_id: int, visitor: str) -> None:
        """Note a view, unless the same visitor's was noted in the last hour."""
        sight = (discussion_id, visitor)
        now = time.monotonic()
        with self._lock:
            if self._until.get(sight, now) > now:
                return
            # Oldest first: what counts again moves to the end.
            self._until.pop(sight, None)
            self._until[sight] = now + ONE_VIEW_AN_HOUR
            self._noted.append(sight)
            if len(self._until) > MOST_REMEMBERED:
                del self._until[next(iter(self._until))]

    def take(self) -> "deque[Sight]":
        """The views noted since the last time, oldest first."""
        with self._lock:
            noted, self._noted = self._noted, deque(maxlen=MOST_NOTED)
            self._forget_the_oldest()
            return noted

    def remember(self, sight: Sight, seconds: float) -> None:
        """Let a visitor's next view count in so many seconds, as another process has found."""
        with self._lock:
            if sight in self._until:
                self._until[sight] = time.monotonic() + seconds

    def _forget_the_oldest(self) -> None:
        """Forget whom an hour has passed since; memory holds nobody for the sake of old times."""
        now = time.monotonic()
        while self._until:
            oldest = next(iter(self._until))
            if self._until[oldest] > now:
                return
            del self._until[oldest]
