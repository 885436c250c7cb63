"""What is late, though pages can still be had: the queue, the mail, and cases that cannot wait."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from forum.models import Event
from forum.moderation.kinds import Priority
from forum.moderation.models import Case
from notifications.models import Mail

# Safety R-12. A mail that a server has refused waits longer by itself, and is not late for it.
QUEUE_AGE: Final = timedelta(minutes=10)
MAIL_AGE: Final = timedelta(hours=1)


def late(now: datetime) -> list[str]:
    """The names of what is late; three queries, and nothing that tells of anybody."""
    return [name for name, is_late in _CHECKS.items() if is_late(now)]


def _queue(now: datetime) -> bool:
    return Event.objects.filter(told_at=None, happened_at__lt=now - QUEUE_AGE).exists()


def _mail(now: datetime) -> bool:
    return Mail.objects.waiting().filter(due_at__lt=now - MAIL_AGE).exists()


def _cases(now: datetime) -> bool:
    return Case.objects.overdue(now).filter(priority=Priority.URGENT).exists()


_CHECKS: Final[dict[str, Callable[[datetime], bool]]] = {
    "queue": _queue,
    "mail": _mail,
    "urgent cases": _cases,
}
