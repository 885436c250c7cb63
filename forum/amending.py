"""A note above what somebody wrote, or other words in its place: as its author has agreed."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from forum import mentioning, picturing, quoting
from forum.errors import NotAllowed
from forum.models import Discussion, Reply
from forum.permissions import can_moderate
from members.models import Member


class Former(NamedTuple):
    """What stood there before, and what it said of its changes."""

    body: str
    edited_at: datetime | None
    is_edit_marked: bool


def put_note(written: Discussion | Reply, note: str, *, by: Member | None) -> None:
    """Put a moderators' note above it, or take it away where it is empty. Raises NotAllowed.

    `by` is nobody where its author has just agreed.
    """
    _check(by)
    written.label = note or None
    quoting.render_again(written)
    written.save(update_fields=["label", "body_html", "html_version"])


def reword(written: Discussion | Reply, body: str, *, by: Member | None) -> Former:
    """Put other words there, marked as changed. Raises NotAllowed, and html.Unclean."""
    former = Former(written.body, written.edited_at, written.is_edit_marked)
    put_back(written, Former(body, timezone.now(), is_edit_marked=True), by=by)
    return former


def put_back(written: Discussion | Reply, former: Former, *, by: Member | None) -> None:
    """Make it as it was before `reword`. Raises as that."""
    _check(by)
    discussion = written.discussion if isinstance(written, Reply) else written
    words = former.body, written.body_format
    mentioned = mentioning.find(*words, discussion=discussion, changed=written)
    pictured = picturing.find(*words, author=written.author, changed=written)
    picturing.hang_anew(written, pictured)
    withheld = quoting.withheld_in(written)
    written.body, written.edited_at, written.is_edit_marked = former
    quoting.render_again(written, mentioned, withheld)
    written.save(update_fields=["body", "body_html", "html_version", "edited_at", "is_edit_marked"])
    mentioning.note_anew(written, mentioned)


def _check(by: Member | None) -> None:
    if by and not can_moderate(by):
        raise NotAllowed("Only moderators can do this.")
