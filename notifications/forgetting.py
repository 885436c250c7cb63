"""Forgetting what was told and mailed long ago, and who wrote to us (safety L-52)."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from members.retaining import Rule
from notifications import illustrating
from notifications.models import InboundMail, Mail, Notification

KEPT = timedelta(days=90)
DAY = timedelta(days=1)


def forget_old(before: datetime) -> None:
    """What was told before a moment, the mails that told it, and those that came.

    What waits stays, and so does an official letter's: that it was sent is part of the record. The
    mail servers of those who wrote have given up long since.
    """
    Notification.objects.filter(happened_at__lt=before, due_at=None).delete()
    # A mail is younger than what it tells of, so nothing is left that names it.
    forgettable = Mail.objects.filter(due_at=None, notifications=None, letter=None)
    forgettable.filter(created_at__lt=before).delete()
    InboundMail.objects.filter(received_at__lt=before).delete()


def forget_files(before: datetime) -> None:
    """The mails in the folder that takes the place of a mail server, where there is none."""
    folder: str | None = getattr(settings, "EMAIL_FILE_PATH", None)
    for path in Path(folder).glob("*.eml") if folder else ():
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


RULES = (
    Rule("what was told and mailed", KEPT, forget_old),
    Rule("mails kept as files, where there is no mail server", KEPT, forget_files),
    Rule("pictures of notices that are gone", DAY, illustrating.forget_left_over),
)
