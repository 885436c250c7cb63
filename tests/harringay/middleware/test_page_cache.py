"""Pages for visitors come from a cache that is never wrong."""

import gzip
import re
import time
from contextlib import ExitStack

import pytest
from django.db import OperationalError, connection
from django.test import Client

from forum import changes, hiding, reading, searching, viewing
from forum.errors import SearchTookTooLong
from forum.models import Discussion, Reply
from harringay import kept_pages
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"}


@pytest.fixture
def reply(asha, ben):
    discussion = make_discussion(title="Foxes", author=asha, tags=["wild life"])
    return make_reply(discussion=discussion, author=ben, body="Three of them")


class TestKept:
    def test_costs_one_query(self, client, reply, django_assert_num_queries):
        client.get("/forum/topics/foxes")
        with django_assert_num_queries(1):
            client.get("/forum/topics/foxes")

    def test_still_counts_the_view(self, reply, monkeypatch):
        store = viewing.MemoryStore()
        monkeypatch.setattr(viewing, "store", lambda: store)
        for number in range(3):
            address = f"192.0.2.{number}"
            Client().get("/forum/topics/foxes", headers=PHONE, REMOTE_ADDR=address)
        viewing.flush()
        assert Discussion.objects.get(slug="foxes").view_count == 3

    def test_is_not_made_anew_by_views_alone(self, reply):
        version = changes.version()
        Discussion.objects.update(view_count=99)
        assert changes.version() == version

    def test_is_made_again_where_something_changed_while_it_was_made(
        self, client, reply, ben, monkeypatch
    ):
        """What is read first tells the version as well; what comes after that makes another."""

        def read_and_reply(*given, **named):
            page = read(*given, **named)
            monkeypatch.undo()
            make_reply(discussion=reply.discussion, author=ben, body="A fourth one")
            return page

        read = reading.page_in_tree_order
        monkeypatch.setattr(reading, "page_in_tree_order", read_and_reply)
        assert "A fourth one" not in client.get("/forum/topics/foxes").text
        assert "A fourth one" in client.get("/forum/topics/foxes").text

    def test_is_a_minute_old_at_most(self, client, reply, monkeypatch):
        client.get("/forum/topics/foxes")
        Discussion.objects.update(view_count=99)
        monkeypatch.setattr(kept_pages, "TRUE_FOR", -1)
        assert "99 views" in client.get("/forum/topics/foxes").text

    def test_is_never_shown_to_members_nor_made_from_what_they_see(self, client, mo_client, reply):
        assert "Sign in" in client.get("/forum/topics/foxes").text
        assert "Sign in" not in mo_client.get("/forum/topics/foxes").text
        assert "Sign in" in client.get("/forum/topics/foxes").text

    def test_is_apart_for_each_question(self, client, reply):
        make_reply(parent=reply)
        in_tree = client.get("/forum/topics/foxes").text
        assert client.get("/forum/topics/foxes?order=time").text != in_tree

    def test_costs_one_query_also_for_whoever_comes_by_a_marked_link(
        self, client, reply, django_assert_num_queries
    ):
        for mark in ("a", "b"):
            client.get(f"/forum/topics/foxes?fbclid={mark}", headers=PHONE)
        with django_assert_num_queries(1):
            client.get("/forum/topics/foxes?fbclid=c", headers=PHONE)

    def test_shares_nothing_with_robots(self, client, reply, django_assert_num_queries):
        """They would push out what others share."""
        client.get("/forum/topics/foxes?fbclid=a", headers={"User-Agent": "Somebot/1.0"})
        with django_assert_num_queries(2):
            client.get("/forum/topics/foxes?fbclid=b", headers=PHONE)

    def test_keeps_no_form_with_a_token(self, client):
        tokens = {
            re.findall(r'csrfmiddlewaretoken" value="(\w+)', Client().get("/forum/new").text)[0]
            for _ in range(2)
        }
        assert len(tokens) == 2

    def test_is_no_search_that_was_stopped(self, client, monkeypatch):
        def stop(*_args, **_kwargs):
            raise SearchTookTooLong

        with monkeypatch.context() as patched:
            patched.setattr(searching, "search", stop)
            assert "took too long" in client.get("/search?q=fox").text
        assert "took too long" not in client.get("/search?q=fox").text

    def test_sets_no_cookie(self, client, reply):
        for _ in range(2):
            assert not client.get("/forum/topics/foxes").cookies

    def test_makes_way_for_what_was_asked_for_last(self, client, reply, monkeypatch):
        monkeypatch.setattr(kept_pages, "MOST_BYTES", 1)
        client.get("/forum/topics/foxes")
        assert not kept_pages.shelf._pages


class TestFeeds:
    def test_cost_one_query_whatever_cookies_come_with_them(
        self, client, asha_client, reply, django_assert_num_queries
    ):
        made = client.get("/feeds/replies.rss")
        with django_assert_num_queries(1):
            assert asha_client.get("/feeds/replies.rss").content == made.content

    def test_that_are_known_cost_one_query_also_where_they_were_asked_for_first(
        self, client, reply, django_assert_num_queries
    ):
        made = client.get("/feeds/replies.rss")
        kept_pages.shelf.clear()
        for known in (
            {"If-None-Match": made["ETag"]},
            {"If-Modified-Since": made["Last-Modified"]},
        ):
            assert client.get("/feeds/replies.rss", headers=known).status_code == 304
            with django_assert_num_queries(1):
                assert client.get("/feeds/replies.rss", headers=known).status_code == 304

    def test_show_a_hiding_to_whoever_comes_with_the_tag(self, client, reply, mo):
        known = {"If-None-Match": client.get("/feeds/replies.rss")["ETag"]}
        hiding.hide_reply(reply, by=mo)
        assert client.get("/feeds/replies.rss", headers=known).status_code == 200

    def test_keep_the_headers_that_they_give_themselves(self, client, reply):
        answers = [client.get("/feeds/replies.atom") for _ in range(2)]
        assert answers[0].headers == answers[1].headers
        assert answers[0]["Cache-Control"].startswith("public")
        assert answers[0]["Vary"] == "Accept-Encoding"


class TestAnswer:
    def test_is_compressed_for_those_who_take_it(self, client, reply):
        plain = client.get("/forum/topics/foxes")
        packed = client.get("/forum/topics/foxes", headers={"Accept-Encoding": "br, gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert "Accept-Encoding" in packed["Vary"]

    def test_is_not_sent_again_while_it_is_the_same(self, client, reply):
        etag = client.get("/forum/topics/foxes")["ETag"]
        headers = {"If-None-Match": etag}
        same = client.get("/forum/topics/foxes", headers=headers)
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
        make_reply(discussion=reply.discussion)
        assert client.get("/forum/topics/foxes", headers=headers).status_code == 200

    def test_carries_the_policy_and_the_other_headers(self, client, reply):
        for headers in ({}, {"If-None-Match": client.get("/forum/topics/foxes")["ETag"]}):
            response = client.get("/forum/topics/foxes", headers=headers)
            assert "script-src 'self'" in response["Content-Security-Policy"]
            assert response["X-Content-Type-Options"] == "nosniff"


class TestWhileTheDatabaseIsAway:
    """Safety R-05."""

    @pytest.fixture
    def goes_away(self):
        def fail(*_statement):
            raise OperationalError("the server closed the connection")

        with ExitStack() as away:
            yield lambda: away.enter_context(connection.execute_wrapper(fail))

    def test_a_kept_page_is_given_out(self, client, reply, goes_away):
        page = client.get("/forum/topics/foxes").text
        goes_away()
        assert client.get("/forum/topics/foxes").text == page

    def test_and_what_is_not_kept_is_refused(self, client, reply, goes_away):
        client.get("/forum/topics/foxes")
        goes_away()
        client.raise_request_exception = False
        assert client.get("/forum/categories").status_code == 503

    def test_no_page_is_given_out_that_is_known_to_have_changed(self, client, reply, goes_away):
        client.get("/forum/topics/foxes")
        Reply.objects.update(body_html="<p>Hidden meanwhile</p>")
        client.get("/")
        goes_away()
        client.raise_request_exception = False
        assert client.get("/forum/topics/foxes").status_code == 503

    def test_nor_one_that_is_five_minutes_old(self, client, reply, goes_away, monkeypatch):
        client.get("/forum/topics/foxes")
        goes_away()
        later = time.monotonic() + 301
        monkeypatch.setattr(time, "monotonic", lambda: later)
        client.raise_request_exception = False
        assert client.get("/forum/topics/foxes").status_code == 503
