"""What members have been mailed of discussions before, and what waits to be: reads only.

Each question is a simple one, by keys: put as one, a database that has not noticed a burst yet
compares each notification of it with every mail.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Count

from notifications.models import (
    Mail,
    MailKind,
    MailQuerySet,
    Notification,
    NotificationQuerySet,
)

SOON = timedelta(minutes=1)

Pair = tuple[int, int]  # a recipient's key and a discussion's
Rows = TypeVar("Rows", MailQuerySet, NotificationQuerySet)


def waiting_mails(
    pairs: Collection[Pair], now: datetime
) -> tuple[dict[Pair, int], dict[Pair, datetime]]:
    """The mails of news that wait for these; and those that a worker is busy with.

    What the latter say is decided: for them, when to look again. In a transaction: no worker takes
    one between this look and its end. In the order of their keys: of two workers who look for the
    same mails, one waits for the other, and never each for the other.
    """
    rows = of_pairs(Mail.objects.waiting().filter(kind=MailKind.NEWS), pairs).order_by("pk")
    mails = rows.select_for_update().values_list("recipient", "discussion", "pk", "free_at")
    waiting, busy = {}, {}
    for recipient, discussion, pk, free_at in mails:
        pair = recipient, discussion or 0
        if free_at and free_at > now:
            busy[pair] = now + SOON
        else:
            waiting[pair] = pk
    return waiting, busy


def told_and_unread(pairs: Collection[Pair]) -> set[Pair]:
    """Those of which an earlier mail of news has told something that is unread still.

    The latest tells: a mark that has passed it has passed all before it. A mail that waits is no
    earlier one: another worker has made it a moment ago, and the rest goes with it.
    """
    mailed = Notification.objects.filter(
        passed_over="",
        read_at=None,
        mail__kind=MailKind.NEWS,
        mail__due_at=None,
        mail__dropped_at=None,
        mail__failed_at=None,
    )
    rows = of_pairs(mailed, pairs).order_by("happened_at")
    latest = {
        (recipient, discussion): pk
        for recipient, discussion, pk in rows.values_list("recipient", "discussion", "pk")
    }
    keys = Notification.objects.filter(pk__in=latest.values()).unread()
    unread = set(keys.values_list("pk", flat=True))
    return {pair for pair, pk in latest.items() if pk in unread}


def told_since(pairs: Collection[Pair], moment: datetime) -> dict[Pair, datetime]:
    """Those of which there was a mail after a moment, and when there was; none that waits."""
    mails = Mail.objects.filter(
        kind=MailKind.NEWS, due_at=None, dropped_at=None, created_at__gt=moment
    )
    rows = of_pairs(mails, pairs).values_list("recipient", "discussion", "created_at")
    return {(recipient, discussion or 0): created_at for recipient, discussion, created_at in rows}


def mail_counts(pairs: Iterable[Pair], *, since: datetime) -> Counter[int]:
    """How many mails of news each recipient was sent since a moment."""
    recent = Mail.objects.filter(
        kind=MailKind.NEWS,
        recipient__in={recipient for recipient, _ in pairs},
        created_at__gt=since,
        dropped_at=None,
    )
    counted = recent.order_by().values("recipient").annotate(mails=Count("pk"))
    return Counter(dict(counted.values_list("recipient", "mails")))


def of_pairs(rows: Rows, pairs: Collection[Pair]) -> Rows:
    """Rows that may be of one of the pairs: two lists are quicker to ask for than many pairs."""
    return rows.filter(
        recipient__in={recipient for recipient, _ in pairs},
        discussion__in={discussion for _, discussion in pairs},
    )
