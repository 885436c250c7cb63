"""The search index that PostgreSQL keeps."""

from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from forum.models import Reply
from forum.searching import PAGE_SIZE, postgresql, postgresql_index
from forum.searching.entries import Entry
from forum.searching.numbering import number_of
from tests.factories import make_discussion, make_reply
from tests.forum.searching.looking import urls, write_about_badgers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL keeps this index"),
]


def asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


class TestNumbers:
    @pytest.mark.parametrize("year", [1912, 2012, 2092])
    def test_are_those_that_python_reckons(self, year):
        moment = datetime(year, 6, 4, 10, 30, 30, 900_000, tzinfo=UTC)
        reply = make_reply()
        Reply.objects.filter(pk=reply.pk).update(posted_at=moment)
        assert number_of(Entry("reply", reply.pk), moment) in asked(
            "SELECT entry FROM forum_search"
        )


class TestEras:
    @pytest.fixture
    def replies(self):
        """Thirty replies, the newest first, each half a year older than the one before it."""
        write_about_badgers(30)
        now = timezone.now()
        replies = list(Reply.objects.order_by("number"))
        for nth, reply in enumerate(replies):
            posted = now - timedelta(days=180 * nth)
            Reply.objects.filter(pk=reply.pk).update(posted_at=posted)
        return replies

    @pytest.mark.parametrize("most", [1, 3, 8, 15, 20])
    def test_give_the_newest_first_and_each_once(self, monkeypatch, replies, most):
        monkeypatch.setattr(postgresql, "MOST_MATCHES", most)
        newest = [reply.get_absolute_url() for reply in replies[:most]]
        assert urls("badgers", order="date") == newest
        assert urls('badgers -"green foxes"', order="date") == newest

    def test_give_what_is_older_than_all_that_are_asked_one_by_one(self, monkeypatch, replies):
        monkeypatch.setattr(postgresql, "_RECENT_ERAS", 1)
        for first in (0, 10):
            Reply.objects.filter(pk__in=[reply.pk for reply in replies[:first]]).delete()
            left = [reply.get_absolute_url() for reply in replies[first:]]
            assert urls("badgers", order="date") == left[:PAGE_SIZE]

    def test_give_the_same_between_two_days(self, replies):
        day = timezone.localdate()
        since, until = day - timedelta(days=1000), day - timedelta(days=500)
        found = urls("badgers", order="date", since=since, until=until)
        assert found == [reply.get_absolute_url() for reply in replies[3:6]]


class TestTriggers:
    def test_leave_nothing_of_a_table_that_is_emptied(self):
        make_reply(discussion=make_discussion(title="Foxes"), body="Badgers")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("TRUNCATE forum_discussion CASCADE")
        assert asked("SELECT count(*) FROM forum_search") == [0]
        assert asked("SELECT count(*) FROM forum_titles") == [0]

    def test_leave_alone_what_changed_in_no_word(self):
        make_reply()
        before = asked("SELECT xmin || ctid::text FROM forum_search ORDER BY entry")
        Reply.objects.update(answer_count=7)
        assert asked("SELECT xmin || ctid::text FROM forum_search ORDER BY entry") == before


class TestEnsure:
    def test_builds_an_index_that_is_made_otherwise(self):
        reply = make_reply(body="Badgers")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM forum_search")
            cursor.execute("COMMENT ON TABLE forum_search IS 'another'")
        assert not urls("badgers")
        call_command("migrate", verbosity=0)
        assert urls("badgers") == [reply.get_absolute_url()]

    def test_leaves_alone_an_index_that_is_as_it_should_be(self, monkeypatch):
        rebuild = Mock()
        monkeypatch.setattr(postgresql_index, "rebuild", rebuild)
        call_command("migrate", verbosity=0)
        rebuild.assert_not_called()
