"""Trying a mail again that has failed, or sooner one that waits."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Member
from notifications.errors import NotForYou, NothingToRetry
from notifications.models import Mail


@transaction.atomic
def retry(mail: Mail, *, by: Member) -> None:
    """Let it be sent with the next run. What it tells of is looked at once more then.

    Raises NotForYou, and NothingToRetry where it has been sent, had nothing to say, or where
    another mail waits that will say the same.
    """
    if not by.is_owner:
        raise NotForYou
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.sent_at or mail.dropped_at:
        raise NothingToRetry("It has been sent, or had nothing left to say.")
    _make_due(mail)


def _make_due(mail: Mail) -> None:
    now = timezone.now()
    # Four days begin anew: whoever tries again wishes it to be tried in earnest.
    mail.due_at, mail.created_at, mail.failed_at, mail.attempts = now, now, None, 0
    try:
        with transaction.atomic():
            mail.save(update_fields=["due_at", "created_at", "failed_at", "attempts"])
    except IntegrityError:
        raise NothingToRetry("Another mail about the discussion waits already.") from None
