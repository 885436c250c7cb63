"""Reading a discussion: one page of its replies, laid out as nested lists."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from forum import paging
from forum.models import Discussion, Reply

# Deeper than this a phone indents no further, so words must say who answers whom.
DEEPEST_INDENT = 2
FOLDED_DEPTH = 2
LONG_BRANCH = 5  # fewer are sooner read than folded

TREE = "thread"
TIME = "time"


@dataclass
class ReplyRow:
    """A reply, the list tags around it, and the way from it to the next new one.

    The lists of the rows that it `closes` end before it, the innermost first; then it either
    opens a list, of `held` replies with all within, or stands in the same list as the row above.
    """

    reply: Reply
    closes: Sequence[Self]
    opens: bool
    says_whom: bool
    held: int = 0
    is_new: bool = False
    next_new: str = ""

    @property
    def answered(self) -> Reply | None:
        return self.reply.parent

    @property
    def folds(self) -> bool:
        """Whether the list it opens can be folded away: all that a reply to the discussion drew."""
        return self.reply.depth == FOLDED_DEPTH and self.held >= LONG_BRANCH


@dataclass
class RepliesPage:
    """One page of replies, ready to be written out."""

    number: int
    page_count: int
    rows: Sequence[ReplyRow]
    tail: Sequence[ReplyRow]
    continues_a_branch: bool
    first_new: str = ""

    @property
    def replies(self) -> list[Reply]:
        return [row.reply for row in self.rows]

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.page_count

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


def page_in_tree_order(discussion: Discussion, number: int) -> RepliesPage | None:
    """The nth page as a conversation, or None past the end. One query."""
    replies = paging.replies_on(discussion, number)
    if replies is None:
        return None
    rows, tail = _lay_out(replies.with_a_place().for_reading())
    continues_a_branch = bool(rows) and rows[0].reply.depth > 1
    return RepliesPage(number, discussion.page_count, rows, tail, continues_a_branch)


def page_in_time_order(discussion: Discussion, number: int) -> RepliesPage | None:
    """The nth page, oldest first, or None past the end. One query."""
    page_count = max(1, -(-discussion.last_number // paging.PAGE_SIZE))
    if not 1 <= number <= page_count:
        return None
    first = (number - 1) * paging.PAGE_SIZE
    replies = Reply.objects.in_discussion(discussion).with_a_place()
    replies = replies.filter(number__gt=first, number__lte=first + paging.PAGE_SIZE)
    rows = [
        ReplyRow(reply, closes=[], opens=nth == 0, says_whom=reply.parent_id is not None)
        for nth, reply in enumerate(replies.time_order().for_reading())
    ]
    return RepliesPage(number, page_count, rows, rows[:1], continues_a_branch=False)


def point_out(page: RepliesPage, new_ids: Collection[int], *, beyond: str) -> None:
    """Lead from each new reply of a page to the next, and from the last one `beyond` the page.

    `first_new` leads to the first of them, or beyond where this page has none.
    """
    way = beyond
    for row in reversed(page.rows):
        if row.reply.pk in new_ids:
            row.is_new, row.next_new = True, way
            way = f"#{row.reply.anchor}"
    page.first_new = way


def number_of(reply: Reply, *, order: str = TREE) -> int:
    """The page that holds a reply."""
    if order == TIME:
        return (reply.number - 1) // paging.PAGE_SIZE + 1
    return paging.number_of(reply)


def _lay_out(replies: Iterable[Reply]) -> tuple[list[ReplyRow], list[ReplyRow]]:
    """Rows in tree order, and those whose lists are open at the end, the innermost first."""
    rows = []
    openers: list[ReplyRow] = []
    for reply in replies:
        closed = []
        while openers and openers[-1].reply.depth > reply.depth:
            closed.append(openers.pop())
        opens = not openers or openers[-1].reply.depth < reply.depth
        row = ReplyRow(reply, closed, opens, _must_say_whom(reply))
        if opens:
            openers.append(row)
        for opener in openers:
            opener.held += 1
        rows.append(row)
    return rows, openers[::-1]


def _must_say_whom(reply: Reply) -> bool:
    return reply.depth > DEEPEST_INDENT and reply.parent_id is not None
