"""Discussions in a list, each in a row of its own."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from forum.models import Category, Discussion, DiscussionQuerySet
from forum.models.read_mark import news_begins
from forum.views import people
from harringay import compiled, moments, pagination
from harringay.stencils import Slots, Stencil
from members.models import VISITOR, Author, Viewer
from members.permissions import can_moderate


class DiscussionRow(NamedTuple):
    """What a list shows of a discussion; the columns that `columns` asks for, in their order."""

    slug: str
    title: str
    started_at: datetime
    last_activity_at: datetime
    reply_count: int
    view_count: int
    is_pinned: bool
    hidden_at: datetime | None
    held_at: datetime | None
    closed_at: datetime | None
    featured_at: datetime | None
    category__name: str
    category__slug: str
    author__name: str
    author__address: str
    author__avatar_key: str
    author__left_at: datetime | None

    @property
    def author(self) -> Author:
        return Author(*self[13:])


class RowShape(NamedTuple):
    """Everything that templates/forum/_discussion_row.html decides by.

    `level` is that of its heading: 2 beneath a page's own, 3 beneath a part's.
    """

    level: int
    is_hidden: bool
    is_held: bool
    is_pinned: bool
    is_featured: bool
    is_closed: bool
    is_answered: bool
    is_unread: bool


Order = Callable[..., DiscussionQuerySet]

SHOWN = len(DiscussionRow._fields)
MOST_KEPT = 500  # rows, of about a kilobyte
KEPT_PAGES = 2  # of each list; hardly anybody turns a third page


def page_of(
    order: Order,
    number: int,
    *given: int,
    viewer: Viewer,
    size: int = pagination.LIST_PAGE_SIZE,
) -> pagination.Page[tuple[Any, ...]]:
    """The nth page of what a viewer may see in an order, which may ask for values of its own.

    One query, composed once for the first pages. Raises Http404 past the end.
    """
    marks = (viewer.pk, news_begins(viewer)) if viewer.is_authenticated else ()
    compose = _composed if number <= KEPT_PAGES else _composed.__wrapped__
    query = compose(
        order,
        len(given),
        can_moderate=can_moderate(viewer),
        has_marks=bool(marks),
        start=(number - 1) * size,
        size=size,
    )
    return pagination.page_from(query.all(*given, *marks), number, size=size)


@lru_cache(maxsize=64)
def _composed(
    order: Order, slots: int, *, can_moderate: bool, has_marks: bool, start: int, size: int
) -> compiled.Query:
    def build(*values: Value) -> "QuerySet[Discussion, tuple[Any, ...]]":
        given, marks = values[:slots], values[slots:]
        visible = Discussion.objects.all()
        if not can_moderate:
            visible = visible.visible_to(VISITOR)
        if marks:
            visible = visible.with_unread_since(*marks)
        return columns(order(visible, *given))[start : start + size + 1]

    return compiled.Query(build, slots=slots + (2 if has_marks else 0))


def columns(discussions: DiscussionQuerySet) -> "QuerySet[Discussion, tuple[Any, ...]]":
    """The rows of a list as tuples: making models of them would cost more than asking for them."""
    has_marks = "unread_since" in discussions.query.annotations
    return discussions.values_list(*DiscussionRow._fields, *(["unread_since"] if has_marks else []))


def show(rows: Iterable[tuple[Any, ...]], *, level: int = 2) -> SafeString:
    """Rows of `columns`, written out, with headings of a level."""
    return mark_safe("".join(_written(row, level) for row in rows))  # noqa: S308  all of them were rendered


def _written(values: tuple[Any, ...], level: int) -> SafeString:
    """One row. A member's has one column more, the moment after which all is new to them."""
    row, since = DiscussionRow(*values[:SHOWN]), values[SHOWN:]
    is_unread = bool(since) and row.last_activity_at > since[0]
    when = moments.ago(row.last_activity_at if row.reply_count else row.started_at)
    return _row(row, when, is_unread, level)


@lru_cache(maxsize=MOST_KEPT)
def _row(row: DiscussionRow, when: str, is_unread: bool, level: int) -> SafeString:  # noqa: FBT001  part of a key
    """Kept for all who are shown it alike; it follows from what is given alone."""
    shape = RowShape(
        level=level,
        is_hidden=row.hidden_at is not None,
        is_held=row.held_at is not None,
        is_pinned=row.is_pinned,
        is_featured=row.featured_at is not None,
        is_closed=row.closed_at is not None,
        is_answered=row.reply_count > 0,
        is_unread=is_unread,
    )
    return _ROW.fill(
        shape,
        slug=quote(row.slug),
        title=row.title,
        portrait=people.portrait(row.author),
        author=row.author.shown_name,
        category_name=row.category__name,
        category_slug=quote(row.category__slug),
        when=when,
        reply_count=f"{row.reply_count:,}",
        replies="reply" if row.reply_count == 1 else "replies",
        views=counted(row.view_count, "view", "views"),
    )


def counted(count: int, one: str, many: str) -> str:
    """Such as “1 reply” and “1,024 replies”."""
    return f"{count:,} {one if count == 1 else many}"


def _stand_ins(shape: RowShape, slots: Slots) -> dict[str, Any]:
    now = timezone.now()
    discussion = Discussion(
        slug=slots("slug"),
        title=slots("title"),
        category=Category(name=slots("category_name"), slug=slots("category_slug")),
        is_pinned=shape.is_pinned,
        hidden_at=now if shape.is_hidden else None,
        held_at=now if shape.is_held else None,
        closed_at=now if shape.is_closed else None,
        featured_at=now if shape.is_featured else None,
    )
    strings = ("portrait", "author", "when", "reply_count", "replies", "views")
    return {
        "discussion": discussion,
        "shape": shape,
        **{name: slots(name) for name in strings},
    }


_ROW = Stencil("forum/_discussion_row.html", _stand_ins)
