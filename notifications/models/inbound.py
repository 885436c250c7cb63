"""What came by e-mail, and the addresses that mail does not reach."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from forum.models import Reply
from members.models import Member

# A hard bounce stops mail to an address, and so do three soft ones in thirty days (S-38).
MOST_SOFT = 3
SOFT_FOR = timedelta(days=30)


class Outcome(models.TextChoices):
    POSTED = "posted", "Posted"
    REFUSED = "refused", "Could not be posted; the member was told"
    REFUSED_QUIETLY = "refused quietly", "Could not be posted; told once today already"
    AUTOMATIC = "automatic", "An automatic answer"
    BOUNCE = "bounce", "A mail of ours that came back"
    UNSUBSCRIBED = "unsubscribed", "Stopped mail"
    UNKNOWN = "unknown", "From somebody we do not know, or to no address of ours"


class InboundMail(models.Model):
    """A message that came, and what was made of it. Its words are kept nowhere else.

    Invariants
      - A message that comes twice, told by its id and whom it was sent to, has one row.
    """

    message_id = models.CharField(max_length=255)
    sent_to = models.CharField(max_length=255)
    sender = models.CharField("from", max_length=255, blank=True)
    member = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, related_name="inbound_mails"
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.SET_NULL, null=True, related_name="inbound_mails"
    )
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message_id", "sent_to"], name="a_message_is_received_once"
            )
        ]
        indexes = [models.Index(fields=["-received_at"], name="inbound_newest_first")]

    def __str__(self) -> str:
        return f"From {self.sender or 'nobody'}: {self.get_outcome_display()}"


class BounceQuerySet(models.QuerySet["Bounce"]):
    """The questions that mailing asks about bounces."""

    def recent_soft(self, now: datetime) -> Self:
        return self.filter(is_hard=False, forgiven_at=None, bounced_at__gt=now - SOFT_FOR)

    def stopping(self) -> Self:
        """Those with which mail to their address has stopped."""
        return self.filter(has_stopped_mail=True, forgiven_at=None)


class Bounce(models.Model):
    """A mail that an address did not take.

    Invariants
      - The hard one, and the third soft one in thirty days, has stopped mail to the address, until
        the owner forgives it.
    """

    email = models.EmailField("e-mail")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="bounces")
    is_hard = models.BooleanField("for good")
    has_stopped_mail = models.BooleanField("mail to it has stopped", default=False)
    bounced_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    forgiven_at = models.DateTimeField(null=True)

    objects = BounceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["email", "-bounced_at"], name="bounces_of_address")]

    def __str__(self) -> str:
        return f"{self.email} {'for good' if self.is_hard else 'for now'}"
