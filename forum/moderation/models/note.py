"""What moderators write to each other about a case."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.moderation.models.case import Case


class Note(models.Model):
    """A line on a case, for moderators who may see the case and for nobody else (safety S-30)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="notes_on_cases",
    )
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "note on a case"
        verbose_name_plural = "notes on cases"

    def __str__(self) -> str:
        return f"Note on case {self.case_id}"
