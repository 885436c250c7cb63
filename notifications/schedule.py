"""When mail that waits goes out: by the clocks of the neighbourhood, whatever the season."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

SUNDAY = 6  # of Monday 0: the week's mail goes out at its end
DAY = timedelta(days=1)
WEEK = 7 * DAY


def hold() -> timedelta:
    """How long news waits, so that a burst is one mail and what was read meanwhile is none."""
    return timedelta(seconds=settings.MAIL_HOLD_SECONDS)


def edition_at(day: date) -> datetime:
    """The moment at which a day's edition goes out."""
    return timezone.make_aware(datetime.combine(day, time(settings.EDITION_HOUR)))


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
