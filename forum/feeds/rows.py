"""The rows that feeds are made of: what everyone may read, a page of it at a time."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.db.models import Q, QuerySet, Value

from forum.feeds.paging import LENGTH, Place
from forum.models import (
    Discussion,
    DiscussionQuerySet,
    Event,
    EventQuerySet,
    Reply,
    ReplyQuerySet,
)
from harringay import compiled
from members.models import VISITOR

# One more than a page shows, which tells whether there is another.
ROWS: Final = LENGTH + 1

Rows = TypeVar("Rows", bound=QuerySet[Any])


def discussions() -> DiscussionQuerySet:
    """Those whose opening post everyone may read: a withdrawn one may still be answered."""
    return (
        Discussion.objects.visible_to(VISITOR)
        .filter(withdrawn_at=None)
        .select_related("author", "category")
        .defer("body")
        .newest_first()
    )


def replies() -> ReplyQuerySet:
    return (
        Reply.objects.visible_to(VISITOR)
        .select_related("author", "discussion__category", "parent")
        .defer("body", "discussion__body", "discussion__body_html")
        .defer("parent__body", "parent__body_html")
        .newest_first()
    )


def events() -> EventQuerySet:
    return (
        Event.objects.visible_to(VISITOR)
        .select_related("discussion__author", "discussion__category")
        .select_related("reply__author", "reply__discussion__category", "reply__parent")
        .defer("discussion__body", "reply__body")
        .defer("reply__discussion__body", "reply__discussion__body_html")
        .defer("reply__parent__body", "reply__parent__body_html")
        .latest_first()
    )


def before(rows: Rows, moment: str, place: Place) -> Rows:
    """Those that come after a place, given the name of their moment."""
    return _older(rows, moment, Value(place.moment), Value(place.key))


def _older(rows: Rows, field: str, moment: Value, key: Value) -> Rows:
    # The first condition finds the place in an index, the second what is beside it.
    earlier = Q(**{f"{field}__lt": moment}) | Q(pk__lt=key)
    return rows.filter(earlier, **{f"{field}__lte": moment})


def _a_page(rows: Callable[..., Rows], field: str, *, slots: int = 0) -> compiled.Query:
    """The query for a page of rows, asked with what they are about, then with a place."""

    def build(*values: Value) -> Rows:
        *about, moment, key = values
        return _older(rows(*about), field, moment, key)[:ROWS]

    return compiled.Query(build, slots=slots + 2)


NEWEST_DISCUSSIONS = _a_page(discussions, "started_at")
NEWEST_REPLIES = _a_page(replies, "posted_at")
EVENTS = _a_page(events, "happened_at")
IN_CATEGORY = _a_page(lambda key: discussions().in_category(key), "started_at", slots=1)
TAGGED = _a_page(lambda key: discussions().tagged(key), "started_at", slots=1)
IN_DISCUSSION = _a_page(lambda key: replies().filter(discussion=key), "posted_at", slots=1)
