"""What happened in the forum, written down as it happens. It never asks who is reading."""

from forum.models import Discussion, Event, EventKind, Reply
from harringay import compiled
from members.models import Member

DISCUSSION_STARTED = EventKind.DISCUSSION_STARTED
REPLY_POSTED = EventKind.REPLY_POSTED
DISCUSSION_FEATURED = EventKind.DISCUSSION_FEATURED


def record(
    kind: EventKind, *, actor: Member, discussion: Discussion, reply: Reply | None = None
) -> Event:
    """Write the event, in the caller's transaction."""
    event = Event(kind=kind, actor=actor, discussion=discussion, reply=reply)
    compiled.insert(event)
    return event
