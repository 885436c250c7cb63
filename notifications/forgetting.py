"""Forgetting what has been told and mailed long ago (safety L-52)."""

from datetime import timedelta

from django.utils import timezone

from notifications.models import Mail, Notification

KEPT = timedelta(days=90)


def forget_old() -> None:
    """What was told more than ninety days ago, and the mails that told it; what waits stays."""
    too_old = timezone.now() - KEPT
    Notification.objects.filter(happened_at__lt=too_old, due_at=None).delete()
    # A mail is younger than what it tells of, so nothing is left that names it.
    Mail.objects.filter(created_at__lt=too_old, due_at=None, notifications=None).delete()
