"""Replies in the admin: shown as text, hidden and restored."""

import pytest

from forum import editing, hiding
from members.models import Safeguards
from tests.factories import make_category, make_reply

pytestmark = pytest.mark.django_db

LIST = "/admin/forum/reply/"


class TestList:
    def test_asks_no_more_for_more_rows(self, mo_client, django_assert_num_queries):
        mo_client.get(LIST)
        for _ in range(3):
            make_reply()
        with django_assert_num_queries(6):
            mo_client.get(LIST)
        for _ in range(3):
            make_reply()
        with django_assert_num_queries(6):
            mo_client.get(LIST)

    def test_shows_how_each_begins_as_text(self, mo_client):
        make_reply(body="<p>Two <em>foxes</em></p>", body_format="html")
        page = mo_client.get(LIST).content.decode()
        assert "Two foxes" in page
        assert "<em>" not in page

    def test_finds_words(self, mo_client):
        make_reply(body="By the railway")
        make_reply(body="In the park")
        page = mo_client.get(f"{LIST}?q=railway").content.decode()
        assert "By the railway" in page
        assert "In the park" not in page


class TestDetail:
    def test_shows_what_it_said_before(self, mo_client, asha):
        reply = make_reply(author=asha, body="Badgers")
        make_reply(parent=reply)
        editing.edit_reply(reply, by=asha, body="Foxes", body_format="text")
        page = mo_client.get(f"{LIST}{reply.pk}/change/").content.decode()
        assert "Badgers" in page

    def test_offers_what_the_list_does(self, mo_client):
        reply = make_reply()
        page = mo_client.get(f"{LIST}{reply.pk}/change/?_changelist_filters=state%3Dshown").text
        assert f'name="_selected_action" value="{reply.pk}"' in page
        assert f'action="{LIST}?state=shown"' in page
        assert '<option value="hide">Hide …</option>' in page

    def test_offers_first_to_release_what_waits(self, mo_client):
        Safeguards.objects.create(pk=1, held_words="ice rink")
        held = make_reply(body="An ice rink!")
        page = mo_client.get(f"{LIST}{held.pk}/change/").text
        assert '<option value="release" selected>' in page

    def test_means_that_reply_also_where_the_filter_has_lost_it(self, mo_client):
        reply = make_reply()
        form = {"action": "hide", "_selected_action": reply.pk, "one_row": "yes"}
        page = mo_client.post(f"{LIST}?state=waiting", form)
        assert 'name="one_row"' in page.text
        mo_client.post(f"{LIST}?state=waiting", {**form, "answered": "yes", "reason": "Unkind"})
        reply.refresh_from_db()
        assert reply.is_hidden

    def test_offers_nothing_where_something_typed_would_be_lost(self, owner_client):
        page = owner_client.get(f"/admin/forum/category/{make_category().pk}/change/").text
        assert 'class="acts"' not in page

    def test_offers_only_what_one_may_do(self, mo_client, asha):
        page = mo_client.get(f"/admin/members/member/{asha.pk}/change/").text
        assert '<option value="suspend">' in page
        assert '<option value="appoint_moderator">' not in page


class TestActions:
    def test_ask_about_its_words_its_author_and_its_discussion(self, mo_client):
        reply = make_reply(body="Foxes & cubs")

        page = mo_client.post(LIST, {"action": "hide", "_selected_action": [reply.pk]}).text

        words = f"“Foxes &amp; cubs”, by {reply.author} in “{reply.discussion}”"
        assert f"<li>{words}</li>" in page

    def test_hides_and_counts_anew(self, mo_client):
        reply = make_reply()
        answer = {"answered": "yes", "reason": "Unkind"}
        mo_client.post(LIST, {"action": "hide", "_selected_action": [reply.pk], **answer})
        reply.refresh_from_db()
        reply.discussion.refresh_from_db()
        assert reply.hidden_reason == "Unkind"
        assert reply.discussion.reply_count == 0

        mo_client.post(LIST, {"action": "restore", "_selected_action": [reply.pk]})
        reply.refresh_from_db()
        reply.discussion.refresh_from_db()
        assert not reply.is_hidden
        assert reply.discussion.reply_count == 1

    def test_hides_for_no_reason_that_shows_as_nothing(self, mo_client):
        reply = make_reply()
        answer = {"answered": "yes", "reason": "\u200b"}

        page = mo_client.post(LIST, {"action": "hide", "_selected_action": [reply.pk], **answer})

        assert "This field is required." in page.text
        reply.refresh_from_db()
        assert not reply.is_hidden

    def test_releases_what_waits_and_leaves_the_rest_hidden(self, mo_client, mo):
        Safeguards.objects.create(pk=1, held_words="ice rink")
        held, hidden = make_reply(body="An ice rink!"), make_reply(body="Something unkind")
        hiding.hide_reply(hidden, by=mo)
        assert "waiting" in mo_client.get(f"{LIST}?state=waiting").text
        chosen = [held.pk, hidden.pk]
        mo_client.post(LIST, {"action": "release", "_selected_action": chosen})
        held.refresh_from_db()
        hidden.refresh_from_db()
        assert (held.is_shown, hidden.is_hidden) == (True, True)
