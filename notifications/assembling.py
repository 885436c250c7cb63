"""From notifications that wait to mails: one for a member and a discussion in a quiet spell.

What need not be mailed any more is passed over, with the reason. It may run twice, and at once: a
member has one mail of news waiting for a discussion, and no second is made.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Subquery
from django.utils import timezone

from forum.models import Level
from members.models import Member
from notifications import recipients, schedule
from notifications.models import (
    Mail,
    MailKind,
    Notification,
    NotificationQuerySet,
    PassedOver,
)

# Safety S-41: mails of news to a member in a day, and how far apart those of one discussion are.
MOST_IN_A_DAY = 50
DAY = timedelta(days=1)
APART = timedelta(minutes=15)

GROUPS_AT_ONCE = 2000  # mails made in one transaction: SQLite has a single writer

Group = tuple[int, int]  # a recipient's key and a discussion's


def assemble_news() -> None:
    """Make a mail for each member and discussion with news whose time has come."""
    while _assemble_some(timezone.now()) == GROUPS_AT_ONCE:
        pass


@transaction.atomic
def _assemble_some(now: datetime) -> int:
    """How many groups were looked at."""
    _join_waiting_mails()
    due = Notification.objects.due(Level.NOW, now)
    pass_over_unwanted(due, Level.NOW)
    _pass_over(due.filter(_earlier_is_unread()), PassedOver.EARLIER_UNREAD)
    groups = _groups(due.filter(~_told_just_now(now)))
    wanted = _within_the_day(groups, now)
    Mail.objects.bulk_create(
        [
            Mail(
                recipient_id=recipient,
                kind=MailKind.NEWS,
                discussion_id=discussion,
                created_at=now,
                due_at=now,
            )
            for recipient, discussion in wanted
        ],
        ignore_conflicts=True,
    )
    _join_waiting_mails()
    return len(groups)


def pass_over_unwanted(notifications: NotificationQuerySet, level: Level) -> None:
    """Leave out what was read, taken down or is not wished any more, and whom no mail reaches."""
    _pass_over(notifications.read_unsettled(), PassedOver.READ)
    _pass_over(notifications.exclude(read_at=None), PassedOver.READ)
    visible = Notification.objects.visible().filter(pk=OuterRef("pk"))
    _pass_over(notifications.filter(~Exists(visible)), PassedOver.HIDDEN)
    wanted = recipients.still_wanted(Notification.objects.filter(pk=OuterRef("pk")), level)
    _pass_over(notifications.filter(~Exists(wanted)), PassedOver.UNWANTED)
    reachable = recipients.reachable(Member.objects.filter(pk=OuterRef("recipient")))
    _pass_over(notifications.filter(~Exists(reachable)), PassedOver.UNREACHABLE)


def _pass_over(notifications: NotificationQuerySet, reason: PassedOver) -> None:
    notifications.update(due_at=None, passed_over=reason)


def _join_waiting_mails() -> None:
    """What has come of a discussion goes with the mail that waits for it: a burst is one mail."""
    waiting = Mail.objects.waiting().filter(
        kind=MailKind.NEWS,
        free_at=None,
        recipient=OuterRef("recipient"),
        discussion=OuterRef("discussion"),
    )
    joining = Notification.objects.waiting(Level.NOW).filter(Exists(waiting))
    joining.update(mail=Subquery(waiting.values("pk")[:1]), due_at=None)


def _earlier_is_unread() -> Exists:
    """Whether a mail has told the recipient of something in the discussion that is unread still."""
    earlier = Notification.objects.unread().filter(
        recipient=OuterRef("recipient"),
        discussion=OuterRef("discussion"),
        mail__kind=MailKind.NEWS,
        mail__dropped_at=None,
        mail__failed_at=None,
        passed_over="",
    )
    return Exists(earlier)


def _told_just_now(now: datetime) -> Exists:
    """Whether the last mail of the discussion is too young for another: it waits until then."""
    last = Mail.objects.filter(
        kind=MailKind.NEWS,
        recipient=OuterRef("recipient"),
        discussion=OuterRef("discussion"),
        dropped_at=None,
        created_at__gt=now - APART,
    )
    return Exists(last)


def _groups(due: NotificationQuerySet) -> list[Group]:
    """Members and discussions with news, those that have waited longest first."""
    grouped = due.order_by().values("recipient", "discussion").annotate(first_at=Min("due_at"))
    rows = grouped.order_by("first_at").values_list("recipient", "discussion")
    return list(rows[:GROUPS_AT_ONCE])


def _within_the_day(groups: Iterable[Group], now: datetime) -> list[Group]:
    """Those that a member is not mailed too often by; the others go with the next edition."""
    groups = list(groups)
    recent = Mail.objects.filter(
        kind=MailKind.NEWS,
        recipient__in={recipient for recipient, _ in groups},
        created_at__gt=now - DAY,
        dropped_at=None,
    )
    counted = recent.order_by().values("recipient").annotate(mails=Count("pk"))
    counts = Counter(dict(counted.values_list("recipient", "mails")))
    wanted = []
    for recipient, discussion in groups:
        counts[recipient] += 1
        if counts[recipient] <= MOST_IN_A_DAY:
            wanted.append((recipient, discussion))
        else:
            _leave_to_the_edition(recipient, discussion, now)
    return wanted


def _leave_to_the_edition(recipient: int, discussion: int, now: datetime) -> None:
    waiting = Notification.objects.waiting(Level.NOW)
    waiting.filter(recipient=recipient, discussion=discussion).update(
        level=Level.EDITION, due_at=schedule.next_edition_at(now)
    )
