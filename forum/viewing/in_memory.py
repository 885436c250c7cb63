"""Views of the one web process that an embedded site has: from its memory into the database."""

import threading
from collections import Counter
from uuid import UUID, uuid4

from django.utils import timezone

from forum.viewing import writing
from forum.viewing.notepad import Notepad


class MemoryStore:
    """Writes its own views down.

    Invariant: what is being written keeps its name until the database has said that it is written,
    so that an answer lost on its way doubles nothing; what is noted meanwhile waits for the next.
    """

    def __init__(self) -> None:
        self._notepad = Notepad()
        self._flushing = threading.Lock()
        self._counted: writing.Views = Counter()
        self._batch: tuple[UUID, writing.Views] | None = None
        self.add = self._notepad.add

    def flush(self) -> None:
        with self._flushing:
            today = timezone.localdate()
            self._counted.update((today, discussion) for discussion, _ in self._notepad.take())
            while batch := self._next_batch():
                writing.write_down(*batch)
                self._batch = None
                writing.forget_batches(but=[batch[0]])

    send = flush

    def _next_batch(self) -> tuple[UUID, writing.Views] | None:
        if self._batch is None and self._counted:
            self._batch, self._counted = (uuid4(), self._counted), Counter()
        return self._batch
