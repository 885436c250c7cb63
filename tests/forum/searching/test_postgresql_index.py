"""The search index that PostgreSQL keeps."""

from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from forum.models import Reply
from forum.searching import postgresql, postgresql_index
from forum.searching.entries import Entry
from forum.searching.numbering import number_of
from tests.factories import make_discussion, make_reply
from tests.forum.searching.looking import urls, write_about_badgers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL keeps this index"),
]


def asked(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def eras_of(lowest, highest, expected):
    """The entries of each era, in the order in which the eras are looked in."""
    return asked(
        """
        SELECT ARRAY(SELECT entry FROM forum_search WHERE vector @@ era)
        FROM search_eras(%s, %s, %s) AS era
        """,
        *(lowest, highest, expected),
    )


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

    @pytest.fixture
    def entries(self):
        """One for each day of sixteen years, the newest first."""
        with connection.cursor() as cursor:
            cursor.execute("""
                INSERT INTO forum_search SELECT entry, 1, search_origin(entry, 1, 1)
                FROM generate_series(1, 16 * 365) AS day,
                    search_entry(1, now() - day * interval '1 day', day) AS entry
            """)
        return asked("SELECT entry FROM forum_search ORDER BY entry DESC")

    @pytest.mark.parametrize("expected", [1, 3_000, 10_000, 100_000])
    @pytest.mark.parametrize("days", [slice(None), slice(400, 401), slice(500, 2_000)])
    def test_have_every_entry_once_and_the_newest_first(self, entries, days, expected):
        between = entries[days]
        eras = eras_of(between[-1], between[0], expected)
        found = [entry for era in eras for entry in sorted(era, reverse=True)]
        assert [entry for entry in found if between[-1] <= entry <= between[0]] == between

    @pytest.mark.parametrize(
        ("expected", "days"), [(1, 194), (3_000, 194), (10_000, 49), (100_000, 12)]
    )
    def test_are_the_shorter_the_more_is_expected(self, entries, expected, days):
        _, second, *_ = eras_of(entries[-1], entries[0], expected)
        assert abs(len(second) - days) <= 1

    @pytest.mark.parametrize("most", [1, 3, 8, 15, 20])
    @pytest.mark.parametrize("rare", [0, 3_000], ids=["one by one", "at once"])
    def test_give_the_newest_first_and_each_once(self, monkeypatch, replies, rare, most):
        monkeypatch.setattr(postgresql, "_RARE", rare)
        monkeypatch.setattr(postgresql, "MOST_MATCHES", most)
        newest = [reply.get_absolute_url() for reply in replies[:most]]
        assert urls("badgers", order="date") == newest
        assert urls('badgers -"green foxes"', order="date") == newest

    @pytest.mark.parametrize("rare", [0, 3_000], ids=["one by one", "at once"])
    def test_give_the_same_between_two_days(self, monkeypatch, replies, rare):
        monkeypatch.setattr(postgresql, "_RARE", rare)
        day = timezone.localdate()
        since, until = day - timedelta(days=1000), day - timedelta(days=500)
        found = urls("badgers", order="date", since=since, until=until)
        assert found == [reply.get_absolute_url() for reply in replies[3:6]]


class TestExpected:
    @pytest.fixture(autouse=True)
    def entries(self):
        """Half of them about foxes in Green Lanes, one about a heron, the others about badgers."""
        with connection.cursor() as cursor:
            cursor.execute("""
                INSERT INTO forum_search SELECT entry, 1, to_tsvector('harringay', CASE
                    WHEN entry % 2 = 0 THEN 'foxes in Green Lanes' WHEN entry = 1 THEN 'a heron'
                    ELSE 'badgers' END)
                FROM generate_series(1, 2000) AS entry
            """)
            cursor.execute("ANALYZE forum_search")

    @pytest.mark.parametrize(
        "words", [["foxes"], ["fox"], ["green", "lanes"], ["foxes", "½", "green", "lanes", "in"]]
    )
    def test_is_how_many_entries_have_a_word_or_words_that_stand_together(self, words):
        (expected,) = asked("SELECT search_expected(%s)", words)
        assert 950 < expected < 1_050

    @pytest.mark.parametrize(
        "words", [["heron"], ["foxes", "heron"], ["stork"], ["it's", "O'Neill", "100%"], ["\\"]]
    )
    def test_is_few_where_one_of_the_words_is_rare(self, words):
        (expected,) = asked("SELECT search_expected(%s)", words)
        assert (expected or 0) < 50


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
