"""Keeping a discussion at the top of the lists."""

from forum.errors import NotAllowed
from forum.models import Discussion
from forum.permissions import can_moderate
from members.models import Member


def pin(discussion: Discussion, *, by: Member) -> None:
    _set_pinned(discussion, by=by, pinned=True)


def unpin(discussion: Discussion, *, by: Member) -> None:
    _set_pinned(discussion, by=by, pinned=False)


def _set_pinned(discussion: Discussion, *, by: Member, pinned: bool) -> None:
    if not can_moderate(by):
        raise NotAllowed("Only moderators can pin a discussion.")
    discussion.is_pinned = pinned
    discussion.save(update_fields=["is_pinned"])
