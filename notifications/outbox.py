"""What waits to go out, mails and pushes alike: claimed, noted, and tried again.

A worker claims a few at a time and says until when it is busy with them. If it dies, another takes
them after that. What cannot be sent waits, longer each time, and after four days it has failed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from harringay import compiled
from notifications.models import Mail

BUSY_FOR = timedelta(minutes=10)  # far longer than a run
WAITS = (1, 5, 15, 30, 60)  # minutes before it is tried again; the last of them ever after
GIVEN_UP_AFTER = timedelta(days=4)
REASON_LENGTH = 300
NOTHING_LEFT = "Nothing was left to say."


@transaction.atomic
def claim(which: Q, most: int, now: datetime) -> list[Mail]:
    """The next few of these, and nobody else's for a while."""
    due = Mail.objects.due(now).filter(which).most_urgent_first()
    keys = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
    claimed = Mail.objects.filter(pk__in=keys)
    claimed.update(free_at=now + BUSY_FOR, attempts=F("attempts") + 1)
    return list(claimed.select_related("recipient").most_urgent_first())


def claimed_at(mail: Mail) -> datetime:
    assert mail.free_at  # noqa: S101  it was claimed
    return mail.free_at - BUSY_FOR


def wait(mail: Mail, reason: str, *, not_before: datetime | None = None) -> bool:
    """Whether it is tried again, later; after four days of that it has failed."""
    now = timezone.now()
    if now - mail.created_at > GIVEN_UP_AFTER:
        note(mail, failed_at=now, reason=reason)
        return False
    minutes = WAITS[min(mail.attempts, len(WAITS)) - 1]
    due_at = now + timedelta(minutes=minutes)
    note(mail, due_at=max(due_at, not_before or due_at), reason=reason)
    return True


def put_back(batch: Sequence[Mail], reason: str) -> None:
    """Those that were not tried wait as they did, but for what kept them."""
    claimed = Mail.objects.filter(pk__in=[mail.pk for mail in batch], free_at=batch[0].free_at)
    claimed.update(
        free_at=None, attempts=Greatest(F("attempts") - 1, 0), reason=reason[:REASON_LENGTH]
    )


def note(
    mail: Mail,
    *,
    reason: str,
    due_at: datetime | None = None,
    sent_at: datetime | None = None,
    failed_at: datetime | None = None,
    dropped_at: datetime | None = None,
) -> None:
    """What became of it; nothing of one that another worker has taken meanwhile."""
    assert mail.free_at  # noqa: S101  it was claimed
    _NOTE.run(mail.pk, mail.free_at, reason[:REASON_LENGTH], due_at, sent_at, failed_at, dropped_at)


_NOTE = compiled.Update(
    lambda pk, free_at, reason, due_at, sent_at, failed_at, dropped_at: (
        Mail.objects.filter(pk=pk, free_at=free_at),
        {
            "free_at": None,
            "reason": reason,
            "due_at": due_at,
            "sent_at": sent_at,
            "failed_at": failed_at,
            "dropped_at": dropped_at,
        },
    ),
    slots=7,
)
