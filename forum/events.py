"""What happened in the forum, written down as it happens. It never asks who is reading."""

from django.db import transaction

from forum.models import Discussion, Event, EventKind, Reply
from harringay import compiled, nudging
from members.models import Member

DISCUSSION_STARTED = EventKind.DISCUSSION_STARTED
REPLY_POSTED = EventKind.REPLY_POSTED
DISCUSSION_FEATURED = EventKind.DISCUSSION_FEATURED


def record(
    kind: EventKind, *, actor: Member, discussion: Discussion, reply: Reply | None = None
) -> Event:
    """Write the event in the caller's transaction, and nudge the worker once it commits."""
    event = Event.new(kind=kind, actor=actor, discussion=discussion, reply=reply)
    if kind != DISCUSSION_FEATURED:
        # The very moment that read marks are held against.
        event.happened_at = (reply or discussion).written_at
    compiled.insert(event)
    transaction.on_commit(nudging.nudge)
    return event
