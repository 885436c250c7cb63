"""Moments as people say them, in the words of this neighbourhood and the time of its clocks."""

import time
from datetime import UTC, date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

MINUTE = 60
HOUR = 60 * MINUTE


def ago(moment: datetime) -> SafeString:
    """A moment as people say it in passing, with its full date in `title` and `datetime`.

    It is said as it was when this minute began: so a page's rows say it as they did a moment ago.
    """
    return _ago(moment, int(time.time()) // MINUTE)


def date_and_time(moment: datetime, *, this_year: int | None = None) -> SafeString:
    """A moment as a newspaper prints it: the year only where it is not this one."""
    return _date_and_time(moment, this_year or _local(timezone.now()).year)


def since(moment: datetime) -> SafeString:
    """A moment as it is said after “since”."""
    return _time_element(moment, words_since(moment, now=timezone.now()))


def words_ago(moment: datetime, *, now: datetime) -> str:
    """Minutes and hours while it is today's talk; then the day, and after a week the date."""
    seconds = (now - moment).total_seconds()
    if seconds < HOUR:
        return _minutes_ago(int(seconds // MINUTE))
    today, day = _local(now).date(), _local(moment).date()
    if day == today or seconds < 6 * HOUR:
        return _plural(int(seconds // HOUR), "hour")
    days = (today - day).days
    if days == 1:
        return "yesterday"
    return f"on {day:%A}" if days < 7 else words_of_day(day, today=today)  # noqa: PLR2004


def words_since(moment: datetime, *, now: datetime) -> str:
    """The hour where it is today; the day within a week; then the date."""
    today, day = _local(now).date(), _local(moment).date()
    days = (today - day).days
    if days < 1:
        return f"{_local(moment):%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{day:%A}" if days < 7 else words_of_day(day, today=today)  # noqa: PLR2004


def words_of_day(day: date, *, today: date) -> str:
    """Such as 31 March; 31 March 2010 in another year."""
    # Names of days and months are English whatever the machine speaks: nothing sets a locale.
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def short(moment: datetime) -> str:
    """Such as 9 Jul 2026, 14:05: in what a row is called, as the admin's lists write it."""
    return f"{short_day(moment)}, {_local(moment):%H:%M}"


def short_day(moment: datetime) -> str:
    """The day of it alone, such as 9 Jul 2026."""
    local = _local(moment)
    return f"{local.day} {local:%b %Y}"


def _minutes_ago(minutes: int) -> str:
    # A clock that runs a little ahead of ours has posted nothing in the future.
    return "just now" if minutes < 1 else _plural(minutes, "minute")


def _plural(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


@lru_cache(maxsize=4096)
def _ago(moment: datetime, minute: int) -> SafeString:
    now = datetime.fromtimestamp(minute * MINUTE, UTC)
    return _time_element(moment, words_ago(moment, now=now))


@lru_cache(maxsize=4096)
def _date_and_time(moment: datetime, this_year: int) -> SafeString:
    local = _local(moment)
    day = words_of_day(local.date(), today=date(this_year, 1, 1))
    return _time_element(moment, f"{day}, {local:%H:%M}")


def _time_element(moment: datetime, words: str) -> SafeString:
    local = _local(moment)
    full = f"{local:%A} {local.day} {local:%B %Y, %H:%M}"
    stamp = local.isoformat(timespec="seconds")
    return mark_safe(f'<time datetime="{stamp}" title="{full}">{words}</time>')  # noqa: S308  nothing of it was typed


def _local(moment: datetime) -> datetime:
    """By the clocks here: nobody is shown any other time."""
    return moment.astimezone(timezone.get_default_timezone())
