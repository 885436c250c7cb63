"""The hours in which a phone stays silent, by the clocks of the neighbourhood."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from notifications import schedule

LONDON = ZoneInfo("Europe/London")


def at(day, hour, minute=0):
    month, number = day
    return datetime(2026, month, number, hour, minute, tzinfo=LONDON)


class TestEndOfNight:
    # Two days of the year have a night that is an hour shorter or longer.
    @pytest.mark.parametrize("day", [(3, 18), (7, 1), (3, 28), (10, 24)])
    def test_is_the_next_seven_o_clock(self, day):
        month, number = day
        morning = at((month, number + 1), 7)
        assert schedule.end_of_night(at(day, 22)) == morning
        assert schedule.end_of_night(at(day, 23, 59)) == morning
        assert schedule.end_of_night(at((month, number + 1), 0)) == morning
        assert schedule.end_of_night(at((month, number + 1), 6, 59)) == morning

    @pytest.mark.parametrize(("hour", "minute"), [(7, 0), (12, 0), (21, 59)])
    def test_is_none_by_day(self, hour, minute):
        assert schedule.end_of_night(at((7, 1), hour, minute)) is None
