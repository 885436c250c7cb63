"""What is new for a member: told from their read marks, which move as they read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.models import (
    NEWS_LASTS,
    Category,
    CategoryReadMark,
    Discussion,
    ReadMark,
    Reply,
    ReplyQuerySet,
)
from members.models import Member

MOST_COUNTED = 100  # more than a page can hold, so that the next page's first is among them


@dataclass(frozen=True)
class News:
    """What a member had not read when they were shown a page of a discussion."""

    since: datetime
    unread: Sequence[Reply]
    shown_ids: Collection[int]

    @property
    def count(self) -> int:
        return len(self.unread)

    @property
    def is_all_counted(self) -> bool:
        return self.count < MOST_COUNTED

    @property
    def new_ids(self) -> set[int]:
        """The replies of this page that are new."""
        return {reply.pk for reply in self.unread if reply.pk in self.shown_ids}

    @property
    def first_elsewhere(self) -> Reply | None:
        """The oldest new reply that is on another page."""
        return next((reply for reply in self.unread if reply.pk not in self.shown_ids), None)


def read_page(discussion: Discussion, shown_ids: Collection[int], *, member: Member) -> News | None:
    """Note that a member has been shown replies; tell what was new, None where nothing.

    `discussion` comes from with_unread_for(member). One query and one write, and neither
    where nothing is new.
    """
    since = discussion.unread_since
    if since is None or not discussion.is_unread:
        return None
    unread = list(_unread(discussion, member).only("posted_at")[:MOST_COUNTED])
    news = News(since, unread, shown_ids)
    read_at = _read_up_to(discussion, news)
    if read_at > since:
        mark_discussion_read(discussion, member=member, read_at=read_at)
    return news if news.unread else None


def first_unread(discussion: Discussion, *, member: Member) -> Reply | None:
    """The oldest reply that is new to a member; `discussion` as for read_page."""
    return _unread(discussion, member).select_related("discussion").first()


def mark_discussion_read(discussion: Discussion, *, member: Member, read_at: datetime) -> None:
    """Move a member's mark in a discussion. One statement, for SQLite has a single writer."""
    ReadMark.objects.bulk_create(
        [ReadMark(member=member, discussion=discussion, read_at=read_at)],
        update_conflicts=True,
        unique_fields=["member", "discussion"],
        update_fields=["read_at"],
    )


@transaction.atomic
def mark_all_read(member: Member, *, read_at: datetime) -> None:
    """Nothing that came up to a moment is new to a member any more; no mark moves back."""
    CategoryReadMark.objects.bulk_create(
        [
            CategoryReadMark(member=member, category=category, read_at=read_at)
            for category in Category.objects.visible_to(member)
        ],
        ignore_conflicts=True,
    )
    CategoryReadMark.objects.filter(member=member, read_at__lt=read_at).update(read_at=read_at)
    ReadMark.objects.filter(member=member, read_at__lte=read_at).delete()


def forget_old_marks() -> None:
    """Forget the marks that say no more than that news does not last for ever."""
    too_old = timezone.now() - NEWS_LASTS
    ReadMark.objects.filter(read_at__lt=too_old).delete()
    CategoryReadMark.objects.filter(read_at__lt=too_old).delete()


def _unread(discussion: Discussion, member: Member) -> ReplyQuerySet:
    replies = Reply.objects.in_discussion(discussion)
    if discussion.unread_since is None:
        return replies.none()
    return replies.unread_since(discussion.unread_since, by=member)


def _read_up_to(discussion: Discussion, news: News) -> datetime:
    """A moment is no place in a tree: only what comes before all that was not shown is read."""
    elsewhere = news.first_elsewhere
    if elsewhere is None:
        return discussion.last_activity_at
    before = (reply.posted_at for reply in news.unread if reply.posted_at < elsewhere.posted_at)
    return max(before, default=news.since)
