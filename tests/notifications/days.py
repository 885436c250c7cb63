"""A Tuesday in March, its neighbours, and what they wrote on it."""

from datetime import date, datetime, timedelta

from forum.models import Discussion, Event, Reply
from notifications import editions, schedule, sending
from notifications.models import Mail, Preference, Rhythm
from tests.factories import make_discussion, make_reply

TUESDAY = date(2026, 3, 17)
WEDNESDAY = date(2026, 3, 18)
SUNDAY = date(2026, 3, 22)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def hour_of(day: date) -> datetime:
    return schedule.edition_at(day)


def before(day: date) -> datetime:
    """An hour before it."""
    return hour_of(day) - HOUR


def after(day: date) -> datetime:
    """When the timetable issues its edition."""
    return hour_of(day) + editions.SETTLED_AFTER


def started(at: datetime, **fields) -> Discussion:
    """A discussion that was started at some moment."""
    discussion = make_discussion(**fields)
    discussion.started_at = discussion.last_activity_at = at
    discussion.save()
    Event.objects.filter(discussion=discussion, reply=None).update(happened_at=at)
    return discussion


def answered(discussion: Discussion, *moments: datetime, **fields) -> list[Reply]:
    """Replies that were posted at some moments."""
    return [_answered(discussion, at, **fields) for at in moments]


def _answered(discussion, at, **fields):
    reply = make_reply(discussion=discussion, **fields)
    Reply.objects.filter(pk=reply.pk).update(posted_at=at)
    Discussion.objects.filter(pk=discussion.pk).update(last_activity_at=at)
    Event.objects.filter(reply=reply).update(happened_at=at)
    return reply


def evening_of(day: date) -> None:
    """All that happens at a day's hour: the edition comes out, and its mails go."""
    editions.do_round(after(day))
    sending.send_due()


def sent_to(member, mailoutbox) -> list[str]:
    """What a member was mailed, as it came."""
    return [message.content.decode() for message in mailoutbox if member.email in message.to]


def reasons() -> set[str]:
    return set(Mail.objects.exclude(dropped_at=None).values_list("reason", flat=True))


def choose(member, edition=Rhythm.DAILY, **fields) -> None:
    """A member chooses how often they are sent the edition, and what else they wish."""
    Preference.objects.update_or_create(member=member, defaults={"edition": edition, **fields})
