"""The moments of old objects, in whichever form the old site wrote them."""

from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date, parse_datetime

# Events were kept in local time, without a zone.
LOCAL: tzinfo = ZoneInfo("Europe/London")

# What lies outside is a slip of the exporter: Ning began in 2005.
FIRST_YEAR, LAST_YEAR = 1995, 2100


def moment(value: Any) -> datetime | None:
    """An ISO date or time, with or without zone; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        found = parse_datetime(value.strip()) or _midnight(value.strip())
    except ValueError:
        return None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)


def first_of(values: dict[str, Any], *keys: str) -> datetime | None:
    """The moment under the first of these keys that holds one."""
    return next(filter(None, (moment(values.get(key)) for key in keys)), None)


def in_words(found: datetime) -> str:
    """*Sunday 7 August 2011, 19:00*, as it was in London; without the time at midnight."""
    local = found.astimezone(LOCAL)
    day = f"{local:%A} {local.day} {local:%B %Y}"
    return f"{day}, {local:%H:%M}" if (local.hour, local.minute) != (0, 0) else day


def _midnight(value: str) -> datetime | None:
    day = parse_date(value)
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL) if day else None
