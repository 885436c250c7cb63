"""Which batches of views have been written down."""

from django.db import models
from django.utils import timezone


class ViewBatch(models.Model):
    """One batch of views, noted in the transaction that adds it, until it cannot come again."""

    key = models.UUIDField(primary_key=True)
    written_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name_plural = "view batches"

    def __str__(self) -> str:
        return f"Views written down at {self.written_at:%H:%M:%S on %d %b %Y}"
