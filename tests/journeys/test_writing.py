"""A neighbour writes: with the editor, without JavaScript, and before signing in."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from forum.models import Reply
from tests.factories import PASSWORD, make_category, make_discussion, make_reply
from tests.journeys.conftest import PHONE, SIZES

pytestmark = pytest.mark.django_db(transaction=True)


@SIZES
class TestReply:
    def test_is_written_in_the_editor_and_shown_where_it_landed(
        self, live_server, signed_in, asha, size
    ):
        discussion = make_discussion()
        page = signed_in(asha)
        page.set_viewport_size(size)
        page.goto(live_server.url + discussion.get_absolute_url())

        page.get_by_label("Your reply").click()
        page.get_by_role("button", name="Bold").click()
        page.keyboard.type("Three foxes")
        page.get_by_role("button", name="Post reply").click()

        expect(page).to_have_url(re.compile(r"#reply-\d+$"))
        expect(page.locator("article.reply strong, article.reply b")).to_have_text("Three foxes")
        assert Reply.objects.get().body_format == "html"


class TestEditor:
    @pytest.fixture
    def editor(self, live_server, signed_in, asha):
        make_category(name="Wildlife")
        page = signed_in(asha)
        page.goto(f"{live_server.url}/forum/new")
        page.get_by_label("What would you like to say?").click()
        expect(page.locator(".editor__text")).to_be_focused()
        return page

    def test_shows_no_tags_when_a_page_comes_back(self, editor):
        editor.keyboard.type("Three foxes")
        editor.get_by_label("Title").fill("Foxes")
        editor.get_by_label("Category").select_option("Wildlife")
        editor.get_by_role("button", name="Preview").click()
        expect(editor.locator(".preview")).to_contain_text("Three foxes")
        expect(editor.locator(".editor__text")).to_have_text("Three foxes")
        expect(editor.locator("textarea")).to_be_hidden()

    def test_shows_no_tags_when_a_form_was_too_old(self, live_server, signed_in, asha):
        page = signed_in(asha)
        page.goto(f"{live_server.url}{make_discussion().get_absolute_url()}/reply")
        page.get_by_label("Your reply").click()
        page.keyboard.type("Three foxes")
        page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
        page.get_by_role("button", name="Post reply").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Please send it once more")
        expect(page.locator(".editor__text")).to_have_text("Three foxes")

    def test_goes_on_beneath_a_quotation(self, live_server, signed_in, asha):
        reply = make_reply(body="Who has seen them?")
        page = signed_in(asha)
        page.goto(f"{live_server.url}/forum/replies/{reply.pk}/reply?quote=1")
        expect(page.locator(".editor__text blockquote")).to_contain_text("Who has seen them?")
        page.get_by_role("textbox", name="Your reply").focus()
        page.keyboard.type("I have")
        expect(page.locator(".editor__text > p")).to_have_text("I have")

    def test_goes_on_after_a_link(self, editor):
        editor.keyboard.type("See ")
        editor.get_by_role("button", name="Link", exact=True).click()
        editor.keyboard.type("example.org")
        editor.keyboard.press("Enter")
        editor.keyboard.type(" for more")
        expect(editor.locator(".editor__text")).to_have_text(re.compile("See.example.org.for more"))
        expect(editor.locator(".editor__text a")).to_have_text("example.org")

    def test_lets_one_out_of_a_list_by_keyboard(self, editor):
        editor.get_by_role("button", name="List").click()
        editor.keyboard.press("Escape")
        expect(editor.get_by_role("button", name="Bold")).to_be_focused()
        editor.locator(".editor__text").focus()
        editor.keyboard.press("Tab")
        expect(editor.get_by_label("Tags")).to_be_focused()


@pytest.mark.browser_context_args(java_script_enabled=False, viewport=PHONE)
class TestWithoutJavaScript:
    def test_everything_is_written_in_plain_forms(self, live_server, signed_in, asha):
        make_category(name="Wildlife")
        page = signed_in(asha)
        page.goto(f"{live_server.url}/forum/new")
        page.get_by_label("Title").fill("Foxes on the Passage")
        page.get_by_label("Category").select_option("Wildlife")
        page.get_by_label("What would you like to say?").fill("One.\n\nTwo, www.example.org")
        page.get_by_role("button", name="Preview").click()
        expect(page.locator(".prose p").nth(1)).to_contain_text("Two")
        page.get_by_role("button", name=re.compile("Post|Start")).click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Foxes on the Passage")
        expect(page.locator(".prose a")).to_have_attribute("href", "http://www.example.org")

    def test_reply_to_this_opens_a_page_of_its_own(self, live_server, signed_in, asha):
        reply = make_reply(body="Who has seen them?")
        page = signed_in(asha)
        page.goto(live_server.url + reply.discussion.get_absolute_url())
        page.locator(f"#reply-{reply.pk}").get_by_role("link", name="Reply to This").click()
        page.get_by_label("Your reply").fill("I have")
        page.get_by_role("button", name="Post reply").click()
        assert Reply.objects.get(body="I have").parent == reply


class TestVisitor:
    def test_signs_in_and_finds_the_words_waiting(self, live_server, page, asha):
        discussion = make_discussion()
        page.goto(live_server.url + discussion.get_absolute_url())
        page.get_by_role("link", name="Reply to This").first.click()
        page.get_by_label("Your reply").click()
        page.keyboard.type("Typed before signing in")
        page.get_by_role("button", name="Post reply").click()

        page.get_by_label("Your e-mail address").fill("asha@example.org")
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        waiting = page.get_by_role("textbox", name="Your reply")
        expect(waiting).to_have_text("Typed before signing in")
        page.get_by_role("button", name="Post reply").click()

        expect(page.locator("article.reply")).to_contain_text("Typed before signing in")
        assert Reply.objects.get().author == asha
