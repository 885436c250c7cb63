"""A neighbour quotes a passage by selecting it."""

import pytest
from playwright.sync_api import expect

from forum.models import Reply
from tests.factories import make_reply

pytestmark = pytest.mark.django_db(transaction=True)


class TestPassage:
    def test_that_is_selected_is_quoted(self, live_server, signed_in, asha):
        reply = make_reply(body="Three foxes.\n\nWho else has seen them by the railway?")
        page = signed_in(asha)
        page.goto(live_server.url + reply.discussion.get_absolute_url())
        link = page.get_by_role("link", name="Quote this passage")
        expect(link).to_have_count(0)
        page.locator(f"#reply-{reply.pk} .prose p").nth(1).select_text()
        link.click()
        quoted = page.locator(".editor__text blockquote")
        expect(quoted).to_contain_text("by the railway?")
        expect(quoted).not_to_contain_text("Three foxes.")
        page.get_by_role("textbox", name="Your reply").focus()
        page.keyboard.type("I have")
        page.get_by_role("button", name="Post reply").click()
        expect(page.locator("article.reply blockquote")).to_contain_text("railway?")
        assert Reply.objects.get(parent=reply)

    def test_goes_away_with_the_selection(self, live_server, signed_in, asha):
        reply = make_reply()
        page = signed_in(asha)
        page.goto(live_server.url + reply.discussion.get_absolute_url())
        page.locator(f"#reply-{reply.pk} .prose p").select_text()
        expect(page.get_by_role("link", name="Quote this passage")).to_be_visible()
        page.locator("h1").click()
        expect(page.get_by_role("link", name="Quote this passage")).to_have_count(0)
