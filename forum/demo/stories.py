"""The talk of the demo content, told through the verbs and moved into the past."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery

from forum import closing, featuring, hiding, pinning, posting, withdrawing
from forum.demo import reader
from forum.demo.reader import DemoDiscussion, DemoReply
from forum.models import Category, Discussion, Event, EventKind, Reply
from members.models import Member

WHY_HIDDEN = "Unkind to a neighbour."
TAKEN_DOWN_AFTER = timedelta(minutes=30)
# Where an event of each kind finds the moment it tells of.
MOMENTS = {
    EventKind.DISCUSSION_STARTED: "discussion__started_at",
    EventKind.REPLY_POSTED: "reply__posted_at",
    EventKind.DISCUSSION_FEATURED: "discussion__featured_at",
}


class Cast(NamedTuple):
    """Whom and what the stories name, by address and by slug, and when they are told."""

    members: dict[str, Member]
    rooms: dict[str, Category]
    now: datetime

    @property
    def owner(self) -> Member:
        return self.members["owner"]

    @property
    def moderator(self) -> Member:
        return self.members["mo"]


def open_rooms() -> dict[str, Category]:
    """Every category of the demo content, beside those that are here already."""
    rooms = {}
    for room in reader.categories():
        rooms[room.slug], _ = Category.objects.get_or_create(
            slug=room.slug,
            defaults={
                "name": room.name,
                "description": room.description,
                "position": room.position,
                "may_start": room.who_may_start,
                "may_reply": room.who_may_reply,
            },
        )
    return rooms


def tell(story: DemoDiscussion, cast: Cast) -> None:
    """One discussion from its start to whatever became of it."""
    discussion = posting.start_discussion(
        author=cast.members[story.author],
        category=cast.rooms[story.category],
        title=story.title,
        body=story.body,
        tags=story.tags,
    )
    started_at = cast.now - timedelta(hours=story.hours_ago)
    Discussion.objects.filter(pk=discussion.pk).update(
        started_at=started_at, view_count=story.view_count, is_demo=True
    )
    replies = _tell_replies(discussion, story, cast, started_at)
    for reply, line in zip(replies, story.replies, strict=True):
        _take_down(reply, line, cast)
    discussion.refresh_from_db()
    _settle(discussion, story, cast)


def _tell_replies(
    discussion: Discussion, story: DemoDiscussion, cast: Cast, started_at: datetime
) -> list[Reply]:
    replies: list[Reply] = []
    for line in story.replies:
        reply = posting.post_reply(
            discussion=discussion,
            author=cast.members[line.author],
            body=line.body,
            parent=None if line.parent is None else replies[line.parent],
        )
        reply.posted_at = started_at + timedelta(minutes=line.minutes_after_start)
        replies.append(reply)
    Reply.objects.bulk_update(replies, ["posted_at"])
    return replies


def _take_down(reply: Reply, line: DemoReply, cast: Cast) -> None:
    if line.withdrawn:
        withdrawing.withdraw_reply(reply, by=reply.author)
    if line.hidden:
        hiding.hide_reply(reply, by=cast.moderator, reason=WHY_HIDDEN)


def _settle(discussion: Discussion, story: DemoDiscussion, cast: Cast) -> None:
    if story.closed:
        closing.close(discussion, by=cast.owner)
    if story.pinned:
        pinning.pin(discussion, by=cast.owner)
    if story.featured:
        featuring.feature(discussion, by=cast.owner)
    if story.hidden_because:
        hiding.hide_discussion(discussion, by=cast.owner, reason=story.hidden_because)


def date_back() -> None:
    """Give what the verbs did just now a moment that fits its story."""
    for field in ("closed_at", "featured_at", "hidden_at"):
        done = Discussion.objects.exclude(**{field: None})
        done.update(**{field: F("last_activity_at")})
    for field in ("hidden_at", "withdrawn_at"):
        taken_down = Reply.objects.exclude(**{field: None})
        taken_down.update(**{field: F("posted_at") + TAKEN_DOWN_AFTER})
    for kind, moment in MOMENTS.items():
        itself = Event.objects.filter(pk=OuterRef("pk"))
        told = Event.objects.filter(kind=kind)
        told.update(happened_at=Subquery(itself.values(moment)[:1]))
    # Nobody is mailed about what happened before they came.
    Event.objects.untold().update(told_at=F("happened_at"))
