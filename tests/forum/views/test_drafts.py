"""What was begun is in the form again, until it is posted or thrown away."""

import pytest

from forum import drafting
from forum.drafting import NEW_DISCUSSION
from forum.models import Draft
from tests.factories import make_category, make_discussion, make_reply

pytestmark = pytest.mark.django_db


def begin(client, discussion, **typed):
    return client.post(f"{discussion.get_absolute_url()}/draft", {"body": "I have begun"} | typed)


class TestKeeping:
    def test_answers_a_behaviour_without_a_word(self, asha_client):
        response = begin(asha_client, make_discussion())
        assert (response.status_code, response.content) == (204, b"")

    def test_leads_back_whoever_pressed_the_button(self, asha_client):
        discussion = make_discussion()
        response = begin(asha_client, discussion, keep="yes")
        assert response["Location"] == discussion.get_absolute_url()
        assert "What you wrote is kept." in asha_client.get(response["Location"]).text

    def test_is_for_members(self, client):
        assert begin(client, make_discussion()).status_code == 403
        assert client.post("/forum/new/draft", {"body": "x"}).status_code == 403

    @pytest.mark.parametrize("parent", ["x", "-1", "99999999999", "9" * 5000, "²"])
    def test_knows_no_reply_that_there_is_not(self, asha_client, parent):
        assert begin(asha_client, make_discussion(), parent=parent).status_code == 404

    def test_is_kept_by_a_preview_and_by_a_refusal(self, asha_client):
        discussion = make_discussion()
        where = f"{discussion.get_absolute_url()}/replies"
        asha_client.post(where, {"body": "First", "preview": "yes"})
        assert Draft.objects.get().typed["body"] == "First"
        asha_client.post(where, {"body": "x" * 20_001})
        assert len(Draft.objects.get().typed["body"]) == 20_001


class TestRestoring:
    @pytest.mark.parametrize("end", ["", "/reply"])
    def test_a_reply_is_in_its_form_again(self, asha_client, ben_client, end):
        discussion = make_discussion()
        begin(asha_client, discussion, body="<p>I have & begun</p>", format="html")
        address = f"{discussion.get_absolute_url()}{end}"
        page = asha_client.get(address).text
        assert "&lt;p&gt;I have &amp; begun&lt;/p&gt;</textarea>" in page
        assert 'name="format" value="html"' in page
        assert "Throw it away" in page
        assert "I have" not in ben_client.get(address).text

    def test_an_answer_has_its_own(self, asha_client):
        reply = make_reply()
        begin(asha_client, reply.discussion, parent=reply.pk, body="To you")
        assert "To you" in asha_client.get(f"/forum/replies/{reply.pk}/reply").text
        assert "To you" not in asha_client.get(reply.discussion.get_absolute_url()).text

    def test_a_quotation_goes_beneath_it(self, asha_client):
        reply = make_reply(body="Foxes.")
        begin(asha_client, reply.discussion, parent=reply.pk, body="I have begun")
        page = asha_client.get(f"/forum/replies/{reply.pk}/reply?quote=1").text
        assert page.index("I have begun") < page.index("&gt; Foxes.")

    def test_a_discussion_is_in_its_form_again(self, asha_client):
        room = make_category()
        typed = {"title": "Owls", "category": room.pk, "tags": "birds", "body": "One owl"}
        asha_client.post("/forum/new/draft", typed)
        page = asha_client.get("/forum/new").text
        assert 'value="Owls"' in page
        assert f'<option value="{room.pk}" selected>' in page
        assert 'value="birds"' in page
        assert "One owl</textarea>" in page


class TestTheEnd:
    def test_it_goes_when_it_is_posted(self, asha_client):
        discussion = make_discussion()
        begin(asha_client, discussion)
        asha_client.post(f"{discussion.get_absolute_url()}/replies", {"body": "I have begun"})
        assert not Draft.objects.exists()

    def test_a_discussion_goes_when_it_is_started(self, asha_client, asha):
        words = {"title": "Owls", "category": make_category().pk, "body": "One owl"}
        drafting.keep(asha, NEW_DISCUSSION, {"body": "One"})
        asha_client.post("/forum/new", words)
        assert not Draft.objects.exists()

    def test_it_goes_by_a_press(self, asha_client):
        discussion = make_discussion()
        begin(asha_client, discussion)
        response = begin(asha_client, discussion, throw_away="yes")
        assert response["Location"] == discussion.get_absolute_url()
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("where", ["replies", "draft"])
    def test_what_was_on_its_way_does_not_bring_it_back(self, asha_client, where):
        discussion = make_discussion()
        typed = {"body": "I have begun", "sitting": "1 0.5", "throw_away": "yes"}
        asha_client.post(f"{discussion.get_absolute_url()}/{where}", typed)
        assert begin(asha_client, discussion, sitting="1 0.5").status_code == 204
        assert not Draft.objects.exists()
