"""Pages for visitors come from a cache that is never wrong."""

import gzip
import re

import pytest
from django.db import DatabaseError
from django.test import Client

from forum import changes, closing, editing, featuring, hiding, moving, pinning, viewing
from forum import withdrawing as taking_back
from forum.models import Discussion, Event, Page, Reply, SiteIdentity
from harringay import kept_pages
from members import describing
from tests.factories import make_category, make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"}


@pytest.fixture
def reply(asha, ben):
    """Something on every kind of page."""
    discussion = make_discussion(title="Foxes", author=asha, tags=["wild life"])
    return make_reply(discussion=discussion, author=ben, body="Three of them")


@pytest.fixture
def ask(client):
    """An address asked for until it comes from the cache; then how to ask again."""

    def ask(address):
        client.get(address)
        before = client.get(address).text
        return lambda: (before, client.get(address).text)

    return ask


def edit(reply, **_):
    editing.edit_reply(reply, by=reply.author, body="Four of them", body_format="text")


def rename(reply, **_):
    describing.describe(member=reply.author, name="Benedict", area="", about="")


def retag(reply, **_):
    editing.edit_discussion(
        reply.discussion,
        by=reply.discussion.author,
        title="Foxes",
        body="Still three",
        body_format="text",
        tags=["urban life"],
    )


CHANGES = {
    "a new reply": lambda reply, **_: make_reply(discussion=reply.discussion),
    "an answer": lambda reply, **_: make_reply(parent=reply),
    "an edit": edit,
    "a withdrawal": lambda reply, **_: taking_back.withdraw_reply(reply, by=reply.author),
    "a hiding": lambda reply, mo: hiding.hide_reply(reply, by=mo),
    "a hidden discussion": lambda reply, mo: hiding.hide_discussion(reply.discussion, by=mo),
    "a closing": lambda reply, mo: closing.close(reply.discussion, by=mo),
    "a moving": lambda reply, mo: moving.move(
        reply.discussion, to=make_category(name="Wildlife"), by=mo
    ),
    "another name": rename,
    "other tags": retag,
    "a setting": lambda reply, **_: SiteIdentity.objects.update(name="Harringay anew"),
    "a command's own SQL": lambda reply, **_: Reply.objects.update(body_html="<p>Mended</p>"),
}


class TestEveryChange:
    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
    def test_shows_on_the_discussions_very_next_request(self, ask, reply, mo, change):
        again = ask("/forum/topics/foxes")
        change(reply, mo=mo)
        before, after = again()
        assert before != after

    @pytest.mark.parametrize("address", ["/", "/forum", "/activity", "/forum/categories"])
    def test_shows_in_the_lists(self, ask, reply, address):
        again = ask(address)
        make_discussion(title="Bins")
        before, after = again()
        assert before != after

    @pytest.mark.parametrize("verb", [pinning.pin, featuring.feature])
    def test_shows_in_the_order_of_the_front_page(self, ask, reply, mo, verb):
        again = ask("/")
        verb(reply.discussion, by=mo)
        before, after = again()
        assert before != after

    def test_shows_on_the_owner_s_pages(self, ask):
        again = ask("/terms")
        Page.objects.filter(slug="terms").update(body_html="<p>New terms</p>")
        assert "New terms" in again()[1]

    @pytest.mark.parametrize("model", [Discussion, Reply, Event])
    def test_makes_another_version_whatever_makes_it(self, reply, model):
        versions = {changes.version()}
        model.objects.filter(pk=model.objects.first().pk).update(legacy_id="1:X:1") if hasattr(
            model, "legacy_id"
        ) else model.objects.update(kind="reply_posted")
        versions.add(changes.version())
        Event.objects.all().delete()
        versions.add(changes.version())
        assert len(versions) == 3


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

    def test_keeps_no_form_with_a_token(self, client):
        tokens = {
            re.findall(r'csrfmiddlewaretoken" value="(\w+)', Client().get("/forum/new").text)[0]
            for _ in range(2)
        }
        assert len(tokens) == 2

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

    def test_comes_from_the_view_while_the_version_cannot_be_read(self, client, reply, monkeypatch):
        def fail():
            raise DatabaseError

        client.get("/forum/topics/foxes")
        Reply.objects.update(body_html="<p>Hidden meanwhile</p>")
        monkeypatch.setattr(changes, "version", fail)
        assert "Hidden meanwhile" in client.get("/forum/topics/foxes").text


def test_members_who_leave_show_as_former(ask, reply):
    again = ask("/forum/topics/foxes")
    type(reply.author).objects.filter(pk=reply.author_id).update(left_at=make_member().joined_at)
    assert "Former member" in again()[1]
