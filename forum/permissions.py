"""Who may do what in the forum: yes or no, without a query and without an exception."""

from datetime import datetime, timedelta
from typing import Protocol

from forum.models import Audience, Category, Discussion
from members.models import Viewer
from members.permissions import can_moderate

__all__ = ["can_change", "can_moderate", "can_reply", "can_start", "can_withdraw", "can_write"]


def can_write(viewer: Viewer) -> bool:
    """Anyone with an account who is neither waiting, nor kept out, nor gone."""
    return viewer.is_authenticated and viewer.may_sign_in


def can_start(viewer: Viewer, category: Category) -> bool:
    """Those for whom the category is open to start in."""
    return can_write(viewer) and _belongs(viewer, category.may_start)


def can_reply(viewer: Viewer, discussion: Discussion) -> bool:
    """Those the category lets reply, until it is closed or hidden; moderators then still may."""
    if not (can_write(viewer) and _belongs(viewer, discussion.category.may_reply)):
        return False
    is_open = not (discussion.is_closed or discussion.is_hidden or discussion.category.is_hidden)
    return is_open or can_moderate(viewer)


class Work(Protocol):
    """What somebody wrote: a discussion, a reply, or a row that tells of one."""

    @property
    def author_id(self) -> int: ...

    @property
    def written_at(self) -> datetime: ...

    @property
    def is_shown(self) -> bool: ...

    @property
    def is_held(self) -> bool: ...


def can_change(viewer: Viewer, written: Work, *, window: timedelta, now: datetime) -> bool:
    """The author, while the window is open. Nobody, moderators included, edits another's words."""
    is_open = written.is_shown and now - written.written_at <= window
    return is_open and can_withdraw(viewer, written)


def can_withdraw(viewer: Viewer, written: Work) -> bool:
    """The author, at any time, while it is still shown, or waits to be."""
    is_there = written.is_shown or written.is_held
    return viewer.pk == written.author_id and is_there and can_write(viewer)


def _belongs(viewer: Viewer, audience: str) -> bool:
    if audience == Audience.MODERATORS:
        return can_moderate(viewer)
    return audience == Audience.MEMBERS
