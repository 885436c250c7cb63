"""Finding what was said: discussions and replies by their words, as far as a viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, Literal

from django.db import connection
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from forum.models import Category, Discussion, DiscussionQuerySet, Reply, ReplyQuerySet, Tag
from forum.searching import postgresql, sqlite
from forum.searching.entries import (
    DISCUSSION,
    MARK_END,
    MARK_START,
    MOST_MATCHES,
    REPLY,
    Entry,
    Marked,
    Scope,
    Slice,
)
from forum.searching.language import Query, parse
from harringay.pagination import Page
from members.models import Member, Viewer
from members.permissions import can_moderate

__all__ = ["MOST_MATCHES", "Found", "Query", "Result", "Search", "parse", "rebuild", "search"]

PAGE_SIZE: Final = 20
TIME_LIMIT: Final = 2.0  # seconds; safety S-53


@dataclass(frozen=True)
class Search:
    """What to look for, where, and what comes first. Both days are included."""

    query: Query
    order: Literal["relevance", "date"] = "relevance"
    category: Category | None = None
    tag: Tag | None = None
    author: Member | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Result:
    """One discussion or reply that was found, ready to be shown."""

    kind: str
    title: str
    title_html: SafeString
    snippet_html: SafeString
    url: str
    author: Member
    at: datetime
    category: Category


@dataclass(frozen=True)
class Found:
    """One page of results. Only the newest MOST_MATCHES are ever ranked or counted."""

    page: Page[Result]
    count: int

    @property
    def is_cut(self) -> bool:
        return self.count == MOST_MATCHES


def search(wanted: Search, *, viewer: Viewer, page: int = 1) -> Found:
    """A page of what this viewer may see of it. Raises SearchTookTooLong.

    The same few queries, however much is found.
    """
    scope = _scope(wanted, viewer)
    offset = (page - 1) * PAGE_SIZE
    cut = Slice(is_ranked=wanted.order == "relevance", offset=offset, size=PAGE_SIZE)

    with backend().time_limit(TIME_LIMIT):
        matches = backend().find(wanted.query, scope, cut)
        rows = _fetch(matches.entries, scope)
        marked = backend().mark(wanted.query, rows) if rows else {}

    results = [_result(row, marked[Entry.of(row)]) for row in rows]
    has_next = offset + len(matches.entries) < matches.count
    return Found(page=Page(results, page, has_next=has_next), count=matches.count)


def rebuild() -> None:
    """Make the index anew, whatever state it is in."""
    backend().rebuild()


def backend() -> Any:
    """The module that asks this database's index."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def _scope(wanted: Search, viewer: Viewer) -> Scope:
    discussions, replies = _readable_by(viewer)
    if wanted.category:
        discussions = discussions.in_category(wanted.category)
        replies = replies.filter(discussion__category=wanted.category)
    if wanted.tag:
        discussions = discussions.tagged(wanted.tag)
        replies = replies.filter(discussion__discussion_tags__tag=wanted.tag)
    if wanted.author:
        discussions = discussions.started_by(wanted.author)
        replies = replies.written_by(wanted.author)
    since, until = _span(wanted)
    return Scope(
        discussions=_between(discussions, "started_at", since, until),
        replies=_between(replies, "posted_at", since, until),
        since=since,
        until=until,
    )


def _readable_by(viewer: Viewer) -> tuple[DiscussionQuerySet, ReplyQuerySet]:
    """What may be found by its words: less than what has a page, for some have lost their words."""
    discussions = Discussion.objects.visible_to(viewer)
    replies = Reply.objects.visible_to(viewer)
    if can_moderate(viewer):
        return discussions, replies
    return (
        discussions.filter(withdrawn_at=None, category__hidden_at=None),
        replies.filter(discussion__category__hidden_at=None),
    )


def _span(wanted: Search) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment of the days asked for, by the clock on the wall."""
    return _moment(wanted.since, time.min), _moment(wanted.until, time.max)


def _moment(day: date | None, of_day: time) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, of_day)) if day else None


def _between(rows: Any, field: str, since: datetime | None, until: datetime | None) -> Any:
    if since:
        rows = rows.filter(**{f"{field}__gte": since})
    if until:
        rows = rows.filter(**{f"{field}__lte": until})
    return rows


def _fetch(entries: Sequence[Entry], scope: Scope) -> list[Discussion | Reply]:
    """The entries' rows in the entries' order, from what the viewer may see."""
    discussions = scope.discussions.for_listing()
    replies = scope.replies.for_listing().select_related("discussion__category")
    rows: dict[Entry, Discussion | Reply] = {}
    for kind, queryset in ((DISCUSSION, discussions), (REPLY, replies)):
        keys = [entry.pk for entry in entries if entry.kind == kind]
        rows |= {Entry(kind, row.pk): row for row in queryset.filter(pk__in=keys)}
    return [rows[entry] for entry in entries if entry in rows]


def _result(row: Discussion | Reply, marked: Marked) -> Result:
    discussion = row.discussion if isinstance(row, Reply) else row
    return Result(
        kind=Entry.of(row).kind,
        title=discussion.title,
        title_html=_html(marked.title or discussion.title),
        snippet_html=_html(marked.snippet),
        url=row.get_absolute_url(),
        author=row.author,
        at=row.written_at,
        category=discussion.category,
    )


def _html(marked: str) -> SafeString:
    html = escape(marked).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")
    return mark_safe(html)  # noqa: S308  escaped before anything was added
