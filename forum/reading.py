"""Reading a discussion: one page of its replies, laid out as nested lists."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self

from forum import paging
from forum.models import Discussion, Reply, ReplyQuerySet
from forum.models.reply import STEP_LENGTH
from members.models import Author

# Deeper than this a phone indents no further, so words must say who answers whom.
DEEPEST_INDENT = 2
FOLDED_DEPTH = 2
LONG_BRANCH = 5  # fewer are sooner read than folded

TREE = "thread"
TIME = "time"

_COLUMNS = (
    *("pk", "number", "path", "posted_at", "body_html"),
    *("edited_at", "is_edit_marked", "hidden_at", "withdrawn_at"),
    *("author_id", *(f"author__{field}" for field in Author._fields)),
    *("parent_id", "parent__number", *(f"parent__author__{field}" for field in Author._fields)),
)


class Answered(NamedTuple):
    """The reply that another one answers."""

    pk: int
    number: int
    author: Author


@dataclass
class ReplyRow:
    """A reply as it is read, the list tags around it, and the way from it to the next new one.

    The lists of the rows that it `closes` end before it, the innermost first; then it either
    opens a list, of `held` replies with all within, or stands in the same list as the row above.
    """

    pk: int
    number: int
    depth: int
    posted_at: datetime
    body_html: str
    edited_at: datetime | None
    is_edit_marked: bool
    is_hidden: bool
    is_withdrawn: bool
    author_id: int
    author: Author
    answered: Answered | None
    says_whom: bool
    closes: Sequence[Self] = ()
    opens: bool = False
    held: int = 0
    is_new: bool = False
    next_new: str = ""

    @property
    def anchor(self) -> str:
        return f"reply-{self.pk}"

    @property
    def is_shown(self) -> bool:
        return not (self.is_hidden or self.is_withdrawn)

    @property
    def written_at(self) -> datetime:
        return self.posted_at

    @property
    def folds(self) -> bool:
        """Whether the list it opens can be folded away: all that a reply to the discussion drew."""
        return self.depth == FOLDED_DEPTH and self.held >= LONG_BRANCH


@dataclass
class RepliesPage:
    """One page of replies, ready to be written out."""

    number: int
    page_count: int
    rows: Sequence[ReplyRow]
    tail: Sequence[ReplyRow]
    continues_a_branch: bool
    first_new: str = ""


def page_in_tree_order(discussion: Discussion, number: int) -> RepliesPage | None:
    """The nth page as a conversation, or None past the end. One query."""
    replies = paging.replies_on(discussion, number)
    if replies is None:
        return None
    rows = _read(replies, TREE)
    tail = _lay_out(rows)
    continues_a_branch = bool(rows) and rows[0].depth > 1
    return RepliesPage(number, discussion.page_count, rows, tail, continues_a_branch)


def page_in_time_order(discussion: Discussion, number: int) -> RepliesPage | None:
    """The nth page, oldest first, or None past the end. One query."""
    page_count = max(1, -(-discussion.last_number // paging.PAGE_SIZE))
    if not 1 <= number <= page_count:
        return None
    first = (number - 1) * paging.PAGE_SIZE
    replies = Reply.objects.in_discussion(discussion)
    replies = replies.filter(number__gt=first, number__lte=first + paging.PAGE_SIZE)
    rows = _read(replies.time_order(), TIME)
    for row in rows[:1]:
        row.opens = True
    return RepliesPage(number, page_count, rows, rows[:1], continues_a_branch=False)


def point_out(page: RepliesPage, new_ids: Collection[int], *, beyond: str) -> None:
    """Lead from each new reply of a page to the next, and from the last one `beyond` the page.

    `first_new` leads to the first of them, or beyond where this page has none.
    """
    way = beyond
    for row in reversed(page.rows):
        if row.pk in new_ids:
            row.is_new, row.next_new = True, way
            way = f"#{row.anchor}"
    page.first_new = way


def number_of(reply: Reply, *, order: str = TREE) -> int:
    """The page that holds a reply."""
    if order == TIME:
        return (reply.number - 1) // paging.PAGE_SIZE + 1
    return paging.number_of(reply)


def _read(replies: ReplyQuerySet, order: str) -> list[ReplyRow]:
    return [_row(values, order) for values in replies.with_a_place().values_list(*_COLUMNS)]


def _row(values: Sequence[Any], order: str) -> ReplyRow:
    """One row of _COLUMNS."""
    pk, number, path, posted_at, body_html, edited_at, is_edit_marked, hidden_at, withdrawn_at = (
        values[:9]
    )
    answered = Answered(values[14], values[15], Author(*values[16:])) if values[14] else None
    depth = len(path) // STEP_LENGTH
    return ReplyRow(
        pk=pk,
        number=number,
        depth=depth,
        posted_at=posted_at,
        body_html=body_html,
        edited_at=edited_at,
        is_edit_marked=is_edit_marked,
        is_hidden=hidden_at is not None,
        is_withdrawn=withdrawn_at is not None,
        author_id=values[9],
        author=Author(*values[10:14]),
        answered=answered,
        says_whom=answered is not None and (order == TIME or depth > DEEPEST_INDENT),
    )


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
