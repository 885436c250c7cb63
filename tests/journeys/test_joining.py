"""Somebody new joins, is welcomed, and says their first words."""

import re

import pytest
from playwright.sync_api import expect

from forum import following
from members.models import Member
from tests.factories import make_category, make_discussion
from tests.journeys.conftest import PHONE, SIZES
from tests.members.accounts.reading_mail import code_sent_to

EMAIL = "rosa@example.org"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_minute_has_passed(monkeypatch):
    """Nobody waits for the seconds that tell people from programs."""
    monkeypatch.setattr("harringay.for_people.QUICKEST", 0)


def fill_in(page):
    page.get_by_label("Your name").fill("Rosa Delgado")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    page.get_by_label("Choose a password").fill("fox on the roof")
    page.get_by_label("Your age").select_option("old enough")
    page.get_by_role("button", name="Join").click()
    page.get_by_label("The code from the e-mail").fill(code_sent_to(EMAIL))
    page.get_by_role("button", name="Go on").click()


def fits(page):
    page.wait_for_load_state()
    widths = "[document.documentElement.scrollWidth, innerWidth]"
    needed, there_is = page.evaluate(widths)
    return needed <= there_is


@SIZES
class TestJoining:
    def test_leads_to_a_welcome_and_to_a_first_discussion(self, live_server, page, size):
        room = make_category(name="Wildlife")
        page.set_viewport_size(size)
        page.goto(live_server.url)
        page.get_by_role("main").get_by_role("link", name="Join").click()
        assert fits(page)
        fill_in(page)

        expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Rosa Delgado")
        assert fits(page)
        page.get_by_label("Wildlife").check()
        page.get_by_label("Once a week").check()
        page.get_by_role("button", name="Save and go on").click()
        expect(page.get_by_role("status").first).to_contain_text("Your choices have been saved.")
        rosa = Member.objects.get(email=EMAIL)
        assert list(following.categories_followed(by=rosa)) == [room]

        page.get_by_role("link", name="Start a discussion").first.click()
        page.get_by_label("Title").fill("An owl in the park")
        page.get_by_label("Category").select_option("Wildlife")
        page.locator("textarea[name=body], .editor__text").first.click()
        expect(page.locator(".editor__text")).to_be_focused()
        page.keyboard.type("I heard it twice.")
        page.get_by_role("button", name="Post discussion").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("An owl in the park")
        assert fits(page)

    def test_keeps_the_answer_for_which_one_joins(self, live_server, page, size):
        page.set_viewport_size(size)
        discussion = make_discussion()
        page.goto(f"{live_server.url}{discussion.get_absolute_url()}/reply")
        page.get_by_label("Your reply").click()
        expect(page.locator(".editor__text")).to_be_focused()
        page.keyboard.type("I saw it, too.")
        page.get_by_role("button", name="Post reply").click()
        page.get_by_role("main").get_by_role("link", name=re.compile("Join|join")).click()
        fill_in(page)
        expect(page.locator(".editor__text")).to_have_text("I saw it, too.")
        page.get_by_role("button", name="Post reply").click()
        expect(page.locator(".reply").last).to_contain_text("I saw it, too.")


@pytest.mark.browser_context_args(java_script_enabled=False, viewport=PHONE)
class TestWithoutJavaScript:
    def test_somebody_joins_and_chooses(self, live_server, page):
        make_category(name="Wildlife")
        page.goto(f"{live_server.url}/accounts/signup/")
        fill_in(page)
        page.get_by_label("Wildlife").check()
        page.get_by_role("button", name="Save and go on").click()
        expect(page.get_by_role("status").first).to_contain_text("Your choices have been saved.")
