"""What is amiss though pages can be had: Redis, the queue, the mail, cases that cannot wait."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from forum.models import Event
from forum.moderation.kinds import Priority
from forum.moderation.models import Case
from notifications.models import Mail

# Safety R-12. A mail that a server has refused waits longer by itself, and is not late for it.
QUEUE_AGE: Final = timedelta(minutes=10)
MAIL_AGE: Final = timedelta(hours=1)
BACKUP_AGE: Final = timedelta(hours=27)  # a night's, and the time that it takes


def amiss(now: datetime) -> list[str]:
    """Each in a line, without anything that tells of anybody."""
    away = ["away: Redis"] if is_redis_away() else []
    behind = late(now)
    return away + ([f"late: {', '.join(behind)}"] if behind else [])


def is_redis_away() -> bool:
    """Whether it is wanted and does not answer within a second: views wait, and limits are few."""
    if not settings.REDIS_URL:
        return False
    # Embedded, the client is never loaded: it takes seven megabytes.
    from redis.exceptions import RedisError  # noqa: PLC0415

    from harringay import in_redis  # noqa: PLC0415

    try:
        with in_redis.connect() as redis:
            redis.ping()
    except (RedisError, OSError):
        return True
    return False


def late(now: datetime) -> list[str]:
    """The names of what is late; three queries, and nothing that tells of anybody."""
    return [name for name, is_late in _CHECKS.items() if is_late(now)]


def _queue(now: datetime) -> bool:
    return Event.objects.filter(told_at=None, happened_at__lt=now - QUEUE_AGE).exists()


def _mail(now: datetime) -> bool:
    return Mail.objects.waiting().filter(due_at__lt=now - MAIL_AGE).exists()


def _cases(now: datetime) -> bool:
    return Case.objects.overdue(now).filter(priority=Priority.URGENT).exists()


def _backup(now: datetime) -> bool:
    if not settings.BACKUP_DIR:
        return False
    made = [path.stat().st_mtime for path in Path(settings.BACKUP_DIR).glob("backup-*")]
    return max(made, default=0) < (now - BACKUP_AGE).timestamp()


_CHECKS: Final[dict[str, Callable[[datetime], bool]]] = {
    "queue": _queue,
    "mail": _mail,
    "urgent cases": _cases,
    "backup": _backup,
}
