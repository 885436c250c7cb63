"""Forgetting who wrote to us, once nobody can ask any more what became of it."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from notifications.models import InboundMail, Mail, MailKind

# Mail servers give up after five days; a member, and the owner, may ask for longer.
KEPT_FOR: Final = timedelta(days=90)


def forget_old() -> None:
    """Forget the notes of what came long ago, and the words that were then given back."""
    long_ago = timezone.now() - KEPT_FOR
    InboundMail.objects.filter(received_at__lt=long_ago).delete()
    refusals = Mail.objects.filter(kind=MailKind.REFUSAL, created_at__lt=long_ago)
    refusals.filter(due_at=None).exclude(words="").update(words="")
