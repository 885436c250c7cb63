"""The ledger of erasures: who asked to be forgotten, and how that stands."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from members.models.member import Member


class Choice(models.TextChoices):
    """What is to become of what somebody wrote."""

    KEEP = "keep", "Keep what I wrote, without my name"
    REMOVE = "remove", "Remove what I wrote as well"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """The questions that leaving and erasing ask."""

    def pending(self) -> Self:
        return self.filter(done_at=None)

    def of_member(self, pk: int) -> Self:
        return self.filter(member_key=pk)

    def due(self, now: datetime) -> Self:
        """Those whose fortnight is over, and those of which something was held the last time."""
        return self.filter(Q(done_at=None, due_at__lte=now) | Q(is_held=True, due_at__lte=now))

    def unmailed(self) -> Self:
        return self.pending().filter(mailed_at=None)


class Erasure(models.Model):
    """That a member asked to be forgotten; it outlives everything that was known of them.

    Invariants
      - There is nothing personal in it: a key that means nobody any more, a choice, moments.
      - `joined_at` tells whom the key meant: after a restore it may mean somebody else.
      - `done_at` is set once the account is gone; who comes back before then has no row any more.
      - `is_held` says that something had to be kept (members.holding); it is tried again.
      - Every change of it is a line of the ledger's file too (members.ledger), which no restored
        backup takes back.
    """

    member_key = models.PositiveBigIntegerField(unique=True)
    joined_at = models.DateTimeField()
    choice = models.CharField(max_length=6, choices=Choice.choices)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    is_held = models.BooleanField(default=False)

    objects = ErasureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Member {self.member_key}, asked on {self.asked_at:%d %b %Y}"

    def member(self) -> Member | None:
        """Whom it is about, as they are now."""
        meant = Member.objects.filter(pk=self.member_key, joined_at=self.joined_at)
        member: Member | None = meant.first()
        return member
