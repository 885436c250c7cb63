"""A proposal: what a moderator would change in somebody's words, who is asked first."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.moderation.models.case import Case, State
from harringay import moments
from members.models import Member


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """The questions asked about proposals."""

    def open_to(self, member: Member) -> Self:
        """Those that a member may still answer, the oldest first."""
        own = Q(case__reply__author=member) | Q(case__discussion__author=member)
        waiting = self.filter(own, answered_at=None, case__state=State.WAITING_AUTHOR)
        return waiting.order_by("made_at", "pk")


class Proposal(models.Model):
    """A note above somebody's words, or other words, as they may agree to (safety L-18).

    Invariants
      - It is open while its case waits for the author and they have not answered; one of a case is.
      - `ground`, `note` and `reasons` are those of the decision that it becomes once they agree.
      - Answered without `is_agreed` it was taken back: another has taken its place.
    """

    class Kind(models.TextChoices):
        NOTE = "note", "a note above it"
        WORDS = "words", "other words"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    ground = models.JSONField()
    reasons = models.TextField()
    note = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="proposals"
    )
    made_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_agreed = models.BooleanField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()}, {moments.short_day(self.made_at)}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.case.state == State.WAITING_AUTHOR
