"""SQLite is asked the same with statements that are translated once."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import Case, F, Max, Value, When
from django.db.models.functions import Coalesce

from members.models import Member
from tests.factories import make_member

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own"),
]


def ask(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


class TestCursor:
    def test_each_value_goes_where_it_stands(self):
        for values in [("a", "b"), ("b", "a")]:
            assert ask("SELECT %s, %s", values) == values

    def test_a_percent_sign_that_was_doubled_is_one(self):
        assert ask("SELECT '100%%', %s", ["%s"]) == ("100%", "%s")

    def test_takes_values_by_name(self):
        assert ask("SELECT %(word)s, %(word)s", {"word": "a"}) == ("a", "a")

    def test_many_rows_at_once(self):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE pair (one, two)")
            cursor.executemany("INSERT INTO pair VALUES (%s, %s)", [(1, 2), (3, 4)])
        assert ask("SELECT sum(one), sum(two) FROM pair", []) == (4, 6)


IN_SUMMER = datetime(2026, 7, 1, 11, 30, 15, 250_000, tzinfo=UTC)
ON_THE_HOUR = datetime(2026, 7, 1, 11, tzinfo=UTC)


class TestMoments:
    @pytest.mark.parametrize("moment", [IN_SUMMER, ON_THE_HOUR])
    def test_come_back_as_they_went_in_and_in_utc(self, moment):
        make_member(joined_at=moment)
        read = Member.objects.get()
        assert (read.joined_at, read.joined_at.tzinfo, read.left_at) == (moment, UTC, None)

    def test_that_are_worked_out_are_in_utc_too(self):
        make_member(joined_at=IN_SUMMER)
        either = Coalesce("left_at", "joined_at")
        read = Member.objects.annotate(either=either).values_list("either", F("joined_at")).get()
        assert read == (IN_SUMMER, IN_SUMMER)
        assert Member.objects.aggregate(last=Max("joined_at"))["last"] == IN_SUMMER

    def test_of_two_lists_in_one_are_in_utc_too(self):
        make_member(joined_at=IN_SUMMER)
        make_member(joined_at=ON_THE_HOUR)
        joined = Member.objects.values_list("joined_at", flat=True)
        both = joined.filter(joined_at=IN_SUMMER).union(joined.filter(joined_at=ON_THE_HOUR))
        assert set(both) == {IN_SUMMER, ON_THE_HOUR}


class TestBooleans:
    def test_are_neither_numbers_nor_words(self):
        make_member(is_active=False)
        worked_out = Case(When(is_active=True, then=Value(False)), default=Value(True))  # noqa: FBT003
        read = Member.objects.annotate(out=worked_out).values_list("is_active", "out").get()
        assert read[0] is False
        assert read[1] is True
