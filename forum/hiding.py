"""A moderator takes something down, or puts it back exactly as it was."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import counting, quoting
from forum.errors import NotAllowed
from forum.models import Attachment, Discussion, Reply
from forum.permissions import can_moderate
from members.models import Member


def hide_discussion(discussion: Discussion, *, by: Member | None, reason: str = "") -> None:
    """Take a discussion down with all its replies. Hiding twice changes nothing.

    `by` is nobody where the site itself acts: neighbours have reported it, or a clock has run out.
    """
    _set_hidden(discussion, by=by, hidden=True, reason=reason)


def restore_discussion(discussion: Discussion, *, by: Member | None) -> None:
    _set_hidden(discussion, by=by, hidden=False)


def hide_reply(reply: Reply, *, by: Member | None, reason: str = "") -> None:
    """Take one reply down; its answers stay, beneath a line that says so. `by` as above."""
    _set_hidden(reply, by=by, hidden=True, reason=reason)


def restore_reply(reply: Reply, *, by: Member | None) -> None:
    _set_hidden(reply, by=by, hidden=False)


def remember(written: Discussion | Reply) -> dict[str, Any]:
    """What there is to know of it before it is hidden, for whoever takes that back; it is JSON."""
    before: dict[str, Any] = {"was_hidden": written.is_hidden, "reason": written.hidden_reason}
    return before | ({"held_at": written.held_at.isoformat()} if written.held_at else {})


def hide_picture(attachment: Attachment, *, by: Member | None) -> None:
    """Take one picture or file down, and leave the words it hangs on. Raises NotAllowed."""
    _check(by)
    attachment.hidden_at = attachment.hidden_at or timezone.now()
    attachment.save(update_fields=["hidden_at"])


def restore_picture(attachment: Attachment, *, by: Member | None) -> None:
    """Put it back. Raises NotAllowed."""
    _check(by)
    attachment.hidden_at = None
    attachment.save(update_fields=["hidden_at"])


def _check(by: Member | None) -> None:
    if by and not can_moderate(by):
        raise NotAllowed("Only moderators can do this.")


@transaction.atomic
def _set_hidden(
    written: Discussion | Reply, *, by: Member | None, hidden: bool, reason: str = ""
) -> None:
    _check(by)
    if was_held := written.is_held:
        _check_is_refused(hidden=hidden)
    elif written.is_hidden == hidden:
        return
    written.hidden_at = timezone.now() if hidden else None
    written.hidden_reason = reason
    written.held_at = None
    written.save(update_fields=["hidden_at", "hidden_reason", "held_at"])
    if isinstance(written, Reply):
        if was_held:
            # Like all that is hidden, it now has a place on the page.
            counting.settle_places(written.discussion)
        counting.settle_discussion(written.discussion)
        counting.settle_member(written.author)
        (quoting.withhold_copies if hidden else quoting.show_copies)(written)
    else:
        counting.settle_shelves(written)
        counting.settle_writers(written)


def _check_is_refused(*, hidden: bool) -> None:
    """To restore what nobody has been shown would tell nobody of it."""
    if not hidden:
        raise NotAllowed("This waits for a moderator. Please release it instead.")
