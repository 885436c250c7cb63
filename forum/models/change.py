"""That something a visitor can see has changed: written by the database itself."""

from django.db import models


class Change(models.Model):
    """Rows in which triggers count changes; only forum.changes reads them.

    Invariants
      - SQLite has one row, number 1, whose count grows: it has one writer at a time.
      - PostgreSQL has a row for each statement, so that no writer waits for another.
    """

    count = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"Change {self.pk}"
