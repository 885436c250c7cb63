"""Showing a discussion off among the featured ones."""

from django.db import transaction
from django.utils import timezone

from forum import events
from forum.errors import NotAllowed
from forum.models import Discussion
from forum.permissions import can_moderate
from members.models import Member


@transaction.atomic
def feature(discussion: Discussion, *, by: Member) -> None:
    """Feature it, and say so in Latest Activity. Doing it twice changes nothing."""
    _check(by)
    if discussion.is_featured:
        return
    discussion.featured_at = timezone.now()
    discussion.save(update_fields=["featured_at"])
    events.record(events.DISCUSSION_FEATURED, actor=by, discussion=discussion)


def unfeature(discussion: Discussion, *, by: Member) -> None:
    _check(by)
    discussion.featured_at = None
    discussion.save(update_fields=["featured_at"])


def _check(by: Member) -> None:
    if not can_moderate(by):
        raise NotAllowed("Only moderators can feature a discussion.")
