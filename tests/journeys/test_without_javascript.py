"""A neighbour whose browser runs no JavaScript reads on, folds a branch, and answers."""

import re

import pytest
from playwright.sync_api import expect

from forum.models import Reply
from tests.factories import make_category, make_discussion, make_reply
from tests.journeys.conftest import NO_JAVASCRIPT, SIZES
from tests.notifications.push_sink import SITE_KEY

pytestmark = [pytest.mark.django_db(transaction=True), NO_JAVASCRIPT]


@pytest.fixture
def discussion(ben, mo):
    """One of several pages; on the second somebody is answered, and answered again."""
    discussion = make_discussion(
        title="Foxes on the Passage", author=ben, category=make_category(name="Wildlife")
    )
    for nth in range(25):
        last = make_reply(discussion=discussion, author=ben, body=f"Fox {nth}.")
    for nth in range(6):
        make_reply(parent=last, author=mo, body=f"A cat, {nth} years old.")
    return discussion


@SIZES
def test_from_the_front_page_to_a_reply(live_server, signed_in, asha, discussion, size, keep):
    page = signed_in(asha)
    page.set_viewport_size(size)
    page.goto(live_server.url)
    keep(page, f"plain-front-{size['width']}")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Discussions").click()
    page.get_by_role("main").get_by_role("link", name="Foxes on the Passage").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Foxes on the Passage")
    expect(page.get_by_text("Fox 0.", exact=True)).to_be_visible()
    keep(page, f"plain-discussion-{size['width']}")

    pages = page.get_by_role("navigation", name=re.compile("Pages"))
    pages.get_by_role("link", name=re.compile("Next")).click()
    branch = page.locator("details", has=page.get_by_text("6 replies in answer to Ben Okafor"))
    answer = branch.get_by_text("A cat, 1 years old.")
    expect(answer).to_be_visible()
    branch.locator("summary").first.click()
    expect(answer).to_be_hidden()
    branch.locator("summary").first.click()
    expect(answer).to_be_visible()

    page.get_by_role("link", name="Skip to the reply form").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply")).to_be_in_viewport()
    page.get_by_label("Your reply").fill("They live by the railway.")
    keep(page, f"plain-reply-{size['width']}")
    page.get_by_role("button", name="Post reply").click()
    expect(page).to_have_url(re.compile(r"#reply-\d+$"))
    mine = page.locator("article.reply", has_text="They live by the railway.")
    expect(mine).to_be_in_viewport()
    assert Reply.objects.latest("pk").author == asha


def test_nothing_is_offered_that_only_javascript_can_do(live_server, signed_in, asha, settings):
    settings.VAPID_PRIVATE_KEY = SITE_KEY
    page = signed_in(asha)
    page.goto(f"{live_server.url}/settings/notifications")
    expect(page.get_by_text("takes a browser with JavaScript")).to_be_visible()
    expect(page.get_by_text("Tell me in this browser")).to_be_hidden()
