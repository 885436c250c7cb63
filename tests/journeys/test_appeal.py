"""A neighbour reads why something was taken down, and asks for it to be looked at again."""

import pytest
from playwright.sync_api import expect

from forum.moderation import links
from forum.moderation.models import Action
from members import suspending
from tests.factories import make_reply
from tests.forum.moderation.reported import decide, make_case
from tests.journeys.conftest import SIZES

pytestmark = pytest.mark.django_db(transaction=True)


@SIZES
def test_an_author_who_is_suspended_appeals(page, live_server, ben, mo, size):
    decision = decide(make_case(make_reply(author=ben, body="He is a crook.")), Action.HIDE, by=mo)
    suspending.suspend(ben, by=mo)
    page.set_viewport_size(size)

    page.goto(f"{live_server.url}{links.decisions_path(ben)}")
    page.get_by_role("link", name="Something you wrote has been taken down").click()
    expect(page.get_by_text("No automated means were used.")).to_be_visible()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    page.get_by_label("Why do you think that we are wrong?").fill("It was in the paper.")
    page.get_by_role("button", name="Appeal").click()
    expect(page.get_by_text("We have your appeal.")).to_be_visible()
    assert decision.appeals.get().reports.get().words == "It was in the paper."
    assert page.context.cookies() == []
