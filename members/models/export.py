"""A member's copy of what the site holds about them."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from members.models.member import Member

KEPT = timedelta(days=7)  # safety L-50
KEY_BYTES = 16
# A worker that has not finished by then has died.
CLAIMED_FOR = timedelta(minutes=30)


def new_key() -> str:
    """A random name for the file; nobody can guess another (safety S-31)."""
    return secrets.token_urlsafe(KEY_BYTES)


class ExportQuerySet(models.QuerySet["Export"]):
    """The questions that the worker and the page ask."""

    def waiting(self, now: datetime) -> Self:
        """Those that have yet to be made, and that no worker is busy with."""
        is_free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR)
        return self.filter(is_free, ready_at=None)

    def fresh(self, now: datetime) -> Self:
        """Those that can be fetched, or will be."""
        return self.filter(Q(ready_at=None) | Q(ready_at__gt=now - KEPT))


class Export(models.Model):
    """One zip for one member, made by the worker and kept for seven days.

    Invariants
      - A member has one at the most: to ask again while it is fresh gives the same.
      - Its file lies in EXPORTS_ROOT, outside the media, and is there once `ready_at` is set.
      - `claimed_at` says that a worker is busy with it; if that dies, another takes it.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="export")
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"What the site holds about member {self.member_id}"

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None

    @property
    def expires_at(self) -> datetime | None:
        return self.ready_at and self.ready_at + KEPT
