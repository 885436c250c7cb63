"""SQLite is asked the same with statements that are translated once."""

import pytest
from django.db import connection

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
