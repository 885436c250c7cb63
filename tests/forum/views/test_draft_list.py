"""A member's own page of what they have begun to write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import drafting, hiding
from forum.drafting import NEW_DISCUSSION, Place
from forum.models import Draft
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db


def begin(member, place=NEW_DISCUSSION, **typed):
    drafting.keep(member, place, {"body": "I have begun", **typed})
    return Draft.objects.latest("pk")


class TestList:
    def test_leads_to_the_form_of_each(self, asha, asha_client, ben):
        reply = make_reply(author=ben)
        begin(asha, title="Owls in the park")
        begin(asha, Place(reply.discussion))
        begin(asha, Place(reply.discussion, reply))
        page = asha_client.get("/drafts").text
        assert "Owls in the park" in page
        assert "To “Foxes on Wightman Road”" in page
        assert "To Ben Okafor, in “Foxes on Wightman Road”" in page
        for address in (
            "/forum/new",
            f"{reply.discussion.get_absolute_url()}/reply",
            f"/forum/replies/{reply.pk}/reply",
        ):
            assert f'href="{address}">Go on' in page
            assert "I have begun" in asha_client.get(address).text

    def test_says_what_to_do_where_there_is_none(self, asha_client):
        page = asha_client.get("/drafts").text
        assert "Nothing is waiting." in page
        assert 'href="/forum/new">Start a discussion</a>' in page

    def test_shows_the_beginning_as_text(self, asha, asha_client):
        begin(asha, body="<p>Three <b>foxes</b></p><script>alert(1)</script>", format="html")
        page = asha_client.get("/drafts").text
        assert "<p>Three foxes" in page
        assert "<script>alert" not in page
        begin(asha, body="2 < 3 <b>&</b>\n\nyes " * 40)
        assert "2 &lt; 3 &lt;b&gt;&amp;&lt;/b&gt; yes 2" in asha_client.get("/drafts").text

    def test_is_nobody_elses(self, asha, ben_client, client):
        begin(asha)
        assert "I have begun" not in ben_client.get("/drafts").text
        assert client.get("/drafts").headers["Location"] == "/accounts/login/?next=/drafts"

    def test_tells_nothing_of_a_place_that_was_taken_down(self, asha, asha_client, owner):
        discussion = make_discussion(title="A secret")
        begin(asha, Place(discussion))
        hiding.hide_discussion(discussion, by=owner)
        page = asha_client.get("/drafts").text
        assert "A secret" not in page
        assert "A reply to what is no longer there" in page
        assert "I have begun" in page
        assert "Go on" not in page

    def test_is_linked_from_the_settings_and_from_ones_own_profile_alone(self, asha_client, ben):
        assert 'href="/drafts"' in asha_client.get("/settings").text
        assert 'href="/drafts"' in asha_client.get("/profile/asha").text
        assert 'href="/drafts"' not in asha_client.get("/profile/ben").text

    def test_asks_as_much_for_many_as_for_one(self, asha, asha_client, ben):
        def ask():
            with CaptureQueriesContext(connection) as asked:
                assert asha_client.get("/drafts").status_code == 200
            return len(asked)

        asha_client.get("/drafts")
        begin(asha)
        one = ask()
        for _ in range(5):
            reply = make_reply(author=ben)
            begin(asha, Place(reply.discussion, reply))
        asha_client.get("/drafts")
        assert ask() == one


class TestThrowingAway:
    def test_takes_it_out_of_the_list_and_of_the_form(self, asha, asha_client):
        draft = begin(asha)
        page = asha_client.post("/drafts", {"draft": draft.pk}, follow=True).text
        assert "What you had begun was thrown away." in page
        assert "I have begun" not in asha_client.get("/forum/new").text

    def test_works_where_the_place_was_taken_down(self, asha, asha_client, owner):
        discussion = make_discussion()
        draft = begin(asha, Place(discussion))
        hiding.hide_discussion(discussion, by=owner)
        asha_client.post("/drafts", {"draft": draft.pk})
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("key", ["", "x", "-1", "²", "9" * 40, "12\x00"])
    def test_knows_no_draft_that_there_is_not(self, asha, asha_client, key):
        begin(asha)
        assert asha_client.post("/drafts", {"draft": key}).status_code == 404
        assert Draft.objects.exists()

    def test_leaves_everybody_elses(self, asha, ben_client):
        draft = begin(asha)
        assert ben_client.post("/drafts", {"draft": draft.pk}).status_code == 404
        assert Draft.objects.exists()
