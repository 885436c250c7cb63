"""A moderator lets something out that was waiting for them. Refusing it is hiding it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum import counting, events
from forum.errors import NotAllowed
from forum.models import Discussion, Reply
from forum.permissions import can_moderate
from members.models import Member

__all__ = ["hold_again", "release"]


@transaction.atomic
def release(written: Discussion | Reply, *, by: Member) -> None:
    """Show it to everyone, count it and tell of it, as of now. Twice changes nothing.

    It is dated from its release: nobody could have read it before, and who has read the discussion
    meanwhile must still find it new. Raises NotAllowed.
    """
    _check(by)
    if isinstance(written, Reply):
        _release_reply(written)
    else:
        _release_discussion(written)


@transaction.atomic
def hold_again(written: Discussion | Reply, *, since: datetime, why: str, by: Member) -> None:
    """Let it wait as it did before it was refused. Raises NotAllowed."""
    _check(by)
    written.held_at = written.hidden_at = since
    written.hidden_reason = why
    written.save(update_fields=["held_at", "hidden_at", "hidden_reason"])
    if isinstance(written, Reply):
        counting.settle_places(written.discussion)


def _check(by: Member) -> None:
    if not can_moderate(by):
        raise NotAllowed("Only moderators can do this.")


def _release_reply(reply: Reply) -> None:
    discussion = _locked(reply.discussion)
    if not _still_waits(reply):
        return
    reply.posted_at = timezone.now()
    _show(reply, "posted_at")
    reply.discussion = discussion
    counting.count_answer(reply)
    counting.settle_discussion(discussion)
    counting.settle_member(reply.author)
    events.record(events.REPLY_POSTED, actor=reply.author, discussion=discussion, reply=reply)


def _release_discussion(discussion: Discussion) -> None:
    _locked(discussion)
    if not _still_waits(discussion):
        return
    discussion.started_at = discussion.last_activity_at = timezone.now()
    _show(discussion, "started_at", "last_activity_at")
    counting.settle_shelves(discussion)
    counting.settle_writers(discussion)
    events.record(events.DISCUSSION_STARTED, actor=discussion.author, discussion=discussion)


def _show(written: Discussion | Reply, *dated: str) -> None:
    written.held_at = written.hidden_at = None
    written.hidden_reason = ""
    written.save(update_fields=["held_at", "hidden_at", "hidden_reason", *dated])


def _locked(discussion: Discussion) -> Discussion:
    rows = Discussion.objects.select_for_update(of=("self",))
    return rows.select_related("category").get(pk=discussion.pk)


def _still_waits(written: Discussion | Reply) -> bool:
    """Another moderator may have been quicker, or its author has taken it back."""
    return type(written).objects.held().filter(pk=written.pk).exists()
