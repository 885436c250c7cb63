"""Which feeds have changed, noted with what has happened; and the hub told of them (WebSub).

Nothing is noted while no hub is named. To tell it is nobody's request: the worker does, a hub that
is away is tried again later and later, and after a day what it missed is let go. Readers lose
nothing by it: they come by themselves.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from forum.feeds import channels
from forum.feeds.channels import Channel
from forum.feeds.formats import FORMATS
from forum.models import Event, EventKind
from notifications import hub
from notifications.hub import HubRefused
from notifications.models import Announcement

log = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 50  # feeds a run
WAITS: Final = (1, 5, 15, 60, 180)  # minutes before it is tried again; the last of them ever after
GIVEN_UP_AFTER: Final = timedelta(days=1)


def note(event: Event) -> None:
    """Note which feeds an event has changed, in the caller's transaction."""
    note_feeds(_changed_by(event))


def note_feeds(changed: Iterable[Channel]) -> None:
    if not settings.WEBSUB_HUB_URL:
        return
    now = timezone.now()
    Announcement.objects.bulk_create(
        [Announcement(feed=each.bare_path, noted_at=now, due_at=now) for each in changed],
        update_conflicts=True,
        unique_fields=["feed"],
        update_fields=["noted_at"],
    )


def tell_hub() -> None:
    """Tell it of each feed that has changed; where it does not answer, of none until later."""
    if not settings.WEBSUB_HUB_URL:
        return
    now = timezone.now()
    Announcement.objects.filter(noted_at__lt=now - GIVEN_UP_AFTER).delete()
    for each in Announcement.objects.due(now)[:MOST_AT_ONCE]:
        try:
            hub.publish([f"{settings.SITE_URL}{each.feed}.{ending}" for ending in FORMATS])
        except HubRefused as refusal:
            log.warning("The hub could not be told: %s", refusal)
            _put_off(each, now)
            return
        Announcement.objects.filter(pk=each.pk, noted_at=each.noted_at).delete()


def _put_off(refused: Announcement, now: datetime) -> None:
    """All that is due waits, for the hub is one: it would refuse the others as well."""
    minutes = WAITS[min(refused.attempts, len(WAITS) - 1)]
    Announcement.objects.due(now).order_by().update(
        due_at=now + timedelta(minutes=minutes), attempts=F("attempts") + 1
    )


def _changed_by(event: Event) -> Iterator[Channel]:
    discussion = event.discussion
    if not event.actor.wants_activity_hidden:
        yield channels.activity()
        if event.kind != EventKind.DISCUSSION_FEATURED:
            yield channels.member(event.actor)
    if event.kind == EventKind.DISCUSSION_FEATURED:
        return
    if event.reply:
        yield channels.replies()
        yield channels.discussion(discussion)
        return
    yield channels.discussions()
    yield channels.category(discussion.category)
    yield from map(channels.tag, discussion.tags.all())
