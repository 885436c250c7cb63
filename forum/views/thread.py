"""One page of replies, written out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from forum import permissions
from forum.models import Discussion
from forum.reading import ReadReply, RepliesPage, ReplyRow
from forum.views import people, picture_reports
from harringay import moments
from harringay.stencils import Slots, Stencil
from harringay.templatetags.site import headings_from, with_pictures
from members.models import Viewer

MOST_KEPT = 1000  # replies, of about three kilobytes


@dataclass(frozen=True)
class Reader:
    """Who reads a discussion, and what they may do in it."""

    viewer: Viewer
    key: int | None
    edit_window: timedelta
    now: datetime
    can_reply: bool
    can_ask_to_reply: bool
    can_moderate: bool
    muted: Collection[int]


class ReplyShape(NamedTuple):
    """Everything that templates/forum/_reply.html decides by."""

    closes: tuple[bool, ...]
    opens: bool
    folds: bool
    is_readable: bool
    is_hidden: bool
    is_held: bool
    is_withdrawn: bool
    is_new: bool
    is_answer: bool
    says_whom: bool
    is_on_first_page: bool
    is_edit_marked: bool
    can_answer: bool
    can_edit: bool
    can_withdraw: bool
    mute: str
    has_next_new: bool


class Around(NamedTuple):
    """What stands with a reply: how many its list holds, the way to the next new one, the year."""

    held: int
    next_new: str
    this_year: int


def reader_of(
    discussion: Discussion, viewer: Viewer, *, window: timedelta, now: datetime
) -> Reader:
    """`window` is for how long what one wrote can be changed."""
    return Reader(
        viewer=viewer,
        key=viewer.pk,
        edit_window=window,
        now=now,
        can_reply=permissions.can_reply(viewer, discussion),
        # Who is not signed in is asked to, and then may.
        can_ask_to_reply=not (viewer.is_authenticated or discussion.is_closed),
        can_moderate=permissions.can_moderate(viewer),
        muted=frozenset(discussion.muted_authors or ()),
    )


def show(page: RepliesPage, reader: Reader) -> SafeString:
    """The replies of a page, and the ends of the lists that are open after the last.

    Visitors who share a page are shown the same.
    """
    this_year = timezone.localtime(reader.now).year
    if reader.key is not None:
        return _written(page, reader, this_year)
    differs = (reader.can_ask_to_reply, this_year)
    if differs not in page.written:
        page.written[differs] = _written(page, reader, this_year)
    return page.written[differs]


def _written(page: RepliesPage, reader: Reader, this_year: int) -> SafeString:
    rows = [
        _article(row.reply, _shape(row, page, reader), Around(row.held, row.next_new, this_year))
        for row in page.rows
    ]
    return mark_safe("".join([*rows, _end(page.tail)]))  # noqa: S308  all of it was rendered


def _shape(row: ReplyRow, page: RepliesPage, reader: Reader) -> ReplyShape:
    reply, viewer = row.reply, reader.viewer
    # Most replies are somebody else's, and then there is nothing to ask.
    is_own = reply.author_id == reader.key
    return ReplyShape(
        closes=tuple(opener.folds for opener in row.closes),
        opens=row.opens,
        folds=row.folds,
        # What waits stands on no page but its author's and a moderator's.
        is_readable=reply.is_shown or reply.is_held or reader.can_moderate,
        is_held=reply.is_held,
        is_hidden=reply.hidden_at is not None,
        is_withdrawn=reply.withdrawn_at is not None,
        is_new=row.is_new,
        is_answer=reply.parent_id is not None,
        says_whom=row.says_whom,
        is_on_first_page=page.number == 1,
        is_edit_marked=reply.is_edit_marked,
        can_answer=(reader.can_reply or reader.can_ask_to_reply) and not reply.is_held,
        can_edit=is_own
        and permissions.can_change(viewer, reply, window=reader.edit_window, now=reader.now),
        can_withdraw=is_own and permissions.can_withdraw(viewer, reply),
        mute="" if is_own else _mute(reply, reader),
        has_next_new=bool(row.next_new),
    )


def _mute(reply: ReadReply, reader: Reader) -> str:
    """What a reader may do about hearing from its author: nothing, "mute" them or "unmute"."""
    if reply.author_id in reader.muted:
        return "unmute"
    is_possible = reader.key is not None and reply.author__left_at is None
    return "mute" if is_possible else ""


@lru_cache(maxsize=MOST_KEPT)
def _article(reply: ReadReply, shape: ReplyShape, around: Around) -> SafeString:
    """One reply with the tags before it.

    It is kept for all who are shown it alike. It follows from what is given alone, which was read
    just now, so it can never be out of date.
    """
    words: dict[str, str | int] = {
        "pk": reply.pk,
        "number": reply.number,
        "held": around.held,
        "portrait": people.portrait(reply.author, "small"),
        "author": people.name(reply.author),
        "name": reply.author.shown_name,
        "address": quote(reply.author__address),
        "posted": moments.date_and_time(reply.posted_at, this_year=around.this_year),
        "body": mark_safe(with_pictures(headings_from(reply.body_html, 4))),  # noqa: S308  it is stored clean
        "pictures": picture_reports.show(reply.body_html, reply.author.shown_name),
        "next_new": around.next_new,
        "answered_pk": reply.parent_id or 0,
        "answered_number": reply.parent__number or 0,
        "whom": reply.answered_name,
    }
    if reply.edited_at:
        words["edited"] = moments.date_and_time(reply.edited_at, this_year=around.this_year)
    return _REPLY.fill(shape, **words)


def _stand_ins(shape: ReplyShape, slots: Slots) -> dict[str, Any]:
    strings = (
        *("number", "answered_number", "held", "portrait", "author", "name", "address", "whom"),
        *("posted", "edited", "body", "pictures", "next_new"),
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
