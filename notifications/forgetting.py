"""Forgetting what was told and mailed long ago, and who wrote to us (safety L-52)."""

from datetime import timedelta

from django.utils import timezone

from notifications.models import InboundMail, Mail, Notification

KEPT = timedelta(days=90)


def forget_old() -> None:
    """What was told more than ninety days ago, the mails that told it, and those that came.

    What waits stays. The mail servers of those who wrote have given up long since.
    """
    too_old = timezone.now() - KEPT
    Notification.objects.filter(happened_at__lt=too_old, due_at=None).delete()
    # A mail is younger than what it tells of, so nothing is left that names it.
    Mail.objects.filter(created_at__lt=too_old, due_at=None, notifications=None).delete()
    InboundMail.objects.filter(received_at__lt=too_old).delete()
