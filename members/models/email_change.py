"""Changes of e-mail addresses that can still be undone."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from harringay import moments

UNDO_FOR = timedelta(days=7)  # safety S-21


class EmailChangeQuerySet(models.QuerySet["EmailChange"]):
    """The questions that are asked about changes of addresses."""

    def undoable(self, now: datetime) -> Self:
        return self.filter(changed_at__gt=now - UNDO_FOR)

    def this_and_later(self, change: "EmailChange") -> Self:
        """Of the same member: what goes when this one is undone."""
        return self.filter(member=change.member_id, pk__gte=change.pk)


class EmailChange(models.Model):
    """One change of a member's address, which whoever reads the old one may undo.

    Invariants
      - It is kept for as long as it can be undone, and is gone once it was.
      - To undo it undoes every later one with it: whoever had an address before cannot be kept out
        by changing it twice.
    """

    member = models.ForeignKey(
        "members.Member", on_delete=models.CASCADE, related_name="email_changes"
    )
    old = models.EmailField()
    changed_at = models.DateTimeField(default=timezone.now)

    objects = EmailChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Changed on {moments.short(self.changed_at)}"
