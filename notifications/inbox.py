"""A member's inbox: what they have been told, by discussion, and how much of it is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from forum.models import Discussion
from harringay import compiled
from members.models import Member
from notifications.models import Notification, NotificationQuerySet
from notifications.models.notification import news_began

MOST_COUNTED: Final = 100


@dataclass(frozen=True)
class Group:
    """What a member has been told of one discussion, newest first."""

    discussion: Discussion
    notifications: Sequence[Notification]

    @property
    def new_count(self) -> int:
        return sum(notification.is_unread for notification in self.notifications)


def unread_count(member: Member) -> int:
    """How many are new, MOST_COUNTED at the most. One query."""
    return len(_UNREAD.all(member.pk, news_began()))


def of_member(member: Member) -> NotificationQuerySet:
    """All that they may still see, newest first, with `is_unread` and what a row shows."""
    visible = Notification.objects.of_member(member).visible().from_nobody_muted()
    return visible.with_is_unread().for_inbox()


def grouped(notifications: Iterable[Notification]) -> list[Group]:
    """By discussion, that with the newest first."""
    groups: dict[int, list[Notification]] = {}
    for notification in notifications:
        groups.setdefault(notification.discussion_id, []).append(notification)
    return [Group(found[0].discussion, found) for found in groups.values()]


def mark_all_read(member: Member) -> None:
    """Nothing in the inbox is new any more; what is unread in the discussions stays so."""
    Notification.objects.of_member(member).filter(read_at=None).update(read_at=timezone.now())


def mark_mailed_read(member: Member, discussion: Discussion) -> None:
    """Whoever answers a mail has read it: the discussion's next news may be mailed again."""
    mailed = Notification.objects.of_member(member).filter(discussion=discussion, read_at=None)
    mailed.exclude(mail=None).update(read_at=timezone.now())


_UNREAD = compiled.Query(
    lambda member, begins: (
        Notification.objects.filter(recipient=member)
        .unread_since(begins)
        .visible()
        .from_nobody_muted()
        .order_by()
        .values_list("pk", flat=True)[:MOST_COUNTED]
    ),
    slots=2,
)
