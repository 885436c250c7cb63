"""What every visitor may read, and nothing else: an export asks for all of it here."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q, QuerySet

from forum.models import Attachment, Category, Discussion, Page, Reply
from members.models import VISITOR, Member

_AT_ONCE: Final = 500  # a body may have 100,000 characters, twice


def categories() -> "QuerySet[Category]":
    return Category.objects.visible_to(VISITOR).in_order()


def pages() -> "QuerySet[Page]":
    return Page.objects.visible_to(VISITOR).order_by("slug")


def discussions() -> "QuerySet[Discussion]":
    """With nothing of what they say, in the order in which they were started."""
    every = Discussion.objects.visible_to(VISITOR).order_by("started_at", "pk")
    return every.for_listing()


def discussions_in_full() -> Iterator[Discussion]:
    every = Discussion.objects.visible_to(VISITOR).select_related("author", "category")
    # django-stubs does not know taggit's manager.
    with_tags: Any = every.order_by("pk").prefetch_related("tags")  # type: ignore[misc]
    found: Iterator[Discussion] = with_tags.iterator(_AT_ONCE)
    return found


def replies_to(discussion: Discussion) -> Iterator[Reply]:
    """In tree order, with those whose place is kept though their words are gone."""
    replies = Reply.objects.in_discussion(discussion).with_a_place().tree_order()
    return replies.select_related("author", "parent__author").iterator(_AT_ONCE)


def members() -> Iterator[Member]:
    """Those with a page on the site who have written what is still there."""
    readable = Discussion.objects.visible_to(VISITOR)
    started = Q(pk__in=readable.filter(withdrawn_at=None).values("author"))
    replied = Q(pk__in=Reply.objects.visible_to(VISITOR).values("author"))
    present = Member.objects.with_profile().filter(left_at=None)
    found: Iterator[Member] = present.filter(started | replied).order_by("pk").iterator(_AT_ONCE)
    return found


def attachments() -> Iterator[Attachment]:
    every: Any = Attachment.objects.visible_to(VISITOR).order_by("pk")
    found: Iterator[Attachment] = every.iterator(_AT_ONCE)
    return found
