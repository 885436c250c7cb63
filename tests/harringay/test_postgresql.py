"""PostgreSQL is asked through a backend of our own, which reads moments in C."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from members.models import Member
from tests import factories

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own"),
]

IN_SUMMER = datetime(2026, 7, 1, 11, 30, 15, 250_000, tzinfo=UTC)


def ask(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


class TestMoments:
    def test_come_back_as_they_went_in_and_in_utc(self):
        read = ask("SELECT %s::timestamptz", [IN_SUMMER])
        assert (read, read.tzinfo) == (IN_SUMMER, UTC)

    def test_are_in_utc_in_whichever_zone_they_were_written(self):
        read = ask("SELECT '2026-07-01 12:30:15.25+01'::timestamptz")
        assert (read, read.tzinfo) == (IN_SUMMER, UTC)

    def test_are_read_alike_a_few_rows_at_a_time(self):
        factories.make_member(joined_at=IN_SUMMER)
        read = [member.joined_at for member in Member.objects.iterator(chunk_size=1)]
        assert (read, read[0].tzinfo) == ([IN_SUMMER], UTC)
