"""A neighbour reads with the keyboard alone, once they have asked for it."""

import re

import pytest
from playwright.sync_api import expect

from members import describing
from members.models import TextSize
from tests.factories import make_discussion, make_reply
from tests.journeys.conftest import NO_JAVASCRIPT, SIZES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def discussion(ben):
    discussion = make_discussion(title="Foxes on the Passage", author=ben)
    for nth in range(6):
        make_reply(discussion=discussion, author=ben, body=f"Fox {nth}. " * 20)
    return discussion


@pytest.fixture
def reading(live_server, signed_in, asha, discussion):
    """Asha, who has switched the keys on, with the discussion before her."""
    describing.choose_reading(member=asha, text_size=TextSize.NORMAL, wants_shortcuts=True)
    page = signed_in(asha)
    with page.expect_response("**/asked/shortcuts*.js"):
        page.goto(live_server.url + discussion.get_absolute_url())
    page.wait_for_load_state("networkidle")
    return page


def replies(page):
    return page.locator("article.reply")


class TestKeys:
    @SIZES
    def test_step_through_the_replies(self, reading, size):
        reading.set_viewport_size(size)
        for nth in (0, 1, 2):
            reading.keyboard.press("j")
            expect(replies(reading).nth(nth)).to_be_focused()
            expect(replies(reading).nth(nth)).to_be_in_viewport()
        reading.keyboard.press("k")
        expect(replies(reading).nth(1)).to_be_focused()
        reading.keyboard.press("Tab")
        assert replies(reading).nth(1).evaluate("reply => reply.contains(document.activeElement)")

    def test_go_from_one_new_reply_to_the_next(self, reading, discussion, ben):
        make_reply(discussion=discussion, author=ben, body="Another one.")
        make_reply(discussion=discussion, author=ben, body="And another.")
        reading.reload(wait_until="networkidle")
        for nth in (6, 7):
            reading.keyboard.press("n")
            expect(replies(reading).nth(nth)).to_be_focused()

    def test_reply_to_where_one_is(self, reading, discussion):
        reading.keyboard.press("r")
        expect(reading.locator(".editor__text")).to_be_focused()
        reading.keyboard.type("jr/?")
        expect(reading.locator(".editor__text")).to_have_text("jr/?")
        replies(reading).nth(2).focus()
        reading.keyboard.press("r")
        third = discussion.replies.get(number=3)
        expect(reading).to_have_url(re.compile(f"/forum/replies/{third.pk}/reply$"))

    def test_search(self, reading):
        reading.keyboard.press("/")
        expect(reading.get_by_role("searchbox")).to_be_focused()
        expect(reading.get_by_role("searchbox")).to_have_value("")

    def test_tell_what_they_do(self, reading):
        replies(reading).nth(2).focus()
        reading.keyboard.press("?")
        box = reading.get_by_role("dialog", name="Keyboard shortcuts")
        expect(box).to_contain_text("the next reply")
        reading.keyboard.press("j")
        expect(box.get_by_role("heading")).to_be_focused()
        reading.keyboard.press("Escape")
        expect(box).to_have_count(0)
        expect(replies(reading).nth(2)).to_be_focused()

    def test_leave_alone_what_is_the_browser_s(self, reading):
        for keys in ("Control+j", "Alt+k", "Meta+n"):
            reading.keyboard.press(keys)
        expect(reading.locator("article.reply:focus")).to_have_count(0)

    def test_step_through_a_list(self, live_server, reading):
        reading.goto(f"{live_server.url}/forum", wait_until="networkidle")
        reading.keyboard.press("j")
        expect(reading.get_by_role("link", name="Foxes on the Passage", exact=True)).to_be_focused()


class TestSwitch:
    def test_is_off_at_first(self, live_server, signed_in, asha, discussion):
        page = signed_in(asha)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(live_server.url + discussion.get_absolute_url(), wait_until="networkidle")
        page.keyboard.press("j")
        expect(page.locator("article.reply:focus")).to_have_count(0)
        assert not [url for url in asked if "shortcuts" in url]

    @SIZES
    def test_is_in_a_member_s_settings(self, live_server, signed_in, asha, discussion, size):
        page = signed_in(asha)
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}/settings")
        page.get_by_role("link", name="Text size and keyboard shortcuts").click()
        page.get_by_label("Keyboard shortcuts").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").first).to_contain_text("Your choice has been saved.")
        page.goto(live_server.url + discussion.get_absolute_url(), wait_until="networkidle")
        page.keyboard.press("j")
        expect(replies(page).first).to_be_focused()

    @SIZES
    def test_is_kept_in_a_visitor_s_browser(self, live_server, page, discussion, size):
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}/accessibility")
        page.get_by_role("link", name="Text size and keyboard shortcuts").click()
        page.get_by_role("button", name="Switch them on").click()
        expect(page.get_by_role("status").last).to_have_text("They are on in this browser.")
        page.goto(live_server.url + discussion.get_absolute_url(), wait_until="networkidle")
        page.keyboard.press("j")
        expect(replies(page).first).to_be_focused()
        page.goto(f"{live_server.url}/help/reading")
        page.get_by_role("button", name="Switch them off").click()
        page.goto(live_server.url + discussion.get_absolute_url(), wait_until="networkidle")
        page.keyboard.press("j")
        expect(page.locator("article.reply:focus")).to_have_count(0)


@NO_JAVASCRIPT
class TestWithoutJavaScript:
    def test_the_page_says_which_they_are(self, live_server, page):
        page.goto(f"{live_server.url}/help/reading")
        expect(page.get_by_role("main")).to_contain_text("the next reply that is new to you")
        expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
