"""The search index that SQLite keeps."""

import pytest
from django.core.management import call_command
from django.db import connection

from forum.models import Reply
from forum.searching import sqlite_index
from tests.factories import make_reply
from tests.forum.searching.looking import urls

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite keeps this index")


def bodies():
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM forum_search")
        return {body for (body,) in cursor.fetchall()}


@pytest.mark.django_db
class TestEnsure:
    def test_makes_good_a_trigger_that_went_with_its_table(self):
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER search_reply_added")
        make_reply(body="Badgers")
        assert "Badgers" not in bodies()
        call_command("migrate", verbosity=0)
        make_reply(body="Hedgehogs")
        assert {"Badgers", "Hedgehogs"} <= bodies()

    def test_makes_an_index_of_an_older_make_anew(self):
        make_reply(body="Badgers")
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE forum_search")
            cursor.execute("CREATE VIRTUAL TABLE forum_search USING fts5(title, body)")
        sqlite_index.ensure()
        assert "Badgers" in bodies()
        assert urls("badgers")

    def test_leaves_a_whole_index_as_it_is(self):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO forum_search (rowid, body) VALUES (1, 'As it was')")
        sqlite_index.ensure()
        assert "As it was" in bodies()


@pytest.mark.django_db
class TestTriggers:
    def test_leave_the_index_alone_where_no_words_change(self):
        reply = make_reply(body="Badgers")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM forum_search")
        Reply.objects.filter(pk=reply.pk).update(answer_count=2)
        reply.refresh_from_db()
        reply.save()
        assert bodies() == set()
