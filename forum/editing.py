"""Changing what one wrote, while the window is open."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum import (
    counting,
    mentioning,
    naming,
    permissions,
    picturing,
    quoting,
    screening,
)
from forum.errors import EditWindowOver
from forum.models import Discussion, Reply, Revision, SiteIdentity
from members.models import Member, Safeguards


def edit_reply(reply: Reply, *, by: Member, body: str, body_format: str) -> Reply:
    """Change a reply's words. Raises EditWindowOver, ReadOnly, Refused, and html.Unclean."""
    mentioned = mentioning.find(body, body_format, discussion=reply.discussion, changed=reply)
    pictured = picturing.find(body, body_format, author=by, changed=reply)
    with transaction.atomic():
        reply = Reply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
        now = _check_may_change(reply, by)
        if reply.is_answered:
            Revision.objects.create(reply=reply, replaced_by=by, **_words_of(reply))
        withheld = quoting.withheld_in(reply)
        reply.set_body(body, body_format, mentioned, pictured)
        quoting.withhold(reply, withheld)
        screening.look_at_change(reply, mentioned, Safeguards.current(), by=by)
        _mark_changed(reply, now=now)
        reply.save()
        mentioning.note_anew(reply, mentioned)
        picturing.hang_anew(reply, pictured)
    return reply


def edit_discussion(
    discussion: Discussion,
    *,
    by: Member,
    title: str,
    body: str,
    body_format: str,
    tags: Sequence[str],
) -> Discussion:
    """Change a discussion's title, words and tags.

    Raises EditWindowOver, ReadOnly, Refused, and html.Unclean.
    """
    mentioned = mentioning.find(body, body_format, discussion=discussion, changed=discussion)
    pictured = picturing.find(body, body_format, author=by, changed=discussion)
    with transaction.atomic():
        discussion = Discussion.objects.select_for_update(of=("self",)).get(pk=discussion.pk)
        now = _check_may_change(discussion, by)
        if discussion.is_answered:
            Revision.objects.create(
                discussion=discussion,
                title=discussion.title,
                replaced_by=by,
                **_words_of(discussion),
            )
        withheld = quoting.withheld_in(discussion)
        discussion.title = title
        discussion.set_body(body, body_format, mentioned, pictured)
        quoting.withhold(discussion, withheld)
        screening.look_at_change(discussion, mentioned, Safeguards.current(), by=by)
        _mark_changed(discussion, now=now)
        naming.rename(discussion, title, now=now)
        mentioning.note_anew(discussion, mentioned)
        picturing.hang_anew(discussion, pictured)
        _change_tags(discussion, tags)
    return discussion


def _change_tags(discussion: Discussion, tags: Sequence[str]) -> None:
    former_tags = list(discussion.tags.all())
    discussion.tags.set(tags)
    counting.settle_tags([*former_tags, *discussion.tags.all()])


def _check_may_change(written: Discussion | Reply, by: Member) -> datetime:
    """The moment of the change. Raises EditWindowOver."""
    now = timezone.now()
    window = SiteIdentity.current().edit_window
    if not permissions.can_change(by, written, window=window, now=now):
        raise EditWindowOver
    return now


def _mark_changed(written: Discussion | Reply, *, now: datetime) -> None:
    written.edited_at = now
    written.is_edit_marked = written.is_edit_marked or written.is_answered


def _words_of(written: Discussion | Reply) -> dict[str, str]:
    return {
        "body": written.body,
        "body_format": written.body_format,
        "body_html": written.body_html,
    }
