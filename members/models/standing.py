"""How a member stands with the moderators: restricted, suspended, banned, or none of it."""

from datetime import datetime

from django.db import models
from django.db.models import Expression, Q
from django.utils import timezone
from django.utils.formats import date_format

Moment = datetime | Expression


class Standing(models.Model):
    """The sanctions that are in force against a member (safety L-18).

    Invariants
      - One that has run out is over without anybody's doing: whoever asks, asks the clock too.
      - They do not touch each other, so that each can be undone by itself.
      - They are written by members.suspending only; why is kept by whoever decided it.
    """

    suspended_at = models.DateTimeField(null=True, blank=True)
    suspension_ends_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty for as long as nobody lets them back in."
    )
    banned_at = models.DateTimeField(null=True, blank=True)
    restriction_ends_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Until then what they post is held, and has no pictures and no links.",
    )

    class Meta:
        abstract = True

    @property
    def is_suspended(self) -> bool:
        if self.suspended_at is None:
            return False
        return self.suspension_ends_at is None or self.suspension_ends_at > timezone.now()

    @property
    def is_banned(self) -> bool:
        return self.banned_at is not None

    @property
    def is_restricted(self) -> bool:
        """They may write, but what they post is held, and has no pictures and no links."""
        return self.restriction_ends_at is not None and self.restriction_ends_at > timezone.now()

    @property
    def sanctions(self) -> list[str]:
        """Those in force, in words for whoever moderates."""
        sanctions = {
            "banned": self.is_banned,
            _until("suspended", self.suspension_ends_at): self.is_suspended,
            _until("restricted", self.restriction_ends_at): self.is_restricted,
        }
        return [sanction for sanction, holds in sanctions.items() if holds]


def suspended(now: Moment, *, way: str = "") -> Q:
    """Those who are suspended at a moment; `way` leads to the member, with `__` behind it."""
    is_open_ended = Q((f"{way}suspension_ends_at", None))
    is_to_last = Q((f"{way}suspension_ends_at__gt", now))
    return Q((f"{way}suspended_at__isnull", False)) & (is_open_ended | is_to_last)


def not_kept_out(now: Moment, *, way: str = "") -> Q:
    """Those who are neither suspended nor banned at a moment."""
    is_free = Q((f"{way}suspended_at", None)) | Q((f"{way}suspension_ends_at__lte", now))
    return is_free & Q((f"{way}banned_at", None))


def restricted(now: Moment, *, way: str = "") -> Q:
    """Those whose posts are held at a moment."""
    return Q((f"{way}restriction_ends_at__gt", now))


def _until(sanction: str, moment: datetime | None) -> str:
    if moment is None:
        return sanction
    return f"{sanction} until {date_format(timezone.localtime(moment), 'j F Y')}"
