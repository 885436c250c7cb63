"""Finding what was said: discussions and replies by their words, as far as a viewer may see."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache, partial
from html import escape
from typing import Any, Final, Literal, NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from forum.models import Category, DiscussionTag, Tag
from forum.searching.backends import backend
from forum.searching.entries import (
    DISCUSSION,
    MARK_END,
    MARK_START,
    MOST_MATCHES,
    REPLY,
    Entry,
    Matches,
    Rooms,
    Row,
    Scope,
    Slice,
    Statement,
)
from forum.searching.language import Query, parse
from forum.searching.likeness import similar
from forum.searching.numbering import FOUND_DISCUSSIONS, FOUND_REPLIES
from harringay.pagination import Page
from members.models import Member, Viewer
from members.permissions import can_moderate

__all__ = [
    "DISCUSSION",
    "FOUND_DISCUSSIONS",
    "FOUND_REPLIES",
    "MOST_MATCHES",
    "REPLY",
    "Found",
    "Query",
    "Result",
    "Search",
    "Statement",
    "among_newest",
    "backend",
    "newest",
    "parse",
    "rebuild",
    "search",
    "similar",
]

PAGE_SIZE: Final = 20
TIME_LIMIT: Final = 2.0  # seconds; safety S-53

# Discussions of a tag that has no more are named to the index one by one: 5 ms for so many.
MOST_NAMED: Final = 500

_AUTHOR: Final = ["id", "name", "address", "left_at"]


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


class Result(NamedTuple):
    """One discussion or reply that was found, ready to be shown.

    Whoever has left has no `author_url`; `is_muted` says that the viewer has muted the author.
    """

    is_reply: bool
    url: str
    title_html: SafeString
    snippet_html: SafeString
    author: str
    author_url: str
    at: datetime
    category: str
    is_muted: bool


@dataclass(frozen=True)
class Found:
    """One page of results.

    `is_cut` says that there may be more: then only the newest were looked at. `version` is that of
    what visitors see, of the moment of the search (forum.changes).
    """

    page: Page[Result]
    is_cut: bool
    version: int | None


def search(wanted: Search, *, viewer: Viewer, page: int = 1) -> Found:
    """A page of what this viewer may see of it. Raises SearchTookTooLong.

    One query, however much is found; one more where a tag narrows it, or where almost all of the
    newest matches may not be seen, and what is older has to be looked at.
    """
    scope = _scope(wanted, viewer)
    cut = Slice(
        is_ranked=wanted.order == "relevance",
        offset=(page - 1) * PAGE_SIZE,
        size=PAGE_SIZE + 1,
        is_thorough=bool(scope.rooms.category or scope.rooms.tag),
    )
    matches = _find(wanted.query, scope, cut, viewer=viewer)
    results = [_result(row) for row in matches.rows[:PAGE_SIZE]]
    has_next = len(matches.rows) > PAGE_SIZE
    found = Page(results, page, has_next=has_next)
    return Found(page=found, is_cut=matches.is_cut, version=matches.version)


def newest(
    query: Query, *, viewer: Viewer, size: int, until: datetime | None = None
) -> list[Entry]:
    """So many of what this viewer may see with these words, newest first, until a moment.

    Raises SearchTookTooLong. One query, or two as in a search.
    """
    scope = replace(_scope(Search(query), viewer), until=until)
    cut = Slice(is_ranked=False, offset=0, size=size)
    matches = _find(query, scope, cut, viewer=viewer)
    return [row.entry for row in matches.rows]


def among_newest(query: Query, statement: Statement, *, viewer: Viewer, size: int) -> list[Any]:
    """All rows of a statement that names FOUND_DISCUSSIONS or FOUND_REPLIES.

    They are so many of the newest with these words. Raises SearchTookTooLong.
    """
    scope = _scope(Search(query), viewer)
    page, params = backend().page_of(query, scope, size=size)
    sql = f"{page}{statement.sql}"
    rows: list[Any] = backend().ask(sql, (*params, *statement.params), seconds=TIME_LIMIT)
    return rows


def rebuild() -> None:
    """Make the index anew, whatever state it is in."""
    backend().rebuild()


def _find(query: Query, scope: Scope, cut: Slice, *, viewer: Viewer) -> Matches:
    ask = partial(backend().find, query, scope, reader=viewer.pk, seconds=TIME_LIMIT)
    matches: Matches = ask(cut)
    if matches.is_cut and len(matches.rows) < cut.size and not cut.is_thorough:
        # What is shown is at least as new as the version that was read first.
        matches = replace(ask(replace(cut, is_thorough=True)), version=matches.version)
    return matches


def _scope(wanted: Search, viewer: Viewer) -> Scope:
    few = _few_with(wanted.tag) if wanted.tag else None
    rooms = Rooms(
        is_for_moderator=can_moderate(viewer),
        category=wanted.category.pk if wanted.category else None,
        tag=wanted.tag.pk if wanted.tag and few is None else None,
    )
    return Scope(
        rooms=rooms,
        few=few,
        author=wanted.author.pk if wanted.author else None,
        since=_moment(wanted.since, time.min),
        until=_moment(wanted.until, time.max),
    )


def _few_with(tag: Tag) -> list[int] | None:
    """The discussions that have a tag; None where they are too many to name."""
    tagged = DiscussionTag.objects.filter(tag=tag).values_list("content_object_id", flat=True)
    few = list(tagged[: MOST_NAMED + 1])
    return few if len(few) <= MOST_NAMED else None


def _moment(day: date | None, of_day: time) -> datetime | None:
    """The first or the last moment of a day, by the clock on the wall."""
    return timezone.make_aware(datetime.combine(day, of_day)) if day else None


def _result(row: Row) -> Result:
    is_reply = row.entry.kind == REPLY
    author, author_url = _shown(row.author)
    return Result(
        is_reply=is_reply,
        url=_address("forum:reply", row.entry.pk)
        if is_reply
        else _address("forum:discussion", row.slug),
        title_html=_html(row.marked_title or row.title),
        snippet_html=_html(row.snippet),
        author=author,
        author_url=author_url,
        at=row.moment,
        category=row.category,
        is_muted=row.is_muted,
    )


@lru_cache(maxsize=4096)
def _shown(author: tuple[Any, ...]) -> tuple[str, str]:
    """The name and the address of an author, given their row."""
    member = Member.from_db(DEFAULT_DB_ALIAS, _AUTHOR, author)
    return member.shown_name, "" if member.has_left else member.get_absolute_url()


@lru_cache(maxsize=10_000)
def _address(name: str, of: str | int) -> str:
    """An address never changes; to reverse those of a page takes 0.5 ms."""
    return reverse(name, args=[of])


def _html(marked: str) -> SafeString:
    return SafeString(escape(marked).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>"))
