"""When mail that waits goes out: by the clocks of the neighbourhood, whatever the season."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

MORNING = time(7)
NIGHTFALL = time(22)
SUNDAY = 6  # of Monday 0: the week's mail goes out at its end
DAY = timedelta(days=1)
WEEK = 7 * DAY

# Safety S-41: mails of news to a member in a day, and how far apart those of one discussion are.
MOST_IN_A_DAY = 50
APART = timedelta(minutes=15)


def hold() -> timedelta:
    """How long news waits, so that a burst is one mail and what was read meanwhile is none."""
    return timedelta(seconds=settings.MAIL_HOLD_SECONDS)


def end_of_night(now: datetime) -> datetime | None:
    """When the night ends in which a phone should stay silent; None by day."""
    day = timezone.localdate(now)
    morning = _at(day, MORNING)
    if now < morning:
        return morning
    return _at(day + DAY, MORNING) if now >= _at(day, NIGHTFALL) else None


def edition_at(day: date) -> datetime:
    """The moment at which a day's edition goes out."""
    return _at(day, time(settings.EDITION_HOUR))


def latest_edition_day(now: datetime) -> date:
    """The last day whose hour has come."""
    day = timezone.localdate(now)
    return day if edition_at(day) <= now else day - DAY


def next_edition_at(moment: datetime) -> datetime:
    """When the first edition after a moment goes out."""
    return edition_at(latest_edition_day(moment) + DAY)


def next_week_at(moment: datetime) -> datetime:
    """When the week's mail goes out that comes first after a moment."""
    day = latest_edition_day(moment) + DAY
    return edition_at(day + timedelta(days=(SUNDAY - day.weekday()) % WEEK.days))


def last_end_of_week(day: date) -> date:
    """The last Sunday up to a day, the day itself included."""
    return day - timedelta(days=(day.weekday() - SUNDAY) % WEEK.days)


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
