"""Ending replies to a discussion, and opening it again."""

from django.utils import timezone

from forum.errors import NotAllowed
from forum.models import Discussion
from forum.permissions import can_moderate
from members.models import Member


def close(discussion: Discussion, *, by: Member) -> None:
    """Nobody but moderators can reply from now on."""
    _check(by)
    discussion.closed_at = discussion.closed_at or timezone.now()
    discussion.save(update_fields=["closed_at"])


def reopen(discussion: Discussion, *, by: Member) -> None:
    _check(by)
    discussion.closed_at = None
    discussion.save(update_fields=["closed_at"])


def _check(by: Member) -> None:
    if not can_moderate(by):
        raise NotAllowed("Only moderators can close or reopen a discussion.")
