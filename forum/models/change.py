"""That something a visitor can see has changed: written by the database itself."""

from django.db import models


class Change(models.Model):
    """Rows in which triggers count changes; only forum.changes reads them.

    Invariants
      - Row 1 holds the version: it grows with every transaction that changes what visitors see.
      - On PostgreSQL any other row is a transaction's note to itself, gone when it is committed.
    """

    count = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"Change {self.pk}"
