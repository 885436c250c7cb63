"""The command that makes the index anew, on either database."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import make_discussion, make_reply
from tests.forum.searching.looking import urls

pytestmark = pytest.mark.django_db


def rebuild():
    told = StringIO()
    call_command("rebuild_search", stdout=told)
    return told.getvalue()


class TestRebuildSearch:
    def test_finds_again_what_was_lost_and_drops_what_is_no_more(self):
        reply = make_reply(body="Badgers")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM forum_search")
            if connection.vendor == "sqlite":
                cursor.execute("INSERT INTO forum_search (rowid, body) VALUES (1, 'Nonsense')")
        assert not urls("badgers")
        rebuild()
        assert urls("badgers") == [reply.get_absolute_url()]
        assert not urls("nonsense")

    def test_tells_how_much_there_was(self):
        make_reply()
        assert "Indexing 2 discussions and replies" in rebuild()

    def test_keeps_the_index_in_step_afterwards(self):
        rebuild()
        discussion = make_discussion(title="Badgers")
        assert urls("badgers") == [discussion.get_absolute_url()]

    def test_can_be_given_twice(self):
        make_reply(body="Badgers")
        rebuild()
        rebuild()
        assert len(urls("badgers")) == 1
