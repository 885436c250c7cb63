"""A neighbour is mentioned by choosing their name, by keyboard and by press."""

import pytest
from playwright.sync_api import expect

from forum.models import Mention
from tests.factories import make_discussion, make_member

pytestmark = pytest.mark.django_db(transaction=True)


class TestMentions:
    @pytest.fixture
    def editor(self, live_server, signed_in, asha, ben):
        make_member(name="Benedict Cole", address="benedict")
        page = signed_in(asha)
        page.goto(live_server.url + make_discussion().get_absolute_url())
        page.get_by_label("Your reply").click()
        expect(page.locator(".editor__text")).to_be_focused()
        return page

    def test_are_chosen_by_keyboard(self, editor):
        editor.keyboard.type("Ask @ben")
        box = editor.get_by_role("combobox", name="Your reply")
        expect(box).to_have_attribute("aria-expanded", "true")
        options = editor.get_by_role("option")
        expect(options).to_have_count(2)
        expect(editor.get_by_text("2 neighbours")).to_be_attached()
        editor.keyboard.press("ArrowDown")
        editor.keyboard.press("ArrowDown")
        expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", "mentions-1")
        editor.keyboard.press("Enter")
        expect(editor.get_by_role("listbox")).to_have_count(0)
        editor.keyboard.type("about it")
        expect(editor.get_by_role("textbox", name="Your reply")).to_contain_text(
            "Ask @Benedict Cole about it"
        )
        editor.get_by_role("button", name="Post reply").click()
        expect(editor.locator("article.reply .prose a")).to_have_text("@Benedict Cole")
        assert Mention.objects.get().member.address == "benedict"

    def test_are_chosen_by_press(self, editor):
        editor.keyboard.type("Ask @ben")
        editor.get_by_role("option", name="Ben Okafor").click()
        expect(editor.locator(".editor__text")).to_contain_text("Ask @Ben Okafor")
        expect(editor.locator(".editor__text")).to_be_focused()

    def test_leave_the_keys_alone_until_one_is_chosen(self, editor):
        editor.keyboard.type("Ask @ben")
        expect(editor.get_by_role("option")).to_have_count(2)
        editor.keyboard.press("Escape")
        expect(editor.get_by_role("option")).to_have_count(0)
        expect(editor.locator(".editor__text")).to_be_focused()
        editor.keyboard.type("e")
        expect(editor.get_by_role("option")).to_have_count(1)
        editor.keyboard.press("Enter")
        editor.keyboard.type("there")
        expect(editor.locator(".editor__text > p")).to_have_count(2)
