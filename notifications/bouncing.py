"""Addresses that take no mail: after one that says never, or three that say not now, we stop.

Until somebody gives another address, or the owner forgives it, nothing is sent there.
"""

from django.db import transaction
from django.utils import timezone

from members.models import Member
from notifications.models import MOST_SOFT, Bounce

REASON_LENGTH = 300


@transaction.atomic
def note(member: Member, *, is_hard: bool, reason: str) -> None:
    """Remember that a mail to a member came back; whether it says never, or only not now."""
    now = timezone.now()
    email = member.email or ""
    soft = Bounce.objects.filter(email=email).recent_soft(now).count()
    Bounce.objects.create(
        email=email,
        member=member,
        is_hard=is_hard,
        has_stopped_mail=is_hard or soft + 1 >= MOST_SOFT,
        bounced_at=now,
        reason=reason[:REASON_LENGTH],
    )


def forgive(bounce: Bounce) -> None:
    """Let mail go to its address again, as if it had never come back."""
    Bounce.objects.filter(email=bounce.email, forgiven_at=None).update(forgiven_at=timezone.now())
