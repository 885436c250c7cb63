"""Clocks: the legal notice's test vectors (safety L-26), working days, and next year's holidays."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from forum.moderation import deadlines
from forum.moderation.deadlines import LONDON
from forum.moderation.kinds import HANDLING, OFFENCES, Kind, Target


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


# What came or was sent when; the end of its 48 hours; the end of the poster's days.
CLOCKS = [
    (london(2026, 11, 23, 9), london(2026, 11, 25, 9), london(2026, 11, 29)),
    (london(2026, 11, 27, 17), london(2026, 12, 1, 17), london(2026, 12, 3)),
    (london(2026, 11, 28, 12), london(2026, 12, 2), london(2026, 12, 4)),
    (london(2026, 12, 23, 10), london(2026, 12, 29, 10), london(2026, 12, 29)),
    (london(2026, 12, 24, 16, 30), london(2026, 12, 30, 16, 30), london(2026, 12, 30)),
    (london(2027, 3, 25, 12), london(2027, 3, 31, 12), london(2027, 3, 31)),
    (london(2027, 10, 29, 15), london(2027, 11, 2, 15), london(2027, 11, 4)),
]


class TestTheClocksOfALegalNotice:
    @pytest.mark.parametrize(("received", "ends", "_poster"), CLOCKS)
    def test_48_hours_leave_out_days_that_are_no_working_days(self, received, ends, _poster):
        assert deadlines.after_working_hours(received, 48) == ends

    @pytest.mark.parametrize(("sent", "_ends", "until"), CLOCKS)
    def test_the_poster_has_five_whole_days_of_any_kind(self, sent, _ends, until):
        assert deadlines.end_of_posters_days(sent) == until


class TestTargets:
    def test_what_is_due_the_same_day_is_due_before_midnight_in_london(self):

        assert Target(is_same_day=True).after(london(2027, 7, 1, 9)) == london(2027, 7, 2)

    def test_hours_go_on_at_weekends(self):
        saturday = london(2026, 11, 28, 12)

        assert Target(hours=48).after(saturday) == london(2026, 11, 30, 12)

    def test_working_days_do_not(self):
        saturday = london(2026, 11, 28, 12)

        assert Target(working_days=2).after(saturday) == london(2026, 12, 2)

    def test_every_kind_has_a_time_for_a_look_and_for_a_decision(self):
        now = timezone.now()

        assert set(HANDLING) == set(Kind)
        for handling in HANDLING.values():
            assert now < handling.look.after(now)
            assert now < handling.decision.after(now)
            assert str(handling.look)

    def test_every_offence_that_ofcom_lists_can_be_reported(self):
        covered = {number for handling in HANDLING.values() for number in handling.offences}

        assert covered == set(OFFENCES)


class TestHolidays:
    def test_after_september_next_years_are_known(self):
        today = timezone.localdate()
        year = today.year + (today >= date(today.year, 10, 1))

        assert sum(day.year == year for day in deadlines.HOLIDAYS) >= 8

    def test_none_of_them_is_at_a_weekend(self):
        assert all(day.weekday() < 5 for day in deadlines.HOLIDAYS)

    def test_a_night_before_a_holiday_does_not_end_in_it(self):
        christmas_eve = london(2026, 12, 24)

        assert deadlines.after_working_hours(christmas_eve, 24) == london(2026, 12, 29)
        assert deadlines.after_working_hours(christmas_eve, 23) == christmas_eve + timedelta(
            hours=23
        )
