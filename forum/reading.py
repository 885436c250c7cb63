"""Reading a discussion: one page of its replies, laid out as nested lists."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from forum import paging
from forum.models import Discussion, Reply

# Deeper than this a phone indents no further, so words must say who answers whom.
DEEPEST_INDENT = 2

TREE = "thread"
TIME = "time"


@dataclass
class ReplyRow:
    """A reply, the list tags around it, and the way from it to the next new one.

    `closes` levels of list end before it; then it either opens a list or stands in the same
    list as the row above.
    """

    reply: Reply
    closes: range
    opens: bool
    says_whom: bool
    is_new: bool = False
    next_new: str = ""

    @property
    def answered(self) -> Reply | None:
        return self.reply.parent


@dataclass
class RepliesPage:
    """One page of replies, ready to be written out."""

    number: int
    page_count: int
    rows: Sequence[ReplyRow]
    tail: range
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
        ReplyRow(reply, closes=range(0), opens=nth == 0, says_whom=reply.parent_id is not None)
        for nth, reply in enumerate(replies.time_order().for_reading())
    ]
    return RepliesPage(number, page_count, rows, range(min(1, len(rows))), continues_a_branch=False)


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


def _lay_out(replies: Iterable[Reply]) -> tuple[list[ReplyRow], range]:
    """Rows in tree order, and how many lists are open at the end."""
    rows = []
    open_depths: list[int] = []
    for reply in replies:
        closed = 0
        while open_depths and open_depths[-1] > reply.depth:
            open_depths.pop()
            closed += 1
        opens = not open_depths or open_depths[-1] < reply.depth
        if opens:
            open_depths.append(reply.depth)
        rows.append(ReplyRow(reply, range(closed), opens, _must_say_whom(reply)))
    return rows, range(len(open_depths))


def _must_say_whom(reply: Reply) -> bool:
    return reply.depth > DEEPEST_INDENT and reply.parent_id is not None
