"""How something will look, before it is posted."""

import pytest

from forum import hiding
from forum.models import Mention
from harringay import html
from tests.factories import make_category, make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db

JO = '<a href="/profile/jo-l" rel="nofollow ugc noopener">@Jo Lee</a>'


def preview(client, address, **words):
    form = {"title": "Foxes", "body": "Ask @Jo", "tags": "", "preview": "yes"} | words
    return client.post(address, form)


class TestPreview:
    @pytest.fixture
    def jo(self):
        """One of two, who is told from the other by taking part."""
        make_member(name="Jo Rowe", address="jo-r")
        return make_member(name="Jo Lee", address="jo-l")

    def test_of_a_reply_links_who_is_mentioned(self, asha_client, jo):
        discussion = make_discussion(author=jo)
        page = preview(asha_client, f"{discussion.get_absolute_url()}/replies")
        assert f"<p>Ask {JO}</p>" in page.text
        assert not Mention.objects.exists()

    def test_of_a_changed_reply_too(self, asha_client, asha, jo):
        reply = make_reply(discussion=make_discussion(author=jo), author=asha)
        page = preview(asha_client, f"/forum/replies/{reply.pk}/edit")
        assert f"<p>Ask {JO}</p>" in page.text

    def test_of_a_changed_discussion_too(self, asha_client, asha, jo):
        discussion = make_discussion(author=asha)
        make_reply(discussion=discussion, author=jo)
        page = preview(asha_client, f"{discussion.get_absolute_url()}/edit")
        assert f"<p>Ask {JO}</p>" in page.text

    def test_of_a_discussion_where_nobody_is_met_yet_takes_a_whole_name(self, asha_client, jo):
        category = make_category().pk
        page = preview(asha_client, "/forum/new", body="@Jo, @Jo Lee", category=category)
        assert f"<p>@Jo, {JO}</p>" in page.text

    def test_is_nothing_of_what_cannot_be_kept(self, asha_client):
        address = f"{make_discussion().get_absolute_url()}/replies"
        page = preview(asha_client, address, body="x" * 20_001)
        assert page.status_code == 422
        assert "How it will look" not in page.text

    def test_shows_no_quotation_that_readers_would_not_be_shown(self, asha_client, asha, mo):
        rude = make_reply(body="The whole of Wightman Road is full of crooks.")
        quoting_it = make_reply(discussion=rude.discussion, author=asha, body="Well.")
        hiding.hide_reply(rude, by=mo)
        body = f"He says:\n\n> {rude.body}"
        addresses = (
            f"{rude.discussion.get_absolute_url()}/replies",
            f"/forum/replies/{quoting_it.pk}/edit",
        )
        for address in addresses:
            page = preview(asha_client, address, body=body)
            assert f"<p>He says:</p>\n{html.WITHHELD}" in page.text

    def test_form_says_how_to_mention_somebody(self, client):
        address = f"{make_discussion().get_absolute_url()}/reply"
        assert "Write @ and a neighbour’s name to tell them." in client.get(address).text
