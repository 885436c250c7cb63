"""Breaches: when members' data was seen, changed or lost by somebody's doing or by accident."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from harringay import moments

# From knowing of it to telling the Information Commissioner (UK GDPR, article 33; safety L-57).
TELL_WITHIN = timedelta(hours=72)
HOUR = timedelta(hours=1)


class Breach(models.Model):
    """One breach, and what was done about it; the law wants a record of each.

    Invariants
      - It is never deleted, and only the owner sees it.
      - The clock runs from `noticed_at` until `told_at`; it does not run where a risk to people is
        unlikely, and then `risk` says why.
      - Who was told late is told why (`lateness`).
    """

    noticed_at = models.DateTimeField("when you came to know of it", default=timezone.now)
    happened = models.TextField("what happened", help_text="And when, as far as you know.")
    concerned = models.TextField(
        "which data, and whose", help_text="What kinds, of about how many people and rows."
    )
    is_risky = models.BooleanField(
        "may harm people",
        default=True,
        help_text="Unless that is unlikely, tell the ICO within 72 hours: ico.org.uk/report.",
    )
    risk = models.TextField("what may come of it", help_text="Or why harm is unlikely.")
    measures = models.TextField("what you did about it", blank=True)
    told_at = models.DateTimeField("told the ICO", null=True, blank=True)
    reference = models.CharField("the ICO’s reference", max_length=60, blank=True)
    lateness = models.TextField(
        "why not within 72 hours", blank=True, help_text="Where the ICO was told later than that."
    )
    people_told_at = models.DateTimeField(
        "told those concerned",
        null=True,
        blank=True,
        help_text="Without delay, where the risk to them is high.",
    )

    class Meta:
        verbose_name_plural = "breaches"

    def __str__(self) -> str:
        return f"Breach noticed on {moments.short(self.noticed_at)}"

    @property
    def due_at(self) -> datetime:
        return self.noticed_at + TELL_WITHIN

    @property
    def is_late(self) -> bool:
        """Whether the ICO was told, or is still to be told, after the time for it."""
        return self.is_risky and (self.told_at or timezone.now()) > self.due_at

    @property
    def clock(self) -> str:
        """How that stands, in a few words."""
        if self.told_at:
            return "told, too late" if self.is_late else "told in time"
        if not self.is_risky:
            return "need not be told"
        hours = abs(self.due_at - timezone.now()) // HOUR
        return f"{hours} h too late" if self.is_late else f"{hours} h left"
