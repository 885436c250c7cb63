"""From events to notifications: a few statements for each, however many are told.

It may run twice, and at once: an event is told in one transaction, by whoever locks it first, and
nobody is told of it twice.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, DateTimeField, Expression, F, Value, When
from django.utils import timezone

from forum.models import Event, EventKind, FollowQuerySet, Level
from harringay.inserting import insert_from
from members.models import MemberQuerySet
from notifications import announcing, recipients, schedule
from notifications.models import Kind, Notification, NotificationQuerySet

log = logging.getLogger(__name__)

MOST_AT_ONCE = 1000  # events a run; the next one comes in seconds

Told = FollowQuerySet | MemberQuerySet

# Who is told of what, and why; whoever should hear for several reasons is told the first.
HEARERS: dict[str, Sequence[tuple[Kind, str, Callable[[Event], Told]]]] = {
    EventKind.REPLY_POSTED: (
        (Kind.ANSWER, "pk", recipients.of_answer),
        (Kind.MENTION, "pk", recipients.of_mention),
        (Kind.REPLY, "member_id", recipients.of_reply),
    ),
    EventKind.DISCUSSION_STARTED: (
        (Kind.MENTION, "pk", recipients.of_mention),
        (Kind.DISCUSSION, "member_id", recipients.of_discussion),
    ),
    # That a discussion was featured is news for the front page, and for nobody's inbox.
    EventKind.DISCUSSION_FEATURED: (),
}


def deliver_new_events() -> None:
    """Tell of every event that nobody has been told of; one that fails keeps no other back."""
    for pk in list(Event.objects.untold().values_list("pk", flat=True)[:MOST_AT_ONCE]):
        try:
            _deliver(pk)
        except Exception:
            # It stays untold, and is tried again with the next run.
            log.exception("Event %s could not be told.", pk)


@transaction.atomic
def _deliver(pk: int) -> None:
    rows = Event.objects.untold().select_for_update(of=("self",), skip_locked=True)
    event = rows.select_related("discussion__category", "reply__parent").filter(pk=pk).first()
    if event is None:
        return
    if event.is_visible:
        # What has been read by now lets the next news of the discussion be mailed again.
        settle(Notification.objects.filter(discussion=event.discussion))
        for kind, member, hearers in HEARERS[event.kind]:
            _note(event, kind, hearers(event), member)
        announcing.note(event)
    Event.objects.filter(pk=pk).update(told_at=timezone.now())


def settle(notifications: NotificationQuerySet) -> None:
    """Note which have been read, so that whoever looks for unread ones need not ask the marks."""
    notifications.read_unsettled().update(read_at=timezone.now())


def _note(event: Event, kind: Kind, told: Told, member: str) -> None:
    insert_from(
        Notification,
        told,
        recipient=F(member),
        event=Value(event.pk),
        discussion=Value(event.discussion_id),
        kind=Value(kind.value),
        level=F("wished"),
        happened_at=Value(event.happened_at),
        due_at=_due(event.happened_at),
        passed_over=Value(""),
    )


def _due(happened_at: datetime) -> Expression:
    """When a mail may tell of it; never, where that is what they wish."""
    moments = {
        Level.NOW: happened_at + schedule.hold(),
        Level.EDITION: schedule.next_edition_at(happened_at),
        Level.WEEKLY: schedule.next_week_at(happened_at),
    }
    cases = [When(wished=level.value, then=Value(moment)) for level, moment in moments.items()]
    return Case(*cases, output_field=DateTimeField(null=True))
