"""A neighbour is called away while writing, and finds the words again."""

import pytest
from playwright.sync_api import expect

from forum import editing
from forum.models import Discussion, Draft
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db(transaction=True)


class TestMember:
    def test_finds_the_words_again(self, live_server, signed_in, asha):
        page = signed_in(asha)
        page.clock.install()
        address = live_server.url + make_discussion().get_absolute_url()
        page.goto(address)
        page.get_by_label("Your reply").click()
        expect(page.locator(".editor__text")).to_be_focused()
        page.keyboard.type("I have begun")
        page.clock.run_for(6000)
        expect(page.locator("[data-kept]")).to_have_text("Kept.")
        assert "I have begun" in Draft.objects.get().typed["body"]

        page.goto(address)
        expect(page.locator(".editor__text")).to_have_text("I have begun")
        page.get_by_role("button", name="Throw it away").click()
        expect(page.get_by_role("status").first).to_contain_text("thrown away")
        assert not Draft.objects.exists()

    def test_finds_them_though_the_session_has_ended(self, live_server, signed_in, asha):
        page = signed_in(asha)
        page.clock.install()
        address = live_server.url + make_discussion().get_absolute_url()
        page.goto(address)
        page.get_by_label("Your reply").click()
        expect(page.locator(".editor__text")).to_be_focused()
        page.keyboard.type("I have begun")
        page.context.clear_cookies()
        page.clock.run_for(6000)
        expect(page.locator("[data-kept]")).to_have_text("Kept in this browser.")
        signed_in(asha)
        page.goto(address)
        expect(page.locator(".editor__text")).to_have_text("I have begun")

    def test_is_not_offered_what_they_have_posted(self, live_server, signed_in, asha):
        page = signed_in(asha)
        page.clock.install()
        address = live_server.url + make_discussion().get_absolute_url()
        held = []
        page.route("**/draft", lambda route: held.append(route.request))
        page.goto(address)
        page.get_by_label("Your reply").click()
        expect(page.locator(".editor__text")).to_be_focused()
        page.keyboard.type("I have begun")
        page.clock.run_for(6000)
        page.get_by_role("button", name="Post reply").click()
        expect(page.get_by_role("status").first).to_contain_text("Your reply was posted.")
        late, *_ = held
        page.request.post(
            f"{address}/draft", data=late.post_data_buffer, headers=late.all_headers()
        )
        page.goto(address)
        expect(page.locator(".editor__text, textarea[name=body]").first).to_be_empty()
        assert not Draft.objects.exists()


class TestVisitor:
    def test_finds_the_words_in_the_same_browser(self, live_server, page):
        page.clock.install()
        address = f"{live_server.url}{make_discussion().get_absolute_url()}/reply"
        page.goto(address)
        page.get_by_label("Your reply").click()
        expect(page.locator(".editor__text")).to_be_focused()
        page.keyboard.type("I have begun")
        page.clock.run_for(6000)
        page.goto(address)
        expect(page.locator(".editor__text")).to_have_text("I have begun")
        assert not Draft.objects.exists()


class TestChangesToAPost:
    @pytest.fixture
    def changing(self, live_server, signed_in, asha):
        """Asha has begun to change her discussion, and is called away."""
        discussion = make_discussion(author=asha, body="As it stands.")
        page = signed_in(asha)
        page.clock.install()
        page.goto(f"{live_server.url}{discussion.get_absolute_url()}/edit")
        page.get_by_label("Title").fill("Foxes, and badgers")
        page.clock.run_for(6000)
        return page

    def test_are_found_again_in_the_same_browser(self, changing):
        changing.reload()
        expect(changing.get_by_label("Title")).to_have_value("Foxes, and badgers")
        expect(changing.locator("[data-kept]")).to_have_text("What you had begun here is back.")
        assert not Draft.objects.exists()

    def test_are_gone_once_they_are_saved(self, changing):
        address = changing.url
        changing.get_by_role("button", name="Save changes").click()
        expect(changing.get_by_role("status").first).to_contain_text("Your changes were saved.")
        Discussion.objects.update(title="Foxes")
        changing.goto(address)
        expect(changing.get_by_label("Title")).to_have_value("Foxes")

    def test_are_gone_once_they_are_cancelled(self, changing):
        address = changing.url
        changing.get_by_label("Title").fill("Foxes, badgers, bats")
        changing.get_by_role("link", name="Cancel").click()
        expect(changing.get_by_role("heading", level=1)).to_be_visible()
        changing.goto(address)
        expect(changing.get_by_label("Title")).not_to_have_value("Foxes, badgers, bats")
        expect(changing.locator("[data-kept]")).to_be_empty()

    def test_are_found_again_after_a_preview(self, changing):
        address = changing.url
        changing.get_by_role("button", name="Preview").click()
        expect(changing.get_by_role("heading", name="How it will look")).to_be_visible()
        changing.goto(address)
        expect(changing.get_by_label("Title")).to_have_value("Foxes, and badgers")

    def test_come_back_newer_than_they_were_kept(self, changing):
        changing.get_by_label("Title").fill("")
        changing.get_by_role("button", name="Preview").click()
        expect(changing.get_by_label("Title")).to_have_value("")

    def test_give_way_to_what_was_changed_elsewhere_since(self, changing, asha):
        discussion = Discussion.objects.get()
        editing.edit_discussion(
            discussion, by=asha, title="Bats", tags=[], body="As it flies.", body_format="text"
        )
        changing.reload()
        expect(changing.get_by_label("Title")).to_have_value("Bats")
