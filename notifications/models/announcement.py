"""What a hub is still to be told."""

from datetime import datetime
from typing import Self

from django.db import models


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """The question that the worker asks."""

    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now).order_by("due_at", "pk")


class Announcement(models.Model):
    """That a feed has changed, of which the hub has not been told yet.

    Invariants
      - There is one row at most for a feed; what happens while it waits is told with it.
      - `noted_at` is of the newest change: a row is forgotten only if none came while it was told.
    """

    feed = models.CharField(
        max_length=1000, unique=True, help_text="The path of the feed, but for its format."
    )
    noted_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = AnnouncementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.feed}, to be announced"
