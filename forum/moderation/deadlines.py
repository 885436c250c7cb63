"""By when something is due: hours, working days, and the clocks of a legal notice.

Days begin and end in London. Working days are those of SI 2013/3028, regulation 1: no Saturday,
Sunday, Good Friday, Christmas Day or bank holiday in England and Wales (safety L-14, L-26).
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
ONE_DAY: Final = timedelta(days=1)
# SI 2013/3028, schedule, paragraph 3: the poster's days are any days.
POSTER_DAYS: Final = 5
APPEAL_MONTHS: Final = 6

# As gov.uk lists them for England and Wales, with the days that stand in for one at a weekend. Each
# October the next year's must be here (a test says so).
HOLIDAYS: Final = frozenset(
    {
        *(date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4)),
        *(date(2026, 5, 25), date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28)),
        *(date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3)),
        *(date(2027, 5, 31), date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28)),
        *(date(2028, 1, 3), date(2028, 4, 14), date(2028, 4, 17), date(2028, 5, 1)),
        *(date(2028, 5, 29), date(2028, 8, 28), date(2028, 12, 25), date(2028, 12, 26)),
    }
)
_CHRISTMAS: Final = (12, 25)
_SATURDAY: Final = 5


def is_working_day(day: date) -> bool:
    is_weekend = day.weekday() >= _SATURDAY
    return not (is_weekend or day in HOLIDAYS or (day.month, day.day) == _CHRISTMAS)


def after_hours(moment: datetime, hours: int) -> datetime:
    """So many hours on the clock later, whatever day it is."""
    return moment.astimezone(UTC) + timedelta(hours=hours)


def after_working_hours(moment: datetime, hours: int) -> datetime:
    """So many hours later, those of days that are no working days left out.

    What comes on such a day counts from the midnight that ends it.
    """
    # Clocks change on Sundays, so that a working day is always of 24 hours: as the wall shows them.
    at, left = moment.astimezone(LONDON).replace(tzinfo=None), timedelta(hours=hours)
    while True:
        midnight = datetime.combine(at.date() + ONE_DAY, time())
        if is_working_day(at.date()):
            if left <= midnight - at and (is_working_day(midnight.date()) or left < midnight - at):
                return _in_utc(at + left)
            left -= min(left, midnight - at)
        at = midnight


def end_of_day(moment: datetime) -> datetime:
    """The midnight that ends its day."""
    return _midnight(moment.astimezone(LONDON).date() + ONE_DAY)


def end_of_posters_days(sent: datetime) -> datetime:
    """Until when who was sent a legal notice may answer it: to the end of the fifth day after."""
    return _midnight(sent.astimezone(LONDON).date() + (POSTER_DAYS + 1) * ONE_DAY)


def end_of_appeals(decided: datetime) -> datetime:
    """Until when a decision can be appealed against: the end of that day six months on (L-35)."""
    day = decided.astimezone(LONDON).date()
    years, month = divmod(day.month - 1 + APPEAL_MONTHS, 12)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    return _midnight(date(year, month, min(day.day, last)) + ONE_DAY)


def _midnight(day: date) -> datetime:
    return _in_utc(datetime.combine(day, time()))


def _in_utc(wall: datetime) -> datetime:
    return wall.replace(tzinfo=LONDON).astimezone(UTC)
