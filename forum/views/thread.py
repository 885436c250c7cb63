"""One page of replies, written out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from forum import permissions
from forum.models import Discussion
from forum.reading import RepliesPage, ReplyRow
from forum.views import people
from harringay import moments
from harringay.stencils import Slots, Stencil
from harringay.templatetags.site import headings_from
from members.models import Viewer


@dataclass(frozen=True)
class Reader:
    """Who reads a discussion, and what they may do in it."""

    viewer: Viewer
    edit_window: timedelta
    now: datetime
    can_reply: bool
    can_ask_to_reply: bool
    can_moderate: bool


class ReplyShape(NamedTuple):
    """Everything that templates/forum/_reply.html decides by."""

    closes: tuple[bool, ...]
    opens: bool
    folds: bool
    is_readable: bool
    is_hidden: bool
    is_withdrawn: bool
    is_new: bool
    is_answer: bool
    says_whom: bool
    is_on_first_page: bool
    is_edit_marked: bool
    can_answer: bool
    can_edit: bool
    can_withdraw: bool
    has_next_new: bool


def reader_of(
    discussion: Discussion, viewer: Viewer, *, window: timedelta, now: datetime
) -> Reader:
    """`window` is for how long what one wrote can be changed."""
    return Reader(
        viewer=viewer,
        edit_window=window,
        now=now,
        can_reply=permissions.can_reply(viewer, discussion),
        # Who is not signed in is asked to, and then may.
        can_ask_to_reply=not (viewer.is_authenticated or discussion.is_closed),
        can_moderate=permissions.can_moderate(viewer),
    )


def show(page: RepliesPage, reader: Reader) -> SafeString:
    """The replies of a page, and the ends of the lists that are open after the last."""
    rows = [_reply(row, page, reader) for row in page.rows]
    return mark_safe("".join([*rows, _end(page.tail)]))  # noqa: S308  all of it was rendered


def _reply(row: ReplyRow, page: RepliesPage, reader: Reader) -> SafeString:
    viewer, window, now = reader.viewer, reader.edit_window, reader.now
    shape = ReplyShape(
        closes=tuple(opener.folds for opener in row.closes),
        opens=row.opens,
        folds=row.folds,
        is_readable=row.is_shown or reader.can_moderate,
        is_hidden=row.is_hidden,
        is_withdrawn=row.is_withdrawn,
        is_new=row.is_new,
        is_answer=row.answered is not None,
        says_whom=row.says_whom,
        is_on_first_page=page.number == 1,
        is_edit_marked=row.is_edit_marked,
        can_answer=reader.can_reply or reader.can_ask_to_reply,
        can_edit=permissions.can_change(viewer, row, window=window, now=now),
        can_withdraw=permissions.can_withdraw(viewer, row),
        has_next_new=bool(row.next_new),
    )
    return _REPLY.fill(shape, **_words(row))


def _words(row: ReplyRow) -> dict[str, str | int]:
    words: dict[str, str | int] = {
        "pk": row.pk,
        "number": row.number,
        "held": row.held,
        "portrait": people.portrait(row.author, "small"),
        "author": people.name(row.author),
        "name": row.author.shown_name,
        "posted": moments.date_and_time(row.posted_at),
        "body": mark_safe(headings_from(row.body_html, 4)),  # noqa: S308  it is stored clean
        "next_new": row.next_new,
    }
    if row.answered:
        words["answered_pk"] = row.answered.pk
        words["answered_number"] = row.answered.number
        words["whom"] = row.answered.author.shown_name
    if row.edited_at:
        words["edited"] = moments.date_and_time(row.edited_at)
    return words


def _stand_ins(shape: ReplyShape, slots: Slots) -> dict[str, Any]:
    strings = (
        *("number", "answered_number", "held", "portrait", "author", "name", "whom"),
        *("posted", "edited", "body", "next_new"),
    )
    return {
        "shape": shape,
        "pk": slots.number("pk"),
        "answered_pk": slots.number("answered_pk"),
        **{name: slots(name) for name in strings},
    }


def _end(tail: Iterable[ReplyRow]) -> SafeString:
    closes = tuple(opener.folds for opener in tail)
    return _THREAD_END.fill(closes)


_REPLY = Stencil("forum/_reply.html", _stand_ins)
_THREAD_END: Stencil[tuple[bool, ...]] = Stencil(
    "forum/_thread_end.html", lambda closes, _slots: {"closes": closes}
)
