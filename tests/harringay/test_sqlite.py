"""SQLite is asked the same with statements that are translated once."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import Max

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


class TestMoments:
    def test_come_back_as_they_went_in_and_in_utc(self):
        in_summer = datetime(2026, 7, 1, 11, 30, 15, 250_000, tzinfo=UTC)
        make_member(joined_at=in_summer)
        read = Member.objects.get()
        assert (read.joined_at, read.joined_at.tzinfo, read.left_at) == (in_summer, UTC, None)
        assert Member.objects.aggregate(last=Max("joined_at"))["last"] == in_summer
