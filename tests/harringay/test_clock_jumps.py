"""A clock that is put right by an hour, and days of 23 and 25 hours (safety R-09)."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.utils import timezone

from forum.moderation.deadlines import LONDON
from harringay import for_people, moments
from members import changing_email, leaving
from members.errors import LinkNoLongerWorks
from members.models import Choice, EmailChange, email_change

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
# The evenings of a day of 23 hours and of one of 25.
DAYS = [datetime(2027, 3, 28, 23, 30, tzinfo=LONDON), datetime(2027, 10, 31, 23, 30, tzinfo=LONDON)]


@pytest.fixture
def jump(monkeypatch):
    """Puts the machine's clock on, or back."""
    monotonic, began = time.monotonic, time.time() - time.monotonic()

    def to(by: timedelta) -> None:
        def seconds() -> float:
            return began + monotonic() + by.total_seconds()

        monkeypatch.setattr(time, "time", seconds)

        def now() -> datetime:
            return datetime.fromtimestamp(seconds(), UTC)

        monkeypatch.setattr(timezone, "now", now)
        monkeypatch.setattr(
            PasswordResetTokenGenerator, "_now", lambda _: now().replace(tzinfo=None)
        )

    return to


class TestHowLongAgo:
    @pytest.mark.parametrize(
        "back", [SECOND, HOUR, timedelta(days=1), timedelta(days=400)], ids=str
    )
    def test_is_never_less_than_nothing(self, back):
        posted = datetime(2028, 2, 29, 12, tzinfo=UTC)
        now = posted - back
        assert moments.words_ago(posted, now=now) == "just now"
        assert moments.words_since(posted, now=now) == "12:00"

    def test_goes_by_hours_that_have_passed_when_clocks_change(self):
        in_spring = datetime(2027, 3, 28, 0, 30, tzinfo=LONDON)
        assert moments.words_ago(in_spring, now=in_spring.astimezone(UTC) + 2 * HOUR) == (
            "2 hours ago"
        )
        in_autumn = datetime(2027, 10, 31, 0, 30, tzinfo=LONDON)
        assert moments.words_ago(in_autumn, now=in_autumn.astimezone(UTC) + 2 * HOUR) == (
            "2 hours ago"
        )

    @pytest.mark.parametrize("evening", DAYS, ids=str)
    def test_goes_by_days_of_23_and_of_25_hours(self, evening):
        week_before = evening - timedelta(days=7)
        assert moments.words_ago(evening - timedelta(days=1), now=evening) == "yesterday"
        assert moments.words_since(week_before, now=evening) == f"{week_before:%-d %B}"

    def test_knows_the_leap_day(self):
        leap_day = datetime(2028, 2, 29, 9, tzinfo=LONDON)
        assert moments.words_ago(leap_day, now=leap_day + timedelta(days=1)) == "yesterday"
        assert moments.words_of_day(leap_day.date(), today=date(2029, 2, 28)) == "29 February 2028"


@pytest.mark.django_db
class TestLinks:
    @pytest.fixture(params=["address", "leaving"])
    def link(self, request, asha):
        """Reads a link; and how long it is good for."""
        if request.param == "address":
            token = changing_email.undo_token(
                EmailChange.objects.create(member=asha, old="old@a.example")
            )
            return lambda: changing_email.read_undo_token(token), email_change.UNDO_FOR
        token = leaving.undo_token(leaving.leave(asha, choice=Choice.KEEP))
        return lambda: leaving.read_undo_token(token), leaving.UNDO_FOR

    def test_end_when_they_end(self, link, jump):
        read, good_for = link
        jump(good_for - HOUR)
        read()
        jump(good_for + 2 * SECOND)
        with pytest.raises(LinkNoLongerWorks):
            read()

    @pytest.mark.parametrize("by", [-HOUR, HOUR], ids=str)
    def test_survive_a_jump(self, link, jump, by):
        read, _ = link
        meant = read()
        jump(by)
        assert read() == meant

    def test_for_a_new_password_last_an_hour(self, asha, jump):
        jump(timedelta(0))
        token = default_token_generator.make_token(asha)
        for by, is_good in ((-HOUR, True), (HOUR - SECOND, True), (HOUR + 2 * SECOND, False)):
            jump(by)
            assert default_token_generator.check_token(asha, token) == is_good


class TestAFormForPeople:
    def test_is_not_too_quick_for_an_hour_when_the_clock_goes_back(self, jump):
        stamp = for_people.stamp()
        jump(-HOUR)
        assert for_people._problem("", stamp) == for_people.TOO_OLD
        fresh = for_people.stamp()
        jump(-HOUR + 4 * SECOND)
        assert for_people._problem("", fresh) == ""
