"""What a feed is made of, read in one query without making it: the same rows, the same feed.

What is read here may be more than shows, which costs a feed made once in vain, and never less: then
a reader would be told wrongly that nothing is new (tests/forum/feeds/test_sources.py).
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, QuerySet, Subquery, Value
from django.utils import timezone

from forum.changes import WATCHED
from forum.feeds import gone, rows
from forum.feeds.rows import ROWS, VISITOR
from forum.models import Category, Discussion, Event, Reply, SiteIdentity, Tag
from forum.models.listed import Listed
from harringay import compiled
from members.models import Member

_AUTHOR: Final = ("author__name", "author__address", "author__left_at")
_ITEM: Final = ("pk", "legacy_id", "body_html", "edited_at", *_AUTHOR)
_ANSWERED: Final = ("pk", "legacy_id", "posted_at", "hidden_at", "withdrawn_at")
_ABOUT: Final = ("pk", "legacy_id", "started_at", "title", "slug", "category__name")


def _of(relation: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{relation}__{column}" for column in columns)


_OF_DISCUSSION: Final = (*_ITEM, *_ABOUT[1:], "reply_count", "last_activity_at")
_OF_REPLY: Final = (*_ITEM, "posted_at", *_of("parent", _ANSWERED), *_of("discussion", _ABOUT))
_COLUMNS: Final[dict[type[Model], tuple[str, ...]]] = {
    Discussion: _OF_DISCUSSION,
    Reply: _OF_REPLY,
    Event: (
        *("pk", "kind", "happened_at"),
        *_of("reply", _OF_REPLY),
        *_of("discussion", _OF_DISCUSSION),
    ),
}

Rows = Callable[..., QuerySet[Any]]


class _Sources:
    """Of one kind of feed: what is listed, what is gone, and what the feed is about."""

    def __init__(self, is_gone: gone.Query, *listed: Rows, subject: Rows | None = None) -> None:
        def build(*values: Value) -> QuerySet[SiteIdentity, Any]:
            *about, _since = values
            lists = dict(is_gone.lists(*values))
            for number, found in enumerate(listed):
                lists[f"listed_{number}"] = _listed(found(*about))
            if subject:
                lists["subject"] = _whole(subject(*about))
            return SiteIdentity.objects.filter(pk=1).annotate(**lists).values()

        self._query = compiled.Query(build, slots=2 if subject else 1)

    def ask(self, *about: int) -> str:
        """A hash of all of it."""
        found: Mapping[str, Any] | None = self._query.first(*about, _since())
        said = repr(sorted(_in_order(found or {})))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _listed(found: QuerySet[Any]) -> Subquery:
    """The rows of a page, as JSON; the databases give them in no order."""
    page = found.values("pk")[:ROWS]
    return Subquery(
        found.model.objects.filter(pk__in=page)
        .order_by()
        .values(listed=Listed(*_COLUMNS[found.model]))
    )


def _whole(subject: QuerySet[Any]) -> Subquery:
    """All of one row that visitors may see anything of."""
    unseen = WATCHED[subject.model._meta.label_lower]  # noqa: SLF001  Django's documented name
    fields = subject.model._meta.local_concrete_fields  # noqa: SLF001  as above
    columns = [field.name for field in fields if field.column not in unseen]
    return Subquery(subject.order_by().values(listed=Listed(*columns)))


def _in_order(found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in found.items():
        yield name, sorted(map(repr, value)) if isinstance(value, list) else repr(value)


def _since() -> datetime:
    return timezone.now() - gone.TOLD_FOR


_BY_NAME: Final[dict[str, _Sources]] = {
    "discussions": _Sources(gone.OF_DISCUSSIONS, rows.discussions),
    "replies": _Sources(gone.OF_REPLIES, rows.replies),
    "activity": _Sources(gone.OF_ACTIVITY, rows.events),
    "category": _Sources(
        gone.OF_CATEGORY,
        lambda key: rows.discussions().in_category(key),
        subject=lambda key: Category.objects.visible_to(VISITOR).filter(pk=key),
    ),
    "tag": _Sources(
        gone.OF_TAG,
        lambda key: rows.discussions().tagged(key),
        subject=lambda key: Tag.objects.visible_to(VISITOR).filter(pk=key),
    ),
    "discussion": _Sources(
        gone.OF_DISCUSSION,
        lambda key: rows.replies().filter(discussion=key),
        subject=lambda key: Discussion.objects.visible_to(VISITOR).filter(pk=key),
    ),
    # How the member stands is among the columns: whether they are here follows from it.
    "member": _Sources(
        gone.OF_MEMBER,
        lambda key: rows.discussions().filter(author=key),
        lambda key: rows.replies().filter(author=key),
        subject=lambda key: Member.objects.filter(pk=key),
    ),
}


def of(name: str, about: int | None) -> str:
    """Of the feed of a name (channels.Channel), about the row with a key. One query.

    Nothing for a feed that has to be made before anybody knows what is in it.
    """
    known = _BY_NAME.get(name)
    if known is None:
        return ""
    return known.ask() if about is None else known.ask(about)
