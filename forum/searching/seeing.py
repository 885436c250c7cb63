"""What a viewer may find by its words."""

from functools import lru_cache
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from forum.models import Discussion, DiscussionQuerySet, Reply, ReplyQuerySet
from forum.searching.entries import DISCUSSION, Rooms
from members.models import VISITOR, Member, Role, Viewer
from members.permissions import can_moderate

# What a result shows of what was found, by the names that shown_of's columns may be given.
SHOWN: Final = "moment, body, title, slug, category, author, name, address, left_at"
_OF_BOTH: Final = ("author_id", "author__name", "author__address", "author__left_at")
_OF_DISCUSSION: Final = ("started_at", "body_html", "title", "slug", "category__name", *_OF_BOTH)
_OF_REPLY: Final = (
    *("posted_at", "body_html"),
    *("discussion__title", "discussion__slug", "discussion__category__name"),
    *_OF_BOTH,
)

_IS_MUTED: Final = "EXISTS (SELECT 1 FROM members_mute WHERE member_id = %s AND muted_id = {})"


def readable_by(viewer: Viewer) -> tuple[DiscussionQuerySet, ReplyQuerySet]:
    """Less than what has a page, for some have lost their words."""
    discussions = Discussion.objects.visible_to(viewer)
    replies = Reply.objects.visible_to(viewer)
    if can_moderate(viewer):
        return discussions, replies
    return (
        discussions.filter(withdrawn_at=None, category__hidden_at=None),
        replies.filter(discussion__category__hidden_at=None),
    )


@lru_cache(maxsize=200)
def row_of(kind: str, pk: str, rooms: Rooms) -> tuple[str, tuple[Any, ...]]:
    """SQL for the row of that kind with that number (itself SQL), if it is in these rooms.

    Composed once (0.6 ms each): what may be found depends on nothing else about the viewer.
    """
    return _row(kind, pk, rooms).values("pk").query.sql_with_params()


@lru_cache(maxsize=200)
def shown_of(kind: str, pk: str, rooms: Rooms) -> tuple[str, tuple[Any, ...]]:
    """The same row, with what a result shows of it: SHOWN."""
    columns = _OF_DISCUSSION if kind == DISCUSSION else _OF_REPLY
    return _row(kind, pk, rooms).values_list(*columns).query.sql_with_params()


def is_muted_by(reader: int | None, author: str) -> tuple[str, tuple[Any, ...]]:
    """SQL for whether a reader has muted an author (itself SQL); None is a visitor."""
    return (_IS_MUTED.format(author), (reader,)) if reader else ("false", ())


def _row(kind: str, pk: str, rooms: Rooms) -> QuerySet[Any]:
    viewer = Member(role=Role.MODERATOR) if rooms.is_for_moderator else VISITOR
    discussions, replies = readable_by(viewer)
    rows, path = (discussions, "") if kind == DISCUSSION else (replies, "discussion__")
    if rooms.category:
        rows = rows.filter(**{f"{path}category": rooms.category})
    if rooms.tag:
        rows = rows.filter(**{f"{path}discussion_tags__tag": rooms.tag})
    return rows.filter(pk=RawSQL(pk, ())).order_by()  # noqa: S611  an expression of ours
