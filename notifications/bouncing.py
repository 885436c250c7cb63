"""Addresses that take no mail: after one that says never, or three that say not now, we stop.

Until somebody gives another address, or the owner forgives it, nothing is sent there.
"""

from typing import Final

from django.db import transaction
from django.utils import timezone

from members.errors import NotForYou
from members.models import Member
from notifications.models import MOST_SOFT, Bounce, Mail

REASON_LENGTH = 300

# Of a never, what it is not the address that is at fault for (RFC 3463): a full mailbox (5.2.2,
# 5.2.3), the server's own troubles (5.3), the way there (5.4), what the mail says (5.6), a filter
# or the right to send (5.7). The next one may arrive.
OF_SOMETHING_ELSE: Final = ("5.2.2", "5.2.3", "5.3.", "5.4.", "5.6.", "5.7.")


def is_of_address(status: str) -> bool:
    """Whether a server's never is about the address, given what it says, or its status alone."""
    return not status.strip().startswith(OF_SOMETHING_ELSE)


@transaction.atomic
def note(member: Member | None, *, is_hard: bool, reason: str) -> None:
    """Remember that a mail to a member came back; whether it says never, or only not now.

    Of who is no member nothing is remembered: they are sent a letter or two, and the owner sees
    with each what became of it.
    """
    if member is None:
        return
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


@transaction.atomic
def note_return(mail: Mail, *, is_hard: bool, reason: str) -> None:
    """Remember that a mail came back: it counts once, however many reports there are of it."""
    now = timezone.now()
    returned = Mail.objects.filter(pk=mail.pk, failed_at=None).update(
        failed_at=now,
        sent_at=None,
        dropped_at=None,
        due_at=None,
        free_at=None,
        reason=f"It came back: {reason}"[:REASON_LENGTH],
    )
    if returned:
        note(mail.recipient, is_hard=is_hard, reason=reason)


def forgive(bounce: Bounce, *, by: Member) -> None:
    """Let mail go to its address again, as if it had never come back. Raises NotForYou."""
    if not by.is_owner:
        raise NotForYou("Only the owner can let mail go there again.")
    Bounce.objects.filter(email=bounce.email, forgiven_at=None).update(forgiven_at=timezone.now())
