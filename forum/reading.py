"""Reading a discussion: one page of its replies, laid out as nested lists."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple, Self

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from forum import paging
from forum.models import Discussion, Reply, ReplyQuerySet
from forum.models.reply import STEP_LENGTH
from harringay import compiled
from members.models import VISITOR, Author, Viewer
from members.permissions import can_moderate

# Deeper than this a phone indents no further, so words must say who answers whom.
DEEPEST_INDENT = 2
FOLDED_DEPTH = 2
LONG_BRANCH = 5  # fewer are sooner read than folded

PAGES_SHARED = 50  # in each process, of some forty kilobytes
TRUE_FOR = 60.0  # seconds


TREE = "thread"
TIME = "time"


class ReadReply(NamedTuple):
    """What is read of a reply: columns, named as a query names them, in their order."""

    pk: int
    number: int
    path: str
    posted_at: datetime
    body_html: str
    edited_at: datetime | None
    is_edit_marked: bool
    hidden_at: datetime | None
    held_at: datetime | None
    withdrawn_at: datetime | None
    author_id: int
    author__name: str
    author__address: str
    author__avatar_key: str
    author__left_at: datetime | None
    parent_id: int | None
    parent__number: int | None
    parent__author__name: str | None
    parent__author__left_at: datetime | None

    @property
    def author(self) -> Author:
        return Author(*self[11:15])

    @property
    def answered_name(self) -> str:
        """Of whom it answers; nobody's where it answers the discussion."""
        return Author(self[17] or "", "", "", self[18]).shown_name

    @property
    def written_at(self) -> datetime:
        return self.posted_at

    @property
    def depth(self) -> int:
        return len(self.path) // STEP_LENGTH

    @property
    def is_shown(self) -> bool:
        return self.hidden_at is None and self.withdrawn_at is None

    @property
    def is_held(self) -> bool:
        return self.held_at is not None

    def has_a_place_for(self, viewer: Viewer) -> bool:
        """What waits for a moderator has one for its author and for moderators only."""
        return not self.is_held or self.author_id == viewer.pk or can_moderate(viewer)


@dataclass
class ReplyRow:
    """A reply, the list tags around it, and the way from it to the next new one.

    The lists of the rows that it `closes` end before it, the innermost first; then it either
    opens a list, of `held` replies with all within, or stands in the same list as the row above.
    """

    reply: ReadReply
    depth: int
    says_whom: bool
    closes: Sequence[Self] = ()
    opens: bool = False
    held: int = 0
    is_new: bool = False
    next_new: str = ""

    @property
    def folds(self) -> bool:
        """Whether the list it opens can be folded away: all that a reply to the discussion drew."""
        return self.depth == FOLDED_DEPTH and self.held >= LONG_BRANCH


@dataclass
class RepliesPage:
    """One page of replies, ready to be written out; and what was, for visitors who share it."""

    number: int
    page_count: int
    rows: Sequence[ReplyRow]
    tail: Sequence[ReplyRow]
    continues_a_branch: bool
    first_new: str = ""
    written: dict[tuple[object, ...], SafeString] = field(default_factory=dict)


def page_in_tree_order(
    discussion: Discussion, number: int, *, viewer: Viewer = VISITOR, version: str = ""
) -> RepliesPage | None:
    """The nth page as a conversation, or None past the end. One query.

    All who read under the same version (forum.changes) share what it finds: then there is none.
    Visitors share the page as well, for there is nothing new to them.
    """
    if not 1 <= number <= discussion.page_count:
        return None
    query = _page_in_tree(number > 1, number < discussion.page_count)
    wanted = _Wanted(query, (discussion.pk, number, number + 1), number, discussion.page_count)
    return _page(_as_tree, wanted, viewer, version)


def page_in_time_order(
    discussion: Discussion, number: int, *, viewer: Viewer = VISITOR, version: str = ""
) -> RepliesPage | None:
    """The nth page, oldest first, or None past the end; otherwise as `page_in_tree_order`."""
    page_count = max(1, -(-discussion.last_number // paging.PAGE_SIZE))
    if not 1 <= number <= page_count:
        return None
    last = number * paging.PAGE_SIZE
    given = (discussion.pk, last - paging.PAGE_SIZE, last)
    return _page(_in_time, _Wanted(_IN_TIME_ORDER, given, number, page_count), viewer, version)


def point_out(
    page: RepliesPage, new_ids: Collection[int], *, beyond: str, muted: Collection[int] = ()
) -> None:
    """Lead from each new reply of a page to the next, and from the last one `beyond` the page.

    Those of `muted` authors are passed by: they are folded away.

    `first_new` leads to the first of them, or beyond where this page has none.
    """
    way = beyond
    for row in reversed(page.rows):
        if row.reply.pk in new_ids and row.reply.author_id not in muted:
            row.is_new, row.next_new = True, way
            way = f"#reply-{row.reply.pk}"
    page.first_new = way


def number_of(reply: Reply, *, order: str = TREE) -> int:
    """The page that holds a reply."""
    if order == TIME:
        return (reply.number - 1) // paging.PAGE_SIZE + 1
    return paging.number_of(reply)


@cache
def _page_in_tree(is_later: bool, is_followed: bool) -> compiled.Query:  # noqa: FBT001  two of four
    """Asked with the discussion's key, the page's number and the next one's."""
    return compiled.Query(
        lambda discussion, page, following: _columns(
            paging.replies_between(
                discussion, page if is_later else None, following if is_followed else None
            )
        ),
        slots=3,
    )


_IN_TIME_ORDER = compiled.Query(
    lambda discussion, after, last: _columns(
        Reply.objects.filter(discussion_id=discussion, number__gt=after, number__lte=last)
    ).order_by("number"),
    slots=3,
)


class _Wanted(NamedTuple):
    """One page of a discussion: what finds its replies, and which of how many it is."""

    query: compiled.Query
    given: tuple[int, ...]
    number: int
    page_count: int


_Lay = Callable[[_Wanted, Sequence[ReadReply]], RepliesPage]


def _page(lay: _Lay, wanted: _Wanted, viewer: Viewer, version: str) -> RepliesPage:
    if not version:
        return lay(wanted, _readable(wanted.query.all(*wanted.given), viewer))
    minute = int(time.monotonic() / TRUE_FOR)
    if not viewer.is_authenticated:
        return _for_visitors(lay, wanted, version, minute)
    return lay(wanted, _readable(_shared(wanted, version, minute), viewer))


@lru_cache(maxsize=PAGES_SHARED)
def _shared(wanted: _Wanted, _version: str, _minute: int) -> list[tuple[Any, ...]]:
    """Under another version, or in another minute, it is asked for again."""
    return wanted.query.all(*wanted.given)


@lru_cache(maxsize=PAGES_SHARED)
def _for_visitors(lay: _Lay, wanted: _Wanted, version: str, minute: int) -> RepliesPage:
    return lay(wanted, _readable(_shared(wanted, version, minute), VISITOR))


def forget() -> None:
    """Ask for everything again."""
    _shared.cache_clear()
    _for_visitors.cache_clear()


def _columns(replies: ReplyQuerySet) -> "QuerySet[Reply, tuple[Any, ...]]":
    return replies.with_a_place().values_list(*ReadReply._fields)


def _readable(found: Iterable[tuple[Any, ...]], viewer: Viewer) -> list[ReadReply]:
    replies = (ReadReply(*values) for values in found)
    return [reply for reply in replies if reply.has_a_place_for(viewer)]


def _as_tree(wanted: _Wanted, replies: Sequence[ReadReply]) -> RepliesPage:
    rows = [_row(reply, TREE) for reply in replies]
    tail = _lay_out(rows)
    continues_a_branch = bool(rows) and rows[0].depth > 1
    return RepliesPage(wanted.number, wanted.page_count, rows, tail, continues_a_branch)


def _in_time(wanted: _Wanted, replies: Sequence[ReadReply]) -> RepliesPage:
    rows = [_row(reply, TIME) for reply in replies]
    for row in rows[:1]:
        row.opens = True
    return RepliesPage(wanted.number, wanted.page_count, rows, rows[:1], continues_a_branch=False)


def _row(reply: ReadReply, order: str) -> ReplyRow:
    depth = reply.depth
    says_whom = reply.parent_id is not None and (order == TIME or depth > DEEPEST_INDENT)
    return ReplyRow(reply, depth, says_whom)


def _lay_out(rows: Iterable[ReplyRow]) -> list[ReplyRow]:
    """Tell rows in tree order which lists they open and close.

    Returns those whose lists are open at the end, the innermost first.
    """
    openers: list[ReplyRow] = []
    for row in rows:
        closed = []
        while openers and openers[-1].depth > row.depth:
            closed.append(openers.pop())
        row.closes = closed
        row.opens = not openers or openers[-1].depth < row.depth
        if row.opens:
            openers.append(row)
        for opener in openers:
            opener.held += 1
    return openers[::-1]
